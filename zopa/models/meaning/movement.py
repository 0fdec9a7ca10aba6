"""One comparison of numbers or of dates: how it moves by amounts, and by how much a deal misses it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from ..expressions import evaluate, intervals, nodes, typecheck, types
from ..expressions.parse_errors import ExpressionError
from ..expressions.syntax import ComparisonChain, Syntax, unparse
from ..values import DealValue, Exact, as_decimal, day_or_number, exact, largest, size_of
from .grids import Grid
from .units import DAYS


@dataclass(frozen=True)
class Movement:
    """A comparison that can be moved by amounts.

    Parameters
    ----------
    excess, distance
        How far a deal is beyond the comparison, and the function that computes it. The comparison holds where this is
        at most 0 (where ``strict``, below 0).
    both_ways
        Whether it is an equation, where only the size of the excess counts.
    unit_amount
        Every amount is a multiple of it. Where ``strict``, it is the step in which the excess moves: with any less, the
        comparison would let nothing more through.
    most
        The largest excess of any deal.
    bound
        What the line compares with, and in which direction a move takes it (1 or -1); ``None`` where both sides vary.
    is_date
        Whether the bound is a day and amounts are days.
    unit
        The unit of amounts; ``None`` where the terms have none in common.
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
        """Return what the line compares with after a move; where both sides vary, how far apart they may be.

        An equation moves the way that a deal is beyond it, by some ``excess``.
        """
        amount = Fraction(self.unit_amount) * steps
        if self.bound is None:
            return exact(amount)
        value, direction = self.bound
        if excess is not None and excess < 0:
            direction = -direction
        return exact(Fraction(value) + direction * amount)


def compared(tree: Syntax, node: nodes.Boolean, names: types.Names) -> types.Type | None:
    """Return whether a condition is one comparison of numbers or of dates that can move; None where it is neither."""
    if not isinstance(tree, ComparisonChain) or not isinstance(node, nodes.Compare) or node.operator == "!=":
        return None
    sides = typecheck.operand_types(tree, names)
    return next((kind for kind in (types.DATE, types.NUMBER) if kind in sides), None)


def movement(
    tree: Syntax,
    node: nodes.Boolean,
    names: types.Names,
    unit: Callable[[Iterable[nodes.Numeric]], str | None],
    grid: Callable[[nodes.Numeric], Grid],
    box: intervals.Box,
) -> Movement | None:
    """Return how a condition can be moved; None where it is not one comparison of numbers or of dates.

    ``unit`` returns the unit of numbers, ``grid`` on which values one moves.
    """
    kind = compared(tree, node, names)
    if kind is None or not isinstance(node, nodes.Compare):
        return None
    is_date = kind == types.DATE
    left, right = node.left, node.right
    excess = nodes.Total((left, nodes.Product((nodes.Constant(-1), right))))
    reach, low, high = (intervals.interval(side, box) for side in (excess, left, right))
    bound = None
    if high.low == high.high:
        bound = high.low, 1
    elif low.low == low.high:
        bound = low.low, -1
    most = largest((reach.high, -reach.low)) if node.operator == "==" else reach.high
    finest = exact(Fraction(1, reach.denominator))
    strict = node.operator == "<"
    return Movement(
        excess=excess,
        distance=evaluate.number(excess),
        both_ways=node.operator == "==",
        strict=strict,
        unit_amount=(grid(excess).step or finest) if strict else finest,
        most=most,
        bound=bound,
        is_date=is_date,
        unit=DAYS if is_date else unit((left, right)),
    )


def not_a_comparison(tree: Syntax) -> ExpressionError:
    """Return the error of a line with a slope that cannot move by amounts."""
    return ExpressionError("a slope needs a single comparison of numbers or dates (with <, <=, ==, >= or >)", tree.span)


# -- what a deal misses ------------------------------------------------------------------------------------------------

Relation: TypeAlias = Literal["<", "<=", "==", ">=", ">"]

_TURNED: dict[Relation, Relation] = {"<": ">", "<=": ">=", "==": "==", ">=": "<=", ">": "<"}
_RELATIONS: dict[str, Relation] = {relation: relation for relation in _TURNED}


@dataclass(frozen=True)
class Missed:
    """By how much a deal misses one comparison of numbers or of dates.

    Parameters
    ----------
    subject, term
        What is compared, as the line has it, and the term where it is one alone.
    value, relation, asked
        The line asks that the value be in this relation to what is asked: to the side of the line that is fixed, and
        where neither is, to the right one.
    amount, unit
        How far the two lie apart (days for dates). Where the relation is ``<`` or ``>``, coming as near as that is not
        yet enough. The unit is ``None`` where the terms have none in common.
    """

    subject: str
    term: str | None
    value: DealValue
    relation: Relation
    asked: DealValue
    amount: int | Decimal
    unit: str | None


def missed(
    tree: ComparisonChain, node: nodes.Compare, comparison: Movement, box: intervals.Box, env: evaluate.Env
) -> Missed:
    """Return by how much a deal misses a comparison, whose syntax, meaning and movement are given.

    ``env`` has every term and definition that the comparison rests on.
    """
    relation = _RELATIONS[tree.operators[0]]
    numbers = (node.right, node.left) if relation in (">", ">=") else (node.left, node.right)
    sides = list(zip(map(unparse, tree.operands), numbers, strict=True))
    left, right = (intervals.interval(number, box) for number in numbers)
    if left.low == left.high and right.low != right.high:
        sides.reverse()
        relation = _TURNED[relation]
    (subject, compared), (_, bound) = sides
    value, asked = exact(evaluate.number(compared)(env)), exact(evaluate.number(bound)(env))
    return Missed(
        subject=subject,
        term=compared.term if isinstance(compared, nodes.Value) else None,
        value=day_or_number(value, comparison.is_date),
        relation=relation,
        asked=day_or_number(asked, comparison.is_date),
        amount=as_decimal(exact(size_of(value - asked))),
        unit=comparison.unit,
    )
