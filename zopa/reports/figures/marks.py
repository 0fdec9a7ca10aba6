"""The points that a drawing of the best deals names: solutions, the proposal, and the ideal point."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ...results.best_deals import SOLUTIONS, Bargain, Proposal, UtilityValue
from ..wording.best_deals import NAMES
from ..wording.names import Words, listed

_LONGEST_WORDS = 60
"""Letters of a line's words that a drawing has room for."""


@dataclass
class Mark:
    """A point that a drawing names, with all there is to say about it.

    Parameters
    ----------
    utilities
        For each party, in the order of ``Bargain.parties``.
    names
        What it is: one point can be several solutions.
    solution, deal
        Whether it is a solution; and whether a known deal is worth it, which the ideal point rarely is.
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

    Where more than two points are the same solution, the one in the middle is named, with how many tie.
    """
    made: dict[tuple[Fraction, ...], Mark] = {}

    def at(utilities: Sequence[UtilityValue]) -> Mark:
        return made.setdefault(tuple(Fraction(value) for value in utilities), Mark(tuple(utilities)))

    for name in SOLUTIONS:
        found = bargain.solutions.get(name) or ()
        for outcome in found if len(found) <= 2 else found[len(found) // 2 :][:1]:
            mark = at(tuple(outcome.utilities.values()))
            mark.solution = True
            mark.names.append(NAMES[name] + (f" (one of {len(found):,} that tie)" if len(found) > 1 else ""))
    if bargain.proposal is not None:
        at(tuple(bargain.proposal.outcome.utilities.values())).names.append(
            _proposed(bargain.proposal, Words(bargain.scenario))
        )
        for outcome in bargain.proposal.better[:1]:
            at(tuple(outcome.utilities.values())).names.append("improves on the proposed deal")
    ideal = [value for value in bargain.ideal.values() if value is not None]
    if bargain.frontier and len(ideal) == len(bargain.parties):
        mark = at(ideal)
        mark.deal = any(tuple(one.utilities.values()) == tuple(ideal) for one in bargain.frontier)
        unknown = "out of reach" if bargain.frontier_complete else "not known to be within reach"
        mark.names.append("ideal point" if mark.deal else f"ideal point, {unknown}")
    return list(made.values())


def _proposed(proposal: Proposal, words: Words) -> str:
    """Return what a drawing calls the proposal, with what it breaks and crosses; of more than two, how many."""
    facts, tags = words.scenario.facts, words.tags()
    parts = [f"breaks {_short(words.fact(name))}" for name in proposal.crossed if name in facts]
    parts += [f"crosses {tags[name]} {_short(words.line(name))}" for name in proposal.crossed if name not in facts]
    if len(parts) > 2:
        parts = [f"crosses {len(parts):,} red lines or facts"]
    return f"the proposed deal, which {listed(parts)}" if parts else "the proposed deal"


def _short(said: str) -> str:
    return f"“{textwrap.shorten(said, _LONGEST_WORDS, placeholder=' …')}”"
