"""Where the characters of a scalar's value stand in the file, through escapes, folded lines and indentation."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .tree import Mark, Scalar

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
