"""What a request can ask for besides the whole answer, against brute force: extremes, orders, budgets, some parties."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from support.checks import check_conflicts, check_cost, check_deal, check_relaxations
from support.draws import steady
from support.reference import Answer, Lines, Spec
from support.reference_language import decimal_text
from support.script import dense
from support.strategies import CONTRADICTION, dense_scenarios, read, scenarios, side_by_side

import zopa
from zopa.results.analysis import Decided
from zopa.solver.limits import Allowance
from zopa.solver.parts import split

GENERATED = scenarios() | dense_scenarios() | side_by_side()
CLASHING = dense_scenarios() | side_by_side()
SMALL = """
format: zopa/1
title: Small
terms: {a: {type: quantity, min: 0, max: 9}, b: {type: yes_no}}
parties:
  west: {red_lines: {high: {require: a >= 6, weight: 2.5}, open: {require: b}}}
  east: {red_lines: {low: {require: a <= 4}, shut: {require: not b, weight: 3}}}
  north: {red_lines: {middle: {require: a == 5, weight: 0.25}}}
"""
FEW = Allowance(questions=40, relaxations=20)
"""Leaves parts of :func:`cut_off` unfinished."""


def cut_off(monkeypatch: pytest.MonkeyPatch, parts: int = 2) -> zopa.Scenario:
    """Return a scenario of which, with the allowance ``FEW``, several parts are not explored to their end."""
    monkeypatch.setattr("zopa.questions.solve.FIRST", Allowance(questions=5, relaxations=5))
    return zopa.loads(dense(parts, terms=8, lines=16))


# -- requests, read by their definitions ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What may be given up, as a request says it, and the red lines that this leaves."""

    options: Mapping[str, Collection[str]]
    allowed: Lines


@st.composite
def asked_of(draw: Any, spec: Spec) -> Asked:
    """Draw what may not be given up: often nothing, else a few lines and parties, or all but one party."""
    names = [*spec.lines, *spec.parties]
    keep = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    only_from = draw(st.lists(st.sampled_from(sorted(spec.parties)), max_size=1))
    allowed = frozenset(
        line
        for line in spec.lines
        if not {line, line.split(".")[0]} & set(keep) and (not only_from or line.split(".")[0] in only_from)
    )
    return Asked({"keep": keep, "only_from": only_from}, allowed)


def names_of(spec: Spec) -> st.SearchStrategy[list[str]]:
    """Return some red lines and parties in any order, at least one."""
    return st.lists(st.sampled_from([*spec.lines, *spec.parties]), min_size=1, max_size=4, unique=True)


def by_importance(spec: Spec, names: Sequence[str]) -> list[str]:
    """Return all red lines in the order that a list of lines and parties means."""
    order: list[str] = []
    for name in names:
        order += [line for line in spec.lines if name in (line, line.split(".")[0]) and line not in order]
    return order + [line for line in spec.lines if line not in order]


def preferred_relaxation(answer: Answer, order: Sequence[str], allowed: Lines) -> Lines | None:
    """Return what is given up when each line, in order, is kept if it can be kept with those kept so far."""
    every = frozenset(answer.spec.lines)
    kept = every - allowed
    if not answer.feasible(kept):
        return None
    for line in order:
        if answer.feasible(kept | {line}):
            kept |= {line}
    return every - kept


def preferred_conflict(answer: Answer, order: Sequence[str]) -> Lines:
    """Return the conflict whose least important line is as important as can be, then its next one, and so on."""
    return min(answer.conflicts, key=lambda conflict: sorted(map(order.index, conflict), reverse=True))


def within(answer: Answer, allowed: Lines) -> dict[Lines, Fraction]:
    """Return the relaxations that give up nothing else, and their costs."""
    return {given: cost for given, cost in answer.relaxations.items() if given <= allowed}


def decimal(number: Fraction) -> int | Decimal:
    return Decimal(decimal_text(number)) if number.denominator > 1 else int(number)


def check_one_conflict(answer: Answer, told: zopa.Conflict) -> None:
    """Check all that is said of one conflict, whichever it is."""
    lines = frozenset(told.red_lines)
    assert lines in answer.conflicts
    assert list(told.red_lines) == [line for line in answer.spec.lines if line in lines]
    assert (told.is_minimal, told.confirmed) == (True, True)
    assert told.facts is not None
    assert not answer.feasible(lines, told.facts)
    assert all(answer.feasible(lines, set(told.facts) - {fact}) for fact in told.facts)


# -- one conflict -----------------------------------------------------------------------------------------------------


