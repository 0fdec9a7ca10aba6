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
        raise ReadError(f"a file cannot contain the control character U+{ord(refused.group()):04X}", refused.start())
    try:
        return _YamlReader(text).read()
    except yaml.MarkedYAMLError as error:
        message, mark = _friendly(error, text)
        raise ReadError(f"this is not YAML: {message}", mark) from None


def _index(mark: Any) -> Mark:
    return int(mark.index) if mark else 0


_FRIENDLY = {
    "cannot start any token": "a text cannot start with {at!r}; put it in quotation marks",
    "expected alphabetic or numeric": "a text cannot start with {from_!r}; put it in quotation marks",
    "expected whitespace or line break": "a text cannot start with {from_!r}; put it in quotation marks",
    "unexpected end of stream": "a quotation mark is opened here and never closed",
    "not find expected ':'": "this looks like a key, but no ':' follows it",
    "mapping values are not allowed": "': ' is not allowed here; put the text in quotation marks",
    "unknown escape character": (
        "\\ starts an escape sequence in a text in \"...\", but this is not one; write \\\\ or use '...'"
    ),
    "expected ',' or ']'": "expected ',' or ']'; the list that '[' opens goes on",
    "expected ',' or '}'": "expected ',' or '}}'; the mapping that '{{' opens goes on",
    "expected key": "expected a key here; check the indentation, and that every quotation mark is closed",
    "expected '-' indicator": "expected '- ' here, since the list goes on; check the indentation",
    "entries are not allowed": "a list cannot start here; put '- ' on a line of its own",
    "expected <document start>": "nothing can follow the end of the document",
    "expected node content": "expected a value here",
    "found unexpected ':'": "a ':' has to be followed by a space",
    "unknown directive": "a line cannot start with '%'; put the text in quotation marks",
}
"""Messages of the YAML parser -> what they mean in everyday words."""

_OPENS = frozenset("{[")

_SHOWN_AT_THE_START = (
    "expected whitespace or line break",
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
    if "expected ',' or" in reason and at in _OPENS:
        return f"within [] or {{}}, a text with {at!r} in it has to be put in quotation marks", mark
    if "cannot start any token" in reason and at == "\t":
        return "a tab cannot indent; use spaces", mark
    for words, message in _FRIENDLY.items():
        if words in reason:
            return message.format(at=at, from_=from_), (start if words in _SHOWN_AT_THE_START else mark)
    return " ".join(part for part in (error.context, reason) if part), mark


class _YamlReader:
    """Builds the tree event by event; nesting is limited, so recursion is."""

    def __init__(self, text: str) -> None:
        self.events = yaml.parse(text, Loader=_PARSER)

    def read(self) -> Tree:
        root: Tree | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise ReadError(
                        "a second document starts here; a file holds one scenario", _index(event.start_mark)
                    )
                root = self.tree(next(self.events), 0)
        if root is None or (isinstance(root, Scalar) and root.value is None):
            raise ReadError("the document is empty", 0 if root is None else root.start)
        return root

    def tree(self, event: Any, depth: int) -> Tree:
        mark = self.mark(event)
        if isinstance(event, yaml.ScalarEvent):
            value = self.resolved(event.value, mark) if event.implicit[0] else str(event.value)
            return Scalar(value, mark, _index(event.end_mark))
        if depth >= MAX_DEPTH:
            raise ReadError(f"the document nests deeper than {MAX_DEPTH}", mark)
        if isinstance(event, yaml.SequenceStartEvent):
            items = Sequence([], mark)
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.items.append(self.tree(event, depth + 1))
            return items
        node = Mapping({}, {}, mark)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, at = self.key(event), _index(event.start_mark)
            node.add(key, at, self.tree(next(self.events), depth + 1))
        return node

    def key(self, event: Any) -> str:
        mark = self.mark(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise ReadError("a key has to be plain text", mark)
        if event.implicit[0] and event.value == "<<":
            raise ReadError("merge keys (<<) are not allowed; write the values out", mark)
        return str(event.value)

    def mark(self, event: Any) -> Mark:
        """Return where a value starts, which may be no alias and have no anchor and no tag."""
        mark = _index(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise ReadError("aliases (*name) are not allowed; write the value out", mark)
        if event.anchor is not None:
            raise ReadError("anchors (&name) are not allowed; write the value out", mark)
        if event.tag is not None:
            raise ReadError("tags (!name) are not allowed", mark)
        return mark

    def resolved(self, word: str, mark: Mark) -> bool | Decimal | str | None:
        """Return what a plain scalar means in the core schema."""
        if word in _NULLS:
            return None
        if word in _TRUTHS:
            return _TRUTHS[word]
        if _NOT_FINITE.fullmatch(word):
            raise ReadError(f"{word} is not a finite number", mark)
        number = parse_number(word)
        if number is None and _CORE_NUMBER.fullmatch(word):
            if word[:2] not in ("0o", "0x"):
                return Decimal(word)
            if len(word) > MAX_DIGITS:  # turning so many digits into a decimal takes the square of the time
                raise ReadError(f"a number of {len(word) - 2:,} digits is too long", mark)
            return Decimal(int(word, 0))
        return word if number is None else number
