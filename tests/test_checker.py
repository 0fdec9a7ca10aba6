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
    quantity,
    random_document,
    scale,
    whole_certificate,
)

from zopa import checker
from zopa.checker import Proved, Rejected, Unreadable, check

X, Y, Z = ["term", "x"], ["term", "y"], ["term", "z"]
F, G = ["term", "f"], ["term", "g"]
NAME = "a name that is not known here, or that stands twice"
WHOLE = "no whole number from -inf to inf"
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
    assert proved.lines == [
        'p.l0: ["<=", ["term", "x"], 3]',
        'p.l1: ["<=", 7, ["term", "x"]]',
        'term x: {"type": "quantity", "start": 0, "step": 1, "size": 10}',
    ]
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
        ([["cut", "p.l0", "w", 4, 9]], f"steps[0]: {NAME}"),
        ([["cut", "p.l0", "p.l0", 4, 9]], f"steps[0]: {NAME}"),
        ([["cut", "p.l2", "x", 4, 9]], f"steps[0]: {NAME}"),
        ([["cut", ["p.l0"], "x", 4, 9]], f"steps[0]: {NAME}"),
        ([["cut", "p.l0", ["x"], 4, 9]], f"steps[0]: {NAME}"),
        ([["cut", "p.l0", "x", "4", 9]], f"steps[0]: {WHOLE}"),
        ([["cut", "p.l0", "x", 4, True]], f"steps[0]: {WHOLE}"),
        ([["cut", "p.l0", "x", 4, 9.0]], f"steps[0]: {WHOLE}"),
        ([["cut", "p.l0", "x", 4]], "steps[0]: no step"),
        ([["cut", 0, "x", 4, 9]], "steps[0]: this lemma is not proved here"),
        ([["cut", True, "x", 4, 9]], f"steps[0]: {NAME}"),
        ([["end", "p.l0"]], "steps[0]: the line is not false on the box"),
        ([["end"]], "steps[0]: no step"),
        ([["bend", "p.l0"]], "steps[0]: no step"),
        ([[]], "steps[0]: no step"),
        ([[["cut"]]], "steps[0]: no step"),
        (["end"], "steps[0]: no list of entries"),
        ([["cut", "p.l0", "x", 4, 9], ["end", "p.l1"], ["end", "p.l1"]], "steps[2]: a step is left over"),
    ],
)
def test_cuts_and_ends_that_do_not_hold(steps: list[Any], said: str) -> None:
    assert refused([LOW, HIGH], steps) == said


def test_steps_use_only_the_lines_of_their_own_conflict() -> None:
    made = document(TERMS, {"p.a": LOW, "p.b": HIGH, "p.c": 0}, facts={"law": 0})
    for line in ("p.c", "law"):
        with pytest.raises(Rejected, match=re.escape(f"conflicts[0].steps[0]: {NAME}")):
            check(made, certificate(made, conflicts=[conflict(["p.a", "p.b"], [["end", line]])]))
    assert check(made, certificate(made, conflicts=[conflict(["p.a"], [["end", "law"]], ["law"])])).claims == [
        "No deal satisfies p.a, given law (1 step)."
    ]


def test_a_split_makes_two_branches() -> None:
    apart = [["==", F, ["<=", X, 4]], ["==", F, ["<=", 5, X]]]
    steps = [["split", "x", 4], ["split", "f", 0], ["end", "p.l0"], ["end", "p.l1"], ["split", "f", 0]]
    steps += [["end", "p.l1"], ["end", "p.l0"]]
    assert refutation(apart, steps)
    assert refused(apart, steps[:-1]) == "steps: a branch has not ended"
    assert refused(apart, [*steps, steps[-1]]).startswith("steps[7]: a step is left over")
    # what a branch has cut is back in the other
    assert refused(apart, [*steps[:3], ["end", "p.l0"]]) == "steps[3]: the line is not false on the box"


@pytest.mark.parametrize("at", [-1, 9, 10, 10**30, -(10**30)])
def test_a_split_leaves_positions_on_both_sides(at: int) -> None:
    assert refused([LOW, HIGH], [["split", "x", at]]) == "steps[0]: no whole number from 0 to 8"


def test_a_split_next_to_a_hole() -> None:
    hole = [["cut", "p.l0", "x", 3, 6], ["split", "x", 4]]
    lines = [["or", ["<=", X, 2], ["<=", 7, X]], ["==", X, 5]]
    assert refutation(lines, [*hole, ["end", "p.l1"], ["end", "p.l1"]])
    assert refused(lines, [hole[0], ["cut", "p.l1", "x", 0, 2], ["split", "x", 5]]) == (
        "steps[2]: no whole number from 7 to 8"
    )
    assert refused(lines, [hole[0], ["split", "x", "5"]]) == "steps[1]: no whole number from 0 to 8"
    assert refused(lines, [["split", "x"]]) == "steps[0]: no step"


