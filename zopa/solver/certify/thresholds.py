"""Where the lines themselves say that a term can be split: the values at which one of their conditions changes."""

from __future__ import annotations

from collections.abc import Iterable

from ...models.expressions import nodes
from ...models.meaning.meaning import Line, Meaning
from ..term_ranges import Ranges


def thresholds(lines: Iterable[Line], meaning: Meaning, ranges: Ranges) -> dict[str, tuple[int, ...]]:
    """Return the positions after which some condition on a term alone changes, in the lines and their definitions."""
    found: dict[str, set[int]] = {}
    definitions = {definition.name: definition.node for definition in meaning.definitions}
    seen: set[str] = set()
    pending: list[nodes.Node] = [line.node for line in lines]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.NumberDefinition | nodes.TruthDefinition):
            if node.name not in seen:
                seen.add(node.name)
                pending.append(definitions[node.name])
            continue
        settled = ranges.of(node) if isinstance(node, nodes.Boolean) else None
        if settled is not None:
            term, intervals = settled
            for low, high in intervals:
                found.setdefault(term, set()).update((low - 1, high))
        pending += nodes.parts(node)
    return {term: tuple(sorted(places)) for term, places in found.items()}
