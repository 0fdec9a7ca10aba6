"""Scenarios in one small form that every peer translates: and/or trees over literals and linear comparisons.

It is made from zopa's resolved nodes, so all peers get the same model. Negations are pushed inwards, definitions put in
place, and every number counts the steps of its term from 0, so that all coefficients are whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from zopa import Scenario
from zopa.models.expressions import nodes
from zopa.models.meaning.meaning import Meaning
from zopa.models.values import exact


class NotEncodedError(Exception):
    """A peer has no reasonable model of a scenario; the message says why."""


@dataclass(frozen=True)
class Literal:
    """A yes/no term is yes, or is no."""

    term: str
    positive: bool


@dataclass(frozen=True)
class Linear:
    """A weighted sum of terms, compared by ``<=``, ``==`` or ``!=`` with a number; a single term has weight 1 or -1."""

    weights: tuple[tuple[str, int], ...]
    operator: str
    bound: int


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Some:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Literal | Linear | All | Some


@dataclass(frozen=True)
class Answer:
    """One relaxation: the red lines given up and what that costs."""

    lines: frozenset[str]
    cost: Fraction


@dataclass(frozen=True)
class Model:
    """A scenario for the peers: ``sizes`` says how many values a term has, 0 for a yes/no; weights are whole."""

    sizes: Mapping[str, int]
    facts: tuple[Condition, ...]
    lines: Mapping[str, Condition]
    weights: Mapping[str, int]
    scale: int

    def answer(self, lines: Iterable[str]) -> Answer:
        """Return lines given up with what that costs, in the scenario's unit."""
        given_up = frozenset(lines)
        return Answer(given_up, Fraction(sum(self.weights[line] for line in given_up), self.scale))


def model_of(scenario: Scenario) -> Model:
    """Return a scenario in the peers' form.

    Raises
    ------
    NotEncodedError
        If it multiplies terms, or takes minima, maxima, absolute values or sums of conditions.
    """
    meaning = scenario.meaning()
    writer = _Writer(meaning)
    weights = {line_id: exact(line.weight) for line_id, _, line in scenario.red_lines()}
    scale = math.lcm(*(weight.denominator for weight in weights.values()))
    return Model(
        sizes={name: 0 if name in writer.yes_no else domain.size for name, domain in meaning.domains.items()},
        facts=tuple(writer.condition(fact.node, True) for fact in meaning.facts),
        lines={line.id: writer.condition(line.node, True) for line in meaning.red_lines},
        weights={line_id: int(weight * scale) for line_id, weight in weights.items()},
        scale=scale,
    )


