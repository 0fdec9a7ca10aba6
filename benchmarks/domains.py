"""The best deals: how long zopa and NegMAS take for frontier, Nash and Kalai point of the same generated domains.

    python benchmarks/domains.py            # needs: pip install negmas==0.16.*

Domains are additive: every party scores every value of every issue. NegMAS goes through all outcomes; those too many
for it are given to zopa alone. Both find the same number of points, or it is told.
"""

from __future__ import annotations

import random
import sys
import time

from contenders import installed

import zopa

SIZES = ((2, 4, 10), (2, 5, 10), (2, 6, 10), (3, 5, 10), (5, 5, 12), (2, 10, 10), (2, 20, 10))
"""Parties, issues, values of each."""

MOST_FOR_NEGMAS = 1_000_000


def numbers(parties: int, issues: int, values: int) -> list[list[tuple[int, list[int]]]]:
    """Return for each party and issue its weight and the score of each value."""
    draw = random.Random(1)
    return [
        [(draw.randint(1, 40), [draw.randint(0, 100) for _ in range(values)]) for _ in range(issues)]
        for _ in range(parties)
    ]


def scenario(domain: list[list[tuple[int, list[int]]]]) -> zopa.Scenario:
    """Return a domain as a scenario."""
    issues, values = len(domain[0]), len(domain[0][0][1])
    options = ", ".join(f"v{value}" for value in range(values))
    text = ["format: zopa/1", "title: Domain", "terms:"]
    text += [f"  t{issue}: {{type: choice, options: [{options}]}}" for issue in range(issues)]
    text.append("parties:")
    for party, interests in enumerate(domain):
        text += [f"  p{party}:", "    interests:"]
        for issue, (weight, scores) in enumerate(interests):
            table = ", ".join(f"v{value}: {score}" for value, score in enumerate(scores))
            text.append(f"      t{issue}: {{weight: {weight}, scores: {{{table}}}}}")
    return zopa.loads("\n".join(text) + "\n")


def by_negmas(domain: list[list[tuple[int, list[int]]]]) -> tuple[float, int]:
    """Return the seconds that NegMAS takes, and how many points it finds."""
    from negmas import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction
    from negmas.preferences.ops import kalai_points, nash_points, pareto_frontier

    issues = [
        make_issue([f"v{value}" for value in range(len(scores))], name=f"t{at}")
        for at, (_, scores) in enumerate(domain[0])
    ]
    functions = [
        LinearAdditiveUtilityFunction(
            values={f"t{at}": {f"v{v}": s for v, s in enumerate(scores)} for at, (_, scores) in enumerate(interests)},
            weights={f"t{at}": weight / 100 for at, (weight, _) in enumerate(interests)},
            issues=issues,
        )
        for interests in domain
    ]
    space = make_os(issues)
    begin = time.perf_counter()
    points, _ = pareto_frontier(functions, list(space.enumerate_or_sample()))
    nash_points(functions, points, outcome_space=space)
    kalai_points(functions, points, outcome_space=space)
    return time.perf_counter() - begin, len(points)


def main() -> None:
    """Print the table."""
    print(
        "| parties | outcomes | zopa, s | points | NegMAS, s | points | ratio |\n|---:|---:|---:|---:|---:|---:|---:|"
    )
    zopa.bargain(scenario(numbers(3, 2, 2)))  # what is imported at the first call is not counted
    for parties, issues, values in SIZES:
        domain = numbers(parties, issues, values)
        made = scenario(domain)
        begin = time.perf_counter()
        found = zopa.bargain(made)
        ours = time.perf_counter() - begin
        assert found.frontier_complete
        theirs = ""
        if values**issues <= MOST_FOR_NEGMAS and installed("negmas") is not None:
            seconds, points = by_negmas(domain)
            theirs = f"{seconds:.3f} | {points} | **{seconds / ours:.1f}**"
        print(
            f"| {parties} | {values**issues:,} | {ours:.3f} | {len(found.frontier)} | {theirs or '| |'} |", flush=True
        )


if __name__ == "__main__":
    sys.exit(main())
