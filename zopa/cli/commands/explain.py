"""The command that explains: why not this deal, and why must a party give a line up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from .. import exit_codes
from ..input import read
from ..interrupt import stopping
from ..options import AsJson, Keep, OnlyBetween, OnlyFrom, Quiet, Reservations, ScenarioName, TimeLimit, Top, request
from ..output import ProgressLine, in_colour, result, width

if TYPE_CHECKING:
    from ...models.scenario import Scenario
    from ...results.explanation import Explanations
    from ...results.why import Reasons
    from ...solver.limits import Limits

app = typer.Typer()


@app.command()
def explain(
    scenario: ScenarioName,
    deal: Annotated[
        str | None,
        typer.Option(
            "--deal", metavar="FILE", help="Why not this deal: what it crosses, and the nearest that crosses less."
        ),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(
            "--why", metavar="PARTY.LINE", help="Why this line has to be given up, and what would be instead."
        ),
    ] = None,
    json: AsJson = False,
    top: Top = 10,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    reservations: Reservations = False,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> None:
    """Explain why there is no deal, step by step; or what stands against a proposed one; or why a line has to go."""
    if deal is not None and why is not None:
        raise typer.BadParameter("--deal and --why are two questions; ask one of them")
    if deal is not None:
        if keep or only_from or only_between:
            raise typer.BadParameter(
                "--deal asks about all red lines; --keep, --only-from and --only-between go with --why"
            )
        _against(scenario, deal, json, quiet, time_limit, reservations)
    if why is not None:
        asked = request(keep=keep, only_from=only_from, only_between=only_between)
        _answer(scenario, json, quiet, time_limit, lambda given, limits: _why(given, why, asked, limits), reservations)
    if keep or only_from:
        raise typer.BadParameter("what may be given up changes no refutation; --keep and --only-from go with --why")
    between = request(only_between=only_between)
    _answer(
        scenario, json, quiet, time_limit, lambda given, limits: _refuted(given, between, limits), reservations, top
    )


def _against(
    scenario: str, file: str, json: bool, quiet: bool, time_limit: float | None, reservations: bool
) -> NoReturn:
    """Answer why not a deal that a file holds.

    Raises
    ------
    ScenarioError
        If the file is no deal.
    """

    def ask(given: Scenario, limits: Limits) -> Reasons:
        from ...models.io.proposal import read_proposal

        proposed = read_proposal(Path(file).read_bytes(), given, file)
        from ...questions.objections import objections

        return objections(given, proposed, limits=limits)

    _answer(scenario, json, quiet, time_limit, ask, reservations)


def _why(scenario: Scenario, line: str, asked: dict[str, object], limits: Limits) -> Reasons:
    from ...questions.why import why_give_up

    return why_give_up(scenario, line, limits=limits, **asked)  # type: ignore[arg-type]


def _refuted(scenario: Scenario, asked: dict[str, Any], limits: Limits) -> Explanations:
    from ...questions.explain import explain as refute

    return refute(scenario, limits=limits, **asked)


def _answer(
    name: str,
    json: bool,
    quiet: bool,
    time_limit: float | None,
    ask: Callable[[Scenario, Limits], Reasons | Explanations],
    reservations: bool,
    top: int = 10,
) -> NoReturn:
    reading = read(name, quiet or json, reservations)
    from ...solver.limits import Limits

    progress = ProgressLine(quiet)
    limits = Limits(time_limit, None if progress.or_none is None else progress.wait)
    try:
        with stopping(limits):
            answer = ask(reading.scenario, limits)
    finally:
        progress.wipe()
    if json:
        from ...reports import to_json

        result(to_json(answer))
    else:
        from ...reports import render

        result(render(answer, width=width(), colour=in_colour(), top=top))
    raise typer.Exit(exit_codes.OF_VERDICT[answer.verdict])
