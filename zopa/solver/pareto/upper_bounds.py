"""Where points that are not known yet can be: local upper bounds, which no such point goes beyond.

Every point of a set that no known point equals or beats is at most as good, for everyone, as one of the bounds (an
upper bound set, Ehrgott and Gandibleux 2007; local upper bounds, Klamroth, Lacour and Vanderpooten 2015, in whole
numbers).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..dominance import Points, Vector, best

MOST_BOUNDS = 1_000
"""Beyond this, bounds are left as they are: still nothing goes beyond them, though less could be said."""


class UpperBounds:
    """The local upper bounds of what is left when points of a frontier become known one by one.

    Parameters
    ----------
    top
        What nothing is better than for anyone.
    """

    def __init__(self, top: Vector) -> None:
        self.vectors: list[Vector] = [top]

    def at_most(self, party: int, value: int) -> None:
        """Cap a party's utility."""
        self._set({(*one[:party], min(one[party], value), *one[party + 1 :]) for one in self.vectors})

    def add(self, point: Vector, parties: Sequence[int]) -> None:
        """Add a point of the frontier: every other has less for one of the parties, those whose utility varies."""
        if len(self.vectors) > MOST_BOUNDS:
            return
        made: set[Vector] = set()
        for one in self.vectors:
            if all(map(int.__le__, point, one)):
                made.update((*one[:at], point[at] - 1, *one[at + 1 :]) for at in parties)
            else:
                made.add(one)
        self._set(made)

    def _set(self, made: set[Vector]) -> None:
        vectors = sorted(made)
        self.vectors = [vectors[at] for at in best(vectors)]


def beyond(bounds: Sequence[Vector], points: Sequence[Vector]) -> list[Vector]:
    """Return the bounds that no point reaches, none below another: what still may be better than the points."""
    known = Points([*points, *bounds], [False] * len(points) + [True] * len(bounds)).undominated()
    return [vector for vector, is_bound in zip(known.vectors, known.payloads, strict=True) if is_bound]
