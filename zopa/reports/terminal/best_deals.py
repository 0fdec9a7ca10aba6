"""The terminal report of the best deals: verdict, solutions, frontier, and who gains what from which term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.bar import Bar
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ...results.best_deals import SOLUTIONS, Bargain, Outcome, Proposal, UtilityValue
from ..wording.analysis import STOPPED
from ..wording.best_deals import frontier_sentence, frontier_title
from ..wording.best_deals import utility_text as _text
from ..wording.bounds import bounds_report, not_proved
from ..wording.concessions import caveats
from ..wording.names import Words, counted, listed
from .layout import bullets, deal_table, heading, red_lines, section
from .outcomes import elsewhere_report, outcomes_report
from .plane import plane
from .shortfalls import compared, shortfall_report

NAMES = {
    "nash": "Nash: the greatest product of gains",
    "kalai_smorodinsky": "Kalai-Smorodinsky: whoever gets the smallest share of the best it could gain gets most",
    "egalitarian": "Egalitarian: the smallest gain is greatest",
    "utilitarian": "Utilitarian: the greatest sum of utilities",
    "relative_utilitarian": "Relative utilitarian: the greatest sum of shares of the best possible gain",
}

_COLOURS = {"deal": "bold green", "no_deal": "bold red", "undecided": "bold yellow"}
_MOST_WIDER = 3
"""By how many characters a column of bars grows at most so that its party's name is not cut."""
_MOST_POINTS = 24
"""How many points of the frontier are drawn; of more, so many are picked evenly."""


def bargain_report(bargain: Bargain, width: int, only: str | None = None) -> Iterable[RenderableType]:
    """Yield the parts of the report; of the solutions, one where it is named."""
    words = Words(bargain.scenario)
    yield heading(bargain.scenario)
    word = {"deal": "A DEAL EXISTS", "no_deal": "NO DEAL", "undecided": "UNDECIDED"}[bargain.verdict]
    yield Text.assemble((word, _COLOURS[bargain.verdict]), "  ", _verdict(bargain, words))
    yield from (Text(sentence) for sentence in _reservations(bargain, words))
    if bargain.proposal is not None:
        yield from _proposal(bargain.proposal, words)
    if bargain.shortfalls is not None:
        yield from shortfall_report(bargain, bargain.shortfalls, words)
        yield section("What this rests on")
        yield bullets(_proof(bargain, words))
    if not bargain.frontier:
        if bargain.verdict == "no_deal" and bargain.shortfalls is None and (resting := caveats(bargain.scenario)):
            yield section("What this rests on")
            yield bullets(resting)
        return
    if bargain.diverse is not None:
        yield from _diverse(bargain.diverse, words)
    yield section("Five ways to choose" if only is None else "One way to choose")
    yield Text(_gains(bargain))
    for name in SOLUTIONS if only is None else [only]:
        yield from _solution(bargain, name, words)
    yield from elsewhere_report(bargain, words)
    yield from bounds_report(bargain, words)
    yield section(frontier_title(bargain))
    yield Text(frontier_sentence(bargain))
    yield from plane(bargain, words, width)
    yield _plot(bargain, words, width)
    if len(_picked(bargain)) < len(bargain.frontier):
        drawn = f"{len(_picked(bargain))} of the {len(bargain.frontier):,} are drawn; --json has all."
        yield Text(drawn, style="dim")
    yield from outcomes_report(bargain, words)
    shown = _shown(bargain, only)
    if shown is not None:
        name, outcome = shown
        yield section(f"The deal at the {name} point")
        yield deal_table(outcome.deal, words)
        yield Text("\nWhat it brings:")
        yield _contributions(outcome, words)
    yield section("What this rests on")
    yield bullets(_proof(bargain, words))


