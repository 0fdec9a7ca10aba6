"""What the three formats have in common: issues, and profiles that evaluate them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, TypeVar

from ..errors import quoted
from .source import File


@dataclass(frozen=True)
class Discrete:
    """Named values."""

    values: tuple[str, ...]


@dataclass(frozen=True)
class NumberRange:
    """Numbers ``low, low + step, ...`` up to ``high``; ``step`` is None if the file gives none."""

    low: Fraction
    high: Fraction
    step: Fraction | None


@dataclass(frozen=True)
class Issue:
    """One thing to be agreed upon, and where the file declares it."""

    name: str
    kind: Discrete | NumberRange
    key: str
    mark: int


@dataclass(frozen=True)
class IssueDomain:
    """What is negotiated."""

    name: str
    source: File
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Curve:
    """An evaluation of numbers that is straight between neighbouring ``breaks``."""

    breaks: tuple[Fraction, ...]
    value: Callable[[Fraction], Fraction]


Given = TypeVar("Given")

Scores: TypeAlias = dict[str, Fraction]
"""An evaluation for each value, by its name."""

Evaluation: TypeAlias = Scores | Curve


@dataclass(frozen=True)
class Valued:
    """The weight of an issue in a profile, the evaluation of its values, and where the profile states them."""

    weight: Fraction
    evaluation: Evaluation
    mark: int


@dataclass(frozen=True)
class Rectangle:
    """Utility of all outcomes inside (or outside) some bounds, both ends included."""

    utility: Fraction
    bounds: tuple[tuple[Issue, Fraction, Fraction], ...]
    inside: bool
    mark: int


@dataclass(frozen=True)
class Profile:
    """What one party values: utilities, by custom from 0 to 1.

    Parameters
    ----------
    valued
        By the name of the domain's issue.
    constant
        Added to the utility of every outcome.
    reservation
        The least utility that the party accepts; None if it accepts anything.
    """

    name: str
    source: File
    valued: dict[str, Valued]
    rectangles: tuple[Rectangle, ...] = ()
    constant: Fraction = Fraction(0)
    reservation: Fraction | None = None
    reservation_mark: int = 0


def clamped(offset: Fraction, slope: Fraction, origin: Fraction) -> Curve:
    """Return ``offset + slope * (x - origin)``, cut off below 0 and above 1."""
    breaks = tuple(origin + (level - offset) / slope for level in (0, 1)) if slope else ()
    return Curve(breaks, lambda x: min(max(offset + slope * (x - origin), Fraction(0)), Fraction(1)))


def affine(offset: Fraction, slope: Fraction) -> Curve:
    """Return ``offset + slope * x``."""
    return Curve((), lambda x: offset + slope * x)


def triangle(start: Fraction, top: Fraction, end: Fraction) -> Curve:
    """Return 0 outside start and end, and 1 at the top between them."""

    def value(x: Fraction) -> Fraction:
        if start <= x < top:
            return (x - start) / (top - start)
        if top <= x < end:
            return 1 - (x - top) / (end - top)
        return Fraction(0)

    return Curve((start, top, end), value)


def discrete(
    values: Sequence[str], marks: Sequence[int], name: str, source: File, mark: int, what: str = "values"
) -> Discrete:
    """Return the kind of an issue whose values are listed, each with its place.

    Raises
    ------
    ScenarioError
        If there is none; located. One that is repeated is read as one value, with a warning.
    """
    if not values:
        raise source.error(f"the issue {quoted(name)} has no {what}", mark)
    seen: set[str] = set()
    for value, at in zip(values, marks, strict=True):
        if value in seen:
            source.listed_twice(value, at)
        seen.add(value)
    return Discrete(tuple(dict.fromkeys(values)))


def complete(given: dict[str, Given], kind: Discrete, what: str, source: File, mark: int) -> dict[str, Given]:
    """Return what is given for the values of an issue.

    Raises
    ------
    ScenarioError
        If one has none; located.
    """
    for value in kind.values:
        if value not in given:
            raise source.error(f"there is no {what} of {quoted(value)}", mark)
    return given
