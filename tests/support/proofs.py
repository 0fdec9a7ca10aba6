"""Proofs found by a naive prover, and whether what they say is so."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from support.checker_cases import check
from support.mutations import copied, slots
from support.small_lines import (
    YES_NO,
    Document,
    Writer,
    certificate,
    conflict,
    document,
    quantity,
    random_document,
    scale,
    whole_certificate,
)

import zopa
from zopa import Builder, count
from zopa.checker import Rejected, Unreadable
from zopa.models.lines.normal_form import lines as lines_of

Proof = tuple[Document, Document]
"""Lines, and a certificate of them that is right."""


def naive(random: Random) -> Proof:
    """Return a random document and all that is so about it, by the naive prover, seldom without its totals."""
    made = random_document(random, deals=12, depth=2)
    whole = whole_certificate(made, random, is_bold=True)
    try:
        check(made, whole)
    except Rejected:  # a step that is so, but that ranges do not show
        whole = whole_certificate(made, random)
    return made, whole if random.random() < 0.8 else {**whole, "complete": {}}


X, Y, F, G = ["term", "x"], ["term", "y"], ["term", "f"], ["term", "g"]


def by_rows(random: Random) -> Proof:
    """Return one of some proofs by hand that rest on sums, divs and lemmas."""
    both = ["sum", [[1, "p.a"], [1, "p.b", 0]]]
    cycle = document(
        {"x": quantity(4), "y": quantity(4), "f": YES_NO},
        {"p.a": ["<=", {"x": 1, "y": -1}, -1], "p.b": ["not", ["<=", X, Y]]},
    )
    parity = document({"x": quantity(4), "y": quantity(3)}, {"p.a": ["==", {"x": 2, "y": 4}, 5]})
    halves = [["div", [[times, "p.a"]], 2] for times in (1, -1)]
    odd = ["sum", [[1, 0], [1, 1]]]
    whole = document({"x": quantity(5), "y": quantity(4)}, {"p.a": ["<=", 7, {"x": 4}], "p.b": ["<=", {"x": 4}, 5]})
    quarters = [["div", [[1, "p.a"]], 4], ["div", [[1, "p.b"]], 4], odd]
    flags = document(
        {"f": YES_NO, "g": YES_NO, "s": scale("low", "high")},
        {"p.a": ["<=", 2, {"f": 1, "g": 1, "s": 1}], "p.b": ["or", ["not", F], ["not", G]]},
        facts={"low": ["==", ["term", "s"], 0]},
    )
    either = document(
        {"f": YES_NO, "x": quantity(3), "y": quantity(3)},
        {"p.a": ["or", F, ["<=", X, Y]], "p.b": ["not", ["<=", X, Y]], "p.c": ["not", F]},
    )
    local = [["split", "f", 0], ["div", [[1, "p.a", 1]], 1], ["sum", [[1, 0], [1, "p.b", 0]]], ["end", "p.c"]]
    lemma = [["lemma", [["f", 0, 0]]], both]
    rest = [["div", [[1, "p.a"]], 1], ["sum", [[1, 0], [1, "p.b", 0]]]]
    far, fine = quantity(5, -2), quantity(4, "1/2", "1/2")
    never, less = ["<=", 3, X], ["<=", X, Y]
    pairs: list[tuple[Any, Any, list[int], Any, list[int]]] = [  # lines of which the rows at these paths cannot hold
        ({"x": far, "y": far}, ["<=", {"x": 2, "y": -1}, 1], [1], ["not", ["<=", {"x": 2, "y": -1}, 1]], [1, 0]),
        ({"x": quantity(3, -3), "y": far}, ["<=", {"x": -1, "y": 1}, 1], [1], ["<=", 2, {"x": -1, "y": 1}], [1]),
        ({"x": fine, "y": far}, ["<=", X, {"y": "1/2"}], [1], ["not", ["<=", {"x": "2/3"}, {"y": "1/3"}]], [1, 0]),
        ({"x": quantity(3), "y": far}, ["not", ["<=", "5/2", X]], [1, 0], ["<=", 3, X], [2]),
        ({"f": YES_NO, "g": YES_NO}, ["==", F, ["not", G]], [1], ["<=", 2, {"f": 1, "g": 1}], [1]),
        ({"f": YES_NO, "g": YES_NO}, ["==", ["not", G], F], [-1], ["<=", 2, {"f": 1, "g": 1}], [1]),
        ({"f": YES_NO, "g": YES_NO, "x": far}, ["or", F, G], [1], ["<=", {"f": 1, "g": 1}, 0], [1]),
        ({"f": YES_NO, "g": YES_NO}, ["not", ["or", F, ["not", G]]], [1, 0], ["<=", {"g": 1, "f": -1}, 0], [1]),
        ({"f": YES_NO, "g": YES_NO}, ["not", ["and", F, ["not", G]]], [1, 0], ["<=", 1, {"f": 1, "g": -1}], [1]),
        ({"f": YES_NO, "g": YES_NO}, ["and", F, ["not", G]], [1], ["<=", {"f": 1, "g": -1}, 0], [1]),
        ({"f": YES_NO, "x": far}, ["and", ["<=", {"x": 1, "f": 3}, 0], F], [1, 0], ["<=", 1, {"x": 1, "f": 3}], [1]),
        ({"f": YES_NO, "x": far, "y": far}, ["not", ["or", less, F]], [1, 0, 0], ["<=", {"x": 1, "y": -1}, 0], [1]),
        ({"f": YES_NO, "x": far, "y": far}, ["or", never, less], [1, 1], ["not", less], [1, 0]),
        ({"x": far, "y": far}, ["not", ["and", ["not", never], less]], [1, 0, 1], less, [1]),
        ({"x": far, "y": far}, ["or", never, ["and", ["==", Y, X], less]], [-1, 1, 0], ["not", less], [1, 0]),
        ({"x": far, "y": far}, ["value", "less"], [1, 1], ["not", ["value", "less"]], [1, 0, 1]),
    ]
    terms, one, (times, *path), other, (more, *down) = random.choice(pairs)
    summed = document(terms, {"p.a": one, "p.b": other})
    if one == ["value", "less"]:
        summed["definitions"] = {"less": ["or", never, less]}
    proofs: list[tuple[Document, list[Any], list[str]]] = [
        (cycle, [both], []),
        (cycle, [*lemma, ["cut", 0, "f", [[0, 0]]], *rest], []),
        (
            cycle,
            [["lemma", [["x", 0, 1]]], *lemma, ["cut", 0, "f", [[0, 0]]], both, ["cut", 1, "x", [[0, 1]]], *rest],
            [],
        ),
        (cycle, [["split", "x", 1], ["lemma", [["x", 0, 2], ["y", 1, 3]]], both, both, both], []),
        (parity, [*halves, odd], []),
        (parity, [["split", "y", 0], *halves, odd, *halves, odd], []),
        (parity, [halves[0], ["split", "y", 0], halves[1], odd, halves[1], ["split", "x", 2], odd, odd], []),
        (whole, quarters, []),
        (either, local, []),
        (either, [["lemma", [["f", 0, 0]]], *local[1:3], local[0], ["end", 0], ["end", "p.c"]], []),
        (flags, [["cut", "low", "s", [[1, 1]]], ["sum", [[1, "p.a"], [1, "p.b"]]]], ["low"]),
        *[(summed, [["sum", [[times, "p.a", *path], [more, "p.b", *down]]]], [])] * 6,
    ]
    made, steps, facts = random.choice([*proofs, *by_variables()])
    return made, certificate(made, conflicts=[conflict(list(made["red_lines"]), steps, facts)])


def by_variables() -> list[tuple[Document, list[Any], list[str]]]:
    """Return proofs by hand that rest on rows of what is not linear, and on products."""
    options = scale("a", "b", "c")

    def seats(option: int) -> Any:
        return ["+", ["==", ["term", "s"], option], ["==", ["term", "t"], option]]

    counted = document(
        {"s": options, "t": options}, {f"p.{name}": ["<=", 1, seats(at)] for at, name in enumerate("abc")}
    )
    three = [["sum", [[1, "p.a"], [1, "p.b"], [1, "p.c"]]]]
    tiered = document(
        {"x": quantity(5), "y": quantity(4)},
        {
            "p.a": ["<=", ["+", ["if", ["<=", X, 2], {"x": 3}, ["+", X, 4]], Y], 6],
            "p.b": ["<=", {"x": -1, "y": -1}, -6],
        },
    )
    product = document(
        {"x": quantity(5), "y": quantity(5)},
        {"p.a": ["<=", 5, ["*", X, Y]], "p.b": ["<=", {"x": 1, "y": 1}, 4]},
    )
    mean = ["mean", "p.a", [1], [1, 1], [[1, "p.b"]]]
    bound = ["sum", [[1, "p.a"], [1, 0]]]
    grown = document(
        {"x": quantity(5, "1/2", "1/2"), "y": quantity(5, 0, "1/2")},
        {"p.a": ["not", ["<=", ["*", ["+", 1, X], ["*", 2, ["+", 1, Y]]], 12]], "p.b": ["<=", {"x": 1, "y": 2}, 2]},
    )
    weighed = ["mean", "p.a", [0, 0], [4, 5, 8], [[2, "p.b"]]]
    same = document(
        {"x": quantity(4, -1), "y": quantity(4, -1)},
        {"p.a": ["<=", ["*", X, Y], 2], "p.b": ["not", ["<=", ["*", X, Y], 2]]},
    )
    return [
        (counted, three, []),
        (counted, [["split", "s", 0], *three, *three], []),
        (tiered, [["cut", "p.b", "x", [[0, 2]]], ["sum", [[1, "p.a"], [1, "p.b"]]]], []),
        (product, [mean, bound], []),
        (product, [["split", "x", 1], mean, bound, mean, bound], []),
        (grown, [weighed, ["sum", [[1, "p.a", 0], [1, 0]]]], []),
        (same, [["sum", [[1, "p.a"], [1, "p.b", 0]]]], []),
    ]


def proved(random: Random) -> Proof:
    """Return the lines of a random negotiation and all that the prover certifies of it."""
    while True:
        talks = Builder("Small")
        x, y = (talks.quantity(name, min=0, max=random.randint(1, 3)) for name in "xy")
        f, g = talks.yes_no("f"), talks.yes_no("g")
        k = random.randint(0, 5)
        menu = [
            *(x + 1 <= y, y + k % 2 <= x, 2 * x + 2 * y == k, x != y, x * y >= k, abs(x - y) <= 1),
            *(f | (x <= k), f | g, ~(f & g), f == g, f != g, count(f, g, x == 1) <= 1),
        ]
        for at in range(random.randint(2, 5)):
            talks.party(random.choice("pq")).red_line(f"l{at}", random.choice(menu))
        scenario = talks.build()
        document = zopa.prove(scenario, everything=True).document
        if document is not None and document["conflicts"]:
            return lines_of(scenario), copied(document)


def targets(random: Random, lines: Document) -> Iterator[Document]:
    """Yield lines, and some with a line that says something else or nothing."""
    yield lines
    for _ in range(3):
        other = changed(random, lines)
        while not is_readable(other):
            other = changed(random, lines)
        yield other


def changed(random: Random, lines: Document) -> Document:
    made: Document = copied(lines)
    field = random.choice([field for field in ("facts", "red_lines") if made[field]])
    name = random.choice(list(made[field]))
    if random.random() < 0.3:
        made[field][name] = random.choice((1, Writer(random, made).condition(2)))
    else:
        made[field][name] = nudged(random, made[field][name])
    return made


def is_readable(lines: Document) -> bool:
    """Return whether conditions are where they belong, so that every certificate of these lines is looked at."""
    try:
        check(lines, certificate(lines))
    except Rejected as error:
        return str(error) == "certificate: it claims nothing"
    except Unreadable:
        return False
    return True


ALIKE = (("==", "<="), ("and", "or"), ("min", "max"), ("+", "*", "max"))


def nudged(random: Random, tree: Any) -> Any:
    """Return a condition that differs in one number or operator, or its opposite where that cannot be."""
    holder = [copied(tree)]
    changes: list[tuple[Any, Any, Any]] = []
    for container, key in slots(holder):
        value = container[key]
        if type(value) is int:
            changes += [(container, key, value + 1), (container, key, value - 1)]
        elif key == 0 and isinstance(value, str):
            changes += [
                (container, key, other) for group in ALIKE if value in group for other in group if other != value
            ]
    if not changes:
        return ["not", tree]
    container, key, value = random.choice(changes)
    container[key] = value
    return holder[0]
