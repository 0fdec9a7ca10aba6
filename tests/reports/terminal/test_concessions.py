"""The reports and commands about concessions: golden texts at two widths, JSON, exit codes, refusals.

After a change of wording, run this and read the difference:

    ZOPA_REGENERATE=1 python -m pytest tests/reports/terminal/test_concessions.py
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.golden import ALL_WIDTHS, Golden, check_lines
from typer.testing import CliRunner

import zopa
from zopa.cli.app import app
from zopa.reports import render
from zopa.reports.wording.names import Words
from zopa.results.concessions import Moves

RIVER = """
format: zopa/1
title: Sharing the river
date: 2025-03-20
terms:
  flow: {type: quantity, min: 0, max: 900, step: 10, unit: m3/s, label: Flow at the border, status_quo: 450}
  start: {type: date, earliest: 2025-06-01, latest: 2026-12-31, label: Begin of the new rule}
  dam: {type: scale, levels: {none: No dam, low: A low dam, high: A high dam}, label: The dam}
  fee: {type: quantity, min: 0, max: 50, step: 0.5, unit: MEUR, label: Yearly fee}
facts:
  silt:
    require: dam == high implies flow <= 600
    says: A high dam holds back a third of the flow
    basis: assumption
  law: {require: fee <= 40, says: The budget law allows no more than 40}
parties:
  upstream:
    name: Upstream
    red_lines:
      dam:
        require: dam == high
        says: A high dam
        weight: 6
        fallbacks:
          - {require: dam >= low, cost: 2.5, says: at least a low dam}
      flow: {require: flow <= 500, says: No more than 500 pass the border, weight: 9, slope: {cost: 1, per: 50}}
      fee: {require: fee >= 30, says: A fee of 30, weight: 4, slope: {cost: 0.1, up_to: 20}}
  downstream:
    name: Downstream
    red_lines:
      flow:
        require: flow >= 700
        says: At least 700 pass the border
        weight: 12
        slope: {cost: 2, per: 50, up_to: 250}
      dam: {require: dam == none, says: No dam, weight: 3}
      start: {require: start <= 2025-09-30, says: The rule begins before October, weight: 2, slope: {cost: 0.02}}
      fee: {require: fee <= 20, says: A fee of 20 at most, keep: true}
  farmers:
    name: The farmers
    red_lines:
      start: {require: start >= 2025-10-15, says: Not before the harvest, weight: 5, slope: {cost: 0.25}}
