"""The plane of utilities at the terminal: every point is in it, where it belongs, and its legend hides none."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from support.best_deals import ANSWERS, LEASE
from support.draws import steady
from support.reference_bargaining import ValuedSpec
from support.strategies_bargaining import large, read_valued, valued

import zopa
from zopa.reports.terminal.layout import rendered
from zopa.reports.terminal.plane import plane
from zopa.reports.wording.names import Words

WIDTHS = (80, 120)
FEW = """
title: Few
terms: {x: {type: quantity, min: 0, max: MOST}}
parties:
  a: {interests: {x: {weight: 10, worst: 0, best: MOST}}}
  b: {interests: {x: {weight: 10, worst: MOST, best: 0}}}
"""


def shown(answer: zopa.Bargain, width: int, colour: bool = False) -> str:
    return rendered(plane(answer, Words(answer.scenario), width), width, colour)


def split(text: str) -> tuple[list[str], str]:
    """Return the rows of the picture, from the top, without their numbers, and the legend."""
    lines = text.splitlines()
    edge = next(at for at, line in enumerate(lines) if line.lstrip().startswith("└"))
    start = lines[edge].index("└")
    rows = [line[start + 1 :] for line in lines[:edge] if line[start : start + 1] in ("│", "┤") and line]
    return rows, "\n".join(lines[edge + 1 :])


def counted(rows: list[str], legend: str) -> int:
    """Return how many points of the frontier the picture and its legend tell of; "#" is left out."""
    told = " ".join(legend.split())
    more = sum(map(int, re.findall(r"and (\d+) more points? of the frontier", told)))
    return more + sum(1 if sign == "•" else int(sign) for row in rows for sign in row if sign == "•" or sign.isdigit())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["lease", "proposal", "bad-proposal", "panama"])
def test_every_point_is_in_the_picture_or_the_legend(name: str, width: int) -> None:
    answer = ANSWERS[name]()
    rows, legend = split(shown(answer, width))
    assert len(rows) == 18
    named = {tuple(one.utilities.values()) for found in answer.solutions.values() for one in found or ()}
    if answer.proposal is not None:
        named |= {tuple(one.utilities.values()) for one in answer.proposal.better[:1]}
    assert counted(rows, legend) == len(answer.frontier) - len(named)


@steady(80)
@given(spec=valued(parties=(2,), reachable=True))
def test_pictures_of_drawn_scenarios(spec: ValuedSpec) -> None:
    answer = zopa.bargain(read_valued(spec))
    text = shown(answer, 80)
    assume(len(answer.frontier) >= 3)
    rows, legend = split(text)
    letters = {sign for row in rows for sign in row if sign.isalpha()}
    assert letters == set(re.findall(r"^([A-Z])\b", legend[legend.index("A   ") :], re.MULTILINE))
    for line in text.splitlines():
        assert len(line) <= 80
    points = [(at, sign.start()) for at, row in enumerate(rows) for sign in re.finditer("[•0-9#]", row)]
    for (_, before), (_, after) in pairwise(sorted(points)):
        assert before <= after  # as the one has less, the other has more
    if "#" not in legend.split():
        ideal = tuple(map(Fraction, (value for value in answer.ideal.values() if value is not None)))
        named = {
            tuple(map(Fraction, one.utilities.values()))
            for found in answer.solutions.values()
            for one in (found or ())[:: max(1, len(found or ()) - 1)][:2]
            if len(found or ()) <= 2
        }
        named |= {
            tuple(map(Fraction, found[len(found) // 2].utilities.values()))
            for found in answer.solutions.values()
            if found and len(found) > 2
        }
        assert counted(rows, legend) == len(answer.frontier) - len(named - {ideal})


def test_corners_of_the_picture_are_the_ends_of_the_frontier() -> None:
    rows, _ = split(shown(ANSWERS["panama"](), 80))
    assert rows[0].startswith("•")
    assert rows[-1].rstrip().endswith("•")
    assert len(rows[-1].rstrip()) == max(len(row.rstrip()) for row in rows)


def test_points_that_share_a_cell_are_numbered() -> None:
    rows, legend = split(shown(zopa.bargain(zopa.loads(FEW.replace("MOST", "1000"))), 80))
    signs = {sign for row in rows for sign in row} - {" "}
    assert "#" in signs
    assert "#    ten points of the frontier or more" in legend
    assert "2–9" in legend or re.search(r"^\d(–\d)? +so many points", legend, re.MULTILINE)
    assert "more points of the frontier" in legend


@pytest.mark.parametrize(
    "answer",
    [
        lambda: zopa.bargain(zopa.loads(FEW.replace("MOST", "1"))),
        lambda: zopa.bargain(read_valued(large("three-parties-apart"))),
        ANSWERS["reservation-values-clash"],
        ANSWERS["undecided"],
    ],
)
def test_where_it_helps_nobody_there_is_none(answer: object) -> None:
    assert not shown(answer(), 80).strip()  # type: ignore[operator]


def test_the_least_accepted_is_a_line() -> None:
    both = LEASE.replace("    reservation: 40\n", "    reservation: 60\n") + "    reservation: 50\n"
    text = shown(zopa.bargain(zopa.loads(both)), 80)
    rows, legend = split(text)
    column = rows[0].index("┊")
    assert sum(row[column : column + 1] in ("┊", "┼") for row in rows) >= 16
    assert any(row.count("┄") > 30 for row in rows)
    assert "the least accepted, as stated: The owner 60 and The tenant 50" in " ".join(legend.split())
    assert "┄" not in shown(ANSWERS["panama"](), 80)


def test_colour_is_only_where_it_is_wanted() -> None:
    answer = ANSWERS["panama"]()
    assert "\x1b" not in shown(answer, 80)
    coloured = shown(answer, 80, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == shown(answer, 80).split()
