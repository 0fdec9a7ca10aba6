"""The solutions (Nash, Kalai-Smorodinsky, egalitarian, utilitarian): the points that each definition picks.

Every definition prefers a deal that is better for one party and no worse for the others, or treats it as equal. So what
is worth no more than an upper bound is no better than that bound; where no bound comes up to the best of the points,
these points are the solution, whether or not all points are known.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from ...results.best_deals import SOLUTIONS, Outcome, SolutionName
from ..dominance import Vector


@dataclass(frozen=True)
class SolutionPoints:
    """What a definition picks.

    Parameters
    ----------
    points
        The positions of all the points that are the solution; None where that is not proved.
    reached, at_most
        The most, by that definition, that a known deal reaches, and what no deal exceeds; None where that is not known.
    """

    points: frozenset[int] | None = None
    reached: Fraction | None = None
    at_most: Fraction | None = None


@dataclass(frozen=True)
class KnownFrontier:
    """The known points of a frontier and upper bounds of the others, where all gain; in units of one over the scales.

    Parameters
    ----------
    least
        What gains count from; None where that is not known of every party.
    """

    scale: Sequence[int]
    points: Sequence[Vector]
    upper_bounds: Sequence[Vector]
    least: Sequence[Fraction] | None

    @property
    def reached(self) -> list[int]:
        """The most that a known deal brings each party: the ideal point of what is known."""
        return [max(column) for column in zip(*self.points, strict=True)]

    @property
    def most(self) -> list[int]:
        """What no deal exceeds."""
        return [max(column) for column in zip(*self.points, *self.upper_bounds, strict=True)]

    def chosen(self, most_sum: Fraction | None = None) -> dict[SolutionName, SolutionPoints]:
        """Return what each definition picks; ``most_sum`` is what no sum of utilities exceeds, where more is known."""
        found = dict.fromkeys(SOLUTIONS, SolutionPoints())
        common = math.lcm(*self.scale)
        factors = [common // own for own in self.scale]
        found["utilitarian"] = _pick(
            lambda row: [sum(map(int.__mul__, row, factors))], self.points, self.upper_bounds, common, most_sum
        )
        if self.least is not None:
            found |= self._by_gains(self.least)
        return found

    def _by_gains(self, least: Sequence[Fraction]) -> dict[SolutionName, SolutionPoints]:
        def gains(vector: Vector) -> Vector:
            """Return the gains, each as a whole number of a unit of the party's own."""
            return tuple(value * own.denominator - own.numerator for value, own in zip(vector, least, strict=True))

        points, bounds = list(map(gains, self.points)), list(map(gains, self.upper_bounds))
        units = [own * value.denominator for own, value in zip(self.scale, least, strict=True)]
        common = math.lcm(*units)
        factors = [common // unit for unit in units]
        found: dict[SolutionName, SolutionPoints] = {
            "egalitarian": _pick(lambda row: sorted(map(int.__mul__, row, factors)), points, bounds, common)
        }
        tops, most = gains(tuple(self.reached)), gains(tuple(self.most))
        # A party that gains nothing in any deal has no say in a product or a share.
        able = [at for at, top in enumerate(tops) if top]
        if any(high > top == 0 for high, top in zip(most, tops, strict=True)):
            return found
        unit = math.prod(units[at] for at in able)
        found["nash"] = _pick(lambda row: [math.prod(row[at] for at in able)], points, bounds, unit)
        if tops == most:
            whole = math.lcm(*(tops[at] for at in able))
            weights = [(at, whole // tops[at]) for at in able]

            def shares(row: Vector) -> list[int]:
                return [row[at] * weight for at, weight in weights]

            found["kalai_smorodinsky"] = _pick(lambda row: sorted(shares(row)), points, bounds, whole)
            found["relative_utilitarian"] = _pick(lambda row: [sum(shares(row))], points, bounds, whole)
        return found

    # -- what other systems compute -------------------------------------------------------------------------------

    def elsewhere(self) -> dict[str, frozenset[int] | None]:
        """Return what other systems call Kalai, of points that are the whole frontier; None where it is not defined."""
        common = math.lcm(*self.scale)
        rows = [[value * (common // own) for value, own in zip(one, self.scale, strict=True)] for one in self.points]
        pairs = list(combinations(range(len(self.scale)), 2))
        apart = [-sum(abs(row[one] - row[two]) for one, two in pairs) for row in rows]
        found: dict[str, Sequence[Any] | None] = {
            "negmas_kalai": None,
            "genius_kalai": apart,
            "anl_kalai": apart if len(self.scale) == 2 else None,
            "negolog_kalai": [sum(row) for row in rows],
        }
        if self.least is not None:
            least = [value / own for value, own in zip(self.least, self.scale, strict=True)]
            found["negmas_kalai"] = [
                min(Fraction(u, common) - d for u, d in zip(row, least, strict=True)) for row in rows
            ]
        return {name: None if keys is None else _greatest(keys) for name, keys in found.items()}


ELSEWHERE = ("negmas_kalai", "genius_kalai", "anl_kalai", "negolog_kalai")
"""What other systems call Kalai, by their names."""


def _pick(
    key: Callable[[Vector], list[int]],
    points: Sequence[Vector],
    upper_bounds: Sequence[Vector],
    unit: int,
    cap: Fraction | None = None,
) -> SolutionPoints:
    """Return the points whose key is lexicographically greatest, with bounds on its first number.

    Parameters
    ----------
    unit
        That number is in units of one over this.
    cap
        What the number does not exceed in any deal, where that is known for another reason.
    """
    keys, others = list(map(key, points)), list(map(key, upper_bounds))
    reached = max(keys)
    most = max([reached, *others])
    limits = [Fraction(one[0], unit) for one in (reached, most) if one]  # no number where nobody gains
    if len(limits) == 2 and cap is not None:
        limits[1] = min(limits[1], cap)
    proved = all(other < reached for other in others)
    chosen = frozenset(at for at, one in enumerate(keys) if one == reached) if proved else None
    return SolutionPoints(chosen, *limits)


def _greatest(keys: Sequence[Any]) -> frozenset[int]:
    most = max(keys)
    return frozenset(at for at, key in enumerate(keys) if key == most)


def different(outcomes: Sequence[Outcome], number: int) -> Iterator[Outcome]:
    """Yield some outcomes: first the one in the middle of the list, then each farthest from those before it."""
    middle = len(outcomes) // 2
    rest = [*outcomes[middle:], *outcomes[:middle]]
    apart = [len(one.deal) for one in rest]
    for _ in range(min(number, len(rest))):
        at = apart.index(max(apart))
        yield rest[at]
        apart = [min(far, _differing(one, rest[at])) for far, one in zip(apart, rest, strict=True)]


def _differing(one: Outcome, other: Outcome) -> int:
    return sum(one.deal[term] != other.deal[term] for term in one.deal)
