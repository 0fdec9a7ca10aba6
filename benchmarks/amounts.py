"""Concessions: how long they take beside what they are compared with, and whether other programs find the same amounts.

    python benchmarks/amounts.py            # the table of times, as ratios in one run
    python benchmarks/amounts.py --check    # Gurobi's feasRelax and CPLEX's feasopt on the same models

Gurobi and CPLEX (``pip install gurobipy cplex``, free for models of this size) know no deals and no lists: they give
one set of amounts with the least total cost. That cost is held against zopa's cheapest.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from contenders import installed
from generate import negotiation

import zopa
from zopa.solver.concessions.problem import Grading

COUNT = 50
REPEATS = 5


def seconds(*work: Callable[[], object]) -> list[float]:
    """Return the median seconds of some pieces of work, run in turn."""
    taken: list[list[float]] = [[] for _ in work]
    for _ in range(REPEATS):
        for at, one in enumerate(work):
            begin = time.perf_counter()
            one()
            taken[at].append(time.perf_counter() - begin)
    return [statistics.median(times) for times in taken]


def row(what: str, base: float, measured: float, aim: str) -> None:
    """Print a row of the table."""
    print(f"| {what} | {base:.3f} | {measured:.3f} | **{measured / base:.1f}** | {aim} |")


def times() -> None:
    """Print the table."""
    print("| | first, s | second, s | ratio | aim |\n|---|---:|---:|---:|---|")
    for seed in (1, 2, 3):
        whole = negotiation(60, seed)
        small, large = (negotiation(60, seed, graded=3, factor=factor) for factor in (1, 100_000))

        def listed(scenario: zopa.Scenario) -> None:
            assert sum(1 for _ in islice(Grading(scenario, zopa.Limits()).relaxations(), COUNT)) == COUNT

        def ungraded(scenario: zopa.Scenario) -> None:
            assert sum(1 for _ in islice(zopa.relaxations(scenario), COUNT)) == COUNT

        base, graded, far = seconds(
            lambda whole=whole: ungraded(whole),  # type: ignore[misc]
            lambda small=small: listed(small),  # type: ignore[misc]
            lambda large=large: listed(large),  # type: ignore[misc]
        )
        row(f"60 terms, seed {seed}: {COUNT} cheapest, whole; then graded", base, graded, "10")
        row(
            f"60 terms, seed {seed}: {COUNT} cheapest, graded, quantities up to 10^3; then up to 10^8", graded, far, "1"
        )
    case = zopa.load("ukraine-russia")
    base, frontier = seconds(lambda: zopa.solve(case), lambda: zopa.burden(case))
    row("ukraine-russia: `solve`; then the burden frontier", base, frontier, "5")


# -- other programs ---------------------------------------------------------------------------------------------------

Row = tuple[dict[int, int], int, int]
"""Coefficients of a line ``sum <= bound``, the bound, and the cost of exceeding it by 1."""


def rows(terms: int, lines: int, seed: int) -> list[Row]:
    """Return inequalities over quantities from 0 to 9 that do not go together."""
    draw = random.Random(seed)
    made = []
    for _ in range(lines):
        coefficients = {term: draw.choice((-3, -2, -1, 1, 2, 3)) for term in draw.sample(range(terms), 3)}
        low = 9 * sum(min(0, coefficient) for coefficient in coefficients.values())
        high = 9 * sum(max(0, coefficient) for coefficient in coefficients.values())
        made.append((coefficients, low + (high - low) * draw.randint(10, 35) // 100, draw.randint(1, 9)))
    return made


def by_zopa(terms: int, lines: list[Row]) -> Fraction:
    """Return the least cost of amounts with which all lines hold."""
    talks = zopa.Builder("Amounts")
    values = [talks.quantity(f"t{term}", min=0, max=9) for term in range(terms)]
    for number, (coefficients, bound, cost) in enumerate(lines):
        left = zopa.sum_(*(coefficient * values[term] for term, coefficient in coefficients.items()))
        talks.party("ab"[number % 2]).red_line(f"l{number}", left <= bound, keep=True, slope={"cost": Decimal(cost)})
    answer = zopa.concessions(talks.build(), top=1)
    assert answer.confirmed
    return Fraction(answer.relaxations[0].cost)


def by_gurobi(terms: int, lines: list[Row]) -> float:
    """Return the same from Gurobi's feasRelax."""
    import gurobipy

    with gurobipy.Env(params={"OutputFlag": 0}) as environment, gurobipy.Model(env=environment) as model:
        values = [model.addVar(lb=0, ub=9, vtype="I") for _ in range(terms)]
        made = [
            model.addConstr(gurobipy.quicksum(factor * values[term] for term, factor in coefficients.items()) <= bound)
            for coefficients, bound, _ in lines
        ]
        model.feasRelax(0, False, None, None, None, made, [float(cost) for _, _, cost in lines])
        model.optimize()
        return float(model.ObjVal)


def by_cplex(terms: int, lines: list[Row]) -> float:
    """Return the same from CPLEX's feasopt, which weighs by the inverse of what it calls preferences."""
    import cplex

    model = cplex.Cplex()
    for stream in (model.set_log_stream, model.set_results_stream, model.set_warning_stream, model.set_error_stream):
        stream(None)
    model.variables.add(lb=[0] * terms, ub=[9] * terms, types="I" * terms)
    model.linear_constraints.add(
        lin_expr=[[list(coefficients), list(coefficients.values())] for coefficients, _, _ in lines],
        senses="L" * len(lines),
        rhs=[bound for _, bound, _ in lines],
    )
    model.parameters.feasopt.mode.set(model.parameters.feasopt.mode.values.opt_sum)
    model.parameters.mip.tolerances.mipgap.set(0.0)
    kind = model.feasopt.constraint_type.linear
    model.feasopt(*([1 / cost, [(kind, at)]] for at, (_, _, cost) in enumerate(lines)))
    values = model.solution.get_values()
    excess = [sum(factor * values[term] for term, factor in one.items()) - bound for one, bound, _ in lines]
    return sum(cost * max(0.0, over) for over, (_, _, cost) in zip(excess, lines, strict=True))


def check() -> bool:
    """Hold the least costs of the other programs against zopa's; return whether all agree."""
    peers = {"gurobipy": by_gurobi, "cplex": by_cplex}
    agreed = True
    for name, ask in peers.items():
        if installed(name) is None:
            print(f"{name}: not installed")
            continue
        same = 0
        sizes = [(terms, 2 * terms, seed) for terms in (4, 8, 12, 16) for seed in range(10)]
        for terms, lines, seed in sizes:
            made = rows(terms, lines, seed)
            ours, theirs = by_zopa(terms, made), ask(terms, made)
            same += abs(float(ours) - theirs) < 1e-6
            if abs(float(ours) - theirs) >= 1e-6:
                print(f"{name}: {terms} terms, {lines} lines, seed {seed}: zopa {ours}, {name} {theirs}")
        print(f"{name} {installed(name)}: the same least cost in {same} of {len(sizes)}")
        agreed = agreed and same == len(sizes)
    return agreed


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(not check())
    times()
