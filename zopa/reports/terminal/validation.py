"""What ``validate`` and ``list`` print."""

from __future__ import annotations

from collections.abc import Mapping

from ...models.scenario import Scenario
from ..wording.names import counted, listed


def validation_text(scenario: Scenario, warnings: int) -> str:
    """Return one line that says the scenario is usable, and what is in it."""
    contents = listed(
        [
            counted(len(scenario.terms), "term"),
            counted(len(scenario.facts), "fact"),
            counted(len(scenario.parties), "party", "parties"),
            counted(sum(1 for _ in scenario.red_lines()), "red line"),
        ]
    )
    beside = f"; {counted(warnings, 'warning')}" if warnings else ""
    return f"valid: {scenario.title}: {contents}{beside}\n"


def library_text(scenarios: Mapping[str, Scenario]) -> str:
    """Return the bundled scenarios, a line each."""
    width = max(map(len, scenarios))
    return "".join(f"{name:<{width}}  {scenario.title}\n" for name, scenario in scenarios.items())
