"""Linear sums with exact factors: the one form of them, over the terms of a scenario or the variables of a model."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from .values import Exact, exact_sum

Name = TypeVar("Name", str, int)
"""A term, or the number of a variable."""


@dataclass(frozen=True)
class Linear(Generic[Name]):
    """A sum of names with factors, none of them 0, and a constant."""

    factors: Mapping[Name, Exact]
    constant: Exact = 0

    def plus(self, other: Linear[Name], times: Exact = 1) -> Linear[Name]:
        """Return the sum with a multiple of another."""
        factors = dict(self.factors)
        _add(factors, other, times)
        return Linear(factors, exact_sum(self.constant, other.constant * times))

    def times(self, factor: Exact) -> Linear[Name]:
        """Return the product with a number."""
        return Linear[Name]({}).plus(self, factor)

    def whole(self) -> tuple[dict[Name, int], int, int]:
        """Return factors and constant multiplied by the least number that makes them whole, and that number."""
        scale = math.lcm(self.constant.denominator, *(factor.denominator for factor in self.factors.values()))
        return {name: int(factor * scale) for name, factor in self.factors.items()}, int(self.constant * scale), scale


def total(parts: Iterable[Linear[Name]]) -> Linear[Name]:
    """Return the sum of any number of sums."""
    factors: dict[Name, Exact] = {}
    constant: Exact = 0
    for part in parts:
        _add(factors, part, 1)
        constant = exact_sum(constant, part.constant)
    return Linear(factors, constant)


def _add(factors: dict[Name, Exact], other: Linear[Name], times: Exact) -> None:
    for name, factor in other.factors.items():
        summed = exact_sum(factors.pop(name, 0), factor * times)
        if summed:
            factors[name] = summed
