"""What stands against a deal, and why a line has to give, against brute force over every deal; faults and limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.faults import SPOILT, Adapter, Fault, denied, interruption, unknown
from support.reference import Answer, Lines, Row, Spec, minimal_hitting_sets
from support.reference_graded import kind_of, movable
from support.reference_language import RELATIONS, Value, evaluate
from support.strategies import CONTRADICTION, dense_scenarios, read, scenarios

import zopa

Proposed: TypeAlias = Mapping[str, Value]


# -- why not this deal: the definitions, over every deal --------------------------------------------------------------


class Judged:
    """Everything there is to say against a proposal, by the definitions."""

    def __init__(self, answer: Answer, proposed: Proposed) -> None:
        self.answer, self.spec, self.proposed = answer, answer.spec, proposed
        self.completions = [
            row for row in answer.rows if all(row.deal[term] == value for term, value in proposed.items())
        ]
        self.names = [*self.spec.facts, *self.spec.lines]
        self.crossed = [name for name in self.names if not any(name in self.held(row) for row in self.completions)]
        self.satisfied = {name for name in self.names if all(name in self.held(row) for row in self.completions)}
        self.broken = [name for name in self.crossed if name in self.spec.facts]

    def held(self, row: Row) -> Lines:
        return row.facts | row.lines

    def crossed_by(self, row: Row) -> Lines:
        return frozenset(self.names) - self.held(row)

    @property
    def deals(self) -> list[Row]:
        return [row for row in self.answer.rows if row.facts == frozenset(self.spec.facts)]

    @property
    def without_more(self) -> list[Row]:
        """The completions that cross what the proposal does, and nothing else; no fact is broken."""
        return [row for row in self.completions if row in self.deals and self.crossed_by(row) == set(self.crossed)]

    @property
    def none(self) -> list[Row]:
        return [row for row in self.deals if not self.crossed_by(row)]

    @property
    def fewer(self) -> list[Row]:
        return [row for row in self.deals if self.crossed_by(row) < set(self.crossed)]

    @property
    def lighter(self) -> list[Row]:
        now = self.weight(self.crossed)
        return [
            row
            for row in self.deals
            if (weight := self.weight(self.crossed_by(row))) < now or (self.broken and weight == now)
        ]

    def weight(self, names: Collection[str]) -> Fraction:
        return self.answer.cost(name for name in names if name in self.spec.lines)

    def clashes(self, names: Collection[str]) -> bool:
        return not any(self.held(row).issuperset(names) for row in self.completions)

    def nearness(self, row: Row) -> tuple[int, Fraction, list[Any]]:
        """Return how many terms change, by which share of their ranges, and how far each is, in order."""
        changed, share, ranks = 0, Fraction(0), []
        for word, term in self.spec.terms.items():
            position = term.values.index(row.deal[word])
            if word not in self.proposed:
                ranks.append((position if term.status_quo is None else abs(position - term.status_quo), position))
                continue
            before = term.values.index(self.proposed[word])
            ordered = term.kind in ("scale", "quantity", "date")
            apart = abs(position - before) if ordered else int(position != before)
            changed += position != before
            if position != before:
                share += Fraction(apart, len(term.values) - 1) if ordered else 1
            ranks.append((apart, position))
        return changed, share, ranks

    def nearest(self, rows: list[Row]) -> Row | None:
        return min(rows, key=self.nearness, default=None)


def words(spec: Spec, values: Proposed) -> dict[str, object]:
    """Return values in zopa's words."""
    made = {}
    for name, value in values.items():
        word = spec.terms[name].words[spec.terms[name].values.index(value)]
        made[name] = zopa_number(word) if isinstance(word, Fraction) else word
    return made


def zopa_number(value: Fraction) -> object:
    from zopa.models.values import as_decimal, exact

    return as_decimal(exact(value))


