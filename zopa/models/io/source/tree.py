"""The tree that both readers build: plain data, with the place of every key and value."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
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
    """Keys and their values; ``keys`` holds where each key stands, ``repeated`` every key that came twice.

    ``last`` holds the last value of each of those, for other programs' files, of which that counts.
    """

    entries: dict[str, Tree]
    keys: dict[str, Mark]
    start: Mark
    repeated: list[tuple[str, Mark]] = field(default_factory=list)
    last: dict[str, Tree] = field(default_factory=dict)

    def add(self, key: str, mark: Mark, value: Tree) -> None:
        """Add an entry; of a repeated key the first is kept, and a scenario is refused anyway."""
        if key in self.keys:
            self.repeated.append((key, mark))
            self.last[key] = value
        else:
            self.entries[key], self.keys[key] = value, mark


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


class LineStarts:
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


def numbers(tree: Tree, keys: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Decimal]]:
    """Yield the numbers of a tree with their places, as they are written: 400.000 keeps its zeros."""
    if isinstance(tree, Mapping):
        for key, value in tree.entries.items():
            yield from numbers(value, (*keys, key))
    elif isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield from numbers(item, (*keys, index))
    elif isinstance(tree.value, Decimal):
        yield keys, tree.value
