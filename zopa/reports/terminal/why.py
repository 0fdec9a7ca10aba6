"""The report on why a red line has to be given up: what it clashes with, and what keeping it costs."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from ...results.why import WhyGiveUp
from ..wording import why as said
from ..wording.names import Words
from .grid import Grid
from .layout import View, add_ways, bullets, heading, red_lines, rests_on, section, statement_text, verdict_line

_MOST_WAYS = 10


def report(answer: WhyGiveUp, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = Words(answer.scenario)
    line = words.red_line(answer.red_line)
    yield heading(answer.scenario)
    source = (line.quote and line.source) or ""
    yield red_lines([answer.red_line], words, lambda _: statement_text(line, source))
    yield Text()
    yield verdict_line(said.role(answer))
    yield from (Text(sentence) for sentence in said.price(answer))
    if answer.conflicts:
        yield from _clashes(answer, words)
    if answer.giving or answer.keeping:
        yield section("The ways out of its dispute")
        yield _ways(answer, words)
    yield from rests_on(said.rests_on(answer))


def _clashes(answer: WhyGiveUp, words: Words) -> Iterable[RenderableType]:
    yield section("What it clashes with")
    others = dict.fromkeys(other for one in answer.conflicts for other in said.others_in(one, answer.red_line))
    order = [line_id for line_id, _, _ in answer.scenario.red_lines()]
    yield red_lines(sorted(others, key=order.index), words)
    yield Text()
    yield bullets(said.clash(conflict, answer, words) for conflict in answer.conflicts)
    if answer.forcing:
        number, of = len(answer.forcing), len(answer.conflicts)
        where = "this conflict" if number == of == 1 else "each of these" if number == of else f"{number} of these"
        yield Text(f"In {where}, nothing else may be given up.")


def _ways(answer: WhyGiveUp, words: Words) -> RenderableType:
    table = Grid()
    for title, ways in (("keeping it", answer.keeping), ("giving it up", answer.giving)):
        none = "none" if answer.ways_complete else "none is proved yet"
        add_ways(table, title, ways, _MOST_WAYS, len(ways), none, words)
    return table
