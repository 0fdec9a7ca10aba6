"""The question which deals are best and fairest; ends the program where the parties value deals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..errors import ScenarioError
from . import exits
from .interrupt import stopping
from .output import ProgressLine, in_colour, result, width

if TYPE_CHECKING:
    from ..models.scenario import Scenario


def best_deals(
    scenario: Scenario,
    json: bool,
    quiet: bool,
    time_limit: float | None,
    solution: str | None,
    diverse: int,
    improve: str | None,
) -> None:
    """Answer ``deals`` for a scenario with interests; return where there are none.

    Raises
    ------
    typer.BadParameter
        If what is asked for needs interests, and no party has any.
    """
    if not any(party.values_deals for party in scenario.parties.values()):
        for given, option in ((solution, "--solution"), (improve, "--improve"), (diverse or None, "--diverse")):
            if given is not None:
                raise typer.BadParameter(f"{option} needs interests, and no party of this scenario has any")
        return
    from ..bargaining import bargain
    from ..solver.limits import Limits

    proposal = None if improve is None else _deal(scenario, improve)
    progress = ProgressLine(quiet)
    limits = Limits(time_limit, None if progress.or_none is None else progress.wait)
    with stopping(limits):
        found = bargain(scenario, diverse=diverse, proposal=proposal, limits=limits)
    progress.wipe()
    if json:
        from ..reports.document import to_json

        result(to_json(found))
    else:
        from ..reports.terminal import render

        result(render(found, width=width(), colour=in_colour(), solution=solution))
    raise typer.Exit(exits.OF_VERDICT[found.verdict])


def _deal(scenario: Scenario, name: str) -> dict[str, Any]:
    """Read a deal from a file: a mapping of every term to its value.

    Raises
    ------
    ScenarioError
        If that is not what the file holds.
    """
    from ..models.load import read_deal

    try:
        proposal = read_deal(Path(name).read_bytes(), scenario, name)
        scenario.meaning().numbers(proposal)
    except ScenarioError as error:
        raise ScenarioError(error.problems, name) from None
    return proposal
