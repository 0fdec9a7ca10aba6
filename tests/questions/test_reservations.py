"""What would have to give where reservation values clash: against brute force, laws, limits, and as people see it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checks_best_deals import Way, bargained, vector
from support.draws import ALL, steady
from support.faults import Adapter, interruption
from support.golden import ALL_WIDTHS, Golden, check_lines
from support.reference import Lines, minimal, minimal_hitting_sets
from support.reference_bargaining import Bargaining, ValuedSpec, Whole, deal_of
from support.reference_language import decimal_text, holds
from support.strategies_bargaining import Large, read_valued, rivals, rounded, valued
from support.strategies_language import Draw
from typer.testing import CliRunner

import zopa
from zopa.cli.app import app
from zopa.reports import render
from zopa.solver.pareto.shortfalls import Gap, smallest_sets
from zopa.solver.pareto.shortfalls import clashing as clashing_sets

# -- by brute force ---------------------------------------------------------------------------------------------------


class Falling(Bargaining):
    """How far every deal that crosses no red line falls short of the reservation values that are stated."""

    @cached_property
    def places(self) -> dict[str, int]:
        return {party: self.parties.index(party) for party in self.stated}

    def missing(self, worth: Whole) -> tuple[int, ...]:
        wanted = (self.whole(Fraction(self.spec.values[party].reservation or 0)) for party in self.stated)
        return tuple(max(0, least - worth[at]) for least, at in zip(wanted, self.places.values(), strict=True))

    @cached_property
    def all(self) -> dict[tuple[int, ...], list[Whole]]:
        found: dict[tuple[int, ...], list[Whole]] = {}
        for worth in self.permitted:
            found.setdefault(self.missing(worth), []).append(worth)
        return found

    @cached_property
    def least(self) -> list[tuple[int, ...]]:  # type: ignore[override]  # nobody asks for the other one here
        """The shortfalls that no other is as small as everywhere, in order."""

        def beaten(gap: tuple[int, ...]) -> bool:
            return any(other != gap and all(map(int.__le__, other, gap)) for other in self.all)

        return sorted(gap for gap in self.all if not beaten(gap))

    def best_at(self, gap: tuple[int, ...]) -> set[Whole]:
        """Return what the best of the deals are worth that fall short by just so much."""
        worth = self.all[gap]
        return {one for one in worth if not any(other != one and all(map(int.__ge__, other, one)) for other in worth)}

    @cached_property
    def give_up(self) -> set[Lines]:
        return set(minimal(self.stated, lambda some: bool(self.meeting(set(self.stated) - some))))

    def alone(self, party: str) -> Fraction | None:
        """Return how far one party has to come down where all others keep what they accept."""
        others = self.meeting(set(self.stated) - {party})
        at = self.stated.index(party)
        return min((Fraction(self.missing(worth)[at], self.units) for worth in others), default=None)

    def told(self, gap: Sequence[int]) -> dict[str, Fraction]:
        return {party: Fraction(by, self.units) for party, by in zip(self.stated, gap, strict=True) if by}


def exactly(values: Mapping[str, Any]) -> dict[str, Fraction]:
    assert not any(isinstance(value, float) for value in values.values())
    return {name: Fraction(value) for name, value in values.items()}


def check_ways(told: zopa.Bargain, spec: ValuedSpec, whole: Falling) -> list[tuple[int, ...]]:
    """Check that each way is one, by evaluating its deals again, and return what is missing in each."""
    assert told.shortfalls is not None
    gaps = []
    for way in told.shortfalls.ways:
        assert way.missing
        missing = exactly(way.missing)
        for outcome in way.outcomes:
            env = deal_of(spec, outcome.deal)
            assert spec.permitted(env)
            worth = vector(told.parties, outcome.utilities)
            assert worth == spec.vector(env)
            gap = whole.missing(tuple(map(whole.whole, worth)))
            assert whole.told(gap) == missing
        assert way.outcomes
        gaps.append(gap)
    assert gaps == sorted(set(gaps))
    return gaps


def check(told: zopa.Bargain, spec: ValuedSpec) -> None:
    """Check a whole answer."""
    whole = Falling(spec)
    if not whole.permitted or whole.meeting(whole.stated):
        assert told.shortfalls is None
        return
    assert (told.verdict, told.red_lines_verdict) == ("no_deal", "deal")
    found = told.shortfalls
    assert found is not None
    assert found.complete
    gaps = check_ways(told, spec, whole)
    assert gaps == whole.least
    for way, gap in zip(found.ways, gaps, strict=True):
        points = [vector(told.parties, outcome.utilities) for outcome in way.outcomes]
        assert len(set(points)) == len(points)
        assert {tuple(map(whole.whole, point)) for point in points} == whole.best_at(gap)
    assert found.give_up is not None
    assert found.alone is not None
    assert found.at_least is not None
    assert [len(some) for some in found.give_up] == sorted(map(len, found.give_up))
    assert set(map(frozenset, found.give_up)) == whole.give_up
    assert len(found.give_up) == len(whole.give_up)
    assert set(map(frozenset, told.clashes)) == set(minimal(whole.stated, lambda parties: not whole.meeting(parties)))
    assert tuple(found.alone) == tuple(found.at_least) == whole.stated
    for at, party in enumerate(whole.stated):
        alone = found.alone[party]
        assert (None if alone is None else Fraction(alone)) == whole.alone(party)
        assert Fraction(found.at_least[party]) == Fraction(min(gap[at] for gap in whole.all), whole.units)
    for positions, aim in ((found.least_total, sum), (found.min_max, max)):
        assert positions == tuple(at for at, gap in enumerate(gaps) if aim(gap) == min(map(aim, whole.all)))


@st.composite
def clashing(draw: Draw, **options: Any) -> ValuedSpec:
    """Draw a scenario in which two parties or more want much: what the best deals are worth to each, or nearly."""
    spec = draw(valued(reachable=True, **options))
    permitted = Bargaining(spec)
    values = dict(spec.values)
    many = len(spec.negotiators) > 2
    style = draw(st.sampled_from(("mixed", "one is silent", "well above the middle") if many else ("mixed",)))
    silent = draw(st.integers(0, len(spec.negotiators) - 1))
    for at, party in enumerate(spec.negotiators):
        worth = sorted({permitted.exact(one)[at] for one in permitted.permitted}) or [Fraction(50)]
        kind = draw(st.sampled_from(("high", "high", "best", "beyond", "kept")))
        if style == "one is silent" and at == silent:
            values[party] = replace(values[party], reservation=None)
            continue
        match style if style == "well above the middle" else kind:
            case "well above the middle":
                bound = worth[len(worth) * 2 // 3]
            case "high":
                bound = worth[-1 - draw(st.integers(0, (len(worth) - 1) // 3))]
            case "best":
                bound = worth[-1]
            case "beyond":
                bound = worth[-1] + Fraction(draw(st.sampled_from(("0.001", "7.5", "1"))))
            case _:
                continue
        values[party] = replace(values[party], reservation=rounded(bound))
    return replace(spec, values=values)


@steady(300)
@given(clashing(parties=(3, 4, 2, 4, 3)))
def test_generated_scenarios(spec: ValuedSpec) -> None:
    check(bargained(read_valued(spec)), spec)


@steady(50)
@given(clashing(most_deals=(60, 120, 24), parties=(2, 3, 4)))
def test_generated_scenarios_searched_by_the_solver(spec: ValuedSpec) -> None:
    check(bargained(read_valued(spec), "searched"), spec)


@pytest.mark.parametrize("seed", range(40))
def test_rivals(seed: int) -> None:
    how = Large(
        500 + seed,
        2 + seed % 3,
        3 + seed % 3,
        joined=seed % 2 == 1,
        reservation=str(Decimal(40 + seed) + Decimal("0.7")),
    )
    check(bargained(read_valued(rivals(how))), rivals(how))


@pytest.mark.skipif(not ALL, reason="every night, with all draws")
def test_what_is_generated_is_varied() -> None:
    """At least some have several ways, some a party that alone is not enough, and some a clash of three.

    What is drawn depends on the constants in the loaded source, so that any change to it draws others: hence so many.
    """
    seen: dict[str, int] = {}

    @steady(500)
    @given(clashing(parties=(3, 4, 3, 4)))
    def look(spec: ValuedSpec) -> None:
        whole = Falling(spec)
        if not whole.permitted or whole.meeting(whole.stated):
            seen["none"] = seen.get("none", 0) + 1
            return
        clashes = list(minimal(whole.stated, lambda parties: not whole.meeting(parties)))
        for name, holds_here in (
            ("several ways", len(whole.least) > 2),
            ("not alone", any(whole.alone(party) is None for party in whole.stated)),
            ("one clashes alone", any(len(clash) == 1 for clash in clashes)),
            ("three clash", any(len(clash) > 2 for clash in clashes)),
            ("thirds", any(Fraction(by, whole.units).denominator % 3 == 0 for gap in whole.least for by in gap)),
            ("several best deals", any(len(whole.best_at(gap)) > 1 for gap in whole.least)),
        ):
            seen[name] = seen.get(name, 0) + holds_here

    look()

    assert min(seen.get(name, 0) for name in ("several ways", "not alone", "one clashes alone", "thirds")) > 10, seen
    assert seen["several best deals"] > 3, dict(seen)
    assert seen["three clash"] > 0, dict(seen)


@steady(100)
@given(st.lists(st.frozensets(st.integers(0, 7), min_size=1, max_size=4), min_size=1, max_size=12))
def test_clashes_are_the_minimal_hitting_sets(family: list[frozenset[int]]) -> None:
    smallest = smallest_sets(Gap({at: Fraction(1) for at in one} | {9: Fraction(0)}, ()) for one in family)
    assert set(smallest) == {one for one in family if not any(other < one for other in family)}
    named = {frozenset(map(str, one)) for one in family}
    clashes = clashing_sets(smallest)
    assert {frozenset(map(str, one)) for one in clashes} == minimal_hitting_sets(named)
    assert len(clashes) == len(set(clashes))


# -- laws -------------------------------------------------------------------------------------------------------------


@steady(40)
@given(clashing(most_deals=(60, 120), parties=(2, 3)))
def test_coming_down_by_just_so_much_makes_a_deal_and_by_less_does_not(spec: ValuedSpec) -> None:
    told = bargained(read_valued(spec))
    for way in told.shortfalls.ways[:3] if told.shortfalls else ():
        exact = {party: Fraction(by) for party, by in way.missing.items()}
        if any(decimal_digits(by) is None for by in exact.values()):
            continue  # no reservation value says it
        enough = bargained(read_valued(lowered(spec, exact)))
        assert enough.verdict == "deal"
        assert tuple(replace(outcome, is_best=None) for outcome in enough.frontier) == way.outcomes
        for party, by in exact.items():
            short = bargained(read_valued(lowered(spec, {**exact, party: by - Fraction(1, 10**6)})))
            assert short.verdict == "no_deal"


def decimal_digits(number: Fraction) -> int | None:
    return next((places for places in range(10) if (number * 10**places).denominator == 1), None)


def lowered(spec: ValuedSpec, by: Mapping[str, Fraction]) -> ValuedSpec:
    changed = {
        party: replace(
            spec.values[party], reservation=decimal_text(Fraction(spec.values[party].reservation or 0) - less)
        )
        for party, less in by.items()
    }
    return replace(spec, values={**spec.values, **changed})


@steady(25)
@given(clashing(most_deals=(60, 120), parties=(2, 3)))
def test_the_engine_for_concessions_finds_the_same_ways(spec: ValuedSpec) -> None:
    """The burden that parties carry where only reservation values give, at a cost of 1 for every point."""
    told = bargained(read_valued(spec))
    if told.shortfalls is None:
        return
    lines = zopa.with_reservations(read_valued(spec))
    names = line_names(lines)
    if any("all points multiplied" in (line.says or "") for _, _, line in lines.red_lines()):
        return  # a point here counts as several
    parties = {}
    for name, party in lines.parties.items():
        red_lines = {
            line_id: line.model_copy(update={"slope": zopa.Slope(cost=Decimal(1)), "weight": Decimal(10**6)})
            if names.get(name) == f"{name}.{line_id}"
            else line.model_copy(update={"keep": True})
            for line_id, line in party.red_lines.items()
        }
        parties[name] = party.model_copy(update={"red_lines": red_lines})
    burden = zopa.burden(lines.model_copy(update={"parties": parties}))
    assert burden.frontier_complete
    ways = {tuple(sorted((p, Fraction(by)) for p, by in way.missing.items())) for way in told.shortfalls.ways}
    gives = {
        tuple(sorted((party, Fraction(by)) for party, by in package.gives.items() if by)) for package in burden.frontier
    }
    assert gives == ways


# -- reservation values as red lines ----------------------------------------------------------------------------------


def line_names(scenario: zopa.Scenario) -> dict[str, str]:
    """Return the red line that stands for each party's reservation value."""
    return {line_id.split(".")[0]: line_id for line_id, _, _ in scenario.red_lines() if ".reservation" in line_id}


