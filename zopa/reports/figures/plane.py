"""The figure for two parties: the plane of their utilities, all deals, the frontier, and what is chosen on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from ...models.values import number_text
from ...results.best_deals import Bargain
from ..wording.best_deals import frontier_sentence, unproved_sentence, utility_text
from ..wording.names import Words
from ..wording.verdict import proved
from .marks import marks, pair
from .sheet import (
    BLUE,
    BOTTOM,
    FAINT,
    GREEN,
    GREY,
    INK,
    LEFT,
    MOST_VECTORS,
    RED,
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
from .ticks import Ruler

Point = tuple[Fraction, Fraction]

_SHADE, _HATCH = "#f1f1f1", "#d2d2d2"


def draw_plane(figure: Figure, bargain: Bargain, cloud: Sequence[tuple[Fraction, ...]] | None, why_none: str) -> None:
    """Draw the plane on an empty sheet.

    Parameters
    ----------
    cloud
        What every deal that crosses no red line is worth; None where they are not drawn.
    why_none
        Why they are not.
    """
    plane = _Plane(figure, bargain, cloud)
    plane.outside()
    plane.points()
    plane.named()
    figure.legend(
        handles=plane.handles,
        loc="lower left",
        bbox_to_anchor=(LEFT - 0.005, 0.118),
        ncols=len(plane.handles),
        frameon=False,
        fontsize=9,
        borderaxespad=0,
        columnspacing=1.4,
        handletextpad=0.5,
    )
    under = positions(bargain.scenario)
    if not bargain.frontier:
        under = f"No deal crosses no red line and reaches the reservation values. {proved(bargain.evidence)}"
    head_and_foot(figure, bargain, under, plane.small_print(why_none))


class _Plane:
    def __init__(self, figure: Figure, bargain: Bargain, cloud: Sequence[tuple[Fraction, ...]] | None) -> None:
        self.figure, self.bargain, self.words = figure, bargain, Words(bargain.scenario)
        self.cloud = None if cloud is None else [pair(point) for point in cloud]
        self.frontier = [pair(outcome.utilities.values()) for outcome in bargain.frontier]
        self.marks = marks(bargain)
        self.least = [bargain.reservation[party] for party in bargain.parties]
        known = [*self.frontier, *(self.cloud or ()), *(pair(mark.utilities) for mark in self.marks)]
        rulers = []
        for at, least in enumerate(self.least):
            ruler = Ruler.over([*(point[at] for point in known), *([] if least is None else [Fraction(least)])])
            margin = (ruler.high - ruler.low) / 25
            rulers.append(Ruler(ruler.low - margin, ruler.high + margin))
        self.across, self.up = rulers
        self.stated = [
            party in bargain.stated and least is not None
            for party, least in zip(bargain.parties, self.least, strict=True)
        ]
        self.axes = self._axes()
        self.handles: list[object] = []

    def _axes(self) -> Axes:
        axes = self.figure.add_axes((LEFT, BOTTOM, RIGHT - LEFT, TOP - BOTTOM))
        axes.set_xlim(float(self.across.low), float(self.across.high))
        axes.set_ylim(float(self.up.low), float(self.up.high))
        for axis, ruler, party in zip(
            (axes.xaxis, axes.yaxis), (self.across, self.up), self.bargain.parties, strict=True
        ):
            ticks = ruler.ticks(8)
            axis.set_ticks([float(tick) for tick in ticks], labels=[number_text(tick) for tick in ticks])
            axis.set_label_text(f"Utility to {party_name(self.words, party)}", color=INK)
        axes.tick_params(colors=GREY, labelcolor=INK)
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_axisbelow(True)
        return axes

    def outside(self) -> None:
        """Draw the reservation values; what a party would refuse is hatched."""
        left, low = float(self.across.low), float(self.up.low)
        wide, high = float(self.across.high) - left, float(self.up.high) - low
        edge = left
        first, second = self.least
        if self.stated[0] and first is not None:
            edge = float(first)
            self._shaded(left, low, edge - left, high)
        if self.stated[1] and second is not None:
            self._shaded(edge, low, left + wide - edge, float(second) - low)
        for at, (least, line) in enumerate(zip(self.least, (self.axes.axvline, self.axes.axhline), strict=True)):
            if least is not None:
                dash = "--" if self.stated[at] else ":"
                line(float(least), color=INK, linewidth=1.1, linestyle=dash, gid=f"least-{at}")
        if first is not None:
            place, _ = place_on(self.figure, self.axes, first, self.up.high)
            side = "left" if place < (LEFT + RIGHT) / 2 else "right"
            self.figure.text(place, TOP + 0.01, self._accepts(0), size=9, ha=side, va="bottom", color=INK)
        if any(self.stated):
            self.handles.append(
                Patch(facecolor=_SHADE, edgecolor=_HATCH, hatch="////", label="refused: below a reservation value")
            )

    def _shaded(self, left: float, low: float, wide: float, high: float) -> None:
        hatched: dict[str, Any] = {"facecolor": _SHADE, "edgecolor": _HATCH, "hatch": "////", "linewidth": 0}
        self.axes.add_patch(Rectangle((left, low), wide, high, zorder=0, **hatched))

    def _accepts(self, at: int) -> str:
        name, value = party_name(self.words, self.bargain.parties[at]), utility_text(self.least[at])
        return (
            f"{name} accepts {value} or more"
            if self.stated[at]
            else f"{name} has at least {value} in any deal considered"
        )

    def points(self) -> None:
        """Draw what deals are worth, and the frontier over it."""
        if self.cloud is not None:
            size = 24 if len(self.cloud) < 5_000 else 6
            self._scatter(self.cloud, "deals", "deals that cross no red line", ".", FAINT, size)
        if self.frontier:
            what = "frontier" if self.bargain.frontier_complete else "best deals found"
            size = 46 if len(self.frontier) < 150 else 16 if len(self.frontier) < 1_000 else 6
            self._scatter(self.frontier, "frontier", what, "o", BLUE, size)

    def _scatter(self, points: Sequence[Point], name: str, label: str, marker: str, colour: str, size: float) -> None:
        across, up = zip(*((float(x), float(y)) for x, y in points), strict=True)
        as_shapes = len(points) <= MOST_VECTORS
        look: dict[str, Any] = {"marker": marker, "color": colour, "linewidths": 0}
        self.axes.scatter(across, up, s=size, gid=name, rasterized=not as_shapes, zorder=2, **look)
        self.handles.append(self.axes.scatter([], [], s=max(size, 26), label=label, **look))

    def named(self) -> None:
        """Mark the solutions, the proposal and the ideal point, and write their names beside the plane."""
        for label, marker, colour, size, points in self._kinds():
            if not points:
                continue
            across, up = zip(*((float(x), float(y)) for x, y in points), strict=True)
            look: dict[str, Any] = {"marker": marker, "color": colour, "edgecolors": INK, "label": label, "gid": label}
            edge = 1.1 if size > 100 else 0
            self.handles.append(self.axes.scatter(across, up, s=size, linewidths=edge, zorder=4, **look))
        proposal = self.bargain.proposal
        if proposal is not None and proposal.better:
            start, end = (pair(one.utilities.values()) for one in (proposal.outcome, proposal.better[0]))
            self.axes.annotate(
                "",
                (float(end[0]), float(end[1])),
                (float(start[0]), float(start[1])),
                arrowprops={"arrowstyle": "-|>", "color": GREEN, "linewidth": 1.6, "shrinkA": 7, "shrinkB": 7},
                zorder=3,
            )
        labels = []
        for mark in self.marks:
            place = place_on(self.figure, self.axes, *pair(mark.utilities))
            labels.append(Label(place, title_of(mark), worth(self.bargain, self.words, mark)))
        if (least := self.least[1]) is not None:
            _, height = place_on(self.figure, self.axes, self.across.high, least)
            labels.append(Label((RIGHT - 0.01, height), "", self._accepts(1)))
        write_beside(self.figure, labels)

    def _kinds(self) -> Iterator[tuple[str, str, str, int, list[Point]]]:
        """Yield each kind of marked point: what it is called, its shape, colour and size, and where some are."""
        named = {pair(mark.utilities) for mark in self.marks if mark.solution}
        tied = {
            pair(outcome.utilities.values()) for found in self.bargain.solutions.values() for outcome in found or ()
        }
        yield "tie with a solution", "D", RED, 14, sorted(tied - named)
        yield "solutions", "D", RED, 105, sorted(named)
        proposal = self.bargain.proposal
        proposed = [] if proposal is None else [pair(proposal.outcome.utilities.values())]
        yield "the proposed deal", "s", GREEN, 105, proposed
        yield "ideal point", "*", "white", 150, [pair(mark.utilities) for mark in self.marks if not mark.deal]

    def small_print(self, why_none: str) -> Iterator[str]:
        """Yield what is proved, and what is not drawn."""
        if self.frontier:
            yield considered(self.bargain)
            yield f"{frontier_sentence(self.bargain)} {unproved_sentence(self.bargain)}"
        else:
            yield "Outside the hatched part, where neither would refuse, there is no deal that crosses no red line."
        if self.cloud is None:
            other_deals = f"Other deals are not drawn: {why_none}."
        else:
            other_deals = f"All deals that cross no red line are drawn; they make {len(self.cloud):,} different points."
        yield f"{other_deals} One party's utility cannot be compared with the other's."
