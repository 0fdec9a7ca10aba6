"""A scenario as lines with nothing left to interpret, ``zopa-lines/1``: what a certificate is checked against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from .expressions import nodes
from .meaning import Meaning
from .save import identity
from .scenario import Scenario
from .terms import Choice, Scale
from .values import Exact, exact

FORMAT = "zopa-lines/1"

Tree: TypeAlias = Any
"""An expression as JSON data."""


def number(value: Exact) -> int | str:
    """Return an exact number as JSON holds it: a whole one, or the text ``p/q``."""
    return value if isinstance(value, int) else f"{value.numerator}/{value.denominator}"


def tree(node: nodes.Node) -> Tree:
    """Return an expression as nested lists, each beginning with its operator."""
    match node:
        case nodes.Constant(value):
            return number(value)
        case nodes.Truth(truth):
            return truth
        case nodes.Value(name):
            return ["term", name]
        case nodes.NumberDefinition(name):
            return ["value", name]
        case nodes.Holds(name):
            return ["is", name]
        case nodes.TruthDefinition(name):
            return ["holds", name]
        case nodes.Sum(parts):
            return ["+", *_trees(parts)]
        case nodes.Product(parts):
            return ["*", *_trees(parts)]
        case nodes.Least(parts):
            return ["min", *_trees(parts)]
        case nodes.Greatest(parts):
            return ["max", *_trees(parts)]
        case nodes.Magnitude(part):
            return ["abs", tree(part)]
        case nodes.Choose(condition, then, otherwise):
            return ["if", *_trees((condition, then, otherwise))]
        case nodes.Indicator(condition):
            return ["count", tree(condition)]
        case nodes.Not(condition):
            return ["not", tree(condition)]
        case nodes.And(conditions):
            return ["and", *_trees(conditions)]
        case nodes.Or(conditions):
            return ["or", *_trees(conditions)]
        case nodes.Iff(left, right):
            return ["iff", *_trees((left, right))]
        case nodes.Compare(operator, one, other):
            return [operator, *_trees((one, other))]
    raise TypeError(f"not an expression: {node!r}")  # pragma: no cover


def _trees(parts: Iterable[nodes.Node]) -> list[Tree]:
    return [tree(part) for part in parts]


def lines(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario's terms, definitions, facts and red lines as plain JSON data, see ``docs/reference``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable.
    """
    meaning: Meaning = scenario.meaning()
    return {
        "format": FORMAT,
        "scenario": identity(scenario),
        "terms": {name: _term(meaning, name) for name in meaning.terms},
        "definitions": {definition.name: tree(definition.node) for definition in meaning.definitions},
        "facts": {fact.id: tree(fact.node) for fact in meaning.facts},
        "red_lines": {line.id: tree(line.node) for line in meaning.red_lines},
        "weights": {line_id: number(exact(line.weight)) for line_id, _, line in scenario.red_lines()},
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