def _verdict(bargain: Bargain, words: Words) -> str:
    match bargain.verdict:
        case "deal":
            if not bargain.stated:
                return "There is a deal that crosses no red line."
            stated = listed([words.party(party) for party in bargain.stated])
            return f"There is a deal that crosses no red line and is worth its stated reservation value to {stated}."
        case "undecided":
            why = STOPPED[bargain.stopped_by] if bargain.stopped_by else "the search was cut off"
            return f"It is not known whether there is such a deal: {why}. This does not mean that there is none."
    if bargain.red_lines_verdict == "no_deal":
        told = "No deal exists that crosses no red line, whatever it is worth. This is proved."
        too = ", with --reservations of the reservation values, too" if bargain.stated else ""
        return f"{told} zopa solve tells why and what would have to give{too}."
    who = [
        listed([f"{words.party(party)} ({_text(bargain.reservation[party])})" for party in parties])
        for parties in bargain.clashes
    ]
    together = [
        f"{one} together" if len(parties) > 1 else one for one, parties in zip(who, bargain.clashes, strict=True)
    ]
    return f"Deals exist that cross no red line, but none reaches the reservation values of {listed(together, 'or')}. This is proved."


def _reservations(bargain: Bargain, words: Words) -> Iterable[str]:
    if bargain.verdict != "deal":
        return
    stated = [f"{words.party(party)} {_text(bargain.reservation[party])}" for party in bargain.stated]
    if stated:
        yield f"Least accepted, as stated: {listed(stated)}."
    others = [party for party in bargain.parties if party not in bargain.stated]
    if others:
        told = listed([f"{words.party(party)} {_text(bargain.reservation[party])}" for party in others])
        yield f"Where no reservation value is stated, gains count from the least that any such deal brings: {told}."


def _gains(bargain: Bargain) -> str:
    return (
        "Gains count from these values. Points that tie are all told; a deal stands for each."
        if bargain.parties
        else ""
    )


def _proposal(proposal: Proposal, words: Words) -> Iterable[RenderableType]:
    yield section("The deal proposed")
    yield Text(f"It is worth {_worth(proposal.outcome, words)}.")
    facts = [f"“{words.fact(name)}”" for name in proposal.crossed if name in words.scenario.facts]
    if facts:
        yield Text(f"It breaks the {'fact' if len(facts) == 1 else 'facts'} {listed(facts)}.")
    if lines := [name for name in proposal.crossed if name not in words.scenario.facts]:
        yield Text(f"It crosses {'one red line' if len(lines) == 1 else counted(len(lines), 'red line')}:")
        yield red_lines(lines, words)
    for party, missing in proposal.short.items():
        yield Text(f"It is {_text(missing)} short of the reservation value of {words.party(party)}.")
    if not proposal.better:
        if proposal.is_best:
            yield Text(
                "It is on the frontier: no deal is worth more to one party and no less to the others. This is proved."
            )
        return
    best = proposal.better[0]
    yield Text(f"Better for some and worse for nobody: {_utilities(best, words)}.")
    if proposal.distance:
        yield Text(f"Each gains at least {_text(proposal.distance)} by that; no deal gives each of them more.")
    changed = {term: value for term, value in best.deal.items() if proposal.outcome.deal[term] != value}
    yield Text("What would change:")
    yield deal_table(changed, words)


def _diverse(outcomes: Sequence[Outcome], words: Words) -> Iterable[RenderableType]:
    yield section("Good deals that differ")
    for number, outcome in enumerate(outcomes, start=1):
        yield Text(f"{'' if number == 1 else chr(10)}{number}. {_utilities(outcome, words)}", style="bold")
        yield deal_table(outcome.deal, words)


def _utilities(outcome: Outcome, words: Words) -> str:
    return listed([f"{words.party(party)} {_text(value)}" for party, value in outcome.utilities.items()])


def _worth(outcome: Outcome, words: Words) -> str:
    return listed([f"{_text(value)} to {words.party(party)}" for party, value in outcome.utilities.items()])


def _solution(bargain: Bargain, name: str, words: Words) -> Iterable[RenderableType]:
    yield Text(f"\n{NAMES[name]}", style="bold")
    found = bargain.solutions.get(name)
    if found is None:
        yield Padding(Text(not_proved(bargain, name), style="dim"), (0, 0, 0, 2))
        return
    for outcome in found[:4]:
        yield Padding(Text(_utilities(outcome, words), style="green"), (0, 0, 0, 2))
    if len(found) > 4:
        yield Text(f"  and {len(found) - 4} more; --json has all", style="dim")


