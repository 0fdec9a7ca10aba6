"""A scenario with its expressions parsed, typed and checked: what the engine and the evaluator work on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from ...errors import Problem, ScenarioError, did_you_mean, quoted, shown
from ..expressions import evaluate, intervals, nodes, types
from ..expressions.syntax import ComparisonChain, Syntax
from ..terms import Term, values_hint
from ..values import DealValue, Domain, Exact
from .grids import Grids
from .movement import Missed, Movement, missed, movement
from .units import common_unit
from .utilities import Utility

Values: TypeAlias = Mapping[str, Exact]
"""An exact number for every term."""


@dataclass(frozen=True)
class Definition:
    """A named expression, boolean or numeric."""

    name: str
    node: nodes.Node
    compute: evaluate.Number


@dataclass(frozen=True)
class Line:
    """A fact or a red line: a condition with the names it rests on, definitions followed through.

    ``tree`` is the syntax of ``text``, as the document has it. Both stay as they are when a line is moved or negated;
    ``node`` is what changes.
    """

    id: str
    text: str
    node: nodes.Boolean
    holds: evaluate.Condition
    terms: frozenset[str]
    definitions: frozenset[str]
    tree: Syntax


@dataclass(frozen=True)
class MeasureMeaning:
    """A number to compare relaxations by."""

    name: str
    node: nodes.Numeric
    compute: evaluate.Number
    terms: frozenset[str]
    definitions: frozenset[str]


@dataclass(frozen=True)
class Meaning:
    """A scenario ready to be decided.

    ``definitions`` stand in an order in which each uses only earlier ones; ``facts``, ``red_lines`` and ``measures``
    in the document's order. ``fallbacks`` are those of each red line that has any, hardest first;
    ``utilities`` those of each party that values deals.
    """

    terms: Mapping[str, Term]
    domains: Mapping[str, Domain]
    definitions: tuple[Definition, ...]
    facts: tuple[Line, ...]
    red_lines: tuple[Line, ...]
    measures: tuple[MeasureMeaning, ...]
    fallbacks: Mapping[str, tuple[Line, ...]]
    utilities: Mapping[str, Utility]
    names: types.Names
    box: intervals.Box

    def environment(self, values: Values, needed: Collection[str] | None = None) -> dict[str, Exact]:
        """Return the values of all terms, and of the definitions that these decide (of those ``needed``, if given)."""
        env = dict(values)
        for definition in self.definitions if needed is None or needed else ():
            if needed is not None and definition.name not in needed:
                continue
            try:
                env[definition.name] = definition.compute(env)
            except KeyError:  # a definition over terms that a partial deal leaves open
                continue
        return env

    def crossed(self, values: Values) -> list[str]:
        """Return the ids of the facts and red lines that a deal does not satisfy, in exact arithmetic."""
        env = self.environment(values)
        return [line.id for line in (*self.facts, *self.red_lines) if not line.holds(env)]

    @cached_property
    def _grids(self) -> Grids:
        return Grids(self.domains, ((definition.name, definition.node) for definition in self.definitions))

    def movement(self, line: Line) -> Movement | None:
        """Return how a line can be moved by amounts; None where it is not one comparison of numbers or of dates."""
        return movement(line.tree, line.node, self.names, self.unit, self._grids.of, self.box)

    def missed(self, line: Line, env: Mapping[str, Exact]) -> Missed | None:
        """Return by how much a deal misses a line; None where the line is no single comparison of numbers or dates.

        ``env`` has every term and definition that the line rests on.
        """
        comparison = self.movement(line)
        if comparison is None or not isinstance(line.tree, ComparisonChain) or not isinstance(line.node, nodes.Compare):
            return None
        return missed(line.tree, line.node, comparison, self.box, env)

    def unit(self, numbers: Iterable[nodes.Numeric]) -> str | None:
        """Return the unit that some numbers have in common; None where there is none, or it is not known."""
        return common_unit(numbers, self.terms, {definition.name: definition.node for definition in self.definitions})

    def words(self, values: Values) -> dict[str, DealValue]:
        """Return a deal in the scenario's words, its terms in the document's order."""
        return {name: term.value(values[name]) for name, term in self.terms.items() if name in values}

    def numbers(self, deal: Mapping[str, object]) -> dict[str, Exact]:
        """Return a deal in words as exact numbers.

        Raises
        ------
        ScenarioError
            If it is not a mapping, a term is unknown or missing, or a value is not one of its term's.
        """
        return self.stated(deal, needed=self.terms)

    def stated(self, deal: Mapping[str, object], needed: Iterable[str] = ()) -> dict[str, Exact]:
        """Return the values that a deal in words gives to some or all terms, as exact numbers.

        Raises
        ------
        ScenarioError
            If it is not a mapping, a term is unknown or needed and missing, or a value is not one of its term's.
        """
        if not isinstance(deal, Mapping):
            message = f"a deal is a mapping of terms to values, not of type {type(deal).__name__}"
            raise ScenarioError([Problem(message)])
        problems = []
        values: dict[str, Exact] = {}
        for name, value in deal.items():
            term = self.terms.get(name)
            number = None if term is None else term.number(value)
            if term is None:
                hint = did_you_mean(str(name), self.terms)
                problems.append(Problem(f"unknown term {quoted(str(name))}{hint}", (name,), at_key=True))
            elif number is None:
                problems.append(Problem(f"{shown(value)} is not a value of {name}{values_hint(term, value)}", (name,)))
            else:
                values[name] = number
        problems += [Problem(f"no value for the term {name!r}") for name in needed if name not in deal]
        if problems:
            raise ScenarioError(problems)
        return values
