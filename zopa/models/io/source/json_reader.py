r"""JSON text -> tree. JSON is nearly YAML; the two differ in tabs, ``\ud83d\ude00`` and ``NaN``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]

from ....errors import quoted
from .tree import MAX_DEPTH, Mapping, ReadError, Scalar, Sequence, Tree

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,4})?(?![0-9A-Za-z_.])")
_WORD = re.compile(r"[A-Za-z0-9_+.-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FRIENDLY = {
    "Unterminated string": "a quotation mark is opened here and never closed",
    "Invalid control character": "a text goes over the end of its line, or holds a control character; write \\n or \\t",
    "escape": "\\ starts an escape sequence, but this is not one; write \\\\",
}
"""Messages of Python's own reader of strings -> what they mean in everyday words."""

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read_json(text: str) -> Tree:
    """Return the document of a JSON text.

    Raises
    ------
    ReadError
        If the text is not one JSON value, nests deeper than 64, or holds NaN or an infinity.
    """
    reader = _JsonReader(text)
    tree = reader.value(0)
    if reader.space():
        raise ReadError("this is not JSON: something follows the document", reader.at)
    return tree


class _JsonReader:
    """One pass over the text; nesting is limited, so recursion is."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def space(self) -> str:
        """Skip white space and return the next character, empty at the end."""
        match = _SPACE.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return self.text[self.at : self.at + 1]

    def expected(self, what: str) -> ReadError:
        word = _WORD.match(self.text, self.at)
        found = quoted(word.group() if word else self.text[self.at]) if self.at < len(self.text) else "the end"
        return ReadError(f"this is not JSON: expected {what}, not {found}", self.at)

    def string(self) -> Scalar:
        start = self.at
        try:
            value, self.at = scanstring(self.text, start + 1, True)
        except json.JSONDecodeError as error:
            message = next((friendly for words, friendly in _FRIENDLY.items() if words in error.msg), error.msg)
            place = self.text.rindex("\\", start, error.pos + 1) if "escape" in error.msg else error.pos
            raise ReadError(f"this is not JSON: {message}", place) from None
        if half := _SURROGATE.search(value):
            message = f"\\u{ord(half.group()):04x} is half of a character, and the other half is missing"
            raise ReadError(f"this is not JSON: {message}", start)
        return Scalar(value, start, self.at)

    def scalar(self) -> Scalar:
        start = self.at
        if self.text[start] == '"':
            return self.string()
        if match := _NUMBER.match(self.text, start):
            self.at = match.end()
            return Scalar(Decimal(match.group()), start, self.at)
        if word := _WORD.match(self.text, start):
            if word.group() in _WORDS:
                self.at = word.end()
                return Scalar(_WORDS[word.group()], start, self.at)
            if word.group().lstrip("-+") in ("NaN", "Infinity"):
                message = f"{word.group()} is not a finite number"
                raise ReadError(message, start)
        raise self.expected("a value")

    def value(self, depth: int) -> Tree:
        opener = self.space()
        if not opener:
            raise self.expected("a value")
        if opener not in "[{":
            return self.scalar()
        if depth >= MAX_DEPTH:
            raise ReadError(f"the document nests deeper than {MAX_DEPTH}", self.at)
        return self.mapping(depth) if opener == "{" else self.sequence(depth)

    def sequence(self, depth: int) -> Sequence:
        node = Sequence([], self.at)
        for _ in self.entries("]"):
            node.items.append(self.value(depth + 1))
        return node

    def mapping(self, depth: int) -> Mapping:
        node = Mapping({}, {}, self.at)
        for _ in self.entries("}"):
            if self.space() != '"':
                raise self.expected("a key in quotation marks")
            mark, key = self.at, str(self.string().value)
            if self.space() != ":":
                raise self.expected("':'")
            self.at += 1
            node.add(key, mark, self.value(depth + 1))
        return node

    def entries(self, closer: str) -> Iterator[None]:
        """Stop at each entry of a list or mapping, and step over what is between them and around them."""
        self.at += 1
        if self.space() != closer:
            yield
            while self.space() == ",":
                self.at += 1
                yield
            if self.space() != closer:
                raise self.expected("',' or the end of the list")
        self.at += 1
