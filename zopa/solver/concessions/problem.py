"""A whole scenario with concessions: a chain for every red line, part by part, and the parts put together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from ...errors import Problem, ScenarioError
from ...models.meaning.meaning import Line, Meaning
from ...models.meaning.movement import Movement
from ...models.parties import RedLine
from ...models.scenario import Scenario
from ...models.values import MAX_SCALED, Exact, as_decimal, exact
from ...results.verdict import Cost
from ..cpsat.status_quo import stated
from ..dominance import Points, Vector
from ..k_best import combinations
from ..limits import Limits
from ..parts import Part, split
from .frontier import frontier
from .model import SteppedModel
from .search import GradedPart, RelaxationSearch, StepVector
from .steps import Chain, Ladder, Slide

COST = "\0"
"""Where amounts are counted by unit: the group of what lines cost that have none. No unit can be spelt like this."""

MOST_SUMS, THINNED = 250_000, 100
"""Most sums of points of two parts; beyond, so many points of each are picked, and the list is not complete."""

Whole = tuple[StepVector, ...]
"""A vector for each part."""


@dataclass(frozen=True)
class BurdenPoint:
    """What the parties give, in their order, and a relaxation that takes just that."""

    gives: tuple[int, ...]
    whole: Whole


class Grading:
    """A request for concessions.

    Parameters
    ----------
    keep
        Red lines that may not move at all.
    budgets
        By party, the most that it may give.
    by_unit
        Let every comparison move, stated costs or not, and count amounts by their units instead of costs by party.

    Raises
    ------
    Stopped
        By a question for relaxations, when a limit comes first.
    """

    def __init__(
        self,
        scenario: Scenario,
        limits: Limits,
        keep: Collection[str] = (),
        budgets: Mapping[str, Cost] | None = None,
        by_unit: bool = False,
    ) -> None:
        self.limits, self._by_unit = limits, by_unit
        self.meaning: Meaning = scenario.meaning()
        self._red_lines = {line_id: line for line_id, _, line in scenario.red_lines()}
        self._movements = {line.id: self._movement(line) for line in self.meaning.red_lines}
        self.scale = math.lcm(*(cost.denominator for line in self.meaning.red_lines for cost in self._costs(line)))
        self.chains = {line.id: self._chain(line, line.id in keep) for line in self.meaning.red_lines}
        _within_range(sum(chain.cost(chain.last) for chain in self.chains.values()))
        self._budgets = {party: math.floor(exact(cost) * self.scale) for party, cost in (budgets or {}).items()}
        self._status_quo = stated(self.meaning)

    @cached_property
    def parts(self) -> list[GradedPart]:
        """The parts, which share no term; with budgets a single one, as what one part gives another cannot."""
        parts = [self._everything] if self._budgets else split(self._with_fallbacks())
        return [GradedPart(self._model(part)) for part in parts]

    @property
    def _everything(self) -> Part:
        return Part(tuple(self.meaning.terms), self.meaning.facts, self.meaning.red_lines)

    def _model(self, part: Part) -> SteppedModel:
        chains = [self.chains[line.id] for line in part.lines]
        return SteppedModel(self.meaning, part, chains, self.limits, self._budgets)

    # -- chains ---------------------------------------------------------------------------------------------------

    def _costs(self, line: Line) -> Iterator[Exact]:
        red_line = self._red_lines[line.id]
        yield exact(red_line.weight)
        yield from (exact(fallback.cost) for fallback in red_line.fallbacks)
        if (movement := self._movements[line.id]) is not None:
            yield exact(self._rate(red_line, movement))

    def _movement(self, line: Line) -> Movement | None:
        """Return how a line moves by amounts in this request; None where it does not."""
        red_line = self._red_lines[line.id]
        may_move = red_line.slope is not None or (self._by_unit and not (red_line.fallbacks or red_line.keep))
        movement = self.meaning.movement(line) if may_move else None
        return None if movement is None or movement.is_wide else movement

    def _rate(self, red_line: RedLine, movement: Movement) -> Fraction:
        """Return what one unit amount counts for."""
        rate = Fraction(1) if self._by_unit or red_line.slope is None else red_line.slope.rate
        return rate * Fraction(movement.unit_amount)

    def _whole(self, cost: Fraction | int) -> int:
        scaled = Fraction(cost) * self.scale
        assert scaled.denominator == 1
        return scaled.numerator

    def _chain(self, line: Line, kept: bool) -> Chain:
        red_line, group = self._red_lines[line.id], COST if self._by_unit else line.id.split(".")[0]
        if kept:
            return Ladder(line.id, group, (line,), (0,))
        weight = None if red_line.keep else self._whole(Fraction(red_line.weight))
        movement = self._movements[line.id]
        if movement is not None:
            return self._slide(line, movement, group, weight)
        costs = (0, *(self._whole(Fraction(fallback.cost)) for fallback in red_line.fallbacks))
        rungs = (line, *self.meaning.fallbacks.get(line.id, ()))
        return Ladder(line.id, group, rungs, costs if weight is None else (*costs, weight))

    def held(self, chain: Chain) -> Chain:
        """Return a chain that is not given up, whatever that costs."""
        if isinstance(chain, Slide):
            held = replace(chain, weight=None, amounts=self._most_amounts(chain.id, chain.movement))
            _within_range(held.cost(held.last))
            return held
        return replace(chain, costs=chain.costs[: len(chain.rungs)])

    def _most_amounts(self, line_id: str, movement: Movement) -> int:
        """Return how many unit amounts a line may move, whatever that costs."""
        slope = self._red_lines[line_id].slope
        amounts = movement.steps(movement.most)
        if slope is not None and slope.up_to is not None:
            return min(amounts, math.floor(Fraction(slope.up_to) / movement.unit_amount))
        return amounts

    def _slide(self, line: Line, movement: Movement, group: str, weight: int | None) -> Slide:
        rate = self._whole(self._rate(self._red_lines[line.id], movement))
        amounts = self._most_amounts(line.id, movement)
        if self._by_unit:
            return Slide(line.id, movement.unit or "", line, movement, amounts, rate, None)
        if weight is not None:
            amounts = min(amounts, weight // rate)  # beyond, giving the line up costs less
        return Slide(line.id, group, line, movement, amounts, rate, weight)

    def _with_fallbacks(self) -> Meaning:
        """Return the meaning with each red line resting on the terms of its fallbacks too."""
        fallbacks = self.meaning.fallbacks
        lines = [
            replace(line, terms=line.terms.union(*(one.terms for one in fallbacks.get(line.id, ()))))
            for line in self.meaning.red_lines
        ]
        return replace(self.meaning, red_lines=tuple(lines))

    # -- answers --------------------------------------------------------------------------------------------------

    @property
    def groups(self) -> list[str]:
        """The parties that hold red lines, in the scenario's order; by unit, what is counted."""
        return list(dict.fromkeys(chain.group for chain in self.chains.values()))

    def relaxations(self) -> Iterator[tuple[int, Whole]]:
        """Yield whole relaxations with their cost, cheapest first."""
        yield from combinations([part.relaxations for part in self.parts])

    def total(self) -> int | None:
        """Return how many relaxations there are, once every part has been searched to its end."""
        if any(part.exhausted and not part.relaxations.known for part in self.parts):
            return 0
        if not all(part.exhausted for part in self.parts):
            return None
        return math.prod(len(part.relaxations.known) for part in self.parts)

    def confirmed(self) -> bool:
        """Ask again, of each part, whether what costs less than the last relaxation found, or all, is known."""
        return all(part.search.confirm_end() if part.exhausted else part.search.confirm() for part in self.parts)

    def frontier(self) -> tuple[list[BurdenPoint], bool, bool]:
        """Return the points of what the parties give that none beats, whether these are all, and confirmed.

        The points of the whole are sums of points of the parts. Where a limit came first, they are deals that exist.
        """
        groups = self.groups
        quick_first = sorted(self.parts, key=lambda part: len(part.chains))
        made = {part: frontier(part.model, groups) for part in quick_first}
        frontiers = [made[part] for part in self.parts]
        complete = all(one.complete for one in frontiers)
        confirmed = all(one.confirmed for one in frontiers)
        total: Points[Whole] = Points([(0,) * len(groups)], [()])
        for one in frontiers:
            found: Points[Whole] = Points(map(_negated, one.points), [(vector,) for vector in one.points.values()])
            if len(total) * len(found) > (MOST_SUMS if len(groups) <= 2 else MOST_SUMS // 10):
                total, found, complete = _thinned(total), _thinned(found), False
            total = total.plus(found, lambda left, right: left + right)
        pairs = zip(total.vectors, total.payloads, strict=True)
        return [BurdenPoint(_negated(vector), whole) for vector, whole in pairs], complete, complete and confirmed

    def fairest(self) -> Whole | None:
        """Return a relaxation in which the most that any group gives is least, and that costs least of these."""
        model = self.parts[0].model if len(self.parts) == 1 else self._model(self._everything)
        found = RelaxationSearch(model).fairest(self.groups)
        if found is None:
            return None
        steps = {chain.id: step for chain, step in zip(model.chains, found.steps, strict=True)}
        return tuple(
            StepVector(
                tuple(steps[chain.id] for chain in part.chains),
                0,
                {term: found.values[term] for term in part.model.part.terms},
            )
            for part in self.parts
        )

    def words_of_cost(self, cost: int) -> Cost:
        """Return a cost in the scenario's unit."""
        return as_decimal(exact(Fraction(cost, self.scale)))

    def deal(self, whole: Whole) -> dict[str, Exact]:
        """Return the deal to show for a relaxation: term by term the nearest to the status quo, or the least value."""
        values: dict[str, Exact] = {}
        for part, vector in zip(self.parts, whole, strict=True):
            values |= part.deal(vector, self._status_quo)
        return values


def _within_range(reach: int) -> None:
    if reach > MAX_SCALED:
        message = "the costs are out of range: as whole numbers of their last decimal place they add up past 2^53"
        raise ScenarioError([Problem(message, ("parties",))])


def _negated(vector: Vector) -> Vector:
    return tuple(-value for value in vector)


def _thinned(points: Points[Whole]) -> Points[Whole]:
    """Return some of the points, evenly picked."""
    order = sorted(range(len(points)), key=points.vectors.__getitem__, reverse=True)
    return points.at(order[:: -(-len(order) // THINNED)])