# -- sums and divs ----------------------------------------------------------------------------------------------------


CYCLE = [["<=", {"x": 1, "y": -1}, -1], ["not", ["<=", X, Y]]]
"""x is less than y, and y less than x."""


def test_a_sum_of_rows_that_cannot_hold() -> None:
    assert refutation(CYCLE, [["sum", [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]]])
    large = {"x": quantity(10**9), "y": quantity(10**9)}
    assert refutation(CYCLE, [["sum", [[7, ["p.l0", 0]], [7, ["p.l1", 0]]]]], terms=large)
    bounded = [["<=", {"x": 1, "y": 1}, 3], ["<=", 7, {"x": 1, "y": -1}]]
    both = [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]
    assert refutation(bounded, [["sum", both]])
    for multiplier in (0, -1, "1", True, 1.0, None):
        said = refused(CYCLE, [["sum", [[multiplier, ["p.l0", 0]], [1, ["p.l1", 0]]]]])
        assert said == "steps[0]: no whole number from 1 to inf"
    weak = "steps[0]: the rows can hold on the box"
    assert refused(CYCLE, [["sum", [[1, ["p.l0", 0]], [2, ["p.l1", 0]]]]]) == weak
    assert refused(CYCLE, [["sum", []]]) == weak
    assert refutation(CYCLE, [["sum", [[1, ["p.l0", 0]], [2, ["p.l1", 0]], [1, ["p.l0", 0]]]]])
    assert refused([["<=", X, Y], ["<=", Y, X]], [["sum", [[1, ["p.l0", 0]], [1, ["p.l1", 0]]]]]) == weak


def test_a_sum_looks_at_both_ends_of_the_box() -> None:
    """The least value takes the first position of what is added, the last of what is taken away."""
    steps = [["cut", "p.l1", "x", 0, 4], ["cut", "p.l2", "y", 4, 9], ["sum", [[1, ["p.l0", 0]]]]]
    for most, holds in ((1, False), (2, True)):
        lines = [["<=", {"x": 1, "y": -1}, most], ["<=", 5, X], ["<=", Y, 3]]
        if holds:
            assert refused(lines, steps) == "steps[2]: the rows can hold on the box"
        else:
            # the line is seen to be false as well, and so has no row
            assert refused(lines, steps) == "steps[2]: no whole number from 0 to -1"
            assert refutation(lines, [*steps[:2], ["end", "p.l0"]])
            assert refutation(lines, [["div", [[1, ["p.l0", 0]]], 1], *steps[:2], ["sum", [[1, 0]]]])
    assert refused(lines, [["div", [[1, ["p.l0", 0]]], 1], *steps[:2], ["sum", [[1, 0]]]]) == (
        "steps[3]: the rows can hold on the box"
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["p.l0", 1], "no whole number from 0 to 0"),
        (["p.l0", -1], "no whole number from 0 to 0"),
        (["p.l0", "0"], "no whole number from 0 to 0"),
        (["p.l0", False], "no whole number from 0 to 0"),
        (["p.l7", 0], NAME),
        ([["p.l0"], 0], NAME),
        ([0, 0], NAME),
        (["p.l0"], "no list of 2"),
        ("p.l0", "no list of 2"),
        (["<=", "x"], NAME),
        (0, "this div is not known here"),
        (True, "no list of 2"),
    ],
)
def test_rows_that_are_not_there(row: Any, said: str) -> None:
    assert refused(CYCLE[:1], [["sum", [[1, row]]]]) == f"steps[0]: {said}"
    assert refused(CYCLE[:1], [["sum", [[1, row, 1]]]]) == "steps[0]: no list of 2"
    assert refused(CYCLE[:1], [["sum", {"a": 1}]]) == "steps[0]: no list of entries"


PARITY = [["==", {"x": 2, "y": 2}, 7]]
HALVES = [["div", [[1, ["p.l0", 0]]], 2], ["div", [[1, ["p.l0", 1]]], 2]]


