"""Proofs: the steps that refute some lines, and a certificate.

What each step means is documented in ``docs/reference/certificate.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

from ..models.scenario import Scenario
from .answer import Answer, Record
from .verdict import StoppedBy, Verdict

LineName: TypeAlias = str | int
"""The name of a fact, the full id of a red line, or the number of a lemma."""


@dataclass(frozen=True)
class Cut:
    """A line leaves a term no position in some ranges, each from a first to a last one."""

    line: LineName
    term: str
    removed: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class End:
    """A line cannot hold on the box."""

    line: LineName


@dataclass(frozen=True)
class LineRow:
    """The linear inequality or equation at a path into a line: the numbers of parts, each within the one before."""

    line: str
    path: tuple[int, ...]


RowName: TypeAlias = LineRow | int
"""A row of a line, or the number of a ``Divide``: how many its branch had before it."""

Parts: TypeAlias = tuple[tuple[int, RowName], ...]
"""Rows with what each is multiplied by: above 0, but for equations."""


@dataclass(frozen=True)
class Sum:
    """Rows that, added up, cannot hold on the box."""

    parts: Parts


@dataclass(frozen=True)
class Divide:
    """A new row: a sum of rows divided by a common divisor, the right side rounded down."""

    parts: Parts
    divisor: int


@dataclass(frozen=True)
class Mean:
    """A new row: what a product in a line is at most, as its factors, each with its weight, add up to so much."""

    line: str
    path: tuple[int, ...]
    weights: tuple[int, ...]
    parts: Parts


@dataclass(frozen=True)
class Split:
    """Either the term is at most at this position, or above it; first the one, then the other."""

    term: str
    at: int


@dataclass(frozen=True)
class Lemma:
    """Proved first, from the starting box: not every one of these terms is within its range."""

    ranges: tuple[tuple[str, int, int], ...]


Step: TypeAlias = Cut | End | Sum | Divide | Mean | Split | Lemma


@dataclass(frozen=True, repr=False)
class Refutation(Record):
    """A proof that some red lines and facts cannot all hold, accepted by the checker.

    Parameters
    ----------
    red_lines, facts
        What the steps rest on.
    steps
        In the order of the certificate.
    """

    red_lines: tuple[str, ...]
    facts: tuple[str, ...]
    steps: tuple[Step, ...]


_KINDS: Mapping[type[Step], str] = {
    Cut: "cut", End: "end", Sum: "sum", Divide: "div", Mean: "mean", Split: "split", Lemma: "lemma",
}  # fmt: skip


def as_json(step: Step) -> list[object]:
    """Return a step as the certificate has it: its kind, then its fields."""
    return [_KINDS[type(step)], *(_plain(getattr(step, field.name)) for field in fields(step))]


def _plain(value: object) -> object:
    match value:
        case (multiplier, LineRow(line, path)):
            return [multiplier, line, *path]
        case tuple():
            return [_plain(one) for one in value]
    return value


FORMAT = "zopa-nodeal/1"


@dataclass(frozen=True, repr=False)
class Certificate(Answer):
    """A certificate that the checker has accepted.

    Parameters
    ----------
    scenario
        What was asked about.
    verdict
        What was found; only what ``claims`` says is certified.
    document
        The certificate as plain JSON data, see ``docs/reference/certificate.md``; ``None`` if nothing was proved.
    claims
        What it proves, in the checker's own sentences.
    missing
        What was asked for and is not in it, in sentences.
    stopped_by
        The limit that came before everything was proved.
    """

    scenario: Scenario
    verdict: Verdict
    document: Mapping[str, Any] | None
    claims: tuple[str, ...]
    missing: tuple[str, ...] = ()
    stopped_by: StoppedBy | None = None
