"""One conflict looked at closely: which facts it needs, and whether a second solve agrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import SolverError
from ..models.meaning import Line, Meaning
from .limits import Limits
from .oracle import Deal, Infeasible, Oracle
from .parts import Part


@dataclass(frozen=True)
class Reason:
    """Facts that a conflict rests on, and whether they and the conflict were found infeasible twice."""

    facts: tuple[str, ...]
    confirmed: bool


_FACT, _LINE = "fact ", "line "


def reason(meaning: Meaning, part: Part, conflict: Sequence[str], limits: Limits) -> Reason:
    """Return a minimal set of facts that makes some red lines a conflict.

    Facts are guarded here and dropped one by one while the contradiction stays, on a model of this conflict alone.
    When a limit comes first, all facts of the part are named and nothing is confirmed.
    """
    wanted = set(conflict)
    lines = [_renamed(line, _LINE) for line in part.lines if line.id in wanted]
    facts = [_renamed(fact, _FACT) for fact in part.facts]
    terms = sorted({term for line in (*lines, *facts) for term in line.terms}, key=list(meaning.terms).index)
    oracle = Oracle(meaning, terms, (), [*facts, *lines], limits)
    asked = {line.id for line in lines}
    needed: set[str] = set()
    kept = {fact.id for fact in facts}
    if kept:
        match oracle.ask(kept | asked):
            case Infeasible(core):
                kept.intersection_update(core)
            case Deal():
                raise SolverError(
                    f"CP-SAT called {', '.join(conflict)} infeasible and then found a deal; nothing is claimed"
                )
            case _:
                return Reason(tuple(fact.id for fact in part.facts), False)
    while rest := sorted(kept - needed):
        match oracle.ask((kept - {rest[0]}) | asked):
            case Infeasible(core):
                kept.intersection_update(core)
            case Deal():
                needed.add(rest[0])
            case _:
                break
    confirmed = oracle.confirm(kept | asked) is True
    return Reason(tuple(fact.id for fact in part.facts if _FACT + fact.id in kept), confirmed)


def _renamed(line: Line, prefix: str) -> Line:
    """Keep facts and red lines of the same name apart."""
    return Line(prefix + line.id, line.text, line.node, line.holds, line.terms, line.definitions)
