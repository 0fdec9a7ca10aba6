"""The whole document: a negotiation, as a file holds it.

Annotations of documents are not postponed here: pydantic would compile each of them from its text at every start.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr

from ..errors import Keys
from .expressions.parse import parse
from .expressions.syntax import Syntax
from .fields import Day, Document, Expression, Identifier, Text
from .meaning.meaning import Meaning
from .meaning.read_lines import understand
from .parties import Fact, Measure, Party, RedLine, Source, Statement
from .terms import Term

FORMAT: Literal["zopa/1"] = "zopa/1"


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read: its name, and the SHA-256 of its bytes."""

    name: str
    sha256: str


class Scenario(Document):
    """A negotiation: terms, facts, and parties with red lines.

    The expressions in it are text; :mod:`zopa.models.meaning.read_lines` reads them. Two scenarios are equal when their
    documents are, wherever they were read.
    """

    format: Literal["zopa/1"] = FORMAT
    title: Text
    summary: Text | None = None
    date: Day | None = None
    sources: dict[Identifier, Source] = Field(default_factory=dict)
    notes: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    terms: dict[Identifier, Term]
    definitions: dict[Identifier, Expression] = Field(default_factory=dict)
    measures: dict[Identifier, Measure] = Field(default_factory=dict)
    facts: dict[Identifier, Fact] = Field(default_factory=dict)
    parties: dict[Identifier, Party]

    _origin: Origin | None = PrivateAttr(default=None)
    _meaning: Meaning | None = PrivateAttr(default=None)
    _syntax: dict[str, Syntax] = PrivateAttr(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    __hash__ = None  # type: ignore[assignment]  # documents hold mappings

    def __repr__(self) -> str:
        name = self._origin.name if self._origin else self.title
        lines = sum(len(party.red_lines) for party in self.parties.values())
        return f"Scenario({name!r}, terms={len(self.terms)}, parties={len(self.parties)}, red_lines={lines})"

    __str__ = __repr__

    @property
    def origin(self) -> Origin | None:
        """Where it was read; None if it was built in Python and not saved."""
        return self._origin

    def red_lines(self) -> Iterator[tuple[str, Party, RedLine]]:
        """Yield every red line with its full id ``party.line`` and its party, in the document's order."""
        for party_id, party in self.parties.items():
            for line_id, line in party.red_lines.items():
                yield f"{party_id}.{line_id}", party, line

    def statements(self) -> Iterator[tuple[Keys, Statement]]:
        """Yield every fact and red line with its place in the document."""
        for name, fact in self.facts.items():
            yield ("facts", name), fact
        for party_id, party in self.parties.items():
            for line_id, line in party.red_lines.items():
                yield ("parties", party_id, "red_lines", line_id), line

    def syntax(self, text: str) -> Syntax:
        """Return the tree of an expression: parsed when first asked for, then kept, by changed copies too.

        Raises
        ------
        ExpressionError
            If the text is not an expression.
        """
        tree = self._syntax.get(text)
        if tree is None:
            tree = self._syntax[text] = parse(text)
        return tree

    def meaning(self) -> Meaning:
        """Return the scenario with its expressions read and checked (once; then kept).

        Raises
        ------
        ScenarioError
            With every unknown name, type error and overflow in it.
        """
        if self._meaning is None:
            self._meaning = understand(self)
        return self._meaning

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy; with other fields, it forgets where the scenario was read and what it meant."""
        copy = super().model_copy(update=update, deep=deep)
        if update:
            copy._origin = copy._meaning = None
        return copy

    def with_origin(self, origin: Origin) -> "Scenario":
        """Return the same document with another origin."""
        other = self.model_copy()
        other._origin = origin
        return other
