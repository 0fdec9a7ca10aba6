"""The best and the fairest deals, exactly: the frontier of what the parties can have, and the solutions on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..models.scenario import Scenario
from ..models.values import Exact
from ..results.best_deals import (
    SOLUTIONS,
    Bargain,
    Bound,
    Bounds,
    Chosen,
    DealEvent,
    Outcome,
    ReservationGaps,
    SolutionName,
    utility_value,
)
from ..solver.conflicts.exploration import Exploration
from ..solver.limits import Limits, Stopped
from ..solver.pareto.enumerate import all_deals, check_size
from ..solver.pareto.frontier import FrontierSearch
from ..solver.pareto.shortfalls import Gap, clashing, least_gaps, shortfalls, smallest_sets
from ..solver.pareto.solutions import ELSEWHERE, KnownFrontier, SolutionPoints, different
from ..solver.pareto.sums import HASTE, some, top
from .improving import judged

_LOOK = 256
"""Points that are told between two looks at whether a limit has come."""


def bargain(scenario: Scenario, **options: Any) -> Bargain:
    """Find the best deals for the parties that value deals.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder; some party has interests or bonuses.
    **options
        As for :func:`stream_deals`.

    Raises
    ------
    ScenarioError, SolverError
        As for :func:`stream_deals`.
    """
    last: DealEvent | None = None
    for last in stream_deals(scenario, **options):
        pass
    assert isinstance(last, Bargain)
    return last


def stream_deals(
    scenario: Scenario,
    *,
    diverse: int = 0,
    proposal: Mapping[str, object] | None = None,
    all_outcomes: bool = False,
    elsewhere: bool = False,
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Iterator[DealEvent]:
    """Yield what is proved of the best deals as it is proved, and the whole answer last.

    First the verdict, then points of the frontier (:class:`~zopa.Outcome`), then the solutions
    (:class:`~zopa.Chosen`), then the :class:`~zopa.Bargain`.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder; some party has interests or bonuses.
    diverse
        How many deals of the frontier to pick that differ in as many terms as can be.
    proposal
        A value for every term, in the scenario's words: a deal to be held against the frontier.
    all_outcomes
        Whether to list every deal that all accept, too; only up to
        :data:`~zopa.solver.pareto.enumerate.MOST_LISTED` combinations of values.
    elsewhere
        Whether to say, too, what other systems call Kalai.
    time_limit
        Wall-clock seconds; what was proved by then is returned, marked.
    limits
        Limits shared with the caller; instead of ``time_limit``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable, no party has interests or bonuses, the proposal lacks a term or
        has a value that is none, or there are too many deals to list.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    search = _Answer(scenario, limits or Limits(time_limit))
    proposed = None if proposal is None else search.meaning.numbers(proposal)
    if all_outcomes:
        check_size(search.meaning)
    exploration = Exploration(scenario, search.limits)
    red_lines = exploration.verdict()
    yield from search.find(red_lines, _any_deal(exploration) if red_lines == "deal" else {})
    found = search.answer(elsewhere)
    if diverse:
        found = replace(found, diverse=tuple(different(found.frontier, diverse)))
    if proposed is not None:
        short = {at: value / search.scale[at] for at, value in search.stated.items()}
        found = replace(found, proposal=judged(proposed, search.words, search.meaning, short, found))
    if all_outcomes:
        found = search.listed(found)
    yield from search.untold(found)
    yield found


def _any_deal(exploration: Exploration) -> dict[str, Exact]:
    """Return the values of terms in a deal that crosses no red line, as far as one came up when that was decided."""
    known: dict[str, Exact] = {}
    for part in exploration.searches:
        known |= part.witness(part.everything) or {}
    return known


