"""The whole answer of zopa against the brute-force reference, on generated scenarios."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.checks import check_conflicts, check_cost, check_deal, check_disputes, check_relaxations
from support.draws import steady
from support.parts_by_brute_force import idle_core
from support.reference import Answer, Lines, Spec
from support.strategies import BETWEEN_STEPS, CONTRADICTION, dense_scenarios, read, scenarios, side_by_side

import zopa
from zopa.solver.oracle import Oracle

ALL_DEALS = 12
"""Up to this many deals, the listing of deals is run to its end."""


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


@steady(110)
@given(scenarios())
@example(CONTRADICTION)
@example(BETWEEN_STEPS)
def test_the_whole_answer_is_that_of_brute_force(spec: Spec) -> None:
    check_analysis(Answer(spec), zopa.solve(read(spec)), frozenset(spec.lines), top=10)


@steady(90)
@given(dense_scenarios() | side_by_side(), st.integers(1, 4))
def test_the_answer_to_entangled_and_to_independent_lines_is_that_of_brute_force(spec: Spec, top: int) -> None:
    check_analysis(Answer(spec), zopa.solve(read(spec), top=top), frozenset(spec.lines), top)


@steady(80)
@given(scenarios() | dense_scenarios() | side_by_side())
@example(CONTRADICTION)
def test_the_lazy_lists_are_those_of_brute_force(spec: Spec) -> None:
    answer = Answer(spec)
    scenario = read(spec)
    check_relaxations(answer, list(zopa.relaxations(scenario)), answer.relaxations)
    check_conflicts(answer, list(zopa.conflicts(scenario)))


@steady(60)
@given(dense_scenarios() | side_by_side())
def test_the_answer_does_not_hang_on_how_good_the_cores_of_cp_sat_are(spec: Spec) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Oracle, "ask", idle_core)
        analysis = zopa.solve(read(spec))
    check_analysis(Answer(spec), analysis, frozenset(spec.lines), top=10)


@steady(80)
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
    assert {one.red_line for one in analysis.kept} == set(spec.lines) - allowed


def apart(one: Mapping[str, object], other: Mapping[str, object]) -> int:
    """Return in how many terms two deals differ."""
    return sum(one[term] != other[term] for term in one)


@steady(60)
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
