"""What ``validate`` and ``list`` print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ...errors import Problem
from ...models.scenario import Scenario
from ..wording.names import counted, listed


def validation_text(scenario: Scenario, warnings: int) -> str:
    """Return one line that says the scenario is usable and what is in it."""
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


def validation_json(scenario: Scenario | None, errors: Iterable[Problem], warnings: Iterable[Problem]) -> str:
    """Return what was found as JSON; ``scenario`` is None when it is not usable."""
    document = {
        "format": "zopa-validation/1",
        "valid": scenario is not None,
        "errors": [_problem(problem) for problem in errors],
        "warnings": [_problem(problem) for problem in warnings],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _problem(problem: Problem) -> dict[str, object]:
    return {"message": problem.message, "path": problem.path, "line": problem.line, "column": problem.column}


def library_text(scenarios: Mapping[str, Scenario]) -> str:
    """Return the bundled scenarios, a line each."""
    width = max(map(len, scenarios))
    return "".join(f"{name:<{width}}  {scenario.title}\n" for name, scenario in scenarios.items())


def library_json(scenarios: Mapping[str, Scenario]) -> str:
    """Return the bundled scenarios as JSON."""
    entries = [
        {"id": name, "title": scenario.title, "date": scenario.date.isoformat() if scenario.date else None}
        for name, scenario in scenarios.items()
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
