"""Reading the scenario that a command names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import ScenarioError
from .interrupt import stopping
from .output import message

if TYPE_CHECKING:
    from ..models.io.load import Reading


def read(scenario: str, quiet: bool, reservations: bool = False) -> Reading:
    """Read a scenario; that it has warnings is told on standard error.

    With ``reservations``, the reservation values that parties state are red lines of what is returned.
    """
    from ..models.io.warnings import warnings
    from ..scenarios.library import find

    found = find(scenario)
    reading = found.read()
    if not quiet:
        problems = reading.located(warnings(reading.scenario, found.read_source))
        if problems:
            message(f"{len(problems)} warning{'s' * (len(problems) > 1)}; see: zopa validate {scenario}")
    return _with_reservations(reading, scenario) if reservations else reading


def _with_reservations(reading: Reading, file: str) -> Reading:
    from ..models.reservations import with_reservations

    try:
        return replace(reading, scenario=with_reservations(reading.scenario))
    except ScenarioError as error:
        raise ScenarioError(reading.located(error.problems), file) from None


def check_ladders(reading: Reading, file: str) -> None:
    """Check that the fallbacks of a scenario are softer than what comes before them.

    Raises
    ------
    ScenarioError
        With every one that is not, located.
    """
    from ..solver.concessions.fallbacks import check_fallbacks
    from ..solver.limits import Limits, Stopped

    limits = Limits()
    try:
        with stopping(limits):
            check_fallbacks(reading.scenario.meaning(), limits)
    except ScenarioError as error:
        raise ScenarioError(reading.located(error.problems), file) from None
    except Stopped:
        message("interrupted: whether each fallback is softer than what comes before it was not settled")
