"""What all the deals that cross no red line are worth: the cloud behind the frontier of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from ...models.meaning.meaning import Meaning
from ..limits import Limits
from .groups import enumerated, groups, scales

MOST_OF_A_GROUP, MOST_POINTS = 50_000, 100_000
"""Combinations of values of one group that are gone through, and points that are kept; beyond, there is no cloud."""

Worth: TypeAlias = tuple[Fraction, ...]
"""A utility for each party."""


def all_points(meaning: Meaning, parties: Sequence[str], limits: Limits) -> list[Worth] | None:
    """Return what the deals that cross no red line are worth to some parties: every point once, sorted.

    Terms that no line and no bonus links add up, so each group is gone through by itself.

    Returns
    -------
    list or None
        None where they are too many: it is all of them or none, never a sample.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    scale = scales(meaning, parties)
    parts = groups(meaning, parties)
    if any(group.outcomes(meaning) > MOST_OF_A_GROUP for group in parts):
        return None
    points: set[tuple[int, ...]] = {(0,) * len(parties)}
    for group in parts:
        own, _ = enumerated(meaning, group, scale, limits)
        wider: set[tuple[int, ...]] = set()
        for point in points:
            wider.update(tuple(map(int.__add__, point, more)) for more in own)
            if len(wider) > MOST_POINTS:
                return None
        points = wider
    return [tuple(map(Fraction, point, scale)) for point in sorted(points)]