def _plot(bargain: Bargain, words: Words, width: int) -> RenderableType:
    """A row for each point: a bar and a number for each party, and which solutions it is."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    table.add_column("", justify="right")
    texts = {party: [_text(outcome.utilities[party]) for outcome in bargain.frontier] for party in bargain.parties}
    numbers = {party: max(map(len, told)) for party, told in texts.items()}
    size = max(6, min(36, (width - 24 - sum(3 + number for number in numbers.values())) // len(bargain.parties) - 3))
    values = [float(value) for outcome in bargain.frontier for value in outcome.utilities.values()]
    low, high = min(0.0, *values), max(*values, 1.0)
    for party in bargain.parties:
        name = words.party(party)
        longest = max(map(len, name.split()), default=0)
        table.add_column(name, width=max(size, min(longest, size + _MOST_WIDER)), overflow="fold")
        table.add_column("", justify="right", width=numbers[party])
    table.add_column("")
    for at in _picked(bargain):
        outcome = bargain.frontier[at]
        cells: list[RenderableType] = []
        for party in bargain.parties:
            cells += [Bar(high - low, 0, float(outcome.utilities[party]) - low), texts[party][at]]
        table.add_row(f"{at + 1}.", *cells, Text(_marks(bargain, outcome), style="green"))
    return table


def _marks(bargain: Bargain, outcome: Outcome) -> str:
    proved = ["proved"] if outcome.is_best and not bargain.frontier_complete else []
    return ", ".join([*_names(bargain, outcome), *proved])


def _names(bargain: Bargain, outcome: Outcome) -> list[str]:
    short = {
        "nash": "Nash",
        "kalai_smorodinsky": "K-S",
        "egalitarian": "egal.",
        "utilitarian": "util.",
        "relative_utilitarian": "rel. util.",
    }
    return [short[name] for name, found in bargain.solutions.items() if found is not None and outcome in found]


def _picked(bargain: Bargain) -> list[int]:
    number = len(bargain.frontier)
    if number <= _MOST_POINTS:
        return list(range(number))
    named = {at for at, outcome in enumerate(bargain.frontier) if _names(bargain, outcome)}
    return sorted({*list(named)[:8], *(at * (number - 1) // (_MOST_POINTS - 1) for at in range(_MOST_POINTS))})


def _shown(bargain: Bargain, only: str | None) -> tuple[str, Outcome] | None:
    name = only or "nash"
    found = bargain.solutions.get(name)
    return (NAMES[name].split(":")[0], found[0]) if found else None


def _contributions(outcome: Outcome, words: Words) -> RenderableType:
    """A row for each term and each bonus: what it brings each party."""
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    table.add_column("")
    for party in outcome.contributions:
        table.add_column(words.party(party), justify="right")
    terms = dict.fromkeys(name for brought in outcome.contributions.values() for name in brought)
    for name in (name for name in terms if name in words.scenario.terms):
        table.add_row(words.term(name), *(_cell(brought, name) for brought in outcome.contributions.values()))
    for party in outcome.contributions:
        for at, bonus in enumerate(words.scenario.parties[party].bonuses, start=1):
            value = _text(outcome.contributions[party][f"bonus {at}"])
            cells = (value if other == party else "–" for other in outcome.contributions)
            table.add_row(bonus.says or bonus.when, *cells)
    return table


def _cell(brought: Mapping[str, UtilityValue], name: str) -> str:
    return _text(brought[name]) if name in brought else "–"


def _proof(bargain: Bargain, words: Words) -> list[str]:
    told = ["Each deal shown was checked against every line, and its utilities worked out, in exact arithmetic."]
    if bargain.frontier_complete:
        told_of = "point" if bargain.frontier else "way"
        told.append(
            f"That no {told_of} is missing was found by going through every combination, or by two solver runs."
            if bargain.confirmed
            else f"That no {told_of} is missing rests on one solver run; a second opinion took too long."
        )
    comparing = ["the utilitarian", "egalitarian solutions"]
    if bargain.shortfalls is not None:
        comparing = [f"“{mark}”" for mark in compared(bargain.shortfalls)]
    compare = "compares" if len(comparing) == 1 else "compare"
    all_the_same = f"; {listed(comparing)} {compare} them all the same" if comparing else ""
    told.append(
        "What a party values is what the scenario says. A utility of one party is not comparable with another's"
        f"{all_the_same}."
    )
    return [*told, *caveats(bargain.scenario)]
