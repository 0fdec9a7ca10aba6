"""The local upper bounds of what is left of a frontier, against definitions written out."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.vectors import as_good, plain, some_vectors

from zopa.solver.dominance import Vector
from zopa.solver.pareto import upper_bounds as engine
from zopa.solver.pareto.upper_bounds import UpperBounds, beyond


@pytest.mark.parametrize("most", [0, 3, 1_000])
@steady(60)
@given(st.integers(2, 4).flatmap(lambda size: some_vectors(size, 40)), st.randoms(use_true_random=False))
def test_nothing_unknown_goes_beyond_the_bounds(most: int, vectors: list[Vector], chance: random.Random) -> None:
    if not vectors:
        return
    size = len(vectors[0])
    left = [vectors[at] for at in plain(vectors)]
    chance.shuffle(left)
    bounds, known = UpperBounds(tuple(max(column) for column in zip(*vectors, strict=True))), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MOST_BOUNDS", most)
        while left:
            known.append(left.pop())
            bounds.add(known[-1], range(size))
            for vector in vectors:
                assert any(as_good(one, vector) for one in (*known, *bounds.vectors))
            if most == 1_000:  # none of what is known is below a bound, so that it is known to be best
                assert not any(as_good(bound, one) for bound in bounds.vectors for one in known)
            rest = beyond(bounds.vectors, known)
            for vector in left:
                assert any(as_good(bound, vector) for bound in rest)


def test_bounds_come_down_to_what_a_party_can_have() -> None:
    bounds = UpperBounds((9, 9, 9))
    bounds.add((5, 9, 2), range(3))
    assert sorted(bounds.vectors) == [(4, 9, 9), (9, 8, 9), (9, 9, 1)]
    bounds.at_most(0, 5)
    assert sorted(bounds.vectors) == [(4, 9, 9), (5, 8, 9), (5, 9, 1)]
    bounds.at_most(2, 1)
    assert sorted(bounds.vectors) == [(5, 9, 1)]
