"""Undominated points and their sums, against definitions written out."""

from __future__ import annotations

import random
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.vectors import plain, some_vectors

from zopa.solver.dominance import Points, Vector, best


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
