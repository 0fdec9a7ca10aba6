"""The commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from ..errors import Problem, ScenarioError
from . import exits
from .interrupt import stopping
from .options import (
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
    Prefer,
    Quiet,
    ScenarioName,
    Smallest,
    Solution,
    TimeLimit,
    Top,
    Workers,
    budgets,
    request,
)
from .output import ProgressLine, in_colour, message, result, width
from .reading import check_ladders, read

if TYPE_CHECKING:
    from ..models.load import Reading
    from ..results import Analysis, Comparison

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
        from .. import __version__

        result(f"zopa {__version__}\n")
        raise typer.Exit(exits.DEAL)


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
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Give the whole answer: the verdict, why not, and what would have to give."""
    asked = request(keep=keep, only_from=only_from, only_between=only_between, prefer=prefer)
    asked |= {"max_cost": max_cost, "sections": ("conflicts", "relaxations")}
    _answer(scenario, _form(json, jsonl), quiet, time_limit, top, workers, asked)


@app.command()
def conflicts(
    scenario: ScenarioName,
    json: AsJson = False,
    jsonl: AsJsonLines = False,
    top: Top = 10,
    smallest: Smallest = False,
    only_between: OnlyBetween = None,
    prefer: Prefer = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """List every minimal conflict, dispute by dispute, with the ways out of each."""
    asked = request(only_between=only_between, prefer=prefer)
    asked["sections"] = ("smallest",) if smallest else ("conflicts",)
    _answer(scenario, _form(json, jsonl), quiet, time_limit, top, workers, asked)


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
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """List the cheapest minimal relaxations, each with a deal that it makes possible."""
    from .moves import about_assumptions, by_amounts, check

    check(amounts, smallest, budget, assumptions, jsonl, prefer, max_cost, workers, keep, only_from, only_between)
    if assumptions:
        about_assumptions(scenario, json, quiet, time_limit, top)
    if amounts:
        asked = request(keep=keep, only_from=only_from, only_between=only_between, budgets=budgets(budget))
        by_amounts(scenario, json, quiet, time_limit, {**asked, "top": top, "max_cost": max_cost, "smallest": smallest})
    asked = request(keep=keep, only_from=only_from, only_between=only_between, prefer=prefer)
    asked |= {"max_cost": max_cost, "sections": ("relaxations",)}
    _answer(scenario, _form(json, jsonl), quiet, time_limit, top, workers, asked)


@app.command()
def deals(
    scenario: ScenarioName,
    json: AsJson = False,
    top: Top = 1,
    solution: Solution = None,
    diverse: Diverse = False,
    improve: Improve = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Find the best and fairest deals for parties with interests; without interests, deals that differ."""
    from .bargaining import best_deals

    reading = read(scenario, quiet or json)
    best_deals(reading.scenario, json, quiet, time_limit, solution, top if diverse else 0, improve)
    _answer(reading, _form(json), quiet, time_limit, top, workers, {"sections": ("deals",)})


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
    from .moves import by_party

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
    from .moves import by_weight

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
    from ..compare import whatif as compare
    from ..solver.limits import Limits

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
    raise typer.Exit(exits.OF_VERDICT[comparison.after.verdict])


@app.command(name="import")
def import_domain(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A GENIUS, GeniusWeb or NegMAS domain's folder.")],
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="The scenario to write; else it is printed.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    steps: Annotated[
        int | None, typer.Option("--steps", min=1, metavar="N", help="Divide each range of real numbers into N steps.")
    ] = None,
    places: Annotated[
        int | None, typer.Option("--places", min=1, metavar="N", help="Round longer numbers to N decimal places.")
    ] = None,
) -> None:
    """Read another program's negotiation domain, with its profiles, as a scenario."""
    from .formats import import_command

    import_command(folder, output, force, steps, places)


@app.command(name="export")
def export_domain(
    scenario: ScenarioName,
    to: Annotated[
        Literal["negmas", "genius", "cpsat"], typer.Option("--to", metavar="FORMAT", help="negmas, genius or cpsat.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help="The folder to write to; for cpsat, the file.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write a scenario for NegMAS or GENIUS, or its lines as a CP-SAT model."""
    from .formats import export_command

    export_command(scenario, to, output, force)


@app.command()
def validate(scenario: ScenarioName, json: AsJson = False, quiet: Quiet = False) -> None:
    """Check a file: every error and warning, each with its line and column."""
    from ..models.lint import warnings
    from ..reports.validation import validation_json, validation_text
    from ..scenarios.library import find

    found = find(scenario)
    try:
        reading = found.read()
        if reading.scenario.meaning().fallbacks:  # only the solver can tell whether they are softer
            check_ladders(reading, found.file)
    except ScenarioError as error:
        if json:
            result(validation_json(None, error.problems, ()))
            raise typer.Exit(exits.BAD_INPUT) from None
        raise
    problems = reading.located(warnings(reading.scenario, found.read_source))
    if json:
        result(validation_json(reading.scenario, (), problems))
        return
    if not quiet:
        _warn(problems, found.file)
    result(validation_text(reading.scenario, len(problems)))


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from ..models.schema import schema_text

    result(schema_text())


@app.command(name="list")
def list_scenarios(json: AsJson = False) -> None:
    """List the bundled scenarios."""
    from ..reports.validation import library_json, library_text
    from ..scenarios.library import bundled, load

    scenarios = {name: load(name) for name in bundled()}
    result(library_json(scenarios) if json else library_text(scenarios))


@app.command()
def show(scenario: ScenarioName) -> None:
    """Print a scenario's file."""
    from ..scenarios.library import find

    found = find(scenario)
    found.read()
    result(found.data.decode("utf-8-sig"))


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as talks.yaml.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Start a scenario from a commented template."""
    from ..models.save import write_whole
    from ..scenarios.library import template

    if file.exists() and not force:
        raise ScenarioError([Problem("the file is there already; --force replaces it")], str(file))
    write_whole(file, template())
    message(f"wrote {file}; edit it, then run: zopa validate {file}")


# -- shared -----------------------------------------------------------------------------------------------------------


def _form(json: bool, jsonl: bool = False) -> Form:
    if json and jsonl:
        raise typer.BadParameter("--json and --jsonl are two ways of saying it; give one of them")
    return "lines" if jsonl else "document" if json else "report"


def _warn(problems: list[Problem], file: str) -> None:
    for problem in problems:
        message(f"warning: {problem.render(file)}")


def _answer(
    scenario: str | Reading,
    form: Form,
    quiet: bool,
    time_limit: float | None,
    top: int,
    workers: int,
    asked: dict[str, Any],
) -> None:
    reading = read(scenario, quiet or form != "report") if isinstance(scenario, str) else scenario
    from ..analysis import stream
    from ..results import Analysis
    from ..solver.limits import Limits

    limits, progress = Limits(time_limit), ProgressLine(quiet)
    with stopping(limits):
        for event in stream(
            reading.scenario, top=top, limits=limits, workers=workers, on_progress=progress.or_none, **asked
        ):
            if form == "lines":
                progress.wipe()
                from ..reports.document import to_line

                result(to_line(event))
    progress.wipe()
    assert isinstance(event, Analysis)
    if form != "lines":
        _print(event, form == "document", top)
    raise typer.Exit(exits.OF_VERDICT[event.verdict])


def _print(answer: Analysis | Comparison, json: bool, top: int) -> None:
    if json:
        from ..reports.document import to_json

        result(to_json(answer))
    else:
        from ..reports.terminal import render

        result(render(answer, width=width(), colour=in_colour(), top=top))
