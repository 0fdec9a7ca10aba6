r"""JSON text -> tree. JSON is nearly YAML, but tabs, ``\ud83d\ude00`` and ``NaN`` are where the two part."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from json.decoder import scanstring  # type: ignore[attr-defined]

from ....errors import quoted
from .tree import MAX_DEPTH, Mapping, Mark, ReadError, Scalar, Sequence, Tree

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,4})?(?![0-9A-Za-z_.])")
_WORD = re.compile(r"[A-Za-z0-9_+.-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FRIENDLY = {
    "Unterminated string": "a quotation mark is opened here and never closed",
    "Invalid control character": "a text goes over the end of its line, or holds a control character; write \\n or \\t",
    "escape": "\\ starts an escape in a text, and this is none; write \\\\",
}
"""What the standard reader of strings says -> what a reader understands."""

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read_json(text: str) -> Tree:
    """Return the document of a JSON text.

    Raises
    ------
    ReadError
        If the text is not one JSON value, nests deeper than 64, or holds NaN or an infinity.
    """
    return _Reader(text).read()


class _Reader:
    """One pass, with the open lists and mappings on a stack."""

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
        return ReadError(f"this is not JSON: {what} is expected, not {found}", self.at)

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
                message = f"{word.group()} is not a number that can be negotiated; numbers are finite"
                raise ReadError(message, start)
        raise self.expected("a value")

    def read(self) -> Tree:
        stack: list[Sequence | Mapping] = []
        while True:
            opener = self.space()
            if opener and opener in "[{":
                node: Tree = Mapping({}, {}, self.at) if opener == "{" else Sequence([], self.at)
                if len(stack) >= MAX_DEPTH:
                    raise ReadError(f"the document nests deeper than {MAX_DEPTH}", self.at)
            elif opener:
                node = self.scalar()
            else:
                raise self.expected("a value")
            self.place(stack, node)
            if not isinstance(node, Scalar):
                self.at += 1
                stack.append(node)
                if self.space() not in ("]", "}"):
                    self.key(node)
                    continue
            root = self.close(stack, node)
            if root is not None:
                return root

    def close(self, stack: list[Sequence | Mapping], node: Tree) -> Tree | None:
        """Close what ends here; return the root when all is closed, None when another value follows."""
        while stack:
            parent = stack[-1]
            following = self.space()
            if following == ("}" if isinstance(parent, Mapping) else "]"):
                self.at += 1
                node = stack.pop()
                continue
            if following != "," or node is parent:
                raise self.expected("',' or the end of the list")
            self.at += 1
            self.space()
            self.key(parent)
            return None
        if self.space():
            raise ReadError("this is not JSON: something follows the document", self.at)
        return node

    def key(self, parent: Sequence | Mapping) -> None:
        """Read ``"key":`` when the parent is a mapping."""
        if isinstance(parent, Sequence):
            return
        if self.space() != '"':
            raise self.expected("a key in quotation marks")
        mark = self.at
        key = str(self.string().value)
        if self.space() != ":":
            raise self.expected("':'")
        self.at += 1
        if key in parent.keys:
            parent.repeated.append((key, mark))
        self.pending: tuple[str, Mark] = key, mark

    def place(self, stack: list[Sequence | Mapping], node: Tree) -> None:
        if not stack:
            return
        parent = stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key, mark = self.pending
        if key not in parent.keys:
            parent.entries[key], parent.keys[key] = node, mark
