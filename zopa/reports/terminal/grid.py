"""Two or three columns without a rule: who, the tag and the words of a line; label and value of a term."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from .tables import Hanging, longest_line, longest_word, shared

_NARROW, _WIDE = 8, 18
"""Between these widths is the first column of a grid."""
_LEAST_TEXT = 20
"""Where fewer columns than this remain for the words of a line, its tag stands above them, and not before."""


class Grid:
    """Who or what, the tag, and the words; a name too long for its column stands on a line of its own."""

    def __init__(self) -> None:
        self.rows: list[tuple[Text, Text, Text]] = []

    def add_row(self, name: str | Text, tag: str | Text, text: str | Text) -> None:
        """Add a row; an empty name stands for the one above."""
        self.rows.append((_text(name), _text(tag), _text(text)))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        tags = max((3, *(longest_line(tag) for _, tag, _ in self.rows)))
        widest = max((_NARROW, *(min(_WIDE, longest_line(name)) for name, _, _ in self.rows)))
        if any(longest_word(name) > widest for name, _, _ in self.rows):
            widest = _NARROW
        if options.max_width - widest - tags - 2 < _LEAST_TEXT:
            widest = _NARROW if options.max_width - _NARROW - tags - 2 >= _LEAST_TEXT else 2
        is_above = options.max_width - widest - tags - 2 < _LEAST_TEXT
        table: Table | None = None
        for own, tag, text in self.rows:
            name = own
            if longest_word(own) > widest:
                if table is not None:
                    yield table
                yield own
                name, table = Text(), None
            if is_above:
                if str(tag):
                    yield Hanging("", tag, 2)
                yield Hanging("", text, 4)
                continue
            if table is None:
                table = Table.grid(padding=(0, 1))
                for width in (widest, tags, options.max_width - widest - tags - 2):
                    table.add_column(width=width, overflow="fold")
            table.add_row(name, tag, text)
        if table is not None:
            yield table


class Pairs:
    """Label and value, side by side; many of them in two halves where the terminal is wide enough."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        self.rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        label = max((longest_line(row[0]) for row in self.rows), default=0)
        value = max((longest_line(row[1]) for row in self.rows), default=0)
        halves = 2 if len(self.rows) > 6 and 2 * (label + value + 6) <= options.max_width else 1
        least = [max((longest_word(row[at]) for row in self.rows), default=0) for at in (0, 1)]
        widths = shared(least, [label, value], options.max_width - 4)
        if widths is None:
            for label_text, value_text in self.rows:
                yield Hanging("", Text(label_text, style="dim"), 2)
                yield Hanging("", Text(value_text), 4)
            return
        height = -(-len(self.rows) // halves)
        table = Table.grid(padding=(0, 2))
        for width in widths if halves == 1 else ():
            table.add_column(width=width)
        for at in range(height):
            cells: list[RenderableType] = []
            for label_text, value_text in self.rows[at::height]:
                cells += [Text(label_text, style="dim"), Text(value_text)]
            table.add_row(*cells)
        yield Padding(table, (0, 0, 0, 2))


def _text(text: str | Text) -> Text:
    return text if isinstance(text, Text) else Text(text)
