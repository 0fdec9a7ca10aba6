"""The least amount by which one comparison moves, against brute force over terms, steps and factors with decimals."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction
from operator import eq, ge, gt, le, lt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.reference_language import decimal_text
from support.strategies_language import Draw

import zopa

HOLDS = {"<": lt, "<=": le, "==": eq, ">=": ge, ">": gt}


@dataclass(frozen=True)
class Moving:
    """One comparison of a sum with a bound, and a fact that may forbid it to hold."""

    values: tuple[tuple[Fraction, ...], ...]
    factors: tuple[Fraction, ...]
    relation: str
    bound: Fraction
    least: Fraction
    """The fact: the sum of the terms is at least this."""

    @property
    def text(self) -> str:
        terms = {
            f"x{at}": {
                "type": "quantity",
                "min": decimal_text(own[0]),
                "max": decimal_text(own[-1]),
                "step": decimal_text(own[1] - own[0] if len(own) > 1 else Fraction(1)),
            }
            for at, own in enumerate(self.values)
        }
        listed = "\n".join(
            f"  {word}: {{{', '.join(f'{key}: {value}' for key, value in term.items())}}}"
            for word, term in terms.items()
        )
        summed = " + ".join(f"{decimal_text(factor)} * x{at}" for at, factor in enumerate(self.factors))
        own = f"{{require: '{summed} {self.relation} {decimal_text(self.bound)}', weight: 10000, slope: {{cost: 1}}}}"
        fact = f"{{require: {' + '.join(terms)} >= {decimal_text(self.least)}}}"
        return f"title: T\nterms:\n{listed}\nfacts: {{much: {fact}}}\nparties: {{a: {{red_lines: {{own: {own}}}}}}}\n"

    @property
    def sums(self) -> list[tuple[Fraction, bool]]:
        """What is compared in every deal, and whether the fact holds."""
        return [
            (
                sum((factor * one for factor, one in zip(self.factors, deal, strict=True)), Fraction(0)),
                sum(deal) >= self.least,
            )
            for deal in itertools.product(*self.values)
        ]

    @property
    def grid(self) -> Fraction:
        """The largest number of which all differences between sums are multiples."""
        first = self.sums[0][0]
        apart = [value - first for value, _ in self.sums]
        scale = math.lcm(*(value.denominator for value in apart))
        return Fraction(math.gcd(*(int(value * scale) for value in apart)), scale)

    @property
    def right(self) -> Fraction | None:
        """The least amount with which a deal exists; None where none exists whatever the amount."""
        needed = [self.needs(value) for value, allowed in self.sums if allowed]
        return min(needed, default=None)

    def needs(self, value: Fraction) -> Fraction:
        if HOLDS[self.relation](value, self.bound):
            return Fraction(0)
        if self.relation not in ("<", ">"):
            return abs(value - self.bound)
        sign = 1 if self.relation == "<" else -1
        amounts = (at * self.grid for at in itertools.count(1))
        return next(one for one in amounts if HOLDS[self.relation](value, self.bound + sign * one))


@st.composite
def moving(draw: Draw) -> Moving:
    steps = st.sampled_from([Fraction(one) for one in ("1", "10", "0.5", "0.75", "4", "6", "0.01")])
    values = []
    for _ in range(draw(st.integers(1, 3))):
        low, step = draw(st.sampled_from([Fraction(one) for one in ("0", "5", "-3", "0.25")])), draw(steps)
        values.append(tuple(low + step * at for at in range(draw(st.integers(2, 5)))))
    factors = st.sampled_from([Fraction(one) for one in ("1", "2", "-1", "0.3", "1.5", "-0.04", "10")])
    drawn = Moving(tuple(values), tuple(draw(factors) for _ in values), "<", Fraction(0), Fraction(0))
    sums = sorted({value for value, _ in drawn.sums})
    off = draw(st.sampled_from([Fraction(one) for one in ("0", "0", "0.1", "-2")]))
    bound = draw(st.sampled_from(sums)) + off
    least = sum((draw(st.sampled_from(own)) for own in values), Fraction(0))
    return Moving(drawn.values, drawn.factors, draw(st.sampled_from(sorted(HOLDS))), bound, least)


@steady(150)
@given(moving(), st.booleans())
def test_the_least_amount_is_that_of_brute_force(drawn: Moving, smallest: bool) -> None:
    told = zopa.concessions(zopa.loads(drawn.text), smallest=smallest)
    assert told.relaxations_complete
    amounts = [one.amount for package in told.relaxations for one in package.concessions if not one.given_up]
    if drawn.right == 0:
        assert told.verdict == "deal"
        assert not amounts
    elif drawn.right is None:
        assert not amounts
    else:
        assert told.verdict == "no_deal"
        assert [Fraction(one) for one in amounts if one is not None] == [drawn.right]


@pytest.mark.parametrize(
    ("line", "against", "amount", "to"),
    [
        ("x < 50", "x >= 60", 20, 70),
        ("x > 60", "x <= 50", 20, 40),
        ("60 > x", "x >= 60", 10, 70),
        ("x <= 50", "x >= 60", 10, 60),
        ("x < 49", "x >= 60", 20, 69),
        ("x <= 49", "x >= 60", 11, 60),
        ("2 * x < 100", "x >= 60", 40, 140),
        ("x + x < 100", "x >= 60", 40, 140),
    ],
)
def test_the_bound_moves_in_the_steps_of_what_is_compared(line: str, against: str, amount: int, to: int) -> None:
    scenario = zopa.loads(
        "title: T\nterms: {x: {type: quantity, min: 0, max: 100, step: 10}}\n"
        f"parties: {{a: {{red_lines: {{own: {{require: {line}}}}}}}, b: {{red_lines: {{k: {{require: {against}, "
        "keep: true}}}}\n"
    )
    (package,) = zopa.concessions(scenario, smallest=True).relaxations
    (one,) = package.concessions
    assert (one.amount, one.kept_at) == (amount, to)
