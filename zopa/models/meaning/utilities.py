"""Interests and bonuses -> an exact utility: a number of the expression language, term by term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from ...errors import did_you_mean, quoted
from ..expressions import evaluate, nodes
from ..interests import Interest
from ..parties import Party
from ..terms import DateTerm, Quantity, Term, YesNo
from ..values import Domain, Exact, exact, number_text, parse_date, parse_number


@dataclass(frozen=True)
class Score:
    """What one value of a term brings, by the value's position."""

    amount: Exact
    at: int


@dataclass(frozen=True)
class Ramp:
    """What each unit of a term's value brings between two of its values.

    ``is_cut_below`` and ``is_cut_above`` say whether the term has values beyond, where the utility stays flat.
    """

    amount: Exact
    start: Exact
    end: Exact
    is_cut_below: bool
    is_cut_above: bool


Share: TypeAlias = Exact | Score | Ramp
"""A part of what a term brings; a number is what all of its values bring."""


@dataclass(frozen=True)
class Gain:
    """What a party gains from one term, or one bonus: a number over some terms.

    A term's is the sum of ``shares``; a bonus has none.
    """

    node: nodes.Numeric
    compute: evaluate.Number
    terms: frozenset[str]
    definitions: frozenset[str]
    shares: tuple[Share, ...] = ()


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
        The least utility that the party accepts; None if it is not stated.
    """

    interests: Mapping[str, Gain]
    bonuses: tuple[Gain, ...]
    reservation: Exact | None

    @property
    def gains(self) -> tuple[Gain, ...]:
        """The gains from terms, then those from bonuses."""
        return (*self.interests.values(), *self.bonuses)

    @property
    def node(self) -> nodes.Numeric:
        """The whole utility as one number."""
        return nodes.Total(tuple(gain.node for gain in self.gains))

    def of(self, env: Mapping[str, Exact]) -> Exact:
        """Return the utility of a deal, with its definitions worked out."""
        return exact(sum((Fraction(gain.compute(env)) for gain in self.gains), Fraction(0)))


class InterestError(Exception):
    """What is wrong with an interest, and under which of its keys."""

    def __init__(self, message: str, *keys: str) -> None:
        self.keys = keys
        super().__init__(message)


def scale(party: Party) -> Fraction:
    """Return the number that a party's weights are multiplied by."""
    if not party.normalise:
        return Fraction(1)
    return 100 / sum((Fraction(interest.weight) for interest in party.interests.values()), Fraction(0))


def gain(name: str, term: Term, interest: Interest, factor: Fraction) -> Gain:
    """Return what a term brings: its score over 100, times the weight and a factor.

    Raises
    ------
    InterestError
        If the scores do not fit the term.
    """
    weight = Fraction(interest.weight) * factor / 100
    if interest.scores is not None:
        shares = tuple(_scores(name, term, interest.scores, weight))
    elif not isinstance(term, Quantity | DateTerm):
        key = "worst" if interest.worst is not None else "points"
        raise InterestError(f"{name} is not a quantity or a date; give scores for its values", key)
    else:
        shares = tuple(_ramps(term.domain, _points(term, interest), weight))
    node = nodes.Total(tuple(_node(name, term, share) for share in shares))
    return Gain(node, evaluate.number(node), frozenset([name]), frozenset(), shares)


def _node(name: str, term: Term, share: Share) -> nodes.Numeric:
    match share:
        case Score(amount, at):
            is_value: nodes.Boolean = nodes.Compare("==", nodes.Value(name), nodes.Constant(at))
            if isinstance(term, YesNo):
                is_value = nodes.Holds(name) if at else nodes.Not(nodes.Holds(name))
            return nodes.Product((nodes.Constant(amount), nodes.Indicator(is_value)))
        case Ramp(amount, start, end, is_cut_below, is_cut_above):
            inside: nodes.Numeric = nodes.Value(name)
            if is_cut_below:
                inside = nodes.Greatest((inside, nodes.Constant(start)))
            if is_cut_above:
                inside = nodes.Least((inside, nodes.Constant(end)))
            return nodes.Product((nodes.Constant(amount), nodes.Total((inside, nodes.Constant(-start)))))
    return nodes.Constant(share)


def _points(term: Quantity | DateTerm, interest: Interest) -> list[tuple[Fraction, Fraction]]:
    """Return the values that an interest names and their scores, from the lowest value on."""
    if interest.points is None:
        worst, best = _number(term, interest.worst, "worst"), _number(term, interest.best, "best")
        return sorted([(worst, Fraction(0)), (best, Fraction(100))])
    points = sorted((_number(term, text, "points", text), Fraction(score)) for text, score in interest.points.items())
    for (one, _), (other, _) in pairwise(points):
        if one == other:
            raise InterestError(f"the value {_said(term, one)} has two scores", "points")
    return points


def _number(term: Quantity | DateTerm, value: object, *keys: str) -> Fraction:
    """Return a value of a quantity or date, which need not be one that a deal can have."""
    if isinstance(value, str):
        value = parse_date(value) if isinstance(term, DateTerm) else parse_number(value)
    if isinstance(term, DateTerm) and isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(term, Quantity) and isinstance(value, Decimal):
        return Fraction(value)
    raise InterestError(f"expected {'a date' if isinstance(term, DateTerm) else 'a number'}", *keys)


def _said(term: Quantity | DateTerm, value: Fraction) -> str:
    return date.fromordinal(int(value)).isoformat() if isinstance(term, DateTerm) else number_text(value)


def _scores(name: str, term: Term, scores: Mapping[str, Decimal], weight: Fraction) -> Iterator[Share]:
    if isinstance(term, Quantity | DateTerm):
        raise InterestError(f"{name} has no options to score; give worst and best, or points", "scores")
    values = ("no", "yes") if isinstance(term, YesNo) else term.names
    for value in scores:
        if value not in values:
            hint = "; the keys are yes and no" if value in ("true", "false") else did_you_mean(value, values)
            raise InterestError(f"{quoted(value)} is not a value of {name}{hint}", "scores", value)
    if missing := [value for value in values if value not in scores]:
        raise InterestError(f"there is no score for {', '.join(missing)}", "scores")
    base = min(scores.values())  # what every value brings needs no condition
    yield exact(weight * Fraction(base))
    for at, value in enumerate(values):
        if more := weight * Fraction(scores[value] - base):
            yield Score(exact(more), at)


def _ramps(domain: Domain, points: list[tuple[Fraction, Fraction]], weight: Fraction) -> Iterator[Share]:
    """Yield a line through some points, flat outside: pieces that each grow within their own bounds alone."""
    yield exact(weight * points[0][1])
    low, high = Fraction(domain.start), Fraction(domain.last)
    for (start, before), (end, after) in pairwise(points):
        slope = weight * (after - before) / (end - start)
        if not slope or high <= start:
            continue
        if low >= end:
            yield exact(slope * (end - start))
        else:
            yield Ramp(exact(slope), exact(start), exact(end), low < start, high > end)
