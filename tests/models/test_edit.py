"""Changed scenarios: lines dropped, terms fixed, demands added; the original stays as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady

from zopa.errors import ScenarioError, UnknownNameError
from zopa.models.edit import dropped, parsed_value, with_demand, with_facts, with_red_lines, with_term_set
from zopa.models.io.load import loads
from zopa.models.io.save import dumps
from zopa.models.parties import Fact, RedLine
from zopa.models.terms import Quantity

TALKS = loads("""\
title: Harbour dues
terms:
  dues: {type: quantity, label: Harbour dues, min: -1.5, max: 100, step: 0.5, unit: kEUR}
  fine: {type: quantity, min: 0, max: 0.0000004, step: 0.0000001}
  venue: {type: choice, options: {geneva: Geneva, new_york: the UN}}
  amnesty: {type: yes_no, label: Amnesty for the pilots}
  start: {type: date, earliest: 2025-01-01, latest: 2026-12-31}
facts:
  law: {require: amnesty or dues > 4}
  supposed_1: {require: dues < 99}
parties:
  port:
    red_lines:
      floor: {require: dues >= 40}
      added_1: {require: venue == geneva}
  fleet:
    red_lines:
      floor: {require: dues <= 30}
""")


def refused(error: type[Exception], change: Any, *arguments: object) -> str:
    """Return what a change says that cannot be made."""
    with pytest.raises(error) as caught:
        change(TALKS, *arguments)
    return str(caught.value)


def test_dropping_lines_and_facts() -> None:
    before = dumps(TALKS)
    changed = dropped(TALKS, ["port.floor", "law"])
    assert [line for line, _, _ in changed.red_lines()] == ["port.added_1", "fleet.floor"]
    assert list(changed.facts) == ["supposed_1"]
    assert [line.id for line in changed.meaning().red_lines] == ["port.added_1", "fleet.floor"]
    assert dumps(TALKS) == before
    assert loads(dumps(changed)) == changed
    assert dropped(TALKS, []) == TALKS


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("port.flor", "unknown red line or fact 'port.flor' (did you mean 'port.floor'?)"),
        ("laws", "unknown red line or fact 'laws' (did you mean 'law'?)"),
        ("floor", "unknown red line or fact 'floor' (did you mean 'port.floor'?)"),
        ("port", "unknown red line or fact 'port'"),
        ("", "unknown red line or fact ''"),
    ],
)
def test_dropping_what_is_not_there(name: str, told: str) -> None:
    assert refused(UnknownNameError, dropped, ["law", name]) == told


def test_adding_and_replacing_facts_and_lines() -> None:
    fact, line = Fact(require="amnesty"), RedLine(require="not amnesty", weight=Decimal(3))
    changed = with_red_lines(with_facts(TALKS, {"law": fact, "new": fact}), "fleet", {"floor": line, "cap": line})
    assert list(changed.facts) == ["law", "supposed_1", "new"]
    assert changed.facts["law"] is changed.facts["new"] is fact
    assert list(changed.parties["fleet"].red_lines) == ["floor", "cap"]
    assert changed.parties["port"] == TALKS.parties["port"]
    assert loads(dumps(changed)) == changed
    assert refused(UnknownNameError, with_red_lines, "flet", {}) == "unknown party 'flet' (did you mean 'fleet'?)"


@pytest.mark.parametrize(
    ("assignment", "require", "says"),
    [
        ("dues=40", "dues == 40", "Supposed: Harbour dues is 40 kEUR"),
        (" dues = -1.50 ", "dues == -1.5", "Supposed: Harbour dues is -1.5 kEUR"),
        ("dues=1_0.0", "dues == 10", "Supposed: Harbour dues is 10 kEUR"),
        ("dues=1e2", "dues == 100", "Supposed: Harbour dues is 100 kEUR"),
        ("fine=1e-7", "fine == 0.0000001", "Supposed: fine is 0.0000001"),
        ("venue=new_york", "venue == new_york", "Supposed: venue is the UN"),
        ("amnesty=yes", "amnesty", "Supposed: Amnesty for the pilots is yes"),
        ("amnesty=true", "amnesty", "Supposed: Amnesty for the pilots is yes"),
        ("amnesty=no", "not amnesty", "Supposed: Amnesty for the pilots is no"),
        ("start=2025-01-31", "start == 2025-01-31", "Supposed: start is 31 January 2025"),
    ],
)
def test_a_term_is_fixed_by_a_fact(assignment: str, require: str, says: str) -> None:
    changed = with_term_set(TALKS, assignment)
    assert list(changed.facts) == ["law", "supposed_1", "supposed_2"]
    fact = changed.facts["supposed_2"]
    assert (fact.require, fact.says, fact.basis) == (require, says, "assumption")
    assert changed.meaning().facts[-1].text == require
    assert loads(dumps(changed)) == changed


DUES, STARTS = "; it goes from -1.5 to 100 in steps of 0.5", "; it goes from 2025-01-01 to 2026-12-31"


@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        ("dues", "expected term=value, not 'dues'"),
        ("dues=", "expected term=value, not 'dues='"),
        ("=5", "expected term=value, not '=5'"),
        ("dues==5", f"'=5' is not a value of dues{DUES}"),
        ("dues=101", f"'101' is not a value of dues{DUES}"),
        ("dues=0.25", f"'0.25' is not a value of dues{DUES}"),
        ("dues=1e999999", f"'1e999999' is not a value of dues{DUES}"),
        (f"dues={'9' * 5000}", f"'{'9' * 60}'... is not a value of dues{DUES}"),
        ("dues=1e-5000", f"'1e-5000' is not a value of dues{DUES}"),
        ("dues=NaN", f"'NaN' is not a value of dues{DUES}"),
        ("venue=genva", "'genva' is not a value of venue (did you mean 'geneva'?)"),
        ("venue=the UN", "'the UN' is not a value of venue; it is one of geneva, new_york"),
        ("amnesty=maybe", "'maybe' is not a value of amnesty; it is yes or no"),
        ("amnesty=1", "'1' is not a value of amnesty; it is yes or no"),
        ("start=2025-02-30", f"'2025-02-30' is not a value of start{STARTS}"),
        ("start=2027-01-01", f"'2027-01-01' is not a value of start{STARTS}"),
        ("dues=\x1b[31m", f"'\\x1b[31m' is not a value of dues{DUES}"),
    ],
    ids=lambda value: value[:20],
)
def test_a_term_is_not_fixed_at_what_is_no_value(assignment: str, told: str) -> None:
    assert refused(ScenarioError, with_term_set, assignment) == f"scenario: {told}"


def test_an_unknown_term_is_not_fixed() -> None:
    assert refused(UnknownNameError, with_term_set, "due=5") == "unknown term 'due' (did you mean 'dues'?)"


def test_a_demand_becomes_a_red_line() -> None:
    changed = with_demand(TALKS, " port : dues >= 50\n and  amnesty ")
    assert list(changed.parties["port"].red_lines) == ["floor", "added_1", "added_2"]
    line = changed.parties["port"].red_lines["added_2"]
    assert (line.require, line.says, line.weight) == ("dues >= 50 and amnesty", "Added: dues >= 50 and amnesty", 1)
    assert list(with_demand(TALKS, "fleet: amnesty").parties["fleet"].red_lines) == ["floor", "added_1"]
    assert loads(dumps(changed)) == changed


@pytest.mark.parametrize(
    ("demand", "told"),
    [
        ("port", "scenario: expected 'party: expression', not 'port'"),
        ("port:", "scenario: expected 'party: expression', not 'port:'"),
        (": amnesty", "scenario: expected 'party: expression', not ': amnesty'"),
        ("port: dues >", "scenario: the expression ends too early\n      | dues >\n      |       ^"),
        (
            "port: amnesty and\x1b[31m",
            "scenario: unexpected character '\\x1b'\n      | amnesty and\ufffd[31m\n      |            ^",
        ),
        (
            "port: amnesty\u202e",
            (
                "scenario: unexpected character: '\\u202e' is RIGHT-TO-LEFT OVERRIDE"
                "\n      | amnesty\ufffd\n      |        ^"
            ),
        ),
        (
            "port: duse > 4",
            ("scenario: unknown term 'duse' (did you mean 'dues'?)\n      | duse > 4\n      | ^"),
        ),
        (
            "port: dues",
            (
                "scenario: expected a condition, but this is a number;"
                " compare it with something\n      | dues\n      | ^"
            ),
        ),
    ],
)
def test_a_demand_that_cannot_be_read_is_told(demand: str, told: str) -> None:
    assert refused(ScenarioError, with_demand, demand) == told


def test_a_demand_of_nobody_known_is_told() -> None:
    assert refused(UnknownNameError, with_demand, "prot: amnesty") == "unknown party 'prot' (did you mean 'port'?)"


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("dues", "2.5", Fraction(5, 2)),
        ("dues", "two", None),
        ("amnesty", "yes", 1),
        ("venue", "new_york", 1),
        ("start", "2025-01-02", date(2025, 1, 2).toordinal()),
        ("start", "5", None),
    ],
)
def test_a_value_in_words(name: str, text: str, number: object) -> None:
    assert parsed_value(TALKS.terms[name], text) == number


@steady(150)
@given(
    st.integers(0, 400), st.sampled_from(("0.5", "0.0001", "3", "1000", "2.5E-10")).map(Decimal), st.integers(-50, 50)
)
def test_every_value_of_a_quantity_can_be_set(at: int, step: Decimal, low: int) -> None:
    term = Quantity(min=Decimal(low), max=low + 400 * step, step=step)
    number = term.domain.at(at)
    assert parsed_value(term, str(term.value(number))) == number
    changed = with_term_set(
        TALKS.model_copy(update={"terms": {**TALKS.terms, "dues": term}}), f"dues={term.value(number)}"
    )
    (fact,) = [line for line in changed.meaning().facts if line.id == "supposed_2"]
    values = {name: changed.terms[name].domain.start for name in TALKS.terms}
    assert fact.holds({**values, "dues": number})
    assert not fact.holds({**values, "dues": term.domain.at((at + 1) % 401)})