def check_smallest(answer: Answer, analysis: zopa.Analysis) -> None:
    assert analysis.verdict == answer.verdict
    assert (analysis.stopped_by, analysis.allowance_spent) == (None, False)
    if answer.verdict == "deal":
        assert analysis.smallest_conflict is None
        return
    assert analysis.smallest_conflict is not None
    check_one_conflict(answer, analysis.smallest_conflict)
    assert len(analysis.smallest_conflict.red_lines) == min(map(len, answer.conflicts))


@steady(30)
@given(GENERATED)
@example(CONTRADICTION)
def test_the_smallest_conflict_has_as_few_lines_as_any(spec: Spec) -> None:
    answer, scenario = Answer(spec), read(spec)
    alone = zopa.solve(scenario, sections=("smallest",))
    assert (alone.conflicts, alone.relaxations, alone.disputes, alone.cheapest) == (None, None, None, None)
    check_smallest(answer, alone)


@steady(15)
@given(CLASHING)
def test_the_smallest_conflict_is_told_beside_all_others(spec: Spec) -> None:
    answer = Answer(spec)
    beside = zopa.solve(read(spec), sections=("smallest", "conflicts"))
    check_smallest(answer, beside)
    assert beside.conflicts is not None
    check_conflicts(answer, beside.conflicts)


def test_a_smallest_conflict_is_proved_to_be_one_where_not_all_can_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = cut_off(monkeypatch, parts=3)
    whole = zopa.solve(scenario, sections=("conflicts",), allowance=Allowance(100_000, 100_000))
    assert whole.conflicts_complete
    assert whole.conflicts
    some = zopa.solve(scenario, sections=("smallest", "conflicts"), allowance=FEW)
    assert not some.conflicts_complete
    assert some.smallest_conflict is not None
    assert some.smallest_conflict.is_minimal
    assert len(some.smallest_conflict.red_lines) == len(whole.conflicts[0].red_lines)


# -- an order of importance -------------------------------------------------------------------------------------------


@steady(30)
@given(GENERATED, st.data())
@example(CONTRADICTION, None)
def test_the_preferred_relaxation_keeps_what_can_be_kept_from_the_most_important_on(
    spec: Spec, data: st.DataObject | None
) -> None:
    answer = Answer(spec)
    asked = Asked({}, frozenset(spec.lines)) if data is None else data.draw(asked_of(spec), label="asked")
    names = ["south"] if data is None else data.draw(names_of(spec), label="prefer")
    order = by_importance(spec, names)
    analysis = zopa.solve(read(spec), prefer=names, sections=("relaxations",), **asked.options)
    assert analysis.preferring == tuple(order)
    assert analysis.preferred_conflict is None
    expected = preferred_relaxation(answer, order, asked.allowed)
    if answer.verdict == "deal" or expected is None:
        assert analysis.preferred_relaxation is None
        return
    told = analysis.preferred_relaxation
    assert told is not None
    assert told.give_up == tuple(line for line in spec.lines if line in expected)
    assert expected in within(answer, asked.allowed)
    check_cost(told.cost, answer.cost(expected))
    check_deal(answer, told.deal, told.give_up)
    if len(within(answer, asked.allowed)) <= 10:
        assert analysis.relaxations is not None
        assert told in analysis.relaxations


@steady(35)
@given(GENERATED, st.data())
@example(CONTRADICTION, None)
def test_the_preferred_conflict_needs_the_least_of_what_is_unimportant(spec: Spec, data: st.DataObject | None) -> None:
    assume(spec.lines)  # an order of no lines is none
    answer = Answer(spec)
    names = ["south"] if data is None else data.draw(names_of(spec), label="prefer")
    analysis = zopa.solve(read(spec), prefer=names, sections=("conflicts",))
    assert analysis.preferred_relaxation is None
    if answer.verdict == "deal":
        assert analysis.preferred_conflict is None
        return
    assert analysis.preferred_conflict is not None
    check_one_conflict(answer, analysis.preferred_conflict)
    expected = preferred_conflict(answer, by_importance(spec, names))
    assert frozenset(analysis.preferred_conflict.red_lines) == expected


@steady(15)
@given(CLASHING, st.data())
def test_an_order_changes_nothing_else_in_the_answer(spec: Spec, data: st.DataObject) -> None:
    scenario, names = read(spec), data.draw(names_of(spec), label="prefer")
    more = zopa.solve(scenario, prefer=names, sections=("conflicts", "relaxations", "smallest"))
    plain = zopa.solve(scenario)
    for field in ("conflicts", "relaxations", "disputes"):
        assert lines_of(getattr(more, field)) == lines_of(getattr(plain, field))
    for field in ("verdict", "deal", "relaxations_total", "cheapest", "uncontested", "contradictory_parties"):
        assert getattr(more, field) == getattr(plain, field)


