"""The commands about whole red lines: the whole answer, and the conflicts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from ..ask import ask
from ..input import read
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
    form_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...models.scenario import Scenario
    from ...results.analysis import Event
    from ...solver.limits import Limits
    from ..output import ProgressLine


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

    def question(given: Scenario, limits: Limits, progress: ProgressLine) -> Iterator[Event]:
        from ...questions.solve import stream

        return stream(
            given,
            top=top,
            keep=keep or (),
            only_from=only_from or (),
            only_between=only_between or (),
            max_cost=max_cost,
            prefer=prefer or (),
            workers=workers,
            limits=limits,
            on_progress=progress.or_none,
        )

    form = form_of(json, jsonl)
    reading = read(scenario, quiet or form != "report", reservations)
    ask(reading.scenario, question, form=form, quiet=quiet, time_limit=time_limit, top=top)


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

    def question(given: Scenario, limits: Limits, progress: ProgressLine) -> Iterator[Event]:
        from ...questions.solve import stream

        return stream(
            given,
            top=top,
            only_between=only_between or (),
            prefer=prefer or (),
            workers=workers,
            sections=("smallest",) if smallest else ("conflicts",),
            limits=limits,
            on_progress=progress.or_none,
        )

    form = form_of(json, jsonl)
    reading = read(scenario, quiet or form != "report", reservations)
    ask(reading.scenario, question, form=form, quiet=quiet, time_limit=time_limit, top=top)
