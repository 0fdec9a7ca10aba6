"""The commands about whole red lines: the whole answer, and the conflicts alone."""

from __future__ import annotations

from typing import NoReturn

import zopa

from .. import options
from ..ask import Asking


def solve(
    scenario: options.ScenarioName,
    json: options.AsJson = False,
    jsonl: options.AsJsonLines = False,
    top: options.Top = 10,
    keep: options.Keep = None,
    only_from: options.OnlyFrom = None,
    only_between: options.OnlyBetween = None,
    max_cost: options.MaxCost = None,
    prefer: options.Prefer = None,
    reservations: options.Reservations = False,
    time_limit: options.TimeLimit = None,
    workers: options.Workers = 1,
    quiet: options.Quiet = False,
) -> NoReturn:
    """Give the whole answer: the verdict, why not, and what would have to give."""
    asking = Asking(scenario, quiet, time_limit, json, jsonl, reservations)
    asking.answer(
        lambda limits, progress: zopa.stream(
            asking.scenario,
            **options.lines_of(keep, only_from, only_between),
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
    scenario: options.ScenarioName,
    json: options.AsJson = False,
    jsonl: options.AsJsonLines = False,
    top: options.Top = 10,
    smallest: options.Smallest = False,
    only_between: options.OnlyBetween = None,
    prefer: options.Prefer = None,
    reservations: options.Reservations = False,
    time_limit: options.TimeLimit = None,
    workers: options.Workers = 1,
    quiet: options.Quiet = False,
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
