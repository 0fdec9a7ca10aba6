"""The oracle against all deals of small scenarios: its three answers, its cores, and the deals it picks."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from fractions import Fraction

import pytest

import zopa
from zopa.models.values import Exact
from zopa.solver.cpsat import backend
from zopa.solver.limits import Limits
from zopa.solver.oracle import Deal, Infeasible, Oracle, Unknown

HARBOUR = zopa.loads("""
format: zopa/1
title: Harbour
terms:
  dues: {type: quantity, min: 10, max: 50, step: 10, status_quo: 30}
  rate: {type: quantity, min: 0, max: 1.5, step: 0.5, status_quo: 0.75}
  night: {type: yes_no, status_quo: true}
  board: {type: scale, levels: [none, joint, port], status_quo: joint}
  city: {type: choice, options: [geneva, doha, oslo]}
definitions:
  burden: dues + 20 * rate
measures:
  income: {value: burden - 10 * (board == none)}
  fixed: {value: 2 + 1}
facts:
  staff: {require: night implies dues >= 20}
  split: {require: city == doha implies board != joint}
parties:
  port: {red_lines: {floor: {require: burden >= 60}, board: {require: board == port}, oslo: {require: city == oslo}}}
  fleet:
    red_lines:
      cap: {require: dues <= 30}
      rate: {require: rate < 1}
      say: {require: board <= joint}
      night: {require: night and not (city == geneva)}
  state: {red_lines: {never: {require: rate > 2}, always: {require: dues >= 10}}}
""")
MEANING = HARBOUR.meaning()
LINES = [line.id for line in MEANING.red_lines]
Values = dict[str, Exact]


def make(limits: Limits | None = None) -> Oracle:
    return Oracle(MEANING, tuple(MEANING.terms), MEANING.facts, MEANING.red_lines, limits or Limits())


def all_deals() -> Iterator[tuple[Values, frozenset[str]]]:
    """Yield every deal that holds the facts, in the order of the terms' values, with the red lines it crosses."""
    domains = MEANING.domains
    for steps in itertools.product(*(range(domain.size) for domain in domains.values())):
        values = {name: domain.at(step) for (name, domain), step in zip(domains.items(), steps, strict=True)}
        crossed = MEANING.crossed(values)
        if not {"staff", "split"} & set(crossed):
            yield values, frozenset(crossed)


DEALS = list(all_deals())


def satisfying(lines: Iterable[str]) -> list[Values]:
    wanted = frozenset(lines)
    return [values for values, crossed in DEALS if not crossed & wanted]


def subsets() -> Iterator[tuple[str, ...]]:
    for size in range(len(LINES) + 1):
        yield from itertools.combinations(LINES, size)


# -- ask --------------------------------------------------------------------------------------------------------------


def test_every_question_is_answered_rightly_and_every_core_suffices() -> None:
    oracle = make()
    for lines in subsets():
        match oracle.ask(lines):
            case Deal(values, crossed):
                assert values in satisfying(lines)
                assert (values, crossed) in DEALS
            case Infeasible(core):
                assert set(core) <= set(lines)
                assert list(core) == sorted(core, key=LINES.index)
                assert not satisfying(core)
            case other:
                raise AssertionError(other)


def test_no_line_at_all_needs_the_facts_alone() -> None:
    found = make().ask([])
    assert isinstance(found, Deal)
    assert found.values in satisfying([])


def test_facts_that_contradict_each_other_have_an_empty_core() -> None:
    scenario = zopa.loads("""
format: zopa/1
title: Facts
terms: {a: {type: yes_no}}
facts: {claim: {require: a}, contrary: {require: not a}}
parties: {p: {red_lines: {a: {require: a}}}}
""")
    meaning = scenario.meaning()
    oracle = Oracle(meaning, ("a",), meaning.facts, meaning.red_lines, Limits())
    assert oracle.ask(["p.a"]) == Infeasible((), ("claim", "contrary"))
    assert oracle.confirm([]) is True


