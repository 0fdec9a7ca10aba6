"""By how much a deal misses a line that is one comparison of numbers or of dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..expressions import evaluate, intervals, nodes, typecheck
from ..expressions.parse import parse
from ..expressions.syntax import Comparison, unparse
from ..values import Exact, exact, size_of
from .meaning import Line, Meaning
from .units import DAYS

Relation: TypeAlias = Literal["<", "<=", "==", ">=", ">"]

_TURNED: dict[Relation, Relation] = {"<": ">", "<=": ">=", "==": "==", ">=": "<=", ">": "<"}
_RELATIONS: dict[str, Relation] = {relation: relation for relation in _TURNED}


@dataclass(frozen=True)
class Miss:
    """What a comparison asks for and what a deal has instead; exact.

    Parameters
    ----------
    subject, term
        What is compared, as the line has it, and the term where it is one alone.
    value, relation, asked
        The line asks that the value be in this relation to what is asked. Where one side of the line is fixed, that is
        what is asked; else the right side is.
    by
        How far the two lie apart. Where the relation is ``<`` or ``>``, coming as near as that is not yet enough.
    is_date
        Whether the two are days; ``by`` then counts days.
    unit
        Of ``by``; None where the terms have none, or not the same, or are multiplied.
    """

    subject: str
    term: str | None
    value: Exact
    relation: Relation
    asked: Exact
    by: Exact
    is_date: bool
    unit: str | None


def miss(meaning: Meaning, line: Line, env: Mapping[str, Exact]) -> Miss | None:
    """Return by how much a deal misses a line; None where the line is no single comparison of numbers or dates.

    ``env`` has every term and definition that the line rests on.
    """
    movement = meaning.movement(line)
    if movement is None:
        return None
    tree = parse(line.text)
    assert isinstance(tree, Comparison)
    operands = [(operand, typecheck.check(operand, meaning.names)[0]) for operand in tree.operands]
    sides = [(unparse(operand), node) for operand, node in operands if isinstance(node, nodes.Numeric)]
    relation = _RELATIONS[tree.operators[0]]
    if _is_fixed(sides[0][1], meaning) and not _is_fixed(sides[1][1], meaning):
        sides.reverse()
        relation = _TURNED[relation]
    (subject, node), (_, bound) = sides
    value, asked = exact(evaluate.number(node)(env)), exact(evaluate.number(bound)(env))
    return Miss(
        subject=subject,
        term=node.term if isinstance(node, nodes.Value) else None,
        value=value,
        relation=relation,
        asked=asked,
        by=exact(size_of(value - asked)),
        is_date=movement.is_date,
        unit=DAYS if movement.is_date else meaning.unit([node, bound]),
    )


def _is_fixed(node: nodes.Numeric, meaning: Meaning) -> bool:
    reach = intervals.interval(node, meaning.box)
    return reach.low == reach.high