@steady(100)
@given(valued(most_deals=(60, 150, 24, 400)))
def test_such_a_red_line_holds_where_the_deal_is_worth_as_much(spec: ValuedSpec) -> None:
    stated = [party for party in spec.negotiators if spec.values[party].reservation is not None]
    if not stated:
        with pytest.raises(zopa.ScenarioError, match="no party states a reservation value"):
            zopa.with_reservations(read_valued(spec))
        return
    scenario = read_valued(spec)
    changed = zopa.with_reservations(scenario)
    assert list(line_names(changed)) == stated
    assert zopa.loads(zopa.dumps(changed)) == changed
    assert all(party.reservation is None for party in changed.parties.values())
    meaning = changed.meaning()
    for values in product(*(term.values for term in spec.terms.values())):
        env = dict(zip(spec.terms, values, strict=True))
        full = spec.environment(env)
        words = {name: term.words[term.values.index(env[name])] for name, term in spec.terms.items()}
        crossed = meaning.crossed(meaning.numbers({n: in_words(word) for n, word in words.items()}))
        short = [p for p in stated if spec.utility(p, full) < Fraction(spec.values[p].reservation or 0)]
        assert [line for line in crossed if ".reservation" in line] == [line_names(changed)[p] for p in short]


def in_words(word: object) -> object:
    if isinstance(word, Fraction):
        return Decimal(word.numerator) / Decimal(word.denominator)
    return word


