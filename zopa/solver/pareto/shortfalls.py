"""How far reservation values have to come down for a deal: read off the frontier of the deals that cross no red line.

A deal that is better for nobody than another falls short by at least as much everywhere. So the points of that
frontier, found without regard to reservation values, fall short in every least way that there is. Which values clash,
which to set aside for a deal, and by how much they have to come down all follow from these points.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...results.best_deals import Outcome, ReservationGap, ReservationGaps, utility_value
from ..dominance import Vector, best, least_of


@dataclass(frozen=True)
class Gap:
    """How far some points fall short of what is wanted.

    Parameters
    ----------
    missing
        By the position of a party that states a reservation value, what is missing; 0 where it is reached. In units of
        one over the party's scale.
    points
        The positions of the points that fall short by exactly that.
    """

    missing: Mapping[int, Fraction]
    points: tuple[int, ...]

    @property
    def short(self) -> frozenset[int]:
        """The positions of the parties that something is missing for."""
        return frozenset(at for at, missing in self.missing.items() if missing)


def least_gaps(vectors: Sequence[Vector], wanted: Mapping[int, Fraction]) -> list[Gap]:
    """Return the gaps that no other beats, in the order of the first party's, then the second's, and so on.

    Parameters
    ----------
    vectors
        What each party has at some points.
    wanted
        By the position of a party, the least that it accepts.
    """
    # What is missing, as a whole number of a unit of each party's own: only one party's are compared with each other.
    missing = [
        tuple(max(0, least.numerator - vector[at] * least.denominator) for at, least in wanted.items())
        for vector in vectors
    ]
    positions: dict[Vector, list[int]] = {}
    for at, gap in enumerate(missing):
        positions.setdefault(gap, []).append(at)
    gaps = list(positions)
    kept = best([tuple(-number for number in gap) for gap in gaps])
    return [
        Gap(
            {at: Fraction(number, wanted[at].denominator) for at, number in zip(wanted, gap, strict=True)},
            tuple(positions[gap]),
        )
        for gap in sorted(gaps[at] for at in kept)
    ]


def smallest_sets(gaps: Iterable[Gap]) -> list[frozenset[int]]:
    """Return the minimal sets of parties such that some deal falls short for these alone, smallest first."""
    return _minimal(gap.short for gap in gaps)


def clashing(sets: Collection[frozenset[int]]) -> list[frozenset[int]]:
    """Return the minimal sets of parties of which every deal falls short for at least one, smallest first.

    They are the minimal hitting sets of the sets of parties for which deals fall short (Reiter 1987), made by taking
    these one after the other (Berge 1989).
    """
    found = [frozenset[int]()]
    for short in sets:
        found = _minimal(one if one & short else one | {at} for one in found for at in short)
    return found


def _minimal(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets that contain no other, smallest first, those of a size in the order of their members."""
    found: list[frozenset[int]] = []
    for one in sorted(set(sets), key=lambda parties: (len(parties), sorted(parties))):
        if not any(known <= one for known in found):
            found.append(one)
    return found


def shortfalls(
    gaps: Sequence[Gap],
    parties: Sequence[str],
    scale: Sequence[int],
    complete: bool,
    outcome: Callable[[int], Outcome],
) -> ReservationGaps:
    """Return the least gaps in the parties' own units, and what follows from them where they are all.

    Parameters
    ----------
    gaps
        One or more, in units of one over the scales.
    parties, scale
        All that value deals, and what makes their utilities whole.
    complete
        Whether these gaps are proved to be all.
    outcome
        Returns the outcome of a point.
    """
    rows = [{at: missing / scale[at] for at, missing in gap.missing.items()} for gap in gaps]
    ways = tuple(
        ReservationGap(
            {parties[at]: utility_value(missing) for at, missing in row.items() if missing},
            tuple(outcome(point) for point in gap.points),
        )
        for gap, row in zip(gaps, rows, strict=True)
    )
    if not complete:
        return ReservationGaps(ways, False, None, None, None, None, None)
    by_itself = {party: way.missing[party] for way in ways if len(way.missing) == 1 for party in way.missing}
    return ReservationGaps(
        ways=ways,
        complete=True,
        give_up=tuple(tuple(parties[at] for at in sorted(short)) for short in smallest_sets(gaps)),
        alone={parties[at]: by_itself.get(parties[at]) for at in rows[0]},
        at_least={parties[at]: utility_value(min(row[at] for row in rows)) for at in rows[0]},
        least_total=least_of([sum(row.values(), Fraction(0)) for row in rows]),
        min_max=least_of([max(row.values()) for row in rows]),
    )