def test_a_div_rounds_down() -> None:
    assert refutation(PARITY, [*HALVES, ["sum", [[1, 0], [1, 1]]]])
    assert refutation(PARITY, [HALVES[0], ["sum", [[2, 0], [1, ["p.l0", 1]]]]])
    even = [["==", PARITY[0][1], 8]]
    assert refused(even, [*HALVES, ["sum", [[1, 0], [1, 1]]]]) == "steps[2]: the rows can hold on the box"
    assert refused(PARITY, [["div", [[1, ["p.l0", 0]]], 3]]) == "steps[0]: a factor is not divisible"
    for divisor in (0, -2, "2", True, None, 2.0):
        said = refused(PARITY, [["div", [[1, ["p.l0", 0]]], divisor]])
        assert said == "steps[0]: no whole number from 1 to inf"
    assert refused(PARITY, [["div", [[1, ["p.l0", 0]]]]]) == "steps[0]: no step"
    # nothing is left on the left side
    nothing = [["not", ["<=", X, X]]]
    assert refutation(nothing, [["div", [[1, ["p.l0", 0]]], 5], ["sum", [[1, 0]]]])
    assert refused(nothing, [["div", [[1, ["p.l0", 0]]], 0]]) == "steps[0]: no whole number from 1 to inf"


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
    lines = [["<=", {"x": 1, "y": 1}, 5], ["<=", 7, {"x": 1, "y": 1}]]
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
    assert refused(lines, [first, *proof, ["sum", [[1, [0, 0]]]]]) == f"steps[5]: {NAME}"


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
        ([["x", 3, 2]], "the term has no position there"),
        ([["x", 10, 12]], "the term has no position there"),
        ([["x", -3, -1]], "the term has no position there"),
        ([["x", 0, 2], ["x", 0, 2]], "a term stands twice"),
        ([["w", 0, 2]], NAME),
        ([[["x"], 0, 2]], NAME),
        ([["x", 0]], "no list of 3"),
        ([["x", 0, None]], WHOLE),
        ([["x", True, 2]], WHOLE),
        ({}, "no list of entries"),
    ],
)
def test_lemmas_that_are_none(ranges: Any, said: str) -> None:
    assert refused([LOW, HIGH], [["lemma", ranges]]) == f"steps[0]: {said}"


# -- rows, each by name -----------------------------------------------------------------------------------------------


def rows(line: Any, low: Any = None, high: Any = None, definitions: Any = None) -> list[Any]:
    """Return the rows of a line on a box."""
    made = document({**TERMS, "z": quantity(4, "1/2", "1/3")}, {"p.l": line}, definitions=definitions)
    book = checker._Claims(made)
    first = {name: (low or {}).get(name, 0) for name in made["terms"]}
    last = {name: (high or {}).get(name, term["size"] - 1) for name, term in made["terms"].items()}
    return book.rows(book.roots["p.l"], {name: ((first[name], last[name]),) for name in first})


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["<=", X, Y], [({"x": 1, "y": -1}, 0)]),
        (["not", ["<=", Y, X]], [({"x": 1, "y": -1}, -1)]),
        (["not", ["not", ["<=", X, Y]]], [({"x": 1, "y": -1}, 0)]),
        (["==", X, Y], [({"x": 1, "y": -1}, 0), ({"x": -1, "y": 1}, 0)]),
        (["not", ["==", X, Y]], []),
        (["<=", X, 20], []),
        (["<=", X, -1], []),
        (["<=", X, 5], [({"x": 1}, 5)]),
        (["<=", 5, X], [({"x": -1}, -5)]),
        (["<=", {"x": 2, "y": -2}, 0], [({"x": 2, "y": -2}, 0)]),
        (["<=", {"x": 1, "y": 0}, 3], [({"x": 1, "y": 0}, 3)]),
        (["<=", Z, X], [({"z": 2, "x": -6}, -3)]),
        (["not", ["<=", X, Z]], [({"x": -6, "z": 2}, -4)]),
        (["<=", {"x": "1/2", "y": "-2/3"}, "1/6"], [({"x": 3, "y": -4}, 1)]),
        (F, [({"f": -1}, -1)]),
        (["not", F], [({"f": 1}, 0)]),
        ({"f": 1, "g": 1}, [({"f": -1, "g": -1}, -1)]),
        (["and", F, ["<=", X, Y], ["and", G]], [({"f": -1}, -1), ({"x": 1, "y": -1}, 0), ({"g": -1}, -1)]),
        (["not", ["or", F, ["not", G]]], [({"f": 1}, 0), ({"g": -1}, -1)]),
        (["or", F, G], [({"f": -1, "g": -1}, -1)]),
        (["or", F, ["not", G]], [({"f": -1, "g": 1}, 0)]),
        (["or", F, ["<=", X, -1]], [({"f": -1}, -1)]),
        (["or", ["<=", X, Y], ["<=", X, -1]], [({"x": 1, "y": -1}, 0)]),
        (["or", F, 1], []),
        (["not", ["and", F, G]], [({"f": 1, "g": 1}, 1)]),
        (["not", ["and", F, ["not", G]]], [({"f": 1, "g": -1}, 0)]),
        (["not", ["and", F, 1]], [({"f": 1}, 0)]),
        (["or", F, ["<=", X, Y]], []),
        (["or", F, ["not", ["not", G]]], []),
        (["or", F, ["not", ["<=", X, Y]]], []),
        (["or", F, ["and", G, G]], []),
        (["and", ["or", F, ["<=", X, Y]], G], [({"g": -1}, -1)]),
        (["==", F, G], [({"f": 1, "g": -1}, 0), ({"f": -1, "g": 1}, 0)]),
        (["==", F, ["not", G]], [({"f": 1, "g": 1}, 1), ({"f": -1, "g": -1}, -1)]),
        (["==", {"f": 1, "g": 1}, 1], [({"f": 1, "g": 1}, 1), ({"f": -1, "g": -1}, -1)]),
        (["==", F, 1], [({"f": 1}, 1), ({"f": -1}, -1)]),
        (["==", F, ["<=", X, Y]], []),
        (["not", ["==", F, G]], []),
        (["<=", ["*", X, Y], 5], []),
        (["<=", ["+", X, 1], 5], []),
        (["<=", ["abs", X], 5], []),
        (["<=", ["min", X, Y], ["max", X, 3]], []),
        (["not", ["<=", ["if", F, 7, 3], X]], []),
        (["if", F, G, ["not", G]], []),
        (["not", ["<=", X, X]], [({"x": 0}, -1)]),
    ],
)
def test_the_rows_of_a_line(line: Any, expected: Any) -> None:
    assert rows(line) == expected


