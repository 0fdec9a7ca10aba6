"""The report for people: golden texts at two widths, and what holds of any report.

After a change of wording, run this and read the difference:

    ZOPA_REGENERATE=1 python -m pytest tests/reports/terminal/test_analysis.py
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from support.golden import ALL_WIDTHS, Golden, check_lines

import zopa
from zopa.reports import render

HARBOUR = """
format: zopa/1
title: Harbour dues
date: 2025-03-20
sources: {papers: {title: Position papers}}
terms:
  dues: {type: quantity, min: 0, max: 100, unit: kEUR a year, label: Harbour dues, status_quo: 25}
  berths: {type: quantity, min: 0, max: 12, label: Berths kept for the fleet}
  night: {type: yes_no, label: Landing at night}
facts:
  staff:
    require: night implies dues >= 20
    says: Landing at night needs a watch, which dues of 20 pay for
    basis: assumption
parties:
  port:
    name: The port
    red_lines:
      floor:
        require: dues >= 40
        says: Dues of at least 40
        quote: nothing below 40 keeps the quay open
        source: papers
  fleet:
    name: The fishing fleet
    red_lines:
      cap: {require: dues <= 60, says: Dues of no more than 60}
      berths: {require: berths >= 8, says: At least 8 berths}
      night: {require: night, basis: inferred}
"""

CLASH = HARBOUR.replace("dues <= 60", "dues <= 30").replace("no more than 60", "no more than 30")

FACTS = CLASH.replace(
    "parties:",
    """  quota: {require: berths <= 3, says: The quay has room for three boats}
  licence: {require: berths >= 5, says: The licence promises five berths}
parties:""",
)

OWN = HARBOUR.replace("dues <= 60, says: Dues of no more than 60", "dues <= 15, says: Dues of no more than 15").replace(
    "dues >= 40\n        says: Dues of at least 40", "dues >= 5\n        says: Dues of at least 5"
)

SINGLE = """
format: zopa/1
title: One demand
terms:
  a: {type: quantity, min: 0, max: 5}
  b: {type: quantity, min: 0, max: 5}
facts: {budget: {require: a + b <= 6, says: There are six in all}}
parties: {we: {red_lines: {both: {require: a >= 4 and b >= 4}}}}
"""

WEIGHTS = """
format: zopa/1
title: Enrichment
terms:
  level: {type: quantity, min: 0, max: 20, step: 0.01, unit: "%", label: Level, status_quo: 3.67}
  stock: {type: quantity, min: 0, max: 2000, step: 0.5, unit: kg, label: Stock}
  until: {type: date, earliest: 2026-01-01, latest: 2036-12-31, label: Limits end}
  venue: {type: choice, options: {geneva: Geneva, doha: Doha}, label: Seat of the talks}
measures:
  work: {value: 0.25 * level + 0.001 * stock, label: Separative work, unit: kSWU}
parties:
  north:
    name: North
    red_lines:
      level: {require: level >= 4.5, says: Fuel of 4.5 % at least, weight: 2.5}
      stock: {require: stock >= 1200.5, says: A stock of 1 200.5 kg, weight: 0.75}
      until: {require: until <= 2030-06-30, says: Limits that end by mid-2030, weight: 10}
      geneva: {require: venue == geneva, weight: 0}
  south:
    name: South
    red_lines:
      level: {require: level <= 3.67, says: No more than 3.67 %, weight: 2.25}
      stock: {require: stock + 100 * level <= 600, says: Stock and level together stay small, weight: 1}
      until: {require: until >= 2035-01-01, says: Limits for ten years, weight: 4.125}
      doha: {require: venue == doha}
