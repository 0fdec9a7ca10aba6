"""Reading the scenario that a command names, and the files that it may replace."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Problem, ScenarioError
from ..models.io.source.tree import MAX_BYTES
from .output import message

if TYPE_CHECKING:
    from ..models.io.load import Reading


def read(scenario: str, quiet: bool, reservations: bool = False) -> Reading:
    """Read a scenario; standard error says how many warnings it has.

    With ``reservations``, the reservation values that parties state are red lines of what is returned.
    """
    from ..models.io.warnings import warnings
    from ..scenarios.library import find

    found = find(scenario)
    reading = found.read()
    if not quiet:
        problems = reading.located(warnings(reading.scenario, found.read_source, reading.tree))
        if problems:
            message(f"{len(problems)} warning{'s' * (len(problems) > 1)}; see: zopa validate {scenario}")
    if not reservations:
        return reading
    from ..models.reservations import with_reservations

    with located(reading, scenario):
        return replace(reading, scenario=with_reservations(reading.scenario))


@contextmanager
def located(reading: Reading, file: str) -> Iterator[None]:
    """Give the problems of a scenario that come up in the block their lines and columns in its file."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError(reading.located(error.problems), file) from None


def check_outputs(files: Iterable[Path], force: bool) -> None:
    """Find out, before a long search, whether files can be written, and may be.

    Raises
    ------
    ScenarioError
        If one exists and ``force`` is not given, is a folder, or its folder does not exist or takes no files.
    """
    for file in files:
        if wrong := _unwritable(file, force):
            raise ScenarioError([Problem(wrong)], str(file))


def _unwritable(file: Path, force: bool) -> str:
    """Return what stands against writing a file; empty where nothing does."""
    if file.is_dir():
        return "this is a folder; name a file"
    if file.exists() and not file.is_file():
        return "" if force else "this is a device or a pipe; use --force to write into it"
    if file.exists() and not force:
        return "the file already exists; use --force to replace it"
    folder = Path(os.path.realpath(file)).parent
    if not folder.is_dir():
        return f"there is no folder {str(folder)!r}"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"no file can be written into {str(folder)!r}"


def file_bytes(name: str, most: int = MAX_BYTES + 1) -> bytes:
    """Return what a file holds, up to so many bytes; one more than may be read is enough to refuse it.

    Raises
    ------
    ScenarioError
        If it cannot be read.
    """
    try:
        with open(name, "rb") as file:
            return file.read(most)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem(f"cannot be read: {reason}")], name) from None
