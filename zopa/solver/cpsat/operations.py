"""Operations on sums and conditions in one CP-SAT model: what expressions are put together from.

Each adds the variables and constraints that it takes, and none where its operands are known.
"""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import TypeAlias

from ...models.expressions import nodes
from ...models.linear import Linear
from ...models.values import Exact
from .backend import Affine, CpModel, Lit
from .wide import BASE, ROOM, Splits

Sum: TypeAlias = Linear[int]
"""A sum over a model's variables."""

Literal: TypeAlias = Lit | bool
"""A CP-SAT literal, or a condition that is settled already."""


def negated(literal: Literal) -> Literal:
    """Return the opposite."""
    return not literal if isinstance(literal, bool) else -literal - 1


def counted(literal: Literal) -> Sum:
    """Return 1 where a condition holds, else 0."""
    if isinstance(literal, bool):
        return Sum({}, int(literal))
    return Sum({literal: 1}, 0) if literal >= 0 else Sum({-literal - 1: -1}, 1)


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


_COMPARED = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le}


def holds(comparison: str, difference: Exact) -> bool:
    """Return whether ``difference comparison 0``."""
    return bool(_COMPARED[comparison](difference, 0))


class Operations:
    """Operations in one model."""

    def __init__(self, model: CpModel) -> None:
        self.model = model
        self._splits = Splits(model)

    # -- numbers --------------------------------------------------------------------------------------------------

    def affine(self, linear: Sum, scale: int) -> Affine:
        """Return ``scale`` times a combination, which that makes whole, as one variable with a factor and offset."""
        factors, constant, own = linear.whole()
        factor = scale // own
        if len(factors) <= 1:
            for variable, coefficient in factors.items():
                return variable, coefficient * factor, constant * factor
            return None, 0, constant * factor
        target = self.model.variable(*self.model.reach(factors, constant))
        self.model.linear({**factors, target: -1}, [(-constant, -constant)], ())
        return target, factor, 0

    def multiplied(self, left: Sum, right: Sum) -> Sum:
        """Return a product; a variable of its own where neither side is a constant."""
        for one, other in ((left, right), (right, left)):
            if not one.factors:
                return other.times(one.constant)
        (_, _, left_scale), (_, _, right_scale) = left.whole(), right.whole()
        smaller, larger = sorted((left.times(left_scale), right.times(right_scale)), key=self._splits.size)
        size, most = self._splits.size(smaller) * self._splits.size(larger), self._splits.size(larger)
        if size >= ROOM or (size + self.model.spread >= ROOM and most >= BASE):
            return self._widely_multiplied(larger, smaller).times(Fraction(1, left_scale * right_scale))
        factors = self.affine(left, left_scale), self.affine(right, right_scale)
        (low, high), (low2, high2) = (self._affine_reach(factor) for factor in factors)
        corners = [a * b for a in (low, high) for b in (low2, high2)]
        target = self.model.variable(min(corners), max(corners))
        self.model.product(target, *factors)
        return Sum({target: Fraction(1, left_scale * right_scale)}, 0)

    def _widely_multiplied(self, larger: Sum, smaller: Sum) -> Sum:
        """Return a product of whole sums that is too large for one variable: that of each half of the larger one."""
        if self._splits.fits(smaller):
            variable, factor, offset = self.affine(smaller, 1)
            smaller = Sum({} if variable is None else {variable: factor}, offset)
        high, low = self._splits.halves(larger)
        below = self.multiplied(self._splits.low_variable(low), smaller)
        return self.multiplied(high, smaller).times(BASE).plus(below)

    def _affine_reach(self, affine: Affine) -> tuple[int, int]:
        variable, coefficient, offset = affine
        return self.model.reach({} if variable is None else {variable: coefficient}, offset)

    def greatest(self, parts: list[Sum]) -> Sum:
        """Return the largest of some sums."""
        if len(parts) == 1:
            return parts[0]
        scale = math.lcm(*(part.whole()[2] for part in parts))
        affine = [self.affine(part, scale) for part in parts]
        ranges = [self._affine_reach(part) for part in affine]
        target = self.model.variable(max(low for low, _ in ranges), max(high for _, high in ranges))
        self.model.maximum(target, affine)
        return Sum({target: Fraction(1, scale)}, 0)

    def chosen(self, condition: Literal, then: Sum, otherwise: Sum) -> Sum:
        """Return one of two sums, by a condition."""
        if isinstance(condition, bool):
            return then if condition else otherwise
        scale = math.lcm(then.whole()[2], otherwise.whole()[2])
        scaled = then.times(scale), otherwise.times(scale)
        ranges = [self.model.reach(*branch.whole()[:2]) for branch in scaled]
        target = self.model.variable(min(low for low, _ in ranges), max(high for _, high in ranges))
        for branch, literal in zip(scaled, (condition, -condition - 1), strict=True):
            factors, constant, _ = branch.plus(Sum({target: -1})).whole()
            self.model.linear(factors, [(-constant, -constant)], (literal,), defines=target)
        return Sum({target: Fraction(1, scale)}, 0)

    # -- conditions -----------------------------------------------------------------------------------------------

    def disjunction(self, literals: list[Literal]) -> Literal:
        """Return a literal that holds exactly where one of some does."""
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

    def same(self, left: Literal, right: Literal) -> Literal:
        """Return a literal that holds exactly where both of two or neither does."""
        for one, other in ((left, right), (right, left)):
            if isinstance(one, bool):
                return other if one else negated(other)
        result = self.model.variable(0, 1)
        self.model.clause((right,), (result, left))
        self.model.clause((-right - 1,), (result, -left - 1))
        self.model.clause((-right - 1,), (-result - 1, left))
        self.model.clause((right,), (-result - 1, -left - 1))
        return result

    def any(self, literals: list[Literal], when: tuple[Lit, ...]) -> None:
        """Require one of some literals wherever all in ``when`` hold."""
        if any(literal is True for literal in literals):
            return
        self.model.clause([literal for literal in literals if not isinstance(literal, bool)], when)

    def compare(self, comparison: str, difference: Sum, when: tuple[Lit, ...]) -> None:
        """Require ``difference comparison 0`` where all in ``when`` hold; in whole numbers ``<`` becomes ``<= -1``."""
        factors, constant, _ = difference.whole()
        if not factors:
            if not holds(comparison, constant):
                self.model.clause((), when)
            return
        if not self._splits.fits(difference):
            self._widely_compare(comparison, Sum(factors, constant), when)
            return
        match comparison:
            case "==":
                domain: list[tuple[int | None, int | None]] = [(-constant, -constant)]
            case "!=":
                domain = [(None, -constant - 1), (-constant + 1, None)]
            case "<":
                domain = [(None, -constant - 1)]
            case _:
                domain = [(None, -constant)]
        self.model.linear(factors, domain, when)

    def _widely_compare(self, comparison: str, difference: Sum, when: tuple[Lit, ...]) -> None:
        """Compare a whole sum that CP-SAT has no room for: the sign is that of its high half, unless both are 0."""
        match comparison:
            case "<":
                high, _ = self._splits.halves(difference)
                self.compare("<", high, when)
            case "<=":
                high, _ = self._splits.halves(difference.times(-1))
                self.compare("<=", high.times(-1), when)
            case "==":
                for half in self._splits.halves(difference):
                    self.compare("==", half, when)
            case _:
                literals = []
                for half in self._splits.halves(difference):
                    literals.append(self.model.variable(0, 1))
                    self.compare("!=", half, (literals[-1],))
                self.model.clause(literals, when)
