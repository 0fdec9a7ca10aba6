"""Independent groups of terms, and the best deals of each for the parties that value deals.

A small group is enumerated. In a larger one CP-SAT looks for the points: for two parties, box by box between known
points; for more, each optimum of the sum is noted and what is no better anywhere ruled out (Sylva and Crema 2004).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, product

from ..errors import SolverError
from ..models.expressions import bounds, evaluate, nodes
from ..models.meaning import Line, Meaning
from ..models.utilities import Gain
from ..models.values import MAX_MAGNITUDE, Exact
from .combination import Linear
from .cpsat import CpModel, Outcome, Settings
from .known import Stopped
from .limits import Limits
from .lower import Lowering
from .oracle import SECOND_OPINION, run
from .pareto import Points, Vector
from .parts import split

MOST_ENUMERATED, MOST_OF_MANY = 10_000, 60_000
"""Combinations of values of a group that are gone through one by one, for two parties and for more."""

MOST_POINTS = 20_000
"""How many points of one group are looked for."""

_LOOK = 256
"""Combinations between two looks at whether a limit has come."""

OPTIMAL = (
    Settings(presolve=False, linearization=2, work=0.003),
    Settings(presolve=True, linearization=2, work=20.0),
    Settings(presolve=True, linearization=2),
)

Deal = Mapping[str, Exact]


@dataclass(frozen=True)
class Group:
    """Terms with the lines over them and, for each party, what it gains from them."""

    terms: tuple[str, ...]
    lines: tuple[Line, ...]
    gains: tuple[tuple[Gain, ...], ...]

    def outcomes(self, meaning: Meaning) -> int:
        """Return how many combinations of values there are."""
        return math.prod(meaning.domains[term].size for term in self.terms)


@dataclass
class Found:
    """The points of a group, in units of one over the scales; whether they are all, and a second run said so.

    ``least`` is the least that any deal brings each party; None where that was not worked out, or there is no deal.
    """

    points: Points[Deal]
    complete: bool
    confirmed: bool
    least: Vector | None


def groups(meaning: Meaning, parties: Sequence[str]) -> list[Group]:
    """Return the groups of a scenario: terms that a line or a bonus links are in one."""
    always = nodes.Truth(True)
    links = {f"/{party}/{at}": gain for party in parties for at, gain in enumerate(meaning.utilities[party].gains)}
    lines = [
        Line(name, "", always, evaluate.condition(always), gain.terms, gain.definitions) for name, gain in links.items()
    ]
    made = []
    for part in split(replace(meaning, facts=(*meaning.facts, *lines))):
        own = [fact.id for fact in part.facts if fact.id in links]
        gains = tuple(tuple(links[name] for name in own if name.split("/")[1] == party) for party in parties)
        facts = tuple(fact for fact in part.facts if fact.id not in links)
        made.append(Group(part.terms, (*facts, *part.lines), gains))
    return made


def scales(meaning: Meaning, parties: Sequence[str]) -> list[int]:
    """Return for each party the number that makes all of its utilities whole."""
    return [bounds.interval(meaning.utilities[party].node, meaning.box).denominator for party in parties]


def frontier(meaning: Meaning, group: Group, scale: Sequence[int], limits: Limits) -> Found:
    """Return the best points of one group, or as many as limits allow."""
    if group.outcomes(meaning) <= (MOST_ENUMERATED if len(group.gains) <= 2 else MOST_OF_MANY):
        try:
            vectors, deals = _enumerated(meaning, group, scale, limits)
        except Stopped:
            return Found(Points([], []), complete=False, confirmed=False, least=None)
        least = tuple(map(min, zip(*vectors, strict=True))) if vectors else None
        return Found(Points(vectors, deals).undominated(), complete=True, confirmed=True, least=least)
    try:
        return _searched(GroupModel(meaning, group, scale, limits))
    except Stopped:
        return Found(Points([], []), complete=False, confirmed=False, least=None)


def _enumerated(
    meaning: Meaning, group: Group, scale: Sequence[int], limits: Limits
) -> tuple[list[Vector], list[Deal]]:
    """Return the points of all deals of a group, each with a deal.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    definitions = _definitions(group)
    vectors: dict[Vector, Deal] = {}
    domains = [meaning.domains[term] for term in group.terms]
    for number, steps in enumerate(product(*(range(domain.size) for domain in domains))):
        if number % _LOOK == 0 and limits.stopped_by is not None:
            raise Stopped(limits.stopped_by)
        values = {term: domain.at(step) for term, domain, step in zip(group.terms, domains, steps, strict=True)}
        env = meaning.environment(values, definitions)
        if all(line.holds(env) for line in group.lines):
            vectors.setdefault(worth(group, scale, env), values)
    return list(vectors), list(vectors.values())


