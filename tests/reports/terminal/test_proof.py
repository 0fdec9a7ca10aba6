"""Refutations in words: golden reports, what the sentences say of each kind of term and step, and what is not proved.

After a change of wording, run this and read the difference:

    ZOPA_REGENERATE=1 python -m pytest tests/reports/terminal/test_proof.py
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.golden import ALL_WIDTHS, Golden, check_lines

import zopa
from zopa import Builder
from zopa.reports import render
from zopa.reports.wording.proof import ProofWords
from zopa.results.explanation import Explanations

LEASE = """
format: zopa/1
title: A lease
date: 2026-01-15
sources:
  letter: {title: The owner's letter, date: 2026-01-02}
terms:
  rent: {type: quantity, min: 800, max: 1400, step: 50, unit: EUR, label: Rent}
  service: {type: quantity, min: 0, max: 600, step: 50, unit: EUR, label: Service charge}
  start: {type: date, earliest: 2026-01-01, latest: 2026-12-31, label: Begin}
  state:
    type: scale
    levels: {raw: Raw, plain: Plain, good: Good, new: As new, better: Better than new, gold: Golden}
    label: State
  pets: {type: choice, options: {none: None, small: Small ones, any: Any}, label: Pets}
definitions:
  total: rent + service
facts:
  works: {require: state >= good implies start >= 2026-06-01, says: Works take until June, basis: inferred}
  dogs: {require: pets != any or state <= plain, says: Dogs spoil it, basis: assumption}
parties:
  owner:
    red_lines:
      total:
        require: total >= 1_500
        says: At least 1500 with the service charge
        quote: not a cent less
        source: letter
      start: {require: start <= 2026-03-31, says: Let before April}
      twice: {require: rent >= 2 * service, says: The rent is twice the charge at least}
  tenant:
    red_lines:
      rent: {require: rent <= 900, says: At most 900}
      state: {require: state >= good, says: In good state}
      dog: {require: pets == any, says: With a dog}
"""


def cases() -> dict[str, zopa.Scenario]:
    talks = Builder("Who sits beside whom", date=date(2026, 1, 1))
    seats = [talks.choice(f"seat_{at}", {"left": "Left", "right": "Right"}) for at in range(3)]
    for one in range(3):
        for other in range(one):
            talks.party("guests").red_line(f"apart_{one}_{other}", seats[one] != seats[other])
    ring = talks.build()
    talks = Builder("Shares of a plant", date=date(2026, 1, 1))
    shares = [talks.quantity(f"share_{at}", min=0, max=1_000_000) for at in range(3)]
    for at in range(3):
        talks.party("partners").red_line(f"more_{at}", shares[at] + 10 <= shares[(at + 1) % 3])
    chain = talks.build()
    talks = Builder("Crates of six", date=date(2026, 1, 1))
    full, half = (talks.quantity(name, min=0, max=6_000, step=6) for name in ("full", "half"))
    talks.party("buyer").red_line("number", full + 2 * half == 1_000)
    crates = talks.build()
    return {
        "ukraine-russia": zopa.load("ukraine-russia"),
        "lease": zopa.loads(LEASE),
        "cases": ring,
        "sum": chain,
        "divisibility": crates,
    }


ANSWERS = {name: zopa.explain(scenario) for name, scenario in cases().items()}
"""Asked once; reports only read them."""
uncertified = ANSWERS["lease"]
ANSWERS["not-certified"] = replace(
    uncertified,
    explanations=(
        replace(
            uncertified.explanations[0],
            conflict=replace(uncertified.explanations[0].conflict, refutation=None),
            steps=None,
        ),
        *uncertified.explanations[1:],
    ),
)
ANSWERS["a-deal"] = zopa.explain(zopa.load("panama-1974"))
GOLDEN = Golden("proof", ANSWERS)


@pytest.mark.parametrize(("name", "width"), GOLDEN.cases)
def test_reports(name: str, width: int) -> None:
    GOLDEN.check(name, width, render(ANSWERS[name], width=width, top=5))


def test_no_report_is_left_over() -> None:
    GOLDEN.check_that_none_is_left_over()


@pytest.mark.parametrize("width", ALL_WIDTHS)
@pytest.mark.parametrize("name", ANSWERS)
def test_every_line_fits(name: str, width: int) -> None:
    check_lines(render(ANSWERS[name], width=width, top=100), width)


def told(answer: Explanations, *red_lines: str) -> list[str]:
    """Return the opening and the sentences about a conflict."""
    words = ProofWords(answer.scenario)
    found = next(one for one in answer.explanations if one.conflict.red_lines == red_lines)
    return [words.opening(found), *(text for _, text in words.sentences(found.steps or ()))]


def test_what_rests_on_an_inference_says_so_first() -> None:
    sentences = told(ANSWERS["lease"], "owner.start", "tenant.state")
    assert sentences == [
        "Resting on an inference (F1): O2 and T2 cannot both hold, given F1.",
        "By O2, “Begin” is not after 31 March 2026.",
        "By T2, “State” is at least “Good”.",
        "So F1 cannot hold, as “Begin” is not after 31 March 2026 and “State” is at least “Good”.",
    ]


def test_what_rests_on_an_assumption_says_so_first() -> None:
    sentences = told(ANSWERS["lease"], "tenant.state", "tenant.dog")
    assert sentences[0] == "Resting on an assumption (F2): T2 and T3 cannot both hold, given F2."
    assert "By T3, “Pets” is “Any”." in sentences


def test_numbers_have_their_units_and_definitions_their_terms() -> None:
    sentences = told(ANSWERS["lease"], "owner.total", "owner.twice", "tenant.rent")
    assert sentences[0] == "O1, O3 and T1 cannot all hold."
    assert "By T1, “Rent” is at most 900 EUR." in sentences


def test_a_sum_is_told_with_what_each_part_says() -> None:
    (sentence,) = told(ANSWERS["sum"], "partners.more_0", "partners.more_1", "partners.more_2")[1:]
    assert sentence == (
        "Add up: P1: share_0 − share_1 ≤ −10; P2: share_1 − share_2 ≤ −10; P3: share_2 − share_0 ≤ −10. "
        "Together that is 0 ≤ −30, which is false."
    )


def test_rounding_is_told() -> None:
    sentences = told(ANSWERS["divisibility"], "buyer.number")[1:]
    assert sentences[0] == "B1: full + 2 half ≤ 1,000. Rounded to whole steps (1): full + 2 half ≤ 996."
    assert sentences[-1].endswith("which is false.")


def test_cases_are_told_in_turn() -> None:
    sentences = told(ANSWERS["cases"], "guests.apart_1_0", "guests.apart_2_0", "guests.apart_2_1")
    assert sentences[1].startswith("Suppose first that “Seat 0” is “Left”")
    assert any(text.startswith("That fails; so “Seat 0” is “Right”") for text in sentences)


def test_expressions_are_printed_on_one_line_whatever_the_breaks_of_the_file() -> None:
    talks = zopa.loads("""
title: T
terms: {x: {type: quantity, min: 0, max: 5}, y: {type: yes_no}}
definitions:
  some: |
    x >= 2
      and   y
parties:
  a:
    red_lines:
      one:
        says: Some
        require: |
          some
             and x >= 3
        fallbacks: [{require: "some\\n   or x <= 3", cost: 0.5}]
  b: {red_lines: {two: {require: "x   <= 1", keep: true}}}
""")
    report = zopa.explain(talks).report(width=80)
    for printed in ("requires some and x >= 3", "some is x >= 2 and y", "x <= 1"):
        assert printed in report
    assert "falls back to “some or x <= 3”, cost 0.5" in zopa.concessions(talks).report(width=80)
