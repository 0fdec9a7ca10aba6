"""Expressions written with Python's operators and functions, for :mod:`builder`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NoReturn, TypeAlias

from .expressions.syntax import Call, ComparisonChain, Day, Membership, Name, Number, Operator, Syntax, unparse

Operand: TypeAlias = "Expr | bool | int | Decimal | date | str"
"""What may stand in an expression: another one, an exact number, a date, or an option's name."""


def _comparison(operator: str) -> Callable[[Expr, Operand], Expr]:
    return lambda left, right: Expr(ComparisonChain((left.syntax, _syntax(right)), (operator,)))


def _both_ways(operator: str) -> tuple[Callable[[Expr, Operand], Expr], Callable[[Expr, Operand], Expr]]:
    """Return how an operator of any number of operands joins an expression with what follows or precedes it."""

    def join(left: Operand, right: Operand) -> Expr:
        first = _syntax(left)
        # The parser keeps the parentheses of a right operand; only the left one continues the chain.
        chain = first.operands if isinstance(first, Operator) and first.operator == operator else (first,)
        return Expr(Operator(operator, (*chain, _syntax(right))))

    return join, lambda right, left: join(left, right)


class Expr:
    """An expression under construction; Python's operators make larger ones.

    ``&``, ``|`` and ``~`` mean and, or and not; ``==``, ``!=``, ``<``, ``<=``, ``>`` and ``>=`` compare; ``+``, ``-``
    and ``*`` compute. Python does not let a library redefine ``and``, ``or``, ``not`` and chained comparisons, so these
    raise ``TypeError``.

    Parameters
    ----------
    syntax
        The tree of the expression; :class:`~zopa.Builder` makes the first ones.
    """

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax

    def __str__(self) -> str:
        return unparse(self.syntax)

    def __repr__(self) -> str:
        return f"Expr({str(self)!r})"

    __hash__ = None  # type: ignore[assignment]  # == makes an expression

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an expression has no truth value yet: write & | ~ for and, or, not, and (1 <= x) & (x <= 5) for a chain"
        )

    __eq__ = _comparison("==")  # type: ignore[assignment]
    __ne__ = _comparison("!=")  # type: ignore[assignment]
    __lt__ = _comparison("<")
    __le__ = _comparison("<=")
    __gt__ = _comparison(">")
    __ge__ = _comparison(">=")
    __and__, __rand__ = _both_ways("and")
    __or__, __ror__ = _both_ways("or")
    __add__, __radd__ = _both_ways("+")
    __mul__, __rmul__ = _both_ways("*")

    def __sub__(self, other: Operand) -> Expr:
        return self + -as_expr(other)

    def __rsub__(self, other: Operand) -> Expr:
        return other + -self

    def __invert__(self) -> Expr:
        return Expr(Operator("not", (self.syntax,)))

    def __neg__(self) -> Expr:
        if isinstance(self.syntax, Number):
            return Expr(Number(-self.syntax.value))
        return Expr(Operator("-", (self.syntax,)))

    def __abs__(self) -> Expr:
        return Expr(Call("abs", (self.syntax,)))

    def implies(self, other: Operand) -> Expr:
        """Return the condition that ``other`` holds wherever this one does."""
        return Expr(Operator("implies", (self.syntax, _syntax(other))))

    def iff(self, other: Operand) -> Expr:
        """Return the condition that both hold, or neither does."""
        return Expr(Operator("iff", (self.syntax, _syntax(other))))

    def is_in(self, *choices: Operand) -> Expr:
        """Return the condition that this is one of the values ``choices``."""
        return Expr(Membership(self.syntax, tuple(map(_syntax, choices)), negated=False))

    def not_in(self, *choices: Operand) -> Expr:
        """Return the condition that this is none of the values ``choices``."""
        return Expr(Membership(self.syntax, tuple(map(_syntax, choices)), negated=True))


_OPTION = re.compile(r"[a-z][a-z0-9_]*")


def _syntax(value: object) -> Syntax:
    match value:
        case Expr():
            return value.syntax
        case bool():
            return Name("true" if value else "false")
        case int() | Decimal():
            return Number(Decimal(value))
        case date():
            return Day(value)
        case str() if _OPTION.fullmatch(value):
            return Name(value)
        case float():
            raise TypeError(f"{value!r} is a float, which is not exact; write Decimal({str(value)!r})")
    raise TypeError(f"{value!r} cannot stand in an expression")


def as_expr(value: Operand) -> Expr:
    """Return an operand as an expression.

    Raises
    ------
    TypeError
        If it is a float, or cannot stand in an expression.
    """
    return value if isinstance(value, Expr) else Expr(_syntax(value))


def _called(function: str, *arguments: Operand) -> Expr:
    return Expr(Call(function, tuple(map(_syntax, arguments))))


def sum_(*numbers: Operand) -> Expr:
    """Return the sum of numbers; a condition counts as 0 or 1."""
    return _called("sum", *numbers)


def count(*conditions: Operand) -> Expr:
    """Return how many conditions hold."""
    return _called("count", *conditions)


def min_(*values: Operand) -> Expr:
    """Return the least of numbers or dates."""
    return _called("min", *values)


def max_(*values: Operand) -> Expr:
    """Return the greatest of numbers or dates."""
    return _called("max", *values)


def at_least(number: Operand, *conditions: Operand) -> Expr:
    """Return the condition that at least ``number`` of the ``conditions`` hold."""
    return _called("at_least", number, *conditions)


def at_most(number: Operand, *conditions: Operand) -> Expr:
    """Return the condition that at most ``number`` of the ``conditions`` hold."""
    return _called("at_most", number, *conditions)


def exactly(number: Operand, *conditions: Operand) -> Expr:
    """Return the condition that exactly ``number`` of the ``conditions`` hold."""
    return _called("exactly", number, *conditions)


def if_(condition: Operand, then: Operand, otherwise: Operand) -> Expr:
    """Return ``then`` where the condition holds and ``otherwise`` where it does not."""
    return _called("if", condition, then, otherwise)
