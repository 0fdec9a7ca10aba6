"""What stands against a proposed deal, and the nearest deals that less stands against.

What is not proved is absent: a field is ``None`` where a limit came first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..models.meaning.movement import Missed
from ..models.scenario import Scenario
from ..models.values import DealValue
from .answer import Answer, Record
from .verdict import DealWords, Evidence, StoppedBy, Verdict


@dataclass(frozen=True, repr=False)
class Crossing(Record):
    """A fact that a proposed deal breaks, or a red line that it crosses.

    Parameters
    ----------
    line
        The fact's name, or the red line's full id.
    party
        Who holds the red line; ``None`` for a fact.
    terms
        What the deal says of the terms that the line is about; those that it leaves open are not among them.
    missed
        By how much, where the line is one comparison of numbers or dates, and all of its terms are settled.
    """

    line: str
    party: str | None
    terms: Mapping[str, DealValue]
    missed: Missed | None


@dataclass(frozen=True)
class Tally:
    """How many of a party's red lines a deal satisfies, crosses, and leaves open."""

    party: str
    satisfied: int
    crossed: int
    open: int


@dataclass(frozen=True, repr=False)
class Nearby(Record):
    """A deal near a proposed one, evaluated exactly.

    Parameters
    ----------
    changed
        The terms of the proposal that have another value here.
    share
        The changes added up, each as a share of its term's range; a choice or a yes/no that changes counts 1.
    crossed
        The red lines that it crosses.
    is_nearest
        Whether it is proved that no such deal is nearer; else it is the best one found.
    """

    deal: DealWords
    changed: tuple[str, ...]
    share: int | Decimal | Fraction
    crossed: tuple[str, ...]
    is_nearest: bool


@dataclass(frozen=True, repr=False)
class Objections(Answer):
    """What stands against a proposed deal, and the nearest deals that less stands against.

    Parameters
    ----------
    verdict
        Of the scenario: whether any deal crosses no red line.
    proposed, left_open
        The values proposed, and the terms that have none.
    crossed
        The facts broken, then the red lines crossed, in the scenario's order. Where terms are open: those that cannot
        hold whatever becomes of these.
    crossed_complete
        Whether there are no others; not so where a limit came before that was known of a line with open terms.
    tallies
        One for every party that holds red lines.
    completable, completion
        Where terms are open: whether they can be settled so that no fact breaks and no further line is crossed, and
        how. ``None`` where nothing is open, or a limit came first.
    clash
        Where they cannot, although no fact is broken yet: facts and red lines that cannot all hold beside the values
        proposed, though each but one of them can.
    fewer_exists, fewer
        Whether any deal breaks no fact, crosses some of these red lines but not all that is crossed here, and no other;
        and the nearest. ``None`` where nothing is crossed, or a limit came first.
    lighter_exists, lighter
        Asked where that is not so: whether any deal breaks no fact and crosses red lines that together weigh less than
        those crossed here (no more, where this breaks a fact); and the nearest.
    none
        The nearest deal that crosses nothing; ``None`` where there is none (``verdict`` is then ``no_deal``), where the
        proposal is such a deal, or where a limit came first.
    confirmed
        Whether two solver runs with different settings agree on everything that is said not to exist.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    verdict: Verdict
    proposed: DealWords
    left_open: tuple[str, ...]
    crossed: tuple[Crossing, ...]
    crossed_complete: bool
    tallies: tuple[Tally, ...]
    completable: bool | None
    completion: DealWords | None
    clash: tuple[str, ...] | None
    fewer_exists: bool | None
    fewer: Nearby | None
    lighter_exists: bool | None
    lighter: Nearby | None
    none: Nearby | None
    confirmed: bool
    stopped_by: StoppedBy | None
    evidence: Evidence | None = None
