"""Conditions on a single term as sets of its values: one CP-SAT constraint instead of one for each comparison."""

from __future__ import annotations

from typing import TypeAlias

from ..models.expressions import nodes
from ..models.linear import Linear, total
from ..models.meaning.meaning import Meaning
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
        difference = one.plus(other, -1)
        if len(difference.factors) != 1:
            return None
        ((term, factor),) = difference.factors.items()
        domain = self._domains[term]
        in_steps = Linear({term: domain.step}, domain.start).times(factor).plus(Linear({}, difference.constant))
        factors, constant, _ = in_steps.whole()
        return term, solutions(operator, factors[term], constant, 0, domain.size - 1)

    def _linear(self, node: nodes.Numeric) -> Linear[str] | None:
        """Return a number as a linear sum of terms; None where it is anything else."""
        match node:
            case nodes.Constant(value):
                return Linear({}, value)
            case nodes.Value(term):
                return Linear({term: 1})
            case nodes.Total(parts):
                found = []
                for part in parts:
                    if (inner := self._linear(part)) is None:
                        return None
                    found.append(inner)
                return total(found)
            case nodes.Product((nodes.Constant(value), part)) | nodes.Product((part, nodes.Constant(value))):
                inner = self._linear(part)
                return inner and inner.times(value)
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
