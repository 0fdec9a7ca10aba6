"""The report on a changed scenario: what the changes do, and the new answer."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from ...results.analysis import Comparison, Conflict
from ...results.verdict import Cost
from ..wording.names import Words, because, cost_text, listed, undetermined
from ..wording.verdict import in_words
from . import analysis
from .layout import View, bullets, section

_CHANGES = {"drop": "without", "set": "with", "add": "with the demand"}


def report(comparison: Comparison, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    before, after = comparison.before, comparison.after
    yield Text("What if", style="bold")
    yield bullets(f"{_CHANGES[change.kind]} {change.what}" for change in comparison.changes)
    yield section("What changes")
    yield bullets(_differences(comparison))
    for title, lines_of, answer in (
        ("Conflicts that disappear", comparison.conflicts_gone, before),
        ("Conflicts that appear", comparison.conflicts_new, after),
    ):
        if lines_of:
            found, words = answer.conflicts or (), Words(answer.scenario)
            yield section(title)
            yield bullets(_conflict(conflict, words) for conflict in found if conflict.red_lines in lines_of)
    yield section("The new answer")
    yield from analysis.report(after, view)


def _conflict(conflict: Conflict, words: Words) -> str:
    clash = "  ×  ".join(f"{words.line(line)} [{words.party_of(line)}]" for line in conflict.red_lines)
    facts = because(conflict, words)
    return f"{clash}, since {listed(facts)}" if facts else clash + undetermined(conflict, words)


def _differences(comparison: Comparison) -> Iterable[str]:
    before, after = comparison.before, comparison.after
    if before.verdict == after.verdict:
        yield f"The verdict stays “{in_words(before.verdict)}”."
    else:
        yield f"The verdict changes from “{in_words(before.verdict)}” to “{in_words(after.verdict)}”."
    if before.conflicts_complete and after.conflicts_complete:
        yield f"Conflicts: {len(before.conflicts or ())} before, {len(after.conflicts or ())} now."
    costs: list[tuple[str, Cost | None, Cost | None]] = [
        ("Minimal relaxations", before.relaxations_total, after.relaxations_total)
    ]
    if before.cheapest is not None and after.cheapest is not None:
        costs.append(("Least cost of a deal", before.cheapest.cost, after.cheapest.cost))
    for label, old, new in costs:
        if old is not None and new is not None and "deal" not in (before.verdict, after.verdict):
            yield f"{label}: {cost_text(old)} before, {cost_text(new)} now."
