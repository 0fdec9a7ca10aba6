"""What goes where: results to standard output, all else to standard error."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from ..errors import printable
from . import exit_codes

if TYPE_CHECKING:
    from ..results.analysis import Progress

MAX_WIDTH = 120


def result(text: str) -> None:
    """Print a result; it is UTF-8 whatever the locale says.

    Where it does not arrive (a closed stream or pipe, a full disk) the program ends as undecided: whoever asked did not
    get the answer.
    """
    if sys.stdout is None:
        sys.exit(exit_codes.UNDECIDED)
    try:
        sys.stdout.flush()
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            sys.stdout.write(text)
        else:
            stream.write(text.encode("utf-8"))
            stream.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            message(f"zopa: standard output: {error.strerror or error}")
        sys.exit(exit_codes.UNDECIDED)


def message(text: str) -> None:
    """Print a message for the user, if there is a stream that takes it; names in it cannot command a terminal."""
    if sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    with suppress(OSError):  # a full disk; the exit code still says how the program ended
        print(printable(text).encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def width() -> int:
    """Return the columns to write in: the terminal's, up to what the eye follows."""
    return min(shutil.get_terminal_size((80, 24)).columns, MAX_WIDTH)


def in_colour() -> bool:
    """Return whether results go to a terminal that wants colour."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class ProgressLine:
    """One line on a terminal, from the second second on, rewritten in place and wiped at the end."""

    def __init__(self, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self.started = self.last = time.monotonic()
        self.written = False
        self.points = 0

    @property
    def or_none(self) -> ProgressLine | None:
        """The line where it is shown; without one, progress need not be counted."""
        return self if self.shown else None

    def __call__(self, progress: Progress) -> None:
        """Show how far a search is."""
        self._show(
            f"{progress.conflicts:,} conflicts, {progress.relaxations:,} relaxations; none costs less than "
            f"{progress.least_cost}; {progress.seconds:.0f} s (Ctrl-C stops)"
        )

    def wait(self) -> None:
        """Show that something is going on, and how many points of a frontier are proved."""
        found = f"; {self.points:,} points of the frontier" if self.points else ""
        self._show(f"searching{found}; {time.monotonic() - self.started:.0f} s (Ctrl-C stops)")

    def _show(self, text: str) -> None:
        now = time.monotonic()
        if not self.shown or now - self.started < 1 or now - self.last < 0.1:
            return
        self.last, self.written = now, True
        sys.stderr.write(f"\r\x1b[2K{text[: shutil.get_terminal_size((80, 24)).columns - 1]}")
        sys.stderr.flush()

    def wipe(self) -> None:
        """Remove the line."""
        if self.written:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self.written = False
