"""The sentences of the best deals, wherever they are shown: utilities, solutions, and what is proved of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ...models.values import number_text
from ...results.best_deals import SOLUTIONS, Bargain, Bound, Outcome, SolutionName, UtilityValue
from .names import Words, listed
from .verdict import by_solver, no_deal, proved, why_stopped

NAMES: Mapping[SolutionName, str] = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "relative_utilitarian": "relative utilitarian",
}

DEFINITIONS: Mapping[str, str] = {
    "nash": "Nash: maximises the product of gains",
    "kalai_smorodinsky": "Kalai-Smorodinsky: maximises the smallest share of each party's best possible gain",
    "egalitarian": "Egalitarian: maximises the smallest gain",
    "utilitarian": "Utilitarian: maximises the sum of utilities",
    "relative_utilitarian": "Relative utilitarian: maximises the sum of the shares of each party's best possible gain",
    "negmas_kalai": "NegMAS: maximises the smallest gain, without looking at the next where some tie",
    "genius_kalai": "GENIUS: minimises the differences between utilities, added up over all pairs of parties",
    "anl_kalai": "ANL: minimises the difference between the two utilities",
    "negolog_kalai": "NegoLog: maximises the sum of utilities",
}

_MAXIMISED: Mapping[str, str] = {
    "nash": "the product of gains",
    "kalai_smorodinsky": "the smallest share",
    "egalitarian": "the smallest gain",
    "utilitarian": "the sum of utilities",
    "relative_utilitarian": "the sum of shares",
}


def utility_text(value: UtilityValue | None) -> str:
    """Return a utility for a reader; what is rounded says so."""
    if value is None:
        return "(not proved)"
    return f"≈{float(value):,.2f}" if isinstance(value, Fraction) else number_text(value)


def utilities(outcome: Outcome, words: Words) -> str:
    """Return what a deal is worth to each party."""
    return listed([f"{words.party(party)} {utility_text(value)}" for party, value in outcome.utilities.items()])


def verdict(bargain: Bargain, words: Words) -> str:
    """Return the verdict in a sentence or two."""
    evidence = proved(bargain.evidence)
    match bargain.verdict:
        case "deal":
            if not bargain.stated:
                return "A deal exists that crosses no red line."
            values = "value" if len(bargain.stated) == 1 else "values"
            stated = listed([words.party(party) for party in bargain.stated])
            return f"A deal exists that crosses no red line and reaches the stated reservation {values} of {stated}."
        case "undecided":
            return f"It is not known whether there is such a deal: {why_cut_off(bargain)}. There may be one."
    if bargain.red_lines_verdict == "no_deal":
        too = "; --reservations adds the reservation values" if bargain.stated else ""
        why = "zopa solve shows why, and zopa relax what would have to give"
        return f"{no_deal(bargain.evidence, ' that crosses no red line, whatever it is worth')} {why}{too}."
    clashes = []
    for parties in bargain.clashes:
        who = listed([f"{words.party(party)} ({utility_text(bargain.reservation[party])})" for party in parties])
        clashes.append(f"{who} together" if len(parties) > 1 else who)
    none = f"but none reaches the reservation values of {listed(clashes, 'or')}"
    return f"Deals exist that cross no red line, {none}. {evidence}"


def why_cut_off(bargain: Bargain) -> str:
    """Return why the answer is not whole."""
    return why_stopped(bargain.stopped_by, "the search was cut off")


def reservations(bargain: Bargain, words: Words) -> Iterator[str]:
    """Yield what each party's gain counts from."""
    if bargain.verdict != "deal":
        return
    values = {party: f"{words.party(party)} {utility_text(bargain.reservation[party])}" for party in bargain.parties}
    if stated := [values[party] for party in bargain.stated]:
        yield f"Stated reservation {'value' if len(stated) == 1 else 'values'}: {listed(stated)}."
    if others := [text for party, text in values.items() if party not in bargain.stated]:
        yield f"Without a stated reservation value, gains count from the worst such deal: {listed(others)}."


def frontier_title(bargain: Bargain) -> str:
    """Return the title of the list of points; a frontier that is not complete is not called one."""
    if bargain.frontier_complete:
        return "The frontier: nobody can gain without somebody else losing"
    return "The best deals found so far"


def frontier_sentence(bargain: Bargain) -> str:
    """Say how many points the frontier has, and whether these are all."""
    number = len(bargain.frontier)
    if bargain.frontier_complete:
        there = "is exactly one such point" if number == 1 else f"are exactly {number:,} such points"
        return f"There {there}. {proved(bargain.frontier_evidence)}"
    found = "One deal was found" if number == 1 else f"{number:,} deals were found that none of the others beats"
    on_frontier = sum(outcome.is_best is True for outcome in bargain.frontier)
    if on_frontier == number:
        points = "It is a point of the frontier" if number == 1 else "All are points of the frontier"
        return f"{found}. {points}. {proved(by_solver(confirmed=False))} There may be more."
    some = f"; {on_frontier:,} of them are proved to be points of the frontier" if on_frontier else ""
    return f"{found}{some}. There may be more, and better ones."


def unproved_sentence(bargain: Bargain) -> str:
    """Say which solutions are not proved, and so not drawn; nothing where all are."""
    names = [NAMES[name] for name in SOLUTIONS if bargain.solutions.get(name) is None]
    if len(names) == len(SOLUTIONS):
        return "No solution is proved, so none is drawn."
    return f"Not proved, and so not drawn: {listed(names)}." if names else ""


def not_proved(bargain: Bargain, name: str) -> str:
    """Say how far a solution is known that is not proved."""
    bound = Bound() if bargain.bounds is None else bargain.bounds.solutions[name]
    if name != "utilitarian" and None in bargain.reservation.values():
        return "not proved: it is not known for every party what its gain counts from"
    if bound.reached is None or bound.at_most is None:
        return "not proved"
    return f"not proved; {_MAXIMISED[name]}: {between(bound)}"


def between(bound: Bound) -> str:
    """Return what a known deal reaches, and what none exceeds."""
    if bound.reached == bound.at_most:
        return f"{utility_text(bound.reached)} is reached, and no deal exceeds that"
    return f"{utility_text(bound.reached)} is reached, and no deal exceeds {utility_text(bound.at_most)}"


def rests_on(bargain: Bargain, comparing: list[str]) -> list[str]:
    """Return what the answer rests on; ``comparing`` names what compares utilities of different parties."""
    sentences = ["Each deal shown was checked against every fact and red line, and its utilities worked out, exactly."]
    if bargain.frontier_complete:
        what = "point" if bargain.frontier else "way"
        match bargain.frontier_evidence:
            case "enumerated":
                sentences.append(f"No {what} is missing: every combination of values was tried.")
            case "confirmed":
                sentences.append(
                    f"No {what} is missing: every combination of values was tried, or two solver runs found none."
                )
            case _:
                sentences.append(f"Only one solver run says that no {what} is missing; a second took too long.")
    anyway = f"; {listed(comparing)} {'does' if len(comparing) == 1 else 'do'} so anyway" if comparing else ""
    valued = "What a party values is what the scenario says."
    return [*sentences, f"{valued} One party's utility cannot be compared with another's{anyway}."]