"""


def loaded(text: str) -> zopa.Scenario:
    return zopa.loads(text, "inline")


def of_clash(**options: object) -> zopa.Analysis:
    return zopa.solve(loaded(CLASH), **options)  # type: ignore[arg-type]


def interrupted() -> zopa.Analysis:
    """Return an answer as an interrupt leaves it: lists without an end, one conflict not proved minimal."""
    whole = zopa.solve(loaded(WEIGHTS))
    assert whole.conflicts
    assert whole.disputes
    assert whole.relaxations
    assert whole.cheapest
    *known, last = whole.conflicts[:3]
    return replace(
        whole,
        conflicts=(*known, replace(last, is_minimal=False, confirmed=False)),
        conflicts_complete=False,
        disputes=(
            *(replace(dispute, resolutions_total=None) for dispute in whole.disputes[:2]),
            replace(whole.disputes[2], resolutions=(), resolutions_total=None),
        ),
        relaxations=whole.relaxations[:2],
        relaxations_total=None,
        relaxations_complete=False,
        cheapest=replace(whole.cheapest, total=None),
        uncontested_complete=False,
        stopped_by="interrupt",
    )


ANSWERS: dict[str, Callable[[], zopa.Analysis | zopa.Comparison]] = {
    "ukraine-russia": lambda: zopa.solve(zopa.load("ukraine-russia")),
    "interrupted": interrupted,
    "feasible": lambda: zopa.solve(loaded(HARBOUR)),
    "deals": lambda: zopa.solve(loaded(HARBOUR), sections=["deals"], top=3),
    "clash": of_clash,
    "undecided": lambda: of_clash(time_limit=0),
    "facts-contradict": lambda: zopa.solve(loaded(FACTS)),
    "party-contradicts-itself": lambda: zopa.solve(loaded(OWN)),
    "single-red-line": lambda: zopa.solve(loaded(SINGLE)),
    "kept-in-vain": lambda: of_clash(keep=["port.floor", "fleet.cap"]),
    "kept": lambda: of_clash(keep=["port"]),
    "only-from": lambda: zopa.solve(zopa.load("ukraine-russia"), only_from=["russia"]),
    "weights": lambda: zopa.solve(loaded(WEIGHTS), top=5),
    "top-one": lambda: of_clash(top=1),
    "conflicts-alone": lambda: of_clash(sections=["conflicts"]),
    "relaxations-alone": lambda: of_clash(sections=["relaxations"]),
    "whatif": lambda: zopa.whatif(
        loaded(HARBOUR), drop=["fleet.cap"], set_terms=["dues=30"], add=["fleet: berths >= 9"]
    ),
}

GOLDEN = Golden("analysis", ANSWERS)


@pytest.fixture(scope="module")
def answers() -> dict[str, zopa.Analysis | zopa.Comparison]:
    return {name: answer() for name, answer in ANSWERS.items()}


@pytest.mark.parametrize(("name", "width"), GOLDEN.cases)
def test_the_report_is_the_golden_one(
    answers: dict[str, zopa.Analysis | zopa.Comparison], name: str, width: int
) -> None:
    GOLDEN.check(name, width, render(answers[name], width=width))


def test_no_golden_file_is_left_over() -> None:
    GOLDEN.check_that_none_is_left_over()


# -- what holds of any report -----------------------------------------------------------------------------------------

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
LONG = CLASH.replace("Dues of at least 40", "x" * 300).replace(
    "The port", "The_port_authority_of_" + "the_harbour_" * 9
)
STRANGE = CLASH.replace("The port", "'The [port] [/red] [bold]'").replace(
    "Dues of at least 40", "'[dim]:smile: 港湾使用料 [/x]'"
)


@pytest.mark.parametrize("width", ALL_WIDTHS)
@pytest.mark.parametrize("text", [CLASH, LONG, STRANGE, WEIGHTS], ids=["plain", "long", "strange", "weights"])
def test_no_line_is_longer_than_the_width_or_ends_in_spaces(text: str, width: int) -> None:
    report = render(zopa.solve(loaded(text)), width=width)
    check_lines(report, width)
    assert report.endswith("\n")
    assert not report.endswith("\n\n")
    assert "\x1b" not in report


def test_a_width_below_40_is_taken_for_40() -> None:
    assert render(of_clash(), width=1) == render(of_clash(), width=40)


@pytest.mark.parametrize("name", ANSWERS)
def test_colour_changes_nothing_but_the_colour(answers: dict[str, zopa.Analysis | zopa.Comparison], name: str) -> None:
    plain, coloured = render(answers[name]), render(answers[name], colour=True)
    assert "\x1b" not in plain
    assert ESCAPE.search(coloured)
    stripped = "\n".join(line.rstrip() for line in ESCAPE.sub("", coloured).split("\n"))
    assert stripped == plain
    assert "\x1b" not in ESCAPE.sub("", coloured)


def test_what_looks_like_markup_is_printed_as_it_stands() -> None:
    report = render(zopa.solve(loaded(STRANGE)), width=120)
    assert "The [port] [/red] [bold]" in report
    assert "[dim]:smile: 港湾使用料 [/x]" in report


def test_no_more_ways_out_are_listed_than_asked_for() -> None:
    report = render(zopa.solve(zopa.load("ukraine-russia"), top=1), top=1)
    assert "Ukraine gives up U1, U2 and U3" not in report
    assert "and 3 others" in report


def test_the_report_says_nothing_of_the_machine() -> None:
    report = render(zopa.solve(loaded(WEIGHTS)))
    for word in ("None", "True", "False", "Decimal", "CP-SAT", "mask", "{", "}", "()", "  ,"):
        assert word not in report, word
