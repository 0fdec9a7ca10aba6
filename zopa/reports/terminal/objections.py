"""The terminal reports on a proposed deal, and on why a red line has to be given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ...models.parties import Statement
from ...results.analysis import Resolution
from ...results.objections import Crossing, Nearby, Objections
from ...results.why import Reasons, WhyGiveUp
from ..wording import objections as said
from ..wording.names import Words, basis_mark, cost_text, counted, listed
from ..wording.names import said as in_words
from .layout import bullets, deal_table, grid, heading, red_lines, section

_MOST_WAYS = 10


def reasons_report(answer: Reasons) -> Iterable[RenderableType]:
    """Return the parts of the report."""
    return _objections(answer) if isinstance(answer, Objections) else _why(answer)


def _verdict(told: tuple[str, str, str]) -> Text:
    word, style, sentence = told
    return Text.assemble((word, style), "  ", sentence)


# -- why not this deal ------------------------------------------------------------------------------------------------


def _objections(answer: Objections) -> Iterable[RenderableType]:
    words = Words(answer.scenario)
    yield heading(answer.scenario)
    yield _verdict(said.judgement(answer, words))
    yield from (Text(said.tally(one, words)) for one in answer.tallies)
    if answer.crossed:
        yield section("What stands against it")
        yield _crossings(answer.crossed, words)
    yield from _completion(answer, words)
    shown: list[Nearby] = []
    for near in (answer.fewer, answer.lighter, answer.none):
        if near is not None and all(near.deal != other.deal for other in shown):
            shown.append(near)
            yield from _nearby(answer, near, words)
    if missing := said.nothing_nearer(answer):
        yield section("What is not possible")
        yield bullets(missing)
    yield section("The deal proposed")
    if answer.proposed:
        yield deal_table(answer.proposed, words)
    else:
        yield Text("It states no term.")
    if answer.left_open:
        yield Text(f"\nLeft open: {listed([words.term(name) for name in answer.left_open])}.", style="dim")
    yield section("What this rests on")
    yield bullets(said.proof_of_objections(answer))


def _crossings(crossed: Sequence[Crossing], words: Words) -> RenderableType:
    """A row for each: who, the tag, the words with where they come from, and by how much."""
    table, tags = grid(), words.tags()
    before = None
    for one in crossed:
        holder = "Fact" if one.party is None else words.party(one.party)
        text = _statement(said.statement_of(one, words))
        text.append(f"\n{said.by_how_much(one, words)}", style="red")
        table.add_row(
            Text("" if holder == before else holder, style="bold"), Text(tags.get(one.line, ""), style="bold"), text
        )
        before = holder
    return table


def _statement(statement: Statement) -> Text:
    """What is asked for, in the party's words, and where they come from."""
    text = Text(in_words(statement))
    text.append(basis_mark(statement.basis), style="dim")
    if statement.quote:
        text.append(f"\n“{statement.quote}”", style="italic dim")
        text.append(f" ({statement.source})" if statement.source else "", style="dim")
    return text


def _completion(answer: Objections, words: Words) -> Iterable[RenderableType]:
    if answer.left_open and (answer.crossed or answer.completable is not None):
        yield section("The terms left open")
        if sentence := said.completion(answer, words):
            yield Text(sentence)
        if answer.clash:
            yield from _clash(answer, answer.clash, words)
        if answer.completion is not None:
            yield deal_table({name: answer.completion[name] for name in answer.left_open}, words)


def _clash(answer: Objections, clash: Sequence[str], words: Words) -> Iterable[RenderableType]:
    """Yield what rules out that the open terms are settled: red lines with facts, or facts alone."""
    facts = [f"“{words.fact(name)}”" for name in clash if name in words.scenario.facts]
    lines = [name for name in clash if name not in words.scenario.facts]
    these = "Beside what is proposed, these" if answer.proposed else "These"
    if lines:
        yield Text(f"{these} cannot all hold:")
        yield red_lines(lines, words)
        if facts:
            yield Text(f"and what nobody can give up: {listed(facts)}")
    else:
        yield Text(f"{these} facts cannot all hold: {listed(facts)}")


def _nearby(answer: Objections, near: Nearby, words: Words) -> Iterable[RenderableType]:
    yield section(said.nearest_title(answer, near))
    changes, crossing = said.nearest(answer, near, words)
    yield Text(changes)
    table = Table.grid(padding=(0, 2))
    for name in near.changed:
        before, after = (words.value(name, deal[name]) for deal in (answer.proposed, near.deal))
        table.add_row(Text(words.term(name), style="dim"), Text(f"{before} → {after}"))
    if near.changed:
        yield Padding(table, (0, 0, 0, 2))
    if crossing:
        yield Text(crossing)
    if new := said.newly_crossed(answer, near):
        yield red_lines(new, words)


# -- why must it be given up ------------------------------------------------------------------------------------------


def _why(answer: WhyGiveUp) -> Iterable[RenderableType]:
    words = Words(answer.scenario)
    yield heading(answer.scenario)
    table = grid()
    line = Text(words.tags()[answer.red_line], style="bold")
    table.add_row(
        Text(words.party_of(answer.red_line), style="bold"), line, _statement(words.red_line(answer.red_line))
    )
    yield table
    yield Text()
    yield _verdict(said.role(answer, words))
    yield from (Text(sentence) for sentence in said.price(answer))
    if answer.conflicts:
        yield from _clashes(answer, words)
    if answer.giving or answer.keeping:
        yield section("The ways out of its dispute")
        yield _ways(answer, words)
    if resting := said.proof_of_why(answer):
        yield section("What this rests on")
        yield bullets(resting)


def _clashes(answer: WhyGiveUp, words: Words) -> Iterable[RenderableType]:
    yield section("What it clashes with")
    others = dict.fromkeys(other for one in answer.conflicts for other in said.others_in(one, answer.red_line))
    order = [line_id for line_id, _, _ in answer.scenario.red_lines()]
    yield red_lines(sorted(others, key=order.index), words)
    yield Text()
    yield bullets(said.clash(conflict, answer, words) for conflict in answer.conflicts)
    if answer.forcing:
        number, of = len(answer.forcing), len(answer.conflicts)
        where = "it" if number == of == 1 else "each of these" if number == of else f"{number} of these"
        yield Text(f"In {where}, nothing else may be given up.")


def _ways(answer: WhyGiveUp, words: Words) -> RenderableType:
    table = grid()
    for title, ways in (("keeping it", answer.keeping), ("giving it up", answer.giving)):
        for at, way in enumerate(ways[:_MOST_WAYS]):
            text = _way(way, words)
            table.add_row(Text(title if at == 0 else "", style="green"), Text("or" if at else "", style="dim"), text)
        if len(ways) > _MOST_WAYS:
            table.add_row(
                "", "", Text(f"and {counted(len(ways) - _MOST_WAYS, 'other')} that cost no less", style="dim")
            )
        if not ways:
            none = "none" if answer.ways_complete else "none is proved yet"
            table.add_row(Text(title, style="green"), "", Text(none))
    return table


def _way(way: Resolution, words: Words) -> Text:
    tags = words.tags()
    parts = [f"{listed([tags[line] for line in own])} ({party})" for party, own in words.by_party(way.give_up).items()]
    return Text.assemble(f"give up {listed(parts)}", (f"  cost {cost_text(way.cost)}", "dim"))
