"""The options that several commands share."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Annotated, Literal, TypedDict

import typer

from ..errors import printable
from ..models.values import as_decimal, exact, parse_number


def _seconds(value: float | None) -> float | None:
    if value is not None and not value >= 0:
        raise typer.BadParameter("expected a number of seconds, 0 or more")
    return value


def not_empty(value: str | None) -> str | None:
    """Return the name of a file or folder, or refuse it where it is empty: that would be the current folder."""
    if value == "":
        raise typer.BadParameter("expected a name, and this is empty")
    return value


def _two(value: tuple[str, str] | None) -> tuple[str, str] | None:
    if value is not None and value[0] == value[1]:
        raise typer.BadParameter("expected two different parties")
    return value


def _cost(value: str) -> int | Decimal:
    number = parse_number(value)
    if number is None or number < 0:
        raise typer.BadParameter("expected a number, 0 or more")
    if len(number.as_tuple().digits) > 30 or abs(number.adjusted()) > 30:
        raise typer.BadParameter("expected a number of at most 30 digits")
    return as_decimal(exact(number))


ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", callback=not_empty, help="A bundled scenario's id, a file, or - for standard input."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the report.")]
AsJsonLines = Annotated[
    bool,
    typer.Option("--jsonl", help="Print one JSON object per line as each result is proved, and the whole answer last."),
]
Top = Annotated[int, typer.Option("--top", min=1, metavar="K", help="How many to list.")]
TopDeals = Annotated[
    int | None, typer.Option("--top", min=1, metavar="K", show_default="1", help="How many to list, with --diverse.")
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        callback=_seconds,
        help="Stop after SECONDS and print what is proved by then.",
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, metavar="N", help="Processes to use; the answer is the same.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep", metavar="PARTY.LINE", help="Never give up this line (or any line of this party). Repeatable."
    ),
]
OnlyFrom = Annotated[
    list[str] | None, typer.Option("--only-from", metavar="PARTY", help="Only this party gives lines up. Repeatable.")
]
OnlyBetween = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--only-between", metavar="PARTY PARTY", callback=_two, help="Leave out the red lines of all other parties."
    ),
]
MaxCost = Annotated[
    Decimal | None, typer.Option("--max-cost", metavar="COST", parser=_cost, help="List no relaxation that costs more.")
]
Prefer = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        metavar="PARTY[.LINE]",
        help="Keep this line, or a party's lines, first; show what that order leads to. "
        "Repeatable, most important first.",
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
    bool, typer.Option("--assumptions", help="Show what depends on the facts that are assumptions.")
]
Budget = Annotated[
    list[str] | None, typer.Option("--budget", metavar="PARTY=COST", help="The most that a party may give. Repeatable.")
]
Solution = Annotated[
    Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "relative_utilitarian"] | None,
    typer.Option("--solution", metavar="NAME", help="Of the best deals, show only this solution."),
]
Diverse = Annotated[bool, typer.Option("--diverse", help="Also show --top good deals that differ as much as possible.")]
Improve = Annotated[
    str | None,
    typer.Option(
        "--improve",
        metavar="FILE",
        callback=not_empty,
        help="Compare the deal in FILE (term: value) with the best ones.",
    ),
]
AllOutcomes = Annotated[
    bool,
    typer.Option(
        "--all-outcomes", help="Also list every acceptable deal, if the terms have at most 20,000 combinations."
    ),
]
Others = Annotated[bool, typer.Option("--others", help="Also show what other systems call Kalai.")]
Plot = Annotated[
    str | None, typer.Option("--plot", metavar="FILE", help="Also draw the best deals into an .svg or .png file.")
]
Reservations = Annotated[bool, typer.Option("--reservations", help="Treat stated reservation values as red lines.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no warnings and no progress line.")]


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
            wrong = (
                f"{printable(party)} already has a budget" if party in made else f"expected PARTY=COST, not {entry!r}"
            )
            raise typer.BadParameter(wrong, param_hint="--budget")
        try:
            made[party] = _cost(text)
        except typer.BadParameter as error:
            raise typer.BadParameter(
                f"{error.message}, not {text!r}", param_hint=f"--budget {printable(party)}"
            ) from None
    return made


class LineOptions(TypedDict):
    """Which red lines count and which may be given up, as parameters of a question."""

    keep: Collection[str]
    only_from: Collection[str]
    only_between: Collection[str]


def lines_of(keep: list[str] | None, only_from: list[str] | None, only_between: tuple[str, str] | None) -> LineOptions:
    """Return what --keep, --only-from and --only-between ask for."""
    return {"keep": keep or (), "only_from": only_from or (), "only_between": only_between or ()}
