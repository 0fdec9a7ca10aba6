"""Decimals, dates and options <-> exact numbers; the only place that converts.

Inside the engine every term value is an *exact number*: an ``int`` where it is whole, a ``Fraction`` otherwise.
A yes/no term is 0 or 1, an option its position, a date its proleptic Gregorian ordinal, a quantity itself.
Floats never enter: a decimal literal is read as written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from ..errors import shown

Exact: TypeAlias = int | Fraction
"""A number that decides: never a float."""

DealValue: TypeAlias = bool | str | int | Decimal | date
"""A term's value in the scenario's words."""

MAX_SCALED = 2**53
"""Largest magnitude of a number after scaling to a whole one; every such number also survives JSON readers."""

MAX_MAGNITUDE = 2**62
"""Bound below which a number of the solver's model must stay (CP-SAT's own limit)."""

MAX_IN_LINES = 2**256
"""Bound below which sums, products and comparisons of conditions must stay: the model splits those past 2^62."""

MAX_PLACES = 15
"""How many decimal places a number can have: 1 in units of the last of them still stays below 2^53."""

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:_[0-9]+)*)(?:\.[0-9]+(?:_[0-9]+)*)?(?:[eE][-+]?[0-9]{1,4})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_number(text: str) -> Decimal | None:
    """Return the decimal that ``text`` spells (``500_000``, ``-3.67``, ``1e6``), or None if it spells none."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def parse_date(text: str) -> date | None:
    """Return the date that ``text`` spells as YYYY-MM-DD, or None if it is not a day of the calendar."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def trimmed(number: Decimal) -> Decimal:
    """Return an equal number without zeros at the end of its decimal places, however many digits it has."""
    if not number:
        return Decimal(0)
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int), "NaN and infinity are refused before"
    zeros = min(len(digits) - len(bytes(digits).rstrip(b"\0")), -exponent)
    return Decimal((sign, digits[:-zeros], exponent + zeros)) if zeros > 0 else number


def out_of_range(number: Decimal) -> str:
    """Say that a number is too large or too finely divided to be computed with exactly; empty when it is not."""
    _, digits, exponent = trimmed(number).as_tuple()
    assert isinstance(exponent, int), "NaN and infinity are refused before"
    if exponent < -MAX_PLACES:
        return f"{shown(number)} is out of range: it has more than {MAX_PLACES} decimal places"
    if Decimal((0, digits, max(exponent, 0))) <= MAX_SCALED:
        return ""
    return f"{shown(number)} is out of range: without its decimal point it would exceed 2^53 (about 9 * 10^15)"


def exact(value: int | Decimal | Fraction) -> Exact:
    """Return a number as ``int`` where it is whole and as ``Fraction`` otherwise."""
    if isinstance(value, int):
        return value
    fraction = Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else fraction


def as_decimal(value: Exact) -> int | Decimal:
    """Return an exact number as ``int`` or as the finite ``Decimal`` it is.

    Raises
    ------
    ValueError
        If the number has no finite decimal expansion (it then did not come from a scenario).
    """
    if isinstance(value, int):
        return value
    if value.denominator == 1:
        return value.numerator
    denominator, places = value.denominator, 0
    while 10**places % denominator:
        places += 1
        if places > 400:
            raise ValueError(f"{value} has no finite decimal expansion")
    scaled = value.numerator * (10**places // denominator)
    sign, digits = (1, -scaled) if scaled < 0 else (0, scaled)
    return Decimal((sign, tuple(map(int, str(digits))), -places))


def finite(value: Fraction) -> bool:
    """Return whether a number has a finite decimal expansion."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def number_text(value: int | Decimal | Fraction) -> str:
    """Return a number for people: thousands separated, no exponent, no trailing zeros."""
    number = as_decimal(exact(value))
    if isinstance(number, int):
        return f"{number:,}"
    return f"{number:,f}"


@dataclass(frozen=True)
class Domain:
    """The values of one term as an arithmetic progression ``start, start + step, ...`` of ``size`` members."""

    start: Exact
    step: Exact
    size: int

    @property
    def last(self) -> Exact:
        """The largest value."""
        return exact_sum(self.start, self.step * (self.size - 1))

    def at(self, index: int) -> Exact:
        """Return the value at a position counted from 0."""
        return exact_sum(self.start, self.step * index)

    def index(self, value: Exact) -> int | None:
        """Return the position of a value, or None when the progression skips it."""
        steps = Fraction(value - self.start) / self.step
        if steps.denominator != 1 or not 0 <= steps.numerator < self.size:
            return None
        return steps.numerator


def exact_sum(left: Exact, right: Exact) -> Exact:
    """Add two exact numbers, keeping whole results ``int``."""
    total = left + right
    if isinstance(total, Fraction) and total.denominator == 1:
        return total.numerator
    return total


def largest(values: Iterable[Exact]) -> Exact:
    """Return the greatest of some exact numbers (``max`` cannot be typed over ``int | Fraction``)."""
    first, *others = values
    for value in others:
        first = max(first, value)
    return first


def least(values: Iterable[Exact]) -> Exact:
    """Return the least of some exact numbers."""
    return -largest(-value for value in values)


def size_of(value: Exact) -> Exact:
    """Return the absolute value."""
    return value if value >= 0 else -value


def day_or_number(value: Exact, is_date: bool) -> int | Decimal | date | str:
    """Return a bound; one that is no day of the calendar is given by the nearest day that there is."""
    if not is_date:
        return as_decimal(exact(value))
    day = date.fromordinal(max(date.min.toordinal(), min(date.max.toordinal(), math.floor(value))))
    beyond = exact(value - day.toordinal())
    if not beyond:
        return day
    return f"{day} {'+' if beyond > 0 else '-'} {number_text(size_of(beyond))} days"


def exact_cost(cost: int | Decimal) -> int | Decimal:
    """Return a cost that a caller gave.

    Raises
    ------
    TypeError
        If it is not exact.
    """
    if isinstance(cost, float):
        raise TypeError(f"{cost!r} is a float, which is not exact; write Decimal({str(cost)!r})")
    if isinstance(cost, bool) or not isinstance(cost, int | Decimal):
        raise TypeError(f"{cost!r} is not a cost; expected an int or a Decimal")
    return cost


def checked_cost(cost: int | Decimal) -> int | Decimal:
    """Return a cost that a caller gave, 0 or more.

    Raises
    ------
    TypeError
        If it is not exact.
    ValueError
        If it is negative or no number.
    """
    if not exact_cost(cost) >= 0 or not Decimal(cost).is_finite():
        raise ValueError(f"{cost} is not a cost; expected a number, 0 or more")
    return cost
