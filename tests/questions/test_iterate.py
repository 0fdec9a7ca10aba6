"""The lists one by one: each entry comes once."""

from __future__ import annotations

import pytest

import zopa

CLASHES = """
title: Two parts in which facts contradict each other
terms:
  rent: {type: quantity, min: 0, max: 9}
  until: {type: date, earliest: 2027-01-01, latest: 2027-01-09}
facts:
  low: {require: rent <= 3}
  high: {require: rent >= 5}
  early: {require: until <= 2027-01-03}
  late: {require: until >= 2027-01-05}
parties:
  landlord: {red_lines: {more: {require: rent >= 7}, less: {require: rent <= 6}}}
"""

FACTS_ALONE = [()]


def test_facts_that_contradict_each_other_in_two_parts_are_one_conflict() -> None:
    scenario = zopa.loads(CLASHES)
    assert [one.red_lines for one in zopa.conflicts(scenario)] == FACTS_ALONE
    assert [one.red_lines for one in zopa.stream(scenario) if isinstance(one, zopa.Conflict)] == FACTS_ALONE
    assert [one.red_lines for one in zopa.solve(scenario).conflicts or ()] == FACTS_ALONE


@pytest.mark.parametrize("fact", ["low", "late"])
def test_facts_that_contradict_each_other_in_one_part_are_the_only_conflict(fact: str) -> None:
    scenario = zopa.loads("\n".join(line for line in CLASHES.splitlines() if not line.startswith(f"  {fact}:")))
    assert [one.red_lines for one in zopa.conflicts(scenario)] == FACTS_ALONE
