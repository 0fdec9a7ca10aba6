"""Sums too large for CP-SAT's 62 bits as two sums that are smaller: ``BASE * high + low`` with ``0 <= low < BASE``.

Schoolbook arithmetic in base 2^24, exact: a carry is a variable of the model, and ``low`` has one only where it is a
factor.
"""

from __future__ import annotations

from ...models.linear import Linear
from ...models.values import MAX_MAGNITUDE
from .backend import CpModel

BASE = 2**24

ROOM = MAX_MAGNITUDE // 4
"""What products stay below, all in one model together: CP-SAT adds up what variables can be, and splitting one takes
twice its size."""

_ADDEND = BASE**2
"""What no addend of ``low`` reaches, so that some thousands of them fit."""


class Splits:
    """Splits sums of one model in two, each variable once."""

    def __init__(self, model: CpModel) -> None:
        self.model = model
        self._digits: dict[int, Linear[int]] = {}

    def size(self, number: Linear[int]) -> int:
        """Return a bound on the sum of the magnitudes of a whole sum's addends."""
        factors, constant, _ = number.whole()
        return abs(constant) + sum(abs(factor) * self._reach(variable) for variable, factor in factors.items())

    def fits(self, number: Linear[int]) -> bool:
        """Return whether CP-SAT can compute with a sum, made whole."""
        return self.size(number) < MAX_MAGNITUDE

    def halves(self, number: Linear[int]) -> tuple[Linear[int], Linear[int]]:
        """Return the high and the low part of a whole sum."""
        factors: dict[int, int] = {}
        for variable, factor in number.whole()[0].items():
            if abs(_divided(factor)[1]) * self._reach(variable) < _ADDEND:
                factors[variable] = factors.get(variable, 0) + factor
            else:
                for digit, weight in self._in_digits(variable).whole()[0].items():
                    factors[digit] = factors.get(digit, 0) + factor * weight
        above, below = _divided(number.whole()[1])
        high, low = Linear[int]({}, above), Linear[int]({}, below)
        for variable, factor in factors.items():
            above, below = _divided(factor)
            high, low = high.plus(Linear({variable: 1}), above), low.plus(Linear({variable: 1}), below)
        carry, rest = self._carried(low)
        return high.plus(carry), rest

    def low_variable(self, low: Linear[int]) -> Linear[int]:
        """Return a low part as a variable, to multiply with."""
        if len(low.factors) <= 1 and not low.constant:
            return low
        factors, constant, _ = low.whole()
        digit = self.model.variable(0, BASE - 1)
        self.model.linear({**factors, digit: -1}, [(-constant, -constant)], ())
        return Linear({digit: 1}, 0)

    def _carried(self, low: Linear[int]) -> tuple[Linear[int], Linear[int]]:
        """Return a sum divided by the base, rounded down, and what is left."""
        factors, constant, _ = low.whole()
        least, most = (bound // BASE for bound in self.model.reach(factors, constant))
        if least == most:
            return Linear({}, least), low.plus(Linear({}, -least * BASE))
        carry = self.model.variable(least, most)
        self.model.linear({**factors, carry: -BASE}, [(-constant, BASE - 1 - constant)], ())
        return Linear({carry: 1}, 0), low.plus(Linear({carry: -BASE}, 0))

    def _in_digits(self, variable: int) -> Linear[int]:
        """Return a variable as a sum of one that is smaller and one digit."""
        if variable not in self._digits:
            high, low = self._carried(Linear({variable: 1}, 0))
            self._digits[variable] = high.times(BASE).plus(self.low_variable(low))
        return self._digits[variable]

    def _reach(self, variable: int) -> int:
        return max(map(abs, self.model.domains[variable]))


def _divided(number: int) -> tuple[int, int]:
    """Return a number divided by the base, rounded towards 0 so that both parts shrink, and what is left."""
    above, below = divmod(abs(number), BASE)
    return (above, below) if number >= 0 else (-above, -below)
