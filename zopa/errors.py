"""The exception tree, and the located problem that the exceptions carry.

::

    ZopaError
    |-- ScenarioError      the scenario (or a change to it) is not usable; carries every Problem found
    |-- UnknownNameError   a party, red line, term or bundled scenario that does not exist
    |   `-- LeftOutError   one that the request itself leaves out
    |-- SolverError        the solver contradicted itself or the exact evaluator; nothing may be claimed

Bad input is always a ``ScenarioError`` or an ``UnknownNameError``; the command line turns both into exit code 2.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TypeAlias

Keys: TypeAlias = tuple[str | int, ...]
"""Where something stands in a document, from the outermost key inwards."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a scenario, and where.

    Parameters
    ----------
    message
        What is wrong, in one sentence without a final stop.
    keys
        Where in the document: ``("parties", "ukraine", "red_lines", "army_floor", "require")``; empty for the whole.
    at_key
        Whether it is about the last key itself rather than the value under it.
    span
        The characters of an expression that it is about, counted from 0.
    line, column
        Position in the file, counted from 1; ``None`` when the scenario did not come from a text.
    text
        What is shown above the caret: the file's line or, without a file, the expression.
    """

    message: str
    keys: Keys = ()
    at_key: bool = False
    span: tuple[int, int] | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None

    @property
    def path(self) -> str:
        """The place as one string: ``parties.ukraine.red_lines.army_floor.require``."""
        return ".".join(map(str, self.keys))

    def located(self, line: int, column: int, text: str) -> Problem:
        """Return the same problem with a position in a file."""
        return replace(self, line=line, column=column, text=text)

    def render(self, file: str | None = None) -> str:
        """Return the problem as people read it: ``file:line:column: message``, the line, a caret."""
        where = printable(file or "scenario")
        if self.line is not None and self.column is not None:
            head = f"{where}:{self.line}:{self.column}: {self.message}"
            gutter, at = f"{self.line:>5} | ", self.column - 1
        else:
            head = f"{where}: {self.path}: {self.message}" if self.keys else f"{where}: {self.message}"
            gutter, at = "      | ", self.span[0] if self.span else 0
        if self.text is None:
            return head
        shown, caret = _window(self.text, at)
        return f"{head}\n{gutter}{shown}\n{' ' * (len(gutter) - 2)}| {' ' * caret}^"


def _window(text: str, caret: int, width: int = 100) -> tuple[str, int]:
    """Cut a long line to a window around the caret, with nothing in it that a terminal would obey."""
    if len(text) <= width:
        return _harmless(text), min(caret, len(text))
    start = max(0, min(caret - width // 2, len(text) - width))
    left = "..." if start else ""
    right = "..." if start + width < len(text) else ""
    return f"{left}{_harmless(text[start : start + width])}{right}", caret - start + len(left)


def _harmless(text: str) -> str:
    """Return a text of the same length with plain white space and a stand-in for what cannot be printed."""
    return "".join(
        character
        if character.isprintable() or character in _JOINERS
        else " "
        if character.isspace()
        else "\N{REPLACEMENT CHARACTER}"
        for character in text
    )


_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Invisible as well, but Persian, the languages of India and many emoji are not written without them."""

UNSEEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
"""What is obeyed rather than shown, or not shown at all: control and format characters, and halves of characters."""


def printable(text: str) -> str:
    r"""Return a text with an escape such as ``\x1b`` for each character that is not shown; lines stay lines."""
    return UNSEEN.sub(lambda found: ascii(found.group())[1:-1], text)


def unseen_character(character: str) -> str:
    """Return what a message calls one of the characters that texts cannot contain, and why they cannot."""
    code = f"U+{ord(character):04X}"
    if character < "\xa0":
        return f"the control character {code}"
    if "\ud800" <= character <= "\udfff":
        return f"{code}, which is half of a character"
    name = unicodedata.name(character, "").lower()
    named = f"{code} ({name})" if name else code
    if character in "\u2028\u2029":
        return f"{named}, which some programs take for the end of a line"
    if unicodedata.bidirectional(character) in _DIRECTIONS or character in "\u061c\u200e\u200f":
        return f"{named}, which changes the direction of writing"
    return f"{named}, which nobody sees; delete it"


_DIRECTIONS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


class ZopaError(Exception):
    """Base of every error that zopa raises on purpose.

    Attributes
    ----------
    parameter
        The parameter of a question that it is about, such as ``keep``; empty where it is about the scenario itself.
    """

    parameter = ""


@contextmanager
def given_as(parameter: str) -> Iterator[None]:
    """Say of what goes wrong in the block that it is about a parameter of the question."""
    try:
        yield
    except ZopaError as error:
        error.parameter = error.parameter or parameter
        raise


class ScenarioError(ZopaError):
    """A scenario that cannot be used; ``problems`` lists the first thousand, in the order of the file."""

    def __init__(self, problems: Iterable[Problem], file: str | None = None) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.file = file
        super().__init__("\n".join(problem.render(file) for problem in self.problems))


class UnknownNameError(ZopaError):
    """A name that the scenario (or the library of scenarios) does not have."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"unknown {kind} {name!r}{did_you_mean(name, known)}")


class LeftOutError(UnknownNameError):
    """A name of a party whose red lines the request leaves out, as others' alone count."""

    def __init__(self, name: str, party: str) -> None:
        super().__init__("red line or party", name, ())
        so = "" if name == party else f", so {name!r} cannot be named"
        self.args = (f"the party {party!r} is left out by only-between{so}",)


class SolverError(ZopaError):
    """CP-SAT gave an answer that the exact evaluator or a second solve refutes."""


MAX_LIKENED = 1_000
"""How many known names an unknown one is likened to; likening to all of a hostile file's would take hours."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the closest known name, or nothing when none is close."""
    if len(name) > 80:
        return ""
    close = difflib.get_close_matches(name, islice(known, MAX_LIKENED), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


def quoted(text: str, width: int = 60) -> str:
    """Return a text in quotation marks as messages show it: escaped where it cannot be printed, cut where long."""
    return repr(text) if len(text) <= width else f"{text[:width]!r}..."


def strange_letter(name: str) -> str:
    """Describe the first character of a name that is not plain ASCII; empty when all are."""
    for character in name:
        if not character.isascii():
            folded = unicodedata.normalize("NFKC", character)
            looks = f", which reads as {folded!r}" if folded != character else ""
            return f"{character!r} is {unicodedata.name(character, f'U+{ord(character):04X}')}{looks}"
    return ""


def shown(value: object) -> str:
    """Return a value as messages name it."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case date():
            return value.isoformat()
    number = str(value)
    return f"the number {number if len(number) <= 40 else number[:40] + '...'}"
