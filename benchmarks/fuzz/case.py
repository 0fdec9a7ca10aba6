"""A scenario under test: as plain data, as YAML and as zopa reads it, and how what zopa says is compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from plain import word, yaml
from reference import Deal, Truth
from utilities import Worth

import zopa

ALL = 100_000
"""More than any list has entries."""


class Broken(AssertionError):
    """zopa said something that is not true, or did not say something."""


@dataclass
class Case:
    """A scenario as plain data, as YAML, and as zopa reads it."""

    plain: dict[str, Any]
    seed: int
    avoid: Collection[int] = ()
    truth: Truth = field(init=False)

    def __post_init__(self) -> None:
        self.truth = Truth(self.plain)
        self.text = yaml(self.plain)
        self.random = Random(self.seed)

    @cached_property
    def scenario(self) -> zopa.Scenario:
        return zopa.loads(self.text)

    @cached_property
    def worth(self) -> Worth:
        return Worth(self.truth)

    def deal(self, words: Mapping[str, Any]) -> Deal:
        """Return a deal of zopa's as numbers."""
        return tuple(self.value(name, words[name]) for name in self.truth.terms)

    def value(self, name: str, said: Any) -> Any:
        term = self.plain["terms"][name]
        if isinstance(said, str) and "options" in term:
            return term["options"].index(said)
        if isinstance(said, date):
            return said.toordinal()
        return Fraction(said)

    def words(self, deal: Deal) -> dict[str, Any]:
        """Return a deal as zopa takes it."""
        named = zip(self.plain["terms"].items(), deal, strict=True)
        return {name: _said(term, value) for (name, term), value in named}


def _said(term: dict[str, Any], value: Any) -> Any:
    match term["type"]:
        case "yes_no":
            return bool(value)
        case "quantity":
            return Decimal(word(term, value))
        case "date":
            return date.fromordinal(value)
    return word(term, value)


def need(said: object, true: object, about: str) -> None:
    """Raise unless what was said is true."""
    if said != true:
        raise Broken(f"{about}: zopa says {said!r}, true is {true!r}")


def crosses(case: Case, words: Mapping[str, Any]) -> int:
    """Return what a deal of zopa's crosses; it has to break no fact."""
    crossed = case.truth.possible.get(case.deal(words))
    if crossed is None:
        raise Broken(f"a deal breaks a fact: {dict(words)}")
    return crossed


def sets(case: Case, some: Iterable[Iterable[str]]) -> list[int]:
    return sorted(case.truth.mask(one) for one in some)
