"""The terminal report on why there is no deal: each conflict with the steps that refute it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from ...models.expressions.syntax import on_one_line
from ...results.explanation import Explanation, Explanations
from ..wording.names import counted
from ..wording.proof import ProofWords
from ..wording.verdict import headline, no_deal, why_stopped
from .grid import Grid
from .layout import View, heading, section, statement_text, verdict_line
from .tables import Hanging

MOST_SENTENCES = 40
"""Longer proofs are for the checker: what nobody reads is not printed."""


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
    table = Grid()
    for line in (*conflict.red_lines, *(conflict.facts or ())):
        statement = words.statement(line)
        text = statement_text(statement, words.source(statement), requires=True)
        party = words.words.party_of(line) if "." in line else "Fact"
        table.add_row(Text(party, style="bold"), Text(words.tags[line], style="bold"), text)
    for name, expression in words.definitions(explanation).items():
        table.add_row("where", "", Text(f"{name} is {on_one_line(expression)}", style="dim"))
    yield table
    yield Text()
    if explanation.steps is None:
        yield Text("No proof was found. That these cannot all hold is the solver's claim; it is not certified.")
        return
    sentences = words.sentences(explanation.steps)
    for number, (depth, sentence) in enumerate(sentences[:MOST_SENTENCES], start=1):
        yield Padding(Hanging(f"{number}.".rjust(3), sentence, 4), (0, 0, 0, 2 * min(depth, 8)))
    hidden = len(sentences) - MOST_SENTENCES
    if hidden > 0:
        yield Text(f"and {counted(hidden, 'step')} more; zopa prove writes all of them down.", style="dim")
