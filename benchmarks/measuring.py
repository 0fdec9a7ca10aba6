"""Start contenders one after the other, each in its own process, and gather what they found, when and with what."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

from contenders import Contender

CHILD = Path(__file__).with_name("child.py")
MIB = 2**20 if sys.platform == "darwin" else 2**10
"""What ``ru_maxrss`` counts of in a MiB."""

SHORT = 5.0
"""Seconds up to which a run is repeated."""

State: TypeAlias = Literal["reached", "limit", "not encoded", "not installed", "failed"]


@dataclass(frozen=True)
class Instance:
    """A generated scenario and how many of its relaxations are asked for."""

    shape: str
    numbers: tuple[int, ...]
    count: int

    @property
    def label(self) -> str:
        """The instance as the generator's command line has it."""
        return " ".join([self.shape, *map(str, self.numbers)])


@dataclass(frozen=True)
class Measurement:
    """What one contender did on one instance.

    Attributes
    ----------
    state
        "reached" when it found as many answers as were asked for, or proved that there are no more.
    seconds
        Until then; for "limit", the limit. The median where it was run more than once.
    first
        Seconds until the first answer.
    costs
        Of each answer, in the order found.
    built
        Seconds spent before the clock on building the model, for contenders of which that is so.
    memory
        The most the process had, in MiB; ``memory_before`` is what it had when the clock started.
    calls, in_solver
        zopa's questions to CP-SAT and the seconds they took; for "limit", until the last answer.
    lines
        The red lines given up in each answer, when they were asked for.
    """

    instance: Instance
    contender: Contender
    state: State
    seconds: float = 0.0
    first: float | None = None
    costs: tuple[Fraction, ...] = ()
    built: float = 0.0
    memory: float = 0.0
    memory_before: float = 0.0
    calls: int = 0
    in_solver: float = 0.0
    lines: tuple[tuple[str, ...], ...] | None = None
    runs: int = 1
    note: str = ""

    @property
    def answers(self) -> int:
        """How many answers it found."""
        return len(self.costs)


def measure(instance: Instance, contender: Contender, limit: float, *, lines: bool = False) -> Measurement:
    """Run one contender once."""
    if contender.missing:
        return Measurement(instance, contender, "not installed", note=", ".join(contender.missing))
    task = {
        "contender": contender.name,
        "shape": instance.shape,
        "numbers": instance.numbers,
        "count": 1 if contender.single else instance.count,
        "limit": limit,
        "lines": lines,
    }
    with tempfile.TemporaryDirectory() as folder:
        output, errors = Path(folder, "output"), Path(folder, "errors")
        output.touch()
        with errors.open("wb") as error_file:
            process = subprocess.Popen(
                [sys.executable, str(CHILD), json.dumps(task), str(output)],
                stdout=subprocess.DEVNULL,
                stderr=error_file,
            )
            try:
                _, status, usage = os.wait4(process.pid, 0)  # the memory of a process that its alarm ended, too
            except BaseException:
                process.kill()
                process.wait()
                raise
        process.returncode = os.waitstatus_to_exitcode(status)
        told = [json.loads(line) for line in output.read_text("utf-8").splitlines() if line.endswith("}")]
        complaint = errors.read_text("utf-8", "replace").strip()
    made = Measurement(instance, contender, "failed", memory=usage.ru_maxrss / MIB, note=complaint.rpartition("\n")[2])
    return _read(made, told, process.returncode, limit)


def _read(made: Measurement, told: Sequence[dict], returned: int, limit: float) -> Measurement:
    """Return a measurement with what the process wrote before it ended."""
    if told and "not_encoded" in told[-1]:
        return replace(made, state="not encoded", note=told[-1]["not_encoded"])
    start = next((line for line in told if "built" in line), None)
    if start is None:
        return made
    made = replace(
        made,
        first=next((line["seconds"] for line in told if "cost" in line), None),
        costs=tuple(Fraction(line["cost"]) for line in told if "cost" in line),
        built=start["built"] if made.contender.builds_first else 0.0,
        memory_before=start["memory_before"] / MIB,
        calls=told[-1].get("calls", 0),
        in_solver=told[-1].get("in_solver", 0.0),
    )
    if returned == -signal.SIGALRM:
        return replace(made, state="limit", seconds=limit, note="")
    if returned or "finished" not in told[-1]:
        return made
    end = told[-1]
    return replace(
        made,
        state="reached",
        seconds=end["finished"],
        lines=None if end["lines"] is None else tuple(map(tuple, end["lines"])),
        note="",
    )


def compare(
    instance: Instance,
    contenders: Sequence[Contender],
    limit: float,
    repeats: int,
    report: Callable[[Measurement], None] = lambda _: None,
) -> list[Measurement]:
    """Run contenders in turn, and those that are quick again in turn, so that a machine whose speed drifts slows all.

    Returns
    -------
    list of Measurement
        One for each contender: the run of median time.
    """
    runs: dict[str, list[Measurement]] = {contender.name: [] for contender in contenders}
    for turn in range(repeats):
        for contender in contenders:
            before = runs[contender.name]
            if turn and (before[0].state != "reached" or before[0].seconds > SHORT):
                continue
            before.append(measure(instance, contender, limit))
            report(before[-1])
    return [_median(runs[contender.name]) for contender in contenders]


def _median(runs: Sequence[Measurement]) -> Measurement:
    """Return the run of median time (the slower of the two in the middle), unless one did not reach the end."""
    reached = sorted((run for run in runs if run.state == "reached"), key=lambda run: run.seconds)
    if len(reached) < len(runs):
        return next(run for run in runs if run.state != "reached")
    return replace(reached[len(reached) // 2], runs=len(runs))
