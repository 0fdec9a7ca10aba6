"""What depends on the facts that are assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from ..models.scenario import Scenario
from .answer import Answer, Record
from .verdict import Cost, Evidence, StoppedBy, Verdict


@dataclass(frozen=True, repr=False)
class Assumption(Record):
    """What depends on one fact that is an assumption.

    Parameters
    ----------
    verdict_without
        The verdict when it is dropped.
    conflicts_gone, conflicts_new
        Conflicts that then disappear and appear; ``None`` where that is not proved.
    cost_without
        The least cost then; ``None`` where there is no relaxation, or none is proved.
    changes
        Which of ``verdict``, ``conflicts`` and ``cost`` it changes; ``None`` where that is not proved.
    """

    fact: str
    verdict_without: Verdict
    conflicts_gone: tuple[tuple[str, ...], ...] | None
    conflicts_new: tuple[tuple[str, ...], ...] | None
    cost_without: Cost | None
    changes: tuple[str, ...] | None


@dataclass(frozen=True, repr=False)
class Assumptions(Answer):
    """What depends on the facts that are assumptions.

    Parameters
    ----------
    cost
        The least cost with all of them.
    assumptions
        Each of them, in the scenario's order.
    enough, enough_total, enough_complete
        The minimal sets of assumptions that make a deal possible when they are dropped, smallest first; how many there
        are; and whether none is missing before the last. One empty set where a deal is possible as it is.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    verdict: Verdict
    cost: Cost | None
    assumptions: tuple[Assumption, ...]
    enough: tuple[tuple[str, ...], ...]
    enough_total: int | None
    enough_complete: bool
    stopped_by: StoppedBy | None
    evidence: Evidence | None = None
