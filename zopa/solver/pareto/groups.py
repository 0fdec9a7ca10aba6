"""Independent groups of terms, and what their deals are worth, exactly, to the parties that value deals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from ...models.expressions import intervals
from ...models.meaning.meaning import Line, Meaning
from ...models.meaning.utilities import Gain
from ...models.values import Exact
from ..dominance import Vector
from ..parts import split

Deal = Mapping[str, Exact]

Brought: TypeAlias = dict[tuple[int, Exact], int]
"""By the identity of a gain from one term and the term's value: what it brings, in units of one over the scale."""


@dataclass(frozen=True)
class TermGroup:
    """Terms with the lines over them and, for each party, what it gains from them."""

    terms: tuple[str, ...]
    lines: tuple[Line, ...]
    gains: tuple[tuple[Gain, ...], ...]


def groups(meaning: Meaning, parties: Sequence[str]) -> list[TermGroup]:
    """Return the groups of a scenario: terms that a line or a bonus links are in one."""
    gains = [(at, gain) for at, party in enumerate(parties) for gain in meaning.utilities[party].gains]
    parts = split(meaning, [gain.terms for _, gain in gains])
    place = {term: number for number, part in enumerate(parts) for term in part.terms}
    found: dict[int, list[list[Gain]]] = {number: [[] for _ in parties] for number in range(len(parts))}
    for at, gain in gains:
        number = place[min(gain.terms)] if gain.terms else len(parts)  # what a party has whatever the deal
        found.setdefault(number, [[] for _ in parties])[at].append(gain)
    lines = [(part.terms, (*part.facts, *part.lines)) for part in parts]
    lines.append(((), ()))
    return [TermGroup(*lines[number], tuple(map(tuple, own))) for number, own in found.items()]


def scales(meaning: Meaning, parties: Sequence[str]) -> list[int]:
    """Return for each party the number that makes all of its utilities whole."""
    return [intervals.interval(meaning.utilities[party].node, meaning.box).denominator for party in parties]


def ceiling(meaning: Meaning, group: TermGroup, scale: Sequence[int]) -> Vector:
    """Return at least what any deal of a group brings, party by party: by interval arithmetic, exact and not tight."""
    return tuple(
        math.floor(sum(Fraction(intervals.interval(gain.node, meaning.box).high) for gain in gains) * factor)
        for gains, factor in zip(group.gains, scale, strict=True)
    )


class Valuer:
    """Says exactly what deals bring each party from a group; what a value of one term brings is worked out once.

    Parameters
    ----------
    scale
        What makes each party's utilities whole.
    known
        What gains are known to bring; takes what is worked out.
    """

    def __init__(self, meaning: Meaning, group: TermGroup, scale: Sequence[int], known: Brought | None = None) -> None:
        self._meaning = meaning
        self._known: Brought = {} if known is None else known
        self._gains = [
            [(gain, _only_term(gain), factor) for gain in gains]
            for gains, factor in zip(group.gains, scale, strict=True)
        ]
        lines = {name for line in group.lines for name in line.definitions}
        self._definitions = lines.union(*(gain.definitions for gains in group.gains for gain in gains))

    def environment(self, deal: Deal) -> Mapping[str, Exact]:
        """Return a deal with the definitions that the group's lines and gains need."""
        return self._meaning.environment(deal, self._definitions) if self._definitions else deal

    def __call__(self, env: Mapping[str, Exact]) -> Vector:
        """Return what a deal brings each party, in units of one over its scale."""
        return tuple(map(sum, self.gains(env)))

    def gains(self, env: Mapping[str, Exact]) -> list[list[int]]:
        """Return the same gain by gain."""
        known = self._known
        made = []
        for gains in self._gains:
            own = []
            for gain, term, factor in gains:
                if term is None:
                    own.append(_whole(gain, env, factor))
                    continue
                key = id(gain), env[term]
                if key not in known:
                    known[key] = _whole(gain, env, factor)
                own.append(known[key])
            made.append(own)
        return made


def _only_term(gain: Gain) -> str | None:
    return next(iter(gain.terms)) if len(gain.terms) == 1 and not gain.definitions else None


def _whole(gain: Gain, env: Mapping[str, Exact], factor: int) -> int:
    worth = Fraction(gain.compute(env)) * factor
    assert worth.denominator == 1
    return worth.numerator