"""

PEACE = RIVER.replace("flow >= 700", "flow >= 400").replace("dam == none, says: No dam", "dam >= none, says: Any dam")
PEACE = PEACE.replace("fee >= 30", "fee >= 20").replace("start >= 2025-10-15", "start >= 2025-08-15")
EQUAL = RIVER.replace("step: 10, ", "").replace("{cost: 1, per: 50}", "{cost: 2, per: 50}")
FREED = RIVER.replace("fee: {require: fee <= 20", "free: {require: fee <= 45").replace("dam == none", "dam != high")


def loaded(text: str) -> zopa.Scenario:
    return zopa.loads(text, "river")


ANSWERS: dict[str, Callable[[], Moves]] = {
    "concessions": lambda: zopa.concessions(loaded(RIVER), top=5),
    "one-concession": lambda: zopa.concessions(loaded(RIVER), top=1),
    "nothing-helps": lambda: zopa.concessions(loaded(RIVER), keep=["upstream.dam", "downstream"]),
    "asked-within": lambda: zopa.concessions(loaded(RIVER), keep=["farmers"], budgets={"upstream": 6}, max_cost=12),
    "smallest": lambda: zopa.concessions(loaded(RIVER), smallest=True, top=4),
    "in-peace": lambda: zopa.concessions(loaded(PEACE)),
    "undecided": lambda: zopa.concessions(loaded(RIVER), time_limit=0),
    "burden-of-two": lambda: zopa.burden(zopa.load("ukraine-russia")),
    "burden-of-three": lambda: zopa.burden(loaded(RIVER.replace("step: 10,", "step: 50,"))),
    "burden-too-fine": lambda: zopa.burden(loaded(EQUAL), only_between=["upstream", "downstream"]),
    "burden-undecided": lambda: zopa.burden(loaded(RIVER), time_limit=0),
    "sensitivity": lambda: zopa.sensitivity(loaded(RIVER)),
    "sensitivity-of-many": lambda: zopa.sensitivity(loaded(EQUAL)),
    "sensitivity-undecided": lambda: zopa.sensitivity(loaded(RIVER), time_limit=0),
    "assumptions": lambda: zopa.assumptions(zopa.load("ukraine-russia")),
    "assumption-decides": lambda: zopa.assumptions(
        loaded(PEACE.replace("flow >= 400", "flow >= 650").replace("flow <= 500", "flow <= 700"))
    ),
    "no-assumption": lambda: zopa.assumptions(loaded(RIVER.replace("    basis: assumption\n", ""))),
}

GOLDEN = Golden("concessions", ANSWERS)


@pytest.fixture(scope="module")
def answers() -> dict[str, Moves]:
    return {name: answer() for name, answer in ANSWERS.items()}


@pytest.mark.parametrize(("name", "width"), GOLDEN.cases)
def test_the_report_is_the_golden_one(answers: dict[str, Moves], name: str, width: int) -> None:
    GOLDEN.check(name, width, render(answers[name], width=width))


@pytest.mark.parametrize("name", ["concessions", "asked-within", "one-concession", "smallest", "burden-of-three"])
def test_every_line_whose_tag_is_used_is_named(name: str) -> None:
    report = render(ANSWERS[name](), width=120)
    scenario = ANSWERS[name]().scenario
    words = Words(scenario)
    used = {line for line, tag in words.tags().items() if re.search(rf"\b{tag}\b", report)}
    assert used
    for line in used:
        assert re.search(rf"\b{words.tags()[line]}\s+{re.escape(words.line(line))}", report), line


def test_no_golden_file_is_left_over() -> None:
    GOLDEN.check_that_none_is_left_over()


@pytest.mark.parametrize("width", ALL_WIDTHS)
def test_no_line_is_longer_than_the_width_or_ends_in_spaces(answers: dict[str, Moves], width: int) -> None:
    for answer in answers.values():
        check_lines(render(answer, width=width), width)


@pytest.mark.parametrize("name", ANSWERS)
def test_json_says_what_the_answer_does(answers: dict[str, Moves], name: str) -> None:
    answer = answers[name]
    text = zopa.to_json(answer)
    told = json.loads(text)
    assert text == zopa.to_json(ANSWERS[name]())
    assert told["verdict"] == answer.verdict
    assert told["stopped_by"] == answer.stopped_by
    assert told["format"].startswith("zopa-")
    for package in told.get("relaxations") or told.get("frontier") or ():
        assert sum(package["gives"].values()) == pytest.approx(package["cost"])
        for one in package["concessions"]:
            assert one["given_up"] == (one["kept_at"] is None)
            assert (one["amount"] is None) == (one["given_up"] or one["fallback"] is not None)
    if isinstance(answer, zopa.Burden):
        assert [package["gives"] for package in told["frontier"]] == [
            dict(one.gives) for one in answer.frontier
        ] or any(not isinstance(cost, int) for one in answer.frontier for cost in one.gives.values())


def test_the_burden_of_the_founding_case_is_as_documented(answers: dict[str, Moves]) -> None:
    told = json.loads(zopa.to_json(answers["burden-of-two"]))
    assert [(point["gives"]["ukraine"], point["gives"]["russia"]) for point in told["frontier"]] == [
        (0, 9),
        (1, 7),
        (2, 6),
        (3, 5),
        (4, 4),
        (6, 3),
        (7, 2),
        (9, 1),
        (11, 0),
    ]
    assert told["frontier_complete"] is True
    assert told["confirmed"] is True
    assert (told["least_total"], told["min_max"], told["leximin"]) == ([1, 2, 3, 4], [4], [4])


# -- the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def river(tmp_path: Path) -> str:
    file = tmp_path / "river.yaml"
    file.write_text(RIVER, "utf-8")
    return str(file)


def run(*arguments: str) -> tuple[int, str, str]:
    made = CliRunner().invoke(app, list(arguments))
    return made.exit_code, made.stdout, made.stderr


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["relax", "--amounts", "--top", "3"], lambda s: zopa.concessions(s, top=3)),
        (["relax", "--amounts", "--smallest"], lambda s: zopa.concessions(s, smallest=True)),
        (
            ["relax", "--amounts", "--budget", "upstream=6", "--keep", "farmers", "--max-cost", "12"],
            lambda s: zopa.concessions(s, budgets={"upstream": 6}, keep=["farmers"], max_cost=12),
        ),
        (["relax", "--assumptions"], zopa.assumptions),
        (["burden", "--only-from", "upstream"], lambda s: zopa.burden(s, only_from=["upstream"])),
        (["burden", "--budget", "upstream=4.5"], lambda s: zopa.burden(s, budgets={"upstream": zopa_decimal("4.5")})),
        (["sensitivity", "--keep", "farmers.start"], lambda s: zopa.sensitivity(s, keep=["farmers.start"])),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None,
)
def test_commands_print_what_the_library_answers(
    river: str, arguments: list[str], answer: Callable[[zopa.Scenario], Moves]
) -> None:
    expected = answer(zopa.load(river))
    code, out, _ = run(*arguments, river, "--json")
    assert (code, out) == (1, zopa.to_json(expected))
    code, out, _ = run(*arguments, river)
    assert (code, out) == (1, render(expected, width=80))


def zopa_decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)


@pytest.mark.parametrize("command", [["relax", "--amounts"], ["relax", "--assumptions"], ["burden"], ["sensitivity"]])
def test_exit_codes_tell_the_verdict(river: str, command: list[str], tmp_path: Path) -> None:
    peace = tmp_path / "peace.yaml"
    peace.write_text(PEACE, "utf-8")
    assert run(*command, str(peace))[0] == 0
    assert run(*command, river)[0] == 1
    assert run(*command, river, "--time-limit", "0")[0] == 3
    assert json.loads(run(*command, river, "--time-limit", "0", "--json")[1])["stopped_by"] == "time_limit"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["relax", "--smallest"], "--smallest needs --amounts"),
        (["relax", "--budget", "upstream=3"], "--budget needs --amounts"),
        (["relax", "--amounts", "--prefer", "upstream"], "--prefer is about whole lines"),
        (["relax", "--amounts", "--jsonl"], "--jsonl cannot be combined with --amounts"),
        (["relax", "--assumptions", "--amounts"], "--assumptions is about facts"),
        (["relax", "--assumptions", "--keep", "upstream"], "--assumptions is about facts"),
        (["relax", "--amounts", "--budget", "upstream"], "expected PARTY=COST"),
        (["burden", "--budget", "upstream=much"], "expected a number, 0 or more"),
        (["burden", "--budget", "upstream=-1"], "expected a number, 0 or more"),
        (["burden", "--budget", "upstream=1", "--budget", "upstream=2"], "upstream already has a budget"),
        (["burden", "--budget", "upsteam=1"], "did you mean 'upstream'"),
        (["burden", "--keep", "upstream.flaw"], "did you mean 'upstream.flow'"),
        (["sensitivity", "--only-from", "nobody"], "nobody"),
    ],
    ids=str,
)
def test_options_that_make_no_sense_are_refused(river: str, arguments: list[str], message: str) -> None:
    made = CliRunner().invoke(app, [*arguments, river])
    said = " ".join((made.stderr + str(made.exception)).replace("│", " ").split())
    assert message in said
    assert made.exit_code != 0


LADDERS = """
format: zopa/1
title: Ladders
terms:
  rank: {type: scale, levels: [low, middle, high]}
  men: {type: quantity, min: 0, max: 9}
