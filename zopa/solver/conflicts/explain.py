"""One conflict looked at closely: which facts it needs."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import SolverError
from ..oracle import Deal, Infeasible, Oracle


def facts_needed(oracle: Oracle, conflict: Sequence[str], enough: Sequence[str]) -> tuple[str, ...] | None:
    """Return a minimal set of facts that makes some red lines a conflict; None when a limit comes first.

    Facts are dropped one by one while the contradiction stays, in a model of this conflict alone.

    Parameters
    ----------
    oracle
        Of the part that the conflict lies in.
    enough
        Facts known to do.

    Raises
    ------
    SolverError
        If the red lines turn out to be no conflict.
    """
    lines = [line for line in oracle.lines if line.id in set(conflict)]
    facts = [fact for fact in oracle.facts if fact.id in set(enough)]
    if not facts:
        return ()
    concerned = {term for line in (*lines, *facts) for term in line.terms}
    # The red lines always hold here, and the facts are what is asked for.
    alone = oracle.part([term for term in oracle.terms if term in concerned], lines, facts)
    kept = {fact.id for fact in facts}
    match alone.ask(kept):
        case Infeasible(core):
            kept.intersection_update(core)
        case Deal():
            named = ", ".join(conflict)
            raise SolverError(f"CP-SAT called {named} infeasible and then found a deal; nothing is claimed")
        case _:
            return None
    needed: set[str] = set()
    while rest := sorted(kept - needed):
        match alone.ask(kept - {rest[0]}):
            case Infeasible(core):
                kept.intersection_update(core)
            case Deal():
                needed.add(rest[0])
            case _:
                return None
    alone.confirm(kept)
    return tuple(fact.id for fact in facts if fact.id in kept)
