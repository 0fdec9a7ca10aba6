"""The report on a proposed deal: what stands against it, and the nearest deals that cross less."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from ...results.objections import Crossing, Nearby, Objections
from ..wording import objections as said
from ..wording.names import Words, listed
from .grid import Grid, Pairs
from .layout import View, bullets, deal_table, heading, red_lines, rests_on, section, statement_text, verdict_line


def report(answer: Objections, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = Words(answer.scenario)
    yield heading(answer.scenario)
    yield verdict_line(said.judgement(answer))
    yield from (Text(said.tally(one, words)) for one in answer.tallies)
    if answer.crossed:
        yield section("What it breaks and crosses")
        yield _crossings(answer.crossed, words)
    yield from _completion(answer, words)
    shown: list[Nearby] = []
    for near in (answer.fewer, answer.lighter, answer.none):
        if near is not None and all(near.deal != other.deal for other in shown):
            shown.append(near)
            yield from _nearby(answer, near, words)
    if missing := said.impossible(answer):
        yield section("What is not possible")
        yield bullets(missing)
    yield section("The proposed deal")
    if answer.proposed:
        yield deal_table(answer.proposed, words)
    else:
        yield Text("It says nothing about any term.")
    if answer.left_open:
        yield Text(f"\nLeft open: {listed([words.term(name) for name in answer.left_open])}.", style="dim")
    yield from rests_on(said.rests_on(answer))


def _crossings(crossed: Sequence[Crossing], words: Words) -> RenderableType:
    """Return a row for each: who, the tag, the words with their source, and by how much."""
    table, tags = Grid(), words.tags()
    before = None
    for one in crossed:
        holder = "Fact" if one.party is None else words.party(one.party)
        statement = said.statement_of(one, words)
        text = statement_text(statement, (statement.quote and statement.source) or "")
        text.append(f"\n{said.by_how_much(one, words)}", style="red")
        table.add_row(
            Text("" if holder == before else holder, style="bold"), Text(tags.get(one.line, ""), style="bold"), text
        )
        before = holder
    return table


def _completion(answer: Objections, words: Words) -> Iterable[RenderableType]:
    if answer.left_open and (answer.crossed or answer.completable is not None):
        yield section("The open terms")
        if sentence := said.completion(answer):
            yield Text(sentence)
        if answer.clash:
            yield from _clash(answer, answer.clash, words)
        if answer.completion is not None:
            yield deal_table({name: answer.completion[name] for name in answer.left_open}, words)


def _clash(answer: Objections, clash: Sequence[str], words: Words) -> Iterable[RenderableType]:
    """Yield why the open terms cannot be settled: red lines with facts, or facts alone."""
    facts = [f"“{words.fact(name)}”" for name in clash if name in words.scenario.facts]
    lines = [name for name in clash if name not in words.scenario.facts]
    these = "Given the proposal, these" if answer.proposed else "These"
    if lines:
        yield Text(f"{these} red lines cannot all hold:")
        yield red_lines(lines, words)
        if facts:
            yield Text(f"because of the facts {listed(facts)}" if len(facts) > 1 else f"because of the fact {facts[0]}")
    else:
        yield Text(f"{these} facts cannot all hold: {listed(facts)}")


def _nearby(answer: Objections, near: Nearby, words: Words) -> Iterable[RenderableType]:
    yield section(said.nearest_title(answer, near))
    changes, crossing = said.nearest(answer, near, words)
    yield Text(changes)
    if near.changed:
        value = words.value
        changed = [(name, value(name, answer.proposed[name]), value(name, near.deal[name])) for name in near.changed]
        yield Pairs([(words.term(name), f"{before} → {after}") for name, before, after in changed])
    if crossing:
        yield Text(crossing)
    if new := said.newly_crossed(answer, near):
        yield red_lines(new, words)
