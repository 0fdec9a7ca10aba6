"""Deals in the scenario's words and what they are worth, every number worked out exactly and only once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from ...errors import SolverError
from ...models.meaning.meaning import Meaning
from ...models.values import DealValue, Exact
from ...results.best_deals import Outcome, UtilityValue, utility_value
from ..dominance import Vector
from .groups import Brought, brought


class Outcomes:
    """Puts the outcomes of one scenario into words.

    Parameters
    ----------
    scale
        What makes each party's utilities whole.
    known
        What gains are known to bring, shared with the search.
    """

    def __init__(self, meaning: Meaning, parties: Sequence[str], scale: Sequence[int], known: Brought) -> None:
        self._meaning, self._scale, self._known = meaning, scale, known
        self._utilities = [(party, meaning.utilities[party]) for party in parties]
        self._words: list[dict[int, UtilityValue]] = [{} for _ in parties]
        self._values: dict[tuple[str, Exact], DealValue] = {}

    def of(self, values: Mapping[str, Exact], vector: Vector | None = None, is_best: bool | None = None) -> Outcome:
        """Return what a deal is worth, term by term.

        Parameters
        ----------
        vector
            What it was found with.

        Raises
        ------
        SolverError
            If it is not worth that.
        """
        env: Mapping[str, Exact] | None = None
        contributions: dict[str, dict[str, UtilityValue]] = {}
        utilities: dict[str, UtilityValue] = {}
        totals: list[int] = []
        for at, (party, utility) in enumerate(self._utilities):
            parts: dict[str, int] = {}
            for term, gain in utility.interests.items():
                key = id(gain), values[term]
                if key not in self._known:
                    self._known[key] = brought(gain, values, self._scale[at])
                parts[term] = self._known[key]
            for number, gain in enumerate(utility.bonuses, start=1):
                env = env or self._meaning.environment(values)
                parts[f"bonus {number}"] = brought(gain, env, self._scale[at])
            totals.append(sum(parts.values()))
            contributions[party] = {name: self._in_words(at, part) for name, part in parts.items()}
            utilities[party] = self._in_words(at, totals[at])
        if vector is not None and tuple(totals) != vector:
            raise SolverError("a deal is not worth what it was found with when evaluated exactly; nothing is claimed")
        return Outcome(utilities, self._deal(values), contributions, is_best)

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
