"""The search for the best deals: groups of terms take turns, and what is proved comes as it is proved."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ...errors import Problem, ScenarioError, SolverError
from ...models.meaning.meaning import Meaning
from ...models.scenario import Scenario
from ...models.values import Exact
from ...results.analysis import Decided
from ...results.best_deals import DealEvent, Outcome
from ...results.verdict import Verdict
from ..dominance import Points, Vector
from ..limits import Limits, Stopped
from .enumerate import is_enumerable
from .groups import Brought, Deal, TermGroup, groups, scales
from .model import GroupModel
from .outcomes import Outcomes
from .search import GroupSearch
from .utility_sums import Sums, added_up


class FrontierSearch:
    """The search for the Pareto frontier of one scenario, and what is known of it at any moment.

    Vectors are in units of one over the scales.

    Attributes
    ----------
    red_lines
        Whether a deal crosses no red line.
    verdict
        Whether one does that reaches all stated reservation values.
    all, points
        The undominated points of known deals, and those of them that reach the stated reservation values.
    upper_bounds
        Vectors such that every deal that reaches these values is worth no more, to everyone, than one of them or one
        of the points.
    complete, confirmed
        Whether the points are the whole frontier, and whether a second run said so wherever the solver was needed.
    stated, least
        By the position of a party, the reservation value that it states, and the least that it has; where it states
        none, that is the least that any deal within the stated values gives it, once that is proved.
    most_sum
        An upper bound on the sum of utilities; None where only the upper bounds on vectors say something.
    yielded
        The outcomes yielded so far, by their vectors.
    """

    def __init__(self, scenario: Scenario, limits: Limits) -> None:
        self.scenario, self.limits = scenario, limits
        self.meaning: Meaning = scenario.meaning()
        self.parties = tuple(self.meaning.utilities)
        if not self.parties:
            message = "no party has interests or bonuses; there is nothing to tell better deals from worse by"
            raise ScenarioError([Problem(message, ("parties",))])
        self.red_lines: Verdict = "undecided"
        self.verdict: Verdict = "undecided"
        self.scale = scales(self.meaning, self.parties)
        self.stated = {
            at: Fraction(reservation) * self.scale[at]
            for at, party in enumerate(self.parties)
            if (reservation := self.meaning.utilities[party].reservation) is not None
        }
        self._brought: Brought = {}
        self.words = Outcomes(self.meaning, self.parties, self.scale, self._brought)
        self.all: Points[tuple[Deal, ...]] = Points([], [])
        self.points: Points[tuple[Deal, ...]] = Points([], [])
        self.upper_bounds: list[Vector] = []
        self.complete = self.confirmed = False
        self.least: dict[int, Fraction] = dict(self.stated)
        self.most_sum: Fraction | None = None
        self.yielded: dict[Vector, Outcome] = {}
        self._decided = self._asked_least = False

    def find(self, red_lines: Verdict, known: Mapping[str, Exact]) -> Iterator[DealEvent]:
        """Work out the frontier, and what each party has at least; yield the verdict, and points as they are proved.

        Parameters
        ----------
        red_lines
            Whether a deal crosses no red line.
        known
            The values of terms in such a deal, as far as one is at hand; it need not be a good one.
        """
        self.red_lines = red_lines
        if red_lines == "deal":
            parts = groups(self.meaning, self.parties)
            yield from self._take_turns(parts, self._searches(parts, known))
        else:
            self.verdict = red_lines
        if not self._decided:
            yield Decided(self.verdict, self.outcome(self.points.payloads[0]).deal if len(self.points) else None)

    def _searches(self, parts: Sequence[TermGroup], known: Mapping[str, Exact]) -> list[GroupSearch]:
        """Return a search for each group, those to be enumerated first; each begins with its part of the known deal."""
        searches = []
        for part in parts:
            deal = {term: known[term] for term in part.terms} if known.keys() >= set(part.terms) else None
            searches.append(GroupSearch(self.meaning, part, self.scale, self.limits, deal, self._brought))
        return sorted(searches, key=lambda one: not is_enumerable(self.meaning, one.group))

    def _take_turns(self, parts: Sequence[TermGroup], searches: Sequence[GroupSearch]) -> Iterator[DealEvent]:
        """Let the searches take turns; add up what they know each time the number of points has doubled.

        Where one group alone has more than one point, each of its points is yielded at once.
        """
        runs = [(search, search.run()) for search in searches]
        number, due = 0, 1
        while runs:
            runs = [(search, run) for search, run in runs if next(run, self) is not self]
            if not runs:
                break
            number += len(runs)
            settled = [search for search in searches if search.complete]
            if len(settled) == len(searches) - 1 and all(len(search.points) == 1 for search in settled):
                yield from self._step(runs[0][0], settled)
            elif number >= due:
                due = 2 * number
                yield from self._look(added_up(searches, self.scale, self.limits))
            if self._decided and not self._asked_least:  # early: without it, a limit leaves most solutions open
                self._find_least(parts)
        yield from self._look(added_up(searches, self.scale, self.limits))
        if self.verdict == "deal" and not self._asked_least:
            self._find_least(parts)

    def _step(self, search: GroupSearch, settled: Sequence[GroupSearch]) -> Iterator[DealEvent]:
        """Yield the last point of a group, the rest being settled."""
        deals: tuple[Deal, ...] = (search.proved.payloads[-1], *(other.points.payloads[0] for other in settled))
        parts = [search.proved.vectors[-1], *(other.points.vectors[0] for other in settled)]
        vector = tuple(map(sum, zip(*parts, strict=True)))
        if self.meets(vector):
            yield from self._proved(vector, deals)

    def _look(self, sums: Sums) -> Iterator[DealEvent]:
        """Take over what is known of the whole; yield what is new and proved."""
        self.all, self.complete, self.confirmed = sums.points, sums.complete, sums.confirmed
        self.most_sum = sums.most_sum
        self.points = sums.points.at(at for at, vector in enumerate(sums.points.vectors) if self.meets(vector))
        self.upper_bounds = [bound for bound in sums.upper_bounds if self.meets(bound)]
        if sums.least is not None and not self.stated:
            self.least = dict(enumerate(map(Fraction, sums.least)))
        self.verdict = "deal" if len(self.points) else "no_deal" if self.complete else "undecided"
        if self.complete:  # the rest comes in order, with the answer
            return
        for vector, deals in zip(self.points.vectors, self.points.payloads, strict=True):
            if self.is_best(vector):
                yield from self._proved(vector, deals)
        if len(self.points) and not self._decided:
            yield self._found(self.outcome(self.points.payloads[0]))

    def _proved(self, vector: Vector, deals: tuple[Deal, ...]) -> Iterator[DealEvent]:
        if vector in self.yielded:
            return
        outcome = self.yielded[vector] = self.outcome(deals, vector, is_best=True)
        if not self._decided:
            yield self._found(outcome)
        yield outcome

    def _found(self, outcome: Outcome) -> Decided:
        self._decided = True
        return Decided("deal", outcome.deal)

    def meets(self, vector: Vector) -> bool:
        """Return whether every party has at least the reservation value that it states."""
        return all(vector[at] >= value for at, value in self.stated.items())

    def is_best(self, vector: Vector) -> bool:
        """Return whether no deal that is not known can be better than a point."""
        return self.complete or not any(all(map(int.__le__, vector, bound)) for bound in self.upper_bounds)

    def _find_least(self, parts: Sequence[TermGroup]) -> None:
        """Work out the least that any deal within the stated reservation values gives each of the others."""
        others = [at for at in range(len(self.parties)) if at not in self.least]
        if not others:
            return
        self._asked_least = True
        whole = TermGroup(
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

    def outcome(self, deals: tuple[Deal, ...], vector: Vector | None = None, is_best: bool | None = None) -> Outcome:
        """Return a deal, given in its groups' parts, with what it is worth."""
        return self.words.of({term: value for deal in deals for term, value in deal.items()}, vector, is_best)
