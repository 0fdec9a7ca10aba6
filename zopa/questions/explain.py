"""Why no deal: every conflict with the steps that refute it, in the scenario's values."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ..models.scenario import Scenario
from ..results.analysis import Conflict
from ..results.explanation import Explanation, Explanations
from ..solver.certify.certifier import Certifier
from ..solver.certify.narrate import narrated
from ..solver.certify.prover import Budget
from ..solver.limits import Limits
from .request import Request
from .solve import solve


def explain(
    scenario: Scenario,
    *,
    only_between: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
    budget: Budget | None = None,
) -> Explanations:
    """Explain why there is no deal: each minimal conflict, refuted step by step.

    Parameters
    ----------
    budget
        What the proof of a conflict may cost where :func:`zopa.solve` finds none in passing.
    scenario, only_between, time_limit, limits
        As for :func:`zopa.solve`, and so are errors.

    Returns
    -------
    Explanations
        The conflicts of :func:`zopa.solve`; one without steps is the solver's claim.
    """
    limits = Request.of(scenario, time_limit=time_limit, limits=limits).limits
    analysis = solve(scenario, sections=("conflicts",), only_between=only_between, limits=limits)
    scenario = analysis.scenario
    certifier = Certifier(scenario, budget or Budget(), lambda: limits.stopped_by is not None)
    return Explanations(
        scenario=scenario,
        verdict=analysis.verdict,
        explanations=tuple(_explained(scenario, conflict, certifier) for conflict in analysis.conflicts or ()),
        complete=analysis.conflicts_complete,
        stopped_by=analysis.stopped_by,
    )


def _explained(scenario: Scenario, conflict: Conflict, certifier: Certifier) -> Explanation:
    if conflict.refutation is None and conflict.facts is not None:
        conflict = replace(conflict, refutation=certifier.refutation(conflict.red_lines, conflict.facts))
    refutation = conflict.refutation
    return Explanation(conflict, None if refutation is None else narrated(scenario.meaning(), refutation))
