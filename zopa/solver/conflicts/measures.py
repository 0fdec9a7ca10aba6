"""The most that a measure of the scenario reaches when some red lines are given up."""

from __future__ import annotations

from collections.abc import Mapping

from ...models.meaning.meaning import MeasureMeaning
from ...models.values import as_decimal, exact
from ...results.verdict import Cost
from ..oracle import Oracle
from ..parts import around
from .exploration import Exploration


class Measures:
    """Answers for one scenario; each question is asked once."""

    def __init__(self, exploration: Exploration) -> None:
        self._meaning, self._exploration = exploration.meaning, exploration
        self._oracles: dict[str, Oracle] = {}
        self._reached: dict[tuple[str, frozenset[str]], Cost] = {}

    def most(self, given_up: frozenset[str]) -> Mapping[str, Cost | None]:
        """Return, for each measure, the most that any deal reaches; None where that is not proved."""
        return {measure.name: self._most(measure, given_up) for measure in self._meaning.measures}

    def _most(self, measure: MeasureMeaning, given_up: frozenset[str]) -> Cost | None:
        oracle = self._oracle(measure)
        kept = frozenset(line.id for line in oracle.lines if line.id not in given_up)
        if (measure.name, kept) not in self._reached:  # packages that differ elsewhere share the answer
            deal = oracle.highest(kept, measure.node, measure.definitions)
            if deal is None:
                return None
            value = measure.compute(self._meaning.environment(deal.values))
            self._reached[measure.name, kept] = as_decimal(exact(value))
        return self._reached[measure.name, kept]

    def _oracle(self, measure: MeasureMeaning) -> Oracle:
        """Return the oracle over everything that a measure depends on (compiled once)."""
        if measure.name not in self._oracles:
            part = around(self._meaning, measure.terms)
            statements = part.terms, part.facts, part.lines
            inside = [one for one in self._exploration.searches if set(one.part.terms) <= set(part.terms)]
            largest = max(inside, key=lambda search: len(search.part.terms), default=None)
            self._oracles[measure.name] = (
                Oracle(self._meaning, *statements, self._exploration.limits)
                if largest is None
                else largest.oracle.extended(*statements)
            )
        return self._oracles[measure.name]