def lines_of(listed: Sequence[Any]) -> list[tuple[str, ...]]:
    """Return what identifies the entries of a list; which facts suffice may differ."""
    return [entry.give_up if isinstance(entry, zopa.Relaxation) else entry.red_lines for entry in listed]


def test_an_order_names_parties_for_all_of_their_lines_and_the_first_mention_counts() -> None:
    scenario = zopa.loads(SMALL)
    told = zopa.solve(scenario, prefer=["east.shut", "north", "east", "east.low", "north.middle"])
    assert told.preferring == ("east.shut", "north.middle", "east.low", "west.high", "west.open")
    assert zopa.solve(scenario, prefer=()).preferring == ()
    assert told.preferred_relaxation is not None
    assert told.preferred_relaxation.give_up == ("west.high", "west.open", "east.low")
    assert told.preferred_conflict is not None
    assert told.preferred_conflict.red_lines == ("east.low", "north.middle")


# -- the cheapest, and what they have in common -----------------------------------------------------------------------


@steady(40)
@given(GENERATED, st.data())
@example(CONTRADICTION, None)
def test_what_the_cheapest_have_in_common(spec: Spec, data: st.DataObject | None) -> None:
    answer = Answer(spec)
    asked = Asked({}, frozenset(spec.lines)) if data is None else data.draw(asked_of(spec), label="asked")
    told = zopa.solve(read(spec), top=1, sections=("relaxations",), **asked.options).cheapest
    expected = within(answer, asked.allowed)
    if not expected:
        assert told is None
        return
    assert told is not None
    least = min(expected.values())
    tied = [given for given, cost in expected.items() if cost == least]
    common = frozenset.intersection(*tied)
    check_cost(told.cost, least)
    assert told.total == len(tied)
    assert told.in_all == tuple(line for line in spec.lines if line in common)
    assert told.in_some == tuple(line for line in spec.lines if line in frozenset().union(*tied) - common)


def test_what_the_cheapest_have_in_common_is_proved_where_not_all_relaxations_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = cut_off(monkeypatch)
    whole = zopa.solve(scenario, allowance=Allowance(100_000, 100_000))
    some = zopa.solve(scenario, allowance=FEW)
    assert (whole.conflicts_complete, some.conflicts_complete) == (True, False)
    assert some.cheapest == whole.cheapest
    assert some.cheapest is not None
    assert some.cheapest.in_some


# -- a budget ---------------------------------------------------------------------------------------------------------


@steady(25)
@given(GENERATED, st.data())
def test_a_budget_lists_and_counts_just_what_it_pays_for(spec: Spec, data: st.DataObject) -> None:
    answer = Answer(spec)
    asked = data.draw(asked_of(spec), label="asked")
    expected = within(answer, asked.allowed)
    near = sorted({max(Fraction(0), cost + more) for cost in expected.values() for more in (0, Fraction(-1, 8))})
    budget = data.draw(st.sampled_from([*near, Fraction(0), Fraction(5, 2), Fraction(10**9)]), label="budget")
    top = data.draw(st.sampled_from((10, 2)), label="top")
    analysis = zopa.solve(read(spec), max_cost=decimal(budget), top=top, **asked.options)
    paid = {given: cost for given, cost in expected.items() if cost <= budget}
    assert analysis.max_cost == decimal(budget)
    assert analysis.relaxations_total == len(expected)
    assert analysis.relaxations_within == len(paid)
    assert analysis.relaxations_complete
    assert (analysis.stopped_by, analysis.allowance_spent) == (None, False)
    assert analysis.relaxations is not None
    assert len(analysis.relaxations) == min(top, len(paid))
    costs = [Fraction(one.cost) for one in analysis.relaxations]
    assert costs == sorted(paid.values())[:top]
    assert all(paid[frozenset(one.give_up)] == cost for one, cost in zip(analysis.relaxations, costs, strict=True))
    assert len(set(lines_of(analysis.relaxations))) == len(costs)
    unlimited = zopa.solve(read(spec), top=top, **asked.options)
    assert unlimited.relaxations is not None
    assert analysis.relaxations == unlimited.relaxations[: len(costs)]
    assert analysis.cheapest == unlimited.cheapest
    assert unlimited.relaxations_within == unlimited.relaxations_total
    assert unlimited.max_cost is None


