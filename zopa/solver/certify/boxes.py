"""What lines can be on a box: the range of a number; a condition is a number, 1 or 0.

The certificate's own rules (``docs/reference/certificate.md``), compiled from its trees to closures: a proof asks the
same lines of thousands of boxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from ...models.lines.normal_form import Normal, Tree
from ...models.meaning.meaning import Line, Meaning
from ...models.values import Exact, exact
from ..intervals import Intervals, meet, outside

Span: TypeAlias = tuple[Exact, Exact]
"""Least and greatest value."""

Spans: TypeAlias = dict[str, Span]
"""Of every term; a yes/no term has 0 and 1."""

On: TypeAlias = Callable[[Spans, Spans], Span]
"""What gives an expression's range, from those of the terms and of the definitions."""


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

    def having(self, term: str, positions: Intervals) -> Box:
        """Return another box in which a term has other positions."""
        other = self.copy()
        other.put(term, positions)
        return other

    def halves(self, term: str, at: int) -> tuple[Box, Box]:
        """Return the box up to a position of a term, and beyond it; the term has positions on both sides."""
        first, last = self.hull(term)
        return self.having(term, self.within(term, first, at)), self.having(term, self.within(term, at + 1, last))

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
        normal = Normal(meaning)
        self.definitions = normal.definitions
        self.trees = {line.id: normal.tree(line.node) for line in (*meaning.facts, *meaning.red_lines)}
        self._order: dict[str, list[str]] = {}
        self._compiled: dict[int, tuple[Tree, On]] = {}

    def truth(self, line: Line, spans: Spans) -> bool | None:
        """Return whether a line holds everywhere on a box, nowhere, or neither is known."""
        self.evaluations += 1
        return self.truth_of(self.trees[line.id], spans, self.environment(line, spans))

    def fails(self, line: Line, box: Box, term: str, first: int, last: int) -> bool:
        """Return whether a line is seen to hold nowhere on a box where a term has a position in a range."""
        before = box.spans[term]
        box.spans[term] = box.span(term, first, last)
        known = self.truth(line, box.spans)
        box.spans[term] = before
        return known is False

    def environment(self, line: Line, spans: Spans) -> Spans:
        """Return the ranges of a line's definitions on a box."""
        if line.id not in self._order:
            self._order[line.id] = [name for name in self.definitions if name in line.definitions]
        found: Spans = {}
        for name in self._order[line.id]:
            found[name] = self.on(self.definitions[name])(spans, found)
        return found

    def truth_of(self, tree: Tree, spans: Spans, definitions: Spans) -> bool | None:
        """Return whether a part of a line holds everywhere on a box, nowhere, or neither is known."""
        low, high = self.on(tree)(spans, definitions)
        return low == 1 if low == high else None

    def meant(self, tree: Tree) -> Any:
        """Return what a definition stands for, and anything else as it is."""
        while isinstance(tree, list) and tree[0] == "value":
            tree = self.definitions[str(tree[1])]
        return tree

    def on(self, tree: Tree) -> On:
        """Return what gives the range of an expression."""
        known = self._compiled.get(id(tree))
        if known is None:
            known = self._compiled[id(tree)] = tree, compiled(tree)
        return known[1]


def value(number: int | str) -> Exact:
    """Return a number of a tree."""
    return number if isinstance(number, int) else exact(Fraction(number))


def compiled(tree: Tree) -> On:
    """Compile an expression."""
    match tree:
        case dict():
            return _linear([(term, value(factor)) for term, factor in tree.items()])
        case ["term", str(name)]:
            return lambda spans, definitions: spans[name]
        case ["value", str(name)]:
            return lambda spans, definitions: definitions[name]
        case [str(operator), *inner]:
            on, parts_on = _OPERATORS[operator], [compiled(part) for part in inner]
            return lambda spans, definitions: on(*[part(spans, definitions) for part in parts_on])
    constant = value(tree)
    return lambda spans, definitions: (constant, constant)


def _linear(factors: Sequence[tuple[str, Exact]]) -> On:
    def on(spans: Spans, definitions: Spans) -> Span:
        low: Exact = 0
        high: Exact = 0
        for term, factor in factors:
            first, last = spans[term] if factor > 0 else spans[term][::-1]
            low += factor * first
            high += factor * last
        return low, high

    return on


def _sum(*parts: Span) -> Span:
    return sum([low for low, _ in parts]), sum([high for _, high in parts])


def _product(*parts: Span) -> Span:
    low, high = parts[0]
    for first, last in parts[1:]:
        corners = sorted((low * first, low * last, high * first, high * last))
        low, high = corners[0], corners[3]
    return low, high


def _least(*parts: Span) -> Span:
    return min([low for low, _ in parts]), min([high for _, high in parts])


def _greatest(*parts: Span) -> Span:
    return max([low for low, _ in parts]), max([high for _, high in parts])


def _magnitude(part: Span) -> Span:
    low, high = part
    return max(low, -high, 0), max(-low, high)


def _choose(condition: Span, then: Span, otherwise: Span) -> Span:
    low, high = condition
    if low == high:
        return then if low else otherwise
    return min(then[0], otherwise[0]), max(then[1], otherwise[1])


def _opposite(part: Span) -> Span:
    return 1 - part[1], 1 - part[0]


def _at_most(left: Span, right: Span) -> Span:
    return int(left[1] <= right[0]), int(left[0] <= right[1])


def _same(left: Span, right: Span) -> Span:
    return int(left[0] == left[1] == right[0] == right[1]), int(left[0] <= right[1] and right[0] <= left[1])


_OPERATORS: dict[str, Callable[..., Span]] = {
    "+": _sum,
    "*": _product,
    "min": _least,
    "max": _greatest,
    "abs": _magnitude,
    "if": _choose,
    "not": _opposite,
    "and": _least,
    "or": _greatest,
    "<=": _at_most,
    "==": _same,
}
