"""The command about deals: the best and fairest for parties with interests, and different ones where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import typer

import zopa

from ...errors import ScenarioError
from .. import options
from ..ask import Asking
from ..input import file_bytes
from ..interrupt import stopping
from ..output import ProgressLine, message


def deals(
    scenario: options.ScenarioName,
    json: options.AsJson = False,
    jsonl: options.AsJsonLines = False,
    top: options.TopDeals = None,
    solution: options.Solution = None,
    diverse: options.Diverse = False,
    improve: options.Improve = None,
    plot: options.Plot = None,
    all_outcomes: options.AllOutcomes = False,
    others: options.Others = False,
    time_limit: options.TimeLimit = None,
    workers: options.Workers = 1,
    quiet: options.Quiet = False,
) -> NoReturn:
    """Find the best and fairest deals for parties with interests; without interests, deals that differ."""
    asking = Asking(scenario, quiet, time_limit, json, jsonl)
    asked = asking.scenario
    number = top or 1
    if not any(party.values_deals for party in asked.parties.values()):
        of_interests = {
            "--solution": solution,
            "--improve": improve,
            "--diverse": diverse,
            "--plot": plot,
            "--all-outcomes": all_outcomes,
            "--others": others,
            "--jsonl": jsonl,
        }
        for option, given in of_interests.items():
            if given not in (None, False):
                raise typer.BadParameter(f"{option} needs interests, and no party of this scenario has any")
        asking.answer(
            lambda limits, progress: zopa.stream(
                asked, top=number, workers=workers, sections=("deals",), limits=limits, on_progress=progress.or_none
            ),
            top=number,
        )
    if top is not None and not diverse:
        raise typer.BadParameter("with interests, --top needs --diverse; the frontier is always listed in full")
    if workers > 1:
        raise typer.BadParameter("--workers cannot be combined with deals where parties have interests")
    if plot is not None:
        from ...questions.plot import check

        check(asked, Path(plot))
    proposal = None if improve is None else _deal(asked, improve)

    def question(limits: zopa.Limits, progress: ProgressLine) -> Iterator[object]:
        for event in zopa.stream_deals(
            asked,
            diverse=number if diverse else 0,
            proposal=proposal,
            all_outcomes=all_outcomes,
            elsewhere=others,
            limits=limits,
        ):
            progress.points += isinstance(event, zopa.Outcome)
            yield event

    def draw(found: zopa.Bargain, limits: zopa.Limits) -> None:
        if plot is not None:
            _draw(found, plot, quiet, limits)

    asking.answer(question, solution=solution, finish=draw)


def _draw(found: zopa.Bargain, file: str, quiet: bool, limits: zopa.Limits) -> None:
    """Draw the answer; where there is nothing to draw, say so and leave the exit code to the verdict."""
    from ...questions.plot import NothingToDraw, plot

    try:
        with stopping(limits):
            plot(found, file, limits=limits)
    except NothingToDraw as error:
        message(str(error))
        return
    if not quiet:
        message(f"wrote {file}")


def _deal(scenario: zopa.Scenario, name: str) -> dict[str, Any]:
    """Read a deal from a file: a mapping of every term to its value.

    Raises
    ------
    ScenarioError
        If that is not what the file holds.
    """
    from ...models.io.proposal import read_deal

    try:
        proposal = read_deal(file_bytes(name), scenario, name)
        scenario.meaning().numbers(proposal)
    except ScenarioError as error:
        raise ScenarioError(error.problems, name) from None
    return proposal
