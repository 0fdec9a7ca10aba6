"""What depends on the facts that are an analyst's reading: the verdict, the conflicts, the least cost."""

from __future__ import annotations

from ..models.edit import assumed, dropped
from ..models.scenario import Scenario
from ..results.analysis import Analysis
from ..results.assumptions import Assumption, Assumptions
from ..results.verdict import Cost
from ..solver.limits import Limits
from .request import Request
from .solve import solve
from .whatif import compared


def assumptions(
    scenario: Scenario, *, top: int = 10, time_limit: float | None = None, limits: Limits | None = None
) -> Assumptions:
    """Say which sets of assumptions stand in the way of a deal, and what changes when each alone is dropped.

    ``top`` is how many sets to list; other parameters and errors are as for :func:`zopa.solve`.
    """
    limits = Request.of(scenario, time_limit=time_limit, limits=limits).limits
    names = [name for name, fact in scenario.facts.items() if fact.basis == "assumption"]
    before = solve(scenario, limits=limits, top=1)
    sets = solve(assumed(scenario, names), limits=limits, top=top, sections=("relaxations",))
    if sets.verdict == "deal":
        enough: tuple[tuple[str, ...], ...] = ((),)
        total: int | None = 1
        complete = True
    else:
        found = sets.relaxations or ()
        enough = tuple(tuple(line.split(".")[1] for line in one.give_up) for one in found)
        total, complete = sets.relaxations_total, sets.relaxations_complete
    return Assumptions(
        scenario=scenario,
        verdict=before.verdict,
        assumptions=tuple(
            _role(before, solve(dropped(scenario, [name]), limits=limits, top=1), name) for name in names
        ),
        enough=enough,
        enough_total=total,
        enough_complete=complete,
        cost=_cost(before),
        stopped_by=limits.stopped_by,
        evidence=before.evidence,
    )


def _role(before: Analysis, after: Analysis, name: str) -> Assumption:
    """Return what dropping one assumption changes."""
    gone = new = changes = None
    if before.conflicts_complete and after.conflicts_complete and _costs_known(before) and _costs_known(after):
        difference = compared((), before, after)
        gone, new = difference.conflicts_gone, difference.conflicts_new
        differs = {
            "verdict": before.verdict != after.verdict,
            "conflicts": bool(gone or new),
            "cost": _cost(before) != _cost(after),
        }
        changes = tuple(what for what, changed in differs.items() if changed)
    return Assumption(name, after.verdict, gone, new, _cost(after), changes)


def _cost(analysis: Analysis) -> Cost | None:
    if analysis.verdict == "deal":
        return 0
    return None if analysis.cheapest is None else analysis.cheapest.cost


def _costs_known(analysis: Analysis) -> bool:
    """Return whether the least cost is proved, or that nothing helps."""
    return analysis.verdict == "deal" or analysis.cheapest is not None or analysis.relaxations_total == 0
