"""Finding everything there is in one part: all conflicts, and with them all relaxations.

When every resolution of every dispute has a deal, and the disputes are proved independent, each minimal hitting set of
the known conflicts is a relaxation; there is then no other conflict, as conflicts and relaxations are each other's
minimal hitting sets (Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Generator, Iterator

from .bitsets import united
from .points import Point
from .product import Group, Way, combined, coupled
from .search import PartSearch

Groups = Generator[None, None, list[Group] | None]


def steps_to_the_end(search: PartSearch) -> Iterator[None]:
    """Search a part until everything is known, a step at each resolution that is looked at.

    Raises
    ------
    Stopped
        When a limit comes; what was found stays.
    """
    while not search.complete:
        if search.base is None and next(search.relaxations(search.everything), None) is None:
            return  # the facts alone contradict each other: nothing helps, and that is all
        assert search.base is not None
        yield
        groups = yield from _single(search, search.base)
        while groups is not None:
            together = coupled(groups, search.base.values, search.local)
            if not together:
                search.finish()
                return
            groups = yield from _merged(search, search.base, groups, together)


def _single(search: PartSearch, base: Point) -> Groups:
    """Return each dispute with all ways to settle it; None when a new conflict changed the disputes."""
    groups = []
    for at, stream in enumerate(search.disputes.streams(search.everything)):
        ways: list[Way] = []
        while (entry := stream.get(len(ways))) is not None:
            way = _way(search, base, search.disputes.all[at].lines, entry[1])
            yield
            if way is None:
                return None
            ways.append(way)
        groups.append(Group((at,), ways))
    return groups


def _merged(search: PartSearch, base: Point, groups: list[Group], together: list[list[int]]) -> Groups:
    """Return the groups with some taken together, every combination of these tried."""
    apart = set(range(len(groups))).difference(*together)
    made = [groups[at] for at in sorted(apart)]
    for members in together:
        disputes = tuple(dispute for at in members for dispute in groups[at].disputes)
        lines = united(search.disputes.all[dispute].lines for dispute in disputes)
        ways = []
        for give_up in combined([groups[at] for at in members]):
            way = _way(search, base, lines, give_up)
            yield
            if way is None:
                return None
            ways.append(way)
        made.append(Group(disputes, ways))
    return made


def _way(search: PartSearch, base: Point, lines: int, give_up: int) -> Way | None:
    """Settle some disputes in one way and all others as the base does; None when that shows a new conflict."""
    changes = search.changes(base.crossed & ~lines | give_up)
    return None if changes is None else Way(give_up, changes)
