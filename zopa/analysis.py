"""The whole pipeline on one screen: a scenario in, an Analysis out.

What a limit cuts off is marked, never guessed: totals are ``None``, lists are not called complete.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import Literal, TypeAlias

from .errors import UnknownNameError
from .models.scenario import Scenario
from .results import Analysis, Conflict, DealWords, Progress, Relaxation
from .solver import findings
from .solver.completion import steps_to_the_end
from .solver.deals import Deals
from .solver.explore import Allowance, Exploration
from .solver.limits import Limits
from .solver.merge import Unfinished
from .solver.search import Stopped

Section: TypeAlias = Literal["conflicts", "relaxations", "deals"]

WHOLE: frozenset[Section] = frozenset(("conflicts", "relaxations"))
"""What :func:`solve` answers unless told otherwise."""


def solve(
    scenario: Scenario,
    *,
    top: int = 10,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    time_limit: float | None = None,
    workers: int = 1,
    sections: Collection[Section] = WHOLE,
    allowance: Allowance | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Analysis:
    """Decide a scenario: is there a deal, why not, and what would have to give.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder.
    top
        How many relaxations, or deals, to list.
    keep
        Red lines (``party.line``), or parties for all of theirs, that are never given up.
    only_from
        The parties that may give lines up; all when empty.
    time_limit
        Wall-clock seconds; what was proved by then is returned, marked.
    workers
        Processes that explore the parts of the scenario; the answer is the same whatever their number.
    sections
        Which parts of the answer to compute; the verdict always is.
    allowance
        How far a complete exploration of one part of the scenario may go before it is cut off.
    limits
        Limits shared with the caller, who may then interrupt from another thread; instead of ``time_limit``.
    on_progress
        Called before every question to the solver.

    Returns
    -------
    Analysis
        A section that was not asked for is ``None``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable.
    UnknownNameError
        If ``keep`` or ``only_from`` names what does not exist.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    kept = kept_lines(scenario, keep, only_from)
    exploration = Exploration(scenario, limits or Limits(time_limit), kept, allowance or Allowance(), on_progress)
    analysis = Analysis(scenario=scenario, verdict=exploration.verdict(), kept=tuple(kept))
    if analysis.verdict == "deal":
        analysis = replace(analysis, deal=_deal(exploration))
    if analysis.verdict == "no_deal" and not WHOLE.isdisjoint(sections):
        _explore(exploration, workers, top if "relaxations" in sections else 0)
    if "conflicts" in sections:
        analysis = _with_conflicts(exploration, analysis)
    if "relaxations" in sections:
        analysis = _with_relaxations(exploration, analysis, top)
    if "deals" in sections:
        analysis = _with_deals(exploration, analysis, top)
    if not _cut_off(analysis):
        return analysis
    limit = exploration.limits.stopped_by
    return replace(analysis, stopped_by=limit, allowance_spent=limit is None)


def conflicts(
    scenario: Scenario, *, time_limit: float | None = None, limits: Limits | None = None
) -> Iterator[Conflict]:
    """Yield every minimal conflict as it is proved; the end of the iteration proves that there are no more.

    Raises
    ------
    Stopped
        When a limit came first: there may be more.
    """
    exploration = Exploration(scenario, limits or Limits(time_limit))
    if exploration.verdict() == "undecided":
        raise Stopped(exploration.limits.stopped_by)
    for _, search in exploration.contested():
        if 0 in search.conflicts:
            yield findings.conflict(exploration, search, 0)  # the facts alone: nothing larger is minimal
            return
    for _, search in exploration.contested():
        told: set[int] = set()
        steps = steps_to_the_end(search)
        stopped: Stopped | None = None
        while stopped is None:
            more = False
            try:
                more = next(steps, search) is None
            except Stopped as limit:
                stopped = limit
            for mask in list(search.conflicts):
                if mask in told:
                    continue
                minimal = search.within(mask)
                if not search.is_minimal(minimal):
                    raise Stopped(exploration.limits.stopped_by)
                fresh = minimal not in told
                told.update((mask, minimal))
                if fresh:
                    yield findings.conflict(exploration, search, minimal)
            if not more:
                break
        if stopped is not None:
            raise stopped
    if None in exploration.feasible:
        raise Stopped(exploration.limits.stopped_by)


