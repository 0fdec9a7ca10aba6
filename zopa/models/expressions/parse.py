"""Expression text -> syntax tree, by the grammar file; every error has its place in the text."""

from __future__ import annotations

import functools
import json
import re
from decimal import Decimal
from importlib import resources
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from ..values import parse_date
from .syntax import (
    FUNCTIONS,
    KEYWORDS,
    Call,
    Comparison,
    Day,
    Membership,
    Name,
    Number,
    Operation,
    Span,
    Syntax,
)

MAX_TOKENS = 2_000
MAX_DEPTH = 64


class ExpressionError(ValueError):
    """An expression that cannot be used, and the characters it is about."""

    def __init__(self, message: str, span: Span) -> None:
        self.message, self.span = message, span
        super().__init__(message)


def parse(text: str) -> Syntax:
    """Return the syntax tree of an expression.

    Raises
    ------
    ExpressionError
        If the text is not an expression, has over 2,000 tokens, or nests deeper than 64.
    """
    if not text.strip():
        raise ExpressionError("an expression is expected, and this is empty", (0, 0))
    if len(text) > MAX_TOKENS:  # a shorter text cannot have more tokens than that
        _refuse_long(text)
    try:
        built: Any = _parser().parse(text)  # the transformer's result, not a Tree
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    tree: Syntax = built[0]
    return tree


def _refuse_long(text: str) -> None:
    for at, match in enumerate(re.finditer(r"[A-Za-z0-9_.]+|[<>=!]=|[^\sA-Za-z0-9_.]", text)):
        if at >= MAX_TOKENS:
            message = f"the expression has over {MAX_TOKENS:,} tokens; split it with definitions"
            raise ExpressionError(message, match.span())


@functools.cache
def _parser() -> Lark:
    """Return the parser from its compiled tables, or from the grammar where those are of another Lark."""
    options = {"transformer": _Builder(), "propagate_positions": True}
    package = resources.files(__package__)
    tables = json.loads(package.joinpath("tables.json").read_text("utf-8"))
    memo = {int(number): entry for number, entry in tables["memo"].items()}
    try:
        load: Any = Lark._load_from_dict
        parser: Lark = load(_int_keys(tables["data"]), memo, **options)
        return parser
    except (AttributeError, KeyError, TypeError, ValueError):  # pragma: no cover - another Lark's layout
        return Lark(package.joinpath("grammar.lark").read_text("utf-8"), parser="lalr", lexer="basic", **options)


def _int_keys(data: dict[str, Any]) -> dict[str, Any]:
    """Give the parse table the whole-number keys that JSON turned into text."""
    table = data["parser"]["parser"]
    states = {
        int(state): {int(token): action for token, action in row.items()} for state, row in table["states"].items()
    }
    tokens = {int(number): name for number, name in table["tokens"].items()}
    return {**data, "parser": {**data["parser"], "parser": {**table, "states": states, "tokens": tokens}}}


_Built = tuple[Syntax, int]
"""A tree and its depth."""


class _Builder(Transformer[Token, _Built]):
    """Builds the tree while the parser reduces, so that no recursion is needed to walk it afterwards."""

    def start(self, parts: list[_Built]) -> _Built:
        return parts[0]

    def name(self, parts: list[Token]) -> _Built:
        return Name(str(parts[0]), _span(parts[0])), 1

    def number(self, parts: list[Token]) -> _Built:
        return Number(Decimal(parts[0]), _span(parts[0])), 1

    def date(self, parts: list[Token]) -> _Built:
        day = parse_date(parts[0])
        if day is None:
            raise ExpressionError(f"{parts[0]} is not a day of the calendar", _span(parts[0]))
        return Day(day, _span(parts[0])), 1

    def group(self, parts: list[_Built]) -> _Built:
        tree, depth = parts[0]
        _check_depth(depth + 1, tree.span)
        return tree, depth + 1

    def call(self, parts: list[Any]) -> _Built:
        name, *arguments = parts
        span = (name.start_pos, arguments[-1][0].span[1] + 1)
        return _made(Call(str(name), _trees(arguments), span, _span(name)), arguments)

    def negate(self, parts: list[Any]) -> _Built:
        return _made(Operation("not", (parts[1][0],), (parts[0].start_pos, parts[1][0].span[1])), parts[1:])

    def signed(self, parts: list[Any]) -> _Built:
        sign, operand = parts
        if sign == "+":
            return operand  # type: ignore[no-any-return]
        span = (sign.start_pos, operand[0].span[1])
        if isinstance(operand[0], Number):
            return Number(-operand[0].value, span), 1
        return _made(Operation("-", (operand[0],), span), [operand])

    def iff(self, parts: list[_Built]) -> _Built:
        return _chain("iff", parts)

    def implies(self, parts: list[_Built]) -> _Built:
        return _chain("implies", parts)

    def any_of(self, parts: list[_Built]) -> _Built:
        return _chain("or", parts)

    def all_of(self, parts: list[_Built]) -> _Built:
        return _chain("and", parts)

    def product(self, parts: list[_Built]) -> _Built:
        return _chain("*", parts)

    def sum(self, parts: list[Any]) -> _Built:
        terms = [parts[0]]
        for sign, operand in zip(parts[1::2], parts[2::2], strict=True):
            terms.append(self.signed([sign, operand]))
        return _chain("+", terms)

    def compare(self, parts: list[Any]) -> _Built:
        operands = parts[0::2]
        return _made(Comparison(_trees(operands), tuple(map(str, parts[1::2])), _covers(operands)), operands)

    def member(self, parts: list[_Built]) -> _Built:
        return self._membership(parts, negated=False)

    def not_member(self, parts: list[Any]) -> _Built:
        return self._membership([parts[0], *parts[2:]], negated=True)

    def _membership(self, parts: list[_Built], negated: bool) -> _Built:
        start, end = _covers(parts)
        return _made(Membership(parts[0][0], _trees(parts[1:]), negated, (start, end + 1)), parts)


