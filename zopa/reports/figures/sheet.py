"""What the figures share: the sheet, its title and small print, names beside the drawing, and the bytes of the file.

Figures are drawn by matplotlib, which only the modules ``figure*`` import. Numbers become floats here, for drawing
alone; what is written is exact, or marked as rounded.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, SupportsFloat

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...models.io.save import identity
from ...models.scenario import Scenario
from ...results.best_deals import Bargain
from ..wording.best_deals import utility_text
from ..wording.names import Words, listed
from .marks import Mark

SIZE, DPI = (12.8, 7.2), 150
"""Inches, and dots of an inch: 1920 by 1080 dots, as projectors have them."""

LEFT, RIGHT, BOTTOM, TOP = 0.075, 0.615, 0.235, 0.85
"""Where on the sheet the drawing is; beside it, from ``NAMES`` to ``EDGE``, stand the names."""
NAMES, EDGE = 0.65, 0.985

INK, GREY, FAINT, BLUE, RED, GREEN = "#1a1a1a", "#6e6e6e", "#b0b0b0", "#0072b2", "#d55e00", "#009e73"
"""Okabe and Ito's colours, which colour-blind people can distinguish; each kind of mark also has its own shape."""

MOST_VECTORS = 2_000
"""Points that an SVG holds as shapes; more are drawn as a picture, as sharp as the PNG."""

_CLEAR, _APART = 0.009, 0.02
"""How far a line keeps from the marker and the words that it joins, and from the next line."""
_CEILING, _FLOOR = 0.9, 0.15
"""Between which heights the names stand."""
_LONGEST_TITLE, _LONGEST_NAME = 160, 60
_SIZES = (11.5, 10.5, 9.5, 8.5, 7.5, 6.5)
_STYLE = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, and so has the same measures everywhere
    "font.size": 11,
    "text.parse_math": False,  # a dollar sign is one
    "svg.fonttype": "none",  # letters stay letters: they can be searched, and the viewer has every script's
    "svg.hashsalt": "zopa",  # otherwise every file has other ids
    "hatch.linewidth": 0.5,
    "axes.edgecolor": GREY,
}


@dataclass(frozen=True)
class Label:
    """Words beside the drawing: one line in bold, others under it.

    Parameters
    ----------
    start
        What on the sheet they are about, from (0, 0) to (1, 1) at its upper right corner; a line leads there.
    colour, shape, dash
        Of that line and of the marker at its end, if there is one.
    """

    start: tuple[float, float]
    head: str
    rest: str = ""
    colour: str = GREY
    shape: str = ""
    dash: Literal["-", "--", "-.", ":"] = "-"


def drawn(draw: Callable[[Figure], None], form: str) -> tuple[bytes, list[str]]:
    """Return a figure as the bytes of a file, and what matplotlib says of letters that its font does not have.

    The user's own configuration of matplotlib plays no part, so that the same answer gives the same bytes.

    Parameters
    ----------
    draw
        Puts everything on the sheet.
    form
        ``svg`` or ``png``.
    """
    file = io.BytesIO()
    metadata: dict[str, Any] = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
    with style.context(["default", _STYLE]), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure = Figure(figsize=SIZE, dpi=DPI)
        FigureCanvasAgg(figure)
        draw(figure)
        figure.savefig(file, format=form, dpi=DPI, metadata=metadata)
    return file.getvalue(), [str(one.message) for one in caught if "missing from font" in str(one.message)]


def head_and_foot(figure: Figure, bargain: Bargain, under: str, sentences: Iterable[str]) -> None:
    """Write the title over the drawing and the small print below, which ends with the scenario's identity.

    Parameters
    ----------
    under
        What stands under the title.
    """
    scenario = bargain.scenario
    title = "\n".join(textwrap.wrap(textwrap.shorten(scenario.title, _LONGEST_TITLE, placeholder=" …"), 84))
    figure.text(LEFT, 0.975, title, size=16 if "\n" not in title else 13, weight="bold", va="top", color=INK)
    figure.text(LEFT, 0.927 if "\n" not in title else 0.915, under, size=10, va="top", color=INK)
    known = identity(scenario)
    name = textwrap.shorten(known["id"], _LONGEST_NAME, placeholder=" …")
    source = f"Scenario {name}; its SHA-256 begins with {known['sha256'][:12]}."
    exactly = "Numbers are exact; those behind ≈ are rounded."
    lines = [part for sentence in [*sentences, f"{source} {exactly}"] for part in textwrap.wrap(sentence, 185)]
    figure.text(LEFT, 0.02, "\n".join(lines), size=8.5, va="bottom", color=INK, linespacing=1.35)


