"""The pieces that the terminal report is laid out with."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ...models.scenario import Scenario
from ...results.verdict import DealWords
from ..wording.names import Words


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


def heading(scenario: Scenario) -> RenderableType:
    """Return the scenario's title and as of when its positions hold."""
    title = Text(scenario.title, style="bold")
    if scenario.date is not None:
        day = f"{scenario.date.day} {scenario.date:%B} {scenario.date.year}"
        title.append(f"  (positions as of {day})", style="not bold dim")
    return Group(title, Text())


def section(title: str) -> RenderableType:
    """Return a heading with a rule to the edge."""
    return Group(Text(), Rule(Text(title, style="bold"), align="left", style="dim", characters="─"))


def bullets(sentences: Iterable[str]) -> RenderableType:
    """Return sentences, each behind a bullet."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=1)
    for sentence in sentences:
        table.add_row("•", Text(sentence))
    return table


def red_lines(lines: Iterable[str], words: Words) -> RenderableType:
    """Red lines by party, with their tags."""
    table, tags = grid(), words.tags()
    for party, held in words.by_party(lines).items():
        for at, line_id in enumerate(held):
            name = Text(party if at == 0 else "", style="bold")
            table.add_row(name, Text(tags[line_id], style="bold"), Text(words.line(line_id)))
    return table


def grid() -> Table:
    """Three columns: who or what, the tag, and the words."""
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(min_width=8, max_width=18)
    table.add_column(min_width=3)
    table.add_column(ratio=1)
    return table


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
