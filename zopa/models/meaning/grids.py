"""On which grid a number moves: a start and a step of which all its values are so many away.

Of a sum of terms, the step is the greatest common divisor of their factors times their steps; it is exact there. Of
anything else it may be finer than what the values take, never coarser (the congruences of P. Granger, "Static analysis
of arithmetical congruences", 1989).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from ..expressions import nodes
from ..linear import Linear, total
from ..values import Domain, Exact, exact, exact_sum, size_of


@dataclass(frozen=True)
class Grid:
    """The values ``start + n * step`` for whole ``n``; ``start`` alone where ``step`` is 0."""

    start: Exact
    step: Exact


_TRUTHS = Grid(0, 1)


class Grids:
    """The grids of the numbers of one scenario.

    Parameters
    ----------
    domains
        The values of each term.
    definitions
        Names and nodes, in an order in which each uses only earlier ones.
    """

    def __init__(self, domains: Mapping[str, Domain], definitions: Iterable[tuple[str, nodes.Node]]) -> None:
        self._domains = domains
        self._parts: dict[nodes.Node, int] = {}  # what sums are made of, each with its number
        self._grids: list[Grid] = []
        self._definitions: dict[str, Linear[int]] = {}
        for name, node in definitions:
            self._definitions[name] = self._sum(node if isinstance(node, nodes.Numeric) else nodes.Indicator(node))

    def of(self, node: nodes.Numeric) -> Grid:
        """Return the grid of a number, each term of a sum counted once however often it is named."""
        found = self._sum(node)
        start, step = found.constant, Fraction(0)
        for part, factor in found.factors.items():
            grid = self._grids[part]
            start = exact_sum(start, factor * grid.start)
            step = _divisor((step, factor * grid.step))
        return Grid(start, exact(step))

    def _sum(self, node: nodes.Numeric) -> Linear[int]:
        """Return a number as a sum of parts with factors: of terms, conditions, and whatever is no sum."""
        match node:
            case nodes.Constant(value):
                return Linear({}, value)
            case nodes.Indicator(nodes.Truth(truth)):
                return Linear({}, int(truth))
            case nodes.NumberDefinition(name) | nodes.Indicator(nodes.TruthDefinition(name)):
                return self._definitions[name]
            case nodes.Indicator(nodes.Not(condition)):
                return Linear[int]({}, 1).plus(self._sum(nodes.Indicator(condition)), -1)
            case nodes.Total(parts):
                return total(map(self._sum, parts))
            case nodes.Product(parts):
                return self._product(node, [self._sum(part) for part in parts])
            case nodes.Value(term):
                domain = self._domains[term]
                return self._part(node, lambda: Grid(domain.start, domain.step if domain.size > 1 else 0))
        return self._part(node, lambda: self._other(node))

    def _product(self, node: nodes.Product, factors: list[Linear[int]]) -> Linear[int]:
        varying = [factor for factor in factors if factor.factors]
        if len(varying) > 1:
            return self._part(node, lambda: reduce(_times, map(self.of, node.parts)))
        times = math.prod(factor.constant for factor in factors if not factor.factors)
        return varying[0].times(times) if varying and times else Linear({}, 0 if varying else times)

    def _other(self, node: nodes.Numeric) -> Grid:
        match node:
            case nodes.Least(parts) | nodes.Greatest(parts):
                return reduce(_either, map(self.of, parts))
            case nodes.Choose(_, then, otherwise):
                return _either(self.of(then), self.of(otherwise))
            case nodes.Magnitude(part):
                inner = self.of(part)
                return _either(inner, Grid(-inner.start, inner.step))
        return _TRUTHS

    def _part(self, node: nodes.Numeric, grid: Callable[[], Grid]) -> Linear[int]:
        if node not in self._parts:
            found = grid()
            self._parts[node] = len(self._grids)
            self._grids.append(found)
        return Linear({self._parts[node]: 1})


def _either(one: Grid, other: Grid) -> Grid:
    return Grid(one.start, exact(_divisor((one.step, other.step, one.start - other.start))))


def _times(one: Grid, other: Grid) -> Grid:
    steps = one.start * other.step, other.start * one.step, one.step * other.step
    return Grid(one.start * other.start, exact(_divisor(steps)))


def _divisor(numbers: Iterable[Exact]) -> Fraction:
    """Return the greatest number of which all are whole multiples; 0 where all are 0."""
    sizes = [Fraction(size_of(number)) for number in numbers]
    scale = math.lcm(*(size.denominator for size in sizes))
    return Fraction(math.gcd(*(int(size * scale) for size in sizes)), scale)
