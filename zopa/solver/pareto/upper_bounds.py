"""Where points that are not known yet can be: corners that no such point goes beyond.

Every point of a set that no known point equals or beats is at most as good, for everyone, as one of the corners (an
upper bound set, Ehrgott and Gandibleux 2007; the corners are the local upper bounds of Klamroth, Lacour and
Vanderpooten 2015, in whole numbers).
"""

from __future__ import annotations

from collections.abc import Sequence

from .dominance import Points, Vector, best

MOST_CORNERS = 1_000
"""Beyond, corners are left as they are: still nothing goes beyond them, though less could be said."""


class Corners:
    """The corners of what is left when points of a frontier become known one by one."""

    def __init__(self, top: Vector) -> None:
        self.vectors: list[Vector] = [top]

    def at_most(self, party: int, value: int) -> None:
        """Take in that nothing gives a party more than so much."""
        self._are({(*one[:party], min(one[party], value), *one[party + 1 :]) for one in self.vectors})

    def add(self, point: Vector, parties: Sequence[int]) -> None:
        """Take in that a point is on the frontier: another one has less of something; only some parties' gains vary."""
        if len(self.vectors) > MOST_CORNERS:
            return
        made: set[Vector] = set()
        for one in self.vectors:
            if all(map(int.__le__, point, one)):
                made.update((*one[:at], point[at] - 1, *one[at + 1 :]) for at in parties)
            else:
                made.add(one)
        self._are(made)

    def _are(self, made: set[Vector]) -> None:
        vectors = sorted(made)
        self.vectors = [vectors[at] for at in best(vectors)]


def beyond(corners: Sequence[Vector], points: Sequence[Vector]) -> list[Vector]:
    """Return the corners that no point reaches, none below another: what still may be better than the points."""
    known = Points([*points, *corners], [False] * len(points) + [True] * len(corners)).undominated()
    return [vector for vector, is_corner in zip(known.vectors, known.payloads, strict=True) if is_corner]
