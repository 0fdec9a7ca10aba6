"""Deals in the scenario's words and what they are worth, every number worked out exactly and only once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache

from ...errors import SolverError
from ...models.meaning.meaning import Meaning
from ...models.values import Exact
from ...results.best_deals import Outcome, utility_value
from ..dominance import Vector
from .groups import Brought, TermGroup, Valuer


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
        self._meaning = meaning
        utilities = [meaning.utilities[party] for party in parties]
        everything = TermGroup(tuple(meaning.terms), (), tuple(utility.gains for utility in utilities))
        self._value = Valuer(meaning, everything, scale, known)
        bonuses = [[f"bonus {number + 1}" for number in range(len(utility.bonuses))] for utility in utilities]
        self._sources = {
            party: (*utility.interests, *own) for party, utility, own in zip(parties, utilities, bonuses, strict=True)
        }
        self._worth = cache(lambda at, whole: utility_value(Fraction(whole, scale[at])))
        self._words = cache(lambda name, value: meaning.terms[name].value(value))

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
        gains = self._value.gains(self._value.environment(values))
        totals = tuple(map(sum, gains))
        if vector is not None and totals != vector:
            raise SolverError("a deal is not worth what it was found with when evaluated exactly; nothing is claimed")
        return Outcome(
            utilities={party: self._worth(at, totals[at]) for at, party in enumerate(self._sources)},
            deal={name: self._words(name, values[name]) for name in self._meaning.terms},
            contributions={
                party: {source: self._worth(at, gain) for source, gain in zip(sources, gains[at], strict=True)}
                for at, (party, sources) in enumerate(self._sources.items())
            },
            is_best=is_best,
        )
