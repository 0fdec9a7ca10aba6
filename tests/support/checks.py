"""Checks of an answer against the brute-force reference."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from support.reference import Answer, Lines, minimal_hitting_sets

import zopa


def check_cost(told: object, expected: Fraction) -> None:
    """Check that a cost is exact, and an integer where it is whole."""
    assert Fraction(told) == expected
    assert isinstance(told, int) == (expected.denominator == 1)


def check_deal(answer: Answer, words: Mapping[str, Any], given_up: Collection[str]) -> None:
    """Check that a printed deal is the one to show: it holds all facts, and no line is crossed but those given up."""
    spec = answer.spec
    assert list(words) == list(spec.terms)
    env = spec.read(words)
    kept = frozenset(spec.lines).difference(given_up)
    row = next(row for row in answer.rows if row.deal == env)
    assert row.facts == frozenset(spec.facts)
    assert row.lines >= kept
    assert env == answer.preferred(kept)


def check_conflicts(answer: Answer, told: Collection[zopa.Conflict]) -> None:
    """Check that the conflicts are the reference's, each once, with facts that suffice and are all needed."""
    assert {frozenset(conflict.red_lines) for conflict in told} == answer.conflicts
    assert len(told) == len(answer.conflicts)
    order = list(answer.spec.lines)
    for conflict in told:
        assert list(conflict.red_lines) == sorted(conflict.red_lines, key=order.index)
        assert conflict.is_minimal
        assert conflict.confirmed
        assert not answer.feasible(conflict.red_lines, conflict.facts)
        for fact in conflict.facts:
            assert answer.feasible(conflict.red_lines, set(conflict.facts) - {fact})


def check_disputes(answer: Answer, analysis: zopa.Analysis, allowed: Lines) -> None:
    """Check the disputes, and that their resolutions are the minimal hitting sets of their conflicts."""
    assert analysis.conflicts is not None
    assert analysis.disputes is not None
    sets = [frozenset(conflict.red_lines) for conflict in analysis.conflicts]
    told = {frozenset(dispute.red_lines): {sets[at] for at in dispute.conflicts} for dispute in analysis.disputes}
    assert told == answer.disputes
    assert len(analysis.disputes) == len(answer.disputes)
    for dispute in analysis.disputes:
        ways = minimal_hitting_sets([sets[at] for at in dispute.conflicts])
        resolutions = [frozenset(resolution.give_up) for resolution in dispute.resolutions]
        assert set(resolutions) == {way for way in ways if way <= allowed}
        assert len(resolutions) == len(set(resolutions)) == dispute.resolutions_total
        costs = [answer.cost(way) for way in resolutions]
        assert costs == sorted(costs)
        for resolution, cost in zip(dispute.resolutions, costs, strict=True):
            check_cost(resolution.cost, cost)


def check_relaxations(answer: Answer, told: Collection[zopa.Relaxation], expected: Mapping[Lines, Fraction]) -> None:
    """Check that the relaxations are the expected ones, each once, cheapest first, with cost and deal."""
    assert {frozenset(relaxation.give_up) for relaxation in told} == set(expected)
    assert len(told) == len(expected)
    order = list(answer.spec.lines)
    costs = []
    for relaxation in told:
        assert list(relaxation.give_up) == sorted(relaxation.give_up, key=order.index)
        costs.append(expected[frozenset(relaxation.give_up)])
        check_cost(relaxation.cost, costs[-1])
        check_deal(answer, relaxation.deal, relaxation.give_up)
    assert costs == sorted(costs)
