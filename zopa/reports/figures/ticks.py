"""Round numbers along an axis, exactly: what stands beside a tick is the tick's own value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Ruler:
    """The stretch of utilities that an axis shows."""

    low: Fraction
    high: Fraction

    @classmethod
    def over(cls, values: Iterable[Fraction]) -> Ruler:
        """Return the shortest one over some values; over one value alone, one unit to each side of it."""
        known = list(values)
        low, high = min(known), max(known)
        return cls(low, high) if low < high else cls(low - 1, high + 1)

    def cell(self, value: Fraction, cells: int) -> int:
        """Return in which of some cells a value falls: the ends are the middles of the first and the last."""
        return math.floor((value - self.low) * (cells - 1) / (self.high - self.low) + Fraction(1, 2))

    def ticks(self, most: int) -> list[Fraction]:
        """Return multiples of 1, 2 or 5 times a power of ten: at most ``most``, at least two where there are two."""
        step = Fraction(10) ** (math.floor(math.log10((self.high - self.low) / most)) - 1)
        for factor in (2, Fraction(5, 2), 2) * 3:
            if self._count(step) <= most:
                break
            step *= factor
        first = math.ceil(self.low / step)
        return [at * step for at in range(first, first + self._count(step))]

    def _count(self, step: Fraction) -> int:
        return max(0, math.floor(self.high / step) - math.ceil(self.low / step) + 1)
