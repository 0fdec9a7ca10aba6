"""How firm the cheapest relaxations stand: what is common to them, and how far each weight can move.

Giving a line up costs its weight and what the other lines then cost. With all other weights as they are, the cheapest
relaxations change where that equals the least cost of keeping the line, so one optimum a line says how far its weight
can go. Where the cheapest are too many to be listed, as in a trade-off between two amounts at the same price, optima
say what role a line has, too. Each question raises :class:`~zopa.solver.limits.Stopped` when a limit comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...models.meaning.meaning import Line
from ..limits import Stopped
from .problem import Grading
from .search import GradedPart, RelaxationSearch, StepVector
from .steps import Chain, Ladder

MOST_TIES = 200
"""How many of the cheapest relaxations of one part are listed."""

Role: TypeAlias = Literal["all", "some", "none"]


@dataclass(frozen=True)
class Firm:
    """What is proved of one line.

    Parameters
    ----------
    role
        Whether all, some or none of the cheapest relaxations move it; None where that is not proved.
    above, below
        The weights strictly between which the cheapest relaxations stay the same; None for no bound.
    """

    role: Role | None
    above: int | None
    below: int | None


@dataclass(frozen=True)
class Ties:
    """The cheapest relaxations of one part; ``complete`` where these are all."""

    vectors: tuple[StepVector, ...]
    complete: bool

    @property
    def cost(self) -> int:
        """What each costs."""
        return self.vectors[0].cost

    def steps(self, at: int) -> list[int]:
        """Return the steps that a line takes in them, each once."""
        return sorted({vector.steps[at] for vector in self.vectors})


def cheapest(part: GradedPart) -> Ties | None:
    """Return the relaxations of least cost; None where there is none."""
    found: list[StepVector] = []
    while (entry := part.relaxations.get(len(found))) is not None and (not found or entry[0] == found[0].cost):
        if len(found) == MOST_TIES:
            return Ties(tuple(found), complete=False)
        found.append(entry[1])
    return Ties(tuple(found), complete=True) if found else None


def firmness(grading: Grading, part: GradedPart, ties: Ties) -> Iterator[tuple[int, Firm]]:
    """Yield for each line, by its position, what is proved of it."""
    for at, chain in enumerate(part.chains):
        role = _role(ties.steps(at)) if ties.complete else _asked(part, ties.cost, at)
        yield at, Firm(role, *_range(grading, part, ties, at, chain))


def _role(steps: list[int]) -> Role:
    return "none" if steps == [0] else "some" if 0 in steps else "all"


def _asked(part: GradedPart, least: int, at: int) -> Role | None:
    """Return a line's role among ties that are not all listed."""
    chain = part.chains[at]
    unmoved = Ladder(chain.id, chain.group, chain.lines[:1], (0,))
    if _least_with(part, at, unmoved) != least:
        return "all"
    moved = _crossing(part, least, chain.lines[0])
    if moved is None:
        return "none"
    return "some" if moved.steps[at] else None


def _range(grading: Grading, part: GradedPart, ties: Ties, at: int, chain: Chain) -> tuple[int | None, int | None]:
    """Return the weights between which the cheapest relaxations stay the same, as in :class:`Firm`."""
    last = chain.gives_up
    if last is None:
        return None, None
    least, weight = ties.cost, chain.cost(last)
    given = [vector.steps[at] == last for vector in ties.vectors]
    if all(given):
        held = _least_with(part, at, grading.held(chain))
        if ties.complete or held != least:
            return None, None if held is None else held - (least - weight)
    if any(given):
        return weight, weight
    without = _least(RelaxationSearch(part.model, [int(index != at) for index in range(len(part.chains))]))
    assert without is not None
    if not ties.complete and without == least - weight and _is_given_up(part, least, at, chain):
        return weight, weight  # giving it up is one of the cheapest, though not among those listed
    # At a weight of 0, what was no use before is free; at that weight already, there is no further to go.
    return (least - without if least > without or weight else None), None


def _is_given_up(part: GradedPart, least: int, at: int, chain: Chain) -> bool:
    """Return whether a relaxation of least cost gives a line up."""
    found = _crossing(part, least, chain.softest)
    return found is not None and found.steps[at] == chain.gives_up


def _crossing(part: GradedPart, least: int, line: Line) -> StepVector | None:
    """Return a relaxation within some cost, from a deal that does not satisfy a line; None if there is none."""
    search = RelaxationSearch(part.model)
    search.cross(line)
    found = search.within(least)
    return None if found is None else RelaxationSearch(part.model).lowered(found.steps)


def _least_with(part: GradedPart, at: int, chain: Chain) -> int | None:
    """Return the least cost with another chain for one line, as :func:`_least` does."""
    return _least(RelaxationSearch(part.model.with_chain(at, chain)))


def _least(search: RelaxationSearch) -> int | None:
    """Return the least cost, asked for twice.

    Raises
    ------
    Stopped
        When a limit comes before that, or no second opinion could be had.
    """
    cost = search.least_cost()
    if (search.confirm_end() if cost is None else search.confirm()) is None:
        raise Stopped(search.stopped_by)
    return cost
