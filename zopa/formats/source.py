"""A file of another program: its text, how to point into it, and exact numbers out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from ..errors import Problem, ScenarioError, quoted, shown
from ..models.io.source.tree import MAX_BYTES, LineStarts, Mapping, Scalar, Sequence, Tree

MAX_DIGITS = 60
"""More digits than any program writes; the cap keeps exact arithmetic quick."""

_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")


@dataclass
class Notes:
    """What was dropped, or read in one of two possible ways; a remark about several files is made once."""

    files: dict[str, list[str]] = field(default_factory=dict)

    def add(self, message: str, file: str) -> None:
        """Add a remark about a file."""
        files = self.files.setdefault(message, [])
        if file not in files:
            files.append(file)

    def lines(self) -> tuple[str, ...]:
        """Return the remarks with their files, in the order in which they were made."""
        return tuple(f"{', '.join(files)}: {message}" for message, files in self.files.items())


class File:
    """One file, read whole.

    Parameters
    ----------
    file
        What error messages call it.
    data
        Its bytes.
    notes
        Takes the remarks on how it is read.
    steps
        Into how many steps the range of an issue of real numbers is cut; None to refuse those.
    places
        To how many decimal places weights, evaluations and reservation values are rounded; None for not at all.

    Raises
    ------
    ScenarioError
        If it is larger than 8 MiB or not text.
    """

    def __init__(self, file: str, data: bytes, notes: Notes, steps: int | None, places: int | None) -> None:
        self.file, self.steps, self.places, self.rounded = file, steps, places, 0
        self._notes = notes
        if len(data) > MAX_BYTES:
            raise ScenarioError([Problem(f"the file is larger than {MAX_BYTES // 2**20} MiB")], file)
        body = data.removeprefix(b"\xef\xbb\xbf")
        try:
            self.text = body.decode("utf-8")
        except UnicodeDecodeError as error:
            if not re.search(rb"encoding=[\"'](?i:iso-8859-1|windows-1252)", body[:1_000]):
                before = body[: error.start]
                line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
                raise ScenarioError([Problem("the file is not UTF-8", line=line, column=column)], file) from None
            self.text = body.decode("latin-1")
        self._lines: LineStarts | None = None
        self.to_offset: Callable[[int], int] = lambda mark: mark

    @property
    def name(self) -> str:
        """The file's name without folder and ending."""
        return Path(self.file).stem

    def error(self, message: str, mark: int) -> ScenarioError:
        """Return the exception for one problem, with its line and column."""
        if self._lines is None:
            self._lines = LineStarts(self.text)
        return ScenarioError([self._lines.locate(Problem(message), self.to_offset(mark))], self.file)

    def note(self, message: str) -> None:
        """Remark on how the file is read."""
        self._notes.add(message, self.file)

    def number(self, given: object, mark: int, what: str) -> Fraction:
        """Return a number exactly as it is written.

        Raises
        ------
        ScenarioError
            If it is none, not finite, or has more digits than computing exactly allows.
        """
        if isinstance(given, str):
            word = given.strip()
            if word.lower().lstrip("+-").lstrip(".") in ("nan", "inf", "infinity"):
                raise self.error(f"{what} is {word}, which is not a finite number", mark)
            if len(word) > MAX_DIGITS or not _NUMBER.fullmatch(word):
                raise self.error(f"{what} has to be a number, not {quoted(given)}", mark)
            value = Decimal(word)
        elif isinstance(given, Decimal):
            value = given
        else:
            raise self.error(f"{what} has to be a number, not {shown(given)}", mark)
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int), "the pattern admits finite numbers only"
        if abs(exponent) > MAX_DIGITS or len(value.as_tuple().digits) > MAX_DIGITS:
            raise self.error(f"{what} has more than {MAX_DIGITS} digits", mark)
        return Fraction(value)

    def valuation(self, given: object, mark: int, what: str) -> Fraction:
        """Return a weight, evaluation or reservation value, rounded where the caller asked for that; as number."""
        value = self.number(given, mark, what)
        if self.places is None or abs(value) >= 10**12:
            return value
        kept = round(value, self.places)
        self.rounded += kept != value
        return kept

    # -- trees of JSON and YAML ---------------------------------------------------------------------------------------

    def mapping(self, tree: Tree | None, what: str, mark: int = 0) -> Mapping:
        """Return a part that is a mapping without repeated keys, or raise."""
        if not isinstance(tree, Mapping):
            raise self.error(f"{what} has to be a mapping", mark if tree is None else tree.start)
        for key, at in tree.repeated:
            raise self.error(f"duplicate key {quoted(key)}", at)
        return tree

    def refuse_others(self, part: Mapping, known: Iterable[str], what: str) -> None:
        """Raise where a mapping has a key that the domain does not have."""
        names = frozenset(known)
        for key, mark in part.keys.items():
            if key not in names:
                raise self.error(f"{quoted(key)} is not {what} of the domain", mark)

    def sequence(self, tree: Tree | None, what: str, mark: int = 0) -> Sequence:
        """Return a part that is a list, or raise."""
        if not isinstance(tree, Sequence):
            raise self.error(f"{what} has to be a list", mark if tree is None else tree.start)
        return tree

    def scalar(self, tree: Tree | None, what: str, mark: int = 0) -> Scalar:
        """Return a part that is a single value, or raise."""
        if not isinstance(tree, Scalar):
            raise self.error(f"{what} has to be a single value", mark if tree is None else tree.start)
        return tree

    def title(self, root: Mapping, *keys: str) -> str:
        """Return the text under the first of some keys that there is; the file's name where there is no text."""
        given = next((root.entries[key] for key in keys if key in root.entries), None)
        text = given.value if isinstance(given, Scalar) else None
        return text if isinstance(text, str) and text else self.name

    def number_at(self, tree: Tree | None, what: str, mark: int = 0) -> Fraction:
        """Return a part that is a number, or raise."""
        scalar = self.scalar(tree, what, mark)
        return self.number(scalar.value, scalar.start, what)

    def valuation_at(self, tree: Tree | None, what: str, mark: int = 0) -> Fraction:
        """Return a part that is a weight, evaluation or reservation value, or raise."""
        scalar = self.scalar(tree, what, mark)
        return self.valuation(scalar.value, scalar.start, what)


def word(value: object) -> str:
    """Return a JSON or YAML value as the text that stands for it where it is a key."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) <= MAX_DIGITS else str(value)
    return "null" if value is None else str(value)
