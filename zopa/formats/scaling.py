"""Evaluations of fractions -> interests of finite decimals that add up to the same utility, exactly.

An issue brings a weight times a score over 100. Only the product has to be right, so thirds can cancel: raw
evaluations 0, 1, 2, 3 of weight 0.3 become scores 0, 10, 20, 30 of weight 100. Where no weight is finite that way,
all that the party has (weights, bonuses, reservation) is multiplied by the least whole number that makes them finite,
which does not change its preferences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from ..models.values import as_decimal, exact, finite, out_of_range
from .domain import Curve, NumberRange

MAX_LISTED = 10_000
"""How many points of a line, or values of a term, are listed one by one."""


@dataclass(frozen=True)
class Scored:
    """A weight, and the score of each value or point."""

    weight: Fraction
    scores: tuple[Fraction, ...]


def scored(weight: Fraction, evaluations: Sequence[Fraction]) -> tuple[Scored, Fraction]:
    """Return scores from 0 to 100 and a weight for evaluations, and what has to be added to every one.

    Parameters
    ----------
    weight
        What the evaluations are multiplied by, in parts of 1; it may be negative.

    Returns
    -------
    tuple
        Scores that are finite decimals, with a weight that need not be; and the rest, 0 unless something is negative.
    """
    if weight >= 0 and all(0 <= one <= 1 and _writable(100 * one) for one in evaluations):
        return Scored(100 * weight, tuple(100 * one for one in evaluations)), Fraction(0)
    gains = [100 * weight * one for one in evaluations]
    rest = min(Fraction(0), *gains)
    gains = [one - rest for one in gains]
    if not any(gains):
        return Scored(Fraction(0), tuple(Fraction(0) for _ in gains)), rest
    unit = Fraction(gcd(*(one.numerator for one in gains)), lcm(*(one.denominator for one in gains)))
    steps = [one / unit for one in gains]
    most = max(steps)
    each = 100 / most
    if not finite(each):
        each = Fraction(100)
        while each * most > 100:
            each /= 10
    return Scored(unit * 100 / each, tuple(each * step for step in steps)), rest


def _writable(value: Fraction) -> bool:
    return finite(value) and not out_of_range(Decimal(as_decimal(exact(value))))


def multiplier(values: Iterable[Fraction]) -> int:
    """Return the least whole number that makes each of some numbers a finite decimal."""
    denominators = [value.denominator for value in values]
    return lcm(*(one // gcd(one, 10 ** one.bit_length()) for one in denominators))  # what is left without 2s and 5s


def points(line: Curve, kind: NumberRange) -> list[tuple[Fraction, Fraction]]:
    """Return the fewest numbers of a range between which a line, seen at the range's own numbers, is straight."""
    step = kind.step
    assert step is not None, "ranges without a step are refused before"
    last = (kind.high - kind.low) // step
    places = {0, last}
    for at in line.breaks:
        near = (at - kind.low) // step
        places.update(place for place in range(near - 1, near + 3) if 0 <= place <= last)
    found: list[tuple[Fraction, Fraction]] = []
    for place in sorted(places):
        x = kind.low + place * step
        one = x, line.value(x)
        if len(found) > 1 and _straight(found[-2], found[-1], one):
            found.pop()
        found.append(one)
    return found


def _straight(one: tuple[Fraction, Fraction], two: tuple[Fraction, Fraction], three: tuple[Fraction, Fraction]) -> bool:
    return (two[1] - one[1]) * (three[0] - two[0]) == (three[1] - two[1]) * (two[0] - one[0])
