"""Concessions, burden, sensitivity and assumptions as plain data with exact numbers, for JSON."""

from __future__ import annotations

from typing import Any

from ...models.io.save import identity
from ...results.assumptions import Assumption, Assumptions
from ...results.concessions import Burden, Concession, Concessions, Moves, Package, Sensitivity, Weighing


def moves_document(answer: Moves) -> dict[str, Any]:
    """Return an answer as plain data; what was not proved is ``None``."""
    match answer:
        case Concessions():
            kind, document = "concessions", _concessions(answer)
        case Burden():
            kind, document = "burden", _burden(answer)
        case Sensitivity():
            kind, document = "sensitivity", _sensitivity(answer)
        case Assumptions():
            kind, document = "assumptions", _assumptions(answer)
    return {
        "format": f"zopa-{kind}/1",
        "scenario": identity(answer.scenario),
        "verdict": answer.verdict,
        **document,
        "stopped_by": answer.stopped_by,
    }


def concession_document(concession: Concession) -> dict[str, Any]:
    """Return how far one line moves."""
    return {
        "red_line": concession.red_line,
        "kept_at": concession.kept_at,
        "from": concession.before,
        "amount": concession.amount,
        "unit": concession.unit,
        "fallback": concession.fallback,
        "given_up": concession.given_up,
        "cost": concession.cost,
    }


def _package(package: Package, moved: bool = False) -> dict[str, Any]:
    return {
        "gives": dict(package.gives),
        "cost": package.cost,
        **({"moved": dict(package.moved)} if moved else {}),
        "concessions": [concession_document(one) for one in package.concessions],
        "deal": package.deal,
    }


def _concessions(answer: Concessions) -> dict[str, Any]:
    return {
        "relaxations": [_package(package, answer.smallest) for package in answer.relaxations],
        "relaxations_total": answer.relaxations_total,
        "relaxations_within": answer.relaxations_within,
        "relaxations_complete": answer.relaxations_complete,
        "confirmed": answer.confirmed,
        "smallest": answer.smallest,
        "kept": list(answer.kept),
        "budgets": dict(answer.budgets),
        "max_cost": answer.max_cost,
    }


def _burden(answer: Burden) -> dict[str, Any]:
    return {
        "parties": list(answer.parties),
        "frontier": [_package(package) for package in answer.frontier],
        "frontier_complete": answer.frontier_complete,
        "confirmed": answer.confirmed,
        "least_total": _positions(answer.least_total),
        "min_max": _positions(answer.min_max),
        "leximin": _positions(answer.leximin),
        "fairest": None if answer.fairest is None else _package(answer.fairest),
        "kept": list(answer.kept),
        "budgets": dict(answer.budgets),
    }


def _positions(found: tuple[int, ...] | None) -> list[int] | None:
    return None if found is None else list(found)


def _sensitivity(answer: Sensitivity) -> dict[str, Any]:
    return {
        "cost": answer.cost,
        "total": answer.total,
        "red_lines": [_weighing(one) for one in answer.red_lines],
        "complete": answer.complete,
        "kept": list(answer.kept),
    }


def _weighing(one: Weighing) -> dict[str, Any]:
    return {
        "red_line": one.red_line,
        "role": one.role,
        "concessions": [concession_document(concession) for concession in one.concessions],
        "concessions_complete": one.concessions_complete,
        "weight": one.weight,
        "above": one.above,
        "below": one.below,
        "is_proved": one.is_proved,
    }


def _assumptions(answer: Assumptions) -> dict[str, Any]:
    return {
        "cost": answer.cost,
        "assumptions": [_assumption(one) for one in answer.assumptions],
        "enough": [list(names) for names in answer.enough],
        "enough_total": answer.enough_total,
        "enough_complete": answer.enough_complete,
    }


def _assumption(one: Assumption) -> dict[str, Any]:
    return {
        "fact": one.fact,
        "changes": None if one.changes is None else list(one.changes),
        "verdict_without": one.verdict_without,
        "cost_without": one.cost_without,
        "conflicts_gone": None if one.conflicts_gone is None else [list(lines) for lines in one.conflicts_gone],
        "conflicts_new": None if one.conflicts_new is None else [list(lines) for lines in one.conflicts_new],
    }
