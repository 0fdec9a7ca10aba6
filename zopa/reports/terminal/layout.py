"""The pieces that terminal reports are laid out with."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from ...models.expressions.syntax import on_one_line
from ...models.parties import Statement
from ...models.scenario import Scenario
from ...results.analysis import Resolution
from ...results.verdict import Cost, DealWords
from ..wording.names import Words, basis_mark, cost_text, counted, listed, said
from ..wording.verdict import Headline


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
    """Return a heading with a rule to the edge."""
    return Group(Text(), Rule(Text(title, style="bold"), align="left", style="dim", characters="─"))


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


def grid() -> Table:
    """Return a table of three columns: who or what, the tag, and the words."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(min_width=8, max_width=18)
    table.add_column(min_width=3)
    table.add_column(ratio=1)
    return table


def red_lines(
    lines: Iterable[str], words: Words, text: Callable[[str], Text] | None = None, table: Table | None = None
) -> Table:
    """Return red lines by party, with their tags and a text for each; its words where none is given."""
    table, tags = table or grid(), words.tags()
    for party, held in words.by_party(lines).items():
        for at, line in enumerate(held):
            name = Text(party if at == 0 else "", style="bold")
            table.add_row(name, Text(tags[line], style="bold"), text(line) if text else Text(words.line(line)))
    return table


def add_ways(
    table: Table, title: str, ways: Sequence[Resolution], most: int, total: int, none: str, words: Words
) -> None:
    """Add the cheapest ways out to a grid, and how many there are besides."""
    for at, way in enumerate(ways[:most]):
        text = give_up(way.give_up, way.cost, words)
        table.add_row(Text(title if at == 0 else "", style="green"), Text("or" if at else "", style="dim"), text)
    if (hidden := total - min(most, len(ways))) > 0:
        table.add_row("", "", Text(f"and {counted(hidden, 'other')} that cost no less", style="dim"))
    if not ways:
        table.add_row(Text(title, style="green"), "", Text(none))


def numbered_table(*titles: str) -> Table:
    """Return a table whose first column numbers its rows, with titles for the next ones."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    table.add_column("", justify="right")
    for title in titles:
        table.add_column(title, justify="right")
    return table


def table_of_ways(
    title: str,
    ways: Sequence[tuple[str, Mapping[str, str]]],
    between: str,
    words: Words,
    beside: Sequence[tuple[str, Sequence[str]]] = (),
) -> Table:
    """Return a row for each way to a deal: its price, each party's red lines in it by their texts, and more columns."""
    held = [words.by_party(texts) for _, texts in ways]
    parties = [name for name in map(words.party, words.scenario.parties) if any(name in own for own in held)]
    table = numbered_table(title)
    for party in parties:
        table.add_column(party)
    for name, _ in beside:
        table.add_column(name, justify="right", max_width=20)
    for at, ((price, texts), own) in enumerate(zip(ways, held, strict=True)):
        cells = [between.join(texts[line] for line in own.get(party, ())) or "–" for party in parties]
        table.add_row(f"{at + 1}.", price, *cells, *(column[at] for _, column in beside))
    return table


def picked(number: int, most: int, named: Iterable[int] = ()) -> list[int]:
    """Return which of so many rows to show: all, or those that are named and others evenly."""
    if number <= most:
        return list(range(number))
    return sorted({*named, *(at * (number - 1) // (most - 1) for at in range(most))})


def deal_table(deal: DealWords, words: Words) -> RenderableType:
    """Return a deal as a table of labels and values."""
    return _DealTable(words.deal(deal))


class _DealTable:
    """Label and value of every term; in two halves side by side where the terminal is wide enough."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        self.rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        label = max((len(row[0]) for row in self.rows), default=0)
        value = max((len(row[1]) for row in self.rows), default=0)
        halves = 2 if len(self.rows) > 6 and 2 * (label + value + 6) <= options.max_width else 1
        height = -(-len(self.rows) // halves)
        table = Table.grid(padding=(0, 2))
        for _ in range(2 * halves):
            table.add_column()
        for at in range(height):
            cells: list[Text] = []
            for label_text, value_text in self.rows[at::height]:
                cells += [Text(label_text, style="dim"), Text(value_text)]
            table.add_row(*cells)
        yield Padding(table, (0, 0, 0, 2))
