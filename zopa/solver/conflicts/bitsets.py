"""Sets of small numbers as bit masks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


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


def components(family: Sequence[int]) -> list[list[int]]:
    """Return the family split into groups that share no element, in the order of their smallest elements."""
    groups: list[tuple[int, list[int]]] = []
    for members in family:
        union, together = members, [members]
        apart = []
        for other_union, others in groups:
            if other_union & union:
                union |= other_union
                together = others + together
            else:
                apart.append((other_union, others))
        groups = [*apart, (union, together)]
    groups.sort(key=lambda group: group[0] & -group[0])
    return [sorted(members) for _, members in groups]
