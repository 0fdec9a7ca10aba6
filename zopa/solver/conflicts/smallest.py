"""The smallest conflict of all, without listing the others (Ignatiev, Previti, Liffiton and Marques-Silva, CP 2015).

A conflict hits every set of lines that some deal crosses: a smallest set that hits those of the known deals is a
smallest conflict if it cannot hold, and otherwise has a deal that crosses yet another set.
"""

from __future__ import annotations

from collections.abc import Sequence

from .hitting_sets import HittingSets
from .search import PartSearch


def smallest_conflict(searches: Sequence[PartSearch]) -> tuple[PartSearch, int] | None:
    """Return a smallest conflict and the part that it lies in; None when no part has one.

    Raises
    ------
    Stopped
        When a limit comes before it is proved to be the smallest.
    """
    known = [(search, mask) for search in searches for mask in search.smallest()]
    best = min(known, key=lambda entry: entry[1].bit_count(), default=None)
    for search in searches:
        found = _in_part(search, None if best is None else best[1].bit_count())
        if found is not None:
            best = search, found
    return best


def _in_part(search: PartSearch, below: int | None) -> int | None:
    """Return a smallest conflict of a part, None when it has none with fewer lines than ``below``."""
    if search.complete:
        least = min(search.conflicts, key=lambda mask: (mask.bit_count(), mask), default=None)
        return least if least is not None and (below is None or least.bit_count() < below) else None
    sets = HittingSets(search.deals, [1] * len(search.part.lines), search.everything, search.check)
    known = len(search.deals)
    while (found := sets.next(below)) is not None:
        if not search.possible(found[1]):
            return found[1]
        search.widen(found[1])
        for crossed in list(search.deals)[known:]:
            sets.add(crossed)
        known = len(search.deals)
    return None
