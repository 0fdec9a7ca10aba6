"""The certificate checker: sums of what is not linear, and what products are at most, by hand and at every deal."""

from __future__ import annotations

import itertools
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from support.checker_cases import X, Y, check, refused, refutation
from support.proofs import by_variables
from support.small_lines import YES_NO, certificate, conflict, document, meaning, quantity, scale

from zopa import checker
from zopa.checker import Rejected

TWO = {"x": quantity(5), "y": quantity(5)}
PRODUCT = [["<=", 5, ["*", X, Y]], ["<=", {"x": 1, "y": 1}, 4]]
MEAN = ["mean", "p.l0", [1], [1, 1], [[1, "p.l1"]]]
BOUND = ["sum", [[1, "p.l0"], [1, 0]]]


@pytest.mark.parametrize("proof", by_variables())
def test_proofs_by_hand(proof: Any) -> None:
    made, steps, facts = proof
    whole = certificate(made, conflicts=[conflict(list(made["red_lines"]), steps, facts)])
    assert check(made, whole).claims


def counted(option: int, terms: str) -> Any:
    return ["+", *(["==", ["term", name], option] for name in terms)]


def test_each_choice_counts_once() -> None:
    terms = dict.fromkeys("abcd", scale("one", "two", "three"))
    rows = ["sum", [[1, "p.l0"], [1, "p.l1"], [1, "p.l2"]]]
    lines = [["<=", 2, counted(0, "abcd")], ["<=", 2, counted(1, "abcd")], ["<=", 1, counted(2, "abcd")]]
    assert refutation(lines, [rows], terms=terms)
    fewer = [lines[0], lines[1], ["<=", 0, counted(2, "abcd")]]
    assert refused(fewer, [rows], terms=terms) == "steps[0]: the rows can hold on the box"
    # an option that is asked for twice counts twice
    twice = [lines[0], lines[0], ["<=", 1, counted(2, "abcd")]]
    assert refused(twice, [rows], terms=terms) == "steps[0]: the rows can hold on the box"


def test_a_term_of_many_positions_is_looked_at_by_its_range_alone() -> None:
    lines = [["<=", ["+", ["abs", ["+", X, -5]], {"x": -1}], -6]]  # |x - 5| - x is at least -5 where x is
    for size, accepted in ((10_000, True), (10_001, False)):
        terms = {"x": quantity(size)}
        if accepted:
            assert refutation(lines, [["sum", [[1, "p.l0"]]]], terms=terms)
        else:
            assert refused(lines, [["sum", [[1, "p.l0"]]]], terms=terms) == "steps[0]: the rows can hold on the box"
    gaps = [["<=", 3, ["abs", ["+", X, -5]]], ["<=", ["+", ["abs", ["+", X, -5]], X], 5]]  # x <= 2, by its position
    assert refused(gaps, [["sum", [[1, "p.l0"], [1, "p.l1"]]]], terms={"x": quantity(9)})


def test_what_a_product_is_at_most() -> None:
    assert refutation(PRODUCT, [MEAN, BOUND], terms=TWO)
    # 4 is just possible
    assert refused([["<=", 4, ["*", X, Y]], PRODUCT[1]], [MEAN, BOUND], terms=TWO) == (
        "steps[1]: the rows can hold on the box"
    )
    # without the row, the factors add up to at most 8, the product to at most 16
    assert refused(PRODUCT, [[*MEAN[:4], []], BOUND], terms=TWO) == "steps[1]: the rows can hold on the box"
    assert refutation([["<=", 17, ["*", X, Y]], 1], [[*MEAN[:4], []], BOUND], terms=TWO)
    # a definition, a factor that is a product, one that is a number
    nested = [["<=", 41, ["*", ["value", "d"], 5, ["+", 1, 1]]], PRODUCT[1]]
    steps = [["mean", "p.l0", [1], [10, 10, 4, 10], [[10, "p.l1"]]], BOUND]  # each is 20 where the product is greatest
    definitions = {"d": ["*", X, Y]}
    assert refutation(nested, steps, TWO, definitions)
    steps = [["mean", "p.l0", [1], [1, 1, 1, 1], [[1, "p.l1"]]], BOUND]
    assert refused(nested, steps, terms=TWO, definitions=definitions) == "steps[1]: the rows can hold on the box"
    plain = [["<=", 41, ["*", ["value", "d"], 5, 2]], PRODUCT[1]]  # ten times the variable that d is
    steps = [["mean", "p.l0", [1, 0], [1, 1], [[1, "p.l1"]]], ["sum", [[1, "p.l0"], [10, 0]]]]
    assert refutation(plain, steps, TWO, definitions)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (["mean", "p.l0", [2], [1, 1], []], "the path leads nowhere"),
        (["mean", "p.l0", [-1], [1, 1], []], "the path leads nowhere"),
        (["mean", "p.l0", [1, 0, 0], [1], []], "the path leads nowhere"),
        (["mean", "p.l0", [1], [1], []], "no weight for each factor"),
        (["mean", "p.l0", [1], [1, 1, 1], []], "no weight for each factor"),
        (["mean", "p.l0", [1], [1, 0], []], "no weight for each factor"),
        (["mean", "p.l0", [1], [1, -1], []], "no weight for each factor"),
        (["mean", "p.l0", [1], [1, 2**4096], []], "no weight for each factor"),
        (["mean", "p.l0", [1], [2**4095, 2**4095], []], "a number passes 2^4096"),
        (["mean", "p.l2", [1], [1, 1], []], "a factor can be below 0"),
        (["mean", "p.l3", [1], [1] * 65, []], "there are too many factors"),
        (["mean", "p.l0", [1], [1, 1], [[1, 0]]], "malformed: IndexError('tuple index out of range')"),
        (["mean", "p.l0", [1], [1, 1]], "no step"),
        (["mean", "p.l0", [1], [1, "1"], []], None),
        (["mean", 0, [1], [1, 1], []], "malformed: KeyError(0)"),
    ],
)
def test_products_that_are_refused(step: Any, said: str | None) -> None:
    lines = [*PRODUCT, ["<=", 1, ["*", ["+", X, -1], Y]], ["<=", 1, ["*", *[X] * 65]]]
    reason = refused(lines, [step], terms=TWO)
    assert reason.startswith("steps[0]: malformed") if said is None else reason == f"steps[0]: {said}"


