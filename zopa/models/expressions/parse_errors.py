"""What is wrong with the text of an expression, in everyday words, and with which of its characters."""

from __future__ import annotations

import re
from collections.abc import Collection

from ...errors import quoted, strange_letter
from . import habits
from .lalr import END, STRANGE, Token
from .syntax import KEYWORDS, Span


class ExpressionError(ValueError):
    """An expression that cannot be used, and the characters it is about."""

    def __init__(self, message: str, span: Span) -> None:
        self.message, self.span = message, span
        super().__init__(message)


def misplaced(token: Token, expected: Collection[str], text: str) -> ExpressionError:
    """Say what the parser met and, where it can, what was meant."""
    if token.kind == STRANGE:
        return _strange_character(text, token.start)
    if token.kind == END:
        end, opened = len(text.rstrip()), _never_closed(text)
        if opened is not None:
            message = f"this {text[opened]!r} is never closed"
            if re.search(r"[a-z]\($", text[: opened + 1]) and "," not in text[opened:]:
                # Of arguments without quotation marks, a file's [] or {} take the comma for their own.
                message += "; if a comma follows in the file, put the whole text in quotation marks"
            return ExpressionError(message, (opened, opened + 1))
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
        return ExpressionError(f"expected a value here, not {word!r}{_instead(token, previous, text)}", span)
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
        message = f"an operator is missing before {quoted(word)}{_instead(token, previous, text)}"
        return ExpressionError(message, span)
    if word == "{":
        return ExpressionError("a set is allowed only after 'in'", span)
    return ExpressionError(f"unexpected {word!r}{_instead(token, previous, text)}", span)


def _instead(token: Token, previous: str, text: str) -> str:
    """Return the end of a message: what to write instead, where that is known."""
    word, before = token.text, re.search(r"(?<![0-9A-Za-z_])[0-9A-Za-z_.]+$", previous)
    last = before.group() if before else ""
    advice = ""
    if token.kind in {"NAME", "NUMBER", "DATE"} or word == "(":
        advice = habits.of_words(word, last)
        if not advice and last[:1].isdigit() and token.kind == "NAME":
            advice = "write * to multiply; a unit stands with the term, not here"
    elif token.kind == "COMPARATOR" and last in ("and", "or"):
        advice = f"name again what is compared: x >= 5 {last} x <= 10"
    elif word == ",":
        decimal = re.compile(r"[0-9]+,[0-9]+").match(text, len(previous) - len(last)) if last.isdigit() else None
        advice = habits.of_number(decimal.group()) if decimal else "several values stand in a set: x in {a, b}"
    else:
        advice = habits.of_operator(text, token.start)
    return f"; {advice}" if advice else ""


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
            written = text[at:end]
            advice = habits.of_number(written) or _product(written)
            return ExpressionError(
                f"{quoted(written)} is not a number, a date or a name{advice and '; '}{advice}", (at, end)
            )
    if strange == "'" and (grouped := _APOSTROPHES.search(text)) and grouped.start() < at < grouped.end():
        return ExpressionError(f"unexpected character {strange!r}; {habits.of_number(grouped.group())}", (at, at + 1))
    if strange == "/" and (day := _SLASHES.search(text)) and day.start() < at < day.end():
        return ExpressionError(f"unexpected character {strange!r}; {habits.of_number(day.group())}", (at, at + 1))
    advice = habits.of_operator(text, at)
    message = f"unexpected character {strange!r}" + (f"; {advice}" if advice else "")
    if not advice and not strange.isascii():
        message = f"unexpected character: {strange_letter(strange)}"
    return ExpressionError(message, (at, at + 1))


_APOSTROPHES = re.compile(r"(?<![0-9A-Za-z_])[0-9]{1,3}(?:'[0-9]{3})+(?![0-9A-Za-z_])")
_SLASHES = re.compile(r"(?<![0-9/])(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2})(?![0-9/])")


def _product(written: str) -> str:
    """Return how to write a number that is followed by a name at once."""
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z_][A-Za-z0-9_]*)", written)
    return f"write {found[1]} * {found[2]} to multiply; a unit stands with the term, not here" if found else ""
