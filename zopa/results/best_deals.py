"""The best deals: what they are worth to whom, the frontier, and the solutions on it.

Utilities are exact: an ``int`` or ``Decimal`` where that says it, else a ``Fraction``. An absent proof is an absent
value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from ..models.scenario import Scenario
from ..models.values import as_decimal, exact, finite
from .analysis import Decided
from .answer import Answer, Record, shown
from .verdict import DealWords, Evidence, StoppedBy, Verdict

UtilityValue: TypeAlias = int | Decimal | Fraction


def utility_value(value: Fraction) -> UtilityValue:
    """Return a utility as an ``int`` or a decimal where that says it exactly."""
    return as_decimal(exact(value)) if finite(value) else value


SolutionName: TypeAlias = Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "relative_utilitarian"]

SOLUTIONS: tuple[SolutionName, ...] = get_args(SolutionName)


@dataclass(frozen=True, repr=False)
class Outcome(Record):
    """What a deal is worth to each party.

    Parameters
    ----------
    utilities
        By party, in the scenario's order.
    contributions
        By party, what each term and each bonus (``bonus 1``, ...) brings; they add up to the utility.
    is_best
        Whether it is a point of the frontier: no deal that all accept is worth more to one party and no less to the
        others. ``None`` where that is not proved, or it is not a deal that all accept.
    """

    utilities: Mapping[str, UtilityValue]
    deal: DealWords
    contributions: Mapping[str, Mapping[str, UtilityValue]]
    is_best: bool | None = None


@dataclass(frozen=True)
class Bound:
    """What a known deal reaches, and what no deal exceeds; ``None`` where that is not known. Equal, it is the most."""

    reached: UtilityValue | None = None
    at_most: UtilityValue | None = None


@dataclass(frozen=True, repr=False)
class Bounds(Record):
    """What is proved of the best, whether or not the frontier is complete.

    Parameters
    ----------
    ideal
        By party, of its utility.
    solutions
        By solution, of what it makes greatest: the sum of utilities (``utilitarian``), the sum of shares
        (``relative_utilitarian``), the product of gains (``nash``), the smallest share (``kalai_smorodinsky``), the
        smallest gain (``egalitarian``).
    """

    ideal: Mapping[str, Bound]
    solutions: Mapping[str, Bound]


@dataclass(frozen=True, repr=False)
class Chosen(Record):
    """A solution, as a running search reports it: all the points that are one."""

    name: SolutionName
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, repr=False)
class Proposal(Record):
    """How a proposed deal compares with the frontier.

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
        The most by which all parties can be better off at once; 0 where one of them cannot, as on the frontier.
        ``None`` where it is not proved, or no deal exists that all can accept.
    """

    outcome: Outcome
    crossed: tuple[str, ...]
    short: Mapping[str, UtilityValue]
    is_best: bool | None
    better: tuple[Outcome, ...]
    distance: UtilityValue | None


@dataclass(frozen=True, repr=False)
class ReservationGap(Record):
    """One way in which reservation values can come down for a deal: none can come down less without another more.

    Parameters
    ----------
    missing
        By party whose reservation value comes down, how far; the others keep theirs.
    outcomes
        The points of the frontier that are then within reach. Each is worth to those parties just what they then
        accept.
    """

    missing: Mapping[str, UtilityValue]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, repr=False)
class ReservationGaps(Record):
    """How reservation values can come down where deals cross no red line, but none reaches all of these values.

    Parameters
    ----------
    ways, complete
        Every way in which reservation values can come down that no other beats, in the order of how far the first
        party's does, then the second's, and so on; and whether these are proved to be all. Where not, they are the
        least that was found, and no more is claimed.
    give_up
        The minimal sets of parties such that a deal exists if their reservation values do not count, smallest first;
        ``None`` where ``ways`` is not complete, as for all that follows.
    alone
        By party that states one: how far its reservation value has to come down if all others keep theirs; ``None``
        where that makes no deal possible.
    at_least
        By party that states one: how far its reservation value has to come down whatever the others do.
    least_total, min_max
        Positions in ``ways``: where the shortfalls add up to least, and where the greatest of them is least. Both
        compare utilities of different parties.
    """

    ways: tuple[ReservationGap, ...]
    complete: bool
    give_up: tuple[tuple[str, ...], ...] | None
    alone: Mapping[str, UtilityValue | None] | None
    at_least: Mapping[str, UtilityValue] | None
    least_total: tuple[int, ...] | None
    min_max: tuple[int, ...] | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Bargain(Answer):
    """The best deals of a scenario in which parties value deals.

    Parameters
    ----------
    verdict
        ``deal``: some deal crosses no red line and gives every party its reservation value. ``no_deal``: none
        does.
    red_lines_verdict
        The same of the red lines alone.
    parties
        Those with interests or bonuses.
    reservation, stated
        The least that each accepts; where none is stated, the least utility of any such deal, or ``None`` where that is
        not proved. And which of them are stated.
    ideal
        The most that each can get in any such deal; ``None`` where that is not proved.
    bounds
        What is proved of the ideals and of what each solution makes greatest; ``None`` where no such deal is known.
    frontier, frontier_complete
        A deal for each point at which no party can have more without another having less; and whether these are all.
        Where not, they are the best of the deals that are known: none of them beats another, and ``is_best`` says of
        each whether it is proved that no deal does.
    confirmed
        Whether, where the solver was needed, a second run said so too.
    solutions
        By name, all the points that are one; ``None`` where that is not proved.
    clashes, clashes_complete
        Where only reservation values stand in the way: the minimal sets of parties whose stated values no deal meets
        together.
    shortfalls
        How far reservation values would have to come down, where deals cross no red line and none is known to reach
        them all; ``None`` elsewhere.
    diverse
        Where they were asked for: points of the frontier whose deals differ in as many terms as can be.
    proposal
        Where one was made: how it compares with the frontier.
    outcomes, outcomes_complete
        Where they were asked for: all such deals, and whether they are all; a limit leaves none.
    elsewhere
        Where they were asked for: what other systems call Kalai, under their names
        (:data:`zopa.solver.pareto.bargaining_solutions.ELSEWHERE`); ``None`` for one that is not proved, or not defined
        for so many parties.
    evidence, frontier_evidence
        What the verdict rests on, and that the frontier and the shortfalls are complete; ``None`` where the one is
        undecided and the others are not.
    """

    scenario: Scenario
    verdict: Verdict
    red_lines_verdict: Verdict
    parties: tuple[str, ...]
    reservation: Mapping[str, UtilityValue | None]
    stated: tuple[str, ...]
    ideal: Mapping[str, UtilityValue | None]
    bounds: Bounds | None = None
    frontier: tuple[Outcome, ...]
    frontier_complete: bool
    confirmed: bool
    solutions: Mapping[str, tuple[Outcome, ...] | None]
    clashes: tuple[tuple[str, ...], ...] = ()
    clashes_complete: bool = True
    shortfalls: ReservationGaps | None = None
    diverse: tuple[Outcome, ...] | None = None
    proposal: Proposal | None = None
    outcomes: tuple[Outcome, ...] | None = None
    outcomes_complete: bool | None = None
    elsewhere: Mapping[str, tuple[Outcome, ...] | None] | None = None
    stopped_by: StoppedBy | None = None
    evidence: Evidence | None = None
    frontier_evidence: Evidence | None = None

    def report(
        self, *, width: int = 80, colour: bool = False, top: int = 10, solution: SolutionName | None = None
    ) -> str:
        """Return the report as the command line prints it; of the solutions, one where it is named."""
        return shown("render", self, width=width, colour=colour, top=top, solution=solution)


DealEvent: TypeAlias = Decided | Outcome | Chosen | Bargain
"""What a running search reports: the verdict, points of the frontier, solutions, and the whole answer last."""