def test_rows_depend_on_the_box_and_go_through_definitions() -> None:
    choice = ["or", F, G, ["<=", X, 5]]
    assert rows(choice) == []
    assert rows(choice, {"x": 6}) == [({"f": -1, "g": -1}, -1)]
    assert rows(choice, {"x": 6}, {"f": 0}) == [({"g": -1}, -1)]
    assert rows(choice, {"g": 1}) == rows(choice, {}, {"x": 5}) == []
    assert rows(["not", choice], {}, {"f": 0}) == [({"g": 1}, 0), ({"x": -1}, -6)]
    definitions = {"d": ["<=", X, Y], "e": ["+", X, 1], "f": {"x": 1, "y": 1}, "g": ["not", F]}
    assert rows(["value", "d"], definitions=definitions) == [({"x": 1, "y": -1}, 0)]
    assert rows(["not", ["value", "d"]], definitions=definitions) == [({"x": -1, "y": 1}, -1)]
    assert rows(["or", ["value", "g"], G], definitions=definitions) == [({"f": 1, "g": -1}, 0)]
    assert rows(["<=", ["value", "e"], 4], definitions=definitions) == []
    assert rows(["<=", ["value", "f"], 4], definitions=definitions) == [({"x": 1, "y": 1}, 4)]


# -- claims -----------------------------------------------------------------------------------------------------------

