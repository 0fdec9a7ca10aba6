"""Certificates: how many conflicts get one, how long they are, and what proving costs beside solving and checking.

    python benchmarks/certificates.py [CONFLICTS]

First conflicts of generated negotiations (1 to 13 lines, quantities to 10^6), then families that are hard for proofs by
cases, then how much longer a whole answer takes with certificates than without. Times are of one process; look at the
ratios.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from generate import clauses, dense, negotiation

import zopa
from zopa import Builder, Scenario, count
from zopa.checker import check
from zopa.results.certificate import Refutation
from zopa.solver.certify.certifier import Certifier, as_text, certificate_of, conflict_entry
from zopa.solver.certify.prover import Budget, Prover
from zopa.solver.limits import Allowance

T = TypeVar("T")

SHARE = Allowance(200, 50, 2_000)
"""Enough to find some conflicts of each scenario."""


def conflicts(number: int) -> Iterator[tuple[Scenario, tuple[str, ...], tuple[str, ...]]]:
    """Yield minimal conflicts of generated negotiations with the facts that they need."""
    seed = found = 0
    while found < number:
        for scenario in (
            negotiation(12, seed),
            negotiation(12, seed, factor=1_000),
            negotiation(30, seed, factor=1_000),
            negotiation(60, seed, factor=1_000),
        ):
            analysis = zopa.solve(scenario, sections=("conflicts",), allowance=SHARE, certify=False)
            for conflict in (analysis.conflicts or ())[:40]:
                if conflict.is_minimal and conflict.facts is not None and found < number:
                    found += 1
                    yield scenario, conflict.red_lines, conflict.facts
        seed += 1


def timed(work: Callable[..., T], *given: object, **named: object) -> tuple[float, T]:
    begun = time.perf_counter()
    made = work(*given, **named)
    return time.perf_counter() - begun, made


def certificate(lines: dict[str, Any], refutation: Refutation) -> tuple[bytes, bytes]:
    """Return lines and a certificate of them as the checker reads them."""
    return as_text(lines), as_text(certificate_of(lines, conflicts=[conflict_entry(refutation)]))


def negotiations(number: int) -> None:
    steps, lines, proving, checking = [], Counter[int](), 0.0, 0.0
    slowest, failed, tried = 0.0, 0, 0
    certifiers: dict[int, tuple[Scenario, Certifier, Prover]] = {}
    for scenario, red_lines, facts in conflicts(number):
        tried += 1
        known = certifiers.get(id(scenario))
        if known is None:
            certifiers.clear()
            certifier = Certifier(scenario, Budget(), lambda: False)
            known = certifiers[id(scenario)] = scenario, certifier, Prover(scenario.meaning())
        _, certifier, prover = known
        spent, refutation = timed(prover.refute, red_lines, facts, Budget())
        proving, slowest = proving + spent, max(slowest, spent)
        lines[len(red_lines) + len(facts)] += 1
        if refutation is None:
            failed += 1
            continue
        part = certifier.part({*red_lines, *facts})
        spent, _ = timed(check, *certificate(part, refutation))
        checking += spent
        steps.append(len(refutation.steps))
    certified = len(steps) / tried
    print(f"conflicts: {tried:,}, of {min(lines)}-{max(lines)} lines, median {statistics.median(lines.elements())}")
    print(f"certified: {len(steps):,} ({certified:.2%}), not: {failed}")
    print(f"steps: median {statistics.median(steps)}, most {max(steps)}")
    print(f"proving: {proving / tried * 1000:.2f} ms each, slowest {slowest * 1000:.0f} ms")
    print(f"checking: {checking / len(steps) * 1000:.3f} ms each; proving takes {proving / checking:.1f} times as long")


def cycle(terms: int) -> Scenario:
    talks = Builder(f"difference cycle of {terms} on 10^6")
    made = [talks.quantity(f"x{at}", min=0, max=1_000_000) for at in range(terms)]
    for at in range(terms):
        talks.party("ab"[at % 2]).red_line(f"l{at}", made[at] + 1 <= made[(at + 1) % terms])
    return talks.build()


def parity() -> Scenario:
    talks = Builder("parity of two equations on 10^6")
    x, y, z = (talks.quantity(name, min=0, max=1_000_000) for name in "xyz")
    talks.party("a").red_line("l", x + y == 2 * z + 1)
    talks.party("b").red_line("m", x - y == 2 * z)
    return talks.build()


def alternating(terms: int) -> Scenario:
    talks = Builder(f"{terms} yes/no in a ring, neighbours different")
    made = [talks.yes_no(f"x{at}") for at in range(terms)]
    for at in range(terms):
        talks.party("ab"[at % 2]).red_line(f"l{at}", made[at] != made[(at + 1) % terms])
    return talks.build()


def pigeons(holes: int, linear: bool) -> Scenario:
    talks = Builder(f"{holes + 1} pigeons in {holes} holes, {'sums' if linear else 'clauses'}")
    made = [[talks.yes_no(f"p{pigeon}_{hole}") for hole in range(holes)] for pigeon in range(holes + 1)]
    for pigeon, places in enumerate(made):
        anywhere = places[0]
        for place in places[1:]:
            anywhere = anywhere | place
        talks.party("a").red_line(f"in{pigeon}", count(*places) >= 1 if linear else anywhere)
    for hole in range(holes):
        if linear:
            talks.party("b").red_line(f"hole{hole}", count(*(places[hole] for places in made)) <= 1)
            continue
        for one in range(holes + 1):
            for other in range(one):
                talks.party("b").red_line(f"hole{hole}_{one}_{other}", ~(made[one][hole] & made[other][hole]))
    return talks.build()


def different(terms: int, values: int) -> Scenario:
    talks = Builder(f"{terms} all different in {values}")
    made = [talks.quantity(f"x{at}", min=1, max=values) for at in range(terms)]
    for one in range(terms):
        for other in range(one):
            talks.party("ab"[other % 2]).red_line(f"d{one}_{other}", made[one] != made[other])
    return talks.build()


def hard() -> None:
    scenarios = [cycle(2), cycle(3), cycle(10), parity(), alternating(9), alternating(99)]
    scenarios += [pigeons(holes, True) for holes in (3, 6, 12)] + [pigeons(holes, False) for holes in (4, 5, 6)]
    scenarios += [different(6, 5), different(7, 6)]
    print("\n| family | steps | proving, s | checking, s |\n|---|---:|---:|---:|")
    for scenario in scenarios:
        meaning = scenario.meaning()
        names = [line.id for line in meaning.red_lines]
        certifier = Certifier(scenario, Budget(), lambda: False)
        prover = Prover(meaning)
        proving, refutation = timed(prover.refute, names, (), Budget(5_000_000, 5_000))
        if refutation is None:
            print(f"| {scenario.title} | none found | {proving:.3f} | |")
            continue
        checking, _ = timed(check, *certificate(certifier.document, refutation))
        print(f"| {scenario.title} | {len(refutation.steps):,} | {proving:.3f} | {checking:.3f} |")


def whole_answers() -> None:
    print("\n| scenario | conflicts | certified | with certificates, times without |\n|---|---:|---:|---:|")
    for scenario in (
        zopa.load("ukraine-russia"),
        *(negotiation(20, seed) for seed in (1, 2)),
        *(negotiation(60, seed) for seed in (1, 2, 3)),
        dense(12, 30, 1),
        clauses(20, 60, 1),
    ):
        ratios = []
        for _ in range(3):
            without, _ = timed(zopa.solve, scenario, certify=False)
            spent, analysis = timed(zopa.solve, scenario, certify=True)
            ratios.append(spent / without)
        found = analysis.conflicts or ()
        certified = sum(conflict.refutation is not None for conflict in found)
        print(f"| {scenario.title} | {len(found):,} | {certified:,} | {statistics.median(ratios):.2f} |")


if __name__ == "__main__":
    negotiations(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
    hard()
    whole_answers()
