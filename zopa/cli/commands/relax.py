"""The questions by how much, who carries it, how firm, and on which assumptions; each ends the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from ...errors import ScenarioError
from .. import exit_codes
from ..input import read
from ..interrupt import stopping
from ..output import ProgressLine, in_colour, result, width

if TYPE_CHECKING:
    from ...models.scenario import Scenario
    from ...results.concessions import Moves
    from ...solver.limits import Limits


def check(
    amounts: bool,
    smallest: bool,
    budget: object,
    assumptions: bool,
    jsonl: bool,
    prefer: object,
    max_cost: object,
    workers: int,
    *of_red_lines: object,
) -> None:
    """Refuse options that do not go together.

    Raises
    ------
    typer.BadParameter
        Saying which.
    """
    if assumptions and (amounts or smallest or budget or prefer or max_cost is not None or any(of_red_lines)):
        raise typer.BadParameter("--assumptions asks about facts; options about red lines do not go with it")
    if (smallest or budget) and not amounts:
        raise typer.BadParameter(f"{'--smallest' if smallest else '--budget'} goes with --amounts")
    if smallest and (budget or max_cost is not None):
        other = "--budget" if budget else "--max-cost"
        raise typer.BadParameter(f"{other} is about costs, and --smallest counts amounts; they do not go together")
    if (amounts or assumptions) and workers > 1:
        raise typer.BadParameter(f"--workers does not go with {'--amounts' if amounts else '--assumptions'}")
    if amounts and prefer:
        raise typer.BadParameter("--prefer is about whole lines; it does not go with --amounts")
    if (amounts or assumptions) and jsonl:
        raise typer.BadParameter(f"--jsonl does not go with {'--amounts' if amounts else '--assumptions'}; use --json")


def by_amounts(
    scenario: str, json: bool, quiet: bool, time_limit: float | None, asked: dict[str, Any], reservations: bool
) -> NoReturn:
    """Answer ``relax --amounts``.

    Raises
    ------
    typer.BadParameter
        If it asks to add up what different parties' utilities come down by.
    """
    if reservations and asked.get("smallest"):
        message = "--smallest adds amounts up, and utilities of different parties have no unit in common; zopa deals"
        raise typer.BadParameter(f"{message} says by how much each reservation value has to come down")
    from ...questions.concessions import concessions

    def ask(given: Scenario, limits: Limits) -> Moves:
        return concessions(given, limits=limits, **asked)

    _answer(scenario, json, quiet, time_limit, ask, reservations)


def by_party(scenario: str, json: bool, quiet: bool, time_limit: float | None, asked: dict[str, Any]) -> NoReturn:
    """Answer ``burden``."""
    from ...questions.concessions import burden

    _answer(scenario, json, quiet, time_limit, lambda given, limits: burden(given, limits=limits, **asked))


def by_weight(scenario: str, json: bool, quiet: bool, time_limit: float | None, asked: dict[str, Any]) -> NoReturn:
    """Answer ``sensitivity``."""
    from ...questions.concessions import sensitivity

    _answer(scenario, json, quiet, time_limit, lambda given, limits: sensitivity(given, limits=limits, **asked))


def about_assumptions(scenario: str, json: bool, quiet: bool, time_limit: float | None, top: int) -> NoReturn:
    """Answer ``relax --assumptions``."""
    from ...questions.assumptions import assumptions

    _answer(scenario, json, quiet, time_limit, lambda given, limits: assumptions(given, limits=limits, top=top))


def _answer(
    name: str,
    json: bool,
    quiet: bool,
    time_limit: float | None,
    ask: Callable[[Scenario, Limits], Moves],
    reservations: bool = False,
) -> NoReturn:
    reading = read(name, quiet or json, reservations)
    from ...solver.limits import Limits

    progress = ProgressLine(quiet)
    limits = Limits(time_limit, None if progress.or_none is None else progress.wait)
    try:
        with stopping(limits):
            answer = ask(reading.scenario, limits)
    except ScenarioError as error:  # found by solving, and yet a mistake of the file
        raise ScenarioError(reading.located(error.problems), name) from None
    finally:
        progress.wipe()
    if json:
        from ...reports import to_json

        result(to_json(answer))
    else:
        from ...reports import render

        result(render(answer, width=width(), colour=in_colour()))
    raise typer.Exit(exit_codes.OF_VERDICT[answer.verdict])
