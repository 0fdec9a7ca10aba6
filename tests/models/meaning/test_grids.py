"""On which grid a number moves: every value lies on it, and that of a sum is no finer than its values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.reference import Spec, all_deals
from support.reference_graded import GradedLine, GradedSpec, difference, is_sum
from support.reference_language import Expr, compare
from support.strategies import read, scenarios
from support.strategies_language import Draw, Writer

import zopa


@st.composite
def comparisons(draw: Draw) -> tuple[GradedSpec, Expr]:
    spec = draw(scenarios(most_deals=60, lines=(1,)))
    writer = Writer(draw, spec.terms, [word for word in spec.definitions if "_" not in word])
    line = compare(writer.number(2), draw(st.sampled_from("<>")), writer.number(2))
    graded = GradedSpec(spec.terms, {"north": {"line": GradedLine(line)}}, spec.definitions)
    return graded, line


@steady(150)
@given(comparisons())
def test_every_value_lies_on_the_grid(drawn: tuple[GradedSpec, Expr]) -> None:
    spec, line = drawn
    meaning = read(Spec(spec.terms, spec.parties, spec.definitions)).meaning()
    movement = meaning.movement(meaning.red_lines[0])
    assert movement is not None
    assert movement.strict
    found = Fraction(movement.unit_amount)
    right = spec.step_of(line)
    assert found > 0
    assert right % found == 0
    if right and all(is_sum(part, spec) for part in line.parts):
        assert found == right
    sign = 1 if line.word[0] == "<" else -1
    for env in all_deals(spec):
        excess = sign * difference(line, env)
        assert movement.steps(excess if excess.denominator > 1 else int(excess)) * found == max(
            0, (excess // found + 1) * found
        )


TERMS = """
title: T
terms:
  x: {{type: quantity, min: 5, max: 95, step: 10}}
  y: {{type: quantity, min: 0, max: 3, step: 0.75}}
  one: {{type: quantity, min: 7, max: 7, step: 4}}
  sure: {{type: yes_no}}
  until: {{type: date, earliest: 2030-01-01, latest: 2031-01-01}}
definitions: {{double: x + x, both: sure and y > 1, fixed: one * 3}}
parties: {{a: {{red_lines: {{line: {{require: "{line}"}}}}}}}}
"""


@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("x < 50", "10"),
        ("x + y < 50", "0.25"),
        ("3 * x < y", "0.75"),
        ("double < 50", "20"),
        ("x + x - double + y > 1", "0.75"),
        ("double - x > 1.5", "10"),
        ("0.3 * x > 4 + 0.2 * x", "1"),
        ("x + one < fixed", "10"),
        ("x * y < 12", "3.75"),
        ("0 * x < one", "1"),
        ("y * sure > 2 * one", "0.75"),
        ("min(x, 30) < 20", "5"),
        ("max(x, 35) < 20", "10"),
        ("abs(x - 50) < 20", "10"),
        ("if(sure, x, 40) < 20", "5"),
        ("count(sure, both) < 1", "1"),
        ("2 * (not sure) > 1", "2"),
        ("2 * sure + 4 * both + 2 * (1 < 2) > 1", "2"),
        ("until + x < 2030-06-01", "1"),
        ("one < 6.5", "0.5"),
    ],
)
def test_some_grids(line: str, step: str) -> None:
    meaning = zopa.loads(TERMS.format(line=line)).meaning()
    movement = meaning.movement(meaning.red_lines[0])
    assert movement is not None
    assert movement.unit_amount == Fraction(step)
