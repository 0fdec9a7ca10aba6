"""What deals are worth, the frontier and the five solutions, by trying every deal and in exact fractions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property
from math import prod

from plain import Plain, values_of
from reference import Column, Deal, Truth

Point = tuple[Fraction, ...]


class Worth:
    """The best deals of a scenario in which parties value deals."""

    def __init__(self, truth: Truth) -> None:
        self.truth = truth
        everyone = truth.plain["parties"]
        self.parties = [name for name, party in everyone.items() if party.get("interests") or party.get("bonuses")]
        self.stated = {
            name: Fraction(everyone[name]["reservation"]) for name in self.parties if "reservation" in everyone[name]
        }
        self._worth = [self._of(everyone[name]) for name in self.parties]

    def point(self, deal: Deal) -> Point:
        """Return what a deal is worth to each party."""
        return tuple(worth(deal) for worth in self._worth)

    def _of(self, party: Plain) -> Callable[[Deal], Fraction]:
        truth, terms = self.truth, self.truth.plain["terms"]
        interests = party.get("interests", {})
        total = sum(Fraction(one["weight"]) for one in interests.values())
        factor = 100 / total if party.get("normalise") else Fraction(1)
        tables: list[tuple[int, dict[object, Fraction]]] = []
        for name, interest in interests.items():
            per_point = Fraction(interest["weight"]) * factor / 100
            table: dict[object, Fraction] = {
                value: per_point * _score(interest, at, Fraction(value))
                for at, value in enumerate(values_of(terms[name]))
            }
            tables.append((truth.terms.index(name), table))
        bonuses: list[tuple[Column, Fraction]] = [
            (truth.column(one["when"]), Fraction(one["utility"])) for one in party.get("bonuses", ())
        ]

        def worth(deal: Deal) -> Fraction:
            return sum((table[deal[at]] for at, table in tables), Fraction(0)) + sum(
                (utility for when, utility in bonuses if when.of(deal)), Fraction(0)
            )

        return worth

    @cached_property
    def points(self) -> dict[Point, Deal]:
        """The points within reach, each with a deal."""
        least = [self.stated.get(name) for name in self.parties]
        found: dict[Point, Deal] = {}
        for deal in self.truth.deals:
            point = self.point(deal)
            if all(asked is None or worth >= asked for worth, asked in zip(point, least, strict=True)):
                found.setdefault(point, deal)
        return found

    @cached_property
    def frontier(self) -> set[Point]:
        found: list[Point] = []
        for point in sorted(self.points, reverse=True):  # what beats a point comes before it
            if not any(_beats(other, point) for other in found):
                found.append(point)
        return set(found)

    @cached_property
    def reservation(self) -> Point:
        """What gains count from."""
        return tuple(
            self.stated.get(name, min(point[at] for point in self.points)) for at, name in enumerate(self.parties)
        )

    @cached_property
    def ideal(self) -> Point:
        return tuple(max(point[at] for point in self.points) for at in range(len(self.parties)))

    def gains(self, point: Point) -> Point:
        return tuple(worth - least for worth, least in zip(point, self.reservation, strict=True))

    def shares(self, point: Point) -> Point:
        """Return gains as shares of the best possible gain, of the parties that can gain anything."""
        most = self.gains(self.ideal)
        return tuple(gain / best for gain, best in zip(self.gains(point), most, strict=True) if best)

    @cached_property
    def solutions(self) -> dict[str, set[Point]]:
        """The five solutions, each all the points of the frontier that are one.

        The product of shares is greatest where the product of gains is, of those who can gain anything.
        """
        return {
            "nash": self._best(lambda point: prod(self.shares(point))),
            "kalai_smorodinsky": self._best(lambda point: sorted(self.shares(point))),
            "egalitarian": self._best(lambda point: sorted(self.gains(point))),
            "utilitarian": self._best(sum),
            "relative_utilitarian": self._best(lambda point: sum(self.shares(point))),
        }

    def _best(self, value: Callable[[Point], object]) -> set[Point]:
        worth = {point: value(point) for point in self.frontier}
        most = _greatest(worth.values())
        return {point for point, one in worth.items() if one == most}


def _greatest(some: Iterable[object]) -> object:
    return max(some)  # type: ignore[type-var]


def _beats(one: Point, other: Point) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))


def _score(interest: Plain, at: int, value: Fraction) -> Fraction:
    """Return the score of a value: by its option, or on straight lines between points and flat beyond them."""
    if "scores" in interest:
        return Fraction(interest["scores"][at])
    if "points" in interest:
        known = [(Fraction(place), Fraction(score)) for place, score in interest["points"]]
    else:
        known = sorted([(Fraction(interest["worst"]), Fraction(0)), (Fraction(interest["best"]), Fraction(100))])
    if value <= known[0][0]:
        return known[0][1]
    for (left, low), (right, high) in itertools.pairwise(known):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return known[-1][1]
