"""Draw scenarios, ask zopa everything, and compare with brute force; shares no code with the tests.

python benchmarks/fuzz/run.py --seeds 0:2000
python benchmarks/fuzz/run.py --seeds 0:2000 --avoid 2,5    leave out what these points of known faults touch
python benchmarks/fuzz/run.py --seeds 17:18 --only solves   one law
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence

import conditions
import generate
import mutate
import shrink
import stops
from case import Case
from command_line import RUNS
from laws import LAWS
from plain import Plain

CHECKS: dict[str, Callable[[Case], None]] = {**LAWS, **conditions.CHECKS, **stops.CHECKS, **mutate.CHECKS}


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    first, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seeds", default="0:100", help="from:to")
    parser.add_argument("--avoid", default="", help="numbers of known faults, with commas")
    parser.add_argument("--only", help="one check")
    parser.add_argument("--command-line", type=int, default=20, metavar="N", help="run the program for every Nth seed")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after so long")
    return parser.parse_args(given)


def failure(plain: Plain, seed: int, avoid: Sequence[int], name: str) -> str | None:
    """Return how a check fails; None if it does not."""
    try:
        (CHECKS | RUNS)[name](Case(plain, seed, avoid))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        if isinstance(error, AssertionError):
            return f"{type(error).__name__}: {error}"
        where = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error}, at {where.filename}:{where.lineno}"
    return None


def kind(problem: str | None) -> str | None:
    """Return what makes two failures alike: the words of their first line, but for numbers and what is quoted."""
    return None if problem is None else re.sub(r"'.*?'|[^A-Za-z ]+", "", problem.splitlines()[0])[:60]


def main(given: Sequence[str] | None = None) -> int:
    options = arguments(given)
    first, last = map(int, options.seeds.split(":"))
    avoid = [int(one) for one in options.avoid.split(",") if one]
    ends, asked, failed = time.monotonic() + options.seconds, Counter[str](), 0
    seed = first
    for seed in range(first, last):
        plain = generate.scenario(seed, avoid)
        checks = list(CHECKS) + (list(RUNS) if seed % options.command_line == 0 else [])
        for name in checks if options.only is None else [options.only]:
            asked[name] += 1
            problem = failure(plain, seed, avoid, name)
            if problem is None:
                continue
            failed += 1

            def still(other: Plain, name: str = name, seed: int = seed, problem: str = problem) -> bool:
                return kind(failure(other, seed, avoid, name)) == kind(problem)

            less = shrink.least(plain, still, time.monotonic() + 60)
            print(f"seed {seed}, {name}: {failure(less, seed, avoid, name)}\n{Case(less, seed).text}", flush=True)
            if name == "reads":  # nothing else can be asked
                break
        if time.monotonic() > ends:
            break
    print(f"seeds {first} to {seed}: {failed} failures; {', '.join(f'{name} {n}' for name, n in asked.items())}")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
