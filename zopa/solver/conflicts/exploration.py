"""All parts of a scenario together: verdict, exploration, and whole relaxations cheapest first."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

from ...models.meaning.meaning import Meaning
from ...models.scenario import Scenario
from ...models.values import as_decimal, exact
from ...results.analysis import Progress
from ...results.certificate import Refutation
from ...results.verdict import Cost, Verdict
from ..k_best import Stream, Unfinished, combinations
from ..limits import Allowance, Limits, Stopped
from ..parts import split
from .independence import steps_to_the_end
from .knowledge import Known
from .relaxations import Findings, PartSearch

if TYPE_CHECKING:
    from ..certify.certifier import Certifier

Choice = tuple[tuple[int, int], ...]
"""For each contested part its number and the lines given up there."""

_FRESH = 0.1

_PROOFS, _A_QUESTION = 200_000, 60
"""Evaluations of lines that proofs may take at first, and per question to the solver, which takes about as long."""


class Exploration:
    """The state of one request: a search for each part, and what has been proved."""

    def __init__(
        self,
        scenario: Scenario,
        limits: Limits,
        keep: Collection[str] = (),
        allowance: Allowance | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        certify: bool = False,
    ) -> None:
        self.scenario = scenario
        self.meaning: Meaning = scenario.meaning()
        self.limits = limits
        self.keep = frozenset(keep)
        self.allowance = allowance
        weights = {line_id: exact(line.weight) for line_id, _, line in scenario.red_lines()}
        self.scale = math.lcm(*(weight.denominator for weight in weights.values()))
        self.costs = {line_id: int(weight * self.scale) for line_id, weight in weights.items()}
        self.searches = [PartSearch(self.meaning, part, self.costs, limits) for part in split(self.meaning)]
        self.order = {line.id: at for at, line in enumerate(self.meaning.red_lines)}
        self.feasible: list[bool | None] = []
        self.confirmed = False
        self.began = self._bounded = time.monotonic()
        self._bound = 0
        self._streams: dict[int, Stream[tuple[int, int]]] = {}
        self._certify = certify
        self._certifier: Certifier | None = None
        if on_progress is not None:
            limits.on_question = lambda: on_progress(self.progress())

    @property
    def questions(self) -> int:
        """How often the solver was asked."""
        return sum(search.known.questions for search in self.searches)

    def progress(self) -> Progress:
        """Return how far the search is; what it takes a while to say is up to a tenth of a second old."""
        now = time.monotonic()
        if now >= self._bounded + _FRESH:
            costs = [search.least_cost(self.allowed(search.known)) for _, search in self.contested()]
            self._bound, self._bounded = max(self._bound, sum(costs)), now
        return Progress(
            questions=self.questions,
            conflicts=sum(len(search.known.conflicts) for search in self.searches),
            relaxations=sum(len(search.proved) for search in self.searches),
            least_cost=self.words_of_cost(self._bound),
            seconds=now - self.began,
        )

    # -- verdict --------------------------------------------------------------------------------------------------

    def verdict(self) -> Verdict:
        """Ask every part whether all its red lines can hold: one "no" decides, "yes" takes them all.

        ``confirmed`` then says whether a second run agreed with a "no".
        """
        self.feasible = [search.known.is_feasible() for search in self.searches]
        self.confirmed = any(search.known.refusal_confirmed for search in self.searches)
        for _, search in self.contested():
            with suppress(Stopped):
                search.known.check_facts()
        if False in self.feasible:
            return "no_deal"
        return "undecided" if None in self.feasible else "deal"

    def contested(self) -> list[tuple[int, PartSearch]]:
        """Return the parts in which no deal satisfies all red lines."""
        return [(at, search) for at, search in enumerate(self.searches) if self.feasible[at : at + 1] == [False]]

    def refutation(self, red_lines: Sequence[str], facts: Sequence[str]) -> Refutation | None:
        """Return a checked proof of a conflict; None when proofs are not wanted or have had their share of the work."""
        if not self._certify:
            return None
        if self._certifier is None:
            from ..certify.certifier import IN_PASSING, Certifier  # where there is a deal, nobody needs it

            self._certifier = Certifier(self.scenario, IN_PASSING, lambda: self.limits.stopped_by is not None)
        if self._certifier.spent > _PROOFS + _A_QUESTION * self.questions:
            return None
        return self._certifier.refutation(red_lines, facts)

    # -- exploration ----------------------------------------------------------------------------------------------

    def explore(self, allowance: Allowance) -> None:
        """Find every conflict and relaxation of every contested part, one after the other, as far as that goes."""
        for at in self.unfinished():
            search = self.searches[at]
            with suppress(Stopped):
                for _ in search.rationed(allowance, steps_to_the_end(search)):
                    pass

    def unfinished(self) -> list[int]:
        """Return the contested parts of which not everything is known."""
        return [at for at, search in self.contested() if not search.known.complete]

    def fresh(self, at: int, known: Findings) -> PartSearch:
        """Return another search of a part that begins from what is known."""
        begun = self.searches[at]
        fresh = PartSearch(self.meaning, begun.known.part, self.costs, self.limits, begun.known.oracle.again())
        fresh.take_over(known)
        return fresh

    @property
    def is_complete(self) -> bool:
        """Whether every part is decided and every contested one explored to its end."""
        return None not in self.feasible and all(search.known.complete for _, search in self.contested())

    # -- relaxations ----------------------------------------------------------------------------------------------

    def allowed(self, part: Known) -> int:
        """Return the lines of a part that may be given up."""
        return part.everything & ~part.mask(self.keep)

    def streams(self) -> list[Stream[tuple[int, int]]]:
        """Return, for every contested part, its relaxations within what may be given up, as a stream."""
        for at, search in self.contested():
            if at not in self._streams:
                self._streams[at] = self._stream(at, search)
        return [self._streams[at] for at, _ in self.contested()]

    def _stream(self, at: int, search: PartSearch) -> Stream[tuple[int, int]]:
        allowed = self.allowed(search.known)
        # A caller who only iterates decides himself when he has enough; a request for a whole answer has an allowance.
        steps = search.relaxations(allowed)
        if self.allowance is not None:
            steps = search.rationed(self.allowance, steps)

        def source() -> Iterator[tuple[int, tuple[int, int]]]:
            try:
                for cost, mask in steps:
                    yield cost, (at, mask)
            except Stopped:
                return

        return Stream(source(), lambda: search.exhausted(allowed))

    def relaxations(self) -> Iterator[tuple[int, Choice]]:
        """Yield ``(cost, (part, lines given up) for each contested part)``, cheapest first.

        Raises
        ------
        Unfinished
            When a limit cut a part's search off and the next one cannot be proved to be the next.
        """
        if None in self.feasible:
            raise Unfinished
        yield from combinations(self.streams())

    def lists(self) -> list[list[tuple[int, int]] | None]:
        """Return lists of ``(cost, lines given up)``: each relaxation is made of one entry of each.

        None where a list is not proved to be complete.
        """
        made: list[list[tuple[int, int]] | None] = []
        for at, search in self.contested():
            allowed = self.allowed(search.known)
            if search.counted:
                made += search.resolutions(allowed)
            elif at in self._streams and search.exhausted(allowed):
                made.append([(cost, mask) for cost, (_, mask) in self._streams[at].known])
            else:
                made.append(None)
        return made

    def words_of_cost(self, cost: int) -> Cost:
        """Return a cost in the scenario's unit."""
        return as_decimal(exact(Fraction(cost, self.scale)))
