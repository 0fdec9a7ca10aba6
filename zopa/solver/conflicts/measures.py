"""The most that a measure of the scenario reaches when some red lines are given up."""

from __future__ import annotations

from collections.abc import Mapping

from ...models.meaning.meaning import Meaning, MeasureMeaning
from ...models.values import as_decimal, exact
from ...results.verdict import Cost
from ..limits import Limits
from ..oracle import Oracle
from ..parts import around


class Measures:
    """Answers for one scenario; each question is asked once."""

    def __init__(self, meaning: Meaning, limits: Limits) -> None:
        self._meaning, self._limits = meaning, limits
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
            self._oracles[measure.name] = Oracle(self._meaning, part.terms, part.facts, part.lines, self._limits)
        return self._oracles[measure.name]
