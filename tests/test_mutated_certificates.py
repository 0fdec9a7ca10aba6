"""No wrong certificate is accepted: certificates are mutated by the thousand, and every deal is tried to know the truth.

100,000 mutated certificates by default; ``ZOPA_MUTATIONS=1000000`` for a nightly run. A certificate is mutated as one
of its own lines, and, which is harder to refuse, as one of other lines: those in which a line says something else, often
almost the same, so that the conflict that it refuted may be none. Those that are accepted have to be right by every deal.
Proofs are also searched for, step by step, of what no proof can show: that lines that a deal satisfies cannot all hold.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from mutations import Mutator, copied, slots
from small_lines import (
    FIELDS,
    YES_NO,
    Document,
    Truth,
    Writer,
    certificate,
    conflict,
    document,
    false_claim,
    quantity,
    random_document,
    scale,
    whole_certificate,
)

import zopa
from zopa import Builder, count
from zopa.checker import Rejected, Unreadable, check
from zopa.models.normal import lines as lines_of

MUTATIONS = int(os.environ.get("ZOPA_MUTATIONS", "100000"))
SHARDS = 10
EACH = 40
"""Mutated certificates of one pair of lines and certificate."""

Proof = tuple[Document, Document]
"""Lines, and a certificate of them that is right."""


def naive(random: Random) -> Proof:
    """Return a random document and all that is so about it, by the naive prover."""
    made = random_document(random, deals=12, depth=2)
    return made, whole_certificate(made, random)


X, Y, F, G = ["term", "x"], ["term", "y"], ["term", "f"], ["term", "g"]


def by_rows(random: Random) -> Proof:
    """Return one of some proofs by hand that rest on sums, divs and lemmas."""
    row_0, row_1 = [1, ["p.a", 0]], [1, ["p.b", 0]]
    cycle = document(
        {"x": quantity(4), "y": quantity(4), "f": YES_NO},
        {"p.a": ["<=", {"x": 1, "y": -1}, -1], "p.b": ["not", ["<=", X, Y]]},
    )
    parity = document({"x": quantity(4), "y": quantity(3)}, {"p.a": ["==", {"x": 2, "y": 4}, 5]})
    halves = [["div", [[1, ["p.a", at]]], 2] for at in (0, 1)]
    whole = document({"x": quantity(5), "y": quantity(4)}, {"p.a": ["<=", 7, {"x": 4}], "p.b": ["<=", {"x": 4}, 5]})
    quarters = [["div", [row_0], 4], ["div", [row_1], 4], ["sum", [[1, 0], [1, 1]]]]
    flags = document(
        {"f": YES_NO, "g": YES_NO, "s": scale("low", "high")},
        {"p.a": ["<=", 2, {"f": 1, "g": 1, "s": 1}], "p.b": ["or", ["not", F], ["not", G]]},
        facts={"low": ["==", ["term", "s"], 0]},
    )
    both = ["sum", [row_0, row_1]]
    lemma = [["lemma", [["f", 0, 0]]], both]
    rest = [["div", [row_0], 1], ["sum", [[1, 0], row_1]]]
    far, fine = quantity(5, -2), quantity(4, "1/2", "1/2")
    pairs = [  # what a sum of the first rows refutes
        ({"x": far, "y": far}, ["<=", {"x": 2, "y": -1}, 1], ["not", ["<=", {"x": 2, "y": -1}, 1]]),
        ({"x": quantity(3, -3), "y": far}, ["<=", {"x": -1, "y": 1}, 1], ["not", ["<=", {"x": -1, "y": 1}, 1]]),
        ({"x": fine, "y": far}, ["<=", X, {"y": "1/2"}], ["not", ["<=", {"x": "2/3"}, {"y": "1/3"}]]),
        ({"f": YES_NO, "g": YES_NO}, ["==", F, ["not", G]], ["<=", 2, {"f": 1, "g": 1}]),
        ({"f": YES_NO, "g": YES_NO, "x": far}, ["or", F, G], ["<=", {"f": 1, "g": 1}, 0]),
        ({"f": YES_NO, "g": YES_NO}, ["not", ["and", F, ["not", G]]], ["<=", 1, {"f": 1, "g": -1}]),
        ({"f": YES_NO, "x": far}, ["and", ["<=", {"x": 1, "f": 3}, 0], F], ["<=", 1, {"x": 1, "f": 3}]),
        ({"f": YES_NO, "x": far, "y": far}, ["not", ["or", ["<=", X, Y], F]], ["<=", {"x": 1, "y": -1}, 0]),
    ]
    terms, one, other = random.choice(pairs)
    summed = document(terms, {"p.a": one, "p.b": other})
    proofs: list[tuple[Document, list[Any], list[str]]] = [
        (cycle, [both], []),
        (cycle, [*lemma, ["cut", 0, "f", 0, 0], *rest], []),
        (cycle, [["lemma", [["x", 0, 1]]], *lemma, ["cut", 1, "f", 0, 0], both, ["cut", 0, "x", 0, 1], *rest], []),
        (parity, [*halves, ["sum", [[1, 0], [1, 1]]]], []),
        (parity, [["split", "y", 0], *halves, ["sum", [[1, 0], [1, 1]]], *halves, ["sum", [[1, 2], [1, 3]]]], []),
        (whole, quarters, []),
        (flags, [["cut", "low", "s", 1, 1], both], ["low"]),
        *[(summed, [both], [])] * 5,
    ]
    made, steps, facts = random.choice(proofs)
    return made, certificate(made, conflicts=[conflict(list(made["red_lines"]), steps, facts)])


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


SOURCES: list[Callable[[Random], Proof]] = [naive, naive, by_rows, proved]
"""Where certificates come from; each returns lines and a certificate that is right."""


def targets(random: Random, lines: Document) -> Iterator[Document]:
    """Yield lines, and some with a line that says something else or nothing."""
    yield lines
    for _ in range(3):
        other = copied(lines)
        field = random.choice([field for field in ("facts", "red_lines") if other[field]])
        name = random.choice(list(other[field]))
        if random.random() < 0.3:
            other[field][name] = random.choice((1, Writer(random, other).condition(2)))
        else:
            other[field][name] = nudged(random, other[field][name])
        yield other


ALIKE = (("==", "<="), ("and", "or"), ("min", "max"), ("+", "*", "max"))


def nudged(random: Random, tree: Any) -> Any:
    """Return a condition that differs in one number or operator, or its opposite where that cannot be."""
    holder = [copied(tree)]
    changes: list[tuple[Any, int, Any]] = []
    for container, key in slots(holder):
        value = container[key]
        is_condition = isinstance(container, list) and (container is holder or container[0] in ("and", "or", "not"))
        if type(value) is int and is_condition:
            changes.append((container, key, 1 - value))  # a condition is 1 or 0: zopa writes no other
        elif type(value) is int:
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


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_mutated_certificate_with_a_false_claim_is_accepted(shard: int) -> None:
    outcomes = Counter[str]()
    pair = 0
    while outcomes.total() < MUTATIONS / SHARDS:
        pair += 1
        random = Random(f"{shard} {pair}")
        lines, whole = random.choice(SOURCES)(random)
        whole.update({field: {} for field in FIELDS})  # nothing in it keeps it from being one of other lines
        check(lines, whole)
        for target in targets(random, lines):
            truth, mutator = Truth(target), Mutator(random, target)
            for _ in range(EACH):
                made = mutator.mutated(whole)
                try:
                    check(target, made)
                except (Rejected, Unreadable) as error:
                    outcomes[type(error).__name__] += 1
                else:
                    outcomes["accepted"] += 1
                    assert false_claim(made, truth) is None, (shard, pair)
    print(dict(outcomes))
    assert outcomes["Rejected"] > outcomes["accepted"] > MUTATIONS / SHARDS / 100


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_proof_is_found_of_what_is_not_so(shard: int) -> None:
    """Steps are drawn at random and kept where they are accepted, to refute lines that some deal satisfies."""
    tried = kept = pair = 0
    while tried < MUTATIONS / SHARDS / 2:
        pair += 1
        random = Random(f"search {shard} {pair}")
        lines = random.choice(SOURCES)(random)[0]
        for target in targets(random, lines):
            truth = Truth(target)
            names = max(truth.outcomes, key=len) if random.random() < 0.2 else min(truth.outcomes, key=len)
            wanted = [name for name in target["red_lines"] if name not in names]
            facts = [name for name in target["facts"] if name not in names]
            assert truth.possible([*wanted, *facts])
            mutator, steps = Mutator(random, target), list[Any]()
            for _ in range(EACH):
                tried += 1
                entry = conflict(wanted, [*steps, mutator.step(target)], facts)
                with pytest.raises(Rejected) as caught:
                    check(target, {**certificate(target, conflicts=[entry]), **{field: {} for field in FIELDS}})
                if caught.value.where == "conflicts[0].steps":
                    steps.append(entry["steps"][-1])
                    kept += 1
    assert kept > tried / 100
