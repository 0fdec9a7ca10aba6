"""One part's conflicts and relaxations, by implicit hitting sets.

A cheapest hitting set of the conflicts known so far whose complement is feasible *is* the next-cheapest relaxation; if
its complement is not, the reason is a new conflict (Davies and Bacchus, CP 2011; Ignatiev et al., CP 2015). When the
hitting sets run out, both lists are complete: conflicts and relaxations are each other's minimal hitting sets
(Reiter 1987).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..models.meaning import Meaning
from ..models.values import Exact
from .bitsets import bits, united
from .disputes import Dispute, Disputes
from .limits import Limits, StoppedBy
from .local import Neighbourhood
from .merge import Sorted, Stream, combinations
from .oracle import Answer, Deal, Infeasible, Oracle, Unknown
from .parts import Part
from .patches import Patches
from .points import Point
from .ranges import Ranges

LARGE = 2_000
"""Variables and constraints of a part from which questions are asked near a known deal first.

Loading a model of that size takes CP-SAT about as long as a few small ones.
"""

_FEW, _MANY = 2, 1_000_000
"""How often a local question may free more terms, in small parts and in large ones."""


class Stopped(Exception):
    """A limit came first."""

    def __init__(self, limit: StoppedBy | None) -> None:
        self.limit = limit
        super().__init__(limit)


@dataclass(frozen=True)
class Standing:
    """How well a conflict is known.

    Parameters
    ----------
    facts
        Facts that suffice for it.
    is_shrunk
        Whether none of its lines can be left out while only these facts hold.
    confirmed
        Whether a second solve said so too.
    """

    facts: tuple[str, ...]
    is_shrunk: bool
    confirmed: bool


class PartSearch:
    """What is known of one part, and the search that adds to it.

    Sets of red lines are bit masks over ``part.lines``. ``conflicts`` maps each known conflict to how well it is known;
    ``deals`` maps the set of lines that a known deal crosses to its values.
    """

    def __init__(self, meaning: Meaning, part: Part, costs: Mapping[str, int], limits: Limits) -> None:
        self.meaning = meaning
        self.part = part
        self.limits = limits
        self._ranges = Ranges(meaning)
        self.oracle = Oracle(meaning, part.terms, part.facts, part.lines, limits, ranges=self._ranges)
        self._is_large = self.oracle.size > LARGE
        self.local = Neighbourhood(meaning, part, limits, self._ranges)
        self.costs = [costs[line.id] for line in part.lines]
        self.bit = {line.id: 1 << at for at, line in enumerate(part.lines)}
        self.everything = (1 << len(part.lines)) - 1
        self.conflicts: dict[int, Standing] = {}
        self.deals: dict[int, Mapping[str, Exact]] = {}
        self.disputes = Disputes(self.costs, self._check)
        self._patches: Patches | None = None
        self.proved: set[int] = set()
        self._complete = False
        self._exhausted: set[int] = set()
        self._refused: dict[int, Infeasible] = {}
        self._facts = {fact.id: fact for fact in part.facts}
        self._asked_elsewhere = 0

    @property
    def questions(self) -> int:
        """How often the solver was asked."""
        return self.oracle.questions + self.local.questions + self._asked_elsewhere

    @property
    def complete(self) -> bool:
        """Whether every conflict is known, and with them every relaxation."""
        return self._complete

    def finish(self) -> None:
        """Take note that every conflict is known: all minimal hitting sets of the known ones are relaxations.

        The minimal conflicts are then those that contain no other.
        """
        self._complete = True
        minimal = self.smallest()
        if len(minimal) < len(self.conflicts):
            self.conflicts = {mask: self.conflicts[mask] for mask in minimal}
            self.disputes = Disputes(self.costs, self._check)
            for mask in minimal:
                self.disputes.add(mask)

    def exhausted(self, allowed: int) -> bool:
        """Whether every relaxation within some lines is known."""
        return self._complete or allowed in self._exhausted

    @property
    def base(self) -> Point | None:
        """The relaxation that others are made from, with its deal; None until one is known."""
        return None if self._patches is None else self._patches.base

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

    def witness(self, mask: int) -> Mapping[str, Exact] | None:
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
        self,
        conflicts: Mapping[int, Standing],
        deals: Mapping[int, Mapping[str, Exact]],
        proved: Iterable[int],
        complete: bool,
    ) -> None:
        """Take over what another search of the same part has proved."""
        for conflict, standing in conflicts.items():
            self._remember(conflict, standing)
        self.deals.update(deals)
        self.proved.update(proved)
        if complete:
            self.finish()

    def check_facts(self) -> None:
        """Find out whether the facts alone contradict each other; no line then matters."""
        if not self.deals and isinstance(answer := self.ask(0), Infeasible):
            self._shrink(answer)

    # -- conflicts ------------------------------------------------------------------------------------------------

    def _remember(self, conflict: int, standing: Standing) -> None:
        if conflict not in self.conflicts:
            self.disputes.add(conflict)
        self.conflicts[conflict] = standing

    def _shrink(self, reason: Infeasible) -> int:
        """Make a conflict of a reason that the solver gave, and remember it.

        Lines are dropped one by one while the rest stays infeasible, each core taken over, in a model of the reason's
        own lines, facts and terms. A line that is needed with these facts may still be dispensable with all of them.
        """
        lines = [self.part.lines[at] for at in bits(self.mask(reason.core))]
        facts = [self._facts[fact] for fact in reason.facts]
        terms = sorted({term for line in (*lines, *facts) for term in line.terms})
        oracle = Oracle(self.meaning, terms, facts, lines, self.limits, ranges=self._ranges)
        core, needed, limited = self.mask(reason.core), 0, False
        used = reason.facts
        while (rest := core & ~needed) and not limited:
            line = 1 << (rest.bit_length() - 1)
            if self.witness(core & ~line) is not None:
                needed |= line
                continue
            match oracle.ask(self.ids(core & ~line)):
                case Infeasible(smaller, used):
                    core = self.mask(smaller)
                case Deal():
                    needed |= line
                case Unknown():
                    limited = True
        confirmed = oracle.confirm(self.ids(core)) is True
        self._asked_elsewhere += oracle.questions
        self._remember(core, Standing(used, not limited, confirmed))
        if limited:
            raise Stopped(self.limits.stopped_by)
        return core

    def learn(self, lines: int, start: Point | None = None) -> Point | None:
        """Find out what keeps some lines from holding together: a deal for all of them, or conflicts among them.

        Returns
        -------
        Point or None
            A deal that crosses none of the lines, None after conflicts were found.

        Raises
        ------
        Stopped
            When a limit comes; what was found so far is kept.
        """
        if start is None and not self._is_large:
            return self._learn_disjoint(lines)
        point = start or self._nearest(lines)
        return None if point is None else self._learn_from(point, lines)

    def _learn_disjoint(self, lines: int) -> Point | None:
        """Find conflicts one after the other that share no line."""
        rest = lines
        while True:
            match self._whole(rest):
                case Unknown(limit):
                    raise Stopped(limit)
                case Point() as point:
                    return point if rest == lines else None
                case Infeasible() as reason:
                    conflict = self._shrink(reason)
                    if not conflict:
                        return None  # the facts alone: no line makes a difference
                    rest &= ~conflict

    def _learn_from(self, point: Point, lines: int) -> Point | None:
        """Take in the lines that a deal crosses one by one, dear ones first.

        One that cannot be taken in is in a conflict with lines that were, and is left out from then on.
        """
        rest = lines
        for at in sorted(bits(lines & point.crossed), key=lambda at: (-self.costs[at], at)):
            line = 1 << at
            if not point.crossed & line:
                continue
            keep = rest & ~point.crossed
            answer = self.local.satisfy(point, line, keep, _MANY if self._is_large else _FEW)
            if answer is None:
                if not self._is_large:
                    return self._learn_disjoint(rest)
                answer = self._whole(keep | line)
            match answer:
                case Unknown(limit):
                    raise Stopped(limit)
                case Infeasible():
                    rest &= ~line
                    self._shrink(answer)
                case Point():
                    point = answer
        self.deals.setdefault(point.crossed, point.values)
        return point if rest == lines else None

    def _nearest(self, lines: int) -> Point | None:
        """Return the known deal that crosses the fewest of some lines; None where the facts allow no deal."""
        if not self.deals:
            match self.ask(0):
                case Unknown(limit):
                    raise Stopped(limit)
                case Infeasible() as reason:
                    self._shrink(reason)
                    return None
        crossed = min(self.deals, key=lambda crossed: (crossed & lines).bit_count())
        return Point(self.deals[crossed], crossed)

    def _whole(self, lines: int) -> Point | Infeasible | Unknown:
        """Ask about some lines with all terms free."""
        answer = self.ask(lines)
        return Point(answer.values, self.mask(answer.crossed)) if isinstance(answer, Deal) else answer

    def smallest(self) -> list[int]:
        """Return the known conflicts without those that contain another, made minimal as far as the limits allow."""
        known = set(self.conflicts) if self._complete else {self.within(mask) for mask in list(self.conflicts)}
        least: list[int] = []
        for mask in sorted(known, key=lambda mask: (mask.bit_count(), mask)):
            if all(smaller & ~mask for smaller in least):
                least.append(mask)
        return least

    def is_minimal(self, conflict: int) -> bool:
        """Return whether every line of a conflict is proved to be needed.

        That is so when all conflicts are known, for one that contains no other.
        """
        return self._complete or all(self.witness(conflict & ~(1 << line)) is not None for line in bits(conflict))

    def within(self, conflict: int) -> int:
        """Return a conflict within a known one of which every line is proved to be needed, as far as the limits allow."""
        for line in bits(conflict):
            if self.witness(conflict & ~(1 << line)) is not None:
                continue
            answer = self.ask(conflict & ~(1 << line))
            if isinstance(answer, Infeasible):
                try:
                    return self.within(self._shrink(answer))
                except Stopped:
                    return conflict
            if isinstance(answer, Unknown):
                return conflict
        return conflict

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
            for cost, chosen in combinations(self._ways_out(allowed)):
                candidate = united(chosen)
                if candidate in given:
                    continue
                if not self._complete and not self._is_relaxation(candidate):
                    break  # there are new conflicts: the candidates change
                given.add(candidate)
                yield cost, candidate
            else:
                self._exhausted.add(allowed)
                if allowed == self.everything:
                    self.finish()
                return

    def _ways_out(self, allowed: int) -> Sequence[Sorted[int]]:
        """Return the resolutions of each dispute within some lines, as far as the conflicts are known."""
        if self._complete:
            return [Stream(iter(ways)) for ways in self.resolutions(allowed)]
        return self.disputes.streams(allowed)

    def resolutions(self, allowed: int) -> list[list[tuple[int, int]]]:
        """Return for each dispute its resolutions within some lines as ``(cost, lines given up)``, cheapest first."""
        return [ways for _, ways in self.settlements(allowed)]

    def settlements(self, allowed: int) -> list[tuple[Dispute, list[tuple[int, int]]]]:
        """Return each dispute with its resolutions within some lines as ``(cost, lines given up)``, cheapest first.

        All there are when the part is complete; else those in a relaxation that was proved. Disputes stand in the order
        of their first lines, resolutions of one cost in that of their lines.
        """
        made = []
        for dispute, stream in self.disputes.paired(self.everything):
            masks = stream.all() if self._complete else {mask & dispute.lines for mask in self.proved}
            ways = [(self.cost(mask), mask) for mask in masks if not mask & ~allowed]
            ways.sort(key=lambda entry: (entry[0], tuple(bits(entry[1]))))
            made.append((dispute, ways))
        made.sort(key=lambda entry: entry[0].lines & -entry[0].lines)
        return made

    def changes(self, candidate: int) -> Mapping[str, Exact] | None:
        """Return how a relaxation's deal differs from the base's; None when it turns out to be none."""
        assert self._patches is not None
        return self._patches.changes(self.deals[candidate]) if self._is_relaxation(candidate) else None

    def _is_relaxation(self, candidate: int) -> bool:
        """Find a deal that crosses just the candidate's lines, or conflicts that the candidate leaves."""
        if candidate not in self.deals and not self._search(candidate):
            return False
        values = self.deals[candidate]
        if self._patches is None:
            self._patches = Patches(self.local, Point(values, candidate))
        if candidate not in self.proved:
            self.proved.add(candidate)
            swaps = self.disputes.apart(self._patches.base.crossed ^ candidate)
            if len(swaps) == 1:
                self._patches.learn(swaps[0], values)
        return True

    def _search(self, candidate: int) -> bool:
        keep = self.everything & ~candidate
        if self._patches is None:
            if self.learn(keep) is None:
                return False
        else:
            base = self._patches.base
            swaps = self.disputes.apart(base.crossed ^ candidate)
            start = self._patches.together(swaps) or base
            if start.crossed & keep:
                few = self._is_large or (start.crossed & keep).bit_count() <= _FEW
                if self.learn(keep, start if few else None) is None:
                    return False
            else:
                self.deals[candidate] = start.values
        return True
