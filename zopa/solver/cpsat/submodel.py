"""Some lines of a compiled model as a model of their own: their constraints are copied, nothing is compiled again.

What a line needs are the constraints under its guard, and those that define the auxiliary variables in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from .backend import Affine, Constraint, CpModel, Lit


class Excerpts:
    """Takes models of a few lines out of one compiled model.

    Parameters
    ----------
    terms
        The variables that need no definition.
    """

    def __init__(self, model: CpModel, terms: Iterable[int]) -> None:
        self._model, self._terms = model, frozenset(terms)
        self._variables = [_variables(constraint) for constraint in model.constraints]
        self._defining: dict[int, list[int]] = {}
        for at, constraint in enumerate(model.constraints):
            self._defining.setdefault(_defined(constraint, self._variables[at]), []).append(at)

    def of(
        self,
        terms: Sequence[int],
        guards: Sequence[int],
        fixed: Mapping[int, int],
        holding: Collection[int] = (),
        others: Collection[int] = (),
    ) -> tuple[CpModel, Mapping[int, int]]:
        """Return a model of the lines with some guards, and where it has each variable of the whole.

        Parameters
        ----------
        terms
            Variables that come first, in this order, needed or not.
        fixed
            Values of some of them.
        holding
            Guards of lines that always hold: they are left out, as the linear relaxation sees through no guard.
        others
            Auxiliary variables that are needed beside the lines.
        """
        chosen: set[int] = set()
        variables = {*terms, *guards, *others}
        pending = [*guards, *holding, *others]
        while pending:
            new = chosen.symmetric_difference(chosen.union(self._defining.get(pending.pop(), ())))
            chosen |= new
            mentioned = {variable for at in new for variable in self._variables[at]}.difference(variables, holding)
            variables |= mentioned
            pending += mentioned - self._terms
        model = CpModel()
        ordered = [*terms, *sorted(variables.difference(terms))]
        place = {}
        for variable in ordered:
            low, high = self._model.domains[variable]
            place[variable] = model.variable(fixed.get(variable, low), fixed.get(variable, high))
        for at in sorted(chosen):
            _copy(self._model.constraints[at], model, place, holding)
        return model, place


def _variable(literal: Lit) -> int:
    return literal if literal >= 0 else -literal - 1


def _variables(constraint: Constraint) -> list[int]:
    """Return the variables of a constraint, those that enforce it first."""
    match constraint.kind, constraint.body:
        case "linear", (coefficients, _):
            inside = list(coefficients)
        case "clause", literals:
            inside = [_variable(literal) for literal in literals]
        case _, (target, *parts):
            inside = [target, *(variable for variable, _, _ in parts if variable is not None)]
    return [*map(_variable, constraint.when), *inside]


def _defined(constraint: Constraint, variables: Sequence[int]) -> int:
    """Return the variable that a constraint defines: what it says, or the last that enforces it, or the last in it.

    Auxiliary variables are made after what they are made of.
    """
    if constraint.defines is not None:
        return constraint.defines
    return max(variables[: len(constraint.when)] or variables)


def _copy(constraint: Constraint, model: CpModel, place: Mapping[int, int], holding: Collection[int]) -> None:
    def literal(of: Lit) -> Lit:
        return place[of] if of >= 0 else -place[-of - 1] - 1

    def affine(of: Affine) -> Affine:
        return None if of[0] is None else place[of[0]], of[1], of[2]

    when = [literal(one) for one in constraint.when if one not in holding]
    match constraint.kind, constraint.body:
        case "linear", (coefficients, domain):
            defines = None if constraint.defines is None else place[constraint.defines]
            model.linear({place[at]: factor for at, factor in coefficients.items()}, domain, when, defines)
        case "clause", literals:
            model.clause([literal(one) for one in literals], when)
        case "product", (target, left, right):
            model.product(place[target], affine(left), affine(right))
        case "maximum", (target, *parts):
            model.maximum(place[target], [affine(part) for part in parts])
