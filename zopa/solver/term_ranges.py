"""Conditions on a single term as sets of its values: one CP-SAT constraint instead of one for each comparison."""

from __future__ import annotations

import math
from typing import TypeAlias

from ..models.expressions import nodes
from ..models.meaning.meaning import Meaning
from ..models.values import Exact, exact_sum
from .intervals import Intervals, join, meet, outside, solutions

Settled: TypeAlias = tuple[str, Intervals]
"""A term and the steps of it for which a condition holds."""


class Ranges:
    """Finds the conditions of one scenario that depend on one term alone; each is looked at once."""

    def __init__(self, meaning: Meaning) -> None:
        self._domains = meaning.domains
        # By identity, as equality of nodes looks through all of them; the node is kept, so that its id stays its own.
        self._found: dict[int, tuple[nodes.Boolean, Settled | None]] = {}

    def of(self, node: nodes.Boolean) -> Settled | None:
        """Return the term and steps that a condition comes down to, None when it is about more than one, or none."""
        found = self._found.get(id(node))
        if found is None:
            found = self._found[id(node)] = node, self._of(node)
        return found[1]

    def _of(self, node: nodes.Boolean) -> Settled | None:
        match node:
            case nodes.Holds(term):
                return term, ((1, 1),)
            case nodes.Compare(operator, left, right):
                return self._compared(operator, left, right)
            case nodes.Not(part):
                inner = self.of(part)
                return None if inner is None else (inner[0], outside(inner[1], 0, self._domains[inner[0]].size - 1))
            case nodes.And(parts) | nodes.Or(parts):
                return self._together(parts, isinstance(node, nodes.And))
        return None

    def _compared(self, operator: str, left: nodes.Numeric, right: nodes.Numeric) -> Settled | None:
        one, other = self._linear(left), self._linear(right)
        if one is None or other is None:
            return None
        coefficients = dict(one[0])
        for term, coefficient in other[0].items():
            coefficients[term] = exact_sum(coefficients.get(term, 0), -coefficient)
        used = {term: coefficient for term, coefficient in coefficients.items() if coefficient}
        if len(used) != 1:
            return None
        ((term, coefficient),) = used.items()
        domain = self._domains[term]
        factor = coefficient * domain.step
        offset = exact_sum(exact_sum(one[1], -other[1]), coefficient * domain.start)
        scale = math.lcm(factor.denominator, offset.denominator)
        return term, solutions(operator, int(factor * scale), int(offset * scale), 0, domain.size - 1)

    def _linear(self, node: nodes.Numeric) -> tuple[dict[str, Exact], Exact] | None:
        """Return a number as factors of terms and a constant; None where it is anything else."""
        match node:
            case nodes.Constant(value):
                return {}, value
            case nodes.Value(term):
                return {term: 1}, 0
            case nodes.Sum(parts):
                factors: dict[str, Exact] = {}
                constant: Exact = 0
                for part in parts:
                    inner = self._linear(part)
                    if inner is None:
                        return None
                    constant = exact_sum(constant, inner[1])
                    for term, factor in inner[0].items():
                        factors[term] = exact_sum(factors.get(term, 0), factor)
                return factors, constant
            case nodes.Product((nodes.Constant(value), part)) | nodes.Product((part, nodes.Constant(value))):
                inner = self._linear(part)
                return inner and ({term: factor * value for term, factor in inner[0].items()}, inner[1] * value)
        return None

    def _together(self, parts: tuple[nodes.Boolean, ...], every: bool) -> Settled | None:
        term, sets = None, []
        for part in parts:
            inner = self.of(part)
            if inner is None or term not in (None, inner[0]):
                return None
            term = inner[0]
            sets.append(inner[1])
        if term is None:
            return None
        if not every:
            return term, join(sets)
        allowed: Intervals = ((0, self._domains[term].size - 1),)
        for some in sets:
            allowed = meet(allowed, some)
        return term, allowed
