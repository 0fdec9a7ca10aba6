"""The commands that read other programs' domains and write them; each ends the program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import typer

from ...errors import Problem, ScenarioError
from .. import exit_codes
from ..input import read
from ..output import message, result

FORMATS = ("negmas", "genius", "cpsat", "lines")


def import_command(
    folder: str, output: str | None, force: bool, steps: int | None = None, places: int | None = None
) -> NoReturn:
    """Answer ``import``: the scenario goes to a file or to standard output, notes to standard error.

    Raises
    ------
    ScenarioError
        If the folder cannot be read, or the file is there and ``force`` is not given.
    OSError
        If the folder or the file cannot be opened.
    """
    from ...formats.importing import import_folder
    from ...models.io.save import dumps, write_whole

    if output is not None:
        _refuse_to_replace([Path(output)], force)
    imported = import_folder(folder, steps=steps, places=places)
    text = dumps(imported.scenario)
    for note in imported.notes:
        message(f"note: {note}")
    if output is None:
        result(text)
    else:
        write_whole(Path(output), text)
    raise typer.Exit(exit_codes.DEAL)


def export_command(scenario: str, to: str, output: str, force: bool) -> NoReturn:
    """Answer ``export``: ``output`` is a folder for negmas and genius, and a file for the others.

    Raises
    ------
    typer.BadParameter
        If the format is unknown.
    ScenarioError
        If the scenario does not fit the format, or a file is there and ``force`` is not given.
    OSError
        If something cannot be written.
    """
    if to not in FORMATS:
        raise typer.BadParameter(f"--to is one of {', '.join(FORMATS)}, not {to!r}")
    from ...models.io.save import write_whole

    given = read(scenario, quiet=True)
    if to == "cpsat":
        from ...formats.cpsat import to_cpsat

        files = {Path(output): to_cpsat(given.scenario)}
    elif to == "lines":
        from ...models.lines.normal_form import lines
        from ...reports.json.exact import text as json_text

        files = {Path(output): json_text(lines(given.scenario)) + "\n"}
    else:
        from ...formats.exporting import to_genius, to_negmas

        try:
            made = to_negmas(given.scenario) if to == "negmas" else to_genius(given.scenario)
        except ScenarioError as error:
            raise ScenarioError(given.located(error.problems), scenario) from None
        files = {Path(output) / name: text for name, text in made.items()}
    if output == "-":
        if len(files) > 1:
            raise typer.BadParameter(f"--to {to} writes several files, which standard output cannot hold")
        result("".join(files.values()))
        raise typer.Exit(exit_codes.DEAL)
    _refuse_to_replace(files, force)
    if to in ("negmas", "genius"):
        Path(output).mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        write_whole(path, text)
    message(f"written: {', '.join(map(str, files))}")
    raise typer.Exit(exit_codes.DEAL)


def _refuse_to_replace(paths: Iterable[Path], force: bool) -> None:
    for path in paths:
        if path.exists() and not force:
            raise ScenarioError([Problem("the file is there already; --force replaces it")], str(path))
