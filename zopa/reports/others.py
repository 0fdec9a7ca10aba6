"""Documents and reports of the answers that few commands give: imported when they are asked for, each for itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from ..results.best_deals import Bargain
from ..results.certificate import Certificate
from ..results.concessions import Moves
from ..results.explanation import Explanations
from ..results.objections import Objections
from ..results.why import Reasons, WhyGiveUp

if TYPE_CHECKING:
    from rich.console import RenderableType


Other: TypeAlias = Moves | Bargain | Reasons | Explanations


def other_document(answer: Other | Certificate) -> dict[str, Any]:
    """Return an answer as plain data with exact numbers."""
    if isinstance(answer, Bargain):
        from .json.best_deals import bargain_document

        return bargain_document(answer)
    if isinstance(answer, Certificate):
        if answer.document is None:
            raise ValueError("nothing was proved, so that there is no certificate to write")
        return dict(answer.document)
    if isinstance(answer, Explanations):
        from .json.proof import explanations_document

        return explanations_document(answer)
    if isinstance(answer, Objections | WhyGiveUp):
        from .json.objections import reasons_document

        return reasons_document(answer)
    from .json.concessions import moves_document

    return moves_document(answer)


def other_report(answer: Other, width: int, solution: str | None, top: int) -> Iterable[RenderableType]:
    """Return the parts of a report; of the solutions, one where it is named."""
    if isinstance(answer, Bargain):
        from .terminal.best_deals import bargain_report

        return bargain_report(answer, width, solution)
    if isinstance(answer, Explanations):
        from .terminal.proof import explanations_report

        return explanations_report(answer, top)
    if isinstance(answer, Objections | WhyGiveUp):
        from .terminal.objections import reasons_report

        return reasons_report(answer)
    from .terminal.concessions import moves_report

    return moves_report(answer, width)
