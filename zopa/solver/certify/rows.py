"""What lines are as linear inequalities on a box, by the certificate's rules (``docs/reference/certificate.md``)."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...models.expressions import nodes
from ...models.meaning import Line
from ...models.normal import tree
from ...models.values import Exact, exact_sum
from .values import Box, Env, Evaluator, Span, Spans

WHOLE = '["count",'
"""How the text of a part begins that is always a whole number."""

Form: TypeAlias = tuple[dict[str, Exact], Exact]
"""Factors of variables and a constant; a variable is a term's position, or a part known by its JSON text."""


@dataclass(frozen=True)
class Row:
    """A sum of multiples of variables is at most a number."""

    factors: tuple[tuple[str, int], ...]
    most: int


def is_whole(variable: str) -> bool:
    """Return whether a variable can only be a whole number."""
    return not variable.startswith("[") or variable.startswith(WHOLE)


def combined(parts: Iterable[tuple[int, Row]]) -> Row:
    """Return the sum of some rows, each multiplied by a number."""
    factors: dict[str, int] = {}
    most = 0
    for multiplier, row in parts:
        most += multiplier * row.most
        for variable, factor in row.factors:
            factors[variable] = factors.get(variable, 0) + multiplier * factor
    return Row(tuple((variable, factor) for variable, factor in sorted(factors.items()) if factor), most)


def reversed_row(row: Row) -> Row:
    """Return the row with all signs changed; an equation is a row and this."""
    return Row(tuple((variable, -factor) for variable, factor in row.factors), -row.most)


