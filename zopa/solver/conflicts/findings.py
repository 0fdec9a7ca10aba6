"""What an exploration has found, in the words of the scenario: conflicts, disputes, the cheapest relaxations."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress

from ...models.values import exact
from ...results.analysis import Cheapest, Conflict, Dispute, Resolution
from ...results.certificate import Refutation
from ...results.verdict import Cost
from ..k_best import Stream, Unfinished
from ..limits import Stopped
from . import preferred
from .bitsets import united
from .exploration import Choice, Exploration
from .knowledge import Known
from .shrink import facts_needed

_TRIED = 5
"""How many conflicts are tried where one proof is wanted."""


def conflicts(exploration: Exploration) -> list[Conflict]:
    """Return the known conflicts, by size and then in the scenario's order."""
    order = exploration.order
    made = [conflict(exploration, part, mask) for part, mask in known_conflicts(exploration)]
    made.sort(key=lambda conflict: (len(conflict.red_lines), [order[line] for line in conflict.red_lines]))
    return made


def known_conflicts(exploration: Exploration) -> list[tuple[Known, int]]:
    """Return the known conflicts, made minimal as far as the limits allow, part by part.

    Where facts contradict each other, that alone: nothing larger is minimal.
    """
    known = [(search.known, mask) for search in exploration.searches for mask in search.known.smallest()]
    return next(([entry] for entry in known if not entry[1]), known)


def conflict(exploration: Exploration, part: Known, mask: int) -> Conflict:
    """Return one known conflict with the facts it rests on."""
    lines = part.ids(mask)
    standing = part.conflicts[mask]
    facts = facts_needed(part.oracle, lines, standing.facts)
    refutation = exploration.refutation(lines, standing.facts if facts is None else facts)
    return Conflict(tuple(lines), facts, part.is_minimal(mask), standing.confirmed, refutation)


def refutation(exploration: Exploration, found: Sequence[Conflict]) -> Refutation | None:
    """Return a checked proof that there is no deal: that of a conflict found, or of the smallest known."""
    for one in found:
        if one.refutation is not None:
            return one.refutation
    for _, search in exploration.contested():
        if not search.known.conflicts:  # no list was asked for, and so none has been looked for
            with suppress(Stopped):
                search.known.learn(search.known.everything)
    known = sorted(known_conflicts(exploration), key=lambda entry: entry[1].bit_count())
    for part, mask in known[:_TRIED]:
        proved = exploration.refutation(part.ids(mask), part.conflicts[mask].facts)
        if proved is not None:
            return proved
    return None


def is_certified(exploration: Exploration) -> bool:
    """Return whether there is a checked proof that there is no deal; the first part that has one is enough."""
    for _, search in exploration.contested():
        part = search.known
        if not part.conflicts:
            with suppress(Stopped):
                part.learn(part.everything)
        mask = min(part.conflicts, key=int.bit_count, default=None)
        if mask is not None and exploration.refutation(part.ids(mask), part.conflicts[mask].facts) is not None:
            return True
    return refutation(exploration, ()) is not None


def disputes(exploration: Exploration, found: list[Conflict]) -> list[Dispute]:
    """Return the disputes with their resolutions; those of a part that was cut off are what was proved."""
    at_conflict = {conflict.red_lines: at for at, conflict in enumerate(found)}
    made = []
    for _, search in exploration.contested():
        if not found or not found[0].red_lines:
            break
        allowed = exploration.allowed(search.known)
        shown = [mask for mask in search.known.conflicts if tuple(search.known.ids(mask)) in at_conflict]
        for dispute, ways in search.settlements(allowed):
            inside = [mask for mask in shown if mask & dispute.lines]
            made.append(
                Dispute(
                    red_lines=tuple(search.known.ids(united(inside))),
                    conflicts=tuple(sorted(at_conflict[tuple(search.known.ids(mask))] for mask in inside)),
                    resolutions=tuple(
                        Resolution(tuple(search.known.ids(way)), exploration.words_of_cost(cost)) for cost, way in ways
                    ),
                    resolutions_total=len(ways) if search.counted else None,
                )
            )
    made.sort(key=lambda dispute: [exploration.order[line] for line in dispute.red_lines])
    return made


def uncontested(exploration: Exploration) -> tuple[list[str], bool]:
    """Return the red lines proved to be in no conflict, and whether all were decided."""
    free = []
    known = known_conflicts(exploration)
    for at, search in enumerate(exploration.searches):
        if exploration.feasible[at] or search.known.complete:
            involved = united(members for part, members in known if part is search.known)
            free += search.known.ids(search.known.everything & ~involved)
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
        if search.counted:
            settled = search.resolutions(exploration.allowed(search.known))
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
            always += search.known.ids(common)
            sometimes += search.known.ids(united(tied) & ~common)
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


def total(exploration: Exploration, max_cost: Cost | None = None) -> int | None:
    """Return how many relaxations cost at most ``max_cost`` (all if None); None when that is not proved.

    Where everything is known, costs are counted dispute by dispute, and no combination is written down.
    """
    if None in exploration.feasible:
        return None
    lists = exploration.lists()
    if max_cost is None and [] in lists:
        return 0  # one dispute without a way out is enough
    known = [ways for ways in lists if ways is not None]
    if len(known) < len(lists):
        return None
    if max_cost is None:
        return math.prod(map(len, known))
    most = exact(max_cost) * exploration.scale
    counts: dict[int, int] = {0: 1} if most >= 0 else {}
    for ways in known:
        longer: dict[int, int] = {}
        for cost, number in counts.items():
            for more, _ in ways:
                if cost + more <= most:
                    longer[cost + more] = longer.get(cost + more, 0) + number
        counts = longer
    return sum(counts.values())


def smallest(exploration: Exploration) -> Conflict | None:
    """Return a conflict with the fewest red lines; None where there is none.

    Raises
    ------
    Stopped
        When a limit comes before it is proved to be the smallest.
    """
    found = preferred.smallest_conflict([search.known for _, search in exploration.contested()])
    return None if found is None else conflict(exploration, *found)


def preferred_conflict(exploration: Exploration, order: Sequence[str]) -> Conflict | None:
    """Return the conflict that needs the least of what is unimportant; None where there is none.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    place = {line: at for at, line in enumerate(order)}
    best: tuple[list[int], Known, int] | None = None
    for _, search in exploration.contested():
        found = preferred.preferred_conflict(search.known, _numbers(search.known, order))
        if found is not None:
            rank = sorted((place[line] for line in search.known.ids(found)), reverse=True)
            if best is None or rank < best[0]:
                best = rank, search.known, found
    return None if best is None else conflict(exploration, *best[1:])


def preferred_relaxation(exploration: Exploration, order: Sequence[str]) -> tuple[int, Choice] | None:
    """Return the relaxation that keeps the most important lines that can be kept; None where none helps.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    cost, choice = 0, []
    for at, search in exploration.contested():
        found = preferred.preferred_relaxation(
            search.known, _numbers(search.known, order), exploration.allowed(search.known)
        )
        if found is None:
            return None
        cost += search.known.cost(found)
        choice.append((at, found))
    return cost, tuple(choice)


def _numbers(part: Known, order: Sequence[str]) -> list[int]:
    return [part.bit[line].bit_length() - 1 for line in order if line in part.bit]