def relaxations(
    scenario: Scenario,
    *,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Iterator[Relaxation]:
    """Yield every minimal relaxation, cheapest first; ``next()`` costs one answer, not all of them.

    Where a deal exists, the one relaxation gives nothing up. ``keep`` and ``only_from`` are as for :func:`solve`.

    Raises
    ------
    Stopped
        When a limit came first: the next one is not known.
    """
    kept = kept_lines(scenario, keep, only_from)
    exploration = Exploration(scenario, limits or Limits(time_limit), kept)
    exploration.verdict()
    found = Deals(exploration)
    try:
        for cost, choice in exploration.relaxations():
            yield found.relaxation(cost, choice)
    except Unfinished:
        raise Stopped(exploration.limits.stopped_by) from None


def deals(scenario: Scenario, *, time_limit: float | None = None, limits: Limits | None = None) -> Iterator[DealWords]:
    """Yield deals that cross no red line, each differing from all before it in as many terms as can be.

    Raises
    ------
    Stopped
        When a limit came first.
    """
    exploration = Exploration(scenario, limits or Limits(time_limit))
    verdict = exploration.verdict()
    if verdict == "undecided":
        raise Stopped(exploration.limits.stopped_by)
    if verdict == "deal":
        yield from map(exploration.meaning.words, Deals(exploration).different())


def kept_lines(scenario: Scenario, keep: Collection[str], only_from: Collection[str]) -> list[str]:
    """Return the red lines that a request forbids to give up.

    Raises
    ------
    UnknownNameError
        If a red line or party does not exist.
    """
    parties = {line_id: line_id.split(".")[0] for line_id, _, _ in scenario.red_lines()}
    for name in keep:
        if name not in scenario.parties and name not in parties:
            raise UnknownNameError("red line or party", name, [*parties, *scenario.parties])
    for party in only_from:
        if party not in scenario.parties:
            raise UnknownNameError("party", party, scenario.parties)
    return [
        line
        for line, party in parties.items()
        if line in keep or party in keep or (only_from and party not in only_from)
    ]


# -- steps ------------------------------------------------------------------------------------------------------------


def _explore(exploration: Exploration, workers: int, first: int) -> None:
    if workers == 1:
        exploration.explore(first)
        return
    from .solver.parallel import explore_in_processes  # processes take a while to import, and few need them

    explore_in_processes(exploration, workers, first)


def _deal(exploration: Exploration) -> DealWords | None:
    try:
        return exploration.meaning.words(Deals(exploration).of())
    except Stopped:  # the verdict's own deals are always at hand, so this takes an interrupt between two lines
        return None


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


def _with_relaxations(exploration: Exploration, analysis: Analysis, top: int) -> Analysis:
    found: list[Relaxation] = []
    deals_of = Deals(exploration)
    complete = True
    try:
        for cost, choice in islice(exploration.relaxations(), top):
            found.append(deals_of.relaxation(cost, choice))
    except (Unfinished, Stopped):
        complete = False
    return replace(
        analysis,
        relaxations=tuple(found),
        relaxations_total=exploration.total(),
        relaxations_complete=complete,
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


def _cut_off(analysis: Analysis) -> bool:
    """Return whether anything that was asked for is missing."""
    return (
        analysis.verdict == "undecided"
        or (analysis.conflicts is not None and not analysis.conflicts_complete)
        or (analysis.relaxations is not None and not analysis.relaxations_complete)
        or (analysis.deals is not None and not analysis.deals_complete)
        or any(value is None for relaxation in analysis.relaxations or () for value in relaxation.measures.values())
    )
