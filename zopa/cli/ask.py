"""The one runner of questions: progress and interrupts while the search runs, then the answer and its exit code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import typer

from . import exit_codes
from .interrupt import stopping
from .output import ProgressLine, in_colour, result, width

if TYPE_CHECKING:
    from ..models.scenario import Scenario
    from ..solver.limits import Limits
    from .options import Form

Question: TypeAlias = "Callable[[Scenario, Limits, ProgressLine], Iterable[Any]]"
"""Asks a scenario, within limits; what comes last is the answer, and what comes before it was proved on the way."""


def ask(
    scenario: Scenario,
    question: Question,
    *,
    form: Form = "report",
    quiet: bool = False,
    time_limit: float | None = None,
    top: int = 10,
    solution: str | None = None,
    finish: Callable[[Any, Limits], None] | None = None,
) -> NoReturn:
    """Answer a question on standard output and end the program with the exit code of the verdict.

    Parameters
    ----------
    form
        A report, one JSON document, or one line of JSON for each thing that is proved.
    quiet
        Show no progress.
    top, solution
        What the report shows, as for :func:`zopa.reports.render`.
    finish
        What else to do with the answer, in whatever form it was printed.
    """
    answer, limits = searched(scenario, question, form, quiet, time_limit)
    if form == "document":
        from ..reports import to_json

        result(to_json(answer))
    elif form == "report":
        from ..reports import render

        result(render(answer, width=width(), colour=in_colour(), top=top, solution=solution))
    if finish is not None:
        finish(answer, limits)
    raise typer.Exit(exit_codes.OF_VERDICT[answer.verdict])


def searched(
    scenario: Scenario, question: Question, form: Form, quiet: bool, time_limit: float | None
) -> tuple[Any, Limits]:
    """Return the answer to a question and the limits of its search; as lines, print all that is proved."""
    from ..solver.limits import Limits

    progress = ProgressLine(quiet)
    limits = Limits(time_limit, progress.wait if progress.shown else None)
    answer = None
    try:
        with stopping(limits):
            for answer in question(scenario, limits, progress):
                if form == "lines":
                    from ..reports.json.documents import to_line

                    progress.wipe()
                    result(to_line(answer))
    finally:
        progress.wipe()
    return answer, limits
