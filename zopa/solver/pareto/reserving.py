"""What would have to give where no deal reaches every reservation value, in the parties' own units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from ...results.best_deals import Outcome, ReservationGap, ReservationGaps, utility_value
from .shortfalls import Gap, smallest_sets


def shortfalls(
    gaps: Sequence[Gap],
    parties: Sequence[str],
    scale: Sequence[int],
    complete: bool,
    outcome: Callable[[int], Outcome],
) -> ReservationGaps:
    """Return the least gaps in words.

    Parameters
    ----------
    gaps
        One or more, in units of one over the scales.
    parties, scale
        All that value deals, and what makes their utilities whole.
    complete
        Whether these gaps are proved to be all.
    outcome
        What tells the deal of a point.
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
    by_itself = {next(iter(way.missing)): way for way in ways if len(way.missing) == 1}
    return ReservationGaps(
        ways=ways,
        complete=True,
        give_up=tuple(tuple(parties[at] for at in sorted(short)) for short in smallest_sets(gaps)),
        alone={
            party: by_itself[party].missing[party] if party in by_itself else None
            for party in (parties[at] for at in rows[0])
        },
        at_least={parties[at]: utility_value(min(row[at] for row in rows)) for at in rows[0]},
        least_total=_least(sum(row.values(), Fraction(0)) for row in rows),
        min_max=_least(max(row.values()) for row in rows),
    )


def _least(values: Iterable[Fraction]) -> tuple[int, ...]:
    """Return the positions of the least."""
    found = list(values)
    return tuple(at for at, value in enumerate(found) if value == min(found))
