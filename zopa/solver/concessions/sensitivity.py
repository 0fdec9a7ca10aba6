"""How firm the cheapest relaxations stand: what is common to them, and how far each weight can move.

Giving a line up costs its weight, beside what the other lines then take; not giving it up takes what it takes. With all
other weights as they are, the cheapest relaxations change where the two are equal, so one optimum a line says how far
its weight can go. Where the cheapest are too many to be listed, as in a trade-off between two amounts at the same
price, a line's role is asked for in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, TypeAlias

from ...models.meaning.meaning import Line
from ..limits import Stopped
from .problem import Grading
from .search import GradedPart, Search, Vector
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

    vectors: tuple[Vector, ...]
    complete: bool

    @property
    def cost(self) -> int:
        """What each costs."""
        return self.vectors[0].cost

    def steps(self, at: int) -> list[int]:
        """Return the steps that a line takes in them, each once."""
        return sorted({vector.steps[at] for vector in self.vectors})


def cheapest(part: GradedPart) -> Ties | None:
    """Return the relaxations of least cost; None where there is none.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    found: list[Vector] = []
    for vector in takewhile(lambda vector: not found or vector.cost == found[0].cost, part.relaxations()):
        found.append(vector)
        if len(found) > MOST_TIES:
            return Ties(tuple(found[:-1]), complete=False)
    return Ties(tuple(found), complete=True) if found else None


def firmness(grading: Grading, part: GradedPart, ties: Ties) -> Iterator[tuple[int, Firm]]:
    """Yield for each line, by its position, what is proved of it.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    for at, chain in enumerate(part.chains):
        role = _role(ties.steps(at)) if ties.complete else _asked(part, ties.cost, at)
        yield at, Firm(role, *_range(grading, part, ties, at, chain))


def _role(steps: list[int]) -> Role:
    return "none" if steps == [0] else "some" if 0 in steps else "all"


def _asked(part: GradedPart, least: int, at: int) -> Role | None:
    """Return a line's role among ties that are not all listed."""
    chain = part.chains[at]
    unmoved = Ladder(chain.id, chain.group, chain.requirements[:1], (0,))
    if _least(Search(_with(part, at, unmoved))) != least:
        return "all"
    moved = _crossing(part, least, chain.requirements[0])
    if moved is None:
        return "none"
    return "some" if moved.steps[at] else None


def _range(grading: Grading, part: GradedPart, ties: Ties, at: int, chain: Chain) -> tuple[int | None, int | None]:
    last = chain.gives_up
    if last is None:
        return None, None
    least, weight = ties.cost, chain.cost(last)
    if ties.complete:
        given = [vector.steps[at] == last for vector in ties.vectors]
        everywhere, somewhere = all(given), any(given)
    else:
        held = _least(Search(_with(part, at, grading.held(chain))))
        everywhere = held != least
        somewhere = any(vector.steps[at] == last for vector in ties.vectors)
    if everywhere:
        held = _least(Search(_with(part, at, grading.held(chain))))
        return None, None if held is None else held - (least - weight)
    if somewhere:
        return weight, weight
    without = _least(Search(part, [int(index != at) for index in range(len(part.chains))]))
    assert without is not None
    if not ties.complete and without == least - weight and _is_given_up(part, least, at, chain):
        return weight, weight  # giving it up is one of the cheapest, though not among those listed
    # At a weight of 0, what was no use before is free; whoever has that weight already has all there is.
    return (least - without if least > without or weight else None), None


def _is_given_up(part: GradedPart, least: int, at: int, chain: Chain) -> bool:
    """Return whether a relaxation of least cost gives a line up."""
    assert chain.gives_up is not None
    softest = chain.requirement(chain.gives_up - 1)
    assert softest is not None
    found = _crossing(part, least, softest)
    return found is not None and found.steps[at] == chain.gives_up


def _crossing(part: GradedPart, least: int, line: Line) -> Vector | None:
    """Return a relaxation within some cost, from a deal that does not satisfy a line; None when there is no such deal."""
    search = Search(part)
    search.cross(line)
    found = search.within(least)
    return None if found is None else Search(part).lowered(found.steps)


def _with(part: GradedPart, at: int, chain: Chain) -> GradedPart:
    """Return a part with another chain for one line."""
    chains = [*part.chains[:at], chain, *part.chains[at + 1 :]]
    return GradedPart(part.meaning, part.part, chains, part.limits, part.budgets)


def _least(search: Search) -> int | None:
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
