"""The report on how firm the cheapest relaxations are: what they share, and how far each weight can change."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.text import Text

from ...results.concessions import Sensitivity, Weighing
from ..wording import concessions as said
from ..wording.names import Words, cost_text, listed
from .concessions import foot, head, limits, lines_with_ways
from .layout import View, figures, section
from .tables import Column, Rows

_MOST_WAYS = 4
"""How many of the ways in which the cheapest relaxations move a line are listed."""


def report(answer: Sensitivity, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = Words(answer.scenario)
    yield from head(answer)
    yield from limits(answer, words)
    if answer.verdict != "deal":
        yield section("How firm the cheapest ways are")
        yield Text(said.firmness_sentence(answer))
        if answer.red_lines:
            yield from _roles(answer, words)
            yield from _weights(answer, words)
    yield from foot(answer)


def _roles(answer: Sensitivity, words: Words) -> Iterable[RenderableType]:
    """Yield which lines every cheapest relaxation moves, some move, and none does."""
    tags = words.tags()
    for role, title in (("all", "Moved in every one of them:"), ("some", "Moved in some of them:")):
        if lines := [one for one in answer.red_lines if one.role == role]:
            yield Text(f"\n{title}")
            yield lines_with_ways({one.red_line: _ways(one, words) for one in lines}, words)
    for other, title in (("none", "Kept in all of them"), (None, "Not proved for")):
        if names := [tags[one.red_line] for one in answer.red_lines if one.role == other]:
            yield Text(f"\n{title}: {listed(names)}.")


def _ways(one: Weighing, words: Words) -> list[str]:
    ways = [said.in_full(concession, words) for concession in one.concessions]
    is_short = len(ways) <= _MOST_WAYS and one.concessions_complete
    return ways if is_short else [*ways[: _MOST_WAYS - 1], "or in other ways"]


def _weights(answer: Sensitivity, words: Words) -> Iterable[RenderableType]:
    yield section("How far each weight can change")
    yield Text("All else unchanged, the cheapest ways stay the same as long as giving a line up costs:")
    tags, free = words.tags(), []
    rows: list[list[str]] = []
    for one in answer.red_lines:
        if one.weight is None:
            continue
        if one.is_proved and not one.above and one.below is None:
            free.append(tags[one.red_line])
            continue
        rows.append([tags[one.red_line], cost_text(one.weight), _range(one), words.line(one.red_line)])
    if free:
        rows.append(["", "", "above 0", listed(free)])
    yield Rows([Column(is_whole=True), figures("Now"), Column(), Column("Line", least=24)], rows)
    if not answer.complete:
        yield Text(f"Some of this is not proved: {said.why(answer)}.")


def _range(one: Weighing) -> str:
    if not one.is_proved:
        return "not proved"
    if one.above is not None and one.above == one.below:
        return f"{cost_text(one.above)} exactly"
    parts = [] if one.above is None else [f"above {cost_text(one.above)}"]
    return " and ".join([*parts, *([] if one.below is None else [f"below {cost_text(one.below)}"])])
