"""All parts of a scenario together: verdict, conflicts, disputes, and whole relaxations cheapest first."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..models.meaning import Meaning
from ..models.scenario import Scenario
from ..models.values import Exact, as_decimal, exact
from ..results import Cheapest, Conflict, Cost, Dispute, Progress, Relaxation, Resolution, Verdict
from .explain import facts_needed
from .hitting import bits, components
from .limits import Limits
from .measures import Measures
from .merge import Stream, Unfinished, combinations
from .oracle import Deal, Oracle, Unknown
from .parts import split
from .search import PartSearch, Stopped


@dataclass(frozen=True)
class Allowance:
    """How much a complete exploration may take a part, counted in things that are the same in every run."""

    questions: int = 10_000
    relaxations: int = 2_000

    def granted(self, search: PartSearch, allowed: int) -> Iterator[tuple[int, int]]:
        """Yield a part's relaxations until it has had its share."""
        begun = search.oracle.questions
        for number, entry in enumerate(search.relaxations(allowed), start=1):
            yield entry
            if search.oracle.questions - begun >= self.questions or number >= self.relaxations:
                return


class Exploration:
    """The state of one request: a search for each part, and what has been proved."""

    def __init__(
        self,
        scenario: Scenario,
        limits: Limits,
        keep: Collection[str] = (),
        allowance: Allowance = Allowance(),
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self.scenario = scenario
        self.meaning: Meaning = scenario.meaning()
        self.limits = limits
        self.keep = frozenset(keep)
        self.allowance = allowance
        weights = {line_id: exact(line.weight) for line_id, _, line in scenario.red_lines()}
        self.scale = math.lcm(*(weight.denominator for weight in weights.values()))
        costs = {line_id: int(weight * self.scale) for line_id, weight in weights.items()}
        self.searches = [PartSearch(self.meaning, part, costs, limits) for part in split(self.meaning)]
        self.order = {line.id: at for at, line in enumerate(self.meaning.red_lines)}
        self.feasible: list[bool | None] = []
        self.found: dict[int, list[tuple[int, int]]] = {}
        self._streams: dict[int, Stream[tuple[int, int]]] = {}
        self._deals: dict[tuple[int, int], dict[str, Exact]] = {}
        self.measures = Measures(self.meaning, limits)
        if on_progress is not None:
            limits.on_question = lambda: on_progress(self.progress())

    def progress(self) -> Progress:
        """Return how far the search is."""
        return Progress(
            questions=sum(search.oracle.questions for search in self.searches),
            conflicts=sum(len(search.conflicts) for search in self.searches),
            relaxations=sum(map(len, self.found.values())),
        )

    # -- verdict --------------------------------------------------------------------------------------------------

    def verdict(self) -> Verdict:
        """Ask every part whether all its red lines can hold: one "no" decides, "yes" takes them all."""
        self.feasible = [search.is_feasible() for search in self.searches]
        for _, search in self.contested():
            search.check_facts()
        if False in self.feasible:
            return "no_deal"
        return "undecided" if None in self.feasible else "deal"

    def contested(self) -> list[tuple[int, PartSearch]]:
        """Return the parts in which no deal satisfies all red lines."""
        return [(at, search) for at, search in enumerate(self.searches) if self.feasible[at] is False]

    # -- exploration ----------------------------------------------------------------------------------------------

    def explore(self) -> None:
        """Find every conflict and relaxation of every contested part, as far as limit and allowance go."""
        for at, _ in self.contested():
            self.explore_part(at)

    def explore_part(self, at: int) -> None:
        """Explore one part; what was found before a limit stays."""
        search = self.searches[at]
        found = self.found[at] = []
        try:
            for entry in self.allowance.granted(search, search.everything):
                found.append(entry)  # noqa: PERF402 - one by one, so that what is found before a limit stays
        except Stopped:
            pass
        found.sort(key=lambda entry: (entry[0], tuple(bits(entry[1]))))

    @property
    def is_complete(self) -> bool:
        """Whether every part is decided and every contested one explored to its end."""
        return None not in self.feasible and all(search.complete for _, search in self.contested())

    @property
    def allowance_spent(self) -> bool:
        """Whether a part was explored and not to its end."""
        return any(at in self.found and not search.complete for at, search in self.contested())

    # -- conflicts and disputes -----------------------------------------------------------------------------------

    def conflicts(self) -> list[Conflict]:
        """Return the known conflicts, by size and then in the scenario's order."""
        made = [self.conflict(search, mask) for search, mask in self.known_conflicts()]
        made.sort(key=lambda conflict: (len(conflict.red_lines), [self.order[line] for line in conflict.red_lines]))
        return made

    def known_conflicts(self) -> list[tuple[PartSearch, int]]:
        """Return the known conflicts, part by part; where facts contradict each other, that alone: nothing larger is
        minimal.
        """
        known = [(search, mask) for search in self.searches for mask in search.conflicts]
        return next(([entry] for entry in known if not entry[1]), known)

    def conflict(self, search: PartSearch, mask: int) -> Conflict:
        """Return one known conflict with the facts it rests on."""
        lines = search.ids(mask)
        facts = facts_needed(self.meaning, search.part, lines, self.limits)
        standing = search.conflicts[mask]
        return Conflict(tuple(lines), facts, standing.is_minimal, standing.confirmed)

    def disputes(self, conflicts: list[Conflict]) -> list[Dispute]:
        """Return the disputes with their resolutions; those of a part that was cut off are what was proved."""
        at_conflict = {conflict.red_lines: at for at, conflict in enumerate(conflicts)}
        made = []
        for at, search in self.contested():
            allowed = self._allowed(search)
            for group in components([members for members in search.conflicts if conflicts[0].red_lines]):
                union = 0
                for members in group:
                    union |= members
                ways = {mask & union for _, mask in self.found.get(at, ())}
                usable = sorted(
                    (way for way in ways if not way & ~allowed), key=lambda way: (search.cost(way), tuple(bits(way)))
                )
                made.append(
                    Dispute(
                        red_lines=tuple(search.ids(union)),
                        conflicts=tuple(sorted(at_conflict[tuple(search.ids(members))] for members in group)),
                        resolutions=tuple(
                            Resolution(tuple(search.ids(way)), self.words_of_cost(search.cost(way))) for way in usable
                        ),
                        resolutions_total=len(usable) if search.complete else None,
                    )
                )
        made.sort(key=lambda dispute: [self.order[line] for line in dispute.red_lines])
        return made

    def uncontested(self) -> tuple[list[str], bool]:
        """Return the red lines proved to be in no conflict, and whether all were decided."""
        free = []
        known = self.known_conflicts()
        for at, search in enumerate(self.searches):
            if self.feasible[at] or search.complete:
                involved = 0
                for owner, members in known:
                    involved |= members if owner is search else 0
                free += search.ids(search.everything & ~involved)
        free.sort(key=self.order.__getitem__)
        return free, self.is_complete

    # -- deals ----------------------------------------------------------------------------------------------------

    def deal(self) -> dict[str, Exact]:
        """Return the deal to show when all red lines can hold.

        Raises
        ------
        Stopped
            When a limit comes before a part has any deal.
        """
        values: dict[str, Exact] = {}
        for at in range(len(self.searches)):
            values.update(self.part_deal(at, 0))
        return values

    def different_deals(self) -> Iterator[dict[str, Exact]]:
        """Yield deals that cross no red line, each differing from all before it in as many terms as can be.

        Raises
        ------
        Stopped
            When a limit comes first; there may be more.
        """
        known = [self.deal()]
        yield known[0]
        meaning = self.meaning
        oracle = Oracle(meaning, tuple(meaning.terms), meaning.facts, meaning.red_lines, self.limits)
        while True:
            match oracle.apart([line.id for line in meaning.red_lines], known):
                case Deal(values):
                    known.append(values)
                    yield values
                case Unknown(limit):
                    raise Stopped(limit)
                case None:
                    return

    # -- relaxations ----------------------------------------------------------------------------------------------

    def _allowed(self, search: PartSearch) -> int:
        return search.everything & ~search.mask(self.keep)

    def streams(self) -> list[Stream[tuple[int, int]]]:
        """Return, for every contested part, its relaxations within what may be given up, as a stream."""
        for at, search in self.contested():
            if at not in self._streams:
                self._streams[at] = self._stream(at, search)
        return [self._streams[at] for at, _ in self.contested()]

    def _stream(self, at: int, search: PartSearch) -> Stream[tuple[int, int]]:
        allowed = self._allowed(search)
        if search.complete or (at in self.found and allowed == search.everything):
            entries = [(cost, (at, mask)) for cost, mask in self.found[at] if not mask & ~allowed]
            return Stream(iter(entries), lambda: search.complete)
        # After an exploration that was cut off, the search within what may be given up gets a share of its own; a
        # caller who only iterates decides himself when he has enough.
        steps = self.allowance.granted(search, allowed) if at in self.found else search.relaxations(allowed)

        def source() -> Iterator[tuple[int, tuple[int, int]]]:
            try:
                for cost, mask in steps:
                    yield cost, (at, mask)
            except Stopped:
                return

        return Stream(source(), lambda: search.exhausted(allowed))

    def relaxations(self) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
        """Yield ``(cost, (part, lines given up) for each contested part)``, cheapest first.

        Raises
        ------
        Unfinished
            When a limit cut a part's search off and the next one cannot be proved to be the next.
        """
        if None in self.feasible:
            raise Unfinished
        yield from combinations(self.streams())

    def relaxation(self, cost: int, choice: tuple[tuple[int, int], ...]) -> Relaxation:
        """Return a relaxation with the deal it makes possible and its measures."""
        given = dict(choice)
        give_up = [line for at, mask in choice for line in self.searches[at].ids(mask)]
        give_up.sort(key=self.order.__getitem__)
        values: dict[str, Exact] = {}
        for at in range(len(self.searches)):
            values.update(self.part_deal(at, given.get(at, 0)))
        return Relaxation(
            give_up=tuple(give_up),
            cost=self.words_of_cost(cost),
            deal=self.meaning.words(values),
            measures=self.measures.most(frozenset(give_up)),
        )

    def part_deal(self, at: int, given_up: int) -> dict[str, Exact]:
        """Return the deal to show for a part when some of its lines are given up (found once)."""
        key = at, given_up
        if key not in self._deals:
            search = self.searches[at]
            keep = search.everything & ~given_up
            deal = search.oracle.preferred(search.ids(keep), self._status_quo())
            known = deal.values if deal is not None else search.witness(keep)
            if known is None:
                answer = search.ask(keep)
                if not isinstance(answer, Deal):
                    raise Stopped(self.limits.stopped_by)
                known = answer.values
            self._deals[key] = known
        return self._deals[key]

    def _status_quo(self) -> dict[str, Exact]:
        stated = {name: term.status_quo_number for name, term in self.meaning.terms.items()}
        return {name: number for name, number in stated.items() if number is not None}

    def total(self) -> int | None:
        """Return how many relaxations there are; None when that is not proved."""
        if None in self.feasible:
            return None
        counts = [self._count(at, search) for at, search in self.contested()]
        if 0 in counts:
            return 0  # one dispute without a way out is enough
        return math.prod(count for count in counts if count is not None) if None not in counts else None

    def _count(self, at: int, search: PartSearch) -> int | None:
        allowed = self._allowed(search)
        if search.complete and at in self.found:
            return sum(1 for _, mask in self.found[at] if not mask & ~allowed)
        return len(self._streams[at].known) if at in self._streams and search.exhausted(allowed) else None

    def cheapest(self) -> Cheapest | None:
        """Return the least cost and how many relaxations have it; None when there are none or none is proved."""
        if None in self.feasible:
            return None
        cost, ties, counted = 0, 1, True
        for stream in self.streams():
            try:
                first = stream.get(0)
                if first is None:
                    return None
                at = 1
                while (entry := stream.get(at)) is not None and entry[0] == first[0]:
                    at += 1
            except Unfinished:
                if not stream.known:
                    return None
                first, at, counted = stream.known[0], len(stream.known), False
            cost, ties = cost + first[0], ties * at
        return Cheapest(self.words_of_cost(cost), ties if counted else None)

    def words_of_cost(self, cost: int) -> Cost:
        """Return a cost in the scenario's unit."""
        return as_decimal(exact(Fraction(cost, self.scale)))
