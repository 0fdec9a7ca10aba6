"""Explore the parts of a scenario in several processes; each returns what it proved, in the order of the parts.

A part's exploration is the same whoever runs it, so the answer does not depend on the number of processes.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from multiprocessing.synchronize import Event

from ..models.load import loads
from ..models.save import dumps
from ..models.values import Exact
from .explore import Allowance, Exploration
from .limits import Limits
from .search import Standing


@dataclass(frozen=True)
class Explored:
    """What a process found of one part: see :class:`~zopa.solver.search.PartSearch` for the fields."""

    conflicts: dict[int, Standing]
    deals: dict[int, dict[str, Exact]]
    proved: set[int]
    complete: bool


_limits: Limits
"""A worker process's own limits; set once when the process starts."""


def explore_in_processes(exploration: Exploration, workers: int, first: int) -> None:
    """Do what :meth:`Exploration.explore` does, each contested part in a process of its own."""
    contested = [at for at, _ in exploration.contested()]
    if workers < 2 or len(contested) < 2:
        exploration.explore(first)
        return
    context = get_context("spawn")  # a fork would copy the solver's threads half
    stop = context.Event()
    exploration.limits.on_interrupt(stop.set)
    pool = ProcessPoolExecutor(
        max_workers=min(workers, len(contested)),
        mp_context=context,
        initializer=_begin,
        initargs=(stop, exploration.limits.deadline),
    )
    task = partial(_explore, dumps(exploration.scenario), exploration.allowance, exploration.keep, first)
    with pool:
        with _interrupts_blocked():
            answers = pool.map(task, contested)
        for at, explored in zip(contested, answers, strict=True):
            exploration.searches[at].take_over(explored.conflicts, explored.deals, explored.proved, explored.complete)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let processes be born with Ctrl-C blocked: it reaches the whole group, and they wait for the parent's word."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(stop: Event, deadline: float | None) -> None:
    """Set a process up: the parent's deadline (one clock serves all), and its word to stop instead of the terminal's."""
    global _limits
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be blocked
    _limits = Limits(None if deadline is None else deadline - time.monotonic())

    def watch() -> None:
        stop.wait()
        _limits.interrupt()

    threading.Thread(target=watch, daemon=True).start()


def _explore(text: str, allowance: Allowance | None, keep: frozenset[str], first: int, at: int) -> Explored:
    exploration = Exploration(loads(text), _limits, keep, allowance)
    search = exploration.searches[at]
    search.is_feasible()
    exploration.explore_part(at, first)
    return Explored(
        search.conflicts,
        {crossed: dict(values) for crossed, values in search.deals.items()},
        search.proved,
        search.complete,
    )
