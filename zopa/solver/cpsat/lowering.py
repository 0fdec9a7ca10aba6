"""Expressions -> CP-SAT constraints, exactly.

A term's variable counts its steps from 0; an expression's value is a rational combination of such variables, made
whole only where a constraint is written. A nested condition becomes a literal that is equivalent to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ...models.expressions import nodes
from ...models.linear import Linear, total
from ...models.meaning.meaning import Meaning
from ..intervals import Intervals, outside
from ..term_ranges import Ranges
from .backend import CpModel, Lit
from .growth import least_sum
from .operations import Literal, Operations, Sum, counted, holds, negated, opposite

_Within: TypeAlias = tuple[int, Intervals]
"""A variable and a set of its values."""


class Lowering:
    """Puts expressions of one scenario into one CP-SAT model; each term, definition and condition once."""

    def __init__(
        self,
        meaning: Meaning,
        model: CpModel,
        ranges: Ranges | None = None,
        variables: Mapping[str, int] | None = None,
    ) -> None:
        self.meaning, self.model = meaning, model
        self._put = Operations(model)
        self.variables: dict[str, int] = dict(variables or {})
        self._definitions = {definition.name: definition.node for definition in meaning.definitions}
        self._rank = {definition.name: at for at, definition in enumerate(meaning.definitions)}
        self._lowered: dict[str, Sum | Literal] = {}
        self._literals: dict[nodes.Boolean, Literal] = {}
        self._sufficient: dict[nodes.Boolean, Literal] = {}
        self._ranges = ranges or Ranges(meaning)
        self._among: dict[_Within, Lit] = {}
        self._exact: dict[_Within, Lit] = {}

    def onto(self, model: CpModel, variables: Mapping[str, int]) -> Lowering:
        """Return what puts more expressions into another model, which has variables for some terms."""
        return Lowering(self.meaning, model, self._ranges, variables)

    def copy(self) -> Lowering:
        """Return what extends a copy of the model, in which all that was lowered is known."""
        other = self.onto(self.model.copy(), self.variables)
        other._lowered, other._literals = dict(self._lowered), dict(self._literals)
        other._sufficient, other._among, other._exact = dict(self._sufficient), dict(self._among), dict(self._exact)
        return other

    def variable(self, term: str) -> int:
        """Return the variable that counts a term's steps."""
        if term not in self.variables:
            self.variables[term] = self.model.variable(0, self.meaning.domains[term].size - 1)
        return self.variables[term]

    def prepare(self, definitions: Iterable[str]) -> None:
        """Lower definitions, those used by others first, so that no chain of them makes the recursion deep."""
        for name in sorted(definitions, key=self._rank.__getitem__):
            if name not in self._lowered:
                node = self._definitions[name]
                lowered = self.number(node) if isinstance(node, nodes.Numeric) else self.literal(node)
                self._lowered[name] = lowered

    # -- numbers --------------------------------------------------------------------------------------------------

    def number(self, node: nodes.Numeric) -> Sum:
        """Return a number as a combination of variables, adding auxiliary ones where it is not linear."""
        match node:
            case nodes.Constant(value):
                return Sum({}, value)
            case nodes.Value(term):
                domain = self.meaning.domains[term]
                return Sum({self.variable(term): domain.step}, domain.start)
            case nodes.NumberDefinition(name):
                lowered = self._lowered[name]
                assert isinstance(lowered, Linear)
                return lowered
            case nodes.Total(parts):
                return total(self.number(part) for part in parts)
            case nodes.Product(parts):
                product = Sum({}, 1)
                for part in parts:
                    product = self._put.multiplied(product, self.number(part))
                return product
            case nodes.Least(parts):
                return self._put.greatest([self.number(part).times(-1) for part in parts]).times(-1)
            case nodes.Greatest(parts):
                return self._put.greatest([self.number(part) for part in parts])
            case nodes.Magnitude(part):
                inner = self.number(part)
                return self._put.greatest([inner, inner.times(-1)])
            case nodes.Indicator(condition):
                return counted(self.literal(condition))
            case nodes.Choose(condition, then, otherwise):
                return self._put.chosen(self.literal(condition), self.number(then), self.number(otherwise))
        raise TypeError(f"not a number: {node!r}")  # pragma: no cover

    def factors(self, node: nodes.Numeric) -> list[Sum]:
        """Return what a number is a product of, seen through definitions: itself alone where it is none."""
        match node:
            case nodes.Product(parts):
                return [factor for part in parts for factor in self.factors(part)]
            case nodes.NumberDefinition(name) if isinstance(product := self._definitions[name], nodes.Product):
                return self.factors(product)
        return [self.number(node)]

    # -- conditions -----------------------------------------------------------------------------------------------

    def _relax(self, comparison: nodes.Compare, when: tuple[Lit, ...]) -> None:
        """Add what a comparison of a product with a number says of the sum of its factors."""
        sides = [(comparison.left, comparison.right)]
        if comparison.operator == "==":
            sides.append((comparison.right, comparison.left))
        for less, product in sides:
            factors = self.factors(product)
            if comparison.operator != "!=" and len(factors) > 1 and not (floor := self.number(less)).factors:
                least = least_sum(factors, floor.constant, self.model)
                if least is not None:
                    self._put.compare("<=", least, when)

    def require(self, node: nodes.Boolean, when: tuple[Lit, ...]) -> None:
        """Require a condition wherever all literals in ``when`` hold."""
        if (settled := self._settled(node)) is not None:
            self._within(settled, when)
            return
        match node:
            case nodes.And(parts):
                for part in parts:
                    self.require(part, when)
            case nodes.Or(parts):
                self._put.any([self.sufficient(part) for part in parts], when)
            case nodes.Not(nodes.Or(parts)):
                for part in parts:
                    self.require(nodes.Not(part), when)
            case nodes.Not(nodes.And(parts)):
                self._put.any([self.sufficient(nodes.Not(part)) for part in parts], when)
            case nodes.Not(nodes.Not(part)):
                self.require(part, when)
            case nodes.Not(nodes.Compare() as comparison):
                self.require(opposite(comparison), when)
            case nodes.Compare(operator):
                self._put.compare(operator, self.difference(node), when)
                self._relax(node, when)
            case _:
                self._put.any([self.literal(node)], when)

    def sufficient(self, node: nodes.Boolean) -> Literal:
        """Return a literal that implies a condition; the condition may hold without it."""
        settled = self._settled(node)
        if settled is not None:
            literal = self._plain(settled)
            if literal is None:
                literal = self._among.get(settled)
            if literal is None:
                literal = self._among[settled] = self.model.variable(0, 1)
                self._within(settled, (literal,))
            return literal
        if not isinstance(node, nodes.And | nodes.Or | nodes.Compare | nodes.Not):
            return self.literal(node)
        if node in self._literals:
            return self._literals[node]
        if node not in self._sufficient:
            self._sufficient[node] = self._implying(node)
        return self._sufficient[node]

    def _implying(self, node: nodes.Boolean) -> Literal:
        if isinstance(node, nodes.Compare):
            difference = self.difference(node)
            if not difference.factors:
                return holds(node.operator, difference.constant)
            literal = self.model.variable(0, 1)
            self._put.compare(node.operator, difference, (literal,))
            self._relax(node, (literal,))
        else:
            literal = self.model.variable(0, 1)
            self.require(node, (literal,))
        return literal

    # -- conditions on one term ---------------------------------------------------------------------------------------

    def _settled(self, node: nodes.Boolean) -> _Within | None:
        """Return a variable and the values of it where a condition holds; None when it is about more than one."""
        found = self._ranges.of(node)
        if found is None:
            return None
        return self.variable(found[0]), found[1]

    def _plain(self, settled: _Within) -> Literal | None:
        """Return a set of values as a truth value or the variable's own literal; None where it takes a constraint."""
        variable, allowed = settled
        low, high = self.model.domains[variable]
        if allowed == ((low, high),):
            return True
        if not allowed:
            return False
        if (low, high) == (0, 1):
            return variable if allowed == ((1, 1),) else -variable - 1
        return None

    def _within(self, settled: _Within, when: tuple[Lit, ...]) -> None:
        """Require a variable to have one of some values."""
        literal = self._plain(settled)
        if literal is None:
            self.model.linear({settled[0]: 1}, settled[1], when)
        else:
            self._put.any([literal], when)

    def _exactly(self, settled: _Within) -> Literal:
        """Return a literal that holds exactly where a variable has one of some values."""
        literal = self._plain(settled)
        if literal is None:
            literal = self._exact.get(settled)
        if literal is None:
            variable, allowed = settled
            others = outside(allowed, *self.model.domains[variable])
            literal = self.model.variable(0, 1)
            self.model.linear({variable: 1}, allowed, (literal,))
            self.model.linear({variable: 1}, others, (-literal - 1,))
            self._exact[variable, allowed] = literal
            self._exact[variable, others] = -literal - 1
        return literal

    # -- other conditions -----------------------------------------------------------------------------------------

    def difference(self, comparison: nodes.Compare) -> Sum:
        """Return the left side of a comparison less its right side."""
        return self.number(comparison.left).plus(self.number(comparison.right), -1)

    def literal(self, node: nodes.Boolean) -> Literal:
        """Return a literal that holds exactly where a condition does."""
        match node:
            case nodes.Truth(value):
                return value
            case nodes.Holds(term):
                return self.variable(term)
            case nodes.TruthDefinition(name):
                lowered = self._lowered[name]
                assert not isinstance(lowered, Linear)
                return lowered
            case nodes.Not(part):
                return negated(self.literal(part))
        if node not in self._literals:
            settled = self._settled(node)
            self._literals[node] = self._equivalent(node) if settled is None else self._exactly(settled)
        return self._literals[node]

    def _equivalent(self, node: nodes.Boolean) -> Literal:
        match node:
            case nodes.And(parts):
                return negated(self._put.disjunction([negated(self.literal(part)) for part in parts]))
            case nodes.Or(parts):
                return self._put.disjunction([self.literal(part) for part in parts])
            case nodes.Iff(left, right):
                return self._put.same(self.literal(left), self.literal(right))
            case nodes.Compare(operator):
                difference = self.difference(node)
                if not difference.factors:
                    return holds(operator, difference.constant)
                literal = self.model.variable(0, 1)
                self._put.compare(operator, difference, (literal,))
                other = opposite(node)
                if operator in ("<", "<="):
                    difference = difference.times(-1)
                self._put.compare(other.operator, difference, (-literal - 1,))
                return literal
        raise TypeError(f"not a condition: {node!r}")  # pragma: no cover
