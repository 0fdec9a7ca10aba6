"""Points of several objectives, and which of them none beats, as the definition says."""

from __future__ import annotations

from hypothesis import strategies as st

from zopa.solver.dominance import Vector

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