def check_near(judged: Judged, told: zopa.Nearby | None, rows: list[Row]) -> None:
    best = judged.nearest(rows)
    assert (told is None) == (best is None)
    if told is None or best is None:
        return
    spec = judged.spec
    assert spec.read(told.deal) == best.deal
    number, share, _ = judged.nearness(best)
    assert len(told.changed) == number
    assert Fraction(told.share) == share
    assert told.is_nearest
    assert list(told.crossed) == [name for name in judged.names if name in judged.crossed_by(best)]
    changed = [term for term, value in judged.proposed.items() if best.deal[term] != value]
    assert list(told.changed) == sorted(changed, key=list(spec.terms).index)


def check_objections(judged: Judged, told: zopa.Objections) -> None:
    spec = judged.spec
    assert told.stopped_by is None
    assert told.crossed_complete
    assert told.confirmed
    assert told.verdict == judged.answer.verdict
    assert [one.line for one in told.crossed] == judged.crossed
    for one in told.crossed:
        check_missed(judged, one)
    for tally in told.tallies:
        own = [name for name in spec.lines if name.split(".")[0] == tally.party]
        assert tally.satisfied == sum(name in judged.satisfied for name in own)
        assert tally.crossed == sum(name in judged.crossed for name in own)
        assert tally.satisfied + tally.crossed + tally.open == len(own)
    assert {tally.party for tally in told.tallies} == {party for party, own in spec.parties.items() if own}
    assert list(told.left_open) == [name for name in spec.terms if name not in judged.proposed]
    if not told.left_open:
        assert (told.completable, told.completion, told.clash) == (None, None, None)
    else:
        check_completion(judged, told)
    done = not judged.crossed and (not told.left_open or told.completable)
    check_near(judged, told.none, [] if done else judged.none)
    if not judged.crossed:
        assert (told.fewer_exists, told.fewer, told.lighter_exists) == (None, None, None)
        return
    assert told.fewer_exists is bool(judged.fewer)
    check_near(judged, told.fewer, judged.fewer)
    assert told.lighter_exists is (None if judged.fewer else bool(judged.lighter))
    check_near(judged, told.lighter, [] if judged.fewer else judged.lighter)


def check_completion(judged: Judged, told: zopa.Objections) -> None:
    rows = judged.without_more
    assert told.completable is bool(rows)
    if rows:
        assert told.completion is not None
        assert judged.spec.read(told.completion) == min(rows, key=judged.nearness).deal
    elif judged.broken:
        assert told.clash is None
    else:
        assert told.clash
        assert judged.clashes(told.clash)
        assert not any(judged.clashes(set(told.clash) - {name}) for name in told.clash)


def check_missed(judged: Judged, one: zopa.Crossing) -> None:
    """Check the two sides of a comparison, and how far they lie apart."""
    spec = judged.spec
    expr = spec.facts[one.line] if one.line in spec.facts else spec.lines[one.line].require
    assert (one.party is None) == (one.line in spec.facts)
    settled = len({tuple(row.deal[term] for term in spec.terms) for row in judged.completions}) == 1
    if one.missed is None:
        assert not (settled and movable(expr, spec))
        return
    assert movable(expr, spec)
    env = judged.completions[0].deal
    sides = [evaluate(part, env) for part in expr.parts]
    value, asked = (
        Fraction(side.toordinal() if hasattr(side, "toordinal") else side)
        for side in (one.missed.value, one.missed.asked)
    )
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "=="}[expr.word[0]]
    told = (value, one.missed.relation, asked)
    assert told in ((sides[0], expr.word[0], sides[1]), (sides[1], turned, sides[0]))
    assert not RELATIONS[one.missed.relation](value, asked)
    assert Fraction(one.missed.amount) == abs(sides[0] - sides[1])
    is_date = "date" in {kind_of(part, spec) for part in expr.parts}
    assert not is_date or one.missed.unit == "days"


