"""The commands that check, print and start scenario files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import ScenarioError
from .. import exit_codes, options
from ..input import check_outputs, located
from ..interrupt import stopping
from ..output import message, result

if TYPE_CHECKING:
    from ...models.io.load import Reading


def validate(scenario: options.ScenarioName, json: options.AsJson = False, quiet: options.Quiet = False) -> None:
    """Check a file: every error and warning, each with its line and column."""
    from ...models.io.warnings import warnings
    from ...reports.json.validation import validation_json
    from ...reports.terminal.validation import validation_text
    from ...scenarios.library import find

    found = find(scenario)
    try:
        reading = found.read()
        if reading.scenario.meaning().fallbacks:  # only the solver can say whether they are softer
            _check_fallbacks(reading, found.file)
    except ScenarioError as error:
        if json:
            result(validation_json(None, error.problems, ()))
            raise typer.Exit(exit_codes.BAD_INPUT) from None
        raise
    problems = reading.located(warnings(reading.scenario, found.read_source, reading.tree))
    if json:
        result(validation_json(reading.scenario, (), problems))
        return
    if not quiet:
        for problem in problems:
            message(f"warning: {problem.render(found.file)}")
    result(validation_text(reading.scenario, len(problems)))


def _check_fallbacks(reading: Reading, file: str) -> None:
    from ...solver.concessions.fallbacks import check_fallbacks
    from ...solver.limits import Limits, Stopped

    limits = Limits()
    try:
        with located(reading, file), stopping(limits):
            check_fallbacks(reading.scenario.meaning(), limits)
    except Stopped:
        message("interrupted: it is not known whether each fallback is softer than the one before it")


def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from ...models.io.schema import schema_text

    result(schema_text())


def list_scenarios(json: options.AsJson = False) -> None:
    """List the bundled scenarios."""
    from ...reports.json.validation import library_json
    from ...reports.terminal.validation import library_text
    from ...scenarios.library import bundled, load

    scenarios = {name: load(name) for name in bundled()}
    result(library_json(scenarios) if json else library_text(scenarios))


def show(scenario: options.ScenarioName) -> None:
    """Print a scenario's file."""
    from ...scenarios.library import find

    found = find(scenario)
    found.read()
    result(found.data.decode("utf-8-sig"))


def new(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", callback=options.not_empty, help="The file to write, such as talks.yaml."),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Start a scenario from a commented template."""
    from ...models.io.atomic_write import write_whole
    from ...scenarios.library import template

    check_outputs([Path(file)], force)
    write_whole(Path(file), template())
    message(f"wrote {file}; edit it, then run: zopa validate {file}")
