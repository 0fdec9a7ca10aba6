"""Contradictions by adding rows up: Farkas multipliers from a linear program, made exact; and by divisibility.

A linear program proposes which rows to add up and with what factors; they are turned into whole numbers and the sum is
checked exactly, so that nothing rests on floating point (Farkas 1902). Equations that no whole numbers solve are found
by eliminating variables with the extended Euclidean algorithm, as for a Hermite normal form.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias, TypeVar

from ..glop import closest
from .boxes import Box
from .rows import Row, Rows, combined, reversed_row

Weighed: TypeAlias = list[tuple[int, int]]
"""Multipliers above 0 with the positions of rows."""

Name = TypeVar("Name", str, int)
N = TypeVar("N", int, Fraction)

_DENOMINATORS = (1, 2, 6, 12, 60, 1_000, 1_000_000)
_NOTHING = 1e-7
_MOST_COLUMNS = 300
"""Positions of a term that are columns of their own in a program."""
_MOST_DIGITS = 200
"""Multipliers longer than that are not worth a reader's or the checker's time."""


def refuting_sum(known: Rows, rows: Sequence[Row], box: Box) -> tuple[Weighed | None, dict[str, float]]:
    """Return multipliers with which some rows cannot hold on a box, or where the rows can nearly hold together.

    Returns
    -------
    tuple
        The multipliers, None where there are none or none was found; and a value for each variable where the rows hold,
        as far as floating point can tell (empty when there are multipliers).
    """
    program = Program(known, rows, box)
    found = closest([*program.rows, *program.ones], program.bounds)
    if found is None:
        return None, {}
    prices = [price / size for price, size in zip(found.prices, program.sizes, strict=False)]
    if found.violation > _NOTHING:
        weighed = _exactly(prices, known, rows, box)
        if weighed is not None:
            return weighed, {}
    return None, program.values(found.values)


class Program:
    """Rows on a box as a linear program.

    A term on which other variables depend alone, and that has few positions, is a column for each position, of which
    one is 1: so the program sees what the checker does, that one option alone holds.
    """

    def __init__(self, known: Rows, rows: Sequence[Row], box: Box) -> None:
        names = sorted({name for row in rows for name, _ in row.factors})
        self.bounds: list[tuple[float, float]] = []
        self.ones: list[tuple[list[tuple[int, float]], float]] = []
        self.columns: dict[str, list[tuple[int, float]]] = {}
        groups, alone = known.atoms.groups(names, box)
        for term, together in groups.items():
            if box.count(term) > _MOST_COLUMNS:
                alone += together
                continue
            places = [at for first, last in box.positions[term] for at in range(first, last + 1)]
            columns = range(len(self.bounds), len(self.bounds) + len(places))
            self.bounds += [(0.0, 1.0)] * len(places)
            self.ones += [([(column, sign) for column in columns], sign) for sign in (1.0, -1.0)]
            for name in {*together, term}:
                amounts = [float(known.atoms.at(name, term, place, box)) for place in places]
                self.columns[name] = [pair for pair in zip(columns, amounts, strict=True) if pair[1]]
        for name in alone:
            low, high = known.atoms.hull(name, box)
            self.columns[name] = [(len(self.bounds), 1.0)]
            self.bounds.append((float(low), float(high)))
        self.sizes: list[float] = []
        self.rows: list[tuple[list[tuple[int, float]], float]] = []
        for row in rows:
            parts = self.amounts(dict(row.factors))
            size = max((abs(times) for _, times in parts), default=1.0) or 1.0
            self.sizes.append(size)
            self.rows.append(([(column, times / size) for column, times in parts], row.most / size))

    def amounts(self, factors: Mapping[str, int] | Mapping[str, Fraction]) -> list[tuple[int, float]]:
        """Return a sum of multiples of variables as multiples of columns."""
        found: dict[int, float] = {}
        for name, factor in factors.items():
            for column, times in self.columns[name]:
                found[column] = found.get(column, 0.0) + float(factor) * times
        return list(found.items())

    def values(self, found: Sequence[float]) -> dict[str, float]:
        """Return the values of variables from those of columns."""
        return {name: sum(amount * found[at] for at, amount in parts) for name, parts in self.columns.items()}


def refutes(weighed: Weighed, known: Rows, rows: Sequence[Row], box: Box) -> bool:
    """Return whether the weighed sum of rows cannot hold on a box."""
    total = combined((multiplier, rows[at]) for multiplier, at in weighed)
    return bool(weighed) and known.least(total, box) > total.most


def _exactly(prices: Sequence[float], known: Rows, rows: Sequence[Row], box: Box) -> Weighed | None:
    """Return exact multipliers near some prices that refute the rows; None where none were found."""
    greatest = max(prices, default=0.0)
    if greatest <= 0 or not math.isfinite(greatest):
        return None
    support = [at for at, price in enumerate(prices) if price > greatest * _NOTHING]
    smallest = min(prices[at] for at in support)
    for unit in (smallest, greatest):
        for denominator in _DENOMINATORS:
            guess = [Fraction(prices[at] / unit).limit_denominator(denominator) for at in support]
            weighed = _whole(guess, support)
            if refutes(weighed, known, rows, box):
                return weighed
    for exact in _balanced(support, rows):
        weighed = _whole(exact, support)
        if refutes(weighed, known, rows, box):
            return weighed
    return None


def _whole(multipliers: Sequence[Fraction], support: Sequence[int]) -> Weighed:
    scale = math.lcm(*(multiplier.denominator for multiplier in multipliers))
    whole = [int(multiplier * scale) for multiplier in multipliers]
    common = math.gcd(*whole) or 1
    return [(multiplier // common, at) for multiplier, at in zip(whole, support, strict=True) if multiplier > 0]


def _balanced(support: Sequence[int], rows: Sequence[Row]) -> list[list[Fraction]]:
    """Return multipliers of some rows with which most variables cancel, by exact elimination.

    The linear program's own basis would say which variables those are; GLOP does not report it, so those in most
    rows come first.
    """
    often: dict[str, int] = {}
    for at in support:
        for variable, _ in rows[at].factors:
            often[variable] = often.get(variable, 0) + 1
    wanted = sorted((variable for variable in often if often[variable] > 1), key=lambda name: (-often[name], name))
    columns = [{variable: Fraction(factor) for variable, factor in rows[at].factors} for at in support]
    combos = [{at: Fraction(1)} for at in range(len(support))]
    made = []
    for variable in wanted:
        pivot = next((at for at, column in enumerate(columns) if column.get(variable)), None)
        if pivot is None or len(columns) == 1:
            continue
        column, combo = columns.pop(pivot), combos.pop(pivot)
        for at, other in enumerate(columns):
            factor = other.get(variable, Fraction(0)) / column[variable]
            columns[at], combos[at] = _less(other, column, factor), _less(combos[at], combo, factor)
        if len(columns) == 1:
            break
    for combo in combos:
        for sign in (1, -1):
            multipliers = [sign * combo.get(at, Fraction(0)) for at in range(len(support))]
            if all(multiplier >= 0 for multiplier in multipliers):
                made.append(multipliers)
    return made


def indivisible(rows: Sequence[Row]) -> tuple[list[tuple[int, int]], int] | None:
    """Return a combination of equations that no whole numbers satisfy.

    Returns
    -------
    tuple
        Multipliers (of either sign) with positions of rows, and a number that divides every factor of their sum but not
        the right side. Only rows whose opposite is there too are used. None where the equations have a whole solution.
    """
    position = {row: at for at, row in enumerate(rows)}
    equations = []
    for at, row in enumerate(rows):
        if row.factors and position.get(reversed_row(row), -1) > at:
            equations.append((dict(row.factors), row.most, {at: 1}))
    while equations:
        equations.sort(key=lambda equation: (len(equation[0]), min(map(abs, equation[0].values()), default=0)))
        factors, most, origin = equations.pop(0)
        divisor = math.gcd(*factors.values())
        if most % divisor if divisor else most:
            return [(value, at) for at, value in sorted(origin.items())], divisor
        if not factors:
            continue
        variable = min(factors, key=lambda name: (abs(factors[name]), name))
        for at, equation in enumerate(equations):
            others, right, roots = equation
            while variable in others:
                # Euclid's algorithm on the two factors of the variable, the rest of both equations with them.
                quotient = others[variable] // factors[variable]
                others, right, roots = (
                    _less(others, factors, quotient),
                    right - quotient * most,
                    _less(roots, origin, quotient),
                )
                if variable in others:
                    factors, most, origin, others, right, roots = others, right, roots, factors, most, origin
            equations[at] = others, right, roots
        divisor = math.gcd(*factors.values())
        if most % divisor:
            return [(value, at) for at, value in sorted(origin.items())], divisor
    return None


def _less(one: Mapping[Name, N], other: Mapping[Name, N], times: N) -> dict[Name, N]:
    """Return one combination less a multiple of another, without what is 0."""
    made = dict(one)
    for name, value in other.items():
        had = made.pop(name, None)
        total = -times * value if had is None else had - times * value
        if total:
            made[name] = total
    return made
