"""The options that several commands share."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

import typer

from ..models.values import as_decimal, exact, parse_number


def _seconds(value: float | None) -> float | None:
    if value is not None and not value >= 0:
        raise typer.BadParameter("a number of seconds from 0 on is expected")
    return value


def _two(value: tuple[str, str] | None) -> tuple[str, str] | None:
    if value is not None and value[0] == value[1]:
        raise typer.BadParameter("two different parties are expected")
    return value


def _cost(value: str | None) -> int | Decimal | None:
    if value is None:
        return None
    number = parse_number(value)
    if number is None or number < 0:
        raise typer.BadParameter("a number from 0 on is expected")
    if len(number.as_tuple().digits) > 30 or abs(number.adjusted()) > 30:
        raise typer.BadParameter("a number of at most 30 digits is expected")
    return as_decimal(exact(number))


ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A bundled scenario's id, a file, or - for standard input.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the report.")]
AsJsonLines = Annotated[
    bool, typer.Option("--jsonl", help="Print a JSON object a line as each thing is proved, the whole answer last.")
]
Top = Annotated[int, typer.Option("--top", min=1, metavar="K", help="How many to list.")]
TopDeals = Annotated[
    int | None, typer.Option("--top", min=1, metavar="K", show_default="1", help="How many to list, with --diverse.")
]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", metavar="SECONDS", callback=_seconds, help="Stop then, with what is proved."),
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, metavar="N", help="Processes to use; the answer is the same.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="PARTY.LINE", help="Never give this line up (or any of a party's). Repeatable."),
]
OnlyFrom = Annotated[
    list[str] | None, typer.Option("--only-from", metavar="PARTY", help="Only this party gives lines up. Repeatable.")
]
OnlyBetween = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--only-between",
        metavar="PARTY PARTY",
        callback=_two,
        help="Leave the red lines of all other parties out.",
    ),
]
MaxCost = Annotated[
    str | None, typer.Option("--max-cost", metavar="COST", callback=_cost, help="List no relaxation that costs more.")
]
Prefer = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        metavar="PARTY[.LINE]",
        help="Keep these first, and show what that order leads to. Repeatable, the most important first.",
    ),
]
Smallest = Annotated[bool, typer.Option("--smallest", help="Show one smallest conflict, without listing all.")]
Amounts = Annotated[
    bool, typer.Option("--amounts", help="Let lines move by amounts and to fallbacks, short of being given up.")
]
LeastMoves = Annotated[
    bool,
    typer.Option(
        "--smallest",
        help="With --amounts: let every number and date move, and show the least movement in its own unit.",
    ),
]
OfAssumptions = Annotated[
    bool, typer.Option("--assumptions", help="Ask about the facts that are assumptions instead of the red lines.")
]
Budget = Annotated[
    list[str] | None,
    typer.Option("--budget", metavar="PARTY=COST", help="The most that a party may give. Repeatable."),
]
Solution = Annotated[
    Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "relative_utilitarian"] | None,
    typer.Option("--solution", metavar="NAME", help="Of the best deals, show this solution alone."),
]
Diverse = Annotated[
    bool, typer.Option("--diverse", help="Beside the solutions, --top good deals that differ as much as can be.")
]
Improve = Annotated[
    str | None,
    typer.Option("--improve", metavar="FILE", help="Hold the deal in a file (term: value) against the best ones."),
]
AllOutcomes = Annotated[
    bool, typer.Option("--all-outcomes", help="List every deal that all accept, too, where these are not too many.")
]
Others = Annotated[bool, typer.Option("--others", help="Say, too, what other systems call Kalai.")]
Plot = Annotated[
    str | None, typer.Option("--plot", metavar="FILE", help="Draw the best deals into an .svg or .png file, too.")
]
Reservations = Annotated[
    bool, typer.Option("--reservations", help="Count the reservation values that parties state as red lines, too.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No warnings and no progress.")]


def budgets(given: list[str] | None) -> dict[str, int | Decimal]:
    """Return what --budget said, by party.

    Raises
    ------
    typer.BadParameter
        If an entry is not PARTY=COST, or names a party a second time.
    """
    made: dict[str, int | Decimal] = {}
    for entry in given or ():
        party, equals, text = entry.partition("=")
        if not equals or not party or party in made:
            wrong = f"{party} has a budget already" if party in made else f"PARTY=COST is expected, not {entry!r}"
            raise typer.BadParameter(wrong, param_hint="--budget")
        try:
            cost = _cost(text)
        except typer.BadParameter as error:
            raise typer.BadParameter(f"{error.message}, not {text!r}", param_hint=f"--budget {party}") from None
        assert cost is not None
        made[party] = cost
    return made


def request(**options: Any) -> dict[str, Any]:
    """Return those options of a request that were given."""
    return {name: value for name, value in options.items() if value}
