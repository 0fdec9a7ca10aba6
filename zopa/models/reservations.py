"""Reservation values as red lines: utilities written as expressions, so that they clash and give way like any other.

Such a line requires that a deal be worth at least the reservation value to its party. The line adds up definitions:
what each term brings, and when each bonus applies.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction

from ..errors import Problem, ScenarioError
from .edit import free_name
from .expressions.syntax import RESERVED
from .io.save import number_literal, origin
from .meaning.utilities import Ramp, Score, Share, Utility
from .parties import Party, RedLine
from .scenario import Scenario
from .terms import Choice, DateTerm, Scale, Term
from .values import Exact, as_decimal, exact, number_text, size_of

NAME = "reservation"
"""The name of such a line, if its party has no other line of that name."""

_LONGEST = 56
"""Names have at most 64 characters, and these may get a number at the end."""

MOST_SUMMANDS = 100
"""The most in one definition: an expression has at most 2,000 tokens, so a term with many options needs several."""


def with_reservations(scenario: Scenario) -> Scenario:
    """Return the scenario with each reservation value as a red line, the last one of its party.

    The line is called ``party.reservation``, or ``party.reservation_2`` and so on where the party has a line of that
    name. Its weight is 1, the default. Results still name the file that the scenario was read from.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable, or no party states a reservation value.
    """
    utilities = {
        name: utility for name, utility in scenario.meaning().utilities.items() if utility.reservation is not None
    }
    if not utilities:
        raise ScenarioError([Problem("no party states a reservation value", ("parties",))])
    parties, definitions = dict(scenario.parties), dict(scenario.definitions)
    for name, utility in utilities.items():
        party = scenario.parties[name]
        line = _line(scenario, name, party, utility, definitions)
        red_lines = {**party.red_lines, _free(NAME, party.red_lines): line}
        parties[name] = party.model_copy(update={"red_lines": red_lines, "reservation": None})
    changed = scenario.model_copy(update={"definitions": definitions, "parties": parties})
    changed.meaning()
    return changed.with_origin(origin(scenario))


def _line(scenario: Scenario, name: str, party: Party, utility: Utility, definitions: dict[str, str]) -> RedLine:
    """Return a party's line, and add the definitions that it needs."""
    factor = _factor(utility)
    summands = list[str]()

    def define(stem: str, text: str) -> str:
        free = _free(stem[:_LONGEST], {*RESERVED, *scenario.terms, *definitions})
        definitions[free] = text
        return free

    for term, gain in utility.interests.items():
        parts = [_text(share, term, scenario.terms[term], factor) for share in gain.shares if share != 0]
        summands.extend(
            define(f"{name}_{term}", _sum(parts[start : start + MOST_SUMMANDS]))
            for start in range(0, len(parts), MOST_SUMMANDS)
        )
    for at, bonus in enumerate(party.bonuses, start=1):
        applies = define(f"{name}_bonus_{at}", bonus.when)
        summands.append(f"{_number(Fraction(bonus.utility) * factor)} * {applies}")
    least = Fraction(utility.reservation or 0)
    counted = "" if factor == 1 else f" (all points multiplied by {factor:,} to be exact)"
    return RedLine(
        require=f"{_sum(summands) or 0} >= {_number(least * factor)}",
        says=f"Worth at least {number_text(least)}, the reservation value{counted}",
    )


def _factor(utility: Utility) -> int:
    """Return the least factor that makes all gains of a party finite decimals (a bonus is one already)."""
    shares = [share for gain in utility.interests.values() for share in gain.shares]
    amounts = [share.amount if isinstance(share, Score | Ramp) else share for share in shares]
    whole = math.lcm(*(amount.denominator for amount in amounts))
    for prime in (2, 5):
        while whole % prime == 0:
            whole //= prime
    return whole


# -- text -------------------------------------------------------------------------------------------------------------


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(parts).replace(" + -", " - ")


def _text(share: Share, name: str, term: Term, factor: int) -> str:
    """Return a part of what a term brings, as an expression."""
    match share:
        case Score(amount, at):
            return f"{_number(amount * factor)} * ({_has(name, term, at)})"
        case Ramp(amount, start, end, is_cut_below, is_cut_above):
            within = f"max({name}, {_bound(start, term)})" if is_cut_below else name
            within = f"min({within}, {_bound(end, term)})" if is_cut_above else within
            sign = "-" if start > 0 else "+"
            moved = f"({within} {sign} {_bound(size_of(start), term)})" if start else within
            return f"{_number(amount * factor)} * {moved}"
    return _number(share * factor)


def _has(name: str, term: Term, at: int) -> str:
    """Return the condition that a term has the value at a position."""
    if isinstance(term, Choice | Scale):
        return f"{name} == {term.names[at]}"
    return name if at else f"not {name}"


def _bound(value: Exact, term: Term) -> str:
    return date.fromordinal(int(value)).isoformat() if isinstance(term, DateTerm) else _number(value)


def _number(value: Exact) -> str:
    return number_literal(as_decimal(exact(Fraction(value))))


def _free(stem: str, taken: Collection[str]) -> str:
    """Return a name that is not taken: the stem, or it with a number."""
    return free_name(stem, taken, first=2) if stem in taken else stem
