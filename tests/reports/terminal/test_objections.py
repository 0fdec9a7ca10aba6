"""The reports on a proposed deal and on why a line goes: golden texts, JSON, exit codes, refusals.

After a change of wording, run this and read the difference:

    ZOPA_REGENERATE=1 python -m pytest tests/reports/terminal/test_objections.py
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import pytest
from support.golden import ALL_WIDTHS, Golden, check_lines
from typer.testing import CliRunner

import zopa
from zopa.cli.app import app
from zopa.reports import render

Reasons: TypeAlias = zopa.Objections | zopa.WhyGiveUp

PLAN = """
# A plan as a mediator might float it: a neutral, smaller Ukraine that keeps its government
recognition_crimea: de_facto
recognition_donetsk: none
recognition_luhansk: none
recognition_zaporizhzhia: none
recognition_kherson: none
withdrawal: none
rights_kept: yes
army: 400_000
army_limited: yes
army_reduced: yes
modern_arms: yes
nato: barred
eu: open
russian_say: yes
foreign_presence: no
air_patrols: none
naval_patrols: none
intelligence: yes
rapid_assistance: yes
military_aid: halted
children_returned: 15_000
civilians_released: all
passportization_ends: yes
camps_end: yes
regime_change: no
"""
OUTLINE = "army: 400_000\nnato: barred\nmilitary_aid: limited\n"

LEASE = """
format: zopa/1
title: A lease
terms:
  rent: {type: quantity, min: 800, max: 1400, step: 50, unit: EUR, label: Rent}
  cap: {type: quantity, min: 800, max: 1400, step: 50, unit: EUR, label: Cap on the rent}
  deposit: {type: quantity, min: 0, max: 3, label: Deposit}
  start: {type: date, earliest: 2026-01-01, latest: 2026-03-01, label: Begin}
  end: {type: date, earliest: 2026-01-01, latest: 2027-03-01, label: End}
  paint: {type: choice, options: {tenant: The tenant paints, owner: The owner paints}, label: Painting}
facts:
  order: {require: end - start >= 90, says: Leases last 90 days or more, basis: assumption}
parties:
  owner:
    name: The owner
    red_lines:
      floor: {require: rent >= 900, says: No less than 900, weight: 2}
      deposit: {require: deposit == 3, says: A deposit of three}
      begin: {require: 2026-01-15 > start, says: Before the middle of January}
  tenant:
    name: The tenant
    red_lines:
      limit: {require: rent < 1_000, says: Less than 1000, weight: 1.5}
      cap: {require: rent <= cap, says: The cap holds}
      begin: {require: start >= 2026-01-10, says: Not before the 10th}
      both: {require: paint == owner and deposit >= 1, says: The owner paints}
