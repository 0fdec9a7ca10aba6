"""The certificate checker: every step, row and claim by hand, and against every deal of small documents."""

from __future__ import annotations

import itertools
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from small_lines import (
    YES_NO,
    Document,
    Truth,
    certificate,
    conflict,
    document,
    false_claim,
    meaning,
    points,
    quantity,
    random_document,
    scale,
    whole_certificate,
)

from zopa import checker
from zopa.checker import Proved, Rejected, Unreadable, check

X, Y, Z = ["term", "x"], ["term", "y"], ["term", "z"]
F, G = ["is", "f"], ["is", "g"]
TERMS = {"x": quantity(10), "y": quantity(10), "f": YES_NO, "g": YES_NO}


def refutation(lines: list[Any], steps: list[Any], terms: Any = None, definitions: Any = None) -> Proved:
    """Check steps that refute red lines ``p.l0``, ``p.l1`` ... together."""
    made = document(terms or TERMS, {f"p.l{at}": line for at, line in enumerate(lines)}, definitions=definitions)
    return check(made, certificate(made, conflicts=[conflict(list(made["red_lines"]), steps)]))


def refused(*given: Any, **more: Any) -> str:
    """Return where and why steps are rejected."""
    with pytest.raises(Rejected) as caught:
        refutation(*given, **more)
    assert str(caught.value) == f"{caught.value.where}: {caught.value.why}"
    return str(caught.value).removeprefix("conflicts[0].")


# -- steps ------------------------------------------------------------------------------------------------------------

LOW, HIGH = ["<=", X, 3], ["<=", 7, X]


def test_a_cut_removes_positions_and_ends_the_branch_with_the_last() -> None:
    proved = refutation([LOW, HIGH], [["cut", "p.l0", "x", 4, 9], ["cut", "p.l1", "x", 0, 9]])
    assert proved.claims == ["No deal satisfies both p.l0 and p.l1 (2 steps)."]
    assert proved.lines == ["p.l0: x <= 3", "p.l1: x >= 7", "term x: 0 to 9 by 1"]
    assert refutation([LOW, HIGH], [["cut", "p.l0", "x", 4, 9], ["end", "p.l1"]])
    # the middle can go, too: what is left are two ranges
    middle = ["or", ["<=", X, 2], ["<=", 8, X]]
    ends = [["cut", "p.l1", "x", 0, 2], ["cut", "p.l1", "x", -5, 100]]
    assert refutation([middle, ["==", X, 5]], [["cut", "p.l0", "x", 3, 7], *ends])
    assert refutation([middle, ["==", X, 5]], [["cut", "p.l0", "x", 4, 6], ["cut", "p.l1", "x", 6, 9], *ends[1:]])


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([["cut", "p.l0", "x", 3, 9]], "steps[0]: the line is not false there"),
        ([["cut", "p.l0", "x", 5, 4]], "steps[0]: the term has no position there"),
        ([["cut", "p.l0", "x", 10, 12]], "steps[0]: the term has no position there"),
        ([["cut", "p.l0", "x", 4, 9], ["cut", "p.l0", "x", 4, 9]], "steps[1]: the term has no position there"),
        ([["cut", "p.l0", "x", 4, 9], ["cut", "p.l1", "x", 0, 2]], "steps: a branch has not ended"),
        ([], "steps: a branch has not ended"),
        ([["cut", "p.l0", "w", 4, 9]], "steps[0]: 'w' is not known, or not here"),
        ([["cut", "p.l0", "p.l0", 4, 9]], "steps[0]: 'p.l0' is not known, or not here"),
        ([["cut", "p.l2", "x", 4, 9]], "steps[0]: 'p.l2' is not known, or not here"),
        ([["cut", ["p.l0"], "x", 4, 9]], "steps[0]: ['p.l0'] is not known, or not here"),
        ([["cut", "p.l0", "x", "4", 9]], "steps[0]: not a whole number"),
        ([["cut", "p.l0", "x", 4, True]], "steps[0]: not a whole number"),
        ([["cut", "p.l0", "x", 4]], "steps[0]: not a list of 4"),
        ([["cut", 0, "x", 4, 9]], "steps[0]: this lemma is not proved here"),
        ([["cut", True, "x", 4, 9]], "steps[0]: True is not known, or not here"),
        ([["end", "p.l0"]], "steps[0]: the line is not false on the box"),
        ([["end"]], "steps[0]: not a list of 1"),
        ([["bend", "p.l0"]], "steps[0]: no step: it begins with none of cut, end, sum, div, split, lemma"),
        ([[]], "steps[0]: no step: it begins with none of cut, end, sum, div, split, lemma"),
        ([[["cut"]]], "steps[0]: no step: it begins with none of cut, end, sum, div, split, lemma"),
        (["end"], "steps[0]: not a list"),
        (
            [["cut", "p.l0", "x", 4, 9], ["end", "p.l1"], ["end", "p.l1"]],
            "steps[2]: a step is left over: every branch has ended",
        ),
    ],
)
def test_cuts_and_ends_that_do_not_hold(steps: list[Any], said: str) -> None:
    assert refused([LOW, HIGH], steps) == said


def test_steps_use_only_the_lines_of_their_own_conflict() -> None:
    made = document(TERMS, {"p.a": LOW, "p.b": HIGH, "p.c": False}, facts={"law": False})
    for line in ("p.c", "law"):
        with pytest.raises(Rejected, match=re.escape(f"conflicts[0].steps[0]: '{line}' is not known, or not here")):
            check(made, certificate(made, conflicts=[conflict(["p.a", "p.b"], [["end", line]])]))
    assert check(made, certificate(made, conflicts=[conflict(["p.a"], [["end", "law"]], ["law"])])).claims == [
        "No deal satisfies p.a, given the fact law (1 step)."
    ]


def test_a_split_makes_two_branches() -> None:
    apart = [["iff", F, ["<=", X, 4]], ["iff", F, ["<=", 5, X]]]
    steps = [["split", "x", 4], ["split", "f", 0], ["end", "p.l0"], ["end", "p.l1"], ["split", "f", 0]]
    steps += [["end", "p.l1"], ["end", "p.l0"]]
    assert refutation(apart, steps)
    assert refused(apart, steps[:-1]) == "steps: a branch has not ended"
    assert refused(apart, [*steps, steps[-1]]).startswith("steps[7]: a step is left over")
    # what a branch has cut is back in the other
    assert refused(apart, [*steps[:3], ["end", "p.l0"]]) == "steps[3]: the line is not false on the box"


@pytest.mark.parametrize("at", [-1, 9, 10, 10**30, -(10**30)])
def test_a_split_leaves_positions_on_both_sides(at: int) -> None:
    assert refused([LOW, HIGH], [["split", "x", at]]) == "steps[0]: one side has no position"


def test_a_split_next_to_a_hole() -> None:
    hole = [["cut", "p.l0", "x", 3, 6], ["split", "x", 4]]
    lines = [["or", ["<=", X, 2], ["<=", 7, X]], ["==", X, 5]]
    assert refutation(lines, [*hole, ["end", "p.l1"], ["end", "p.l1"]])
    assert refused(lines, [hole[0], ["cut", "p.l1", "x", 0, 2], ["split", "x", 5]]) == (
        "steps[2]: one side has no position"
    )
    assert refused(lines, [hole[0], ["split", "x", "5"]]) == "steps[1]: not a whole number"
    assert refused(lines, [["split", "x"]]) == "steps[0]: not a list of 2"


