"""Who carries it: every division of the cost between the parties that no other beats."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..models.scenario import Scenario
from ..results.concessions import Burden, Package
from ..results.verdict import Cost
from ..solver.concessions.problem import BurdenPoint
from ..solver.dominance import least_of
from ..solver.k_best import Unfinished
from ..solver.limits import Limits, Stopped
from .concessions import GradedAnswer
from .request import Request


def burden(
    scenario: Scenario,
    *,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    budgets: Mapping[str, Cost] | None = None,
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Burden:
    """Return every division of the cost between the parties that no other beats, each with a package.

    :mod:`zopa.solver.concessions.frontier` explains the search. Parameters and errors are those of
    :func:`zopa.concessions`.
    """
    request = Request.of(
        scenario,
        keep=keep,
        only_from=only_from,
        only_between=only_between,
        budgets=budgets,
        time_limit=time_limit,
        limits=limits,
    )
    graded = GradedAnswer(request)
    points: list[BurdenPoint] = []
    complete = confirmed = False
    packages: list[Package] = []
    try:
        graded.check_decided()
        points, complete, confirmed = graded.grading.frontier()
        packages = [graded.package(point.whole) for point in points]
    except (Stopped, Unfinished):
        complete = complete and len(packages) == len(points)
    gives = [point.gives for point in points]
    fairest = _fairest(graded, packages, gives, complete)
    return Burden(
        scenario=request.scenario,
        verdict=graded.decision.verdict,
        parties=tuple(graded.grading.groups),
        frontier=tuple(packages),
        frontier_complete=complete,
        confirmed=complete and confirmed,
        least_total=least_of([(sum(point),) for point in gives]) if complete else None,
        min_max=least_of([(max(point, default=0),) for point in gives]) if complete else None,
        leximin=least_of([tuple(sorted(point, reverse=True)) for point in gives]) if complete else None,
        fairest=fairest,
        kept=request.keeping,
        only_from=request.only_from,
        budgets=request.budgets,
        stopped_by=request.limits.stopped_by,
        evidence=graded.decision.evidence(),
    )


def _fairest(
    graded: GradedAnswer, packages: list[Package], gives: list[tuple[int, ...]], complete: bool
) -> Package | None:
    """Return the cheapest package in which whoever gives most gives least; None where that is not proved."""
    if complete:
        keys = [(max(point, default=0), sum(point)) for point in gives]
        return packages[keys.index(min(keys))] if packages else None
    if graded.decision.verdict == "undecided":
        return None
    try:
        whole = graded.grading.fairest()
        return None if whole is None else graded.package(whole)
    except (Stopped, Unfinished):
        return None
