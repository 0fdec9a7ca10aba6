"""Operations on combinations and literals in one CP-SAT model: what expressions are put together from.

Each adds the variables and constraints that it takes, and none where its operands are known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from .backend import Affine, CpModel, Lit
from .linear import Linear, Literal, holds, negated


class Operations:
    """Operations in one model."""

    def __init__(self, model: CpModel) -> None:
        self.model = model

    # -- numbers --------------------------------------------------------------------------------------------------

    def reach(self, coefficients: Mapping[int, int], constant: int) -> tuple[int, int]:
        """Return the least and greatest value of a whole combination."""
        low = high = constant
        for variable, coefficient in coefficients.items():
            first, last = (coefficient * bound for bound in self.model.domains[variable])
            low += min(first, last)
            high += max(first, last)
        return low, high

    def _affine(self, linear: Linear, scale: int) -> Affine:
        """Return ``scale`` times a combination, which that makes whole, as one variable with a factor and offset."""
        coefficients, constant, own = linear.whole()
        factor = scale // own
        if len(coefficients) <= 1:
            for variable, coefficient in coefficients.items():
                return variable, coefficient * factor, constant * factor
            return None, 0, constant * factor
        target = self.model.variable(*self.reach(coefficients, constant))
        self.model.linear({**coefficients, target: -1}, [(-constant, -constant)], ())
        return target, factor, 0

    def _multiplied(self, left: Linear, right: Linear) -> Linear:
        for one, other in ((left, right), (right, left)):
            if not one.coefficients:
                return other.times(one.constant)
        (_, _, left_scale), (_, _, right_scale) = left.whole(), right.whole()
        factors = self._affine(left, left_scale), self._affine(right, right_scale)
        (low, high), (low2, high2) = (self._affine_reach(factor) for factor in factors)
        corners = [a * b for a in (low, high) for b in (low2, high2)]
        target = self.model.variable(min(corners), max(corners))
        self.model.product(target, *factors)
        return Linear({target: Fraction(1, left_scale * right_scale)}, 0)

    def _affine_reach(self, affine: Affine) -> tuple[int, int]:
        variable, coefficient, offset = affine
        return self.reach({} if variable is None else {variable: coefficient}, offset)

    def _greatest(self, parts: list[Linear]) -> Linear:
        if len(parts) == 1:
            return parts[0]
        scale = math.lcm(*(part.whole()[2] for part in parts))
        affine = [self._affine(part, scale) for part in parts]
        ranges = [self._affine_reach(part) for part in affine]
        target = self.model.variable(max(low for low, _ in ranges), max(high for _, high in ranges))
        self.model.maximum(target, affine)
        return Linear({target: Fraction(1, scale)}, 0)

    def _chosen(self, condition: Literal, then: Linear, otherwise: Linear) -> Linear:
        if isinstance(condition, bool):
            return then if condition else otherwise
        scale = math.lcm(then.whole()[2], otherwise.whole()[2])
        scaled = then.times(scale), otherwise.times(scale)
        ranges = [self.reach(*branch.whole()[:2]) for branch in scaled]
        target = self.model.variable(min(low for low, _ in ranges), max(high for _, high in ranges))
        for branch, literal in zip(scaled, (condition, -condition - 1), strict=True):
            difference = branch.plus(Linear({target: -1}, 0))
            self._compare("==", difference, (literal,))
        return Linear({target: Fraction(1, scale)}, 0)

    # -- conditions -----------------------------------------------------------------------------------------------

    def _disjunction(self, literals: list[Literal]) -> Literal:
        if any(literal is True for literal in literals):
            return True
        open_ones = sorted({literal for literal in literals if not isinstance(literal, bool)})
        if len(open_ones) <= 1:
            return open_ones[0] if open_ones else False
        result = self.model.variable(0, 1)
        self.model.clause(open_ones, (result,))
        for literal in open_ones:
            self.model.clause((-literal - 1,), (-result - 1,))
        return result

    def _same(self, left: Literal, right: Literal) -> Literal:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, bool):
                return other if one else negated(other)
        result = self.model.variable(0, 1)
        self.model.clause((right,), (result, left))
        self.model.clause((-right - 1,), (result, -left - 1))
        self.model.clause((-right - 1,), (-result - 1, left))
        self.model.clause((right,), (-result - 1, -left - 1))
        return result

    def _any(self, literals: list[Literal], when: tuple[Lit, ...]) -> None:
        if any(literal is True for literal in literals):
            return
        self.model.clause([literal for literal in literals if not isinstance(literal, bool)], when)

    def _compare(self, operator: str, difference: Linear, when: tuple[Lit, ...]) -> None:
        """Require ``difference operator 0``; whole numbers turn ``<`` into ``<= -1``."""
        coefficients, constant, _ = difference.whole()
        if not coefficients:
            if not holds(operator, constant):
                self.model.clause((), when)
            return
        match operator:
            case "==":
                domain: list[tuple[int | None, int | None]] = [(-constant, -constant)]
            case "!=":
                domain = [(None, -constant - 1), (-constant + 1, None)]
            case "<":
                domain = [(None, -constant - 1)]
            case _:
                domain = [(None, -constant)]
        self.model.linear(coefficients, domain, when)
