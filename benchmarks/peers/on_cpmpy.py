"""CPMpy's explanation tools on constraints written the way a user of CPMpy would write them."""

from __future__ import annotations

from collections.abc import Iterator

import cpmpy as cp
from cpmpy.expressions.core import BoolVal, Comparison, Expression, Operator
from cpmpy.tools import explain

from .normal import All, Answer, Condition, Linear, Literal, Model, Some


class Constraints:
    """The variables of a model and its facts and lines over them.

    Attributes
    ----------
    hard
        The facts.
    soft
        The lines, in the order of ``ids``; no two are the same object, so that an answer names lines, not texts.
    """

    def __init__(self, model: Model) -> None:
        self.variables = {
            name: cp.intvar(0, size - 1, name=name) if size else cp.boolvar(name=name)
            for name, size in model.sizes.items()
        }
        self.hard = [self.expression(fact) for fact in model.facts]
        self.ids = list(model.lines)
        self.soft = [self.own(condition) for condition in model.lines.values()]
        self._ids_of = {id(constraint): line for line, constraint in zip(self.ids, self.soft, strict=True)}

    def lines(self, constraints: list[Expression]) -> frozenset[str]:
        """Return the lines that some of the soft constraints stand for."""
        return frozenset(self._ids_of[id(constraint)] for constraint in constraints)

    def own(self, condition: Condition) -> Expression:
        """Return a constraint that is an object of its own, which a variable or a truth value alone is not."""
        expression = self.expression(condition)
        return expression if isinstance(expression, Comparison | Operator) else Operator("and", [expression])

    def expression(self, condition: Condition) -> Expression:
        """Return a condition as an expression."""
        match condition:
            case Literal(term, positive):
                return self.variables[term] if positive else ~self.variables[term]
            case Linear(weights, operator, bound):
                total = sum(self._times(weight, self.variables[term]) for term, weight in weights)
                if operator == "<=":
                    return -total >= -bound if len(weights) == 1 and weights[0][1] < 0 else total <= bound
                return total == bound if operator == "==" else total != bound
            case All(()) | Some(()):
                return BoolVal(isinstance(condition, All))
            case All(parts):
                return cp.all([self.expression(part) for part in parts])
            case Some(parts):
                return cp.any([self.expression(part) for part in parts])

    @staticmethod
    def _times(weight: int, variable: Expression) -> Expression:
        return variable if weight == 1 else weight * variable


def marco(model: Model, solver: str = "ortools") -> Iterator[Answer]:
    """Yield relaxations by MARCO, in no order of cost; its conflicts are not asked for."""
    constraints = Constraints(model)
    steps = explain.marco(
        constraints.soft, constraints.hard, solver=solver, map_solver=solver, return_mus=False, return_mcs=True
    )
    for _, given_up in steps:
        yield model.answer(constraints.lines(given_up))


def mcs_opt(model: Model, solver: str = "ortools") -> Iterator[Answer]:
    """Yield the cheapest relaxation, and no other.

    ``mcs_opt`` returns its answer as a set of constraints, in which two red lines of the same words are one; so the
    answer is read from the values of the variables that it leaves behind.
    """
    constraints = Constraints(model)
    explain.mcs_opt(constraints.soft, constraints.hard, weights=list(model.weights.values()), solver=solver)
    kept = zip(constraints.ids, constraints.soft, strict=True)
    yield model.answer(line for line, constraint in kept if not constraint.value())
