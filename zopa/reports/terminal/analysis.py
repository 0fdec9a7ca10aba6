"""The report for people at a terminal: verdict, disputes, ways out, whole packages, what can be agreed today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ...results.analysis import Analysis, Comparison, Conflict, Dispute
from ...results.verdict import Cost
from ..wording import analysis as sentences
from ..wording import names
from ..wording.names import Words, counted
from .layout import bullets, deal_table, grid, heading, red_lines, rendered, section

if TYPE_CHECKING:
    from ..others import Other

_COLOURS = {"deal": "bold green", "no_deal": "bold red", "undecided": "bold yellow"}


def render(
    answer: Analysis | Comparison | Other,
    *,
    width: int = 80,
    colour: bool = False,
    top: int = 10,
    solution: str | None = None,
) -> str:
    """Return the report as text.

    Parameters
    ----------
    width
        Columns to use.
    colour
        Whether to colour it by terminal escapes.
    top
        How many ways out to list for each dispute.
    solution
        The one solution to tell of the best deals.
    """
    parts: Iterable[RenderableType]
    if isinstance(answer, Comparison):
        parts = _comparison(answer, top)
    elif isinstance(answer, Analysis):
        parts = _analysis(answer, top)
    else:
        from ..others import other_report

        parts = other_report(answer, width, solution, top)
    return rendered(parts, width, colour)


def _analysis(analysis: Analysis, top: int) -> Iterable[RenderableType]:
    words = Words(analysis.scenario)
    yield from _head(analysis, words)
    if analysis.smallest_conflict is not None:
        yield from _one_conflict("A smallest conflict: none has fewer red lines", analysis.smallest_conflict, words)
    if analysis.disputes:
        yield from _disputes(analysis, words, top)
    elif (conflict := sentences.of_facts_alone(analysis)) is not None and conflict.facts:
        facts = conflict.facts
        yield section("Facts that contradict each other" if len(facts) > 1 else "A fact that can never hold")
        yield bullets(words.fact(name) for name in facts)
    if analysis.relaxations is not None and analysis.verdict == "no_deal" and not sentences.facts_contradict(analysis):
        yield from _packages(analysis, words)
    yield from _preferred(analysis, words)
    if analysis.deals is not None and analysis.verdict == "deal":
        yield from _deals(analysis, words)
    elif analysis.deal is not None:
        yield section("A deal")
        yield deal_table(analysis.deal, words)
    if analysis.uncontested and analysis.disputes:
        yield from _uncontested(analysis, words)
    yield from _foot(analysis)


def _head(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    scenario = analysis.scenario
    yield heading(scenario)
    yield Text.assemble(
        (sentences.verdict_word(analysis), _COLOURS[analysis.verdict]), "  ", sentences.verdict(analysis)
    )
    for sentence in sentences.reasons(analysis):
        yield Text(sentence)
    if analysis.between:
        parties = names.listed([words.party(party) for party in analysis.between])
        yield Text(f"As asked, only the red lines of {parties} count.")
    if analysis.kept:
        yield Text(f"May not be given up, as asked: {names.listed(_shortened(analysis.kept))}.")
    for sentence in sentences.never_given_up(scenario):
        yield Text(sentence)


def _shortened(lines: tuple[str, ...], most: int = 6) -> list[str]:
    return [*lines[:most], f"{len(lines) - most} more"] if len(lines) > most else list(lines)


# -- disputes ---------------------------------------------------------------------------------------------------------


def _disputes(analysis: Analysis, words: Words, top: int) -> Iterable[RenderableType]:
    disputes = analysis.disputes or ()
    for number, dispute in enumerate(disputes, start=1):
        parties = list(words.by_party(dispute.red_lines))
        sides = names.listed(parties) if sum(map(len, parties)) <= 40 else f"{len(parties)} parties"
        size = counted(len(dispute.conflicts), "conflict")
        of = f"{len(disputes)}" if analysis.conflicts_complete else f"the {len(disputes)} found so far"
        name = f"Dispute {number} of {of}" if len(disputes) > 1 else "The dispute"
        yield section(f"{name}: {sides}, {size}")
        table = grid()
        _positions(table, dispute, words)
        _clashes(table, analysis, dispute, words)
        _ways_out(table, analysis, dispute, words, top)
        yield table


def _positions(table: Table, dispute: Dispute, words: Words) -> None:
    """Who holds what here, in their own words, each line with the tag by which the rest refers to it."""
    tags = words.tags()
    for party, lines in words.by_party(dispute.red_lines).items():
        for at, line_id in enumerate(lines):
            line = words.red_line(line_id)
            text = Text(names.said(line))
            text.append(names.basis_mark(line.basis), style="dim")
            if line.quote:
                text.append(f"\n“{line.quote}”", style="italic dim")
            table.add_row(Text(party if at == 0 else "", style="bold"), Text(tags[line_id], style="bold"), text)


def _clashes(table: Table, analysis: Analysis, dispute: Dispute, words: Words) -> None:
    """Which lines cannot stand together, and the facts that make it so; what needs no fact shares a row."""
    assert analysis.conflicts is not None
    tags = words.tags()
    bare: list[str] = []
    reasoned: list[Text] = []
    for at in dispute.conflicts:
        conflict = analysis.conflicts[at]
        clash = " × ".join(tags[line_id] for line_id in conflict.red_lines)
        if not conflict.is_minimal:
            clash += " (perhaps not all of them are needed)"
        clash += names.undetermined(conflict, words)
        if conflict.refutation is None:
            clash += " (solver's claim, not certified)"
        if reasons := names.because(conflict, words):
            reasoned.append(Text(clash).append(f", since {names.listed(reasons)}", style="dim"))
        else:
            bare.append(clash)
    rows = [Text(", ".join(bare)), *reasoned] if bare else reasoned
    for at, row in enumerate(rows):
        table.add_row(Text("clash" if at == 0 else "", style="red"), "", row)


def _ways_out(table: Table, analysis: Analysis, dispute: Dispute, words: Words, top: int) -> None:
    green = "green"
    for at, resolution in enumerate(dispute.resolutions[:top]):
        text = _give_up(resolution.give_up, words)
        text.append(f"  cost {names.cost_text(resolution.cost)}", style="dim")
        table.add_row(Text("ways out" if at == 0 else "", style=green), Text("or" if at else "", style="dim"), text)
    hidden = (dispute.resolutions_total or len(dispute.resolutions)) - min(top, len(dispute.resolutions))
    if hidden > 0:
        table.add_row("", "", Text(f"and {counted(hidden, 'other')} that cost no less", style="dim"))
    if not dispute.resolutions:
        none = "none with the lines that may be given up" if sentences.bound(analysis) else "none is proved yet"
        table.add_row(Text("ways out", style=green), "", Text(none))
    elif dispute.resolutions_total is None:
        table.add_row("", "", Text("there may be others", style="dim"))


def _give_up(lines: Iterable[str], words: Words) -> Text:
    """Say who gives what up, by tags."""
    tags = words.tags()
    held = words.by_party(lines).items()
    parts = [f"{names.listed([tags[line] for line in own])} ({party})" for party, own in held]
    return Text(f"give up {names.listed(parts)}")


# -- packages ---------------------------------------------------------------------------------------------------------


def _packages(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    relaxations = analysis.relaxations or ()
    yield section("The cheapest way to a deal" if len(relaxations) == 1 else "The cheapest ways to a deal")
    yield Text(sentences.relaxations_sentence(analysis))
    if common := sentences.common_to_the_cheapest(analysis):
        yield Text(common)
    if not relaxations:
        return
    shared = [line for line in relaxations[0].give_up if all(line in other.give_up for other in relaxations)]
    if len(relaxations) > 1:
        if shared:
            every = "both" if len(relaxations) == 2 else f"all {len(relaxations)}"
            yield Text(f"\nGiven up in {every} of these:")
            yield red_lines(shared, words)
            yield Text("\nand besides:" if len(shared) < len(relaxations[0].give_up) else "")
        yield _table_of_packages(analysis, set(shared), words)
        yield from _measures(analysis)
    yield Text("\nWay 1 gives up:" if len(relaxations) > 1 else "\nGiven up:")
    yield red_lines(relaxations[0].give_up, words)
    told = {*relaxations[0].give_up, *shared}
    others = [line for line in words.tags() if any(line in one.give_up for one in relaxations) and line not in told]
    if others and analysis.disputes is None:  # else the disputes have named them
        yield Text("\nThe other lines in this table:")
        yield red_lines(others, words)
    if len(relaxations) == 1 and relaxations[0].measures:
        yield _table_of_packages(analysis, set(relaxations[0].give_up), words)
        yield from _measures(analysis)
    yield section("A deal it makes possible" if len(relaxations) == 1 else "A deal that way 1 makes possible")
    yield deal_table(relaxations[0].deal, words)


def _preferred(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    """What an order of importance leads to: the lines that must go, and the clash that stands in the way."""
    if analysis.preferred_relaxation is not None:
        yield section("What must go if the lines named are kept first")
        yield red_lines(analysis.preferred_relaxation.give_up, words)
        yield Text(f"cost {names.cost_text(analysis.preferred_relaxation.cost)}", style="dim")
    if analysis.preferred_conflict is not None:
        yield from _one_conflict("The clash among the most important lines", analysis.preferred_conflict, words)


def _one_conflict(title: str, conflict: Conflict, words: Words) -> Iterable[RenderableType]:
    if not conflict.red_lines:
        return  # the facts alone; they are listed
    yield section(title)
    yield red_lines(conflict.red_lines, words)
    if reasons := names.because(conflict, words):
        yield Text(f"since {names.listed(reasons)}", style="dim")
    elif unknown := names.undetermined(conflict, words):
        yield Text(unknown.removeprefix(", "), style="dim")


def _table_of_packages(analysis: Analysis, shared: set[str], words: Words) -> RenderableType:
    """A row for each package: what each party gives up beyond the common part, the whole cost, the measures."""
    relaxations, measures, tags = analysis.relaxations or (), analysis.scenario.measures, words.tags()
    own = [words.by_party(line for line in relaxation.give_up if line not in shared) for relaxation in relaxations]
    parties = [name for name in map(words.party, analysis.scenario.parties) if any(name in held for held in own)]
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    table.add_column("", justify="right")
    table.add_column("Cost", justify="right")
    for party in parties:
        table.add_column(party)
    for name, measure in measures.items():
        unit = f", {measure.unit}" if measure.unit else ""
        table.add_column((measure.label or names.plain(name).capitalize()) + unit, justify="right", max_width=20)
    for number, (relaxation, held) in enumerate(zip(relaxations, own, strict=True), start=1):
        values = [relaxation.measures.get(name) for name in measures]
        table.add_row(
            f"{number}.",
            names.cost_text(relaxation.cost),
            *(" ".join(tags[line] for line in held.get(party, ())) or "–" for party in parties),
            *("not proved" if value is None else names.cost_text(value) for value in values),
        )
    return table


def _measures(analysis: Analysis) -> Iterable[RenderableType]:
    """Say what the measures' columns mean; a deal that is shown may reach less."""
    for name, measure in analysis.scenario.measures.items():
        label = measure.label or names.plain(name).capitalize()
        mark = names.basis_mark(measure.basis)
        says = f" {measure.says}" if measure.says else ""
        yield Text(f"\n{label}: the most that any deal of that way reaches.{says}{mark}", style="dim")


