"""What people write out of habit in place of this language's numbers, operators and words, and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

UNIT = "write the number without its unit; units stand with the term"

_DATE = "a date is written year-month-day, such as"
_SIZES = {"k": 3, "thousand": 3, "m": 6, "mio": 6, "mn": 6, "million": 6, "bn": 9, "billion": 9}
_GROUPED = re.compile(r"([0-9]{1,3})((?P<mark>[,.' \u2019\xa0\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3})*)(?:[.,]([0-9]+))?")
_SIZED = re.compile(rf"([0-9]+(?:\.[0-9]+)?) ?({'|'.join(_SIZES)})", re.IGNORECASE)


def of_number(text: str) -> str:
    """Return how to write what looks like a number or a date; empty where that is not known, or it is one."""
    if re.fullmatch(r"[-+]?[0-9_]+(?:\.[0-9]+)?|[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return ""
    sign, text = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    if found := re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", text):
        return f"{_DATE} {found[1]}-{int(found[3]):02}-{int(found[4]):02}"
    if found := re.fullmatch(r"[0-9]{1,2}([./-])[0-9]{1,2}\1([0-9]{4})", text):
        return f"{_DATE} {found[2]}-12-31"
    if (found := _GROUPED.fullmatch(text)) and (found["mark"] != "." or found[2].count(".") > 1 or found[4]):
        whole = found[1] + found[2].replace(found["mark"], "_")
        return f"write {sign}{whole}{'.' + found[4] if found[4] else ''}"
    if re.fullmatch(r"[0-9]+,[0-9]+", text):
        return f"write {sign}{text.replace(',', '.')}"
    if found := re.fullmatch(r"([0-9]*)\.([0-9]*)", text):
        return f"write {sign}{found[1] or '0'}{'.' + found[2] if found[2] else ''}"
    if found := _SIZED.fullmatch(text):
        return f"write {sign}{_long(Decimal(found[1]).scaleb(_SIZES[found[2].lower()]))}"
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}", text):
        return f"write {sign}{_long(Decimal(text))}"
    if re.fullmatch(r"[0-9]+/[0-9]+", text):
        return "write a decimal, such as 0.5"
    if re.match(r"[$€£¥]", text) or re.fullmatch(r"[0-9][0-9_.]* ?%", text):
        return UNIT
    return ""


def _long(number: Decimal) -> str:
    whole, point, places = f"{number:f}".partition(".")
    places = places.rstrip("0")
    return f"{int(whole):,}".replace(",", "_") + (point + places if places else "")


_QUOTED = "write the option's name without quotation marks"
_OPERATORS = {
    "<=>": "write iff",
    "==>": "write implies",
    "=>": "write >=, or implies",
    "->": "write implies",
    "=<": "write <=",
    "=": "write == to compare",
    "&": "write and",
    "|": "write or",
    "!": "write not, or != to compare",
    "~": "write not",
    "**": "write the product out: x * x",
    "^": "write the product out: x * x",
    "/": "there is no division; multiply the other side instead",
    "%": UNIT,
    "[": "write a set in braces: {a, b}",
    "#": "comments stand outside the expression",
    ";": "write and, or two red lines",
    "?": "write if(condition, then, otherwise)",
    ":": "write if(condition, then, otherwise) for a choice, and == to compare",
    **dict.fromkeys("\"'“”‘’„«»`", _QUOTED),
    **dict.fromkeys("$€£¥", UNIT),
    "≤": "write <=",
    "⩽": "write <=",
    "≥": "write >=",
    "⩾": "write >=",
    "≠": "write !=",
    "∈": "write in",
    "∉": "write not in",
    "∧": "write and",
    "∨": "write or",
    "¬": "write not",
    **dict.fromkeys("→⇒⟹", "write implies"),
    **dict.fromkeys("↔⇔⟺", "write iff"),
    **dict.fromkeys("−–—", "write the ordinary minus sign -"),
    **dict.fromkeys("×·⋅", "write *"),
    "÷": "there is no division; multiply the other side instead",
    "±": "write two comparisons: x >= 5 and x <= 10",
    "²": "write the product out: x * x",
    "…": "write two comparisons: x >= 5 and x <= 10",
}
"""Operators and signs of other languages, of one to three characters."""


def of_operator(text: str, at: int) -> str:
    """Return what to write in place of the operator that a character of a text is part of; empty if that is unknown."""
    for start in (at - 2, at - 1, at):
        for size in (3, 2, 1):
            if start >= 0 and at < start + size and (size > 1 or start == at):
                advice = _OPERATORS.get(text[start : start + size])
                if advice and len(text) >= start + size:
                    return advice
    return ""


_TWO = "write two comparisons: x >= 5 and x <= 10"
_IF = "write if(condition, then, otherwise), or: condition implies requirement"
_ORDER = {
    "<": ("less", "fewer", "below", "under", "before", "smaller"),
    ">": ("more", "greater", "above", "over", "after", "larger", "exceeds"),
}
_WORDS = {
    "between": _TWO,
    "if": _IF,
    "then": _IF,
    "else": _IF,
    "when": "write condition implies requirement",
    "unless": "write or: a unless b is a or b",
    "is": "write == to compare",
    "are": "write == to compare",
    "equals": "write ==",
    "equal": "write ==",
    "xor": "write exactly(1, a, b)",
    "either": "write a or b, or exactly(1, a, b) if not both may hold",
    "neither": "write not (a or b)",
    "nor": "write not (a or b)",
    "but": "write and",
    "mod": "there is no remainder; a term's step says which values it has",
    "at": "write >= for at least, <= for at most",
    "least": "write >=",
    "most": "write <=",
    "minimum": "write >=",
    "maximum": "write <=",
    "until": "write <=",
    "by": "write <=",
    **{word: f"write {sign}" for sign, words in _ORDER.items() for word in words},
    **dict.fromkeys(("day", "days"), "a day is 1: write the number alone"),
    **dict.fromkeys(("week", "weeks"), "dates count in days: write 7 for each week"),
    **dict.fromkeys(
        ("month", "months", "year", "years"),
        "months and years differ in length: write the number of days, or the day itself, such as 2028-07-01",
    ),
    **dict.fromkeys(("percent", "percentage"), UNIT),
    **dict.fromkeys(("thousand", "million", "billion"), "write the number out, such as 5_000_000"),
}
"""Words of everyday language, and of other formal ones."""


def of_words(*words: str) -> str:
    """Return what to write in place of the first of some words that is known; empty where none is."""
    return next(_known(words), "")


def _known(words: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        if (advice := _WORDS.get(word.lower())) is not None:
            yield advice
        elif word.lower() in ("not", "no"):
            yield "write not"
