"""Expression text -> syntax tree, by the grammar file; every error has its place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, partial
from importlib import resources
from typing import Any

from ..values import parse_date
from .lalr import Parser, Token, UnexpectedToken
from .parse_errors import ExpressionError, misplaced
from .syntax import Call, ComparisonChain, Day, Membership, Name, Number, Operator, Span, Syntax

MAX_TOKENS = 2_000
MAX_DEPTH = 64


def parse(text: str) -> Syntax:
    """Return the syntax tree of an expression.

    Raises
    ------
    ExpressionError
        If the text is not an expression, has over 2,000 tokens, or nests deeper than 64.
    """
    if not text.strip():
        raise ExpressionError("expected an expression, but this is empty", (0, 0))
    if len(text) > MAX_TOKENS:  # a shorter text cannot have more tokens than that
        _refuse_long(text)
    try:
        tree, _ = _parser().parse(text, _BUILDERS)
    except UnexpectedToken as error:
        raise misplaced(error.token, error.expected, text) from None
    found: Syntax = tree
    return found


def _refuse_long(text: str) -> None:
    for at, match in enumerate(re.finditer(r"[A-Za-z0-9_.]+|[<>=!]=|[^\sA-Za-z0-9_.]", text)):
        if at >= MAX_TOKENS:
            message = f"the expression has over {MAX_TOKENS:,} tokens; split it with definitions"
            raise ExpressionError(message, match.span())


@cache
def _parser() -> Parser:
    return Parser(resources.files(__package__).joinpath("tables.json").read_text("utf-8"))


_Built = tuple[Syntax, int]
"""A tree and its depth."""


def _start(parts: list[_Built]) -> _Built:
    return parts[0]


def _name(parts: list[Token]) -> _Built:
    return Name(parts[0].text, parts[0].span), 1


def _number(parts: list[Token]) -> _Built:
    return Number(Decimal(parts[0].text), parts[0].span), 1


def _date(parts: list[Token]) -> _Built:
    day = parse_date(parts[0].text)
    if day is None:
        raise ExpressionError(f"{parts[0].text} is not a day of the calendar", parts[0].span)
    return Day(day, parts[0].span), 1


def _group(parts: list[_Built]) -> _Built:
    tree, depth = parts[0]
    _check_depth(depth + 1, tree.span)
    return tree, depth + 1


def _call(parts: list[Any]) -> _Built:
    name, *arguments = parts
    span = (name.start, arguments[-1][0].span[1] + 1)
    return _made(Call(name.text, _trees(arguments), span, name.span), arguments)


def _negate(parts: list[Any]) -> _Built:
    return _made(Operator("not", (parts[1][0],), (parts[0].start, parts[1][0].span[1])), parts[1:])


def _signed(parts: list[Any]) -> _Built:
    sign, operand = parts
    if sign.text == "+":
        return operand  # type: ignore[no-any-return]
    span = (sign.start, operand[0].span[1])
    if isinstance(operand[0], Number):
        return Number(-operand[0].value, span), 1
    return _made(Operator("-", (operand[0],), span), [operand])


def _sum(parts: list[Any]) -> _Built:
    terms = [parts[0]]
    for sign, operand in zip(parts[1::2], parts[2::2], strict=True):
        terms.append(_signed([sign, operand]))
    return _chain("+", terms)


def _compare(parts: list[Any]) -> _Built:
    operands = parts[0::2]
    return _made(
        ComparisonChain(_trees(operands), tuple(token.text for token in parts[1::2]), _covers(operands)), operands
    )


def _not_member(parts: list[Any]) -> _Built:
    return _membership([parts[0], *parts[2:]], negated=True)


def _membership(parts: list[_Built], negated: bool) -> _Built:
    start, end = _covers(parts)
    return _made(Membership(parts[0][0], _trees(parts[1:]), negated, (start, end + 1)), parts)


def _trees(parts: list[_Built]) -> tuple[Syntax, ...]:
    return tuple(tree for tree, _ in parts)


def _covers(parts: list[_Built]) -> Span:
    return parts[0][0].span[0], parts[-1][0].span[1]


def _chain(operator: str, parts: list[_Built]) -> _Built:
    if len(parts) == 1:
        return parts[0]
    return _made(Operator(operator, _trees(parts), _covers(parts)), parts)


def _made(tree: Syntax, parts: list[_Built]) -> _Built:
    depth = 1 + max(depth for _, depth in parts)
    _check_depth(depth, tree.span)
    return tree, depth


def _check_depth(depth: int, span: Span) -> None:
    if depth > MAX_DEPTH:
        raise ExpressionError(f"the expression nests deeper than {MAX_DEPTH}; split it with definitions", span)


_BUILDERS: Mapping[str, Callable[[list[Any]], Any]] = {
    "start": _start,
    "name": _name,
    "number": _number,
    "date": _date,
    "group": _group,
    "call": _call,
    "negate": _negate,
    "signed": _signed,
    "iff": partial(_chain, "iff"),
    "implies": partial(_chain, "implies"),
    "any_of": partial(_chain, "or"),
    "all_of": partial(_chain, "and"),
    "product": partial(_chain, "*"),
    "sum": _sum,
    "compare": _compare,
    "member": partial(_membership, negated=False),
    "not_member": _not_member,
}
"""What each rule of the grammar builds, while the parser reduces: no recursion walks the tree afterwards."""
