"""Documents and reports of the answers that few commands give: imported when they are asked for, each for itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..bargains import Bargain
from ..moves import Moves

if TYPE_CHECKING:
    from rich.console import RenderableType


def other_document(answer: Moves | Bargain) -> dict[str, Any]:
    """Return an answer as plain data with exact numbers."""
    if isinstance(answer, Bargain):
        from .bargain_document import bargain_document

        return bargain_document(answer)
    from .moves_document import moves_document

    return moves_document(answer)


def other_report(answer: Moves | Bargain, width: int, solution: str | None) -> Iterable[RenderableType]:
    """Return the parts of a report; of the solutions, one where it is named."""
    if isinstance(answer, Bargain):
        from .bargain_terminal import bargain_report

        return bargain_report(answer, width, solution)
    from .moves_terminal import moves_report

    return moves_report(answer, width)
