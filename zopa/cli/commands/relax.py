"""The commands about what would have to give: relaxations, by how much, who carries it, and how firm it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NoReturn

import typer

import zopa

from ..ask import ask
from ..input import located, read
from ..options import (
    Amounts,
    AsJson,
    AsJsonLines,
    Budget,
    Form,
    Keep,
    LeastMoves,
    MaxCost,
    OfAssumptions,
    OnlyBetween,
    OnlyFrom,
    Prefer,
    Quiet,
    Reservations,
    ScenarioName,
    TimeLimit,
    Top,
    Workers,
    budgets,
    form_of,
    lines_of,
)
from ..output import ProgressLine


def relax(
    scenario: ScenarioName,
    json: AsJson = False,
    jsonl: AsJsonLines = False,
    top: Top = 10,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    max_cost: MaxCost = None,
    prefer: Prefer = None,
    amounts: Amounts = False,
    smallest: LeastMoves = False,
    budget: Budget = None,
    assumptions: OfAssumptions = False,
    reservations: Reservations = False,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> NoReturn:
    """List the cheapest minimal relaxations, each with a deal that it makes possible."""
    costs = {"--budget": budget, "--max-cost": max_cost}
    of_red_lines = (amounts, smallest, prefer, keep, only_from, only_between, reservations, budget, max_cost)
    if assumptions and any(given not in (None, False, []) for given in of_red_lines):
        raise typer.BadParameter("--assumptions is about facts; it cannot be combined with options about red lines")
    if (smallest or budget) and not amounts:
        raise typer.BadParameter(f"{'--smallest' if smallest else '--budget'} needs --amounts")
    if smallest and (of_costs := [option for option, given in costs.items() if given not in (None, [])]):
        raise typer.BadParameter(f"{of_costs[0]} is about costs, and --smallest counts amounts; use one of them")
    if (mode := "--amounts" if amounts else "--assumptions" if assumptions else None) is not None:
        if workers > 1:
            raise typer.BadParameter(f"--workers cannot be combined with {mode}")
        if amounts and prefer:
            raise typer.BadParameter("--prefer is about whole lines; it cannot be combined with --amounts")
        if jsonl:
            raise typer.BadParameter(f"--jsonl cannot be combined with {mode}; use --json")
    if reservations and smallest:
        raise typer.BadParameter(
            "--smallest adds up amounts, and the parties' utilities have no common unit; "
            "zopa deals shows how far each reservation value has to come down"
        )

    form, most, lines = form_of(json, jsonl), budgets(budget), lines_of(keep, only_from, only_between)

    def question(asked: zopa.Scenario, limits: zopa.Limits, progress: ProgressLine) -> Iterable[Any]:
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

    _ask(scenario, question, form, quiet, time_limit, top, reservations)


def burden(
    scenario: ScenarioName,
    json: AsJson = False,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    budget: Budget = None,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> NoReturn:
    """Show every division of the cost between the parties that no other beats."""
    most, lines = budgets(budget), lines_of(keep, only_from, only_between)
    _ask(
        scenario,
        lambda asked, limits, _: [zopa.burden(asked, **lines, budgets=most, limits=limits)],
        form_of(json),
        quiet,
        time_limit,
    )


def sensitivity(
    scenario: ScenarioName,
    json: AsJson = False,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> NoReturn:
    """Show what the cheapest relaxations have in common, and how far each weight can change before they do."""

    lines = lines_of(keep, only_from, only_between)
    _ask(
        scenario,
        lambda asked, limits, _: [zopa.sensitivity(asked, **lines, limits=limits)],
        form_of(json),
        quiet,
        time_limit,
    )


def _ask(
    name: str,
    question: Callable[[zopa.Scenario, zopa.Limits, ProgressLine], Iterable[Any]],
    form: Form,
    quiet: bool,
    time_limit: float | None,
    top: int = 10,
    reservations: bool = False,
) -> NoReturn:
    reading = read(name, quiet or form != "report", reservations)
    with located(
        reading, name
    ):  # only solving shows that a fallback is not softer, and yet it is a mistake of the file
        ask(lambda limits, progress: question(reading.scenario, limits, progress), form, quiet, time_limit, top=top)
