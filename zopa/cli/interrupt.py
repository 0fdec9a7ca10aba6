"""Ctrl-C: the first one stops the search and leaves what was proved, the second one ends the program.

CP-SAT runs in native code, where Python's signal handlers wait for it to return. So the handler's wake-up byte goes to
a thread, which stops the solve under way at once.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from . import exit_codes

if TYPE_CHECKING:  # what is imported here comes before Ctrl-C is caught
    from collections.abc import Iterator

    from ..solver.limits import Limits


def end_on_interrupt() -> None:
    """Until a search runs, let Ctrl-C end the program as undecided: 1 would say that no deal exists."""
    signal.signal(signal.SIGINT, _end)


def _end(_number: int, _frame: object) -> None:
    # At once: an exception could be raised in the middle of an import, and be taken for an error of that.
    os.write(2, b"interrupted: nothing was decided\n")
    os._exit(exit_codes.UNDECIDED)


@contextmanager
def stopping(limits: Limits) -> Iterator[None]:
    """While the block runs, let Ctrl-C (or a polite kill) stop the search; a second one ends the program."""

    def stop(_number: int, _frame: object) -> None:
        limits.interrupt()
        signal.signal(signal.SIGINT, _end)

    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def watch() -> None:
        if os.read(reading, 1) != b"\0":
            limits.interrupt()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    old_descriptor = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(old_descriptor)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.write(writing, b"\0")
        watcher.join()
        os.close(reading)
        os.close(writing)
