"""The commands that read other programs' domains and write them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ...errors import Problem, ScenarioError
from .. import options
from ..input import check_outputs, located, read
from ..output import message, result

if TYPE_CHECKING:
    from ...models.scenario import Scenario


def import_domain(
    folder: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER",
            callback=options.not_empty,
            help="The folder of a GENIUS, GeniusWeb, NegMAS or NegoLog domain.",
        ),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            callback=options.not_empty,
            help="The file to write; without it, the scenario is printed.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    steps: Annotated[
        int | None, typer.Option("--steps", min=1, metavar="N", help="Divide each range of real numbers into N steps.")
    ] = None,
    places: Annotated[
        int | None, typer.Option("--places", min=1, metavar="N", help="Round longer numbers to N decimal places.")
    ] = None,
) -> None:
    """Read another program's negotiation domain, with its profiles, as a scenario."""
    from ...formats.importing import import_folder
    from ...models.io.atomic_write import write_whole
    from ...models.io.save import dumps

    if output is not None:
        check_outputs([Path(output)], force)
    imported = import_folder(folder, steps=steps, places=places)
    text = dumps(imported.scenario)
    for note in imported.notes:
        message(f"note: {note}")
    if output is None:
        result(text)
    else:
        write_whole(Path(output), text)


def export_domain(
    scenario: options.ScenarioName,
    to: Annotated[
        Literal["negmas", "genius", "cpsat", "lines"],
        typer.Option("--to", metavar="FORMAT", help="negmas, genius, cpsat, or lines (what a certificate is about)."),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            callback=options.not_empty,
            help="A folder; for cpsat and lines, a file, or - for standard output.",
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace files that exist.")] = False,
) -> None:
    """Write a scenario for NegMAS or GENIUS, as a CP-SAT model, or as lines with nothing left to interpret."""
    from ...models.io.atomic_write import write_whole

    given = read(scenario, quiet=True)
    if to in ("cpsat", "lines"):
        files = {Path(output): _one_file(given.scenario, to)}
    else:
        from ...formats.exporting import to_genius, to_negmas

        with located(given, scenario):
            made = to_negmas(given.scenario) if to == "negmas" else to_genius(given.scenario)
        files = {Path(output) / name: text for name, text in made.items()}
    if output == "-":
        if len(files) > 1:
            raise typer.BadParameter(f"--to {to} writes several files, which standard output cannot hold")
        result("".join(files.values()))
        return
    folder = Path(output)
    if to in ("cpsat", "lines") or folder.is_dir():
        check_outputs(files, force)
    elif folder.exists():
        raise ScenarioError([Problem("this is a file, and not a folder")], output)
    else:
        folder.mkdir(parents=True)
    for path, text in files.items():
        write_whole(path, text)
    message(f"wrote {', '.join(map(str, files))}")


def _one_file(scenario: Scenario, to: str) -> str:
    if to == "cpsat":
        from ...formats.cpsat import to_cpsat

        return to_cpsat(scenario)
    from ...models.lines.normal_form import lines
    from ...reports.json.exact import text

    return text(lines(scenario)) + "\n"
