"""The expression language, a second time: exact evaluation and text, sharing no code with zopa.

Values are ``bool``, exact numbers (``int`` or ``Fraction``), days as their proleptic ordinals, and options as
``(position, name)`` pairs, which Python compares the way levels are ordered.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, TypeAlias

Exact: TypeAlias = int | Fraction
Value: TypeAlias = bool | int | Fraction | tuple[int, str]
Env: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Expr:
    """One construct of the language; ``word`` is a leaf's content or a comparison's operators."""

    kind: str
    parts: tuple[Expr, ...] = ()
    word: Any = None

    def __repr__(self) -> str:
        return f"<{text(self)}>"


def number(value: Exact | str) -> Expr:
    """Return a literal, kept as it is spelt."""
    return Expr("number", word=value if isinstance(value, str) else decimal_text(value))


def day(value: date) -> Expr:
    return Expr("day", word=value)


def name(word: str) -> Expr:
    return Expr("name", word=word)


def option(position: int, word: str) -> Expr:
    return Expr("option", word=(position, word))


def truth(word: str) -> Expr:
    return Expr("truth", word=word)


def compare(left: Expr, relation: str, right: Expr) -> Expr:
    return Expr("compare", (left, right), (relation,))


def made(kind: str, *parts: Expr) -> Expr:
    return Expr(kind, parts)


def whole(value: Exact) -> Exact:
    """Return an exact number as ``int`` where it is one: far faster than a ``Fraction`` of denominator 1."""
    return value.numerator if value.denominator == 1 else value


def decimal_text(value: Exact) -> str:
    """Return the digits of a number that has finitely many."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = f"{abs(int(value * 10**places)):0{places + 1}d}"
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


# -- evaluation -------------------------------------------------------------------------------------------------------

RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate(expr: Expr, env: Env) -> Any:
    """Return the value of an expression on a deal, straight from the format's description."""
    kind, parts = expr.kind, expr.parts
    if kind == "name":
        return env[expr.word]
    if kind == "number":
        return whole(Fraction(expr.word))
    if kind == "day":
        return expr.word.toordinal()
    if kind == "option":
        return expr.word
    if kind == "truth":
        return expr.word in ("true", "yes")
    if kind == "if":
        return evaluate(parts[1] if holds(parts[0], env) else parts[2], env)
    if kind in CONDITIONS:
        return CONDITIONS[kind]([holds(part, env) for part in parts])
    values = [evaluate(part, env) for part in parts]
    if kind == "compare":
        return all(RELATIONS[sign](*pair) for sign, pair in zip(expr.word, pairwise(values), strict=True))
    return NUMBERS[kind](values)


def holds(expr: Expr, env: Env) -> bool:
    """Return whether a condition holds; anything but a condition here is a mistake of the generator."""
    value = evaluate(expr, env)
    assert isinstance(value, bool), f"not a condition: {text(expr)}"
    return value


CONDITIONS: dict[str, Callable[[list[bool]], Any]] = {
    "not": lambda parts: not parts[0],
    "and": all,
    "or": any,
    "implies": lambda parts: parts[1] if parts[0] else True,
    "iff": lambda parts: parts[0] is parts[1],
    "count": lambda parts: parts.count(True),
}

NUMBERS: dict[str, Callable[[list[Any]], Any]] = {
    "in": lambda values: values[0] in values[1:],
    "not in": lambda values: values[0] not in values[1:],
    "+": lambda values: values[0] + values[1],
    "-": lambda values: values[0] - values[1],
    "*": lambda values: values[0] * values[1],
    "negative": lambda values: -values[0],
    "sum": sum,
    "min": min,
    "max": max,
    "abs": lambda values: values[0] if values[0] >= 0 else -values[0],
    "at_least": lambda values: values[1:].count(True) >= values[0],
    "at_most": lambda values: values[1:].count(True) <= values[0],
    "exactly": lambda values: values[1:].count(True) == values[0],
}

# -- text -------------------------------------------------------------------------------------------------------------

IFF, IMPLIES, OR, AND, NOT, COMPARE, SUM, PRODUCT, SIGN, ATOM = range(10)
"""How tightly constructs bind, loosest first."""

INFIX = {
    # construct: (how tightly it binds, what its first operand needs, what the others need)
    "iff": (IFF, IMPLIES, IMPLIES),
    "implies": (IMPLIES, OR, IMPLIES),
    "or": (OR, OR, AND),
    "and": (AND, AND, NOT),
    "+": (SUM, SUM, PRODUCT),
    "-": (SUM, SUM, PRODUCT),
    "*": (PRODUCT, PRODUCT, SIGN),
}


def text(expr: Expr) -> str:
    """Return an expression as zopa/1 text with as few parentheses as possible, so that precedence is tested too."""
    return _text(expr)[0]


def _text(expr: Expr) -> tuple[str, int]:
    kind, parts = expr.kind, expr.parts
    if kind in INFIX:
        binds, first, others = INFIX[kind]
        needs = [first, *[others] * (len(parts) - 1)]
        return f" {kind} ".join(_within(part, need) for part, need in zip(parts, needs, strict=True)), binds
    match kind:
        case "number":
            return expr.word, SIGN if expr.word.startswith("-") else ATOM
        case "day":
            return expr.word.isoformat(), ATOM
        case "option":
            return expr.word[1], ATOM
        case "name" | "truth":
            return expr.word, ATOM
        case "not":
            return f"not {_within(parts[0], NOT)}", NOT
        case "negative":
            return f"-{_within(parts[0], SIGN)}", SIGN
        case "compare":
            tail = [f"{sign} {_within(part, SUM)}" for sign, part in zip(expr.word, parts[1:], strict=True)]
            return " ".join([_within(parts[0], SUM), *tail]), COMPARE
        case "in" | "not in":
            return f"{_within(parts[0], SUM)} {kind} {{{', '.join(map(text, parts[1:]))}}}", COMPARE
    return f"{kind}({', '.join(map(text, parts))})", ATOM


def _within(expr: Expr, need: int) -> str:
    shown, binds = _text(expr)
    return shown if binds >= need else f"({shown})"


def rewritten(expr: Expr, leaf: Callable[[Expr], Expr]) -> Expr:
    """Return an expression with every leaf replaced by what a function makes of it."""
    if not expr.parts:
        return leaf(expr)
    return Expr(expr.kind, tuple(rewritten(part, leaf) for part in expr.parts), expr.word)
