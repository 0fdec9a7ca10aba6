"""Utilities and best deals by brute force, by the definitions alone, sharing no code with zopa.

Every deal is listed and valued; the frontier is what no other listed deal dominates, and each solution is looked for
among the points of the frontier. Numbers are Fractions, or whole numbers of a unit that divides them all.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import compress, pairwise, product
from typing import Any, TypeAlias

from support.reference import Spec, Term, minimal
from support.reference_language import Env, Exact, Expr, Value, evaluate, holds, text
from support.reference_text import Digits, _json, line_entry, statements, term_entry

Vector: TypeAlias = tuple[Fraction, ...]
"""A utility for each negotiator, in the order of the parties."""
Whole: TypeAlias = tuple[int, ...]
"""The same in units that divide every utility."""


@dataclass(frozen=True)
class Stake:
    """What a party has in a term: scores for its words, or a line from the first anchor to the second, or points.

    Anchors are numbers as they are spelt, or days; so are weight and scores. A yes/no term's words are yes and no.
    """

    weight: str
    scores: Mapping[str, str] = field(default_factory=dict)
    ends: tuple[str | date, str | date] | None = None
    points: tuple[tuple[str | date, str], ...] = ()

    def score(self, value: Value) -> Fraction:
        """Return the score of a value, from the format's description."""
        if self.scores:
            word = value[1] if isinstance(value, tuple) else "yes" if value else "no"
            return Fraction(self.scores[word])
        known = self.points or ((self.ends[0], "0"), (self.ends[1], "100"))  # type: ignore[index]
        line = sorted((anchored(anchor), Fraction(score)) for anchor, score in known)
        at = Fraction(value)  # type: ignore[arg-type]
        if at <= line[0][0]:
            return line[0][1]
        for (left, before), (right, after) in pairwise(line):
            if left <= at <= right:
                share = (at - left) / (right - left)
                return (1 - share) * before + share * after
        return line[-1][1]


def anchored(anchor: str | date) -> Fraction:
    return Fraction(anchor.toordinal()) if isinstance(anchor, date) else Fraction(anchor)


@dataclass(frozen=True)
class Values:
    """What a party values; numbers as they are spelt."""

    interests: Mapping[str, Stake] = field(default_factory=dict)
    bonuses: tuple[tuple[Expr, str], ...] = ()
    reservation: str | None = None
    normalise: bool = False

    def __bool__(self) -> bool:
        return bool(self.interests or self.bonuses)

    @cached_property
    def factor(self) -> Fraction:
        """What every weight is multiplied by."""
        total = sum((Fraction(stake.weight) for stake in self.interests.values()), Fraction(0))
        return 100 / total if self.normalise else Fraction(1)

    def gain(self, word: str, value: Value) -> Fraction:
        """Return what a term's value brings."""
        stake = self.interests[word]
        return Fraction(stake.weight) * self.factor * stake.score(value) / 100


@dataclass(frozen=True)
class ValuedSpec(Spec):
    """A scenario in which parties may value deals."""

    values: Mapping[str, Values] = field(default_factory=dict)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(valued_document(self))

    @cached_property
    def negotiators(self) -> tuple[str, ...]:
        return tuple(party for party in self.parties if self.values.get(party))

    @cached_property
    def gains(self) -> dict[str, dict[str, dict[Value, Fraction]]]:
        """What every value of every term brings to every party."""
        return {
            party: {
                word: {value: self.values[party].gain(word, value) for value in self.terms[word].values}
                for word in self.values[party].interests
            }
            for party in self.negotiators
        }

    def contributions(self, party: str, env: Env) -> tuple[dict[str, Fraction], tuple[Fraction, ...]]:
        """Return what each term and each bonus brings to a party on a deal, with its definitions."""
        terms = {word: table[env[word]] for word, table in self.gains[party].items()}
        return terms, tuple(Fraction(worth) * holds(when, env) for when, worth in self.values[party].bonuses)

    def utility(self, party: str, env: Env) -> Fraction:
        terms, bonuses = self.contributions(party, env)
        return sum(terms.values(), sum(bonuses, Fraction(0)))

    def vector(self, env: Env) -> Vector:
        return tuple(self.utility(party, env) for party in self.negotiators)

    def permitted(self, env: Env) -> bool:
        """Return whether a deal satisfies all facts and crosses no red line."""
        lines = (line.require for line in self.lines.values())
        return all(holds(fact, env) for fact in self.facts.values()) and all(holds(line, env) for line in lines)

    @cached_property
    def units(self) -> int:
        """The number of which every utility and reservation value is a whole number of parts."""
        found = [1]
        for party in self.negotiators:
            values = self.values[party]
            found += [gain.denominator for table in self.gains[party].values() for gain in table.values()]
            found += [Fraction(worth).denominator for _, worth in values.bonuses]
            found += [Fraction(values.reservation or 0).denominator]
        return math.lcm(*found)


