"""What is not linear in lines, as variables of rows: each a whole number, named alike wherever it stands.

The certificate's own rules (``docs/reference/certificate.md``): an expression as a sum of multiples of positions and of
other expressions, each of these times its unit, which makes it whole.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias, TypeVar

from ...models.linear import Linear, total
from ...models.lines.normal_form import Tree
from .boxes import Box, Evaluator, Span, Spans, value

N = TypeVar("N", int, Fraction)

Form: TypeAlias = Linear[str]
"""Factors of variables, and a constant."""

MOST_POSITIONS = 10_000
"""Of a term of which each position is looked at: the checker's."""


@dataclass(frozen=True)
class Atom:
    """An expression as a variable of rows."""

    tree: Tree
    unit: int
    terms: frozenset[str]


@dataclass(frozen=True)
class _Read:
    """An expression once read: what makes two of them the same, its form and its unit."""

    number: int
    form: Form
    unit: int
    terms: frozenset[str]
    is_linear: bool


class Atoms:
    """Reads the expressions of one scenario, each once."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._read: dict[int, tuple[Tree, _Read]] = {}
        self._numbers: dict[Hashable, int] = {}
        self._values: dict[tuple[str, int], int] = {}
        self.by_name: dict[str, Atom] = {}

    def form(self, tree: Tree) -> Form:
        """Return an expression as factors of variables and a constant."""
        return self.read(tree).form

    def is_linear(self, tree: Tree) -> bool:
        """Return whether an expression is a sum of multiples of terms as it stands."""
        return self.read(tree).is_linear

    def own_name(self, tree: Tree) -> str:
        """Return the name of an expression as a variable."""
        return f"*{self.read(tree).number}"

    def is_single(self, name: str) -> bool:
        """Return whether a variable is a comparison of one term."""
        atom = self.by_name[name]
        return len(atom.terms) == 1 and isinstance(atom.tree, list) and atom.tree[0] in ("<=", "==")

    def factors(self, tree: Tree) -> list[Tree]:
        """Return the factors of a product, and of those that are products."""
        factors: list[Tree] = []
        pending = [tree]
        while pending:
            part = pending.pop()
            while isinstance(part, list) and part[0] == "value":
                part = self._evaluator.definitions[str(part[1])]
            if isinstance(part, list) and part[0] == "*":
                pending += reversed(part[1:])
            else:
                factors.append(part)
        return factors

    def read(self, tree: Tree) -> _Read:
        """Return what is known of an expression."""
        known = self._read.get(id(tree))
        if known is None:
            known = self._read[id(tree)] = tree, self._reading(tree)
        return known[1]

    def _reading(self, tree: Tree) -> _Read:
        match tree:
            case ["value", str(name)]:
                return self.read(self._evaluator.definitions[name])
            case ["term", str(name)]:
                return self._linear({name: 1}, 0)
            case dict():
                return self._linear(tree, 0)
            case [str(operator), *inner]:
                return self._composed(operator, [self.read(part) for part in inner], tree)
        return self._linear({}, value(tree))

    def _linear(self, multiples: Mapping[str, Tree], constant: object) -> _Read:
        domains = self._evaluator.meaning.domains
        parts = [
            Form({term: domains[term].step}, domains[term].start).times(value(factor))
            for term, factor in multiples.items()
        ]
        return self._from(total([Form({}, constant), *parts]), frozenset(multiples))  # type: ignore[arg-type]

    def _from(self, form: Form, terms: frozenset[str]) -> _Read:
        numbers = [Fraction(form.constant), *map(Fraction, form.factors.values())]
        unit = math.lcm(*(number.denominator for number in numbers))
        number = self._number(("linear", frozenset(form.factors.items()), form.constant))
        return _Read(number, form, unit, terms, True)

    def _number(self, same: Hashable) -> int:
        return self._numbers.setdefault(same, len(self._numbers))

    def _composed(self, operator: str, parts: list[_Read], tree: Tree) -> _Read:
        terms = frozenset[str]().union(*(part.terms for part in parts))
        units = [part.unit for part in parts]
        unit = 1 if operator in ("<=", "==") else math.prod(units) if operator == "*" else math.lcm(*units)
        others = [part for part in parts if not (part.is_linear and not part.form.factors)]
        number = self._number((operator, *(part.number for part in parts)))
        if operator == "not" and parts[0].is_linear:
            return self._from(Form({}, 1).plus(parts[0].form, -1), terms)
        if operator == "not":
            form = Form({}, 1).plus(parts[0].form, -1)
        elif operator == "+":
            form = total(part.form for part in parts)
        elif operator == "*" and len(others) == 1:
            constants = (Fraction(part.form.constant) for part in parts if part is not others[0])
            form = others[0].form.times(math.prod(constants))
        else:
            name = f"*{number}"
            self.by_name.setdefault(name, Atom(tree, unit, terms))
            form = Form({name: Fraction(1, unit)}, 0)
        return _Read(number, form, unit, terms, False)

    # -- values -------------------------------------------------------------------------------------------------------

    def range(self, tree: Tree, spans: Spans) -> Span:
        """Return the least and the greatest value of an expression."""
        return self._evaluator.on(tree)(spans, _Definitions(self._evaluator, spans))

    def hull(self, name: str, box: Box) -> tuple[int, int]:
        """Return the least and the greatest value of a variable on a box."""
        if name in box.positions:
            return box.hull(name)
        atom = self.by_name[name]
        low, high = self.range(atom.tree, box.spans)
        return int(atom.unit * low), int(atom.unit * high)

    def at(self, name: str, term: str, position: int, box: Box) -> int:
        """Return a variable's value where the one term on which it depends has a position."""
        if name == term:
            return position
        key = name, position
        if key not in self._values:
            atom = self.by_name[name]
            low, _ = self.range(atom.tree, {term: box.span(term, position, position)})
            self._values[key] = int(atom.unit * low)
        return self._values[key]

    def groups(self, names: object, box: Box) -> tuple[dict[str, list[str]], list[str]]:
        """Return variables by the one term on which they depend, and those that stand alone."""
        groups: dict[str, list[str]] = {}
        alone: list[str] = []
        for name in names:  # type: ignore[attr-defined]
            terms = frozenset([name]) if name in box.positions else self.by_name[name].terms
            if len(terms) == 1:
                groups.setdefault(next(iter(terms)), []).append(name)
            else:
                alone.append(name)
        for term in list(groups):
            if groups[term] == [term] or box.count(term) > MOST_POSITIONS:
                alone += groups.pop(term)
        return groups, alone

    def least(self, factors: Mapping[str, N], box: Box) -> N | int:
        """Return the least that a sum of multiples of variables can be on a box."""
        groups, alone = self.groups(factors, box)
        least: N | int = 0
        for name in alone:
            low, high = self.hull(name, box)
            least += min(factors[name] * low, factors[name] * high)
        for term, names in groups.items():
            self._evaluator.evaluations += 1 + box.count(term) // 50
            least += min(
                sum(factors[name] * self.at(name, term, position, box) for name in names)
                for first, last in box.positions[term]
                for position in range(first, last + 1)
            )
        return least


class _Definitions(dict[str, Span]):
    """What definitions can be, worked out where it is asked for."""

    def __init__(self, evaluator: Evaluator, spans: Spans) -> None:
        super().__init__()
        self._evaluator, self._spans = evaluator, spans

    def __missing__(self, name: str) -> Span:
        found = self[name] = self._evaluator.on(self._evaluator.definitions[name])(self._spans, self)
        return found