# -- sums and divs ----------------------------------------------------------------------------------------------------


def test_a_sum_of_rows_that_cannot_hold() -> None:
    cycle = [["<", X, Y], ["<", Y, X]]
    assert refutation(cycle, [["sum", [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]]])
    large = {"x": quantity(10**9), "y": quantity(10**9)}
    assert refutation(cycle, [["sum", [[7, ["p.l0", 0]], [7, ["p.l1", 0]]]]], terms=large)
    bounded = [["<=", ["+", X, Y], 3], ["<=", 7, ["+", X, ["*", -1, Y]]]]
    both = [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]
    assert refutation(bounded, [["sum", both]])
    assert refutation(bounded, [["sum", [*both, [2, [">=", "y"]]]]])
    assert "can hold" in refused(bounded, [["sum", [*both, [1, ["<=", "x"]], [1, [">=", "x"]]]]])
    for multiplier, said in [(0, "at least 1"), (-1, "at least 1"), ("1", "at least 1"), (True, "at least 1")]:
        assert said in refused(cycle, [["sum", [[multiplier, ["p.l0", 0]], [1, ["p.l1", 0]]]]])
    weak = "steps[0]: the rows can hold on the box"
    assert refused(cycle, [["sum", [[1, ["p.l0", 0]], [2, ["p.l1", 0]]]]]) == weak
    assert refused(cycle, [["sum", []]]) == weak
    assert refutation(cycle, [["sum", [[1, ["p.l0", 0]], [2, ["p.l1", 0]], [1, ["p.l0", 0]]]]])
    assert refused([["<=", X, Y], ["<=", Y, X]], [["sum", [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]]]) == weak


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["p.l0", 1], "p.l0 has 1 rows here"),
        (["p.l0", -1], "not a whole number of at least 0"),
        (["p.l0", "0"], "not a whole number of at least 0"),
        (["p.l7", 0], "'p.l7' is not known, or not here"),
        ([0, 0], "0 is not known, or not here"),
        (["p.l0"], "not a list of 2"),
        ("p.l0", "not a list of 2"),
        (["<=", "w"], "'w' is not known, or not here"),
        (["<=", 0], "'<=' is not known, or not here"),
        (0, "this div is not known here"),
        (True, "not a list of 2"),
    ],
)
def test_rows_that_are_not_there(row: Any, said: str) -> None:
    assert refused([["<", X, Y]], [["sum", [[1, row]]]]) == f"steps[0]: {said}"
    assert refused([["<", X, Y]], [["sum", [[1, row, 1]]]]) == "steps[0]: not a list of 2"
    assert refused([["<", X, Y]], [["sum", {"a": 1}]]) == "steps[0]: not a list"


PARITY = [["==", ["+", ["*", 2, X], ["*", 2, Y]], 7]]
HALVES = [["div", [[1, ["p.l0", 0]]], 2], ["div", [[1, ["p.l0", 1]]], 2]]


def test_a_div_rounds_down() -> None:
    assert refutation(PARITY, [*HALVES, ["sum", [[1, 0], [1, 1]]]])
    assert refutation(PARITY, [HALVES[0], ["sum", [[2, 0], [1, ["p.l0", 1]]]]])
    even = [["==", PARITY[0][1], 8]]
    assert refused(even, [*HALVES, ["sum", [[1, 0], [1, 1]]]]) == "steps[2]: the rows can hold on the box"
    assert refused(PARITY, [["div", [[1, ["p.l0", 0]]], 3]]) == (
        "steps[0]: a coefficient is not divisible, or a variable not whole"
    )
    for divisor in (0, -2, "2", True, None):
        assert refused(PARITY, [["div", [[1, ["p.l0", 0]]], divisor]]) == "steps[0]: not a whole number of at least 1"
    assert refused(PARITY, [["div", [[1, ["p.l0", 0]]]]]) == "steps[0]: not a list of 2"
    # nothing is left on the left side
    assert refutation([["<", X, X]], [["div", [[1, ["p.l0", 0]]], 5], ["sum", [[1, 0]]]])
    assert refused([["<", X, X]], [["div", [[1, ["p.l0", 0]]], 0]]) == "steps[0]: not a whole number of at least 1"


def test_a_div_wants_whole_variables() -> None:
    distance = ["*", 2, ["abs", ["+", X, -5]]]
    assert refused([["<=", distance, 7]], [["div", [[1, ["p.l0", 0]]], 2]]) == (
        "steps[0]: a coefficient is not divisible, or a variable not whole"
    )
    counted = ["*", 2, ["count", ["<=", X, 5]]]
    assert refutation([["==", counted, 1]], [["div", [[1, ["p.l0", 1]]], 2], ["sum", [[2, 0], [1, ["p.l0", 0]]]]])


def test_a_div_is_known_in_its_branch_alone() -> None:
    split = ["split", "f", 0]
    end = ["sum", [[1, 0], [1, 1]]]
    assert refutation(PARITY, [*HALVES, split, end, end])
    inside = [split, *HALVES, end]
    assert refused(PARITY, [*inside, end]) == "steps[4]: this div is not known here"
    # numbered in the order of the file
    assert refutation(PARITY, [*inside, *HALVES, ["sum", [[1, 2], [1, 3]]]])
    # not inside a lemma that begins later, but after it
    lemma = ["lemma", [["f", 0, 0]]]
    assert refused(PARITY, [*HALVES, lemma, end]) == "steps[3]: this div is not known here"
    proof = [*HALVES, ["sum", [[1, 2], [1, 3]]]]
    assert refutation(PARITY, [*HALVES, lemma, *proof, end])
    assert refused(PARITY, [*HALVES, lemma, *proof, ["sum", [[1, 2], [1, 3]]]]) == (
        "steps[6]: this div is not known here"
    )


# -- lemmas -----------------------------------------------------------------------------------------------------------


def test_a_lemma_is_proved_from_the_start_and_used_everywhere() -> None:
    lines = [["<=", ["+", X, Y], 5], ["<=", 7, ["+", X, Y]]]
    first = ["lemma", [["x", 0, 2]]]
    proof = [["cut", "p.l1", "y", 0, 4], ["cut", "p.l0", "x", 1, 2], ["cut", "p.l0", "y", 6, 9], ["end", "p.l1"]]
    rest = [["cut", 0, "x", -1, 2], ["cut", "p.l0", "y", 3, 9], ["cut", "p.l1", "x", 0, 4]]
    rest += [["cut", "p.l0", "x", 6, 9], ["cut", "p.l1", "x", 5, 5]]
    rest = [["cut", 0, "x", 0, 2], ["cut", "p.l0", "y", 3, 9], ["cut", "p.l0", "x", 6, 9], ["cut", "p.l1", "x", 3, 4]]
    rest += [["cut", "p.l1", "y", 0, 1], ["cut", "p.l0", "x", 4, 9]]
    assert refutation(lines, [first, *proof, *rest])
    # the box before it does not count in it, and is back after it
    narrow = ["cut", "p.l0", "x", 6, 9]
    without = [step for step in rest if step != narrow]
    assert refutation(lines, [narrow, first, *proof, *without])
    only = ["lemma", [["y", 0, 9]]]
    assert refused(lines, [narrow, only, ["cut", "p.l0", "x", 0, 5]]) == "steps[2]: the line is not false there"
    assert refused(lines, [only, first, ["end", 1]]) == "steps[2]: this lemma is not proved here"
    assert refused(lines, [first, ["end", 0]]) == "steps[1]: this lemma is not proved here"
    assert refused(lines, [first, *proof, ["end", 0]]) == "steps[5]: the line is not false on the box"
    assert refused(lines, [first, *proof, ["cut", 0, "x", 0, 3]]) == "steps[5]: the line is not false there"
    assert refused(lines, [first, *proof, ["cut", 1, "x", 0, 2]]) == "steps[5]: this lemma is not proved here"
    assert refused(lines, [first, *proof, ["cut", -1, "x", 0, 2]]) == "steps[5]: this lemma is not proved here"
    assert refused(lines, [first, *proof, ["sum", [[1, [0, 0]]]]]) == "steps[5]: 0 is not known, or not here"


