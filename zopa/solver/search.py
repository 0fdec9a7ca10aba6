"""One part's conflicts and relaxations, by implicit hitting sets.

A cheapest hitting set of the conflicts known so far whose complement is feasible *is* the next-cheapest relaxation; if
its complement is not, the reason is a new conflict (Davies and Bacchus, CP 2011; Ignatiev et al., CP 2015). When the
hitting sets run out, both lists are complete: conflicts and relaxations are each other's minimal hitting sets
(Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..models.meaning import Meaning
from ..models.values import Exact
from .hitting import bits, components, minimal_hitting_sets
from .limits import Limits, StoppedBy
from .merge import Stream, combinations
from .oracle import Answer, Deal, Infeasible, Oracle, Unknown
from .parts import Part


class Stopped(Exception):
    """A limit came first."""

    def __init__(self, limit: StoppedBy | None) -> None:
        self.limit = limit
        super().__init__(limit)


@dataclass(frozen=True)
class Standing:
    """How well a conflict is known: proved minimal, and confirmed by a second solve."""

    is_minimal: bool
    confirmed: bool


class PartSearch:
    """What is known of one part, and the search that adds to it.

    Sets of red lines are bit masks over ``part.lines``. ``conflicts`` maps each known conflict to how well it is known;
    ``deals`` maps the set of lines that a known deal crosses to its values.
    """

    def __init__(self, meaning: Meaning, part: Part, costs: Mapping[str, int], limits: Limits) -> None:
        self.part = part
        self.limits = limits
        self.oracle = Oracle(meaning, part.terms, part.facts, part.lines, limits)
        self.costs = [costs[line.id] for line in part.lines]
        self.bit = {line.id: 1 << at for at, line in enumerate(part.lines)}
        self.everything = (1 << len(part.lines)) - 1
        self.conflicts: dict[int, Standing] = {}
        self.deals: dict[int, dict[str, Exact]] = {}
        self._exhausted: set[int] = set()
        self._refused: dict[int, Infeasible] = {}
        self._streams: dict[tuple[tuple[int, ...], int], Stream[int]] = {}

    @property
    def complete(self) -> bool:
        """Whether every relaxation, and with them every conflict, is known."""
        return self.exhausted(self.everything)

    def exhausted(self, allowed: int) -> bool:
        """Whether every relaxation within some lines is known."""
        return allowed in self._exhausted

    # -- sets of lines --------------------------------------------------------------------------------------------

    def ids(self, mask: int) -> list[str]:
        """Return the ids of a set of lines, in the scenario's order."""
        return [self.part.lines[at].id for at in bits(mask)]

    def mask(self, ids: Iterable[str]) -> int:
        """Return a set of lines from ids; those of other parts are passed over."""
        return sum(self.bit[line] for line in set(ids) if line in self.bit)

    def cost(self, mask: int) -> int:
        """Return the cost of giving a set of lines up."""
        return sum(self.costs[at] for at in bits(mask))

    def _check(self) -> None:
        """Raise Stopped when a limit has come; for searches that ask the solver nothing for long."""
        if (limit := self.limits.stopped_by) is not None:
            raise Stopped(limit)

    # -- questions ------------------------------------------------------------------------------------------------

    def ask(self, mask: int) -> Answer:
        """Ask whether a set of lines can hold, and remember what was proved."""
        if mask in self._refused:
            return self._refused[mask]
        answer = self.oracle.ask(self.ids(mask))
        if isinstance(answer, Deal):
            self.deals.setdefault(self.mask(answer.crossed), answer.values)
        elif isinstance(answer, Infeasible):
            self._refused[mask] = answer
        return answer

    def witness(self, mask: int) -> dict[str, Exact] | None:
        """Return a known deal that satisfies a set of lines."""
        return next((values for crossed, values in self.deals.items() if not crossed & mask), None)

    def is_feasible(self) -> bool | None:
        """Return whether all lines can hold together, a "no" asked twice; None when a limit came first."""
        match self.ask(self.everything):
            case Deal():
                return True
            case Infeasible(core):
                self.oracle.confirm(core)
                return False
        return None

    def take_over(
        self, conflicts: Mapping[int, Standing], deals: Mapping[int, dict[str, Exact]], complete: bool
    ) -> None:
        """Take over what another search of the same part has proved."""
        self.conflicts.update(conflicts)
        self.deals.update(deals)
        if complete:
            self._exhausted.add(self.everything)

    def check_facts(self) -> None:
        """Find out whether the facts alone contradict each other; no line then matters."""
        if not self.deals and isinstance(self.ask(0), Infeasible):
            self.conflicts[0] = Standing(True, self.oracle.confirm(()) is True)

    # -- conflicts ------------------------------------------------------------------------------------------------

    def shrink(self, core: int) -> tuple[int, bool]:
        """Drop lines from an infeasible set while it stays infeasible (deletion, with each core taken over).

        Returns
        -------
        tuple
            The set, and whether it is proved minimal.
        """
        needed = 0
        while rest := core & ~needed:
            line = 1 << (rest.bit_length() - 1)
            if self.witness(core & ~line) is not None:
                needed |= line
                continue
            match self.ask(core & ~line):
                case Infeasible(smaller):
                    core = self.mask(smaller)
                case Deal():
                    needed |= line
                case Unknown():
                    return core, False
        return core, True

    def learn(self, infeasible: int) -> None:
        """Find conflicts in a set that cannot hold: one, then others that share no line with those found.

        Raises
        ------
        Stopped
            When a limit comes; what was found so far is kept.
        """
        rest = infeasible
        while True:
            match self.ask(rest):
                case Unknown(limit):
                    raise Stopped(limit)
                case Deal():
                    return
                case Infeasible(core):
                    conflict, minimal = self.shrink(self.mask(core))
                    confirmed = self.oracle.confirm(self.ids(conflict)) is True
                    self.conflicts[conflict] = Standing(minimal, confirmed)
                    if not minimal:
                        raise Stopped(self.limits.stopped_by)
                    if not conflict:
                        return  # the facts alone: no line makes a difference
                    rest &= ~conflict

    # -- relaxations ----------------------------------------------------------------------------------------------

    def relaxations(self, allowed: int) -> Iterator[tuple[int, int]]:
        """Yield ``(cost, lines given up)`` for every minimal relaxation within the allowed lines, cheapest first.

        When the iteration ends, the list is all there is; when all lines were allowed, so are the conflicts.

        Raises
        ------
        Stopped
            When a limit comes; what was yielded before is proved and in order.
        """
        if not self.conflicts:
            self.learn(self.everything)
        given: set[int] = set()
        while True:
            for cost, candidate in self._candidates(allowed):
                if candidate in given:
                    continue
                keep = self.everything & ~candidate
                if self.witness(keep) is None:
                    before = len(self.conflicts)
                    self.learn(keep)
                    if len(self.conflicts) > before:
                        break  # a new conflict: the candidates change
                given.add(candidate)
                yield cost, candidate
            else:
                self._exhausted.add(allowed)
                return

    def _candidates(self, allowed: int) -> Iterator[tuple[int, int]]:
        """Yield the minimal hitting sets of the known conflicts, group by group that shares no line."""
        streams = [self._stream(tuple(group), allowed) for group in components(list(self.conflicts))]
        for cost, chosen in combinations(streams):
            union = 0
            for members in chosen:
                union |= members
            yield cost, union

    def _stream(self, group: tuple[int, ...], allowed: int) -> Stream[int]:
        """Return the hitting sets of one group; a group that no new conflict touched is not searched again."""
        key = group, allowed
        if key not in self._streams:
            self._streams[key] = Stream(minimal_hitting_sets(group, self.costs, allowed, self._check))
        return self._streams[key]
