"""Questions answered near a known deal, in models of the lines concerned alone.

To satisfy one more line, the terms of that line are freed and all others stay as the deal has them; the model holds
only the lines that a free term touches. A deal found there is a deal of the whole. A refusal that rests on a term that
was not free proves nothing yet: the terms of its reason are freed too, until there is a deal, or a reason that rests on
free terms alone, which is one for the whole too. So the cost of a question depends on what it is about, not on the size
of the negotiation.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...models.expressions.intervals import Range, truth
from ...models.values import Exact, largest, least, size_of
from ..oracle import Deal, Infeasible, Oracle, Unknown
from ..parts import Part
from .bitsets import bits, united

MOST = 1 / 3
"""Where a model would have more than this share of a part's terms, the whole part is asked instead."""


class Patched(Mapping[str, Exact]):
    """A deal as another with some terms changed; takes no more memory than the changes."""

    def __init__(self, base: Mapping[str, Exact], changes: Mapping[str, Exact]) -> None:
        self.base: Mapping[str, Exact] = base
        self.changes: Mapping[str, Exact] = changes
        if isinstance(base, Patched):
            self.base, self.changes = base.base, {**base.changes, **changes}

    def __getitem__(self, term: str) -> Exact:
        return self.changes[term] if term in self.changes else self.base[term]

    def __iter__(self) -> Iterator[str]:
        return iter(self.base)

    def __len__(self) -> int:
        return len(self.base)


@dataclass(frozen=True)
class PartDeal:
    """A deal of a part that satisfies the facts: a value for every term, and the lines that it crosses."""

    values: Mapping[str, Exact]
    crossed: int


class Neighbourhood:
    """The lines of one part by the terms they touch.

    Sets of lines are bit masks over ``part.lines``, as in
    :class:`~zopa.solver.conflicts.relaxations.PartSearch`; the facts have the bits after those of the lines.
    """

    def __init__(self, oracle: Oracle, part: Part) -> None:
        self._oracle, self.meaning, self.part = oracle, oracle.meaning, part
        self.questions = 0
        self._statements = (*part.lines, *part.facts)
        self._bit = {line.id: 1 << at for at, line in enumerate(part.lines)}
        self._fact_bit = {fact.id: 1 << at for at, fact in enumerate(part.facts, start=len(part.lines))}
        self._facts = sum(self._fact_bit.values())
        number = self._number = {term: at for at, term in enumerate(part.terms)}
        self._terms = [sum(1 << number[term] for term in statement.terms) for statement in self._statements]
        self._touching = [0] * len(part.terms)
        for at, terms in enumerate(self._terms):
            for term in bits(terms):
                self._touching[term] |= 1 << at

    def satisfy(self, start: PartDeal, line: int, keep: int, steps: int) -> PartDeal | Infeasible | Unknown | None:
        """Look for a deal that satisfies one more line and keeps others.

        Parameters
        ----------
        start
            A deal that satisfies all of ``keep``.
        line
            The line to satisfy, as a mask.
        steps
            How often more terms may be freed.

        Returns
        -------
        PartDeal, Infeasible, Unknown or None
            A deal that differs from ``start`` in few terms; a proof that there is none; what a limit left; None when
            the question is not a local one.
        """
        wanted = keep | line | self._facts
        free = self._terms_of(line)
        while steps:
            steps -= 1
            touched = self._touched(free) | line  # a line may be about no term at all
            if not self._is_small(touched):
                return None
            answer = self._ask(start, free, touched & wanted)
            if isinstance(answer, Deal):
                changes = {term: value for term, value in answer.values.items() if value != start.values[term]}
                values = Patched(start.values, changes)
                return PartDeal(values, self.crossed(values, start.crossed, touched))
            if isinstance(answer, Unknown):
                return answer
            reason = sum(self._bit[name] for name in answer.core) | sum(self._fact_bit[name] for name in answer.facts)
            concerned = self._terms_of(reason)
            if not concerned & ~free:
                return answer
            free |= concerned
        return None

    def is_local(self, line: int) -> bool:
        """Return whether a question about a line, as a mask, concerns a small share of the part."""
        return self._is_small(self._touched(self._terms_of(line)))

    def _is_small(self, statements: int) -> bool:
        return self._terms_of(statements).bit_count() <= MOST * len(self.part.terms)

    def terms_of_line(self, at: int) -> list[str]:
        """Return the terms of one line or fact, by its bit."""
        return [self.part.terms[number] for number in bits(self._terms[at])]

    def holds(self, at: int, values: Mapping[str, Exact]) -> bool:
        """Return whether one line or fact, by its bit, holds under values for its terms."""
        line = self._statements[at]
        return line.holds(self.meaning.environment(values, line.definitions) if line.definitions else values)

    def always_holds(self, at: int, values: Mapping[str, Collection[Exact]]) -> bool:
        """Return whether bounds show that a line or fact holds whatever values its terms have of those given."""
        line = self._statements[at]
        ranges = {
            term: Range(
                least(some),
                largest(some),
                largest(map(size_of, some)),
                math.lcm(*(value.denominator for value in some)),
            )
            for term, some in values.items()
        }
        return truth(line.node, {**{name: self.meaning.box[name] for name in line.definitions}, **ranges}) is True

    def touched_by(self, terms: Iterable[str]) -> int:
        """Return the lines and facts that some terms touch."""
        return united(self._touching[self._number[term]] for term in terms)

    def _touched(self, terms: int) -> int:
        return united(self._touching[number] for number in bits(terms))

    def _terms_of(self, statements: int) -> int:
        return united(self._terms[at] for at in bits(statements))

    def _ask(self, start: PartDeal, free: int, statements: int) -> Deal | Infeasible | Unknown:
        """Ask for a deal that satisfies some statements and has the start's values for all terms that are not free."""
        numbers = self._terms_of(statements) | free
        names = [self.part.terms[number] for number in bits(numbers)]
        fixed = {self.part.terms[number]: start.values[self.part.terms[number]] for number in bits(numbers & ~free)}
        lines = [self._statements[at] for at in bits(statements & ~self._facts)]
        facts = [self._statements[at] for at in bits(statements & self._facts)]
        oracle = self._oracle.part(names, facts, lines, fixed)
        answer = oracle.ask(line.id for line in lines)
        self.questions += oracle.questions
        return answer

    def crossed(self, values: Mapping[str, Exact], before: int, touched: int) -> int:
        """Return the lines that values cross, looking again at those that a change touched.

        A fact that does not hold counts as one more line.
        """
        crossed = before & ~touched
        concerned = [(at, self._statements[at]) for at in bits(touched)]
        env: Mapping[str, Exact] = values
        if needed := {name for _, line in concerned for name in line.definitions}:
            env = self.meaning.environment({term: values[term] for _, line in concerned for term in line.terms}, needed)
        for at, line in concerned:
            if not line.holds(env):
                crossed |= 1 << at
        return crossed
