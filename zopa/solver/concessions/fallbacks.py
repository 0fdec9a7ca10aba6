"""Is each fallback softer than what comes before it? A ladder that is not is a mistake of its scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import Problem, ScenarioError, SolverError
from ...models.expressions import nodes
from ...models.meaning.meaning import Line, Meaning
from ...models.values import Exact
from ..cpsat.compile import compile_required
from ..cpsat.solve import QUICK, THOROUGH, Solver, values_of
from ..limits import Limits, Stopped
from ..parts import around


def check_fallbacks(meaning: Meaning, limits: Limits) -> None:
    """Raise ScenarioError where a deal satisfies a line, or a fallback, and not the fallback after it.

    Raises
    ------
    ScenarioError
        With a problem for each such fallback, naming a deal that shows it.
    Stopped
        When a limit comes before all have been checked.
    """
    problems = [
        problem
        for line in meaning.red_lines
        if line.id in meaning.fallbacks
        for problem in _problems(meaning, line, limits)
    ]
    if problems:
        raise ScenarioError(problems)


def _problems(meaning: Meaning, line: Line, limits: Limits) -> Iterator[Problem]:
    party, name = line.id.split(".")
    hard = line
    for at, soft in enumerate(meaning.fallbacks[line.id]):
        deal = _between(meaning, hard, soft, limits)
        if deal is not None:
            before = f"fallback {at}" if at else "the line itself"
            shown = ", ".join(f"{term} = {meaning.terms[term].text(value)}" for term, value in deal.items())
            a_deal = f"a deal with {shown}" if shown else "every deal"
            message = f"the fallback is not softer than {before}: {a_deal} satisfies that and not this"
            yield Problem(message, ("parties", party, "red_lines", name, "fallbacks", at, "require"))
        hard = soft


def _between(meaning: Meaning, hard: Line, soft: Line, limits: Limits) -> dict[str, Exact] | None:
    """Return the terms of both lines in a deal that satisfies one and not the other; None where there is none."""
    own = sorted(hard.terms | soft.terms, key=list(meaning.terms).index)
    if _solved(meaning, own, (), hard, soft, limits) is None:
        return None  # whatever the facts say
    part = around(meaning, own)
    found = _solved(meaning, part.terms, part.facts, hard, soft, limits)
    return None if found is None else {term: found[term] for term in own}


def _solved(
    meaning: Meaning, terms: Iterable[str], facts: tuple[Line, ...], hard: Line, soft: Line, limits: Limits
) -> dict[str, Exact] | None:
    """Return a deal over some terms that satisfies one line and not the other; None where there is none."""
    lowering = compile_required(meaning, terms, (*facts, hard))
    lowering.prepare(soft.definitions)
    lowering.require(nodes.Not(soft.node), ())
    outcome = Solver(limits).until_decided((*QUICK, *THOROUGH), lowering.model, any_deal=True)
    if outcome.status == "infeasible":
        return None
    if outcome.status == "unknown":
        raise Stopped(limits.stopped_by)
    values = values_of(meaning, lowering.variables, outcome)
    env = meaning.environment(values)
    if not hard.holds(env) or soft.holds(env):
        raise SolverError("CP-SAT's deal does not show what it was asked for when evaluated exactly")
    return values
