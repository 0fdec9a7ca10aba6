"""The adapter to GLOP, OR-Tools' linear-programming solver. What it proposes decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


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
    from ortools.linear_solver.python import model_builder_helper as helper  # takes a while, and few need it

    model = helper.ModelBuilderHelper()
    users: dict[int, list[int]] = {}
    for group in groups:
        amount = model.add_var()
        model.set_var_lower_bound(amount, 0.0)
        model.set_var_upper_bound(amount, inf if group else 0.0)
        model.set_var_objective_coefficient(amount, 1.0)
        for member in group:
            users.setdefault(member, []).append(amount)
    rows = {}
    for member, amounts in users.items():
        row = rows[member] = model.add_linear_constraint()
        model.set_constraint_lower_bound(row, -inf)
        model.set_constraint_upper_bound(row, float(capacities[member]))
        for amount in amounts:
            model.add_term_to_constraint(row, amount, 1.0)
    model.set_maximize(True)
    solver = helper.ModelSolverHelper("GLOP")
    solver.solve(model)
    if not solver.has_solution():
        return [0.0] * len(groups), {}
    amounts_found = [solver.variable_value(amount) for amount in range(len(groups))]
    return amounts_found, {member: abs(solver.dual_value(row)) for member, row in rows.items()}


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


def closest(
    rows: Sequence[tuple[Sequence[tuple[int, float]], float]], bounds: Sequence[tuple[float, float]]
) -> Closest | None:
    """Return how nearly all rows can hold within the bounds of their variables; None when the solver fails.

    Parameters
    ----------
    rows
        ``(variable, factor)`` pairs and the right side that their sum is to be at most.
    bounds
        Least and greatest value of every variable.
    """
    from ortools.linear_solver.python import model_builder_helper as helper  # takes a while, and few need it

    model = helper.ModelBuilderHelper()
    for low, high in bounds:
        variable = model.add_var()
        model.set_var_lower_bound(variable, low)
        model.set_var_upper_bound(variable, high)
    for factors, most in rows:
        beyond = model.add_var()
        model.set_var_lower_bound(beyond, 0.0)
        model.set_var_upper_bound(beyond, inf)
        model.set_var_objective_coefficient(beyond, 1.0)
        row = model.add_linear_constraint()
        model.set_constraint_lower_bound(row, -inf)
        model.set_constraint_upper_bound(row, most)
        for variable, factor in factors:
            model.add_term_to_constraint(row, variable, factor)
        model.add_term_to_constraint(row, beyond, -1.0)
    solver = helper.ModelSolverHelper("GLOP")
    solver.solve(model)
    if not solver.has_solution():
        return None
    return Closest(
        violation=solver.objective_value(),
        prices=[-solver.dual_value(row) for row in range(len(rows))],
        values=[solver.variable_value(variable) for variable in range(len(bounds))],
    )
