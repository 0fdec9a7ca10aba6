"""zopa and its peers on the same instances in the same run.

    python benchmarks/run.py                    all suites
    python benchmarks/run.py clauses --quick    one suite, a first look
    python benchmarks/run.py --check            do all find the same relaxations?
    python benchmarks/run.py --write            all suites, and their tables into benchmarks/README.md

Peers come with the extra ``bench``; one that is not installed is named and passed over. Every contender runs in a
process of its own, one after the other. The clock runs from the scenario to the last answer asked for: what zopa
compiles and what a peer builds is in it, imports are not.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import tables
from checking import check, wrong_in
from contenders import CONTENDERS
from measuring import Measurement, compare
from suites import SUITES, Suite

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    first, _, rest = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=first, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"of {', '.join(SUITES)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="one seed, small sizes, 20 answers, 10 s for each process")
    parser.add_argument("--limit", type=float, metavar="SECONDS", help="for each process; 60 when not given")
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="runs of what takes up to 5 s; 3")
    parser.add_argument("--peers", nargs="+", choices=list(CONTENDERS)[1:], metavar="PEER", help="only these peers")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    parser.add_argument("--check", action="store_true", help="compare answers on small instances instead")
    options = parser.parse_args(given)
    unknown = sorted(set(options.suites) - set(SUITES))
    if unknown:
        parser.error(f"no suite {unknown[0]!r}; there are {', '.join(SUITES)}")
    if options.limit is None:
        options.limit = 10.0 if options.quick else 60.0
    return options


def progress(made: Measurement) -> None:
    """Tell on the error stream what has just been run."""
    said = f"{made.instance.label}: {made.contender.name} {tables.outcome(made)} {made.note}".rstrip()
    print(said, file=sys.stderr, flush=True)


def written(suites: Sequence[Suite], sections: Sequence[str], limit: float) -> str:
    """Return the part of the README that holds the results."""
    how = (
        f"Measured on {datetime.datetime.now(tz=datetime.UTC).date()}: {tables.machine()}. Every process had"
        f" {limit:g} s. Each cell has the time, **how many times as long as zopa that is** (above 1, zopa is faster)"
        " and the peak memory of the process; what met the limit has the answers it had by then and a lower bound,"
        " with the ratio by the answer beside it."
    )
    return "\n\n".join([BEGIN, textwrap.fill(how, 120), tables.legend(suites), *sections, END])


def replaced(text: str, results: str) -> str:
    """Return the README's text with new results.

    Raises
    ------
    ValueError
        If the marks between which they belong are missing.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"benchmarks/README.md lacks {BEGIN} or {END}")
    return before + results + after


def main(given: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; return 1 when answers disagree or a contender fails."""
    options = arguments(given)
    if options.check:
        return 0 if check(options.limit, lambda line: print(line, flush=True)) else 1
    suites = [SUITES[name] for name in options.suites or SUITES]
    if options.peers:
        suites = [suite.only(options.peers) for suite in suites]
    if options.quick:
        suites = [suite.quick() for suite in suites]
    suites = [suite for suite in suites if suite.instances]
    missing = {package for suite in suites for contender in suite.contenders for package in contender.missing}
    if missing:
        print(f"not installed, and passed over: {', '.join(sorted(missing))} (pip install 'zopa[bench]')\n")
    print(tables.machine(), end="\n\n")
    sections: list[str] = []
    problems: list[str] = []
    for suite in suites:
        results = [
            compare(instance, suite.contenders, options.limit, options.repeats, progress)
            for instance in suite.instances
        ]
        print(tables.text(suite, results), flush=True)
        sections.append(tables.markdown(suite, results))
        problems += filter(None, map(wrong_in, results))
    for problem in problems:
        print(problem)
    if options.write and not problems:
        README.write_text(replaced(README.read_text("utf-8"), written(suites, sections, options.limit)), "utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
