"""A refutation step by step: what each line forces, in the scenario's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ..models.scenario import Scenario
from ..models.values import Exact
from .analysis import Conflict
from .answer import Answer, Record
from .verdict import Evidence, StoppedBy, Verdict

Left: TypeAlias = tuple[tuple[Exact, Exact], ...]
"""What a term can still be: ranges of its values, as exact numbers."""

Sides: TypeAlias = tuple[tuple[Exact, Exact], str, tuple[Exact, Exact]]
"""What the left side of a comparison can be, from least to greatest, the operator, and what the right side can be."""


@dataclass(frozen=True)
class Forces:
    """A line leaves a term only these values; none where the ranges are empty, and that is the contradiction.

    Parameters
    ----------
    line
        The name of a fact or the id of a red line.
    given
        What the other terms of the line can still be, where that matters: those that are not free any more.
    depth
        How many suppositions it stands under.
    """

    line: str
    term: str
    left: Left
    given: Mapping[str, Left]
    depth: int


@dataclass(frozen=True)
class Fails:
    """A line cannot hold with what its terms can still be: a contradiction.

    Parameters
    ----------
    sides
        Where it compares two numbers by ``<=``, ``<`` or ``==``, and one of them takes working out.
    """

    line: str
    given: Mapping[str, Left]
    depth: int
    sides: Sides | None = None


@dataclass(frozen=True)
class Inequality:
    """That multiples of terms (or of parts of lines that are not linear, by their text) add up to at most a number.

    Parameters
    ----------
    source
        A line, or the number of an earlier :class:`Rounds`.
    times
        What it is multiplied by where it is added up.
    """

    source: str | int
    factors: Mapping[str, Exact]
    most: Exact
    times: int


@dataclass(frozen=True)
class AddsUp:
    """Inequalities that, added up, ask for less than the left side can be: a contradiction.

    Parameters
    ----------
    factors, most
        The sum: that this adds up to at most ``most``.
    least
        The least that it can be.
    """

    parts: tuple[Inequality, ...]
    factors: Mapping[str, Exact]
    least: Exact
    most: Exact
    depth: int


@dataclass(frozen=True)
class Counts:
    """Lines that ask for more than there is, as each term counts only once: a contradiction.

    Parameters
    ----------
    asked
        Lines, and of how many conditions each asks that they hold.
    terms
        Each of them makes true at most one of the conditions that count.
    most
        How many can hold.
    """

    asked: tuple[tuple[str, Exact], ...]
    terms: tuple[str, ...]
    most: Exact
    depth: int


@dataclass(frozen=True)
class Rounds:
    """Inequalities added up, and rounded down as their terms go in whole steps: the result is numbered."""

    parts: tuple[Inequality, ...]
    number: int
    factors: Mapping[str, Exact]
    most: Exact
    depth: int


@dataclass(frozen=True)
class Multiplies:
    """Factors that add up to at most so much have a product of at most so much: the result is numbered.

    Parameters
    ----------
    parts
        The inequalities that bound the sum; none where the ranges of the factors do.
    line, product, factors
        In which line the product stands, and how it and its factors, each with its weight, read.
    total
        What the factors, with their weights, add up to at most.
    most
        What the product is at most.
    """

    parts: tuple[Inequality, ...]
    line: str
    number: int
    product: str
    factors: tuple[tuple[int, str], ...]
    total: Exact
    most: Exact
    depth: int


@dataclass(frozen=True)
class Supposes:
    """One of two cases: first that a term is at most some value, then, when that has failed, that it is above."""

    term: str
    left: Left
    is_second: bool
    depth: int


@dataclass(frozen=True)
class Remarks:
    """What is shown first and used later: terms cannot all be within these ranges."""

    number: int
    given: Mapping[str, Left]


@dataclass(frozen=True)
class Recalls:
    """A remark applies, or leaves a term only these values: ``term`` is ``None`` where it is the contradiction."""

    number: int
    term: str | None
    left: Left
    depth: int


Told: TypeAlias = Forces | Fails | AddsUp | Counts | Rounds | Multiplies | Supposes | Remarks | Recalls


@dataclass(frozen=True, repr=False)
class Explanation(Record):
    """Why one conflict is one.

    Parameters
    ----------
    conflict
        With the refutation that the checker has accepted.
    steps
        The same as the refutation's; ``None`` where there is none and the contradiction is the solver's claim.
    """

    conflict: Conflict
    steps: tuple[Told, ...] | None


@dataclass(frozen=True, repr=False)
class Explanations(Answer):
    """Every conflict of a scenario with the steps that refute it.

    Parameters
    ----------
    verdict
        As of :func:`zopa.solve`.
    explanations
        By size, then in the scenario's order.
    complete
        Whether these are all minimal conflicts.
    """

    scenario: Scenario
    verdict: Verdict
    explanations: tuple[Explanation, ...]
    complete: bool
    stopped_by: StoppedBy | None = None

    @property
    def evidence(self) -> Evidence | None:
        """What the verdict rests on; ``None`` where it is undecided."""
        if self.verdict == "undecided":
            return None
        if self.verdict == "deal" or any(one.steps is not None for one in self.explanations):
            return "certified"
        return "confirmed" if any(one.conflict.confirmed for one in self.explanations) else "claimed"
