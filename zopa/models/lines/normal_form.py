"""A scenario as lines with nothing left to interpret, ``zopa-lines/1``: what a certificate is checked against.

Few operators are left, so that a checker is short: a condition is a number, 1 or 0; what is linear in the terms is
written as such, definitions filled in; ``<`` and ``!=`` have become ``not``, and ``iff`` an equation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from ..expressions import nodes
from ..io.save import identity
from ..linear import Linear, total
from ..meaning.meaning import Meaning
from ..scenario import Scenario
from ..terms import Choice, Scale
from ..values import Exact, exact, exact_sum

FORMAT = "zopa-lines/1"

Tree: TypeAlias = Any
"""An expression as JSON data."""


_OPERATORS: Mapping[type[nodes.Node], str] = {
    nodes.Total: "+",
    nodes.Product: "*",
    nodes.Least: "min",
    nodes.Greatest: "max",
    nodes.Magnitude: "abs",
    nodes.Choose: "if",
    nodes.Not: "not",
    nodes.And: "and",
    nodes.Or: "or",
}


def number(value: Exact) -> int | str:
    """Return an exact number as JSON holds it: a whole one, or the text ``p/q``."""
    return value if isinstance(value, int) else f"{value.numerator}/{value.denominator}"


class Normal:
    """Writes the expressions of one scenario as trees."""

    def __init__(self, meaning: Meaning) -> None:
        self._linear: dict[str, Linear[str]] = {}
        self.definitions: dict[str, Tree] = {}
        for definition in meaning.definitions:
            found = self.linear(definition.node)
            if found is not None:
                self._linear[definition.name] = found
            self.definitions[definition.name] = self.tree(definition.node)

    def tree(self, node: nodes.Node) -> Tree:
        """Return an expression: a number, an object of terms with their factors, or a list behind its operator."""
        found = self.linear(node)
        if found is not None:
            return _linear_tree(found)
        match node:
            case nodes.NumberDefinition(name) | nodes.TruthDefinition(name):
                return ["value", name]
            case nodes.Indicator(condition):
                return self.tree(condition)
            case nodes.Not(nodes.Iff(left, right)) if self._are_linear(left, right):
                return self._sides("==", nodes.Indicator(left), nodes.Indicator(nodes.Not(right)))
            case nodes.Iff(left, right):
                return self._sides("==", nodes.Indicator(left), nodes.Indicator(right))
            case nodes.Compare(operator, left, right):
                return self._compared(operator, left, right)
        return [_OPERATORS[type(node)], *map(self.tree, nodes.parts(node))]

    def _are_linear(self, *conditions: nodes.Boolean) -> bool:
        return all(self.linear(nodes.Indicator(condition)) is not None for condition in conditions)

    def _compared(self, operator: str, left: nodes.Numeric, right: nodes.Numeric) -> Tree:
        match operator:
            case "<":
                return ["not", self._sides("<=", right, left)]
            case "!=":
                return ["not", self._sides("==", left, right)]
        return self._sides(operator, left, right)

    def _sides(self, operator: str, left: nodes.Numeric, right: nodes.Numeric) -> Tree:
        """Return a comparison; of linear sides, one is a number, on the side where it was or on the right."""
        one, other = self.linear(left), self.linear(right)
        if one is None or other is None:
            return [operator, self.tree(left), self.tree(right)]
        if not one.factors:
            return [operator, number(exact_sum(one.constant, -other.constant)), _linear_tree(Linear(other.factors))]
        difference = one.plus(other, -1)
        return [operator, _linear_tree(Linear(difference.factors)), number(-difference.constant)]

    # -- linear numbers -----------------------------------------------------------------------------------------------

    def linear(self, node: nodes.Node) -> Linear[str] | None:
        """Return an expression as factors of terms and a constant; None where it is anything else."""
        match node:
            case nodes.Constant(value):
                return Linear({}, value)
            case nodes.Truth(truth):
                return Linear({}, int(truth))
            case nodes.Value(term) | nodes.Holds(term):
                return Linear({term: 1})
            case nodes.NumberDefinition(name) | nodes.TruthDefinition(name):
                return self._linear.get(name)
            case nodes.Indicator(nodes.Not(condition)):
                inner = self.linear(condition)
                return None if inner is None else Linear[str]({}, 1).plus(inner, -1)
            case nodes.Indicator(condition):
                return self.linear(condition)
            case nodes.Total(parts):
                found = [self.linear(part) for part in parts]
                return None if None in found else total(inner for inner in found if inner is not None)
            case nodes.Product(parts):
                return self._product(parts)
            case nodes.Choose(condition, then, otherwise):
                one, other, when = self.linear(then), self.linear(otherwise), self.linear(nodes.Indicator(condition))
                if one and other and when and not one.factors and not other.factors:
                    return other.plus(when, exact_sum(one.constant, -other.constant))
        return None

    def _product(self, parts: Iterable[nodes.Numeric]) -> Linear[str] | None:
        product = Linear[str]({}, 1)
        for part in parts:
            inner = self.linear(part)
            if inner is None or (product.factors and inner.factors):
                return None
            product = product.times(inner.constant) if product.factors else inner.times(product.constant)
        return product


def _linear_tree(found: Linear[str]) -> Tree:
    if not found.factors:
        return number(found.constant)
    terms = {term: number(factor) for term, factor in found.factors.items()}
    alone: Tree = ["term", *terms] if list(terms.values()) == [1] else terms
    return ["+", alone, number(found.constant)] if found.constant else alone


def lines(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's terms, definitions, facts and red lines as plain JSON data, see ``docs/reference``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable.
    """
    meaning = scenario.meaning()
    normal = Normal(meaning)
    return {
        "format": FORMAT,
        "scenario": identity(scenario),
        "terms": {name: _term(meaning, name) for name in meaning.terms},
        "definitions": normal.definitions,
        "facts": {fact.id: normal.tree(fact.node) for fact in meaning.facts},
        "red_lines": {line.id: normal.tree(line.node) for line in meaning.red_lines},
        "weights": {name: number(exact(line.weight)) for name, _, line in scenario.red_lines() if not line.keep},
    }


def _term(meaning: Meaning, name: str) -> dict[str, Any]:
    term, domain = meaning.terms[name], meaning.domains[name]
    made: dict[str, Any] = {
        "type": term.type,
        "start": number(domain.start),
        "step": number(domain.step),
        "size": domain.size,
    }
    return {**made, "options": list(term.names)} if isinstance(term, Choice | Scale) else made
