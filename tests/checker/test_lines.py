"""The certificate checker: what lines are on a box and in rows, by hand and at every point of small documents."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from support.checker_cases import HIGH, TERMS, THREE, F, G, X, Y, Z, check, put, refused, refutation, three
from support.draws import ALL
from support.small_lines import (
    YES_NO,
    Document,
    Truth,
    certificate,
    document,
    false_claim,
    meaning,
    points,
    quantity,
    random_document,
    whole_certificate,
)

from zopa import checker
from zopa.checker import Rejected, Unreadable


def read(lines: Document) -> checker.Lines:
    return checker.Lines(lines, checker.Work())


def amount(book: checker.Lines, factors: Any, deal: dict[str, int]) -> Any:
    """Return the left side of a row in a deal."""
    at = {term: ((position, position),) for term, position in deal.items()}
    ends = [book.ends_of(key, factor, at) for key, factor in factors.items()]
    assert all(first == last for first, last in ends)
    assert all(isinstance(key, str) or Fraction(first / (factors[key] or 1)).denominator == 1
               for key, (first, _) in zip(factors, ends, strict=True))  # fmt: skip
    return sum(first for first, _ in ends)


# -- ranges -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ("-3/4", (Fraction(-3, 4), Fraction(-3, 4))),
        (X, (2, 5)),
        (Z, (Fraction(5, 6), Fraction(3, 2))),
        ({"x": 2, "y": -1}, (4 - 9, 10 - 1)),
        (["value", "d"], (3, 6)),
        (["+", X, Y, -3], (0, 11)),
        (["+"], (0, 0)),
        (["*", ["+", X, -4], ["+", Y, -3]], (-12, 6)),
        (["*", ["+", X, -4], ["+", X, -4]], (-2, 4)),
        (["*", -1, X, Y], (-45, -2)),
        (["min", X, Y, 4], (1, 4)),
        (["max", X, Y, 4], (4, 9)),
        (["abs", ["+", X, -4]], (0, 2)),
        (["abs", ["+", X, -9]], (4, 7)),
        (["abs", X], (2, 5)),
        (["if", F, X, 7], (2, 7)),
        (["if", ["<=", X, 5], X, 7], (2, 5)),
        (["if", ["<=", X, 1], X, 7], (7, 7)),
        (["not", ["<=", X, 1]], (1, 1)),
        (["not", ["<=", X, 2]], (0, 1)),
        (["and", F, 0], (0, 0)),
        (["and", F, 1], (0, 1)),
        (["or", F, 0], (0, 1)),
        (["or", F, 1], (1, 1)),
        (["<=", X, 5], (1, 1)),
        (["<=", 5, X], (0, 1)),
        (["<=", 6, X], (0, 0)),
        (["<=", X, X], (0, 1)),
        (["==", X, 1], (0, 0)),
        (["==", X, 2], (0, 1)),
        (["==", X, X], (0, 1)),
        (["==", 3, 3], (1, 1)),
        (["==", F, ["<=", X, 1]], (0, 1)),
    ],
)
def test_what_an_expression_is_on_a_box(tree: Any, expected: Any) -> None:
    """As the specification has it, neither wider nor narrower."""
    made = document({**TERMS, "z": quantity(4, "1/2", "1/3")}, {}, definitions={"d": ["+", X, 1]})
    book = read(made)
    box = {**book.all_deals, "x": ((2, 3), (5, 5)), "y": ((1, 9),), "z": ((1, 3),)}
    assert book.range_of(book.line(book.operation(tree)), box) == expected


# -- rows, each by its path -------------------------------------------------------------------------------------------

LEADS_NOWHERE, NO_ROW = "the path leads nowhere", "the path ends where there is no row"
NOT_A_TRUTH = "a part is not from 0 to 1"
MAY_HOLD, MAY_BE_DENIED = "another part may hold", "another part may be denied"
NO_EQUATION = "an equation that is denied has no row"


def row(
    line: Any,
    path: Any = (),
    times: int = 1,
    low: Any = None,
    high: Any = None,
    definitions: Any = None,
) -> Any:
    """Return the row at a path into a line on a box, or why there is none."""
    made = document({**TERMS, "z": quantity(4, "1/2", "1/3")}, {"p.l": line}, definitions=definitions)
    book = read(made)
    first = {name: (low or {}).get(name, 0) for name in made["terms"]}
    last = {name: (high or {}).get(name, term["size"] - 1) for name, term in made["terms"].items()}
    try:
        return book.row(book.by_name["p.l"], list(path), times, {name: ((first[name], last[name]),) for name in first})
    except Rejected as error:
        return str(error)


@pytest.mark.parametrize(
    ("line", "path", "expected"),
    [
        # <=, true and false
        (["<=", X, Y], [], ({"x": 1, "y": -1}, 0)),
        (["not", ["<=", Y, X]], [0], ({"x": 1, "y": -1}, -1)),
        (["not", ["not", ["<=", X, Y]]], [0, 0], ({"x": 1, "y": -1}, 0)),
        (["not", ["not", ["not", ["<=", Y, X]]]], [0, 0, 0], ({"x": 1, "y": -1}, -1)),
        (["<=", X, 5], [], ({"x": 1}, 5)),
        (["<=", 5, X], [], ({"x": -1}, -5)),
        (["<=", {"x": 2, "y": -2}, 0], [], ({"x": 2, "y": -2}, 0)),
        (["<=", {"x": 1, "y": 0}, 3], [], ({"x": 1, "y": 0}, 3)),
        (["<=", X, {"x": 2}], [], ({"x": -1}, 0)),
        (["not", ["<=", X, X]], [0], ({"x": 0}, -1)),
        (["<=", F, ["not", G]], [], ({"f": 1, "g": 1}, 1)),
        # decided ones, too
        (["<=", X, 20], [], ({"x": 1}, 20)),
        (["<=", X, -1], [], ({"x": 1}, -1)),
        (["<=", 1, 0], [], ({}, -1)),
        # fractions: multiplied by the least number that makes all whole
        (["<=", Z, X], [], ({"z": 2, "x": -6}, -3)),
        (["not", ["<=", X, Z]], [0], ({"z": 2, "x": -6}, -4)),
        (["<=", {"x": "1/2", "y": "-2/3"}, "1/6"], [], ({"x": 3, "y": -4}, 1)),
        (["<=", {"x": 4}, {"y": 6}], [], ({"x": 4, "y": -6}, 0)),
        (["not", ["<=", {"x": "1/2"}, "1/4"]], [0], ({"x": -2}, -2)),
        # ==, true and false
        (["==", X, Y], [], ({"x": 1, "y": -1}, 0)),
        (["not", ["==", X, Y]], [0], NO_EQUATION),
        (["not", ["not", ["==", X, Y]]], [0, 0], ({"x": 1, "y": -1}, 0)),
        (["==", {"f": 1, "g": 1}, 1], [], ({"f": 1, "g": 1}, 1)),
        (["==", F, ["not", G]], [], ({"f": 1, "g": 1}, 1)),
        (["==", Z, "1/2"], [], ({"z": 1}, 0)),
        # something linear, true and false; not of it is linear itself
        (F, [], ({"f": -1}, -1)),
        (1, [], ({}, -1 + 1)),
        (0, [], ({}, -1)),
        ({"f": 1, "x": 0}, [], ({"f": -1, "x": 0}, -1)),
        (["not", F], [], ({"f": 1}, 0)),
        (["not", ["not", F]], [], ({"f": -1}, -1)),
        (["not", F], [0], LEADS_NOWHERE),
        (["not", ["not", F]], [0], LEADS_NOWHERE),
        (["not", 0], [0], LEADS_NOWHERE),
        (["not", {"f": 1}], [0], LEADS_NOWHERE),
        (F, [0], LEADS_NOWHERE),
        ({"f": 1}, [0], LEADS_NOWHERE),
        # or of linear parts, true and false
        (["or", F, G], [], ({"f": -1, "g": -1}, -1)),
        (["or", F, ["not", G]], [], ({"f": -1, "g": 1}, 0)),
        (["or", F, F], [], ({"f": -2}, -1)),
        (["or", F, 1], [], ({"f": -1}, 0)),
        (["or", F], [], ({"f": -1}, -1)),
        (["not", ["or", F, ["not", G]]], [0], ({"f": 1, "g": -1}, -1)),
        (["not", ["or", F, G]], [0], ({"f": 1, "g": 1}, 0)),
        # and of linear parts, true and false
        (["and", F, G], [], ({"f": -1, "g": -1}, -2)),
        (["and", F, ["not", G]], [], ({"f": -1, "g": 1}, -1)),
        (["and", F, F], [], ({"f": -2}, -2)),
        (["not", ["and", F, G]], [0], ({"f": 1, "g": 1}, 1)),
        (["not", ["and", F, ["not", G]]], [0], ({"f": 1, "g": -1}, 0)),
        (["not", ["and", F, G, ["not", F]]], [0], ({"f": 0, "g": 1}, 1)),
        # a part that is not linear
        (["or", F, ["<=", X, Y]], [], ({"f": -1, 3: -1}, -1)),
        (["and", F, ["<=", X, Y]], [], ({"f": -1, 3: -1}, -2)),
        (["or", F, ["and", G, G]], [], ({"f": -1, 2: -1}, -1)),
        # or that is linear, but no yes or no
        (["or", F, X], [], NOT_A_TRUTH),
        (["or", -1, F], [], NOT_A_TRUTH),
        (["and", F, {"g": 2}], [], NOT_A_TRUTH),
        (["not", ["and", F, {"g": -1}]], [0], NOT_A_TRUTH),
        (["not", ["or", F, ["not", ["<=", X, Y]]]], [0], ({"f": 1, 3: -1}, -1)),
        (["==", F, ["<=", X, Y]], [], ({"f": 1, 3: -1}, 0)),
        (["<=", ["*", X, Y], 5], [], ({2: 1}, 5)),
        (["not", ["<=", ["*", X, Y], 5]], [0], ({2: -1}, -6)),
        (["<=", ["*", Z, Y], 5], [], ({2: 1}, 30)),  # the unit of z is 6
        (["not", ["<=", ["*", Z, "1/5", ["*", Y, Z]], 5]], [0], ({4: -1}, -180 * 5 - 1)),
        (["<=", ["+", ["*", X, Y], {"x": "1/2"}, ["*", X, Y]], 5], [], ({2: 4, "x": 1}, 10)),
        (["<=", ["*", X, 2], 5], [], ({"x": 2}, 5)),
        (["<=", ["*", "1/2", ["abs", X], 3], 5], [], ({2: 3}, 10)),
        (["<=", ["*", 2, 3], ["*", X, ["*", 2, 3]]], [], ({2: 1, 4: -1}, 0)),
        (["<=", ["+", X, 1], 5], [], ({"x": 1}, 4)),
        (["<=", ["+"], X], [], ({"x": -1}, 0)),
        (["<=", 5, ["abs", X]], [], ({2: -1}, -5)),
        (["<=", ["min", X, Y], ["max", X, 3]], [], ({2: 1, 4: -1}, 0)),
        (["not", ["<=", ["if", F, 7, 3], X]], [0], ({3: -1, "x": 1}, -1)),
        # no row for not, only a path through it
        (["not", ["<=", X, Y]], [], NO_ROW),
        (["not", ["or", F, G]], [], NO_ROW),
        # and that has to be true, or that has to be false: into any part
        (["and", F, ["<=", X, Y], ["and", G]], [0], ({"f": -1}, -1)),
        (["and", F, ["<=", X, Y], ["and", G]], [1], ({"x": 1, "y": -1}, 0)),
        (["and", F, ["<=", X, Y], ["and", G]], [2], ({"g": -1}, -1)),
        (["and", F, ["<=", X, Y], ["and", G]], [2, 0], ({"g": -1}, -1)),
        (["not", ["or", F, ["not", G], ["<=", X, Y]]], [0, 0], ({"f": 1}, 0)),
        (["not", ["or", F, ["not", G], ["<=", X, Y]]], [0, 1], ({"g": -1}, -1)),
        (["not", ["or", F, ["not", G], ["<=", X, Y]]], [0, 2], ({"x": -1, "y": 1}, -1)),
        (["not", ["or", F, ["not", ["and", G, F]]]], [0, 1, 0, 0], ({"g": -1}, -1)),
        # or that has to be true, and that has to be false: only where the others are decided
        (["or", F, ["<=", X, -1]], [0], ({"f": -1}, -1)),
        (["or", F, ["<=", X, -1]], [1], MAY_HOLD),
        (["or", ["<=", X, Y], ["<=", X, -1]], [0], ({"x": 1, "y": -1}, 0)),
        (["or", ["<=", X, Y]], [0], ({"x": 1, "y": -1}, 0)),
        (["or", ["<=", X, Y], ["<=", Y, X]], [0], MAY_HOLD),
        (["or", ["<=", X, Y], 1], [0], MAY_HOLD),
        (["or", ["<=", X, Y], 0, F], [0], MAY_HOLD),
        (["or", ["<=", X, Y], 0, 0], [0], ({"x": 1, "y": -1}, 0)),
        (["not", ["and", F, 1]], [0, 0], ({"f": 1}, 0)),
        (["not", ["and", F, 1]], [0, 1], MAY_BE_DENIED),
        (["not", ["and", ["<=", X, Y], 0]], [0, 0], MAY_BE_DENIED),
        (["not", ["and", ["<=", X, Y], F]], [0, 0], MAY_BE_DENIED),
        (["not", ["and", ["<=", X, Y], 1, 1]], [0, 0], ({"x": -1, "y": 1}, -1)),
        (["or", ["and", ["or", 0, ["<=", X, Y]], F], 0], [0, 0, 1], ({"x": 1, "y": -1}, 0)),
        (["or", ["and", ["or", G, ["<=", X, Y]], F], 0], [0, 0, 1], MAY_HOLD),
        (["or", ["not", ["and", ["not", ["<=", X, Y]], 1]], 0], [0, 0, 0, 0], ({"x": 1, "y": -1}, 0)),
        # paths that lead nowhere
        (["and", F, G], [2], LEADS_NOWHERE),
        (["and", F, G], [-1], LEADS_NOWHERE),
        (["and", F, G], [-2], LEADS_NOWHERE),
        (["or", 0, G], [-1], LEADS_NOWHERE),
        (["or", 0, G], [10**30], LEADS_NOWHERE),
        (["not", ["<=", X, Y]], [1], LEADS_NOWHERE),
        (["not", ["<=", X, Y]], [-1], LEADS_NOWHERE),
        (["and", F, G], [0, 0], LEADS_NOWHERE),
        (["and", ["<=", X, Y], G], [0, 0], LEADS_NOWHERE),
        (["<=", X, Y], [0], LEADS_NOWHERE),
        (["==", F, G], [0], LEADS_NOWHERE),
        (["==", ["<=", X, Y], 1], [0], LEADS_NOWHERE),
        (["<=", 1, ["if", F, ["and", F, G], 0]], [1], LEADS_NOWHERE),
    ],
)
def test_the_row_at_a_path(line: Any, path: list[int], expected: Any) -> None:
    assert row(line, path) == expected
    if isinstance(expected, tuple):
        assert row(line, path, 6) == ({term: 6 * factor for term, factor in expected[0].items()}, 6 * expected[1])
        assert row(line, [*path, 0, 0]) in (LEADS_NOWHERE, MAY_HOLD, MAY_BE_DENIED)


@pytest.mark.parametrize("times", [-7, -1, 0])
def test_only_equations_have_rows_below_0(times: int) -> None:
    assert row(["==", X, {"y": 2}], times=times) == ({"x": times, "y": -2 * times}, 0)
    assert row(["==", Z, X], times=times) == ({"z": 2 * times, "x": -6 * times}, -3 * times)
    assert row(["and", ["==", X, 3], F], [0], times) == ({"x": times}, 3 * times)
    for line, path in (
        (["<=", X, Y], []),
        (["not", ["<=", X, Y]], [0]),
        (F, []),
        (["or", F, G], []),
        (["and", F, G], []),
        (["and", ["==", X, 3], F], [1]),
    ):
        assert row(line, path, times) == "the multiplier is not above 0"
    assert row(["not", ["==", X, Y]], [0], times) == NO_EQUATION


def test_rows_depend_on_the_box_and_go_through_definitions() -> None:
    choice = ["or", F, G, ["<=", X, 5]]
    assert [row(choice, [at]) for at in range(3)] == [MAY_HOLD] * 3
    assert row(choice, [0], low={"x": 6}) == MAY_HOLD
    assert row(choice, [0], low={"x": 6}, high={"g": 0}) == ({"f": -1}, -1)
    assert row(choice, [2], high={"f": 0, "g": 0}) == ({"x": 1}, 5)
    assert row(choice, [2], high={"f": 0}) == MAY_HOLD
    assert row(choice, [2], low={"g": 1}, high={"f": 0}) == MAY_HOLD
    assert row(choice, [0], low={"x": 6, "g": 1}) == MAY_HOLD
    assert row(["not", ["and", F, G]], [0, 0], low={"g": 1}) == ({"f": 1}, 0)
    assert row(["not", ["and", F, G]], [0, 0], high={"g": 0}) == MAY_BE_DENIED
    definitions = {
        "d": ["<=", X, Y], "e": ["+", X, 1], "f": {"x": 1, "y": 1}, "g": ["not", F], "h": ["or", 0, ["value", "d"]],
        "i": ["value", "h"], "j": ["if", F, 1, 2],
    }  # fmt: skip

    def by(line: Any, *path: int) -> Any:
        return row(line, path, definitions=definitions)

    assert by(["value", "d"]) == ({"x": 1, "y": -1}, 0)
    assert by(["not", ["value", "d"]], 0) == ({"x": -1, "y": 1}, -1)
    assert by(["or", ["value", "g"], G]) == ({"f": 1, "g": -1}, 0)
    assert by(["value", "g"], 0) == LEADS_NOWHERE
    assert by(["not", ["value", "g"]]) == ({"f": -1}, -1)
    assert by(["not", ["value", "g"]], 0) == LEADS_NOWHERE
    assert by(["<=", ["value", "e"], 4]) == ({"x": 1}, 3)
    assert by(["<=", ["value", "f"], 4]) == ({"x": 1, "y": 1}, 4)
    assert by(["<=", ["value", "j"], 4]) == ({11: 1}, 4)
    assert by(["and", F, ["value", "i"]], 1, 1) == ({"x": 1, "y": -1}, 0)
    assert by(["and", ["value", "i"], ["value", "i"]], 1, 0) == MAY_HOLD
    # what is the same is still another part
    assert by(["or", ["value", "d"], ["value", "d"]], 0) == MAY_HOLD


def test_a_row_is_that_of_the_box_of_the_step() -> None:
    """What is known of a line on another box does not count."""
    lines = [["or", F, ["<=", X, 3]], HIGH, ["not", F]]
    steps = [["cut", "p.l1", "x", [[0, 6]]], ["sum", [[1, "p.l0", 0], [1, "p.l2"]]]]
    assert refutation(lines, steps)
    assert refused(lines, steps[1:]) == f"steps[0]: {MAY_HOLD}"
    # in the lower part the line has been looked at; above, both parts are open again
    split = [["split", "y", 4], *steps, steps[1]]
    assert refused(lines, split) == f"steps[3]: {MAY_HOLD}"
    assert refused(lines, [["lemma", [["y", 0, 4]]], *steps, steps[1]]) == f"steps[3]: {MAY_HOLD}"


# -- lines that are none ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value"),
    [
        *[("terms", wrong) for wrong in ([], {"x": []}, {"x": {}}, {"x": 0}, "a", ...)],
        *[("terms.x", {**quantity(3), **wrong}) for wrong in ({"size": "3"}, {"size": []})],
        *[("terms.x", {**quantity(3), **wrong}) for wrong in ({"start": []}, {"step": {}}, {"start": "1/0"})],
        *[(field, wrong) for field in ("definitions", "facts", "red_lines", "weights") for wrong in ([], "a", ...)],
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
        ("facts.even", {"x": "half"}),
        ("facts.even", ["xor", F, G]),
        ("facts.even", [["not"], F]),
        ("facts.even", ["linear", F]),
        ("facts.even", []),
        ("facts.even", ["<=", X, []]),
        ("facts.even", ["<=", X, "many"]),
        ("facts.even", ["<=", X, "1/0"]),
        ("facts.even", ["<=", X, "nan"]),
        ("facts.q-f", 1),
        ("red_lines.q-z", 1),
        ("red_lines.even", 1),
        ("weights.q-f", ...),
        ("weights.q-f", "much"),
        ("weights.q-f", []),
    ],
)
def test_lines_that_are_none(path: str, value: Any) -> None:
    with pytest.raises(Unreadable, match="the lines are malformed: "):
        check(put(json.loads(json.dumps(THREE)), path, value), three())


@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), float("inf")])
def test_numbers_that_are_not_whole_make_lines_unreadable(value: Any) -> None:
    """Also where nothing is looked at."""
    for path in ("terms", "terms.x", "terms.x.size", "terms.f.step", "facts.even", "weights.q-f", "more"):
        for wrong in (value, ["<=", X, value], {"x": value}):
            with pytest.raises(Unreadable, match="this cannot be read as zopa-lines/1: "):
                check(put(json.loads(json.dumps(THREE)), path, wrong), three())


@pytest.mark.parametrize("path", ["terms", "terms.x", "terms.x.size", "terms.x.step", "facts.even", "weights.q-f"])
def test_null_makes_lines_unreadable(path: str) -> None:
    for wrong in (None, ["<=", X, None], {"x": None}):
        with pytest.raises(Unreadable, match="the lines are malformed: "):
            check(put(json.loads(json.dumps(THREE)), path, wrong), three())


# -- numbers where conditions are -------------------------------------------------------------------------------------

NUMBERS = {
    "-1": -1, "2": 2, "3": 3, "1/2": "1/2", "x": X, "half": {"f": "1/2"}, "two yes": {"f": 1, "g": 1},
    "twice": {"f": 2}, "less": {"f": -1}, "yes less yes": {"f": 1, "g": -1}, "z": Z, "+": ["+", F, 0], "*": ["*", F, G],
    "min": ["min", F, X], "max": ["max", F, G], "abs": ["abs", F], "if": ["if", F, G, ["not", G]], "0": 0, "f": F,
    "not": ["not", F], "not x": ["not", X], "not not": ["not", ["not", X]], "and": ["and", F, X], "or": ["or", G, -1],
    "<=": ["<=", Z, X], "==": ["==", Z, X],
}  # fmt: skip
PLACES: dict[str, Any] = {
    "alone": lambda one: one,
    "not": lambda one: ["not", one],
    "not not": lambda one: ["not", ["not", one]],
    "and": lambda one: ["and", F, one],
    "or": lambda one: ["or", one, F],
    "nor": lambda one: ["not", ["or", one, ["not", F]]],
    "nand": lambda one: ["not", ["and", one, G]],
    "if": lambda one: ["<=", ["if", one, X, 2], 1],
    "if not": lambda one: ["<=", ["if", ["not", one], X, 2], 1],
    "deep": lambda one: ["or", ["and", ["not", ["or", one]], G], ["<=", X, 0]],
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("number", NUMBERS)
def test_conditions_are_numbers_that_hold_from_1_on(number: str, place: str) -> None:
    """What is no plain condition means what it means everywhere: ranges and rows hold at every point of every box."""
    terms = {"x": quantity(4, -1), "z": quantity(2, "1/2", "1/3"), "f": YES_NO, "g": YES_NO}
    tree = PLACES[place](NUMBERS[number])
    made = document(terms, {"p.l": tree})
    book = read(json.loads(json.dumps(made)))
    random, found = Random(f"{number} {place}"), 0
    whole = [(0, term["size"] - 1) for term in terms.values()]
    for box in [whole, *boxes(random, made, 12)]:
        ranges = {name: (ends,) for name, ends in zip(terms, box, strict=True)}
        inside = [
            dict(zip(terms, deal, strict=True))
            for deal in itertools.product(*(range(first, last + 1) for first, last in box))
        ]
        values = [meaning(tree, made, deal) for deal in inside]
        first, last = book.range_of(book.by_name["p.l"], ranges)
        assert all(first <= value <= last for value in values)
        for path in paths_of(tree, made):
            for times in (1, -2):
                try:
                    factors, most = book.row(book.by_name["p.l"], path, times, ranges)
                except Rejected:
                    continue
                found += 1
                for deal, value in zip(inside, values, strict=True):
                    total = amount(book, factors, deal)
                    assert value < 1 or total <= most, (box, path, times, deal, factors, most)
    assert found or place in ("if", "if not", "deep") or not isinstance(NUMBERS[number], int)


def test_a_term_without_a_value_has_no_deal() -> None:
    made = document({"x": quantity(0), "f": YES_NO}, {"p.l": F})
    for at in (0, -1):
        with pytest.raises(Rejected, match="no deal: each term has one of its positions"):
            check(made, certificate(made, deals=[{"give_up": [], "deal": {"x": at, "f": 1}}]))


def test_lines_of_another_format() -> None:
    with pytest.raises(Unreadable, match="this cannot be read as zopa-lines/1: its format is another"):
        check({**THREE, "format": "zopa/1"}, three())


def test_documents_that_are_no_objects() -> None:
    for wrong in ([], "text", 3, {}, {"format": ["zopa-lines/1"]}):
        with pytest.raises(Unreadable, match="this cannot be read as zopa-lines/1: its format is another"):
            check(wrong, three())
        with pytest.raises(Unreadable, match="this cannot be read as zopa-nodeal/1: its format is another"):
            check(THREE, wrong)
    for pair in ((None, three()), (THREE, None), ({"format": None}, three())):
        with pytest.raises(Unreadable, match=r"this cannot be read as zopa-.*: its format is another"):
            check(*pair)


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


def paths_of(tree: Any, made: Document) -> list[list[int]]:
    """Return the path of a line and of every part below it, whatever they are, and some that lead nowhere."""
    while isinstance(tree, list) and tree[0] == "value":
        tree = made["definitions"][tree[1]]
    parts = tree[1:] if isinstance(tree, list) and tree[0] != "term" else []
    below = [[at, *path] for at, part in enumerate(parts) for path in paths_of(part, made)]
    return [[], [-1], [len(parts)], *below]


def nested(random: Random, leaves: list[Any], depth: int) -> Any:
    """Return conditions within and, or and not."""
    if depth == 0 or random.random() < 0.1:
        return random.choice(leaves)
    count = random.choice((1, 2, 2, 3)) if (head := random.choice(("and", "or", "not"))) != "not" else 1
    return [head, *(nested(random, leaves, depth - 1) for _ in range(count))]


def known_lines(random: Random) -> tuple[Document, checker.Lines, list[tuple[Any, list[int], bool]]]:
    """Return a random document, what the checker makes of it, and all of its expressions; which of them are lines."""
    made = random_document(random, deals=36, depth=4)
    equation = ["==", {name: random.randint(-2, 2) for name in made["terms"]}, random.randint(-1, 3)]
    leaves = [*made["red_lines"].values(), 0, 1, equation]
    made["red_lines"]["p.equation"] = equation
    made["weights"]["p.equation"] = 1
    for name in random.sample(list(made["red_lines"]), len(made["red_lines"]) // 2):
        made["red_lines"][name] = nested(random, leaves, 2)  # else few paths are longer than one
    book = read(made)
    conditions = [*made["facts"].values(), *made["red_lines"].values()]
    trees = [part for tree in (*made["definitions"].values(), *conditions) for part in parts_of(tree)]
    return made, book, [(tree, book.line(book.operation(tree)), tree in conditions) for tree in trees]


@pytest.mark.parametrize("seed", range(60 if ALL else 12))
def test_ranges_and_rows_hold_at_every_point(seed: int) -> None:
    """What is said of a line on a box is so in every deal in the box, at any path that is not refused."""
    found = Counter[Any]()
    for number in range(8):
        random = Random(f"{seed} {number}")
        made, book, known = known_lines(random)
        for box in boxes(random, made, 4):
            ranges = {name: (ends,) for name, ends in zip(made["terms"], box, strict=True)}
            inside = [
                dict(zip(made["terms"], deal, strict=True))
                for deal in itertools.product(*(range(first, last + 1) for first, last in box))
            ]
            for tree, root, is_line in known:
                values = [meaning(tree, made, deal) for deal in inside]
                first, last = book.range_of(root, ranges)
                assert all(first <= value <= last for value in values), (tree, box)
                if len(inside) == 1:
                    assert first == last == values[0]
                for path in paths_of(tree, made) if is_line else ():
                    for times in (random.choice((1, 1, 2, 6)), random.choice((-1, -4, 0))):
                        try:
                            factors, most = book.row(root, path, times, ranges)
                        except Rejected:
                            continue
                        found[min(times, 1), len(path)] += 1
                        assert all(type(one) is int for one in (most, *factors.values()))
                        for deal, value in zip(inside, values, strict=True):
                            total = amount(book, factors, deal)
                            assert value < 1 or total <= most, (tree, box, path, times, deal, factors, most)
    lengths = {length for _, length in found}
    assert {0, 1} <= lengths
    assert max(lengths) > 1
    assert any(times < 1 for times, _ in found)


@pytest.mark.parametrize("seed", range(30 if ALL else 10))
def test_rows_are_as_strong_as_they_say(seed: int) -> None:
    """Where a line is its own row, the row is exact: what does not satisfy the line does not satisfy the row."""
    found = 0
    for number in range(10):
        random = Random(f"{seed} {number}")
        made, book, known = known_lines(random)
        for tree, root, is_line in known:
            head = tree[0] if isinstance(tree, list) else "linear"
            if not is_line or head not in ("<=", "linear", "term", "and", "or", "=="):
                continue
            try:
                rows = [book.row(root, [], times, book.all_deals) for times in ((1, -1) if head == "==" else (1,))]
            except Rejected:
                continue
            found += 1
            for deal in points(made):
                holds = all(amount(book, factors, deal) <= most for factors, most in rows)
                assert holds == (meaning(tree, made, deal) >= 1), (tree, deal, rows)
    assert found


@pytest.mark.parametrize("seed", range(20 if ALL else 8))
def test_what_is_so_is_accepted_and_told_truly(seed: int) -> None:
    for number in range(10):
        random = Random(f"{seed} {number}")
        made = random_document(random)
        whole = whole_certificate(made, random)
        claims = check(made, whole).claims
        assert false_claim(whole, Truth(made), claims) is None
