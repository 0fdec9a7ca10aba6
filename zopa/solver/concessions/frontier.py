"""What the parties of one part can give, such that none gives less without another giving more: all such points.

For two parties, boxes between known points are searched, the largest first: the deal in which the second gives least
while the first gives no more than the middle of the box is a point, near that middle where there are many. So a list
that is cut off is spread over the frontier. For three and
more, each optimum of the total is noted and what is no better than it anywhere is ruled out (Sylva and Crema 2004).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from ...models.values import MAX_MAGNITUDE
from ..limits import Stopped
from .search import GradedPart, Search, Vector

MOST_POINTS = 500
"""How many points of one part are listed."""


@dataclass
class Frontier:
    """The points found of one part, each what the groups give and a relaxation that takes just that.

    ``complete`` where these are proved to be all; ``confirmed`` where a second solve said so too.
    """

    points: list[tuple[tuple[int, ...], Vector]] = field(default_factory=list)
    complete: bool = False
    confirmed: bool = False


def frontier(part: GradedPart, groups: Sequence[str]) -> Frontier:
    """Return the frontier of one part, or as much of it as limits and the number of points allow.

    Parameters
    ----------
    groups
        Those of all chains.
    """
    giving = [
        group for group in groups if any(chain.group == group and chain.cost(chain.last) for chain in part.chains)
    ]
    search = Search(part)
    steps = _between_two(part, giving) if len(giving) == 2 else _one_by_one(part, search, giving)
    found = Frontier()
    with suppress(Stopped):
        for vector in islice(steps, MOST_POINTS):
            found.points.append((part.given(vector.steps, groups), vector))
        found.complete = next(steps, None) is None
        if found.complete:
            if len(giving) == 2:
                for gives, _ in found.points:
                    search.beat(gives, groups)
            found.confirmed = search.confirm_end() is True
    return found


def _one_by_one(part: GradedPart, search: Search, groups: Sequence[str]) -> Iterator[Vector]:
    while (vector := search.cheapest()) is not None:
        yield vector
        search.beat(part.given(vector.steps, groups), groups)


def _between_two(part: GradedPart, groups: Sequence[str]) -> Iterator[Vector]:
    """Yield the points of two groups, those first that are farthest from others.

    A box has its corners at two neighbours: any point in it gives more than the left one on the first axis and less on
    the second, and the other way round for the right one.
    """
    first, second = groups
    wide, high = (sum(chain.cost(chain.last) for chain in part.chains if chain.group == group) for group in groups)
    wanted, other = _Order(part, second, first, high, wide), _Order(part, first, second, wide, high)
    boxes: list[tuple[int, int, int, int, int]] = []

    def push(left: int, top: int, right: int, bottom: int) -> None:
        if right - left > 1 and top - bottom > 1:
            heapq.heappush(boxes, (-(right - left) * (top - bottom), left, top, right, bottom))

    leftmost, rightmost = other.least({}), wanted.least({})
    if leftmost is None or rightmost is None:
        return
    (left, top), (right, bottom) = (part.given(vector.steps, groups) for vector in (leftmost, rightmost))
    yield leftmost
    if (left, top) != (right, bottom):
        yield rightmost
    push(left, top, right, bottom)
    while boxes:
        _, left, top, right, bottom = heapq.heappop(boxes)
        middle = (left + right) // 2
        vector = wanted.least({first: middle, second: top - 1})
        if vector is None and middle < right - 1:
            vector = wanted.least({first: right - 1, second: top - 1})
        if vector is None:
            continue
        yield vector
        x, y = part.given(vector.steps, groups)
        push(left, top, x, y)
        push(x, y, right, bottom)


class _Order:
    """Looks for the deal in which one group gives least, and of these the one in which the other does."""

    def __init__(self, part: GradedPart, group: str, other: str, most: int, others: int) -> None:
        self._part, self._group = part, group
        # One search does it where the numbers allow to count the group's costs for more than all of the other's.
        factor = others + 1 if (others + 1) * (most + 1) < MAX_MAGNITUDE // 4 else 0
        self._search = Search(part, self._weights(group, factor or 1, 1 if factor else 0))
        self._then = None if factor else Search(part, self._weights(other, 1, 0))

    def _weights(self, group: str, own: int, others: int) -> list[int]:
        return [own if chain.group == group else others for chain in self._part.chains]

    def least(self, most: Mapping[str, int]) -> Vector | None:
        """Return that deal where groups give at most so much; None when there is none."""
        found = self._search.under(most)
        if found is None or self._then is None:
            return found
        (given,) = self._part.given(found.steps, [self._group])
        return self._then.under({**most, self._group: given})
