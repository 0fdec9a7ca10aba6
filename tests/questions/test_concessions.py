"""Concessions, burden, sensitivity and assumptions against brute force, on generated scenarios."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from support.draws import steady
from support.reference import Answer, Line, Spec, Term, all_deals, minimal
from support.reference_graded import (
    GIVEN_UP,
    Graded,
    GradedLine,
    GradedSpec,
    Rung,
    Slide,
    Step,
    denominator,
    graded_document,
    is_sum,
    kind_of,
    movable,
    rows,
    unit_amount,
    unit_of,
    unsound,
    words_in,
)
from support.reference_language import Expr, compare, day, evaluate, holds, made, name, number, text
from support.strategies import dense_scenarios, scenarios, side_by_side
from support.strategies_language import Draw, Writer

import zopa
from zopa.solver.concessions import frontier, sensitivity

COSTS = ("1", "0", "0.5", "2", "3", "0.25", "1.5")
RATES = ("1", "0.5", "2", "0.25", "3")
PERS = (None, "1", "2", "0.5", "10")
REACHES = (None, "2", "1", "0.5", "3", "1.5", "10", "0.2")
UNITS = (None, "men", "tanks", "days")
TINY = Fraction(1, 1000)
MILLION = 10**6

Asked: TypeAlias = dict[str, Any]


# -- scenarios --------------------------------------------------------------------------------------------------------


@st.composite
def graded(draw: Draw, by_unit: bool = False) -> GradedSpec:
    """Draw a scenario whose lines have fallbacks or slopes, are never given up, or are plain."""
    spec = draw(scenarios(lines=(3, 2, 4, 1, 5)) | dense_scenarios() | side_by_side())
    writer = Writer(draw, spec.terms, [word for word in spec.definitions if "_" not in word])
    even = draw(st.integers(0, 2)) == 1
    graded_by = {
        party: {
            word: graded_line(draw, writer, spec, varied(draw, spec, line, even), by_unit, even)
            for word, line in own.items()
        }
        for party, own in spec.parties.items()
    }
    units: dict[str, str] = {}
    if not spec.definitions:
        drawn = {word: draw(st.sampled_from(UNITS)) for word, term in spec.terms.items() if term.kind == "quantity"}
        units = {word: unit for word, unit in drawn.items() if unit is not None}
    return GradedSpec(spec.terms, graded_by, spec.definitions, spec.facts, units=units)


def varied(draw: Draw, spec: Spec, line: Line, even: bool) -> Line:
    """Return a line as it is, or an equation, or one that compares two things that vary, or days."""
    line = unmixed(spec, replace(line, weight=draw(st.sampled_from(("2", "3", "1")))) if even else line)
    quantities = [word for word, term in spec.terms.items() if term.kind == "quantity"]
    days = {word: term for word, term in spec.terms.items() if term.kind == "date"}
    sign = draw(st.sampled_from((">=", "<=", "<", ">", "==")))
    match draw(st.sampled_from(("", "", "", "equal", "two", "day", "day", "days"))):
        case "equal" if movable(line.require, spec):
            return replace(line, require=replace(line.require, word=("==",)))
        case "two" if quantities:
            one, two = (name(draw(st.sampled_from(quantities))) for _ in range(2))
            return replace(
                line, require=compare(one, sign, made("+", two, number(draw(st.sampled_from(("1", "0.5"))))))
            )
        case "day" if days:
            word = draw(st.sampled_from(sorted(days)))
            bound = day(date.fromordinal(draw(st.sampled_from(days[word].values))))
            sides = (name(word), bound) if draw(st.booleans()) else (bound, name(word))
            return replace(line, require=compare(sides[0], sign, sides[1]))
        case "days" if days:
            one, two = (name(draw(st.sampled_from(sorted(days)))) for _ in range(2))
            return replace(line, require=compare(one, sign, made("+", two, number("2"))))
    return line


def graded_line(draw: Draw, writer: Writer, spec: Spec, line: Line, by_unit: bool, even: bool) -> GradedLine:
    keep = draw(st.integers(0, 6)) == 3
    most = Fraction(1000) if keep else line.cost
    kind = draw(st.sampled_from(("slope", "fallbacks", "slope", "plain")))
    if kind == "slope" and movable(line.require, spec) and not (by_unit and keep):
        slope = Slide("1") if even else Slide(draw(st.sampled_from(RATES)), draw(st.sampled_from(PERS)))
        reaches = [reach for reach in REACHES if reach is None or Fraction(reach) * slope.rate <= most]
        return GradedLine(line.require, line.weight, keep, slope=replace(slope, up_to=draw(st.sampled_from(reaches))))
    if kind == "fallbacks":
        costs = st.sampled_from([cost for cost in COSTS if Fraction(cost) <= most])
        rungs: list[Rung] = []
        rung = line.require
        for cost in sorted(draw(st.lists(costs, min_size=1, max_size=3)), key=Fraction):
            rung = made("or", rung, writer.condition(1))
            rungs.append(Rung(rung, cost))
        return GradedLine(line.require, line.weight, keep, tuple(rungs))
    return GradedLine(line.require, line.weight, keep)


def unmixed(spec: Spec, line: Line) -> Line:
    """Return a line that compares no condition, counted as 0 or 1, with a number, and no parts of days.

    What ``<`` and ``>`` compare is a sum: of anything else the reference does not know in which steps it moves.
    """
    if not movable(line.require, spec):
        return line
    kinds = [kind_of(part, spec) for part in line.require.parts]
    is_strict = line.require.word[0] in ("<", ">") and not all(is_sum(part, spec) for part in line.require.parts)
    if "condition" in kinds or is_strict or ("date" in kinds and denominator(line.require, spec) != 1):
        return replace(line, require=made("not", made("not", line.require)))
    return line


def read(spec: GradedSpec) -> zopa.Scenario:
    """Return a scenario as zopa reads it; one whose numbers grow too large for it is passed over."""
    try:
        return zopa.loads(graded_document(spec))
    except zopa.ScenarioError as error:
        if all("2^62" in problem.message for problem in error.problems):
            reject()
        raise


def only(spec: GradedSpec, parties: Collection[str]) -> GradedSpec:
    """Return a scenario with the red lines of some parties alone."""
    return replace(spec, parties={party: own if party in parties else {} for party, own in spec.parties.items()})


@st.composite
def requests(draw: Draw, spec: GradedSpec) -> Asked:
    """Draw what may be asked of a scenario beside the lists themselves."""
    parties = sorted(spec.parties)
    some = st.lists(st.sampled_from(parties), max_size=2, unique=True)
    asked: Asked = {}
    match draw(st.sampled_from(("", "", "keep", "only_from", "only_between", "budgets", "all"))):
        case "keep":
            asked["keep"] = draw(st.lists(st.sampled_from([*spec.lines, *parties]), max_size=2, unique=True))
        case "only_from":
            asked["only_from"] = draw(some)
        case "only_between":
            asked["only_between"] = draw(some)
        case "budgets":
            asked["budgets"] = draw(budgets(parties))
        case "all":
            asked["keep"] = draw(st.lists(st.sampled_from([*spec.lines]), max_size=1)) if spec.lines else []
            asked["budgets"] = draw(budgets(parties))
    return asked


def budgets(parties: Sequence[str]) -> st.SearchStrategy[dict[str, Any]]:
    most = st.sampled_from((2, 1, 3, zopa_cost("0.5"), zopa_cost("1.25"), 0, 5))
    return st.dictionaries(st.sampled_from(parties), most, max_size=2)


def zopa_cost(spelt: str) -> Any:
    value = Fraction(spelt)
    return int(value) if value.denominator == 1 else zopa.RedLine(require="x", weight=spelt).weight


def expected(spec: GradedSpec, asked: Asked, by_unit: bool = False) -> Graded:
    """Return the brute-force answer to a request."""
    between, only_from, keep = (asked.get(key, ()) for key in ("only_between", "only_from", "keep"))
    spec = only(spec, between) if between else spec
    kept = [
        word
        for word in spec.lines
        if {word, word.split(".")[0]} & set(keep) or (only_from and word.split(".")[0] not in only_from)
    ]
    most = {party: Fraction(cost) for party, cost in asked.get("budgets", {}).items()}
    return Graded(spec, kept, most, by_unit)


# -- packages ---------------------------------------------------------------------------------------------------------


def check_number(told: object, right: Fraction) -> None:
    """Check that a number is exact, and an integer where it is whole."""
    assert not isinstance(told, float)
    assert Fraction(told) == right  # type: ignore[arg-type]
    assert isinstance(told, int) == (right.denominator == 1)


def step_of(concession: zopa.Concession) -> Step:
    """Return the step that a concession tells."""
    told = [concession.given_up, concession.fallback is not None, concession.amount is not None]
    assert told.count(True) == 1
    if concession.given_up:
        return GIVEN_UP
    if concession.fallback is not None:
        return Fraction(concession.fallback)
    assert concession.amount is not None
    return Fraction(concession.amount)


def vector_of(package: zopa.Package) -> dict[str, Step]:
    return {one.red_line: step_of(one) for one in package.concessions}


def check_package(answer: Graded, package: zopa.Package) -> None:
    """Check all that the answer says of one relaxation, given that its steps are right."""
    vector = vector_of(package)
    assert list(vector) == [word for word in answer.lines if word in vector]
    assert len(vector) == len(package.concessions)
    check_number(package.cost, answer.total(vector.items()))
    assert list(package.gives) == answer.parties
    for told, right in zip(package.gives.values(), answer.gives(vector.items()), strict=True):
        check_number(told, right)
    amounts = answer.amounts(vector.items())
    assert set(package.moved) == set(amounts)
    for unit, amount in amounts.items():
        check_number(package.moved[unit], amount)
    assert list(package.deal) == list(answer.spec.terms)
    env = answer.spec.read(package.deal)
    row = next(row for row in answer.known if row.deal == env)
    assert {word: step for word in answer.lines if (step := answer.step(word, row))} == vector
    assert env == answer.preferred(vector)
    for one in package.concessions:
        check_concession(answer, one, env)
        check_is_least(answer, vector, one)


def check_concession(answer: Graded, one: zopa.Concession, env: Mapping[str, Any] | None) -> None:
    """Check how the answer describes one move; where it may go either way, on the deal that shows it."""
    line, step = answer.lines[one.red_line], step_of(one)
    if answer.counted(one.red_line):
        assert one.cost is None
    else:
        check_number(one.cost, answer.cost(one.red_line, step))
    if one.fallback is not None:
        assert (one.before, one.kept_at) == (text(line.require), text(line.fallbacks[one.fallback - 1].require))
        assert (one.amount, one.unit) == (None, None)
        return
    bound = bound_of(answer, line.require)
    if not movable(line.require, answer.spec):
        assert one.before == text(line.require)
    elif bound is not None:
        assert as_number(one.before) == evaluate(bound, {})
        assert isinstance(one.before, date) == (unit_of(line.require, answer.spec) == "days" and is_day(bound))
    if one.given_up:
        assert (one.kept_at, one.amount, one.unit) == (None, None, None)
        return
    assert one.unit == unit_of(line.require, answer.spec)
    assert as_number(one.amount) % unit_amount(line.require, answer.spec) == 0
    check_number(one.amount, Fraction(step))
    if bound is None:
        if one.before == 0 and all(map(words_in, line.require.parts)) and both_vary(answer, line.require):
            assert as_number(one.kept_at) == step
        return
    assert isinstance(one.kept_at, date) == isinstance(one.before, date)
    assert abs(as_number(one.kept_at) - as_number(one.before)) == step
    if env is None:
        return
    assert holds(moved_to(line.require, as_number(one.kept_at)), env)
    back = 1 if as_number(one.kept_at) < as_number(one.before) else -1
    nearer = as_number(one.kept_at) + back * unit_amount(line.require, answer.spec)
    assert not holds(moved_to(line.require, nearer), env)


def bound_of(answer: Graded, require: Expr) -> Expr | None:
    """Return the side of a comparison that is spelt out, where the other varies."""
    if not movable(require, answer.spec):
        return None
    left, right = require.parts
    side, other = (right, left) if not words_in(right) else (left, right)
    varies = len({evaluate(other, env) for env in all_deals(answer.spec)}) > 1
    return side if varies and not words_in(side) else None


def both_vary(answer: Graded, require: Expr) -> bool:
    envs = list(all_deals(answer.spec))
    return all(len({evaluate(part, env) for env in envs}) > 1 for part in require.parts)


def is_day(bound: Expr) -> bool:
    return bound.kind == "day"


def as_number(value: object) -> Fraction:
    return Fraction(value.toordinal() if isinstance(value, date) else value)  # type: ignore[arg-type]


def moved_to(require: Expr, value: Fraction) -> Expr:
    """Return a comparison with another bound; days count as their ordinals."""
    left, right = require.parts
    literal = number(value)
    return replace(require, parts=(left, literal) if not words_in(right) else (literal, right))


def check_is_least(answer: Graded, vector: Mapping[str, Step], one: zopa.Concession) -> None:
    """Check that no deal makes do with less on one line, and no more on the others."""
    word, step = one.red_line, vector[one.red_line]
    rest = {**vector, word: 0}
    row_steps = [answer.step(word, row) for row in answer.within(vector)]
    assert row_steps
    assert all(own == step for own in row_steps)
    assert not answer.within(rest)


# -- the list ---------------------------------------------------------------------------------------------------------


def check_list(answer: Graded, told: zopa.Concessions, top: int, max_cost: Fraction | None = None) -> None:
    """Check a list of relaxations with concessions."""
    right = answer.relaxations
    within = [cost for cost in sorted(right.values()) if max_cost is None or cost <= max_cost]
    assert told.verdict == answer.verdict
    assert told.stopped_by is None
    assert told.relaxations_complete
    assert told.confirmed
    vectors = [frozenset(vector_of(package).items()) for package in told.relaxations]
    assert len(vectors) == len(set(vectors))
    assert set(vectors) <= set(right)
    assert [right[vector] for vector in vectors] == within[:top]
    assert told.relaxations_total == (len(right) if len(vectors) == len(right) else None)
    assert told.relaxations_within == (len(within) if len(within) <= top else None)
    for package in told.relaxations:
        check_package(answer, package)


@steady(100)
@given(graded(), st.data())
def test_the_list_is_that_of_brute_force(spec: GradedSpec, data: st.DataObject) -> None:
    asked = data.draw(requests(spec), label="asked")
    top = data.draw(st.sampled_from((100, 1, 3)), label="top")
    max_cost = data.draw(st.sampled_from((None, None, 2, zopa_cost("1.25"), 0)), label="max_cost")
    told = zopa.concessions(read(spec), top=top, max_cost=max_cost, **asked)
    check_list(expected(spec, asked), told, top, None if max_cost is None else Fraction(max_cost))
    assert told.max_cost == max_cost


@steady(20)
@given(graded())
def test_with_nothing_to_move_the_list_is_that_of_plain_relaxations(spec: GradedSpec) -> None:
    plain = {
        party: {word: GradedLine(line.require, line.weight) for word, line in own.items()}
        for party, own in spec.parties.items()
    }
    bare = replace(spec, parties=plain)
    answer = Answer(bare)
    told = zopa.concessions(read(bare), top=1000)
    listed = {frozenset(one.red_line for one in package.concessions): package.cost for package in told.relaxations}
    assert {lines: Fraction(cost) for lines, cost in listed.items()} == answer.relaxations
    assert told.relaxations_total == len(listed)


# -- the burden -------------------------------------------------------------------------------------------------------


def best(points: Sequence[tuple[Fraction, ...]], key: Any) -> tuple[int, ...]:
    keys = [key(point) for point in points]
    return tuple(at for at, one in enumerate(keys) if one == min(keys))


@steady(70)
@given(graded(), st.data())
def test_the_frontier_is_that_of_brute_force(spec: GradedSpec, data: st.DataObject) -> None:
    asked = data.draw(requests(spec), label="asked")
    answer = expected(spec, asked)
    told = zopa.burden(read(spec), **asked)
    assert told.verdict == answer.verdict
    assert told.frontier_complete
    assert told.confirmed
    assert told.stopped_by is None
    assert list(told.parties) == answer.parties
    points = [tuple(map(Fraction, package.gives.values())) for package in told.frontier]
    assert points == sorted(answer.frontier)
    for package in told.frontier:
        assert frozenset(vector_of(package).items()) in answer.relaxations
        check_package(answer, package)
    assert told.least_total == best(points, sum)
    assert told.min_max == best(points, lambda point: max(point, default=0))
    assert told.leximin == best(points, lambda point: sorted(point, reverse=True))
    if points:
        assert told.fairest is not None
        fairest = tuple(map(Fraction, told.fairest.gives.values()))
        assert (max(fairest, default=0), sum(fairest)) == min((max(one, default=0), sum(one)) for one in points)
        check_package(answer, told.fairest)


# -- the smallest movements -------------------------------------------------------------------------------------------


@steady(70)
@given(graded(by_unit=True), st.data())
def test_the_smallest_movements_are_those_of_brute_force(spec: GradedSpec, data: st.DataObject) -> None:
    asked = data.draw(requests(spec), label="asked")
    asked.pop("budgets", None)
    answer = expected(spec, asked, by_unit=True)
    told = zopa.concessions(read(spec), smallest=True, top=1000, **asked)
    assert told.smallest
    assert told.verdict == answer.verdict
    assert told.relaxations_complete
    assert told.confirmed
    points = [
        (
            Fraction(package.cost),
            frozenset((unit, Fraction(amount)) for unit, amount in package.moved.items() if amount),
        )
        for package in told.relaxations
    ]
    assert len(points) == len(set(points)) == told.relaxations_total
    assert set(points) == answer.movements
    for package in told.relaxations:
        check_package(answer, package)


# -- sensitivity ------------------------------------------------------------------------------------------------------


def possible(line: GradedLine, weights: Sequence[Fraction]) -> list[Fraction]:
    """Return the weights that the line could have."""
    return [weight for weight in weights if weight >= line.least_weight]


def check_range(answer: Graded, word: str, weighing: zopa.Weighing) -> None:
    """Check that the cheapest stay within the range told, and change beyond it."""
    line, now = answer.lines[word], answer.cheapest
    above, below = (None if end is None else Fraction(end) for end in (weighing.above, weighing.below))
    assert above is None or above <= line.cost
    assert below is None or below >= line.cost
    low = line.least_weight if above is None else max(above, line.least_weight)
    high = low + 1000 if below is None else below
    inside = [low + TINY, (low + high) / 2, high - TINY] if above != below or above is None else []
    for weight in possible(line, [*([low] if above is None else []), *inside]):
        assert answer.with_weight(word, weight).cheapest == now, f"{word}: changed within, at {weight}"
    outside = [above - TINY] if above is not None else []
    outside += [below + TINY] if below is not None else []
    for weight in possible(line, outside):
        assert answer.with_weight(word, weight).cheapest != now, f"{word}: the same beyond, at {weight}"
    if below is not None and below > line.cost:
        assert answer.with_weight(word, below).cheapest != now, f"{word}: the same at the bound {below}"


@steady(70)
@given(graded(), st.data())
def test_roles_and_ranges_are_those_of_brute_force(spec: GradedSpec, data: st.DataObject) -> None:
    asked = data.draw(requests(spec), label="asked")
    asked.pop("budgets", None)
    answer = expected(spec, asked)
    told = zopa.sensitivity(read(spec), **asked)
    assert told.verdict == answer.verdict
    if not answer.relaxations:
        assert (told.cost, told.total, told.red_lines) == (None, None, ())
        return
    assert told.complete
    assert told.stopped_by is None
    cheapest = answer.cheapest
    check_number(told.cost, min(answer.relaxations.values()))
    assert told.total == len(cheapest)
    assert [one.red_line for one in told.red_lines] == list(answer.lines)
    for weighing in told.red_lines:
        word = weighing.red_line
        steps = [dict(vector).get(word, 0) for vector in cheapest]
        moving = [step for step in steps if step]
        assert weighing.role == ("none" if not moving else "all" if len(moving) == len(steps) else "some")
        assert [step_of(one) for one in weighing.concessions] == sorted(set(moving))
        for one in weighing.concessions:
            check_concession(answer, one, None)
        assert weighing.is_proved
        if word in answer.keep or answer.lines[word].keep:
            assert (weighing.weight, weighing.above, weighing.below) == (None, None, None)
            continue
        check_number(weighing.weight, answer.weight(word))
        check_range(answer, word, weighing)


@steady(25)
@given(graded())
def test_roles_and_ranges_are_right_where_not_all_of_the_cheapest_are_looked_at(spec: GradedSpec) -> None:
    answer = Graded(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sensitivity, "MOST_TIES", 1)
        told = zopa.sensitivity(read(spec))
    assert told.verdict == answer.verdict
    cheapest = answer.cheapest if answer.relaxations else set()
    assert told.total in (None, len(cheapest))
    for weighing in told.red_lines:
        moved = [dict(vector).get(weighing.red_line, 0) != 0 for vector in cheapest]
        assert weighing.role in (None, "all" if all(moved) else "some" if any(moved) else "none")
        if weighing.is_proved and not answer.lines[weighing.red_line].keep:
            check_range(answer, weighing.red_line, weighing)


@steady(15)
@given(graded())
def test_a_frontier_cut_off_has_only_points_of_the_whole(spec: GradedSpec) -> None:
    answer = Graded(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frontier, "MOST_POINTS", 2)
        told = zopa.burden(read(spec))
    points = [tuple(map(Fraction, package.gives.values())) for package in told.frontier]
    assert set(points) == answer.frontier or (not told.frontier_complete and len(points) < len(answer.frontier))
    assert all(Graded(spec, budgets=dict(zip(answer.parties, point, strict=True))).needs for point in points)
    if told.fairest is not None:
        most = [max(one, default=0) for one in answer.frontier]
        assert max(map(Fraction, told.fairest.gives.values()), default=0) == min(most)


# -- assumptions ------------------------------------------------------------------------------------------------------


@steady(25)
@given(graded(), st.data())
def test_assumptions_are_those_of_brute_force(spec: GradedSpec, data: st.DataObject) -> None:
    assume(spec.facts)
    names = data.draw(st.lists(st.sampled_from(sorted(spec.facts)), min_size=1, unique=True), label="assumptions")
    spec = replace(spec, assumed=tuple(word for word in spec.facts if word in names))
    told = zopa.assumptions(read(spec), top=1000)
    enough = set(minimal(spec.assumed, lambda dropped: Graded(spec, known=rows(spec, dropped)).verdict == "deal"))
    assert {frozenset(one) for one in told.enough} == enough
    assert len(told.enough) == len(enough) == told.enough_total
    assert [len(one) for one in told.enough] == sorted(map(len, enough))
    assert told.enough_complete
    assert told.stopped_by is None
    before = plain(spec)
    assert (told.verdict, told.cost) == before[:2]
    assert tuple(one.fact for one in told.assumptions) == spec.assumed
    for one in told.assumptions:
        after = plain(replace(spec, facts={word: fact for word, fact in spec.facts.items() if word != one.fact}))
        assert (one.verdict_without, one.cost_without) == after[:2]
        assert {frozenset(lines) for lines in one.conflicts_gone or ()} == before[2] - after[2]
        assert {frozenset(lines) for lines in one.conflicts_new or ()} == after[2] - before[2]
        pairs = zip(("verdict", "cost", "conflicts"), before, after, strict=True)
        assert set(one.changes or ()) == {what for what, old, new in pairs if old != new}


def plain(spec: GradedSpec) -> tuple[str, Fraction | None, set[frozenset[str]]]:
    """Return the verdict, the least cost and the conflicts of a scenario whose lines are kept or given up."""
    answer = Answer(spec)
    given_up = [cost for lines, cost in answer.relaxations.items() if not any(spec.graded[word].keep for word in lines)]
    return answer.verdict, min(given_up, default=None), answer.conflicts


# -- fallbacks that are none ------------------------------------------------------------------------------------------


@st.composite
def ladders(draw: Draw) -> GradedSpec:
    """Draw a scenario in which fallbacks may ask for anything, often only a little wrong."""
    spec = draw(scenarios(most_deals=60, lines=(2, 1)))
    writer = Writer(draw, spec.terms, spec.definitions)
    held: dict[str, dict[str, GradedLine]] = {}
    for party, own in spec.parties.items():
        held[party] = {}
        for word, own_line in own.items():
            line = unmixed(spec, own_line)
            rungs, rung = [], line.require
            for _ in range(draw(st.sampled_from((1, 2, 0)))):
                other = writer.condition(1)
                kinds = (made("or", rung, other), other, made("if", other, rung, writer.condition(1)), rung)
                rung = draw(st.sampled_from(kinds))
                rungs.append(Rung(rung, "0"))
            held[party][word] = GradedLine(line.require, line.weight, fallbacks=tuple(rungs))
    return GradedSpec(spec.terms, held, spec.definitions, spec.facts)


@steady(70)
@given(ladders())
def test_a_fallback_is_refused_where_a_deal_shows_that_it_is_not_softer(spec: GradedSpec) -> None:
    assume(rows(spec))
    scenario, wrong = read(spec), unsound(spec)
    if not wrong:
        check_list(Graded(spec), zopa.concessions(scenario, top=1000), 1000)
        return
    for ask in (zopa.concessions, zopa.burden, zopa.sensitivity):
        try:
            ask(scenario)
        except zopa.ScenarioError as error:
            problems = error.problems
        else:
            raise AssertionError(f"{sorted(wrong)} are not softer")
        told = [(f"{one.keys[1]}.{one.keys[3]}", int(one.keys[5])) for one in problems]
        assert len(told) == len(set(told))
        assert set(told) == wrong
    for (word, at), problem in zip(told, problems, strict=True):
        check_witness(spec, scenario, word, at, problem.message)


def check_witness(spec: GradedSpec, scenario: zopa.Scenario, word: str, at: int, message: str) -> None:
    """Check that the deals which a message describes all satisfy the one and not the other, and that there are some."""
    line = spec.graded[word]
    hard, soft = list(pairwise((line.require, *(one.require for one in line.fallbacks))))[at]
    if not words_in(hard) | words_in(soft):
        return
    found = re.search(r"(?:a deal with (.*)|every deal) satisfies that and not this", message)
    assert found is not None
    told = dict(pair.split(" = ", 1) for pair in found[1].split(", ")) if found[1] else {}
    meant = [
        row.deal
        for row in rows(spec)
        if all(scenario.terms[term].text(as_told(row.deal[term])) == value for term, value in told.items())
    ]
    assert meant
    assert all(holds(hard, env) and not holds(soft, env) for env in meant)


def as_told(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else int(value) if isinstance(value, bool) else value


# -- laws -------------------------------------------------------------------------------------------------------------


@st.composite
def linear(draw: Draw) -> dict[int, GradedSpec]:
    """Draw a scenario of weighted sums twice: as it is, and with all that is counted a million times as large."""
    sizes = draw(st.lists(st.sampled_from((4, 3, 5)), min_size=2, max_size=3))
    drawn: dict[str, list[tuple[list[int], str, int, str | None, Slide | None]]] = {}
    for party in ("north", "south", "facts"):
        sign = {"north": ">=", "south": "<=", "facts": "<="}[party]
        drawn[party] = []
        for _ in range(draw(st.integers(1, 3)) - (party == "facts")):
            factors = [draw(st.sampled_from((1, 2, 0, -1))) for _ in sizes]
            reach = sum(max(0, factor) * (size - 1) for factor, size in zip(factors, sizes, strict=True))
            bound = draw(st.integers(max(0, reach // 2), max(0, reach)))
            bound = bound if sign == ">=" or party == "facts" else max(0, reach - bound)
            strict = sign[0] if any(factors) else sign
            relation = draw(st.sampled_from((sign, sign, strict, "=="))) if party != "facts" else sign
            slope = Slide(draw(st.sampled_from(("1", "0.5"))), "1", draw(st.sampled_from((None, "2"))))
            weight = draw(st.sampled_from(("2", "3", "5", "10")))
            drawn[party].append((factors, relation, bound, weight, draw(st.sampled_from((slope, slope, None)))))

    def made_with(scale: int) -> GradedSpec:
        def condition(factors: Sequence[int], relation: str, bound: int) -> Expr:
            parts = [made("*", number(factor), name(f"q{at}")) for at, factor in enumerate(factors) if factor]
            return compare(made("sum", *parts) if parts else number(0), relation, number(bound * scale))

        def slope_at(slope: Slide | None) -> Slide | None:
            if slope is None:
                return None
            up_to = None if slope.up_to is None else str(int(slope.up_to) * scale)
            return Slide(slope.cost, str(scale), up_to)

        return GradedSpec(
            terms={f"q{at}": Term("quantity", low=0, step=scale, size=size) for at, size in enumerate(sizes)},
            parties={
                party: {
                    f"line{at}": GradedLine(condition(factors, relation, bound), weight, slope=slope_at(slope))
                    for at, (factors, relation, bound, weight, slope) in enumerate(drawn[party])
                }
                for party in ("north", "south")
            },
            facts={f"fact{at}": condition(*entry[:3]) for at, entry in enumerate(drawn["facts"])},
        )

    return {1: made_with(1), MILLION: made_with(MILLION)}


@steady(25)
@given(linear())
def test_amounts_a_million_times_as_large_change_nothing_else(specs: dict[int, GradedSpec]) -> None:
    told = {scale: zopa.concessions(read(spec), top=1000) for scale, spec in specs.items()}
    vectors = {
        scale: {frozenset(vector_of(one).items()): one.cost for one in told[scale].relaxations} for scale in told
    }
    small, large = vectors[1], vectors[MILLION]
    slides = {word for word, line in specs[1].graded.items() if line.slope is not None}
    grown = {
        frozenset((word, step * MILLION if word in slides else step) for word, step in vector): cost
        for vector, cost in small.items()
    }
    assert grown == large
    assert {vector: Fraction(cost) for vector, cost in small.items()} == Graded(specs[1]).relaxations
    burdens = [zopa.burden(read(spec)) for spec in specs.values()]
    assert [dict(one.gives) for one in burdens[0].frontier] == [dict(one.gives) for one in burdens[1].frontier]
    assert burdens[0].leximin == burdens[1].leximin


@steady(12)
@given(graded(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_terms_changes_no_set(spec: GradedSpec, random: Any) -> None:
    def mixed(entries: Mapping[str, Any]) -> dict[str, Any]:
        return dict(random.sample(sorted(entries.items(), key=lambda entry: entry[0]), len(entries)))

    parties = {party: mixed(own) for party, own in mixed(spec.parties).items()}
    other = replace(spec, parties=parties, terms=mixed(spec.terms), facts=mixed(spec.facts))
    one, two = (zopa.concessions(read(each), top=1000) for each in (spec, other))
    vectors = [{frozenset(vector_of(each).items()): each.cost for each in told.relaxations} for told in (one, two)]
    assert vectors[0] == vectors[1]
    first, second = (zopa.burden(read(each)) for each in (spec, other))
    assert {frozenset(package.gives.items()) for package in first.frontier} == {
        frozenset(package.gives.items()) for package in second.frontier
    }
