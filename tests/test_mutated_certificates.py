"""No wrong certificate is accepted: certificates are mutated by the thousand, and every deal is tried to know the truth.

100,000 mutated certificates by default; ``ZOPA_MUTATIONS=1000000`` for a nightly run. A certificate is mutated as one
of its own lines, and, which is harder to refuse, as one of other lines: those in which a line says something else, so
that the conflict that it refuted may be none. Those that are accepted have to be right by every deal.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import pytest
from mutations import Mutator, copied
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

from zopa.checker import Rejected, Unreadable, check

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


X, Y = ["term", "x"], ["term", "y"]
COUNTED = ["+", ["count", ["is", "f"]], ["count", ["is", "g"]]]


def by_rows(random: Random) -> Proof:
    """Return one of some proofs by hand that rest on sums, divs and lemmas."""
    row_0, row_1 = [1, ["p.a", 0]], [1, ["p.b", 0]]
    cycle = document({"x": quantity(4), "y": quantity(4), "f": YES_NO}, {"p.a": ["<", X, Y], "p.b": ["<", Y, X]})
    parity = document({"x": quantity(4), "y": quantity(3)}, {"p.a": ["==", ["+", ["*", 2, X], ["*", 4, Y]], 5]})
    halves = [["div", [[1, ["p.a", at]]], 2] for at in (0, 1)]
    flags = document(
        {"f": YES_NO, "g": YES_NO, "s": scale("low", "high")},
        {"p.a": ["<=", 2, ["+", COUNTED, ["term", "s"]]], "p.b": ["or", ["not", ["is", "f"]], ["not", ["is", "g"]]]},
        facts={"low": ["==", ["term", "s"], 0]},
    )
    both = ["sum", [row_0, row_1]]
    lemma = [["lemma", [["f", 0, 0]]], both]
    rest = [["div", [row_0], 1], ["sum", [[1, 0], row_1]]]
    proofs: list[tuple[Document, list[object], list[str]]] = [
        (cycle, [["sum", [row_0, row_1]]], []),
        (cycle, [*lemma, ["cut", 0, "f", 0, 0], *rest], []),
        (cycle, [["lemma", [["x", 0, 1]]], *lemma, ["cut", 1, "f", 0, 0], both, ["cut", 0, "x", 0, 1], *rest], []),
        (parity, [*halves, ["sum", [[1, 0], [1, 1]]]], []),
        (parity, [["split", "y", 0], *halves, ["sum", [[1, 0], [1, 1]]], *halves, ["sum", [[1, 2], [1, 3]]]], []),
        (flags, [["cut", "low", "s", 1, 1], ["sum", [row_0, row_1]]], ["low"]),
    ]
    made, steps, facts = random.choice(proofs)
    return made, certificate(made, conflicts=[conflict(list(made["red_lines"]), steps, facts)])


SOURCES: list[Callable[[Random], Proof]] = [naive, naive, by_rows]
"""Where certificates come from; each returns lines and a certificate that is right."""


def targets(random: Random, lines: Document) -> Iterator[Document]:
    """Yield lines, and some with a line that says something else or nothing."""
    yield lines
    for _ in range(3):
        other = copied(lines)
        field = random.choice([field for field in ("facts", "red_lines") if other[field]])
        name = random.choice(list(other[field]))
        other[field][name] = random.choice((True, Writer(random, other).condition(2)))
        yield other


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
