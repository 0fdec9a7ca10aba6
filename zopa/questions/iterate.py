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
from .request import asked, kept_lines


def conflicts(
    scenario: Scenario,
    *,
    only_between: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Iterator[Conflict]:
    """Yield every minimal conflict as it is proved; the end of the iteration proves that there are no more.

    ``only_between`` is as for :func:`~zopa.solve`.

    Raises
    ------
    Stopped
        When a limit came first: there may be more.
    """
    exploration = Exploration(asked(scenario, only_between), limits or Limits(time_limit))
    if exploration.verdict() == "undecided":
        raise Stopped(exploration.limits.stopped_by)
    told = Told(exploration)
    for _, search in exploration.contested():
        stopped: Stopped | None = None
        steps = steps_to_the_end(search)
        more = True
        while more and stopped is None:
            try:
                more = next(steps, search) is None
            except Stopped as limit:
                stopped = limit
            yield from told.new()
        if stopped is not None:
            raise stopped
    if None in exploration.feasible:
        raise Stopped(exploration.limits.stopped_by)


class Told:
    """The conflicts of an exploration that have been told of."""

    def __init__(self, exploration: Exploration) -> None:
        self._exploration = exploration
        self._told: dict[int, set[int]] = {at: set() for at, _ in exploration.contested()}
        self._facts_clash = any(0 in search.conflicts for _, search in exploration.contested())

    def new(self) -> Iterator[Conflict]:
        """Yield the conflicts that have come since, each made minimal.

        Raises
        ------
        Stopped
            When a limit comes before one is proved to be minimal.
        """
        for at, search in self._exploration.contested():
            for mask in list(search.conflicts):
                if mask in self._told[at] or (self._facts_clash and mask):  # nothing beside the facts alone is minimal
                    continue
                minimal = search.within(mask)
                if not search.is_minimal(minimal):
                    raise Stopped(self._exploration.limits.stopped_by)
                fresh = minimal not in self._told[at]
                self._told[at].update((mask, minimal))
                if fresh:
                    yield findings.conflict(self._exploration, search, minimal)


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

    Where a deal exists, the one relaxation gives nothing up. ``keep``, ``only_from`` and ``only_between`` are as for
    :func:`~zopa.solve`.

    Raises
    ------
    Stopped
        When a limit came first: the next one is not known.
    """
    scenario = asked(scenario, only_between, keep, only_from)
    kept = kept_lines(scenario, keep, only_from)
    exploration = Exploration(scenario, limits or Limits(time_limit), kept)
    exploration.verdict()
    found = Deals(exploration)
    try:
        for cost, choice in exploration.relaxations():
            yield found.relaxation(cost, choice, later=True)
    except Unfinished:
        raise Stopped(exploration.limits.stopped_by) from None


def deals(scenario: Scenario, *, time_limit: float | None = None, limits: Limits | None = None) -> Iterator[DealWords]:
    """Yield deals that cross no red line, each differing from all before it in as many terms as can be.

    ``time_limit`` and ``limits`` are as for :func:`~zopa.solve`.

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
