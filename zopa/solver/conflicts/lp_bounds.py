"""Lower bounds for hitting sets from linear-programming duality, decided in whole numbers.

A price for every set such that the sets of no element are priced higher together than the element costs: the prices'
sum bounds the cost of every hitting set from below (weak duality). A linear program proposes the prices in floating
point; they are rounded, cut back until they are right in exact arithmetic, and raised to what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from ..glop import largest_packing
from .bitsets import bits

SCALE = 60
"""Prices are whole multiples of 1/60 of a unit of cost: the corners of small programs are mostly halves and thirds."""

_FEW = 8
"""Up to this many sets, raising prices one by one is as good as a linear program."""

_ROUNDING = 1e-6


class Prices:
    """Prices of the sets that a partial hitting set leaves, in ``1/SCALE`` of a unit of cost.

    Their sum bounds the cost of hitting these sets from below.

    Parameters
    ----------
    family
        All sets.
    wanted
        The positions of those to hit, as a mask; the others have no price.
    costs, allowed
        The cost of every element, and those that may be used.

    Attributes
    ----------
    of_sets
        A price for every set.
    spare
        What the prices leave of every allowed element's cost.
    free, priced
        The elements of which they leave nothing, and the positions of sets with a price; as masks.
    likely, unsure
        The elements that the linear program takes, and those that it takes in part: cheap hitting sets are made of the
        former, and where the bound falls short it is around the latter.
    """

    def __init__(self, family: Sequence[int], wanted: int, costs: Sequence[int], allowed: int) -> None:
        self._costs = costs
        self.of_sets = [0] * len(family)
        self.spare: dict[int, int] = {}
        self.free = self.priced = self.likely = self.unsure = 0
        positions = [at for at in bits(wanted) if family[at] & allowed]
        usable = {at: list(bits(family[at] & allowed)) for at in positions}
        for elements in usable.values():
            self._know(elements)
        if len(positions) > _FEW:
            proposed, taken = largest_packing(list(usable.values()), costs)
            for at, value in zip(positions, proposed, strict=True):
                if isfinite(value * SCALE):
                    self._raise(at, usable[at], round(value * SCALE))
            self.likely = sum(1 << element for element, part in taken.items() if part > _ROUNDING)
            self.unsure = sum(1 << element for element, part in taken.items() if _ROUNDING < part < 1 - _ROUNDING)
        for at in sorted(positions, key=lambda at: len(usable[at])):
            self._raise(at, usable[at], None)

    def add(self, usable: Sequence[int]) -> None:
        """Price one more set, of some usable elements, with what the others leave."""
        self.of_sets.append(0)
        self._know(usable)
        self._raise(len(self.of_sets) - 1, usable, None)

    def _know(self, elements: Sequence[int]) -> None:
        for element in elements:
            if element not in self.spare:
                self.spare[element] = self._costs[element] * SCALE
                if not self.spare[element]:
                    self.free |= 1 << element

    def _raise(self, at: int, elements: Sequence[int], most: int | None) -> None:
        """Raise one price as far as every element's cost allows, and no further than ``most``."""
        step = min((self.spare[element] for element in elements), default=0)
        if most is not None:
            step = min(step, most)
        if step <= 0:
            return
        self.of_sets[at] += step
        self.priced |= 1 << at
        for element in elements:
            self.spare[element] -= step
            if not self.spare[element]:
                self.free |= 1 << element
