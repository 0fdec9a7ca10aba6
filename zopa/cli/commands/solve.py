"""The commands about whole red lines: the whole answer, and the conflicts alone."""

from __future__ import annotations

from typing import NoReturn

import zopa

from ..ask import Asking
from ..options import (
    AsJson,
    AsJsonLines,
    Keep,
    MaxCost,
    OnlyBetween,
    OnlyFrom,
    Prefer,
    Quiet,
    Reservations,
    ScenarioName,
    Smallest,
    TimeLimit,
    Top,
    Workers,
    lines_of,
)


def solve(
    scenario: ScenarioName,
    json: AsJson = False,
    jsonl: AsJsonLines = False,
    top: Top = 10,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    max_cost: MaxCost = None,
    prefer: Prefer = None,
    reservations: Reservations = False,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> NoReturn:
    """Give the whole answer: the verdict, why not, and what would have to give."""
    asking = Asking(scenario, quiet, time_limit, json, jsonl, reservations)
    asking.answer(
        lambda limits, progress: zopa.stream(
            asking.scenario,
            **lines_of(keep, only_from, only_between),
            top=top,
            max_cost=max_cost,
            prefer=prefer or (),
            workers=workers,
            limits=limits,
            on_progress=progress.or_none,
        ),
        top=top,
    )


def conflicts(
    scenario: ScenarioName,
    json: AsJson = False,
    jsonl: AsJsonLines = False,
    top: Top = 10,
    smallest: Smallest = False,
    only_between: OnlyBetween = None,
    prefer: Prefer = None,
    reservations: Reservations = False,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> NoReturn:
    """List every minimal conflict, dispute by dispute, with the ways out of each."""
    asking = Asking(scenario, quiet, time_limit, json, jsonl, reservations)
    asking.answer(
        lambda limits, progress: zopa.stream(
            asking.scenario,
            top=top,
            only_between=only_between or (),
            prefer=prefer or (),
            workers=workers,
            sections=("smallest",) if smallest else ("conflicts",),
            limits=limits,
            on_progress=progress.or_none,
        ),
        top=top,
    )
