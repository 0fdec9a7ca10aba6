"""The figure for three parties or more: an upright axis for each, and a line across them for each point."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from ..bargains import Bargain, UtilityValue
from .bargain_wording import frontier_sentence, marks, unproved_sentence, utility_text
from .figure import (
    BLUE,
    BOTTOM,
    GREY,
    INK,
    LEFT,
    RIGHT,
    TOP,
    Label,
    considered,
    head_and_foot,
    party_name,
    positions,
    title_of,
    worth,
    write_beside,
)
from .wording import Words

MOST_LINES = 300
"""Points of the frontier that are drawn; of more, so many are picked evenly, and the figure says so."""

_COLOURS = ("#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000", "#56b4e9")
_SHAPES = "DsXPv^<>hp*"
_DASHES: tuple[Literal["-", "--", "-.", ":"], ...] = ("-", "--", "-.", ":")


def draw_parallel(figure: Figure, bargain: Bargain) -> None:
    """Draw the frontier of three parties or more on an empty sheet."""
    sheet = _Parallel(figure, bargain)
    sheet.frontier()
    sheet.named()
    head_and_foot(figure, bargain, positions(bargain.scenario), sheet.small_print())


class _Parallel:
    def __init__(self, figure: Figure, bargain: Bargain) -> None:
        self.figure, self.bargain, self.words = figure, bargain, Words(bargain.scenario)
        self.marks = [mark for mark in marks(bargain) if mark.deal]  # the ideal point is the upper edge
        self.ends = [self._ends(party) for party in bargain.parties]
        heights = [height for mark in self.marks for height in self._heights(mark.utilities)]
        self.axes = self._axes(min([0.0, *heights]), max([1.0, *heights]))

    def _ends(self, party: str) -> tuple[UtilityValue, str, UtilityValue, str]:
        """Return what a party's gain counts from and the most that it can have, as far as known, each with its words."""
        found = [outcome.utilities[party] for outcome in self.bargain.frontier]
        low, high = self.bargain.reservation[party], self.bargain.ideal[party]
        if low is None:
            low = min(found, key=lambda value: Fraction(value))
            foot = f"least found {utility_text(low)}"
        elif party in self.bargain.stated:
            foot = f"accepts {utility_text(low)} or more"
        else:
            foot = f"least {utility_text(low)}"
        if high is not None:
            return low, foot, high, f"most {utility_text(high)}"
        high = max(found, key=lambda value: Fraction(value))
        return low, foot, high, f"most found {utility_text(high)}"

    def _axes(self, low: float, high: float) -> Axes:
        number = len(self.ends)
        axes = self.figure.add_axes((LEFT - 0.03, BOTTOM, RIGHT - LEFT + 0.03, TOP - BOTTOM))
        axes.set_axis_off()
        axes.set_xlim(-0.5, number - 1 + 0.25)
        axes.set_ylim(low - 0.03, high + 0.03)
        size = 11 if number <= 5 else 9 if number <= 8 else 7
        for at, (party, (_, foot, _, top)) in enumerate(zip(self.bargain.parties, self.ends, strict=True)):
            axes.plot([at, at], [low, high], color=GREY, linewidth=1, zorder=1)
            axes.plot([at, at], [0, 1], color=GREY, linestyle="", marker="_", markersize=12, zorder=1)
            name, foot, top = (
                "\n".join(textwrap.wrap(text, max(8, 64 // number)))
                for text in (party_name(self.words, party), foot, top)
            )
            under = 11 + size * 1.2 * (1 + name.count("\n"))
            for text, end, down, points, weight in (
                (top, high, -6.0, size - 2, "normal"),
                (name, low, 8.0, size, "bold"),
                (foot, low, under, size - 2, "normal"),
            ):
                side = "top" if down > 0 else "bottom"
                place = axes.transData + ScaledTranslation(0, -down / 72, self.figure.dpi_scale_trans)
                axes.text(at, end, text, transform=place, ha="center", va=side, size=points, weight=weight, color=INK)
        return axes

    def _heights(self, utilities: Sequence[UtilityValue]) -> list[float]:
        """Return how far up each axis a point is; where there is nothing to gain, at the upper end."""
        heights = []
        for value, (low, _, high, _) in zip(utilities, self.ends, strict=True):
            reach = Fraction(high) - Fraction(low)
            heights.append(float((Fraction(value) - Fraction(low)) / reach) if reach > 0 else 1.0)
        return heights

    def _drawn(self) -> list[int]:
        """Return which points of the frontier are drawn, by their place in the list."""
        number = len(self.bargain.frontier)
        drawn = min(number, MOST_LINES)
        return [at * (number - 1) // max(1, drawn - 1) for at in range(drawn)]

    def frontier(self) -> None:
        """Draw a thin line for each point of the frontier, or for some."""
        picked = self._drawn()
        opacity = 0.5 if len(picked) < 40 else 0.18
        for at in picked:
            heights = self._heights(tuple(self.bargain.frontier[at].utilities.values()))
            self.axes.plot(range(len(heights)), heights, color=BLUE, alpha=opacity, linewidth=0.9, zorder=2)

    def named(self) -> None:
        """Draw a heavy line for each point that is named, and write its name beside its end."""
        labels = []
        for at, mark in enumerate(self.marks):
            colour, shape, dash = _COLOURS[at % len(_COLOURS)], _SHAPES[at % len(_SHAPES)], _DASHES[at % len(_DASHES)]
            heights = self._heights(mark.utilities)
            self.axes.plot(
                range(len(heights)), heights, color="white", linewidth=5, zorder=3
            )  # so that dashes are seen
            self.axes.plot(
                range(len(heights)),
                heights,
                color=colour,
                linestyle=dash,
                linewidth=2.4,
                marker=shape,
                markersize=9,
                markeredgecolor=INK,
                zorder=4,
            )
            display = self.axes.transData.transform((len(heights) - 1, heights[-1]))
            x, y = self.figure.transFigure.inverted().transform(display)
            label = Label(
                (float(x), float(y)), title_of(mark), worth(self.bargain, self.words, mark), colour, shape, dash
            )
            labels.append(label)
        write_beside(self.figure, labels)

    def small_print(self) -> Iterator[str]:
        """Yield what is proved, what is drawn, and how to read it."""
        bargain = self.bargain
        yield f"{considered(bargain, 'nobody', 'another')} {frontier_sentence(bargain)}"
        yield unproved_sentence(bargain)
        number, picked = len(bargain.frontier), len(self._drawn())
        which = (
            f"{picked:,} of the {number:,} are drawn, picked evenly from the list"
            if picked < number
            else "all are drawn"
        )
        yield (
            f"Each thin line is a point of the frontier; {which}. Each axis has a scale of its own, from the least that "
            "its party accepts (or has in any deal considered) to the most it can have; the height is the share of that "
            "gain. One party's utility is not comparable with another's."
        )
