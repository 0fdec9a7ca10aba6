"""The burden frontier of one part: what the groups can give such that none gives less without another giving more.

Two groups are searched box by box, so that a list that is cut off is spread over the frontier; three and more by the
best sums. Both ways are in :mod:`zopa.solver.frontiers`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice

from ...models.values import MAX_MAGNITUDE
from ..dominance import Vector
from ..frontiers import MINIMISED, BoxSearch, Pair, best_sums
from ..limits import Stopped
from .model import SteppedModel
from .search import RelaxationSearch, StepVector

MOST_POINTS = 500
"""How many points of one part are listed."""


@dataclass
class Frontier:
    """The points found of one part: what the groups give, each with a relaxation that takes exactly that.

    ``complete`` where these are proved to be all; ``confirmed`` where a second solve said so too.
    """

    points: dict[Vector, StepVector] = field(default_factory=dict)
    complete: bool = False
    confirmed: bool = False


def frontier(model: SteppedModel, groups: Sequence[str]) -> Frontier:
    """Return the frontier of one part, or as much of it as limits and the number of points allow.

    Parameters
    ----------
    groups
        Those of all chains.
    """
    search = RelaxationSearch(model)
    giving = [group for group in groups if _most(model, group)]

    def rule_out(vector: StepVector) -> None:
        search.rule_out_giving(model.given(vector.steps, giving), giving)

    two = len(giving) == 2
    run: Iterator[StepVector] = _boxes(model, giving) if two else best_sums(search.cheapest, rule_out)
    found = Frontier()
    with suppress(Stopped):
        for vector in islice(run, MOST_POINTS):
            found.points[model.given(vector.steps, groups)] = vector
        found.complete = next(run, None) is None
        if found.complete:
            for vector in found.points.values() if two else ():
                rule_out(vector)
            found.confirmed = search.confirm_end() is True
    return found


def _most(model: SteppedModel, group: str) -> int:
    return sum(chain.cost(chain.last) for chain in model.chains if chain.group == group)


def _boxes(model: SteppedModel, groups: Sequence[str]) -> Iterator[StepVector]:
    """Yield the points of two groups."""
    first, second = groups
    orders = _least_first(model, first, second), _least_first(model, second, first)

    def best(objective: int, most: Mapping[int, int]) -> tuple[Pair, StepVector] | None:
        vector = orders[objective]({groups[at]: cap for at, cap in most.items()})
        if vector is None:
            return None
        gives = model.given(vector.steps, groups)
        return (gives[0], gives[1]), vector

    return BoxSearch(best, (0, 0), MINIMISED).run()


def _least_first(model: SteppedModel, group: str, other: str) -> Callable[[Mapping[str, int]], StepVector | None]:
    """Return what finds, within caps, the deal in which a group gives least, and of these another group does."""

    def weighted(group: str, own: int, others: int) -> RelaxationSearch:
        return RelaxationSearch(model, [own if chain.group == group else others for chain in model.chains])

    # One search will do where the numbers leave room to weigh the group's costs above all of the other's.
    factor = _most(model, other) + 1
    if factor * (_most(model, group) + 1) < MAX_MAGNITUDE // 4:
        return weighted(group, factor, 1).under
    first, then = weighted(group, 1, 0), weighted(other, 1, 0)

    def least(most: Mapping[str, int]) -> StepVector | None:
        found = first.under(most)
        return found and then.under({**most, group: model.given(found.steps, [group])[0]})

    return least
