"""Golden reports: one file for each answer and width, and what holds of every line of a report.

After a change of wording, run this and read the difference:

    ZOPA_REGENERATE=1 python -m pytest tests/<the test's file>
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from rich.cells import cell_len

WIDTHS = (80, 120)
ALL_WIDTHS = (40, 57, 80, 120, 200)
"""Widths at which lines are checked; a report is never narrower than 40."""


class Golden:
    """The files of one folder in tests/golden, ``NAME-WIDTH.txt``."""

    def __init__(self, folder: str, names: Iterable[str]) -> None:
        self.folder = Path(__file__).parents[1] / "golden" / folder
        self.cases = [(name, width) for name in names for width in WIDTHS]

    def check(self, name: str, width: int, report: str) -> None:
        """Compare a report with its file, or write that where ZOPA_REGENERATE says so."""
        file = self.folder / f"{name}-{width}.txt"
        if os.environ.get("ZOPA_REGENERATE"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(report, "utf-8")
        assert report == file.read_text("utf-8")

    def check_that_none_is_left_over(self) -> None:
        assert {file.name for file in self.folder.iterdir()} == {f"{name}-{width}.txt" for name, width in self.cases}


def check_lines(report: str, width: int) -> None:
    """Check that no line is wider than asked for or ends in spaces."""
    for line in report.split("\n"):
        assert cell_len(line) <= max(40, width)
        assert line == line.rstrip()
