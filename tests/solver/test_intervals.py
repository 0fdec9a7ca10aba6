"""Sets of whole numbers as intervals, against sets of whole numbers."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.reference_language import RELATIONS

from zopa.solver.intervals import Intervals, join, meet, outside, solutions

LOW, HIGH = -12, 12
numbers = st.sets(st.integers(LOW, HIGH))
bounds = st.tuples(st.integers(LOW - 2, HIGH + 2), st.integers(LOW - 2, HIGH + 2))


def written(members: set[int]) -> Intervals:
    """Return a set as the longest intervals there are."""
    firsts = [number for number in sorted(members) if number - 1 not in members]
    lasts = [number for number in sorted(members) if number + 1 not in members]
    return tuple(zip(firsts, lasts, strict=True))


def meant(intervals: Intervals) -> set[int]:
    """Return the set that intervals stand for, which must be in order and must not overlap."""
    assert all(low <= high for low, high in intervals)
    assert all(one[1] < other[0] for one, other in pairwise(intervals))
    return {number for low, high in intervals for number in range(low, high + 1)}


@steady(200)
@given(numbers, numbers)
def test_meet_is_the_intersection(one: set[int], other: set[int]) -> None:
    assert meant(meet(written(one), written(other))) == one & other


@steady(200)
@given(st.lists(numbers, max_size=4))
def test_join_is_the_union_in_as_few_intervals_as_there_can_be(sets: list[set[int]]) -> None:
    assert join(map(written, sets)) == written(set().union(*sets))


@steady(200)
@given(numbers, bounds)
def test_outside_is_the_complement_within_bounds(members: set[int], within: tuple[int, int]) -> None:
    low, high = within
    assert meant(outside(written(members), low, high)) == set(range(low, high + 1)) - members


@steady(400)
@given(
    st.sampled_from(("==", "!=", "<", "<=")),
    st.integers(-5, 5).filter(bool),
    st.integers(-40, 40),
    bounds,
)
def test_solutions_are_all_numbers_that_satisfy_the_comparison(
    sign: str, factor: int, offset: int, within: tuple[int, int]
) -> None:
    low, high = within
    expected = {number for number in range(low, high + 1) if RELATIONS[sign](factor * number + offset, 0)}
    assert meant(solutions(sign, factor, offset, low, high)) == expected


def test_numbers_past_floating_point_are_exact() -> None:
    far = 10**30
    assert solutions("==", 3, -3 * far, 0, 2 * far) == ((far, far),)
    assert solutions("==", 3, 1 - 3 * far, 0, 2 * far) == ()
    assert solutions("<=", -3, 3 * far - 1, 0, 2 * far) == ((far, 2 * far),)
    assert solutions("<", 3, -3 * far, 0, 2 * far) == ((0, far - 1),)
