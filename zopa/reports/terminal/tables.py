"""Tables that cut no word; one whose columns do not fit side by side becomes a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rich.bar import Bar
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

_BETWEEN = 3
"""The columns that a table of this look leaves between two of its columns."""
_LEAST_BAR = 6
_NOTHING = ("", "–")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    title
        What stands above it; in a list, before each of its cells.
    is_whole
        Whether its cells are not to be broken between words.
    least
        How narrow it may become; cells that are shorter need less, and a word is never broken.
    most
        How wide it is at most, unless a word is longer.
    is_remark
        Whether it says something of the column to the left of it, and so follows that in a list without a title.
    """

    title: str = ""
    justify: Literal["left", "right"] = "left"
    is_whole: bool = False
    least: int = 0
    most: int = 1000
    is_remark: bool = False


@dataclass(frozen=True)
class Rows:
    """Rows of cells below titles, the first cell of each telling it from the others.

    Parameters
    ----------
    bars
        By column: a bar for each row, drawn before the cells of the column where there is room for all. The title
        stands above the bars, as the column is justified, and the cells are justified right.
    widest_bar
        How long bars are drawn at most; all are drawn to one scale.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Text]]
    bars: Mapping[int, Sequence[Bar]] = field(default_factory=dict)
    widest_bar: int = 30

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for bars in (self.bars, {}) if self.bars else ({},):
            if (widths := self._widths(options.max_width, bars)) is not None:
                yield self._table(widths, bars)
                return
        yield from self._list()

    def _widths(self, room: int, bars: Mapping[int, Sequence[Bar]]) -> list[int] | None:
        """Return how wide each column is, those of bars first of their two; None where they do not fit."""
        least: list[int] = []
        most: list[int] = []
        bar = max(_LEAST_BAR, *(longest_word(self.columns[at].title) for at in bars), 0)
        drawn: list[int] = []
        for at, column in enumerate(self.columns):
            if at in bars:
                drawn.append(len(least))
                least.append(bar)
                most.append(max(bar, self.widest_bar))
            title, cells = "" if at in bars else column.title, [row[at] for row in self.rows]
            unbroken = longest_line if column.is_whole else longest_word
            full = max(map(longest_line, [title, *cells]))
            least.append(max(longest_word(title), min(full, column.least), *map(unbroken, cells)))
            most.append(max(least[-1], min(full, column.most)))
        widths = shared(least, most, room - _BETWEEN * len(least) + 1)
        if widths is not None and drawn:
            scale = min(widths[at] for at in drawn)
            widths = [scale if at in drawn else width for at, width in enumerate(widths)]
        return widths

    def _table(self, widths: Sequence[int], bars: Mapping[int, Sequence[Bar]]) -> Table:
        table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
        left = iter(widths)
        for at, column in enumerate(self.columns):
            title = column.title
            if at in bars:
                table.add_column(Text(title), width=next(left), justify=column.justify)
                title = ""
            table.add_column(Text(title), width=next(left), justify="right" if at in bars else column.justify)
        for number, row in enumerate(self.rows):
            cells: list[RenderableType] = []
            for at, cell in enumerate(row):
                cells += [bars[at][number], cell] if at in bars else [cell]
            table.add_row(*cells)
        return table

    def _list(self) -> RenderResult:
        """Yield each row as a paragraph: its number or name, and the other cells behind the titles of their columns."""
        heads = [str(row[0]) for row in self.rows]
        is_numbered = self.columns[0].justify == "right"
        indent = max(map(cell_len, heads), default=0) + 1 if is_numbered else 2
        for head, row in zip(heads, self.rows, strict=True):
            said = ""
            for column, cell in zip(self.columns[1:], row[1:], strict=True):
                if str(cell) not in _NOTHING:
                    said += (", " if column.is_remark else "; ") if said else ""
                    said += f"{column.title}: {cell}" if column.title else str(cell)
            if head and not is_numbered:
                yield Text(head)
            yield Hanging(head.rjust(indent - 1) if is_numbered else "", said, indent)


@dataclass(frozen=True)
class Hanging:
    """A paragraph whose lines stand to the right of what begins it."""

    head: str
    text: str | Text
    indent: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table.grid(padding=0)
        table.add_column(width=self.indent)
        table.add_column(width=max(1, options.max_width - self.indent), overflow="fold")
        table.add_row(Text(self.head), self.text)
        yield table


def shared(least: Sequence[int], most: Sequence[int], room: int) -> list[int] | None:
    """Return widths within bounds for columns that share so much room, narrow ones served first; None if too little."""
    if sum(least) > room:
        return None
    cap = room
    while sum(_capped(least, most, cap)) > room:
        cap -= 1
    widths = _capped(least, most, cap)
    for at in range(len(widths)):  # what remains is less than a column for each
        if sum(widths) < room and widths[at] < most[at]:
            widths[at] += 1
    return widths


def _capped(least: Sequence[int], most: Sequence[int], cap: int) -> list[int]:
    return [max(low, min(high, cap)) for low, high in zip(least, most, strict=True)]


def longest_word(text: str | Text) -> int:
    """Return how many columns the longest word takes, which is not to be broken."""
    return max(map(cell_len, str(text).split()), default=0)


def longest_line(text: str | Text) -> int:
    """Return how many columns a text takes without being broken."""
    return max(map(cell_len, str(text).split("\n")), default=0)
