"""The sentences of concessions and what they come to: what was proved, and nothing beyond that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ...models.meaning.units import DAYS
from ...models.scenario import Scenario
from ...models.values import DealValue, number_text
from ...results.concessions import Burden, Concession, Concessions, Moves, Package, Sensitivity
from ...results.kept import by_request
from ...results.verdict import Cost
from .analysis import as_asked, silent_actors
from .names import Words, cost_text, listed, said
from .verdict import by_solver, no_deal, proved, why_stopped

_NONE_HELPS = "None of the concessions allowed makes a deal possible."


def verdict_sentence(answer: Moves) -> str:
    """Return the verdict in a sentence."""
    match answer.verdict:
        case "deal":
            return "A deal exists that crosses no red line; nobody has to move."
        case "no_deal":
            return no_deal(answer.evidence)
    return f"It is not known whether a deal exists that crosses no red line: {why(answer)}. There may be one."


def why(answer: Moves) -> str:
    """Return what cut the search off."""
    return why_stopped(answer.stopped_by, "there are too many to list")


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
        return f"falls back to “{said(fallback)}”{cost}"
    assert concession.amount is not None
    assert concession.kept_at is not None
    amount = with_unit(concession.amount, concession.unit)
    if not words.has_bound(concession.red_line):
        return f"may be off by {amount}{cost}"
    if isinstance(concession.before, date):
        start, end = with_unit(concession.before, None), with_unit(concession.kept_at, None)
        return f"moves by {amount}, from {start} to {end}{cost}"
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
    sentences = as_asked(answer.scenario, answer.kept, answer.only_from, "move")
    if not isinstance(answer, Sensitivity) and answer.budgets:
        each = [f"{words.party(party)} at most {cost_text(cost)}" for party, cost in answer.budgets.items()]
        sentences.append(f"{'Budget' if len(each) == 1 else 'Budgets'}, as you asked: {listed(each)}.")
    return sentences


def list_sentence(answer: Concessions) -> str:
    """Return how many relaxations there are and whether those listed are the cheapest."""
    shown, total = len(answer.relaxations), answer.relaxations_total
    bound = answer.kept or answer.budgets
    within = " within what was asked" if by_request(answer.kept) or answer.budgets else ""
    if not answer.relaxations_complete:
        why_not = f"{why(answer)} before the next was found"
        return (
            f"These {shown} are the cheapest{within}; {why_not}."
            if shown
            else f"No relaxation is known: {why(answer)}."
        )
    if not shown:
        if answer.max_cost is not None and total is None:
            return f"No relaxation{within} costs {cost_text(answer.max_cost)} or less."
        return _NONE_HELPS if bound else "Moving red lines does not make a deal possible."
    if answer.smallest:
        return _smallest_sentence(shown, total)
    if total == shown:
        return f"There {'is one relaxation' if total == 1 else f'are {total:,} relaxations'}{within}; all are listed."
    these = "This is the cheapest" if shown == 1 else f"These {shown} are the cheapest"
    if answer.max_cost is not None and answer.relaxations_within == shown:
        return f"{these}{within}; no other costs {cost_text(answer.max_cost)} or less."
    return f"{these}{within}. How many more there are was not counted."


def _smallest_sentence(shown: int, total: int | None) -> str:
    if total == 1:
        return "No relaxation moves less in any unit or costs less in other lines. Others may be just as good."
    listed_are = "all are listed" if shown == total else f"{shown} are listed"
    return (
        f"Of {total:,} relaxations, none moves less in one unit, or costs less in other lines, without moving more "
        f"elsewhere; {listed_are}."
    )


def moved_sentence(package: Package) -> str:
    """Return how much moves in all."""
    if not package.moved:
        return f"No number or date moves; the other lines cost {cost_text(package.cost)}."
    cost = f", and others at a cost of {cost_text(package.cost)}" if package.cost else ""
    return f"In all, lines move by {amounts(package.moved)}{cost}."


def rests_on(answer: Concessions | Burden) -> list[str]:
    """Return what the answer rests on."""
    packages = answer.relaxations if isinstance(answer, Concessions) else answer.frontier
    complete = answer.relaxations_complete if isinstance(answer, Concessions) else answer.frontier_complete
    sentences = []
    if packages:
        sentences.append("Each deal shown, and how far each line moves in it, was recalculated in exact arithmetic.")
    if complete and packages and answer.stopped_by is not None:
        sentences.append(f"A deal shown need not be the one nearest to the status quo: {why(answer)}.")
    if complete:
        counted = isinstance(answer, Burden) or answer.smallest or answer.relaxations_total is not None
        nothing = "nothing helps" if not packages else "nothing is missing" if counted else "nothing cheaper is missing"
        sentences.append(
            f"Two solver runs with different settings found that {nothing}."
            if answer.confirmed
            else f"Only one solver run says that {nothing}; a second took too long."
        )
    return sentences


def caveats(scenario: Scenario) -> list[str]:
    """Return what every answer about a scenario rests on: what nobody said outright, and whose consent is unknown."""
    sentences = []
    for basis, opening in (
        ("assumption", "Assumed, by the scenario"),
        ("inferred", "Inferred, not said in so many words"),
    ):
        if marked := _of_basis(scenario, basis):
            sentences.append(f"{opening}: {listed(marked)}.")
    notes = ["Read the scenario's notes too; zopa solve shows them."] if scenario.notes else []
    return [*sentences, *silent_actors(scenario), *notes]


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
        found = "One way" if number == 1 else f"{number:,} ways"
        return f"{found} to divide the burden found so far; there may be others, and better ones: {why(answer)}."
    if not number:
        return _NONE_HELPS
    evidence = proved(by_solver(answer.confirmed))
    if number == 1:
        return f"One way to divide the burden is at least as good for every party as any other. {evidence}"
    none_less = "in which no party can give less without another giving more"
    return f"There are exactly {number:,} ways to divide the burden {none_less}. {evidence}"


def firmness_sentence(answer: Sensitivity) -> str:
    """Return what the cheapest relaxations cost and how many there are."""
    if answer.cost is None:
        if answer.verdict == "no_deal" and answer.stopped_by is None:
            return _NONE_HELPS
        return f"It is not proved what the cheapest way to a deal costs: {why(answer)}."
    if answer.total is None:
        return f"The cheapest ways to a deal cost {cost_text(answer.cost)}; there are too many to list."
    if answer.total == 1:
        return f"The cheapest way to a deal costs {cost_text(answer.cost)}, and it is the only one at that cost."
    return f"The cheapest ways to a deal cost {cost_text(answer.cost)}; there are {answer.total:,} of them."
