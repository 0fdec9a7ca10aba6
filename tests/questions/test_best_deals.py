"""The best deals against brute force, laws that they obey, limits, and faults injected where CP-SAT answers."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checks_best_deals import (
    Way,
    _searching,
    bargained,
    by_case,
    changed,
    check_partial,
    points,
    small,
    vector,
    whole,
)
from support.draws import ALL, steady
from support.faults import SPOILT, Adapter, Fault, denied, interruption, unknown
from support.reference import all_deals
from support.reference_bargaining import SOLUTIONS, Bargaining, ValuedSpec, Vector
from support.reference_language import decimal_text, truth
from support.strategies_bargaining import LARGE, Large, large, read_valued, rivals, valued

import zopa
from zopa.solver.cpsat import backend
from zopa.solver.cpsat.backend import CpModel, Response, Run

Found = Mapping[str, list[Vector]]
WAYS: tuple[Way, ...] = ("enumerated", "searched")


@pytest.fixture
def searching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the solver look for what would be enumerated."""
    _searching(monkeypatch)


# -- what may be said -------------------------------------------------------------------------------------------------


def is_whole(told: Any) -> bool:
    """Return whether there is nothing more to say, a second opinion apart."""
    if told.verdict == "no_deal":
        return told.red_lines_verdict == "no_deal" or told.clashes_complete
    return told.frontier_complete and all(told.solutions[name] is not None for name in SOLUTIONS)


def check(told: Any, spec: ValuedSpec, whole: Bargaining) -> None:
    """Check a whole answer."""
    check_partial(told, spec, whole)
    assert (told.verdict, told.red_lines_verdict) == (whole.verdict, whole.red_lines_verdict)
    assert set(told.solutions) == set(SOLUTIONS)
    assert told.stopped_by is None
    if whole.verdict == "deal":
        assert told.frontier_complete
        assert all(told.solutions[name] is not None for name in SOLUTIONS)
        assert all(told.reservation[party] is not None for party in whole.parties)
        assert all(told.ideal[party] is not None for party in whole.parties)
    elif whole.red_lines_verdict == "deal":
        assert told.clashes_complete


# -- against brute force ----------------------------------------------------------------------------------------------


@steady(130)
@given(valued())
def test_generated_scenarios(spec: ValuedSpec) -> None:
    check(bargained(read_valued(spec)), spec, Bargaining(spec))


@steady(50)
@given(valued(most_deals=(60, 150, 24)))
def test_generated_scenarios_searched_by_the_solver(spec: ValuedSpec) -> None:
    check(bargained(read_valued(spec), "searched"), spec, Bargaining(spec))


@pytest.mark.parametrize("seed", range(30))
def test_rivals(seed: int) -> None:
    spec = rivals(Large(100 + seed, 2 + seed % 4, 3 + seed % 3, joined=seed % 2 == 1, reservation=str(20 + seed)))
    check(bargained(read_valued(spec)), spec, Bargaining(spec))


