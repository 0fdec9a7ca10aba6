"""The best deals: how long zopa, NegMAS and its MOBANOS take for the same generated domains, and in how much memory.

    python benchmarks/domains.py            # needs: pip install negmas==0.16.*
    python benchmarks/domains.py --quick    # the small rows

zopa gives the frontier, all five solutions, and for each point a deal with what every term brings. NegMAS goes through
all outcomes, for the frontier, Nash and what it calls Kalai. MOBANOS (``MOBANOSParetoSampler``) gives the frontier
alone, of two parties whose utilities are additive. Each runs in a process of its own, in turn; the least of three times
counts. The clock runs from the scenario, read, to the answer; imports come before it. Memory is the most that the
process had. Where the numbers of points differ, the table shows it.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from contenders import installed

Domain = list[list[tuple[int, list[int]]]]

ADDITIVE = (
    (2, 4, 10),
    (2, 5, 10),
    (2, 6, 10),
    (3, 5, 10),
    (3, 6, 10),
    (5, 5, 12),
    (2, 7, 10),
    (2, 8, 10),
    (2, 10, 10),
    (2, 20, 10),
)
"""Parties, issues, values of each."""

NONLINEAR = ((2, 10, 10), (3, 5, 10), (2, 30, 10))

MOST_FOR_NEGMAS = 1_000_000

REPEATS, SHORT = 3, 20.0
"""How often each is run, and the seconds up to which it is run again."""

MIB = 2**20 if sys.platform == "darwin" else 2**10


def numbers(parties: int, issues: int, values: int) -> Domain:
    """Return for each party and issue its weight and the score of each value."""
    draw = random.Random(1)
    return [
        [(draw.randint(1, 40), [draw.randint(0, 100) for _ in range(values)]) for _ in range(issues)]
        for _ in range(parties)
    ]


def scenario(domain: Domain, nonlinear: bool = False) -> Any:
    """Return a domain as a scenario; a nonlinear one has bonuses that chain all of its issues."""
    import zopa

    issues, values = len(domain[0]), len(domain[0][0][1])
    draw = random.Random(2)
    options = ", ".join(f"v{value}" for value in range(values))
    text = ["format: zopa/1", "title: Domain", "terms:"]
    text += [f"  t{issue}: {{type: choice, options: [{options}]}}" for issue in range(issues)]
    text.append("parties:")
    for party, interests in enumerate(domain):
        text += [f"  p{party}:", "    interests:"]
        for issue, (weight, scores) in enumerate(interests):
            table = ", ".join(f"v{value}: {score}" for value, score in enumerate(scores))
            text.append(f"      t{issue}: {{weight: {weight}, scores: {{{table}}}}}")
        if nonlinear:
            text.append("    bonuses:")
            for issue in range(issues - 1):
                pair = f"t{issue} == v{draw.randrange(values)} and t{issue + 1} == v{draw.randrange(values)}"
                text.append(f"      - {{when: {pair}, utility: {draw.randint(-30, 40)}}}")
    return zopa.loads("\n".join(text) + "\n")


def by_zopa(domain: Domain, nonlinear: bool = False) -> Callable[[], int]:
    """Return what asks zopa, and returns how many points it finds."""
    import zopa

    zopa.bargain(scenario(numbers(3, 2, 2), nonlinear))  # what is imported at the first call is not counted
    made = scenario(domain, nonlinear)

    def run() -> int:
        found = zopa.bargain(made)
        assert found.frontier_complete
        assert found.confirmed
        return len(found.frontier)

    return run


def by_zopa_nonlinear(domain: Domain) -> Callable[[], int]:
    """Return what asks zopa about the domain with bonuses."""
    return by_zopa(domain, nonlinear=True)


def _functions(domain: Domain) -> tuple[Any, Any]:
    from negmas import make_issue, make_os
    from negmas.preferences import LinearAdditiveUtilityFunction

    issues = [
        make_issue([f"v{value}" for value in range(len(scores))], name=f"t{at}")
        for at, (_, scores) in enumerate(domain[0])
    ]
    space = make_os(issues)
    functions = [
        LinearAdditiveUtilityFunction(
            values={f"t{at}": {f"v{v}": s for v, s in enumerate(scores)} for at, (_, scores) in enumerate(interests)},
            weights={f"t{at}": weight / 100 for at, (weight, _) in enumerate(interests)},
            outcome_space=space,
        )
        for interests in domain
    ]
    return functions, space


def by_negmas(domain: Domain) -> Callable[[], int]:
    """Return what asks NegMAS for frontier, Nash and Kalai point by going through all outcomes."""
    from negmas.preferences.ops import kalai_points, nash_points, pareto_frontier

    functions, space = _functions(domain)

    def run() -> int:
        points, _ = pareto_frontier(functions, list(space.enumerate_or_sample()))
        nash_points(functions, points, outcome_space=space)
        kalai_points(functions, points, outcome_space=space)
        return len(points)

    return run


def by_mobanos(domain: Domain) -> Callable[[], int]:
    """Return what asks NegMAS's MOBANOS for the frontier; several deals of one point count once."""
    from negmas.preferences import MOBANOSParetoSampler

    functions, _ = _functions(domain)

    def run() -> int:
        sampler = MOBANOSParetoSampler()
        sampler.init(ufun=functions[0], opponent_ufun=functions[1])
        begin = time.perf_counter()
        found = sampler.pareto_outcomes()
        points = {tuple(round(float(function(one)), 6) for function in functions) for one in found}
        run.beside += time.perf_counter() - begin  # type: ignore[attr-defined]
        return len(points)

    run.beside = 0.0  # type: ignore[attr-defined]
    return run


