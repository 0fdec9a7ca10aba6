"""One conflict looked at closely: which facts it needs."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import SolverError
from ...models.meaning.meaning import Line, Meaning
from ..limits import Limits
from ..oracle import Deal, Infeasible, Oracle
from ..parts import Part

_FACT, _LINE = "fact ", "line "


def facts_needed(
    meaning: Meaning, part: Part, conflict: Sequence[str], enough: Sequence[str], limits: Limits
) -> tuple[str, ...] | None:
    """Return a minimal set of facts that makes some red lines a conflict; None when a limit comes first.

    ``enough`` are facts known to do. Facts are guarded here and dropped one by one while the contradiction stays, on a model of this conflict alone.

    Raises
    ------
    SolverError
        If the red lines turn out to be no conflict.
    """
    wanted = set(conflict)
    lines = [_renamed(line, _LINE) for line in part.lines if line.id in wanted]
    facts = [_renamed(fact, _FACT) for fact in part.facts if fact.id in set(enough)]
    if not facts:
        return ()
    terms = sorted({term for line in (*lines, *facts) for term in line.terms}, key=list(meaning.terms).index)
    oracle = Oracle(meaning, terms, (), [*facts, *lines], limits)
    asked = {line.id for line in lines}
    kept = {fact.id for fact in facts}
    match oracle.ask(kept | asked):
        case Infeasible(core):
            kept.intersection_update(core)
        case Deal():
            named = ", ".join(conflict)
            raise SolverError(f"CP-SAT called {named} infeasible and then found a deal; nothing is claimed")
        case _:
            return None
    needed: set[str] = set()
    while rest := sorted(kept - needed):
        match oracle.ask((kept - {rest[0]}) | asked):
            case Infeasible(core):
                kept.intersection_update(core)
            case Deal():
                needed.add(rest[0])
            case _:
                return None
    oracle.confirm(kept | asked)
    return tuple(fact.id for fact in part.facts if _FACT + fact.id in kept)


def _renamed(line: Line, prefix: str) -> Line:
    """Keep facts and red lines of the same name apart."""
    return Line(prefix + line.id, line.text, line.node, line.holds, line.terms, line.definitions)
