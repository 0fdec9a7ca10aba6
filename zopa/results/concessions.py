"""Relaxations in which lines move by amounts, who carries how much of them, and how firm they are.

What is not proved is absent: totals are ``None`` and ``..._complete`` is False where a limit came first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..models.scenario import Scenario
from ..models.values import DealValue
from .answer import Answer, Record
from .assumptions import Assumptions
from .kept import Kept
from .verdict import Cost, DealWords, Evidence, StoppedBy, Verdict

Bound: TypeAlias = DealValue
"""What a line compares with: a number or a date; the text of its requirement where it is no such comparison."""


@dataclass(frozen=True, repr=False)
class Concession(Record):
    """How far one red line moves in a relaxation: by an amount, to a fallback, or given up.

    Parameters
    ----------
    before
        What the line asks for: the number or date that it compares with, else its requirement. ``from`` in JSON.
    kept_at
        What is left of it; ``None`` when it is given up.
    amount, unit
        By how much it moves, in the unit of its terms (days for dates); ``None`` for a fallback, or when given up.
        Where both sides of a comparison vary, ``before`` is 0 and ``kept_at`` the amount by which they may differ from
        what the line asks.
    fallback
        Which fallback it moves to, counted from 1.
    cost
        In the scenario's unit; ``None`` for an amount that has no stated cost.
    """

    red_line: str
    before: Bound
    kept_at: Bound | None
    amount: Cost | None
    unit: str | None
    fallback: int | None
    given_up: bool
    cost: Cost | None


@dataclass(frozen=True, repr=False)
class Package(Record):
    """A relaxation with concessions: minimal in the lines that move and in how far each does.

    Parameters
    ----------
    cost
        Of all concessions together.
    gives
        What each party that holds red lines gives, in costs.
    moved
        The amounts added up by unit, where the request counted amounts.
    deal
        A deal that needs no more than these concessions, evaluated exactly: the one nearest to the status quo.
    """

    gives: Mapping[str, Cost]
    cost: Cost
    moved: Mapping[str, Cost]
    concessions: tuple[Concession, ...]
    deal: DealWords


@dataclass(frozen=True, repr=False)
class Concessions(Answer):
    """The relaxations with concessions of a scenario, cheapest first.

    Parameters
    ----------
    relaxations, relaxations_complete
        The cheapest, and whether none is missing before the last one listed.
    relaxations_total, relaxations_within
        How many there are, and how many that cost at most ``max_cost``; ``None`` unless all of these are listed.
    confirmed
        Whether a second solver run agrees that nothing cheaper is missing.
    smallest
        Whether amounts were counted by unit, and the list is of the least movements: those that no other beats.
    kept
        The red lines that are never given up; those that the request keeps may not move either.
    only_from
        The parties whose lines alone may move; all when empty.
    budgets
        The most that a party may give, where the request said so.
    stopped_by
        The limit that came, if any: even where the list is complete, a deal shown need not be the nearest then.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    verdict: Verdict
    relaxations: tuple[Package, ...]
    relaxations_total: int | None
    relaxations_within: int | None
    relaxations_complete: bool
    confirmed: bool
    smallest: bool
    kept: tuple[Kept, ...]
    only_from: tuple[str, ...]
    budgets: Mapping[str, Cost]
    max_cost: Cost | None
    stopped_by: StoppedBy | None
    evidence: Evidence | None = None


@dataclass(frozen=True, repr=False)
class Burden(Answer):
    """Who carries how much: every division of the cost between the parties that no other beats.

    Parameters
    ----------
    parties
        Those who hold red lines.
    frontier, frontier_complete
        A package for each point at which no party can give less without another giving more, by what the parties give
        in their order; and whether these are proved to be all. Where not, they are deals, and no more is claimed.
    confirmed
        Whether a second solver run agrees that there is no other.
    least_total, min_max, leximin
        Positions in ``frontier``: where the parties together give least, where the one who gives most gives least, and
        where then the next gives least, and so on; ``None`` where the frontier is not complete.
    fairest
        A package in which the one who gives most gives least, and which costs least of these; ``None`` where that is
        not proved, or there is none.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    verdict: Verdict
    parties: tuple[str, ...]
    frontier: tuple[Package, ...]
    frontier_complete: bool
    confirmed: bool
    least_total: tuple[int, ...] | None
    min_max: tuple[int, ...] | None
    leximin: tuple[int, ...] | None
    fairest: Package | None
    kept: tuple[Kept, ...]
    only_from: tuple[str, ...]
    budgets: Mapping[str, Cost]
    stopped_by: StoppedBy | None
    evidence: Evidence | None = None


@dataclass(frozen=True, repr=False)
class Weighing(Record):
    """What depends on the weight of one red line.

    Parameters
    ----------
    role
        Whether the cheapest relaxations move the line in ``all``, ``some`` or ``none`` of them; ``None`` where that is
        not proved.
    concessions, concessions_complete
        The ways in which they do, and whether these are all: of very many, some are listed.
    weight
        The cost of giving it up; ``None`` for a line that may not be given up.
    above, below
        The cheapest relaxations stay the same while the weight is above the one and below the other, all else being
        equal; ``None`` where there is no such bound. Both are the weight itself where any change makes a difference.
    is_proved
        Whether that range is proved; a limit may have come first.
    """

    red_line: str
    role: Literal["all", "some", "none"] | None
    concessions: tuple[Concession, ...]
    concessions_complete: bool
    weight: Cost | None
    above: Cost | None
    below: Cost | None
    is_proved: bool


@dataclass(frozen=True, repr=False)
class Sensitivity(Answer):
    """How firm the cheapest relaxations are.

    Parameters
    ----------
    cost, total
        What they cost, and how many there are; ``None`` where that is not proved, or they are too many to count.
    red_lines
        Every red line, in the scenario's order; empty where the least cost is not proved.
    complete
        Whether everything asked for is proved.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    verdict: Verdict
    cost: Cost | None
    total: int | None
    red_lines: tuple[Weighing, ...]
    complete: bool
    kept: tuple[Kept, ...]
    only_from: tuple[str, ...]
    stopped_by: StoppedBy | None
    evidence: Evidence | None = None


Moves: TypeAlias = Concessions | Burden | Sensitivity | Assumptions
"""The answers about concessions."""
