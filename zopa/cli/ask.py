"""The one runner of questions: progress and interrupts while the search runs, then the answer and its exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import typer

import zopa

from . import exit_codes
from .interrupt import stopping
from .output import ProgressLine, in_colour, result, width

if TYPE_CHECKING:
    from ..solver.limits import Limits
    from .options import Form

Question: TypeAlias = "Callable[[Limits, ProgressLine], Iterable[Any]]"
"""Asks within limits; what comes last is the answer, and what comes before it was proved on the way."""


def ask(
    question: Question,
    form: Form,
    quiet: bool,
    time_limit: float | None,
    *,
    top: int = 10,
    solution: str | None = None,
    finish: Callable[[Any, Limits], None] | None = None,
) -> NoReturn:
    """Print the answer to a question and end the program with the exit code of the verdict.

    Parameters
    ----------
    form
        A report, one JSON document, or one line of JSON for each thing that is proved.
    quiet
        Show no progress.
    top, solution
        What the report shows, as for :func:`zopa.reports.terminal.analysis.render`.
    finish
        What else to do with the answer, in whatever form it was printed.
    """
    answer, limits = searched(question, form, quiet, time_limit)
    if form == "document":
        result(zopa.to_json(answer))
    elif form == "report":
        from ..reports.terminal.analysis import render

        result(render(answer, width=width(), colour=in_colour(), top=top, solution=solution))
    if finish is not None:
        finish(answer, limits)
    raise typer.Exit(exit_codes.OF_VERDICT[answer.verdict])


def searched(question: Question, form: Form, quiet: bool, time_limit: float | None) -> tuple[Any, Limits]:
    """Return the answer to a question and the limits of its search; as lines, print all that is proved."""
    progress = ProgressLine(quiet)
    limits = zopa.Limits(time_limit, progress.wait if progress.shown else None)
    answer = None
    try:
        with stopping(limits):
            for answer in question(limits, progress):
                if form == "lines":
                    from ..reports.json.documents import to_line

                    progress.wipe()
                    result(to_line(answer))
    finally:
        progress.wipe()
    return answer, limits
