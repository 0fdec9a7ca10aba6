"""Sets of whole numbers as sorted tuples of disjoint closed intervals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Intervals: TypeAlias = tuple[tuple[int, int], ...]


def meet(one: Intervals, other: Intervals) -> Intervals:
    """Return the numbers in both sets."""
    both = []
    for low, high in one:
        for low2, high2 in other:
            if max(low, low2) <= min(high, high2):
                both.append((max(low, low2), min(high, high2)))
    return tuple(sorted(both))


def join(sets: Iterable[Intervals]) -> Intervals:
    """Return the numbers in any of some sets; intervals that touch become one."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(interval for intervals in sets for interval in intervals):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return tuple(joined)


def outside(intervals: Intervals, low: int, high: int) -> Intervals:
    """Return the numbers from ``low`` to ``high`` that a set does not have."""
    gaps = []
    for first, last in intervals:
        if low < first:
            gaps.append((low, min(first - 1, high)))
        low = max(low, last + 1)
    if low <= high:
        gaps.append((low, high))
    return tuple(gap for gap in gaps if gap[0] <= gap[1])


def solutions(operator: str, factor: int, offset: int, low: int, high: int) -> Intervals:
    """Return the whole ``x`` from ``low`` to ``high`` with ``factor * x + offset operator 0``; the factor is not 0."""
    if operator in ("==", "!="):
        root, rest = divmod(-offset, factor)
        equal = ((root, root),) if rest == 0 and low <= root <= high else ()
        return equal if operator == "==" else outside(equal, low, high)
    if operator == "<":
        offset += 1  # whole numbers: below 0 is at most -1
    if factor > 0:
        high = min(high, -offset // factor)
    else:
        low = max(low, -(offset // factor))  # rounded up
    return ((low, high),) if low <= high else ()
