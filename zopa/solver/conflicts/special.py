"""Conflicts and relaxations by an order of importance instead of costs.

The preferred relaxation keeps, from the most important line on, each that can be kept with those kept before it: the
preferred diagnosis (Junker, AAAI 2004; Felfernig et al., FastDiag, 2012). The preferred conflict is the one that needs
the least of what is unimportant; it is found by QuickXplain (Junker, AAAI 2004).
"""

from __future__ import annotations

from collections.abc import Sequence

from .bitsets import united
from .search import PartSearch


def preferred_conflict(search: PartSearch, order: Sequence[int]) -> int | None:
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
    if search.possible(search.everything):
        return None
    if not search.possible(0):
        return 0
    return united(1 << line for line in _explained(search, 0, False, list(order)))


def _explained(search: PartSearch, background: int, added: bool, lines: list[int]) -> list[int]:
    """Return the preferred of ``lines`` that make the background impossible (QuickXplain)."""
    if added and not search.possible(background):
        return []
    if len(lines) == 1:
        return lines
    half = len(lines) // 2
    first, second = lines[:half], lines[half:]
    from_second = _explained(search, background | united(1 << line for line in first), True, second)
    with_second = background | united(1 << line for line in from_second)
    return _explained(search, with_second, bool(from_second), first) + from_second


def preferred_relaxation(search: PartSearch, order: Sequence[int], allowed: int) -> int | None:
    """Return what the preferred relaxation of a part gives up; None when giving up what is allowed does not help.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    kept = search.everything & ~allowed
    if not search.possible(kept):
        return None
    for line in order:
        if kept >> line & 1:
            continue
        if search.possible(kept | 1 << line):
            kept |= 1 << line
    return search.everything & ~kept
