"""The report on relaxations with concessions, and what it shares with burden and sensitivity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from ...results.concessions import Burden, Concession, Concessions, Moves, Package, Sensitivity
from ...results.kept import by_scenario
from ..wording import concessions as said
from ..wording.names import Words, cost_text, listed
from ..wording.verdict import headline
from .layout import View, deal_table, heading, red_lines, rests_on, section, table_of_ways, verdict_line


def report(answer: Concessions, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = Words(answer.scenario)
    yield from head(answer)
    yield from limits(answer, words)
    if answer.verdict == "deal":
        yield section("A deal")
        yield from (deal_table(package.deal, words) for package in answer.relaxations[:1])
    elif answer.verdict == "no_deal":
        yield from _ways(answer, words)
    yield from foot(answer)


def head(answer: Moves) -> Iterable[RenderableType]:
    """Yield the title and the verdict."""
    yield heading(answer.scenario)
    yield verdict_line(headline(answer.verdict, said.verdict_sentence(answer)))


def foot(answer: Moves) -> Iterable[RenderableType]:
    """Yield what the answer rests on."""
    if answer.verdict != "undecided":
        listing = isinstance(answer, Concessions | Burden) and answer.verdict == "no_deal"
        proofs = said.rests_on(answer) if listing else []  # type: ignore[arg-type]
        yield from rests_on([*proofs, *said.caveats(answer.scenario)])


def limits(answer: Concessions | Burden | Sensitivity, words: Words) -> Iterable[RenderableType]:
    """Yield what may not move or has to stay within a budget, and the lines that the scenario itself keeps."""
    yield from (Text(sentence) for sentence in said.limits(answer, words))
    if kept := by_scenario(answer.kept):
        yield Text(f"The scenario rules out giving up {'this red line' if len(kept) == 1 else 'these red lines'}:")
        yield red_lines(kept, words)


def package_in_full(package: Package, words: Words, title: str) -> Iterable[RenderableType]:
    """Yield who moves what, how far and at what cost, and a deal that this makes possible."""
    yield _in_full(package.concessions, words)
    yield section(title)
    yield deal_table(package.deal, words)


def lines_with_ways(ways: Mapping[str, Sequence[str]], words: Words) -> RenderableType:
    """Return red lines by party, each with the ways in which it moves."""

    def text(line: str) -> Text:
        moves = "".join(f"\n{way}" for way in ways[line])
        return Text(words.line(line)).append(moves, style="green")

    return red_lines(ways, words, text)


def _in_full(concessions: Iterable[Concession], words: Words) -> RenderableType:
    return lines_with_ways({one.red_line: [said.in_full(one, words)] for one in concessions}, words)


def _ways(answer: Concessions, words: Words) -> Iterable[RenderableType]:
    smallest = "The smallest movements that make a deal possible"
    yield section(smallest if answer.smallest else "The cheapest ways to a deal")
    yield Text(said.list_sentence(answer))
    packages = answer.relaxations
    if not packages:
        return
    if len(packages) == 1:
        if answer.smallest:
            yield Text(said.moved_sentence(packages[0]))
        yield Text()
        yield from package_in_full(packages[0], words, "A deal it makes possible")
        return
    shared = [one for one in packages[0].concessions if all(one in other.concessions for other in packages)]
    if shared:
        yield Text(f"\nThe same in {'both' if len(packages) == 2 else 'all'} of these:")
        yield _in_full(shared, words)
    yield Text("\nand besides:" if shared and len(shared) < len(packages[0].concessions) else "")
    yield _table(answer, shared, words)
    yield from _named_beside(packages, words)
    yield Text("\nWay 1 in full:")
    yield from package_in_full(packages[0], words, "A deal that way 1 makes possible")


def _table(answer: Concessions, shared: Sequence[Concession], words: Words) -> RenderableType:
    """Return a row for each relaxation: its cost, and what each party concedes beyond the common part."""
    tags, ways = words.tags(), []
    for package in answer.relaxations:
        price = said.amounts(package.moved) if answer.smallest else ""
        if not answer.smallest or package.cost:
            cost = cost_text(package.cost)
            price = listed([price, f"cost {cost}"]) if price else cost
        own = [one for one in package.concessions if one not in shared]
        ways.append((price, {one.red_line: said.in_short(one, tags[one.red_line]) for one in own}))
    return table_of_ways("Moved" if answer.smallest else "Cost", ways, ", ", words)


def _named_beside(packages: Sequence[Package], words: Words) -> Iterable[RenderableType]:
    """Yield the lines that the table names by their tags, and that way 1, which is shown in full, does not move."""
    moved = {one.red_line for package in packages for one in package.concessions}
    beside = moved - {one.red_line for one in packages[0].concessions}
    if beside:
        yield Text("\nThe other lines in these ways:")
        yield red_lines([line for line, _, _ in words.scenario.red_lines() if line in beside], words)
