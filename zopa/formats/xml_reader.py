"""XML text -> a tree of elements with their places, by a parser that refuses entities and document types.

Expat's own protections limit what entities can blow up; refusing every declaration leaves nothing to limit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from ..models.io.source.tree import MAX_DEPTH
from .source import File

_DECLARATION = re.compile(r"((?>\s*<!--(?>.*?-->))*\s*)(<\?xml.*?\?>)", re.DOTALL)
"""Comments, and the declaration behind them."""

_ENTITY = re.compile(rb"&(?:[A-Za-z_:][\w.:-]*|#[0-9]+|#x[0-9A-Fa-f]+);")


@dataclass(eq=False)
class Element:
    """A tag with its attributes and children; text between tags is no part of these formats."""

    tag: str
    attributes: dict[str, str]
    mark: int
    children: list[Element] = field(default_factory=list)

    def named(self, tag: str) -> list[Element]:
        """Return the children with a tag."""
        return [child for child in self.children if child.tag == tag]

    def all(self, tag: str) -> list[Element]:
        """Return the elements with a tag anywhere below, in the order of the file (nesting is limited)."""
        found = []
        for child in self.children:
            if child.tag == tag:
                found.append(child)
            found += child.all(tag)
        return found


def read_xml(source: File) -> Element:
    """Return the root element.

    Raises
    ------
    ScenarioError
        If the file is not XML, declares a document type or an entity, or nests deeper than 64.
    """
    return _XmlReader(source).read()


class _XmlReader:
    """One pass of expat, with the open elements on a stack."""

    def __init__(self, source: File) -> None:
        self.source = source
        self.stack: list[Element] = []
        self.root: Element | None = None
        self.data = _without_declaration(source.text).encode("utf-8", "surrogatepass")
        source.to_offset = lambda mark: len(self.data[:mark].decode("utf-8", "ignore"))
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = lambda *_: self.refuse("a document type (<!DOCTYPE)", b"<!DOCTYPE")
        self.parser.EntityDeclHandler = lambda *_: self.refuse("an entity declaration")
        self.parser.ExternalEntityRefHandler = lambda *_: self.refuse("an external entity")
        self.parser.SkippedEntityHandler = lambda *_: self.refuse("an entity")

    def refuse(self, what: str, opening: bytes = b"") -> NoReturn:
        """Refuse what is here, or what began earlier with ``opening``: expat reports a document type at its end."""
        at = self.parser.CurrentByteIndex
        start = self.data.rfind(opening, 0, at + len(opening)) if opening else -1
        raise self.source.error(f"{what} is not allowed", at if start < 0 else start)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes, self.parser.CurrentByteIndex)
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)
        if len(self.stack) > MAX_DEPTH:
            raise self.source.error(f"the document nests deeper than {MAX_DEPTH}", element.mark)

    def end(self, _: str) -> None:
        self.stack.pop()

    def read(self) -> Element:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            message = expat.errors.messages.get(error.code, "it cannot be read")
            mark = max(self.parser.ErrorByteIndex, 0)
            bare = _bare_ampersand(self.data, mark)
            if bare is not None:
                message, mark = "a bare & has to be written &amp;", bare
            raise self.source.error(f"this is not XML: {message}", mark) from None
        assert self.root is not None, "expat refuses a document without elements"
        return self.root


def _bare_ampersand(data: bytes, mark: int) -> int | None:
    """Return where the & stands that begins no entity and that a parser stopped at or just behind."""
    at = data.rfind(b"&", data.rfind(b"\n", 0, mark) + 1, mark + 1)
    begun = at >= 0 and re.fullmatch(rb"&[\w.:#-]*", data[at:mark] or b"&")
    return at if begun and not _ENTITY.match(data, at) else None


def _without_declaration(text: str) -> str:
    """Blank out ``<?xml ...?>``: the text is decoded by now, and real files have it after a comment."""
    found = _DECLARATION.match(text)
    return found[1] + re.sub(r"[^\r\n]", " ", found[2]) + text[found.end() :] if found else text
