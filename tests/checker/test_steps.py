"""The certificate checker: every kind of step, by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.checker_cases import (
    CYCLE,
    HIGH,
    LOW,
    NO_POSITION,
    NOT_THERE,
    TERMS,
    F,
    G,
    X,
    Y,
    check,
    printed,
    refused,
    refutation,
)
from support.small_lines import (
    certificate,
    conflict,
    document,
    quantity,
)

from zopa.checker import Rejected, Unreadable

# -- steps ------------------------------------------------------------------------------------------------------------


def test_a_cut_removes_positions_and_ends_the_branch_with_the_last() -> None:
    proved = refutation([LOW, HIGH], [["cut", "p.l0", "x", [[4, 9]]], ["cut", "p.l1", "x", [[0, 9]]]])
    assert proved.claims == ["No deal satisfies p.l0 and p.l1 (steps: 2)."]
    assert printed(proved)[0] == 'terms x: {"type": "quantity", "start": 0, "step": 1, "size": 10}'
    assert printed(proved)[4:6] == [
        'red_lines p.l0: ["<=", ["term", "x"], 3]',
        'red_lines p.l1: ["<=", 7, ["term", "x"]]',
    ]
    assert refutation([LOW, HIGH], [["cut", "p.l0", "x", [[4, 9]]], ["end", "p.l1"]])
    assert refutation([0], [["end", "p.l0"]]).claims == ["No deal satisfies p.l0 (steps: 1)."]
    # the middle can go, too: what is left are two ranges
    middle = ["or", ["<=", X, 2], ["<=", 8, X]]
    ends = [["cut", "p.l1", "x", [[0, 2]]], ["cut", "p.l1", "x", [[-5, 100]]]]
    assert refutation([middle, ["==", X, 5]], [["cut", "p.l0", "x", [[3, 7]]], *ends])
    later = ["cut", "p.l1", "x", [[6, 9]]]
    assert refutation([middle, ["==", X, 5]], [["cut", "p.l0", "x", [[4, 6]]], later, *ends[1:]])


def test_a_cut_of_several_ranges() -> None:
    """They are removed one after the other, each looked at alone."""
    even = ["==", ["*", {"x": 1}, ["+", X, -2], ["+", X, -4], ["+", X, -6], ["+", X, -8]], 0]
    odd = [[at, at] for at in (1, 3, 5, 7, 9)]
    among = ["or", *[["==", X, at] for at in (1, 3, 5, 7, 9)]]
    rest = [["cut", "p.l1", "x", [[0, 1], [2, 3], [4, 4], [6, 6], [7, 9]]]]
    assert refutation([even, among], [["cut", "p.l0", "x", odd], *rest])
    assert refused([even, among], [["cut", "p.l0", "x", odd], *rest, ["end", "p.l0"]]) == (
        "steps[1]: the proof ends here, but more steps follow"
    )
    assert refused([even, among], [["cut", "p.l0", "x", [[1, 1], [3, 4]]]]) == f"steps[0]: {NOT_THERE}"
    # one range from 1 to 3 has 2 in it
    assert refused([even, among], [["cut", "p.l0", "x", [[1, 3]]]]) == f"steps[0]: {NOT_THERE}"
    assert refused([even, among], [["cut", "p.l0", "x", [[1, 1], [1, 1]]]]) == f"steps[0]: {NO_POSITION}"
    assert refused([LOW, HIGH], [["cut", "p.l0", "x", [[4, 9]]], ["cut", "p.l1", "x", [[0, 3], [0, 9]]]]) == (
        f"steps[1]: {NO_POSITION}"
    )
    # no range at all removes nothing, ends nothing
    assert refused([LOW, HIGH], [["cut", "p.l0", "x", []]]) == "steps: a branch has not ended"
    assert refused([0], [["cut", "p.l0", "x", []]]) == "steps: a branch has not ended"


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([["cut", "p.l0", "x", [[3, 9]]]], f"steps[0]: {NOT_THERE}"),
        ([["cut", "p.l0", "x", [[5, 4]]]], f"steps[0]: {NO_POSITION}"),
        ([["cut", "p.l0", "x", [[10, 12]]]], f"steps[0]: {NO_POSITION}"),
        ([["cut", "p.l0", "x", [[-2, -1]]]], f"steps[0]: {NO_POSITION}"),
        ([["cut", "p.l0", "x", [[4, 9]]], ["cut", "p.l0", "x", [[4, 9]]]], f"steps[1]: {NO_POSITION}"),
        ([["cut", "p.l0", "x", [[4, 9]]], ["cut", "p.l1", "x", [[0, 2]]]], "steps: a branch has not ended"),
        ([], "steps: a branch has not ended"),
        ({}, "steps: a branch has not ended"),
        ("", "steps: a branch has not ended"),
        ([["cut", "p.l0", "w", [[4, 9]]]], "steps[0]: malformed: KeyError('w')"),
        ([["cut", "p.l0", "p.l0", [[4, 9]]]], "steps[0]: malformed: KeyError('p.l0')"),
        ([["cut", "p.l2", "x", [[4, 9]]]], "steps[0]: malformed: KeyError('p.l2')"),
        ([["cut", ["p.l0"], "x", [[4, 9]]]], "steps[0]: malformed: TypeError("),
        ([["cut", "p.l0", ["x"], [[4, 9]]]], "steps[0]: malformed: TypeError("),
        ([["cut", "p.l0", "x", [["4", 9]]]], "steps[0]: malformed: TypeError("),
        ([["cut", "p.l0", "x", [[4, "9"]]]], "steps[0]: malformed: TypeError("),
        ([["cut", "p.l0", "x", [[4, [9]]]]], "steps[0]: malformed: TypeError("),
        ([["cut", "p.l0", "x", [[4]]]], "steps[0]: malformed: ValueError("),
        ([["cut", "p.l0", "x", [[4, 9, 9]]]], "steps[0]: malformed: ValueError("),
        ([["cut", "p.l0", "x", [4, 9]]], "steps[0]: malformed: TypeError("),
        ([["cut", "p.l0", "x", ["49"]]], "steps[0]: malformed: TypeError("),
        ([["cut", "p.l0", "x", {"4": 9}]], "steps[0]: no step"),
        ([["cut", "p.l0", "x", "49"]], "steps[0]: no step"),
        ([["cut", "p.l0", "x", 4, 9]], "steps[0]: no step"),
        ([["cut", "p.l0", "x"]], "steps[0]: no step"),
        ([["cut", 0, "x", [[4, 9]]]], "steps[0]: malformed: KeyError(0)"),
        ([["cut", -1, "x", [[4, 9]]]], "steps[0]: malformed: KeyError(-1)"),
        ([["end", "p.l0"]], "steps[0]: the line is not false on the box"),
        ([["end", "x"]], "steps[0]: malformed: KeyError('x')"),
        ([["end"]], "steps[0]: no step"),
        ([["end", "p.l0", "p.l0"]], "steps[0]: no step"),
        ([["bend", "p.l0"]], "steps[0]: no step"),
        ([[]], "steps[0]: no step"),
        ([{}], "steps[0]: no step"),
        ([""], "steps[0]: no step"),
        ([0], "steps[0]: no step"),
        ([[["cut"]]], "steps[0]: no step"),
        (["end"], "steps[0]: no step"),
        ("end", "steps[0]: no step"),
        ({"end": "p.l0"}, "steps[0]: no step"),
        (0, "malformed: TypeError("),
        (
            [["cut", "p.l0", "x", [[4, 9]]], ["end", "p.l1"], ["end", "p.l1"]],
            "steps[1]: the proof ends here, but more steps follow",
        ),
        (
            [["cut", "p.l0", "x", [[4, 9]]], ["cut", "p.l1", "x", [[0, 3]]], []],
            "steps[1]: the proof ends here, but more steps follow",
        ),
    ],
)
def test_cuts_and_ends_that_do_not_hold(steps: Any, said: str) -> None:
    assert refused([LOW, HIGH], steps).removeprefix("conflicts[0]: ").startswith(said)


@pytest.mark.parametrize("number", [9.0, 1e100, float("nan"), float("inf")])
def test_numbers_that_are_not_whole_make_a_certificate_unreadable(number: float) -> None:
    for steps in ([["cut", "p.l0", "x", [[4, number]]]], [["sum", [[number, "p.l0"]]]], number, [{"a": [number]}]):
        with pytest.raises(Unreadable, match="this cannot be read as zopa-nodeal/1: "):
            refutation([LOW, HIGH], steps)


def test_true_and_false_are_numbers_and_null_is_nothing() -> None:
    assert refutation([["<=", X, False], ["<=", 2, X]], [["cut", "p.l0", "x", [[True, 9]]], ["end", "p.l1"]])
    steps: Any
    for steps in ([["cut", "p.l0", "x", [[None, 9]]]], [["sum", [[None, "p.l0"]]]], [["end", None]], [None], None):
        with pytest.raises(Rejected, match=r"malformed: |no step"):
            refutation([LOW, HIGH], steps)


def test_steps_use_only_the_lines_of_their_own_conflict() -> None:
    made = document(TERMS, {"p.a": LOW, "p.b": HIGH, "p.c": 0}, facts={"law": 0})
    for line in ("p.c", "law"):
        for step in (["end", line], ["cut", line, "x", [[0, 0]]], ["sum", [[1, line]]], ["div", [[1, line]], 1]):
            with pytest.raises(Rejected, match=re.escape(f"conflicts[0].steps[0]: malformed: KeyError('{line}')")):
                check(made, certificate(made, conflicts=[conflict(["p.a", "p.b"], [step])]))
    assert check(made, certificate(made, conflicts=[conflict(["p.a"], [["end", "law"]], ["law"])])).claims == [
        "No deal satisfies p.a and law (steps: 1)."
    ]


def test_no_line_no_refutation() -> None:
    """There is no step that refutes nothing at all, not even with lemmas."""
    for steps in (
        [["sum", []]],
        [["div", [], 1], ["sum", [[1, 0]]]],
        [["split", "x", 4], ["sum", []], ["sum", []]],
        [["lemma", []], ["end", 0]],
        [["lemma", [["x", 0, 9]]], ["cut", 0, "x", [[0, 9]]]],
    ):
        refused([], steps)


def test_a_split_makes_two_branches() -> None:
    apart = [["==", F, ["<=", X, 4]], ["==", F, ["<=", 5, X]]]
    steps = [["split", "x", 4], ["split", "f", 0], ["end", "p.l0"], ["end", "p.l1"], ["split", "f", 0]]
    steps += [["end", "p.l1"], ["end", "p.l0"]]
    assert refutation(apart, steps)
    assert refused(apart, steps[:-1]) == "steps: a branch has not ended"
    assert refused(apart, [*steps, steps[-1]]) == "steps[6]: the proof ends here, but more steps follow"
    # what a branch has cut is back in the other
    assert refused(apart, [*steps[:3], ["end", "p.l0"]]) == "steps[3]: the line is not false on the box"


def test_the_lower_part_of_a_split_comes_first() -> None:
    steps = [["split", "x", 4], ["end", "p.l1"], ["end", "p.l0"]]
    assert refutation([LOW, HIGH], steps)
    assert refused([LOW, HIGH], [steps[0], steps[2], steps[1]]) == "steps[1]: the line is not false on the box"


@pytest.mark.parametrize("at", [-1, 9, 10, 10**30, -(10**30)])
def test_a_split_leaves_positions_on_both_sides(at: int) -> None:
    assert refused([LOW, HIGH], [["split", "x", at]]) == "steps[0]: the term has no position on one side"


def test_a_split_next_to_a_hole() -> None:
    hole = [["cut", "p.l0", "x", [[3, 6]]], ["split", "x", 4]]
    lines = [["or", ["<=", X, 2], ["<=", 7, X]], ["==", X, 5]]
    assert refutation(lines, [*hole, ["end", "p.l1"], ["end", "p.l1"]])
    assert refused(lines, [hole[0], ["cut", "p.l1", "x", [[0, 2]]], ["split", "x", 5]]) == (
        "steps[2]: the term has no position on one side"
    )
    assert refused(lines, [hole[0], ["split", "x", "5"]]).startswith("steps[1]: malformed: TypeError(")
    assert refused(lines, [hole[0], ["split", "x", [5]]]).startswith("steps[1]: malformed: TypeError(")
    assert refused(lines, [["split", "w", 5]]) == "steps[0]: malformed: KeyError('w')"
    assert refused(lines, [["split", "x"]]) == "steps[0]: no step"


# -- sums and divs ----------------------------------------------------------------------------------------------------

WEAK = "the rows can hold on the box"


def test_a_sum_of_rows_that_cannot_hold() -> None:
    assert refutation(CYCLE, [["sum", [[1, "p.l0"], [1, "p.l1", 0]]]])
    large = {"x": quantity(10**9), "y": quantity(10**9)}
    assert refutation(CYCLE, [["sum", [[7, "p.l0"], [7, "p.l1", 0]]]], terms=large)
    bounded = [["<=", {"x": 1, "y": 1}, 3], ["<=", 7, {"x": 1, "y": -1}]]
    assert refutation(bounded, [["sum", [[1, "p.l0"], [1, "p.l1"]]]])
    assert refused(CYCLE, [["sum", [[1, "p.l0"], [2, "p.l1", 0]]]]) == f"steps[0]: {WEAK}"
    assert refused(CYCLE, [["sum", []]]) == f"steps[0]: {WEAK}"
    assert refutation(CYCLE, [["sum", [[1, "p.l0"], [2, "p.l1", 0], [1, "p.l0"]]]])
    assert refused([["<=", X, Y], ["<=", Y, X]], [["sum", [[1, "p.l0"], [1, "p.l1"]]]]) == f"steps[0]: {WEAK}"
    for kind in ("sum", "div"):
        for other in ("p.l0", {"1": "p.l0"}, 1):
            assert refused(CYCLE, [[kind, other, 1][: 2 + (kind == "div")]]) == "steps[0]: no step"


def test_inequalities_are_multiplied_by_numbers_above_0() -> None:
    for multiplier in (0, -1, -(10**30)):
        for path in ([], [0]):
            said = refused(CYCLE, [["sum", [[multiplier, f"p.l{len(path)}", *path], [1, "p.l0"]]]])
            assert said == "steps[0]: the multiplier is not above 0"
    for wrong in ("1", [1], {}):
        said = refused(CYCLE, [["sum", [[wrong, "p.l0"], [1, "p.l1", 0]]]])
        assert said.startswith("steps[0]: malformed: TypeError(")
    # the others that are no inequalities with sides
    for line, path in ((F, []), (["not", F], []), (["or", F, G], []), (["not", ["and", F, G]], [0]), (1, [])):
        for multiplier in (0, -1):
            said = refused([line], [["sum", [[multiplier, "p.l0", *path]]]])
            assert said == "steps[0]: the multiplier is not above 0"


def test_equations_are_multiplied_by_any_number() -> None:
    """One in either direction, or not at all."""
    equal, above, below = ["==", X, Y], ["<=", {"x": 1, "y": -1}, -1], ["<=", {"y": 1, "x": -1}, -1]
    for other, multiplier in ((above, -3), (below, 3)):
        assert refutation([equal, other], [["sum", [[multiplier, "p.l0"], [3, "p.l1"]]]])
        for wrong in (-multiplier, 0):
            assert refused([equal, other], [["sum", [[wrong, "p.l0"], [3, "p.l1"]]]]) == f"steps[0]: {WEAK}"
    assert refutation([equal, above, below], [["sum", [[0, "p.l0"], [1, "p.l1"], [1, "p.l2"]]]])
    # within and, too, but an equation that is denied has no row at all
    assert refutation([["and", equal, above]], [["sum", [[-1, "p.l0", 0], [1, "p.l0", 1]]]])
    for multiplier in (1, -1, 0):
        said = refused([["not", equal], above], [["sum", [[multiplier, "p.l0", 0], [1, "p.l1"]]]])
        assert said == "steps[0]: an equation that is denied has no row"
    for wrong in ("1", [1]):
        said = refused([equal], [["sum", [[wrong, "p.l0"]]]])
        assert said.startswith("steps[0]: malformed: TypeError(")


def test_a_sum_looks_at_both_ends_of_the_box() -> None:
    """The least value takes the first position of what is added, the last of what is taken away."""
    cuts = [["cut", "p.l1", "x", [[0, 4]]], ["cut", "p.l2", "y", [[4, 9]]]]
    for most, holds in ((1, False), (2, True)):
        lines = [["<=", {"x": 1, "y": -1}, most], ["<=", 5, X], ["<=", Y, 3]]
        for steps in ([*cuts, ["sum", [[1, "p.l0"]]]], [["div", [[1, "p.l0"]], 1], *cuts, ["sum", [[1, 0]]]]):
            if holds:
                assert refused(lines, steps) == f"steps[{len(steps) - 1}]: {WEAK}"
            else:
                assert refutation(lines, steps)
                assert refutation(lines, [*cuts, ["end", "p.l0"]])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([1, "p.l0", 1], "the path leads nowhere"),
        ([1, "p.l0", 0], "the path leads nowhere"),
        ([1, "p.l0", -1], "the path leads nowhere"),
        ([1, "p.l0", "0"], "the path leads nowhere"),
        ([1, "p.l0", [0]], "the path leads nowhere"),
        ([1, "p.l0", {}], "the path leads nowhere"),
        ([1, "p.l7"], "malformed: KeyError('p.l7')"),
        ([1, "x"], "malformed: KeyError('x')"),
        ([1, ["p.l0"]], "malformed: TypeError("),
        ([1, {}], "malformed: TypeError("),
        ([1], "malformed: ValueError("),
        ([], "malformed: ValueError("),
        ("p.l0", "malformed: KeyError('.')"),
        ({"1": 1, "p.l0": 2}, "malformed: TypeError("),
        ([1, 0], "malformed: IndexError("),
        ([1, -1], "no div, or its multiplier is not above 0"),
        ([1, 10**30], "malformed: IndexError("),
        (1, "malformed: TypeError("),
    ],
)
def test_rows_that_are_not_there(row: Any, said: str) -> None:
    assert refused(CYCLE[:1], [["sum", [row]]]).startswith(f"steps[0]: {said}")
    assert refused(CYCLE[:1], [["div", [row], 1]]).startswith(f"steps[0]: {said}")


def test_a_lemma_has_no_row() -> None:
    lines = [["<=", X, -1]]
    proof = [["lemma", []], ["end", "p.l0"]]
    assert refutation(lines, [*proof, ["end", 0]])
    assert refused(lines, [*proof, ["sum", [[1, 0]]]]).startswith("steps[2]: malformed: IndexError(")


PARITY = [["==", {"x": 2, "y": 2}, 7]]
HALVES = [["div", [[1, "p.l0"]], 2], ["div", [[-1, "p.l0"]], 2]]
BOTH = ["sum", [[1, 0], [1, 1]]]


def test_a_div_rounds_down() -> None:
    assert refutation(PARITY, [*HALVES, BOTH])
    assert refutation(PARITY, [HALVES[0], ["sum", [[2, 0], [-1, "p.l0"]]]])
    assert refutation(PARITY, [HALVES[1], ["sum", [[2, 0], [1, "p.l0"]]]])
    even = [["==", PARITY[0][1], 8]]
    assert refused(even, [*HALVES, BOTH]) == f"steps[2]: {WEAK}"
    assert refused(PARITY, [["div", [[1, "p.l0"]], 3]]) == "steps[0]: a factor is not divisible"
    for divisor in (0, -1, -2):
        assert refused(PARITY, [["div", [[1, "p.l0"]], divisor]]) == "steps[0]: a factor is not divisible"
    for divisor in ("2", [2], {}):
        assert refused(PARITY, [["div", [[1, "p.l0"]], divisor]]).startswith("steps[0]: malformed: TypeError(")
    assert refused(PARITY, [["div", [[1, "p.l0"]]]]) == "steps[0]: no step"
    # nothing is left on the left side
    nothing = [["not", ["<=", X, X]]]
    assert refutation(nothing, [["div", [[1, "p.l0", 0]], 5], ["sum", [[1, 0]]]])
    assert refused(nothing, [["div", [[1, "p.l0", 0]], 0]]) == "steps[0]: a factor is not divisible"


def test_divs_are_multiplied_by_numbers_above_0_and_have_no_path() -> None:
    """Also those made of equations: a div is an inequality."""
    for wrong in ([-1, 0], [0, 0], [1, 0, 0], [1, -1], [1, -2]):
        said = refused(PARITY, [HALVES[0], ["sum", [wrong]]])
        assert said == "steps[1]: no div, or its multiplier is not above 0"
    for wrong in (["1", 0], [[1], 0]):
        assert refused(PARITY, [HALVES[0], ["sum", [wrong]]]).startswith("steps[1]: malformed: TypeError(")


def test_a_div_is_known_in_its_branch_alone() -> None:
    unknown = "malformed: IndexError("
    split = ["split", "f", 0]
    assert refutation(PARITY, [*HALVES, split, BOTH, BOTH])
    inside = [split, *HALVES, BOTH]
    assert refused(PARITY, [*inside, BOTH]).startswith(f"steps[4]: {unknown}")
    # numbered by how many the branch has
    assert refutation(PARITY, [*inside, *HALVES, BOTH])
    assert refused(PARITY, [*inside, *HALVES, ["sum", [[1, 2], [1, 3]]]]).startswith(f"steps[6]: {unknown}")
    assert refutation(PARITY, [HALVES[0], split, HALVES[1], BOTH, HALVES[1], BOTH])
    assert refused(PARITY, [HALVES[0], split, HALVES[1], BOTH, BOTH]).startswith(f"steps[4]: {unknown}")
    # those of the lower part are not those of the upper one
    assert refused(PARITY, [HALVES[0], split, HALVES[1], BOTH, HALVES[0], BOTH]) == f"steps[5]: {WEAK}"


def test_divs_and_lemmas() -> None:
    """None is known in a lemma that begins later, and those before it are known, with their numbers, after it."""
    unknown = "malformed: IndexError("
    lemma = ["lemma", [["f", 0, 0]]]
    assert refused(PARITY, [*HALVES, lemma, BOTH]).startswith(f"steps[3]: {unknown}")
    proof = [*HALVES, BOTH]
    assert refutation(PARITY, [*HALVES, lemma, *proof, BOTH])
    assert refutation(PARITY, [HALVES[0], lemma, HALVES[1], HALVES[0], BOTH, HALVES[1], BOTH])
    assert refused(PARITY, [*HALVES, lemma, *proof, ["sum", [[1, 2], [1, 3]]]]).startswith(f"steps[6]: {unknown}")
    assert refused(PARITY, [HALVES[0], lemma, *proof, BOTH]).startswith(f"steps[5]: {unknown}")


def test_a_div_keeps_what_its_path_found_on_its_box() -> None:
    """A row that holds only below a split is not known above it."""
    lines = [["or", ["<=", X, 2], ["<=", 7, X]], ["==", X, 5]]
    # below, where x is at most 6, the second part is false
    row = ["div", [[1, "p.l0", 0]], 1]
    both = ["sum", [[1, 0], [-1, "p.l1"]]]
    assert refutation(lines, [["split", "x", 6], row, both, ["end", "p.l1"]])
    assert refused(lines, [row]) == "steps[0]: another part may hold"
    assert refused(lines, [["split", "x", 6], row, both, both]).startswith("steps[3]: malformed: IndexError(")


# -- lemmas -----------------------------------------------------------------------------------------------------------


def test_a_lemma_is_proved_from_the_start_and_used_everywhere() -> None:
    def cut(line: Any, term: str, first: int, last: int) -> list[Any]:
        return ["cut", line, term, [[first, last]]]

    lines = [["<=", {"x": 1, "y": 1}, 5], ["<=", 7, {"x": 1, "y": 1}]]
    first = ["lemma", [["x", 0, 2]]]
    proof = [cut("p.l1", "y", 0, 4), cut("p.l0", "x", 1, 2), cut("p.l0", "y", 6, 9), ["end", "p.l1"]]
    narrow = cut("p.l0", "x", 6, 9)
    rest = [cut(0, "x", 0, 2), cut("p.l0", "y", 3, 9), narrow, cut("p.l1", "x", 3, 4)]
    rest += [cut("p.l1", "y", 0, 1), cut("p.l0", "x", 4, 9)]
    assert refutation(lines, [first, *proof, *rest])
    # the box before it does not count in it, and is back after it
    without = [step for step in rest if step != narrow]
    assert refutation(lines, [narrow, first, *proof, *without])
    only = ["lemma", [["y", 0, 9]]]
    assert refused(lines, [narrow, only, cut("p.l0", "x", 0, 5)]) == f"steps[2]: {NOT_THERE}"
    # nor do the cuts in it count after it
    assert refused(lines, [first, *proof, ["end", "p.l1"]]) == "steps[5]: the line is not false on the box"
    assert refused(lines, [only, first, ["end", 1]]) == "steps[2]: malformed: KeyError(1)"
    assert refused(lines, [first, ["end", 0]]) == "steps[1]: malformed: KeyError(0)"
    assert refused(lines, [first, *proof, ["end", 0]]) == "steps[5]: the line is not false on the box"
    assert refused(lines, [first, *proof, cut(0, "x", 0, 3)]) == f"steps[5]: {NOT_THERE}"
    assert refused(lines, [first, *proof, cut(1, "x", 0, 2)]) == "steps[5]: malformed: KeyError(1)"
    assert refused(lines, [first, *proof, cut(-1, "x", 0, 2)]) == "steps[5]: malformed: KeyError(-1)"
    assert refused(lines, [first, *proof, ["sum", [[1, 0, 0]]]]) == (
        "steps[5]: no div, or its multiplier is not above 0"
    )


def test_lemmas_within_lemmas() -> None:
    """They are numbered in the order in which they are proved: the inner one first."""
    lines = [["==", X, 3], ["==", X, 5]]
    inner = [["lemma", [["x", 3, 3]]], ["end", "p.l1"]]
    outer = [["lemma", [["x", 0, 4], ["f", -7, 70]]], *inner, ["cut", 0, "x", [[3, 3]]]]
    outer += [["cut", "p.l0", "x", [[0, 2]]], ["end", "p.l0"]]
    assert refutation(lines, [*outer, ["cut", 1, "x", [[0, 4]]], ["end", "p.l0"]])
    assert refused(lines, [*outer, ["cut", 0, "x", [[0, 4]]]]) == f"steps[6]: {NOT_THERE}"
    assert refused(lines, [*outer[:3], ["end", 1]]) == "steps[3]: malformed: KeyError(1)"
    # a lemma that names no term is the whole refutation
    nothing = [["lemma", []], ["cut", "p.l0", "x", [[4, 9]]], ["end", "p.l1"]]
    assert refutation(lines, [*nothing, ["end", 0]])
    assert refused(lines, nothing) == "steps: a branch has not ended"
    # numbered anew in every conflict, and not known in the next
    made = document(TERMS, {"p.l0": lines[0], "p.l1": lines[1]})
    twice = [conflict(["p.l0", "p.l1"], [*nothing, ["end", 0]]), conflict(["p.l0", "p.l1"], [["end", 0]])]
    with pytest.raises(Rejected, match=re.escape("conflicts[1].steps[0]: malformed: KeyError(0)")):
        check(made, certificate(made, conflicts=twice))


def test_a_lemma_is_not_known_before_all_its_branches_have_ended() -> None:
    lines = [["<=", X, 3], ["<=", 7, X]]
    lemma = [["lemma", [["f", 0, 0]]], ["split", "x", 5], ["end", "p.l1"]]
    assert refused(lines, [*lemma, ["cut", 0, "f", [[0, 0]]]]) == "steps[3]: malformed: KeyError(0)"
    after = [["cut", 0, "f", [[0, 0]]], ["cut", "p.l0", "x", [[4, 9]]], ["end", "p.l1"]]
    assert refutation(lines, [*lemma, ["end", "p.l0"], *after])
    # a split that waits outside keeps its own box
    outside = [["split", "x", 5], *lemma, ["end", "p.l0"], ["end", "p.l1"]]
    assert refutation(lines, [*outside, ["end", "p.l0"]])
    assert refused(lines, [*outside, ["end", "p.l1"]]) == "steps[6]: the line is not false on the box"


def test_a_term_may_stand_in_a_lemma_twice() -> None:
    """Then it is within both ranges."""
    lines = [LOW, HIGH]
    twice = ["lemma", [["x", 0, 5], ["x", 4, 9]]]
    halves = [["split", "x", 4], ["end", "p.l1"], ["end", "p.l0"]]
    assert refutation(lines, [twice, ["end", "p.l0"], ["cut", 0, "x", [[4, 5]]], *halves])
    for wide in ([0, 5], [4, 9], [3, 4]):
        assert refused(lines, [twice, ["end", "p.l0"], ["cut", 0, "x", [wide]]]) == (f"steps[2]: {NOT_THERE}")
    assert refused(lines, [["lemma", [["x", 0, 2], ["x", 4, 9]]]]) == f"steps[0]: {NO_POSITION}"


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ([["x", 3, 2]], NO_POSITION),
        ([["x", 10, 12]], NO_POSITION),
        ([["x", -3, -1]], NO_POSITION),
        ([["w", 0, 2]], "malformed: KeyError('w')"),
        ([[["x"], 0, 2]], "malformed: TypeError("),
        ([["x", 0]], "malformed: ValueError("),
        ([["x", 0, []]], "malformed: TypeError("),
        ([["x", "0", 2]], "malformed: TypeError("),
        (["x02"], "malformed: TypeError("),
        ([0], "malformed: TypeError("),
        ({}, "no step"),
        ("", "no step"),
        (0, "no step"),
    ],
)
def test_lemmas_that_are_none(ranges: Any, said: str) -> None:
    assert refused([LOW, HIGH], [["lemma", ranges]]).startswith(f"steps[0]: {said}")