@steady(60)
@given(clashing(most_deals=(60, 120, 24), parties=(2, 3)))
def test_they_clash_and_give_like_any_other(spec: ValuedSpec) -> None:
    """Conflicts and relaxations of red lines and reservation values together, by the definitions."""
    scenario = zopa.with_reservations(read_valued(spec))
    names = line_names(scenario)
    worlds = []
    for values in product(*(term.values for term in spec.terms.values())):
        env = spec.environment(dict(zip(spec.terms, values, strict=True)))
        if all(holds(fact, env) for fact in spec.facts.values()):
            short = {
                line
                for party, line in names.items()
                if spec.utility(party, env) < Fraction(spec.values[party].reservation or 0)
            }
            worlds.append(short | {name for name, line in spec.lines.items() if not holds(line.require, env)})
    lines = [*spec.lines, *names.values()]
    analysis = zopa.solve(scenario, top=1000)
    conflicts = set(minimal(lines, lambda some: not any(some.isdisjoint(crossed) for crossed in worlds)))
    relaxations = set(minimal(lines, lambda some: any(crossed <= some for crossed in worlds)))
    assert {frozenset(conflict.red_lines) for conflict in analysis.conflicts or ()} == conflicts
    assert {frozenset(one.give_up) for one in analysis.relaxations or ()} == relaxations
    told = zopa.bargain(read_valued(spec))
    if told.red_lines_verdict == "deal":  # with all red lines kept, just what deals says
        kept = [line for line in lines if line not in names.values()]
        only = zopa.solve(scenario, top=1000, keep=kept)
        ways = [frozenset(line.split(".")[0] for line in one.give_up) for one in only.relaxations or ()]
        given_up = told.shortfalls.give_up if told.shortfalls and told.shortfalls.give_up else ((),)
        assert set(ways) == set(map(frozenset, given_up))