@pytest.mark.parametrize("seed", range(12))
def test_rivals_searched_by_the_solver(seed: int) -> None:
    spec = rivals(Large(200 + seed, 2 + seed % 3 // 2, 3, joined=seed % 2 == 0, reservation=(None, "30")[seed % 4 > 1]))
    check(bargained(read_valued(spec), "searched"), spec, Bargaining(spec))


@pytest.mark.parametrize("name", LARGE)
def test_large_scenarios(name: str) -> None:
    spec = large(name)
    whole = Bargaining(spec)
    told = bargained(read_valued(spec))
    assert len(whole.permitted) > 1_000
    check(told, spec, whole)


@pytest.mark.parametrize("name", [name for name in LARGE if name.startswith("two")])
def test_large_scenarios_of_two_parties_searched_by_the_solver(name: str) -> None:
    spec = large(name)
    check(bargained(read_valued(spec), "searched"), spec, Bargaining(spec))


@pytest.mark.skipif(not ALL, reason="every night, with all draws")
def test_what_is_generated_is_varied() -> None:
    """Verdicts, clashes, ties, fronts of many points and reservation values that are not stated all occur."""
    seen: dict[str, int] = {}

    @steady(250)
    @given(valued())
    def look(spec: ValuedSpec) -> None:
        whole = Bargaining(spec)
        told = {
            "deal": whole.verdict == "deal",
            "reservations clash": bool(whole.clashes),
            "a clash of several": any(len(clash) > 1 for clash in whole.clashes),
            "more points": whole.verdict == "deal" and len(whole.efficient) > 3,
            "ties": whole.verdict == "deal" and any(len(points) > 1 for points in whole.solutions.values()),
            "not stated": whole.verdict == "deal" and len(whole.stated) < len(whole.parties),
            "more parties": len(whole.parties) > 2,
            "nothing to win": whole.verdict == "deal" and any(map(int.__eq__, whole.least, whole.most)),
        }
        for name, so in told.items():
            seen[name] = seen.get(name, 0) + so

    look()
    assert all(amount >= 3 for amount in seen.values()), seen


# -- known answers ----------------------------------------------------------------------------------------------------

DIVIDED = """
format: zopa/1
title: Ten to divide
terms: {share: {type: quantity, min: 0, max: 10}}
parties:
  one: {interests: {share: {weight: 10, worst: 0, best: 10}}}
  two: {interests: {share: {weight: 20, worst: 10, best: 0}}}
"""


@pytest.mark.parametrize("way", WAYS)
def test_ten_to_divide(way: Way) -> None:
    """The first has s, the second 2 (10 - s): the product is greatest at 5, the least gain at 6 (6, 8) and 7 (7, 6)."""
    told = bargained(zopa.loads(DIVIDED), way)
    assert [tuple(point.utilities.values()) for point in told.frontier] == [(s, 20 - 2 * s) for s in range(11)]
    assert [point.deal["share"] for point in told.frontier] == list(range(11))

    def shares(name: str) -> list[Any]:
        return [point.deal["share"] for point in told.solutions[name]]

    assert shares("utilitarian") == [0]
    assert shares("relative_utilitarian") == list(range(11))
    assert shares("nash") == [5]
    assert shares("kalai_smorodinsky") == [5]
    assert shares("egalitarian") == [6]  # 6 and 8 before 6 and 7
    assert told.reservation == {"one": 0, "two": 0}
    assert told.ideal == {"one": 10, "two": 20}
    assert told.stated == ()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("one", "two", "verdict", "clashes"),
    [
        ("4", "12", "deal", ()),
        ("4.001", "12", "no_deal", (("one", "two"),)),
        ("10", "20", "no_deal", (("one", "two"),)),
        ("10.5", "0", "no_deal", (("one",),)),
        ("11", "20.5", "no_deal", (("one",), ("two",))),
    ],
)
def test_reservation_values_to_the_last_place(
    way: Way, one: str, two: str, verdict: str, clashes: tuple[tuple[str, ...], ...]
) -> None:
    text = DIVIDED.replace("10}}}\n", f"10}}}}, reservation: {one}}}\n").replace(
        "0}}}\n", f"0}}}}, reservation: {two}}}\n"
    )
    assert text.count("reservation") == 2
    told = bargained(zopa.loads(text), way)
    assert (told.verdict, told.red_lines_verdict, told.clashes) == (verdict, "deal", clashes)
    assert told.clashes_complete
    if verdict == "deal":
        assert [tuple(point.utilities.values()) for point in told.frontier] == [(4, 12)]
        assert all(len(told.solutions[name]) == 1 for name in SOLUTIONS)


def test_stated_reservation_values_are_told_whatever_the_verdict() -> None:
    text = DIVIDED.replace("10}}}\n", "10}}, reservation: 10.5}\n")
    told = zopa.bargain(zopa.loads(text))
    assert told.verdict == "no_deal"
    assert told.stated == ("one",)
    assert told.reservation == {"one": Fraction("10.5"), "two": None}


@pytest.mark.parametrize("way", WAYS)
def test_thirds_are_told_exactly(way: Way) -> None:
    text = DIVIDED.replace("best: 10}", "best: 3}")
    told = bargained(zopa.loads(text), way)
    assert [point.utilities["one"] for point in told.frontier] == [0, Fraction(10, 3), Fraction(20, 3), 10]


@pytest.mark.parametrize("way", WAYS)
def test_a_party_with_nothing_to_win_counts_for_nothing(way: Way) -> None:
    text = DIVIDED + "  three: {interests: {share: {weight: 0, worst: 10, best: 0}}}\n"
    told, two = bargained(zopa.loads(text), way), bargained(zopa.loads(DIVIDED), way)
    assert told.ideal["three"] == told.reservation["three"] == 0
    for name in ("utilitarian", "relative_utilitarian", "kalai_smorodinsky", "nash"):
        assert [point.deal for point in told.solutions[name]] == [point.deal for point in two.solutions[name]]


@pytest.mark.parametrize("way", WAYS)
def test_one_party_alone(way: Way) -> None:
    text = DIVIDED[: DIVIDED.index("  two")]
    told = bargained(zopa.loads(text), way)
    assert [point.utilities for point in told.frontier] == [{"one": 10}]
    assert all([point.deal for point in told.solutions[name]] == [{"share": 10}] for name in SOLUTIONS)


def test_red_lines_that_no_deal_keeps_leave_no_clash_to_tell() -> None:
    text = DIVIDED.replace(
        "one: {", "one: {reservation: 99, red_lines: {a: {require: share > 5}, b: {require: share < 5}}, "
    )
    told = zopa.bargain(zopa.loads(text))
    assert (told.verdict, told.red_lines_verdict) == ("no_deal", "no_deal")
    assert told.frontier == told.clashes == ()


def test_without_interests_there_is_nothing_to_compare() -> None:
    with pytest.raises(zopa.ScenarioError, match="interests"):
        zopa.bargain(zopa.load("ukraine-russia"))


# -- large terms and fine divisions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [20_000, 1_000_000])
def test_a_large_term_that_nobody_values_decides_nothing(size: int) -> None:
    text = DIVIDED.replace("terms: {", f"terms: {{price: {{type: quantity, min: 0, max: {size}}}, ")
    told, without = bargained(zopa.loads(text)), bargained(zopa.loads(DIVIDED))
    assert told.verdict == "deal"
    assert told.frontier_complete
    assert [point.utilities for point in told.frontier] == [point.utilities for point in without.frontier]
    assert points(told, "nash") == points(without, "nash")


def finely_divided(link: str, size: int) -> str:
    """Return a scenario whose exact utilities are whole only in units far below 2^-62."""
    ends = (97, 89, 83, 79, 73, 71, 67, 61, 59, 53)
    upwards = ", ".join(f"d{at}: {{weight: 1.7, worst: 0, best: {end}}}" for at, end in enumerate(ends))
    downwards = ", ".join(f"d{at}: {{weight: 1.7, worst: {end + 1}, best: 0}}" for at, end in enumerate(ends))
    return (
        "format: zopa/1\ntitle: Fine\nterms:\n"
        + "".join(f"  d{at}: {{type: quantity, min: 0, max: {size}}}\n" for at in range(len(ends)))
        + link
        + f"parties:\n  one: {{interests: {{{upwards}}}}}\n  two: {{interests: {{{downwards}}}}}\n"
    )


JOIN = "facts: {all: {require: 'd0 + d1 + d2 + d3 + d4 + d5 + d6 + d7 + d8 + d9 <= 2'}}\n"
FINE = {
    "a reservation value over several groups": finely_divided("", 1).replace(
        "best: 53}}", "best: 53}}, reservation: 0.1"
    ),
    "one large group": finely_divided(JOIN, 3),
}


@pytest.mark.parametrize("name", FINE)
def test_fine_divisions_are_answered_exactly_or_left_open(name: str) -> None:
    """Nothing breaks; an answer that cannot be proved is absent."""
    text = FINE[name]
    told = bargained(zopa.loads(text), time_limit=10)
    assert told.verdict in ("deal", "undecided")
    meaning = told.scenario.meaning()
    for point in told.frontier:
        assert meaning.crossed(meaning.numbers(point.deal)) == []
        env = meaning.numbers(point.deal)
        assert {party: meaning.utilities[party].of(env) for party in told.parties} == dict(point.utilities)


# -- laws -------------------------------------------------------------------------------------------------------------


def front(told: Any) -> list[Vector]:
    return [vector(told.parties, point.utilities) for point in told.frontier]


def moved(found: Iterable[Vector], at: int, change: Callable[[Fraction], Fraction]) -> list[Vector]:
    return [(*one[:at], change(one[at]), *one[at + 1 :]) for one in found]


@steady(40)
@given(valued(most_deals=(150, 400)), st.sampled_from(("7", "-12.5", "100")))
def test_a_bonus_that_always_holds_shifts_one_party_and_changes_no_deal(spec: ValuedSpec, worth: str) -> None:
    party = spec.negotiators[0]
    values = spec.values[party]
    lifted = None if values.reservation is None else decimal_text(Fraction(values.reservation) + Fraction(worth))
    shifted = changed(spec, party, bonuses=(*values.bonuses, (truth("true"), worth)), reservation=lifted)
    before, after = bargained(read_valued(spec)), bargained(read_valued(shifted))
    assert after.verdict == before.verdict
    assert after.clashes == before.clashes

    def shift(found: list[Vector]) -> list[Vector]:
        return moved(found, 0, lambda utility: utility + Fraction(worth))

    assert front(after) == shift(front(before))
    if before.verdict == "deal":
        for name in SOLUTIONS:
            assert points(after, name) == shift(points(before, name)), name


@steady(40)
@given(valued(most_deals=(150, 400)))
def test_another_scale_for_one_party_changes_no_scale_free_solution(spec: ValuedSpec) -> None:
    party = spec.negotiators[-1]
    at, values = len(spec.negotiators) - 1, replace(spec.values[spec.negotiators[-1]], normalise=False)
    spec = replace(spec, values={**spec.values, party: values})
    scaled = changed(
        spec,
        party,
        interests={word: replace(stake, weight=tenfold(stake.weight)) for word, stake in values.interests.items()},
        bonuses=tuple((when, tenfold(worth)) for when, worth in values.bonuses),
        reservation=None if values.reservation is None else tenfold(values.reservation),
    )
    before, after = bargained(read_valued(spec)), bargained(read_valued(scaled))
    assert (after.verdict, after.clashes) == (before.verdict, before.clashes)
    assert front(after) == moved(front(before), at, lambda utility: 10 * utility)
    if before.verdict == "deal":
        for name in ("nash", "kalai_smorodinsky", "relative_utilitarian"):
            assert points(after, name) == moved(points(before, name), at, lambda utility: 10 * utility), name


def tenfold(spelt: str) -> str:
    return decimal_text(10 * Fraction(spelt))


@steady(40)
@given(valued(most_deals=(150, 400)), st.randoms(use_true_random=False))
def test_the_order_of_terms_and_parties_decides_nothing(spec: ValuedSpec, chance: Any) -> None:
    terms, parties = list(spec.terms), list(spec.parties)
    chance.shuffle(terms)
    chance.shuffle(parties)
    other = replace(
        spec,
        terms={word: spec.terms[word] for word in terms},
        parties={party: spec.parties[party] for party in parties},
        facts=dict(reversed(spec.facts.items())),
    )
    before, after = bargained(read_valued(spec)), bargained(read_valued(other))
    assert after.verdict == before.verdict
    assert {frozenset(clash) for clash in after.clashes} == {frozenset(clash) for clash in before.clashes}
    assert after.parties == other.negotiators

    def unordered(found: Any) -> set[frozenset[tuple[str, Any]]]:
        return {frozenset(point.utilities.items()) for point in found}

    assert unordered(after.frontier) == unordered(before.frontier)
    assert dict(after.reservation) == dict(before.reservation)
    assert dict(after.ideal) == dict(before.ideal)
    if before.verdict == "deal":
        for name in SOLUTIONS:
            assert unordered(after.solutions[name]) == unordered(before.solutions[name]), name


# -- limits -----------------------------------------------------------------------------------------------------------

WITH_PART = ("two in one group", "three in one group", "with reservation values")
"""Those of which a part can be told."""


@by_case
def test_no_time_leaves_everything_open(case: str) -> None:
    spec, answer, scenario = whole(case)
    told = zopa.bargain(scenario, time_limit=0)
    check_partial(told, spec, answer)
    assert told.verdict == told.red_lines_verdict == "undecided"
    assert not told.frontier
    assert not told.frontier_complete
    assert all(found is None for found in told.solutions.values())
    assert not told.clashes
    assert not told.clashes_complete
    assert told.stopped_by == "time_limit"


def test_a_time_limit_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four quantities, each its own group, whose sums make a frontier of 78,251 points; a look takes 1 ms."""
    text = finely_divided("", 100)
    for at in range(4, 10):
        text = re.sub(rf"(  d{at}: .*\n|, d{at}: {{[^}}]*}})", "", text)
    scenario = zopa.loads(text)
    looks = count()
    monkeypatch.setattr("zopa.solver.limits.time", SimpleNamespace(monotonic=lambda: next(looks) / 1000))
    told = zopa.bargain(scenario, time_limit=0.05)
    assert told.stopped_by == "time_limit"
    assert not is_whole(told)
    assert next(looks) < 500, "the search goes on long after the limit"


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch, searching: None) -> Adapter:
    return Adapter(monkeypatch)


def questions(adapter: Adapter, case: str) -> int:
    adapter.at(0, unknown)
    spec, answer, scenario = whole(case)
    check(zopa.bargain(scenario), spec, answer)
    return adapter.asked


def some(total: int, most: int = 12) -> list[int]:
    """Return some of the questions, the first and the last among them."""
    return sorted({*range(1, total + 1, math.ceil(total / (most if ALL else most / 2))), total})


@pytest.mark.parametrize("answered", [False, True], ids=["the question is lost", "the answer still comes"])
@by_case
def test_an_interrupt_leaves_only_what_is_proved(adapter: Adapter, case: str, answered: bool) -> None:
    spec, answer, scenario = whole(case)
    total = questions(adapter, case)
    assert total > 0
    partial = 0
    for at in some(total):
        limits = zopa.Limits()
        adapter.at(at, interruption(limits, answered))
        told = zopa.bargain(scenario, limits=limits)
        check_partial(told, spec, answer)
        if told.confirmed or not is_whole(told):  # what lost its second opinion alone may tell of the interrupt
            assert told.stopped_by == (None if is_whole(told) else "interrupt")
        if not told.frontier_complete:
            partial += bool(told.frontier)
    assert case not in WITH_PART or partial


def test_an_interrupt_in_the_middle_keeps_the_points_found(adapter: Adapter) -> None:
    """Told through ``on_question``, as by a progress display: the question that is asked is lost."""
    case = "two in one group"
    spec, answer, scenario = whole(case)
    known = set()
    for last in range(questions(adapter, case)):
        limits = zopa.Limits()
        limits.on_question = interrupting(limits, last)
        told = zopa.bargain(scenario, limits=limits)
        check_partial(told, spec, answer)
        known.add((told.verdict, len(told.frontier), told.frontier_complete))
    assert ("undecided", 0, False) in known
    assert any(0 < amount < len(answer.frontier) for _, amount, _ in known)
    assert all(not complete for _, amount, complete in known if amount < len(answer.frontier))


def interrupting(limits: zopa.Limits, last: int) -> Callable[[], None]:
    """Return what interrupts once some questions have been asked."""
    asked = 0

    def count() -> None:
        nonlocal asked
        asked += 1
        if asked > last:
            limits.interrupt()

    return count


# -- a solver that does not decide, or lies ---------------------------------------------------------------------------


@by_case
def test_unknown_every_time_claims_nothing_false(adapter: Adapter, case: str) -> None:
    spec, answer, scenario = whole(case)
    adapter.always(unknown)
    told = zopa.bargain(scenario)
    check_partial(told, spec, answer)
    assert told.verdict == "undecided"
    assert not told.frontier
    assert not told.frontier_complete


@pytest.mark.parametrize("step", [2, 3])
@by_case
def test_unknown_every_so_often_claims_nothing_false(adapter: Adapter, case: str, step: int) -> None:
    spec, answer, scenario = whole(case)
    adapter.when(lambda asked: asked % step == 0, unknown)
    check_partial(zopa.bargain(scenario), spec, answer)


@by_case
def test_unknown_once_claims_nothing_false(adapter: Adapter, case: str) -> None:
    spec, answer, scenario = whole(case)
    for at in some(questions(adapter, case)):
        adapter.at(at, unknown)
        check_partial(zopa.bargain(scenario), spec, answer)


@by_case
def test_unknown_from_some_question_on_claims_nothing_false(adapter: Adapter, case: str) -> None:
    spec, answer, scenario = whole(case)
    for at in some(questions(adapter, case), 8):
        adapter.when(lambda asked, at=at: asked >= at, unknown)  # type: ignore[misc]
        check_partial(zopa.bargain(scenario), spec, answer)


@pytest.mark.parametrize("fault", SPOILT.values(), ids=SPOILT)
@by_case
def test_a_false_deal_is_refused(adapter: Adapter, case: str, fault: Fault) -> None:
    spec, answer, scenario = whole(case)
    for at in some(questions(adapter, case), 6):
        adapter.at(at, fault)
        try:
            told = zopa.bargain(scenario)
        except zopa.SolverError:
            continue
        check_partial(told, spec, answer)


@by_case
def test_a_false_no_is_refused_or_changes_nothing(adapter: Adapter, case: str) -> None:
    spec, answer, scenario = whole(case)
    for at in some(questions(adapter, case)):
        adapter.at(at, denied)
        with suppress(zopa.SolverError):
            check_partial(zopa.bargain(scenario), spec, answer)


def hasty(outcome: Response, model: CpModel) -> Response:
    """Call some deal the best."""
    if outcome.status != "optimal":
        return outcome
    other = model.copy()
    other.proto.clear_objective()
    return replace(Run(backend.Settings(presolve=False, linearization=0), None).solve(other), status="optimal")


@by_case
def test_a_deal_falsely_called_best_is_refused_or_changes_nothing(adapter: Adapter, case: str) -> None:
    spec, answer, scenario = whole(case)
    for at in some(questions(adapter, case)):

        def fault(outcome: Response, model: CpModel, at: int = at) -> Response:
            adapter.at(0, unknown)  # its own question is a true one
            return hasty(outcome, model)

        adapter.at(at, fault)
        with suppress(zopa.SolverError):
            told = zopa.bargain(scenario)
            if told.confirmed:
                check_partial(told, spec, answer)


def test_the_reference_agrees_with_itself() -> None:
    """The quick sum of the brute force is the definition's, and its frontier what no other deal dominates."""
    spec = small(3, joined=True)
    answer = Bargaining(spec)
    listed = {spec.vector(env) for env in all_deals(spec) if spec.permitted(env)}
    assert {answer.exact(one) for one in answer.permitted} == listed
    beaten = {one for one in listed for other in listed if other != one and all(map(Fraction.__ge__, other, one))}
    assert sorted(listed - beaten) == answer.frontier
