"""Undominated points, their sums, and the corners of what is left, against definitions written out."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady

from zopa.solver.pareto import upper_bounds as engine
from zopa.solver.pareto.dominance import Points, Vector, best
from zopa.solver.pareto.upper_bounds import Corners, beyond

HUGE = 10**20
"""Past what machine integers hold."""


def as_good(one: Vector, other: Vector) -> bool:
    return all(map(int.__ge__, one, other))


def plain(vectors: list[Vector]) -> list[int]:
    """Return the positions of the undominated vectors, of equals the first, from the greatest down."""
    kept = [
        at
        for at, vector in enumerate(vectors)
        if not any(as_good(other, vector) and (other != vector or place < at) for place, other in enumerate(vectors))
    ]
    return sorted(kept, key=lambda at: vectors[at], reverse=True)


def some_vectors(size: int, most: int = 60) -> st.SearchStrategy[list[Vector]]:
    numbers = st.one_of(st.integers(-4, 4), st.integers(-4, 4), st.sampled_from((2**31, -(2**40), HUGE)))
    small = st.lists(st.tuples(*[st.integers(-4, 4)] * size), max_size=most)
    return st.one_of(small, st.lists(st.tuples(*[numbers] * size), max_size=most))


@steady(200)
@given(st.integers(0, 5).flatmap(some_vectors))
def test_the_best_are_those_that_none_beats(vectors: list[Vector]) -> None:
    assert best(vectors) == plain(vectors)


@pytest.mark.parametrize("size", [2, 3, 5])
def test_the_best_of_many(size: int) -> None:
    chance = random.Random(size)
    vectors = [tuple(chance.randint(0, 15) for _ in range(size)) for _ in range(3_000)]
    assert best(vectors) == plain(vectors)


@steady(60)
@given(st.integers(1, 4).flatmap(lambda size: st.tuples(some_vectors(size, 12), some_vectors(size, 12))))
def test_sums_are_those_of_the_best_addends(both: tuple[list[Vector], list[Vector]]) -> None:
    one, two = (Points(vectors, list(range(len(vectors)))).undominated() for vectors in both)
    joined = one.plus(two, lambda left, right: (left, right))  # type: ignore[arg-type, return-value]
    sums = [tuple(map(int.__add__, left, right)) for left, right in product(*both)]
    assert joined.vectors == [sums[at] for at in plain(sums)]
    for vector, (left, right) in zip(joined.vectors, joined.payloads, strict=True):  # type: ignore[misc]
        assert vector == tuple(map(int.__add__, both[0][left], both[1][right]))


@pytest.mark.parametrize("most", [0, 3, 1_000])
@steady(60)
@given(st.integers(2, 4).flatmap(lambda size: some_vectors(size, 40)), st.randoms(use_true_random=False))
def test_nothing_unknown_goes_beyond_the_corners(most: int, vectors: list[Vector], chance: random.Random) -> None:
    if not vectors:
        return
    size = len(vectors[0])
    left = [vectors[at] for at in plain(vectors)]
    chance.shuffle(left)
    corners, known = Corners(tuple(max(column) for column in zip(*vectors, strict=True))), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MOST_CORNERS", most)
        while left:
            known.append(left.pop())
            corners.add(known[-1], range(size))
            for vector in vectors:
                assert any(as_good(one, vector) for one in (*known, *corners.vectors))
            if most == 1_000:  # none of what is known is below a corner, so that it is known to be best
                assert not any(as_good(corner, one) for corner in corners.vectors for one in known)
            rest = beyond(corners.vectors, known)
            for vector in left:
                assert any(as_good(corner, vector) for corner in rest)


def test_corners_come_down_to_what_a_party_can_have() -> None:
    corners = Corners((9, 9, 9))
    corners.add((5, 9, 2), range(3))
    assert sorted(corners.vectors) == [(4, 9, 9), (9, 8, 9), (9, 9, 1)]
    corners.at_most(0, 5)
    assert sorted(corners.vectors) == [(4, 9, 9), (5, 8, 9), (5, 9, 1)]
    corners.at_most(2, 1)
    assert sorted(corners.vectors) == [(5, 9, 1)]
