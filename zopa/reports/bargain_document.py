"""The best deals as plain data with exact numbers, for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..bargains import Bargain, Outcome, UtilityValue
from ..models.save import identity

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
        "frontier": [outcome_document(outcome) for outcome in bargain.frontier],
        "frontier_complete": bargain.frontier_complete,
        "confirmed": bargain.confirmed,
        "solutions": {
            name: None if found is None else [outcome_document(outcome) for outcome in found]
            for name, found in bargain.solutions.items()
        },
        "clashes": [list(parties) for parties in bargain.clashes],
        "clashes_complete": bargain.clashes_complete,
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
    return made


def outcome_document(outcome: Outcome) -> dict[str, Any]:
    """Return a deal and what it is worth."""
    return {
        "utilities": _numbers(outcome.utilities),
        "deal": outcome.deal,
        "contributions": {party: _numbers(brought) for party, brought in outcome.contributions.items()},
    }


def _numbers(values: Mapping[str, UtilityValue | None]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Fraction) else value for name, value in values.items()}
