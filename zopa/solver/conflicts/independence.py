"""Finding everything there is in one part: all conflicts, and with them all relaxations.

When every resolution of every dispute has a deal, and the disputes are proved independent, each minimal hitting set of
the known conflicts is a relaxation; there is then no other conflict, as conflicts and relaxations are each other's
minimal hitting sets (Reiter 1987). The product of the disputes' resolutions need not be walked for that.

Every resolution of every dispute is shown to work while the other disputes are settled as in one deal, the base. What
its deal changes there is a few terms. Two disputes are independent where no line sees changes of both, or where every
line that does holds under each pair of views of it (or is given up): any resolutions can then be put together, and each
line has been looked at. Disputes that fail this are taken together and their combinations tried one by one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ...models.values import Exact
from ..parts import Links
from .bitsets import bits, united
from .disputes import LinkedConflicts
from .local import Neighbourhood, PartDeal
from .relaxations import PartSearch

MOST_VIEWS = 10_000
"""Combinations of views of one line that are looked at before its disputes are taken together instead."""

Values = Mapping[str, Exact]


@dataclass(frozen=True)
class Way:
    """A way to settle a group of disputes: the lines given up, and what its deal changes in the base."""

    give_up: int
    changes: Values


@dataclass
class DisputeGroup:
    """Disputes that are settled together, by their positions, and all ways to settle them."""

    disputes: tuple[int, ...]
    ways: list[Way]


Groups = Generator[None, None, list[DisputeGroup] | None]


def steps_to_the_end(search: PartSearch) -> Iterator[None]:
    """Search a part until everything is known, a step at each resolution that is looked at.

    Raises
    ------
    Stopped
        When a limit comes; what was found stays.
    """
    while not search.known.complete:
        if search.base is None and next(search.relaxations(search.known.everything), None) is None:
            return  # the facts alone contradict each other: nothing helps, and that is all
        assert search.base is not None
        yield
        if (yield from _independent(search, search.base)) is not None:
            search.known.finish()
            return


def final_groups(search: PartSearch) -> list[DisputeGroup] | None:
    """Return the groups of disputes of a complete part, independent of each other; None if that cannot be shown.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    if search.base is None:
        return None
    steps = _independent(search, search.base)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: list[DisputeGroup] | None = end.value
            return found


def _independent(search: PartSearch, base: PartDeal) -> Groups:
    """Return groups of disputes proved to be independent; None when a new conflict changed the disputes."""
    groups = yield from _single(search, base)
    while groups is not None:
        together = coupled(groups, base.values, search.known.local)
        if not together:
            return groups
        groups = yield from _merged(search, base, groups, together)
    return None


def steps_to_settle(search: PartSearch, lines: int) -> Iterator[None]:
    """Look at every way to settle the disputes that hold some lines, a step at each.

    Ends early when one of them turns out to hang together with a dispute that is settled elsewhere.

    Raises
    ------
    Stopped
        When a limit comes; what was found stays.
    """
    assert search.base is not None
    elsewhere = united(dispute.lines for dispute in search.known.disputes.all if not dispute.lines & lines)
    while True:
        inside = [dispute for dispute in search.known.disputes.all if dispute.lines & lines]
        lines |= united(dispute.lines for dispute in inside)
        left = [dispute for dispute in inside if dispute.settled is None]
        if not left or lines & elsewhere:
            return
        yield from _settle(search, search.base, left[0])


def _single(search: PartSearch, base: PartDeal) -> Groups:
    """Return each dispute with all ways to settle it; None when a new conflict changed the disputes."""
    groups = []
    for at, dispute in enumerate(list(search.known.disputes.all)):
        if dispute.settled is None:
            yield from _settle(search, base, dispute)
        if dispute.settled is None:
            return None
        ways = [_way(search, base, dispute.lines, give_up) for give_up in dispute.settled]
        groups.append(DisputeGroup((at,), [way for way in ways if way is not None]))
    return groups


