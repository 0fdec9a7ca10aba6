"""The types of the language: boolean, number, date, and one for each list of options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from . import nodes

MAX_GUESSES = 200
"""For how many unknown names of a scenario a close one is looked for; for a hostile file it would take hours."""


@dataclass(frozen=True)
class SimpleType:
    """A type that is the same everywhere, in a reader's words."""

    words: str

    def __str__(self) -> str:
        return self.words


BOOLEAN = SimpleType("a yes/no")
"""True or false; counts as 0 or 1 in arithmetic."""

NUMBER, DATE = SimpleType("a number"), SimpleType("a date")

BROKEN = SimpleType("an error")
"""Something whose own error is reported already; what it touches gets no error of its own."""


@dataclass(frozen=True)
class OptionType:
    """One of some options; ``ordered`` for the levels of a scale."""

    options: tuple[str, ...]
    ordered: bool

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each option stands, counted from 0."""
        return {option: at for at, option in enumerate(self.options)}

    def __str__(self) -> str:
        shown = ", ".join(self.options[:4]) + (", ..." if len(self.options) > 4 else "")
        return f"{'a level' if self.ordered else 'an option'} of ({shown})"


Type: TypeAlias = SimpleType | OptionType

Typed: TypeAlias = tuple[nodes.Node, Type]
"""What an expression means, and its type."""

NOTHING: Typed = (nodes.Truth(True), BROKEN)
"""What stands for an operand whose error is reported already."""


def counted(kind: Type, node: nodes.Node) -> Typed:
    """Let a condition beside a number count as 0 or 1."""
    return (nodes.Indicator(nodes.as_condition(node)), NUMBER) if kind == BOOLEAN else (node, kind)


@dataclass(frozen=True)
class Names:
    """What the names of a scenario stand for; a broken declaration is known, and BROKEN."""

    terms: Mapping[str, Type]
    definitions: Mapping[str, Type]
    guesses: Iterator[int] = field(default_factory=lambda: iter(range(MAX_GUESSES)), compare=False, repr=False)

    def may_guess(self) -> bool:
        """Return whether what an unknown name may have meant is still worth looking for."""
        return next(self.guesses, None) is not None
