"""Deals put together from deals: what they cross is what the reference says, a broken fact included."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from support.draws import steady
from support.parts_by_brute_force import parts_of
from support.reference import Spec
from support.strategies import dense_scenarios, scenarios, side_by_side

import zopa
from zopa.solver.conflicts.exploration import Exploration
from zopa.solver.conflicts.local import Neighbourhood, PartDeal, Patched
from zopa.solver.conflicts.patches import Patches
from zopa.solver.limits import Limits

GENERATED = scenarios() | dense_scenarios() | side_by_side()


@steady(50)
@given(GENERATED, st.data())
def test_swaps_made_together_cross_what_the_reference_says(spec: Spec, data: st.DataObject) -> None:
    parts = [part for part in parts_of(spec) if len(part.possible) > 1]
    assume(parts)
    part = data.draw(st.sampled_from(parts), label="part")
    points = [part.point(row) for row in part.possible]
    base = data.draw(st.sampled_from(points), label="base")
    patches = Patches(part.neighbourhood, base)
    known: dict[int, PartDeal] = {}
    for other in data.draw(st.lists(st.sampled_from(points), min_size=1, max_size=4), label="others"):
        swap = base.crossed ^ other.crossed
        known.setdefault(swap, other)
        patches.learn(swap, other.values)
    for _ in range(3):
        swaps = data.draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=3), label="swaps")
        made = patches.together(swaps)
        assert made is not None
        expected = dict(base.values)
        for swap in swaps:
            expected |= {term: value for term, value in known[swap].values.items() if value != base.values[term]}
        assert dict(made.values) == expected
        assert made.crossed == part.crossed(expected)
        if len(swaps) == 1:
            assert made.crossed == known[swaps[0]].crossed


AREA = zopa.loads("""
format: zopa/1
title: Area
terms: {a: {type: yes_no}, b: {type: yes_no}, c: {type: yes_no}}
facts: {either: {require: not (a and b)}, third: {require: c implies not a}}
parties:
  north: {red_lines: {a: {require: a}, b: {require: b}}}
  south: {red_lines: {not_a: {require: not a}, not_b: {require: not b}}}
""")
NOTHING = {"a": 0, "b": 0, "c": 0}


def area() -> Neighbourhood:
    exploration = Exploration(AREA, Limits())
    search = exploration.searches[0]
    return Neighbourhood(search.known.oracle, search.known.part)


def test_a_fact_that_two_swaps_break_together_is_one_more_line_crossed() -> None:
    patches = Patches(area(), PartDeal(NOTHING, 0b0011))
    patches.learn(0b0101, {**NOTHING, "a": 1})
    patches.learn(0b1010, {**NOTHING, "b": 1})
    assert patches.together([0b0101]) == PartDeal(Patched(NOTHING, {"a": 1}), 0b0110)
    both = patches.together([0b0101, 0b1010])
    assert both is not None
    assert dict(both.values) == {"a": 1, "b": 1, "c": 0}
    assert both.crossed == 0b01_1100


def test_no_swap_is_the_base_and_an_unknown_swap_is_nothing() -> None:
    patches = Patches(area(), PartDeal(NOTHING, 0b0011))
    base = patches.together([])
    assert base is not None
    assert (dict(base.values), base.crossed) == (NOTHING, 0b0011)
    assert patches.together([0b0101]) is None


def test_the_first_deal_of_a_swap_stays() -> None:
    patches = Patches(area(), PartDeal({**NOTHING, "c": 1}, 0b0011))
    patches.learn(0b1010, {"a": 0, "b": 1, "c": 1})
    patches.learn(0b1010, {"a": 0, "b": 1, "c": 0})
    made = patches.together([0b1010])
    assert made is not None
    assert made.values["c"] == 1


@steady(100)
@given(*[st.dictionaries(st.sampled_from("abc"), st.integers(0, 2)) for _ in range(3)], st.integers(0, 2))
def test_the_changes_of_a_deal_are_where_it_differs_from_the_base(
    one: dict[str, int], two: dict[str, int], three: dict[str, int], depth: int
) -> None:
    base = Patched(NOTHING, one) if depth else NOTHING
    patches = Patches(area(), PartDeal(base, 0b0011))
    for values in (Patched(base, two), Patched(Patched(base, two), three), Patched(NOTHING, three), {**NOTHING, **two}):
        changes = patches.changes(values)
        assert changes == {term: values[term] for term in "abc" if values[term] != base[term]}
        assert dict(Patched(base, changes)) == dict(values)


def test_a_patched_deal_is_flat() -> None:
    twice = Patched(Patched(NOTHING, {"a": 1, "b": 1}), {"b": 2})
    assert twice.base is NOTHING
    assert twice.changes == {"a": 1, "b": 2}
    assert (dict(twice), len(twice)) == ({"a": 1, "b": 2, "c": 0}, 3)
