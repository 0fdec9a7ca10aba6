"""The whole answer of zopa against the brute-force reference, on generated scenarios."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from parts_by_brute_force import idle_core
from pytest import MonkeyPatch
from reference import Answer, Lines, Spec, minimal_hitting_sets
from strategies import BETWEEN_STEPS, CONTRADICTION, checked, dense_scenarios, read, scenarios, side_by_side

import zopa
from zopa.solver.oracle import Oracle

ALL_DEALS = 12
"""Up to this many deals, the listing of deals is run to its end."""


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


def check_analysis(answer: Answer, analysis: zopa.Analysis, allowed: Lines, top: int) -> None:
    """Check everything that one analysis says."""
    assert analysis.verdict == answer.verdict
    assert analysis.stopped_by is None
    assert (analysis.deal is not None) == (answer.verdict == "deal")
    if analysis.deal is not None:
        check_deal(answer, analysis.deal, ())
    assert analysis.conflicts is not None
    check_conflicts(answer, analysis.conflicts)
    assert analysis.conflicts_complete
    check_disputes(answer, analysis, allowed)
    assert analysis.uncontested == tuple(line for line in answer.spec.lines if line in answer.uncontested)
    assert analysis.uncontested_complete
    assert set(analysis.contradictory_parties) == answer.contradictory
    assert analysis.relaxations is not None
    expected = {given: cost for given, cost in answer.relaxations.items() if given <= allowed}
    assert analysis.relaxations_total == len(expected)
    assert analysis.relaxations_complete
    assert len(analysis.relaxations) == min(top, len(expected))
    listed = {frozenset(relaxation.give_up) for relaxation in analysis.relaxations}
    check_relaxations(answer, analysis.relaxations, {given: expected[given] for given in listed})
    costs = sorted(expected.values())
    assert [expected[frozenset(one.give_up)] for one in analysis.relaxations] == costs[:top]
    assert (analysis.cheapest is None) == (not expected)
    if analysis.cheapest is not None:
        check_cost(analysis.cheapest.cost, costs[0])
        assert analysis.cheapest.total == costs.count(costs[0])


@checked(110)
@given(scenarios())
@example(CONTRADICTION)
@example(BETWEEN_STEPS)
def test_the_whole_answer_is_that_of_brute_force(spec: Spec) -> None:
    check_analysis(Answer(spec), zopa.solve(read(spec)), frozenset(spec.lines), top=10)


@checked(90)
@given(dense_scenarios() | side_by_side(), st.integers(1, 4))
def test_the_answer_to_entangled_and_to_independent_lines_is_that_of_brute_force(spec: Spec, top: int) -> None:
    check_analysis(Answer(spec), zopa.solve(read(spec), top=top), frozenset(spec.lines), top)


@checked(80)
@given(scenarios() | dense_scenarios() | side_by_side())
@example(CONTRADICTION)
def test_the_lazy_lists_are_those_of_brute_force(spec: Spec) -> None:
    answer = Answer(spec)
    scenario = read(spec)
    check_relaxations(answer, list(zopa.relaxations(scenario)), answer.relaxations)
    check_conflicts(answer, list(zopa.conflicts(scenario)))


@checked(60)
@given(dense_scenarios() | side_by_side())
def test_the_answer_does_not_hang_on_how_good_the_cores_of_cp_sat_are(spec: Spec) -> None:
    with MonkeyPatch.context() as patch:
        patch.setattr(Oracle, "ask", idle_core)
        analysis = zopa.solve(read(spec))
    check_analysis(Answer(spec), analysis, frozenset(spec.lines), top=10)


@checked(80)
@given(scenarios() | dense_scenarios() | side_by_side(), st.data())
def test_what_may_not_be_given_up_is_never_given_up(spec: Spec, data: st.DataObject) -> None:
    names = [*spec.lines, *spec.parties]
    keep = data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True), label="keep")
    only_from = data.draw(st.lists(st.sampled_from(sorted(spec.parties)), max_size=2, unique=True), label="only_from")
    allowed = frozenset(
        line
        for line in spec.lines
        if not {line, line.split(".")[0]} & set(keep) and (not only_from or line.split(".")[0] in only_from)
    )
    answer = Answer(spec)
    scenario = read(spec)
    expected = {given: cost for given, cost in answer.relaxations.items() if given <= allowed}
    check_relaxations(answer, list(zopa.relaxations(scenario, keep=keep, only_from=only_from)), expected)
    analysis = zopa.solve(scenario, keep=keep, only_from=only_from)
    check_analysis(answer, analysis, allowed, top=10)
    assert set(analysis.kept) == set(spec.lines) - allowed


def apart(one: Mapping[str, object], other: Mapping[str, object]) -> int:
    """Return in how many terms two deals differ."""
    return sum(one[term] != other[term] for term in one)


@checked(60)
@given(scenarios(lines=(1, 2, 0, 3)))
def test_deals_are_all_different_all_right_and_as_far_apart_as_can_be(spec: Spec) -> None:
    answer = Answer(spec)
    left = [{term: row.deal[term] for term in spec.terms} for row in answer.satisfying(spec.lines)]
    found: list[Mapping[str, object]] = []
    for words in zopa.deals(read(spec)):
        values = {term: spec.terms[term].value(word) for term, word in words.items()}
        assert values in left
        nearest = {id(deal): min((apart(deal, other) for other in found), default=0) for deal in left}
        widest = max(nearest.values())
        assert min((apart(values, other) for other in found), default=0) == widest
        left.remove(values)
        found.append(values)
        if len(found) == ALL_DEALS and left:
            return
    assert not left
