"""The report on an analysis: verdict, disputes, ways out, whole packages, and the red lines in no conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from ...results.analysis import Analysis, Conflict, Dispute, Relaxation
from ...results.kept import by_scenario
from ..wording import analysis as sentences
from ..wording import names
from ..wording.names import Words, counted
from ..wording.verdict import headline
from .grid import Grid
from .layout import (
    View,
    add_ways,
    bullets,
    deal_table,
    heading,
    red_lines,
    rests_on,
    section,
    statement_text,
    table_of_ways,
    verdict_line,
)


def report(analysis: Analysis, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words, facts_alone = Words(analysis.scenario), sentences.of_facts_alone(analysis)
    yield from _head(analysis, words)
    if analysis.smallest_conflict is not None:
        title = "A smallest conflict (no conflict has fewer red lines)"
        yield from _one_conflict(title, analysis.smallest_conflict, words)
    if analysis.disputes:
        yield from _disputes(analysis, analysis.disputes, words, view.top)
    elif facts_alone is not None and (facts := facts_alone.facts):
        yield section("Facts that contradict each other" if len(facts) > 1 else "A fact that can never hold")
        yield bullets(words.fact(name) for name in facts)
    if analysis.relaxations is not None and analysis.verdict == "no_deal" and facts_alone is None:
        yield from _packages(analysis, analysis.relaxations, words)
    yield from _preferred(analysis, words)
    if analysis.deals is not None and analysis.verdict == "deal":
        yield from _deals(analysis, words)
    elif analysis.deal is not None:
        yield section("A deal")
        yield deal_table(analysis.deal, words)
    if analysis.uncontested and analysis.disputes:
        yield from _uncontested(analysis.uncontested, words)
    yield from rests_on(sentences.confidence(analysis))
    if analysis.scenario.notes:
        yield section("Notes")
        yield bullets(analysis.scenario.notes)


def _head(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    yield heading(analysis.scenario)
    yield verdict_line(headline(analysis.verdict, sentences.verdict(analysis)))
    for sentence in sentences.reasons(analysis):
        yield Text(sentence)
    if analysis.between:
        parties = names.listed([words.party(party) for party in analysis.between])
        yield Text(f"As you asked, only the red lines of {parties} count.")
    for sentence in sentences.as_asked(analysis.scenario, analysis.kept, analysis.only_from, "give up red lines"):
        yield Text(sentence)
    if kept := by_scenario(analysis.kept):
        tags = words.tags()
        yield Text(f"The scenario rules out giving up {names.listed([tags[line] for line in kept])}.")


# -- disputes ---------------------------------------------------------------------------------------------------------


def _disputes(analysis: Analysis, disputes: Sequence[Dispute], words: Words, top: int) -> Iterable[RenderableType]:
    for number, dispute in enumerate(disputes, start=1):
        parties = list(words.by_party(dispute.red_lines))
        sides = names.listed(parties) if sum(map(len, parties)) <= 40 else f"{len(parties)} parties"
        size = counted(len(dispute.conflicts), "conflict")
        of = f"{len(disputes)}" if analysis.conflicts_complete else f"the {len(disputes)} found so far"
        name = f"Dispute {number} of {of}" if len(disputes) > 1 else "The dispute"
        yield section(f"{name}: {sides}, {size}")
        table = red_lines(dispute.red_lines, words, lambda line: statement_text(words.red_line(line)))
        _clashes(table, [(analysis.conflicts or ())[at] for at in dispute.conflicts], words)
        _ways_out(table, analysis, dispute, words, top)
        yield table


def _clashes(table: Grid, conflicts: Iterable[Conflict], words: Words) -> None:
    """Add which lines clash, and the facts that make it so; clashes that need no fact share a row."""
    tags = words.tags()
    bare: list[str] = []
    reasoned: list[Text] = []
    for conflict in conflicts:
        clash = " × ".join(tags[line_id] for line_id in conflict.red_lines)
        if not conflict.is_minimal:
            clash += " (perhaps not minimal)"
        clash += names.undetermined(conflict, words)
        if conflict.refutation is None:
            clash += sentences.NOT_CERTIFIED
        if reasons := names.because(conflict, words):
            reasoned.append(Text(clash).append(f", since {names.listed(reasons)}", style="dim"))
        else:
            bare.append(clash)
    rows = [Text(", ".join(bare)), *reasoned] if bare else reasoned
    for at, row in enumerate(rows):
        table.add_row(Text("clash" if at == 0 else "", style="red"), "", row)


def _ways_out(table: Grid, analysis: Analysis, dispute: Dispute, words: Words, top: int) -> None:
    ways, total = dispute.resolutions, dispute.resolutions_total
    none = "none among the lines that may be given up" if sentences.bound(analysis) else "none is proved yet"
    add_ways(table, "ways out", ways, top, total or len(ways), none, words)
    if ways and total is None:
        table.add_row("", "", Text("there may be others", style="dim"))


# -- packages ---------------------------------------------------------------------------------------------------------


def _packages(analysis: Analysis, relaxations: Sequence[Relaxation], words: Words) -> Iterable[RenderableType]:
    yield section("The cheapest way to a deal" if len(relaxations) == 1 else "The cheapest ways to a deal")
    yield Text(sentences.relaxations_sentence(analysis))
    if common := sentences.common_to_the_cheapest(analysis):
        yield Text(common)
    if not relaxations:
        return
    first, several = relaxations[0].give_up, len(relaxations) > 1
    shared = [line for line in first if all(line in other.give_up for other in relaxations)]
    if several:
        if shared:
            yield Text(f"\nGiven up in {'both' if len(relaxations) == 2 else 'all'} of these:")
            yield red_lines(shared, words)
        yield Text("\nand besides:" if shared and len(shared) < len(first) else "")
        yield _table_of_packages(analysis, relaxations, shared, words)
        yield from _measures(analysis)
    yield Text("\nWay 1 gives up:" if several else "\nGiven up:")
    yield red_lines(first, words)
    others = [line for line in words.tags() if any(line in one.give_up for one in relaxations) and line not in first]
    if others and analysis.disputes is None:  # else the disputes have named them
        yield Text("\nThe other lines in these ways:")
        yield red_lines(others, words)
    if not several and relaxations[0].measures:
        yield Text()
        yield _table_of_packages(analysis, relaxations, first, words)
        yield from _measures(analysis)
    yield section("A deal that way 1 makes possible" if several else "A deal it makes possible")
    yield deal_table(relaxations[0].deal, words)


def _table_of_packages(
    analysis: Analysis, relaxations: Sequence[Relaxation], shared: Iterable[str], words: Words
) -> RenderableType:
    """Return a row for each package: its cost, what each party gives up beyond the common part, and the measures."""
    tags, common = words.tags(), set(shared)
    ways = [
        (names.cost_text(one.cost), {line: tags[line] for line in one.give_up if line not in common})
        for one in relaxations
    ]
    beside = []
    for name, measure in analysis.scenario.measures.items():
        title = (measure.label or names.plain(name).capitalize()) + (f", {measure.unit}" if measure.unit else "")
        values = [one.measures.get(name) for one in relaxations]
        beside.append((title, ["not proved" if value is None else names.cost_text(value) for value in values]))
    return table_of_ways("Cost", ways, " ", words, beside)


def _measures(analysis: Analysis) -> Iterable[RenderableType]:
    """Yield what the measures' columns mean; the deal that is shown may reach less."""
    for name, measure in analysis.scenario.measures.items():
        label = measure.label or names.plain(name).capitalize()
        says = f" {measure.says}" if measure.says else ""
        mark = names.basis_mark(measure.basis)
        yield Text(f"\n{label}: the most that any deal of that row reaches.{says}{mark}", style="dim")


