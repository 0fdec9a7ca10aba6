"""No wrong certificate is accepted: thousands of certificates are mutated, and trying every deal shows the truth.

20,000 mutated certificates by default; ``ZOPA_MUTATIONS=1000000`` for a nightly run. A certificate is mutated as one
of its own lines, and, which is harder to refuse, as one of other lines: those in which a line says something else,
often almost the same, so that the conflict that it refuted may be none. Those accepted have to be right by every deal.
Proofs are also searched for, step by step, of what no proof can show: that lines that a deal satisfies cannot all hold.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from math import ceil, floor
from random import Random
from typing import Any

import pytest
from support.checker_cases import check
from support.mutations import Mutator
from support.proofs import Proof, by_rows, naive, proved, targets
from support.small_lines import (
    FIELDS,
    YES_NO,
    Truth,
    Writer,
    certificate,
    conflict,
    document,
    false_claim,
    meaning,
    points,
    quantity,
    whole_certificate,
)

from zopa.checker import Rejected, Unreadable

MUTATIONS = int(os.environ.get("ZOPA_MUTATIONS", "20000"))
SHARDS = 10
EACH = 40
"""Mutated certificates of one pair of lines and certificate."""


def tangled(random: Random) -> Proof:
    """Return a document with more conflicts and relaxations, and all that is so about it."""
    while True:
        terms = dict.fromkeys(("f", "g", "h", "i")[: random.randint(2, 4)], YES_NO) | {"x": quantity(2)}
        known = [["term", name] for name in terms] + [["not", ["term", name]] for name in terms]
        wishes = [*known, *known, *[[random.choice(("and", "or")), *random.sample(known, 2)] for _ in range(8)]]
        made = document(
            terms, {f"p.l{at}": wish for at, wish in enumerate(random.sample(wishes, random.randint(3, 5)))}
        )
        weighed = {name for name in made["red_lines"] if random.random() < 0.9}  # the others are never given up
        made["weights"] = {name: random.choice((1, 1, 2, "1/2")) for name in made["red_lines"] if name in weighed}
        if random.random() < 0.7:
            some = random.sample(list(terms), random.randint(2, len(terms)))
            made["facts"]["few"] = ["<=", dict.fromkeys(some, 1), random.randint(1, len(some) - 1)]
        if len(Truth(made).conflicts) > 1:
            return made, whole_certificate(made, random)


def by_ranges(random: Random) -> Proof:
    """Return a line that every deal breaks, some of them only just, and the one step in which its range shows it."""
    while True:
        made = document({"x": quantity(4, -2), "y": quantity(3, -1), "f": YES_NO}, {"p.a": 0})
        number = Writer(random, made).number(3)
        if not isinstance(number, list) or number[0] == "term":
            continue
        values = [meaning(number, made, point) for point in points(made)]
        above, below = floor(max(values)) + 1, ceil(min(values)) - 1
        made["red_lines"]["p.a"] = random.choice((["<=", above, number], ["<=", number, below], ["==", number, above]))
        whole = whole_certificate(made, random, is_bold=True)
        with suppress(Rejected):  # the range is wider than the values
            check(made, whole)
            return made, whole


SOURCES: list[Callable[[Random], Proof]] = [naive, naive, tangled, tangled, by_ranges, by_rows, by_rows, proved]
"""Where certificates come from; each returns lines and a certificate that is right."""


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_mutated_certificate_with_a_false_claim_is_accepted(shard: int) -> None:
    outcomes = Counter[str]()
    pair = 0
    while outcomes.total() < MUTATIONS / SHARDS:
        pair += 1
        random = Random(f"{shard} {pair}")
        lines, whole = random.choice(SOURCES)(random)
        assert false_claim(whole, Truth(lines), check(lines, whole).claims) is None
        for target in targets(random, lines):
            truth, mutator = Truth(target), Mutator(random, target)
            # What it repeats does not keep it from being one of other lines.
            whole.update({field: target[field] for field in FIELDS})
            for made in (whole, *(mutator.mutated(whole) for _ in range(EACH))):
                try:
                    claims = check(target, made).claims
                except (Rejected, Unreadable) as error:
                    outcomes[type(error).__name__] += 1
                else:
                    outcomes["accepted as it was" if made is whole else "accepted"] += 1
                    assert false_claim(made, truth, claims) is None, (shard, pair)
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
            outcomes = sorted(truth.outcomes, key=lambda one: (len(one), sorted(one)))
            names = outcomes[-1] if random.random() < 0.2 else outcomes[0]
            wanted = [name for name in target["red_lines"] if name not in names]
            facts = [name for name in target["facts"] if name not in names]
            assert truth.possible([*wanted, *facts])
            mutator, steps = Mutator(random, target), list[Any]()
            for _ in range(EACH):
                tried += 1
                entry = conflict(wanted, [*steps, mutator.step(target)], facts)
                with pytest.raises(Rejected) as caught:
                    check(target, certificate(target, conflicts=[entry]))
                if str(caught.value).startswith("conflicts[0].steps: "):
                    steps.append(entry["steps"][-1])
                    kept += 1
    assert kept > tried / 100
