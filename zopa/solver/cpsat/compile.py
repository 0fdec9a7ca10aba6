"""Lines of a scenario -> one CP-SAT model with a fresh guard literal for each line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...models.meaning.meaning import Line, Meaning
from ...models.values import Exact
from .backend import CpModel
from .lowering import Lowering
from .submodel import Excerpts


@dataclass(frozen=True)
class Compiled:
    """A model, the guard of each line in order, and how to read its terms.

    A guard implies its line and nothing implies the guard: model variables serving as assumptions would put foreign
    literals into the solver's cores.
    """

    model: CpModel
    lowering: Lowering
    guards: tuple[int, ...]
    variables: dict[str, int]

    @cached_property
    def _excerpts(self) -> Excerpts:
        return Excerpts(self.model, self.variables.values())

    def part(self, terms: Sequence[str], guards: Sequence[int], fixed: Mapping[str, Exact] | None = None) -> Compiled:
        """Return a model of the lines with some guards alone, over at least their terms, of which some are fixed."""
        steps = {}
        for term, value in (fixed or {}).items():
            step = self.lowering.meaning.domains[term].index(value)
            assert step is not None
            steps[self.variables[term]] = step
        model, place = self._excerpts.of([self.variables[term] for term in terms], guards, steps)
        variables = {term: place[self.variables[term]] for term in terms}
        return Compiled(model, self.lowering.onto(model, variables), tuple(place[guard] for guard in guards), variables)

    def holding(self, guards: Collection[int], others: Collection[int] = ()) -> tuple[CpModel, Mapping[int, int]]:
        """Return a model of the lines with some guards, which hold in it without a guard, and where it has variables.

        Its first variables are those of the terms. It also has some ``others`` of the whole, with what defines them.
        """
        excerpts = self._excerpts if not others else Excerpts(self.model, self.variables.values())
        return excerpts.of(list(self.variables.values()), (), {}, holding=frozenset(guards), others=others)

    def extended(self, terms: Iterable[str], lines: Iterable[Line]) -> Compiled:
        """Return a copy with more terms, and more lines under guards behind those that are there."""
        lowering = self.lowering.copy()
        guards = _guarded(lowering, terms, lines)
        return Compiled(lowering.model, lowering, (*self.guards, *guards), dict(lowering.variables))


def compile_lines(meaning: Meaning, terms: Iterable[str], lines: Iterable[Line]) -> Compiled:
    """Compile some lines over some terms (those of the lines at least), each under a guard of its own."""
    lowering = Lowering(meaning, CpModel())
    guards = _guarded(lowering, terms, lines)
    return Compiled(lowering.model, lowering, guards, dict(lowering.variables))


def _guarded(lowering: Lowering, terms: Iterable[str], lines: Iterable[Line]) -> tuple[int, ...]:
    """Put lines over some terms into a model, and return a fresh guard for each."""
    for term in terms:
        lowering.variable(term)
    guards = []
    for line in lines:
        lowering.prepare(line.definitions)
        guards.append(lowering.model.variable(0, 1))
        lowering.require(line.node, (guards[-1],))
    return tuple(guards)


def compile_required(meaning: Meaning, terms: Iterable[str], lines: Iterable[Line]) -> Lowering:
    """Compile some lines over some terms, all of them required; returns what puts more into the model."""
    lowering = Lowering(meaning, CpModel())
    for term in terms:
        lowering.variable(term)
    for line in lines:
        lowering.prepare(line.definitions)
        lowering.require(line.node, ())
    return lowering
