"""When to stop: the user's time limit, an interrupt, and allowances that are the same in every run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

StoppedBy: TypeAlias = Literal["time_limit", "interrupt"]


class Stopped(Exception):
    """A limit came first."""

    def __init__(self, limit: StoppedBy | None) -> None:
        self.limit = limit
        super().__init__(limit)


class Limits:
    """What ends a search, shared by everything that a request starts.

    Parameters
    ----------
    seconds
        Wall-clock limit from now; ``None`` for none.
    on_question
        Called before every question to the solver, for progress displays.
    """

    def __init__(self, seconds: float | None = None, on_question: Callable[[], None] | None = None) -> None:
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.on_question = on_question
        self._interrupted = threading.Event()
        self._listeners: list[Callable[[], None]] = []

    @property
    def stopped_by(self) -> StoppedBy | None:
        """Why no more questions may be asked; None while they may."""
        if self._interrupted.is_set():
            return "interrupt"
        if self.deadline is not None and time.monotonic() >= self.deadline:
            return "time_limit"
        return None

    @property
    def seconds_left(self) -> float | None:
        """Wall-clock seconds until the limit; None without one."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def interrupt(self) -> None:
        """Stop the search from another thread or a signal handler: what was proved stays."""
        self._interrupted.set()
        for listen in list(self._listeners):
            listen()

    def on_interrupt(self, listen: Callable[[], None]) -> None:
        """Call a function when the search is interrupted (at once if it has been)."""
        self._listeners.append(listen)
        if self._interrupted.is_set():
            listen()

    def forget(self, listen: Callable[[], None]) -> None:
        """Call a function no more."""
        self._listeners.remove(listen)


@dataclass(frozen=True)
class Allowance:
    """How much a complete exploration may take for one part, counted in things that are the same in every run.

    Parameters
    ----------
    questions
        To the solver.
    relaxations
        Looked at.
    steps
        Of the search for hitting sets.
    """

    questions: int = 10_000
    relaxations: int = 2_000
    steps: int = 100_000

    def less(self, spent: Allowance) -> Allowance:
        """Return what is left."""
        return Allowance(
            max(0, self.questions - spent.questions),
            max(0, self.relaxations - spent.relaxations),
            max(0, self.steps - spent.steps),
        )

    def share(self, number: int) -> Allowance | None:
        """Return an equal share for each of a number; None where there is too little for that."""
        made = Allowance(self.questions // number, self.relaxations // number, self.steps // number)
        return made if made.questions and made.relaxations and made.steps else None


class Steps:
    """Counts the steps of a search that asks the solver nothing for long, and ends it at a limit.

    Attributes
    ----------
    taken
        Steps so far.
    """

    def __init__(self, limits: Limits) -> None:
        self.taken = 0
        self._limits = limits
        self._most: int | None = None

    def take(self, number: int = 1) -> None:
        """Count more steps.

        Raises
        ------
        Stopped
            When a limit has come, or there have been more steps than were granted.
        """
        self.taken += number
        limit = self._limits.stopped_by
        if limit is not None or (self._most is not None and self.taken > self._most):
            raise Stopped(limit)

    @contextmanager
    def limited(self, most: int) -> Iterator[None]:
        """Grant no more than a number of steps in all."""
        self._most = most
        try:
            yield
        finally:
            self._most = None
