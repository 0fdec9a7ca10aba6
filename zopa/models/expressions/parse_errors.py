"""What is wrong with the text of an expression, in everyday words, and with which of its characters."""

from __future__ import annotations

import re
from collections.abc import Collection

from ...errors import quoted, strange_letter
from .lalr import END, STRANGE, Token
from .syntax import KEYWORDS, Span


class ExpressionError(ValueError):
    """An expression that cannot be used, and the characters it is about."""

    def __init__(self, message: str, span: Span) -> None:
        self.message, self.span = message, span
        super().__init__(message)


_ADVICE = {
    "=>": "write >=, or implies",
    "=<": "write <=",
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
    "#": "comments stand outside the expression",
    "“": "write the option's name without quotation marks",
    "≤": "write <=",
    "≥": "write >=",
    "≠": "write !=",
    "∈": "write in",
    "∧": "write and",
    "∨": "write or",
    "¬": "write not",
    "−": "write the ordinary minus sign -",
    "×": "write *",
}


def misplaced(token: Token, expected: Collection[str], text: str) -> ExpressionError:
    """Say what the parser met and, where it can, what was meant."""
    if token.kind == STRANGE:
        return _strange_character(text, token.start)
    if token.kind == END:
        end, opened = len(text.rstrip()), _never_closed(text)
        if opened is not None:
            return ExpressionError(f"this {text[opened]!r} is never closed", (opened, opened + 1))
        return ExpressionError("the expression ends too early", (end, end))
    span, word = token.span, token.text
    previous = text[: span[0]].rstrip()
    if word == ")" and previous.endswith("("):
        return ExpressionError("there is nothing between '(' and ')'", span)
    if word == ")" and _never_closed(previous) is None:
        return ExpressionError("')' closes nothing", span)
    if word == "}" and previous.endswith("{"):
        return ExpressionError("the set is empty; name at least one value", span)
    if word == ">" and previous.endswith("<"):
        return ExpressionError("unexpected '>'; write != for two values that differ", span)
    if word.lower() in KEYWORDS and word not in KEYWORDS:
        return ExpressionError(f"unexpected {word!r} (did you mean {word.lower()!r}?)", span)
    if "NAME" in expected:
        return ExpressionError(f"expected a value here, not {word!r}", span)
    if word == "iff":
        return ExpressionError("a chain of iff is ambiguous; put one of them in parentheses", span)
    if _GROUPED.match(text, span[0]) and previous[-1:].isdigit():
        start = len(previous.rstrip("0123456789_"))
        return ExpressionError("a number is written without commas and spaces: 500_000", (start, span[1]))
    if set(expected) == {"IN"}:
        return ExpressionError(f"only 'in {{...}}' can follow 'not' here, not {quoted(word)}", span)
    if set(expected) == {"LBRACE"}:
        return ExpressionError(f"expected a set in braces {{a, b}} after 'in', not {quoted(word)}", span)
    if word == "(" or token.kind in {"NAME", "NUMBER", "DATE"}:
        return ExpressionError(f"an operator is missing before {quoted(word)}", span)
    if word == "{":
        return ExpressionError("a set is allowed only after 'in'", span)
    return ExpressionError(f"unexpected {word!r}", span)


_GROUPED = re.compile(r",?[0-9]{3}(?![0-9A-Za-z_])")


def _never_closed(text: str) -> int | None:
    """Return where the innermost bracket stands that nothing closes."""
    opened: list[int] = []
    for at, character in enumerate(text):
        if character in "({":
            opened.append(at)
        elif character in ")}" and opened:
            opened.pop()
    return opened[-1] if opened else None


def _strange_character(text: str, at: int) -> ExpressionError:
    """Return the error about a character that begins no token."""
    strange = text[at]
    if strange.isdigit() or strange == ".":
        literal = re.match(r"[0-9A-Za-z_.,-]+", text[at:])
        if literal:
            end = at + literal.end()
            return ExpressionError(f"{quoted(text[at:end])} is not a number, a date or a name", (at, end))
    advice = _ADVICE.get(text[at : at + 2]) or _ADVICE.get(strange)
    message = f"unexpected character {strange!r}" + (f"; {advice}" if advice else "")
    if not advice and not strange.isascii():
        message = f"unexpected character: {strange_letter(strange)}"
    return ExpressionError(message, (at, at + 1))