def _settle(search: PartSearch, base: PartDeal, dispute: LinkedConflicts) -> Iterator[None]:
    """Look at every way to settle one dispute, a step at each that was not known; ends at a new conflict."""
    stream = dispute.ways(search.known.everything)
    ways: list[int] = []
    while (entry := stream.get(len(ways))) is not None:
        candidate = base.crossed & ~dispute.lines | entry[1]
        if candidate in search.proved:
            search.known.steps.take(0)
        else:
            is_way = search.is_relaxation(candidate)
            yield
            if not is_way:
                return
        ways.append(entry[1])
    dispute.settled = tuple(ways)


def _merged(search: PartSearch, base: PartDeal, groups: list[DisputeGroup], together: list[list[int]]) -> Groups:
    """Return the groups with some taken together, every combination of these tried."""
    apart = set(range(len(groups))).difference(*together)
    made = [groups[at] for at in sorted(apart)]
    for members in together:
        disputes = tuple(dispute for at in members for dispute in groups[at].disputes)
        lines = united(search.known.disputes.all[dispute].lines for dispute in disputes)
        ways = []
        for give_up in combined([groups[at] for at in members]):
            way = _way(search, base, lines, give_up)
            yield
            if way is None:
                return None
            ways.append(way)
        made.append(DisputeGroup(disputes, ways))
    return made


def _way(search: PartSearch, base: PartDeal, lines: int, give_up: int) -> Way | None:
    """Settle some disputes in one way and all others as the base does; None when that shows a new conflict."""
    changes = search.changes(base.crossed & ~lines | give_up)
    return None if changes is None else Way(give_up, changes)


def coupled(groups: Sequence[DisputeGroup], base: Values, neighbourhood: Neighbourhood) -> list[list[int]]:
    """Return the positions of groups that are not shown to be independent, those together that a line couples.

    The result is empty when all groups are independent of each other.
    """
    changed = [{term for way in group.ways for term in way.changes} for group in groups]
    touched = [neighbourhood.touched_by(terms) for terms in changed]
    seen = twice = 0
    for mask in touched:
        twice |= seen & mask
        seen |= mask
    links = Links[int]()
    for line in bits(twice):
        concerned = [at for at, mask in enumerate(touched) if mask >> line & 1]
        if not _holds(line, [groups[at] for at in concerned], base, neighbourhood):
            links.join(concerned)
    together: dict[int, list[int]] = {}
    for at in range(len(groups)):
        together.setdefault(links.root(at), []).append(at)
    return [members for members in together.values() if len(members) > 1]


def _holds(line: int, groups: Sequence[DisputeGroup], base: Values, neighbourhood: Neighbourhood) -> bool:
    """Return whether a line holds, or is given up, however some groups are settled."""
    terms = neighbourhood.terms_of_line(line)
    seen: dict[str, set[Exact]] = {term: {base[term]} for term in terms}
    for group in groups:
        for way in group.ways:
            for term in seen.keys() & way.changes.keys():
                seen[term].add(way.changes[term])
    if neighbourhood.always_holds(line, seen):
        return True
    owner: dict[str, int] = {}
    choices = []
    count = 1
    for at, group in enumerate(groups):
        views: dict[tuple[tuple[tuple[str, Exact], ...], bool], None] = {}
        for way in group.ways:
            view = tuple((term, way.changes[term]) for term in terms if term in way.changes)
            for term, _ in view:
                if owner.setdefault(term, at) != at:
                    return False  # two groups change the same term
            views[view, bool(way.give_up >> line & 1)] = None
        choices.append(list(views))
        count *= len(views)
        if count > MOST_VIEWS:
            return False
    for combination in product(*choices):
        if any(given_up for _, given_up in combination):
            continue
        values = {term: base[term] for term in terms}
        for view, _ in combination:
            values.update(view)
        if not neighbourhood.holds(line, values):
            return False
    return True


def combined(groups: Sequence[DisputeGroup]) -> Iterator[int]:
    """Yield the lines that each combination of the groups' ways gives up."""
    for ways in product(*(group.ways for group in groups)):
        yield united(way.give_up for way in ways)
