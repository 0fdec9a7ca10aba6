"""Pareto frontiers found by asking for one best point after another: by boxes for two objectives, or for any number.

Whoever looks for a frontier brings the questions, and says which way is better: utilities are maximised, costs
minimised.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, Literal, TypeAlias, TypeVar

from ..errors import SolverError

T = TypeVar("T")
Pair: TypeAlias = tuple[int, int]
"""The values of two objectives."""

Best: TypeAlias = Callable[[int, Mapping[int, int]], tuple[Pair, T] | None]
"""Given an objective (0 or 1) and bounds on some: of the points at least as good as the bounds, one that is best in
that objective and, of these, best in the other; with what it is a point of. None where there is no point."""

MAXIMISED: Literal[1] = 1
MINIMISED: Literal[-1] = -1


class BoxSearch(Generic[T]):
    """The frontier of two objectives, the points farthest from known ones first, so that a part of it is spread out.

    Between two neighbours on the frontier lies a box that holds every point between them. The largest box is searched
    first, from its middle (Hamacher, Pedersen and Ruzika, *Operations Research Letters* 35, 2007).

    Parameters
    ----------
    best
        Answers questions about points.
    ideal
        A pair that no point is better than in either objective.
    sense
        Whether objectives are maximised or minimised.
    """

    def __init__(self, best: Best[T], ideal: Pair, sense: Literal[1, -1]) -> None:
        self._best, self._ideal, self._sense = best, ideal, sense
        self._boxes: list[tuple[int, Pair, Pair]] | None = None

    @property
    def upper_bounds(self) -> list[Pair]:
        """Pairs such that every point that is not known is as good as one of them at most, in both objectives."""
        if self._boxes is None:
            return [self._ideal]
        ends = (self._ends(*corners) for _, *corners in self._boxes)
        return [(first[0] - self._sense, second[1] - self._sense) for first, second in ends]

    def run(self) -> Iterator[T]:
        """Yield what each point is a point of: the best in the first objective, in the second, and those between.

        Raises
        ------
        SolverError
            If there is a best point in the first objective and none in the second.
        """
        found = self._best(0, {})
        if found is None:
            return
        first, point = found
        self._ideal = first[0] - self._sense, self._ideal[1]  # what is as good in the first is no better in the second
        yield point
        found = self._best(1, {})
        if found is None:
            raise SolverError("CP-SAT calls impossible what a deal shows to be possible; nothing is claimed")
        second, point = found
        self._boxes = []
        if second == first:
            return
        self._push(first, second)
        yield point
        while self._boxes:
            first, second = self._ends(*self._boxes[0][1:])
            found = self._between(first, second)
            heapq.heappop(self._boxes)  # not before: a limit at these questions leaves the box to be searched
            if found is None:
                continue
            middle, point = found
            self._push(middle, second)
            self._push(first, middle)
            yield point

    def _between(self, first: Pair, second: Pair) -> tuple[Pair, T] | None:
        """Look for a point from the middle of a box on, then in the rest of it."""
        sense = self._sense
        middle = sense * ((sense * (first[0] + second[0]) + 1) // 2)
        beyond = first[1] + sense
        found = self._best(1, {0: middle, 1: beyond})
        if found is None and sense * (middle - second[0]) > 1:
            found = self._best(1, {0: second[0] + sense, 1: beyond})
        return found

    def _ends(self, low: Pair, high: Pair) -> tuple[Pair, Pair]:
        """Return the corners of a box: the better one in the first objective, then the better one in the second."""
        return (high, low) if self._sense == MAXIMISED else (low, high)

    def _push(self, first: Pair, second: Pair) -> None:
        assert self._boxes is not None
        wide, high = abs(first[0] - second[0]), abs(first[1] - second[1])
        if wide > 1 and high > 1:
            low, top = sorted((first, second))
            heapq.heappush(self._boxes, (-wide * high, low, top))


def best_sums(best: Callable[[], T | None], rule_out: Callable[[T], None]) -> Iterator[T]:
    """Yield the frontier of any number of objectives, the best sums first (Sylva and Crema, *EJOR* 158, 2004).

    Parameters
    ----------
    best
        Returns the point of the best sum, or of the best weighted sum, of those not ruled out; None when none is left.
    rule_out
        Rules out whatever is better than a point in no objective.
    """
    while (point := best()) is not None:
        rule_out(point)
        yield point
