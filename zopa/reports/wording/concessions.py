"""Concessions and what they come to, in sentences; nothing beyond what was proved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ...models.meaning.units import DAYS
from ...models.scenario import Scenario
from ...models.values import DealValue, number_text
from ...results.concessions import Burden, Concession, Concessions, Moves, Package, Sensitivity
from ...results.verdict import Cost, Verdict
from .analysis import STOPPED, never_given_up, silent_actors
from .names import Words, cost_text, listed

_VERDICTS = {"deal": "A DEAL EXISTS", "no_deal": "NO DEAL", "undecided": "UNDECIDED"}


def verdict_word(verdict: Verdict) -> str:
    """Return the verdict in a word or two."""
    return _VERDICTS[verdict]


def verdict_sentence(answer: Moves) -> str:
    """Return the verdict in a sentence."""
    match answer.verdict:
        case "deal":
            return "There is a deal that crosses no red line; nobody has to move."
        case "no_deal":
            return "No deal exists that crosses no red line. This is proved."
    return (
        f"It is not known whether a deal exists that crosses no red line: {why(answer)}. "
        "This does not mean that there is none."
    )


def why(answer: Moves) -> str:
    """Return what cut the search off."""
    return STOPPED[answer.stopped_by] if answer.stopped_by else "there are too many to list"


def with_unit(value: DealValue, unit: str | None) -> str:
    """Return a number or date for a reader; texts stay as they are."""
    if isinstance(value, date):
        return f"{value.day} {value:%B} {value.year}"
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return str(value)
    number = number_text(value)
    if not unit:
        return number
    if unit == DAYS and value == 1:
        return "1 day"
    return f"{number}{unit}" if unit in ("%", "°", "′") else f"{number} {unit}"


def in_full(concession: Concession, words: Words) -> str:
    """Return how far a line moves and at what cost."""
    cost = "" if concession.cost is None else f", cost {cost_text(concession.cost)}"
    if concession.given_up:
        return f"given up{cost}"
    if concession.fallback is not None:
        fallback = words.red_line(concession.red_line).fallbacks[concession.fallback - 1]
        return f"falls back to “{fallback.says or fallback.require}”{cost}"
    assert concession.amount is not None
    assert concession.kept_at is not None
    amount = with_unit(concession.amount, concession.unit)
    if not words.has_bound(concession.red_line):
        return f"may be missed by {amount}{cost}"
    if isinstance(concession.before, date):
        return f"moves by {amount}, from {with_unit(concession.before, None)} to {with_unit(concession.kept_at, None)}{cost}"
    start, end = with_unit(concession.before, None), with_unit(concession.kept_at, concession.unit)
    return f"moves by {with_unit(concession.amount, None)}, from {start} to {end}{cost}"


def in_short(concession: Concession, tag: str) -> str:
    """Return how far a line moves, for a cell of a table."""
    if concession.given_up:
        return tag
    if concession.fallback is not None:
        return f"{tag} to fallback {concession.fallback}"
    assert concession.amount is not None
    return f"{tag} by {with_unit(concession.amount, DAYS if concession.unit == DAYS else None)}"


def amounts(moved: Mapping[str, Cost]) -> str:
    """Return amounts in their units."""
    return listed([with_unit(amount, unit or "(no unit)") for unit, amount in moved.items()])


def limits(answer: Concessions | Burden | Sensitivity, words: Words) -> list[str]:
    """Return what the request ruled out."""
    told = []
    if answer.kept:
        most = 6
        shown = [*answer.kept[:most], f"{len(answer.kept) - most} more"] if len(answer.kept) > most else answer.kept
        told.append(f"May not move, as asked: {listed(list(shown))}.")
    if not isinstance(answer, Sensitivity) and answer.budgets:
        each = [f"{words.party(party)} at most {cost_text(cost)}" for party, cost in answer.budgets.items()]
        told.append(f"May give, as asked: {listed(each)}.")
    return [*told, *never_given_up(answer.scenario)]


def list_sentence(answer: Concessions) -> str:
    """Return how many relaxations there are and whether those listed are the cheapest."""
    shown, total = len(answer.relaxations), answer.relaxations_total
    bound = answer.kept or answer.budgets or any(line.keep for _, _, line in answer.scenario.red_lines())
    within = " within what was asked" if answer.kept or answer.budgets else ""
    if not answer.relaxations_complete:
        why_not = f"{why(answer)} before the next was found"
        return f"These {shown} are the cheapest{within}; {why_not}." if shown else f"None is known: {why(answer)}."
    if not shown:
        if answer.max_cost is not None and total is None:
            return f"No relaxation{within} costs {cost_text(answer.max_cost)} or less."
        return "No concession that may be made makes a deal possible." if bound else "Moving red lines does not help."
    if answer.smallest:
        return _smallest_sentence(shown, total)
    if total == shown:
        return f"There {'is one relaxation' if total == 1 else f'are {total:,} relaxations'}{within}; all are listed."
    these = "This is the cheapest" if shown == 1 else f"These {shown} are the cheapest"
    if answer.max_cost is not None and answer.relaxations_within == shown:
        return f"{these}{within}; no other costs {cost_text(answer.max_cost)} or less."
    return f"{these}{within}; how many more there are was not counted."


def _smallest_sentence(shown: int, total: int | None) -> str:
    if total == 1:
        return "No relaxation moves less in any unit, or costs less in other lines; others may do as well."
    listed_are = "all are listed" if shown == total else f"{shown} are listed"
    return (
        f"{total:,} relaxations move so little that none moves less in one unit, or costs less in other lines, "
        f"without moving more in another; {listed_are}."
    )


def moved_sentence(package: Package) -> str:
    """Return how much moves in all."""
    if not package.moved:
        return f"No number or date moves; the lines that do cost {cost_text(package.cost)}."
    cost = f", and others at a cost of {cost_text(package.cost)}" if package.cost else ""
    return f"In all, lines move by {amounts(package.moved)}{cost}."


def proof(answer: Concessions | Burden) -> list[str]:
    """Return what the answer rests on."""
    packages = answer.relaxations if isinstance(answer, Concessions) else answer.frontier
    complete = answer.relaxations_complete if isinstance(answer, Concessions) else answer.frontier_complete
    told = []
    if packages:
        told.append("Each deal shown, and how far each line moves in it, was worked out again in exact arithmetic.")
    if complete:
        told.append(
            f"That nothing {_missing(answer)} was found by two solver runs with different settings."
            if answer.confirmed
            else f"That nothing {_missing(answer)} rests on one solver run; a second opinion took too long."
        )
    return told


def _missing(answer: Concessions | Burden) -> str:
    """Return what the proof is that is asked for twice."""
    if not (answer.relaxations if isinstance(answer, Concessions) else answer.frontier):
        return "helps"
    counted_all = isinstance(answer, Burden) or answer.smallest or answer.relaxations_total is not None
    return "is missing" if counted_all else "cheaper is missing"


def caveats(scenario: Scenario) -> list[str]:
    """Return what any answer about a scenario rests on: what nobody said outright, and actors who have not spoken."""
    told = []
    for basis, opening in (
        ("assumption", "Assumed, by the scenario"),
        ("inferred", "Read between the lines, not said in so many words"),
    ):
        if marked := _of_basis(scenario, basis):
            told.append(f"{opening}: {listed(marked)}.")
    notes = ["The scenario's notes are to be read with it; zopa solve shows them."] if scenario.notes else []
    return [*told, *silent_actors(scenario), *notes]


def _of_basis(scenario: Scenario, basis: str) -> list[str]:
    """Return the facts and then the red lines of some basis, these with whose they are."""
    words = Words(scenario)
    facts = [f"“{words.fact(name)}”" for name, fact in scenario.facts.items() if fact.basis == basis]
    lines = [line_id for line_id, _, line in scenario.red_lines() if line.basis == basis]
    return [*facts, *(f"“{words.line(line_id)}” ({words.party_of(line_id)})" for line_id in lines)]


def frontier_sentence(answer: Burden) -> str:
    """Return what the points are."""
    number = len(answer.frontier)
    if not answer.frontier_complete:
        if not number:
            return f"No way to divide the burden is known: {why(answer)}."
        found = "One way to divide the burden was" if number == 1 else f"{number:,} ways to divide the burden were"
        return f"{found} found; there may be others, and better ones: {why(answer)}."
    if not number:
        return "No concession that may be made makes a deal possible."
    if number == 1:
        return "One way to divide the burden is at least as good for every party as any other. This is proved."
    return (
        f"There are exactly {number:,} ways to divide the burden in which no party can give less without another "
        "giving more. This is proved."
    )


def firmness_sentence(answer: Sensitivity) -> str:
    """Return what the cheapest relaxations cost and how many there are."""
    if answer.cost is None:
        if answer.verdict == "no_deal" and answer.stopped_by is None:
            return "No concession that may be made makes a deal possible."
        return f"What the cheapest way to a deal costs is not proved: {why(answer)}."
    if answer.total is None:
        return f"The cheapest ways to a deal cost {cost_text(answer.cost)}; they are too many to list."
    if answer.total == 1:
        return f"The cheapest way to a deal costs {cost_text(answer.cost)}, and it is the only one at that cost."
    return f"The cheapest ways to a deal cost {cost_text(answer.cost)}; there are {answer.total:,} of them."
