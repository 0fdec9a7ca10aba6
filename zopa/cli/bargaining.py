"""The question which deals are best and fairest; ends the program where the parties value deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from . import exits
from .interrupt import stopping
from .output import ProgressLine, in_colour, result, width

if TYPE_CHECKING:
    from ..models.scenario import Scenario


def best_deals(scenario: Scenario, json: bool, quiet: bool, time_limit: float | None, solution: str | None) -> None:
    """Answer ``deals`` for a scenario with interests; return where there are none.

    Raises
    ------
    typer.BadParameter
        If a solution is asked for where no party has interests.
    """
    if not any(party.values_deals for party in scenario.parties.values()):
        if solution is not None:
            raise typer.BadParameter("no party of this scenario has interests, so no deal is better than another")
        return
    from ..bargaining import bargain
    from ..solver.limits import Limits

    progress = ProgressLine(quiet)
    limits = Limits(time_limit, None if progress.or_none is None else progress.wait)
    with stopping(limits):
        found = bargain(scenario, limits=limits)
    progress.wipe()
    if json:
        from ..reports.document import to_json

        result(to_json(found))
    else:
        from ..reports.terminal import render

        result(render(found, width=width(), colour=in_colour(), solution=solution))
    raise typer.Exit(exits.OF_VERDICT[found.verdict])