MANY = """
format: zopa/1
title: A place among very many
terms:
  place: {type: choice, options: [OPTIONS]}
  cold: {type: quantity, min: -20, max: 20, step: 2.5}
  day: {type: date, earliest: 2026-01-01, latest: 2026-01-09}
  us_place: {type: yes_no}
definitions: {us_cold: cold >= 0, us_bonus_1: cold + 1}
parties:
  us:
    red_lines: {reservation: {require: cold <= 10}, reservation_2: {require: place != p0}}
    interests:
      place: {weight: 30, scores: {SCORES}}
      cold: {weight: 7, worst: -15, best: 6}
      day: {weight: 10, points: {2026-01-02: 0, 2026-01-05: 30, 2026-01-08: 100}}
    bonuses: [{when: us_cold and not us_place, utility: -2.5}]
    reservation: 40
"""


def many(options: int) -> zopa.Scenario:
    text = MANY.replace("OPTIONS", ", ".join(f"p{at}" for at in range(options)))
    return zopa.loads(text.replace("SCORES", ", ".join(f"p{at}: {at * 100 // options}" for at in range(options))))


def test_names_that_are_taken_and_a_term_with_very_many_options() -> None:
    scenario = many(350)
    changed = zopa.with_reservations(scenario)
    assert list(changed.parties["us"].red_lines) == ["reservation", "reservation_2", "reservation_3"]
    assert changed.definitions["us_cold"] == "cold >= 0"
    before, after = scenario.meaning(), changed.meaning()
    utility = before.utilities["us"]
    for place, cold, day, flag in product((0, 7, 211, 349), (-20, 0, Fraction(5, 2), 10), (0, 3, 8), (0, 1)):
        values = {"place": place, "cold": cold, "day": before.domains["day"].at(day), "us_place": flag}
        enough = utility.of(before.environment(values)) >= 40
        assert ("us.reservation_3" not in after.crossed(values)) == enough