@st.composite
def proposals(draw: st.DrawFn, most_deals: int = 120) -> tuple[Spec, Proposed]:
    """Draw a scenario and a deal that leaves some terms open, or none."""
    spec = draw(st.one_of(scenarios(most_deals=most_deals), dense_scenarios()))
    values = {name: draw(st.sampled_from(term.values)) for name, term in spec.terms.items()}
    if draw(st.booleans()):
        stated = draw(st.sets(st.sampled_from(sorted(values))))
        values = {name: value for name, value in values.items() if name in stated}
    return spec, values


@steady(150)
@given(proposals())
def test_objections_are_those_of_the_definitions(drawn: tuple[Spec, Proposed]) -> None:
    spec, proposed = drawn
    told = zopa.objections(read(spec), words(spec, proposed))
    check_objections(Judged(Answer(spec), proposed), told)


def test_where_facts_contradict_each_other_there_is_no_nearer_deal() -> None:
    told = zopa.objections(read(CONTRADICTION), {"amnesty": True, "venue": "geneva"})
    assert told.verdict == "no_deal"
    assert [one.line for one in told.crossed] == ["both", "south.there"]
    assert (told.none, told.fewer_exists, told.lighter_exists) == (None, False, False)


@steady(40)
@given(scenarios(most_deals=60))
def test_a_deal_shown_stands_against_nothing_more(spec: Spec) -> None:
    """Metamorphic: the nearest deals are proposals too, and cross what they are said to."""
    scenario = read(spec)
    values = {name: term.values[0] for name, term in spec.terms.items()}
    told = zopa.objections(scenario, words(spec, values))
    for near in (told.none, told.fewer, told.lighter):
        if near is None:
            continue
        again = zopa.objections(scenario, near.deal)
        assert [one.line for one in again.crossed] == list(near.crossed)
        assert near is not told.none or again.none is None
    if told.fewer is not None and told.none is not None:
        assert (len(told.fewer.changed), Fraction(told.fewer.share)) <= (
            len(told.none.changed),
            Fraction(told.none.share),
        )


@steady(40)
@given(scenarios(most_deals=60), st.data())
def test_without_a_red_line_the_nearest_deal_is_no_farther(spec: Spec, data: st.DataObject) -> None:
    lines = sorted(spec.lines)
    if not lines:
        return
    scenario = read(spec)
    proposal = words(spec, {name: data.draw(st.sampled_from(term.values)) for name, term in spec.terms.items()})
    before = zopa.objections(scenario, proposal)
    from zopa.models.edit import dropped

    after = zopa.objections(dropped(scenario, [data.draw(st.sampled_from(lines))]), proposal)
    if before.verdict == "deal":
        assert after.verdict == "deal"
        changes = [0 if one.none is None else len(one.none.changed) for one in (after, before)]
        assert changes[0] <= changes[1]


# -- why must it be given up ------------------------------------------------------------------------------------------


def check_why(answer: Answer, told: zopa.WhyGiveUp, line: str, kept: Lines) -> None:
    assert told.stopped_by is None
    assert told.conflicts_complete
    assert told.ways_complete
    assert told.verdict == answer.verdict
    found = {given: cost for given, cost in answer.relaxations.items() if not given & kept}
    giving = [cost for given, cost in found.items() if line in given]
    keeping = [cost for given, cost in found.items() if line not in given]
    assert told.relaxable is bool(found)
    assert told.role == (None if not found else "none" if not giving else "some" if keeping else "all")
    cheapest = {line in given for given, cost in found.items() if cost == min(found.values())}
    assert told.in_cheapest == (
        None if not found else "none" if cheapest == {False} else "all" if cheapest == {True} else "some"
    )
    assert told.may_not_go == (line in kept)
    assert {frozenset(one.red_lines) for one in told.conflicts} == {one for one in answer.conflicts if line in one}
    assert told.contested == any(line in one for one in answer.conflicts)
    forcing = {frozenset(told.conflicts[at].red_lines) for at in told.forcing}
    assert forcing == {one for one in answer.conflicts if line in one and line not in kept and one - {line} <= kept}
    if found:
        assert (told.role == "all") == bool(forcing)
    for cost, costs in ((told.cost_giving, giving), (told.cost_keeping, keeping)):
        assert (cost is None) == (not costs)
        if cost is not None:
            assert Fraction(cost) == min(costs)
            assert isinstance(cost, int) == (min(costs).denominator == 1)
    if giving and keeping:
        assert told.price_of_keeping is not None
        assert Fraction(told.price_of_keeping) == min(keeping) - min(giving)
    else:
        assert told.price_of_keeping is None
    dispute = next((conflicts for lines, conflicts in answer.disputes.items() if line in lines), set())
    ways = {way for way in minimal_hitting_sets(dispute) if way and not way & kept}
    assert {frozenset(way.give_up) for way in told.giving} == {way for way in ways if line in way}
    assert {frozenset(way.give_up) for way in told.keeping} == {way for way in ways if line not in way}
    for listed in (told.giving, told.keeping):
        assert [way.cost for way in listed] == sorted(way.cost for way in listed)