def positions(scenario: Scenario) -> str:
    """Return as of when the scenario's positions hold; nothing where it does not say."""
    return (
        "" if scenario.date is None else f"Positions as of {scenario.date.day} {scenario.date:%B} {scenario.date.year}"
    )


def considered(bargain: Bargain) -> str:
    """Say which deals are considered, and what the frontier is of them."""
    more = " and reach the stated reservation values" if bargain.stated else ""
    return f"Considered: deals that cross no red line{more}. Frontier: nobody can gain without somebody else losing."


def party_name(words: Words, party: str) -> str:
    """Return a party's name as a figure has room for it."""
    return textwrap.shorten(words.party(party), _LONGEST_NAME, placeholder=" …")


def worth(bargain: Bargain, words: Words, mark: Mark) -> str:
    """Return what a point is worth to whom."""
    return listed(
        [
            f"{party_name(words, party)}\N{NO-BREAK SPACE}{utility_text(value)}"
            for party, value in zip(bargain.parties, mark.utilities, strict=True)
        ]
    )


def title_of(mark: Mark) -> str:
    """Return what a point is, as a heading."""
    text = listed(mark.names)
    return text[0].upper() + text[1:]


def place_on(figure: Figure, axes: Axes, x: SupportsFloat, y: SupportsFloat) -> tuple[float, float]:
    """Return where on the sheet a point of the drawing is."""
    across, up = figure.transFigure.inverted().transform(axes.transData.transform((float(x), float(y))))
    return float(across), float(up)


def write_beside(figure: Figure, labels: Sequence[Label]) -> None:
    """Write labels in a column beside the drawing, none over another, each with a line to what it is about.

    They stand in the order of the heights that they are about, so that no line crosses another; the letters are
    as large as all of them have room for.
    """
    ordered = sorted(labels, key=lambda label: (-label.start[1], label.start[0]))
    for size in _SIZES:
        blocks = [
            (_wrapped(figure, one.head, size, "bold"), _wrapped(figure, one.rest, size, "normal")) for one in ordered
        ]
        gap, line = size / 72 / SIZE[1], size * 1.3 / 72 / SIZE[1]
        heights = [line * sum(map(len, block)) for block in blocks]
        if sum(heights) + gap * len(heights) <= _CEILING - _FLOOR:
            break
    tops = _spread([label.start[1] for label in ordered], heights, gap)
    level = 0.0
    for label, (head, rest), top, height in reversed(list(zip(ordered, blocks, tops, heights, strict=True))):
        figure.text(NAMES, top, "\n".join(head), size=size, weight="bold", va="top", linespacing=1.1, color=INK)
        below = top - line * len(head)
        figure.text(NAMES, below, "\n".join(rest), size=size, va="top", linespacing=1.1, color=INK)
        level = max(label.start[1], level + _APART)
        _lead(figure, label, level, top - min(height, line * len(head)) / 2)


def _lead(figure: Figure, label: Label, level: float, end: float) -> None:
    """Draw the line from a point, along a level of its own, to the words about it."""
    x, y = label.start
    clear = (0, _CLEAR)[level == y]
    path = [(x + clear, y), (x + _CLEAR, level), (max(x + _CLEAR, RIGHT), level), (NAMES - _CLEAR, end)]
    line = Line2D(*zip(*path, strict=True), color=label.colour, linestyle=label.dash, linewidth=0.9)
    line.set(transform=figure.transFigure, marker=label.shape or "None", markevery=[3], markersize=7)
    line.set_markeredgecolor(INK)
    figure.add_artist(line)


def _spread(wanted: Sequence[float], heights: Sequence[float], gap: float) -> list[float]:
    """Return the tops of blocks that are near where they are wanted, in that order, and apart."""
    tops: list[float] = []
    ceiling = _CEILING
    for middle, height in zip(wanted, heights, strict=True):
        tops.append(min(middle + height / 2, ceiling))
        ceiling = tops[-1] - height - gap
    floor = _FLOOR
    for at in reversed(range(len(tops))):
        tops[at] = max(tops[at], floor + heights[at])
        floor = tops[at] + gap
    return tops


def _wrapped(figure: Figure, text: str, size: float, weight: str) -> list[str]:
    """Return a text in lines that the column has room for."""
    room = (EDGE - NAMES) * SIZE[0] * DPI
    for width in range(80, 8, -3):
        lines = textwrap.wrap(text, width)
        written = figure.text(0, 0, "\n".join(lines), size=size, weight=weight)
        wide = written.get_window_extent().width
        written.remove()
        if wide <= room:
            break
    return lines