def test_the_order_and_repetition_of_the_question_do_not_matter() -> None:
    lines = ["fleet.cap", "port.floor", "fleet.rate", "fleet.say"]
    assert make().ask(lines) == make().ask([*reversed(lines), *lines])


def test_a_limit_that_has_passed_gives_unknown_and_says_which() -> None:
    assert make(Limits(0)).ask(LINES) == Unknown("time_limit")
    limits = Limits()
    limits.interrupt()
    assert make(limits).ask(LINES) == Unknown("interrupt")
    assert make(limits).ask([]) == Unknown("interrupt")


def test_a_solver_that_cannot_decide_is_unknown_and_never_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend.Run, "solve", lambda _run, _model: backend.Response("unknown"))
    oracle = make()
    for lines in ([], ["state.never"], LINES):
        assert isinstance(oracle.ask(lines), Unknown)
    assert oracle.confirm(["state.never"]) is None
    assert oracle.preferred([], {}) is None
    assert oracle.highest([], MEANING.measures[0].node, MEANING.measures[0].definitions) is None


def test_questions_are_counted_and_told() -> None:
    told: list[int] = []
    oracle = make(Limits(on_question=lambda: told.append(1)))
    oracle.ask(LINES)
    oracle.ask([])
    assert oracle.questions == len(told) >= 2


# -- confirm ----------------------------------------------------------------------------------------------------------


def test_a_second_opinion_agrees_with_brute_force() -> None:
    oracle = make()
    for lines in subsets():
        if satisfying(lines):
            with pytest.raises(zopa.SolverError, match="nothing is claimed"):
                oracle.confirm(lines)
        else:
            assert oracle.confirm(lines) is True


# -- preferred --------------------------------------------------------------------------------------------------------


def first_by_rule(lines: Iterable[str], status_quo: Values) -> Values:
    """Return the deal to show: term by term the value nearest the status quo (the lower of two), else the lowest."""

    def rank(values: Values) -> list[tuple[Exact, Exact]]:
        return [
            (abs(values[term] - status_quo[term]) if term in status_quo else 0, values[term]) for term in MEANING.terms
        ]

    return min(satisfying(lines), key=rank)


@pytest.mark.parametrize(
    "status_quo",
    [
        {},
        {"dues": 30, "night": 1, "board": 1},
        {"dues": 50, "rate": Fraction(3, 2), "board": 2, "city": 2},
        {"rate": Fraction(1, 2), "night": 0},
        {"city": 1},
    ],
    ids=str,
)
def test_the_preferred_deal_is_the_first_by_its_rule(status_quo: Values) -> None:
    oracle = make()
    for lines in subsets():
        found = oracle.preferred(lines, status_quo)
        if satisfying(lines):
            assert found is not None
            assert found.values == first_by_rule(lines, status_quo), lines
        else:
            assert found is None


@pytest.mark.parametrize(
    ("off", "nearest"), [(Fraction(3, 4), Fraction(1, 2)), (Fraction(-7), 0), (Fraction(99), Fraction(3, 2))]
)
def test_a_status_quo_off_the_grid_or_out_of_reach_still_counts(off: Fraction, nearest: Exact) -> None:
    found = make().preferred([], {"rate": off})
    assert found is not None
    assert found.values["rate"] == nearest


def test_a_status_quo_between_two_steps_goes_to_the_nearer_one() -> None:
    found = make().preferred([], {"rate": Fraction(9, 10)})
    assert found is not None
    assert found.values["rate"] == 1


# -- highest ----------------------------------------------------------------------------------------------------------


def test_the_highest_value_of_a_measure_is_that_of_brute_force() -> None:
    oracle, income = make(), MEANING.measures[0]
    for lines in subsets():
        found = oracle.highest(lines, income.node, income.definitions)
        values = [income.compute(MEANING.environment(deal)) for deal in satisfying(lines)]
        if not values:
            assert found is None
            continue
        assert found is not None
        assert found.values in satisfying(lines)
        assert income.compute(MEANING.environment(found.values)) == max(values), lines


