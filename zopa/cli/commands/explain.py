"""The command that explains: why there is no deal, what stands against one, and why a party must give up a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, NoReturn

import typer

import zopa

from .. import options
from ..ask import Asking
from ..input import file_bytes
from ..output import ProgressLine


def explain(
    scenario: options.ScenarioName,
    deal: Annotated[
        str | None,
        typer.Option(
            "--deal",
            metavar="FILE",
            callback=options.not_empty,
            help="Explain what stands against the deal in FILE, and show the nearest deals that cross less.",
        ),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="PARTY.LINE",
            help="Explain whether this line has to be given up, and what would have to give instead.",
        ),
    ] = None,
    json: options.AsJson = False,
    top: options.Top = 10,
    keep: options.Keep = None,
    only_from: options.OnlyFrom = None,
    only_between: options.OnlyBetween = None,
    reservations: options.Reservations = False,
    time_limit: options.TimeLimit = None,
    quiet: options.Quiet = False,
) -> NoReturn:
    """Explain why there is no deal; with --deal, what stands against a deal; with --why, whether a line has to go."""
    if deal is not None and why is not None:
        raise typer.BadParameter("use --deal or --why, not both")
    if deal is not None and (keep or only_from or only_between):
        raise typer.BadParameter("--deal is about all red lines; --keep, --only-from and --only-between need --why")
    if why is None and (keep or only_from):
        raise typer.BadParameter("--keep and --only-from need --why")

    asking = Asking(scenario, quiet, time_limit, json, reservations=reservations)
    asked = asking.scenario

    def question(limits: zopa.Limits, _: ProgressLine) -> Iterable[object]:
        if deal is not None:
            from ...models.io.proposal import read_proposal

            return [zopa.objections(asked, read_proposal(file_bytes(deal), asked, deal), limits=limits)]
        if why is not None:
            return [zopa.why_give_up(asked, why, **options.lines_of(keep, only_from, only_between), limits=limits)]
        return [zopa.explain(asked, only_between=only_between or (), limits=limits)]

    asking.answer(question, top=top)
