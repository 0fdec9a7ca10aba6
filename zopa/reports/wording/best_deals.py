"""How the best deals are put into words, wherever they are shown: utilities, solutions, what is proved of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ...models.values import number_text
from ...results.best_deals import SOLUTIONS, Bargain, Proposal, SolutionName, UtilityValue
from .names import Words, listed

SHORT_NAMES: Mapping[SolutionName, str] = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "relative_utilitarian": "relative utilitarian",
}

_LONGEST_WORDS = 60
"""Letters of a line's words that a drawing has room for."""


def utility_text(value: UtilityValue | None) -> str:
    """Return a utility for a reader; what is rounded says so."""
    if value is None:
        return "(not proved)"
    return f"≈{float(value):,.2f}" if isinstance(value, Fraction) else number_text(value)


def frontier_title(bargain: Bargain) -> str:
    """Return the title of the list of points; a frontier that is not complete is not called one."""
    if bargain.frontier_complete:
        return "The frontier: nobody can have more without another having less"
    return "The best of the deals that are known"


def frontier_sentence(bargain: Bargain) -> str:
    """Say how many points the frontier has, and whether these are all."""
    number = len(bargain.frontier)
    if bargain.frontier_complete:
        return (
            "There is exactly one such point. This is proved."
            if number == 1
            else f"There are exactly {number:,} such points. This is proved."
        )
    proved = sum(outcome.is_best is True for outcome in bargain.frontier)
    found = "One deal is known" if number == 1 else f"{number:,} deals were found that none of the others beats"
    if proved == number:
        points = "It is a point of the frontier" if number == 1 else "All are points of the frontier"
        return f"{found}. {points}: this is proved. There may be more such points."
    some = f"; {proved:,} of them are proved to be points of the frontier" if proved else ""
    return f"{found}{some}. There may be more, and better ones."


def unproved_sentence(bargain: Bargain) -> str:
    """Say which solutions are not proved, and so not drawn; nothing where all are."""
    names = [SHORT_NAMES[name] for name in SOLUTIONS if bargain.solutions.get(name) is None]
    if len(names) == len(SOLUTIONS):
        return "No solution is proved, and so none is drawn."
    return f"Not proved, and so not drawn: {listed(names)}." if names else ""


@dataclass
class Mark:
    """A point that a drawing names, with all that is to be said of it.

    Parameters
    ----------
    utilities
        For each party, in the order of ``Bargain.parties``.
    names
        What it is: one point can be several solutions.
    solution, deal
        Whether it is a solution; and whether a deal is known that is worth it, as rarely one is the ideal point.
    """

    utilities: tuple[UtilityValue, ...]
    names: list[str] = field(default_factory=list)
    solution: bool = False
    deal: bool = True


def pair(utilities: Iterable[UtilityValue]) -> tuple[Fraction, Fraction]:
    """Return the utilities of two parties as a point of the plane, exactly."""
    first, second = (Fraction(value) for value in utilities)
    return first, second


def marks(bargain: Bargain) -> list[Mark]:
    """Return the points to name: solutions, the proposal with the best deal that improves it, and the ideal point.

    Of a solution that more than two points are, the one in the middle is named, with how many tie.
    """
    made: dict[tuple[Fraction, ...], Mark] = {}

    def at(utilities: Sequence[UtilityValue]) -> Mark:
        return made.setdefault(tuple(Fraction(value) for value in utilities), Mark(tuple(utilities)))

    for name in SOLUTIONS:
        found = bargain.solutions.get(name) or ()
        for outcome in found if len(found) <= 2 else found[len(found) // 2 :][:1]:
            mark = at(tuple(outcome.utilities.values()))
            mark.solution = True
            mark.names.append(SHORT_NAMES[name] + (f" (one of {len(found):,} that tie)" if len(found) > 1 else ""))
    if bargain.proposal is not None:
        at(tuple(bargain.proposal.outcome.utilities.values())).names.append(
            _proposed(bargain.proposal, Words(bargain.scenario))
        )
        for outcome in bargain.proposal.better[:1]:
            at(tuple(outcome.utilities.values())).names.append("improves on the deal proposed")
    ideal = [value for value in bargain.ideal.values() if value is not None]
    if bargain.frontier and len(ideal) == len(bargain.parties):
        mark = at(ideal)
        mark.deal = any(tuple(one.utilities.values()) == tuple(ideal) for one in bargain.frontier)
        unknown = "out of reach" if bargain.frontier_complete else "not known to be within reach"
        mark.names.append("ideal point" if mark.deal else f"ideal point, {unknown}")
    return list(made.values())


def _proposed(proposal: Proposal, words: Words) -> str:
    """Return what a drawing calls the proposal: with what it breaks and crosses or, of more than two, how many."""
    told = [f"breaks {_short(words.fact(name))}" for name in proposal.crossed if name in words.scenario.facts]
    told += [
        f"crosses {words.tags()[name]} {_short(words.line(name))}"
        for name in proposal.crossed
        if name not in words.scenario.facts
    ]
    if len(told) > 2:
        told = [f"crosses {len(told):,} red lines or facts"]
    return f"the deal proposed, which {listed(told)}" if told else "the deal proposed"


def _short(said: str) -> str:
    return f"“{textwrap.shorten(said, _LONGEST_WORDS, placeholder=' …')}”"