"""
CLASH = LEASE.replace("rent < 1_000", "rent < 900").replace("paint == owner and", "deposit <= 2 and")
PROPOSAL = {
    "rent": 1200,
    "cap": 1100,
    "deposit": 1,
    "start": date(2026, 1, 20),
    "end": date(2026, 2, 1),
    "paint": "tenant",
}
GOOD = {**PROPOSAL, "rent": 950, "deposit": 3, "start": date(2026, 1, 12), "end": date(2026, 5, 1), "paint": "owner"}


def lease(text: str = LEASE) -> zopa.Scenario:
    return zopa.loads(text, "lease")


def of_the_plan(text: str) -> zopa.Objections:
    from zopa.models.io.proposal import read_proposal

    scenario = zopa.load("ukraine-russia")
    return zopa.objections(scenario, read_proposal(text.encode(), scenario, "plan.yaml"))


def why(line: str, **options: object) -> zopa.WhyGiveUp:
    return zopa.why_give_up(zopa.load("ukraine-russia"), line, **options)  # type: ignore[arg-type]


ANSWERS: dict[str, Callable[[], Reasons]] = {
    "plan": lambda: of_the_plan(PLAN),
    "plan-mended": lambda: of_the_plan(
        PLAN.replace("halted", "limited").replace("russian_say: no", "russian_say: yes")
    ),
    "outline": lambda: of_the_plan(OUTLINE),
    "lease": lambda: zopa.objections(lease(), PROPOSAL),
    "lease-agreed": lambda: zopa.objections(lease(), GOOD),
    "lease-completed": lambda: zopa.objections(lease(), {"rent": 950, "start": date(2026, 1, 12)}),
    "lease-completed-with-objections": lambda: zopa.objections(lease(), {"rent": 850, "start": date(2026, 1, 12)}),
    "lease-cannot-be-completed": lambda: zopa.objections(lease(CLASH), {"paint": "owner"}),
    "lease-minimal": lambda: zopa.objections(lease(CLASH), {**GOOD, "rent": 900}),
    "lease-undecided": lambda: zopa.objections(lease(), PROPOSAL, time_limit=0),
    "lease-open-undecided": lambda: zopa.objections(lease(), {"rent": 950}, time_limit=0),
    "why-can-be-kept": lambda: why("russia.recognition"),
    "why-dearer": lambda: why("ukraine.no_recognition"),
    "why-has-to-go": lambda: why("russia.recognition", keep=["ukraine"]),
    "why-uncontested": lambda: why("ukraine.children"),
    "why-kept": lambda: why("ukraine.rights", keep=["ukraine"]),
    "why-no-way-out": lambda: why("russia.aid_halted", keep=["ukraine.no_withdrawal", "russia"]),
    "why-undecided": lambda: why("russia.recognition", time_limit=0),
    "why-in-peace": lambda: zopa.why_give_up(lease(), "owner.floor"),
}
REPORTS = Golden("objections", ANSWERS)


@pytest.fixture(scope="module")
def answers() -> dict[str, Reasons]:
    return {name: answer() for name, answer in ANSWERS.items()}


@pytest.mark.parametrize(("name", "width"), REPORTS.cases)
def test_the_report_is_the_golden_one(answers: dict[str, Reasons], name: str, width: int) -> None:
    REPORTS.check(name, width, render(answers[name], width=width))


def test_no_golden_file_is_left_over() -> None:
    REPORTS.check_that_none_is_left_over()


@pytest.mark.parametrize("width", ALL_WIDTHS)
def test_no_line_is_longer_than_the_width_or_ends_in_spaces(answers: dict[str, Reasons], width: int) -> None:
    for answer in answers.values():
        check_lines(render(answer, width=width), width)


@pytest.mark.parametrize("name", ANSWERS)
def test_json_says_what_the_answer_does(answers: dict[str, Reasons], name: str) -> None:
    answer = answers[name]
    text = zopa.to_json(answer)
    told = json.loads(text, parse_float=str)
    assert text == zopa.to_json(ANSWERS[name]())
    assert (told["verdict"], told["stopped_by"]) == (answer.verdict, answer.stopped_by)
    if isinstance(answer, zopa.WhyGiveUp):
        assert told["format"] == "zopa-why/1"
        assert (told["role"], told["price_of_keeping"]) == (answer.role, answer.price_of_keeping)
        return
    assert told["format"] == "zopa-objections/1"
    for one, crossing in zip(told["crossed"], answer.crossed, strict=True):
        assert (one["line"], one["party"]) == (crossing.line, crossing.party)
        assert (one["missed"] is None) == (crossing.missed is None)
    for field in ("fewer", "lighter", "none"):
        near = getattr(answer, field)
        assert (told[field] is None) == (near is None)
        if near is not None:
            assert Fraction(told[field]["share"]) == Fraction(near.share)


def test_the_lease_worked_out_by_hand(answers: dict[str, Reasons]) -> None:
    told = answers["lease"]
    assert isinstance(told, zopa.Objections)
    missed = {
        one.line: None
        if one.missed is None
        else (one.missed.value, one.missed.relation, one.missed.asked, one.missed.amount, one.missed.unit)
        for one in told.crossed
    }
    assert missed == {
        "order": (12, ">=", 90, 78, "days"),
        "owner.deposit": (1, "==", 3, 2, None),
        "owner.begin": (date(2026, 1, 20), "<", date(2026, 1, 15), 5, "days"),
        "tenant.limit": (1200, "<", 1000, 200, "EUR"),
        "tenant.cap": (1200, "<=", 1100, 100, "EUR"),
        "tenant.both": None,
    }
    assert told.none is not None
    assert told.none.changed == ("rent", "deposit", "start", "end", "paint")
    assert told.none.deal["rent"] == 950
    assert told.none.deal["start"] == date(2026, 1, 14)
    assert told.none.deal["end"] == date(2026, 4, 14)
    assert Fraction(told.none.share) == Fraction(5, 12) + Fraction(2, 3) + Fraction(6, 59) + Fraction(72, 424) + 1
    assert told.fewer is not None
    assert told.fewer.changed == ("end",)


def test_the_prices_of_the_founding_case(answers: dict[str, Reasons]) -> None:
    prices = {
        name: (answer.role, answer.in_cheapest, answer.cost_giving, answer.cost_keeping, answer.price_of_keeping)
        for name, answer in answers.items()
        if isinstance(answer, zopa.WhyGiveUp)
    }
    assert prices["why-can-be-kept"] == ("some", "all", 8, 9, 1)
    assert prices["why-dearer"] == ("some", "none", 9, 8, -1)
    assert prices["why-has-to-go"][0] == "all"
    assert prices["why-uncontested"] == ("none", "none", None, 8, None)
    assert prices["why-kept"][0] == "none"
    assert prices["why-no-way-out"] == (None, None, None, None, None)
    assert prices["why-in-peace"] == ("none", "none", None, 0, None)


# -- the command line -------------------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str, str]:
    made = CliRunner().invoke(app, list(arguments))
    return made.exit_code, made.stdout, made.stderr + str(made.exception or "")


def test_explain_prints_what_the_library_answers(answers: dict[str, Reasons], tmp_path: Path) -> None:
    plan, file = tmp_path / "plan.yaml", tmp_path / "lease.yaml"
    plan.write_text(PLAN, "utf-8")
    file.write_text(LEASE, "utf-8")
    assert run("explain", "ukraine-russia", "--deal", str(plan))[:2] == (1, render(answers["plan"], width=80))
    assert run("explain", "ukraine-russia", "--deal", str(plan), "--json")[:2] == (1, zopa.to_json(answers["plan"]))
    asked = ("explain", "ukraine-russia", "--why", "russia.recognition")
    assert run(*asked, "--json")[:2] == (1, zopa.to_json(answers["why-can-be-kept"]))
    assert run(*asked, "--keep", "ukraine")[:2] == (1, render(answers["why-has-to-go"], width=80))
    deal = tmp_path / "deal.json"
    deal.write_text(json.dumps({"deal": {"rent": 950, "start": "2026-01-12"}}), "utf-8")
    expected = zopa.to_json(zopa.objections(zopa.load(str(file)), {"rent": 950, "start": date(2026, 1, 12)}))
    assert run("explain", str(file), "--deal", str(deal), "--json")[:2] == (0, expected)
    for question in (("--deal", str(deal)), ("--why", "owner.floor")):
        assert run("explain", str(file), *question)[0] == 0
        assert run("explain", str(file), *question, "--time-limit", "0")[0] == 3


IMPOSSIBLE = """
title: Facts clash
terms: {a: {type: quantity, min: 0, max: 10}, c: {type: choice, options: [x, y, z]}}
facts:
  low: {require: a <= 4, says: At most four}
  high: {require: a >= 6, says: At least six, basis: inferred}