def _deals(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    deals = analysis.deals or ()
    yield section(sentences.deals_title(analysis))
    if rest := sentences.deals_sentence(analysis):
        yield Text(rest)
    for number, deal in enumerate(deals, start=1):
        yield Text(f"\n{number}." if number == 1 else f"\n{number}. as 1, but", style="bold")
        changed = {name: value for name, value in deal.items() if number == 1 or deals[0][name] != value}
        yield deal_table(changed, words)


# -- the rest ---------------------------------------------------------------------------------------------------------


def _uncontested(analysis: Analysis, words: Words) -> Iterable[RenderableType]:
    yield section("What can be agreed today")
    number = len(analysis.uncontested or ())
    yield Text(
        "One red line clashes with nothing stated; every way to a deal keeps it:"
        if number == 1
        else f"{number} red lines clash with nothing stated; every way to a deal keeps them:"
    )
    yield red_lines(analysis.uncontested or (), words)


def _foot(analysis: Analysis) -> Iterable[RenderableType]:
    resting = sentences.confidence(analysis)
    if resting:
        yield section("What this rests on")
        yield bullets(resting)
    if analysis.scenario.notes:
        yield section("To be read with it")
        yield bullets(analysis.scenario.notes)


def _comparison(comparison: Comparison, top: int) -> Iterable[RenderableType]:
    before, after = comparison.before, comparison.after
    words = Words(before.scenario), Words(after.scenario)
    yield Text("What if", style="bold")
    yield bullets(_change(change.kind, change.what) for change in comparison.changes)
    yield section("What changes")
    yield bullets(_differences(comparison))
    for title, lines_of, answer, said in (
        ("Conflicts that disappear", comparison.conflicts_gone, before, words[0]),
        ("Conflicts that appear", comparison.conflicts_new, after, words[1]),
    ):
        if lines_of:
            yield section(title)
            yield bullets(
                _changed(conflict, said) for conflict in answer.conflicts or () if conflict.red_lines in lines_of
            )
    yield section("The answer then")
    yield from _analysis(after, top)


def _changed(conflict: Conflict, words: Words) -> str:
    clash = "  ×  ".join(f"{words.line(line)} [{words.party_of(line)}]" for line in conflict.red_lines)
    facts = names.because(conflict, words)
    return f"{clash}, since {names.listed(facts)}" if facts else clash + names.undetermined(conflict, words)


def _change(kind: str, what: str) -> str:
    return {"drop": f"without {what}", "set": f"with {what}", "add": f"with the demand {what}"}[kind]


def _differences(comparison: Comparison) -> Iterable[str]:
    before, after = comparison.before, comparison.after
    if before.verdict == after.verdict:
        yield f"The verdict stays: {sentences.verdict_word(before).lower()}."
    else:
        yield f"The verdict changes: {sentences.verdict_word(before).lower()} before, {sentences.verdict_word(after).lower()} then."
    if before.conflicts_complete and after.conflicts_complete:
        yield f"Conflicts: {len(before.conflicts or ())} before, {len(after.conflicts or ())} then."
    costs: list[tuple[str, Cost | None, Cost | None]] = [
        ("Minimal relaxations", before.relaxations_total, after.relaxations_total)
    ]
    if before.cheapest is not None and after.cheapest is not None:
        costs.append(("Least cost of a deal", before.cheapest.cost, after.cheapest.cost))
    for label, old, new in costs:
        if old is not None and new is not None and "deal" not in (before.verdict, after.verdict):
            yield f"{label}: {names.cost_text(old)} before, {names.cost_text(new)} then."
