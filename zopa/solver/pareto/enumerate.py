"""Going through all deals: the points of a small group, the list of all deals, and the cloud behind a figure.

Each raises :class:`~zopa.solver.limits.Stopped` when a limit comes first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from ...errors import Problem, ScenarioError
from ...models.meaning.meaning import Meaning
from ..dominance import Vector
from ..limits import Limits, Stopped
from .groups import Brought, Deal, TermGroup, Valuer, groups, scales

MOST_ENUMERATED, MOST_OF_MANY = 10_000, 250_000
"""Combinations of values up to which a group is enumerated rather than searched, for two parties and for more."""

MOST_LISTED = 20_000
"""Combinations of values up to which all deals are listed."""

MOST_OF_A_GROUP, MOST_IN_CLOUD = 50_000, 100_000
"""Combinations of values of one group, and points of the whole, up to which there is a cloud."""

_LOOK = 256
"""Steps between two looks at whether a limit has come."""

Worth: TypeAlias = tuple[Fraction, ...]
"""A utility for each party."""


def is_enumerable(meaning: Meaning, group: TermGroup) -> bool:
    """Return whether a group is small enough to be gone through deal by deal."""
    return _combinations(meaning, group.terms) <= (MOST_ENUMERATED if len(group.gains) <= 2 else MOST_OF_MANY)


def deals_of(
    meaning: Meaning, group: TermGroup, scale: Sequence[int], limits: Limits, known: Brought | None = None
) -> Iterator[tuple[Vector, Deal]]:
    """Yield every deal of a group that crosses none of its lines, with what it brings.

    Parameters
    ----------
    known
        As for :class:`~zopa.solver.pareto.groups.Valuer`.
    """
    value = Valuer(meaning, group, scale, known)
    domains = [meaning.domains[term] for term in group.terms]
    values = [[domain.at(step) for step in range(domain.size)] for domain in domains]
    for number, chosen in enumerate(product(*values)):
        _look(number, limits)
        deal = dict(zip(group.terms, chosen, strict=True))
        env = value.environment(deal)
        if all(line.holds(env) for line in group.lines):
            yield value(env), deal


def check_size(meaning: Meaning) -> None:
    """Refuse to list all deals of a scenario with too many combinations of values.

    Raises
    ------
    ScenarioError
        If it has too many.
    """
    combinations = _combinations(meaning, meaning.terms)
    if combinations > MOST_LISTED:
        number = f"{combinations:,}" if combinations < 10**15 else f"about 10^{len(str(combinations)) - 1}"
        message = (
            f"the terms have {number} combinations of values, and all deals are listed up to {MOST_LISTED:,}; "
            "the frontier, without --all-outcomes, has no such limit"
        )
        raise ScenarioError([Problem(message, ("terms",))])


def all_deals(
    meaning: Meaning,
    parties: Sequence[str],
    scale: Sequence[int],
    accepted: Callable[[Vector], bool],
    limits: Limits,
) -> list[tuple[Vector, Deal]]:
    """Return every deal that crosses no red line and whose worth is accepted, sorted by that worth."""
    found: list[tuple[Vector, Deal]] = [((0,) * len(parties), {})]
    for group in groups(meaning, parties):
        own = list(deals_of(meaning, group, scale, limits))
        joined: list[tuple[Vector, Deal]] = []
        for number, ((vector, deal), (more, rest)) in enumerate(product(found, own)):
            _look(number, limits)
            joined.append((tuple(map(int.__add__, vector, more)), {**deal, **rest}))
        found = joined
    return sorted((entry for entry in found if accepted(entry[0])), key=lambda entry: entry[0])


def all_points(meaning: Meaning, parties: Sequence[str], limits: Limits) -> list[Worth] | None:
    """Return what the deals that cross no red line are worth to some parties: every point once, sorted.

    Groups are gone through one by one, as their points add up.

    Returns
    -------
    list or None
        None where they are too many: it is all of them or none, never a sample.
    """
    scale = scales(meaning, parties)
    parts = groups(meaning, parties)
    if any(_combinations(meaning, group.terms) > MOST_OF_A_GROUP for group in parts):
        return None
    points: set[Vector] = {(0,) * len(parties)}
    for group in parts:
        own = {vector for vector, _ in deals_of(meaning, group, scale, limits)}
        wider: set[Vector] = set()
        for point in points:
            wider.update(tuple(map(int.__add__, point, more)) for more in own)
            if len(wider) > MOST_IN_CLOUD:
                return None
        points = wider
    return [tuple(map(Fraction, point, scale)) for point in sorted(points)]


def _combinations(meaning: Meaning, terms: Iterable[str]) -> int:
    return math.prod(meaning.domains[term].size for term in terms)


def _look(number: int, limits: Limits) -> None:
    if number % _LOOK == 0 and limits.stopped_by is not None:
        raise Stopped(limits.stopped_by)