def _definitions(group: Group) -> frozenset[str]:
    lines = {name for line in group.lines for name in line.definitions}
    return frozenset(lines.union(*(gain.definitions for gains in group.gains for gain in gains)))


def worth(group: Group, scale: Sequence[int], env: Mapping[str, Exact]) -> Vector:
    """Return what a deal brings each party from a group, in units of one over its scale."""
    made = []
    for gains, factor in zip(group.gains, scale, strict=True):
        whole = sum((Fraction(gain.compute(env)) for gain in gains), Fraction(0)) * factor
        assert whole.denominator == 1
        made.append(whole.numerator)
    return tuple(made)


class GroupModel:
    """One group in CP-SAT, with each party's gain as a combination of variables.

    Raises
    ------
    Stopped
        If utilities are so finely divided that their whole numbers are too large for CP-SAT.
    """

    def __init__(self, meaning: Meaning, group: Group, scale: Sequence[int], limits: Limits) -> None:
        self.meaning, self.group, self.scale, self.limits = meaning, group, scale, limits
        lowering = Lowering(meaning, CpModel())
        for term in group.terms:
            lowering.variable(term)
        for line in group.lines:
            lowering.prepare(line.definitions)
            lowering.require(line.node, ())
        self.model = lowering.model
        self.gains: list[int] = []
        self.reach: list[tuple[int, int]] = []
        for gains, factor in zip(group.gains, scale, strict=True):
            total = Linear({}, 0)
            for gain in gains:
                lowering.prepare(gain.definitions)
                total = total.plus(lowering.number(gain.node))
            coefficients, constant, own = total.times(factor).whole()
            if own != 1:
                raise SolverError("a utility is more finely divided than it was worked out to be; nothing is claimed")
            low, high = lowering.reach(coefficients, constant)
            if max(map(abs, (low, high, constant, *coefficients.values()))) >= MAX_MAGNITUDE // 4:
                raise Stopped(None)
            self.reach.append((low, high))
            variable = self.model.variable(low, high)
            self.model.linear({**coefficients, variable: -1}, [(-constant, -constant)], ())
            self.gains.append(variable)
        self._variables = dict(lowering.variables)
        self._definitions = _definitions(group)

    def best(self, weights: Sequence[int], floors: Mapping[int, int]) -> tuple[Vector, Deal] | None:
        """Return the deal of greatest weighted gain in which parties have at least so much; None when there is none.

        Raises
        ------
        Stopped
            When a limit comes first.
        """
        model = self.model.copy()
        for party, floor in floors.items():
            model.linear({self.gains[party]: 1}, [(floor, None)], ())
        if any(weights):
            model.maximise({variable: weight for variable, weight in zip(self.gains, weights, strict=True) if weight})
        outcome = self._solve(OPTIMAL, model, any_deal=not any(weights))
        return None if outcome.status == "infeasible" else self._read(outcome)

    def beat(self, vector: Vector) -> None:
        """Rule out every deal that gives no party more than so much."""
        literals = []
        for variable, value, (_, high) in zip(self.gains, vector, self.reach, strict=True):
            if value < high:
                literals.append(self.model.variable(0, 1))
                self.model.linear({variable: 1}, [(value + 1, None)], (literals[-1],))
        self.model.clause(literals, ())

    def is_done(self) -> bool:
        """Ask again whether nothing is left; False when no second opinion could be had.

        Raises
        ------
        SolverError
            If something is.
        """
        outcome = self._solve(SECOND_OPINION, self.model, or_nothing=True)
        if outcome.status in ("feasible", "optimal"):
            self._read(outcome)
            raise SolverError("CP-SAT called a frontier complete and then found another deal; nothing is claimed")
        return outcome.status == "infeasible"

    def _read(self, outcome: Outcome) -> tuple[Vector, Deal]:
        """Return a deal and what it is worth, evaluated exactly."""
        domains = self.meaning.domains
        values = {term: domains[term].at(outcome.values[at]) for term, at in self._variables.items()}
        env = self.meaning.environment(values, self._definitions)
        broken = [line.id for line in self.group.lines if not line.holds(env)]
        if broken:
            raise SolverError(f"CP-SAT's deal does not satisfy {', '.join(broken)} when evaluated exactly")
        vector = worth(self.group, self.scale, env)
        if vector != tuple(outcome.values[variable] for variable in self.gains):
            raise SolverError("CP-SAT's utilities are not those of its deal; nothing is claimed")
        return vector, values

    def is_least(self, party: int, value: int, floors: Mapping[int, int]) -> bool:
        """Ask again whether no deal in which parties have at least so much gives one of them less than a value.

        Raises
        ------
        SolverError
            If one does.
        """
        model = self.model.copy()
        for other, floor in floors.items():
            model.linear({self.gains[other]: 1}, [(floor, None)], ())
        model.linear({self.gains[party]: 1}, [(None, value - 1)], ())
        outcome = self._solve(SECOND_OPINION, model, or_nothing=True)
        if outcome.status in ("feasible", "optimal"):
            self._read(outcome)
            raise SolverError("CP-SAT called a utility the least and then found a lower one; nothing is claimed")
        return outcome.status == "infeasible"

    def _solve(
        self, settings: Sequence[Settings], model: CpModel, or_nothing: bool = False, any_deal: bool = False
    ) -> Outcome:
        outcome = Outcome("unknown")
        for setting in settings:
            if self.limits.stopped_by is None:
                outcome = run(setting, model, self.limits)
            if outcome.status in ("optimal", "infeasible") or (any_deal and outcome.status == "feasible"):
                return outcome
        if or_nothing:
            return outcome
        raise Stopped(self.limits.stopped_by)


