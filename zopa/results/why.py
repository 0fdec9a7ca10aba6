"""Why a red line has to be given up, and what keeping it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..models.scenario import Scenario
from .analysis import Conflict, Resolution
from .answer import Answer
from .kept import Kept
from .verdict import Cost, Evidence, StoppedBy, Verdict

Role: TypeAlias = Literal["all", "some", "none"]


@dataclass(frozen=True, repr=False)
class WhyGiveUp(Answer):
    """Whether a red line has to be given up, and what else would have to.

    Parameters
    ----------
    relaxable
        Whether giving up lines that may be given up makes any deal possible.
    role
        Whether all, some or none of the minimal relaxations give the line up; ``None`` where that is not proved, or
        there are none.
    in_cheapest
        The same of the cheapest.
    may_not_go
        Whether the scenario or the request forbids to give it up.
    contested
        Whether it is in any conflict.
    conflicts, conflicts_complete
        The conflicts that it is in, and whether these are all.
    forcing
        Positions in ``conflicts``: those in which nothing else may be given up.
    kept
        The red lines that may not be given up, whether the scenario or the request says so.
    giving, keeping, ways_complete
        The ways out of its dispute that give it up and that keep it, cheapest first; whether these are all.
    cost_giving, cost_keeping
        The least cost of any relaxation that gives it up, and of any that keeps it; ``None`` where there is none, or
        that is not proved.
    price_of_keeping
        The second less the first: what keeping the line costs more than giving it up; negative where it costs less.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    red_line: str
    verdict: Verdict
    relaxable: bool | None
    role: Role | None
    in_cheapest: Role | None
    may_not_go: bool
    contested: bool | None
    conflicts: tuple[Conflict, ...]
    conflicts_complete: bool
    forcing: tuple[int, ...]
    kept: tuple[Kept, ...]
    giving: tuple[Resolution, ...]
    keeping: tuple[Resolution, ...]
    ways_complete: bool
    cost_giving: Cost | None
    cost_keeping: Cost | None
    price_of_keeping: Cost | None
    stopped_by: StoppedBy | None
    allowance_spent: bool
    evidence: Evidence | None = None
