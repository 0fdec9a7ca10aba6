"""Documents and reports of the answers that few commands give: imported when they are asked for, each for itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from ..bargains import Bargain
from ..certificates import Certificate
from ..explanations import Explanations
from ..moves import Moves
from ..reasons import Objections, Reasons, WhyGiveUp

if TYPE_CHECKING:
    from rich.console import RenderableType


Other: TypeAlias = Moves | Bargain | Reasons | Explanations


def other_document(answer: Other | Certificate) -> dict[str, Any]:
    """Return an answer as plain data with exact numbers."""
    if isinstance(answer, Bargain):
        from .bargain_document import bargain_document

        return bargain_document(answer)
    if isinstance(answer, Certificate):
        if answer.document is None:
            raise ValueError("nothing was proved, so that there is no certificate to write")
        return dict(answer.document)
    if isinstance(answer, Explanations):
        from .proof_document import explanations_document

        return explanations_document(answer)
    if isinstance(answer, Objections | WhyGiveUp):
        from .reasons_document import reasons_document

        return reasons_document(answer)
    from .moves_document import moves_document

    return moves_document(answer)


def other_report(answer: Other, width: int, solution: str | None, top: int) -> Iterable[RenderableType]:
    """Return the parts of a report; of the solutions, one where it is named."""
    if isinstance(answer, Bargain):
        from .bargain_terminal import bargain_report

        return bargain_report(answer, width, solution)
    if isinstance(answer, Explanations):
        from .proof_terminal import explanations_report

        return explanations_report(answer, top)
    if isinstance(answer, Objections | WhyGiveUp):
        from .reasons_terminal import reasons_report

        return reasons_report(answer)
    from .moves_terminal import moves_report

    return moves_report(answer, width)
