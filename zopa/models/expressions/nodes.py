"""What an expression means: names resolved, types known, every value an exact number or a truth value.

Options, scale levels and dates have become numbers (see :mod:`zopa.models.values`), chained comparisons and set
membership have become the connectives they stand for, and a definition is a reference, so that one used twice is
stored once. Nothing below needs to know about types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ..values import Exact
from .syntax import NOWHERE, Span


@dataclass(frozen=True)
class Constant:
    """A number."""

    value: Exact


@dataclass(frozen=True)
class Value:
    """The value of a term that is not a yes/no."""

    term: str


@dataclass(frozen=True)
class NumberDefinition:
    """The value of a numeric definition."""

    name: str


@dataclass(frozen=True)
class Total:
    """The sum of its parts."""

    parts: tuple[Numeric, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Product:
    """The product of its parts."""

    parts: tuple[Numeric, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Least:
    """The smallest of its parts."""

    parts: tuple[Numeric, ...]


@dataclass(frozen=True)
class Greatest:
    """The largest of its parts."""

    parts: tuple[Numeric, ...]


@dataclass(frozen=True)
class Magnitude:
    """The absolute value."""

    part: Numeric


@dataclass(frozen=True)
class Choose:
    """One of two numbers, by a condition."""

    condition: Boolean
    then: Numeric
    otherwise: Numeric


@dataclass(frozen=True)
class Indicator:
    """1 where the condition holds, else 0."""

    condition: Boolean


Numeric: TypeAlias = (
    Constant | Value | NumberDefinition | Total | Product | Least | Greatest | Magnitude | Choose | Indicator
)


@dataclass(frozen=True)
class Truth:
    """True or false."""

    value: bool


@dataclass(frozen=True)
class Holds:
    """A yes/no term is yes."""

    term: str


@dataclass(frozen=True)
class TruthDefinition:
    """A boolean definition holds."""

    name: str


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Boolean


@dataclass(frozen=True)
class And:
    """Every part holds."""

    parts: tuple[Boolean, ...]


@dataclass(frozen=True)
class Or:
    """At least one part holds."""

    parts: tuple[Boolean, ...]


@dataclass(frozen=True)
class Iff:
    """Both parts hold or neither does."""

    left: Boolean
    right: Boolean


@dataclass(frozen=True)
class Compare:
    """Two numbers compared by ``==``, ``!=``, ``<`` or ``<=`` (``>`` and ``>=`` are written the other way round)."""

    operator: str
    left: Numeric
    right: Numeric
    span: Span = field(default=NOWHERE, compare=False)


Boolean: TypeAlias = Truth | Holds | TruthDefinition | Not | And | Or | Iff | Compare

Node: TypeAlias = Numeric | Boolean


def parts(node: Node) -> tuple[Node, ...]:
    """Return what an expression is directly made of; nothing for a name or a number."""
    match node:
        case Total(inner) | Product(inner) | Least(inner) | Greatest(inner):
            return inner
        case And(conditions) | Or(conditions):
            return conditions
        case Magnitude(part):
            return (part,)
        case Not(part):
            return (part,)
        case Indicator(condition):
            return (condition,)
        case Choose(condition, then, otherwise):
            return (condition, then, otherwise)
        case Compare(_, left, right) | Iff(left, right):
            return (left, right)
    return ()


def names_in(node: Node) -> tuple[set[str], set[str]]:
    """Return the terms and the definitions that an expression names itself (not through definitions)."""
    terms: set[str] = set()
    definitions: set[str] = set()
    pending: list[Node] = [node]
    while pending:
        part = pending.pop()
        match part:
            case Value(term) | Holds(term):
                terms.add(term)
            case NumberDefinition(name) | TruthDefinition(name):
                definitions.add(name)
        pending.extend(parts(part))
    return terms, definitions


def compare(operator: str, left: Numeric, right: Numeric, span: Span) -> Compare:
    """Return a comparison with ``>`` and ``>=`` turned round."""
    if operator in (">", ">="):
        return Compare(operator.replace(">", "<"), right, left, span)
    return Compare(operator, left, right, span)


def negative(node: Numeric) -> Numeric:
    """Return minus a number."""
    return Constant(-node.value) if isinstance(node, Constant) else Product((Constant(-1), node))


def as_condition(node: Node) -> Boolean:
    """Return a node whose type is that of a condition."""
    assert isinstance(node, Boolean)
    return node


def as_number(node: Node) -> Numeric:
    """Return a node whose type is that of a number, a date or an option."""
    assert isinstance(node, Numeric)
    return node
