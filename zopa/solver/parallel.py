"""Explore the parts of a scenario in several processes; each returns what it proved, in the order of the parts.

A part's exploration is the same whoever runs it, so the answer does not depend on the number of processes.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from ..errors import SolverError
from ..models.load import loads
from ..models.save import dumps
from .explore import Allowance, Exploration
from .limits import Limits
from .search import Findings

_LOOK = 0.02
"""Seconds between two looks at whether the parent says to stop."""

_limits: Limits
"""A worker process's own limits; set once when the process starts."""


def explore_in_processes(exploration: Exploration, workers: int) -> None:
    """Do what :meth:`Exploration.explore` does, each part in a process of its own."""
    parts = exploration.unfinished()
    if workers < 2 or len(parts) < 2:
        exploration.explore()
        return
    context = get_context("spawn")  # a fork would copy the solver's threads half
    stop = context.Event()
    exploration.limits.on_interrupt(stop.set)
    pool = ProcessPoolExecutor(
        max_workers=min(workers, len(parts)),
        mp_context=context,
        initializer=_begin,
        initargs=(stop, exploration.limits.deadline),
    )
    task = partial(_explore, dumps(exploration.scenario), exploration.allowance)
    known = [exploration.searches[at].findings() for at in parts]
    with pool:
        with _interrupts_blocked():
            answers = pool.map(task, parts, known)
        try:
            for at, found in zip(parts, answers, strict=True):
                exploration.renew(at, found)
        except BrokenProcessPool:
            if exploration.limits.stopped_by is None:
                raise SolverError("a process that --workers started was ended from outside; try it with one") from None


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let processes be born with Ctrl-C and polite kills blocked: these reach the whole group, and the parent decides."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(stop: Event, deadline: float | None) -> None:
    """Set a process up: the parent's deadline (one clock serves all), and its word to stop instead of the terminal's."""
    global _limits
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # where they could not be blocked
    _limits = Limits(None if deadline is None else deadline - time.monotonic())

    def watch() -> None:
        # Not stop.wait(): whoever sets an event waits for all that wait for it, also for a process that is gone by then.
        while not stop.is_set():
            time.sleep(_LOOK)
        _limits.interrupt()

    threading.Thread(target=watch, daemon=True).start()


def _explore(text: str, allowance: Allowance | None, at: int, known: Findings) -> Findings:
    exploration = Exploration(loads(text), _limits, allowance=allowance)
    exploration.renew(at, known)
    exploration.explore_part(at)
    return exploration.searches[at].findings()
