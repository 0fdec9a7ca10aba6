"""Reading the scenario that a command names, and the files that it may replace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import Problem, ScenarioError
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


def refuse_to_replace(files: Iterable[Path], force: bool) -> None:
    """Raise ScenarioError if a file exists and ``force`` is not given."""
    for file in files:
        if file.exists() and not force:
            raise ScenarioError([Problem("the file already exists; use --force to replace it")], str(file))
