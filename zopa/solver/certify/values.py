"""What lines can be on a box: the range of a number, and whether a condition holds everywhere, nowhere, or neither.

The certificate's own rules (``docs/reference/certificate.md``), compiled to closures: a proof asks the same lines of
thousands of boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from ...models.expressions import nodes
from ...models.meaning import Line, Meaning
from ...models.values import Exact
from ..intervals import Intervals, meet, outside

Span: TypeAlias = tuple[Exact, Exact]
"""Least and greatest value."""

Spans: TypeAlias = dict[str, Span]
"""Of every term; a yes/no term has 0 and 1."""

Env: TypeAlias = dict[str, Span | bool | None]
"""The same of every definition, or its truth."""

NumberOn: TypeAlias = Callable[[Spans, Env], Span]
TruthOn: TypeAlias = Callable[[Spans, Env], bool | None]


class Box:
    """For each term the positions that it still may have, and the range of its values that goes with them."""

    def __init__(self, meaning: Meaning, terms: Iterable[str]) -> None:
        self._domains = {term: (meaning.domains[term].start, meaning.domains[term].step) for term in terms}
        self.positions: dict[str, Intervals] = {}
        self.spans: Spans = {}
        for term in self._domains:
            self.put(term, ((0, meaning.domains[term].size - 1),))

    def put(self, term: str, positions: Intervals) -> None:
        """Give a term other positions; it keeps at least one."""
        self.positions[term] = positions
        self.spans[term] = self.span(term, positions[0][0], positions[-1][1])

    def span(self, term: str, first: int, last: int) -> Span:
        """Return the values of two positions."""
        start, step = self._domains[term]
        return start + step * first, start + step * last

    def hull(self, term: str) -> tuple[int, int]:
        """Return the first and last position of a term."""
        positions = self.positions[term]
        return positions[0][0], positions[-1][1]

    def count(self, term: str) -> int:
        """Return how many positions a term has."""
        return sum(last - first + 1 for first, last in self.positions[term])

    def within(self, term: str, first: int, last: int) -> Intervals:
        """Return the positions of a term in a range."""
        return meet(self.positions[term], ((first, last),))

    def without(self, term: str, first: int, last: int) -> Intervals:
        """Return the positions of a term outside a range."""
        low, high = self.hull(term)
        return meet(self.positions[term], outside(((first, last),), low, high))

    def copy(self) -> Box:
        """Return another box with the same positions."""
        other = object.__new__(Box)
        other._domains, other.positions, other.spans = self._domains, dict(self.positions), dict(self.spans)
        return other


class Evaluator:
    """Evaluates the lines of one scenario on boxes; each expression is compiled once."""

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning
        self.evaluations = 0
        self._rank = {definition.name: at for at, definition in enumerate(meaning.definitions)}
        self._definitions: dict[str, NumberOn | TruthOn] = {}
        self._lines: dict[int, tuple[Line, TruthOn, list[str]]] = {}
        self._parts: dict[int, tuple[nodes.Node, NumberOn | TruthOn]] = {}

    def truth(self, line: Line, spans: Spans) -> bool | None:
        """Return whether a line holds everywhere on a box, nowhere, or neither is known."""
        self.evaluations += 1
        known = self._lines.get(id(line))
        if known is None:
            known = self._lines[id(line)] = line, condition(line.node), self.order(line)
        return known[1](spans, self.environment(known[2], spans) if known[2] else {})

    def order(self, line: Line) -> list[str]:
        """Return the definitions of a line, those used by others first."""
        return sorted(line.definitions, key=self._rank.__getitem__)

    def environment(self, definitions: list[str], spans: Spans) -> Env:
        """Return what definitions are on a box; they come in an order in which each uses only earlier ones."""
        env: Env = {}
        for name in definitions:
            compiled = self._definitions.get(name)
            if compiled is None:
                compiled = self._definitions[name] = _compiled(self.definition(name))
            env[name] = compiled(spans, env)
        return env

    def definition(self, name: str) -> nodes.Node:
        """Return what a definition stands for."""
        return self.meaning.definitions[self._rank[name]].node

    def truth_of(self, node: nodes.Boolean, spans: Spans, env: Env) -> bool | None:
        """Return whether a part of a line holds everywhere on a box, nowhere, or neither is known."""
        found = self._part(node)(spans, env)
        assert found is None or isinstance(found, bool)
        return found

    def range_of(self, node: nodes.Numeric, spans: Spans, env: Env) -> Span:
        """Return the range of a number within a line on a box."""
        found = self._part(node)(spans, env)
        assert isinstance(found, tuple)
        return found

    def _part(self, node: nodes.Node) -> NumberOn | TruthOn:
        known = self._parts.get(id(node))
        if known is None:
            known = self._parts[id(node)] = node, _compiled(node)
        return known[1]


def _compiled(node: nodes.Node) -> NumberOn | TruthOn:
    return number(node) if isinstance(node, nodes.Numeric) else condition(node)


def number(node: nodes.Numeric) -> NumberOn:
    """Compile a number."""
    match node:
        case nodes.Constant(value):
            return lambda spans, env: (value, value)
        case nodes.Value(name):
            return lambda spans, env: spans[name]
        case nodes.NumberDefinition(name):
            return lambda spans, env: env[name]  # type: ignore[return-value]  # a numeric definition has a range
        case nodes.Sum(parts):
            return _sum([number(part) for part in parts])
        case nodes.Product(parts):
            return _product([number(part) for part in parts])
        case nodes.Least(parts):
            return _extreme(min, [number(part) for part in parts])
        case nodes.Greatest(parts):
            return _extreme(max, [number(part) for part in parts])
        case nodes.Magnitude(part):
            return _magnitude(number(part))
        case nodes.Indicator(inner):
            return _indicator(condition(inner))
        case nodes.Choose(inner, then, otherwise):
            return _choose(condition(inner), number(then), number(otherwise))
    raise TypeError(f"not a number: {node!r}")  # pragma: no cover


def _sum(parts: list[NumberOn]) -> NumberOn:
    def on(spans: Spans, env: Env) -> Span:
        low: Exact = 0
        high: Exact = 0
        for part in parts:
            first, last = part(spans, env)
            low += first
            high += last
        return low, high

    return on


def _product(parts: list[NumberOn]) -> NumberOn:
    def on(spans: Spans, env: Env) -> Span:
        low, high = parts[0](spans, env)
        for part in parts[1:]:
            first, last = part(spans, env)
            corners = sorted((low * first, low * last, high * first, high * last))
            low, high = corners[0], corners[3]
        return low, high

    return on


def _extreme(choose: Callable[[list[Exact]], Exact], parts: list[NumberOn]) -> NumberOn:
    def on(spans: Spans, env: Env) -> Span:
        ranges = [part(spans, env) for part in parts]
        return choose([low for low, _ in ranges]), choose([high for _, high in ranges])

    return on


def _magnitude(part: NumberOn) -> NumberOn:
    def on(spans: Spans, env: Env) -> Span:
        low, high = part(spans, env)
        if low >= 0:
            return low, high
        if high <= 0:
            return -high, -low
        return 0, max(-low, high)

    return on


def _indicator(inner: TruthOn) -> NumberOn:
    def on(spans: Spans, env: Env) -> Span:
        known = inner(spans, env)
        return (0, 1) if known is None else (int(known), int(known))

    return on


def _choose(inner: TruthOn, then: NumberOn, otherwise: NumberOn) -> NumberOn:
    def on(spans: Spans, env: Env) -> Span:
        known = inner(spans, env)
        if known is not None:
            return (then if known else otherwise)(spans, env)
        (low, high), (low2, high2) = then(spans, env), otherwise(spans, env)
        return min(low, low2), max(high, high2)

    return on


def condition(node: nodes.Boolean) -> TruthOn:
    """Compile a condition."""
    match node:
        case nodes.Truth(value):
            return lambda spans, env: value
        case nodes.Holds(name):
            return lambda spans, env: None if spans[name][0] != spans[name][1] else spans[name][0] == 1
        case nodes.TruthDefinition(name):
            return lambda spans, env: env[name]  # type: ignore[return-value]  # a condition's definition has a truth
        case nodes.Not(part):
            inner = condition(part)
            return lambda spans, env: None if (known := inner(spans, env)) is None else not known
        case nodes.And(parts):
            return _together([condition(part) for part in parts], deciding=False)
        case nodes.Or(parts):
            return _together([condition(part) for part in parts], deciding=True)
        case nodes.Iff(left, right):
            one, other = condition(left), condition(right)
            return lambda spans, env: _same(one(spans, env), other(spans, env))
        case nodes.Compare(operator, first, second):
            return _compare(operator, number(first), number(second))
    raise TypeError(f"not a condition: {node!r}")  # pragma: no cover


def _together(parts: list[TruthOn], deciding: bool) -> TruthOn:
    def on(spans: Spans, env: Env) -> bool | None:
        is_open = False
        for part in parts:
            known = part(spans, env)
            if known is deciding:
                return deciding
            is_open = is_open or known is None
        return None if is_open else not deciding

    return on


def _same(one: bool | None, other: bool | None) -> bool | None:
    return None if one is None or other is None else one is other


def _compare(operator: str, left: NumberOn, right: NumberOn) -> TruthOn:
    def on(spans: Spans, env: Env) -> bool | None:
        low, high = left(spans, env)
        low2, high2 = right(spans, env)
        if operator == "<":
            return True if high < low2 else False if low >= high2 else None
        if operator == "<=":
            return True if high <= low2 else False if low > high2 else None
        if high < low2 or high2 < low:
            return operator == "!="
        return operator == "==" if low == high == low2 == high2 else None

    return on
