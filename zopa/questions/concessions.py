"""By how much, and who carries it: relaxations in which lines move, their burden, and how firm they stand."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from itertools import islice

from ..models.scenario import Scenario
from ..models.values import exact
from ..results.concessions import Burden, Concessions, Package, Sensitivity, Weighing
from ..results.verdict import Cost
from ..solver.concessions.problem import BurdenPoint
from ..solver.concessions.search import GradedPart
from ..solver.concessions.sensitivity import Firm, Ties, cheapest, firmness
from ..solver.k_best import Unfinished
from ..solver.limits import Limits, Stopped
from .packages import Request, checked_cost


def concessions(
    scenario: Scenario,
    *,
    top: int = 10,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    budgets: Mapping[str, Cost] | None = None,
    max_cost: Cost | None = None,
    smallest: bool = False,
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Concessions:
    """List the cheapest relaxations in which each line is kept, moved by an amount or to a fallback, or given up.

    Each is minimal both in the lines that move and in how far each does.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder.
    top
        How many to list.
    keep
        Red lines (``party.line``), or parties for all of theirs, that may not move at all.
    only_from
        The parties whose lines may move; all when empty.
    only_between
        The parties whose red lines count; all when empty.
    budgets
        By party, the most that it may give.
    max_cost
        Relaxations that cost more are not listed.
    smallest
        Let every comparison of numbers or dates move, whether or not a cost is stated for that, and list the least
        movements in the units of the terms: those that no other beats in every unit and in the cost of other lines.
    time_limit
        Wall-clock seconds; what was proved by then is returned, marked.
    limits
        Limits shared with the caller; instead of ``time_limit``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable, or a fallback is not softer than what comes before it.
    UnknownNameError
        If an option names what does not exist.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    ValueError, TypeError
        If a cost is not a number from 0 on, or is given with ``smallest``.
    """
    if smallest and (budgets or max_cost is not None):
        raise ValueError("smallest counts amounts, not costs; budgets and max_cost do not go with it")
    request = Request(scenario, keep, only_from, only_between, budgets or {}, time_limit, limits, by_unit=smallest)
    most = None if max_cost is None else exact(checked_cost(max_cost)) * request.grading.scale
    found: list[Package] = []
    total: int | None = None
    within: int | None = None
    complete = confirmed = False
    try:
        request.decide()
        if smallest:
            points, complete = request.grading.frontier()
            total = len(points) if complete else None
            found = [request.package(point.whole) for point in points[:top]]
            confirmed = complete and request.grading.frontier_confirmed
        else:
            for cost, whole in islice(request.grading.relaxations(), top + 1):
                if most is not None and cost > most:
                    within = len(found)
                    break
                if len(found) == top:
                    break
                found.append(request.package(whole))
            else:
                total = within = request.grading.total()
            complete = True
            confirmed = request.grading.confirmed()
    except (Stopped, Unfinished):
        pass
    return Concessions(
        scenario=request.scenario,
        verdict=request.verdict,
        relaxations=tuple(found),
        relaxations_total=total,
        relaxations_within=total if max_cost is None else within,
        relaxations_complete=complete,
        confirmed=confirmed,
        smallest=smallest,
        kept=tuple(request.kept),
        budgets=request.budgets,
        max_cost=max_cost,
        stopped_by=None if complete else request.limits.stopped_by,
    )


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

    How it is found is told in :mod:`zopa.solver.concessions.frontier`. Parameters and errors are those of
    :func:`concessions`.
    """
    request = Request(scenario, keep, only_from, only_between, budgets or {}, time_limit, limits)
    points: list[BurdenPoint] = []
    complete = False
    packages: list[Package] = []
    try:
        request.decide()
        points, complete = request.grading.frontier()
        packages = [request.package(point.whole) for point in points]
    except (Stopped, Unfinished):
        complete = complete and len(packages) == len(points)
    gives = [point.gives for point in points]
    fairest = _fairest(request, packages, gives, complete)
    return Burden(
        scenario=request.scenario,
        verdict=request.verdict,
        parties=tuple(request.grading.groups),
        frontier=tuple(packages),
        frontier_complete=complete,
        confirmed=complete and request.grading.frontier_confirmed,
        least_total=_least([(sum(point),) for point in gives]) if complete else None,
        min_max=_least([(max(point, default=0),) for point in gives]) if complete else None,
        leximin=_least([tuple(sorted(point, reverse=True)) for point in gives]) if complete else None,
        fairest=fairest,
        kept=tuple(request.kept),
        budgets=request.budgets,
        stopped_by=None if complete else request.limits.stopped_by,
    )


def _fairest(request: Request, packages: list[Package], gives: list[tuple[int, ...]], complete: bool) -> Package | None:
    """Return the cheapest package in which whoever gives most gives least; None where that is not proved."""
    if complete:
        keys = [(max(point, default=0), sum(point)) for point in gives]
        return packages[keys.index(min(keys))] if packages else None
    if request.verdict == "undecided":
        return None
    try:
        whole = request.grading.fairest()
        return None if whole is None else request.package(whole)
    except (Stopped, Unfinished):
        return None


def sensitivity(
    scenario: Scenario,
    *,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Sensitivity:
    """Say of every red line whether all, some or none of the cheapest relaxations move it, and how far its weight can go.

    Parameters and errors are those of :func:`concessions`.
    """
    request = Request(scenario, keep, only_from, only_between, {}, time_limit, limits)
    grading = request.grading
    ties: list[Ties | None] = []
    proved = False
    try:
        request.decide()
        ties = [cheapest(part) for part in grading.parts]
        proved = None not in ties and grading.confirmed()
    except (Stopped, Unfinished):
        pass
    known = [one for one in ties if one is not None] if proved else []
    weighed: dict[str, Weighing] = {}
    for part, tied in zip(grading.parts, known, strict=False):
        weighed |= {one.red_line: one for one in _weighed(request, part, tied)}
    counted = proved and all(tied.complete for tied in known)
    return Sensitivity(
        scenario=request.scenario,
        verdict=request.verdict,
        cost=grading.words_of_cost(sum(tied.cost for tied in known)) if proved else None,
        total=math.prod(len(tied.vectors) for tied in known) if counted else None,
        red_lines=tuple(weighed[line.id] for line in grading.meaning.red_lines) if proved else (),
        complete=proved and all(one.is_proved for one in weighed.values()),
        kept=tuple(request.kept),
        stopped_by=request.limits.stopped_by,
    )


def _weighed(request: Request, part: GradedPart, ties: Ties) -> Iterator[Weighing]:
    """Yield what hangs on each line of a part."""
    words = request.grading.words_of_cost
    found: dict[int, Firm] = {}
    with suppress(Stopped):
        for at, firm in firmness(request.grading, part, ties):
            found[at] = firm
    for at, chain in enumerate(part.chains):
        one = found.get(at)
        yield Weighing(
            red_line=chain.id,
            role=None if one is None else one.role,
            concessions=tuple(
                request.concession(chain, step, next(one.values for one in ties.vectors if one.steps[at] == step))
                for step in ties.steps(at)
                if step
            ),
            concessions_complete=ties.complete,
            weight=None if chain.gives_up is None else words(chain.cost(chain.gives_up)),
            above=None if one is None or one.above is None else words(one.above),
            below=None if one is None or one.below is None else words(one.below),
            is_proved=one is not None and one.role is not None,
        )


def _least(keys: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the positions of the least."""
    return tuple(at for at, key in enumerate(keys) if key == min(keys))
