"""Small makers of nodes that the parts of the type checker share."""

from __future__ import annotations

from typing import TypeAlias

from . import nodes
from .syntax import Span
from .types import BROKEN, NUMBER, BooleanType, Type

Typed: TypeAlias = tuple[nodes.Node, Type]
NOTHING: Typed = (nodes.Truth(True), BROKEN)
"""What stands for an operand whose error has been told."""


def compare(operator: str, left: nodes.Numeric, right: nodes.Numeric, span: Span) -> nodes.Compare:
    """Return a comparison with ``>`` and ``>=`` turned round."""
    if operator in (">", ">="):
        return nodes.Compare(operator.replace(">", "<"), right, left, span)
    return nodes.Compare(operator, left, right, span)


def negative(node: nodes.Numeric) -> nodes.Numeric:
    """Return minus a number."""
    if isinstance(node, nodes.Constant):
        return nodes.Constant(-node.value)
    return nodes.Product((nodes.Constant(-1), node))


def counted(kind: Type, node: nodes.Node) -> tuple[Type, nodes.Node]:
    """Let a condition beside a number count as 0 or 1."""
    return (NUMBER, nodes.Indicator(as_condition(node))) if isinstance(kind, BooleanType) else (kind, node)


def as_condition(node: nodes.Node) -> nodes.Boolean:
    """Return a node that the checker knows to be a condition."""
    assert isinstance(node, nodes.Boolean)
    return node


def as_quantity(node: nodes.Node) -> nodes.Numeric:
    """Return a node that the checker knows to be a number."""
    assert isinstance(node, nodes.Numeric)
    return node