def _span(token: Token) -> Span:
    return token.start_pos or 0, token.end_pos or 0


def _trees(parts: list[_Built]) -> tuple[Syntax, ...]:
    return tuple(tree for tree, _ in parts)


def _covers(parts: list[_Built]) -> Span:
    return parts[0][0].span[0], parts[-1][0].span[1]


def _chain(operator: str, parts: list[_Built]) -> _Built:
    if len(parts) == 1:
        return parts[0]
    return _made(Operation(operator, _trees(parts), _covers(parts)), parts)


def _made(tree: Syntax, parts: list[_Built]) -> _Built:
    depth = 1 + max(depth for _, depth in parts)
    _check_depth(depth, tree.span)
    return tree, depth


def _check_depth(depth: int, span: Span) -> None:
    if depth > MAX_DEPTH:
        raise ExpressionError(f"the expression nests deeper than {MAX_DEPTH}; split it with definitions", span)


_ADVICE = {
    "=": "write == to compare",
    "&": "write and",
    "|": "write or",
    "!": "write not, or != to compare",
    "/": "there is no division; multiply the other side instead",
    "%": "write the number without its unit; units stand with the term",
    '"': "write the option's name without quotation marks",
    "'": "write the option's name without quotation marks",
    "[": "write a set in braces: {a, b}",
    "^": "write the product out: x * x",
    "“": "write the option's name without quotation marks",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "−": "write the ordinary minus sign -",
    "×": "write *",
}


def _explained(error: UnexpectedInput, text: str) -> ExpressionError:
    """Say what the parser met and, where it can, what was meant."""
    at = min(error.pos_in_stream or 0, len(text))
    if isinstance(error, UnexpectedCharacters):
        return _strange_character(text, at)
    assert isinstance(error, UnexpectedToken)
    token = error.token
    if token.type == "$END":
        end = len(text.rstrip())
        opened = text.count("(") > text.count(")")
        return ExpressionError("a '(' is not closed" if opened else "the expression ends too early", (end, end))
    span = _span(token)
    word = str(token)
    if word == "iff":
        return ExpressionError("a chain of iff can be read in two ways; put parentheses around one", span)
    if word == ")":
        empty = text[: span[0]].rstrip().endswith("(")
        message = "nothing stands between '(' and ')'" if empty else "')' closes nothing"
        return ExpressionError(message, span)
    if word == "in" or word == "not":
        return ExpressionError(f"{word!r} cannot stand here", span)
    if word in KEYWORDS:
        return ExpressionError(f"{word!r} stands here where a value is expected", span)
    if word.lower() in KEYWORDS:
        return ExpressionError(f"unexpected {word!r} (did you mean {word.lower()!r}?)", span)
    previous = text[: span[0]].rstrip()
    if previous.endswith(("==", "!=", "<=", ">=", "<", ">")) and word in {"=", "==", "<", ">"}:
        return ExpressionError(f"{word!r} stands here where a value is expected", span)
    if token.type in {"NAME", "NUMBER", "DATE"}:
        return ExpressionError(f"an operator is missing before {word!r}", span)
    if word == "{":
        return ExpressionError("a set can stand only after 'in'", span)
    if word == "(" and re.search(r"[A-Za-z_]\w*$", previous):
        return ExpressionError(f"only {', '.join(FUNCTIONS)} take arguments", span)
    return ExpressionError(f"unexpected {word!r}", span)


def _strange_character(text: str, at: int) -> ExpressionError:
    strange = text[at]
    if strange.isdigit() or strange == ".":
        literal = re.match(r"[0-9A-Za-z_.,-]+", text[at:])
        if literal:
            end = at + literal.end()
            return ExpressionError(f"{text[at:end]!r} is not a number, a date or a name", (at, end))
    advice = _ADVICE.get(strange)
    message = f"unexpected character {strange!r}" + (f"; {advice}" if advice else "")
    return ExpressionError(message, (at, at + 1))
