"""Deletion-based shrinking: what is left of a contradiction when everything that it does not need is dropped.

One line after another is left out. While the rest stays contradictory, it is the new contradiction, or as much of it as
the solver's core names; a line without which the rest can hold is needed. Each question is asked of a model of the
contradiction alone, taken out of the part's compiled model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ...errors import SolverError
from ...models.meaning.meaning import Line
from ..oracle import Deal, Infeasible, Oracle, Unknown


@dataclass(frozen=True)
class Shrunk:
    """A conflict within a larger contradiction.

    Parameters
    ----------
    facts
        Facts that suffice for it.
    confirmed
        Whether a second solve said so too.
    is_minimal
        Whether every line was looked at; a limit came first where not.
    questions
        Asked for it.
    """

    lines: tuple[str, ...]
    facts: tuple[str, ...]
    confirmed: bool
    is_minimal: bool
    questions: int


def shrunk(
    oracle: Oracle,
    lines: Sequence[Line],
    facts: Sequence[Line],
    is_possible: Callable[[Sequence[str]], bool],
    asked_twice: bool = False,
) -> Shrunk:
    """Return a conflict among red lines that contradict each other and some facts.

    A line that is needed with these facts may still be dispensable with all of them.

    Parameters
    ----------
    oracle
        Of the part that the lines lie in.
    is_possible
        Whether some lines are known to hold together; they are then not asked about.
    asked_twice
        Whether a second solve has said that these lines contradict each other beside all facts of the part.
    """
    alone = oracle.part(_terms(lines, facts), facts, lines)
    whole = Infeasible(tuple(line.id for line in lines), tuple(fact.id for fact in facts))
    reason, is_minimal = reduced(alone, [line.id for line in reversed(lines)], whole, is_possible)
    known = asked_twice and len(reason.core) == len(lines) and len(reason.facts) == len(oracle.facts)
    confirmed = known or alone.confirm(reason.core) is True
    return Shrunk(reason.core, reason.facts, confirmed, is_minimal, alone.questions)


def facts_needed(oracle: Oracle, conflict: Sequence[str], enough: Sequence[str]) -> tuple[str, ...] | None:
    """Return a minimal set of facts that makes some red lines a conflict; None when a limit comes first.

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
    terms = _terms(lines, facts)
    # The red lines always hold here, and the facts are what is asked for.
    alone = oracle.part([term for term in oracle.terms if term in terms], lines, facts)
    match alone.ask(fact.id for fact in facts):
        case Unknown():
            return None
        case Deal():
            named = ", ".join(conflict)
            raise SolverError(f"CP-SAT called {named} infeasible and then found a deal; nothing is claimed")
        case Infeasible() as reason:
            reason, is_minimal = reduced(alone, sorted(reason.core), reason)
            if not is_minimal:
                return None
            alone.confirm(reason.core)
            return reason.core


def _terms(lines: Iterable[Line], facts: Iterable[Line]) -> list[str]:
    return sorted({term for line in (*lines, *facts) for term in line.terms})


def reduced(
    oracle: Oracle,
    order: Iterable[str],
    reason: Infeasible,
    is_possible: Callable[[Sequence[str]], bool] = lambda _rest: False,
) -> tuple[Infeasible, bool]:
    """Return what is left of a reason when lines are dropped in an order, and whether all were looked at."""
    for line in order:
        if line not in reason.core:
            continue
        rest = [other for other in reason.core if other != line]
        if is_possible(rest):
            continue
        match oracle.ask(rest):
            case Infeasible() as smaller:
                reason = smaller
            case Unknown():
                return reason, False
    return reason, True
