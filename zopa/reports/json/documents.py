"""The answer as one JSON object, ``zopa-analysis/1``: same input, same bytes, exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ...models.io.save import identity
from ...results.analysis import Analysis, Cheapest, Comparison, Conflict, Decided, Event, Relaxation
from .best_deals import deal_line
from .exact import flat, text

if TYPE_CHECKING:
    from ...results.best_deals import DealEvent
    from ...results.certificate import Certificate
    from ..others import Other

FORMAT = "zopa-analysis/1"

T = TypeVar("T")


def to_json(answer: Analysis | Comparison | Other | Certificate) -> str:
    """Return an answer as JSON text.

    Integers stay integers, decimals are numbers written out in full, dates are ISO text. What was not asked for is
    left out; what was not proved is ``null``.
    """
    if isinstance(answer, Comparison):
        return text({**analysis_document(answer.after), "whatif": comparison_document(answer)}) + "\n"
    if isinstance(answer, Analysis):
        document = analysis_document(answer)
    else:
        from ..others import other_document

        document = other_document(answer)
    return text(document) + "\n"


def to_line(event: Event | DealEvent) -> str:
    """Return what a running search tells as one line of JSON; ``event`` says what it is."""
    match event:
        case Decided(verdict, deal):
            told: dict[str, Any] = {"event": "verdict", "verdict": verdict, "deal": deal}
        case Conflict():
            told = {"event": "conflict", **conflict_document(event)}
        case Relaxation():
            told = {"event": "relaxation", **relaxation_document(event)}
        case Analysis():
            told = {"event": "answer", **analysis_document(event)}
        case _:
            return deal_line(event)
    return flat(told) + "\n"


def analysis_document(analysis: Analysis) -> dict[str, Any]:
    """Return an analysis as plain data with exact numbers."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "scenario": identity(analysis.scenario),
        "verdict": analysis.verdict,
        "certified": analysis.certified,
        "deal": analysis.deal,
    }
    if analysis.deals is not None:
        document |= {"deals": list(analysis.deals), "deals_complete": analysis.deals_complete}
    if analysis.conflicts is not None:
        document |= {
            "conflicts": [conflict_document(conflict) for conflict in analysis.conflicts],
            "conflicts_complete": analysis.conflicts_complete,
            "disputes": [
                {
                    "red_lines": list(dispute.red_lines),
                    "conflicts": list(dispute.conflicts),
                    "resolutions_total": dispute.resolutions_total,
                    "resolutions": [
                        {"give_up": list(resolution.give_up), "cost": resolution.cost}
                        for resolution in dispute.resolutions
                    ],
                }
                for dispute in analysis.disputes or ()
            ],
        }
    if analysis.relaxations is not None:
        document |= {
            "relaxations": [relaxation_document(relaxation) for relaxation in analysis.relaxations],
            "relaxations_total": analysis.relaxations_total,
            "relaxations_within": analysis.relaxations_within,
            "relaxations_complete": analysis.relaxations_complete,
            "cheapest": _cheapest_document(analysis.cheapest),
        }
    if "smallest" in analysis.sections:
        document["smallest_conflict"] = _one(conflict_document, analysis.smallest_conflict)
    if analysis.preferring and not {"conflicts", "smallest"}.isdisjoint(analysis.sections):
        document["preferred_conflict"] = _one(conflict_document, analysis.preferred_conflict)
    if analysis.preferring and "relaxations" in analysis.sections:
        document["preferred_relaxation"] = _one(relaxation_document, analysis.preferred_relaxation)
    if analysis.uncontested is not None:
        document |= {
            "uncontested": list(analysis.uncontested),
            "uncontested_complete": analysis.uncontested_complete,
            "contradictory_parties": list(analysis.contradictory_parties),
        }
    return {
        **document,
        "kept": list(analysis.kept),
        "max_cost": analysis.max_cost,
        "between": list(analysis.between),
        "preferring": list(analysis.preferring),
        "stopped_by": analysis.stopped_by,
        "allowance_spent": analysis.allowance_spent,
    }


def _one(document: Callable[[T], dict[str, Any]], found: T | None) -> dict[str, Any] | None:
    return None if found is None else document(found)


def conflict_document(conflict: Conflict) -> dict[str, Any]:
    """Return a conflict as plain data."""
    return {
        "red_lines": list(conflict.red_lines),
        "facts": None if conflict.facts is None else list(conflict.facts),
        "is_minimal": conflict.is_minimal,
        "confirmed": conflict.confirmed,
        "certified": conflict.refutation is not None,
    }


def relaxation_document(relaxation: Relaxation) -> dict[str, Any]:
    """Return a relaxation as plain data with exact numbers."""
    return {
        "give_up": list(relaxation.give_up),
        "cost": relaxation.cost,
        "deal": relaxation.deal,
        "measures": relaxation.measures,
    }


def _cheapest_document(cheapest: Cheapest | None) -> dict[str, Any] | None:
    if cheapest is None:
        return None
    return {
        "cost": cheapest.cost,
        "total": cheapest.total,
        "in_all": None if cheapest.in_all is None else list(cheapest.in_all),
        "in_some": None if cheapest.in_some is None else list(cheapest.in_some),
    }


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Return what a what-if question changed as plain data."""
    before = comparison.before
    return {
        "changes": [{change.kind: change.what} for change in comparison.changes],
        "sha256_before": identity(before.scenario)["sha256"],
        "verdict_before": before.verdict,
        "conflicts_gone": [list(lines) for lines in comparison.conflicts_gone],
        "conflicts_new": [list(lines) for lines in comparison.conflicts_new],
        "relaxations_total_before": before.relaxations_total,
        "cheapest_before": None
        if before.cheapest is None
        else {"cost": before.cheapest.cost, "total": before.cheapest.total},
    }
