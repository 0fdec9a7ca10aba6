"""What the best deals come to: outcome types of the questions "how good" and "how fair", as in results.py.

Utilities are exact: an ``int`` or ``Decimal`` where that says it, else a ``Fraction``. An absent proof is an absent
value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from .models.scenario import Scenario
from .results import DealWords, StoppedBy, Verdict

UtilityValue: TypeAlias = int | Decimal | Fraction

SolutionName: TypeAlias = Literal["utilitarian", "relative_utilitarian", "nash", "kalai_smorodinsky", "egalitarian"]

SOLUTIONS: tuple[SolutionName, ...] = (
    "nash",
    "kalai_smorodinsky",
    "egalitarian",
    "utilitarian",
    "relative_utilitarian",
)


@dataclass(frozen=True)
class Outcome:
    """What a deal is worth to each party.

    Parameters
    ----------
    utilities
        By party, in the scenario's order.
    contributions
        By party, what each term and each bonus (``bonus 1``, ...) brings; they add up to the utility.
    """

    utilities: Mapping[str, UtilityValue]
    deal: DealWords
    contributions: Mapping[str, Mapping[str, UtilityValue]]


@dataclass(frozen=True)
class Proposal:
    """How a proposed deal stands to the frontier.

    Parameters
    ----------
    outcome
        The deal and what it is worth.
    crossed
        Facts and red lines that it does not satisfy.
    short
        Parties whose stated reservation value it does not reach, with what is missing.
    is_best
        Whether it is a point of the frontier; ``None`` where that is not proved, or it is not a deal all can accept.
    better
        Points of the frontier that are worth no less to any party and more to some, those first at which the smallest
        gain is greatest, then the next, and so on.
    distance
        The most by which every party can be better off at once; 0 where one cannot, as on the frontier. ``None`` where
        it is not proved, or no deal all can accept exists.
    """

    outcome: Outcome
    crossed: tuple[str, ...]
    short: Mapping[str, UtilityValue]
    is_best: bool | None
    better: tuple[Outcome, ...]
    distance: UtilityValue | None


@dataclass(frozen=True)
class Bargain:
    """The best deals of a scenario in which parties value deals.

    Parameters
    ----------
    verdict
        ``deal``: some deal crosses no red line and gives every party its reservation value. ``no_deal``: proved that
        none does.
    red_lines_verdict
        The same of the red lines alone.
    parties
        Those with interests or bonuses.
    reservation, stated
        What each accepts at least; where that is not stated, the least utility of any such deal, and ``None`` where
        that is not proved. And which of them are stated.
    ideal
        The most that each can get in any such deal; ``None`` where the frontier is not complete.
    frontier, frontier_complete
        A deal for each point at which no party can have more without another having less; and whether these are all.
    confirmed
        Whether, where the solver was needed, a second run said so too.
    solutions
        By name, all the points that are one; ``None`` where that is not proved.
    clashes, clashes_complete
        Where only reservation values stand in the way: the minimal sets of parties whose stated values no deal meets
        together.
    diverse
        Where they were asked for: points of the frontier whose deals differ in as many terms as can be.
    proposal
        Where one was made: how it stands to the frontier.
    """

    scenario: Scenario
    verdict: Verdict
    red_lines_verdict: Verdict
    parties: tuple[str, ...]
    reservation: Mapping[str, UtilityValue | None]
    stated: tuple[str, ...]
    ideal: Mapping[str, UtilityValue | None]
    frontier: tuple[Outcome, ...]
    frontier_complete: bool
    confirmed: bool
    solutions: Mapping[str, tuple[Outcome, ...] | None]
    clashes: tuple[tuple[str, ...], ...] = ()
    clashes_complete: bool = True
    diverse: tuple[Outcome, ...] | None = None
    proposal: Proposal | None = None
    stopped_by: StoppedBy | None = None
