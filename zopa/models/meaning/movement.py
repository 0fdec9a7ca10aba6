"""How a red line moves short of being given up: fallbacks, or an amount of what it compares."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..expressions import evaluate, intervals, nodes, typecheck, types
from ..expressions.parse import ExpressionError
from ..expressions.syntax import Comparison, Syntax
from ..values import Exact, exact, largest, size_of
from .units import DAYS


@dataclass(frozen=True)
class Movement:
    """A comparison that can be moved by amounts.

    Parameters
    ----------
    excess, distance
        How far a deal is beyond the comparison, which holds at 0 (where ``strict``, below 0) and less; and what
        computes that.
    both_ways
        Whether it is an equation: then the excess counts without its sign.
    unit_amount
        Every amount is a multiple of it.
    most
        No deal is beyond by more.
    bound
        What the line compares with, and in which direction a move takes it (1 or -1); ``None`` where both sides vary.
    is_date
        Whether the bound is a day and amounts are days.
    unit
        In which amounts are told, if the terms have one.
    """

    excess: nodes.Numeric
    distance: evaluate.Number = field(repr=False, compare=False)
    both_ways: bool
    strict: bool
    unit_amount: Exact
    most: Exact
    bound: tuple[Exact, int] | None
    is_date: bool
    unit: str | None

    def beyond(self, env: Mapping[str, Exact]) -> int:
        """Return by how many unit amounts the comparison has to move to hold; 0 where it holds."""
        return self.steps(self.distance(env))

    def steps(self, excess: Exact) -> int:
        """Return by how many unit amounts the comparison has to move for a deal so far beyond it."""
        steps = Fraction(size_of(excess) if self.both_ways else excess) / self.unit_amount
        return max(0, math.floor(steps) + 1 if self.strict else math.ceil(steps))

    def moved(self, steps: int) -> nodes.Boolean:
        """Return the comparison moved by so many unit amounts."""
        amount = nodes.Constant(exact(Fraction(self.unit_amount) * steps))
        if self.both_ways:
            return nodes.Compare("<=", nodes.Magnitude(self.excess), amount)
        return nodes.Compare("<" if self.strict else "<=", self.excess, amount)

    def kept_at(self, steps: int, excess: Exact | None = None) -> Exact:
        """Return what the line compares with after a move; where both sides vary, by how much it may be missed.

        An equation moves the way that a deal is beyond it, by some ``excess``.
        """
        amount = Fraction(self.unit_amount) * steps
        if self.bound is None:
            return exact(amount)
        value, direction = self.bound
        if excess is not None and excess < 0:
            direction = -direction
        return exact(Fraction(value) + direction * amount)


def movement(
    tree: Syntax,
    node: nodes.Boolean,
    names: types.Names,
    unit: Callable[[Iterable[nodes.Numeric]], str | None],
    box: intervals.Box,
) -> Movement | None:
    """Return how a condition can be moved; None where it is not one comparison of numbers or of dates.

    ``unit`` returns the unit of numbers.
    """
    if not isinstance(tree, Comparison) or not isinstance(node, nodes.Compare) or node.operator == "!=":
        return None
    sides = [typecheck.check(operand, names)[1] for operand in tree.operands]
    is_date = any(isinstance(kind, types.DateType) for kind in sides)
    if not is_date and not any(isinstance(kind, types.NumberType) for kind in sides):
        return None
    left, right = node.left, node.right
    excess = nodes.Sum((left, nodes.Product((nodes.Constant(-1), right))))
    reach, low, high = (intervals.interval(side, box) for side in (excess, left, right))
    bound = None
    if high.low == high.high:
        bound = high.low, 1
    elif low.low == low.high:
        bound = low.low, -1
    most = largest((reach.high, -reach.low)) if node.operator == "==" else reach.high
    return Movement(
        excess=excess,
        distance=evaluate.number(excess),
        both_ways=node.operator == "==",
        strict=node.operator == "<",
        unit_amount=exact(Fraction(1, reach.denominator)),
        most=most,
        bound=bound,
        is_date=is_date,
        unit=DAYS if is_date else unit((left, right)),
    )


def not_a_comparison(tree: Syntax) -> ExpressionError:
    """Say that a line with a slope has nothing to move."""
    return ExpressionError("only one comparison of numbers or dates (with <, <=, ==, >= or >) has a slope", tree.span)
