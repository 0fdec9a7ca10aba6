"""Linear sums: exact, and whole where that is asked for."""

from __future__ import annotations

from fractions import Fraction

from zopa.models.linear import Linear, total


def test_linear_combinations_are_exact() -> None:
    half = Linear({0: Fraction(1, 2), 1: -1}, Fraction(1, 3))
    other = Linear({0: Fraction(-1, 2), 2: 5}, Fraction(2, 3))
    assert half.plus(other) == Linear({1: -1, 2: 5}, 1)
    assert half.times(0) == Linear({}, 0)
    assert half.times(Fraction(-2)) == Linear({0: -1, 1: 2}, Fraction(-2, 3))
    assert half.whole() == ({0: 3, 1: -6}, 2, 6)


def test_a_total_is_what_adding_up_gives() -> None:
    parts = [Linear({"a": 1, "b": Fraction(1, 2)}, 1), Linear({"b": Fraction(-1, 2), "c": 3}), Linear({"a": 1}, 2)]
    added = parts[0].plus(parts[1]).plus(parts[2])
    assert total(parts) == added == Linear({"c": 3, "a": 2}, 3)
    assert list(total(parts).factors) == list(added.factors)
    assert total([]) == Linear({})
