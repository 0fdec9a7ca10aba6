"""What a scenario means, its expressions read, typed and checked: what the engine and the evaluator work on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ...errors import Problem, ScenarioError, did_you_mean, quoted, shown
from ..expressions import evaluate, intervals, nodes, types
from ..expressions.parse import parse
from ..hints import values_hint
from ..parties import Statement
from ..scenario import Scenario
from ..terms import Term
from ..values import DealValue, Domain, Exact
from .movement import Movement, movement
from .units import common_unit
from .utilities import Utility

Keys: TypeAlias = tuple[str | int, ...]
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
    """A fact or a red line: a condition with the names it rests on, definitions followed through."""

    id: str
    text: str
    node: nodes.Boolean
    holds: evaluate.Condition
    terms: frozenset[str]
    definitions: frozenset[str]


@dataclass(frozen=True)
class MeasureMeaning:
    """A number by which packages are compared."""

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
        """Return the value of every term and of every definition that those decide (of those needed, when given)."""
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
        """Return the ids of the facts and red lines that a deal does not satisfy, exactly."""
        env = self.environment(values)
        return [line.id for line in (*self.facts, *self.red_lines) if not line.holds(env)]

    def movement(self, line: Line) -> Movement | None:
        """Return how a line can be moved by amounts; None where it is not one comparison of numbers or of dates."""
        return movement(parse(line.text), line.node, self.names, self.unit, self.box)

    def unit(self, numbers: Iterable[nodes.Numeric]) -> str | None:
        """Return the unit that some numbers have in common; None where there is none, or it is not known."""
        return common_unit(numbers, self.terms, {definition.name: definition.node for definition in self.definitions})

    def words(self, values: Values) -> dict[str, DealValue]:
        """Return a deal in the scenario's words, terms in the document's order."""
        return {name: term.value(values[name]) for name, term in self.terms.items() if name in values}

    def numbers(self, deal: Mapping[str, object]) -> dict[str, Exact]:
        """Return a deal in words as exact numbers.

        Raises
        ------
        ScenarioError
            If it is no mapping, a term is unknown or missing, or a value is not one of its term's.
        """
        _check_mapping(deal)
        missing = [Problem(f"no value for the term {name!r}") for name in self.terms if name not in deal]
        try:
            values = self.stated(deal)
        except ScenarioError as error:
            raise ScenarioError([*error.problems, *missing]) from None
        if missing:
            raise ScenarioError(missing)
        return values

    def stated(self, deal: Mapping[str, object]) -> dict[str, Exact]:
        """Return what a deal in words says of some terms, or of all, as exact numbers.

        Raises
        ------
        ScenarioError
            If it is no mapping, a term is unknown, or a value is not one of its term's.
        """
        _check_mapping(deal)
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
        if problems:
            raise ScenarioError(problems)
        return values


def _check_mapping(deal: object) -> None:
    if not isinstance(deal, Mapping):
        raise ScenarioError([Problem(f"a deal is a mapping of terms to values, not of type {type(deal).__name__}")])


def statements(scenario: Scenario) -> Iterator[tuple[Keys, Statement]]:
    """Yield every fact and red line with its place in the document."""
    for name, fact in scenario.facts.items():
        yield ("facts", name), fact
    for party_id, party in scenario.parties.items():
        for line_id, line in party.red_lines.items():
            yield ("parties", party_id, "red_lines", line_id), line
