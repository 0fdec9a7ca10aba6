"""Reading the scenario that a command names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .output import message

if TYPE_CHECKING:
    from ..models.load import Reading


def read(scenario: str, quiet: bool) -> Reading:
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
