"""The best deals of one group of terms, one after the other, and at any moment what is left to be found.

A small group is gone through deal by deal. In a larger one CP-SAT looks for the points: for two parties, box by box
between known points; for more, what is best for each party, then each optimum of the sum, and what is no better anywhere
is ruled out (Sylva and Crema 2004).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from math import lcm

from ...errors import SolverError
from ...models.meaning.meaning import Meaning
from ..cpsat.solve import NONE_IN_BOX, NONE_LEFT
from ..limits import Limits, Stopped
from .dominance import Points, Vector
from .groups import Brought, Deal, Group, Valuer, ceiling, enumerable, enumerated
from .model import GroupModel
from .upper_bounds import Corners

MOST_POINTS = 20_000
"""How many points of one group are looked for."""


class GroupSearch:
    """What is known of one group, as it grows; points are in units of one over the scales.

    Parameters
    ----------
    known
        A deal, if there is one at hand; it need not be a good one.
    brought
        What gains are known to bring, shared with others that need it.

    Attributes
    ----------
    proved
        Points of the group's frontier.
    complete, confirmed
        Whether there are no more, and whether that is by going through all deals, or a second run said so, too.
    least
        The least that any deal brings each party; None where that was not worked out, or there is no deal.
    most_sum
        What no deal's sum of utilities exceeds, where that was proved.
    """

    def __init__(
        self,
        meaning: Meaning,
        group: Group,
        scale: Sequence[int],
        limits: Limits,
        known: Deal | None = None,
        brought: Brought | None = None,
    ) -> None:
        self.meaning, self.group, self.scale, self.limits = meaning, group, scale, limits
        self.proved: Points[Deal] = Points([], [])
        self.complete = self.confirmed = False
        self.least: Vector | None = None
        self.most_sum: Fraction | None = None
        self._others: list[tuple[Vector, Deal]] = []
        self._corners: Corners | _Boxes | None = None
        self._known, self._brought = known, brought

    def run(self) -> Iterator[None]:
        """Find the points; pause after each that CP-SAT had to look for. A limit ends it."""
        try:
            if enumerable(self.meaning, self.group):
                self._enumerate()
            else:
                yield from self._search(GroupModel(self.meaning, self.group, self.scale, self.limits))
        except Stopped:
            return

    @property
    def points(self) -> Points[Deal]:
        """The points of all deals that are known, as far as none beats another."""
        if self.complete:
            return self.proved
        if self._known is not None:  # most groups are complete before anybody asks
            self._others.append((self._worth(self._known), self._known))
            self._known = None
        vectors, deals = zip(*self._others, strict=True) if self._others else ((), ())
        found = Points[Deal]([*self.proved.vectors, *vectors], [*self.proved.payloads, *deals])
        return found.undominated()

    @property
    def corners(self) -> list[Vector]:
        """Vectors such that every deal is worth no more, to everyone, than one of them or one of the points."""
        if self.complete:
            return []
        if self._corners is None:
            return [ceiling(self.meaning, self.group, self.scale)]
        return self._corners.vectors

    def _worth(self, deal: Deal) -> Vector:
        value = Valuer(self.meaning, self.group, self.scale, self._brought)
        env = value.environment(deal)
        if not all(line.holds(env) for line in self.group.lines):
            raise SolverError("a deal does not satisfy its lines when evaluated exactly; nothing is claimed")
        return value(env)

    def _enumerate(self) -> None:
        found: dict[Vector, Deal] = {}
        try:
            vectors, deals = enumerated(self.meaning, self.group, self.scale, self.limits, self._brought, found)
        except Stopped:
            self._others += found.items()
            raise
        self.least = tuple(map(min, zip(*vectors, strict=True))) if vectors else None
        self.proved = Points(vectors, deals).undominated()
        self.complete = self.confirmed = True

    def _search(self, model: GroupModel) -> Iterator[None]:
        active = [at for at, (low, high) in enumerate(model.reach) if low < high]
        top = tuple(high for _, high in model.reach)
        steps = _Boxes(model, top, active) if len(active) == 2 else _Sums(model, top, active)
        self._corners = steps if isinstance(steps, _Boxes) else steps.corners
        try:
            for vector, deal in islice(points := steps.run(), MOST_POINTS):
                self.proved.vectors.append(vector)
                self.proved.payloads.append(deal)
                self.most_sum = steps.most_sum
                yield
            if next(points, None) is not None:
                return
            confirmed = steps.is_confirmed()
            self.proved = self.proved.undominated()
            self.complete, self.confirmed = True, confirmed
        finally:
            self._others += model.seen


class _Sums:
    """The points for any number of parties: what is best for each, then the greatest sums of those that are left."""

    def __init__(self, model: GroupModel, top: Vector, active: Sequence[int]) -> None:
        self.model, self.active = model, active
        self.corners = Corners(top)
        self.most_sum: Fraction | None = None

    def run(self) -> Iterator[tuple[Vector, Deal]]:
        model, parties = self.model, range(len(self.model.gains))
        true = model.weights_of_the_sum()
        weights = [int(at in self.active) * weight for at, weight in enumerate(true or [1] * len(parties))]
        known: list[Vector] = []

        def found(point: tuple[Vector, Deal]) -> tuple[Vector, Deal]:
            known.append(point[0])
            self.corners.add(point[0], self.active)
            model.beat(point[0])
            return point

        for party in self.active:
            point = model.best_for(party, weights, {})
            if point is None:
                return
            self.corners.at_most(party, point[0][party])  # what is known may have more, what is left has not
            yield found(point)
        while (point := model.best(weights, {})) is not None:
            if self.most_sum is None and true is not None:  # what is left has no greater sum, nor has what is known
                most = max(sum(map(int.__mul__, true, vector)) for vector in (*known, point[0]))
                self.most_sum = Fraction(most, lcm(*model.scale))
            yield found(point)
            if not self.active:
                return

    def is_confirmed(self) -> bool:
        """Ask again whether nothing is left, all points being ruled out in the model."""
        return not self.active or self.model.has_none({})  # where nobody gains, one deal is as good as any


class _Boxes:
    """The points of two parties, those first that are farthest from others.

    Between two neighbours, the deal in which the second has most while the first has at least the middle is a point.
    """

    most_sum: Fraction | None = None

    def __init__(self, model: GroupModel, top: Vector, active: Sequence[int]) -> None:
        self.model, self.top = model, top
        self.one, self.two = active
        self.left: list[tuple[int, Vector, Vector]] | None = None
        self.found: list[Vector] = []
        self.most = {self.one: top[self.one], self.two: top[self.two]}

    @property
    def vectors(self) -> list[Vector]:
        """The corners of the boxes: what has more of one has less of the other."""
        if self.left is None:
            return [self._corner(self.most[self.one], self.most[self.two])]
        return [self._corner(lower[self.one] - 1, upper[self.two] - 1) for _, upper, lower in self.left]

    def _corner(self, first: int, second: int) -> Vector:
        corner = list(self.top)
        corner[self.one], corner[self.two] = first, second
        return tuple(corner)

    def run(self) -> Iterator[tuple[Vector, Deal]]:
        one, two = self.one, self.two
        right = self._most(one, two, {})
        if right is None:
            return
        self.most[one] = right[0][one] - 1  # what has as much has no more of the other
        self.found.append(right[0])
        yield right
        left = self._most(two, one, {})
        if left is None:
            raise SolverError("CP-SAT calls impossible what a deal shows to be possible; nothing is claimed")
        self.left = []
        if left[0] == right[0]:
            return
        self._push(left[0], right[0])
        self.found.append(left[0])
        yield left
        while self.left:
            _, upper, lower = self.left[0]
            middle = (upper[one] + lower[one] + 1) // 2
            found = self._most(two, one, {one: middle, two: lower[two] + 1})
            if found is None and middle > upper[one] + 1:
                found = self._most(two, one, {one: upper[one] + 1, two: lower[two] + 1})
            heapq.heappop(self.left)  # not before: a limit at these questions leaves the box to be looked into
            if found is None:
                continue
            self._push(upper, found[0])
            self._push(found[0], lower)
            self.found.append(found[0])
            yield found

    def is_confirmed(self) -> bool:
        """Ask again whether nothing lies beyond the staircase of points: at once, or where that is hard, step by step."""
        if self.model.has_none({}, self.found, NONE_LEFT):
            return True
        points = sorted((point[self.one], point[self.two]) for point in self.found)
        firsts = [None, *(first + 1 for first, _ in points)]
        seconds = [*(second + 1 for _, second in points), None]
        for first, second in zip(firsts, seconds, strict=True):
            floors = {self.one: first, self.two: second}
            stated = {party: floor for party, floor in floors.items() if floor is not None}
            if not self.model.has_none(stated, ladder=NONE_IN_BOX):
                return False
        return True

    def _push(self, upper: Vector, lower: Vector) -> None:
        assert self.left is not None
        wide, high = lower[self.one] - upper[self.one], upper[self.two] - lower[self.two]
        if wide > 1 and high > 1:
            heapq.heappush(self.left, (-wide * high, upper, lower))

    def _most(self, first: int, second: int, floors: dict[int, int]) -> tuple[Vector, Deal] | None:
        return self.model.best_for(first, [int(at == second) for at in range(len(self.model.gains))], floors)
