"""The deals of a certificate: they show that a red line is needed, that a relaxation works, that nothing is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from ...models.values import Exact
from ..limits import Stopped
from .bitsets import bits
from .exploration import Exploration
from .independence import final_groups

Positions = dict[str, int]
"""For each term which of its values, from 0."""


Ways: TypeAlias = tuple[tuple[tuple[str, ...], Positions], ...]
"""Of disputes that are settled together: what each way to do so gives up, and the terms that it changes in the base."""


class Witnesses:
    """Deals of one exploration as positions of every term."""

    def __init__(self, exploration: Exploration) -> None:
        self._exploration = exploration
        self._domains = exploration.meaning.domains
        self._base: dict[str, Exact] = {}
        for at, search in enumerate(exploration.searches):
            if search.base is not None:
                self._base.update(search.base.values)
            elif exploration.feasible[at]:
                self._base.update(search.known.witness(search.known.everything) or {})
            elif search.known.deals:
                self._base.update(next(iter(search.known.deals.values())))

    def positions(self, values: Mapping[str, Exact]) -> Positions:
        """Return which value of its term each is."""
        found = {}
        for term, domain in self._domains.items():
            if term in values:
                position = domain.index(values[term])
                assert position is not None
                found[term] = position
        return found

    def minimality(self, red_lines: Sequence[str]) -> dict[str, Mapping[str, Exact]]:
        """Return for each red line of a conflict a deal that satisfies all the others, whatever else it crosses.

        Raises
        ------
        Stopped
            When a limit comes before each is found.
        """
        found: dict[str, Mapping[str, Exact]] = {}
        for search in self._exploration.searches:
            mask = search.known.mask(red_lines)
            for line in bits(mask):
                others = mask & ~(1 << line)
                values = search.known.witness(others) if search.known.possible(others) else None
                if values is None:
                    raise Stopped(None)
                found[search.known.part.lines[line].id] = {**self._base, **values}
        return found

    def groups(self) -> tuple[Positions, list[Ways]] | None:
        """Return the base deal and the groups that show both lists to be complete; None where they are not.

        Raises
        ------
        Stopped
            When a limit comes first.
        """
        made: list[Ways] = []
        for _, search in self._exploration.contested():
            groups = final_groups(search) if search.known.complete else None
            if groups is None:
                return None
            for group in groups:
                ways = sorted(group.ways, key=lambda way: bool(way.changes))
                made.append(tuple((tuple(search.known.ids(way.give_up)), self.positions(way.changes)) for way in ways))
        return self.positions(self._base), made