THREE = document(
    {"x": quantity(10), "f": YES_NO, "g": YES_NO},
    {"p.low": LOW, "q.high": HIGH, "q.f": F, "p.g": G, "r.free": ["<=", X, 9]},
    facts={"not_both": ["or", ["not", F], ["not", G]], "even": ["not", ["==", X, 4]]},
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


FIELDS = "no object with exactly what belongs in it"
WAYS = "its ways are not all the minimal ways out of its conflicts, each once"
TOLD_COMPLETE = (
    "The list of conflicts is complete: there is no minimal conflict but those listed (2). Those that share red lines are "
    "in one group (groups: 2); one way out of each group makes a minimal relaxation, and there is no other: 4 in all. "
    "The least cost is 1/2, that of 1 of them."
)


def test_every_claim_is_told() -> None:
    assert check(THREE, three()) == Proved(
        [
            "No deal satisfies both p.low and q.high (2 steps).",
            "It is minimal: without any one of its red lines, a deal satisfies the others and every fact.",
            "No deal satisfies both q.f and p.g, given not_both (3 steps).",
            "It is minimal: without any one of its red lines, a deal satisfies the others and every fact.",
            "Giving up q.high and q.f makes a deal possible, at the cost 1/2; none of it is given up for nothing.",
            "Giving up p.low and p.g makes a deal possible, at the cost 7/2; none of it is given up for nothing.",
            TOLD_COMPLETE,
        ],
        [
            'not_both: ["or", ["not", ["term", "f"]], ["not", ["term", "g"]]]',
            'p.low: ["<=", ["term", "x"], 3]',
            'q.high: ["<=", 7, ["term", "x"]]',
            'q.f: ["term", "f"]',
            'p.g: ["term", "g"]',
            'term g: {"type": "yes_no", "start": 0, "step": 1, "size": 2}',
            'term f: {"type": "yes_no", "start": 0, "step": 1, "size": 2}',
            'term x: {"type": "quantity", "start": 0, "step": 1, "size": 10}',
        ],
    )
    assert false_claim(three(), Truth(THREE)) is None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("deal", {"x": 3, "f": 0, "g": 0}, "deal: the deal does not satisfy q.high"),
        ("deal", {"x": 3, "f": 0}, f"deal: {FIELDS}"),
        ("deal", {"x": 10, "f": 0, "g": 0}, "deal: no whole number from 0 to 9"),
        ("deal", {"x": -1, "f": 0, "g": 0}, "deal: no whole number from 0 to 9"),
        ("deal", {"x": 1, "f": True, "g": 0}, "deal: no whole number from 0 to 1"),
        ("deal", {"x": 1, "f": 1.0, "g": 0}, "deal: no whole number from 0 to 1"),
        ("deal", [0, 0, 0], f"deal: {FIELDS}"),
        ("conflicts", None, "conflicts: no list of entries"),
        ("conflicts.0", [], f"conflicts[0]: {FIELDS}"),
        ("conflicts.0.red_lines", ["p.low", "p.low"], f"conflicts[0]: {NAME}"),
        ("conflicts.0.red_lines", ["p.low", "x.x"], f"conflicts[0]: {NAME}"),
        ("conflicts.0.red_lines", ["p.low", "even"], f"conflicts[0]: {NAME}"),
        ("conflicts.0.red_lines", ["p.low", ["q.high"]], f"conflicts[0]: {NAME}"),
        ("conflicts.0.red_lines", "p.low", "conflicts[0]: no list of entries"),
        ("conflicts.0.facts", ["p.low"], f"conflicts[0]: {NAME}"),
        ("conflicts.0.steps", {}, "conflicts[0].steps: no list of entries"),
        ("conflicts.1.facts", [], f"conflicts[1].steps[2]: {NAME}"),
        ("conflicts.0.witnesses.p-low", ..., f"conflicts[0].witnesses: {FIELDS}"),
        ("conflicts.0.witnesses.p-low.x", 3, "conflicts[0].witnesses.p.low: the deal does not satisfy q.high"),
        ("conflicts.0.witnesses.p-low", {}, f"conflicts[0].witnesses.p.low: {FIELDS}"),
        ("conflicts.0.witnesses.q-high.f", 7, "conflicts[0].witnesses.q.high: no whole number from 0 to 1"),
        ("conflicts.1.witnesses.q-f.f", 1, "conflicts[1].witnesses.q.f: the deal does not satisfy not_both"),
        ("conflicts.1.witnesses.q-f.x", 4, "conflicts[1].witnesses.q.f: the deal does not satisfy even"),
        ("conflicts.1", CONFLICTS[0], "conflicts: a conflict is listed twice"),
        ("relaxations", {}, "relaxations: no list of entries"),
        ("relaxations.0.extra", 0, f"relaxations[0]: {FIELDS}"),
        ("relaxations.1", RELAXATIONS[0], "relaxations: a relaxation is listed twice"),
        ("relaxations.0.cost", 1, "relaxations[0]: the weights do not add up to the cost"),
        ("relaxations.0.cost", "2/4", "relaxations[0]: the weights do not add up to the cost"),
        ("relaxations.0.cost", 0.5, "relaxations[0]: the weights do not add up to the cost"),
        ("relaxations.0.deal.x", 4, "relaxations[0].deal: the deal does not satisfy even"),
        ("relaxations.0.deal.x", 9, "relaxations[0].deal: the deal does not satisfy p.low"),
        ("relaxations.0.because.q-f", ..., f"relaxations[0].because: {FIELDS}"),
        ("relaxations.0.because.q-f", 0, "relaxations[0].because: the conflict for q.f has not this red line alone"),
        ("relaxations.0.because.q-f", 2, "relaxations[0].because: no whole number from 0 to 1"),
        ("relaxations.0.because.q-f", -1, "relaxations[0].because: no whole number from 0 to 1"),
        ("relaxations.0.because.q-f", True, "relaxations[0].because: no whole number from 0 to 1"),
        ("complete", [], f"complete: {FIELDS}"),
        ("complete.deal.x", 4, "complete.groups: with the changes of some of the ways, the deal does not satisfy even"),
        ("complete.deal.x", 70, "complete.deal: no whole number from 0 to 9"),
        ("complete.groups", [], "complete.groups: there is no group, or not every conflict is in exactly one"),
        ("complete.groups", {}, "complete.groups: no list of entries"),
        ("complete.groups.1", ..., "complete.groups: there is no group, or not every conflict is in exactly one"),
        ("complete.groups.0.conflicts", [], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.conflicts", [2], "complete.groups[0]: no whole number from 0 to 1"),
        ("complete.groups.0.conflicts", [-1], "complete.groups[0]: no whole number from 0 to 1"),
        ("complete.groups.0.conflicts", [1], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.1", COMPLETE["groups"][0], "complete.groups[1]: a group before it has, or changes, "),
        ("complete.groups.1.conflicts", [1, 1], "complete.groups: there is no group, or not every conflict"),
        ("complete.groups.0.ways", [], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.ways", {}, "complete.groups[0]: no list of entries"),
        ("complete.groups.0.ways.1", ..., f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.ways.1", COMPLETE["groups"][0]["ways"][0], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.ways.0.give_up", ["q.high", "p.low"], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.ways.0.give_up", ["r.none"], f"complete.groups[0]: {NAME}"),
        ("complete.groups.0.ways.0.changes", {"y": 0}, f"complete.groups[0]: {NAME}"),
        ("complete.groups.0.ways.0.changes", {"x": 10}, "complete.groups[0]: no whole number from 0 to 9"),
        ("complete.groups.0.ways.0.changes", {"x": True}, "complete.groups[0]: no whole number from 0 to 9"),
        ("complete.groups.0.ways.0.changes", [], "complete.groups[0]: no object of changes"),
        ("complete.groups.0.ways.0", {}, f"complete.groups[0]: {FIELDS}"),
        ("complete.groups.0.ways.1.changes.x", 3, "complete.groups: with the changes of some of the ways"),
        ("complete.groups.1.ways.1.changes.g", 1, "complete.groups: with the changes of some of the ways"),
        ("complete.groups.1.ways.1.changes.x", 8, "complete.groups[1]: a group before it has, or changes, x"),
        ("format", "zopa-nodeal/2", "format is not zopa-nodeal/1"),
        ("scenario.sha256", "1" * 64, "certificate: it is of another scenario"),
        ("scenario.title", "Other", "certificate: it is of another scenario"),
        ("scenario", None, "certificate: it is of another scenario"),
        ("more", 0, f"certificate: {FIELDS}"),
        ("deal", ..., f"certificate: {FIELDS}"),
        ("terms.x.size", 11, "certificate: its terms are not those of the lines"),
        ("terms.x.size", 10.0, "certificate: its terms are not those of the lines"),
        ("terms.f.step", True, "certificate: its terms are not those of the lines"),
        ("terms.y", quantity(3), "certificate: its terms are not those of the lines"),
        ("terms.y", None, "certificate: its terms are not those of the lines"),
        ("definitions.d", 1, "certificate: its definitions are not those of the lines"),
        ("facts.even", ["not", ["==", X, 5]], "certificate: its facts are not those of the lines"),
        ("red_lines.q-f", ["value", "d"], "certificate: its red_lines are not those of the lines"),
        ("red_lines.q-z", F, "certificate: its red_lines are not those of the lines"),
        ("weights.q-f", 1, "certificate: its weights are not those of the lines"),
        ("weights.q-f", False, "certificate: its weights are not those of the lines"),
    ],
)
def test_claims_that_do_not_hold(path: str, value: Any, said: str) -> None:
    with pytest.raises((Rejected, Unreadable), match=re.escape(said)):
        check(THREE, put(three(), path, value))


@pytest.mark.parametrize("field", ["terms", "definitions", "facts", "red_lines", "weights"])
def test_a_certificate_may_leave_out_what_it_does_not_speak_of(field: str) -> None:
    assert check(THREE, put(three(), field, {})).claims
    for wrong in ([], None, 0, "", [[]]):
        with pytest.raises(Rejected, match=f"certificate: its {field} are not those of the lines"):
            check(THREE, put(three(), field, wrong))


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
    made = document({"x": quantity(3)}, {"p.a": 1}, facts={"one": ["<=", X, 0], "other": ["<=", 2, X]})
    steps = [["cut", "one", "x", 1, 2], ["end", "other"]]
    alone = certificate(made, conflicts=[conflict([], steps, ["one", "other"], {})])
    assert check(made, alone).claims[0] == "No deal satisfies both one and other (2 steps)."
    complete = {"deal": {"x": 0}, "groups": [{"conflicts": [0], "ways": []}]}
    with pytest.raises(Rejected, match=WAYS):
        check(made, {**alone, "complete": complete})


def test_no_conflict_contains_another_in_complete_lists() -> None:
    made = document({"x": quantity(3)}, {"p.a": ["<=", X, -1], "p.b": ["<=", 2, X]})
    both = [conflict(["p.a"], [["end", "p.a"]]), conflict(["p.a", "p.b"], [["end", "p.a"]])]
    complete = {"deal": {"x": 2}, "groups": [{"conflicts": [0, 1], "ways": [{"give_up": ["p.a"], "changes": {}}]}]}
    with pytest.raises(Rejected, match=re.escape("complete.groups[0]: a conflict contains another")):
        check(made, certificate(made, conflicts=both, complete=complete))
    complete["groups"][0]["conflicts"] = [0]
    assert (
        "no minimal conflict but those listed (1)"
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
        with pytest.raises(Rejected, match=re.escape(f"complete.groups[0]: {WAYS}")):
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
    ("path", "value"),
    [
        *[("terms", wrong) for wrong in ([], None, {"x": []}, {"x": {}}, {"x": None})],
        *[
            ("terms.x", {**quantity(3), **wrong})
            for wrong in ({"size": 0}, {"size": True}, {"size": "3"}, {"size": 1.5})
        ],
        *[("terms.x", {**quantity(3), **wrong}) for wrong in ({"start": None}, {"step": 0.5}, {"start": "1/0"})],
        *[
            (field, wrong)
            for field in ("definitions", "facts", "red_lines", "weights")
            for wrong in ([], None, "a", ...)
        ],
        ("definitions.d", ["value", "d"]),
        ("facts.even", ["and"]),
        ("facts.even", ["not", F, F]),
        ("facts.even", ["<=", X]),
        ("facts.even", ["==", X, X, X]),
        ("facts.even", ["abs", X, X]),
        ("facts.even", ["if", F, X]),
        ("facts.even", ["*"]),
        ("facts.even", ["value", "w"]),
        ("facts.even", ["term", "w"]),
        ("facts.even", ["term", ["f"]]),
        ("facts.even", ["term"]),
        ("facts.even", ["term", "f", "g"]),
        ("facts.even", {"w": 1}),
        ("facts.even", {"x": X}),
        ("facts.even", {"x": 0.5}),
        ("facts.even", ["xor", F, G]),
        ("facts.even", [["not"], F]),
        ("facts.even", []),
        ("facts.even", None),
        ("facts.even", ["<=", X, 1.5]),
        ("facts.even", ["<=", X, True]),
        ("facts.even", ["<=", X, "many"]),
        ("facts.even", ["<=", X, "1/0"]),
        ("facts.even", ["<=", X, float("nan")]),
        ("facts.q-f", 1),
        ("red_lines.q-z", 1),
        ("weights.q-f", ...),
        ("weights.q-f", None),
    ],
)
def test_lines_that_are_none(path: str, value: Any) -> None:
    with pytest.raises(Unreadable, match="the lines are malformed: "):
        check(put(json.loads(json.dumps(THREE)), path, value), three())


def test_lines_of_another_format() -> None:
    with pytest.raises(Unreadable, match="format is not zopa-lines/1"):
        check({**THREE, "format": "zopa/1"}, three())


def test_documents_that_are_no_objects() -> None:
    for wrong in (None, [], "text", 3, {}, {"format": ["zopa-lines/1"]}):
        with pytest.raises(Unreadable, match="format is not zopa-lines/1"):
            check(wrong, three())
        with pytest.raises(Unreadable, match="format is not zopa-nodeal/1"):
            check(THREE, wrong)


# -- words ------------------------------------------------------------------------------------------------------------


def test_lines_are_told_with_what_is_in_them() -> None:
    made = document(
        {"nato": scale("barred", "open"), "price": quantity(3, "1/2", "1/4"), "f": YES_NO, "unused": YES_NO},
        {"p.a": ["<=", ["+", {"nato": "1/2"}, ["value", "e"]], 3], "p.b": ["not", F], "p.c": 0},
        facts={"law": ["<=", 0, ["term", "nato"]], "other": 1},
        definitions={"d": ["abs", ["term", "price"]], "e": ["max", ["value", "d"], 2], "idle": 1},
    )
    made = {**made, "conflicts": [conflict(["p.a", "p.c"], [["end", "p.c"]], ["law"])]}
    lines = {key: entry for key, entry in made.items() if key != "conflicts"}
    assert check(lines, certificate(lines, conflicts=made["conflicts"])).lines == [
        'law: ["<=", 0, ["term", "nato"]]',
        'p.a: ["<=", ["+", {"nato": "1/2"}, ["value", "e"]], 3]',
        "p.c: 0",
        'definition e: ["max", ["value", "d"], 2]',
        'definition d: ["abs", ["term", "price"]]',
        'term price: {"type": "quantity", "start": "1/2", "step": "1/4", "size": 3}',
        'term nato: {"type": "scale", "start": 0, "step": 1, "size": 2, "options": ["barred", "open"]}',
    ]


def test_many_ways_are_counted_without_being_written_out() -> None:
    assert checker.counted(10**999) == "1" + "0" * 999
    assert checker.counted(2**5000 + 1) == "at least 2^5000"


# -- limits -----------------------------------------------------------------------------------------------------------


def test_numbers_on_the_way_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    large = 10**999
    divs = [["div", [[large, ["p.l0", 0]]], 1], *(["div", [[large, at]], 1] for at in range(5))]
    assert refused(CYCLE, divs) == "steps[1]: a number passes 2^4096"
    assert refused([["<=", {"x": 1}, 0]], [["div", [[2**4096, ["p.l0", 0]]], 1]]) == "steps[0]: a number passes 2^4096"
    assert refused([["<=", X, 0]], [["div", [[2**4096 - 1, ["p.l0", 0]]], 1]]) == "steps: a branch has not ended"
    monkeypatch.setattr(checker._Lines, "work", 20)
    with pytest.raises(Rejected, match=re.escape("conflicts[0].steps[0]: checking takes more than 200,000,000 steps")):
        refutation(CYCLE, [["end", "p.l0"]])


# -- against every deal -----------------------------------------------------------------------------------------------


def boxes(random: Random, made: Document, count: int) -> list[list[tuple[int, int]]]:
    sizes = [term["size"] for term in made["terms"].values()]
    return [
        [tuple(sorted((random.randrange(size), random.randrange(size)))) for size in sizes]  # type: ignore[misc]
        for _ in range(count)
    ]


def parts_of(tree: Any) -> list[Any]:
    """Return an expression and all in it."""
    if not isinstance(tree, list) or tree[0] in ("term", "value"):
        return [tree]
    return [tree, *(part for one in tree[1:] for part in parts_of(one))]


@pytest.mark.parametrize("seed", range(60))
def test_ranges_and_rows_hold_at_every_point(seed: int) -> None:
    """What is said of a line on a box is so in every deal in the box."""
    found_rows = 0
    for number in range(12):
        random = Random(f"{seed} {number}")
        made = random_document(random, deals=36, depth=4)
        book = checker._Claims(made)
        conditions = [*made["facts"].values(), *made["red_lines"].values()]
        trees = [part for tree in (*made["definitions"].values(), *conditions) for part in parts_of(tree)]
        known = [(tree, book.operation(tree), tree in conditions) for tree in trees]
        for box in boxes(random, made, 4):
            ranges = {name: (ends,) for name, ends in zip(made["terms"], box, strict=True)}
            inside = [
                dict(zip(made["terms"], deal, strict=True))
                for deal in itertools.product(*(range(first, last + 1) for first, last in box))
            ]
            for tree, root, is_line in known:
                values = [meaning(tree, made, deal) for deal in inside]
                first, last = book.run(root, ranges)
                assert all(first <= value <= last for value in values), (tree, box)
                if len(inside) == 1:
                    assert first == last == values[0]
                for factors, most in book.rows(root, ranges) if is_line else ():
                    found_rows += 1
                    assert all(type(one) is int for one in (most, *factors.values()))
                    for deal, value in zip(inside, values, strict=True):
                        total = sum(factor * deal[term] for term, factor in factors.items())
                        assert not value or total <= most, (tree, box, deal, factors, most)
    assert found_rows


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
    assert alone.stdout.startswith("The lines that are refuted, as they were checked:\nnot_both:")
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


def test_nobody_to_tell_is_no_rejection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def write(self, _: str) -> int:
            raise BrokenPipeError

    lines, whole = tmp_path / "lines.json", tmp_path / "certificate.json"
    lines.write_text(json.dumps(THREE), "utf-8")
    whole.write_text(json.dumps(three()), "utf-8")
    monkeypatch.setattr(sys, "stdout", Closed())
    assert checker.main([str(lines), str(whole)]) == 2


def test_facts_alone_are_not_called_minimal() -> None:
    low, high = ["<=", ["term", "x"], 3], ["<=", 7, ["term", "x"]]
    made = document({"x": quantity(10)}, {"p.l": ["<=", 1, ["term", "x"]]}, facts={"low": low, "high": high})
    steps = [["cut", "low", "x", 4, 9], ["end", "high"]]
    one = {"red_lines": [], "facts": ["low", "high"], "steps": steps, "witnesses": {}}
    assert check(made, certificate(made, conflicts=[one])).claims == ["No deal satisfies both low and high (2 steps)."]


def test_the_id_is_only_what_a_file_is_called() -> None:
    renamed = {**three(), "scenario": {**THREE["scenario"], "id": "another"}}
    assert check(THREE, renamed).claims


def test_the_command_says_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, whole, wrong = (str(tmp_path / name) for name in ("lines.json", "certificate.json", "wrong.json"))
    Path(lines).write_text(json.dumps(THREE), "utf-8")
    Path(whole).write_text(json.dumps(three()), "utf-8")
    Path(wrong).write_text("{", "utf-8")

    def said(*arguments: str) -> tuple[int, str, str]:
        code = checker.main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert said(lines, whole)[0] == 0
    assert said(lines)[0] == said()[0] == said(lines, whole, whole)[0] == 2
    assert said(lines, wrong)[2].startswith(f"cannot be read: {wrong}: no JSON that can be read: Expecting")
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
