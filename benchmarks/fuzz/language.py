"""The expression language once more: typed trees as tuples, printed as text and evaluated exactly.

Written from docs/reference/expressions.md alone. Every value is an exact number: a condition is 1 or 0, an option its
position among the options, a date its day number.

::

    ("term", name)  ("ref", definition)  ("num", text)  ("date", date)  ("bool", flag)  ("opt", name, position)
    ("not", a)  ("and", a, ...)  ("or", a, ...)  ("implies", a, b)  ("iff", a, b)  ("neg", a)
    ("cmp", (relation, ...), a, ...)  ("in", a, b, ...)  ("not in", a, b, ...)
    ("+", a, b)  ("-", a, b)  ("*", a, b)  ("call", function, a, ...)
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import prod
from typing import Any

Tree = tuple[Any, ...]
Number = int | Fraction

RELATIONS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_LEAVES = {"term", "ref", "num", "date", "bool", "opt"}
_TIGHT = {"iff": 0, "implies": 1, "or": 2, "and": 3, "not": 4, "cmp": 5, "in": 5, "not in": 5, "+": 6, "-": 6, "*": 7}


def number(text: str) -> Number:
    """Read a decimal exactly; whole numbers as ``int``, which is faster."""
    value = Fraction(text)
    return value.numerator if value.denominator == 1 else value


def parts(tree: Tree) -> list[tuple[int, Tree]]:
    """Return the direct parts of a tree, each with its place in the tuple."""
    if tree[0] in _LEAVES:
        return []
    return [(at, part) for at, part in enumerate(tree) if at and isinstance(part, tuple) and part[0] not in RELATIONS]


def names(tree: Tree, kind: str) -> Iterator[str]:
    """Yield the terms (``"term"``) or definitions (``"ref"``) that a tree names."""
    if tree[0] == kind:
        yield tree[1]
    for _, part in parts(tree):
        yield from names(part, kind)


def text(tree: Tree) -> str:
    """Print a tree, with parentheses only where they are needed."""
    match tree:
        case ("term" | "ref" | "num" | "opt", name, *_):
            return str(name)
        case ("date", day):
            return day.isoformat()
        case ("bool", flag):
            return "true" if flag else "false"
        case ("not", part):
            return f"not {_within(part, 4)}"
        case ("neg", part):
            return f"-{_within(part, 8)}"
        case ("cmp", relations, first, *others):
            return _within(first, 6) + "".join(
                f" {relation} {_within(other, 6)}" for relation, other in zip(relations, others, strict=True)
            )
        case ("in" | "not in", one, *others):
            return f"{_within(one, 6)} {tree[0]} {{{', '.join(map(text, others))}}}"
        case ("call", function, *arguments):
            return f"{function}({', '.join(map(text, arguments))})"
        case ("implies", one, other):
            return f"{_within(one, 2)} implies {_within(other, 1)}"
        case ("iff", one, other):
            return f"{_within(one, 1)} iff {_within(other, 1)}"
        case ("+" | "-" | "*" as sign, one, other):
            tight = _TIGHT[sign]
            return f"{_within(one, tight)} {sign} {_within(other, tight + 1)}"
        case ("and" | "or" as word, *some):
            return f" {word} ".join(_within(part, _TIGHT[word] + 1) for part in some)
    raise ValueError(tree)


def _within(tree: Tree, tight: int) -> str:
    printed = text(tree)
    binds = _TIGHT.get(tree[0], 8 if tree[0] == "neg" else 9)
    return printed if binds >= tight else f"({printed})"


def evaluate(tree: Tree, deal: Mapping[str, Number], definitions: Mapping[str, Tree]) -> Number:
    """Return the value of a tree on a deal, whose values are numbers."""

    def value(part: Tree) -> Number:
        return evaluate(part, deal, definitions)

    match tree:
        case ("term", name):
            return deal[name]
        case ("ref", name):
            return value(definitions[name])
        case ("num", digits):
            return number(digits)
        case ("date", day):
            return int(day.toordinal())
        case ("bool", flag):
            return int(flag)
        case ("opt", _, position):
            return int(position)
        case ("not", part):
            return int(not value(part))
        case ("neg", part):
            return -value(part)
        case ("and", *some):
            return int(all(value(part) for part in some))
        case ("or", *some):
            return int(any(value(part) for part in some))
        case ("implies", one, other):
            return int(not value(one) or bool(value(other)))
        case ("iff", one, other):
            return int(bool(value(one)) == bool(value(other)))
        case ("cmp", relations, *sides):
            found = [value(side) for side in sides]
            return int(all(RELATIONS[one](found[at], found[at + 1]) for at, one in enumerate(relations)))
        case ("in" | "not in", one, *others):
            return int((value(one) in [value(other) for other in others]) == (tree[0] == "in"))
        case ("+", one, other):
            return value(one) + value(other)
        case ("-", one, other):
            return value(one) - value(other)
        case ("*", one, other):
            return value(one) * value(other)
        case ("call", function, *arguments):
            return _called(function, arguments, value)
    raise ValueError(tree)


def _called(function: str, arguments: list[Tree], value: Any) -> Number:
    if function == "if":
        condition, one, other = arguments
        return value(one) if value(condition) else value(other)
    found = [value(argument) for argument in arguments]
    match function:
        case "sum" | "count":
            return sum(found)
        case "min":
            return min(found)
        case "max":
            return max(found)
        case "abs":
            return abs(found[0])
        case "at_least":
            return int(sum(found[1:]) >= found[0])
        case "at_most":
            return int(sum(found[1:]) <= found[0])
        case "exactly":
            return int(sum(found[1:]) == found[0])
    raise ValueError(function)


def terms_of(tree: Tree, definitions: Mapping[str, Tree]) -> frozenset[str]:
    """Return the terms on which a tree rests, through definitions too."""
    found = set(names(tree, "term"))
    for name in set(names(tree, "ref")):
        found |= terms_of(definitions[name], definitions)
    return frozenset(found)


def size(values: Mapping[str, list[Any]]) -> int:
    """Return how many deals there are."""
    return prod(len(some) for some in values.values())