def test_a_budget_is_exact() -> None:
    scenario = zopa.loads(SMALL)
    costs = [one.cost for one in zopa.relaxations(scenario)]
    least = Fraction(costs[0])
    for budget, number in ((least, costs.count(costs[0])), (least - Fraction(1, 10**12), 0)):
        told = zopa.solve(scenario, max_cost=decimal(budget))
        assert (told.relaxations_within, len(told.relaxations or ())) == (number, number)
        assert told.relaxations_complete


def test_a_budget_below_nothing_pays_for_nothing() -> None:
    told = zopa.solve(zopa.loads(SMALL), only_between=["west"], max_cost=-1)
    assert told.verdict == "deal"
    assert told.relaxations == ()
    assert (told.relaxations_within, told.relaxations_complete, told.allowance_spent) == (0, True, False)


def test_a_list_that_a_budget_ended_is_complete_also_where_not_all_relaxations_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That the next one costs more is proved when it comes."""
    scenario = cut_off(monkeypatch)
    costs = [one.cost for one in itertools.islice(zopa.relaxations(scenario), 3)]
    assert costs[0] == costs[1] < costs[2]
    for budget, number in ((costs[0] - 1, 0), (costs[0], 2)):
        told = zopa.solve(scenario, max_cost=budget, allowance=FEW, sections=("relaxations",))
        assert told.relaxations is not None
        assert len(told.relaxations) == number
        assert told.relaxations_total is None
        assert (told.relaxations_within, told.relaxations_complete) == (number, True)


def test_a_list_that_came_to_its_end_is_counted_also_where_not_all_conflicts_are_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = cut_off(monkeypatch)
    first = next(zopa.relaxations(scenario))
    keep = [line for line, _, _ in scenario.red_lines() if line not in first.give_up]
    assert len(list(zopa.relaxations(scenario, keep=keep))) == 1
    told = zopa.solve(scenario, keep=keep, allowance=FEW, sections=("relaxations",))
    assert told.relaxations == (first,)
    assert (told.relaxations_total, told.relaxations_within, told.relaxations_complete) == (1, 1, True)


# -- some parties -----------------------------------------------------------------------------------------------------


@steady(20)
@given(GENERATED, st.data())
def test_only_some_parties_count(spec: Spec, data: st.DataObject) -> None:
    parties = data.draw(st.lists(st.sampled_from(sorted(spec.parties)), min_size=1, unique=True), label="between")
    reduced = replace(spec, parties={party: own if party in parties else {} for party, own in spec.parties.items()})
    answer, scenario = Answer(reduced), read(spec)
    analysis = zopa.solve(scenario, only_between=parties)
    assert analysis.verdict == answer.verdict
    assert analysis.between == tuple(parties)
    assert analysis.conflicts is not None
    check_conflicts(answer, analysis.conflicts)
    assert analysis.relaxations is not None
    listed = {frozenset(one.give_up): answer.cost(one.give_up) for one in analysis.relaxations}
    check_relaxations(answer, analysis.relaxations, listed)
    assert analysis.relaxations_total == len(answer.relaxations)
    told, expected = (json.loads(zopa.to_json(one)) for one in (analysis, zopa.solve(read(reduced))))
    assert told.pop("scenario") == json.loads(zopa.to_json(zopa.solve(scenario, sections=())))["scenario"]
    assert (told.pop("between"), expected.pop("between")) == (parties, [])
    expected.pop("scenario")
    assert told == expected


@steady(12)
@given(CLASHING, st.data())
def test_only_some_parties_count_in_the_lazy_lists(spec: Spec, data: st.DataObject) -> None:
    parties = data.draw(st.lists(st.sampled_from(sorted(spec.parties)), min_size=1, unique=True), label="between")
    reduced = replace(spec, parties={party: own if party in parties else {} for party, own in spec.parties.items()})
    answer, scenario = Answer(reduced), read(spec)
    check_conflicts(answer, list(zopa.conflicts(scenario, only_between=parties)))
    check_relaxations(answer, list(zopa.relaxations(scenario, only_between=parties)), answer.relaxations)


def test_a_scenario_that_was_never_saved_stays_the_same_between_some_parties() -> None:
    unsaved = zopa.loads(SMALL).with_origin(None)
    told = [
        json.loads(zopa.to_json(zopa.solve(unsaved, only_between=parties, sections=())))["scenario"]
        for parties in ((), ("west",), ("west", "east"))
    ]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize("listed", [zopa.solve, zopa.stream, zopa.conflicts, zopa.relaxations])
def test_a_party_that_is_not_there_cannot_be_asked_about(listed: Any) -> None:
    with pytest.raises(zopa.UnknownNameError, match=r"unknown party 'wset' \(did you mean 'west'\?\)"):
        list(listed(zopa.loads(SMALL), only_between=["wset", "east"]))
    with pytest.raises(zopa.UnknownNameError, match=r"unknown party 'west\.high'"):
        list(listed(zopa.loads(SMALL), only_between=["west.high"]))


@pytest.mark.parametrize(
    ("option", "name", "message"),
    [
        ("keep", "north.middle", "the party 'north' is left out by only-between, so 'north.middle' cannot be named"),
        ("keep", "north", "the party 'north' is left out by only-between"),
        ("only_from", "north", "the party 'north' is left out by only-between"),
        ("prefer", "north.middle", "the party 'north' is left out by only-between, so 'north.middle' cannot be named"),
    ],
)
def test_a_party_that_is_left_out_cannot_be_named(option: str, name: str, message: str) -> None:
    scenario = zopa.loads(SMALL)
    asking: list[Any] = [zopa.solve, zopa.stream]
    asking += [zopa.relaxations, zopa.concessions, zopa.burden, zopa.sensitivity] if option != "prefer" else []
    for ask in asking:
        with pytest.raises(zopa.UnknownNameError, match=f"^{re.escape(message)}$"):
            list(ask(scenario, only_between=["west", "east"], **{option: name}))
    assert zopa.solve(scenario, only_between=["west", "north"], **{option: [name]}).between == ("west", "north")  # type: ignore[arg-type]


def test_names_that_are_not_there_are_told_with_a_suggestion() -> None:
    scenario = zopa.loads(SMALL)
    for options, message in (
        ({"prefer": ["west", "esat.low"]}, r"unknown red line or party 'esat.low' \(did you mean 'east.low'\?\)"),
        ({"prefer": ["nrth"]}, r"unknown red line or party 'nrth' \(did you mean 'north'\?\)"),
        ({"keep": ["north.midle"]}, r"\(did you mean 'north.middle'\?\)"),
        ({"only_from": ["eats"]}, r"unknown party 'eats' \(did you mean 'east'\?\)"),
    ):
        with pytest.raises(zopa.UnknownNameError, match=message):
            zopa.solve(scenario, **options)
        with pytest.raises(zopa.UnknownNameError, match=message):
            next(zopa.stream(scenario, **options))
    with pytest.raises(TypeError):
        zopa.solve(scenario, perfer=["west"])


# -- the stream of events ---------------------------------------------------------------------------------------------


def check_events(events: Sequence[Any], whole: zopa.Analysis) -> None:
    """Check the order of the events, and that they say nothing that the whole answer does not say."""
    first, *proved, last = events
    assert first == Decided(whole.verdict, whole.deal)
    assert last == whole
    assert zopa.to_json(last) == zopa.to_json(whole)
    conflicts = [event for event in proved if isinstance(event, zopa.Conflict)]
    relaxations = [event for event in proved if isinstance(event, zopa.Relaxation)]
    assert len(conflicts) + len(relaxations) == len(proved)
    assert tuple(relaxations) == (whole.relaxations or ())
    assert len(set(lines_of(conflicts))) == len(conflicts)
    if whole.conflicts_complete:
        assert set(lines_of(conflicts)) == set(lines_of(whole.conflicts or ()))
        assert all(conflict in (whole.conflicts or ()) for conflict in conflicts)


SECTIONS = (("conflicts", "relaxations"), ("conflicts",), ("relaxations",), ("smallest", "conflicts"), ("deals",), ())


@steady(25)
@given(GENERATED, st.sampled_from(SECTIONS))
@example(CONTRADICTION, SECTIONS[0])
def test_a_stream_tells_what_is_proved_and_the_whole_answer_last(spec: Spec, sections: tuple[str, ...]) -> None:
    scenario = read(spec)
    whole = zopa.solve(scenario, sections=sections, top=3)
    check_events(list(zopa.stream(scenario, sections=sections, top=3)), whole)


@steady(20)
@given(dense_scenarios(), st.data())
def test_a_stream_under_every_option_at_once(spec: Spec, data: st.DataObject) -> None:
    assume(spec.lines)
    asked = data.draw(asked_of(spec), label="asked")
    options = {
        **asked.options,
        "prefer": data.draw(names_of(spec), label="prefer"),
        "max_cost": data.draw(st.sampled_from((2, Decimal("4.5"), 30)), label="budget"),
        "sections": ("conflicts", "relaxations", "smallest", "deals"),
    }
    check_events(list(zopa.stream(read(spec), **options)), zopa.solve(read(spec), **options))


def test_conflicts_are_told_as_they_are_proved_also_where_the_search_is_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = cut_off(monkeypatch, parts=3)
    every = {c.red_lines for c in zopa.solve(scenario, allowance=Allowance(100_000, 100_000)).conflicts or ()}
    events = list(zopa.stream(scenario, allowance=FEW))
    check_events(events, zopa.solve(scenario, allowance=FEW))
    told = [event for event in events if isinstance(event, zopa.Conflict)]
    assert 0 < len(told) < len(every)
    assert {conflict.red_lines for conflict in told} <= every
    assert all(conflict.is_minimal for conflict in told)
    kinds = [type(event) for event in events]
    assert kinds.index(zopa.Conflict) < kinds.index(zopa.Relaxation)
    assert zopa.Conflict in kinds[kinds.index(zopa.Relaxation) :]


@pytest.mark.parametrize("number", range(9))
def test_a_stream_may_be_left_at_any_time(number: int) -> None:
    scenario = zopa.loads(SMALL)
    whole = list(zopa.stream(scenario, prefer=["east"]))
    assert len(whole) > 9
    begun = zopa.stream(scenario, prefer=["east"])
    assert list(itertools.islice(begun, number)) == whole[:number]
    begun.close()  # type: ignore[attr-defined]
    assert list(begun) == []
    assert zopa.solve(scenario, prefer=["east"]) == whole[-1]


def test_the_verdict_comes_before_the_rest_is_asked() -> None:
    asked: list[zopa.Progress] = []
    scenario = zopa.load("ukraine-russia")
    events = zopa.stream(scenario, on_progress=asked.append)
    assert asked == []
    assert next(events) == Decided("no_deal", None)
    verdict = len(asked)
    list(events)
    assert 0 < verdict < len(asked) / 2


def test_a_limit_of_no_time_still_ends_with_an_answer() -> None:
    first, last = zopa.stream(zopa.loads(SMALL), time_limit=0, prefer=["west"], sections=("conflicts", "relaxations"))
    assert first == Decided("undecided", None)
    assert isinstance(last, zopa.Analysis)
    assert (last.verdict, last.stopped_by, last.conflicts, last.relaxations) == ("undecided", "time_limit", (), ())
    assert (last.relaxations_total, last.relaxations_within, last.cheapest) == (None, None, None)


def test_an_interrupt_at_any_question_leaves_what_is_proved() -> None:
    scenario = zopa.loads(SMALL)
    options: dict[str, Any] = {"prefer": ["east"], "sections": ("conflicts", "relaxations", "smallest")}
    questions: list[zopa.Progress] = []
    whole = zopa.solve(scenario, on_progress=questions.append, **options)
    truth = set(lines_of(whole.conflicts or ()))
    for at in range(1, len(questions) + 1):
        limits = zopa.Limits()
        asked: list[zopa.Progress] = []

        def count(
            progress: zopa.Progress, limits: zopa.Limits = limits, asked: list[Any] = asked, at: int = at
        ) -> None:
            asked.append(progress)
            if len(asked) == at:
                limits.interrupt()

        events = list(zopa.stream(scenario, limits=limits, on_progress=count, **options))
        told = events[-1]
        assert isinstance(told, zopa.Analysis)
        assert [event for event in events if isinstance(event, zopa.Relaxation)] == list(told.relaxations or ())
        for conflict in events:
            if isinstance(conflict, zopa.Conflict):
                assert conflict.red_lines in truth
        if told.smallest_conflict is not None:
            assert len(told.smallest_conflict.red_lines) == min(map(len, truth))
        if told.preferred_conflict is not None:
            assert whole.preferred_conflict is not None
            assert told.preferred_conflict.red_lines == whole.preferred_conflict.red_lines
        if told.preferred_relaxation is not None:
            assert whole.preferred_relaxation is not None
            assert told.preferred_relaxation.give_up == whole.preferred_relaxation.give_up
        assert told.relaxations_total in (None, whole.relaxations_total)
        assert told.stopped_by == "interrupt" or replace(told, stopped_by=None).conflicts_complete


# -- totals that no list can have -------------------------------------------------------------------------------------


def pairs(number: int, facts: Mapping[str, str]) -> str:
    """Return a scenario with as many disputes, each between two lines over a term of its own."""
    text = ["format: zopa/1", "title: Pairs", "terms:", *(f"  x{at}: {{type: yes_no}}" for at in range(number))]
    if facts:
        text += ["facts:", *(f"  {name}: {{require: '{require}'}}" for name, require in facts.items())]
    text.append("parties:")
    for party, word in (("a", "x"), ("b", "not x")):
        text += [f"  {party}:", "    red_lines:"]
        text += [f"      l{at}: {{require: {word}{at}}}" for at in range(number)]
    return "\n".join(text) + "\n"


ALL = 60
TERMS = [f"x{at}" for at in range(ALL)]
LINKS = {
    "apart": {},
    "in a chain": {f"f{at}": f"count(x{at}, x{at + 1}) <= 2 or x{at + 2}" for at in range(ALL - 2)},
    "all at once": {"most": f"count({', '.join(TERMS)}) <= {ALL}"},
    "all at once, by a sum": {"most": f"count({', '.join(TERMS[:30])}) + count({', '.join(TERMS[30:])}) <= {ALL}"},
}


@pytest.mark.parametrize("link", LINKS)
def test_totals_are_counted_and_not_walked(link: str) -> None:
    scenario = zopa.loads(pairs(ALL, LINKS[link]))
    assert len(split(scenario.meaning())) == (1 if LINKS[link] else ALL)
    analysis = zopa.solve(scenario, max_cost=ALL)
    assert analysis.conflicts_complete
    assert len(analysis.conflicts or ()) == len(analysis.disputes or ()) == ALL
    assert (analysis.relaxations_total, analysis.relaxations_within) == (2**ALL, 2**ALL)
    assert analysis.relaxations_complete
    assert len(analysis.relaxations or ()) == 10
    assert analysis.cheapest is not None
    assert (analysis.cheapest.cost, analysis.cheapest.total, analysis.cheapest.in_all) == (ALL, 2**ALL, ())
    assert len(analysis.cheapest.in_some or ()) == 2 * ALL
    assert (analysis.stopped_by, analysis.allowance_spent) == (None, False)
    assert json.loads(zopa.to_json(analysis))["relaxations_total"] == 2**ALL


# -- deals that are worked out when they are looked at ----------------------------------------------------------------


def check_crossed(answer: Answer, relaxation: zopa.Relaxation) -> None:
    """Check that a relaxation's deal holds every fact and crosses just the lines that are given up."""
    env = answer.spec.read(relaxation.deal)
    row = next(row for row in answer.rows if row.deal == env)
    assert row.facts == frozenset(answer.spec.facts)
    assert frozenset(answer.spec.lines) - row.lines == frozenset(relaxation.give_up)


