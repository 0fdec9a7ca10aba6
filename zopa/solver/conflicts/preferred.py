"""Conflicts and relaxations that are wanted for something other than their cost.

The preferred relaxation keeps, from the most important line on, each that can be kept with those kept before it: the
preferred diagnosis (Junker, AAAI 2004; Felfernig et al., FastDiag, 2012). The preferred conflict is the one that needs
the least of what is unimportant; it is found by QuickXplain (Junker, AAAI 2004).

The smallest conflict is found without listing the others (Ignatiev, Previti, Liffiton and Marques-Silva, CP 2015): a
conflict hits every set of lines that some deal crosses. A smallest set that hits those of the known deals is a smallest
conflict if it cannot hold, and otherwise has a deal that crosses yet another set.
"""

from __future__ import annotations

from collections.abc import Sequence

from .bitsets import united
from .hitting_sets import HittingSets
from .knowledge import Known


def preferred_conflict(part: Known, order: Sequence[int]) -> int | None:
    """Return the preferred conflict of a part; None when all its lines can hold.

    Parameters
    ----------
    order
        The numbers of the part's lines, the most important first.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    if part.possible(part.everything):
        return None
    if not part.possible(0):
        return 0
    return united(1 << line for line in _explained(part, 0, False, list(order)))


def _explained(part: Known, background: int, added: bool, lines: list[int]) -> list[int]:
    """Return the preferred of ``lines`` that make the background impossible (QuickXplain)."""
    if added and not part.possible(background):
        return []
    if len(lines) == 1:
        return lines
    half = len(lines) // 2
    first, second = lines[:half], lines[half:]
    from_second = _explained(part, background | united(1 << line for line in first), True, second)
    with_second = background | united(1 << line for line in from_second)
    return _explained(part, with_second, bool(from_second), first) + from_second


def preferred_relaxation(part: Known, order: Sequence[int], allowed: int) -> int | None:
    """Return what the preferred relaxation of a part gives up; None when giving up what is allowed does not help.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    kept = part.everything & ~allowed
    if not part.possible(kept):
        return None
    for line in order:
        if kept >> line & 1:
            continue
        if part.possible(kept | 1 << line):
            kept |= 1 << line
    return part.everything & ~kept


def smallest_conflict(parts: Sequence[Known]) -> tuple[Known, int] | None:
    """Return a smallest conflict and the part that it lies in; None when no part has one.

    Raises
    ------
    Stopped
        When a limit comes before it is proved to be the smallest.
    """
    known = [(part, mask) for part in parts for mask in part.smallest()]
    best = min(known, key=lambda entry: entry[1].bit_count(), default=None)
    for part in parts:
        found = _smallest_in(part, None if best is None else best[1].bit_count())
        if found is not None:
            best = part, found
    return best


def _smallest_in(part: Known, below: int | None) -> int | None:
    """Return a smallest conflict of a part, None when it has none with fewer lines than ``below``."""
    if part.complete:
        least = min(part.conflicts, key=lambda mask: (mask.bit_count(), mask), default=None)
        return least if least is not None and (below is None or least.bit_count() < below) else None
    sets = HittingSets(part.deals, [1] * len(part.part.lines), part.everything, part.steps.take)
    known = len(part.deals)
    while (found := sets.next(below)) is not None:
        if not part.possible(found[1]):
            return found[1]
        part.widen(found[1])
        for crossed in list(part.deals)[known:]:
            sets.add(crossed)
        known = len(part.deals)
    return None
