"""How many points the outcomes of a small domain have, counted one by one from what the profiles say.

A point is what an outcome is worth to each party. Only outcomes that keep to every reservation value count.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from .domain import Curve, Discrete, Issue, IssueDomain, Profile

MAX_COUNTED = 10_000
"""How many outcomes are tried."""

_MAX_PARTIES = 2
"""With more parties, comparing every point with every other takes too long."""


@dataclass(frozen=True)
class Points:
    """How many different points there are, and how many of them no other beats."""

    distinct: int
    frontier: int


def counted(domain: IssueDomain, profiles: list[Profile]) -> Points | None:
    """Return how many points a domain has; None if it has too many outcomes, or too many parties."""
    sizes = [_size(issue) for issue in domain.issues]
    if len(profiles) > _MAX_PARTIES or prod(sizes) > MAX_COUNTED:
        return None
    found = set()
    names = [issue.name for issue in domain.issues]
    listed = [_values(issue) for issue in domain.issues]
    tables = [_table(profile, dict(zip(names, listed, strict=True))) for profile in profiles]
    for outcome in product(*listed):
        values = dict(zip(names, outcome, strict=True))
        point = tuple(_utility(profile, table, values) for profile, table in zip(profiles, tables, strict=True))
        if all(
            profile.reservation is None or one >= profile.reservation
            for one, profile in zip(point, profiles, strict=True)
        ):
            found.add(point)
    best: Fraction | None = None
    frontier = 0
    for point in sorted(found, reverse=True):
        if best is None or point[-1] > best:
            frontier, best = frontier + 1, point[-1]
    return Points(len(found), frontier)


def _size(issue: Issue) -> int:
    if isinstance(issue.kind, Discrete):
        return len(issue.kind.values)
    assert issue.kind.step is not None or issue.kind.low == issue.kind.high, "ranges without steps are refused before"
    return 1 if issue.kind.step is None else int((issue.kind.high - issue.kind.low) // issue.kind.step) + 1


def _values(issue: Issue) -> list[str | Fraction]:
    if isinstance(issue.kind, Discrete):
        return list(issue.kind.values)
    return [issue.kind.low + at * (issue.kind.step or 0) for at in range(_size(issue))]


def _table(profile: Profile, listed: dict[str, list[str | Fraction]]) -> dict[str, dict[str | Fraction, Fraction]]:
    """Return what each value of each issue adds to a party's utility."""
    table: dict[str, dict[str | Fraction, Fraction]] = {}
    for name, one in profile.valued.items():
        table[name] = {}
        for value in listed[name]:
            if isinstance(one.evaluation, Curve):
                assert isinstance(value, Fraction)
                table[name][value] = one.weight * one.evaluation.value(value)
            else:
                assert isinstance(value, str)
                table[name][value] = one.weight * one.evaluation[value]
    return table


def _utility(
    profile: Profile, table: dict[str, dict[str | Fraction, Fraction]], values: dict[str, str | Fraction]
) -> Fraction:
    total = profile.constant + sum(gains[values[name]] for name, gains in table.items())
    for rectangle in profile.rectangles:
        met = all(low <= Fraction(values[issue.name]) <= high for issue, low, high in rectangle.bounds)
        total += rectangle.utility * (met == rectangle.inside)
    return total
