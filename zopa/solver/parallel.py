"""Explore the parts of a scenario in several processes; each returns what it proved, in the order of the parts.

A part's exploration is the same whoever runs it, so the answer does not depend on the number of processes.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from typing import TYPE_CHECKING

from ..models.load import loads
from ..models.save import dumps
from ..models.scenario import Scenario
from ..models.values import Exact
from .limits import Limits

if TYPE_CHECKING:
    from .explore import Allowance


@dataclass(frozen=True)
class Explored:
    """What a process found of one part: see :class:`~zopa.solver.search.PartSearch` for the fields."""

    conflicts: dict[int, bool]
    deals: dict[int, dict[str, Exact]]
    found: list[tuple[int, int]]
    complete: bool
    questions: int


_limits: Limits
"""A worker process's own limits; set once when the process starts."""


def explore_parts(
    scenario: Scenario, parts: Sequence[int], allowance: Allowance, limits: Limits, workers: int
) -> list[Explored]:
    """Explore some parts, given by their positions, in processes of their own."""
    context = get_context("spawn")  # a fork would copy the solver's threads half
    stop = context.Event()
    limits.on_interrupt(stop.set)
    pool = ProcessPoolExecutor(
        max_workers=min(workers, len(parts)),
        mp_context=context,
        initializer=_begin,
        initargs=(stop, limits.seconds_left),
    )
    text = dumps(scenario)
    with pool:
        return list(pool.map(_explore, [text] * len(parts), parts, [allowance] * len(parts)))


def _begin(stop: Event, seconds: float | None) -> None:
    """Set a process up: its own clock, and the parent's word to stop instead of the terminal's."""
    global _limits
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limits = Limits(seconds)

    def watch() -> None:
        stop.wait()
        _limits.interrupt()

    threading.Thread(target=watch, daemon=True).start()


def _explore(text: str, at: int, allowance: Allowance) -> Explored:
    from .explore import Exploration

    exploration = Exploration(loads(text), _limits, allowance=allowance)
    search = exploration.searches[at]
    search.is_feasible()
    exploration.found[at] = []
    exploration.explore_part(at)
    return Explored(search.conflicts, search.deals, exploration.found[at], search.complete, search.oracle.questions)
