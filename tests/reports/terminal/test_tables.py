"""No report cuts a word: names and labels that are long, or nearly alike, at every width."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.bar import Bar
from rich.cells import cell_len
from support.golden import check_lines

import zopa
from zopa.reports import render
from zopa.reports.terminal.layout import rendered
from zopa.reports.terminal.tables import Column, Rows, shared

WIDTHS = (40, 60, 80, 120)
WIDE = 500

STEMS = ("Iceland", "Islandia", "Liechtenstein", "government", "Bundesministerium", "a", "fishery", "Northern")


@st.composite
def names(draw: st.DrawFn, number: int) -> list[str]:
    """Return names of which some differ in a letter or a word at the end alone."""
    words = st.lists(st.sampled_from(STEMS), min_size=1, max_size=4)
    found: list[str] = []
    while len(found) < number:
        stem = " ".join(draw(words)) if not found or draw(st.booleans()) else found[-1]
        found.append(stem if stem not in found else stem + draw(st.sampled_from(("ia", "b", " two", " of the south"))))
        if found[-1] in found[:-1]:
            found[-1] += "x" * len(found)
    return found


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return a scenario in which every two parties want different amounts, and value them."""
    parties = draw(names(draw(st.sampled_from((2, 3, 2, 6, 9)))))
    labels = draw(names(draw(st.integers(1, 3))))
    ids = [f"{draw(st.sampled_from(('state_of_the_', 'p', 'state_of_the_far_')))}{at}" for at in range(len(parties))]
    terms = {
        f"t{at}": {"type": "quantity", "min": 0, "max": 4, "label": label, "unit": draw(st.sampled_from(("EUR", "")))}
        for at, label in enumerate(labels)
    }
    for term in terms.values():
        if not term["unit"]:
            del term["unit"]
    held: dict[str, Any] = {}
    for at, (party, name) in enumerate(zip(ids, parties, strict=True)):
        lines = {
            f"l{term}": {
                "require": draw(st.sampled_from((f"{term} >= 3", f"{term} <= 1", f"{term}\n   >=  2", f"{term} <= 3"))),
                **({"says": f"{draw(names(1))[0]} about {label}"} if draw(st.booleans()) else {}),
                "weight": draw(st.sampled_from((1, 2, 12345.25))),
            }
            for term, label in zip(terms, labels, strict=True)
        }
        interests = {term: {"weight": 10, "worst": 4 * (at % 2), "best": 4 - 4 * (at % 2)} for term in terms}
        held[party] = {"name": name, "red_lines": lines, "interests": interests}
        if draw(st.booleans()):
            held[party]["reservation"] = draw(st.sampled_from((5, 20)))
    return {
        "format": "zopa/1",
        "title": draw(names(1))[0],
        "terms": terms,
        "facts": {"law": {"require": "t0 +  0\n <= 3", "basis": "assumption"}},
        "parties": held,
        "measures": {"reached": {"value": "t0\n  + 1", "label": draw(names(1))[0], "unit": "points"}},
    }


def without_red_lines(scenario: zopa.Scenario) -> zopa.Scenario:
    parties = {name: party.model_copy(update={"red_lines": {}}) for name, party in scenario.parties.items()}
    return zopa.loads(zopa.dumps(scenario.model_copy(update={"parties": parties})))


def a_line(scenario: zopa.Scenario) -> str:
    return next(line for line, _, _ in scenario.red_lines())


QUESTIONS: dict[str, Callable[[zopa.Scenario], Any]] = {
    "solve": zopa.solve,
    "relax": lambda scenario: zopa.solve(scenario, sections=["relaxations"]),
    "concessions": zopa.concessions,
    "smallest": lambda scenario: zopa.concessions(scenario, smallest=True),
    "assumptions": zopa.assumptions,
    "burden": lambda scenario: zopa.burden(scenario, only_between=list(scenario.parties)[:3]),
    "sensitivity": zopa.sensitivity,
    "explain": zopa.explain,
    "prove": lambda scenario: zopa.prove(scenario, everything=True),
    "why": lambda scenario: zopa.why_give_up(scenario, a_line(scenario)),
    "whatif": lambda scenario: zopa.whatif(scenario, drop=[a_line(scenario)]),
    "objections": lambda scenario: zopa.objections(scenario, {"t0": 1}),
    "deals": lambda scenario: zopa.bargain(
        without_red_lines(scenario), proposal=dict.fromkeys(scenario.terms, 1), diverse=2
    ),
}


