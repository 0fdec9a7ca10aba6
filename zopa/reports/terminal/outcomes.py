"""All deals that the parties accept, and what other systems call Kalai: parts of the report that are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ...results.best_deals import Bargain, Outcome
from ..wording.best_deals import utility_text
from ..wording.names import Words, listed
from .layout import section

ELSEWHERE: Mapping[str, str] = {
    "negmas_kalai": "NegMAS: the smallest gain is greatest, whatever the next",
    "genius_kalai": "GENIUS: the utilities differ least, added up over all pairs of parties",
    "anl_kalai": "ANL: the two utilities differ least",
    "negolog_kalai": "NegoLog: the greatest sum of utilities",
}


def outcomes_report(bargain: Bargain, words: Words) -> Iterable[RenderableType]:
    """Yield a row for each deal: what it is worth, whether it is on the frontier, and its values."""
    if bargain.outcomes is None:
        return
    yield section("Every deal that all accept")
    if not bargain.outcomes_complete:
        yield Text("A limit came before they were all known; none is listed.")
        return
    yield Text(_count(bargain))
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), header_style="bold", show_edge=False)
    table.add_column("", justify="right")
    for party in bargain.parties:
        table.add_column(words.party(party), justify="right")
    table.add_column("")
    table.add_column("The deal", ratio=1)
    for number, outcome in enumerate(bargain.outcomes, start=1):
        worth = [utility_text(outcome.utilities[party]) for party in bargain.parties]
        table.add_row(f"{number}.", *worth, "best" if outcome.is_best else "", _values(outcome, words))
    yield table


def _count(bargain: Bargain) -> str:
    number = len(bargain.outcomes or ())
    there = "is one such deal" if number == 1 else f"are {number:,} such deals"
    marked = " Those marked “best” are worth what a point of the frontier is." if bargain.frontier_complete else ""
    return f"There {there}; every combination of values was gone through.{marked}"


def _values(outcome: Outcome, words: Words) -> str:
    return "; ".join(f"{words.term(term)}: {words.value(term, value)}" for term, value in outcome.deal.items())


def elsewhere_report(bargain: Bargain, words: Words) -> Iterable[RenderableType]:
    """Yield what other systems call Kalai."""
    if bargain.elsewhere is None:
        return
    yield section("What other systems call Kalai")
    for name, found in bargain.elsewhere.items():
        yield Text(f"\n{ELSEWHERE[name]}", style="bold")
        if found is None:
            for_two = name == "anl_kalai" and len(bargain.parties) != 2
            yield Text("  defined for two parties only" if for_two else "  not proved", style="dim")
            continue
        for outcome in found[:4]:
            told = [f"{words.party(party)} {utility_text(value)}" for party, value in outcome.utilities.items()]
            yield Text(f"  {listed(told)}", style="green")
        if len(found) > 4:
            yield Text(f"  and {len(found) - 4} more; --json has all", style="dim")