def test_a_measure_that_is_constant_has_a_deal_too() -> None:
    oracle, fixed = make(), MEANING.measures[1]
    found = oracle.highest(["fleet.cap"], fixed.node, fixed.definitions)
    assert found is not None
    assert found.values in satisfying(["fleet.cap"])


def test_asking_for_the_highest_changes_no_other_answer() -> None:
    oracle, income = make(), MEANING.measures[0]
    before = [oracle.ask(lines) for lines in subsets() if len(lines) < 3]
    oracle.highest(["fleet.cap"], income.node, income.definitions)
    after = [oracle.ask(lines) for lines in subsets() if len(lines) < 3]
    assert [type(answer) for answer in before] == [type(answer) for answer in after]


# -- apart ------------------------------------------------------------------------------------------------------------


def differences(one: Values, other: Values) -> int:
    return sum(one[term] != other[term] for term in MEANING.terms)


@pytest.mark.parametrize("lines", [["port.oslo", "fleet.cap", "fleet.rate"], ["port.floor", "fleet.rate"]], ids=str)
def test_each_deal_is_as_far_from_those_before_it_as_can_be(lines: list[str]) -> None:
    oracle, left = make(), satisfying(lines)
    known = [left.pop(0)]
    for _ in range(6):
        found = oracle.apart(lines, known)
        assert isinstance(found, Deal)
        assert found.values in left
        widest = max(min(differences(deal, other) for other in known) for deal in left)
        assert min(differences(found.values, other) for other in known) == widest
        left.remove(found.values)
        known.append(found.values)


def test_there_is_no_deal_beside_all_of_them() -> None:
    lines = ["port.board", "port.oslo", "fleet.cap", "fleet.rate", "fleet.night"]
    known = satisfying(lines)
    assert len(known) > 1
    assert make().apart(lines, known) is None
    assert isinstance(make().apart(lines, known[1:]), Deal)


def test_deals_apart_under_a_limit_are_unknown() -> None:
    limits = Limits()
    limits.interrupt()
    assert make(limits).apart([], [DEALS[0][0]]) == Unknown("interrupt")


# -- trust ------------------------------------------------------------------------------------------------------------


def test_a_deal_that_breaks_a_fact_or_an_asked_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle = make()
    count = len(oracle._compiled.model.domains)

    def lie(values: dict[str, int]) -> None:
        solution = [0] * count
        for term, step in values.items():
            solution[oracle._compiled.variables[term]] = step
        monkeypatch.setattr(backend.Run, "solve", lambda _run, _model: backend.Response("feasible", tuple(solution)))

    lie({"night": 1})
    with pytest.raises(zopa.SolverError, match="staff"):
        oracle.ask([])
    lie({"dues": 1})
    assert isinstance(oracle.ask(["fleet.cap"]), Deal)
    with pytest.raises(zopa.SolverError, match=r"fleet\.night, port\.oslo"):
        oracle.ask(["port.oslo", "fleet.night"])
    with pytest.raises(zopa.SolverError, match=r"port\.floor"):
        oracle.preferred(["port.floor"], {})
    with pytest.raises(zopa.SolverError, match=r"port\.floor"):
        oracle.confirm(["port.floor"])


def test_a_foreign_literal_in_a_core_explains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle = make()
    guards = oracle._guards

    def core(*literals: int) -> None:
        outcome = backend.Response("infeasible", core=literals)
        monkeypatch.setattr(backend.Run, "solve", lambda _run, _model: outcome)

    asked = ["port.floor", "fleet.cap", "fleet.rate"]
    core(guards["fleet.cap"], guards["port.floor"])
    assert oracle.ask(asked) == Infeasible(("port.floor", "fleet.cap"), ())
    for foreign in (0, -1, -guards["fleet.cap"] - 1, guards["fleet.say"], 10_000):
        core(guards["fleet.cap"], foreign)
        assert oracle.ask(asked) == Infeasible(
            ("port.floor", "fleet.cap", "fleet.rate"), tuple(fact.id for fact in oracle.facts)
        ), foreign
