"""One group of terms in CP-SAT, with what each party gains: asked for its best deals, each evaluated again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from ...errors import SolverError
from ...models.linear import total
from ...models.meaning.meaning import Meaning
from ...models.values import MAX_MAGNITUDE
from ..cpsat.backend import CpModel, Response
from ..cpsat.compile import compile_required
from ..cpsat.solve import SECOND_OPINION, WEIGHTED_OPTIMUM, Ladder, Solver, values_of
from ..dominance import Vector
from ..limits import Limits, Stopped
from .groups import Deal, TermGroup, Valuer

_LARGEST = MAX_MAGNITUDE // 4

_MOST_SEEN = 99


class GroupModel:
    """One group in CP-SAT, with each party's gain as a combination of variables; compiled once, copied for a question.

    Attributes
    ----------
    reach
        For each party, an interval that holds all it can gain.
    seen
        Deals that came up in questions that were cut off; they need not be good ones.

    Raises
    ------
    Stopped
        If utilities are so finely divided that their whole numbers are too large for CP-SAT; by a question when a
        limit comes first.
    SolverError
        By any question, if what CP-SAT says does not stand up to exact evaluation or to a second opinion.
    """

    def __init__(self, meaning: Meaning, group: TermGroup, scale: Sequence[int], limits: Limits) -> None:
        self.meaning, self.group, self.scale, self.limits = meaning, group, scale, limits
        self._solver = Solver(limits)
        lowering = compile_required(meaning, group.terms, group.lines)
        self.model = lowering.model
        self.gains: list[int] = []
        self.reach: list[tuple[int, int]] = []
        for gains, factor in zip(group.gains, scale, strict=True):
            numbers = []
            for gain in gains:
                lowering.prepare(gain.definitions)
                numbers.append(lowering.number(gain.node))
            coefficients, constant, own = total(numbers).times(factor).whole()
            if own != 1:
                raise SolverError("a utility is more finely divided than it was worked out to be; nothing is claimed")
            low, high = self.model.reach(coefficients, constant)
            if max(map(abs, (low, high, constant, *coefficients.values()))) >= _LARGEST:
                raise Stopped(None)
            self.reach.append((low, high))
            variable = self.model.variable(low, high)
            self.model.linear({**coefficients, variable: -1}, [(-constant, -constant)], ())
            self.gains.append(variable)
        self.seen: list[tuple[Vector, Deal]] = []
        self._variables = dict(lowering.variables)
        self._value = Valuer(meaning, group, scale)

    def best(self, weights: Sequence[int], floors: Mapping[int, int]) -> tuple[Vector, Deal] | None:
        """Return the deal of greatest weighted gain in which parties reach their floors; None when there is none."""
        model = self._with(floors)
        if any(weights):
            model.maximise({variable: weight for variable, weight in zip(self.gains, weights, strict=True) if weight})
        for outcome in self._solver.climb(WEIGHTED_OPTIMUM, model):
            if outcome.status == "infeasible":
                return None
            if outcome.is_proved or (outcome.has_solution and not any(weights)):
                return self._read(outcome)
            if outcome.has_solution:
                self.seen = [*self.seen[-_MOST_SEEN:], self._read(outcome)]
        raise Stopped(self.limits.stopped_by)

    def best_for(self, party: int, then: Sequence[int], floors: Mapping[int, int]) -> tuple[Vector, Deal] | None:
        """Return, of the deals that are best for a party, the one of greatest weighted gain; None if there is none."""
        spread = sum(weight * (high - low) for weight, (low, high) in zip(then, self.reach, strict=True))
        weights = [weight + (spread + 1 if at == party else 0) for at, weight in enumerate(then)]
        if self.is_safe(weights):
            return self.best(weights, floors)
        found = self.best([int(at == party) for at in range(len(then))], floors)
        return found and self.best(then, {**floors, party: found[0][party]})

    def is_safe(self, weights: Sequence[int]) -> bool:
        """Return whether gains so weighted stay within CP-SAT's numbers."""
        reach = zip(weights, self.reach, strict=True)
        return sum(weight * max(abs(low), abs(high), 1) for weight, (low, high) in reach) < _LARGEST

    def weights_of_the_sum(self) -> list[int] | None:
        """Return what makes the weighted gain the sum of utilities, in one common unit; None where it is too large."""
        unit = math.lcm(*self.scale)
        weights = [unit // factor for factor in self.scale]
        return weights if self.is_safe(weights) else None

    def rule_out(self, vector: Vector, among: CpModel | None = None) -> None:
        """Rule out every deal that gives no party more than this, in the model or in a copy of it."""
        model = self.model if among is None else among
        literals = []
        for variable, value, (_, high) in zip(self.gains, vector, self.reach, strict=True):
            if value < high:
                literals.append(model.variable(0, 1))
                model.linear({variable: 1}, [(value + 1, None)], (literals[-1],))
        model.clause(literals, ())

    def has_none(
        self, floors: Mapping[int, int], ruled_out: Iterable[Vector] = (), ladder: Ladder = SECOND_OPINION
    ) -> bool:
        """Ask again whether no deal but those ruled out reaches the floors; False when undecided."""
        model = self._with(floors)
        for vector in ruled_out:
            self.rule_out(vector, model)
        contradiction = "CP-SAT called a frontier complete and then found another deal"
        return self._solver.refuted(model, contradiction, self._read, ladder) is True

    def is_least(self, party: int, value: int, floors: Mapping[int, int]) -> bool:
        """Ask again whether no deal that reaches the floors gives a party less than a value; False when undecided."""
        model = self._with(floors)
        model.linear({self.gains[party]: 1}, [(None, value - 1)], ())
        contradiction = "CP-SAT called a utility the least and then found a lower one"
        return self._solver.refuted(model, contradiction, self._read) is True

    # -- inside ---------------------------------------------------------------------------------------------------

    def _with(self, floors: Mapping[int, int]) -> CpModel:
        """Return a copy of the model in which parties reach their floors."""
        model = self.model.copy()
        for party, floor in floors.items():
            model.linear({self.gains[party]: 1}, [(floor, None)], ())
        return model

    def _read(self, outcome: Response) -> tuple[Vector, Deal]:
        """Return a deal and what it is worth, evaluated exactly."""
        values = values_of(self.meaning, self._variables, outcome)
        env = self._value.environment(values)
        broken = [line.id for line in self.group.lines if not line.holds(env)]
        if broken:
            raise SolverError(f"CP-SAT's deal does not satisfy {', '.join(broken)} when evaluated exactly")
        vector = self._value(env)
        if vector != tuple(outcome.values[variable] for variable in self.gains):
            raise SolverError("CP-SAT's utilities are not those of its deal; nothing is claimed")
        return vector, values
