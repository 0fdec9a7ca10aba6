"""Minimal hitting sets of a growing family, cheapest first: the resolutions of a dispute, given its conflicts.

Sets are bit masks. The search is best-first over partial sets: a set that a partial one does not hit is branched on,
each branch leaving out the elements of the branches before it, so that every hitting set is made once. An element that
is left without a set that only it hits cannot be part of a minimal one (Murakami and Uno 2014, "crit"); a partial set
with such an element waits until a new set of the family gives it a reason. What is known of the cost to come is a dual
bound: prices of the sets, fixed at the start and raised where a partial set leaves elements out
(:mod:`~zopa.solver.conflicts.lp_bounds`).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from .bitsets import bits
from .lp_bounds import SCALE, Prices

_UNSURE_FIRST = 1 << 20

_STRAYED = 3
"""How many sets not hit weigh as much as one element that the linear program would not choose."""

_PROGRAM = 30
"""How many steps a linear program counts for."""

_PATIENCE = 200
"""Steps in a family that has grown before starting over is considered."""


@dataclass
class _Partial:
    """A partial hitting set: what its elements cost, those chosen, those still open, which sets are hit.

    ``value`` is the cost in units of 1/SCALE plus the prices of the sets not hit: a lower bound on every way to go on.
    ``unhit`` and ``once`` (hit by one element alone) are sets of positions among the first ``known`` sets; ``covered``
    are the elements of sets that are hit and have one of the ``prices``, which were set at the step ``priced_at``.
    """

    value: int
    cost: int
    chosen: int
    open: int
    known: int
    unhit: int
    once: int
    covered: int
    prices: Prices
    priced_at: int


class HittingSets:
    """The minimal hitting sets of a family that may grow while they are asked for.

    Parameters
    ----------
    costs
        The non-negative cost of every element.
    allowed
        The elements that may be used.
    check
        Called with the number of steps that the search takes next; may raise to end it (and it may be taken up again).
    """

    def __init__(
        self,
        family: Iterable[int],
        costs: Sequence[int],
        allowed: int,
        check: Callable[[int], None] = lambda _steps: None,
    ) -> None:
        self.family: list[int] = list(family)
        self._costs, self._allowed, self._check = costs, allowed, check
        self._of: dict[int, int] = {}
        for at, members in enumerate(self.family):
            self._enter(at, members)
        self._serial = 0
        self._returned: list[_Partial] = []
        self._waiting: list[_Partial] = []
        self._catching_up = self._last = 0
        self._begin()

    @property
    def least(self) -> int | None:
        """A lower bound on the cost of the next set; None when there is none left."""
        return self._heap[0][0] if self._heap else None

    def add(self, members: int) -> None:
        """Add a set to hit; sets returned before that miss it are taken back and may come again, enlarged."""
        at = len(self.family)
        self.family.append(members)
        self._enter(at, members)
        usable = list(bits(members & self._allowed))
        for known in self._all_prices:
            known.add(usable)
        self._grown = True
        self._again.difference_update([chosen for chosen in self._again if not chosen & members])
        missed = [partial for partial in self._returned if not partial.chosen & members]
        self._returned = [partial for partial in self._returned if partial.chosen & members]
        alone = [partial for partial in self._waiting if (partial.chosen & members).bit_count() == 1]
        self._waiting = [partial for partial in self._waiting if (partial.chosen & members).bit_count() != 1]
        for partial in (*missed, *alone):
            self._catch_up(partial)
            if self._all_needed(partial):
                self._push(partial)
            else:
                self._waiting.append(partial)

    def next(self, below: int | None = None) -> tuple[int, int] | None:
        """Return ``(cost, set)`` of the next minimal hitting set in order of cost.

        None when there is no other, or none that costs less than ``below``. An empty family is hit by the empty set.
        """
        while self._heap:
            self._check(1)
            if self._grown and not self._again and self._steps > max(_PATIENCE, 2 * self._catching_up):
                self._begin()
            key = self._heap[0][0]
            if below is not None and key >= below:
                return None
            partial = heapq.heappop(self._heap)[-1]
            self._steps += 1
            if partial.known < len(self.family):
                self._catch_up(partial)
            if self._steps - max(partial.priced_at, self._last) > _PATIENCE and partial.unhit:
                self._reprice(partial)
            more, usable = self._outlook(partial)
            if usable is None:
                continue  # a set that cannot be hit any more
            if -(-(partial.value + more) // SCALE) > key:
                self._push(partial, more)
            elif partial.unhit:
                self._branch(partial, usable, key)
            else:
                self._returned.append(partial)
                self._last = self._steps
                if partial.chosen not in self._again:
                    return partial.cost, partial.chosen
                self._again.remove(partial.chosen)
                self._catching_up = self._steps
        return None

    # -- inside ---------------------------------------------------------------------------------------------------

    def _enter(self, at: int, members: int) -> None:
        for element in bits(members):
            self._of[element] = self._of.get(element, 0) | 1 << at

    def _begin(self) -> None:
        """Start over with prices for the family as it is now; what was returned comes again and is passed over.

        A family that has grown much makes the old prices poor bounds and the queue long. Starting over when that has
        cost twice what starting over costs is never much worse than the best choice.
        """
        everything = (1 << len(self.family)) - 1
        first = Prices(self.family, everything, self._costs, self._allowed)
        self._all_prices = [first]
        self._again = {partial.chosen for partial in self._returned}
        self._returned, self._waiting = [], []
        self._heap: list[tuple[int, int, int, _Partial]] = []
        self._steps, self._last, self._grown = 0, 0, False
        value = sum(first.of_sets)
        self._push(_Partial(value, 0, 0, self._allowed, len(self.family), everything, 0, 0, first, 0))

    def _reprice(self, partial: _Partial) -> None:
        """Price the sets that a partial one leaves on their own; for searches that do not get on with older prices."""
        self._check(_PROGRAM)
        own = Prices(self.family, partial.unhit, self._costs, partial.open)
        own.likely |= partial.chosen
        self._all_prices.append(own)
        partial.prices, partial.priced_at, partial.covered = own, self._steps, 0
        partial.value = partial.cost * SCALE + sum(own.of_sets)

    def _push(self, partial: _Partial, more: int = 0, least: int = 0) -> None:
        """Queue a partial set by its bound; of equal bounds, those are first that the linear program would choose."""
        self._serial += 1
        bound = max(least, -(-(partial.value + more) // SCALE))
        heapq.heappush(
            self._heap,
            (
                bound,
                _STRAYED * (partial.chosen & ~partial.prices.likely).bit_count() + partial.unhit.bit_count(),
                self._serial,
                partial,
            ),
        )

    def _catch_up(self, partial: _Partial) -> None:
        """Take the sets into account that came after a partial one was made."""
        of_sets = partial.prices.of_sets
        for at in range(partial.known, len(self.family)):
            hit = partial.chosen & self.family[at]
            if not hit:
                partial.unhit |= 1 << at
                partial.value += of_sets[at]
                continue
            if not hit & (hit - 1):
                partial.once |= 1 << at
            if of_sets[at]:
                partial.covered |= self.family[at]
        partial.known = len(self.family)

    def _all_needed(self, partial: _Partial) -> bool:
        """Return whether every chosen element is the only one to hit some set."""
        of, once = self._of, partial.once
        return all(of[element] & once for element in bits(partial.chosen))

    def _outlook(self, partial: _Partial) -> tuple[int, int | None]:
        """Return what hitting the rest costs at least beyond the prices, and the usable elements to branch on.

        The elements are None when some set cannot be hit any more.
        """
        family, open_elements, prices = self.family, partial.open, partial.prices
        free = prices.free & ~partial.covered  # elements that cost nothing beyond the prices
        best, fewest, unsure = 0, 1 << 30, prices.unsure
        dear = []
        rest = partial.unhit
        while rest:
            low = rest & -rest
            rest ^= low
            usable = family[low.bit_length() - 1] & open_elements
            if not usable:
                return 0, None
            count = usable.bit_count()
            if usable & unsure:
                count -= _UNSURE_FIRST
            if count < fewest:
                best, fewest = usable, count
            if not usable & free:
                dear.append((usable.bit_count(), usable))
        if not dear:
            return 0, best
        dear.sort()
        hit = ~partial.unhit
        left: dict[int, int] = {}
        more = 0
        for _, usable in dear:
            if usable & free:
                continue
            elements = list(bits(usable))
            for element in elements:
                if element not in left:
                    left[element] = prices.spare[element] + sum(
                        prices.of_sets[at] for at in bits(self._of[element] & hit)
                    )
            least = min(left[element] for element in elements)
            more += least
            for element in elements:
                left[element] -= least
                if not left[element]:
                    free |= 1 << element
        return more, best

    def _branch(self, partial: _Partial, usable: int, least: int) -> None:
        """Queue a partial set with each of some elements; what bounds its cost bounds theirs."""
        open_elements = partial.open
        hit, prices = ~partial.unhit, partial.prices
        order = sorted(
            (prices.spare[element] + sum(prices.of_sets[at] for at in bits(self._of[element] & hit)), element)
            for element in bits(usable)
        )
        for added, element in order:
            open_elements &= ~(1 << element)
            of = self._of[element]
            newly = partial.unhit & of
            covered = partial.covered
            for at in bits(newly & prices.priced):
                covered |= self.family[at]
            child = _Partial(
                value=partial.value + added,
                cost=partial.cost + self._costs[element],
                chosen=partial.chosen | 1 << element,
                open=open_elements,
                known=partial.known,
                unhit=partial.unhit & ~of,
                once=partial.once & ~of | newly,
                covered=covered,
                prices=prices,
                priced_at=partial.priced_at,
            )
            if self._all_needed(child):
                self._push(child, least=least)
            else:
                self._waiting.append(child)