@steady(25)
@given(GENERATED, st.data())
def test_a_deal_that_is_looked_at_late_crosses_just_what_is_given_up(spec: Spec, data: st.DataObject) -> None:
    answer, scenario = Answer(spec), read(spec)
    asked = data.draw(asked_of(spec), label="asked")
    late = list(zopa.relaxations(scenario, **asked.options))
    assert {frozenset(one.give_up) for one in late} == set(within(answer, asked.allowed))
    for relaxation in data.draw(st.permutations(late), label="order") if late else ():
        check_crossed(answer, relaxation)
        check_deal(answer, relaxation.deal, relaxation.give_up)
    at_once: list[dict[str, Any]] = []
    for relaxation in zopa.relaxations(scenario, **asked.options):
        check_crossed(answer, relaxation)
        at_once.append(dict(relaxation.deal))
    assert at_once == [dict(one.deal) for one in late]


def test_a_deal_that_nobody_looks_at_is_not_worked_out() -> None:
    scenario = zopa.load("ukraine-russia")

    looked: list[int] = []
    for look in (False, True):
        asked: list[int] = []
        limits = zopa.Limits(on_question=lambda asked=asked: asked.append(1))  # type: ignore[misc]
        for relaxation in itertools.islice(zopa.relaxations(scenario, limits=limits), 20):
            assert not look or len(relaxation.deal) == len(scenario.terms)
        looked.append(len(asked))
    assert looked[0] < looked[1]


