"""Is each fallback softer than what comes before it? A ladder that is not is a mistake of its scenario."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import Problem, ScenarioError, SolverError
from ...models.expressions import nodes
from ...models.meaning.meaning import Line, Meaning
from ...models.values import Exact
from ..cpsat.backend import Response
from ..cpsat.compile import compile_required
from ..cpsat.lowering import Lowering
from ..cpsat.solve import QUICK, THOROUGH, Solver, values_of
from ..limits import Limits, Stopped
from ..parts import around, split


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
    # Each deal was sought among the terms that its fallback depends on. Where the facts about the others cannot hold
    # there is no deal at all, and none that shows anything.
    if problems and _facts_can_hold(meaning, limits):
        raise ScenarioError(problems)


def _facts_can_hold(meaning: Meaning, limits: Limits) -> bool:
    parts = [part for part in split(meaning) if part.facts]
    return all(
        _decided(compile_required(meaning, part.terms, part.facts), limits).status != "infeasible" for part in parts
    )


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
    outcome = _decided(lowering, limits)
    if outcome.status == "infeasible":
        return None
    values = values_of(meaning, lowering.variables, outcome)
    env = meaning.environment(values)
    if not hard.holds(env) or soft.holds(env):
        raise SolverError("CP-SAT's deal does not show what it was asked for when evaluated exactly")
    return values


def _decided(lowering: Lowering, limits: Limits) -> Response:
    outcome = Solver(limits).until_decided((*QUICK, *THOROUGH), lowering.model, any_deal=True)
    if outcome.status == "unknown":
        raise Stopped(limits.stopped_by)
    return outcome