def test_definitions_have_names_that_the_format_allows() -> None:
    long = "a" * 64
    text = f"""
title: Long names
terms: {{least: {{type: yes_no}}, {long}: {{type: yes_no}}}}
parties:
  at: {{interests: {{least: {{weight: 1, scores: {{yes: 100, no: 0}}}}}}, reservation: 1}}
  {long}: {{interests: {{{long}: {{weight: 1, scores: {{yes: 0, no: 100}}}}}}, reservation: 1}}
  {long[:-1]}b: {{interests: {{{long}: {{weight: 1, scores: {{yes: 100, no: 0}}}}}}, reservation: 0.5}}
"""
    changed = zopa.with_reservations(zopa.loads(text))
    assert zopa.loads(zopa.dumps(changed)) == changed
    assert list(changed.definitions) == ["at_least_2", "a" * 56, "a" * 56 + "_2"]
    (conflict,) = zopa.conflicts(changed)
    assert conflict.red_lines == (f"{long}.reservation", f"{long[:-1]}b.reservation")


def test_it_counts_as_the_same_file_and_says_how_points_are_counted() -> None:
    scenario = many(3)
    changed = zopa.with_reservations(scenario)
    assert changed.origin == scenario.origin
    line = changed.parties["us"].red_lines["reservation_3"]
    assert line.says == ("Worth at least 40, the reservation value (all points multiplied by 3 to be exact)")
    assert line.require.endswith(">= 120")


# -- limits -----------------------------------------------------------------------------------------------------------


def wanting(parties: int) -> ValuedSpec:
    return rivals(Large(7, parties, 4, joined=True, reservation="95"))


@pytest.mark.parametrize("way", ["enumerated", "searched"])
def test_no_time_tells_nothing(way: Way) -> None:
    told = bargained(read_valued(wanting(2)), way, time_limit=0)
    assert (told.verdict, told.shortfalls) == ("undecided", None)


