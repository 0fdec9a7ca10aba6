"""Interval bounds: between which values an expression lies on a box of term values, without a solver.

Sound, not tight: a value outside the interval is impossible, a truth value given as True or False is certain. Used to
refuse arithmetic that grows too large, to warn of lines that can never or must always hold, and to bound the solver's
auxiliary variables.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..values import MAX_IN_LINES, MAX_MAGNITUDE, Domain, Exact, largest, least, size_of
from . import nodes
from .parse_errors import ExpressionError
from .syntax import NOWHERE, Span


@dataclass(frozen=True)
class Range:
    """The least and greatest value of an expression, and how large its exact integer form can get.

    Parameters
    ----------
    low, high
        No value lies outside.
    magnitude
        Bound on the sum of the absolute values of all addends, in the expression's own unit.
    denominator
        Multiplying by it makes every coefficient whole.
    """

    low: Exact
    high: Exact
    magnitude: Exact
    denominator: int


Box: TypeAlias = Mapping[str, Range]
"""The range of every term and every definition; a truth value lies within 0..1."""


def of_domain(domain: Domain) -> Range:
    """Return the range of a term."""
    reach = size_of(domain.start) + size_of(domain.step) * (domain.size - 1)
    return Range(domain.start, domain.last, reach, math.lcm(domain.start.denominator, domain.step.denominator))


def interval(node: nodes.Numeric, box: Box) -> Range:
    """Return the range of a number on a box."""
    match node:
        case nodes.Constant(value):
            return Range(value, value, size_of(value), value.denominator)
        case nodes.Value(name) | nodes.NumberDefinition(name):
            return box[name]
        case nodes.Total(parts):
            ranges = [interval(part, box) for part in parts]
            return Range(
                sum(part.low for part in ranges),
                sum(part.high for part in ranges),
                sum(part.magnitude for part in ranges),
                _common(ranges),
            )
        case nodes.Product(parts):
            total = Range(1, 1, 1, 1)
            for part in parts:
                total = _times(total, interval(part, box))
            return total
        case nodes.Least(parts) | nodes.Greatest(parts):
            ranges = [interval(part, box) for part in parts]
            pick = least if isinstance(node, nodes.Least) else largest
            return _hull(pick(part.low for part in ranges), pick(part.high for part in ranges), ranges)
        case nodes.Magnitude(part):
            inner = interval(part, box)
            low = 0 if inner.low <= 0 <= inner.high else least((size_of(inner.low), size_of(inner.high)))
            return _hull(low, largest((size_of(inner.low), size_of(inner.high))), [inner])
        case nodes.Indicator(condition):
            known = truth(condition, box)
            return Range(int(known or 0), int(known is not False), 1, 1)
        case nodes.Choose(condition, then, otherwise):
            first, second = interval(then, box), interval(otherwise, box)
            known = truth(condition, box)
            reachable = [first, second] if known is None else [first if known else second]
            low, high = least(part.low for part in reachable), largest(part.high for part in reachable)
            return _hull(low, high, [first, second])
    raise TypeError(f"not a number: {node!r}")  # pragma: no cover


def truth(node: nodes.Boolean, box: Box) -> bool | None:
    """Return whether a condition holds everywhere on a box (True), nowhere (False), or is not known to do either."""
    match node:
        case nodes.Truth(value):
            return value
        case nodes.Holds(name) | nodes.TruthDefinition(name):
            low, high = box[name].low, box[name].high
            return bool(low) if low == high else None
        case nodes.Not(part):
            return _opposite(truth(part, box))
        case nodes.And(parts):
            return _every([truth(part, box) for part in parts])
        case nodes.Or(parts):
            return _opposite(_every([_opposite(truth(part, box)) for part in parts]))
        case nodes.Iff(left, right):
            first, second = truth(left, box), truth(right, box)
            return None if first is None or second is None else first == second
        case nodes.Compare(operator, left, right):
            return _compared(operator, interval(left, box), interval(right, box))
    raise TypeError(f"not a condition: {node!r}")  # pragma: no cover


def _every(known: list[bool | None]) -> bool | None:
    if False in known:
        return False
    return None if None in known else True


def _opposite(known: bool | None) -> bool | None:
    return None if known is None else not known


def _compared(operator: str, left: Range, right: Range) -> bool | None:
    match operator:
        case "<":
            return _opposite(_compared("<=", right, left))
        case "<=":
            return True if left.high <= right.low else False if left.low > right.high else None
        case "!=":
            return _opposite(_compared("==", left, right))
    if left.high < right.low or right.high < left.low:
        return False
    return True if left.low == left.high == right.low == right.high else None


def _common(ranges: Iterable[Range]) -> int:
    return math.lcm(*(part.denominator for part in ranges))


def _hull(low: Exact, high: Exact, ranges: list[Range]) -> Range:
    """Return the range of an auxiliary variable: as large as what it is made of, on a common denominator."""
    return Range(low, high, largest(part.magnitude for part in ranges), _common(ranges))


def _times(left: Range, right: Range) -> Range:
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    magnitude = left.magnitude * right.magnitude
    return Range(least(corners), largest(corners), magnitude, left.denominator * right.denominator)


def oversized(node: nodes.Node, box: Box, most: int = MAX_IN_LINES, within: Span = NOWHERE) -> list[ExpressionError]:
    """Return an error for every innermost part of an expression whose exact integer form can reach a bound.

    What ``min``, ``max``, ``abs`` and ``if`` choose from stays below 2^62 at least: it becomes one number of the
    solver's model. ``within`` is where the expression stands, for parts that do not know it.
    """
    inner = [problem for part in nodes.parts(node) for problem in oversized(part, box, most, within)]
    if inner:
        return inner
    match node:
        case nodes.Compare(_, left, right, span):
            ranges = [interval(left, box), interval(right, box)]
            size = largest((1, ranges[0].magnitude + ranges[1].magnitude)) * _common(ranges)
            what = "the comparison"
        case nodes.Total(_, span) | nodes.Product(_, span):
            size = _whole_size([interval(node, box)])
            what = "the sum" if isinstance(node, nodes.Total) else "the product"
        case nodes.Least(parts) | nodes.Greatest(parts):
            return _chosen_from(parts, box, most, within)
        case nodes.Magnitude(part):
            return _chosen_from((part,), box, most, within)
        case nodes.Choose(_, then, otherwise):
            return _chosen_from((then, otherwise), box, most, within)
        case _:
            return []
    return _at_most(size, most, what, span)


def oversized_number(node: nodes.Numeric, box: Box, within: Span) -> list[ExpressionError]:
    """Return an error for every innermost part of a number that is too large to be one of the solver's model."""
    return oversized(node, box, MAX_MAGNITUDE, within) or _chosen_from((node,), box, MAX_MAGNITUDE, within)


def _chosen_from(parts: Sequence[nodes.Numeric], box: Box, most: int, within: Span) -> list[ExpressionError]:
    size = _whole_size([interval(part, box) for part in parts])
    return _at_most(size, min(most, MAX_MAGNITUDE), "the number", within)


def _whole_size(ranges: Sequence[Range]) -> Exact:
    return largest((1, *(part.magnitude for part in ranges))) * _common(ranges)


def _at_most(size: Exact, most: int, what: str, span: Span) -> list[ExpressionError]:
    if size < most:
        return []
    reached = "2^62, the largest number the engine computes with here"
    if most == MAX_IN_LINES:
        reached = "2^256, the largest number the engine computes with"
    return [ExpressionError(f"{what} can exceed {reached}", span)]
