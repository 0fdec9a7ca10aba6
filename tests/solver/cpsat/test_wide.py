"""Conditions on numbers past 2^62: what the model says of every deal is what exact arithmetic says."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

import zopa
from zopa.solver.cpsat import growth
from zopa.solver.cpsat.backend import CpModel
from zopa.solver.cpsat.lowering import Sum
from zopa.solver.cpsat.wide import BASE, Splits
from zopa.solver.limits import Limits
from zopa.solver.oracle import Deal, Infeasible, Oracle

OPERATORS = ("<", "<=", "==", "!=", ">=", ">")
FACTORS = (
    "(7_000_000_000_000 * x + 3 * y - 5)",
    "(9_000_000_000_001 * y - x)",
    "(z - 4_000_000_000_000)",
    "x",
    "(y - 1)",
)


def drawn(seed: int) -> tuple[str, str]:
    """Return two numbers that differ little on some deals and much on others."""
    draw = random.Random(seed)
    one = draw.choices(FACTORS, k=draw.randint(2, 5))
    other = draw.sample(one, len(one))
    if draw.random() < 0.5:
        other[draw.randrange(len(other))] = draw.choice(FACTORS)
    left, right = " * ".join(one), " * ".join(other)
    return left, f"{right} + {draw.choice(('0', 'z', 'x - y', '9_000_000_000_000_000 * z', '0.5'))}"


@pytest.mark.parametrize("seed", range(12))
def test_a_comparison_holds_in_the_model_where_it_holds(seed: int) -> None:
    left, right = drawn(seed)
    lines = "".join(f"      l{at}: {{require: {left} {op} {right}}}\n" for at, op in enumerate(OPERATORS))
    nested = "".join(
        f"      n{at}: {{require: 'count({left} {op} {right}, x == 1) == 1'}}\n" for at, op in enumerate(OPERATORS)
    )
    scenario = zopa.loads(f"""format: zopa/1
title: Wide
terms:
  x: {{type: quantity, min: -1, max: 2}}
  y: {{type: quantity, min: 0, max: 2}}
  z: {{type: quantity, min: 0, max: 1, step: 0.5}}
parties:
  a:
    red_lines:
{lines}{nested}""")
    meaning = scenario.meaning()
    oracle = Oracle(meaning, tuple(meaning.terms), (), meaning.red_lines, Limits())
    for steps in itertools.product(*(range(domain.size) for domain in meaning.domains.values())):
        values = {name: domain.at(step) for (name, domain), step in zip(meaning.domains.items(), steps, strict=True)}
        crossed = meaning.crossed(values)
        fixed = oracle.part(oracle.terms, (), oracle.lines, values)
        for line in meaning.red_lines:
            assert isinstance(fixed.ask([line.id]), Infeasible if line.id in crossed else Deal), (line.text, values)


def test_halves_are_what_a_sum_divides_into() -> None:
    model = CpModel()
    wide = model.variable(-(2**50), 2**61)
    narrow = model.variable(0, 9)
    high, low = Splits(model).halves(Sum({wide: 10**30 + 1, narrow: -(2**70) - 3}, 2**80 - 1))
    assert Splits(model).size(high) < 10**30 * 2**61 // BASE * 2
    assert all(abs(factor) <= BASE for factor in low.factors.values())


def test_ten_years_of_rises_are_decided_at_once() -> None:
    terms = "".join(f"  y{year}: {{type: quantity, min: 0, max: 10, step: 0.1}}\n" for year in range(10))
    wage = " * ".join(f"(1 + 0.01 * y{year})" for year in range(10))
    scenario = zopa.loads(f"""format: zopa/1
title: Ten years
terms:
{terms}parties:
  union: {{red_lines: {{goal: {{require: {wage} >= 1.3440}}}}}}
  company: {{red_lines: {{points: {{require: {" + ".join(f"y{year}" for year in range(10))} <= 30}}}}}}
""")
    asked: list[None] = []
    limits = Limits(on_question=lambda: asked.append(None))
    analysis = zopa.solve(scenario, certify=False, limits=limits)
    assert (analysis.verdict, analysis.evidence, analysis.relaxations_total) == ("no_deal", "confirmed", 2)
    assert len(asked) < 30
    eased = zopa.loads(zopa.dumps(scenario).replace("1.3440", "1.33"))
    assert zopa.solve(eased).verdict == "deal"


@pytest.mark.parametrize("seed", range(20))
def test_a_product_is_never_as_large_where_the_sum_of_its_factors_is_too_small(seed: int) -> None:
    draw = random.Random(seed)
    model = CpModel()
    sizes = [draw.randint(1, 4) for _ in range(draw.randint(2, 4))]
    sums = [Sum({model.variable(0, size): Fraction(1, draw.randint(1, 3))}, draw.randint(0, 3)) for size in sizes]
    goal = Fraction(draw.randint(1, 60), draw.randint(1, 4))
    least = growth.least_sum(sums, goal, model)
    assert least is not None
    for values in itertools.product(*(range(size + 1) for size in sizes)):
        product = Fraction(1)
        for value, factor in zip(values, sums, strict=True):
            product *= sum(value * part for part in factor.factors.values()) + factor.constant
        excess = sum(values[variable] * part for variable, part in least.factors.items()) + least.constant
        assert product < goal or excess <= 0


def test_a_product_says_nothing_of_a_sum_with_negative_or_single_factors() -> None:
    model = CpModel()
    one, other = Sum({model.variable(0, 3): 1}, 1), Sum({model.variable(0, 3): 1}, -1)
    assert growth.least_sum([one, other], 2, model) is None
    assert growth.least_sum([one, Sum({}, 2)], 2, model) is None
    assert growth.least_sum([one, one], 0, model) is None