parties: {p: {red_lines: {r: {require: c == x}}}}
"""


@pytest.mark.parametrize(
    ("facts", "deal", "told"),
    [
        (IMPOSSIBLE, {}, "─ These facts cannot all hold: “At most four” and “At least six” What is not"),
        (IMPOSSIBLE, {}, "─ It says nothing about any term. Left open: A and C."),
        (IMPOSSIBLE, {"c": "x"}, "Given the proposal, these facts cannot all hold: “At most four” and"),
        (IMPOSSIBLE, {"c": "x"}, "however the open term is settled"),
        (IMPOSSIBLE, {"c": "x"}, "Inferred, not said in so many words: “At least six”."),
        (IMPOSSIBLE.replace("a >= 6", "a <= 3"), {"a": 5, "c": "x"}, "The proposed deal breaks both facts."),
    ],
)
def test_facts_that_no_deal_meets_are_told_in_whole_sentences(facts: str, deal: dict[str, object], told: str) -> None:
    report = " ".join(render(zopa.objections(zopa.loads(facts), deal), width=120).split())
    assert told in report
    assert "hold: and" not in report


@pytest.mark.parametrize(
    ("deal", "problems"),
    [
        (
            "rent: 1010\nstart: soon\n",
            [
                ("the number 1010 is not a value of rent; it goes from 800 to 1,400 in steps of 50", 1, 7),
                ("'soon' is not a value of start; it goes from 2026-01-01 to 2026-03-01", 2, 8),
            ],
        ),
        ("rent: 950\nrnt: 1000\n", [("unknown term 'rnt' (did you mean 'rent'?)", 2, 1)]),
        (
            "deal:\n  rent: 950\n  paint: nobody\n",
            [("'nobody' is not a value of paint; it is one of tenant, owner", 3, 10)],
        ),
        ("- 1\n", [("a deal is a mapping of terms to values", 1, 1)]),
        ("rent: 950\nrent: 1000\n", [("duplicate key 'rent'", 2, 1)]),
    ],
)
def test_a_deal_that_is_none_is_refused_where_it_is_wrong(
    tmp_path: Path, deal: str, problems: list[tuple[str, int, int]]
) -> None:
    file, proposed = tmp_path / "lease.yaml", tmp_path / "deal.yaml"
    file.write_text(LEASE, "utf-8")
    proposed.write_text(deal, "utf-8")
    made = CliRunner().invoke(app, ["explain", str(file), "--deal", str(proposed)])
    assert isinstance(made.exception, zopa.ScenarioError)
    assert [(one.message, one.line, one.column) for one in made.exception.problems] == problems
    assert made.exception.file == str(proposed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--deal", "plan.yaml", "--why", "russia.recognition"], "use --deal or --why, not both"),
        (["--deal", "plan.yaml", "--keep", "russia"], "need --why"),
        (["--why", "russia.recogniton"], "did you mean 'russia.recognition'"),
        (["--why", "russia"], "unknown red line 'russia'"),
        (["--why", "russia.recognition", "--only-from", "nobody"], "unknown party 'nobody'"),
        (["--why", "russia.recognition", "--only-between", "ukraine", "nato"], "russia.recognition"),
        (["--deal", "no-such-file.yaml"], "No such file"),
    ],
    ids=str,
)
def test_questions_that_make_no_sense_are_refused(arguments: list[str], message: str) -> None:
    code, _, said = run("explain", "ukraine-russia", *arguments)
    assert message in " ".join(said.replace("│", " ").split())
    assert code != 0