def test_a_bound_of_a_product_is_of_its_branch() -> None:
    assert refutation(PRODUCT, [["split", "x", 1], MEAN, BOUND, MEAN, BOUND], terms=TWO)
    reason = refused(PRODUCT, [["split", "x", 1], MEAN, BOUND, BOUND], terms=TWO)
    assert reason == "steps[3]: malformed: IndexError('tuple index out of range')"


FACTORS: list[Any] = [
    X, ["+", Y, 1], {"x": "1/2", "y": "1/3"}, ["abs", ["+", X, -2]], ["if", ["term", "f"], 3, Y], 2, "1/2",
    ["*", Y, ["+", X, 1]], ["not", ["term", "f"]], {"y": -1, "x": 2}, ["max", X, Y], ["min", X, "3/2"],
]  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_no_deal_passes_the_bound_of_a_product(seed: int) -> None:
    """Whatever weights and rows: in every deal in the box that satisfies the rows' line, the new row holds."""
    random, found = Random(seed), 0
    for _ in range(40):
        product = ["*", *random.choices(FACTORS, k=random.randint(1, 4))]
        bound = ["<=", {"x": random.randint(0, 2), "y": random.randint(-1, 2), "f": random.randint(0, 1)}, 4]
        terms = {"x": quantity(4, 0, "1/2"), "y": quantity(4), "f": YES_NO}
        made = document(terms, {"p.a": ["<=", product, 1000], "p.b": bound})
        proof = checker.Proof(checker.Lines(made, checker.Work()), ["p.a", "p.b"])
        ends = {name: sorted(random.choices(range(term["size"]), k=2)) for name, term in terms.items()}
        proof.box = {name: ((first, last),) for name, (first, last) in ends.items()}
        number, parts = proof.lines.product_at([0], proof.own["p.a"])
        weights = [random.choice((1, 1, 2, 3, 6)) for _ in parts]
        rows = random.choice(([], [[random.randint(1, 4), "p.b"]]))
        try:
            proof.step_mean("p.a", [0], weights, rows)
        except Rejected:
            continue
        found += 1
        ((factors, most),) = proof.divs
        assert factors == {number: 1}
        for at in itertools.product(*(range(first, last + 1) for first, last in ends.values())):
            deal = dict(zip(terms, at, strict=True))
            if meaning(bound, made, deal) < 1 and rows:
                continue
            value = Fraction(meaning(product, made, deal)) * proof.lines.operations[number].unit
            assert value.denominator == 1
            assert value <= most
    assert found


@pytest.mark.parametrize("seed", range(40))
def test_no_deal_passes_what_a_sum_is_at_least(seed: int) -> None:
    random = Random(seed)
    terms = {"x": quantity(4, -1, "1/2"), "y": quantity(4), "f": YES_NO}
    conditions: list[Any] = [["==", X, 1], ["<=", Y, 2], ["<=", X, Y], ["term", "f"], ["not", ["==", Y, 3]]]
    for _ in range(40):
        parts = [["*", random.randint(-3, 3), one] for one in random.choices([*FACTORS, *conditions], k=4)]
        tree = ["+", *parts, random.choice(({"x": 1}, {"y": "-1/2"}, 0))]
        made = document(terms, {"p.a": ["<=", tree, 0]})
        lines = checker.Lines(made, checker.Work())
        ends = {name: sorted(random.choices(range(term["size"]), k=2)) for name, term in terms.items()}
        box: Any = {name: ((first, last),) for name, (first, last) in ends.items()}
        form, constant = lines.form([(1, lines.operations[lines.operation(tree)])], 0)
        least = lines.least(form, box) + constant
        assert least >= lines.range_of(lines.line(lines.operation(tree)), box)[0]
        for at in itertools.product(*(range(first, last + 1) for first, last in ends.values())):
            assert least <= meaning(tree, made, dict(zip(terms, at, strict=True)))
