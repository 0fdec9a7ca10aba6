"""Relaxations with concessions of one part, cheapest first: each line kept, moved some way, or given up.

Every deal needs at least some step of each line; a relaxation is a vector of steps that a deal makes do with and that
cannot be lowered anywhere. CP-SAT is asked for a deal of least cost; its vector is noted, every vector from it upwards
ruled out, and so on until there is no other. That takes one optimum an answer, whatever the range of the amounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import le

from ...errors import SolverError
from ...models.expressions import nodes
from ...models.meaning.meaning import Line
from ...models.values import Exact
from ..cpsat.backend import CpModel, Response
from ..cpsat.lowering import Lowering
from ..cpsat.solve import GROWING_OPTIMUM, Solver, values_of
from ..limits import Stopped, StoppedBy
from .model import SteppedPart, total
from .steps import Chain

_WINDOW = 64
"""The next cost is looked for within one so-manieth of the last at first: the solver then settles most lines at once."""


@dataclass(frozen=True)
class Vector:
    """A step for every line of a part, what they cost, and a deal that makes do with them."""

    steps: tuple[int, ...]
    cost: int
    values: Mapping[str, Exact]


class GradedPart(SteppedPart):
    """A part whose relaxations are searched for; arguments as for :class:`~zopa.solver.concessions.model.SteppedPart`."""

    exhausted = False
    """Whether all relaxations have been found."""

    @cached_property
    def search(self) -> Search:
        """The search for relaxations."""
        return Search(self)

    def relaxations(self) -> Iterator[Vector]:
        """Yield every relaxation, cheapest first; at the end there are no others.

        Raises
        ------
        Stopped
            When a limit comes; what was yielded is right and in order.
        """
        search = self.search
        while (found := search.cheapest()) is not None:
            yield found
            search.rule_out(found.steps)
        self.exhausted = True


class Search:
    """Deals of one part by cost, with what has been found ruled out.

    Parameters
    ----------
    weights
        By which the cost of each line counts; 1 for all when not given.
    """

    def __init__(self, owner: SteppedPart, weights: Sequence[int] | None = None) -> None:
        self._owner = owner
        lowering, self._placed = owner.placed
        self._variables = dict(lowering.variables)
        self.model = lowering.model.copy()
        self._weights = weights or [1] * len(owner.chains)
        self._charge, self._constant = total(self._placed, self._weights)
        self._last: tuple[int, ...] = ()
        self._ruled_out: list[tuple[int, ...]] = []
        self._solver = Solver(owner.limits, remembers=True)
        self._floor = 0
        self._most = self.cost([chain.last for chain in owner.chains])

    def cost(self, steps: Sequence[int]) -> int:
        """Return the weighted cost of some steps."""
        paired = zip(self._weights, self._owner.chains, steps, strict=True)
        return sum(weight * chain.cost(step) for weight, chain, step in paired)

    def cheapest(self) -> Vector | None:
        """Return a deal of least cost, its steps such that none can be lowered; None when there is none.

        Raises
        ------
        Stopped
            When a limit comes first.
        SolverError
            If what CP-SAT says does not stand up to exact evaluation.
        """
        outcome = self._optimum()
        if outcome is None:
            return None
        values = self._values(outcome)
        steps = self._owner.steps(values)
        if any(all(map(le, known, steps)) for known in self._ruled_out):
            raise SolverError("CP-SAT gave a deal that had been ruled out; nothing is claimed")
        if any(step and (not weight or chain.is_flat(step)) for weight, chain, step in self._chosen(steps)):
            return self.lowered(steps)
        return Vector(steps, self._floor, values)

    def least_cost(self) -> int | None:
        """Return the least cost of a deal; None when there is none. Raises as :meth:`cheapest`."""
        return None if self._optimum() is None else self._floor

    @property
    def stopped_by(self) -> StoppedBy | None:
        """The limit that has come, if one has."""
        return self._owner.limits.stopped_by

    def _optimum(self) -> Response | None:
        """Find a deal of least cost and raise the floor to it."""
        window = self._floor // _WINDOW + 1 if self._floor else self._most
        while True:
            model = self.model.copy()
            within = self._floor - self._constant, min(self._floor + window, self._most) - self._constant
            model.linear(self._charge, [within], ())
            model.maximise({variable: -factor for variable, factor in self._charge.items()})
            model.start_near(self._last)
            outcome = self._solve(model)
            if outcome.status == "optimal":
                break
            if self._floor + window >= self._most:
                return None
            self._floor += window + 1
            window *= 4
        steps = self._owner.steps(self._values(outcome))
        claimed = self._constant + sum(factor * outcome.values[at] for at, factor in self._charge.items())
        self._floor = self.cost(steps)
        if self._floor != claimed:
            raise SolverError("CP-SAT called a cost the least, and its own deal costs less; nothing is claimed")
        self._last = outcome.values
        return outcome

    def rule_out(self, steps: Sequence[int]) -> None:
        """Rule out every deal that needs as many steps as these on each line, or more."""
        self._ruled_out.append(tuple(steps))
        literals = []
        for placed, step in zip(self._placed, steps, strict=True):
            if step:
                literal = placed.at_most(self.model, step - 1)
                assert literal is not None
                literals.append(literal)
        self.model.clause(literals, ())

    def beat(self, gives: Sequence[int], groups: Sequence[str]) -> None:
        """Rule out every deal in which none of some groups gives less than so much."""
        literals = []
        for group, given in zip(groups, gives, strict=True):
            charge, constant = total(self._placed, [int(chain.group == group) for chain in self._owner.chains])
            if given and charge:
                literals.append(self.model.variable(0, 1))
                self.model.linear(charge, [(None, given - 1 - constant)], (literals[-1],))
        self.model.clause(literals, ())

    def cross(self, line: Line) -> None:
        """Rule out every deal that satisfies a line."""
        lowering = Lowering(self._owner.meaning, self.model, variables=self._variables)
        lowering.prepare(line.definitions)
        lowering.require(nodes.Not(line.node), ())

    def within(self, cost: int) -> Vector | None:
        """Return a deal of at most some cost, its steps such that none can be lowered; None when there is none.

        Raises
        ------
        Stopped
            When a limit comes first.
        """
        model = self.model.copy()
        model.linear(self._charge, [(None, cost - self._constant)], ())
        outcome = self._solve(model)
        return None if outcome.status == "infeasible" else self.lowered(self._owner.steps(self._values(outcome)))

    def under(self, most: Mapping[str, int]) -> Vector | None:
        """Return as :meth:`cheapest` does, where groups give at most so much."""
        model, self.model, self._floor = self.model, self.model.copy(), 0
        try:
            for group, cap in most.items():
                charge, constant = total(self._placed, [int(chain.group == group) for chain in self._owner.chains])
                self.model.linear(charge, [(None, cap - constant)], ())
            return self.cheapest()
        finally:
            self.model, self._floor = model, 0

    def fairest(self, groups: Sequence[str]) -> Vector | None:
        """Return a deal in which the group that gives most gives least, and that costs least of these.

        Raises
        ------
        Stopped
            When a limit comes first, or no second opinion could be had.
        """
        most = self.model.variable(0, self._most)
        for group in groups:
            charge, constant = total(self._placed, [int(chain.group == group) for chain in self._owner.chains])
            self.model.linear({**charge, most: -1}, [(None, -constant)], ())
        model = self.model.copy()
        model.maximise({most: -1})
        outcome = self._solve(model)
        if outcome.status == "infeasible":
            return None
        least = max(self._owner.given(self._owner.steps(self._values(outcome)), groups))
        below = self.model.copy()
        below.linear({most: 1}, [(None, least - 1)], ())
        if self._refuted(below) is None:
            raise Stopped(self.stopped_by)
        self.model.linear({most: 1}, [(None, least)], ())
        return self.cheapest()

    def confirm(self) -> bool | None:
        """Ask again whether whatever costs less than the last deal found is ruled out.

        Returns
        -------
        bool or None
            True when confirmed, None when no second opinion could be had within its allowance.

        Raises
        ------
        SolverError
            If it is not so: an answer was wrong.
        """
        model = self.model.copy()
        model.linear(self._charge, [(None, self._floor - 1 - self._constant)], ())
        return self._refuted(model)

    def confirm_end(self) -> bool | None:
        """Ask again whether there is nothing left; as :meth:`confirm`."""
        return self._refuted(self.model)

    def _refuted(self, model: CpModel) -> bool | None:
        contradiction = "CP-SAT called a list complete and then found another deal"
        return self._solver.refuted(model, contradiction, lambda outcome: self._owner.steps(self._values(outcome)))

    def lowered(self, steps: Sequence[int]) -> Vector:
        """Return a deal that makes do with no more than some steps and with as few as can be."""
        model = self.model.copy()
        travel: dict[int, int] = {}
        for placed, step in zip(self._placed, steps, strict=True):
            if (literal := placed.at_most(model, step)) is not None:
                model.clause((literal,), ())
            travel.update(placed.travel())
        model.maximise({variable: -factor for variable, factor in travel.items()})
        outcome = self._solve(model)
        if outcome.status == "infeasible":
            raise SolverError("CP-SAT found a deal and then none within its steps; nothing is claimed")
        values = self._values(outcome)
        lowered = self._owner.steps(values)
        if not all(map(le, lowered, steps)):
            raise SolverError("CP-SAT's deal goes beyond the steps it was allowed; nothing is claimed")
        return Vector(lowered, self.cost(lowered), values)

    def _chosen(self, steps: Sequence[int]) -> Iterator[tuple[int, Chain, int]]:
        return zip(self._weights, self._owner.chains, steps, strict=True)

    def _values(self, outcome: Response) -> dict[str, Exact]:
        return values_of(self._owner.meaning, self._variables, outcome)

    def _solve(self, model: CpModel) -> Response:
        outcome = self._solver.until_decided(GROWING_OPTIMUM, model)
        if not outcome.is_proved:
            raise Stopped(self._owner.limits.stopped_by)
        return outcome
