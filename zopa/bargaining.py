"""The best and the fairest deals, exactly: the frontier of what the parties can have, and the solutions on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

from .bargains import SOLUTIONS, Bargain, Outcome, Proposal, SolutionName, UtilityValue
from .errors import Problem, ScenarioError, SolverError
from .models.meaning import Meaning
from .models.scenario import Scenario
from .models.values import Exact, as_decimal, exact, finite
from .results import Verdict
from .solver.explore import Exploration
from .solver.known import Stopped
from .solver.limits import Limits
from .solver.pareto import Points, Vector
from .solver.valued import Deal, Found, Group, GroupModel, frontier, groups, scales

T = TypeVar("T")

MOST_SUMS, HASTE = 4_000_000, 10_000
"""Sums of points of two groups that are made, and made after a limit; beyond, the list is not complete."""


def bargain(
    scenario: Scenario,
    *,
    diverse: int = 0,
    proposal: Mapping[str, object] | None = None,
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Bargain:
    """Find the best deals for the parties that value deals.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder; some party has interests or bonuses.
    diverse
        How many deals of the frontier to pick that differ in as many terms as can be.
    proposal
        A value for every term, in the scenario's words: a deal to be held against the frontier.
    time_limit
        Wall-clock seconds; what was proved by then is returned, marked.
    limits
        Limits shared with the caller; instead of ``time_limit``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable, no party has interests or bonuses, or the proposal lacks a term or
        has a value that is none.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    limits = limits or Limits(time_limit)
    search = _Search(scenario, limits)
    proposed = None if proposal is None else search.meaning.numbers(proposal)
    verdict = search.red_lines = Exploration(scenario, limits).verdict()
    if verdict != "deal":
        found = search.answer(verdict)
    else:
        try:
            search.find()
            found = search.answer()
        except Stopped:
            found = search.answer("undecided")
    if diverse:
        found = replace(found, diverse=tuple(_different(found.frontier, diverse)))
    return found if proposed is None else replace(found, proposal=search.judged(proposed, found))


