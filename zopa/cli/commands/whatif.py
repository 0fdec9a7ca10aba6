"""The command that changes a scenario and shows what the changes do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ..ask import ask
from ..input import read
from ..options import (
    AsJson,
    Keep,
    MaxCost,
    OnlyBetween,
    OnlyFrom,
    Prefer,
    Quiet,
    ScenarioName,
    TimeLimit,
    Top,
    Workers,
    form_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...models.scenario import Scenario
    from ...results.analysis import Comparison
    from ...solver.limits import Limits
    from ..output import ProgressLine


def whatif(
    scenario: ScenarioName,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="PARTY.LINE", help="Leave out a red line or fact. Repeatable.")
    ] = None,
    set_terms: Annotated[
        list[str] | None, typer.Option("--set", metavar="TERM=VALUE", help="Fix a term. Repeatable.")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="'PARTY: EXPRESSION'", help="Add a red line. Repeatable.")
    ] = None,
    json: AsJson = False,
    top: Top = 10,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    max_cost: MaxCost = None,
    prefer: Prefer = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> NoReturn:
    """Give the answer for a changed scenario, and what the change does."""
    if not (drop or set_terms or add):
        raise typer.BadParameter("give at least one --drop, --set or --add")

    def question(given: Scenario, limits: Limits, progress: ProgressLine) -> Iterator[Comparison]:
        from ...questions.whatif import whatif as compare

        yield compare(
            given,
            drop=drop or (),
            set_terms=set_terms or (),
            add=add or (),
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

    reading = read(scenario, quiet or json)
    ask(reading.scenario, question, form=form_of(json), quiet=quiet, time_limit=time_limit, top=top)
