"""The adapter to GLOP, OR-Tools' linear-programming solver. What it proposes decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def largest_packing(groups: Sequence[Sequence[int]], capacities: Sequence[int]) -> list[float]:
    """Return non-negative amounts for the groups, about the largest in sum that the members' capacities allow.

    Parameters
    ----------
    groups
        The members that an amount uses up.
    capacities
        Of each member; the amounts of all groups with that member must not exceed it.

    Returns
    -------
    list of float
        An approximate optimum; zeros when the solver fails.
    """
    from ortools.linear_solver.python import model_builder_helper as helper  # takes a while, and few need it

    model = helper.ModelBuilderHelper()
    users: dict[int, list[int]] = {}
    for group in groups:
        amount = model.add_var()
        model.set_var_lower_bound(amount, 0.0)
        model.set_var_upper_bound(amount, float(min((capacities[member] for member in group), default=0)))
        model.set_var_objective_coefficient(amount, 1.0)
        for member in group:
            users.setdefault(member, []).append(amount)
    for member, amounts in users.items():
        if len(amounts) > 1:
            row = model.add_linear_constraint()
            model.set_constraint_lower_bound(row, -inf)
            model.set_constraint_upper_bound(row, float(capacities[member]))
            for amount in amounts:
                model.add_term_to_constraint(row, amount, 1.0)
    model.set_maximize(True)
    solver = helper.ModelSolverHelper("GLOP")
    solver.solve(model)
    if not solver.has_solution():
        return [0.0] * len(groups)
    return [solver.variable_value(amount) for amount in range(len(groups))]
