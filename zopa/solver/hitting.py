"""Minimal hitting sets of a family of sets, cheapest first: the resolutions of a dispute, given its conflicts.

Sets are bit masks. The search is best-first over partial sets: the first set that a partial one does not hit is
branched on, each branch leaving out the elements of the branches before it, so that every hitting set is made once;
an element that is left without a set that only it hits cannot be part of a minimal one (Murakami and Uno 2014, "crit"),
and the cheapest way to hit disjoint sets bounds the cost from below.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence


def bits(mask: int) -> Iterator[int]:
    """Yield the elements of a set, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def minimal_hitting_sets(
    family: Sequence[int], costs: Sequence[int], allowed: int, check: Callable[[], None] = lambda: None
) -> Iterator[tuple[int, int]]:
    """Yield ``(cost, set)`` for every minimal hitting set within the allowed elements, in order of cost.

    Parameters
    ----------
    family
        The sets to hit.
    costs
        The non-negative cost of every element.
    allowed
        The elements that may be used.
    check
        Called at every step of the search; may raise to end it.

    Yields
    ------
    tuple
        The cost and the set; of equal costs in a fixed order. An empty family is hit by the empty set.
    """
    ordered = sorted(set(family), key=lambda members: (members.bit_count(), members))
    serial = 0
    heap = [(_bound(ordered, costs, allowed), 0, 0, 0, allowed)]  # bound, serial, chosen, cost, still allowed
    while heap:
        check()
        bound, _, chosen, cost, open_elements = heapq.heappop(heap)
        if bound < 0:
            continue
        missed = next((members for members in ordered if not members & chosen), None)
        if missed is None:
            yield cost, chosen
            continue
        for element in bits(missed & open_elements):
            open_elements &= ~(1 << element)
            larger = chosen | 1 << element
            if not _all_needed(larger, ordered):
                continue
            unhit = [members for members in ordered if not members & larger]
            rest = _bound(unhit, costs, open_elements)
            if rest >= 0:
                serial += 1
                total = cost + costs[element]
                heapq.heappush(heap, (max(bound, total + rest), serial, larger, total, open_elements))


def _all_needed(chosen: int, family: Sequence[int]) -> bool:
    """Return whether every chosen element is the only one to hit some set."""
    alone = 0
    for members in family:
        common = members & chosen
        if common and not common & (common - 1):
            alone |= common
            if alone == chosen:
                return True
    return alone == chosen


def _bound(unhit: Sequence[int], costs: Sequence[int], allowed: int) -> int:
    """Return a lower bound on the cost of hitting the sets, or -1 when one cannot be hit."""
    total, used = 0, 0
    for members in unhit:
        usable = members & allowed
        if not usable:
            return -1
        if not usable & used:
            used |= usable
            total += min(costs[element] for element in bits(usable))
    return total


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
