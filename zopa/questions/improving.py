"""How a proposed deal stands to the frontier."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..models.meaning.meaning import Meaning
from ..models.values import Exact
from ..results.best_deals import Bargain, Proposal, utility_value
from ..solver.pareto.outcomes import Outcomes


def judged(
    values: Mapping[str, Exact], words: Outcomes, meaning: Meaning, least: Mapping[int, Fraction], found: Bargain
) -> Proposal:
    """Return how a deal stands to the frontier; ``least`` has the stated reservation values by party's position."""
    outcome = words.of(values)
    worth = [Fraction(value) for value in outcome.utilities.values()]
    crossed = tuple(meaning.crossed(values))
    short = {}
    for at, value in least.items():
        if (missing := value - worth[at]) > 0:
            short[found.parties[at]] = utility_value(missing)
    gains = []
    for one in found.frontier:
        more = [Fraction(value) - own for value, own in zip(one.utilities.values(), worth, strict=True)]
        if min(more) >= 0 and any(more):
            gains.append((sorted(more), one))
    gains.sort(key=lambda entry: entry[0], reverse=True)
    acceptable = not crossed and not short
    is_best: bool | None = None
    if acceptable and (gains or found.frontier_complete):
        is_best = not gains
    least_gain = utility_value(gains[0][0][0]) if gains else 0
    return Proposal(
        outcome=outcome,
        crossed=crossed,
        short=short,
        is_best=is_best,
        better=tuple(one for _, one in gains),
        distance=least_gain if found.frontier_complete and found.frontier else None,
    )