def _some(points: Points[T]) -> Points[T]:
    """Return some points, evenly picked."""
    step = -(-len(points) // math.isqrt(HASTE))
    return Points(points.vectors[::step], points.payloads[::step])


def _greatest(keys: Sequence[list[Fraction]]) -> set[int]:
    best = max(keys)
    return {at for at, key in enumerate(keys) if key == best}


def _different(outcomes: Sequence[Outcome], number: int) -> Iterator[Outcome]:
    """Yield some outcomes: first the one in the middle of the list, then each farthest from those before it."""
    middle = len(outcomes) // 2
    rest = [*outcomes[middle:], *outcomes[:middle]]
    apart = [len(one.deal) for one in rest]
    for _ in range(min(number, len(rest))):
        at = apart.index(max(apart))
        yield rest[at]
        apart = [min(far, _differing(one, rest[at])) for far, one in zip(apart, rest, strict=True)]


def _differing(one: Outcome, other: Outcome) -> int:
    return sum(one.deal[term] != other.deal[term] for term in one.deal)


class _Search:
    """One request: the scenario, its groups, and what is known of them. Vectors are in units of one over the scales."""

    def __init__(self, scenario: Scenario, limits: Limits) -> None:
        self.scenario, self.limits = scenario, limits
        self.meaning: Meaning = scenario.meaning()
        self.parties = tuple(self.meaning.utilities)
        if not self.parties:
            message = "no party has interests or bonuses; there is nothing to tell better deals from worse by"
            raise ScenarioError([Problem(message, ("parties",))])
        self.red_lines: Verdict = "undecided"
        self.scale = scales(self.meaning, self.parties)
        self.stated = {
            at: Fraction(reservation) * self.scale[at]
            for at, party in enumerate(self.parties)
            if (reservation := self.meaning.utilities[party].reservation) is not None
        }
        self.all: Points[tuple[Deal, ...]] = Points([], [])
        self.points: Points[tuple[Deal, ...]] = Points([], [])
        self.complete = self.confirmed = False
        self.least: dict[int, Fraction] = {}
        self.verdict: Verdict = "undecided"
        self._brought: dict[tuple[str, str, Exact], Fraction] = {}

    def find(self) -> None:
        """Work out the frontier, and what each party has at least.

        Raises
        ------
        Stopped
            When a limit comes before it is known whether there is a deal.
        """
        parts = groups(self.meaning, self.parties)
        found = [frontier(self.meaning, group, self.scale, self.limits) for group in parts]
        self.complete = all(one.complete for one in found)
        self.confirmed = all(one.confirmed for one in found)
        self.all = self._merged(found)
        good = [at for at, vector in enumerate(self.all.vectors) if self._meets(vector, self.stated)]
        self.points = Points([self.all.vectors[at] for at in good], [self.all.payloads[at] for at in good])
        if good:
            self.verdict = "deal"
        elif self.complete:
            self.verdict = "no_deal"
        else:
            raise Stopped(self.limits.stopped_by)
        if good:
            self._find_least(parts, found)

    def _merged(self, found: Sequence[Found]) -> Points[tuple[Deal, ...]]:
        zero = (0,) * len(self.parties)
        total: Points[tuple[Deal, ...]] = Points([zero], [()])
        for one in sorted(found, key=lambda one: len(one.points)):
            if len(total) * len(one.points) > MOST_SUMS:
                self.complete = False
                keep = max(1, MOST_SUMS // len(one.points))
                total = Points(total.vectors[:keep], total.payloads[:keep])
            if self.limits.stopped_by is not None and len(total) * len(one.points) > HASTE:
                self.complete = False
                one = replace(one, points=_some(one.points))
                total = _some(total)
            single: Points[tuple[Deal, ...]] = Points(one.points.vectors, [(deal,) for deal in one.points.payloads])
            total = total.plus(single, lambda left, right: left + right)
        return total

    def _meets(self, vector: Vector, least: Mapping[int, Fraction]) -> bool:
        return all(vector[at] >= value for at, value in least.items())

    def _find_least(self, parts: Sequence[Group], found: Sequence[Found]) -> None:
        """Work out the least that any deal within the stated reservation values gives each of the others."""
        self.least = dict(self.stated)
        others = [at for at in range(len(self.parties)) if at not in self.stated]
        if not others:
            return
        if not self.stated and all(one.least is not None for one in found):
            for at in others:
                self.least[at] = Fraction(sum(one.least[at] for one in found if one.least is not None))
            return
        whole = Group(
            tuple(self.meaning.terms),
            (*self.meaning.facts, *self.meaning.red_lines),
            tuple(tuple(gain for group in parts for gain in group.gains[at]) for at in range(len(self.parties))),
        )
        floors = {at: math.ceil(value) for at, value in self.stated.items()}
        try:
            model = GroupModel(self.meaning, whole, self.scale, self.limits)
            for at in others:
                worst = model.best([-int(other == at) for other in range(len(self.parties))], floors)
                if worst is None:
                    raise SolverError("CP-SAT calls impossible what a deal shows to be possible; nothing is claimed")
                if model.is_least(at, worst[0][at], floors):
                    self.least[at] = Fraction(worst[0][at])
        except Stopped:
            return

    # -- in words -------------------------------------------------------------------------------------------------

    def answer(self, verdict: Verdict | None = None) -> Bargain:
        """Return what is known."""
        if self.limits.stopped_by is not None and len(self.points) > HASTE:  # telling them all would take a while
            self.points, self.complete = _some(self.points), False
        complete = self.complete and self.verdict != "undecided" and verdict is None
        outcomes = [self._outcome(payload) for payload in self.points.payloads] if self.verdict == "deal" else []
        order = sorted(range(len(outcomes)), key=lambda at: self.points.vectors[at])
        known = len(self.least) == len(self.parties)
        least = self.stated | self.least
        decided = verdict or self.verdict
        proved = complete and self.confirmed and (decided == "no_deal" or known)
        whole = self.red_lines == "no_deal" or (decided != "undecided" and proved)
        chosen = self._solutions() if complete and known and outcomes else None
        clashes = self._clashes() if verdict is None and self.verdict == "no_deal" else ()
        return Bargain(
            scenario=self.scenario,
            verdict=decided,
            red_lines_verdict=self.red_lines,
            parties=self.parties,
            reservation={
                party: self._words(least[at] / self.scale[at]) if at in least else None
                for at, party in enumerate(self.parties)
            },
            stated=tuple(party for at, party in enumerate(self.parties) if at in self.stated),
            ideal={
                party: self._words(Fraction(max(vector[at] for vector in self.points.vectors), self.scale[at]))
                if complete and outcomes
                else None
                for at, party in enumerate(self.parties)
            },
            frontier=tuple(outcomes[at] for at in order),
            frontier_complete=complete,
            confirmed=complete and self.confirmed,
            solutions={
                name: None if chosen is None else tuple(outcomes[at] for at in order if at in chosen[name])
                for name in SOLUTIONS
            },
            clashes=clashes,
            clashes_complete=decided != "undecided",
            stopped_by=None if whole else self.limits.stopped_by,
        )

    def _solutions(self) -> dict[str, set[int]]:
        """Return for each solution the positions of the points that are one."""
        gains = [
            [(Fraction(value) - self.least[at]) / self.scale[at] for at, value in enumerate(vector)]
            for vector in self.points.vectors
        ]
        most = [max(one[at] for one in gains) for at in range(len(self.parties))]
        shares = [[gain / top for gain, top in zip(one, most, strict=True) if top] for one in gains]
        # A party that gains nothing in any deal has no say in a product or a share.
        able = [[gain for gain, top in zip(one, most, strict=True) if top] for one in gains]
        worth: dict[SolutionName, list[list[Fraction]]] = {
            "utilitarian": [[sum(one, Fraction(0))] for one in gains],
            "relative_utilitarian": [[sum(one, Fraction(0))] for one in shares],
            "nash": [[math.prod(one, start=Fraction(1))] for one in able],
            "kalai_smorodinsky": [sorted(one) for one in shares],
            "egalitarian": [sorted(one) for one in gains],
        }
        return {name: _greatest(keys) for name, keys in worth.items()}

    def _clashes(self) -> tuple[tuple[str, ...], ...]:
        """Return the minimal sets of parties whose stated reservation values no deal meets together.

        A deal that meets some of them is matched by a point of the frontier, so looking there is enough.
        """
        found: list[set[int]] = []
        for size in range(1, len(self.stated) + 1):
            for some in combinations(sorted(self.stated), size):
                if any(known <= set(some) for known in found):
                    continue
                wanted = {at: self.stated[at] for at in some}
                if not any(self._meets(vector, wanted) for vector in self.all.vectors):
                    found.append(set(some))
        return tuple(tuple(self.parties[at] for at in sorted(one)) for one in found)

    def judged(self, values: Mapping[str, Exact], found: Bargain) -> Proposal:
        """Return how a proposed deal stands to the frontier."""
        outcome = self._of_values(values)
        worth = [Fraction(value) for value in outcome.utilities.values()]
        crossed = tuple(self.meaning.crossed(values))
        short = {}
        for at, least in self.stated.items():
            if (missing := least / self.scale[at] - worth[at]) > 0:
                short[self.parties[at]] = self._words(missing)
        gains = []
        for one in found.frontier:
            more = [Fraction(value) - own for value, own in zip(one.utilities.values(), worth, strict=True)]
            if min(more) >= 0 and any(more):
                gains.append((sorted(more), one))
        gains.sort(key=lambda entry: entry[0], reverse=True)
        acceptable = not crossed and not short
        is_best: bool | None = None
        if acceptable and (gains or found.frontier_complete):
            is_best = not gains
        least_gain = self._words(gains[0][0][0]) if gains else 0
        return Proposal(
            outcome=outcome,
            crossed=crossed,
            short=short,
            is_best=is_best,
            better=tuple(one for _, one in gains),
            distance=least_gain if found.frontier_complete and found.frontier else None,
        )

    def _outcome(self, deals: tuple[Deal, ...]) -> Outcome:
        return self._of_values({term: value for deal in deals for term, value in deal.items()})

    def _of_values(self, values: Mapping[str, Exact]) -> Outcome:
        """Return what a deal is worth, term by term; what a value of one term brings is worked out once."""
        env: Mapping[str, Exact] | None = None
        contributions: dict[str, dict[str, UtilityValue]] = {}
        utilities: dict[str, UtilityValue] = {}
        for party in self.parties:
            utility, brought, total = self.meaning.utilities[party], {}, Fraction(0)
            for term, gain in utility.interests.items():
                key = party, term, values[term]
                if key not in self._brought:
                    self._brought[key] = Fraction(gain.compute(values))
                brought[term] = self._brought[key]
            for at, gain in enumerate(utility.bonuses, start=1):
                env = env or self.meaning.environment(values)
                brought[f"bonus {at}"] = Fraction(gain.compute(env))
            total = sum(brought.values(), Fraction(0))
            contributions[party] = {name: self._words(value) for name, value in brought.items()}
            utilities[party] = self._words(total)
        return Outcome(utilities, self.meaning.words(values), contributions)

    def _words(self, value: Fraction) -> UtilityValue:
        return as_decimal(exact(value)) if finite(value) else value
