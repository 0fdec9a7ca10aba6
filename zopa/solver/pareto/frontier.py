"""The search for the best deals: groups of terms take turns, and what is proved is told as it is proved."""

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
from ..limits import Limits, Stopped
from .dominance import Points, Vector
from .groups import Brought, Deal, Group, enumerable, groups, scales
from .model import GroupModel
from .outcomes import Outcomes
from .search import GroupSearch
from .sums import Sums, added_up


class FrontierSearch:
    """The groups of a scenario and what is known of them. Vectors are in units of one over the scales."""

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
        self._brought: Brought = {}
        self.words = Outcomes(self.meaning, self.parties, self.scale, self._brought)
        self.all: Points[tuple[Deal, ...]] = Points([], [])
        self.points: Points[tuple[Deal, ...]] = Points([], [])
        self.corners: list[Vector] = []
        self.complete = self.confirmed = False
        self.least: dict[int, Fraction] = dict(self.stated)
        self.most_sum: Fraction | None = None
        self.verdict: Verdict = "undecided"
        self.told: dict[Vector, Outcome] = {}
        self._decided = self._asked_least = False

    # -- search ---------------------------------------------------------------------------------------------------

    def find(self, red_lines: Verdict, known: Mapping[str, Exact]) -> Iterator[DealEvent]:
        """Work out the frontier, and what each party has at least; tell the verdict, and points as they are proved.

        Parameters
        ----------
        red_lines
            Whether a deal crosses no red line.
        known
            Such a deal, as far as one is at hand.
        """
        self.red_lines = red_lines
        parts = groups(self.meaning, self.parties)
        if self.red_lines == "deal":
            yield from self._find(parts, self._searches(parts, known))
        else:
            self.verdict = self.red_lines
        if not self._decided:
            yield Decided(self.verdict, self.outcome(self.points.payloads[0]).deal if len(self.points) else None)

    def _searches(self, parts: Sequence[Group], known: Mapping[str, Exact]) -> list[GroupSearch]:
        """Return a search for each group, those that are gone through first; each has a deal to begin with."""
        deals = [{term: known[term] for term in part.terms if term in known} for part in parts]
        searches = [
            GroupSearch(
                self.meaning,
                part,
                self.scale,
                self.limits,
                known=deal if len(deal) == len(part.terms) else None,
                brought=self._brought,
            )
            for part, deal in zip(parts, deals, strict=True)
        ]
        return sorted(searches, key=lambda one: not enumerable(self.meaning, one.group))

    def _find(self, parts: Sequence[Group], searches: Sequence[GroupSearch]) -> Iterator[DealEvent]:
        """Let the searches take turns; look at the whole when the number of points has doubled.

        Where one group alone has more than one point, each of its points is told at once.
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
            if self._decided and not self._asked_least:  # early, for without it a limit leaves most solutions open
                self._find_least(parts)
        yield from self._look(added_up(searches, self.scale, self.limits))
        if self.verdict == "deal" and not self._asked_least:
            self._find_least(parts)

    def _step(self, search: GroupSearch, settled: Sequence[GroupSearch]) -> Iterator[DealEvent]:
        """Tell the last point of a group, the rest being settled."""
        deals: tuple[Deal, ...] = (search.proved.payloads[-1], *(other.points.payloads[0] for other in settled))
        parts = [search.proved.vectors[-1], *(other.points.vectors[0] for other in settled)]
        vector = tuple(map(sum, zip(*parts, strict=True)))
        if self.meets(vector):
            yield from self._tell(vector, deals)

    def _look(self, sums: Sums) -> Iterator[DealEvent]:
        """Take over what is known of the whole; tell what is new and proved."""
        self.all, self.complete, self.confirmed = sums.points, sums.complete, sums.confirmed
        self.most_sum = sums.most_sum
        self.points = sums.points.at(at for at, vector in enumerate(sums.points.vectors) if self.meets(vector))
        self.corners = [corner for corner in sums.corners if self.meets(corner)]
        if sums.least is not None and not self.stated:
            self.least = dict(enumerate(map(Fraction, sums.least)))
        self.verdict = "deal" if len(self.points) else "no_deal" if self.complete else "undecided"
        if self.complete:  # the rest is told in order, with the answer
            return
        for vector, deals in zip(self.points.vectors, self.points.payloads, strict=True):
            if self.is_best(vector):
                yield from self._tell(vector, deals)
        if len(self.points) and not self._decided:
            self._decided = True
            yield Decided("deal", self.outcome(self.points.payloads[0]).deal)

    def _tell(self, vector: Vector, deals: tuple[Deal, ...]) -> Iterator[DealEvent]:
        if vector in self.told:
            return
        outcome = self.told[vector] = self.outcome(deals, vector, is_best=True)
        if not self._decided:
            self._decided = True
            yield Decided("deal", outcome.deal)
        yield outcome

    def meets(self, vector: Vector) -> bool:
        """Return whether everybody has at least the reservation value that it states."""
        return all(vector[at] >= value for at, value in self.stated.items())

    def is_best(self, vector: Vector) -> bool:
        """Return whether no deal that is not known can be better than a point."""
        return self.complete or not any(all(map(int.__le__, vector, corner)) for corner in self.corners)

    def _find_least(self, parts: Sequence[Group]) -> None:
        """Work out the least that any deal within the stated reservation values gives each of the others."""
        others = [at for at in range(len(self.parties)) if at not in self.least]
        if not others:
            return
        self._asked_least = True
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

    def outcome(self, deals: tuple[Deal, ...], vector: Vector | None = None, is_best: bool | None = None) -> Outcome:
        """Return a deal, given in its groups' parts, with what it is worth."""
        return self.words.of({term: value for deal in deals for term, value in deal.items()}, vector, is_best)
