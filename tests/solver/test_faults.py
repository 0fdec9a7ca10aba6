"""Faults injected where CP-SAT answers: whatever it says or fails to say, nothing false is ever claimed."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from support.draws import ALL
from support.faults import SPOILT, Adapter, Fault, denied, interruption, unknown

import zopa
from zopa.solver.cpsat import backend
from zopa.solver.cpsat.backend import CpModel, Response, Run

TWO_DISPUTES = """
format: zopa/1
title: Two disputes in one part
terms:
  {a: {type: quantity, min: 0, max: 9}, b: {type: quantity, min: 0, max: 9, status_quo: 3}, c: {type: yes_no}}
measures: {most: {value: a + b + 2 * c}}
facts: {budget: {require: a + b <= 15}, linked: {require: c implies b >= 1}}
parties:
  x: {red_lines: {a: {require: a >= 6}, b: {require: b >= 6}, free: {require: a + b >= 1}}}
  y: {red_lines: {a: {require: a <= 4}, b: {require: b <= 4, weight: 2.5}, c: {require: c}}}
"""
INLINE = {
    "two disputes": TWO_DISPUTES,
    "feasible": TWO_DISPUTES.replace("a <= 4", "a <= 7").replace("b <= 4", "b <= 8"),
}
CASES = {"two disputes": 1, "feasible": 1, "ukraine-russia": 3 if ALL else 9}
"""By case: the solver lies at one question in so many; an interrupt comes at each of them."""


@cache
def scenario(name: str) -> zopa.Scenario:
    return zopa.loads(INLINE[name]) if name in INLINE else zopa.load(name)


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Adapter:
    return Adapter(monkeypatch)


@cache
def truth(name: str) -> zopa.Analysis:
    """Return the whole answer, which the other tests hold against brute force."""
    return zopa.solve(scenario(name), top=10_000)


def count(adapter: Adapter, name: str) -> int:
    adapter.at(0, unknown)
    zopa.solve(scenario(name))
    return adapter.asked


# -- what may be said -------------------------------------------------------------------------------------------------


def check(told: zopa.Analysis, whole: zopa.Analysis, measures: bool = True) -> None:
    """Check that whatever an answer says is true: it may say less than the whole one, and then says that it does."""
    assert told.verdict in ("undecided", whole.verdict)
    meaning = told.scenario.meaning()
    check_conflicts(told, whole)
    order = [relaxation.give_up for relaxation in whole.relaxations or ()]
    costs = {one.give_up: one.cost for one in whole.relaxations or ()}
    listed = told.relaxations or ()
    assert len({one.give_up for one in listed}) == len(listed)
    assert [one.cost for one in listed] == [costs[given] for given in order[: len(listed)]]
    reached = {one.give_up: one.measures for one in whole.relaxations or ()}
    for one in listed:
        assert costs[one.give_up] == one.cost
        assert tuple(meaning.crossed(meaning.numbers(one.deal))) == one.give_up
        for name, value in one.measures.items():
            assert not measures or value in (None, reached[one.give_up][name])
    if told.relaxations_complete:
        assert len(listed) == min(10, len(order))
    assert told.relaxations_total in (None, whole.relaxations_total)
    if told.cheapest is not None:
        assert whole.cheapest is not None
        assert told.cheapest.cost == whole.cheapest.cost
        assert told.cheapest.total in (None, whole.cheapest.total)
    assert set(told.uncontested or ()) <= set(whole.uncontested or ())
    assert not told.uncontested_complete or told.uncontested == whole.uncontested
    if told.deal is not None:
        assert told.verdict == "deal"
        assert meaning.crossed(meaning.numbers(told.deal)) == []


def check_conflicts(told: zopa.Analysis, whole: zopa.Analysis) -> None:
    known = {conflict.red_lines: conflict for conflict in whole.conflicts or ()}
    for conflict in told.conflicts or ():
        if conflict.is_minimal:
            assert conflict.red_lines in known
            assert conflict.facts is None or set(conflict.facts) >= set(known[conflict.red_lines].facts or ())
        else:
            assert any(set(lines) <= set(conflict.red_lines) for lines in known)
    if told.conflicts_complete:
        assert {conflict.red_lines for conflict in told.conflicts or ()} == set(known)
    costs = {name: line.weight for name, _, line in told.scenario.red_lines()}
    for dispute in told.disputes or ():
        sets = [set((told.conflicts or ())[at].red_lines) for at in dispute.conflicts]
        for way in dispute.resolutions:
            assert way.cost == sum(costs[line] for line in way.give_up)
            assert all(lines & set(way.give_up) for lines in sets)
            assert all(any(lines & set(way.give_up) == {line} for lines in sets) for line in way.give_up)
        totals = [one.resolutions_total for one in whole.disputes or () if one.red_lines == dispute.red_lines]
        assert dispute.resolutions_total is None or [dispute.resolutions_total] == totals


def is_whole(told: zopa.Analysis) -> bool:
    return (
        told.verdict != "undecided"
        and told.conflicts_complete
        and told.relaxations_complete
        and told.uncontested_complete
        and told.relaxations_total is not None
        and all(value is not None for one in told.relaxations or () for value in one.measures.values())
    )


# -- a solver that does not decide ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CASES)
def test_unknown_every_time_is_undecided(adapter: Adapter, name: str) -> None:
    whole = truth(name)
    adapter.always(unknown)
    told = zopa.solve(scenario(name))
    check(told, whole)
    assert told.verdict == "undecided"
    assert (told.conflicts, told.relaxations, told.uncontested) == ((), (), ())
    assert (told.relaxations_total, told.cheapest, told.conflicts_complete) == (None, None, False)


@pytest.mark.parametrize("step", [2, 3, 5])
@pytest.mark.parametrize("name", CASES)
def test_unknown_every_so_often_is_asked_again(adapter: Adapter, name: str, step: int) -> None:
    whole = truth(name)
    adapter.when(lambda asked: asked % step == 0, unknown)
    told = zopa.solve(scenario(name))
    check(told, whole)
    assert told.verdict == whole.verdict
    assert told.conflicts_complete
    assert told.relaxations_total == whole.relaxations_total
    assert told.cheapest == whole.cheapest
    assert all(conflict.is_minimal for conflict in told.conflicts or ())


@pytest.mark.parametrize("name", CASES)
def test_unknown_once_at_any_question_changes_nothing_that_is_claimed(adapter: Adapter, name: str) -> None:
    whole = truth(name)
    for number in range(1, count(adapter, name) + 1, CASES[name]):
        adapter.at(number, unknown)
        told = zopa.solve(scenario(name))
        check(told, whole)
        assert (told.verdict, told.relaxations_total) == (whole.verdict, whole.relaxations_total)


@pytest.mark.parametrize("name", CASES)
def test_unknown_to_begin_with_leaves_a_part_open_and_what_hangs_on_it(adapter: Adapter, name: str) -> None:
    whole = truth(name)
    for first in range(1, 30):
        adapter.when(lambda asked, first=first: asked <= first, unknown)
        check(zopa.solve(scenario(name)), whole)


# -- an interrupt -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answered", [False, True], ids=["the question is lost", "the answer still comes"])
@pytest.mark.parametrize("name", CASES)
def test_an_interrupt_at_any_question_leaves_only_what_is_proved(adapter: Adapter, name: str, answered: bool) -> None:
    whole = truth(name)
    total = count(adapter, name)
    verdicts: Counter[str] = Counter()
    for number in range(1, total + 1, 1 if ALL or name != "ukraine-russia" else 5):
        limits = zopa.Limits()
        adapter.at(number, interruption(limits, answered))
        told = zopa.solve(scenario(name), limits=limits)
        check(told, whole)
        verdicts[told.verdict] += 1
        assert told.stopped_by == (None if is_whole(told) else "interrupt"), number
    assert verdicts[whole.verdict] > 0
    assert answered or verdicts["undecided"] > 0


@pytest.mark.parametrize("sections", [("conflicts",), ("relaxations",), ("deals",)], ids=str)
@pytest.mark.parametrize("name", ["two disputes", "feasible"])
def test_an_interrupt_within_a_part_of_the_answer(adapter: Adapter, name: str, sections: tuple[str, ...]) -> None:
    whole = truth(name)
    adapter.at(0, unknown)
    zopa.solve(scenario(name), sections=sections)  # type: ignore[arg-type]
    for number in range(1, adapter.asked + 1):
        limits = zopa.Limits()
        adapter.at(number, interruption(limits))
        told = zopa.solve(scenario(name), sections=sections, limits=limits)  # type: ignore[arg-type]
        check(told, whole)
        for deal in told.deals or ():
            meaning = told.scenario.meaning()
            assert meaning.crossed(meaning.numbers(deal)) == []
        assert not told.deals_complete or whole.verdict == "no_deal"


# -- a solver that lies -----------------------------------------------------------------------------------------------


DEALS: dict[str, Fault] = {
    **SPOILT,
    "where there is none": lambda outcome, model: Response("feasible", tuple(low for low, _ in model.domains)),
}


@pytest.mark.parametrize("fault", DEALS.values(), ids=DEALS)
@pytest.mark.parametrize("name", CASES)
def test_a_false_deal_is_refused_or_true_after_all(adapter: Adapter, name: str, fault: Fault) -> None:
    whole = truth(name)
    refusals = []
    for number in range(1, count(adapter, name) + 1, CASES[name]):
        adapter.at(number, fault)
        try:
            told = zopa.solve(scenario(name))
        except zopa.SolverError as error:
            refusals.append(str(error))
            continue
        check(told, whole, measures=False)  # that no deal has more is what one solve says
    assert refusals
    assert all("when evaluated exactly" in one for one in refusals)
    adapter.always(fault)
    with pytest.raises(zopa.SolverError):
        zopa.solve(scenario(name))


FALSE_NOES: dict[str, Fault] = {
    "a deal is denied": denied,
    "the reason is too small": lambda outcome, _model: replace(outcome, core=outcome.core[:-1]),
}


@pytest.mark.parametrize("fault", FALSE_NOES.values(), ids=FALSE_NOES)
@pytest.mark.parametrize("name", CASES)
def test_a_false_no_is_refused_or_changes_nothing(adapter: Adapter, name: str, fault: Fault) -> None:
    whole = truth(name)
    for number in range(1, count(adapter, name) + 1, CASES[name]):
        adapter.at(number, fault)
        with suppress(zopa.SolverError):
            check(zopa.solve(scenario(name)), whole)


@pytest.mark.parametrize(("name", "section"), [("two disputes", "relaxations"), ("feasible", "deals")])
def test_a_false_no_is_refused_in_each_part_of_the_answer(adapter: Adapter, name: str, section: str) -> None:
    whole = truth(name)
    for number in range(1, count(adapter, name) + 1):
        adapter.at(number, denied)
        with suppress(zopa.SolverError):
            check(zopa.solve(scenario(name), sections=[section]), whole)  # type: ignore[list-item]


def with_literal(literal: int) -> Fault:
    return lambda outcome, _model: replace(outcome, core=(*outcome.core, literal))


POOR_CORES: dict[str, Fault] = {
    "foreign variable": with_literal(10_000),
    "negated term": with_literal(-1),
    "term": with_literal(0),
    "everything": lambda outcome, model: denied(Response("feasible"), model) if not outcome.values else outcome,
}


@pytest.mark.parametrize("fault", POOR_CORES.values(), ids=POOR_CORES)
@pytest.mark.parametrize("name", CASES)
def test_poor_cores_every_time_change_nothing(adapter: Adapter, name: str, fault: Fault) -> None:
    whole = truth(name)
    adapter.always(fault)
    told = zopa.solve(scenario(name))
    check(told, whole)
    assert is_whole(told)


def test_an_invalid_model_is_a_bug_and_raises(adapter: Adapter) -> None:
    def broken(_outcome: Response, _model: CpModel) -> Response:
        model = CpModel()
        model.variable(0, 2**62)
        model.linear({0: 2**62}, [(0, None)], ())
        adapter.at(0, unknown)
        return Run(backend.Settings(presolve=False, linearization=0), None).solve(model)

    adapter.always(broken)
    with pytest.raises(ValueError, match="invalid"):
        zopa.solve(scenario("two disputes"))
