"""The syntax tree of an expression, before its names mean anything, and its text.

The Python builder makes the same trees with operators, and :func:`unparse` writes them back as text, so a scenario
built in Python and one read from a file are the same document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""First character and the one after the last, counted from 0 in the expression's own text."""

NOWHERE: Span = (0, 0)

FUNCTIONS: dict[str, tuple[int, int | None]] = {
    **dict.fromkeys(("sum", "count", "min", "max"), (1, None)),
    "abs": (1, 1),
    **dict.fromkeys(("at_least", "at_most", "exactly"), (2, None)),
    "if": (3, 3),
}
"""The least and the greatest number of arguments of each function."""

KEYWORDS = ("not", "and", "or", "implies", "iff", "in")
TRUTHS = {"true": True, "yes": True, "false": False, "no": False}
RESERVED = frozenset((*FUNCTIONS, *KEYWORDS, *TRUTHS))
"""Words that no term, definition or option may be called."""


@dataclass(frozen=True)
class Number:
    """A decimal literal."""

    value: Decimal
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Day:
    """A date literal."""

    value: date
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Name:
    """A term, a definition, an option, or true/false."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Operator:
    """An operator over operands: ``not``, ``and``, ``or``, ``implies``, ``iff``, ``+``, ``-`` (unary), ``*``.

    ``and``, ``or``, ``+`` and ``*`` take any number of operands, so that a long chain is wide and not deep.
    """

    operator: str
    operands: tuple[Syntax, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class ComparisonChain:
    """A chain ``first op second op third``, each neighbour pair compared."""

    operands: tuple[Syntax, ...]
    operators: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Membership:
    """``item in {a, b}`` or ``item not in {a, b}``."""

    item: Syntax
    choices: tuple[Syntax, ...]
    negated: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Call:
    """A function over its arguments."""

    function: str
    arguments: tuple[Syntax, ...]
    span: Span = field(default=NOWHERE, compare=False)
    name_span: Span = field(default=NOWHERE, compare=False)


Syntax: TypeAlias = Number | Day | Name | Operator | ComparisonChain | Membership | Call


def on_one_line(text: str) -> str:
    """Return an expression as it is printed: without the line breaks and the indentation of its file."""
    return " ".join(text.split())


def children(node: Syntax) -> tuple[Syntax, ...]:
    """Return the parts of a node, left to right."""
    match node:
        case Operator(operands=parts) | ComparisonChain(operands=parts) | Call(arguments=parts):
            return parts
        case Membership(item=item, choices=choices):
            return (item, *choices)
    return ()


def walk(tree: Syntax) -> Iterator[Syntax]:
    """Yield a node and all its parts, left to right."""
    pending = [tree]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(children(node)))


# How tightly each construct binds; a part that binds less tightly than its place needs is put in parentheses.
_IFF, _IMPLIES, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _SIGN, _ATOM = range(10)
_LEVELS = {
    "iff": _IFF,
    "implies": _IMPLIES,
    "or": _OR,
    "and": _AND,
    "not": _NOT,
    "+": _SUM,
    "*": _PRODUCT,
    "-": _SIGN,
}


def unparse(node: Syntax) -> str:
    """Return the text of an expression, with parentheses only where they are needed."""
    return _text(node)[0]


def _text(node: Syntax) -> tuple[str, int]:
    match node:
        case Number(value):
            return _number(value), _ATOM if value >= 0 else _SIGN
        case Day(value):
            return value.isoformat(), _ATOM
        case Name(name):
            return name, _ATOM
        case Call(function, arguments):
            return f"{function}({_listed(arguments)})", _ATOM
        case Membership(item, choices, negated):
            word = "not in" if negated else "in"
            return f"{_within(item, _SUM)} {word} {{{_listed(choices)}}}", _COMPARE
        case ComparisonChain(operands, operators):
            parts = [_within(operands[0], _SUM)]
            for operator, operand in zip(operators, operands[1:], strict=True):
                parts.append(f"{operator} {_within(operand, _SUM)}")
            return " ".join(parts), _COMPARE
        case Operator(operator, operands):
            return _operation(operator, operands), _LEVELS[operator]
    raise TypeError(f"not an expression: {node!r}")  # pragma: no cover


def _operation(operator: str, operands: tuple[Syntax, ...]) -> str:
    level = _LEVELS[operator]
    match operator:
        case "not":
            return f"not {_within(operands[0], _NOT)}"
        case "-":
            return f"-{_within(operands[0], _SIGN)}"
        case "implies":
            return f"{_within(operands[0], level + 1)} implies {_within(operands[1], level)}"
        case "+":
            return _signed_sum(operands)
    return f" {operator} ".join(_within(operand, level + 1) for operand in operands)


def _signed_sum(operands: tuple[Syntax, ...]) -> str:
    text = _within(operands[0], _PRODUCT)
    for operand in operands[1:]:
        match operand:
            case Operator("-", (inner,)):
                text += f" - {_within(inner, _PRODUCT)}"
            case Number(value) if value < 0:
                text += f" - {_number(-value)}"
            case _:
                text += f" + {_within(operand, _PRODUCT)}"
    return text


def _within(node: Syntax, level: int) -> str:
    text, binds = _text(node)
    return text if binds >= level else f"({text})"


def _listed(parts: Iterable[Syntax]) -> str:
    return ", ".join(unparse(part) for part in parts)


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    whole, dot, fraction = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):_}{dot}{fraction}"