def test_a_late_deal_is_a_mapping_like_any_other() -> None:
    scenario = zopa.loads(SMALL)
    whole = zopa.solve(scenario)
    assert whole.relaxations
    late = list(zopa.relaxations(scenario))
    assert sorted(lines_of(late)) == sorted(lines_of(whole.relaxations))
    known = {one.give_up: one for one in whole.relaxations}
    for relaxation in late:
        assert relaxation == known[relaxation.give_up]
        assert dict(relaxation.deal) == known[relaxation.give_up].deal
        assert list(relaxation.deal) == list(scenario.terms)
        assert repr(relaxation.deal) == repr(dict(relaxation.deal))


def test_a_deal_that_is_looked_at_after_a_limit_is_right_or_not_there() -> None:
    scenario, limits = zopa.load("ukraine-russia"), zopa.Limits()
    late = list(itertools.islice(zopa.relaxations(scenario, limits=limits), 5))
    seen = dict(late[0].deal)
    limits.interrupt()
    assert dict(late[0].deal) == seen
    limits_met = []
    for relaxation in late[1:]:
        try:
            deal = dict(relaxation.deal)
        except zopa.Stopped as stopped:
            limits_met.append(stopped.limit)
            continue
        given = [line for line, _, _ in scenario.red_lines() if line not in relaxation.give_up]
        assert set(deal) == set(scenario.terms)
        assert given
    assert set(limits_met) <= {"interrupt"}


