"""YAML 1.2 text -> tree, by the events of a YAML parser.

The parser (PyYAML, on libyaml where that is built in) is used for its events alone. What a plain scalar means is
decided here by the core schema of YAML 1.2 - ``no`` is a word, ``0o17`` a number - and numbers stay exact decimals,
with ``500_000`` allowed. Events, rather than the parser's own documents, let anchors, aliases, tags, repeated keys
and deep nesting be refused where they stand, without recursion.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

from ...values import parse_number
from .tree import MAX_DEPTH, Mapping, Mark, ReadError, Scalar, Sequence, Tree

_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DIGITS = 1_000
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_CORE_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:_[0-9]+)*\.)(?:[eE][-+]?[0-9]{1,4})?")
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


def read_yaml(text: str) -> Tree:
    """Return the one document of a YAML text.

    Raises
    ------
    ReadError
        If the text is not YAML, is empty, or uses what zopa/1 refuses: several documents, anchors and aliases, tags,
        keys that are not text, nesting over 64, infinities.
    """
    if refused := _UNPRINTABLE.search(text):
        raise ReadError(f"the control character U+{ord(refused.group()):04X} may not stand in a file", refused.start())
    try:
        return _Reader(text).read()
    except yaml.MarkedYAMLError as error:
        message, mark = _friendly(error, text)
        raise ReadError(f"this is not YAML: {message}", mark) from None


def _index(mark: Any) -> Mark:
    return int(mark.index) if mark else 0


_FRIENDLY = {
    "cannot start any token": "a text cannot start with {at!r}; put it in quotation marks",
    "expected alphabetic or numeric": "a text cannot start with {from_!r}; put it in quotation marks",
    "unexpected end of stream": "a quotation mark is opened here and never closed",
    "not find expected ':'": "this looks like a key, and no ':' follows it",
    "mapping values are not allowed": "a ': ' stands where no key can be; put the text in quotation marks",
    "unknown escape character": "\\ starts an escape in a text in \"...\", and this is none; write \\\\ or use '...'",
    "expected ',' or ']'": "',' or ']' is expected here; the list that '[' opened goes on",
    "expected ',' or '}'": "',' or '}}' is expected here; the mapping that '{{' opened goes on",
    "expected key": "a key is expected here; is the indentation right, and every quotation mark closed?",
    "expected '-' indicator": "'- ' is expected here, as the list goes on; is the indentation right?",
    "entries are not allowed": "a list cannot start here; put '- ' on a line of its own",
    "expected <document start>": "nothing can follow the end of the document",
    "expected node content": "a value is expected here",
    "found unexpected ':'": "a ':' has to be followed by a space",
    "unknown directive": "a line cannot start with '%'; put the text in quotation marks",
}
"""What the parser says -> what a reader understands."""

_TOLD_WHERE_IT_STARTS = (
    "expected alphabetic or numeric",
    "unexpected end of stream",
    "not find expected ':'",
    "unknown directive",
)


def _friendly(error: yaml.MarkedYAMLError, text: str) -> tuple[str, Mark]:
    """Return what is wrong in plain words, and the place to look at."""
    start, mark = _index(error.context_mark or error.problem_mark), _index(error.problem_mark or error.context_mark)
    reason = str(error.problem or error.context).replace("<block end>", "key")
    at, from_ = text[mark : mark + 1], text[start : start + 1]
    if "cannot start any token" in reason and at == "\t":
        return "a tab cannot indent; use spaces", mark
    for words, message in _FRIENDLY.items():
        if words in reason:
            return message.format(at=at, from_=from_), (start if words in _TOLD_WHERE_IT_STARTS else mark)
    return " ".join(part for part in (error.context, reason) if part), mark


class _Reader:
    """Builds the tree event by event, with the open lists and mappings on a stack."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Tree | None = None
        self.stack: list[Sequence | Mapping] = []
        self.key: list[tuple[str, Mark] | None] = []

    def read(self) -> Tree:
        documents = 0
        for event in yaml.parse(self.text, Loader=_PARSER):
            mark = _index(event.start_mark)
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise ReadError("a second document starts here; a file holds one scenario", mark)
                case yaml.AliasEvent():
                    raise ReadError("aliases (*name) are not allowed; write the value out", mark)
                case yaml.ScalarEvent():
                    self.refuse_decoration(event, mark)
                    self.scalar(event, mark)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self.refuse_decoration(event, mark)
                    is_mapping = isinstance(event, yaml.MappingStartEvent)
                    self.open(Mapping({}, {}, mark) if is_mapping else Sequence([], mark))
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.stack.pop()
                    self.key.pop()
        if self.root is None:
            raise ReadError("the document is empty", 0)
        if isinstance(self.root, Scalar) and self.root.value is None:
            raise ReadError("the document is empty", self.root.start)
        return self.root

    def refuse_decoration(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            raise ReadError("anchors (&name) are not allowed; write the value out", mark)
        if event.tag is not None:
            raise ReadError("tags (!name) are not allowed", mark)

    def open(self, node: Sequence | Mapping) -> None:
        if self.stack and isinstance(self.stack[-1], Mapping) and self.key[-1] is None:
            raise ReadError("a key has to be plain text", node.start)
        self.place(node)
        self.stack.append(node)
        self.key.append(None)
        if len(self.stack) > MAX_DEPTH:
            raise ReadError(f"the document nests deeper than {MAX_DEPTH}", node.start)

    def scalar(self, event: Any, mark: Mark) -> None:
        parent = self.stack[-1] if self.stack else None
        if isinstance(parent, Mapping) and self.key[-1] is None:
            key = str(event.value)
            if event.implicit[0] and key == "<<":
                raise ReadError("merge keys (<<) are not allowed; write the values out", mark)
            if key in parent.keys:
                parent.repeated.append((key, mark))
            self.key[-1] = key, mark
            return
        value = self.resolved(event.value, mark) if event.implicit[0] else str(event.value)
        self.place(Scalar(value, mark, _index(event.end_mark)))

    def resolved(self, word: str, mark: Mark) -> bool | Decimal | str | None:
        """Return what a plain scalar means in the core schema."""
        if word in _NULLS:
            return None
        if word in _TRUTHS:
            return _TRUTHS[word]
        if _NOT_FINITE.fullmatch(word):
            raise ReadError(f"{word} is not a number that can be negotiated; numbers are finite", mark)
        number = parse_number(word)
        if number is None and _CORE_NUMBER.fullmatch(word):
            if word[:2] not in ("0o", "0x"):
                return Decimal(word)
            if len(word) > MAX_DIGITS:  # turning so many digits into a decimal takes the square of the time
                raise ReadError(f"a number of {len(word) - 2:,} digits is no number that can be negotiated", mark)
            return Decimal(int(word, 0))
        return word if number is None else number

    def place(self, node: Tree) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        pending = self.key[-1]
        assert pending is not None
        key, mark = pending
        self.key[-1] = None
        if key not in parent.keys:  # of a repeated key the first is kept; the document is refused anyway
            parent.entries[key], parent.keys[key] = node, mark
