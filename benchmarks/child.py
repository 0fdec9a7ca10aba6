"""One contender on one instance, in a process of its own: what the runner starts, and what its limit ends.

    python benchmarks/child.py '{"contender": "rc2", "shape": "clauses", "numbers": [60, 150, 1], ...}' OUTPUT

A line of JSON goes to OUTPUT when the clock starts, one for every answer, and one at the end. Imports and making the
scenario come before the clock, as does a peer's translation into the form that the peers share. The system's alarm
ends the process at the limit, inside a solver or not.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from importlib import import_module
from itertools import islice
from typing import Any, TextIO

from contenders import CONTENDERS, Contender
from generate import SHAPES
from peers.normal import Answer, NotEncodedError, model_of

from zopa import Scenario

SECONDS_BEFORE = 300.0
"""What may pass before the clock starts."""

SOLVERS = {"exact": "exact", "ortools": "ortools.sat.python.cp_model"}
"""What CPMpy imports when a solver is first used."""


class Counted:
    """Counts what zopa asks CP-SAT, and how long that takes, from outside the package."""

    def __init__(self) -> None:
        from zopa.solver.cpsat.backend import Run

        self.calls = 0
        self.seconds = 0.0
        solve = Run.solve

        def counted(*arguments: Any, **options: Any) -> Any:
            begin = time.perf_counter()
            try:
                return solve(*arguments, **options)
            finally:
                self.calls += 1
                self.seconds += time.perf_counter() - begin

        Run.solve = counted  # type: ignore[method-assign]

    def __call__(self) -> dict[str, float]:
        """Return what has been counted so far."""
        return {"calls": self.calls, "in_solver": self.seconds}


def zopa_answers(scenario: Scenario) -> Iterator[Answer]:
    """Yield zopa's relaxations."""
    from zopa import relaxations

    for relaxation in relaxations(scenario):
        yield Answer(frozenset(relaxation.give_up), Fraction(relaxation.cost))


def ready(contender: Contender, scenario: Scenario) -> Callable[[], Iterator[Answer]]:
    """Return what starts a contender, with everything imported that it uses."""
    if not contender.start:
        import_module("zopa.questions.solve")
        return partial(zopa_answers, scenario)
    module, function = contender.start.split(":")
    if "solver" in contender.options:
        import_module(SOLVERS[contender.options["solver"]])
    return partial(getattr(import_module(f"peers.{module}"), function), model_of(scenario), **contender.options)


def run(task: dict[str, Any], output: TextIO) -> None:
    """Run one contender and write what it finds as it finds it."""

    def tell(**facts: object) -> None:
        output.write(json.dumps(facts) + "\n")
        output.flush()

    signal.setitimer(signal.ITIMER_REAL, SECONDS_BEFORE)
    contender = CONTENDERS[task["contender"]]
    scenario = SHAPES[task["shape"]](*task["numbers"])
    found = []
    try:
        start = ready(contender, scenario)
        counted: Callable[[], dict[str, float]] = dict if contender.start else Counted()
        begin = time.perf_counter()
        answers = start() if contender.builds_first else None
        tell(built=time.perf_counter() - begin, memory_before=peak_memory())
        signal.setitimer(signal.ITIMER_REAL, task["limit"])
        begin = time.perf_counter()
        for answer in islice(answers or start(), task["count"]):
            tell(seconds=time.perf_counter() - begin, cost=str(answer.cost), **counted())
            found.append(answer)
        seconds = time.perf_counter() - begin
    except NotEncodedError as problem:
        tell(not_encoded=str(problem))
        return
    signal.setitimer(signal.ITIMER_REAL, 0)
    lines = [sorted(answer.lines) for answer in found] if task["lines"] else None
    tell(finished=seconds, lines=lines, **counted())


def peak_memory() -> int:
    """Return the most memory that this process has had, in the system's unit: KiB, on macOS bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        run(json.loads(sys.argv[1]), file)