# -- progress ---------------------------------------------------------------------------------------------------------


def check_progress(told: Sequence[zopa.Progress], least: Fraction | None) -> None:
    """Check that no claim of progress is more than the truth, and that the clock goes forward."""
    assert told
    seconds = [progress.seconds for progress in told]
    assert seconds == sorted(seconds)
    assert seconds[0] >= 0
    for progress in told:
        assert progress.least_cost >= 0
        assert least is None or Fraction(progress.least_cost) <= least


@steady(25)
@given(GENERATED, st.data())
def test_progress_never_claims_more_than_the_least_cost(spec: Spec, data: st.DataObject) -> None:
    answer, told = Answer(spec), list[zopa.Progress]()
    asked = data.draw(asked_of(spec), label="asked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zopa.solver.conflicts.exploration._FRESH", 0)
        analysis = zopa.solve(read(spec), on_progress=told.append, **asked.options)
    check_progress(told, min(within(answer, asked.allowed).values(), default=None))
    assert analysis.verdict == answer.verdict


def progress_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[zopa.Progress]:
    told: list[zopa.Progress] = []
    monkeypatch.setattr("zopa.solver.conflicts.exploration._FRESH", 0)
    scenario = cut_off(monkeypatch)
    analysis = zopa.solve(scenario, allowance=FEW, on_progress=told.append)
    assert analysis.allowance_spent
    assert analysis.cheapest is not None
    check_progress(told, Fraction(analysis.cheapest.cost))
    assert max(progress.least_cost for progress in told) == analysis.cheapest.cost
    return iter(told)


