"""What is proved of the best deals where a limit left the frontier open, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import RenderableType
from rich.text import Text

from ...results.best_deals import Bargain, Bound
from ..terminal.layout import bullets, section
from .analysis import STOPPED
from .best_deals import utility_text
from .names import Words

_MADE_GREATEST: Mapping[str, str] = {
    "nash": "the product of gains",
    "kalai_smorodinsky": "the smallest share",
    "egalitarian": "the smallest gain",
    "utilitarian": "the sum of utilities",
    "relative_utilitarian": "the sum of shares",
}


def bounds_report(bargain: Bargain, words: Words) -> Iterable[RenderableType]:
    """Yield the section; nothing where the frontier is complete, and the report says it all."""
    if bargain.bounds is None or bargain.frontier_complete:
        return
    yield section("How much better a deal can be")
    why = STOPPED[bargain.stopped_by] if bargain.stopped_by else "the search was cut off"
    yield Text(f"This is not the whole answer: {why}.\n")
    yield bullets([f"{words.party(party)}: {_between(bound)}." for party, bound in bargain.bounds.ideal.items()])
    yield Text("\nThese bounds are proved; deals that come close to them need not exist.", style="dim")


def not_proved(bargain: Bargain, name: str) -> str:
    """Say how far a solution is known that is not proved."""
    bound = Bound() if bargain.bounds is None else bargain.bounds.solutions[name]
    if name != "utilitarian" and None in bargain.reservation.values():
        return "not proved; it is not known what all gains count from"
    if bound.reached is None or bound.at_most is None:
        return "not proved"
    return f"not proved; {_MADE_GREATEST[name]}: {_between(bound)}"


def _between(bound: Bound) -> str:
    if bound.reached == bound.at_most:
        return f"{utility_text(bound.reached)} is reached, and no deal has more"
    return f"{utility_text(bound.reached)} is reached, and no deal has more than {utility_text(bound.at_most)}"
