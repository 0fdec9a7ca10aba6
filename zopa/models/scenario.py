"""The whole document: a negotiation as a file holds it.

Annotations of documents are not postponed here: pydantic would compile each of them from its text at every start.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr

from .fields import Day, Document, Expression, Identifier, Text
from .parties import Fact, Measure, Party, RedLine, Source
from .terms import Term

if TYPE_CHECKING:
    from .meaning.meaning import Meaning

FORMAT: Literal["zopa/1"] = "zopa/1"


@dataclass(frozen=True)
class Origin:
    """Where a scenario was read: what it is called, and the SHA-256 of its bytes."""

    name: str
    sha256: str


class Scenario(Document):
    """A negotiation: terms, facts, and parties with red lines.

    The expressions in it are text; :mod:`zopa.models.meaning.resolve` reads them. Two scenarios are equal when their
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
    _meaning: Any = PrivateAttr(default=None)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    __hash__ = None  # type: ignore[assignment]  # documents hold mappings

    @property
    def origin(self) -> Origin | None:
        """Where it was read; None when it was built in Python and not saved."""
        return self._origin

    def red_lines(self) -> Iterator[tuple[str, Party, RedLine]]:
        """Yield every red line with its full id ``party.line`` and its party, in the document's order."""
        for party_id, party in self.parties.items():
            for line_id, line in party.red_lines.items():
                yield f"{party_id}.{line_id}", party, line

    def meaning(self) -> "Meaning":
        """Return the scenario with its expressions read and checked (once; then remembered).

        Raises
        ------
        ScenarioError
            With every unknown name, type error and overflow in it.
        """
        if self._meaning is None:
            from .meaning.resolve import understand

            self._meaning = understand(self)
        found: Meaning = self._meaning
        return found

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy; one with other fields forgets where the scenario was read and what it meant."""
        copy = super().model_copy(update=update, deep=deep)
        if update:
            copy._origin = copy._meaning = None
        return copy

    def with_origin(self, origin: Origin) -> "Scenario":
        """Return the same document, remembered as read from there."""
        other = self.model_copy()
        other._origin = origin
        return other
