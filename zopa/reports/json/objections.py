"""What stands against a proposed deal, and why a line has to give, as plain data with exact numbers, for JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ...models.io.save import identity
from ...results.analysis import Resolution
from ...results.objections import Crossing, Nearby, Objections
from ...results.why import Reasons, WhyGiveUp
from ..wording.names import Words
from ..wording.objections import statement_of
from .documents import conflict_document


def reasons_document(answer: Reasons) -> dict[str, Any]:
    """Return an answer as plain data; what was not proved is ``None``."""
    return _objections(answer) if isinstance(answer, Objections) else _why(answer)


def _objections(answer: Objections) -> dict[str, Any]:
    words = Words(answer.scenario)
    return {
        "format": "zopa-objections/1",
        "scenario": identity(answer.scenario),
        "verdict": answer.verdict,
        "proposed": answer.proposed,
        "left_open": list(answer.left_open),
        "crossed": [_crossing(one, words) for one in answer.crossed],
        "crossed_complete": answer.crossed_complete,
        "tallies": [
            {"party": one.party, "satisfied": one.satisfied, "crossed": one.crossed, "open": one.open}
            for one in answer.tallies
        ],
        "completable": answer.completable,
        "completion": answer.completion,
        "clash": None if answer.clash is None else list(answer.clash),
        "fewer_exists": answer.fewer_exists,
        "fewer": _nearby(answer.fewer),
        "lighter_exists": answer.lighter_exists,
        "lighter": _nearby(answer.lighter),
        "none": _nearby(answer.none),
        "confirmed": answer.confirmed,
        "stopped_by": answer.stopped_by,
    }


def _crossing(one: Crossing, words: Words) -> dict[str, Any]:
    statement, missed = statement_of(one, words), one.missed
    return {
        "line": one.line,
        "party": one.party,
        "says": statement.says,
        "require": statement.require,
        "basis": statement.basis,
        "quote": statement.quote,
        "source": statement.source,
        "terms": dict(one.terms),
        "missed": None
        if missed is None
        else {
            "subject": missed.subject,
            "term": missed.term,
            "value": missed.value,
            "relation": missed.relation,
            "asked": missed.asked,
            "amount": missed.amount,
            "unit": missed.unit,
        },
    }


def _nearby(near: Nearby | None) -> dict[str, Any] | None:
    if near is None:
        return None
    return {
        "deal": near.deal,
        "changed": list(near.changed),
        "share": str(near.share) if isinstance(near.share, Fraction) else near.share,
        "crossed": list(near.crossed),
        "is_nearest": near.is_nearest,
    }


def _why(answer: WhyGiveUp) -> dict[str, Any]:
    return {
        "format": "zopa-why/1",
        "scenario": identity(answer.scenario),
        "verdict": answer.verdict,
        "red_line": answer.red_line,
        "relaxable": answer.relaxable,
        "role": answer.role,
        "in_cheapest": answer.in_cheapest,
        "may_not_go": answer.may_not_go,
        "contested": answer.contested,
        "conflicts": [conflict_document(conflict) for conflict in answer.conflicts],
        "conflicts_complete": answer.conflicts_complete,
        "forcing": list(answer.forcing),
        "kept": list(answer.kept),
        "giving": [_way(way) for way in answer.giving],
        "keeping": [_way(way) for way in answer.keeping],
        "ways_complete": answer.ways_complete,
        "cost_giving": answer.cost_giving,
        "cost_keeping": answer.cost_keeping,
        "price_of_keeping": answer.price_of_keeping,
        "stopped_by": answer.stopped_by,
        "allowance_spent": answer.allowance_spent,
    }


def _way(way: Resolution) -> dict[str, Any]:
    return {"give_up": list(way.give_up), "cost": way.cost}
