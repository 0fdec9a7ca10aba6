"""How a deal misses a comparison, whatever stands on its sides."""

import zopa

TALKS = """
title: T
terms: {night: {type: yes_no}, dues: {type: quantity, min: 0, max: 10, unit: kEUR}}
parties:
  a: {red_lines: {closed: {require: night <= 0}, cap: {require: 3 >= dues}, dark: {require: not night}}}
"""


def test_a_condition_that_counts_as_a_number_is_missed_by_one() -> None:
    meaning = zopa.loads(TALKS).meaning()
    closed, cap, dark = (meaning.missed(line, {"night": 1, "dues": 7}) for line in meaning.red_lines)
    assert closed == zopa.Missed("night", None, 1, "<=", 0, 1, None)
    assert cap == zopa.Missed("dues", "dues", 7, "<=", 3, 4, "kEUR")
    assert dark is None
