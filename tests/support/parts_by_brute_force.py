"""One part of a generated scenario beside its brute-force answer, in the engine's terms: sets of lines as bit masks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from support.reference import Answer, Row, Spec
from support.reference_language import holds
from support.strategies import read

from zopa.models.values import Exact
from zopa.solver.conflicts.exploration import Exploration
from zopa.solver.conflicts.local import Neighbourhood, PartDeal
from zopa.solver.conflicts.relaxations import PartSearch
from zopa.solver.limits import Limits
from zopa.solver.oracle import Answer as Answered
from zopa.solver.oracle import Infeasible, Oracle

ASK = Oracle.ask


def idle_core(oracle: Oracle, lines: Iterable[str]) -> Answered:
    """Answer as the oracle does, but name all lines as the reason of an infeasibility: a correct core, and no help."""
    asked = tuple(lines)
    found = ASK(oracle, asked)
    return Infeasible(asked, tuple(fact.id for fact in oracle.facts)) if isinstance(found, Infeasible) else found


def subsets(mask: int) -> Iterable[int]:
    """Yield every subset of a set, itself first."""
    chosen = mask
    while chosen:
        yield chosen
        chosen = (chosen - 1) & mask
    yield 0


def minimal(masks: Collection[int]) -> set[int]:
    """Return the sets that contain no other."""
    return {one for one in masks if not any(other & one == other and other != one for other in masks)}


def hitting_sets(family: Collection[int], elements: int) -> set[int]:
    """Return the minimal sets that share an element with each of a family, by trying all subsets."""
    return minimal([chosen for chosen in subsets(elements) if all(chosen & members for members in family)])


class PartAnswer:
    """What there is to say about one part, from the list of all deals."""

    def __init__(self, answer: Answer, search: PartSearch) -> None:
        self.spec, self.search = answer.spec, search
        self.part, self.meaning = search.known.part, search.known.meaning
        self.everything = search.known.everything
        self._answer = answer
        self._facts = frozenset(fact.id for fact in self.part.facts)
        seen: dict[tuple[object, ...], Row] = {}
        for row in answer.rows:
            seen.setdefault(tuple(row.deal[term] for term in self.part.terms), row)
        self.rows = list(seen.values())
        """One row for each of the part's own deals."""

    @property
    def neighbourhood(self) -> Neighbourhood:
        return Neighbourhood(self.search.known.oracle.again(), self.part)

    @cached_property
    def possible(self) -> list[Row]:
        """The deals that satisfy the part's facts."""
        return [row for row in self.rows if self._facts <= row.facts]

    @cached_property
    def relaxations(self) -> set[int]:
        return minimal({self.mask_crossed(row) for row in self.possible})

    @cached_property
    def conflicts(self) -> set[int]:
        return hitting_sets(self.relaxations, self.everything)

    def mask_crossed(self, row: Row) -> int:
        """Return the lines of the part that a deal crosses; a broken fact is a bit after those of the lines."""
        mask = sum(1 << at for at, line in enumerate(self.part.lines) if line.id not in row.lines)
        first = len(self.part.lines)
        return mask | sum(1 << first + at for at, fact in enumerate(self.part.facts) if fact.id not in row.facts)

    def point(self, row: Row) -> PartDeal:
        """Return a deal as the engine keeps it."""
        steps = {term: self.spec.terms[term].values.index(row.deal[term]) for term in self.part.terms}
        values = {term: self.meaning.domains[term].at(step) for term, step in steps.items()}
        return PartDeal(values, self.mask_crossed(row))

    def crossed(self, values: Mapping[str, Exact]) -> int:
        """Return what the engine's values for the part cross, as evaluated by the reference."""
        lowest = {name: term.words[0] for name, term in self.spec.terms.items()}
        env = self.spec.read({**lowest, **self.meaning.words({term: values[term] for term in self.part.terms})})
        met = (
            *(holds(self.spec.lines[line.id].require, env) for line in self.part.lines),
            *(holds(self.spec.facts[fact.id], env) for fact in self.part.facts),
        )
        return sum(1 << at for at, held in enumerate(met) if not held)

    def feasible(self, lines: Collection[str], facts: Collection[str]) -> bool:
        """Return whether some lines and facts can hold together."""
        return self._answer.feasible(lines, facts)


def parts_of(spec: Spec) -> list[PartAnswer]:
    """Return every part of a scenario that has lines, each with a search that has done nothing yet."""
    answer = Answer(spec)
    searches: Sequence[PartSearch] = Exploration(read(spec), Limits()).searches
    return [PartAnswer(answer, search) for search in searches if search.known.part.lines]