@steady(80)
@given(st.one_of(scenarios(), dense_scenarios()), st.data())
def test_why_a_line_goes_is_as_the_definitions_have_it(spec: Spec, data: st.DataObject) -> None:
    lines = sorted(spec.lines)
    if not lines:
        return
    answer, scenario = Answer(spec), read(spec)
    for line in lines[:4]:
        kept = frozenset(data.draw(st.sets(st.sampled_from(lines), max_size=2)))
        if frozenset() in answer.conflicts:
            continue
        check_why(answer, zopa.why_give_up(scenario, line, keep=sorted(kept)), line, kept)


def test_a_line_that_does_not_exist_is_told() -> None:
    with pytest.raises(zopa.UnknownNameError, match=r"did you mean 'russia\.recognition'"):
        zopa.why_give_up(zopa.load("ukraine-russia"), "russia.recogniton")


@pytest.mark.parametrize("little", [(1, 1, 1), (3, 1, 10)], ids=str)
def test_what_an_incomplete_search_proves_is_still_told(
    monkeypatch: pytest.MonkeyPatch, little: tuple[int, int, int]
) -> None:
    """The same answers, as far as they go, from two searches of which neither came to its end."""
    from zopa.questions import why
    from zopa.questions.solve import solve
    from zopa.solver.limits import Allowance

    scenario = zopa.load("ukraine-russia")
    whole = {line: zopa.why_give_up(scenario, line) for line, _, _ in scenario.red_lines()}
    allowance = Allowance(*little)
    monkeypatch.setattr("zopa.questions.solve.FIRST", allowance)
    monkeypatch.setattr(why, "solve", lambda *args, **options: solve(*args, **options, allowance=allowance))
    incomplete = 0
    for line, truth in whole.items():
        told = zopa.why_give_up(scenario, line)
        incomplete += not told.conflicts_complete
        check_part_of_why(told, truth)
    assert incomplete


def check_part_of_why(told: zopa.WhyGiveUp, truth: zopa.WhyGiveUp) -> None:
    for field in ("relaxable", "role", "in_cheapest", "contested", "cost_giving", "cost_keeping", "price_of_keeping"):
        assert getattr(told, field) in (None, getattr(truth, field)), field
    minimal = {one.red_lines for one in told.conflicts if one.is_minimal}
    assert minimal <= {one.red_lines for one in truth.conflicts}
    for field in ("giving", "keeping"):
        assert set(getattr(told, field)) <= set(getattr(truth, field))


# -- limits, and a solver that does not decide or lies ----------------------------------------------------------------

