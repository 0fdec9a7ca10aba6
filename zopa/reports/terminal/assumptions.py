"""The report on the facts that are assumptions: what depends on each."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from ...results.assumptions import Assumption, Assumptions
from ..wording import concessions as said
from ..wording.names import Words, cost_text, listed
from .concessions import foot, head
from .layout import View, bullets, section


def report(answer: Assumptions, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = Words(answer.scenario)
    yield from head(answer)
    if answer.assumptions:
        yield from _assumptions(answer, words)
    else:
        yield Text("No fact of this scenario is an assumption.")
    yield from foot(answer)


def _assumptions(answer: Assumptions, words: Words) -> Iterable[RenderableType]:
    if answer.verdict == "no_deal":
        these = "this assumption" if len(answer.assumptions) == 1 else "these assumptions"
        yield section(f"Could all red lines hold without {these}?")
        yield Text(_enough(answer))
        yield bullets(listed([f"“{words.fact(name)}”" for name in names]) for names in answer.enough)
    yield section("What depends on each assumption")
    yield bullets(f"“{words.fact(one.fact)}” {_role(answer, one, words)}" for one in answer.assumptions)


def _enough(answer: Assumptions) -> str:
    number = len(answer.assumptions)
    if not answer.enough:
        if answer.enough_complete and answer.enough_total == 0:
            without = {1: "it", 2: "both of them"}.get(number, f"all {number} of them")
            return f"No, not even without {without}."
        return f"It is not known: {said.why(answer)}."
    if answer.enough_total != len(answer.enough):
        return "Yes, if one of these were dropped (there may be other sets):"
    return "Yes, if one of these were dropped:" if len(answer.enough) > 1 else "Yes, if this were dropped:"


def _role(answer: Assumptions, one: Assumption, words: Words) -> str:
    if one.changes is None:
        return f"was not settled: {said.why(answer)}."
    if not one.changes:
        return "changes nothing: without it verdict, conflicts and least cost are the same."
    parts = []
    if "verdict" in one.changes:
        parts.append("without it a deal exists" if one.verdict_without == "deal" else "without it the verdict changes")
    tags = words.tags()
    for conflicts, verb in ((one.conflicts_gone, "disappear"), (one.conflicts_new, "appear")):
        if conflicts and () in conflicts:
            parts.append(f"without it the facts {'no longer' if verb == 'disappear' else 'then'} contradict each other")
        if lines := tuple(filter(None, conflicts or ())):
            clashes = listed([" × ".join(tags[line] for line in conflict) for conflict in lines])
            one_or_more = ("conflict", f"{verb}s") if len(lines) == 1 else ("conflicts", verb)
            parts.append(f"without it the {one_or_more[0]} {clashes} {one_or_more[1]}")
    if "cost" in one.changes and one.verdict_without != "deal":
        parts.append(_cost(answer, one))
    return "matters: " + "; ".join(parts) + "."


def _cost(answer: Assumptions, one: Assumption) -> str:
    """Return how the least cost of giving lines up changes."""
    before, after = (None if cost is None else cost_text(cost) for cost in (answer.cost, one.cost_without))
    if before is None:
        return f"giving up lines at a cost of {after} is then enough, where nothing was before"
    if after is None:
        return "giving up lines then no longer makes a deal possible"
    return f"the least cost of giving up lines is then {after} instead of {before}"