class _Writer:
    def __init__(self, meaning: Meaning) -> None:
        self.domains = meaning.domains
        self.yes_no = {name for name, term in meaning.terms.items() if term.type == "yes_no"}
        self.definitions = {definition.name: definition.node for definition in meaning.definitions}

    def condition(self, node: nodes.Boolean, positive: bool) -> Condition:
        """Return a condition, or its opposite, with negations pushed inwards."""
        match node:
            case nodes.Truth(value):
                return All(()) if value == positive else Some(())
            case nodes.Holds(term):
                return Literal(term, positive)
            case nodes.TruthDefinition(name):
                return self.condition(self.definitions[name], positive)  # type: ignore[arg-type]
            case nodes.Not(part):
                return self.condition(part, not positive)
            case nodes.And(parts):
                return joined([self.condition(part, positive) for part in parts], All if positive else Some)
            case nodes.Or(parts):
                return joined([self.condition(part, positive) for part in parts], Some if positive else All)
            case nodes.Iff(left, right):
                ways = [
                    All((self.condition(left, way), self.condition(right, way == positive))) for way in (True, False)
                ]
                return Some(tuple(ways))
            case nodes.Compare(operator, left, right):
                return self.comparison(operator, left, right, positive)
        raise NotEncodedError(f"{type(node).__name__} is not encoded")

    def comparison(self, operator: str, left: nodes.Numeric, right: nodes.Numeric, positive: bool) -> Condition:
        """Return a comparison, or its opposite, over whole weights."""
        weights: dict[str, Fraction] = {}
        constant = self.add(left, Fraction(1), weights) + self.add(right, Fraction(-1), weights)
        if not positive and operator in ("<", "<="):
            weights, constant = {term: -weight for term, weight in weights.items()}, -constant
        if not positive:
            operator = {"==": "!=", "!=": "==", "<": "<=", "<=": "<"}[operator]
        weights = {term: weight for term, weight in weights.items() if weight}
        scale = math.lcm(constant.denominator, *(weight.denominator for weight in weights.values()))
        whole = {term: int(weight * scale) for term, weight in weights.items()}
        bound = int(-constant * scale)
        if operator == "<":
            operator, bound = "<=", bound - 1
        return self.reduced(whole, operator, bound)

    def reduced(self, weights: Mapping[str, int], operator: str, bound: int) -> Condition:
        """Return a comparison divided by what its weights have in common; settled ones as truth, yes/no as literals."""
        common = math.gcd(*weights.values()) or 1
        if operator != "<=" and bound % common:
            return All(()) if operator == "!=" else Some(())
        weights, bound = {term: weight // common for term, weight in weights.items()}, bound // common
        reach = [weight * (self.domains[term].size - 1) for term, weight in weights.items()]
        low, high = sum(min(0, end) for end in reach), sum(max(0, end) for end in reach)
        if operator == "<=":
            settled = True if high <= bound else False if low > bound else None
        else:
            equal = False if not low <= bound <= high else True if low == high else None
            settled = equal if operator == "==" or equal is None else not equal
        if settled is not None:
            return All(()) if settled else Some(())
        if len(weights) == 1:
            [(term, weight)] = weights.items()
            if term in self.yes_no:
                return Literal(term, (weight <= bound) if operator == "<=" else (weight == bound) == (operator == "=="))
            if weight < 0 and operator != "<=":
                weights, bound = {term: 1}, -bound
        return Linear(tuple(weights.items()), operator, bound)

    def add(self, node: nodes.Numeric, factor: Fraction, weights: dict[str, Fraction]) -> Fraction:
        """Add a number, times a factor, to the weights of terms; return the constant that is left."""
        match node:
            case nodes.Constant(value):
                return factor * value
            case nodes.Value(term):
                domain = self.domains[term]
                weights[term] = weights.get(term, Fraction(0)) + factor * domain.step
                return factor * domain.start
            case nodes.Indicator(nodes.Holds(term)):
                weights[term] = weights.get(term, Fraction(0)) + factor
                return Fraction(0)
            case nodes.Indicator(nodes.Not(part)):
                return factor + self.add(nodes.Indicator(part), -factor, weights)
            case nodes.NumberDefinition(name):
                return self.add(self.definitions[name], factor, weights)  # type: ignore[arg-type]
            case nodes.Total(parts):
                return sum((self.add(part, factor, weights) for part in parts), Fraction(0))
            case nodes.Product(parts):
                rest = [part for part in parts if not isinstance(part, nodes.Constant)]
                number = math.prod(
                    (Fraction(part.value) for part in parts if isinstance(part, nodes.Constant)), start=factor
                )
                if not rest:
                    return number
                if len(rest) == 1:
                    return self.add(rest[0], number, weights)
        raise NotEncodedError(f"{type(node).__name__} is not encoded")


def joined(parts: list[Condition], kind: type[All | Some]) -> Condition:
    """Return parts joined by one connective, nested ones of the same kind flattened."""
    flat: dict[Condition, None] = {}
    for part in parts:
        flat.update(dict.fromkeys(part.parts if isinstance(part, kind) else (part,)))
    return next(iter(flat)) if len(flat) == 1 else kind(tuple(flat))
