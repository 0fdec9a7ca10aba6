"""Deals to show: one for each relaxation, and different ones where no red line need be crossed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from ...models.meaning.meaning import MeasureMeaning
from ...models.values import DealValue, Exact, as_decimal, exact
from ...results.analysis import Relaxation
from ...results.verdict import Cost
from ..cpsat.status_quo import stated
from ..limits import Stopped
from ..oracle import Deal, Oracle, Unknown
from ..parts import around
from .exploration import Choice, Exploration


class Later(Mapping[str, DealValue]):
    """A deal in words that is worked out when it is first looked at."""

    def __init__(self, make: Callable[[], Mapping[str, DealValue]]) -> None:
        self._make = make

    @cached_property
    def _deal(self) -> Mapping[str, DealValue]:
        return self._make()

    def __getitem__(self, term: str) -> DealValue:
        return self._deal[term]

    def __iter__(self) -> Iterator[str]:
        return iter(self._deal)

    def __len__(self) -> int:
        return len(self._deal)

    def __reduce__(self) -> tuple[type, tuple[dict[str, DealValue]]]:
        return dict, (dict(self._deal),)

    def __repr__(self) -> str:
        return repr(self._deal)


class Measures:
    """The most that the scenario's measures reach; each question is asked once."""

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
            parts = [search.known for search in self._exploration.searches]
            inside = [known for known in parts if set(known.part.terms) <= set(part.terms)]
            largest = max(inside, key=lambda known: len(known.part.terms), default=None)
            self._oracles[measure.name] = (
                Oracle(self._meaning, *statements, self._exploration.limits)
                if largest is None
                else largest.oracle.extended(*statements)
            )
        return self._oracles[measure.name]


class Deals:
    """The deals of one exploration; each is looked for once."""

    def __init__(self, exploration: Exploration) -> None:
        self._exploration = exploration
        self._found: dict[tuple[int, int], dict[str, Exact]] = {}
        self._measures = Measures(exploration)

    def relaxation(self, cost: int, choice: Choice, later: bool = False) -> Relaxation:
        """Return a relaxation with the deal it makes possible (worked out ``later``, if asked) and its measures."""
        exploration, words = self._exploration, self._exploration.meaning.words
        give_up = [line for at, mask in choice for line in exploration.searches[at].known.ids(mask)]
        give_up.sort(key=exploration.order.__getitem__)
        return Relaxation(
            give_up=tuple(give_up),
            cost=exploration.words_of_cost(cost),
            deal=Later(lambda: words(self.of(choice))) if later else words(self.of(choice)),
            measures=self._measures.most(frozenset(give_up)),
        )

    def of(self, choice: Choice = ()) -> dict[str, Exact]:
        """Return the deal to show when some lines are given up.

        Raises
        ------
        Stopped
            When a limit comes before a part has any deal.
        """
        given = dict(choice)
        values: dict[str, Exact] = {}
        for at in range(len(self._exploration.searches)):
            values.update(self._in_part(at, given.get(at, 0)))
        return values

    def different(self) -> Iterator[dict[str, Exact]]:
        """Yield deals that cross no red line, each differing from all before it in as many terms as can be.

        Raises
        ------
        Stopped
            When a limit comes first; there may be more.
        """
        known = [self.of()]
        yield known[0]
        meaning = self._exploration.meaning
        oracle = Oracle(meaning, tuple(meaning.terms), meaning.facts, meaning.red_lines, self._exploration.limits)
        while True:
            match oracle.apart([line.id for line in meaning.red_lines], known):
                case Deal(values):
                    known.append(values)
                    yield values
                case Unknown(limit):
                    raise Stopped(limit)
                case None:
                    return

    def _in_part(self, at: int, given_up: int) -> dict[str, Exact]:
        key = at, given_up
        if key not in self._found:
            search = self._exploration.searches[at]
            keep = search.known.everything & ~given_up
            deal = search.known.oracle.preferred(search.known.ids(keep), stated(search.known.meaning))
            if deal is None:
                known = search.known.witness(keep)
                deal = search.known.oracle.checked(known, search.known.ids(keep)) if known is not None else None
            if deal is None:
                answer = search.known.ask(keep)
                if not isinstance(answer, Deal):
                    raise Stopped(self._exploration.limits.stopped_by)
                deal = answer
            self._found[key] = deal.values
        return self._found[key]