def test_lemmas_within_lemmas() -> None:
    lines = [["==", X, 3], ["==", X, 5]]
    inner = [["lemma", [["x", 3, 3]]], ["end", "p.l1"]]
    outer = [["lemma", [["x", 0, 4], ["f", -7, 70]]], *inner, ["cut", 1, "x", 3, 3]]
    outer += [["cut", "p.l0", "x", 0, 2], ["end", "p.l0"]]
    assert refutation(lines, [*outer, ["cut", 0, "x", 0, 4], ["end", "p.l0"]])
    # a lemma that names no term is the whole refutation
    nothing = [["lemma", []], ["cut", "p.l0", "x", 4, 9], ["end", "p.l1"]]
    assert refutation(lines, [*nothing, ["end", 0]])
    assert refused(lines, nothing) == "steps: a branch has not ended"


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ([["x", 3, 2]], "the lemma has a range without a position"),
        ([["x", 10, 12]], "the lemma has a range without a position"),
        ([["x", -3, -1]], "the lemma has a range without a position"),
        ([["x", 0, 2], ["x", 0, 2]], "the lemma names a term twice"),
        ([["w", 0, 2]], "'w' is not known, or not here"),
        ([["x", 0]], "not a list of 3"),
        ([["x", 0, None]], "not a whole number"),
        ({}, "not a list"),
    ],
)
def test_lemmas_that_are_none(ranges: Any, said: str) -> None:
    assert refused([LOW, HIGH], [["lemma", ranges]]) == f"steps[0]: {said}"


# -- rows, each by name -----------------------------------------------------------------------------------------------

V = 0
"""Stands for a variable that is no position."""


def rows(line: Any, low: Any = None, high: Any = None, definitions: Any = None) -> list[Any]:
    """Return the rows of a line on a box: positions by name, other variables by their text."""
    made = document({**TERMS, "z": quantity(4, "1/2", "1/3")}, {"p.l": line}, definitions=definitions)
    book = checker._Lines(made)
    first = [(low or {}).get(name, 0) for name in made["terms"]]
    last = [(high or {}).get(name, term["size"] - 1) for name, term in made["terms"].items()]
    names = list(made["terms"])
    return [
        ({names[~one] if one < 0 else book.text(one): factor for one, factor in form.items()}, most)
        for form, most in book.rows(book.roots["p.l"], first, last)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["<=", X, Y], [({"x": 1, "y": -1}, 0)]),
        (["<", X, Y], [({"x": 1, "y": -1}, -1)]),
        (["not", ["<=", X, Y]], [({"x": -1, "y": 1}, -1)]),
        (["not", ["<", X, Y]], [({"x": -1, "y": 1}, 0)]),
        (["==", X, Y], [({"x": 1, "y": -1}, 0), ({"x": -1, "y": 1}, 0)]),
        (["not", ["!=", X, Y]], [({"x": 1, "y": -1}, 0), ({"x": -1, "y": 1}, 0)]),
        (["!=", X, Y], []),
        (["not", ["==", X, Y]], []),
        (["<=", X, 20], []),
        (["<=", X, -1], []),
        (["<=", ["*", 2, X], ["*", 2, Y]], [({"x": 2, "y": -2}, 0)]),
        (["<=", Z, X], [({"z": 2, "x": -6}, -3)]),
        (["<", Z, X], [({"z": 2, "x": -6}, -4)]),
        (F, [({"f": -1}, -1)]),
        (["not", F], [({"f": 1}, 0)]),
        (["and", F, ["<=", X, Y], ["and", G]], [({"f": -1}, -1), ({"x": 1, "y": -1}, 0), ({"g": -1}, -1)]),
        (["not", ["or", F, ["not", G]]], [({"f": 1}, 0), ({"g": -1}, -1)]),
        (["or", F, G], [({"f": -1, "g": -1}, -1)]),
        (["or", F, ["not", G]], [({"f": -1, "g": 1}, 0)]),
        (["or", F, ["<=", X, -1]], [({"f": -1}, -1)]),
        (["not", ["and", F, G]], [({"f": 1, "g": 1}, 1)]),
        (["not", ["and", F, ["not", G]]], [({"f": 1, "g": -1}, 0)]),
        (["not", ["and", F, True]], [({"f": 1}, 0)]),
        (["or", F, ["<=", X, Y]], [({"f": -1, "x <= y": -1}, -1)]),
        (["iff", F, G], [({"f": 1, "g": -1}, 0), ({"f": -1, "g": 1}, 0)]),
        (["not", ["iff", F, G]], [({"f": 1, "g": 1}, 1), ({"f": -1, "g": -1}, -1)]),
        (["iff", F, True], [({"f": -1}, -1)]),
        (["iff", False, F], [({"f": 1}, 0)]),
        (["not", ["iff", F, True]], [({"f": 1}, 0)]),
        (["not", ["iff", False, F]], [({"f": -1}, -1)]),
        (["<=", ["*", 2, 3, X], ["*", Y, -1]], [({"x": 6, "y": 1}, 0)]),
        (["<=", ["*", X, Y, 3], 5], [({"x * y * 3": 1}, 5)]),
        (["<=", ["*", ["+", X, ["*", -1, X], 2], Y], 5], [({"y": 2}, 5)]),
        (["<=", ["*", Y, ["+", X, ["*", -1, X], 2]], 5], [({"y": 2}, 5)]),
        (["<", ["*", 0, Y], ["*", X, 1]], [({"x": -1}, -1)]),
        (["<=", ["*", X], 5], [({"x": 1}, 5)]),
        (["<", ["*", X, Y], ["+", F_COUNT := ["count", F], 5]], [({"x * y": 1, "f": -1}, 5)]),
        (["<", ["count", ["<=", X, Y]], ["count", ["not", ["<=", X, Y]]]], [({"x <= y": 2}, 0)]),
        (["<", X, X], [({}, -1)]),
        (["<=", ["abs", ["+", X, 1]], 5], [({"x": 1}, 4)]),
        (["<=", ["abs", ["+", X, -9]], 5], [({"x": -1}, -4)]),
        (["<=", ["abs", ["+", X, -5]], 4], [({"abs(x + -5)": 1}, 4)]),
        (["<=", ["min", X], ["max", Y]], [({"x": 1, "y": -1}, 0)]),
        (["<=", ["min", X, 5], ["max", Y, 3]], [({"min(x, 5)": 1, "max(y, 3)": -1}, 0)]),
        (["<=", ["if", F, 7, 3], X], [({"f": 4, "x": -1}, -3)]),
        (["<=", ["if", ["not", F], 7, 3], X], [({"f": -4, "x": -1}, -7)]),
        (["<=", ["if", True, X, Y], 5], [({"x": 1}, 5)]),
        (["<=", ["if", ["<=", X, -1], X, Y], 5], [({"y": 1}, 5)]),
        (["<=", ["if", F, X, 3], 5], [({"if(f, x, 3)": 1}, 5)]),
        (["<=", ["+", X, "1/2"], ["*", "1/3", Y]], [({"x": 6, "y": -2}, -3)]),
    ],
)
def test_the_rows_of_a_line(line: Any, expected: Any) -> None:
    assert rows(line) == expected


