"""Exact evaluation of an expression on a deal: it decides, and every answer of the solver is checked against it.

An expression is turned into nested functions once and called often; a value is an ``int`` or a ``Fraction``, never a
float.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ..values import Exact, size_of
from . import nodes

Env: TypeAlias = Mapping[str, Exact]
"""The value of every term and, once computed, of every definition; a truth value is 0 or 1."""

Number: TypeAlias = Callable[[Env], Exact]
Condition: TypeAlias = Callable[[Env], bool]


def condition(node: nodes.Boolean) -> Condition:
    """Return the function that decides whether a condition holds."""
    match node:
        case nodes.Truth(value):
            return lambda _env: value
        case nodes.Holds(name) | nodes.TruthDefinition(name):
            return lambda env: env[name] == 1
        case nodes.Not(part):
            inner = condition(part)
            return lambda env: not inner(env)
        case nodes.And(parts):
            every = tuple(map(condition, parts))
            return lambda env: all(part(env) for part in every)
        case nodes.Or(parts):
            any_of = tuple(map(condition, parts))
            return lambda env: any(part(env) for part in any_of)
        case nodes.Iff(one, other):
            first, second = condition(one), condition(other)
            return lambda env: first(env) == second(env)
        case nodes.Compare(operator, left, right):
            return _comparison(operator, number(left), number(right))
    raise TypeError(f"not a condition: {node!r}")  # pragma: no cover


def _comparison(operator: str, left: Number, right: Number) -> Condition:
    match operator:
        case "==":
            return lambda env: left(env) == right(env)
        case "!=":
            return lambda env: left(env) != right(env)
        case "<":
            return lambda env: left(env) < right(env)
    assert operator == "<="
    return lambda env: left(env) <= right(env)


def number(node: nodes.Numeric) -> Number:
    """Return the function that computes a number."""
    match node:
        case nodes.Constant(value):
            return lambda _env: value
        case nodes.Value(name) | nodes.NumberDefinition(name):
            return lambda env: env[name]
        case nodes.Total(parts):
            return _sum(parts)
        case nodes.Product(parts):
            return _product(tuple(map(number, parts)))
        case nodes.Least(parts):
            least = tuple(map(number, parts))
            return lambda env: min(part(env) for part in least)
        case nodes.Greatest(parts):
            greatest = tuple(map(number, parts))
            return lambda env: max(part(env) for part in greatest)
        case nodes.Magnitude(part):
            inner = number(part)
            return lambda env: size_of(inner(env))
        case nodes.Indicator(part):
            holds = condition(part)
            return lambda env: int(holds(env))
        case nodes.Choose(test, then, otherwise):
            chosen, first, second = condition(test), number(then), number(otherwise)
            return lambda env: first(env) if chosen(env) else second(env)
    raise TypeError(f"not a number: {node!r}")  # pragma: no cover


def _sum(parts: Sequence[nodes.Numeric]) -> Number:
    """Return the function that adds numbers up; scores of single values of a term are looked up in a table."""
    tables: dict[str, dict[Exact, Exact]] = {}
    others: list[Number] = []
    for part in parts:
        match part:
            case nodes.Product(
                (
                    nodes.Constant(amount),
                    nodes.Indicator(nodes.Compare("==", nodes.Value(name), nodes.Constant(at))),
                )
            ):
                table = tables.setdefault(name, {})
                table[at] = table.get(at, 0) + amount
            case _:
                others.append(number(part))
    for name, table in tables.items():
        others.append(_looked_up(name, table))
    addends = tuple(others)
    return lambda env: sum(part(env) for part in addends)


def _looked_up(name: str, table: Mapping[Exact, Exact]) -> Number:
    return lambda env: table.get(env[name], 0)


def _product(factors: tuple[Number, ...]) -> Number:
    *others, last = factors

    def multiply(env: Env) -> Exact:
        total = last(env)
        for factor in others:
            if not total:  # most products are of a number and a condition that does not hold
                return 0
            total = total * factor(env)
        return total

    return multiply


def value(node: nodes.Node) -> Number:
    """Return the function that computes an expression of either kind, a condition as 0 or 1."""
    return number(node if isinstance(node, nodes.Numeric) else nodes.Indicator(node))
