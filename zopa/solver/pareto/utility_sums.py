"""The groups' points added up: what is known of the whole, and what deals that are not known can be worth at most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..dominance import Points, Vector, best
from ..limits import Limits
from .groups import Deal
from .search import GroupSearch
from .upper_bounds import beyond

MOST_SUMS, HASTE = 4_000_000, 10_000
"""Most sums of points of two groups that are made, and most after a limit; beyond, the list is not complete."""


@dataclass(frozen=True)
class Sums:
    """What is known of the whole, in units of one over the scales.

    Parameters
    ----------
    points
        The undominated points of known deals, each deal in its groups' parts.
    upper_bounds
        Vectors such that every deal is worth no more, to everyone, than one of them or one of the points.
    complete, confirmed
        Whether the points are the whole frontier, and whether a second run said so wherever the solver was needed.
    least
        The least that any deal brings each party; None where that is not known.
    most_sum
        An upper bound on the sum of utilities; None where only the upper bounds on vectors say something.
    """

    points: Points[tuple[Deal, ...]]
    upper_bounds: list[Vector]
    complete: bool
    confirmed: bool
    least: Vector | None
    most_sum: Fraction | None


def added_up(searches: Sequence[GroupSearch], scale: Sequence[int], limits: Limits) -> Sums:
    """Add up what is known of each group."""
    points, is_whole = _points([search.points for search in searches], len(scale), limits)
    complete = is_whole and all(search.complete for search in searches)
    leasts = [search.least for search in searches if search.least is not None]
    return Sums(
        points=points,
        upper_bounds=[] if complete else beyond(_upper_bounds(searches, len(scale)), points.vectors),
        complete=complete,
        confirmed=all(search.confirmed for search in searches),
        least=tuple(map(sum, zip(*leasts, strict=True))) if leasts and len(leasts) == len(searches) else None,
        most_sum=None if complete else _most_sum(searches, scale),
    )


def some(points: Points[tuple[Deal, ...]]) -> Points[tuple[Deal, ...]]:
    """Return some points, evenly picked."""
    return points.at(range(0, len(points), -(-len(points) // math.isqrt(HASTE)) or 1))


def _points(found: Iterable[Points[Deal]], parties: int, limits: Limits) -> tuple[Points[tuple[Deal, ...]], bool]:
    """Return the undominated sums, or some of them where they are too many, and whether they are all."""
    total: Points[tuple[Deal, ...]] = Points([(0,) * parties], [()])
    is_whole = True
    for points in sorted(found, key=len):
        single: Points[tuple[Deal, ...]] = Points(points.vectors, [(deal,) for deal in points.payloads])
        if len(total) * len(single) > MOST_SUMS:
            is_whole = False
            total = total.at(range(max(1, MOST_SUMS // len(single))))
        if limits.stopped_by is not None and len(total) * len(single) > HASTE:
            is_whole = False
            total, single = some(total), some(single)
        total = total.plus(single, lambda left, right: left + right)
    return total, is_whole


def _upper_bounds(searches: Iterable[GroupSearch], parties: int) -> list[Vector]:
    """Return sums of the groups' points and bounds; where these are many, of the one bound that lies above all."""
    total: list[Vector] = [(0,) * parties]
    for search in searches:
        own = [*search.points.vectors, *search.upper_bounds]
        for _ in range(2):
            if len(total) * len(own) > HASTE:
                total, own = (top(total), own) if len(total) > len(own) else (total, top(own))
        sums = [tuple(map(int.__add__, one, two)) for one in total for two in own]
        total = [sums[at] for at in best(sums)]
    return total


def top(vectors: Sequence[Vector]) -> list[Vector]:
    """Return the least vector that is above all of some vectors; nothing where there are none."""
    return [tuple(map(max, zip(*vectors, strict=True)))] if vectors else []


def _most_sum(searches: Iterable[GroupSearch], scale: Sequence[int]) -> Fraction | None:
    total = Fraction(0)
    for search in searches:
        own = [sum(map(Fraction, vector, scale)) for vector in (*search.points.vectors, *search.upper_bounds)]
        if not own:
            return None
        total += max(own) if search.most_sum is None else min(max(own), search.most_sum)
    return total
