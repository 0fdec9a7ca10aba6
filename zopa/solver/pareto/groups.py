"""Independent groups of terms, and what their deals are worth, exactly, to the parties that value deals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from ...models.expressions import evaluate, intervals, nodes
from ...models.meaning.meaning import Line, Meaning
from ...models.meaning.utilities import Gain
from ...models.values import Exact
from ..limits import Limits, Stopped
from ..parts import split
from .dominance import Vector

MOST_ENUMERATED, MOST_OF_MANY = 10_000, 250_000
"""Combinations of values of a group that are gone through one by one, for two parties and for more."""

_LOOK = 256
"""Combinations between two looks at whether a limit has come."""

Deal = Mapping[str, Exact]

Brought: TypeAlias = dict[tuple[int, Exact], int]
"""By the identity of a gain from one term and the term's value: what it brings, in units of one over the scale."""


@dataclass(frozen=True)
class Group:
    """Terms with the lines over them and, for each party, what it gains from them."""

    terms: tuple[str, ...]
    lines: tuple[Line, ...]
    gains: tuple[tuple[Gain, ...], ...]

    def outcomes(self, meaning: Meaning) -> int:
        """Return how many combinations of values there are."""
        return math.prod(meaning.domains[term].size for term in self.terms)


def groups(meaning: Meaning, parties: Sequence[str]) -> list[Group]:
    """Return the groups of a scenario: terms that a line or a bonus links are in one."""
    always = nodes.Truth(True)
    links = {f"/{party}/{at}": gain for party in parties for at, gain in enumerate(meaning.utilities[party].gains)}
    lines = [
        Line(name, "", always, evaluate.condition(always), gain.terms, gain.definitions) for name, gain in links.items()
    ]
    made = []
    for part in split(replace(meaning, facts=(*meaning.facts, *lines))):
        own = [fact.id for fact in part.facts if fact.id in links]
        gains = tuple(tuple(links[name] for name in own if name.split("/")[1] == party) for party in parties)
        facts = tuple(fact for fact in part.facts if fact.id not in links)
        made.append(Group(part.terms, (*facts, *part.lines), gains))
    return made


def scales(meaning: Meaning, parties: Sequence[str]) -> list[int]:
    """Return for each party the number that makes all of its utilities whole."""
    return [intervals.denominator(meaning.utilities[party].node, meaning.box) for party in parties]


def enumerable(meaning: Meaning, group: Group) -> bool:
    """Return whether a group is small enough to be gone through deal by deal."""
    return group.outcomes(meaning) <= (MOST_ENUMERATED if len(group.gains) <= 2 else MOST_OF_MANY)


def enumerated(
    meaning: Meaning,
    group: Group,
    scale: Sequence[int],
    limits: Limits,
    known: Brought | None = None,
    into: dict[Vector, Deal] | None = None,
) -> tuple[list[Vector], list[Deal]]:
    """Return the points of all deals of a group, each with a deal.

    They are put ``into`` a mapping as they come, so that a limit leaves those.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    value = Valuer(meaning, group, scale, known)
    vectors: dict[Vector, Deal] = {} if into is None else into
    domains = [meaning.domains[term] for term in group.terms]
    for number, values in enumerate(product(*([domain.at(step) for step in range(domain.size)] for domain in domains))):
        if number % _LOOK == 0 and limits.stopped_by is not None:
            raise Stopped(limits.stopped_by)
        deal = dict(zip(group.terms, values, strict=True))
        env = value.environment(deal)
        if all(line.holds(env) for line in group.lines):
            vectors.setdefault(value(env), deal)
    return list(vectors), list(vectors.values())


class Valuer:
    """Says exactly what deals bring each party from a group; what a value of one term brings is worked out once.

    ``known`` has what was worked out already, and takes what is.
    """

    def __init__(self, meaning: Meaning, group: Group, scale: Sequence[int], known: Brought | None = None) -> None:
        self._meaning = meaning
        self._gains = [[(gain, _only_term(gain)) for gain in gains] for gains in group.gains]
        self._scale = scale
        self._known: Brought = {} if known is None else known
        lines = {name for line in group.lines for name in line.definitions}
        self._definitions = lines.union(*(gain.definitions for gains in group.gains for gain in gains))

    def environment(self, deal: Deal) -> Mapping[str, Exact]:
        """Return a deal with the definitions that the group's lines and gains need."""
        return self._meaning.environment(deal, self._definitions) if self._definitions else deal

    def __call__(self, env: Mapping[str, Exact]) -> Vector:
        """Return what a deal brings each party, in units of one over its scale."""
        known = self._known
        made = []
        for gains, factor in zip(self._gains, self._scale, strict=True):
            total = 0
            for gain, term in gains:
                if term is None:
                    total += _whole(gain, env, factor)
                    continue
                key = id(gain), env[term]
                if key not in known:
                    known[key] = _whole(gain, env, factor)
                total += known[key]
            made.append(total)
        return tuple(made)


def _only_term(gain: Gain) -> str | None:
    return next(iter(gain.terms)) if len(gain.terms) == 1 and not gain.definitions else None


def _whole(gain: Gain, env: Mapping[str, Exact], factor: int) -> int:
    worth = Fraction(gain.compute(env)) * factor
    assert worth.denominator == 1
    return worth.numerator


def ceiling(meaning: Meaning, group: Group, scale: Sequence[int]) -> Vector:
    """Return more than any deal of a group brings, party by party: by interval arithmetic, exact and not tight."""
    return tuple(
        math.floor(sum(Fraction(intervals.interval(gain.node, meaning.box).high) for gain in gains) * factor)
        for gains, factor in zip(group.gains, scale, strict=True)
    )
