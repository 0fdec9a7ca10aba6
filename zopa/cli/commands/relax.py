"""The commands about what would have to give: relaxations, by how much, who carries it, and how firm it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import typer

from ..ask import Question, ask
from ..input import located, read
from ..options import (
    Amounts,
    AsJson,
    AsJsonLines,
    Budget,
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
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...models.scenario import Scenario
    from ...results.analysis import Event
    from ...results.assumptions import Assumptions
    from ...results.concessions import Burden, Concessions, Sensitivity
    from ...solver.limits import Limits
    from ..options import Form
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

    def by_lines(given: Scenario, limits: Limits, progress: ProgressLine) -> Iterator[Event]:
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
            sections=("relaxations",),
            limits=limits,
            on_progress=progress.or_none,
        )

    def by_amounts(given: Scenario, limits: Limits, _: ProgressLine) -> Iterator[Concessions]:
        from ...questions.concessions import concessions

        yield concessions(
            given,
            top=top,
            keep=keep or (),
            only_from=only_from or (),
            only_between=only_between or (),
            budgets=most,
            max_cost=max_cost,
            smallest=smallest,
            limits=limits,
        )

    def by_facts(given: Scenario, limits: Limits, _: ProgressLine) -> Iterator[Assumptions]:
        from ...questions.assumptions import assumptions

        yield assumptions(given, top=top, limits=limits)

    most, form = budgets(budget), form_of(json, jsonl)
    question: Question = by_amounts if amounts else by_facts if assumptions else by_lines
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
    most = budgets(budget)

    def question(given: Scenario, limits: Limits, _: ProgressLine) -> Iterator[Burden]:
        from ...questions.burden import burden as divided

        yield divided(
            given,
            keep=keep or (),
            only_from=only_from or (),
            only_between=only_between or (),
            budgets=most,
            limits=limits,
        )

    _ask(scenario, question, form_of(json), quiet, time_limit)


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

    def question(given: Scenario, limits: Limits, _: ProgressLine) -> Iterator[Sensitivity]:
        from ...questions.sensitivity import sensitivity as weighed

        yield weighed(
            given,
            keep=keep or (),
            only_from=only_from or (),
            only_between=only_between or (),
            limits=limits,
        )

    _ask(scenario, question, form_of(json), quiet, time_limit)


def _ask(
    name: str,
    question: Question,
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
        ask(reading.scenario, question, form=form, quiet=quiet, time_limit=time_limit, top=top)
