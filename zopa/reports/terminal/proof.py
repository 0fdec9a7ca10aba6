"""The terminal report on why there is no deal: each conflict with the steps that refute it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ...results.explanation import Explanation, Explanations
from ..wording.names import counted
from ..wording.proof import ProofWords
from ..wording.verdict import headline, no_deal, why_stopped
from .layout import View, grid, heading, section, statement_text, verdict_line

MOST_SENTENCES = 12
"""Longer proofs are for the checker: of those, people read the outline."""


def report(answer: Explanations, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = ProofWords(answer.scenario)
    yield heading(answer.scenario)
    yield verdict_line(headline(answer.verdict, _verdict(answer)))
    shown = answer.explanations[: view.top]
    for number, explanation in enumerate(shown, start=1):
        of = f"{len(answer.explanations)}" if answer.complete else f"the {len(answer.explanations)} found so far"
        yield section(f"Conflict {number} of {of}" if len(answer.explanations) > 1 else "The conflict")
        yield from _explained(explanation, words)
    if hidden := len(answer.explanations) - len(shown):
        yield Text(f"\n{counted(hidden, 'other conflict')} not shown; raise --top to see more.", style="dim")


def _verdict(answer: Explanations) -> str:
    if answer.verdict == "deal":
        return "There is nothing to refute: a deal exists that crosses no red line (zopa solve shows it)."
    stopped = "" if answer.stopped_by is None else f" {why_stopped(answer.stopped_by).capitalize()}."
    if answer.verdict == "undecided":
        return f"It is not known whether a deal exists.{stopped}"
    number, certified = len(answer.explanations), sum(one.steps is not None for one in answer.explanations)
    if not certified:
        missing = "No proof of the conflict was" if number == 1 else "No proof of any conflict was"
        return f"{no_deal(answer.evidence)} {missing if number else 'No conflict was'} found.{stopped}"
    every = "The conflict is" if number == 1 else f"{'All' if answer.complete else 'So far'} {number} conflicts are"
    verified = f"{every} refuted; a separate checker verified every step."
    if certified < number:
        verified = f"{certified} of {counted(number, 'conflict')} are refuted, in steps that a separate checker "
        verified += "verified; the others are the solver's claim."
    return f"{verified}{'' if answer.complete else ' There may be others.'}{stopped}"


def _explained(explanation: Explanation, words: ProofWords) -> Iterable[RenderableType]:
    conflict = explanation.conflict
    yield Text(words.opening(explanation), style="bold")
    table = grid()
    for line in (*conflict.red_lines, *(conflict.facts or ())):
        statement = words.statement(line)
        text = statement_text(statement, words.source(statement), requires=True)
        party = words.words.party_of(line) if "." in line else "Fact"
        table.add_row(Text(party, style="bold"), Text(words.tags[line], style="bold"), text)
    for name, expression in words.definitions(explanation).items():
        table.add_row("where", "", Text(f"{name} is {expression}", style="dim"))
    yield table
    yield Text()
    if explanation.steps is None:
        yield Text("No proof was found. That these cannot all hold is the solver's claim; it is not certified.")
        return
    sentences = words.sentences(explanation.steps)
    for number, depth, sentence in _outline(sentences):
        row = Table.grid(padding=(0, 1), expand=True)
        row.add_column(width=3, justify="right")
        row.add_column(ratio=1)
        row.add_row(f"{number}.", Text(sentence))
        yield Padding(row, (0, 0, 0, 2 * min(depth, 8)))
    if len(sentences) > MOST_SENTENCES:
        shown = len(_outline(sentences))
        whole = "zopa prove SCENARIO --all --output FILE writes the whole proof"
        yield Text(f"These are {shown} of the {len(sentences):,} steps, in outline; {whole}.", style="dim")


def _outline(sentences: Sequence[tuple[int, str]]) -> list[tuple[int, int, str]]:
    """Return sentences with their numbers and depths: of a long proof the outermost, as many as can be read."""
    numbered = [(number, depth, sentence) for number, (depth, sentence) in enumerate(sentences, start=1)]
    deepest = max((depth for _, depth, _ in numbered), default=0)
    for most in range(deepest, -1, -1):
        kept = [one for one in numbered if one[1] <= most]
        if kept and len(kept) <= MOST_SENTENCES:
            return kept
    return numbered[:MOST_SENTENCES]