class _Answer(FrontierSearch):
    """The same, put into words."""

    def answer(self, elsewhere: bool) -> Bargain:
        """Return what is known."""
        self.points = self.points.at(sorted(range(len(self.points)), key=self.points.vectors.__getitem__))
        outcomes = self._outcomes()
        complete = self.complete and self.verdict != "undecided"
        known = len(self.least) == len(self.parties)
        least = self.stated | self.least
        proved = complete and self.confirmed and (self.verdict == "no_deal" or known)
        whole = self.red_lines == "no_deal" or (self.verdict != "undecided" and proved)
        choices, bounds, others = self._chosen(elsewhere and complete)
        gaps = self._gaps()
        clashes = clashing(smallest_sets(gaps)) if self.complete and self.verdict == "no_deal" else []
        ideal = {
            party: bound.reached if bound.reached == bound.at_most else None for party, bound in bounds.ideal.items()
        }
        return Bargain(
            scenario=self.scenario,
            verdict=self.verdict,
            red_lines_verdict=self.red_lines,
            parties=self.parties,
            reservation={
                party: utility_value(least[at] / self.scale[at]) if at in least else None
                for at, party in enumerate(self.parties)
            },
            stated=tuple(party for at, party in enumerate(self.parties) if at in self.stated),
            ideal=ideal,
            bounds=bounds if outcomes else None,
            frontier=tuple(outcomes),
            frontier_complete=complete,
            confirmed=complete and self.confirmed,
            solutions={name: _those(outcomes, choices[name].points) for name in SOLUTIONS},
            elsewhere={name: _those(outcomes, found) for name, found in others.items()} if elsewhere else None,
            clashes=tuple(tuple(self.parties[at] for at in sorted(one)) for one in clashes),
            clashes_complete=self.verdict != "undecided",
            shortfalls=self._shortfalls(gaps) if gaps else None,
            stopped_by=None if whole else self.limits.stopped_by,
        )

    def _outcomes(self) -> list[Outcome]:
        """Tell the points; where a limit comes and they are very many, some of them, as all would take a while."""
        told: list[Outcome] = []
        for at in range(len(self.points)):
            if len(self.points) > HASTE and at % _LOOK == 0 and self.limits.stopped_by is not None:
                self.upper_bounds = [*self.upper_bounds, *top(self.points.vectors)]
                self.points, self.complete = some(self.points), False
                return self._outcomes()
            told.append(self._point(at))
        return told

    def _chosen(
        self, elsewhere: bool
    ) -> tuple[Mapping[SolutionName, SolutionPoints], Bounds, Mapping[str, frozenset[int] | None]]:
        """Return what the definitions pick, what is proved of the best, and what other systems would pick."""
        nothing = Bounds(dict.fromkeys(self.parties, Bound()), dict.fromkeys(SOLUTIONS, Bound()))
        if not len(self.points):
            return dict.fromkeys(SOLUTIONS, SolutionPoints()), nothing, dict.fromkeys(ELSEWHERE)
        known = len(self.least) == len(self.parties)
        least = [self.least[at] for at in range(len(self.parties))] if known else None
        above = [one for one in self.upper_bounds if all(one[at] >= value for at, value in self.least.items())]
        table = KnownFrontier(self.scale, self.points.vectors, above, least)
        choices = table.chosen(self.most_sum)
        ideal = {
            party: _bound(Fraction(reached, own), Fraction(most, own))
            for party, reached, most, own in zip(self.parties, table.reached, table.most, self.scale, strict=True)
        }
        bounds = Bounds(ideal, {name: _bound(one.reached, one.at_most) for name, one in choices.items()})
        return choices, bounds, table.elsewhere() if elsewhere else dict.fromkeys(ELSEWHERE)

    def listed(self, found: Bargain) -> Bargain:
        """Return an answer with all deals that the parties accept."""
        best = set(self.points.vectors)
        if found.verdict == "undecided":
            return replace(found, outcomes=(), outcomes_complete=False)
        try:
            deals = all_deals(self.meaning, self.parties, self.scale, self.meets, self.limits)
        except Stopped as limit:
            return replace(found, outcomes=(), outcomes_complete=False, stopped_by=limit.limit)
        outcomes = [
            self.words.of(deal, vector, (vector in best) if found.frontier_complete else None) for vector, deal in deals
        ]
        return replace(found, outcomes=tuple(outcomes), outcomes_complete=True)

    def untold(self, found: Bargain) -> Iterator[DealEvent]:
        """Yield the points and solutions of an answer that were not told before it."""
        for vector, outcome in zip(self.points.vectors, found.frontier, strict=True):
            if outcome.is_best and vector not in self.yielded:
                yield outcome
        for name in SOLUTIONS:
            if outcomes := found.solutions[name]:
                yield Chosen(name, outcomes)

    def _gaps(self) -> list[Gap]:
        """Return the least by which deals that cross no red line are known to fall short of stated values."""
        if not self.stated or self.verdict == "deal":
            return []
        if self.verdict == "undecided" and self.limits.stopped_by is not None and len(self.all) > HASTE:
            self.all = some(self.all)
        return least_gaps(self.all.vectors, self.stated)

    def _shortfalls(self, gaps: Sequence[Gap]) -> ReservationGaps:
        complete = self.complete and self.verdict == "no_deal"
        return shortfalls(gaps, self.parties, self.scale, complete, self._short_of)

    def _short_of(self, at: int) -> Outcome:
        return self.outcome(self.all.payloads[at], self.all.vectors[at])

    def _point(self, at: int) -> Outcome:
        vector = self.points.vectors[at]
        is_best = True if self.is_best(vector) else None
        return self.yielded.get(vector) or self.outcome(self.points.payloads[at], vector, is_best)


def _bound(reached: Fraction | None, at_most: Fraction | None) -> Bound:
    return Bound(
        None if reached is None else utility_value(reached), None if at_most is None else utility_value(at_most)
    )


def _those(outcomes: Sequence[Outcome], chosen: Collection[int] | None) -> tuple[Outcome, ...] | None:
    return None if chosen is None else tuple(outcomes[at] for at in sorted(chosen))
