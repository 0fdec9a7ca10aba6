"""Explore the parts of a scenario and their disputes in several processes; see :mod:`zopa.solver.conflicts.rounds`."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from ...errors import SolverError
from ...models.io.load import loads
from ...models.io.save import dumps
from ..limits import Limits
from .exploration import Exploration
from .rounds import Done, Task, do, explore_in_rounds

_LOOK = 0.02
"""Seconds between two looks at whether the parent says to stop."""


class _Own:
    """What a worker process has of its own, set once when it starts."""

    exploration: Exploration


def explore_in_processes(exploration: Exploration, workers: int) -> None:
    """Explore to the end, the tasks of each round in ``workers`` processes.

    Raises
    ------
    SolverError
        If a process is ended from outside.
    """
    context = get_context("spawn")  # a fork would copy the solver's threads half
    stop = context.Event()
    exploration.limits.on_interrupt(stop.set)
    pool = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=context,
        initializer=_begin,
        initargs=(stop, exploration.limits.deadline, dumps(exploration.scenario)),
    )

    def run(tasks: Sequence[Task]) -> Iterable[Done]:
        if len(tasks) < 2:
            return [do(exploration, task) for task in tasks]
        with _interrupts_blocked():
            return pool.map(_do, tasks)

    with pool:
        try:
            explore_in_rounds(exploration, run)
        except BrokenProcessPool:
            if exploration.limits.stopped_by is None:
                raise SolverError("a process that --workers started was ended from outside; try it with one") from None


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Start processes with Ctrl-C and polite kills blocked: these reach the whole group, and the parent decides."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(stop: Event, deadline: float | None, text: str) -> None:
    """Set a process up: it has the parent's deadline (one clock serves all), and stops when the parent says so."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # where they could not be blocked
    limits = Limits(None if deadline is None else deadline - time.monotonic())

    def watch() -> None:
        # Not stop.wait(): whoever sets an event waits for all that wait for it, even for a process that is gone.
        while not stop.is_set():
            time.sleep(_LOOK)
        limits.interrupt()

    threading.Thread(target=watch, daemon=True).start()
    _Own.exploration = Exploration(loads(text), limits)


def _do(task: Task) -> Done:
    return do(_Own.exploration, task)
