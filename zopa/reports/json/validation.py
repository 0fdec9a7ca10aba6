"""What ``validate --json`` and ``list --json`` print."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ...errors import Problem
from ...models.scenario import Scenario


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


def library_json(scenarios: Mapping[str, Scenario]) -> str:
    """Return the bundled scenarios as JSON."""
    entries = [
        {"id": name, "title": scenario.title, "date": scenario.date.isoformat() if scenario.date else None}
        for name, scenario in scenarios.items()
    ]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"