def test_rows_depend_on_the_box_and_go_through_definitions() -> None:
    assert rows(["<=", ["*", X, Y], 5], {"x": 3}, {"x": 3}) == [({"y": 3}, 5)]
    assert rows(["<=", ["*", Y, X], 5], {"x": 3}, {"x": 3}) == [({"y": 3}, 5)]
    assert rows(["<=", ["*", X, Y, ["count", F]], 2], {"x": 3, "y": 1}, {"x": 3, "y": 1}) == [({"f": 3}, 2)]
    definitions = {"d": ["<=", X, Y], "e": ["+", X, 1]}
    assert rows(["holds", "d"], definitions=definitions) == [({"x": 1, "y": -1}, 0)]
    assert rows(["not", ["holds", "d"]], definitions=definitions) == [({"x": -1, "y": 1}, -1)]
    assert rows(["or", ["holds", "d"], F], definitions=definitions) == [({"x <= y": -1, "f": -1}, -1)]
    assert rows(["<=", ["value", "e"], 4], definitions=definitions) == [({"x": 1}, 3)]
    assert rows(["<=", ["abs", ["value", "e"]], 4], definitions=definitions) == [({"x": 1}, 3)]
    assert rows(["<=", ["min", 4, ["value", "e"]], 3], definitions=definitions) == [({"min(4, e)": 1}, 3)]


def test_a_variable_that_is_no_position_ranges_over_its_expression() -> None:
    distance = ["abs", ["+", X, -5]]
    lines = [["<=", ["+", distance, Y], 3], ["<=", 4, ["+", Y, ["*", -1, distance]]]]
    steps = [["sum", [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]]]
    assert refutation(lines, steps)
    lines[1][1] = 3
    assert refused(lines, steps) == "steps[0]: the rows can hold on the box"
    most = [["<=", 8, ["+", distance, Y]], ["<=", ["+", Y, ["*", -1, distance]], -2]]
    assert refused(most, steps) == "steps[0]: the rows can hold on the box"
    most[1][2] = -3
    assert refutation(most, steps)


# -- claims -----------------------------------------------------------------------------------------------------------

THREE = document(
    {"x": quantity(10), "f": YES_NO, "g": YES_NO},
    {"p.low": LOW, "q.high": HIGH, "q.f": F, "p.g": G, "r.free": ["<=", X, 9]},
    facts={"not_both": ["or", ["not", F], ["not", G]], "even": ["!=", X, 4]},
    weights={"p.low": 2, "q.high": "1/2", "q.f": 0, "p.g": "3/2", "r.free": 1},
)
"""Two disputes: over x, and over f and g."""

ALL_OF_X = {"x": 9, "f": 1, "g": 0}
CONFLICTS = [
    conflict(
        ["p.low", "q.high"],
        [["cut", "p.low", "x", 4, 9], ["end", "q.high"]],
        witnesses={"p.low": {"x": 7, "f": 0, "g": 0}, "q.high": {"x": 3, "f": 0, "g": 0}},
    ),
    conflict(
        ["q.f", "p.g"],
        [["cut", "q.f", "f", 0, 0], ["cut", "p.g", "g", 0, 0], ["end", "not_both"]],
        ["not_both"],
        {"q.f": {"x": 0, "f": 0, "g": 1}, "p.g": {"x": 0, "f": 1, "g": 0}},
    ),
]
RELAXATIONS = [
    {"give_up": ["q.high", "q.f"], "cost": "1/2", "deal": {"x": 3, "f": 0, "g": 1}, "because": {"q.high": 0, "q.f": 1}},
    {"give_up": ["p.low", "p.g"], "cost": "7/2", "deal": {"x": 7, "f": 1, "g": 0}, "because": {"p.low": 0, "p.g": 1}},
]
COMPLETE = {
    "deal": {"x": 0, "f": 0, "g": 1},
    "groups": [
        {
            "conflicts": [0],
            "ways": [{"give_up": ["q.high"], "changes": {}}, {"give_up": ["p.low"], "changes": {"x": 8}}],
        },
        {
            "conflicts": [1],
            "ways": [{"give_up": ["q.f"], "changes": {}}, {"give_up": ["p.g"], "changes": {"f": 1, "g": 0}}],
        },
    ],
}


def three(**parts: Any) -> Document:
    """Return a certificate of the lines above; text given for a part is put into its place by path."""
    made = {"conflicts": CONFLICTS, "relaxations": RELAXATIONS, "complete": COMPLETE}
    return json.loads(json.dumps(certificate(THREE, **{**made, **parts})))


def put(certificate: Document, path: str, value: Any) -> Document:
    """Return a certificate with something else at a path such as ``conflicts.0.steps``; ``...`` removes it."""
    *way, last = [int(part) if part.isdigit() else part.replace("-", ".") for part in path.split(".")]
    place: Any = certificate
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return certificate


TOLD_COMPLETE = (
    "The list of conflicts is complete: there is no minimal conflict but the 2 listed. Those that share red lines are "
    "together in one of 2 groups; one way out of each group makes a minimal relaxation, and there is no other: 4 in all. "
    "The least cost is 1/2, that of 1 of them."
)


