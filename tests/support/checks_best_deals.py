"""Checks of the best deals against brute force."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal

import pytest
from support.reference_bargaining import Bargaining, ValuedSpec, Vector, deal_of, number
from support.reference_language import compare, day, made, option
from support.reference_language import name as called
from support.reference_language import number as number_literal
from support.strategies_bargaining import Large, read_valued, rivals

import zopa
from zopa.solver.pareto import enumerate as engine

Way = Literal["enumerated", "searched"]


def _searching(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "MOST_ENUMERATED", 0)
    patch.setattr(engine, "MOST_OF_MANY", 0)


def bargained(scenario: zopa.Scenario, way: Way = "enumerated", **options: Any) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        if way == "searched":
            _searching(patch)
        return zopa.bargain(scenario, **options)


def vector(parties: Sequence[str], utilities: Mapping[str, Any]) -> Vector:
    assert tuple(utilities) == tuple(parties)
    return tuple(Fraction(number(utilities[party])) for party in parties)


def check_point(told: Any, spec: ValuedSpec, point: Any) -> Vector:
    """Check that a deal is one, by evaluating it again, and what it brings each party."""
    env = deal_of(spec, point.deal)
    assert tuple(point.deal) == tuple(spec.terms)
    assert spec.permitted(env)
    found = vector(told.parties, point.utilities)
    assert found == spec.vector(env)
    for party, utility in zip(spec.negotiators, found, strict=True):
        reservation = spec.values[party].reservation
        assert reservation is None or utility >= Fraction(reservation)
        brought = dict(point.contributions[party])
        terms, bonuses = spec.contributions(party, env)
        assert sum(map(Fraction, brought.values())) == utility
        assert {word: Fraction(brought.pop(word, 0)) for word in terms} == terms
        assert sorted(filter(None, map(Fraction, brought.values()))) == sorted(filter(None, bonuses))
    meaning = told.scenario.meaning()
    assert meaning.crossed(meaning.numbers(point.deal)) == []
    return found


def beats(one: Vector, other: Vector) -> bool:
    return one != other and all(map(Fraction.__ge__, one, other))


def check_bounds(told: Any, whole: Bargaining) -> None:
    """Check that what is called reached is reached by some deal, and what is called a bound is none too low."""
    for at, party in enumerate(whole.parties):
        bound, most = told.bounds.ideal[party], max(point[at] for point in whole.frontier)
        assert Fraction(bound.reached) <= most <= Fraction(bound.at_most)
    for name, bound in told.bounds.solutions.items():
        if bound.at_most is not None:
            most = worth_of(name, whole)
            assert bound.reached is None or Fraction(bound.reached) <= most
            assert most <= Fraction(bound.at_most), name
        if told.frontier_complete and bound.reached is not None:
            assert Fraction(bound.reached) == Fraction(bound.at_most) == worth_of(name, whole)


def worth_of(name: str, whole: Bargaining) -> Fraction:
    """Return what a solution makes greatest, at that solution."""
    point = whole.solutions[name][0]
    gains = [utility - least for utility, least in zip(point, whole.reservation.values(), strict=True)]
    tops = [most - least for most, least in zip(whole.ideal.values(), whole.reservation.values(), strict=True)]
    shares = [gain / top for gain, top in zip(gains, tops, strict=True) if top]
    values = {
        "utilitarian": lambda: sum(point),
        "relative_utilitarian": lambda: sum(shares),
        "nash": lambda: math.prod(gain for gain, top in zip(gains, tops, strict=True) if top),
        "kalai_smorodinsky": lambda: min(shares),
        "egalitarian": lambda: min(gains),
    }
    return Fraction(values[name]())


def check_partial(told: Any, spec: ValuedSpec, whole: Bargaining) -> None:
    """Check that whatever an answer says is true: it may say less than there is, and then says that it does."""
    assert told.verdict in ("undecided", whole.verdict)
    assert told.red_lines_verdict in ("undecided", whole.red_lines_verdict)
    assert told.parties == whole.parties
    assert told.stated == whole.stated
    points = [check_point(told, spec, point) for point in told.frontier]
    assert points == sorted(set(points))
    assert not any(beats(one, other) for one in points for other in points)
    assert {point for point, one in zip(points, told.frontier, strict=True) if one.is_best} <= set(whole.frontier)
    assert not told.frontier_complete or all(one.is_best for one in told.frontier)
    if told.bounds is not None:
        check_bounds(told, whole)
    assert not points or told.verdict == "deal"
    assert not told.frontier_complete or points == whole.frontier
    stated = {party: Fraction(spec.values[party].reservation or 0) for party in whole.stated}
    reservation, ideal = (whole.reservation, whole.ideal) if whole.feasible else ({}, {})
    for party, value in told.reservation.items():
        assert value is None or Fraction(number(value)) == {**reservation, **stated}[party]
    for party, value in told.ideal.items():
        assert value is None or Fraction(number(value)) == ideal[party]
    for name, points_told in told.solutions.items():
        if points_told is not None:
            assert [check_point(told, spec, point) for point in points_told] == whole.solutions[name]
    clashes = [frozenset(clash) for clash in told.clashes]
    assert len(set(clashes)) == len(clashes)
    assert set(clashes) <= whole.clashes
    if told.clashes_complete:
        assert set(clashes) == whole.clashes


def points(told: Any, name: str) -> list[Vector]:
    return [vector(told.parties, point.utilities) for point in told.solutions[name]]


def changed(spec: ValuedSpec, party: str, **fields: Any) -> ValuedSpec:
    return replace(spec, values={**spec.values, party: replace(spec.values[party], **fields)})


CASES = {
    "two in one group": lambda: small(2, joined=True),
    "two apart": lambda: small(2, joined=False),
    "three in one group": lambda: small(3, joined=True),
    "with reservation values": lambda: small(2, joined=True, reservation="35"),
    "one reservation value": lambda: changed(small(2, joined=True, reservation="45"), "party1", reservation=None),
    "no deal": lambda: small(3, joined=True, reservation="75"),
}


def small(parties: int, joined: bool, reservation: str | None = None) -> ValuedSpec:
    """Return a scenario of some hundred deals, or fewer for three parties; joined, all of its terms are one group."""
    spec = rivals(Large(7, parties, 4, joined=joined, reservation=reservation))
    terms = dict(spec.terms)
    if joined:
        here = compare(called("venue"), "==", option(0, "geneva"))
        size = made("sum", called("troops"), made("count", here, compare(called("status"), "!=", option(0, "none"))))
        late = made("-", called("vote"), day(date(2026, 2, 26)))
        spec = replace(spec, facts={"budget": compare(made("sum", size, late), "<=", number_literal("5"))})
    if parties > 2:
        terms["troops"], terms["vote"] = replace(terms["troops"], size=4), replace(terms["vote"], size=2)
    return replace(spec, terms=terms)


@cache
def whole(case: str) -> tuple[ValuedSpec, Bargaining, zopa.Scenario]:
    spec = CASES[case]()
    return spec, Bargaining(spec), read_valued(spec)


by_case = pytest.mark.parametrize("case", CASES)