def _searched(model: GroupModel) -> Found:
    active = [at for at, (low, high) in enumerate(model.reach) if low < high]
    steps = _between_two(model, active) if len(active) == 2 else _one_by_one(model, active)
    vectors: list[Vector] = []
    deals: list[Deal] = []
    complete = confirmed = False
    try:
        for vector, deal in islice(steps, MOST_POINTS):
            vectors.append(vector)
            deals.append(deal)
        complete = next(steps, None) is None
        if complete:
            for vector in vectors if len(active) == 2 else ():
                model.beat(vector)
            confirmed = not active or model.is_done()  # where nobody gains, one deal is as good as any
    except Stopped:
        complete = False
    return Found(Points(vectors, deals).undominated(), complete, confirmed, None)


def _one_by_one(model: GroupModel, active: Sequence[int]) -> Iterator[tuple[Vector, Deal]]:
    weights = [int(at in active) for at in range(len(model.gains))]
    while (found := model.best(weights, {})) is not None:
        yield found
        if not active:
            return
        model.beat(found[0])


def _between_two(model: GroupModel, active: Sequence[int]) -> Iterator[tuple[Vector, Deal]]:
    """Yield the points of two parties, those first that are farthest from others.

    Between two neighbours, the deal in which the second has most while the first has at least the middle is a point.
    """
    one, two = active

    def most(first: int, second: int, floors: Mapping[int, int]) -> tuple[Vector, Deal] | None:
        (low, high), (other_low, other_high) = model.reach[first], model.reach[second]
        factor = other_high - other_low + 1
        weights = [0] * len(model.gains)
        if factor * max(abs(low), abs(high), 1) < MAX_MAGNITUDE // 4:
            weights[first], weights[second] = factor, 1
            return model.best(weights, floors)
        weights[first] = 1
        found = model.best(weights, floors)
        if found is None:
            return None
        weights[first], weights[second] = 0, 1
        return model.best(weights, {**floors, first: found[0][first]})

    right, left = most(one, two, {}), most(two, one, {})
    if right is None or left is None:
        return
    yield right
    if left[0] == right[0]:
        return
    yield left
    boxes: list[tuple[int, Vector, Vector]] = []

    def push(upper: Vector, lower: Vector) -> None:
        wide, high = lower[one] - upper[one], upper[two] - lower[two]
        if wide > 1 and high > 1:
            heapq.heappush(boxes, (-wide * high, upper, lower))

    push(left[0], right[0])
    while boxes:
        _, upper, lower = heapq.heappop(boxes)
        middle = (upper[one] + lower[one] + 1) // 2
        found = most(two, one, {one: middle, two: lower[two] + 1})
        if found is None and middle > upper[one] + 1:
            found = most(two, one, {one: upper[one] + 1, two: lower[two] + 1})
        if found is None:
            continue
        yield found
        push(upper, found[0])
        push(found[0], lower)
