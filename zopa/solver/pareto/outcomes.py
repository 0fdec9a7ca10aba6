"""Deals in words and what they are worth, every number worked out exactly and each but once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...errors import SolverError
from ...models.meaning.meaning import Meaning
from ...models.meaning.utilities import Gain
from ...models.values import DealValue, Exact
from ...results.best_deals import Outcome, UtilityValue, utility_value
from .dominance import Vector
from .groups import Brought


class Outcomes:
    """Tells the outcomes of one scenario.

    Parameters
    ----------
    scale
        What makes each party's utilities whole.
    brought
        What gains are known to bring, shared with the search.
    """

    def __init__(self, meaning: Meaning, parties: Sequence[str], scale: Sequence[int], brought: Brought) -> None:
        self._meaning, self._scale = meaning, scale
        self._utilities = [(party, meaning.utilities[party]) for party in parties]
        self._brought = brought
        self._words: list[dict[int, UtilityValue]] = [{} for _ in parties]
        self._values: dict[tuple[str, Exact], DealValue] = {}

    def of(self, values: Mapping[str, Exact], vector: Vector | None = None, is_best: bool | None = None) -> Outcome:
        """Return what a deal is worth, term by term.

        Raises
        ------
        SolverError
            If that is not the vector that it was found with.
        """
        env: Mapping[str, Exact] | None = None
        contributions: dict[str, dict[str, UtilityValue]] = {}
        utilities: dict[str, UtilityValue] = {}
        totals: list[int] = []
        for at, (party, utility) in enumerate(self._utilities):
            brought: dict[str, UtilityValue] = {}
            total = 0
            for term, gain in utility.interests.items():
                key = id(gain), values[term]
                if key not in self._brought:
                    self._brought[key] = self._whole(at, gain, values)
                total += self._brought[key]
                brought[term] = self._in_words(at, self._brought[key])
            for number, gain in enumerate(utility.bonuses, start=1):
                env = env or self._meaning.environment(values)
                whole = self._whole(at, gain, env)
                total += whole
                brought[f"bonus {number}"] = self._in_words(at, whole)
            contributions[party] = brought
            utilities[party] = self._in_words(at, total)
            totals.append(total)
        if vector is not None and tuple(totals) != vector:
            raise SolverError("a deal is not worth what it was found with when evaluated exactly; nothing is claimed")
        return Outcome(utilities, self._deal(values), contributions, is_best)

    def _whole(self, at: int, gain: Gain, env: Mapping[str, Exact]) -> int:
        worth = Fraction(gain.compute(env)) * self._scale[at]
        assert worth.denominator == 1
        return worth.numerator

    def _in_words(self, at: int, whole: int) -> UtilityValue:
        known = self._words[at]
        if whole not in known:
            known[whole] = utility_value(Fraction(whole, self._scale[at]))
        return known[whole]

    def _deal(self, values: Mapping[str, Exact]) -> dict[str, DealValue]:
        known = self._values
        deal = {}
        for name, term in self._meaning.terms.items():
            key = name, values[name]
            if key not in known:
                known[key] = term.value(values[name])
            deal[name] = known[key]
        return deal
