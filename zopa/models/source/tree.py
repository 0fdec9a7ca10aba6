"""The tree that both readers build: plain data with a place for every key and value."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from ...errors import Problem

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
        self.starts = [0]
        for at, character in enumerate(text):
            if character == "\n":
                self.starts.append(at + 1)

    def locate(self, problem: Problem, mark: Mark) -> Problem:
        """Return the problem with the line and column of an offset."""
        row = bisect.bisect_right(self.starts, mark) - 1
        start = self.starts[row]
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")
        return problem.located(row + 1, mark - start + 1, line)


def offset_within(text: str, scalar: Scalar, at: int) -> Mark:
    """Return where the ``at``-th character of a scalar's value stands in the file.

    The value and its source are walked side by side: quotes, escapes, folded line ends and the indentation of block
    scalars are what the source has more.
    """
    value = scalar.value
    if not isinstance(value, str):
        return scalar.start
    position, end = scalar.start, scalar.end
    if text[position : position + 1] in "|>" and "\n" in text[position:end]:
        position = text.index("\n", position) + 1  # a block scalar starts below its header
    quote = text[position : position + 1] if text[position : position + 1] in ("'", '"') else ""
    position += len(quote)
    for seen, character in enumerate(value):
        while position < end and text[position] != character and text[position] in " \t\r\n":
            position += 1
        if position < end and character in " \n" and text[position] in "\r\n":
            pass  # a folded line end stands for one space
        if seen >= at or position >= end:
            break
        position += _width(text, position, character, quote)
    else:
        # past the last character: the end of the expression
        return min(position, max(end - len(quote), scalar.start))
    return position


def _width(text: str, position: int, character: str, quote: str) -> int:
    """Return how many source characters spell one character of the value."""
    if quote == "'" and character == "'":
        return 2
    if quote == '"' and text[position] == "\\":
        return {"x": 4, "u": 6, "U": 10}.get(text[position + 1], 2)
    if character in " \n" and text[position] in "\r\n":
        width = 1
        while text[position + width : position + width + 1] in tuple(" \t\r\n"):
            width += 1
        return width
    return 1
