"""The tree that both readers build: plain data with a place for every key and value."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from ....errors import Problem

MAX_BYTES = 8 * 2**20
MAX_DEPTH = 64

Mark: TypeAlias = int
"""A character's offset in the text."""

Plain: TypeAlias = "bool | Decimal | str | list[Plain] | dict[str, Plain] | None"


class ReadError(Exception):
    """A text that is not a readable document, and where it stops being one."""

    def __init__(self, message: str, mark: Mark) -> None:
        self.message, self.mark = message, mark
        super().__init__(message)


@dataclass
class Scalar:
    """A single value, and the characters that spell it."""

    value: bool | Decimal | str | None
    start: Mark
    end: Mark


@dataclass
class Sequence:
    """A list."""

    items: list[Tree]
    start: Mark


@dataclass
class Mapping:
    """Keys and their values; ``keys`` holds where each key stands, ``repeated`` every key that came twice."""

    entries: dict[str, Tree]
    keys: dict[str, Mark]
    start: Mark
    repeated: list[tuple[str, Mark]] = field(default_factory=list)


Tree: TypeAlias = Scalar | Sequence | Mapping


def plain(tree: Tree) -> Plain:
    """Return the bare data of a tree (nesting is limited, so recursion is)."""
    if isinstance(tree, Scalar):
        return tree.value
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    return {key: plain(value) for key, value in tree.entries.items()}


def find(tree: Tree, keys: tuple[str | int, ...]) -> tuple[Tree, Mark, bool]:
    """Follow keys as far as they go.

    Returns
    -------
    tuple
        The deepest part reached, where its key stands (or it itself, without one), and whether all keys were found.
    """
    mark = tree.start
    for key in keys:
        if isinstance(tree, Mapping) and isinstance(key, str) and key in tree.entries:
            mark, tree = tree.keys[key], tree.entries[key]
        elif isinstance(tree, Sequence) and isinstance(key, int) and key < len(tree.items):
            tree = tree.items[key]
            mark = tree.start
        else:
            return tree, mark, False
    return tree, mark, True


class Lines:
    """Offsets -> lines and columns of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", text))]
        self.shown: dict[int, str] = {}

    def locate(self, problem: Problem, mark: Mark) -> Problem:
        """Return the problem with the line and column of an offset."""
        row = bisect.bisect_right(self.starts, mark) - 1
        if row not in self.shown:  # the problems of one line share its text, however long it is
            end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
            self.shown[row] = self.text[self.starts[row] : end].rstrip("\r\n")
        return problem.located(row + 1, mark - self.starts[row] + 1, self.shown[row])


_SPACE = " \t\r\n\x85\u2028\u2029"
_WORD = re.compile(f"[^{_SPACE}]+")
_UNITS = {
    '"': re.compile(
        rf'[^{_SPACE}"\\]+|[{_SPACE}]+'
        r"|\\(?:x..|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|U........|[^xuU])|.",
        re.DOTALL,
    ),
    "'": re.compile(rf"[^{_SPACE}']+|[{_SPACE}]+|''|.", re.DOTALL),
    "": re.compile(rf"[^{_SPACE}]+|[{_SPACE}]+"),
}
"""What a source is made of, by its quotation mark: stretches that stand for themselves, white space, escapes."""

_WHITE_ESCAPES = frozenset(f"\\{character}" for character in f"tnrNLP{_SPACE}")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Characters other than white space: where they stand, how many they are, and how many come before them."""

    start: int
    end: int
    size: int
    before: int


class Spelling:
    """Where the characters of one scalar's value stand in the file.

    Only white space is free (folded line ends, indentation, trimmed blanks). The other characters of the value and of
    its source are paired in their order, an escape or a doubled quotation mark being one.
    """

    def __init__(self, text: str, scalar: Scalar) -> None:
        value = scalar.value if isinstance(scalar.value, str) else ""
        self.start = scalar.start
        self.value = _stretches((word.start(), word.end(), len(word.group())) for word in _WORD.finditer(value))
        self.source = _stretches(_spelled(text, scalar.start, scalar.end))

    def offset(self, at: int) -> Mark:
        """Return where the ``at``-th character of the value stands; for white space, where what precedes it ends."""
        if not self.value or not self.source:
            return self.start
        word = self.value[max(bisect.bisect_right(self.value, at, key=lambda one: one.start) - 1, 0)]
        is_within = at < word.end
        count = word.before + (max(at - word.start, 0) if is_within else word.size - 1)
        unit = self.source[bisect.bisect_right(self.source, count, key=lambda one: one.before) - 1]
        place = min(unit.start + count - unit.before, unit.end)
        if is_within:
            return place
        return unit.end if unit.size < unit.end - unit.start else min(place + 1, unit.end)


def _stretches(spans: Iterable[tuple[int, int, int]]) -> list[_Stretch]:
    """Number the characters of some spans ``(start, end, size)``."""
    found: list[_Stretch] = []
    before = 0
    for start, end, size in spans:
        found.append(_Stretch(start, end, size, before))
        before += size
    return found


def _spelled(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the spans of a scalar's source that spell characters other than white space, an escape with its size 1."""
    opening = text[start : start + 1]
    quote = opening if opening in ("'", '"') else ""
    header = re.compile("[\r\n]").search(text, start, end) if opening in ("|", ">") else None
    first = header.end() if header else start + len(quote)  # a block scalar starts below its header
    for found in _UNITS[quote].finditer(text, first, end - len(quote)):
        unit = found.group()
        is_escape = unit[0] == "\\" if quote == '"' else unit == "''" and bool(quote)
        if unit[0] not in _SPACE and not (is_escape and _is_white(unit)):
            yield found.start(), found.end(), 1 if is_escape else len(unit)


def _is_white(escape: str) -> bool:
    """Return whether an escape spells white space, or a line end that is none."""
    if escape[1] in "xuU" and "\\" not in escape[1:]:
        return chr(int(escape.lstrip("\\xuU"), 16)) in _SPACE
    return escape in _WHITE_ESCAPES
