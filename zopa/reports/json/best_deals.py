"""The best deals as plain data with exact numbers, for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ...models.io.save import identity
from ...results.analysis import Decided
from ...results.best_deals import Bargain, Bound, Chosen, DealEvent, Outcome, ReservationGaps, UtilityValue
from .exact import flat

FORMAT = "zopa-bargain/1"


def bargain_document(bargain: Bargain) -> dict[str, Any]:
    """Return the best deals as plain data; what was not proved is ``None``.

    A utility that no decimal says exactly is text, such as ``"400/7"``.
    """
    return {
        "format": FORMAT,
        "scenario": identity(bargain.scenario),
        "verdict": bargain.verdict,
        "red_lines_verdict": bargain.red_lines_verdict,
        "parties": list(bargain.parties),
        "reservation": _numbers(bargain.reservation),
        "stated": list(bargain.stated),
        "ideal": _numbers(bargain.ideal),
        "bounds": None
        if bargain.bounds is None
        else {"ideal": _bounds(bargain.bounds.ideal), "solutions": _bounds(bargain.bounds.solutions)},
        "frontier": [outcome_document(outcome) for outcome in bargain.frontier],
        "frontier_complete": bargain.frontier_complete,
        "confirmed": bargain.confirmed,
        "solutions": {
            name: None if found is None else [outcome_document(outcome) for outcome in found]
            for name, found in bargain.solutions.items()
        },
        "clashes": [list(parties) for parties in bargain.clashes],
        "clashes_complete": bargain.clashes_complete,
        "shortfalls": None if bargain.shortfalls is None else shortfalls_document(bargain.shortfalls),
        **_asked(bargain),
        "stopped_by": bargain.stopped_by,
    }


def _asked(bargain: Bargain) -> dict[str, Any]:
    """Return what only some requests ask for."""
    made: dict[str, Any] = {}
    if bargain.diverse is not None:
        made["diverse"] = [outcome_document(outcome) for outcome in bargain.diverse]
    if bargain.proposal is not None:
        made["proposal"] = {
            **outcome_document(bargain.proposal.outcome),
            "crossed": list(bargain.proposal.crossed),
            "short": _numbers(bargain.proposal.short),
            "is_best": bargain.proposal.is_best,
            "better": [outcome_document(outcome) for outcome in bargain.proposal.better],
            **_numbers({"distance": bargain.proposal.distance}),
        }
    if bargain.outcomes is not None:
        made["outcomes"] = [outcome_document(outcome) for outcome in bargain.outcomes]
        made["outcomes_complete"] = bargain.outcomes_complete
    if bargain.elsewhere is not None:
        made["solutions_elsewhere"] = {
            name: None if found is None else [outcome_document(outcome) for outcome in found]
            for name, found in bargain.elsewhere.items()
        }
    return made


def deal_line(event: DealEvent) -> str:
    """Return what a running search tells as one line of JSON; ``event`` says what it is."""
    match event:
        case Decided(verdict, deal):
            told: dict[str, Any] = {"event": "verdict", "verdict": verdict, "deal": deal}
        case Outcome():
            told = {"event": "point", **outcome_document(event)}
        case Chosen(name, outcomes):
            told = {"event": "solution", "name": name, "outcomes": [outcome_document(one) for one in outcomes]}
        case Bargain():
            told = {"event": "answer", **bargain_document(event)}
    return flat(told) + "\n"


def shortfalls_document(found: ReservationGaps) -> dict[str, Any]:
    """Return what would have to give where reservation values clash."""
    return {
        "ways": [
            {
                "missing": _numbers(way.missing),
                "outcomes": [outcome_document(outcome) for outcome in way.outcomes],
            }
            for way in found.ways
        ],
        "complete": found.complete,
        "give_up": None if found.give_up is None else [list(parties) for parties in found.give_up],
        "alone": None if found.alone is None else _numbers(found.alone),
        "at_least": None if found.at_least is None else _numbers(found.at_least),
        "least_total": None if found.least_total is None else list(found.least_total),
        "min_max": None if found.min_max is None else list(found.min_max),
    }


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """Return a deal and what it is worth."""
    return {
        "utilities": _numbers(outcome.utilities),
        "deal": outcome.deal,
        "is_best": outcome.is_best,
        "contributions": {party: _numbers(brought) for party, brought in outcome.contributions.items()},
    }


def _bounds(bounds: Mapping[Any, Bound]) -> dict[str, Any]:
    return {name: _numbers({"reached": bound.reached, "at_most": bound.at_most}) for name, bound in bounds.items()}


def _numbers(values: Mapping[str, UtilityValue | None]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Fraction) else value for name, value in values.items()}