def test_every_claim_is_told() -> None:
    assert check(THREE, three()) == Proved(
        [
            "No deal satisfies both p.low and q.high (2 steps).",
            "It is minimal: without any one of its red lines, a deal satisfies the others and every fact.",
            "No deal satisfies both q.f and p.g, given the fact not_both (3 steps).",
            "It is minimal: without any one of its red lines, a deal satisfies the others and every fact.",
            "Giving up q.high and q.f makes a deal possible, at the cost 1/2; none of it is given up for nothing.",
            "Giving up p.low and p.g makes a deal possible, at the cost 7/2; none of it is given up for nothing.",
            TOLD_COMPLETE,
        ],
        [
            "fact not_both: not(f) or not(g)",
            "p.low: x <= 3",
            "q.high: x >= 7",
            "q.f: f",
            "p.g: g",
            "term x: 0 to 9 by 1",
            "term f: 0 no, 1 yes",
            "term g: 0 no, 1 yes",
        ],
    )
    assert false_claim(three(), Truth(THREE)) is None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("deal", {"x": 3, "f": 0, "g": 0}, "deal: the deal does not satisfy q.high"),
        ("deal", {"x": 3, "f": 0}, "deal: not an object of exactly f, g and x"),
        ("deal", {"x": 10, "f": 0, "g": 0}, "deal: x has no position 10"),
        ("deal", {"x": -1, "f": 0, "g": 0}, "deal: not a whole number of at least 0"),
        ("deal", {"x": 1, "f": True, "g": 0}, "deal: not a whole number of at least 0"),
        ("deal", [0, 0, 0], "deal: not an object of exactly f, g and x"),
        ("conflicts", None, "conflicts: not a list"),
        ("conflicts.0", [], "conflicts[0]: not an object of exactly facts, red_lines, steps and witnesses"),
        ("conflicts.0.red_lines", ["p.low", "p.low"], "conflicts[0]: a name stands twice in a list"),
        ("conflicts.0.red_lines", ["p.low", "x.x"], "conflicts[0]: 'x.x' is not known, or not here"),
        ("conflicts.0.red_lines", ["p.low", "even"], "conflicts[0]: 'even' is not known, or not here"),
        ("conflicts.0.red_lines", "p.low", "conflicts[0]: not a list"),
        ("conflicts.0.facts", ["p.low"], "conflicts[0]: 'p.low' is not known, or not here"),
        ("conflicts.0.steps", {}, "conflicts[0].steps: not a list"),
        ("conflicts.1.facts", [], "conflicts[1].steps[2]: 'not_both' is not known, or not here"),
        ("conflicts.0.witnesses.p-low", ..., "conflicts[0].witnesses: not an object of exactly p.low and q.high"),
        ("conflicts.0.witnesses.p-low.x", 3, "conflicts[0].witnesses.p.low: the deal does not satisfy q.high"),
        ("conflicts.0.witnesses.p-low", {}, "conflicts[0].witnesses.p.low: not an object of exactly f, g and x"),
        ("conflicts.0.witnesses.q-high.f", 7, "conflicts[0].witnesses.q.high: f has no position 7"),
        ("conflicts.1.witnesses.q-f.f", 1, "conflicts[1].witnesses.q.f: the deal does not satisfy not_both"),
        ("conflicts.1.witnesses.q-f.x", 4, "conflicts[1].witnesses.q.f: the deal does not satisfy even"),
        ("conflicts.1", CONFLICTS[0], "conflicts: a conflict is listed twice"),
        ("relaxations", {}, "relaxations: not a list"),
        ("relaxations.0.extra", 0, "relaxations[0]: not an object of exactly because, cost, deal and give_up"),
        ("relaxations.1", RELAXATIONS[0], "relaxations[1]: this relaxation is listed twice"),
        ("relaxations.0.cost", 1, "relaxations[0]: the weights do not add up to the cost"),
        ("relaxations.0.cost", "2/4", "relaxations[0]: not a number: neither whole nor a fraction in lowest terms"),
        ("relaxations.0.cost", 0.5, "relaxations[0]: not a whole number"),
        ("relaxations.0.deal.x", 4, "relaxations[0].deal: the deal does not satisfy even"),
        ("relaxations.0.deal.x", 9, "relaxations[0].deal: the deal does not satisfy p.low"),
        ("relaxations.0.because.q-f", ..., "relaxations[0].because: not an object of exactly q.f and q.high"),
        ("relaxations.0.because.q-f", 0, "relaxations[0].because.q.f: no conflict that has this red line and no other"),
        ("relaxations.0.because.q-f", 2, "relaxations[0].because.q.f: no conflict that has this red line and no other"),
        ("relaxations.0.because.q-f", -1, "relaxations[0].because.q.f: not a whole number of at least 0"),
        ("complete", [], "complete: not an object of exactly deal and groups"),
        ("complete.deal.x", 4, "complete.groups: with the changes of some of the ways, the deal does not satisfy even"),
        ("complete.deal.x", 70, "complete.deal: x has no position 70"),
        ("complete.groups", [], "complete.groups: there is no group, or not every conflict is in exactly one"),
        ("complete.groups.1", ..., "complete.groups: there is no group, or not every conflict is in exactly one"),
        ("complete.groups.0.conflicts", [], "complete.groups[0]: it has no conflict, or one that is not listed"),
        ("complete.groups.0.conflicts", [2], "complete.groups[0]: it has no conflict, or one that is not listed"),
        ("complete.groups.0.conflicts", [-1], "complete.groups[0]: not a whole number of at least 0"),
        ("complete.groups.0.conflicts", [1], "complete.groups[1]: it shares a red line with a group before it"),
        ("complete.groups.1.conflicts", [1, 1], "complete.groups: there is no group, or not every conflict"),
        ("complete.groups.0.ways", [], "complete.groups[0].ways: a way is missing: q.high"),
        ("complete.groups.0.ways.1", ..., "complete.groups[0].ways: a way is missing: p.low"),
        ("complete.groups.0.ways.0.give_up", ["q.high", "p.low"], "complete.groups[0].ways: a way is missing: q.high"),
        ("complete.groups.0.ways.0.give_up", ["r.none"], "complete.groups[0].ways[0]: 'r.none' is not known"),
        ("complete.groups.0.ways.0.changes", {"y": 0}, "complete.groups[0].ways[0].changes: 'y' is not known"),
        ("complete.groups.0.ways.0.changes", {"x": 10}, "complete.groups[0].ways[0].changes: x has no position 10"),
        ("complete.groups.0.ways.0.changes", [], "complete.groups[0].ways[0].changes: not an object"),
        ("complete.groups.0.ways.0", {}, "complete.groups[0].ways[0]: not an object of exactly changes and give_up"),
        ("complete.groups.0.ways.1.changes.x", 3, "complete.groups: with the changes of some of the ways"),
        ("complete.groups.1.ways.1.changes.g", 1, "complete.groups: with the changes of some of the ways"),
        ("complete.groups.1.ways.1.changes.x", 8, "complete.groups: two groups change the same term"),
        ("format", "zopa-nodeal/2", "format is not zopa-nodeal/1"),
        ("scenario.sha256", "1" * 64, "certificate: it is of another scenario than the lines"),
        ("scenario.title", "Other", "certificate: it is of another scenario than the lines"),
        ("more", 0, "certificate: not an object of exactly complete, conflicts, deal"),
        ("deal", ..., "certificate: not an object of exactly complete, conflicts, deal"),
        ("terms.x.size", 11, "certificate.terms.x: it is not the same in the lines"),
        ("terms.y", quantity(3), "certificate.terms.y: it is not the same in the lines"),
        ("definitions.d", True, "certificate.definitions.d: it is not the same in the lines"),
        ("facts.even", ["!=", X, 5], "certificate.facts.even: it is not the same in the lines"),
        ("red_lines.q-f", ["holds", "d"], "certificate.red_lines.q.f: 'd' is not known, or not here"),
        ("red_lines.q-z", F, "certificate.red_lines.q.z: it is not the same in the lines"),
        ("weights.q-f", 1, "certificate.weights.q.f: it is not the same in the lines"),
        ("weights.q-f", False, "certificate.weights.q.f: not a whole number"),
    ],
)
def test_claims_that_do_not_hold(path: str, value: Any, said: str) -> None:
    with pytest.raises((Rejected, Unreadable), match=re.escape(said)):
        check(THREE, put(three(), path, value))


