"""Reservation values as red lines: utilities written out as expressions, so that they clash and give like any other.

Such a line says of a deal that it is worth no less to its party than the reservation value. What terms bring and when
bonuses apply are definitions that the line adds up.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from fractions import Fraction

from ..errors import Problem, ScenarioError
from .expressions import nodes
from .expressions.syntax import RESERVED
from .io.save import digest, number_literal
from .meaning.utilities import Utility
from .parties import Party, RedLine
from .scenario import Origin, Scenario
from .terms import Choice, DateTerm, Scale, Term
from .values import Exact, as_decimal, exact, number_text, size_of

NAME = "reservation"
"""What such a line is called where its party has no other of that name."""

_LONGEST = 56
"""Names have 64 characters at most, and these may get a number."""

_NOTHING = nodes.Constant(0)

MOST_SUMMANDS = 100
"""In one expression, which has 2,000 tokens at most; what a term with many options brings takes several."""


def with_reservations(scenario: Scenario) -> Scenario:
    """Return the scenario in which each reservation value that is stated is a red line of its party, its last.

    The line is called ``party.reservation``, or ``party.reservation_2`` and so on where the party has a line of that
    name. Its weight is 1, as that of any line that states none. The scenario still counts as the same file.

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
    return changed.with_origin(scenario.origin or Origin("unsaved", digest(scenario)))


def _line(scenario: Scenario, name: str, party: Party, utility: Utility, definitions: dict[str, str]) -> RedLine:
    """Return a party's line; what it adds up is put into the definitions."""
    factor = _factor(utility)
    summands = []

    def define(stem: str, text: str) -> str:
        free = _free(stem[:_LONGEST], {*RESERVED, *scenario.terms, *definitions})
        definitions[free] = text
        return free

    for term, gain in utility.interests.items():
        parts = [_summand(part, scenario.terms[term], factor) for part in _parts(gain.node) if part != _NOTHING]
        for start in range(0, len(parts), MOST_SUMMANDS):
            summands.append(define(f"{name}_{term}", _sum(parts[start : start + MOST_SUMMANDS])))
    for at, bonus in enumerate(party.bonuses, start=1):
        applies = define(f"{name}_bonus_{at}", bonus.when)
        summands.append(f"{_number(Fraction(bonus.utility) * factor)} * {applies}")
    least = Fraction(utility.reservation or 0)
    counted = "" if factor == 1 else f"; every point counts as {factor:,} here, so that all numbers are exact"
    return RedLine(
        require=f"{_sum(summands) or 0} >= {_number(least * factor)}",
        says=f"Worth at least {number_text(least)}, the reservation value{counted}",
    )


def _factor(utility: Utility) -> int:
    """Return the least number that makes decimals of all that a party gains."""
    constants = [constant for gain in utility.gains for constant in _constants(gain.node)]
    whole = math.lcm(*(Fraction(constant).denominator for constant in constants))
    for prime in (2, 5):
        while whole % prime == 0:
            whole //= prime
    return whole


def _constants(node: nodes.Numeric) -> Iterator[Exact]:
    for part in _parts(node):
        match part:
            case nodes.Constant(value) | nodes.Product((nodes.Constant(value), _)):
                yield value


def _parts(node: nodes.Numeric) -> Iterable[nodes.Numeric]:
    return node.parts if isinstance(node, nodes.Sum) else (node,)


# -- text -------------------------------------------------------------------------------------------------------------


def _summand(node: nodes.Numeric, term: Term, factor: int) -> str:
    """Return one part of what a term brings, as :func:`zopa.models.meaning.utilities.gain` makes them."""
    match node:
        case nodes.Constant(value):
            return _number(value * factor)
        case nodes.Product((nodes.Constant(value), nodes.Indicator(condition))):
            return f"{_number(value * factor)} * ({_condition(condition, term)})"
        case nodes.Product((nodes.Constant(value), nodes.Sum((inside, nodes.Constant(start))))):
            within, sign = _within(inside, term), "+" if start > 0 else "-"
            moved = f"({within} {sign} {_bound(size_of(start), term)})" if start else within
            return f"{_number(value * factor)} * {moved}"
    raise TypeError(f"no part of what a term brings: {node!r}")  # pragma: no cover


def _sum(parts: Iterable[str]) -> str:
    return " + ".join(parts).replace(" + -", " - ")


def _condition(node: nodes.Boolean, term: Term) -> str:
    match node:
        case nodes.Holds(name):
            return name
        case nodes.Not(part):
            return f"not {_condition(part, term)}"
        case nodes.Compare("==", nodes.Value(name), nodes.Constant(value)) if isinstance(term, Choice | Scale):
            return f"{name} == {term.names[int(value)]}"
    raise TypeError(f"no condition of a score: {node!r}")  # pragma: no cover


def _within(node: nodes.Numeric, term: Term) -> str:
    match node:
        case nodes.Value(name):
            return name
        case nodes.Greatest((part, nodes.Constant(value))):
            return f"max({_within(part, term)}, {_bound(value, term)})"
        case nodes.Least((part, nodes.Constant(value))):
            return f"min({_within(part, term)}, {_bound(value, term)})"
    raise TypeError(f"no value within bounds: {node!r}")  # pragma: no cover


def _bound(value: Exact, term: Term) -> str:
    return date.fromordinal(int(value)).isoformat() if isinstance(term, DateTerm) else _number(value)


def _number(value: Exact) -> str:
    number = as_decimal(exact(Fraction(value)))
    return str(number) if isinstance(number, int) else number_literal(number)


def _free(stem: str, taken: Collection[str]) -> str:
    """Return a name that is not taken: the stem, or it with a number."""
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name