# -- text -------------------------------------------------------------------------------------------------------------


def valued_document(spec: ValuedSpec) -> str:
    """Return the scenario as zopa/1 text."""
    parties = {
        party: {
            "red_lines": {name: line_entry(line) for name, line in own.items()},
            **values_entry(spec.values.get(party, Values()), spec.terms),
        }
        for party, own in spec.parties.items()
    }
    return _json(
        {
            "format": "zopa/1",
            "title": "Generated",
            "terms": {name: term_entry(term) for name, term in spec.terms.items()},
            "definitions": statements(spec.definitions),
            "facts": {name: {"require": text(expr)} for name, expr in spec.facts.items()},
            "parties": parties,
        }
    )


def values_entry(values: Values, _terms: Mapping[str, Term]) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if values.interests:
        entry["interests"] = {word: stake_entry(stake) for word, stake in values.interests.items()}
    if values.bonuses:
        entry["bonuses"] = [{"when": text(when), "utility": Digits(worth)} for when, worth in values.bonuses]
    if values.reservation is not None:
        entry["reservation"] = Digits(values.reservation)
    return {**entry, "normalise": True} if values.normalise else entry


def stake_entry(stake: Stake) -> dict[str, Any]:
    entry: dict[str, Any] = {"weight": Digits(stake.weight)}
    if stake.ends is not None:
        entry |= dict(zip(("worst", "best"), map(_anchor, stake.ends), strict=True))
    if stake.scores:
        entry["scores"] = {word: Digits(score) for word, score in stake.scores.items()}
    if stake.points:
        entry["points"] = {str(_anchor(anchor)): Digits(score) for anchor, score in stake.points}
    return entry


def _anchor(anchor: str | date) -> str:
    return anchor.isoformat() if isinstance(anchor, date) else Digits(anchor)


# -- answers ----------------------------------------------------------------------------------------------------------

SOLUTIONS = ("utilitarian", "relative_utilitarian", "nash", "kalai_smorodinsky", "egalitarian")