CONTENDERS: dict[str, Callable[[Domain], Callable[[], int]]] = {
    "zopa": by_zopa,
    "zopa-nonlinear": by_zopa_nonlinear,
    "negmas": by_negmas,
    "mobanos": by_mobanos,
}


def child(name: str, *size: int) -> None:
    """Run one contender and print its seconds, points and memory."""
    run = CONTENDERS[name](numbers(*size))
    begin = time.perf_counter()
    points = run()
    seconds = time.perf_counter() - begin - getattr(run, "beside", 0.0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    print(json.dumps({"seconds": seconds, "points": points, "memory": memory}))


def measure(names: list[str], size: tuple[int, ...]) -> dict[str, dict[str, float]]:
    """Run contenders in turn, those that are quick again; return the run of least time of each."""
    best: dict[str, dict[str, float]] = {}
    for _ in range(REPEATS):
        for name in names:
            if name in best and best[name]["seconds"] > SHORT:
                continue
            command = [sys.executable, __file__, "--child", name, *map(str, size)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            if name not in best or told["seconds"] < best[name]["seconds"]:
                best[name] = told
    return best


def cells(found: dict[str, dict[str, float]], name: str, ours: dict[str, float]) -> str:
    """Return the cells of a peer: time, memory, ratio, and its number of points where that differs."""
    if name not in found:
        return "| | |"
    its = found[name]
    differing = "" if its["points"] == ours["points"] else f" ({its['points']:,.0f} points)"
    return f"{its['seconds']:.4f}{differing} | {its['memory']:.0f} | **{its['seconds'] / ours['seconds']:.2f}**"


def main(quick: bool) -> None:
    """Print the tables."""
    peers = installed("negmas") is not None
    print("| parties | outcomes | points | zopa, s | MiB | NegMAS, s | MiB | ratio | MOBANOS, s | MiB | ratio |")
    print("|" + "---:|" * 11)
    for size in ADDITIVE[:2] if quick else ADDITIVE:
        parties, issues, values = size
        names = ["zopa"]
        names += ["negmas"] if peers and values**issues <= MOST_FOR_NEGMAS else []
        names += ["mobanos"] if peers and parties == 2 else []
        found = measure(names, size)
        ours = found["zopa"]
        head = (
            f"| {parties} | {values**issues:,} | {ours['points']:,.0f} | {ours['seconds']:.4f} | {ours['memory']:.0f} |"
        )
        print(f"{head} {cells(found, 'negmas', ours)} | {cells(found, 'mobanos', ours)} |", flush=True)
    print("\n| nonlinear: parties | outcomes | points, all | zopa, s | MiB |\n|---:|---:|---:|---:|---:|")
    for size in () if quick else NONLINEAR:
        parties, issues, values = size
        ours = measure(["zopa-nonlinear"], size)["zopa-nonlinear"]
        line = f"| {parties} | 10^{issues} | {ours['points']:,.0f} | {ours['seconds']:.1f} | {ours['memory']:.0f} |"
        print(line, flush=True)


if __name__ == "__main__":
    if "--child" in sys.argv:
        child(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        main("--quick" in sys.argv)