def words_of(report: str) -> set[str]:
    """Return the words of a report without the marks around them; numbers but those of rows depend on the width."""
    found = (word.strip("“”(),;:.[]") for word in report.split())
    rows = re.findall(r"^ *([0-9]+\.) ", report, re.MULTILINE)
    return {word for word in found if re.search(r"[^\W\d_]", word)} | set(rows)


@pytest.mark.parametrize("question", QUESTIONS)
@given(document=documents())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_report_cuts_a_word(question: str, document: dict[str, Any]) -> None:
    answer = QUESTIONS[question](zopa.loads(json.dumps(document)))
    whole = words_of(render(answer, width=WIDE))
    for width in WIDTHS:
        report = render(answer, width=width)
        check_lines(report, width)
        assert "…" not in report
        missing = {word for word in whole - words_of(report) if cell_len(word) <= width - 8}
        assert not missing, report


SOLUTIONS = ("Nash", "Kalai-Smorodinsky", "egalitarian")
COLUMNS = [
    Column(justify="right", is_whole=True),
    *(Column(name, "right", is_whole=True) for name in ("Iceland", "Islandia", "Liechtenstein")),
    Column(is_whole=True, is_remark=True),
    Column(),
]
ROWS = [[f"{at}.", f"{at},000", "–", "≈12.50", "3 less", name] for at, name in zip((9, 10, 11), SOLUTIONS, strict=True)]


def laid_out(width: int) -> str:
    bars = {at: [Bar(1, 0, 1)] * len(ROWS) for at in (1, 2, 3)}
    return rendered([Rows(COLUMNS, ROWS, bars)], width, colour=False)


def test_bars_give_way_first_and_then_the_table_becomes_a_list() -> None:
    assert "█" in laid_out(120)
    table = laid_out(80)
    assert "█" not in table
    assert re.search(r"^ +Iceland +Islandia +Liechtenstein$", table, re.MULTILINE)
    assert laid_out(60) == (
        " 9. Iceland: 9,000; Liechtenstein: ≈12.50, 3 less; Nash\n"
        "10. Iceland: 10,000; Liechtenstein: ≈12.50, 3 less;\n"
        "    Kalai-Smorodinsky\n"
        "11. Iceland: 11,000; Liechtenstein: ≈12.50, 3 less;\n"
        "    egalitarian\n"
    )


@pytest.mark.parametrize(
    ("least", "most", "room", "widths"),
    [
        ([3, 3], [5, 20], 30, [5, 20]),
        ([3, 3], [5, 20], 16, [5, 11]),
        ([3, 9], [20, 20], 15, [6, 9]),
        ([3, 9], [20, 20], 12, [3, 9]),
        ([3, 9], [20, 20], 11, None),
        ([], [], 0, []),
    ],
)
def test_columns_share_the_room_and_none_is_narrower_than_its_longest_word(
    least: list[int], most: list[int], room: int, widths: list[int] | None
) -> None:
    assert shared(least, most, room) == widths


@pytest.mark.parametrize("ask", [zopa.concessions, zopa.solve], ids=lambda one: one.__name__)
def test_a_blank_line_precedes_the_table_of_a_single_way(ask: Callable[..., Any]) -> None:
    text = (
        "{format: zopa/1, title: One way, terms: {a: {type: quantity, min: 0, max: 5}},"
        " facts: {f: {require: a <= 3}}, measures: {m: {value: a}}, parties: {p: {red_lines: {l: {require: a >= 4}}}}}"
    )
    lines = render(ask(zopa.loads(text)), width=60).split("\n")
    for at, line in enumerate(lines):
        if re.match(r"^ *1\. ", line):
            assert "" in lines[at - 3 : at]
