"""The adapter to GLOP, OR-Tools' linear-programming solver. What it proposes decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, TypeAlias

Row: TypeAlias = tuple[Sequence[tuple[int, float]], float]
"""``(variable, factor)`` pairs, and the right side that their sum is to be at most."""


def largest_packing(groups: Sequence[Sequence[int]], capacities: Sequence[int]) -> tuple[list[float], dict[int, float]]:
    """Return non-negative amounts for the groups, about the largest in sum that the members' capacities allow.

    Parameters
    ----------
    groups
        The members that an amount uses up.
    capacities
        Of each member; the amounts of all groups with that member must not exceed it.

    Returns
    -------
    tuple
        An approximate optimum (zeros when the solver fails), and how much of each member the cheapest cover of all
        groups takes, from 0 to 1.
    """
    users: dict[int, list[tuple[int, float]]] = {}
    for at, group in enumerate(groups):
        for member in group:
            users.setdefault(member, []).append((at, 1.0))
    rows = [(amounts, float(capacities[member])) for member, amounts in users.items()]
    solver = _solved([(0.0, inf if group else 0.0, 1.0) for group in groups], rows, maximise=True)
    if solver is None:
        return [0.0] * len(groups), {}
    amounts_found = [solver.variable_value(amount) for amount in range(len(groups))]
    return amounts_found, {member: abs(solver.dual_value(row)) for row, member in enumerate(users)}


@dataclass(frozen=True)
class Closest:
    """How nearly some inequalities can hold together, by a linear program.

    Parameters
    ----------
    violation
        About the least sum of what is beyond the right sides; about 0 where all can hold.
    prices
        Of the inequalities: where they cannot all hold, adding them up with these factors shows it, about.
    values
        Of the variables.
    """

    violation: float
    prices: list[float]
    values: list[float]


def closest(rows: Sequence[Row], bounds: Sequence[tuple[float, float]]) -> Closest | None:
    """Return how nearly all rows can hold within the bounds of their variables; None when the solver fails."""
    variables = [*((low, high, 0.0) for low, high in bounds), *((0.0, inf, 1.0) for _ in rows)]
    relaxed = (([*factors, (beyond, -1.0)], most) for beyond, (factors, most) in enumerate(rows, start=len(bounds)))
    solver = _solved(variables, relaxed, maximise=False)
    if solver is None:
        return None
    return Closest(
        violation=solver.objective_value(),
        prices=[-solver.dual_value(row) for row in range(len(rows))],
        values=[solver.variable_value(variable) for variable in range(len(bounds))],
    )


@dataclass(frozen=True)
class Greatest:
    """Where a sum is greatest: values of the variables, and the prices of the inequalities."""

    prices: list[float]
    values: list[float]


def greatest(
    rows: Sequence[Row], bounds: Sequence[tuple[float, float]], objective: Sequence[tuple[int, float]]
) -> Greatest | None:
    """Return where a sum is about greatest that all rows leave possible; None without a solution."""
    factors = dict(objective)
    variables = [(low, high, factors.get(at, 0.0)) for at, (low, high) in enumerate(bounds)]
    solver = _solved(variables, rows, maximise=True)
    if solver is None:
        return None
    return Greatest(
        prices=[solver.dual_value(row) for row in range(len(rows))],
        values=[solver.variable_value(variable) for variable in range(len(bounds))],
    )


def _solved(variables: Iterable[tuple[float, float, float]], rows: Iterable[Row], maximise: bool) -> Any:
    """Solve for variables, each with its bounds and its factor in the objective; None without a solution."""
    from ortools.linear_solver.python import model_builder_helper as helper  # takes a while, and few need it

    model = helper.ModelBuilderHelper()
    for low, high, factor in variables:
        variable = model.add_var()
        model.set_var_lower_bound(variable, low)
        model.set_var_upper_bound(variable, high)
        model.set_var_objective_coefficient(variable, factor)
    for factors, most in rows:
        row = model.add_linear_constraint()
        model.set_constraint_lower_bound(row, -inf)
        model.set_constraint_upper_bound(row, most)
        for variable, factor in factors:
            model.add_term_to_constraint(row, variable, factor)
    model.set_maximize(maximise)
    solver = helper.ModelSolverHelper("GLOP")
    solver.solve(model)
    return solver if solver.has_solution() else None