def test_progress_is_told_by_the_parts_that_are_cut_off_too(monkeypatch: pytest.MonkeyPatch) -> None:
    told = list(progress_of(monkeypatch))
    assert [one.relaxations for one in told] == sorted(one.relaxations for one in told)


def test_progress_never_takes_a_question_back(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = [one.questions for one in progress_of(monkeypatch)]
    assert questions == sorted(questions)


def test_progress_never_takes_a_bound_back(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = [one.least_cost for one in progress_of(monkeypatch)]
    assert bounds == sorted(bounds)


# -- what is kept, and why --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, {"west.high": "scenario", "east.low": "scenario"}),
        ({"keep": ["west.high"]}, {"west.high": "keep", "east.low": "scenario"}),
        ({"keep": ["east"]}, {"west.high": "scenario", "east.low": "keep", "east.shut": "keep"}),
        (
            {"keep": ["east.low"], "only_from": ["west"]},
            {"west.high": "scenario", "east.low": "keep", "east.shut": "only_from", "north.middle": "only_from"},
        ),
    ],
)
def test_every_answer_lists_what_is_kept_with_its_reason(asked: Any, told: Mapping[str, str]) -> None:
    kept = SMALL.replace("weight: 2.5", "weight: 2.5, keep: true").replace("a <= 4", "a <= 4, keep: true")
    scenario = zopa.loads(kept)
    answers = [
        zopa.solve(scenario, **asked),
        zopa.concessions(scenario, **asked),
        zopa.burden(scenario, **asked),
        zopa.sensitivity(scenario, **asked),
        zopa.why_give_up(scenario, "west.open", **asked),
        zopa.whatif(scenario, **asked).after,
    ]
    for answer in answers:
        assert [(one.red_line, one.because) for one in answer.kept] == list(told.items())
        assert json.loads(zopa.to_json(answer))["kept"] == [
            {"red_line": line, "because": because} for line, because in told.items()
        ]
