"""Rational combinations of a model's variables, and conditions that may be settled already."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ...models.expressions import nodes
from ...models.values import Exact, exact_sum
from .backend import Lit

Literal: TypeAlias = Lit | bool
"""A CP-SAT literal, or a condition that is settled already."""


def negated(literal: Literal) -> Literal:
    """Return the opposite."""
    return not literal if isinstance(literal, bool) else -literal - 1


@dataclass(frozen=True)
class Linear:
    """A rational combination of variables plus a constant."""

    coefficients: Mapping[int, Exact]
    constant: Exact

    def plus(self, other: Linear) -> Linear:
        """Return the sum."""
        coefficients = dict(self.coefficients)
        for variable, coefficient in other.coefficients.items():
            total = exact_sum(coefficients.get(variable, 0), coefficient)
            if total:
                coefficients[variable] = total
            else:
                del coefficients[variable]
        return Linear(coefficients, exact_sum(self.constant, other.constant))

    def times(self, factor: Exact) -> Linear:
        """Return the product with a number."""
        if not factor:
            return Linear({}, 0)
        scaled = {variable: coefficient * factor for variable, coefficient in self.coefficients.items()}
        return Linear(scaled, self.constant * factor)

    def whole(self) -> tuple[dict[int, int], int, int]:
        """Return coefficients and constant multiplied by the least number that makes them whole, and that number."""
        scale = math.lcm(self.constant.denominator, *(value.denominator for value in self.coefficients.values()))
        coefficients = {variable: int(value * scale) for variable, value in self.coefficients.items()}
        return coefficients, int(self.constant * scale), scale


def counted(literal: Literal) -> Linear:
    """Return 1 where a condition holds, else 0."""
    if isinstance(literal, bool):
        return Linear({}, int(literal))
    return Linear({literal: 1}, 0) if literal >= 0 else Linear({-literal - 1: -1}, 1)


def opposite(node: nodes.Compare) -> nodes.Compare:
    """Return the comparison that holds exactly where another does not."""
    match node.operator:
        case "==":
            return nodes.Compare("!=", node.left, node.right)
        case "!=":
            return nodes.Compare("==", node.left, node.right)
        case "<":
            return nodes.Compare("<=", node.right, node.left)
    return nodes.Compare("<", node.right, node.left)


def holds(operator: str, difference: Exact) -> bool:
    """Return whether ``difference operator 0``."""
    match operator:
        case "==":
            return difference == 0
        case "!=":
            return difference != 0
        case "<":
            return difference < 0
    return difference <= 0
