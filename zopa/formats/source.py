"""A file of another program: its text, how to point into it, and exact numbers out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from ..errors import Problem, ScenarioError, quoted, shown
from ..models.io.source.tree import MAX_BYTES, LineStarts, Mapping, Scalar, Sequence, Tree
from ..models.values import as_decimal, exact

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
        self.text = _decoded(data.removeprefix(b"\xef\xbb\xbf"), file)
        self._lines: LineStarts | None = None
        self.to_offset: Callable[[int], int] = lambda mark: mark

    @property
    def name(self) -> str:
        """The file's name without folder and ending."""
        return Path(self.file).stem

    @property
    def folder(self) -> str:
        """The name of the folder that the file lies in."""
        return Path(self.file).resolve().parent.name

    def error(self, message: str, mark: int) -> ScenarioError:
        """Return the exception for one problem, with its line and column."""
        if self._lines is None:
            self._lines = LineStarts(self.text)
        return ScenarioError([self._lines.locate(Problem(message), self.to_offset(mark))], self.file)

    def line(self, mark: int) -> int:
        """Return the number of the line at a place."""
        return self.text.count("\n", 0, self.to_offset(mark)) + 1

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
        value = self._meant(self.number(given, mark, what))
        if self.places is None or abs(value) >= 10**12:
            return value
        kept = round(value, self.places)
        self.rounded += kept != value
        return kept

    def _meant(self, value: Fraction) -> Fraction:
        """Return the short number that a program's floats have missed by their last digit; others as they are.

        A float tells 15 digits apart. One that is printed with 16 or 17, of which all from the 13th on are noise
        (0.39999999999999997), is what 1 - 0.6 comes to in such a program.
        """
        if value.denominator == 1:
            return value
        near = Fraction(f"{value.numerator / value.denominator:.12g}")
        if near == value or abs(near - value) > abs(value) / 10**15:
            return value
        self.note(
            f"{as_decimal(exact(value))} is read as {as_decimal(exact(near))}, which a program's floats missed by "
            "their last digits"
        )
        return near

    # -- trees of JSON and YAML ---------------------------------------------------------------------------------------

    def mapping(self, tree: Tree | None, what: str, mark: int = 0) -> Mapping:
        """Return a part that is a mapping without repeated keys, or raise."""
        if not isinstance(tree, Mapping):
            raise self.error(f"{what} has to be a mapping", mark if tree is None else tree.start)
        for key, at in tree.repeated:
            raise self.error(f"duplicate key {quoted(key)}", at)
        return tree

    def table(self, tree: Tree | None, what: str, mark: int = 0) -> Mapping:
        """Return a mapping from values to numbers; of a value that comes twice the last number counts, with a note."""
        if isinstance(tree, Mapping):
            for key, at in tree.repeated:
                self.valued_twice(key, at)
            return replace(tree, entries={**tree.entries, **tree.last})
        return self.mapping(tree, what, mark)

    def valued_twice(self, value: str, mark: int) -> None:
        """Warn that a value is valued again."""
        self.note(f"warning: line {self.line(mark)} values {quoted(value)} a second time; the last one counts")

    def listed_twice(self, value: str, mark: int) -> None:
        """Warn that a value is listed again."""
        self.note(f"warning: line {self.line(mark)} lists {quoted(value)} a second time; it is read as one value")

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


_DECLARED = re.compile(rb"encoding=[\"']([A-Za-z0-9_.-]+)")
_CODECS = {"iso-8859-1": "latin-1", "latin1": "latin-1", "windows-1252": "cp1252", "cp1252": "cp1252"}


def _decoded(body: bytes, file: str) -> str:
    """Return the text of a file: UTF-8, or one of two older encodings that it declares.

    Raises
    ------
    ScenarioError
        If it is in another encoding, with the place and what to do.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        problem = Problem("the file is not UTF-8 but UTF-16; save it as UTF-8", line=1, column=1)
        raise ScenarioError([problem], file)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    declared = _DECLARED.search(body[:1_000])
    codec = _CODECS.get(declared[1].decode().lower()) if declared else None
    if codec is not None:
        try:
            return body.decode(codec)
        except UnicodeDecodeError as error:
            start = error.start
    before = body[:start]
    line, column = before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    text = body.split(b"\n")[line - 1].rstrip(b"\r").decode("latin-1")
    how = "save it as UTF-8"
    if file.lower().endswith(".xml"):
        how += ', or declare its encoding in the first line: <?xml version="1.0" encoding="ISO-8859-1"?>'
    message = f"the file is not UTF-8: the byte {body[start]:#04x} stands for no character here; {how}"
    raise ScenarioError([Problem(message, line=line, column=column, text=text)], file)


def word(value: object) -> str:
    """Return a JSON or YAML value as the text that stands for it where it is a key."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}" if abs(value.adjusted()) <= MAX_DIGITS else str(value)
    return "null" if value is None else str(value)
