"""The report on the best deals: verdict, solutions, frontier, and who gains what from which term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.bar import Bar
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from ...results.best_deals import SOLUTIONS, Bargain, Outcome, Proposal
from ..wording import best_deals as said
from ..wording.best_deals import utility_text
from ..wording.concessions import caveats
from ..wording.names import Words, counted, listed
from ..wording.verdict import by_solver, headline, proved
from .layout import (
    NUMBER,
    View,
    bullets,
    deal_table,
    figures,
    heading,
    picked,
    red_lines,
    rests_on,
    section,
    verdict_line,
)
from .plane import plane
from .shortfalls import compared, shortfalls
from .tables import Column, Rows

_MOST_POINTS = 24
"""How many points of the frontier are drawn; of more, this many are picked evenly."""
_MOST_TIED = 4
"""How many points that are the same solution are listed."""
_SHORT = {
    "kalai_smorodinsky": "K-S",
    "egalitarian": "egal.",
    "utilitarian": "util.",
    "relative_utilitarian": "rel. util.",
}


def report(bargain: Bargain, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    words = Words(bargain.scenario)
    yield heading(bargain.scenario)
    yield verdict_line(headline(bargain.verdict, said.verdict(bargain, words)))
    yield from (Text(sentence) for sentence in said.reservations(bargain, words))
    if bargain.proposal is not None:
        yield from _proposal(bargain, bargain.proposal, words)
    if bargain.shortfalls is not None:
        yield from shortfalls(bargain, bargain.shortfalls, words)
    if bargain.frontier:
        yield from _best(bargain, words, view)
    resting = caveats(bargain.scenario)
    if bargain.frontier or bargain.shortfalls is not None:
        comparing = ["the utilitarian", "egalitarian solutions"]
        if bargain.shortfalls is not None:
            comparing = [f"“{mark}”" for mark in compared(bargain.shortfalls)]
        yield from rests_on([*said.rests_on(bargain, comparing), *resting])
    elif bargain.verdict == "no_deal":
        yield from rests_on(resting)


def _best(bargain: Bargain, words: Words, view: View) -> Iterable[RenderableType]:
    """Yield the solutions and the frontier."""
    if bargain.diverse is not None:
        yield section("Good deals that differ")
    for number, outcome in enumerate(bargain.diverse or (), start=1):
        yield Text(f"{'' if number == 1 else chr(10)}{number}. {said.utilities(outcome, words)}", style="bold")
        yield deal_table(outcome.deal, words)
    yield section("Five definitions of best and fair" if view.solution is None else "One definition of best and fair")
    yield Text("Gains count from these values. All points that tie are listed, each with one deal.")
    for name in SOLUTIONS if view.solution is None else [view.solution]:
        yield from _solution(said.DEFINITIONS[name], bargain.solutions.get(name), said.not_proved(bargain, name), words)
    if bargain.elsewhere is not None:
        yield section("What other systems call Kalai")
        for name, found in bargain.elsewhere.items():
            for_two = name == "anl_kalai" and len(bargain.parties) != 2
            otherwise = "defined for two parties only" if for_two else "not proved"
            yield from _solution(said.DEFINITIONS[name], found, otherwise, words)
    yield from _bounds(bargain, words)
    yield section(said.frontier_title(bargain))
    yield Text(said.frontier_sentence(bargain))
    yield from plane(bargain, words, view.width)
    yield Text()
    yield from _bars(bargain, words)
    yield from _outcomes(bargain, words)
    shown = view.solution or "nash"
    for outcome in (bargain.solutions.get(shown) or ())[:1]:
        yield section(f"The {said.NAMES[shown]} deal")  # type: ignore[index]
        yield deal_table(outcome.deal, words)
        yield Text("\nWhat each term is worth:")
        yield _contributions(outcome, words)


def _proposal(bargain: Bargain, proposal: Proposal, words: Words) -> Iterable[RenderableType]:
    yield section("The proposed deal")
    outcome = proposal.outcome
    worth = [f"{utility_text(value)} to {words.party(party)}" for party, value in outcome.utilities.items()]
    yield Text(f"It is worth {listed(worth)}.")
    facts = [f"“{words.fact(name)}”" for name in proposal.crossed if name in words.scenario.facts]
    if facts:
        yield Text(f"It breaks the {'fact' if len(facts) == 1 else 'facts'} {listed(facts)}.")
    if lines := [name for name in proposal.crossed if name not in words.scenario.facts]:
        yield Text(f"It crosses {'one red line' if len(lines) == 1 else counted(len(lines), 'red line')}:")
        yield red_lines(lines, words)
    for party, missing in proposal.short.items():
        yield Text(f"It is {utility_text(missing)} short of the reservation value of {words.party(party)}.")
    if not proposal.better:
        if proposal.is_best:
            best = "It is on the frontier: no deal is worth more to one party and no less to the others."
            yield Text(f"{best} {proved(bargain.frontier_evidence)}")
        return
    better = proposal.better[0]
    yield Text(f"A deal that is better for some and worse for nobody: {said.utilities(better, words)}.")
    if proposal.distance:
        least = utility_text(proposal.distance)
        yield Text(f"With it each gains at least {least}; no deal gives every party more than that.")
    yield Text("What would change:")
    yield deal_table({term: value for term, value in better.deal.items() if outcome.deal[term] != value}, words)


def _solution(
    definition: str, found: Sequence[Outcome] | None, otherwise: str, words: Words
) -> Iterable[RenderableType]:
    """Yield the points that are a solution, or why none is listed."""
    yield Text(f"\n{definition}", style="bold")
    if found is None:
        yield Padding(Text(otherwise, style="dim"), (0, 0, 0, 2))
        return
    for outcome in found[:_MOST_TIED]:
        yield Padding(Text(said.utilities(outcome, words), style="green"), (0, 0, 0, 2))
    if len(found) > _MOST_TIED:
        yield Text(f"  and {len(found) - _MOST_TIED} more; --json lists all", style="dim")


def _bounds(bargain: Bargain, words: Words) -> Iterable[RenderableType]:
    """Yield how much better a deal can be, where a limit left the frontier open."""
    if bargain.bounds is None or bargain.frontier_complete:
        return
    yield section("How much better a deal can be")
    yield Text(f"This is not the whole answer: {said.why_cut_off(bargain)}.\n")
    yield bullets([f"{words.party(party)}: {said.between(bound)}." for party, bound in bargain.bounds.ideal.items()])
    evidence = proved(by_solver(confirmed=False))
    yield Text(f"\n{evidence} There need not be deals close to these bounds.", style="dim")


# -- the frontier -----------------------------------------------------------------------------------------------------


def _bars(bargain: Bargain, words: Words) -> Iterable[RenderableType]:
    """Yield a row for each point: a bar and a number for each party, and which solutions it is."""
    values = [float(value) for outcome in bargain.frontier for value in outcome.utilities.values()]
    low, high = min(0.0, *values), max(*values, 1.0)
    named = [at for at, outcome in enumerate(bargain.frontier) if _names(bargain, outcome)]
    shown = picked(len(bargain.frontier), _MOST_POINTS, named[:8])
    columns, rows, bars = [NUMBER], list[list[str | Text]](), {}
    for number, party in enumerate(bargain.parties, start=1):
        columns.append(Column(words.party(party), is_whole=True))
        drawn = [float(bargain.frontier[at].utilities[party]) for at in shown]
        bars[number] = [Bar(high - low, 0, one - low) for one in drawn]
    for at in shown:
        outcome = bargain.frontier[at]
        worth = [utility_text(outcome.utilities[party]) for party in bargain.parties]
        proof = ["proved"] if outcome.is_best and not bargain.frontier_complete else []
        marks = Text(", ".join([*_names(bargain, outcome), *proof]), style="green")
        rows.append([f"{at + 1}.", *worth, marks])
    yield Rows([*columns, Column()], rows, bars)
    if len(shown) < len(bargain.frontier):
        yield Text(f"{len(shown)} of {len(bargain.frontier):,} points shown; --json lists all.", style="dim")


def _names(bargain: Bargain, outcome: Outcome) -> list[str]:
    found = [name for name, those in bargain.solutions.items() if those is not None and outcome in those]
    return [_SHORT.get(name, "Nash") for name in found]


def _outcomes(bargain: Bargain, words: Words) -> Iterable[RenderableType]:
    """Yield a row for each deal that all accept: what it is worth, whether it is on the frontier, and its values."""
    if bargain.outcomes is None:
        return
    yield section("All acceptable deals")
    if not bargain.outcomes_complete:
        yield Text("A limit came before all were found, so none is listed.")
        return
    number = len(bargain.outcomes)
    marked = " Those marked “best” are on the frontier." if bargain.frontier_complete else ""
    there = "is one" if number == 1 else f"are {number:,}"
    yield Text(f"There {there}; every combination of values was tried.{marked}\n")
    rows = []
    for at, outcome in enumerate(bargain.outcomes, start=1):
        worth = [utility_text(outcome.utilities[party]) for party in bargain.parties]
        values = "; ".join(f"{words.term(term)}: {words.value(term, value)}" for term, value in outcome.deal.items())
        rows.append([f"{at}.", *worth, "best" if outcome.is_best else "", values])
    parties = (figures(words.party(party)) for party in bargain.parties)
    yield Rows([NUMBER, *parties, Column(), Column("The deal", least=24)], rows)


def _contributions(outcome: Outcome, words: Words) -> RenderableType:
    """Return a row for each term and each bonus: what it brings each party."""
    brought = outcome.contributions
    rows = []
    for name in dict.fromkeys(name for own in brought.values() for name in own if name in words.scenario.terms):
        worth = [utility_text(own[name]) if name in own else "–" for own in brought.values()]
        rows.append([words.term(name), *worth])
    for party in brought:
        for at, bonus in enumerate(words.scenario.parties[party].bonuses, start=1):
            value = utility_text(brought[party][f"bonus {at}"])
            worth = [value if other == party else "–" for other in brought]
            rows.append([bonus.says or bonus.when, *worth])
    return Rows([Column(least=24), *(figures(words.party(party)) for party in brought)], rows)
