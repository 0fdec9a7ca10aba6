"""The trees of :mod:`normal` as people write expressions: ``2 a + b <= 7``, ``not x or y == 3``."""

from __future__ import annotations

from datetime import date
from typing import Any

_BETWEEN = {"+": " + ", "*": " * ", "and": " and ", "or": " or ", "==": " == ", "<=": " <= "}
_FIELDS = {
    "terms": "term",
    "definitions": "definition",
    "facts": "fact",
    "red_lines": "red line",
    "weights": "weight of",
}
_DENIED = {"==": " != ", "<=": " > "}


def infix(tree: Any) -> str:
    """Return an expression as text; parts are in parentheses where they could be misread."""
    match tree:
        case dict():
            return _sum(tree)
        case ["term" | "value", name]:
            return str(name)
        case ["not", ["==" | "<=" as operator, left, right]]:
            return f"{_part(left)}{_DENIED[operator]}{_part(right)}"
        case ["not", part]:
            return f"not {_part(part)}"
        case ["if", condition, then, otherwise]:
            return f"{_part(then)} if {_part(condition)}, else {_part(otherwise)}"
        case [str(operator), *parts] if operator in _BETWEEN:
            return _BETWEEN[operator].join(map(_part, parts))
        case [operator, *parts]:
            return f"{operator}({', '.join(map(infix, parts))})"
    return str(tree)


def _part(tree: Any) -> str:
    """Return a part of an expression, in parentheses unless it is a name, a number or a call."""
    is_plain = not isinstance(tree, list | dict) or (
        isinstance(tree, list) and tree[0] in ("term", "value", "min", "max", "abs")
    )
    return infix(tree) if is_plain or (isinstance(tree, dict) and len(tree) == 1) else f"({infix(tree)})"


def _sum(factors: dict[str, Any]) -> str:
    text = ""
    for term, factor in factors.items():
        written = str(factor)
        sign = "-" if written.startswith("-") else "+"
        size = written.removeprefix("-")
        text += (f" {sign} " if text else sign.removeprefix("+")) + (term if size == "1" else f"{size} {term}")
    return text


def told(field: str, name: str, content: Any) -> str:
    """Return an entry of the lines as text: what it is called, and its expression or a term's values."""
    return f"{_FIELDS[field]} {name}: {_values(content) if field == 'terms' else infix(content)}"


def _values(term: dict[str, Any]) -> str:
    if term["type"] in ("yes_no", "choice", "scale"):
        return ", ".join(f"{at} {option}" for at, option in enumerate(term.get("options", ("no", "yes"))))
    if term["type"] == "date":
        first, last = term["start"], term["start"] + term["step"] * (term["size"] - 1)
        return f"{first} to {last}, the days {date.fromordinal(first)} to {date.fromordinal(last)}"
    return f"{term['size']:,} values from {term['start']} by {term['step']}"
