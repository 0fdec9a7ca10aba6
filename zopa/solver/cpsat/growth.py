"""What a product's being large says of the sum of its factors: linear, and so in the linear relaxation's sight.

The mean of positive numbers is at least their geometric mean, so a product of ``n`` factors that is at least ``p`` has
a sum of at least ``n`` times the ``n``-th root of ``p``. The root is rounded down exactly; no logarithm decides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from ...models.linear import Linear, total
from ...models.values import Exact
from .backend import CpModel

_PLACES = 24
"""Binary places to which a root is worked out."""


def least_sum(factors: Sequence[Linear[int]], product: Exact, model: CpModel) -> Linear[int] | None:
    """Return what is at most 0 wherever the product of some factors is at least a number.

    The sum is of the factors, each measured by the middle of what it can be. None where that says nothing, as a factor
    can be negative or only one varies.
    """
    least, varying = Fraction(product), list[tuple[Linear[int], Fraction]]()
    for factor in factors:
        whole, constant, scale = factor.whole()
        low, high = model.reach(whole, constant)
        if low < 0 or not high:
            return None
        if factor.factors:
            varying.append((factor, Fraction(low + high, 2 * scale)))
        else:
            least /= Fraction(factor.constant)
    if len(varying) < 2 or least <= 0:
        return None
    if len({middle for _, middle in varying}) == 1:
        varying = [(factor, Fraction(1)) for factor, _ in varying]
    number = len(varying)
    relative = least / math.prod(middle for _, middle in varying)
    measured, constant, scale = total(factor.times(1 / middle) for factor, middle in varying).whole()
    bound = math.ceil(scale * number * _root(relative, number))
    return Linear[int](dict(measured), constant).times(-1).plus(Linear({}, bound))


def _root(number: Fraction, degree: int) -> Fraction:
    """Return the root of a positive number, rounded down."""
    scaled = (number.numerator << _PLACES * degree) // number.denominator
    low, high = 0, 1 << scaled.bit_length() // degree + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= scaled else (low, middle)
    return Fraction(low, 1 << _PLACES)
