"""Lower bounds for hitting sets from linear-programming duality, decided in whole numbers.

A price for every set such that the sets of no element are priced higher together than the element costs: the prices'
sum bounds the cost of every hitting set from below (weak duality). A linear program proposes the prices in floating
point; they are rounded, cut back until they are right in exact arithmetic, and raised to what is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from .bitsets import bits
from .linear import largest_packing

SCALE = 60
"""Prices are whole multiples of 1/60 of a unit of cost: the corners of small programs are mostly halves and thirds."""

_FEW = 8
"""Up to so many sets, raising prices one by one is as good as a linear program."""


def prices(family: Sequence[int], costs: Sequence[int], allowed: int) -> tuple[list[int], dict[int, int]]:
    """Return a price for every set and what it leaves of every allowed element's cost, in ``1/SCALE`` of a unit."""
    spare = {element: costs[element] * SCALE for members in family for element in bits(members & allowed)}
    priced = [0] * len(family)
    if len(family) > _FEW:
        proposed = largest_packing([list(bits(members & allowed)) for members in family], costs)
        for at, value in enumerate(proposed):
            _raise(family[at] & allowed, round(value * SCALE), at, priced, spare)
    for at in sorted(range(len(family)), key=lambda at: (family[at] & allowed).bit_count()):
        _raise(family[at] & allowed, None, at, priced, spare)
    return priced, spare


def _raise(usable: int, most: int | None, at: int, priced: list[int], spare: dict[int, int]) -> None:
    """Raise one price as far as every element's cost allows, and no further than ``most``."""
    elements = list(bits(usable))
    if not elements:
        return
    step = min(spare[element] for element in elements)
    if most is not None:
        step = min(step, most)
    if step > 0:
        priced[at] += step
        for element in elements:
            spare[element] -= step
