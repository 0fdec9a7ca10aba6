"""The best and the fairest deals, exactly: the frontier of what the parties can have, and the solutions on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

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
    Proposal,
    SolutionName,
    utility_value,
)
from ..results.verdict import Evidence
from ..solver.limits import Limits, Stopped
from ..solver.pareto.bargaining_solutions import ELSEWHERE, KnownFrontier, SolutionPoints, different
from ..solver.pareto.enumerate import all_deals, check_size, is_enumerable
from ..solver.pareto.frontier import FrontierSearch
from ..solver.pareto.groups import groups
from ..solver.pareto.shortfalls import Gap, clashing, least_gaps, shortfalls, smallest_sets
from ..solver.pareto.utility_sums import HASTE, some, top
from .request import Request
from .verdict import Decision, decide

_LOOK = 256
"""Points that are put into words between two looks at whether a limit has come."""


def bargain(
    scenario: Scenario,
    *,
    diverse: int = 0,
    proposal: Mapping[str, object] | None = None,
    all_outcomes: bool = False,
    elsewhere: bool = False,
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Bargain:
    """Find the best deals for the parties that value deals.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder; some party has interests or bonuses.
    diverse
        How many deals of the frontier to pick that differ in as many terms as possible.
    proposal
        A value for every term, in the scenario's words: a deal to compare with the frontier.
    all_outcomes
        Whether to list every acceptable deal as well; only up to :data:`~zopa.solver.pareto.enumerate.MOST_LISTED`
        combinations of values.
    elsewhere
        Whether to add what other systems call Kalai.
    time_limit, limits
        As for :func:`zopa.solve`.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable, no party has interests or bonuses, the proposal lacks a term or
        has a value that the term does not, or there are too many deals to list.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    request = Request.of(scenario, time_limit=time_limit, limits=limits)
    *_, last = _events(request, diverse, proposal, all_outcomes, elsewhere)
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
    (:class:`~zopa.Chosen`), then the :class:`~zopa.Bargain`. Parameters and errors are those of :func:`bargain`.
    """
    request = Request.of(scenario, time_limit=time_limit, limits=limits)
    return _events(request, diverse, proposal, all_outcomes, elsewhere)


def _events(
    request: Request, diverse: int, proposal: Mapping[str, object] | None, all_outcomes: bool, elsewhere: bool
) -> Iterator[DealEvent]:
    search = FrontierSearch(request.scenario, request.limits)
    proposed = None if proposal is None else search.meaning.numbers(proposal)
    if all_outcomes:
        check_size(search.meaning)
    decision = decide(request)
    yield from search.find(decision.verdict, decision.deal)
    answer = _Answer(search, decision)
    found = answer.bargain(elsewhere)
    if diverse:
        found = replace(found, diverse=tuple(different(found.frontier, diverse)))
    if proposed is not None:
        found = replace(found, proposal=answer.judged(proposed, found))
    if all_outcomes:
        found = answer.listed(found)
    yield from answer.unreported(found)
    yield found


class _Answer:
    """What a search came to, in words; where a limit came and the points are very many, some of them."""

    def __init__(self, search: FrontierSearch, decision: Decision) -> None:
        self.search, self._decision = search, decision
        self.limits, self.verdict = search.limits, search.verdict
        self.points = search.points.at(sorted(range(len(search.points)), key=search.points.vectors.__getitem__))
        self.all, self.upper_bounds, self.complete = search.all, search.upper_bounds, search.complete
        known = len(search.least) == len(search.parties)
        self._least = [search.least[at] for at in range(len(search.parties))] if known else None

    def bargain(self, elsewhere: bool) -> Bargain:
        """Return what is known."""
        search = self.search
        outcomes = self._outcomes()
        complete = self.complete and self.verdict != "undecided"
        proved = complete and search.confirmed and (self.verdict == "no_deal" or self._least is not None)
        whole = search.red_lines == "no_deal" or (self.verdict != "undecided" and proved)
        choices, bounds, others = self._chosen(elsewhere and complete)
        gaps = self._gaps()
        fails = self.complete and self.verdict == "no_deal"
        clashes = clashing(smallest_sets(gaps)) if fails else []
        ideal = {
            party: bound.reached if bound.reached == bound.at_most else None for party, bound in bounds.ideal.items()
        }
        return Bargain(
            scenario=search.scenario,
            verdict=self.verdict,
            red_lines_verdict=search.red_lines,
            parties=search.parties,
            reservation={
                party: utility_value(search.least[at] / search.scale[at]) if at in search.least else None
                for at, party in enumerate(search.parties)
            },
            stated=tuple(party for at, party in enumerate(search.parties) if at in search.stated),
            ideal=ideal,
            bounds=bounds if outcomes else None,
            frontier=tuple(outcomes),
            frontier_complete=complete,
            confirmed=complete and search.confirmed,
            solutions={name: _those(outcomes, choices[name].points) for name in SOLUTIONS},
            elsewhere={name: _those(outcomes, found) for name, found in others.items()} if elsewhere else None,
            clashes=tuple(tuple(search.parties[at] for at in sorted(one)) for one in clashes),
            clashes_complete=self.verdict != "undecided",
            shortfalls=shortfalls(gaps, search.parties, search.scale, fails, self._short_of) if gaps else None,
            stopped_by=None if whole else self.limits.stopped_by,
            evidence=self._evidence(),
            frontier_evidence=self._evidence_of_search() if complete else None,
        )

    def _evidence(self) -> Evidence | None:
        """Return what the verdict rests on; where only reservation values stand in the way, that is this search."""
        search = self.search
        if self.verdict != "no_deal":
            return "certified" if self.verdict == "deal" else None
        if search.red_lines == "no_deal":
            return self._decision.evidence()
        return self._evidence_of_search()

    def _evidence_of_search(self) -> Evidence:
        """Return what it rests on that the search left no deal out."""
        search = self.search
        if all(is_enumerable(search.meaning, group) for group in groups(search.meaning, search.parties)):
            return "enumerated"
        return "confirmed" if search.confirmed else "claimed"

    def _outcomes(self) -> list[Outcome]:
        """Put the points into words; after a limit only some of very many, as all would take a while."""
        made: list[Outcome] = []
        for at in range(len(self.points)):
            if len(self.points) > HASTE and at % _LOOK == 0 and self.limits.stopped_by is not None:
                self.upper_bounds = [*self.upper_bounds, *top(self.points.vectors)]
                self.points, self.complete = some(self.points), False
                return self._outcomes()
            made.append(self._point(at))
        return made

    def _chosen(
        self, elsewhere: bool
    ) -> tuple[Mapping[SolutionName, SolutionPoints], Bounds, Mapping[str, frozenset[int] | None]]:
        """Return what the definitions pick, what is proved of the best, and what other systems would pick."""
        search = self.search
        nothing = Bounds(dict.fromkeys(search.parties, Bound()), dict.fromkeys(SOLUTIONS, Bound()))
        if not len(self.points):
            return dict.fromkeys(SOLUTIONS, SolutionPoints()), nothing, dict.fromkeys(ELSEWHERE)
        above = [one for one in self.upper_bounds if all(one[at] >= value for at, value in search.least.items())]
        table = KnownFrontier(search.scale, self.points.vectors, above, self._least)
        choices = table.chosen(search.most_sum)
        ideal = {
            party: _bound(Fraction(reached, own), Fraction(most, own))
            for party, reached, most, own in zip(search.parties, table.reached, table.most, search.scale, strict=True)
        }
        bounds = Bounds(ideal, {name: _bound(one.reached, one.at_most) for name, one in choices.items()})
        return choices, bounds, table.elsewhere() if elsewhere else dict.fromkeys(ELSEWHERE)

    def judged(self, values: Mapping[str, Exact], found: Bargain) -> Proposal:
        """Return how a proposed deal stands to the frontier."""
        search = self.search
        outcome = search.words.of(values)
        worth = [Fraction(value) for value in outcome.utilities.values()]
        missing = {search.parties[at]: value / search.scale[at] - worth[at] for at, value in search.stated.items()}
        short = {party: utility_value(amount) for party, amount in missing.items() if amount > 0}
        gains = []
        for one in found.frontier:
            more = [Fraction(value) - own for value, own in zip(one.utilities.values(), worth, strict=True)]
            if min(more) >= 0 and any(more):
                gains.append((sorted(more), one))
        gains.sort(key=lambda entry: entry[0], reverse=True)
        crossed = tuple(search.meaning.crossed(values))
        acceptable = not crossed and not short
        is_best: bool | None = None
        if acceptable and (gains or found.frontier_complete):
            is_best = not gains
        least_gain = utility_value(gains[0][0][0]) if gains else 0
        return Proposal(
            outcome=outcome,
            crossed=crossed,
            short=short,
            is_best=is_best,
            better=tuple(one for _, one in gains),
            distance=least_gain if found.frontier_complete and found.frontier else None,
        )

    def listed(self, found: Bargain) -> Bargain:
        """Return an answer with all deals that the parties accept."""
        search, best = self.search, set(self.points.vectors)
        if found.verdict == "undecided":
            return replace(found, outcomes=(), outcomes_complete=False)
        try:
            deals = all_deals(search.meaning, search.parties, search.scale, search.meets, self.limits)
        except Stopped as limit:
            return replace(found, outcomes=(), outcomes_complete=False, stopped_by=limit.limit)
        outcomes = [
            search.words.of(deal, vector, (vector in best) if found.frontier_complete else None)
            for vector, deal in deals
        ]
        return replace(found, outcomes=tuple(outcomes), outcomes_complete=True)

    def unreported(self, found: Bargain) -> Iterator[DealEvent]:
        """Yield the points and solutions of an answer that were not reported before it."""
        for vector, outcome in zip(self.points.vectors, found.frontier, strict=True):
            if outcome.is_best and vector not in self.search.yielded:
                yield outcome
        for name in SOLUTIONS:
            if outcomes := found.solutions[name]:
                yield Chosen(name, outcomes)

    def _gaps(self) -> list[Gap]:
        """Return the least by which deals that cross no red line are known to fall short of stated values."""
        if not self.search.stated or self.verdict == "deal":
            return []
        if self.verdict == "undecided" and self.limits.stopped_by is not None and len(self.all) > HASTE:
            self.all = some(self.all)
        return least_gaps(self.all.vectors, self.search.stated)

    def _short_of(self, at: int) -> Outcome:
        return self.search.outcome(self.all.payloads[at], self.all.vectors[at])

    def _point(self, at: int) -> Outcome:
        vector = self.points.vectors[at]
        if (reported := self.search.yielded.get(vector)) is not None:
            return reported
        beaten = not self.complete and any(all(map(int.__le__, vector, bound)) for bound in self.upper_bounds)
        return self.search.outcome(self.points.payloads[at], vector, None if beaten else True)


def _bound(reached: Fraction | None, at_most: Fraction | None) -> Bound:
    return Bound(
        None if reached is None else utility_value(reached), None if at_most is None else utility_value(at_most)
    )


def _those(outcomes: Sequence[Outcome], chosen: Collection[int] | None) -> tuple[Outcome, ...] | None:
    return None if chosen is None else tuple(outcomes[at] for at in sorted(chosen))
