"""The whole pipeline on one screen: a scenario in, an Analysis out, and what is proved on the way.

What a limit cuts off is marked, never guessed: totals are ``None``, lists are not called complete.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, Literal, TypeAlias

from ..models.scenario import Scenario
from ..models.values import exact
from ..results.analysis import Analysis, Decided, Event, Progress, Relaxation
from ..results.verdict import Cost, DealWords
from ..solver.conflicts import findings
from ..solver.conflicts.deals import Deals
from ..solver.conflicts.exploration import Choice, Exploration
from ..solver.conflicts.rounds import do, explore_in_rounds
from ..solver.k_best import Unfinished
from ..solver.limits import Allowance, Limits, Stopped
from .iterate import Told
from .request import asked, by_importance, kept_lines, names

Section: TypeAlias = Literal["conflicts", "relaxations", "deals", "smallest"]

WHOLE: frozenset[Section] = frozenset(("conflicts", "relaxations"))
"""What :func:`solve` answers unless told otherwise."""

_WITH_CONFLICTS: frozenset[Section] = frozenset(("conflicts", "smallest"))

FIRST = Allowance(questions=500, relaxations=500, steps=5_000)
"""What each part gets before the cheapest relaxations are listed: where it is enough, equals come in a plain order."""


def solve(scenario: Scenario, **options: Any) -> Analysis:
    """Decide a scenario: is there a deal, why not, and what would have to give.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder.
    **options
        As for :func:`stream`.

    Returns
    -------
    Analysis
        A section that was not asked for is ``None``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable.
    UnknownNameError
        If an option names what does not exist.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    last: Event | None = None
    for last in stream(scenario, **options):
        pass
    assert isinstance(last, Analysis)
    return last


def stream(
    scenario: Scenario,
    *,
    top: int = 10,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    max_cost: Cost | None = None,
    prefer: Collection[str] = (),
    time_limit: float | None = None,
    workers: int = 1,
    sections: Collection[Section] = WHOLE,
    allowance: Allowance | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    certify: bool = True,
) -> Iterator[Event]:
    """Yield what is proved as it is proved: the verdict, conflicts and relaxations, and the whole answer last.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder.
    top
        How many relaxations, or deals, to list.
    keep
        Red lines (``party.line``), or parties for all of theirs, that are never given up. A single name will do, here
        and below.
    only_from
        The parties that may give lines up; all when empty.
    only_between
        The parties whose red lines count; those of all others are left out. All when empty.
    max_cost
        Relaxations that cost more are not listed.
    prefer
        Red lines or parties, the most important first: the conflict and the relaxation that this order prefers are
        told beside the others. Those not named come last, in the scenario's order.
    time_limit
        Wall-clock seconds; what was proved by then is returned, marked.
    workers
        Processes that explore the parts and disputes of the scenario; the answer is the same whatever their number.
    sections
        Which parts of the answer to compute; the verdict always is.
    allowance
        How far a complete exploration of one part of the scenario may go before it is cut off.
    limits
        Limits shared with the caller, who may then interrupt from another thread; instead of ``time_limit``.
    on_progress
        Called before every question to the solver.
    certify
        Whether to prove the verdict and every conflict in steps that the checker verifies; what is not proved in a share
        of the search's own work, or not wanted, stays the solver's claim, and says so.

    Raises
    ------
    ScenarioError, UnknownNameError, SolverError
        As for :func:`solve`.
    """
    if isinstance(max_cost, float):
        raise TypeError(f"{max_cost!r} is a float, and those are not exact; write Decimal({str(max_cost)!r})")
    scenario = asked(scenario, only_between, keep, only_from, prefer)
    kept = kept_lines(scenario, keep, only_from)
    order = by_importance(scenario, prefer) if prefer else []
    exploration = Exploration(
        scenario, limits or Limits(time_limit), kept, allowance or Allowance(), on_progress, certify
    )
    analysis = Analysis(
        scenario=scenario,
        verdict=exploration.verdict(),
        sections=tuple(sorted(sections)),
        kept=tuple(kept_lines(scenario, keep, only_from, sacred=False)),
        max_cost=max_cost,
        between=names(only_between),
        preferring=tuple(order),
    )
    if analysis.verdict == "deal":
        analysis = replace(analysis, deal=_deal(exploration))
    yield Decided(analysis.verdict, analysis.deal)
    told = Told(exploration)
    if "smallest" in sections and analysis.verdict == "no_deal":
        exploration.explore(FIRST)
        analysis = _with_smallest(exploration, analysis)
    if order:
        analysis = _with_preferred(exploration, analysis, order, sections)
    if not WHOLE.isdisjoint(sections):
        if analysis.verdict == "no_deal":
            exploration.explore(FIRST)
        if "conflicts" in sections:
            yield from _new(told)
        if "relaxations" in sections:
            found: list[Relaxation] = []
            for relaxation in _cheapest(exploration, top, max_cost):
                if relaxation is not None:
                    found.append(relaxation)
                    yield relaxation
                else:
                    analysis = replace(analysis, relaxations_within=len(found))
            analysis = replace(analysis, relaxations=tuple(found))
        if analysis.verdict == "no_deal":
            _explore(exploration, workers)
        if "conflicts" in sections:
            yield from _new(told)
            analysis = _with_conflicts(exploration, analysis)
        if "relaxations" in sections:
            analysis = _with_totals(exploration, analysis, top)
    if "deals" in sections:
        analysis = _with_deals(exploration, analysis, top)
    if analysis.verdict == "no_deal":
        analysis = replace(analysis, refutation=findings.refutation(exploration, analysis.conflicts or ()))
    if _cut_off(analysis, sections):
        limit = exploration.limits.stopped_by
        analysis = replace(analysis, stopped_by=limit, allowance_spent=limit is None)
    yield analysis


