"""The plane of two parties' utilities, drawn with characters: the shape of the frontier, and its solutions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ...models.values import number_text
from ...results.best_deals import Bargain, UtilityValue
from ..figures.marks import Mark, marks, pair
from ..figures.ticks import Ruler
from ..wording.best_deals import utility_text
from ..wording.names import Words, counted, listed

FEWEST_POINTS = 3
"""From this many points on, the shape of the frontier says more than the table under it."""

_LEAST_COLUMNS, _MOST_COLUMNS, _ROWS = 20, 96, 18
_ACROSS, _DOWN = "┄", "┊"

Cell = tuple[int, int]


def plane(bargain: Bargain, words: Words, width: int) -> Iterable[RenderableType]:
    """Yield the plane and its legend; nothing where there are not two parties, or few points, or no room."""
    if len(bargain.parties) != 2 or len(bargain.frontier) < FEWEST_POINTS:
        return
    named = sorted(marks(bargain), key=lambda mark: pair(mark.utilities))
    drawn = _Grid(bargain, [mark.utilities for mark in named], width)
    if drawn.columns < _LEAST_COLUMNS:
        return
    letters = drawn.letters(named)
    yield Text(f"\n{words.party(bargain.parties[1])}", style="bold")
    yield drawn.picture(letters)
    yield Text(" " * drawn.margin + words.party(bargain.parties[0]).rjust(drawn.columns), style="bold")
    yield _legend(bargain, words, drawn, letters, named)


class _Grid:
    """Where everything is: columns from the left for the first party, rows from the bottom for the second."""

    def __init__(self, bargain: Bargain, named: Sequence[tuple[UtilityValue, ...]], width: int) -> None:
        first, second = bargain.parties
        points = [pair(outcome.utilities.values()) for outcome in bargain.frontier]
        shown = [*points, *map(pair, named)]
        self.stated = {
            party: Fraction(least) for party in bargain.stated if (least := bargain.reservation[party]) is not None
        }
        self.across = Ruler.over([*(point[0] for point in shown), *_of(self.stated, first)])
        self.up = Ruler.over([*(point[1] for point in shown), *_of(self.stated, second)])
        self.rows = _ROWS
        self.beside = {self.up.cell(tick, self.rows): number_text(tick) for tick in self.up.ticks(self.rows // 3)}
        self.margin = max(map(len, self.beside.values()), default=0) + 2
        self.columns = min(_MOST_COLUMNS, width - self.margin - 1)
        self.points = Counter(map(self.cell, points))
        self.lines = {
            _DOWN: [self.across.cell(value, self.columns) for value in _of(self.stated, first)],
            _ACROSS: [self.up.cell(value, self.rows) for value in _of(self.stated, second)],
        }

    def cell(self, point: tuple[Fraction, Fraction]) -> Cell:
        return self.across.cell(point[0], self.columns), self.up.cell(point[1], self.rows)

    def letters(self, named: Iterable[Mark]) -> dict[Cell, str]:
        """Return a letter for each cell with something named in it, from left to right."""
        cells = dict.fromkeys(self.cell(pair(mark.utilities)) for mark in named)
        return {cell: chr(ord("A") + at) for at, cell in enumerate(cells)}

    def picture(self, letters: Mapping[Cell, str]) -> Text:
        text = Text(no_wrap=True)
        for row in reversed(range(self.rows)):
            tick = self.beside.get(row)
            text.append(f"{tick or '':>{self.margin - 2}} {'┤' if tick else '│'}", style="dim")
            for column in range(self.columns):
                text.append(*self._character((column, row), letters))
            text.append("\n")
        return text.append(self._foot(), style="dim")

    def _character(self, cell: Cell, letters: Mapping[Cell, str]) -> tuple[str, str]:
        if cell in letters:
            return letters[cell], "bold green"
        if number := self.points[cell]:
            return "•" if number == 1 else str(number) if number < 10 else "#", ""
        down, across = cell[0] in self.lines[_DOWN], cell[1] in self.lines[_ACROSS]
        return "┼" if down and across else _DOWN if down else _ACROSS if across else " ", "dim"

    def _foot(self) -> str:
        """Return the lower edge with its ticks, and the numbers under those that have room."""
        edge, numbers = ["─"] * self.columns, ""
        for tick in self.across.ticks(self.columns // 8):
            column, number = self.across.cell(tick, self.columns), number_text(tick)
            edge[column] = "┴"
            start = min(self.margin + column - len(number) // 2, self.margin + self.columns - len(number))
            if start > len(numbers) or not numbers:
                numbers = numbers.ljust(start) + number
        return f"{'└':>{self.margin}}{''.join(edge)}\n{numbers}"


def _legend(
    bargain: Bargain, words: Words, drawn: _Grid, letters: Mapping[Cell, str], named: Sequence[Mark]
) -> RenderableType:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(min_width=4)
    table.add_column(ratio=1, overflow="fold")
    named_in: Counter[Cell] = Counter()
    one, many = ("point of the frontier", "points of the frontier")
    if not bargain.frontier_complete:
        one, many = ("deal found so far", "deals found so far")
    for mark in named:
        cell = drawn.cell(pair(mark.utilities))
        worth = [
            f"{words.party(party)} {utility_text(value)}"
            for party, value in zip(bargain.parties, mark.utilities, strict=True)
        ]
        named_in[cell] += any(pair(mark.utilities) == pair(known.utilities.values()) for known in bargain.frontier)
        table.add_row(Text(letters[cell], style="bold green"), Text(f"{listed(mark.names)}: {listed(worth)}"))
    for cell, letter in letters.items():
        if more := drawn.points[cell] - named_in[cell]:
            table.add_row(Text(letter, style="bold green"), Text(f"and {counted(more, f'more {one}', f'more {many}')}"))
    alone = [number for cell, number in drawn.points.items() if cell not in letters]
    if 1 in alone:
        table.add_row("•", f"a {one}")
    if several := sorted({number for number in alone if 1 < number < 10}):
        keys = str(several[0]) if len(several) == 1 else f"{several[0]}–{several[-1]}"
        table.add_row(keys, f"that many {many}, too close together to draw separately")
    if max(alone, default=0) > 9:
        table.add_row("#", f"ten {many} or more")
    if drawn.stated:
        lines = [f"{words.party(party)} {utility_text(bargain.reservation[party])}" for party in drawn.stated]
        signs = " ".join(sign for sign, places in drawn.lines.items() if places)
        table.add_row(
            Text(signs, style="dim"),
            Text(f"stated reservation {'value' if len(lines) == 1 else 'values'}: {listed(lines)}"),
        )
    return table


def _of(values: Mapping[str, Fraction], party: str) -> list[Fraction]:
    return [values[party]] if party in values else []
