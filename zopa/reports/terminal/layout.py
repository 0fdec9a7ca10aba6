"""The pieces that terminal reports are laid out with."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.segment import Segment
from rich.text import Text

from ...models.expressions.syntax import on_one_line
from ...models.parties import Statement
from ...models.scenario import Scenario
from ...results.analysis import Resolution
from ...results.verdict import Cost, DealWords
from ..wording.names import Words, basis_mark, cost_text, counted, listed, said
from ..wording.verdict import Headline
from .grid import Grid, Pairs
from .tables import Column, Rows


@dataclass(frozen=True)
class View:
    """What the reader asked to see: columns, how many ways out or conflicts, and which solution (``None``: all)."""

    width: int
    top: int
    solution: str | None


def rendered(parts: Iterable[RenderableType], width: int, colour: bool) -> str:
    """Return rich renderables as text, without trailing spaces."""
    console = Console(
        file=io.StringIO(),
        width=max(40, width),
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines()) + "\n"


# -- texts ------------------------------------------------------------------------------------------------------------


def heading(scenario: Scenario) -> RenderableType:
    """Return the scenario's title, and the date of its positions."""
    title = Text(scenario.title, style="bold")
    if scenario.date is not None:
        day = f"{scenario.date.day} {scenario.date:%B} {scenario.date.year}"
        title.append(f"  (positions as of {day})", style="not bold dim")
    return Group(title, Text())


def verdict_line(headline: Headline) -> Text:
    """Return a verdict in colour, with its sentence."""
    word, style, sentence = headline
    return Text.assemble((word, style), "  ", sentence)


def section(title: str) -> RenderableType:
    """Return a heading with a rule to the edge, which none has that takes more than a line."""
    return Group(Text(), _Heading(title))


@dataclass(frozen=True)
class _Heading:
    """A title; rich would cut one that leaves no room for the rule."""

    title: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = Text(self.title, style="bold")
        has_room = cell_len(self.title) <= options.max_width - 2
        yield Rule(text, align="left", style="dim", characters="─") if has_room else text


def bullets(sentences: Iterable[str]) -> RenderableType:
    """Return sentences, each behind a bullet."""
    return _Bullets(sentences)


class _Bullets:
    """Sentences, wrapped one by one: a table would lay out all of a hundred thousand notes together."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for sentence in self.sentences:
            for at, line in enumerate(Text(sentence).wrap(console, options.max_width - 2)):
                yield Segment(f"{'  ' if at else '• '}{line.plain}\n")


def rests_on(sentences: Sequence[str]) -> Iterable[RenderableType]:
    """Yield the section at the end of a report; nothing where there is nothing to say."""
    if sentences:
        yield section("What this rests on")
        yield bullets(sentences)


def statement_text(statement: Statement, source: str = "", requires: bool = False) -> Text:
    """Return a fact or red line in its party's words, with its quote and where that comes from."""
    text = Text(said(statement)).append(basis_mark(statement.basis), style="dim")
    if requires and statement.says:
        text.append(f"\nrequires {on_one_line(statement.require)}", style="dim")
    if statement.quote:
        text.append(f"\n“{statement.quote}”", style="italic dim")
    if source:
        text.append(f" ({source})" if statement.quote else f"\n({source})", style="dim")
    return text


def give_up(lines: Iterable[str], cost: Cost, words: Words) -> Text:
    """Return who gives up what, by tags, and the cost of it."""
    tags = words.tags()
    parts = [f"{listed([tags[line] for line in own])} ({party})" for party, own in words.by_party(lines).items()]
    return Text.assemble(f"give up {listed(parts)}", (f"  cost {cost_text(cost)}", "dim"))


# -- tables -----------------------------------------------------------------------------------------------------------


def red_lines(
    lines: Iterable[str], words: Words, text: Callable[[str], Text] | None = None, table: Grid | None = None
) -> Grid:
    """Return red lines by party, with their tags and a text for each; its words where none is given."""
    table, tags = table or Grid(), words.tags()
    for party, held in words.by_party(lines).items():
        for at, line in enumerate(held):
            name = Text(party if at == 0 else "", style="bold")
            table.add_row(name, Text(tags[line], style="bold"), text(line) if text else Text(words.line(line)))
    return table


def add_ways(
    table: Grid, title: str, ways: Sequence[Resolution], most: int, total: int, none: str, words: Words
) -> None:
    """Add the cheapest ways out to a grid, and how many there are besides."""
    for at, way in enumerate(ways[:most]):
        text = give_up(way.give_up, way.cost, words)
        table.add_row(Text(title if at == 0 else "", style="green"), Text("or" if at else "", style="dim"), text)
    if (hidden := total - min(most, len(ways))) > 0:
        table.add_row("", "", Text(f"and {counted(hidden, 'other')} that cost no less", style="dim"))
    if not ways:
        table.add_row(Text(title, style="green"), "", Text(none))


NUMBER = Column(justify="right", is_whole=True)
"""The column that numbers the rows of a table."""


def figures(title: str = "", most: int = 1000) -> Column:
    """Return a column of numbers."""
    return Column(title, "right", is_whole=True, most=most)


def table_of_ways(
    title: str,
    ways: Sequence[tuple[str, Mapping[str, str]]],
    between: str,
    words: Words,
    beside: Sequence[tuple[str, Sequence[str]]] = (),
) -> Rows:
    """Return a row for each way to a deal: its price, each party's red lines in it by their texts, and more columns."""
    held = [words.by_party(texts) for _, texts in ways]
    parties = [name for name in map(words.party, words.scenario.parties) if any(name in own for own in held)]
    columns = [NUMBER, figures(title), *map(Column, parties), *(figures(name, most=20) for name, _ in beside)]
    rows = []
    for at, ((price, texts), own) in enumerate(zip(ways, held, strict=True)):
        cells = [between.join(texts[line] for line in own.get(party, ())) or "–" for party in parties]
        rows.append([f"{at + 1}.", price, *cells, *(column[at] for _, column in beside)])
    return Rows(columns, rows)


def picked(number: int, most: int, named: Iterable[int] = ()) -> list[int]:
    """Return which of so many rows to show: all, or those that are named and others evenly."""
    if number <= most:
        return list(range(number))
    return sorted({*named, *(at * (number - 1) // (most - 1) for at in range(most))})


def deal_table(deal: DealWords, words: Words) -> RenderableType:
    """Return a deal as a table of labels and values."""
    return Pairs(words.deal(deal))
