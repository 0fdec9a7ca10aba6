"""Conflicts that hang together by shared red lines, and the ways to settle each such group, cheapest first.

The groups are kept up to date as conflicts are found: a new one joins the groups that it touches. The search for ways
out goes on where it was, in the largest of them; what was right stays.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Mapping, Sequence

from .bitsets import bits, united
from .hitting_sets import HittingSets


class Resolutions:
    """The minimal sets of red lines that settle one dispute, as far as its conflicts are known, by cost."""

    def __init__(self, family: Sequence[int], costs: Sequence[int], allowed: int, check: Callable[[int], None]) -> None:
        self.known: list[tuple[int, int, int]] = []
        self._serial = 0
        self._sets = HittingSets(family, costs, allowed, check)

    def get(self, index: int) -> tuple[int, int] | None:
        """Return ``(cost, lines given up)`` at a position, None past the end."""
        while (found := self._sets.next(self.known[index][0] if index < len(self.known) else None)) is not None:
            self._serial += 1
            insort(self.known, (found[0], self._serial, found[1]))
        if index >= len(self.known):
            return None
        cost, _, mask = self.known[index]
        return cost, mask

    def all(self) -> list[int]:
        """Return all of them."""
        while self.get(len(self.known)) is not None:
            pass
        return [mask for _, _, mask in self.known]

    def least(self, index: int) -> int:
        """Return a lower bound on the cost at a position; 0 where there are none."""
        bounds = [cost for cost, _, _ in self.known[index : index + 1]]
        if self._sets.least is not None:
            bounds.append(self._sets.least)
        return min(bounds, default=self.known[-1][0] if self.known else 0)

    def add(self, conflict: int) -> None:
        """Take one more conflict into account."""
        self.known = [entry for entry in self.known if entry[2] & conflict]
        self._sets.add(conflict)


class Listed:
    """Resolutions that are all known."""

    def __init__(self, ways: Sequence[int], costs: Sequence[int]) -> None:
        self._ways = [(sum(costs[line] for line in bits(way)), way) for way in ways]

    def get(self, index: int) -> tuple[int, int] | None:
        """Return ``(cost, lines given up)`` at a position, None past the end."""
        return self._ways[index] if index < len(self._ways) else None

    def all(self) -> list[int]:
        """Return all of them."""
        return [way for _, way in self._ways]

    def least(self, index: int) -> int:
        """Return the cost at a position; past the end, that of the last."""
        return self._ways[min(index, len(self._ways) - 1)][0]


class LinkedConflicts:
    """Conflicts that hang together.

    ``settled`` are all ways out by cost, once each is proved to have a deal that settles the other disputes as the base
    does; None until then.
    """

    def __init__(self, conflict: int, costs: Sequence[int], check: Callable[[int], None]) -> None:
        self.conflicts = [conflict]
        self.lines = conflict
        self._costs, self._check = costs, check
        self.settled: tuple[int, ...] | None = None
        self.resolutions: dict[int, Resolutions] = {}

    def add(self, conflict: int) -> None:
        """Take one more conflict in."""
        self.conflicts.append(conflict)
        self.lines |= conflict
        self.settled = None
        for resolutions in self.resolutions.values():
            resolutions.add(conflict)

    def ways(self, allowed: int) -> Resolutions | Listed:
        """Return the ways out within the allowed lines."""
        if self.settled is not None:
            return Listed([way for way in self.settled if not way & ~allowed], self._costs)
        if allowed not in self.resolutions:
            self.resolutions[allowed] = Resolutions(self.conflicts, self._costs, allowed, self._check)
        return self.resolutions[allowed]

    def least_cost(self, allowed: int) -> int:
        """Return a lower bound on the cost of settling this dispute, without a search."""
        if allowed in self.resolutions:
            return self.resolutions[allowed].least(0)
        return max(min((self._costs[line] for line in bits(mask & allowed)), default=0) for mask in self.conflicts)


class Disputes:
    """The disputes of one part, by the order in which they came up.

    Parameters
    ----------
    costs
        Of every red line.
    check
        Called at every step of a search for resolutions; may raise to end it.
    """

    def __init__(self, costs: Sequence[int], check: Callable[[int], None]) -> None:
        self._costs, self._check = costs, check
        self.all: list[LinkedConflicts] = []
        self._together: dict[int, int] = {}

    def add(self, conflict: int) -> None:
        """Take a new conflict in: into one dispute, several that become one, or a dispute of its own."""
        for line in bits(conflict):
            self._together[line] = self._together.get(line, 0) | conflict
        touched = [dispute for dispute in self.all if dispute.lines & conflict]
        if not touched:
            self.all.append(LinkedConflicts(conflict, self._costs, self._check))
            return
        largest = max(touched, key=lambda dispute: len(dispute.conflicts))
        for dispute in touched:
            if dispute is not largest:
                self.all.remove(dispute)
                for known in dispute.conflicts:
                    largest.add(known)
        largest.add(conflict)

    def apart(self, lines: int) -> list[int]:
        """Return some lines split into groups such that no conflict has lines of two of them."""
        groups = []
        while lines:
            group, added = 0, lines & -lines
            while added:
                group |= added
                added = united(self._together.get(line, 0) for line in bits(added)) & lines & ~group
            groups.append(group)
            lines &= ~group
        return groups

    def streams(self, allowed: int) -> list[Resolutions | Listed]:
        """Return, for each dispute, its resolutions within the allowed lines."""
        return [dispute.ways(allowed) for dispute in self.all]

    @property
    def settled(self) -> dict[frozenset[int], tuple[int, ...]]:
        """For the conflicts of each dispute that is settled all its ways out."""
        return {frozenset(one.conflicts): one.settled for one in self.all if one.settled is not None}

    def settle(self, known: Mapping[frozenset[int], tuple[int, ...]]) -> None:
        """Take over for each dispute that has just the given conflicts all its ways out."""
        for dispute in self.all:
            dispute.settled = known.get(frozenset(dispute.conflicts), dispute.settled)