@pytest.mark.parametrize("field", ["terms", "definitions", "facts", "red_lines", "weights"])
def test_a_certificate_may_leave_out_what_it_does_not_speak_of(field: str) -> None:
    assert check(THREE, put(three(), field, {})).claims
    with pytest.raises(Rejected, match=f"certificate.{field}: not an object"):
        check(THREE, put(three(), field, []))


def test_a_certificate_that_claims_nothing_is_rejected() -> None:
    with pytest.raises(Rejected, match="certificate: it claims nothing"):
        check(THREE, certificate(THREE))


def test_a_deal() -> None:
    made = document(TERMS, {"p.low": LOW})
    deal = {"x": 3, "y": 0, "f": 0, "g": 0}
    nothing = {"give_up": [], "cost": 0, "deal": deal, "because": {}}
    assert check(made, certificate(made, deal=deal, relaxations=[nothing])) == Proved(
        [
            "The scenario has a deal: one satisfies every fact and every red line.",
            "Giving up nothing makes a deal possible, at the cost 0; none of it is given up for nothing.",
        ],
        [],
    )


def test_facts_that_no_deal_satisfies() -> None:
    made = document({"x": quantity(3)}, {"p.a": True}, facts={"one": ["<", X, 1], "other": ["<", 1, X]})
    steps = [["cut", "one", "x", 1, 2], ["end", "other"]]
    alone = certificate(made, conflicts=[conflict([], steps, ["one", "other"], {})])
    assert check(made, alone).claims[0] == "No deal satisfies both one and other (2 steps)."
    complete = {"deal": {"x": 0}, "groups": [{"conflicts": [0], "ways": []}]}
    with pytest.raises(Rejected, match="there is no way"):
        check(made, {**alone, "complete": complete})


def test_no_conflict_contains_another_in_complete_lists() -> None:
    made = document({"x": quantity(3)}, {"p.a": ["<", X, 0], "p.b": ["<", 1, X]})
    both = [conflict(["p.a"], [["end", "p.a"]]), conflict(["p.a", "p.b"], [["end", "p.a"]])]
    complete = {"deal": {"x": 2}, "groups": [{"conflicts": [0, 1], "ways": [{"give_up": ["p.a"], "changes": {}}]}]}
    with pytest.raises(Rejected, match=re.escape("complete.groups[0]: one of its conflicts contains another")):
        check(made, certificate(made, conflicts=both, complete=complete))
    complete["groups"][0]["conflicts"] = [0]
    assert (
        "no minimal conflict but the 1 listed"
        in check(made, certificate(made, conflicts=both[:1], complete=complete)).claims[-1]
    )


def test_the_ways_of_a_group_are_all_its_minimal_hitting_sets() -> None:
    """A chain of conflicts: a and c, or b; giving up a and b would give up a for nothing."""
    made = document({"x": quantity(3)}, {"p.a": ["==", X, 0], "p.b": ["==", X, 1], "p.c": ["==", X, 0]})
    steps = {"p.a": ["cut", "p.a", "x", 1, 2], "p.c": ["cut", "p.c", "x", 1, 2]}
    chain = [conflict([name, "p.b"], [step, ["end", "p.b"]]) for name, step in steps.items()]
    ways = [{"give_up": ["p.a", "p.c"], "changes": {}}, {"give_up": ["p.b"], "changes": {"x": 0}}]
    complete = {"deal": {"x": 1}, "groups": [{"conflicts": [0, 1], "ways": ways}]}
    told = check(made, certificate(made, conflicts=chain, complete=complete)).claims[-1]
    assert told.endswith("2 in all. The least cost is 1, that of 1 of them.")
    for more in (ways[0], {"give_up": ["p.a", "p.b"], "changes": {}}):
        complete["groups"] = [{"conflicts": [0, 1], "ways": [*ways, more]}]
        with pytest.raises(Rejected, match=re.escape("complete.groups[0].ways: there is no way, one stands twice")):
            check(made, certificate(made, conflicts=chain, complete=complete))


def test_ways_that_do_not_go_together() -> None:
    """Each way has a deal with the first of the other group, and yet not all choices have one."""
    made = document(
        {"f": YES_NO, "g": YES_NO},
        {"p.a": F, "q.a": ["not", F], "p.b": G, "q.b": ["not", G]},
        facts={"together": ["or", ["not", F], ["not", G]]},
    )
    pairs = [["p.a", "q.a"], ["p.b", "q.b"]]
    conflicts = [
        conflict(pair, [["cut", pair[0], term, 0, 0], ["end", pair[1]]]) for pair, term in zip(pairs, "fg", strict=True)
    ]
    groups = [
        {
            "conflicts": [at],
            "ways": [{"give_up": [pair[0]], "changes": {}}, {"give_up": [pair[1]], "changes": {term: 1}}],
        }
        for at, (pair, term) in enumerate(zip(pairs, "fg", strict=True))
    ]
    complete = {"deal": {"f": 0, "g": 0}, "groups": groups}
    with pytest.raises(Rejected, match="with the changes of some of the ways, the deal does not satisfy together"):
        check(made, certificate(made, conflicts=conflicts, complete=complete))
    made["facts"] = {}
    assert "4 in all" in check(made, certificate(made, conflicts=conflicts, complete=complete)).claims[-1]