@pytest.mark.parametrize("parties", [2, 3])
def test_an_interrupt_leaves_deals_that_fall_short_by_what_is_said(
    monkeypatch: pytest.MonkeyPatch, parties: int
) -> None:
    adapter = Adapter(monkeypatch)
    spec = wanting(parties)
    whole, scenario = Falling(spec), read_valued(spec)
    assert bargained(scenario, "searched").shortfalls.complete
    total, partial = adapter.asked, 0
    for at in sorted({*range(1, total + 1, max(1, total // 15)), total}):
        limits = zopa.Limits()
        adapter.at(at, interruption(limits))
        told = bargained(scenario, "searched", limits=limits)
        if told.shortfalls is None:
            assert told.verdict == "undecided"
            continue
        gaps = check_ways(told, spec, whole)
        if told.shortfalls.complete:
            assert (told.verdict, gaps) == ("no_deal", whole.least)
            continue
        partial += 1
        assert told.verdict == "undecided"
        found = told.shortfalls
        assert found.give_up is found.alone is found.at_least is found.least_total is found.min_max is None
        assert "The nearest deals found" in render(told, width=80)
    assert partial


# -- as people and programs see it ------------------------------------------------------------------------------------

WIND = re.search(
    r"```yaml\n(.*?)```", (Path(__file__).parents[2] / "docs/how-to/best-deals.md").read_text("utf-8"), re.DOTALL
)
assert WIND is not None
FIRM = re.sub("reservation: 45 .*", "reservation: 65", WIND[1]).replace(
    "name: The village\n", "name: The village\n    reservation: 70\n"
)
THREE = """
format: zopa/1
title: Ten to divide among three
terms:
  ann: {type: quantity, min: 0, max: 10, label: Ann's}
  ben: {type: quantity, min: 0, max: 10, label: Ben's}
  cam: {type: quantity, min: 0, max: 8, label: Cam's}
facts: {ten: {require: ann + ben + cam <= 10}}
parties:
  ann: {interests: {ann: {weight: 10, worst: 0, best: 10}}, reservation: 6}
  ben: {interests: {ben: {weight: 10, worst: 0, best: 10}}, reservation: 3}
  cam: {interests: {cam: {weight: 8, worst: 0, best: 8}}, reservation: 9.5}
"""
ONE = THREE.replace("reservation: 6", "note: none").replace("reservation: 3", "note: none")


def reading(text: str) -> zopa.Scenario:
    return zopa.loads(text, "talks")


def unfinished() -> zopa.Bargain:
    """Return what is known when the search is cut off in the middle."""
    with pytest.MonkeyPatch.context() as patch:
        adapter = Adapter(patch)
        limits = zopa.Limits()
        adapter.at(6, interruption(limits))
        return bargained(reading(FIRM), "searched", limits=limits)  # type: ignore[no-any-return]


ANSWERS: dict[str, Callable[[], zopa.Bargain | zopa.Analysis]] = {
    "two": lambda: zopa.bargain(reading(FIRM)),
    "three": lambda: zopa.bargain(reading(THREE)),
    "one": lambda: zopa.bargain(reading(ONE)),
    "unfinished": unfinished,
    "as-red-lines": lambda: zopa.solve(zopa.with_reservations(reading(THREE))),
}
GOLDEN = Golden("reservations", ANSWERS)


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    return {name: answer() for name, answer in ANSWERS.items()}


@pytest.mark.parametrize(("name", "width"), GOLDEN.cases)
def test_the_report_is_the_golden_one(answers: dict[str, Any], name: str, width: int) -> None:
    GOLDEN.check(name, width, render(answers[name], width=width))


def test_no_golden_file_is_left_over() -> None:
    GOLDEN.check_that_none_is_left_over()


@pytest.mark.parametrize("width", ALL_WIDTHS)
def test_no_line_is_longer_than_the_width_or_ends_in_spaces(answers: dict[str, Any], width: int) -> None:
    for answer in answers.values():
        check_lines(render(answer, width=width), width)


def test_ten_among_three_worked_out_by_hand(answers: dict[str, Any]) -> None:
    """Cam can have 8 at most and wants 9.5; 18.5 are wanted and there are ten, in whole pieces."""
    found = answers["three"].shortfalls
    assert answers["three"].clashes == (("cam",),)
    assert dict(found.at_least) == {"ann": 0, "ben": 0, "cam": Decimal("1.5")}
    assert dict(found.alone) == {"ann": None, "ben": None, "cam": Decimal("8.5")}
    assert found.give_up == (("cam",),)
    gaps = {tuple(Fraction(way.missing.get(party, 0)) for party in ("ann", "ben", "cam")) for way in found.ways}
    half = Fraction(1, 2)
    assert gaps == {
        (6 - a, 3 - b, 9 + half - c) for a in range(7) for b in range(4) for c in range(9) if a + b + c == 10
    }


def test_json_has_every_number_exactly_and_the_same_bytes(answers: dict[str, Any]) -> None:
    for name in ("two", "three", "one"):
        told = json.loads(zopa.to_json(answers[name]), parse_float=str)["shortfalls"]
        found = answers[name].shortfalls
        assert zopa.to_json(answers[name]) == zopa.to_json(ANSWERS[name]())
        assert [exactly(way["missing"]) for way in told["ways"]] == [exactly(way.missing) for way in found.ways]
        assert {party: None if by is None else Fraction(by) for party, by in told["alone"].items()} == {
            party: None if by is None else Fraction(by) for party, by in found.alone.items()
        }
        assert exactly(told["at_least"]) == exactly(found.at_least)
        assert (told["complete"], told["give_up"]) == (True, [list(parties) for parties in found.give_up])
        assert (told["least_total"], told["min_max"]) == (list(found.least_total), list(found.min_max))
    told = json.loads(zopa.to_json(answers["unfinished"]))["shortfalls"]
    assert told["complete"] is False
    assert [told[key] for key in ("give_up", "alone", "at_least", "least_total", "min_max")] == [None] * 5
    assert json.loads(zopa.to_json(zopa.bargain(zopa.load("panama-1974"))))["shortfalls"] is None


def run(*arguments: str) -> tuple[int, str, str]:
    made = CliRunner().invoke(app, list(arguments))
    return made.exit_code, made.stdout, made.stderr + str(made.exception or "")


@pytest.fixture
def firm(tmp_path: Path) -> str:
    (tmp_path / "talks.yaml").write_text(FIRM, "utf-8")
    return str(tmp_path / "talks.yaml")


def test_the_command_line_says_the_same(firm: str) -> None:
    found = zopa.bargain(zopa.load(firm))
    assert run("deals", firm)[:2] == (1, render(found, width=80))
    assert run("deals", firm, "--json")[:2] == (1, zopa.to_json(found))
    lines = zopa.with_reservations(zopa.load(firm))
    assert run("solve", firm, "--reservations", "--json")[:2] == (1, zopa.to_json(zopa.solve(lines)))
    conflicts = zopa.solve(lines, sections=("conflicts",))
    assert run("conflicts", firm, "--reservations", "--json")[:2] == (1, zopa.to_json(conflicts))
    kept = zopa.solve(lines, sections=("relaxations",), keep=["village.reservation"])
    told = run("relax", firm, "--reservations", "--keep", "village.reservation", "--json")
    assert told[:2] == (1, zopa.to_json(kept))
    assert run("relax", firm, "--reservations", "--amounts", "--json")[:2] == (1, zopa.to_json(zopa.concessions(lines)))
    assert run("solve", firm)[0] == 0


def test_what_cannot_be_asked_is_refused(firm: str) -> None:
    code, _, said = run("relax", firm, "--reservations", "--amounts", "--smallest")
    assert code == 2
    assert "no common unit" in " ".join(said.replace("│", " ").split())
    code, _, said = run("relax", firm, "--reservations", "--assumptions")
    assert code == 2
    made = CliRunner().invoke(app, ["solve", "ukraine-russia", "--reservations"])
    assert isinstance(made.exception, zopa.ScenarioError)
    (problem,) = made.exception.problems
    assert "no party states a reservation value" in problem.message
    assert problem.line is not None