def _preferred(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    """Yield what an order of importance leads to: the lines that have to go, and the clash that makes them go."""
    if analysis.preferred_relaxation is not None:
        yield section("What has to go if the lines you named come first")
        yield red_lines(analysis.preferred_relaxation.give_up, words)
        yield Text(f"cost {names.cost_text(analysis.preferred_relaxation.cost)}", style="dim")
    if analysis.preferred_conflict is not None:
        yield from _one_conflict("The clash of the most important lines", analysis.preferred_conflict, words)


def _one_conflict(title: str, conflict: Conflict, words: Words) -> Iterable[RenderableType]:
    if not conflict.red_lines:
        return  # the facts alone; they are listed
    yield section(title)
    yield red_lines(conflict.red_lines, words)
    if reasons := names.because(conflict, words):
        yield Text(f"since {names.listed(reasons)}", style="dim")
    elif unknown := names.undetermined(conflict, words):
        yield Text(unknown.removeprefix(", "), style="dim")


# -- deals ------------------------------------------------------------------------------------------------------------


def _deals(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    deals = analysis.deals or ()
    yield section(sentences.deals_title(analysis))
    if rest := sentences.deals_sentence(analysis):
        yield Text(rest)
    for number, deal in enumerate(deals, start=1):
        yield Text(f"\n{number}." if number == 1 else f"\n{number}. as 1, but", style="bold")
        changed = {name: value for name, value in deal.items() if number == 1 or deals[0][name] != value}
        yield deal_table(changed, words)


def _uncontested(lines: Sequence[str], words: Words) -> Iterable[RenderableType]:
    yield section("Red lines in no conflict")
    one = len(lines) == 1
    free = "One red line is" if one else f"{len(lines)} red lines are"
    yield Text(f"{free} in no conflict; every way to a deal keeps {'it' if one else 'them'}:")
    yield red_lines(lines, words)
