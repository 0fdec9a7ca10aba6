"""The commands that check, print, start, import and export scenario files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from ...errors import Problem, ScenarioError
from .. import exit_codes
from ..input import check_ladders
from ..options import AsJson, Quiet, ScenarioName
from ..output import message, result

app = typer.Typer()


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
    from .exchange import import_command

    import_command(folder, output, force, steps, places)


@app.command(name="export")
def export_domain(
    scenario: ScenarioName,
    to: Annotated[
        Literal["negmas", "genius", "cpsat", "lines"],
        typer.Option("--to", metavar="FORMAT", help="negmas, genius, cpsat, or lines (what a certificate is about)."),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="PATH", help="A folder; for cpsat and lines, a file, or - for standard output."
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there.")] = False,
) -> None:
    """Write a scenario for NegMAS or GENIUS, its lines as a CP-SAT model, or its lines with nothing left to interpret."""
    from .exchange import export_command

    export_command(scenario, to, output, force)


@app.command()
def validate(scenario: ScenarioName, json: AsJson = False, quiet: Quiet = False) -> None:
    """Check a file: every error and warning, each with its line and column."""
    from ...models.io.warnings import warnings
    from ...reports.json.validation import validation_json
    from ...reports.terminal.validation import validation_text
    from ...scenarios.library import find

    found = find(scenario)
    try:
        reading = found.read()
        if reading.scenario.meaning().fallbacks:  # only the solver can tell whether they are softer
            check_ladders(reading, found.file)
    except ScenarioError as error:
        if json:
            result(validation_json(None, error.problems, ()))
            raise typer.Exit(exit_codes.BAD_INPUT) from None
        raise
    problems = reading.located(warnings(reading.scenario, found.read_source))
    if json:
        result(validation_json(reading.scenario, (), problems))
        return
    if not quiet:
        for problem in problems:
            message(f"warning: {problem.render(found.file)}")
    result(validation_text(reading.scenario, len(problems)))


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from ...models.io.schema import schema_text

    result(schema_text())


@app.command(name="list")
def list_scenarios(json: AsJson = False) -> None:
    """List the bundled scenarios."""
    from ...reports.json.validation import library_json
    from ...reports.terminal.validation import library_text
    from ...scenarios.library import bundled, load

    scenarios = {name: load(name) for name in bundled()}
    result(library_json(scenarios) if json else library_text(scenarios))


@app.command()
def show(scenario: ScenarioName) -> None:
    """Print a scenario's file."""
    from ...scenarios.library import find

    found = find(scenario)
    found.read()
    result(found.data.decode("utf-8-sig"))


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, such as talks.yaml.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Start a scenario from a commented template."""
    from ...models.io.save import write_whole
    from ...scenarios.library import template

    if file.exists() and not force:
        raise ScenarioError([Problem("the file is there already; --force replaces it")], str(file))
    write_whole(file, template())
    message(f"wrote {file}; edit it, then run: zopa validate {file}")