# -- lines that are none ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("format", "zopa/1", "format is not zopa-lines/1"),
        ("more", 1, "lines: not an object of exactly"),
        ("scenario", {"id": 1, "title": "", "sha256": ""}, "lines: scenario holds something else than texts"),
        ("scenario", {}, "lines: not an object of exactly id, sha256 and title"),
        ("terms", [], "lines.terms: not an object"),
        ("terms.X", YES_NO, "lines.terms: 'X' is no name"),
        ("terms.x", [], "lines.terms.x: not an object"),
        ("terms.x", {}, "lines.terms.x: not an object of exactly size, start, step and type"),
        ("terms.x", quantity(0), "lines.terms.x: not a whole number of at least 1"),
        ("terms.x", quantity(3, 0, 0), "lines.terms.x: no term"),
        ("terms.x", quantity(3, 0, "-1/2"), "lines.terms.x: no term"),
        ("terms.x", {**quantity(3), "type": "colour"}, "lines.terms.x: no term"),
        ("terms.x", {**quantity(3), "type": ["scale"]}, "lines.terms.x: no term"),
        ("terms.x", {**quantity(3), "options": []}, "lines.terms.x: not an object of exactly size"),
        ("terms.x", {**YES_NO, "size": 3}, "lines.terms.x: no term"),
        ("terms.x", {**YES_NO, "start": 1}, "lines.terms.x: no term"),
        ("terms.x", {**scale("a", "b"), "size": 3}, "lines.terms.x: no term"),
        ("terms.x", {**scale("a", "b"), "step": 2}, "lines.terms.x: no term"),
        ("terms.x", scale("a", "a"), "lines.terms.x: no term"),
        ("terms.x", {**scale("a", "b"), "options": ["a", ["b"]]}, "lines.terms.x: an option is no name"),
        ("terms.x", scale("a", "b\nProved: all"), "lines.terms.x: an option is no name"),
        ("terms.x", {**quantity(3, 0), "type": "date"}, "lines.terms.x: no term"),
        ("terms.x", {**quantity(3, 3652058), "type": "date"}, "lines.terms.x: no term"),
        ("terms.x", {**quantity(3, 9, "1/2"), "type": "date"}, "lines.terms.x: no term"),
        ("definitions.x", 1, "lines.definitions.x: a term has this name"),
        ("definitions.d", ["value", "d"], "lines.definitions.d: 'd' is not known, or not here"),
        ("definitions.e", ["holds", "d"], "lines.definitions.e: 'd' is not known, or not here"),
        ("facts.even", ["and"], "lines.facts.even: and with a wrong number of parts"),
        ("facts.even", ["not", F, F], "lines.facts.even: not with a wrong number of parts"),
        ("facts.even", ["<", X], "lines.facts.even: < with a wrong number of parts"),
        ("facts.even", ["<", X, F], "lines.facts.even: a number where a condition is due, or a condition where"),
        ("facts.even", ["<", X, True], "lines.facts.even: a number where a condition is due, or a condition where"),
        ("facts.even", ["or", X], "lines.facts.even: a number where a condition is due"),
        ("facts.even", ["+", X], "lines.facts.even: + with a wrong number of parts, or where something else is due"),
        ("facts.even", 1, "lines.facts.even: a number where a condition is due"),
        ("facts.even", ["is", "x"], "lines.facts.even: x is no yes/no"),
        ("facts.even", ["is", "w"], "lines.facts.even: 'w' is not known, or not here"),
        ("facts.even", ["is", ["f"]], "lines.facts.even: ['f'] is not known, or not here"),
        ("facts.even", ["is"], "lines.facts.even: not a list of 2"),
        ("facts.even", ["xor", F, G], "lines.facts.even: no expression"),
        ("facts.even", [], "lines.facts.even: no expression"),
        ("facts.even", {}, "lines.facts.even: no expression"),
        ("facts.even", None, "lines.facts.even: no expression"),
        ("facts.even", ["<", X, "1.5"], "lines.facts.even: not a number: neither whole nor a fraction"),
        ("facts.even", ["<", X, "4/2"], "lines.facts.even: not a number: neither whole nor a fraction"),
        ("facts.even", ["<", X, "4/1"], "lines.facts.even: not a number: neither whole nor a fraction"),
        ("facts.even", ["<", X, "\u0661/2"], "lines.facts.even: not a number: neither whole nor a fraction"),
        ("facts.even", ["<", X, 1.5], "lines.facts.even: no expression"),
        ("facts.p-even", True, "lines.facts: 'p.even' is no name"),
        ("red_lines.even", True, "lines.red_lines: 'even' is no name"),
        ("red_lines.q-z", True, "lines.weights: not an object of exactly"),
        ("weights.q-f", ..., "lines.weights: not an object of exactly"),
        ("weights.q-f", None, "lines.weights.q.f: not a whole number"),
    ],
)
def test_lines_that_are_none(path: str, value: Any, said: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(said)):
        check(put(json.loads(json.dumps(THREE)), path, value), three())


def test_definitions_are_of_one_kind() -> None:
    for operator, body in (("value", True), ("holds", 1)):
        made = document({"x": quantity(3)}, {"p.a": ["==", [operator, "d"], 1]}, definitions={"d": body})
        with pytest.raises(Unreadable, match="lines.red_lines.p.a: d is a definition of the other kind"):
            check(made, certificate(made))


def test_documents_that_are_no_objects() -> None:
    for wrong in (None, [], "text", 3, {}, {"format": ["zopa-lines/1"]}):
        with pytest.raises(Unreadable, match="format is not zopa-lines/1"):
            check(wrong, three())
        with pytest.raises(Unreadable, match="format is not zopa-nodeal/1"):
            check(THREE, wrong)


# -- words ------------------------------------------------------------------------------------------------------------


def test_lines_read_as_one_writes_them() -> None:
    made = document(
        {
            "nato": scale("barred", "open", "member"),
            "signed": {"type": "date", "start": 739252, "step": 7, "size": 3},
            "price": quantity(3, "1/2", "1/4"),
            "f": YES_NO,
        },
        {
            "p.a": ["<=", 1, ["term", "nato"]],
            "p.b": ["<", ["term", "signed"], 739260],
            "p.c": ["or", ["and", F, ["==", ["term", "nato"], 7]], ["iff", ["holds", "d"], False], ["not", F]],
            "p.d": ["<=", ["+", ["*", "1/2", ["term", "price"]], -3, ["value", "e"]], ["min", 4, ["abs", -1]]],
            "p.e": ["!=", ["if", F, 1, 2], ["count", ["<", 1, ["term", "f"]]]],
            "p.f": ["and", False, True, ["<", ["+", 1], ["term", "signed"]], ["==", ["term", "signed"], "1/2"]],
            "p.g": ["<", 0, ["term", "signed"]],
        },
        definitions={"d": F, "e": ["max", ["term", "price"], 2], "unused": 1},
    )
    steps = [["end", "p.f"]]
    assert check(made, certificate(made, conflicts=[conflict(list(made["red_lines"]), steps)])).lines == [
        "p.a: nato >= open",
        "p.b: signed < 2025-01-09",
        "p.c: (f and (nato == 7)) or (d iff false) or not(f)",
        "p.d: ((1/2 * price) + -3 + e) <= min(4, abs(-1))",
        "p.e: if(f, 1, 2) != count(f > yes)",
        "p.f: false and true and ((+(1)) < signed) and (signed == 1/2)",
        "p.g: signed > 0",
        "definition d: f",
        "definition e: max(price, 2)",
        "term nato: 0 barred, 1 open, 2 member",
        "term signed: 2025-01-01 (day 739252) to 2025-01-15 (day 739266) by 7",
        "term price: 1/2 to 1 by 1/4",
        "term f: 0 no, 1 yes",
    ]


def test_many_ways_are_counted_without_being_written_out() -> None:
    assert checker._count(10**999) == "1" + "0" * 999
    assert checker._count(2**4000) == "at least 2^4000"


# -- limits -----------------------------------------------------------------------------------------------------------


def test_numbers_on_the_way_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    large, cycle = 10**999, [["<", X, Y], ["<", Y, X]]
    powers = [["<=", ["*", X, *[large] * count], Y] for count in (4, 5)]
    assert rows(powers[0]) == [({"x": large**4, "y": -1}, 0)]
    with pytest.raises(Rejected, match=re.escape("lines.red_lines.p.l: its values can pass 2^16384")):
        rows(powers[1])
    divs = [["div", [[large, ["p.l0", 0]]], 1], *(["div", [[large, at]], 1] for at in range(25))]
    assert refused(cycle, divs) == "steps[19]: its numbers become too large"
    monkeypatch.setattr(checker, "MAX_KEPT", 10)
    assert refused(cycle, [["sum", [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]]]) == (
        "steps[0]: the rows in this step have more than 10 coefficients"
    )
    monkeypatch.setattr(checker._Judge, "work", 100)
    with pytest.raises(Unreadable, match="lines.red_lines.p.l1: checking takes more than 200,000,000 steps"):
        refutation(cycle, [])


