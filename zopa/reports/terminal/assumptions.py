"""The part of the terminal report about the facts that are assumptions: what hangs on each."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from ...results.assumptions import Assumption, Assumptions
from ..wording import concessions as said
from ..wording.names import Words, cost_text, listed
from .layout import bullets, section


def assumptions_report(answer: Assumptions, words: Words) -> Iterable[RenderableType]:
    """Yield what hangs on each assumption, and which of them stand in the way of a deal."""
    if not answer.assumptions:
        yield Text("No fact of this scenario is an assumption; nothing hangs on one.")
        return
    if answer.verdict == "no_deal":
        yield section(f"Could all red lines hold without {'it' if len(answer.assumptions) == 1 else 'them'}?")
        yield Text(_enough(answer))
        yield bullets(listed([f"“{words.fact(name)}”" for name in names]) for names in answer.enough)
    yield section("What hangs on each assumption")
    yield bullets(f"“{words.fact(one.fact)}” {_hangs(answer, one, words)}" for one in answer.assumptions)


def _enough(answer: Assumptions) -> str:
    number = len(answer.assumptions)
    if not answer.enough:
        if answer.enough_complete and answer.enough_total == 0:
            without = {1: "it", 2: "both of them"}.get(number, f"all {number} of them")
            return f"No: even without {without} they cannot. This is proved."
        return f"It is not known: {said.why(answer)}."
    if answer.enough_total == len(answer.enough):
        return "Yes, if any one of these were dropped:" if len(answer.enough) > 1 else "Yes, if this were dropped:"
    return "Yes, if any one of these were dropped (there may be other sets):"


def _hangs(answer: Assumptions, one: Assumption, words: Words) -> str:
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
            verb = f"{verb}s" if len(lines) == 1 else verb
            parts.append(f"without it the {'conflict' if len(lines) == 1 else 'conflicts'} {clashes} {verb}")
    if "cost" in one.changes and one.verdict_without != "deal":
        parts.append(_costs(answer, one))
    return "matters: " + "; ".join(parts) + "."


def _costs(answer: Assumptions, one: Assumption) -> str:
    """Say how the least cost of giving lines up changes."""
    before, after = (None if cost is None else cost_text(cost) for cost in (answer.cost, one.cost_without))
    if before is None:
        return f"giving lines up at a cost of {after} then helps, where nothing did"
    return f"the least cost of giving lines up is {after} instead of {before}" if after else "nothing helps then"
