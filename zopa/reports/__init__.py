"""Answers as text: for people at a terminal, and as JSON. Renderers print nothing, and need no solver.

Each answer has its report in a module of :mod:`zopa.reports.terminal`, imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from ..results.answer import Answer

_TERMINAL: Mapping[str, str] = {
    "Analysis": "analysis",
    "Assumptions": "assumptions",
    "Bargain": "best_deals",
    "Burden": "burden",
    "Certificate": "certificate",
    "Comparison": "whatif",
    "Concessions": "concessions",
    "Explanations": "proof",
    "Objections": "objections",
    "Sensitivity": "sensitivity",
    "WhyGiveUp": "why",
}
"""By type of answer: the module whose function ``report`` lays it out."""


def render(answer: Answer, *, width: int = 80, colour: bool = False, top: int = 10, solution: str | None = None) -> str:
    """Return the report on an answer as text.

    Parameters
    ----------
    width
        Columns to use; at least 40 are.
    colour
        Whether to colour it by terminal escapes.
    top
        How many ways out to list for each dispute, and how many conflicts to explain.
    solution
        The one solution to show of the best deals; all where it is ``None``.
    """
    from .terminal.layout import View, rendered

    module = import_module(f".terminal.{_TERMINAL[type(answer).__name__]}", __name__)
    return rendered(module.report(answer, View(width, top, solution)), width, colour)


def to_json(answer: Answer) -> str:
    """Return an answer as JSON text.

    Integers stay integers, decimals are numbers written out in full, dates are ISO text, and a utility that no decimal
    states exactly is text such as ``"400/7"``. What was not asked for is left out; what was not proved is ``null``.

    Raises
    ------
    ValueError
        If it is a certificate that proves nothing.
    """
    from .json.documents import document
    from .json.exact import text

    return text(document(answer)) + "\n"
