"""No report cuts a word: names and labels that are long, or nearly alike, at every width."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
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
from zopa.reports.wording.names import Words

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


def answers(document: dict[str, Any]) -> Iterator[Any]:
    """Yield the answer to every question."""
    scenario = zopa.loads(json.dumps(document))
    lines = [line for line, _, _ in scenario.red_lines()]
    free = json.loads(json.dumps(document))
    for party in free["parties"].values():
        party["red_lines"] = {}
    yield zopa.solve(scenario)
    yield zopa.solve(scenario, sections=["relaxations"])
    yield zopa.concessions(scenario)
    yield zopa.concessions(scenario, smallest=True)
    yield zopa.assumptions(scenario)
    yield zopa.burden(scenario) if len(document["parties"]) < 4 else zopa.solve(scenario)
    yield zopa.sensitivity(scenario)
    yield zopa.explain(scenario)
    yield zopa.prove(scenario, everything=True)
    yield zopa.why_give_up(scenario, lines[0])
    yield zopa.whatif(scenario, drop=[lines[0]])
    yield zopa.objections(scenario, {"t0": 1})
    yield zopa.bargain(zopa.loads(json.dumps(free)), proposal=dict.fromkeys(document["terms"], 1), diverse=2)


def words_of(report: str) -> set[str]:
    """Return the words of a report without the marks around them; numbers but those of rows depend on the width."""
    found = (word.strip("“”(),;:.[]") for word in report.split())
    rows = re.findall(r"^ *([0-9]+\.) ", report, re.MULTILINE)
    return {word for word in found if re.search(r"[^\W\d_]", word)} | set(rows)


@given(documents())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_report_cuts_a_word(document: dict[str, Any]) -> None:
    for answer in answers(document):
        whole = words_of(render(answer, width=WIDE))
        for width in WIDTHS:
            report = render(answer, width=width)
            check_lines(report, width)
            assert "…" not in report
            missing = {word for word in whole - words_of(report) if cell_len(word) <= width - 8}
            assert not missing, report
