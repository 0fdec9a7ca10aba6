"""How firm the cheapest relaxations stand: what is common to them, and how far each weight can move.

Giving a line up costs its weight, beside what the other lines then take; not giving it up takes what it takes. With all
other weights as they are, the cheapest relaxations change where the two are equal, so one optimum a line says how far
its weight can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from .graded import GradedPart, Search, Vector
from .grading import Grading
from .known import Stopped

MOST_TIES = 1_000
"""How many of the cheapest relaxations of one part are looked at."""


@dataclass(frozen=True)
class Range:
    """The weights strictly between which the cheapest relaxations stay the same; None for no bound."""

    above: int | None
    below: int | None


@dataclass(frozen=True)
class Ties:
    """The cheapest relaxations of one part."""

    vectors: tuple[Vector, ...]

    def steps(self, at: int) -> list[int]:
        """Return the steps that a line takes in them, each once."""
        return sorted({vector.steps[at] for vector in self.vectors})


def cheapest(part: GradedPart) -> Ties | None:
    """Return all relaxations of least cost; None where there is none, or there are too many.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    found: list[Vector] = []
    for vector in takewhile(lambda vector: not found or vector.cost == found[0].cost, part.relaxations()):
        found.append(vector)
        if len(found) > MOST_TIES:
            return None
    return Ties(tuple(found)) if found else None


def ranges(grading: Grading, part: GradedPart, ties: Ties) -> Iterator[tuple[str, Range | None]]:
    """Yield for each line the weights with which these stay the cheapest; None for one that is never given up.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    least = ties.vectors[0].cost
    for at, chain in enumerate(part.chains):
        last = chain.gives_up
        if last is None:
            yield chain.id, None
            continue
        weight, gives_up = chain.cost(last), [vector.steps[at] == last for vector in ties.vectors]
        if all(gives_up):
            held = [*part.chains[:at], grading.held(chain), *part.chains[at + 1 :]]
            other = _least(Search(GradedPart(part.meaning, part.part, held, part.limits, part.budgets)))
            yield chain.id, Range(None, None if other is None else other - (least - weight))
        elif any(gives_up):
            yield chain.id, Range(weight, weight)
        else:
            without = _least(Search(part, [int(index != at) for index in range(len(part.chains))]))
            assert without is not None
            yield chain.id, Range(None if without == least else least - without, None)


def _least(search: Search) -> int | None:
    """Return the least cost, asked for twice.

    Raises
    ------
    Stopped
        When a limit comes before that, or no second opinion could be had.
    """
    cost = search.least_cost()
    if search.confirm() is None:
        raise Stopped(search.stopped_by)
    return cost