def divided(row: Row, divisor: int) -> Row:
    """Return a row of whole variables divided by a divisor of its factors, the right side rounded down."""
    return Row(tuple((variable, factor // divisor) for variable, factor in row.factors), row.most // divisor)


class Rows:
    """Finds the rows of lines on boxes, and knows the parts of expressions that became variables."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._domains = evaluator.meaning.domains
        self._texts: dict[int, tuple[nodes.Node, str]] = {}
        self._indicators: dict[int, tuple[nodes.Boolean, nodes.Indicator]] = {}
        self._parts: dict[str, tuple[nodes.Numeric, list[str]]] = {}

    def of(self, line: Line, box: Box) -> list[Row]:
        """Return the rows of a line on a box, in the order in which the certificate counts them."""
        self._evaluator.evaluations += 5
        return _Reading(self, self._evaluator, line, box.spans).rows()

    def span(self, variable: str, box: Box) -> Span:
        """Return the range of a variable on a box."""
        if not variable.startswith("["):
            return box.hull(variable)
        node, definitions = self._parts[variable]
        return self._evaluator.range_of(node, box.spans, self._evaluator.environment(definitions, box.spans))

    def least(self, row: Row, box: Box) -> Exact:
        """Return the least value of a row's left side on a box."""
        total: Exact = 0
        for variable, factor in row.factors:
            low, high = self.span(variable, box)
            total += factor * (low if factor > 0 else high)
        return total

    def linear_term(self, term: str) -> Form:
        """Return a term's value as a form of its position."""
        domain = self._domains[term]
        return {term: domain.step}, domain.start

    def variable(self, node: nodes.Numeric, definitions: list[str]) -> str:
        """Return the name of a part that is not linear."""
        known = self._texts.get(id(node))
        if known is None:
            known = self._texts[id(node)] = node, json.dumps(tree(node), separators=(",", ":"))
        self._parts[known[1]] = node, definitions
        return known[1]

    def indicator(self, condition: nodes.Boolean, definitions: list[str]) -> str:
        """Return the name of the variable that is 1 where a condition holds, else 0."""
        known = self._indicators.get(id(condition))
        if known is None:
            known = self._indicators[id(condition)] = condition, nodes.Indicator(condition)
        return self.variable(known[1], definitions)


class _Reading:
    """One line on one box."""

    def __init__(self, rows: Rows, evaluator: Evaluator, line: Line, spans: Spans) -> None:
        self._all = rows
        self._evaluator = evaluator
        self._line = line
        self._spans = spans
        self._order = evaluator.order(line)
        self._env: Env = evaluator.environment(self._order, spans)
        self._forms: dict[str, Form] = {}
        for name in self._order:
            node = evaluator.definition(name)
            self._forms[name] = self.form(node) if isinstance(node, nodes.Numeric) else self.indicator(node)

    def rows(self) -> list[Row]:
        made: list[Row] = []
        pending: list[tuple[nodes.Boolean, bool]] = [(self._line.node, True)]
        while pending:
            node, wanted = pending.pop()
            if self.truth(node) is not None:
                continue
            match node:
                case nodes.Not(part):
                    pending.append((part, not wanted))
                case nodes.And(parts) if wanted:
                    pending.extend((part, True) for part in reversed(parts))
                case nodes.Or(parts) if not wanted:
                    pending.extend((part, False) for part in reversed(parts))
                case nodes.And(parts) | nodes.Or(parts):
                    undecided = [part for part in parts if self.truth(part) is None]
                    if len(undecided) == 1:
                        pending.append((undecided[0], wanted))
                    else:
                        made.append(self.one_of(undecided, wanted))
                case nodes.Iff(left, right):
                    for one, other in ((left, right), (right, left)):
                        known = self.truth(one)
                        if known is not None:
                            pending.append((other, known is wanted))
                            break
                    else:
                        made += self.alike(left, right, wanted)
                case nodes.Holds(term):
                    made.append(Row(((term, -1),), -1) if wanted else Row(((term, 1),), 0))
                case nodes.TruthDefinition(name):
                    inner = self._evaluator.definition(name)
                    assert isinstance(inner, nodes.Boolean)
                    pending.append((inner, wanted))
                case nodes.Compare():
                    made += self.compared(node, wanted)
        return made

    def truth(self, node: nodes.Boolean) -> bool | None:
        return self._evaluator.truth_of(node, self._spans, self._env)

    def one_of(self, parts: Sequence[nodes.Boolean], wanted: bool) -> Row:
        """Return that at least one of some open conditions is as wanted."""
        total: Form = ({}, -1)
        for part in parts:
            form = self.indicator(part)
            total = _plus(total, form if wanted else _plus(({}, 1), form, -1))
        return _row(_plus(({}, 0), total, -1), strict=False)

    def alike(self, left: nodes.Boolean, right: nodes.Boolean, wanted: bool) -> list[Row]:
        one, other = self.indicator(left), self.indicator(right)
        total = _plus(one, other, -1) if wanted else _plus(_plus(one, other), ({}, -1))
        return [_row(total, strict=False), _row(_plus(({}, 0), total, -1), strict=False)]

    def compared(self, node: nodes.Compare, wanted: bool) -> list[Row]:
        difference = _plus(self.form(node.left), self.form(node.right), -1)
        backwards = _plus(({}, 0), difference, -1)
        match node.operator, wanted:
            case ("<=", True):
                return [_row(difference, strict=False)]
            case ("<=", False):
                return [_row(backwards, strict=True)]
            case ("<", True):
                return [_row(difference, strict=True)]
            case ("<", False):
                return [_row(backwards, strict=False)]
            case ("==", True) | ("!=", False):
                return [_row(difference, strict=False), _row(backwards, strict=False)]
        return []

    # -- linear forms -------------------------------------------------------------------------------------------------

    def form(self, node: nodes.Numeric) -> Form:
        match node:
            case nodes.Constant(value):
                return {}, value
            case nodes.Value(term):
                return self._all.linear_term(term)
            case nodes.NumberDefinition(name):
                return self._forms[name]
            case nodes.Sum(parts):
                total: Form = ({}, 0)
                for part in parts:
                    total = _plus(total, self.form(part))
                return total
            case nodes.Product(parts):
                return self.multiplied(node, parts)
            case nodes.Indicator(condition):
                return self.indicator(condition)
            case nodes.Magnitude(part):
                low, high = self.span(part)
                if low >= 0:
                    return self.form(part)
                if high <= 0:
                    return _plus(({}, 0), self.form(part), -1)
            case nodes.Least((part,)) | nodes.Greatest((part,)):
                return self.form(part)
            case nodes.Choose(condition, then, otherwise):
                known = self.truth(condition)
                if known is not None:
                    return self.form(then if known else otherwise)
                one, other = self.form(then), self.form(otherwise)
                if not one[0] and not other[0]:
                    return _plus(other, self.indicator(condition), exact_sum(one[1], -other[1]))
        return {self._all.variable(node, self._order): 1}, 0

    def multiplied(self, node: nodes.Numeric, parts: Sequence[nodes.Numeric]) -> Form:
        product = self.form(parts[0])
        low, high = self.span(parts[0])
        for part in parts[1:]:
            form, (first, last) = self.form(part), self.span(part)
            if not product[0]:
                product = _plus(({}, 0), form, product[1])
            elif low == high:
                product = _plus(({}, 0), form, low)
            elif not form[0]:
                product = _plus(({}, 0), product, form[1])
            elif first == last:
                product = _plus(({}, 0), product, first)
            else:
                return {self._all.variable(node, self._order): 1}, 0
            corners = sorted((low * first, low * last, high * first, high * last))
            low, high = corners[0], corners[3]
        return product

    def span(self, node: nodes.Numeric) -> Span:
        return self._evaluator.range_of(node, self._spans, self._env)

    def indicator(self, node: nodes.Boolean) -> Form:
        known = self.truth(node)
        if known is not None:
            return {}, int(known)
        match node:
            case nodes.Holds(term):
                return {term: 1}, 0
            case nodes.TruthDefinition(name):
                return self._forms[name]
            case nodes.Not(part):
                return _plus(({}, 1), self.indicator(part), -1)
        return {self._all.indicator(node, self._order): 1}, 0


def _plus(one: Form, other: Form, times: Exact = 1) -> Form:
    """Add a multiple of one form to another."""
    factors = dict(one[0])
    if times:
        for variable, factor in other[0].items():
            total = exact_sum(factors.get(variable, 0), factor * times)
            if total:
                factors[variable] = total
            else:
                factors.pop(variable, None)
    return factors, exact_sum(one[1], other[1] * times)


def _row(form: Form, strict: bool) -> Row:
    """Return a form as a row: at most 0, or below it."""
    factors, constant = form
    scale = math.lcm(constant.denominator, *(factor.denominator for factor in factors.values()))
    most = -int(constant * scale)
    if strict and all(map(is_whole, factors)):
        most -= 1
    return Row(tuple(sorted((variable, int(factor * scale)) for variable, factor in factors.items())), most)
