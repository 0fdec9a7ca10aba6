"""What an exploration has found, in the words of the scenario: conflicts, disputes, the cheapest relaxations."""

from __future__ import annotations

from ..results import Cheapest, Conflict, Dispute, Resolution
from .bitsets import united
from .explain import facts_needed
from .explore import Exploration
from .merge import Stream, Unfinished
from .search import PartSearch


def conflicts(exploration: Exploration) -> list[Conflict]:
    """Return the known conflicts, by size and then in the scenario's order."""
    order = exploration.order
    made = [conflict(exploration, search, mask) for search, mask in known_conflicts(exploration)]
    made.sort(key=lambda conflict: (len(conflict.red_lines), [order[line] for line in conflict.red_lines]))
    return made


def known_conflicts(exploration: Exploration) -> list[tuple[PartSearch, int]]:
    """Return the known conflicts, made minimal as far as the limits allow, part by part.

    Where facts contradict each other, that alone: nothing larger is minimal.
    """
    known = [(search, mask) for search in exploration.searches for mask in search.smallest()]
    return next(([entry] for entry in known if not entry[1]), known)


def conflict(exploration: Exploration, search: PartSearch, mask: int) -> Conflict:
    """Return one known conflict with the facts it rests on."""
    lines = search.ids(mask)
    standing = search.conflicts[mask]
    facts = facts_needed(exploration.meaning, search.part, lines, standing.facts, exploration.limits)
    return Conflict(tuple(lines), facts, search.is_minimal(mask), standing.confirmed)


def disputes(exploration: Exploration, found: list[Conflict]) -> list[Dispute]:
    """Return the disputes with their resolutions; those of a part that was cut off are what was proved."""
    at_conflict = {conflict.red_lines: at for at, conflict in enumerate(found)}
    made = []
    for _, search in exploration.contested():
        if not found or not found[0].red_lines:
            break
        allowed = exploration.allowed(search)
        shown = [mask for mask in search.conflicts if tuple(search.ids(mask)) in at_conflict]
        for dispute, ways in search.settlements(allowed):
            inside = [mask for mask in shown if mask & dispute.lines]
            made.append(
                Dispute(
                    red_lines=tuple(search.ids(united(inside))),
                    conflicts=tuple(sorted(at_conflict[tuple(search.ids(mask))] for mask in inside)),
                    resolutions=tuple(
                        Resolution(tuple(search.ids(way)), exploration.words_of_cost(cost)) for cost, way in ways
                    ),
                    resolutions_total=len(ways) if search.complete else None,
                )
            )
    made.sort(key=lambda dispute: [exploration.order[line] for line in dispute.red_lines])
    return made


def uncontested(exploration: Exploration) -> tuple[list[str], bool]:
    """Return the red lines proved to be in no conflict, and whether all were decided."""
    free = []
    known = known_conflicts(exploration)
    for at, search in enumerate(exploration.searches):
        if exploration.feasible[at] or search.complete:
            involved = united(members for owner, members in known if owner is search)
            free += search.ids(search.everything & ~involved)
    free.sort(key=exploration.order.__getitem__)
    return free, exploration.is_complete


def cheapest(exploration: Exploration) -> Cheapest | None:
    """Return the least cost, how many relaxations have it and what is common to them.

    None when there are none or none is proved.
    """
    if None in exploration.feasible:
        return None
    cost, ties, counted = 0, 1, True
    always: list[str] = []
    sometimes: list[str] = []
    for (_, search), stream in zip(exploration.contested(), exploration.streams(), strict=True):
        if search.complete:
            settled = search.resolutions(exploration.allowed(search))
        else:
            try:
                settled = [_cheapest_of(stream)]
            except Unfinished:
                if not stream.known:
                    return None
                settled, counted = [[(cost, mask) for cost, (_, mask) in stream.known[:1]]], False
        for ways in settled:
            if not ways:
                return None
            first = ways[0][0]
            tied = [mask for cost, mask in ways if cost == first]
            common = tied[0]
            for mask in tied:
                common &= mask
            always += search.ids(common)
            sometimes += search.ids(united(tied) & ~common)
            cost, ties = cost + first, ties * len(tied)
    words = exploration.words_of_cost(cost)
    if not counted:
        return Cheapest(words, None, None, None)
    rank = exploration.order.__getitem__
    return Cheapest(words, ties, tuple(sorted(always, key=rank)), tuple(sorted(sometimes, key=rank)))


def _cheapest_of(stream: Stream[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return all entries of a part's stream that cost as little as the first."""
    at = 0
    while (entry := stream.get(at)) is not None and entry[0] == stream.known[0][0]:
        at += 1
    return [(cost, mask) for cost, (_, mask) in stream.known[:at]]
