"""In which unit a number is: that of the terms it is made of, as long as nothing is counted or multiplied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..expressions import nodes
from ..terms import DateTerm, Quantity, Term

DAYS = "days"


def common_unit(
    numbers: Iterable[nodes.Numeric], terms: Mapping[str, Term], definitions: Mapping[str, nodes.Node]
) -> str | None:
    """Return the unit of numbers that are terms of one unit, added up or picked from; None for anything else.

    A factor may have a unit of its own, so that a product with any but 1 and -1 has none that is known.
    """
    units: set[str | None] = set()
    pending: list[nodes.Node] = list(numbers)
    while pending:
        match pending.pop():
            case nodes.Constant():
                pass
            case nodes.Value(name):
                term = terms[name]
                units.add(DAYS if isinstance(term, DateTerm) else term.unit if isinstance(term, Quantity) else None)
            case nodes.NumberDefinition(name):
                pending.append(definitions[name])
            case nodes.Sum(parts) | nodes.Least(parts) | nodes.Greatest(parts):
                pending.extend(parts)
            case nodes.Product((nodes.Constant(1 | -1), part)) | nodes.Product((part, nodes.Constant(1 | -1))):
                pending.append(part)
            case nodes.Magnitude(part):
                pending.append(part)
            case nodes.Choose(_, then, otherwise):
                pending.extend((then, otherwise))
            case _:
                return None
    return units.pop() if len(units) == 1 else None
