"""The one runner of questions: progress and interrupts while the search runs, then the answer and its exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeAlias

import typer

import zopa

from ..solver.limits import Limits
from . import exit_codes
from .input import read
from .interrupt import stopping
from .output import ProgressLine, in_colour, result, width

Question: TypeAlias = Callable[[Limits, ProgressLine], Iterable[Any]]
"""Asks within limits; what comes last is the answer, and what comes before it was proved on the way."""


class Asking:
    """A scenario that a command asks about, and how it prints the answer.

    Parameters
    ----------
    name
        The bundled scenario, or the file.
    json, jsonl
        Print one JSON document, or a line of JSON for each thing that is proved, instead of a report.
    quiet
        Print neither warnings nor progress.
    reservations
        Whether stated reservation values are red lines.
    """

    def __init__(
        self,
        name: str,
        quiet: bool,
        time_limit: float | None,
        json: bool = False,
        jsonl: bool = False,
        reservations: bool = False,
    ) -> None:
        if json and jsonl:
            raise typer.BadParameter("use --json or --jsonl, not both")
        self._quiet, self._time_limit, self._json, self._jsonl = quiet, time_limit, json, jsonl
        self.reading = read(name, quiet or json or jsonl, reservations)
        self.scenario = self.reading.scenario

    def answer(
        self,
        question: Question,
        *,
        top: int = 10,
        solution: str | None = None,
        finish: Callable[[Any, Limits], None] | None = None,
    ) -> NoReturn:
        """Print the answer to a question and end the program with the exit code of the verdict.

        Parameters
        ----------
        top, solution
            What the report shows, as for :func:`zopa.reports.render`.
        finish
            What else to do with the answer, in whatever form it was printed.
        """
        answer, limits = self.searched(question)
        if self._json:
            result(zopa.to_json(answer))
        elif not self._jsonl:
            from ..reports import render

            result(render(answer, width=width(), colour=in_colour(), top=top, solution=solution))
        if finish is not None:
            finish(answer, limits)
        raise typer.Exit(exit_codes.OF_VERDICT[answer.verdict])

    def searched(self, question: Question) -> tuple[Any, Limits]:
        """Return the answer to a question and the limits of its search; with --jsonl, print all that is proved."""
        progress = ProgressLine(self._quiet)
        limits = Limits(self._time_limit, progress.wait if progress.shown else None)
        answer = None
        try:
            with stopping(limits):
                for answer in question(limits, progress):
                    if self._jsonl:
                        from ..reports.json.documents import to_line

                        progress.wipe()
                        result(to_line(answer))
        finally:
            progress.wipe()
        return answer, limits
