"""The facts and red lines of a scenario as CP-SAT's own text: the one module here that needs the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models.scenario import Scenario


def to_cpsat(scenario: Scenario) -> str:
    """Return the compiled model of all facts and red lines as the text of a ``CpModelProto``.

    The model is infeasible exactly where no deal meets them all. Variables that stand for terms have their names: a
    quantity or date counts its steps from 0, an option its position. Each line holds under a guard of its own, called
    after the line and fixed to 1; setting the guard's domain to 0..1 gives the line up.

    Raises
    ------
    ScenarioError
        If an expression of the scenario is wrong.
    """
    from ..solver.cpsat.compile import compile_lines

    meaning = scenario.meaning()
    lines = (*meaning.facts, *meaning.red_lines)
    compiled = compile_lines(meaning, meaning.terms, lines)
    variables = compiled.model.proto.variables
    for term, variable in compiled.variables.items():
        variables[variable].name = term
    for line, guard in zip(lines, compiled.guards, strict=True):
        variables[guard].name = line.id
        variables[guard].domain.clear()
        variables[guard].domain.extend([1, 1])
    return str(compiled.model.proto)
