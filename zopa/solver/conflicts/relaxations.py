"""One part's conflicts and relaxations, by implicit hitting sets.

A cheapest hitting set of the conflicts known so far whose complement is feasible *is* the next-cheapest relaxation; if
its complement is not, the reason is a new conflict (Davies and Bacchus, CP 2011; Ignatiev et al., CP 2015). When the
hitting sets run out, both lists are complete: conflicts and relaxations are each other's minimal hitting sets
(Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ...models.meaning.meaning import Meaning
from ...models.values import Exact
from ..k_best import Sorted, Stream, combinations
from ..limits import Allowance, Limits, Stopped
from ..oracle import Oracle
from ..parts import Part
from .bitsets import bits, united
from .disputes import LinkedConflicts
from .knowledge import Known, Standing
from .local import PartDeal
from .patches import Patches

T = TypeVar("T")

_FEW = 2
"""In a small part, a deal that crosses more wanted lines than this is no better a start than any other."""


@dataclass(frozen=True)
class Findings:
    """What was found of one part; see :class:`PartSearch` for the fields."""

    conflicts: Mapping[int, Standing]
    deals: Mapping[int, Mapping[str, Exact]]
    proved: set[int]
    settled: Mapping[frozenset[int], tuple[int, ...]]
    base: int | None
    exhausted: set[int]
    complete: bool
    questions: int

    def beyond(self, known: Findings) -> Findings:
        """Return what is new since."""
        return replace(
            self,
            conflicts={mask: standing for mask, standing in self.conflicts.items() if mask not in known.conflicts},
            deals={mask: values for mask, values in self.deals.items() if mask not in known.deals},
            proved=self.proved - known.proved,
            questions=self.questions - known.questions,
        )


class PartSearch:
    """The relaxations of one part, cheapest first.

    ``known`` is what is known of the part, ``proved`` the relaxations that have a deal.
    """

    def __init__(
        self, meaning: Meaning, part: Part, costs: Mapping[str, int], limits: Limits, oracle: Oracle | None = None
    ) -> None:
        self.known = Known(meaning, part, costs, limits, oracle)
        self.proved: set[int] = set()
        self._patches: Patches | None = None
        self._exhausted: set[int] = set()

    @property
    def counted(self) -> bool:
        """Whether every conflict is known, and every way out of each dispute; a limit can come between the two."""
        if not self.known.complete:
            return False
        try:
            for dispute in self.known.disputes.all:
                dispute.ways(self.known.everything).all()
        except Stopped:
            return False
        return True

    def exhausted(self, allowed: int) -> bool:
        """Whether every relaxation within some lines is known."""
        return allowed in self._exhausted or self.counted

    @property
    def base(self) -> PartDeal | None:
        """The relaxation that others are made from, with its deal; None until one is known."""
        return None if self._patches is None else self._patches.base

    def findings(self) -> Findings:
        """Return what has been proved, to be taken over by another search of the same part."""
        return Findings(
            conflicts=dict(self.known.conflicts),
            deals={crossed: dict(values) for crossed, values in self.known.deals.items()},
            proved=set(self.proved),
            settled=self.known.disputes.settled,
            base=None if self.base is None else self.base.crossed,
            exhausted=set(self._exhausted),
            complete=self.known.complete,
            questions=self.known.questions,
        )

    def take_over(self, findings: Findings) -> None:
        """Take over what another search of the same part has proved."""
        for conflict, standing in findings.conflicts.items():
            self.known.remember(conflict, standing)
        self.known.deals.update(findings.deals)
        self.known.disputes.settle(findings.settled)
        self.known.asked_elsewhere += findings.questions
        if findings.complete:
            self.known.finish()
        self.proved.update(findings.proved)
        self._exhausted.update(findings.exhausted)
        if self._patches is None and findings.base is not None:
            self._patches = Patches(self.known.local, PartDeal(self.known.deals[findings.base], findings.base))

    # -- relaxations ----------------------------------------------------------------------------------------------

    def least_cost(self, allowed: int) -> int:
        """Return a lower bound on the cost of any relaxation within some lines, from what is known and cheap to say."""
        return sum(dispute.least_cost(allowed) for dispute in self.known.disputes.all)

    def relaxations(self, allowed: int) -> Iterator[tuple[int, int]]:
        """Yield ``(cost, lines given up)`` for every minimal relaxation within the allowed lines, cheapest first.

        When the iteration ends, the list is all there is; when all lines were allowed, so are the conflicts.

        Raises
        ------
        Stopped
            When a limit comes; what was yielded before is proved and in order.
        """
        if not self.known.conflicts:
            self.known.learn(self.known.everything)
        given: set[int] = set()
        while True:
            for cost, chosen in combinations(self._ways_out(allowed)):
                candidate = united(chosen)
                if candidate in given:
                    continue
                if not self.known.complete and not self.is_relaxation(candidate):
                    break  # there are new conflicts: the candidates change
                given.add(candidate)
                yield cost, candidate
            else:
                self._exhausted.add(allowed)
                if allowed == self.known.everything:
                    self.known.finish()
                return

    def rationed(self, allowance: Allowance, found: Iterator[T]) -> Iterator[T]:
        """Yield what a search of this part finds, until it has had its allowance.

        Raises
        ------
        Stopped
            When a limit comes, or the steps run out before something is found.
        """
        begun, most, number = self.known.questions, self.known.steps.taken + allowance.steps, 0
        while True:
            with self.known.steps.limited(most):
                try:
                    one = next(found)
                except StopIteration:
                    return
            yield one
            number += 1
            spent = number > allowance.relaxations or self.known.questions - begun >= allowance.questions
            if spent and not self.known.complete:
                return

    def _ways_out(self, allowed: int) -> Sequence[Sorted[int]]:
        """Return the resolutions of each dispute within some lines, as far as the conflicts are known."""
        if self.counted:
            return [Stream(iter(ways)) for ways in self.resolutions(allowed)]
        return self.known.disputes.streams(allowed)

    def resolutions(self, allowed: int) -> list[list[tuple[int, int]]]:
        """Return for each dispute its resolutions within some lines as ``(cost, lines given up)``, cheapest first."""
        return [ways for _, ways in self.settlements(allowed)]

    def settlements(self, allowed: int) -> list[tuple[LinkedConflicts, list[tuple[int, int]]]]:
        """Return each dispute with its resolutions within some lines as ``(cost, lines given up)``, cheapest first.

        All there are when they are counted; else those in a relaxation that was proved. Disputes stand in the order
        of their first lines, resolutions of one cost in that of their lines.
        """
        made, counted = [], self.counted
        for dispute in self.known.disputes.all:
            ways_out = dispute.ways(self.known.everything)
            masks = ways_out.all() if counted else {mask & dispute.lines for mask in self.proved}
            ways = [(self.known.cost(mask), mask) for mask in masks if not mask & ~allowed]
            ways.sort(key=lambda entry: (entry[0], tuple(bits(entry[1]))))
            made.append((dispute, ways))
        made.sort(key=lambda entry: entry[0].lines & -entry[0].lines)
        return made

    def changes(self, candidate: int) -> Mapping[str, Exact] | None:
        """Return how a relaxation's deal differs from the base's; None when it turns out to be none."""
        assert self._patches is not None
        return self._patches.changes(self.known.deals[candidate]) if self.is_relaxation(candidate) else None

    def is_relaxation(self, candidate: int) -> bool:
        """Find a deal that crosses just the candidate's lines, or conflicts that the candidate leaves."""
        if candidate not in self.known.deals and not self._search(candidate):
            return False
        values = self.known.deals[candidate]
        if self._patches is None:
            self._patches = Patches(self.known.local, PartDeal(values, candidate))
        if candidate not in self.proved:
            self.proved.add(candidate)
            swaps = self.known.disputes.apart(self._patches.base.crossed ^ candidate)
            if len(swaps) == 1:
                self._patches.learn(swaps[0], values)
        return True

    def _search(self, candidate: int) -> bool:
        keep = self.known.everything & ~candidate
        if self._patches is None:
            if self.known.learn(keep) is None:
                return False
        else:
            base = self._patches.base
            swaps = self.known.disputes.apart(base.crossed ^ candidate)
            start = self._patches.together(swaps)
            if start is None or start.crossed & ~self.known.everything:
                start = base  # a patch is missing, or together they break a fact
            if start.crossed & keep:
                few = self.known.is_large or (start.crossed & keep).bit_count() <= _FEW
                if self.known.learn(keep, start if few else None) is None:
                    return False
            else:
                self.known.deals[candidate] = start.values
        return True
