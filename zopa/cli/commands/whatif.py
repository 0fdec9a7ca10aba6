"""The command that changes a scenario and shows what the changes do."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, NoReturn

import typer

import zopa

from .. import options
from ..ask import Asking
from ..output import message


def whatif(
    scenario: options.ScenarioName,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="PARTY.LINE", help="Leave out a red line or fact. Repeatable.")
    ] = None,
    set_terms: Annotated[
        list[str] | None, typer.Option("--set", metavar="TERM=VALUE", help="Fix a term. Repeatable.")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="'PARTY: EXPRESSION'", help="Add a red line. Repeatable.")
    ] = None,
    json: options.AsJson = False,
    top: options.Top = 10,
    keep: options.Keep = None,
    only_from: options.OnlyFrom = None,
    only_between: options.OnlyBetween = None,
    max_cost: options.MaxCost = None,
    prefer: options.Prefer = None,
    time_limit: options.TimeLimit = None,
    workers: options.Workers = 1,
    quiet: options.Quiet = False,
) -> NoReturn:
    """Solve a changed scenario, and show what the change does."""
    if not (drop or set_terms or add):
        raise typer.BadParameter("give at least one --drop, --set or --add")

    asking = Asking(scenario, quiet, time_limit, json)
    asking.answer(
        lambda limits, progress: [
            zopa.whatif(
                asking.scenario,
                drop=drop or (),
                set_terms=set_terms or (),
                add=add or (),
                **options.lines_of(keep, only_from, only_between),
                top=top,
                max_cost=max_cost,
                prefer=prefer or (),
                workers=workers,
                limits=limits,
                on_progress=progress.or_none,
            )
        ],
        top=top,
        finish=None if quiet or json else _warn,
    )


def _warn(answer: zopa.Comparison, _limits: zopa.Limits) -> None:
    """Print the warnings about what was added: what is allowed, but probably not meant."""
    from ...models.io.warnings import warnings

    before = {problem.message for problem in warnings(answer.before.scenario, lambda _: None)}
    for problem in warnings(answer.after.scenario, lambda _: None):
        if problem.message not in before and problem.keys[-1:] == ("require",):
            message(f"warning: {replace(problem, keys=()).render('--add')}")
