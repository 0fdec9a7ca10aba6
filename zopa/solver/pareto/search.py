"""The best deals of one group of terms, one after the other, and at any moment what is left to be found.

A small group is enumerated deal by deal. In a larger one CP-SAT searches for the points: box by box for two parties;
for more, what is best for each party, then the best sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from math import lcm

from ...errors import SolverError
from ...models.meaning.meaning import Meaning
from ..cpsat.solve import NONE_IN_BOX, NONE_LEFT
from ..dominance import Points, Vector
from ..frontiers import MAXIMISED, BoxSearch, Pair, best_sums
from ..limits import Limits, Stopped
from .enumerate import deals_of, is_enumerable
from .groups import Brought, Deal, TermGroup, Valuer, ceiling
from .model import GroupModel
from .upper_bounds import UpperBounds

MOST_POINTS = 20_000
"""How many points of one group are searched for."""


class GroupSearch:
    """What is known of one group, as it grows; points are in units of one over the scales.

    Parameters
    ----------
    known
        A deal, if one is at hand; it need not be a good one.
    brought
        What gains are known to bring, shared with other searches.

    Attributes
    ----------
    proved
        Points of the group's frontier.
    complete, confirmed
        Whether there are no more, and whether all deals were gone through or a second run agreed.
    least
        The least that any deal brings each party; None where that is not known, or there is no deal.
    most_sum
        An upper bound on the sum of utilities, where one was proved.
    """

    def __init__(
        self,
        meaning: Meaning,
        group: TermGroup,
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
        self._search: _Boxes | _Sums | None = None
        self._known, self._brought = known, brought

    def run(self) -> Iterator[None]:
        """Find the points; pause after each that CP-SAT had to search for. A limit ends it."""
        try:
            if is_enumerable(self.meaning, self.group):
                self._enumerate()
            else:
                yield from self._solve(GroupModel(self.meaning, self.group, self.scale, self.limits))
        except Stopped:
            return

    @property
    def points(self) -> Points[Deal]:
        """The undominated points of all deals that are known."""
        if self.complete:
            return self.proved
        if self._known is not None:  # most groups are complete before anybody asks
            self._others.append((self._worth(self._known), self._known))
            self._known = None
        vectors, deals = zip(*self._others, strict=True) if self._others else ((), ())
        found = Points[Deal]([*self.proved.vectors, *vectors], [*self.proved.payloads, *deals])
        return found.undominated()

    @property
    def upper_bounds(self) -> list[Vector]:
        """Vectors such that every deal is worth no more, to everyone, than one of them or one of the points."""
        if self.complete:
            return []
        if self._search is None:
            return [ceiling(self.meaning, self.group, self.scale)]
        return self._search.upper_bounds

    def _worth(self, deal: Deal) -> Vector:
        value = Valuer(self.meaning, self.group, self.scale, self._brought)
        env = value.environment(deal)
        if not all(line.holds(env) for line in self.group.lines):
            raise SolverError("a deal does not satisfy its lines when evaluated exactly; nothing is claimed")
        return value(env)

    def _enumerate(self) -> None:
        found: dict[Vector, Deal] = {}
        try:
            for vector, deal in deals_of(self.meaning, self.group, self.scale, self.limits, self._brought):
                found.setdefault(vector, deal)
        except Stopped:
            self._others += found.items()
            raise
        self.least = tuple(map(min, zip(*found, strict=True))) if found else None
        self.proved = Points(found.keys(), found.values()).undominated()
        self.complete = self.confirmed = True

    def _solve(self, model: GroupModel) -> Iterator[None]:
        active = [at for at, (low, high) in enumerate(model.reach) if low < high]
        top = tuple(high for _, high in model.reach)
        search = self._search = _Boxes(model, top, active) if len(active) == 2 else _Sums(model, top, active)
        try:
            for vector, deal in islice(points := search.run(), MOST_POINTS):
                self.proved.vectors.append(vector)
                self.proved.payloads.append(deal)
                self.most_sum = search.most_sum
                yield
            if next(points, None) is not None:
                return
            confirmed = search.is_confirmed(self.proved.vectors)
            self.proved = self.proved.undominated()
            self.complete, self.confirmed = True, confirmed
        finally:
            self._others += model.seen


class _Sums:
    """The points for any number of parties: what is best for each, then the greatest sums of those that are left."""

    def __init__(self, model: GroupModel, top: Vector, active: Sequence[int]) -> None:
        self._model, self._active = model, active
        self._bounds = UpperBounds(top)
        self._known: list[Vector] = []
        self.most_sum: Fraction | None = None

    @property
    def upper_bounds(self) -> list[Vector]:
        """Vectors that no point still to be found goes beyond."""
        return self._bounds.vectors

    def run(self) -> Iterator[tuple[Vector, Deal]]:
        """Yield the points, each with a deal."""
        model = self._model
        true = model.weights_of_the_sum()
        weights = [int(at in self._active) * weight for at, weight in enumerate(true or [1] * len(model.gains))]
        for party in self._active:
            point = model.best_for(party, weights, {})
            if point is None:
                return
            self._bounds.at_most(party, point[0][party])  # known points may have more, those left have not
            self._rule_out(point)
            yield point
        for point in best_sums(lambda: model.best(weights, {}), self._rule_out):
            if self.most_sum is None and true is not None:  # no point that is left or known has a greater sum
                most = max(sum(map(int.__mul__, true, vector)) for vector in self._known)
                self.most_sum = Fraction(most, lcm(*model.scale))
            yield point
            if not self._active:
                return

    def is_confirmed(self, _found: Sequence[Vector]) -> bool:
        """Ask again whether nothing is left, all points being ruled out in the model."""
        return not self._active or self._model.has_none({})  # where nobody gains, one deal is as good as any

    def _rule_out(self, point: tuple[Vector, Deal]) -> None:
        self._known.append(point[0])
        self._bounds.add(point[0], self._active)
        self._model.rule_out(point[0])


class _Boxes:
    """The points of two parties, box by box."""

    most_sum: Fraction | None = None

    def __init__(self, model: GroupModel, top: Vector, active: Sequence[int]) -> None:
        self._model, self._top, self._active = model, top, active
        self._search = BoxSearch(self._best, self._pair(top), MAXIMISED)

    @property
    def upper_bounds(self) -> list[Vector]:
        """Vectors that no point still to be found goes beyond."""
        made = []
        for pair in self._search.upper_bounds:
            vector = list(self._top)
            for at, value in zip(self._active, pair, strict=True):
                vector[at] = value
            made.append(tuple(vector))
        return made

    def run(self) -> Iterator[tuple[Vector, Deal]]:
        """Yield the points, each with a deal."""
        return self._search.run()

    def is_confirmed(self, found: Sequence[Vector]) -> bool:
        """Ask again whether nothing lies beyond the staircase of points: at once or, where that is hard, by steps."""
        if self._model.has_none({}, found, NONE_LEFT):
            return True
        points = sorted(map(self._pair, found))
        firsts = [None, *(first + 1 for first, _ in points)]
        seconds = [*(second + 1 for _, second in points), None]
        for step in zip(firsts, seconds, strict=True):
            floors = {at: floor for at, floor in zip(self._active, step, strict=True) if floor is not None}
            if not self._model.has_none(floors, ladder=NONE_IN_BOX):
                return False
        return True

    def _pair(self, vector: Vector) -> Pair:
        one, two = self._active
        return vector[one], vector[two]

    def _best(self, objective: int, floors: Mapping[int, int]) -> tuple[Pair, tuple[Vector, Deal]] | None:
        other = self._active[1 - objective]
        then = [int(at == other) for at in range(len(self._top))]
        stated = {self._active[at]: floor for at, floor in floors.items()}
        point = self._model.best_for(self._active[objective], then, stated)
        return point and (self._pair(point[0]), point)
