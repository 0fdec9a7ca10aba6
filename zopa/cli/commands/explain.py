"""The command that explains: why there is no deal, what stands against one, and why a party must give up a line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from ..ask import Question, ask
from ..input import read
from ..options import (
    AsJson,
    Keep,
    OnlyBetween,
    OnlyFrom,
    Quiet,
    Reservations,
    ScenarioName,
    TimeLimit,
    Top,
    form_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...models.scenario import Scenario
    from ...results.explanation import Explanations
    from ...results.objections import Objections
    from ...results.why import WhyGiveUp
    from ...solver.limits import Limits
    from ..output import ProgressLine


def explain(
    scenario: ScenarioName,
    deal: Annotated[
        str | None,
        typer.Option(
            "--deal",
            metavar="FILE",
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
    json: AsJson = False,
    top: Top = 10,
    keep: Keep = None,
    only_from: OnlyFrom = None,
    only_between: OnlyBetween = None,
    reservations: Reservations = False,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> NoReturn:
    """Explain why there is no deal; with --deal, what stands against a deal; with --why, whether a line has to go."""
    if deal is not None and why is not None:
        raise typer.BadParameter("use --deal or --why, not both")
    if deal is not None and (keep or only_from or only_between):
        raise typer.BadParameter("--deal is about all red lines; --keep, --only-from and --only-between need --why")
    if why is None and (keep or only_from):
        raise typer.BadParameter("--keep and --only-from need --why")

    def against(given: Scenario, limits: Limits, _: ProgressLine) -> Iterator[Objections]:
        from ...models.io.proposal import read_proposal
        from ...questions.objections import objections

        assert deal is not None
        yield objections(given, read_proposal(Path(deal).read_bytes(), given, deal), limits=limits)

    def of_line(given: Scenario, limits: Limits, _: ProgressLine) -> Iterator[WhyGiveUp]:
        from ...questions.why import why_give_up

        assert why is not None
        yield why_give_up(
            given,
            why,
            keep=keep or (),
            only_from=only_from or (),
            only_between=only_between or (),
            limits=limits,
        )

    def refuted(given: Scenario, limits: Limits, _: ProgressLine) -> Iterator[Explanations]:
        from ...questions.explain import explain as refute

        yield refute(given, only_between=only_between or (), limits=limits)

    question: Question = against if deal is not None else of_line if why is not None else refuted
    reading = read(scenario, quiet or json, reservations)
    ask(reading.scenario, question, form=form_of(json), quiet=quiet, time_limit=time_limit, top=top)