# -- steps ------------------------------------------------------------------------------------------------------------


def _new(told: Told) -> Iterator[Event]:
    """Yield the conflicts proved since; one that a limit leaves open is in the whole answer alone, marked."""
    try:
        yield from told.new()
    except Stopped:
        return


def _explore(exploration: Exploration, workers: int) -> None:
    if workers == 1:
        explore_in_rounds(exploration, lambda tasks: (do(exploration, task) for task in tasks))
    elif exploration.unfinished():
        from ..solver.conflicts.parallel import (
            explore_in_processes,  # processes take a while to import, and few need them
        )

        explore_in_processes(exploration, workers)


def _deal(exploration: Exploration) -> DealWords | None:
    try:
        return exploration.meaning.words(Deals(exploration).of())
    except Stopped:  # the verdict's own deals are always at hand, so this takes an interrupt between two lines
        return None


def _with_smallest(exploration: Exploration, analysis: Analysis) -> Analysis:
    try:
        return replace(analysis, smallest_conflict=findings.smallest(exploration))
    except Stopped:
        return analysis


def _with_preferred(
    exploration: Exploration, analysis: Analysis, order: list[str], sections: Collection[Section]
) -> Analysis:
    if analysis.verdict != "no_deal":
        return analysis
    try:
        if not _WITH_CONFLICTS.isdisjoint(sections):
            analysis = replace(analysis, preferred_conflict=findings.preferred_conflict(exploration, order))
        if "relaxations" in sections and (choice := findings.preferred_relaxation(exploration, order)) is not None:
            found = Deals(exploration).relaxation(*choice)
            analysis = replace(analysis, preferred_relaxation=found)
    except Stopped:
        pass
    return analysis


def _cheapest(exploration: Exploration, top: int, max_cost: Cost | None) -> Iterator[Relaxation | None]:
    """Yield the cheapest relaxations, as far as the limits allow; None last where all others cost too much."""
    deals = Deals(exploration)
    most = None if max_cost is None else exact(max_cost) * exploration.scale
    steps: Iterator[tuple[int, Choice]] = exploration.relaxations()
    try:
        for cost, choice in islice(steps, top):
            if most is not None and cost > most:
                yield None
                return
            yield deals.relaxation(cost, choice)
    except (Unfinished, Stopped):
        return


def _with_conflicts(exploration: Exploration, analysis: Analysis) -> Analysis:
    found = findings.conflicts(exploration)
    free, all_decided = findings.uncontested(exploration)
    own = [
        party
        for party in analysis.scenario.parties
        if any(c.red_lines and all(line.split(".")[0] == party for line in c.red_lines) for c in found)
    ]
    return replace(
        analysis,
        conflicts=tuple(found),
        conflicts_complete=exploration.is_complete,
        disputes=tuple(findings.disputes(exploration, found)),
        uncontested=tuple(free),
        uncontested_complete=all_decided,
        contradictory_parties=tuple(own),
    )


def _with_totals(exploration: Exploration, analysis: Analysis, top: int) -> Analysis:
    """Add how many relaxations there are, and whether the list has every one up to its end."""
    shown = len(analysis.relaxations or ())
    total = exploration.total()
    within = findings.total_within(exploration, analysis.max_cost)
    if within is None:
        within = analysis.relaxations_within
    return replace(
        analysis,
        relaxations_total=total,
        relaxations_within=within,
        relaxations_complete=shown == top or (within is not None and shown == within),
        cheapest=findings.cheapest(exploration),
    )


def _with_deals(exploration: Exploration, analysis: Analysis, top: int) -> Analysis:
    found: list[DealWords] = []
    complete = analysis.verdict == "no_deal"
    if analysis.verdict == "deal":
        try:
            steps = Deals(exploration).different()
            found = [exploration.meaning.words(values) for values in islice(steps, top)]
            complete = next(steps, None) is None
        except Stopped:
            complete = False
    return replace(analysis, deals=tuple(found), deals_complete=complete)


def _counted(analysis: Analysis) -> bool:
    """Return whether it is known how many relaxations there are, or how many the request wants to hear of."""
    return analysis.relaxations_total is not None or (
        analysis.max_cost is not None and analysis.relaxations_within is not None
    )


def _cut_off(analysis: Analysis, sections: Collection[Section]) -> bool:
    """Return whether anything that was asked for is missing."""
    preferring = bool(analysis.preferring) and analysis.verdict == "no_deal"
    return (
        analysis.verdict == "undecided"
        or (analysis.conflicts is not None and not analysis.conflicts_complete)
        or (analysis.relaxations is not None and not (analysis.relaxations_complete and _counted(analysis)))
        or (analysis.deals is not None and not analysis.deals_complete)
        or ("smallest" in sections and analysis.verdict == "no_deal" and analysis.smallest_conflict is None)
        or (preferring and not _WITH_CONFLICTS.isdisjoint(sections) and analysis.preferred_conflict is None)
        or any(value is None for relaxation in analysis.relaxations or () for value in relaxation.measures.values())
    )
