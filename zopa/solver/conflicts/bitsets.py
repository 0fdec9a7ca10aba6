"""Sets of small numbers as bit masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits(mask: int) -> Iterator[int]:
    """Yield the elements of a set, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def united(masks: Iterable[int]) -> int:
    """Return the union of some sets."""
    union = 0
    for mask in masks:
        union |= mask
    return union
