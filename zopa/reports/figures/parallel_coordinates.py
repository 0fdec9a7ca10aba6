"""The figure for three parties or more: an upright axis for each, and a line across them for each point."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...results.best_deals import Bargain, UtilityValue
from ..terminal.layout import picked
from ..wording.best_deals import frontier_sentence, unproved_sentence, utility_text
from ..wording.names import Words
from .marks import marks
from .sheet import (
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
    place_on,
    positions,
    title_of,
    worth,
    write_beside,
)

MOST_LINES = 300
"""Points of the frontier that are drawn; of more, this many are picked evenly, and the figure says so."""

_COLOURS = ("#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000", "#56b4e9")
_SHAPES = "DsXPv^<>hp*"
_DASHES: tuple[Literal["-", "--", "-.", ":"], ...] = ("-", "--", "-.", ":")

_BEYOND = 0.14
"""Share of an axis's length that lies beyond a tick, if any does: the words about the tick have room there."""
_NO_SCALE = 0.2
"""How far beyond its tick a point lies on an axis without length, where no number says how far."""


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
        self.beyond = min([0.0, *heights]) < 0 or max([1.0, *heights]) > 1
        self.axes = self._axes(*_limits(heights))
        self.drawn = picked(len(bargain.frontier), MOST_LINES)

    def _ends(self, party: str) -> tuple[UtilityValue, str, UtilityValue, str]:
        """Return what a party's gain counts from and the most that it can have, as far as known, each with a label."""
        found = [outcome.utilities[party] for outcome in self.bargain.frontier]
        low, high = self.bargain.reservation[party], self.bargain.ideal[party]
        if low is None:
            low = min(found, key=_exact)
            foot = f"least found {utility_text(low)}"
        elif party in self.bargain.stated:
            foot = f"accepts {utility_text(low)} or more"
        else:
            foot = f"least {utility_text(low)}"
        if high is not None:
            return low, foot, high, f"most {utility_text(high)}"
        high = max(found, key=_exact)
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
            name, below, above = (
                "\n".join(textwrap.wrap(text, max(8, 64 // number)))
                for text in (party_name(self.words, party), foot, top)
            )
            under = 11 + size * 1.2 * (1 + name.count("\n"))
            self._write(axes, name, (at, low), 8.0, size, weight="bold")
            self._write(axes, below, (at, 0), 3.0 if low < 0 else under, size - 2, beside=low < 0)
            self._write(axes, above, (at, 1), -3.0 if high > 1 else -6.0, size - 2, beside=high > 1)
        return axes

    def _write(
        self,
        axes: Axes,
        text: str,
        place: tuple[float, float],
        down: float,
        size: float,
        weight: str = "normal",
        beside: bool = False,
    ) -> None:
        """Write words under a place or, where ``down`` is negative, over it; if beside the axis, over the lines."""
        axes.annotate(
            text,
            place,
            (-4 if beside else 0, -down),
            textcoords="offset points",
            ha="right" if beside else "center",
            va="top" if down > 0 else "bottom",
            size=size,
            weight=weight,
            color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1} if beside else None,
            zorder=5,
        )

    def _heights(self, utilities: Sequence[UtilityValue]) -> list[float]:
        """Return how far up each axis a point is; where there is nothing to gain, at the upper end or beyond an end."""
        heights = []
        for value, (low, _, high, _) in zip(utilities, self.ends, strict=True):
            utility, least, most = Fraction(value), Fraction(low), Fraction(high)
            if most > least:
                heights.append(float((utility - least) / (most - least)))
            else:
                heights.append(1.0 if utility == most else -_NO_SCALE if utility < least else 1 + _NO_SCALE)
        return heights

    def frontier(self) -> None:
        """Draw a thin line for each point of the frontier, or for some."""
        opacity = 0.5 if len(self.drawn) < 40 else 0.18
        for at in self.drawn:
            heights = self._heights(tuple(self.bargain.frontier[at].utilities.values()))
            self.axes.plot(range(len(heights)), heights, color=BLUE, alpha=opacity, linewidth=0.9, zorder=2)

    def named(self) -> None:
        """Draw a heavy line for each point that is named, and write its name beside its end."""
        labels = []
        for at, mark in enumerate(self.marks):
            colour, shape, dash = _COLOURS[at % len(_COLOURS)], _SHAPES[at % len(_SHAPES)], _DASHES[at % len(_DASHES)]
            heights = self._heights(mark.utilities)
            across = range(len(heights))
            self.axes.plot(across, heights, color="white", linewidth=5, zorder=3)  # so that dashes are seen
            (line,) = self.axes.plot(across, heights, color=colour, linestyle=dash, linewidth=2.4, zorder=4)
            line.set(marker=shape, markersize=9, markeredgecolor=INK)
            start = place_on(self.figure, self.axes, across[-1], heights[-1])
            labels.append(Label(start, title_of(mark), worth(self.bargain, self.words, mark), colour, shape, dash))
        write_beside(self.figure, labels)

    def small_print(self) -> Iterator[str]:
        """Yield what is proved, what is drawn, and how to read it."""
        bargain = self.bargain
        yield f"{considered(bargain)} {frontier_sentence(bargain)}"
        yield unproved_sentence(bargain)
        number, picked = len(bargain.frontier), len(self.drawn)
        which = f"{picked:,} of {number:,} are drawn, picked evenly" if picked < number else "all are drawn"
        ends = "the least that its party accepts (or has in any deal considered)", "the most it can have"
        scale = f"from {ends[0]} to {ends[1]}; the height is the share of that gain"
        if self.beyond:
            scale = f"with ticks at {ends[0]} and at {ends[1]}; the proposed deal lies beyond"
        yield (
            f"Each thin line is a point of the frontier; {which}. Each axis has a scale of its own, {scale}. "
            "One party's utility cannot be compared with another's."
        )


def _limits(heights: Sequence[float]) -> tuple[float, float]:
    """Return from where to where the axes go: from tick to tick and, where a point lies beyond one, well beyond it."""
    low, high = min([0.0, *heights]), max([1.0, *heights])
    margin = _BEYOND * (high - low) / (1 - _BEYOND * ((low < 0) + (high > 1)))
    return min(low, -margin) if low < 0 else low, max(high, 1 + margin) if high > 1 else high


def _exact(utility: UtilityValue) -> Fraction:
    """Return a utility in a form that compares with every other."""
    return Fraction(utility)
