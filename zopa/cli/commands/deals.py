"""The question which deals are best and fairest; ends the program where the parties value deals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ...errors import ScenarioError
from .. import exit_codes
from ..interrupt import stopping
from ..output import ProgressLine, in_colour, message, result, width

if TYPE_CHECKING:
    from ...models.scenario import Scenario
    from ...results.best_deals import Bargain
    from ...solver.limits import Limits
    from .solve import Form


def check(scenario: Scenario, diverse: bool, top: int | None, workers: int) -> None:
    """Refuse options that say nothing about the best deals.

    Raises
    ------
    typer.BadParameter
        Saying which.
    """
    if not any(party.values_deals for party in scenario.parties.values()):
        return
    if top is not None and not diverse:
        raise typer.BadParameter("--top goes with --diverse where parties have interests; the frontier is listed whole")
    if workers > 1:
        raise typer.BadParameter("--workers does not go with deals where parties have interests")


def best_deals(
    scenario: Scenario,
    form: Form,
    quiet: bool,
    time_limit: float | None,
    solution: str | None,
    diverse: int,
    improve: str | None,
    plot: str | None,
    all_outcomes: bool = False,
    elsewhere: bool = False,
) -> None:
    """Answer ``deals`` for a scenario with interests; return where there are none.

    Raises
    ------
    typer.BadParameter
        If what is asked for needs interests, and no party has any.
    """
    if not any(party.values_deals for party in scenario.parties.values()):
        options = {"--solution": solution, "--improve": improve, "--diverse": diverse or None, "--plot": plot}
        options |= {"--all-outcomes": all_outcomes or None, "--others": elsewhere or None}
        options["--jsonl"] = form == "lines" or None
        for option, given in options.items():
            if given is not None:
                raise typer.BadParameter(f"{option} needs interests, and no party of this scenario has any")
        return
    from ...questions.best_deals import stream_deals
    from ...results.best_deals import Bargain, Outcome
    from ...solver.limits import Limits

    if plot is not None:
        from ...questions.plot import check

        check(scenario, Path(plot))
    proposal = None if improve is None else _deal(scenario, improve)
    progress = ProgressLine(quiet)
    points = 0
    limits = Limits(time_limit, None if progress.or_none is None else lambda: progress.wait(points))
    with stopping(limits):
        for found in stream_deals(
            scenario,
            diverse=diverse,
            proposal=proposal,
            all_outcomes=all_outcomes,
            elsewhere=elsewhere,
            limits=limits,
        ):
            points += isinstance(found, Outcome)
            if form == "lines":
                from ...reports.json.documents import to_line

                progress.wipe()
                result(to_line(found))
    progress.wipe()
    assert isinstance(found, Bargain)
    if form == "document":
        from ...reports import to_json

        result(to_json(found))
    elif form == "report":
        from ...reports import render

        result(render(found, width=width(), colour=in_colour(), solution=solution))
    if plot is not None:
        _draw(found, plot, quiet, limits)
    raise typer.Exit(exit_codes.OF_VERDICT[found.verdict])


def _draw(found: Bargain, file: str, quiet: bool, limits: Limits) -> None:
    """Draw the answer; where there is nothing to draw, say so and leave the exit code to the verdict."""
    from ...questions.plot import NothingToDraw, plot

    try:
        with stopping(limits):
            plot(found, file, limits=limits)
    except NothingToDraw as error:
        message(str(error))
        return
    if not quiet:
        message(f"written: {file}")


def _deal(scenario: Scenario, name: str) -> dict[str, Any]:
    """Read a deal from a file: a mapping of every term to its value.

    Raises
    ------
    ScenarioError
        If that is not what the file holds.
    """
    from ...models.io.load import read_deal

    try:
        proposal = read_deal(Path(name).read_bytes(), scenario, name)
        scenario.meaning().numbers(proposal)
    except ScenarioError as error:
        raise ScenarioError(error.problems, name) from None
    return proposal
