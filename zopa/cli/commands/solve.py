"""The command line as a whole: the commands that ask a scenario for an answer, and those of :mod:`files`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from .. import exit_codes
from ..input import read
from ..interrupt import stopping
from ..options import (
    AllOutcomes,
    Amounts,
    AsJson,
    AsJsonLines,
    Budget,
    Diverse,
    Improve,
    Keep,
    LeastMoves,
    MaxCost,
    OfAssumptions,
    OnlyBetween,
    OnlyFrom,
    Others,
    Plot,
    Prefer,
    Quiet,
    Reservations,
    ScenarioName,
    Smallest,
    Solution,
    TimeLimit,
    Top,
    TopDeals,
    Workers,
    budgets,
    request,
)
from ..output import ProgressLine, in_colour, result, width
from .explain import app as explaining
from .files import app as files
from .prove import app as proving

if TYPE_CHECKING:
    from ...models.io.load import Reading
    from ...results.analysis import Analysis, Comparison

Form: TypeAlias = Literal["report", "document", "lines"]

app = typer.Typer(
    name="zopa",
    help="Zone Of Possible Agreement: is there a deal that crosses no red line, why not, and what would have to give?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 a deal exists, 1 proved that none does, 2 bad input, 3 undecided.",
)


@app.callback(invoke_without_command=True)
def _version(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from ... import __version__

        result(f"zopa {__version__}\n")
        raise typer.Exit(exit_codes.DEAL)


@app.command()
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
) -> None:
    """Give the whole answer: the verdict, why not, and what would have to give."""
    asked = request(keep=keep, only_from=only_from, only_between=only_between, prefer=prefer)
    asked |= {"max_cost": max_cost, "sections": ("conflicts", "relaxations")}
    _answer(scenario, _form(json, jsonl), quiet, time_limit, top, workers, asked, reservations)


@app.command()
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
) -> None:
    """List every minimal conflict, dispute by dispute, with the ways out of each."""
    asked = request(only_between=only_between, prefer=prefer)
    asked["sections"] = ("smallest",) if smallest else ("conflicts",)
    _answer(scenario, _form(json, jsonl), quiet, time_limit, top, workers, asked, reservations)


@app.command()
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
) -> None:
    """List the cheapest minimal relaxations, each with a deal that it makes possible."""
    from .relax import about_assumptions, by_amounts, check

    of_red_lines = (keep, only_from, only_between, reservations)
    check(amounts, smallest, budget, assumptions, jsonl, prefer, max_cost, workers, *of_red_lines)
    if assumptions:
        about_assumptions(scenario, json, quiet, time_limit, top)
    if amounts:
        asked = request(keep=keep, only_from=only_from, only_between=only_between, budgets=budgets(budget))
        asked |= {"top": top, "max_cost": max_cost, "smallest": smallest}
        by_amounts(scenario, json, quiet, time_limit, asked, reservations)
    asked = request(keep=keep, only_from=only_from, only_between=only_between, prefer=prefer)
    asked |= {"max_cost": max_cost, "sections": ("relaxations",)}
    _answer(scenario, _form(json, jsonl), quiet, time_limit, top, workers, asked, reservations)


@app.command()
def deals(
    scenario: ScenarioName,
    json: AsJson = False,
    jsonl: AsJsonLines = False,
    top: TopDeals = None,
    solution: Solution = None,
    diverse: Diverse = False,
    improve: Improve = None,
    plot: Plot = None,
    all_outcomes: AllOutcomes = False,
    others: Others = False,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Find the best and fairest deals for parties with interests; without interests, deals that differ."""
    from .deals import best_deals, check

    form = _form(json, jsonl)
    reading = read(scenario, quiet or form != "report")
    check(reading.scenario, diverse, top, workers)
    number = (top or 1) if diverse else 0
    best_deals(reading.scenario, form, quiet, time_limit, solution, number, improve, plot, all_outcomes, others)
    _answer(reading, form, quiet, time_limit, top or 1, workers, {"sections": ("deals",)})


@app.command()
def burden(
    scenario: ScenarioName,
    json: AsJson = False,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    budget: Budget = None,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> None:
    """Show every division of the cost between the parties that no other beats."""
    from .relax import by_party

    asked = request(keep=keep, only_from=only_from, only_between=only_between, budgets=budgets(budget))
    by_party(scenario, json, quiet, time_limit, asked)


@app.command()
def sensitivity(
    scenario: ScenarioName,
    json: AsJson = False,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> None:
    """Say what all the cheapest relaxations have in common, and how far each weight can go without changing them."""
    from .relax import by_weight

    by_weight(scenario, json, quiet, time_limit, request(keep=keep, only_from=only_from, only_between=only_between))


@app.command()
def whatif(
    scenario: ScenarioName,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="PARTY.LINE", help="Leave a red line or fact out. Repeatable.")
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
) -> None:
    """Give the answer for a changed scenario, and what the change does."""
    if not (drop or set_terms or add):
        raise typer.BadParameter("give at least one --drop, --set or --add")
    reading = read(scenario, quiet or json)
    from ...questions.whatif import whatif as compare
    from ...solver.limits import Limits

    limits, progress = Limits(time_limit), ProgressLine(quiet)
    with stopping(limits):
        comparison = compare(
            reading.scenario,
            drop=drop or (),
            set_terms=set_terms or (),
            add=add or (),
            limits=limits,
            top=top,
            workers=workers,
            on_progress=progress.or_none,
            max_cost=max_cost,
            **request(keep=keep, only_from=only_from, only_between=only_between, prefer=prefer),
        )
    progress.wipe()
    _print(comparison, json, top)
    raise typer.Exit(exit_codes.OF_VERDICT[comparison.after.verdict])


app.add_typer(explaining)
app.add_typer(proving)
app.add_typer(files)


# -- shared -----------------------------------------------------------------------------------------------------------


def _form(json: bool, jsonl: bool = False) -> Form:
    if json and jsonl:
        raise typer.BadParameter("--json and --jsonl are two ways of saying it; give one of them")
    return "lines" if jsonl else "document" if json else "report"


def _answer(
    scenario: str | Reading,
    form: Form,
    quiet: bool,
    time_limit: float | None,
    top: int,
    workers: int,
    asked: dict[str, Any],
    reservations: bool = False,
) -> None:
    reading = read(scenario, quiet or form != "report", reservations) if isinstance(scenario, str) else scenario
    from ...questions.solve import stream
    from ...results.analysis import Analysis
    from ...solver.limits import Limits

    limits, progress = Limits(time_limit), ProgressLine(quiet)
    with stopping(limits):
        for event in stream(
            reading.scenario, top=top, limits=limits, workers=workers, on_progress=progress.or_none, **asked
        ):
            if form == "lines":
                progress.wipe()
                from ...reports.json.documents import to_line

                result(to_line(event))
    progress.wipe()
    assert isinstance(event, Analysis)
    if form != "lines":
        _print(event, form == "document", top)
    raise typer.Exit(exit_codes.OF_VERDICT[event.verdict])


def _print(answer: Analysis | Comparison, json: bool, top: int) -> None:
    if json:
        from ...reports import to_json

        result(to_json(answer))
    else:
        from ...reports import render

        result(render(answer, width=width(), colour=in_colour(), top=top))
