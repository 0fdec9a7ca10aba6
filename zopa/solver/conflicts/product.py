"""Proof that the disputes of a part are independent, so that the product of their resolutions need not be walked.

Every resolution of every dispute is shown to work while the other disputes are settled as in one deal, the base. What
its deal changes there is a few terms. Two disputes are independent where no line sees changes of both, or where every
line that does holds under each pair of views of it (or is given up): any resolutions can then be put together, and each
line has been looked at. Disputes that fail this are taken together and their combinations tried one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ...models.values import Exact
from .bitsets import bits, united
from .local import Neighbourhood

MOST_VIEWS = 10_000
"""Combinations of views of one line that are looked at before its disputes are taken together instead."""

Values = Mapping[str, Exact]


@dataclass(frozen=True)
class Way:
    """One way to settle a group of disputes: the lines given up, and the terms that its deal has other than the base."""

    give_up: int
    changes: Values


@dataclass
class Group:
    """Disputes that are settled together, by their positions, and all ways to settle them."""

    disputes: tuple[int, ...]
    ways: list[Way]


def coupled(groups: Sequence[Group], base: Values, neighbourhood: Neighbourhood) -> list[list[int]]:
    """Return the positions of groups that are not shown to be independent, those together that a line couples.

    The result is empty when all groups are independent of each other.
    """
    changed = [{term for way in group.ways for term in way.changes} for group in groups]
    touched = [neighbourhood.touched_by(terms) for terms in changed]
    seen = twice = 0
    for mask in touched:
        twice |= seen & mask
        seen |= mask
    leaders = list(range(len(groups)))

    def leader(at: int) -> int:
        while leaders[at] != at:
            at = leaders[at]
        return at

    for line in bits(twice):
        concerned = [at for at, mask in enumerate(touched) if mask >> line & 1]
        if not _holds(line, [groups[at] for at in concerned], base, neighbourhood):
            for at in concerned[1:]:
                leaders[leader(at)] = leader(concerned[0])
    together: dict[int, list[int]] = {}
    for at in range(len(groups)):
        together.setdefault(leader(at), []).append(at)
    return [members for members in together.values() if len(members) > 1]


def _holds(line: int, groups: Sequence[Group], base: Values, neighbourhood: Neighbourhood) -> bool:
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


def combined(groups: Sequence[Group]) -> Iterator[int]:
    """Yield the lines that each combination of the groups' ways gives up."""
    for ways in product(*(group.ways for group in groups)):
        yield united(way.give_up for way in ways)
