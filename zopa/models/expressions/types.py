"""The types of the language: boolean, number, date, and one for each list of options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

MAX_GUESSES = 200
"""How many unknown names of one scenario are likened to the known ones; likening all of a hostile file's takes hours."""


@dataclass(frozen=True)
class BooleanType:
    """True or false; counts as 0 or 1 in arithmetic."""

    def __str__(self) -> str:
        return "a yes/no"


@dataclass(frozen=True)
class NumberType:
    """An exact number."""

    def __str__(self) -> str:
        return "a number"


@dataclass(frozen=True)
class DateType:
    """A day of the calendar."""

    def __str__(self) -> str:
        return "a date"


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


@dataclass(frozen=True)
class BrokenType:
    """Something whose own error has been told; whatever it touches is left in peace."""

    def __str__(self) -> str:  # pragma: no cover - never shown
        return "an error"


Type: TypeAlias = BooleanType | NumberType | DateType | OptionType | BrokenType

BOOLEAN, NUMBER, DATE, BROKEN = BooleanType(), NumberType(), DateType(), BrokenType()


@dataclass(frozen=True)
class Names:
    """What the names of a scenario stand for; a broken declaration is known, and BROKEN."""

    terms: Mapping[str, Type]
    definitions: Mapping[str, Type]
    guesses: Iterator[int] = field(default_factory=lambda: iter(range(MAX_GUESSES)), compare=False, repr=False)

    def may_guess(self) -> bool:
        """Return whether what an unknown name may have meant is still worth looking for."""
        return next(self.guesses, None) is not None
