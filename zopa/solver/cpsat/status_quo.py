"""How far a deal is from the status quo, term by term."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ...models.meaning.meaning import Meaning
from ...models.values import Domain, Exact, largest, least
from .backend import CpModel


def stated(meaning: Meaning, terms: Iterable[str] | None = None) -> dict[str, Exact]:
    """Return the status quo of those terms (all if None) for which the scenario states one."""
    found = {name: meaning.terms[name].status_quo_number for name in (meaning.terms if terms is None else terms)}
    return {name: number for name, number in found.items() if number is not None}


def distance(model: CpModel, variable: int, domain: Domain, status_quo: Exact) -> int:
    """Add a variable for a term's distance from a status quo, which may lie between two of its values.

    Parameters
    ----------
    variable
        Counts the term's steps.

    Returns
    -------
    int
        The variable added, in whole parts of a step.
    """
    steps = Fraction(status_quo - domain.start) / domain.step
    centre = least((largest((steps, 0)), domain.size - 1))
    parts, whole = int(centre.denominator), int(centre * centre.denominator)
    away = model.variable(0, parts * domain.size)
    model.maximum(away, [(variable, parts, -whole), (variable, -parts, whole)])
    return away
