"""What hangs on the facts that are assumptions."""

from __future__ import annotations

from dataclasses import dataclass

from ..models.scenario import Scenario
from .verdict import Cost, Evidence, StoppedBy, Verdict


@dataclass(frozen=True)
class Assumption:
    """What hangs on one fact that is an analyst's reading.

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


@dataclass(frozen=True)
class Assumptions:
    """What hangs on the facts that are assumptions.

    Parameters
    ----------
    assumptions
        Each of them, in the scenario's order.
    enough, enough_total, enough_complete
        The minimal sets of assumptions whose dropping makes a deal possible, smallest first; how many there are; and
        whether the list is without a gap up to its end. The one empty set where a deal is possible as it is.
    cost
        The least cost with all of them.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    verdict: Verdict
    assumptions: tuple[Assumption, ...]
    enough: tuple[tuple[str, ...], ...]
    enough_total: int | None
    enough_complete: bool
    cost: Cost | None
    stopped_by: StoppedBy | None
    evidence: Evidence | None = None
