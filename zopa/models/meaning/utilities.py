"""Interests and bonuses -> an exact utility: a number of the expression language, term by term."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from ...errors import did_you_mean, quoted
from ..expressions import evaluate, nodes
from ..interests import Interest
from ..parties import Party
from ..terms import DateTerm, Quantity, Term, YesNo
from ..values import Domain, Exact, exact, number_text, parse_date, parse_number


@dataclass(frozen=True)
class Gain:
    """What a party gains from one term, or one bonus: a number over some terms."""

    node: nodes.Numeric
    compute: evaluate.Number
    terms: frozenset[str]
    definitions: frozenset[str]


@dataclass(frozen=True)
class Utility:
    """A party's utility: the sum of its gains from terms and from bonuses.

    Parameters
    ----------
    interests
        By term.
    bonuses
        In the document's order.
    reservation
        The least that the party accepts; None where that is not stated.
    """

    interests: Mapping[str, Gain]
    bonuses: tuple[Gain, ...]
    reservation: Exact | None

    @property
    def gains(self) -> tuple[Gain, ...]:
        """All of them."""
        return (*self.interests.values(), *self.bonuses)

    @property
    def node(self) -> nodes.Numeric:
        """The whole utility as one number."""
        return nodes.Sum(tuple(gain.node for gain in self.gains))

    def of(self, env: Mapping[str, Exact]) -> Exact:
        """Return the utility of a deal, with its definitions worked out."""
        return exact(sum((Fraction(gain.compute(env)) for gain in self.gains), Fraction(0)))


class InterestError(Exception):
    """What is wrong with an interest, and under which of its keys."""

    def __init__(self, message: str, *keys: str) -> None:
        self.keys = keys
        super().__init__(message)


def scale(party: Party) -> Fraction:
    """Return what weights are multiplied by."""
    if not party.normalise:
        return Fraction(1)
    return 100 / sum((Fraction(interest.weight) for interest in party.interests.values()), Fraction(0))


def gain(name: str, term: Term, interest: Interest, factor: Fraction) -> nodes.Numeric:
    """Return what a term brings: its score over 100, times the weight and a factor.

    Raises
    ------
    InterestError
        If the scores do not fit the term.
    """
    weight = Fraction(interest.weight) * factor / 100
    if interest.scores is not None:
        return _scored(name, term, interest.scores, weight)
    if not isinstance(term, Quantity | DateTerm):
        key = "worst" if interest.worst is not None else "points"
        raise InterestError(f"{name} is not a quantity or a date; give scores for its values", key)
    if interest.points is not None:
        points = sorted(
            (_number(term, text, "points", text), Fraction(score)) for text, score in interest.points.items()
        )
        for (one, _), (other, _) in pairwise(points):
            if one == other:
                raise InterestError(f"the value {_said(term, one)} has two scores", "points")
    else:
        worst, best = _number(term, interest.worst, "worst"), _number(term, interest.best, "best")
        points = sorted([(worst, Fraction(0)), (best, Fraction(100))])
    return _piecewise(name, term.domain, points, weight)


def _number(term: Quantity | DateTerm, value: object, *keys: str) -> Fraction:
    """Return a value of a quantity or date, which need not be one that a deal can have."""
    if isinstance(value, str):
        value = parse_date(value) if isinstance(term, DateTerm) else parse_number(value)
    if isinstance(term, DateTerm) and isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(term, Quantity) and isinstance(value, Decimal):
        return Fraction(value)
    raise InterestError(f"{'a date' if isinstance(term, DateTerm) else 'a number'} is expected here", *keys)


def _said(term: Quantity | DateTerm, value: Fraction) -> str:
    return date.fromordinal(int(value)).isoformat() if isinstance(term, DateTerm) else number_text(value)


def _scored(name: str, term: Term, scores: Mapping[str, Decimal], weight: Fraction) -> nodes.Numeric:
    if isinstance(term, Quantity | DateTerm):
        raise InterestError(f"{name} has no options to score; give worst and best, or points", "scores")
    values = ("no", "yes") if isinstance(term, YesNo) else term.names
    for value in scores:
        if value not in values:
            hint = "; the keys are yes and no" if value in ("true", "false") else did_you_mean(value, values)
            raise InterestError(f"{quoted(value)} is not a value of {name}{hint}", "scores", value)
    if missing := [value for value in values if value not in scores]:
        raise InterestError(f"there is no score for {', '.join(missing)}", "scores")
    base = min(scores.values())  # what every value has needs no literal
    parts: list[nodes.Numeric] = [nodes.Constant(exact(weight * Fraction(base)))]
    for at, value in enumerate(values):
        more = weight * Fraction(scores[value] - base)
        if more:
            met = (
                nodes.Holds(name)
                if isinstance(term, YesNo)
                else nodes.Compare("==", nodes.Value(name), nodes.Constant(at))
            )
            condition = nodes.Not(met) if isinstance(term, YesNo) and not at else met
            parts.append(nodes.Product((nodes.Constant(exact(more)), nodes.Indicator(condition))))
    return nodes.Sum(tuple(parts))


def _piecewise(name: str, domain: Domain, points: list[tuple[Fraction, Fraction]], weight: Fraction) -> nodes.Numeric:
    """Return a line through some points, flat outside: a sum of pieces, each growing within its own bounds alone."""
    parts: list[nodes.Numeric] = [nodes.Constant(exact(weight * points[0][1]))]
    low, high = Fraction(domain.start), Fraction(domain.last)
    for (start, before), (end, after) in pairwise(points):
        slope = weight * (after - before) / (end - start)
        if not slope or high <= start:
            continue
        if low >= end:
            parts.append(nodes.Constant(exact(slope * (end - start))))
            continue
        inside: nodes.Numeric = nodes.Value(name)
        if low < start:
            inside = nodes.Greatest((inside, nodes.Constant(exact(start))))
        if high > end:
            inside = nodes.Least((inside, nodes.Constant(exact(end))))
        parts.append(nodes.Product((nodes.Constant(exact(slope)), nodes.Sum((inside, nodes.Constant(exact(-start)))))))
    return nodes.Sum(tuple(parts))
