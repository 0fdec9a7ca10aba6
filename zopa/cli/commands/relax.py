"""The commands about what would have to give: relaxations, by how much, who carries it, and how firm it is.

Only solving shows that a fallback is not softer than what comes before it; it is a mistake of the file all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

import typer

import zopa

from .. import options
from ..ask import Asking
from ..input import located
from ..output import ProgressLine


def relax(
    scenario: options.ScenarioName,
    json: options.AsJson = False,
    jsonl: options.AsJsonLines = False,
    top: options.Top = 10,
    keep: options.Keep = None,
    only_from: options.OnlyFrom = None,
    only_between: options.OnlyBetween = None,
    max_cost: options.MaxCost = None,
    prefer: options.Prefer = None,
    amounts: options.Amounts = False,
    smallest: options.LeastMoves = False,
    budget: options.Budget = None,
    assumptions: options.OfAssumptions = False,
    reservations: options.Reservations = False,
    time_limit: options.TimeLimit = None,
    workers: options.Workers = 1,
    quiet: options.Quiet = False,
) -> NoReturn:
    """List the cheapest minimal relaxations, each with a deal that it makes possible."""
    of_red_lines = (smallest, budget, prefer, keep, only_from, only_between, reservations)
    if assumptions and (amounts or max_cost is not None or any(of_red_lines)):
        raise typer.BadParameter("--assumptions is about facts; it cannot be combined with options about red lines")
    if (smallest or budget) and not amounts:
        raise typer.BadParameter(f"{'--smallest' if smallest else '--budget'} needs --amounts")
    if smallest and (budget or max_cost is not None):
        other = "--budget" if budget else "--max-cost"
        raise typer.BadParameter(f"{other} is about costs, and --smallest counts amounts; use one of them")
    if smallest and reservations:
        raise typer.BadParameter(
            "--smallest adds up amounts, and the parties' utilities have no common unit; "
            "zopa deals shows how far each reservation value has to come down"
        )
    if amounts and prefer:
        raise typer.BadParameter("--prefer is about whole lines; it cannot be combined with --amounts")
    mode = "--amounts" if amounts else "--assumptions"
    if (amounts or assumptions) and workers > 1:
        raise typer.BadParameter(f"--workers cannot be combined with {mode}")
    if (amounts or assumptions) and jsonl:
        raise typer.BadParameter(f"--jsonl cannot be combined with {mode}; use --json")
    most, lines = options.budgets(budget), options.lines_of(keep, only_from, only_between)
    asking = Asking(scenario, quiet, time_limit, json, jsonl, reservations)
    asked = asking.scenario

    def question(limits: zopa.Limits, progress: ProgressLine) -> Iterable[Any]:
        if assumptions:
            return [zopa.assumptions(asked, top=top, limits=limits)]
        if amounts:
            return [
                zopa.concessions(
                    asked, **lines, top=top, budgets=most, max_cost=max_cost, smallest=smallest, limits=limits
                )
            ]
        return zopa.stream(
            asked,
            **lines,
            top=top,
            max_cost=max_cost,
            prefer=prefer or (),
            workers=workers,
            sections=("relaxations",),
            limits=limits,
            on_progress=progress.or_none,
        )

    with located(asking.reading, scenario):
        asking.answer(question, top=top)


def burden(
    scenario: options.ScenarioName,
    json: options.AsJson = False,
    keep: options.Keep = None,
    only_from: options.OnlyFrom = None,
    only_between: options.OnlyBetween = None,
    budget: options.Budget = None,
    time_limit: options.TimeLimit = None,
    quiet: options.Quiet = False,
) -> NoReturn:
    """Show every division of the cost between the parties that no other beats."""
    most, lines = options.budgets(budget), options.lines_of(keep, only_from, only_between)
    asking = Asking(scenario, quiet, time_limit, json)
    with located(asking.reading, scenario):
        asking.answer(lambda limits, _: [zopa.burden(asking.scenario, **lines, budgets=most, limits=limits)])


def sensitivity(
    scenario: options.ScenarioName,
    json: options.AsJson = False,
    keep: options.Keep = None,
    only_from: options.OnlyFrom = None,
    only_between: options.OnlyBetween = None,
    time_limit: options.TimeLimit = None,
    quiet: options.Quiet = False,
) -> NoReturn:
    """Show what the cheapest relaxations have in common, and how far each weight can change before they do."""
    lines = options.lines_of(keep, only_from, only_between)
    asking = Asking(scenario, quiet, time_limit, json)
    with located(asking.reading, scenario):
        asking.answer(lambda limits, _: [zopa.sensitivity(asking.scenario, **lines, limits=limits)])
