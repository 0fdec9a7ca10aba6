"""Sets as bit masks, split by what they share: a reference for disputes."""

from __future__ import annotations

from collections.abc import Sequence


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