SMALL = """
format: zopa/1
title: Nearness
terms:
  a: {type: quantity, min: 0, max: 9}
  b: {type: quantity, min: 0, max: 30, step: 10}
  c: {type: choice, options: [x, y, z]}
  d: {type: date, earliest: 2026-01-01, latest: 2026-01-11}
facts: {linked: {require: c == x implies a >= 2}}
parties:
  p: {red_lines: {a: {require: a >= 6, weight: 2.5}, b: {require: a + b > 20}, d: {require: d < 2026-01-05}}}
  q: {red_lines: {a: {require: a <= 4}, c: {require: c == x}}}
"""
CASES = {
    "whole": {"a": 1, "b": 20, "c": "x", "d": None},
    "broken": {"a": 0, "b": 0, "c": "x", "d": None},
    "open": {"a": 3, "c": "y"},
    "nothing proposed": {},
}


def proposal(case: str) -> dict[str, object]:
    from datetime import date

    return {name: date(2026, 1, 9) if value is None else value for name, value in CASES[case].items()}


def check_part(told: zopa.Objections, truth: zopa.Objections) -> None:
    """Check that nothing false is said; what is missing says so."""
    assert told.verdict in ("undecided", truth.verdict)
    assert {one.line for one in told.crossed} <= {one.line for one in truth.crossed}
    assert not told.crossed_complete or told.crossed == truth.crossed
    for field in ("completable", "fewer_exists", "lighter_exists"):
        assert getattr(told, field) in (None, getattr(truth, field))
    if told.clash is not None:
        assert truth.completable is False
    for field in ("none", "fewer", "lighter"):
        near, best = getattr(told, field), getattr(truth, field)
        if near is not None:
            assert best is not None
            least = (len(best.changed), Fraction(best.share))
            found = (len(near.changed), Fraction(near.share))
            assert found == least if near.is_nearest else found >= least


@pytest.mark.parametrize("case", CASES)
def test_a_limit_or_an_unknown_leaves_only_what_is_proved(monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    scenario, proposed = zopa.loads(SMALL), proposal(case)
    adapter = Adapter(monkeypatch)
    truth = zopa.objections(scenario, proposed)
    total = adapter.asked
    assert total
    told = zopa.objections(scenario, proposed, time_limit=0)
    check_part(told, truth)
    assert (told.verdict, told.stopped_by) == ("undecided", "time_limit")
    adapter.always(unknown)
    check_part(zopa.objections(scenario, proposed), truth)
    for at in range(1, total + 1):
        adapter.at(at, unknown)
        check_part(zopa.objections(scenario, proposed), truth)
        for answered in (False, True):
            limits = zopa.Limits()
            adapter.at(at, interruption(limits, answered))
            told = zopa.objections(scenario, proposed, limits=limits)
            check_part(told, truth)


@pytest.mark.parametrize("fault", [denied, *SPOILT.values()], ids=["denied", *SPOILT])
@pytest.mark.parametrize("case", CASES)
def test_a_lie_is_found_out_or_does_no_harm(monkeypatch: pytest.MonkeyPatch, case: str, fault: Fault) -> None:
    scenario, proposed = zopa.loads(SMALL), proposal(case)
    adapter = Adapter(monkeypatch)
    truth = zopa.objections(scenario, proposed)
    found_out = 0
    for at in range(1, adapter.asked + 1):
        adapter.at(at, fault)
        try:
            check_part(zopa.objections(scenario, proposed), truth)
        except zopa.SolverError:
            found_out += 1
    assert found_out


def test_large_ranges_without_a_common_measure_are_counted_in_percent() -> None:
    text = """
format: zopa/1
title: Large
terms:
  a: {type: quantity, min: 0, max: 9007199254740991}
  b: {type: quantity, min: 0, max: 9007199254740881}
  c: {type: quantity, min: 0, max: 1000003}
parties:
  p: {red_lines: {ab: {require: a + b >= 1_000_000}, c: {require: c >= 10}}}
  q: {red_lines: {b: {require: b <= 0}}}
"""
    told = zopa.objections(zopa.loads(text), {"a": 0, "b": 0, "c": 0})
    assert told.none is not None
    assert dict(told.none.deal) == {"a": 1_000_000, "b": 0, "c": 10}
    assert told.none.is_nearest
