"""Answers one by one, each as it is proved; ``next()`` costs one answer, not all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..models.scenario import Scenario
from ..results.analysis import Conflict, Relaxation
from ..results.verdict import DealWords
from ..solver.conflicts import findings
from ..solver.conflicts.deals import Deals
from ..solver.conflicts.exploration import Exploration
from ..solver.conflicts.independence import steps_to_the_end
from ..solver.k_best import Unfinished
from ..solver.limits import Limits, Stopped
from .request import Request


def conflicts(
    scenario: Scenario,
    *,
    only_between: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Iterator[Conflict]:
    """Yield every minimal conflict as it is proved; the end of the iteration proves that there are no more.

    Parameters are as for :func:`zopa.solve`.

    Raises
    ------
    Stopped
        When a limit came first: there may be more.
    """
    return _conflicts(Request.of(scenario, only_between=only_between, time_limit=time_limit, limits=limits))


def _conflicts(request: Request) -> Iterator[Conflict]:
    exploration = Exploration(request.scenario, request.limits)
    if exploration.verdict() == "undecided":
        raise Stopped(request.limits.stopped_by)
    reported = ReportedConflicts(exploration)
    for _, search in exploration.contested():
        try:
            for _ in steps_to_the_end(search):
                yield from reported.new()
        except Stopped:
            yield from reported.new()
            raise
        yield from reported.new()
    if None in exploration.feasible:
        raise Stopped(request.limits.stopped_by)


class ReportedConflicts:
    """The conflicts of an exploration that have been reported."""

    def __init__(self, exploration: Exploration) -> None:
        self._exploration = exploration
        self._reported: dict[int, set[int]] = {at: set() for at, _ in exploration.contested()}
        self._facts_clash = any(0 in search.known.conflicts for _, search in exploration.contested())

    def new(self) -> Iterator[Conflict]:
        """Yield the conflicts that have come since, each made minimal.

        Raises
        ------
        Stopped
            When a limit comes before one is proved to be minimal.
        """
        for at, search in self._exploration.contested():
            for mask in list(search.known.conflicts):
                if mask in self._reported[at] or self._is_idle_beside_facts(mask):
                    continue
                minimal = search.known.within(mask)
                if not search.known.is_minimal(minimal):
                    raise Stopped(self._exploration.limits.stopped_by)
                fresh = minimal not in self._reported[at]
                self._reported[at].update((mask, minimal))
                if fresh:
                    yield findings.conflict(self._exploration, search.known, minimal)

    def _is_idle_beside_facts(self, mask: int) -> bool:
        """Return whether facts contradict each other: one conflict, in whatever parts, beside which none is minimal."""
        return self._facts_clash and (mask != 0 or any(0 in masks for masks in self._reported.values()))


def relaxations(
    scenario: Scenario,
    *,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Iterator[Relaxation]:
    """Yield every minimal relaxation, cheapest first; the deal of each is worked out when it is first looked at.

    Where a deal exists, the one relaxation gives nothing up. Parameters are as for :func:`zopa.solve`.

    Raises
    ------
    Stopped
        When a limit came first: the next one is not known.
    """
    return _relaxations(
        Request.of(
            scenario, keep=keep, only_from=only_from, only_between=only_between, time_limit=time_limit, limits=limits
        )
    )


def _relaxations(request: Request) -> Iterator[Relaxation]:
    exploration = Exploration(request.scenario, request.limits, request.kept)
    exploration.verdict()
    found = Deals(exploration)
    try:
        for cost, choice in exploration.relaxations():
            yield found.relaxation(cost, choice, later=True)
    except Unfinished:
        raise Stopped(request.limits.stopped_by) from None


def deals(scenario: Scenario, *, time_limit: float | None = None, limits: Limits | None = None) -> Iterator[DealWords]:
    """Yield deals that cross no red line, each differing from all before it in as many terms as possible.

    Parameters are as for :func:`zopa.solve`.

    ``time_limit`` and ``limits`` are as for :func:`~zopa.solve`.

    Raises
    ------
    Stopped
        When a limit came first.
    """
    return _deals(Request.of(scenario, time_limit=time_limit, limits=limits))


def _deals(request: Request) -> Iterator[DealWords]:
    exploration = Exploration(request.scenario, request.limits)
    verdict = exploration.verdict()
    if verdict == "undecided":
        raise Stopped(request.limits.stopped_by)
    if verdict == "deal":
        yield from map(exploration.meaning.words, Deals(exploration).different())
