"""What is known of one part of a scenario, and the questions that add to it.

Deals and conflicts are witnesses: a question that one of them answers is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...models.meaning.meaning import Meaning
from ...models.values import Exact
from ..limits import Limits, Steps, Stopped
from ..oracle import Answer, Deal, Infeasible, Oracle, Unknown
from ..parts import Part
from .bitsets import bits
from .disputes import Disputes
from .local import Neighbourhood, PartDeal
from .shrink import shrunk

LARGE = 2_000
"""Variables and constraints of a part from which questions are asked near a known deal first.

Loading a model of that size takes CP-SAT about as long as a few small ones.
"""

_FEW, _MANY = 2, 1_000_000
"""How often a local question may free more terms, in small parts and in large ones."""


@dataclass(frozen=True)
class Standing:
    """How well a conflict is known.

    Parameters
    ----------
    facts
        Facts that suffice for it.
    confirmed
        Whether a second solve said so too.
    """

    facts: tuple[str, ...]
    confirmed: bool


class Known:
    """What is known of one part: its conflicts, some of its deals, and what the solver says when asked.

    Sets of red lines are bit masks over ``part.lines``. ``conflicts`` maps each known conflict to how well it is known;
    ``deals`` maps the set of lines that a known deal crosses to its values. ``complete`` says whether every conflict is
    known, and with them every relaxation.

    Parameters
    ----------
    costs
        Of giving up each red line, by its id.
    oracle
        Of the part, if there is one already.
    """

    def __init__(
        self, meaning: Meaning, part: Part, costs: Mapping[str, int], limits: Limits, oracle: Oracle | None = None
    ) -> None:
        self.meaning = meaning
        self.part = part
        self.limits = limits
        self.oracle = oracle or Oracle(meaning, part.terms, part.facts, part.lines, limits)
        self.is_large = self.oracle.size > LARGE
        self.local = Neighbourhood(self.oracle, part)
        self.costs = [costs[line.id] for line in part.lines]
        self.bit = {line.id: 1 << at for at, line in enumerate(part.lines)}
        self.everything = (1 << len(part.lines)) - 1
        self.conflicts: dict[int, Standing] = {}
        self.deals: dict[int, Mapping[str, Exact]] = {}
        self.steps = Steps(limits)
        self.disputes = Disputes(self.costs, self.steps.take)
        self.complete = False
        self.refusal_confirmed = False
        self._refused: dict[int, Infeasible] = {}
        self._facts = {fact.id: fact for fact in part.facts}
        self.asked_elsewhere = 0

    @property
    def questions(self) -> int:
        """How often the solver was asked."""
        return self.oracle.questions + self.local.questions + self.asked_elsewhere

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

    def possible(self, mask: int) -> bool:
        """Return whether a set of lines can hold, from what is known or by asking.

        Raises
        ------
        Stopped
            When a limit comes first.
        """
        if self.witness(mask) is not None:
            return True
        if any(not conflict & ~mask for conflict in self.conflicts):
            return False
        answer = self._whole(mask)
        if isinstance(answer, Infeasible):
            self._shrink(answer)
        return isinstance(answer, PartDeal)

    def widen(self, mask: int) -> None:
        """Find a deal that satisfies some lines and as many others as can be added one by one.

        Raises
        ------
        Stopped
            When a limit comes first.
        """
        point = self._nearest(mask)
        while point is not None and (rest := point.crossed & ~mask):
            mask |= rest & -rest
            answer = self._take_in(point, rest & -rest, self.everything & ~point.crossed)
            point = answer if isinstance(answer, PartDeal) else point
        if point is not None:
            self.deals.setdefault(point.crossed, point.values)

    def _take_in(self, point: PartDeal, line: int, keep: int) -> PartDeal | Infeasible:
        """Look for a deal that satisfies one more line than a known one, near it or anywhere."""
        answer = self.local.satisfy(point, line, keep, _MANY if self.is_large else _FEW) or self._whole(keep | line)
        if isinstance(answer, Unknown):
            raise Stopped(answer.limit)
        return answer

    def is_feasible(self) -> bool | None:
        """Return whether all lines can hold together; None when a limit came first.

        A "no" is asked twice; ``refusal_confirmed`` says whether the second run agreed.
        """
        match self.ask(self.everything):
            case Deal():
                return True
            case Infeasible(core):
                self.refusal_confirmed = self.oracle.confirm(core) is True
                return False
        return None

    def check_facts(self) -> None:
        """Find out whether the facts alone contradict each other; no line then matters."""
        if not self.deals and isinstance(answer := self.ask(0), Infeasible):
            self._shrink(answer)

    # -- conflicts ------------------------------------------------------------------------------------------------

    def remember(self, conflict: int, standing: Standing) -> None:
        """Note a conflict."""
        if conflict not in self.conflicts:
            self.disputes.add(conflict)
        self.conflicts[conflict] = standing

    def finish(self) -> None:
        """Take note that every conflict is known: all minimal hitting sets of the known ones are relaxations.

        The minimal conflicts are then those that contain no other.
        """
        self.complete = True
        minimal = self.smallest()
        if len(minimal) < len(self.conflicts):
            self.conflicts = {mask: self.conflicts[mask] for mask in minimal}
            self.disputes = Disputes(self.costs, self.steps.take)
            for mask in minimal:
                self.disputes.add(mask)

    def _shrink(self, reason: Infeasible) -> int:
        """Make a conflict of a reason that the solver gave, and remember it."""
        lines = [self.part.lines[at] for at in bits(self.mask(reason.core))]
        facts = [self._facts[fact] for fact in reason.facts]
        asked_twice = self.refusal_confirmed and reason is self._refused.get(self.everything)
        found = shrunk(self.oracle, lines, facts, lambda rest: self.witness(self.mask(rest)) is not None, asked_twice)
        self.asked_elsewhere += found.questions
        conflict = self.mask(found.lines)
        self.remember(conflict, Standing(found.facts, found.confirmed))
        if not found.is_minimal:
            raise Stopped(self.limits.stopped_by)
        return conflict

    def learn(self, lines: int, start: PartDeal | None = None) -> PartDeal | None:
        """Find out what keeps some lines from holding together: a deal for all of them, or conflicts among them.

        Returns
        -------
        PartDeal or None
            A deal that crosses none of the lines, None after conflicts were found.

        Raises
        ------
        Stopped
            When a limit comes; what was found so far is kept.
        """
        if start is None and not self.is_large:
            return self._learn_disjoint(lines)
        point = start or self._nearest(lines)
        return None if point is None else self._learn_from(point, lines)

    def _learn_disjoint(self, lines: int) -> PartDeal | None:
        """Find conflicts one after the other that share no line."""
        rest = lines
        while True:
            answer = self._whole(rest)
            if isinstance(answer, PartDeal):
                return answer if rest == lines else None
            conflict = self._shrink(answer)
            if not conflict:
                return None  # the facts alone: no line makes a difference
            rest &= ~conflict

    def _learn_from(self, point: PartDeal, lines: int) -> PartDeal | None:
        """Take in the lines that a deal crosses one by one, dear ones first.

        One that cannot be taken in is in a conflict with lines that were, and is left out from then on.
        """
        rest = lines
        for at in sorted(bits(lines & point.crossed), key=lambda at: (-self.costs[at], at)):
            line = 1 << at
            if not point.crossed & line:
                continue
            keep = rest & ~point.crossed
            if not self.is_large and not self.local.is_local(line):
                found = self._learn_disjoint(rest)
                return found if rest == lines else None
            answer = self._take_in(point, line, keep)
            if isinstance(answer, Infeasible):
                rest &= ~line
                self._shrink(answer)
            else:
                point = answer
        self.deals.setdefault(point.crossed, point.values)
        return point if rest == lines else None

    def _nearest(self, lines: int) -> PartDeal | None:
        """Return the known deal that crosses the fewest of some lines; None where the facts allow no deal."""
        if not self.deals and isinstance(answer := self._whole(0), Infeasible):
            self._shrink(answer)
            return None
        crossed = min(self.deals, key=lambda crossed: (crossed & lines).bit_count())
        return PartDeal(self.deals[crossed], crossed)

    def _whole(self, lines: int) -> PartDeal | Infeasible:
        """Ask about some lines with all terms free."""
        answer = self.ask(lines)
        if isinstance(answer, Unknown):
            raise Stopped(answer.limit)
        return PartDeal(answer.values, self.mask(answer.crossed)) if isinstance(answer, Deal) else answer

    def smallest(self) -> list[int]:
        """Return the known conflicts without those that contain another, made minimal as far as the limits allow."""
        known = set(self.conflicts) if self.complete else {self.within(mask) for mask in list(self.conflicts)}
        least: list[int] = []
        for mask in sorted(known, key=lambda mask: (mask.bit_count(), mask)):
            if all(smaller & ~mask for smaller in least):
                least.append(mask)
        return least

    def is_minimal(self, conflict: int) -> bool:
        """Return whether every line of a conflict is proved to be needed.

        That is so when all conflicts are known, for one that contains no other.
        """
        return self.complete or all(self.witness(conflict & ~(1 << line)) is not None for line in bits(conflict))

    def within(self, conflict: int) -> int:
        """Return a conflict within a known one; every line is proved to be needed, as far as the limits allow."""
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