def test_costs_are_bounded() -> None:
    weights = {f"p.l{at}": f"1/{10**999 + at}" for at in range(6)}
    made = document({"x": quantity(2)}, dict.fromkeys(weights, True), weights=weights)
    relaxation = {"give_up": list(weights), "cost": 0, "deal": {"x": 0}, "because": {}}
    with pytest.raises(Rejected, match=re.escape("relaxations[0]: the cost passes 2^16384")):
        check(made, certificate(made, relaxations=[relaxation]))


# -- against every deal -----------------------------------------------------------------------------------------------


def boxes(random: Random, made: Document, count: int) -> list[list[tuple[int, int]]]:
    sizes = [term["size"] for term in made["terms"].values()]
    return [
        [tuple(sorted((random.randrange(size), random.randrange(size)))) for size in sizes]  # type: ignore[misc]
        for _ in range(count)
    ]


def parts_of(tree: Any) -> list[Any]:
    """Return an expression and all in it."""
    if not isinstance(tree, list) or tree[0] in ("term", "is", "value", "holds"):
        return [tree]
    return [tree, *(part for one in tree[1:] for part in parts_of(one))]


@pytest.mark.parametrize("seed", range(60))
def test_ranges_and_rows_hold_at_every_point(seed: int) -> None:
    """What is said of a line on a box is so in every deal in the box."""
    for number in range(8):
        random = Random(f"{seed} {number}")
        made = random_document(random, deals=36, depth=4)
        book = checker._Lines(made)
        trees = [*made["definitions"].values(), *made["facts"].values(), *made["red_lines"].values()]
        known = {}
        for tree in trees:
            for part in parts_of(tree):
                truth = isinstance(meaning(part, made, next(points(made))), bool)
                known[book.expression(part, "C" if truth else "N")] = part
        for box in boxes(random, made, 4):
            low, high = [first for first, _ in box], [last for _, last in box]
            inside = [
                dict(zip(made["terms"], deal, strict=True))
                for deal in itertools.product(*(range(first, last + 1) for first, last in box))
            ]
            values = {at: [meaning(part, made, deal) for deal in inside] for at, part in known.items()}
            for at, found in values.items():
                if (program := book.work_out(at, low, high)) or known[at] in (True, False):
                    first, last = book.range[at]
                    assert all(first <= value <= last for value in found), (known[at], box)
                assert program is book.programs[at]
            for tree in trees:
                root = book.expression(tree, "CN")
                if not book.operations[root][1] in checker.CONDITIONS:
                    continue
                for form, most in book.rows(root, low, high):
                    for deal, holds, index in zip(inside, values[root], range(len(inside)), strict=True):
                        total = sum(
                            factor
                            * (
                                list(deal.values())[~one]
                                if one < 0
                                else int(values[one][index])
                                if isinstance(values[one][index], bool)
                                else values[one][index]
                            )
                            for one, factor in form.items()
                        )
                        assert not holds or total <= most, (tree, box, deal, form, most)
                        assert isinstance(most, int) and all(isinstance(factor, int) for factor in form.values())


@pytest.mark.parametrize("seed", range(20))
def test_what_is_so_is_accepted_and_told_truly(seed: int) -> None:
    for number in range(10):
        random = Random(f"{seed} {number}")
        made = random_document(random)
        whole = whole_certificate(made, random)
        assert check(made, whole).claims
        assert false_claim(whole, Truth(made)) is None


# -- the command ------------------------------------------------------------------------------------------------------

FILE = Path(checker.__file__)


def run(*arguments: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)], check=False, capture_output=True, text=True, timeout=60
    )


def test_the_file_works_alone_and_as_a_module(tmp_path: Path) -> None:
    copy = shutil.copy(FILE, tmp_path / "copied.py")
    lines, whole = tmp_path / "lines.json", tmp_path / "certificate.json"
    lines.write_text(json.dumps(THREE), "utf-8")
    whole.write_text(json.dumps(three()), "utf-8")
    alone = run("-I", copy, lines, whole)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout.startswith("The lines that are refuted, as they were checked:\nfact not_both:")
    assert alone.stdout.endswith("The least cost is 1/2, that of 1 of them.\n")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as left:
        patch.setattr(sys, "argv", [str(copy), str(lines), str(whole)])
        runpy.run_path(str(FILE), run_name="__main__")
    assert left.value.code == 0
    module = run("-m", "zopa.checker", lines, whole)
    assert (module.returncode, module.stdout, module.stderr) == (0, alone.stdout, "")
    whole.write_text(json.dumps(put(three(), "conflicts.0.steps.0.3", 3)), "utf-8")
    wrong = run("-I", copy, lines, whole)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "rejected: conflicts[0].steps[0]: the line is not false there\n"


def test_the_command_says_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, whole, wrong = (str(tmp_path / name) for name in ("lines.json", "certificate.json", "wrong.json"))
    Path(lines).write_text(json.dumps(THREE), "utf-8")
    Path(whole).write_text(json.dumps(three()), "utf-8")
    Path(wrong).write_text("{", "utf-8")

    def said(*arguments: str) -> tuple[int, str, str]:
        code = checker.main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert said(lines, whole)[0] == 0
    assert said(lines)[0] == said()[0] == said(lines, whole, whole)[0] == 2
    assert said(lines, wrong)[2].startswith(f"cannot be read: {wrong}: it is not JSON that can be read: Expecting")
    assert said(str(tmp_path / "none.json"), whole)[2].endswith(
        "No such file or directory: '" + str(tmp_path / "none.json") + "'\n"
    )
    assert said(whole, lines) == (2, "", "cannot be read: format is not zopa-lines/1\n")
    assert said(lines, lines) == (2, "", "cannot be read: format is not zopa-nodeal/1\n")
    Path(whole).write_text(json.dumps(certificate(THREE)), "utf-8")
    assert said(lines, whole) == (1, "", "rejected: certificate: it claims nothing\n")


def test_only_the_standard_library_is_imported() -> None:
    found = re.findall(r"^(?:from|import) ([\w.]+)", FILE.read_text("utf-8"), re.MULTILINE)
    assert found and {name.partition(".")[0] for name in found} <= {*sys.stdlib_module_names, "__future__"}


def test_every_branch_of_the_checker_is_tested(tmp_path: Path) -> None:
    """The tests of this file and of hostile files, run again under coverage, but for the slow ones."""
    pytest.importorskip("coverage")
    if "ZOPA_UNDER_COVERAGE" in os.environ:
        pytest.skip("this is that run")
    data = f"--data-file={tmp_path / 'data'}"
    here = Path(__file__).parent
    slow = "not every_point and not told_truly and not millions and not chain_of and not thousand_pieces"
    command = [sys.executable, "-m", "coverage"]
    tests = [
        str(here / "test_checker.py"),
        str(here / "test_checker_hostile.py"),
        "-q",
        "-k",
        slow,
        "-p",
        "no:cacheprovider",
    ]
    ran = subprocess.run(
        [*command, "run", "--branch", data, f"--include={FILE}", "-m", "pytest", *tests],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "ZOPA_UNDER_COVERAGE": "1"},
    )
    assert ran.returncode == 0, ran.stdout[-2000:]
    told = [*command, "report", data, "--show-missing", "--fail-under=100"]
    report = subprocess.run(told, check=False, capture_output=True, text=True, timeout=60)
    assert report.returncode == 0, report.stdout
