"""The report on who carries how much: every division of the cost that no other beats."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.bar import Bar
from rich.console import RenderableType
from rich.text import Text

from ...results.concessions import Burden
from ..wording import concessions as said
from ..wording.names import Words, cost_text, listed
from ..wording.verdict import by_solver, proved
from .concessions import foot, head, limits, package_in_full
from .layout import NUMBER, View, figures, picked, section
from .tables import Column, Rows

_MOST_POINTS = 20
"""How many points of a frontier are drawn; of more, this many are picked evenly."""


def report(answer: Burden, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = Words(answer.scenario)
    yield from head(answer)
    yield from limits(answer, words)
    if answer.verdict == "no_deal":
        yield section("Who carries how much")
        yield Text(said.frontier_sentence(answer))
        if answer.frontier:
            yield from _frontier(answer, words)
    yield from foot(answer)


def _frontier(answer: Burden, words: Words) -> Iterable[RenderableType]:
    several = len(answer.frontier) > 1
    if answer.frontier_complete and several:
        yield from _named(answer)
    yield Text()
    named = [*(answer.least_total or ())[:1], *(answer.min_max or ())[:1], *(answer.leximin or ())[:1]]
    shown = picked(len(answer.frontier), _MOST_POINTS, named)
    yield _bars(answer, shown, words)
    if len(shown) < len(answer.frontier):
        yield Text(f"{len(shown)} of {len(answer.frontier):,} points shown; --json lists all.", style="dim")
    if answer.frontier_complete:
        at = (answer.leximin or (0,))[0]
        yield Text(f"\nPoint {at + 1} in full:" if several else "")
        title = f"A deal at point {at + 1}" if several else "A deal it makes possible"
        yield from package_in_full(answer.frontier[at], words, title)
    elif answer.fairest is not None:
        most = cost_text(max(answer.fairest.gives.values(), default=0))
        evidence = proved(by_solver(answer.confirmed))
        yield Text(f"\nIn every deal somebody gives at least {most}. {evidence} In this one nobody gives more:")
        yield from package_in_full(answer.fairest, words, "A deal it makes possible")


def _named(answer: Burden) -> Iterable[RenderableType]:
    """Yield at which points the total is smallest, and at which the largest share is."""
    for positions, what in (
        (answer.least_total, "The total is smallest at"),
        (answer.min_max, "The largest single share is smallest at"),
    ):
        if positions:
            package = answer.frontier[positions[0]]
            least = package.cost if positions is answer.least_total else max(package.gives.values())
            every = len(positions) == len(answer.frontier)
            yield Text(f"{what} {'every point' if every else _points(positions)}: {cost_text(least)}.")
    if answer.leximin and answer.min_max and answer.leximin != answer.min_max:
        yield Text(f"Among these, the second largest share, and so on, is smallest at {_points(answer.leximin)}.")


def _points(positions: tuple[int, ...]) -> str:
    shown = [str(at + 1) for at in positions[:6]]
    rest = [f"{len(positions) - 6} more"] if len(positions) > 6 else []
    return f"{'point' if len(positions) == 1 else 'points'} {listed([*shown, *rest])}"


def _bars(answer: Burden, shown: Sequence[int], words: Words) -> RenderableType:
    """Return a row for each point with a bar for what each party gives; of two, the first party's grows to the left."""
    most = max((float(cost) for package in answer.frontier for cost in package.gives.values()), default=0.0) or 1.0
    columns, rows, bars = [NUMBER], [[f"{at + 1}."] for at in shown], {}
    for number, party in enumerate(answer.parties, start=1):
        mirrored = number == 1 and len(answer.parties) == 2
        columns.append(Column(words.party(party), "right" if mirrored else "left", is_whole=True))
        shares = [float(answer.frontier[at].gives[party]) for at in shown]
        bars[number] = [Bar(most, most - one, most) if mirrored else Bar(most, 0, one) for one in shares]
    for at, row in zip(shown, rows, strict=True):
        package = answer.frontier[at]
        row += [*(cost_text(package.gives[party]) for party in answer.parties), cost_text(package.cost)]
    return Rows([*columns, figures("Total")], rows, bars, widest_bar=40)
