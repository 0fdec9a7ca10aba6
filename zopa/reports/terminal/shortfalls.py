"""The part of the report on best deals that says what would have to give where reservation values clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from rich.console import RenderableType
from rich.text import Text

from ...results.best_deals import Bargain, ReservationGap, ReservationGaps, UtilityValue, utility_value
from ..wording.best_deals import utility_text
from ..wording.names import Words, counted, listed
from ..wording.verdict import proved
from .layout import NUMBER, deal_table, figures, picked, section
from .tables import Column, Rows

_MOST_WAYS, _MOST_DEALS = 24, 4
"""How many ways are listed, and how many of these with a deal."""


def shortfalls(bargain: Bargain, found: ReservationGaps, words: Words) -> Iterable[RenderableType]:
    """Yield how far reservation values would have to come down, and the deals that this makes possible."""
    yield section("What would have to give" if found.complete else "The nearest deals found")
    yield Text(_how_many(bargain, found))
    yield from (Text(sentence) for sentence in _bounds(bargain, found, words))
    yield Text()
    shown = picked(len(found.ways), _MOST_WAYS, _named(found))
    yield _table(bargain, found, shown, words)
    if len(shown) < len(found.ways):
        yield Text(f"{len(shown)} of {len(found.ways):,} shown; --json lists all.", style="dim")
    yield from _deals(bargain, found, words)
    yield Text(
        "\nA red line could give way instead: zopa solve --reservations treats reservation values as red lines.",
        style="dim",
    )


def _how_many(bargain: Bargain, found: ReservationGaps) -> str:
    number = len(found.ways)
    if not found.complete:
        return "These deals cross no red line, and fall short of reservation values by the least that was found."
    evidence = proved(bargain.frontier_evidence)
    if number == 1:
        return f"A deal requires lower reservation values. One way asks the least of every party. {evidence}"
    none_less = "in which none can come down less without another coming down more"
    return f"A deal requires lower reservation values. There are exactly {number:,} ways {none_less}. {evidence}"


def _bounds(bargain: Bargain, found: ReservationGaps, words: Words) -> Iterable[str]:
    """Say what each party has to give whatever the others do, what it can do alone, and where they give least."""
    others = "the other does" if len(bargain.parties) == 2 else "the others do"
    for party, least in (found.at_least or {}).items():
        if least:
            most = _less(bargain, party, least)
            yield (
                f"Whatever {others}, {words.party(party)} has to come down by at least {utility_text(least)}: no deal "
                f"is worth more to it than {utility_text(most)}."
            )
    if found.alone is None or len(found.alone) < 2:
        return
    able = {party: by for party, by in found.alone.items() if by is not None}
    if able:
        parts = [f"{words.party(party)} by {utility_text(by)}" for party, by in able.items()]
        yield f"It is enough if one party comes down: {listed(parts, 'or')}."
    clashing = set(found.alone)
    if bargain.clashes_complete:  # nobody expects a party to be enough that clashes with none
        clashing = {party for parties in bargain.clashes for party in parties}
    if unable := [words.party(party) for party in found.alone if party not in able and party in clashing]:
        yield f"{listed(unable, 'or')} alone is not enough, however far it comes down."


def _less(bargain: Bargain, party: str, by: UtilityValue) -> UtilityValue:
    """Return what a party then accepts."""
    return utility_value(Fraction(bargain.reservation[party] or 0) - Fraction(by))


def _table(bargain: Bargain, found: ReservationGaps, shown: Iterable[int], words: Words) -> RenderableType:
    """Return a row for each way: what its deal is worth to each party, and how far reservation values come down."""
    columns, rows = [NUMBER], []
    for party in bargain.parties:
        columns.append(figures(words.party(party)))
        if any(party in way.missing for way in found.ways):
            columns.append(Column(is_whole=True, is_remark=True))
    columns.append(Column())
    for at in shown:
        way = found.ways[at]
        cells: list[str | Text] = []
        for party, utility in way.outcomes[0].utilities.items():
            cells.append(utility_text(utility))
            if any(party in other.missing for other in found.ways):
                cells.append(f"{utility_text(way.missing[party])} less" if party in way.missing else "")
        rows.append([f"{at + 1}.", *cells, Text(", ".join(_notes(found, at)), style="green")])
    return Rows(columns, rows)


def compared(found: ReservationGaps) -> dict[str, tuple[int, ...]]:
    """Return marks with the ways that have them where others do not; each compares utilities of several parties."""
    chosen = {"smallest total": found.least_total, "smallest maximum": found.min_max}
    return {name: positions for name, positions in chosen.items() if positions and len(positions) < len(found.ways)}


def _notes(found: ReservationGaps, at: int) -> list[str]:
    """Say what is special about a way, and how many other deals it makes possible."""
    parts = [name for name, positions in compared(found).items() if at in positions]
    others = len(found.ways[at].outcomes) - 1
    return [*parts, f"and {counted(others, 'other deal')}"] if others else parts


def _named(found: ReservationGaps) -> Sequence[int]:
    """Return the first ways in which the parties give least, and those in which one gives alone."""
    alone = [at for at, way in enumerate(found.ways) if len(way.missing) == 1]
    return list(dict.fromkeys([*(found.least_total or ())[:1], *(found.min_max or ())[:1], *alone]))[:_MOST_DEALS]


def _deals(bargain: Bargain, found: ReservationGaps, words: Words) -> Iterable[RenderableType]:
    """Show the deals of a few ways; of the second and later ones what differs from the first."""
    shown = list(range(len(found.ways))) if len(found.ways) <= _MOST_DEALS else sorted(_named(found)) or [0]
    first = found.ways[shown[0]].outcomes[0].deal
    title = "A deal that it makes possible" if len(found.ways) == 1 else "Deals that these ways make possible"
    yield section(title if found.complete else "These deals")
    for at in shown:
        way = found.ways[at]
        start = "" if len(found.ways) == 1 else f"{'' if at == shown[0] else chr(10)}{at + 1}. "
        yield Text(f"{start}{_comes_down(bargain, way, words)}", style="bold")
        deal = way.outcomes[0].deal
        if at != shown[0]:
            yield Text(f"What differs from {shown[0] + 1}:", style="dim")
            deal = {term: value for term, value in deal.items() if value != first[term]}
        yield deal_table(deal, words)


def _comes_down(bargain: Bargain, way: ReservationGap, words: Words) -> str:
    parts = [
        f"{words.party(party)} accepts {utility_text(_less(bargain, party, by))} instead of "
        f"{utility_text(bargain.reservation[party])}"
        for party, by in way.missing.items()
    ]
    return listed(parts)
