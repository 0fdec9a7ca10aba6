"""The terminal reports of concessions, burden, sensitivity and assumptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.bar import Bar
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ...results.assumptions import Assumptions
from ...results.concessions import Burden, Concession, Concessions, Moves, Package, Sensitivity, Weighing
from ...results.verdict import Verdict
from ..wording import concessions as said
from ..wording.names import Words, cost_text, listed
from .assumptions import assumptions_report
from .layout import bullets, deal_table, grid, heading, red_lines, section

_COLOURS = {"deal": "bold green", "no_deal": "bold red", "undecided": "bold yellow"}

_MOST_WAYS = 4
"""How many of the ways in which the cheapest relaxations move a line are told."""

_MOST_POINTS = 20
"""How many points of a frontier are drawn; of more, so many are picked evenly."""


def moves_report(answer: Moves, width: int) -> Iterable[RenderableType]:
    """Yield the parts of a report."""
    words = Words(answer.scenario)
    yield heading(answer.scenario)
    yield _verdict(answer.verdict, said.verdict_sentence(answer))
    match answer:
        case Concessions():
            yield from _concessions(answer, words)
        case Burden():
            yield from _burden(answer, words, width)
        case Sensitivity():
            yield from _sensitivity(answer, words)
        case Assumptions():
            yield from assumptions_report(answer, words)
    rests = said.proof(answer) if isinstance(answer, Concessions | Burden) and answer.verdict == "no_deal" else []
    if answer.verdict != "undecided":
        yield from _rests_on([*rests, *said.caveats(answer.scenario)])


def _verdict(verdict: Verdict, sentence: str) -> Text:
    return Text.assemble((said.verdict_word(verdict), _COLOURS[verdict]), "  ", sentence)


# -- concessions ------------------------------------------------------------------------------------------------------


def _concessions(answer: Concessions, words: Words) -> Iterable[RenderableType]:
    yield from _limits(answer, words)
    if answer.verdict == "deal":
        yield section("A deal")
        yield from (deal_table(package.deal, words) for package in answer.relaxations[:1])
        return
    if answer.verdict == "undecided":
        return
    yield section("The least movements that make a deal" if answer.smallest else "The cheapest ways to a deal")
    yield Text(said.list_sentence(answer))
    packages = answer.relaxations
    if len(packages) > 1:
        shared = [one for one in packages[0].concessions if all(one in other.concessions for other in packages)]
        if shared:
            every = "both" if len(packages) == 2 else f"all {len(packages)}"
            yield Text(f"\nThe same in {every} of these:")
            yield _in_full(shared, words)
            yield Text("\nand besides:" if len(shared) < len(packages[0].concessions) else "")
        yield _table(answer, shared, words)
        yield from _named_beside(packages, words)
    if answer.smallest and len(packages) == 1:
        yield Text(said.moved_sentence(packages[0]))
    if packages:
        yield Text("\nWay 1 in full:" if len(packages) > 1 else "")
        yield from _package(packages[0], words, "A deal that way 1 makes possible" if len(packages) > 1 else None)


def _package(package: Package, words: Words, title: str | None = None) -> Iterable[RenderableType]:
    yield _in_full(package.concessions, words)
    yield section(title or "A deal it makes possible")
    yield deal_table(package.deal, words)


def _in_full(concessions: Iterable[Concession], words: Words) -> RenderableType:
    """Who moves what, how far, and at what cost."""
    return _told({one.red_line: [said.in_full(one, words)] for one in concessions}, words)


def _told(ways: Mapping[str, Sequence[str]], words: Words) -> RenderableType:
    """Red lines by party, each with what is told of it."""
    table, tags = grid(), words.tags()
    for party, lines in words.by_party(ways).items():
        for at, line in enumerate(lines):
            text = Text(words.line(line))
            for way in ways[line]:
                text.append(f"\n{way}", style="green")
            table.add_row(Text(party if at == 0 else "", style="bold"), Text(tags[line], style="bold"), text)
    return table


def _table(answer: Concessions, shared: Sequence[Concession], words: Words) -> RenderableType:
    """A row for each relaxation: its cost and what each party concedes beyond the common part."""
    tags = words.tags()
    own = [[one for one in package.concessions if one not in shared] for package in answer.relaxations]
    held = [words.by_party(one.red_line for one in concessions) for concessions in own]
    parties = [name for name in map(words.party, answer.scenario.parties) if any(name in one for one in held)]
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    table.add_column("", justify="right")
    table.add_column("Moved" if answer.smallest else "Cost", justify="right")
    for party in parties:
        table.add_column(party)
    for number, (package, concessions, lines) in enumerate(zip(answer.relaxations, own, held, strict=True), start=1):
        by_line = {one.red_line: one for one in concessions}
        cells = [
            "\n".join(said.in_short(by_line[line], tags[line]) for line in lines.get(party, ())) or "–"
            for party in parties
        ]
        price = said.amounts(package.moved) if answer.smallest else ""
        if not answer.smallest or package.cost:
            price = listed([part for part in (price, f"cost {cost_text(package.cost)}" if price else "") if part])
            price = price or cost_text(package.cost)
        table.add_row(f"{number}.", price, *cells)
    return table


def _named_beside(packages: Sequence[Package], words: Words) -> Iterable[RenderableType]:
    """Yield the lines that the table names by their tags and that way 1, which is told in full, leaves alone."""
    moved = {one.red_line for package in packages for one in package.concessions}
    beside = moved - {one.red_line for one in packages[0].concessions}
    if beside:
        yield Text("\nThe other lines in this table:")
        yield red_lines([line for line, _, _ in words.scenario.red_lines() if line in beside], words)


def _limits(answer: Concessions | Burden | Sensitivity, words: Words) -> Iterable[RenderableType]:
    """Yield what may not move or has to stay within a budget, and the lines that the scenario itself keeps."""
    yield from (Text(sentence) for sentence in said.limits(answer, words))
    if kept := [line_id for line_id, _, line in answer.scenario.red_lines() if line.keep]:
        yield red_lines(kept, words)


def _rests_on(sentences: Sequence[str]) -> Iterable[RenderableType]:
    if sentences:
        yield section("What this rests on")
        yield bullets(sentences)


# -- burden -----------------------------------------------------------------------------------------------------------


def _burden(answer: Burden, words: Words, width: int) -> Iterable[RenderableType]:
    yield from _limits(answer, words)
    if answer.verdict != "no_deal":
        return
    yield section("Who carries how much")
    yield Text(said.frontier_sentence(answer))
    if not answer.frontier:
        return
    if answer.frontier_complete and len(answer.frontier) > 1:
        yield from _chosen(answer, words)
    yield Text()
    yield _plot(answer, words, width)
    if len(_picked(answer)) < len(answer.frontier):
        yield Text(f"{len(_picked(answer))} of the {len(answer.frontier):,} are drawn; --json has all.", style="dim")
    if not answer.frontier_complete:
        if answer.fairest is not None:
            most = cost_text(max(answer.fairest.gives.values(), default=0))
            yield Text(f"\nWhoever gives most gives at least {most}; this is proved. A way in which nobody gives more:")
            yield from _package(answer.fairest, words)
        return
    at = (answer.leximin or (0,))[0]
    yield Text(f"\nPoint {at + 1} in full:" if len(answer.frontier) > 1 else "")
    title = f"A deal at point {at + 1}" if len(answer.frontier) > 1 else None
    yield from _package(answer.frontier[at], words, title)


def _chosen(answer: Burden, words: Words) -> Iterable[RenderableType]:
    """Say which points give least together, and which are kindest to whoever gives most."""
    for positions, what in (
        (answer.least_total, "The parties together give least at"),
        (answer.min_max, "Whoever gives most gives least at"),
    ):
        if positions:
            points = listed(
                [str(at + 1) for at in positions[:6]] + ([f"{len(positions) - 6} more"] if len(positions) > 6 else [])
            )
            package = answer.frontier[positions[0]]
            least = package.cost if what.startswith("The parties") else max(package.gives.values())
            at_points = f"{'point' if len(positions) == 1 else 'points'} {points}"
            every = "every point" if len(positions) == len(answer.frontier) else at_points
            yield Text(f"{what} {every}: {cost_text(least)}.")
    if answer.leximin and answer.min_max and answer.leximin != answer.min_max:
        points = listed([str(at + 1) for at in answer.leximin])
        yield Text(f"Of these, whoever gives second most, and so on, gives least at {points}.")


def _plot(answer: Burden, words: Words, width: int) -> RenderableType:
    """A row for each point with a bar for what each party gives; the first party's bar grows to the left."""
    names = [words.party(party) for party in answer.parties]
    most = max((float(cost) for package in answer.frontier for cost in package.gives.values()), default=0.0) or 1.0
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    table.add_column("", justify="right")
    numbers = [_width(answer, at) for at in range(len(names))]
    size = max(6, min(40, (width - 20 - sum(3 + number for number in numbers)) // len(names) - 3))
    for at, name in enumerate(names):
        mirrored = at == 0 and len(names) == 2
        table.add_column(name, justify="right" if mirrored else "left", width=size)
        table.add_column("", justify="right", width=numbers[at])
    table.add_column("Total", justify="right")
    for at in _picked(answer):
        package = answer.frontier[at]
        cells: list[RenderableType] = []
        for index, party in enumerate(answer.parties):
            given = package.gives[party]
            share = float(given)
            mirrored = index == 0 and len(names) == 2
            bar = Bar(most, most - share, most) if mirrored else Bar(most, 0, share)
            cells += [bar, cost_text(given)]
        table.add_row(f"{at + 1}.", *cells, cost_text(package.cost))
    return table


def _width(answer: Burden, at: int) -> int:
    return max(len(cost_text(package.gives[answer.parties[at]])) for package in answer.frontier)


def _picked(answer: Burden) -> list[int]:
    """Return which points to draw: those that are named, and others evenly."""
    number = len(answer.frontier)
    if number <= _MOST_POINTS:
        return list(range(number))
    named = [*(answer.least_total or ())[:1], *(answer.min_max or ())[:1], *(answer.leximin or ())[:1]]
    return sorted({*named, *(at * (number - 1) // (_MOST_POINTS - 1) for at in range(_MOST_POINTS))})


# -- sensitivity ------------------------------------------------------------------------------------------------------


def _sensitivity(answer: Sensitivity, words: Words) -> Iterable[RenderableType]:
    yield from _limits(answer, words)
    if answer.verdict == "deal":
        return
    yield section("How firm the cheapest ways stand")
    yield Text(said.firmness_sentence(answer))
    if not answer.red_lines:
        return
    tags = words.tags()
    for role, title in (("all", "Moved in every one of them:"), ("some", "Moved in some of them:")):
        lines = [one for one in answer.red_lines if one.role == role]
        if lines:
            yield Text(f"\n{title}")
            yield _moves(lines, words)
    for other, title in (("none", "Kept in all of them"), (None, "Not proved of")):
        if names := [tags[one.red_line] for one in answer.red_lines if one.role == other]:
            yield Text(f"\n{title}: {listed(names)}.")
    yield section("How far each weight can go")
    yield Text("The cheapest ways stay the same while, all else being equal, the cost of giving a line up is")
    yield _weights(answer, words)
    if not answer.complete:
        yield Text(f"Not all of this is proved: {said.why(answer)}.")


def _moves(lines: Iterable[Weighing], words: Words) -> RenderableType:
    told = {}
    for one in lines:
        ways = [said.in_full(concession, words) for concession in one.concessions]
        is_short = len(ways) <= _MOST_WAYS and one.concessions_complete
        told[one.red_line] = ways if is_short else [*ways[: _MOST_WAYS - 1], "or otherwise"]
    return _told(told, words)


def _weights(answer: Sensitivity, words: Words) -> RenderableType:
    tags = words.tags()
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    for title in ("", "Now", "", "Line"):
        table.add_column(title, justify="right" if title == "Now" else "left")
    free = []
    for one in answer.red_lines:
        if one.weight is None:
            continue
        if one.is_proved and not one.above and one.below is None:
            free.append(tags[one.red_line])
            continue
        table.add_row(tags[one.red_line], cost_text(one.weight), _range(one), Text(words.line(one.red_line)))
    if free:
        table.add_row("", "", "above 0", Text(listed(free), style="dim"))
    return table


def _range(one: Weighing) -> str:
    if not one.is_proved:
        return "not proved"
    if one.above is not None and one.above == one.below:
        return f"{cost_text(one.above)} exactly"
    parts = [] if one.above is None else [f"above {cost_text(one.above)}"]
    return " and ".join([*parts, *([] if one.below is None else [f"below {cost_text(one.below)}"])])
