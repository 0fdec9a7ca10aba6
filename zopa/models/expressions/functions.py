"""The functions of the language: how many arguments each takes, of which types, and what a call of it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ...errors import did_you_mean
from . import nodes
from .making import NOTHING, Typed, as_condition, as_quantity, compare, counted
from .syntax import FUNCTIONS, Call, Span, Syntax
from .types import BOOLEAN, BROKEN, DATE, NUMBER, BooleanType, BrokenType, DateType, Type


class Checker(Protocol):
    """What checks the arguments: the walker of the whole expression."""

    def visit(self, node: Syntax) -> Typed:
        """Resolve an operand of any type."""

    def boolean(self, operand: Syntax, place: str) -> nodes.Boolean:
        """Resolve an operand that has to be a condition."""

    def numeric(self, operand: Syntax, place: str) -> nodes.Numeric:
        """Resolve an operand that has to be a number."""

    def as_number(self, node: nodes.Node, kind: Type, span: Span, place: str, dates_too: bool = False) -> nodes.Numeric:
        """Return what has been resolved as a number."""

    def wrong(self, message: str, span: Span) -> Typed:
        """Tell an error."""


def call(node: Call, checker: Checker) -> Typed:
    """Return what a call means, and its type."""
    arguments, function = node.arguments, node.function
    if function not in FUNCTIONS:
        return checker.wrong(f"unknown function {function!r}{did_you_mean(function, FUNCTIONS)}", node.name_span)
    wanted = {
        "abs": (1, 1),
        "if": (3, 3),
        "at_least": (2, None),
        "at_most": (2, None),
        "exactly": (2, None),
    }
    least, most = wanted.get(function, (1, None))
    if len(arguments) < least or (most is not None and len(arguments) > most):
        amount = f"{least}" if most == least else f"at least {least}"
        noun = "argument" if least == 1 else "arguments"
        return checker.wrong(f"{function} takes {amount} {noun}, not {len(arguments)}", node.name_span)
    handlers: dict[str, Callable[[Call, Checker], Typed]] = {
        "sum": _sum,
        "count": _count,
        "min": _extreme,
        "max": _extreme,
        "abs": _abs,
        "if": _if,
    }
    return handlers.get(function, _threshold)(node, checker)


def _sum(node: Call, checker: Checker) -> Typed:
    return nodes.Sum(tuple(checker.numeric(part, "sum") for part in node.arguments), node.span), NUMBER


def _count(node: Call, checker: Checker) -> Typed:
    return _tally(node.arguments, "count", node.span, checker), NUMBER


def _tally(arguments: tuple[Syntax, ...], place: str, span: Span, checker: Checker) -> nodes.Numeric:
    return nodes.Sum(tuple(nodes.Indicator(checker.boolean(part, place)) for part in arguments), span)


def _threshold(node: Call, checker: Checker) -> Typed:
    bound = checker.numeric(node.arguments[0], node.function)
    tally = _tally(node.arguments[1:], node.function, node.span, checker)
    operator = {"at_least": ">=", "at_most": "<=", "exactly": "=="}[node.function]
    return compare(operator, tally, bound, node.span), BOOLEAN


def _extreme(node: Call, checker: Checker) -> Typed:
    typed = [checker.visit(part) for part in node.arguments]
    all_dates = all(isinstance(kind, DateType | BrokenType) for _, kind in typed)
    parts = tuple(
        checker.as_number(part, kind, argument.span, node.function, dates_too=all_dates)
        for (part, kind), argument in zip(typed, node.arguments, strict=True)
    )
    made: nodes.Numeric = nodes.Least(parts) if node.function == "min" else nodes.Greatest(parts)
    is_broken = any(isinstance(kind, BrokenType) for _, kind in typed)
    return made, (BROKEN if is_broken else DATE if all_dates else NUMBER)


def _abs(node: Call, checker: Checker) -> Typed:
    return nodes.Magnitude(checker.numeric(node.arguments[0], "abs")), NUMBER


def _if(node: Call, checker: Checker) -> Typed:
    condition = checker.boolean(node.arguments[0], "if")
    (then, then_type), (other, other_type) = checker.visit(node.arguments[1]), checker.visit(node.arguments[2])
    if isinstance(then_type, BrokenType) or isinstance(other_type, BrokenType):
        return NOTHING
    if isinstance(then_type, BooleanType) and isinstance(other_type, BooleanType):
        chosen = nodes.Or((nodes.Not(condition), as_condition(then))), nodes.Or((condition, as_condition(other)))
        return nodes.And(chosen), BOOLEAN
    then_type, then = counted(then_type, then)
    other_type, other = counted(other_type, other)
    if then_type != other_type:
        return checker.wrong(f"if chooses between two of a kind, not {then_type} and {other_type}", node.span)
    return nodes.Choose(condition, as_quantity(then), as_quantity(other)), then_type