parties:
  a:
    red_lines:
      rank:
        require: rank <= middle
        weight: 6
        fallbacks:
          - require: rank == low
            cost: 2
          - require: rank >= low
            cost: 3
  b:
    red_lines:
      rank: {require: rank == high and men > 5}
"""


@pytest.mark.parametrize("command", [["validate"], ["relax", "--amounts"], ["burden"], ["sensitivity"]])
def test_a_fallback_that_is_not_softer_is_located(command: list[str], tmp_path: Path) -> None:
    file = tmp_path / "ladders.yaml"
    file.write_text(LADDERS, "utf-8")
    made = CliRunner().invoke(app, [*command, str(file)])
    assert isinstance(made.exception, zopa.ScenarioError)
    (problem,) = made.exception.problems
    assert problem.message == (
        "the fallback is not softer than the line itself: a deal with rank = middle satisfies that and not this"
    )
    assert (problem.line, problem.column) == (14, 22)


def test_no_fallback_is_refused_for_a_deal_against_the_facts() -> None:
    """Facts about other terms that cannot hold leave no deal that shows anything."""
    ladders = LADDERS.replace("terms:", "terms:\n  hours: {type: quantity, min: 0, max: 5}\n  free: {type: yes_no}", 1)

    def given(fact: str) -> zopa.Concessions:
        return zopa.concessions(zopa.loads(f"{ladders}facts: {{law: {{require: '{fact}'}}}}\n"))

    for fact in ("hours > 5", "free and not free", "false"):
        answer = given(fact)
        assert (answer.verdict, answer.relaxations) == ("no_deal", ())
    with pytest.raises(zopa.ScenarioError, match="not softer"):
        given("hours > 4")


@pytest.mark.parametrize("ask", [zopa.concessions, zopa.burden, zopa.sensitivity, zopa.solve])
def test_whose_lines_may_give_way_and_what_is_kept_is_said_once(ask: Callable[..., Any]) -> None:
    river = zopa.loads(RIVER)
    may = "give up red lines" if ask is zopa.solve else "move"

    def said(**asked: object) -> str:
        return " ".join(render(ask(river, **asked)).split())

    farmers = Words(river).party("farmers")
    names = f"{Words(river).party('upstream')} and {farmers}"
    only = said(only_from=["upstream", "farmers"])
    assert f"As you asked, only {names} may {may}." in only
    assert "Kept, as you asked" not in only
    assert "The scenario rules out" not in only
    both = said(only_from=["farmers"], keep=["farmers.start"])
    assert f"As you asked, only {farmers} may {may}. Kept, as you asked: farmers.start." in both
    twice = said(keep=["downstream"])
    assert "The scenario rules out" not in twice
    assert twice.count("downstream.fee") == 1
    assert said().count("The scenario rules out giving up") == 1
