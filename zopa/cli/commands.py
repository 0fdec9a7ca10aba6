"""The commands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import Problem, ScenarioError
from . import exits
from .interrupt import stopping
from .output import ProgressLine, in_colour, message, result, width

if TYPE_CHECKING:
    from ..models.load import Reading
    from ..results import Analysis, Comparison

app = typer.Typer(
    name="zopa",
    help="Zone Of Possible Agreement: is there a deal that crosses no red line, why not, and what would have to give?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 a deal exists, 1 proved that none does, 2 bad input, 3 undecided.",
)


def _seconds(value: float | None) -> float | None:
    if value is not None and not value >= 0:
        raise typer.BadParameter("a number of seconds from 0 on is expected")
    return value


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A bundled scenario's id, a file, or - for standard input.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the report.")]
Top = Annotated[int, typer.Option("--top", min=1, metavar="K", help="How many to list.")]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", metavar="SECONDS", callback=_seconds, help="Stop then, with what is proved."),
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, metavar="N", help="Processes to use; the answer is the same.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="PARTY.LINE", help="Never give this line up (or any of a party's). Repeatable."),
]
OnlyFrom = Annotated[
    list[str] | None, typer.Option("--only-from", metavar="PARTY", help="Only this party gives lines up. Repeatable.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No warnings and no progress.")]


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
    top: Top = 10,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Give the whole answer: the verdict, why not, and what would have to give."""
    _answer(scenario, json, quiet, time_limit, top, _allowed(keep, only_from), workers, ("conflicts", "relaxations"))


@app.command()
def conflicts(
    scenario: ScenarioName,
    json: AsJson = False,
    top: Top = 10,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """List every minimal conflict, dispute by dispute, with the ways out of each."""
    _answer(scenario, json, quiet, time_limit, top, {}, workers, ("conflicts",))


@app.command()
def relax(
    scenario: ScenarioName,
    json: AsJson = False,
    top: Top = 10,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """List the cheapest minimal relaxations, each with a deal that it makes possible."""
    _answer(scenario, json, quiet, time_limit, top, _allowed(keep, only_from), workers, ("relaxations",))


@app.command()
def deals(
    scenario: ScenarioName,
    json: AsJson = False,
    top: Top = 1,
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """List deals that cross no red line, each as different as can be from those before it."""
    _answer(scenario, json, quiet, time_limit, top, {}, workers, ("deals",))


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
    time_limit: TimeLimit = None,
    workers: Workers = 1,
    quiet: Quiet = False,
) -> None:
    """Give the answer for a changed scenario, and what the change does."""
    if not (drop or set_terms or add):
        raise typer.BadParameter("give at least one --drop, --set or --add")
    reading = _read(scenario, quiet or json)
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
            on_progress=progress,
            **_allowed(keep, only_from),
        )
    progress.wipe()
    _print(comparison, json, top)
    raise typer.Exit(exits.OF_VERDICT[comparison.after.verdict])


@app.command()
def validate(scenario: ScenarioName, json: AsJson = False, quiet: Quiet = False) -> None:
    """Check a file: every error and warning, each with its line and column."""
    from ..models.lint import warnings
    from ..reports.validation import validation_json, validation_text
    from ..scenarios.library import find

    found = find(scenario)
    try:
        reading = found.read()
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


def _allowed(keep: list[str] | None, only_from: list[str] | None) -> dict[str, Any]:
    return {"keep": keep or (), "only_from": only_from or ()}


def _read(scenario: str, quiet: bool) -> Reading:
    """Read a scenario; that it has warnings is told on standard error."""
    from ..models.lint import warnings
    from ..scenarios.library import find

    found = find(scenario)
    reading = found.read()
    if not quiet:
        problems = reading.located(warnings(reading.scenario, found.read_source))
        if problems:
            message(f"{len(problems)} warning{'s' * (len(problems) > 1)}; see: zopa validate {scenario}")
    return reading


def _warn(problems: list[Problem], file: str) -> None:
    for problem in problems:
        message(f"warning: {problem.render(file)}")


def _answer(
    scenario: str,
    json: bool,
    quiet: bool,
    time_limit: float | None,
    top: int,
    allowed: dict[str, Any],
    workers: int,
    sections: tuple[Any, ...],
) -> None:
    reading = _read(scenario, quiet or json)
    from ..analysis import solve as answer
    from ..solver.limits import Limits

    limits, progress = Limits(time_limit), ProgressLine(quiet)
    with stopping(limits):
        analysis = answer(
            reading.scenario,
            top=top,
            sections=sections,
            limits=limits,
            workers=workers,
            on_progress=progress,
            **allowed,
        )
    progress.wipe()
    _print(analysis, json, top)
    raise typer.Exit(exits.OF_VERDICT[analysis.verdict])


def _print(answer: Analysis | Comparison, json: bool, top: int) -> None:
    if json:
        from ..reports.document import to_json

        result(to_json(answer))
    else:
        from ..reports.terminal import render

        result(render(answer, width=width(), colour=in_colour(), top=top))