class Bargaining:
    """Everything that there is to say about what the parties of a scenario can reach."""

    def __init__(self, spec: ValuedSpec) -> None:
        self.spec, self.parties, self.units = spec, spec.negotiators, spec.units
        self.stated = tuple(party for party in self.parties if spec.values[party].reservation is not None)
        gains = [
            (at, word, {value: self.whole(gain) for value, gain in table.items()})
            for at, party in enumerate(self.parties)
            for word, table in spec.gains[party].items()
        ]
        bonuses = [
            (at, when, self.whole(Fraction(worth)))
            for at, party in enumerate(self.parties)
            for when, worth in spec.values[party].bonuses
        ]
        # The same sum as ``ValuedSpec.vector``, in whole units.
        self.permitted: set[Whole] = set()
        conditions = [*spec.facts.values(), *(line.require for line in spec.lines.values())]
        for values in product(*(term.values for term in spec.terms.values())):
            env: Env = dict(zip(spec.terms, values, strict=True))
            if spec.definitions:
                env = spec.environment(env)
            if not all(holds(condition, env) for condition in conditions):
                continue
            utilities = [0] * len(self.parties)
            for at, word, table in gains:
                utilities[at] += table[env[word]]
            for at, when, worth in bonuses:
                utilities[at] += worth * evaluate(when, env)
            self.permitted.add(tuple(utilities))

    def whole(self, number: Fraction) -> int:
        scaled = number * self.units
        assert scaled.denominator == 1
        return scaled.numerator

    def exact(self, vector: Whole) -> Vector:
        return tuple(Fraction(number, self.units) for number in vector)

    @cached_property
    def red_lines_verdict(self) -> str:
        return "deal" if self.permitted else "no_deal"

    @cached_property
    def verdict(self) -> str:
        return "deal" if self.feasible else "no_deal"

    def meeting(self, parties: Collection[str]) -> set[Whole]:
        """Return what the deals that cross no red line and meet some reservation values are worth."""
        bounds = [
            (at, self.whole(Fraction(self.spec.values[party].reservation or 0)))
            for at, party in enumerate(self.parties)
            if party in parties
        ]
        return {vector for vector in self.permitted if all(vector[at] >= bound for at, bound in bounds)}

    @cached_property
    def feasible(self) -> set[Whole]:
        return self.meeting(self.stated)

    @cached_property
    def least(self) -> Whole:
        """The reservation value of each party, stated or the least that it has; only where there is a deal."""
        lowest = map(min, zip(*self.feasible, strict=True))
        return tuple(
            self.whole(Fraction(self.spec.values[party].reservation or 0)) if party in self.stated else least
            for party, least in zip(self.parties, lowest, strict=True)
        )

    @cached_property
    def most(self) -> Whole:
        return tuple(map(max, zip(*self.feasible, strict=True)))

    @property
    def reservation(self) -> dict[str, Fraction]:
        return dict(zip(self.parties, self.exact(self.least), strict=True))

    @property
    def ideal(self) -> dict[str, Fraction]:
        return dict(zip(self.parties, self.exact(self.most), strict=True))

    @cached_property
    def efficient(self) -> list[Whole]:
        """What is not dominated: nothing else is at least as good for everyone."""
        vectors = sorted(self.feasible)
        as_good = [at_least_as_good(column) for column in zip(*vectors, strict=True)]
        lone = []
        for at, vector in enumerate(vectors):
            better = -1
            for number, good in zip(vector, as_good, strict=True):
                better &= good[number]
            lone.append(better == 1 << at)
        return list(compress(vectors, lone))

    @property
    def frontier(self) -> list[Vector]:
        return list(map(self.exact, self.efficient))

    def gained(self, vector: Whole) -> Whole:
        return tuple(number - least for number, least in zip(vector, self.least, strict=True))

    def shares(self, vector: Whole) -> Vector:
        """Return how far each party that has something to win gets from its reservation value to its ideal."""
        return tuple(
            Fraction(gain, most - least)
            for gain, most, least in zip(self.gained(vector), self.most, self.least, strict=True)
            if most > least
        )

    @cached_property
    def solutions(self) -> dict[str, list[Vector]]:
        """Every solution; ties in the order of the frontier."""
        aims = {
            "utilitarian": sum,
            "relative_utilitarian": lambda vector: sum(self.shares(vector)),
            "nash": lambda vector: math.prod(self.shares(vector)),  # gains over constants: the order is the same
            "kalai_smorodinsky": lambda vector: sorted(self.shares(vector)),
            "egalitarian": lambda vector: sorted(self.gained(vector)),
        }
        found = {}
        for name, aim in aims.items():
            reached = [aim(vector) for vector in self.efficient]
            top = max(reached, default=None)
            found[name] = [
                self.exact(vector) for vector, worth in zip(self.efficient, reached, strict=True) if worth == top
            ]
        return found

    @cached_property
    def clashes(self) -> set[frozenset[str]]:
        """The minimal sets of parties whose stated reservation values no deal that crosses no red line meets."""
        if not self.permitted or self.feasible:
            return set()
        return set(minimal(self.stated, lambda parties: not self.meeting(parties)))


def at_least_as_good(column: Sequence[int]) -> dict[int, int]:
    """Return for each number the set, as bits, of the places with at least as much."""
    places: dict[int, int] = {}
    for at, number in enumerate(column):
        places[number] = places.get(number, 0) | 1 << at
    better = 0
    for number in sorted(places, reverse=True):
        better |= places[number]
        places[number] = better
    return places


def deal_of(spec: Spec, words: Mapping[str, object]) -> Env:
    """Return the environment of a deal in zopa's words."""
    return spec.read(words)


def number(value: Any) -> Exact:
    """Return a number of zopa's as an exact one; a float is none."""
    assert not isinstance(value, float | bool), value
    return Fraction(value)
