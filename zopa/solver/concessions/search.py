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
from ..cpsat.solve import GROWING_OPTIMUM, Solver, values_of
from ..k_best import Stream
from ..limits import Stopped, StoppedBy
from .model import SteppedModel
from .steps import Chain, is_flat

_WINDOW = 64
"""The next cost is looked for within 1/64 of the last cost at first: the solver then settles most lines at once."""


@dataclass(frozen=True)
class StepVector:
    """A step for every line of a part, what they cost, and a deal that makes do with them."""

    steps: tuple[int, ...]
    cost: int
    values: Mapping[str, Exact]


class GradedPart:
    """One part of a request: its model, and its relaxations as they are found.

    Attributes
    ----------
    relaxations
        All of them by cost, found when asked for. Asking raises ``Stopped`` when a limit comes; what came before is
        right and in order.
    exhausted
        Whether all have been found.
    """

    def __init__(self, model: SteppedModel) -> None:
        self.model = model
        self.exhausted = False
        self.relaxations = Stream(self._found(), lambda: self.exhausted)
        self._shown: dict[tuple[int, ...], dict[str, Exact] | None] = {}

    @property
    def chains(self) -> tuple[Chain, ...]:
        """The chain of each red line."""
        return self.model.chains

    @cached_property
    def search(self) -> RelaxationSearch:
        """The search for relaxations."""
        return RelaxationSearch(self.model)

    def _found(self) -> Iterator[tuple[int, StepVector]]:
        while (found := self.search.cheapest()) is not None:
            yield found.cost, found
            self.search.rule_out(found.steps)
        self.exhausted = True

    def deal(self, vector: StepVector, status_quo: Mapping[str, Exact]) -> Mapping[str, Exact]:
        """Return the deal to show for a vector: see :meth:`~zopa.solver.concessions.model.SteppedModel.first_deal`."""
        if vector.steps not in self._shown:
            self._shown[vector.steps] = self.model.first_deal(vector.steps, status_quo)
        return self._shown[vector.steps] or vector.values


class RelaxationSearch:
    """Deals of one part by cost, with what has been found ruled out.

    Parameters
    ----------
    weights
        The factor of each line's cost; 1 for all when not given.

    Raises
    ------
    Stopped
        By any question for a deal, when a limit comes first.
    SolverError
        By any question, if what CP-SAT says does not stand up to exact evaluation or to a second opinion.
    """

    def __init__(self, owner: SteppedModel, weights: Sequence[int] | None = None) -> None:
        self._owner = owner
        self._solver = Solver(owner.limits, remembers=True)
        self.model = owner.model.copy()
        self._weights = weights or [1] * len(owner.chains)
        self._charge, self._constant = owner.charge(self._weights)
        self._last: tuple[int, ...] = ()
        self._ruled_out: list[tuple[int, ...]] = []
        self._floor = 0
        self._most = self.cost([chain.last for chain in owner.chains])

    def cost(self, steps: Sequence[int]) -> int:
        """Return the weighted cost of some steps."""
        return sum(weight * chain.cost(step) for weight, chain, step in self._chosen(steps))

    # -- least cost -----------------------------------------------------------------------------------------------

    def cheapest(self) -> StepVector | None:
        """Return a deal of least cost, its steps such that none can be lowered; None when there is none."""
        outcome = self._optimum()
        if outcome is None:
            return None
        values = self._values(outcome)
        steps = self._owner.steps(values)
        if any(all(map(le, known, steps)) for known in self._ruled_out):
            raise SolverError("CP-SAT gave a deal that had been ruled out; nothing is claimed")
        if any(step and (not weight or is_flat(chain, step)) for weight, chain, step in self._chosen(steps)):
            return self.lowered(steps)
        return StepVector(steps, self._floor, values)

    def least_cost(self) -> int | None:
        """Return the least cost of a deal; None when there is none."""
        return None if self._optimum() is None else self._floor

    def under(self, most: Mapping[str, int]) -> StepVector | None:
        """Return what :meth:`cheapest` does, where groups keep within caps."""
        model, self.model, self._floor = self.model, self.model.copy(), 0
        try:
            for group, cap in most.items():
                charge, constant = self._owner.charge_of(group)
                self.model.linear(charge, [(None, cap - constant)], ())
            return self.cheapest()
        finally:
            self.model, self._floor = model, 0

    def within(self, cost: int) -> StepVector | None:
        """Return a deal of at most some cost, its steps such that none can be lowered; None when there is none."""
        model = self.model.copy()
        model.linear(self._charge, [(None, cost - self._constant)], ())
        outcome = self._solve(model)
        return None if outcome.status == "infeasible" else self.lowered(self._owner.steps(self._values(outcome)))

    def fairest(self, groups: Sequence[str]) -> StepVector | None:
        """Return a deal in which the most that any group gives is least, and that costs least of these."""
        most = self.model.variable(0, self._most)
        for group in groups:
            charge, constant = self._owner.charge_of(group)
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

    def lowered(self, steps: Sequence[int]) -> StepVector:
        """Return a deal that makes do with no more than some steps and with as few as can be."""
        model = self.model.copy()
        self._owner.limit(model, steps)
        travel: dict[int, int] = {}
        for placed in self._owner.placed:
            travel.update(placed.travel)
        model.maximise({variable: -factor for variable, factor in travel.items()})
        outcome = self._solve(model)
        if outcome.status == "infeasible":
            raise SolverError("CP-SAT found a deal and then none within its steps; nothing is claimed")
        values = self._values(outcome)
        lowered = self._owner.within(values, steps)
        return StepVector(lowered, self.cost(lowered), values)

    # -- what is ruled out ----------------------------------------------------------------------------------------

    def rule_out(self, steps: Sequence[int]) -> None:
        """Rule out every deal that needs as many steps as these on each line, or more."""
        self._ruled_out.append(tuple(steps))
        literals = []
        for placed, step in zip(self._owner.placed, steps, strict=True):
            if step:
                literal = placed.at_most(self.model, step - 1)
                assert literal is not None
                literals.append(literal)
        self.model.clause(literals, ())

    def rule_out_giving(self, gives: Sequence[int], groups: Sequence[str]) -> None:
        """Rule out every deal in which none of some groups gives less than this."""
        literals = []
        for group, given in zip(groups, gives, strict=True):
            charge, constant = self._owner.charge_of(group)
            if given and charge:
                literals.append(self.model.variable(0, 1))
                self.model.linear(charge, [(None, given - 1 - constant)], (literals[-1],))
        self.model.clause(literals, ())

    def cross(self, line: Line) -> None:
        """Rule out every deal that satisfies a line."""
        lowering = self._owner.lowering.onto(self.model, self._owner.variables)
        lowering.prepare(line.definitions)
        lowering.require(nodes.Not(line.node), ())

    # -- second opinions ------------------------------------------------------------------------------------------

    def confirm(self) -> bool | None:
        """Ask again whether whatever costs less than the last deal found is ruled out.

        Returns
        -------
        bool or None
            True when confirmed, None when no second opinion could be had within its allowance.
        """
        model = self.model.copy()
        model.linear(self._charge, [(None, self._floor - 1 - self._constant)], ())
        return self._refuted(model)

    def confirm_end(self) -> bool | None:
        """Ask again whether there is nothing left; as :meth:`confirm`."""
        return self._refuted(self.model)

    # -- inside ---------------------------------------------------------------------------------------------------

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

    def _refuted(self, model: CpModel) -> bool | None:
        contradiction = "CP-SAT called a list complete and then found another deal"
        return self._solver.refuted(model, contradiction, lambda outcome: self._owner.steps(self._values(outcome)))

    def _chosen(self, steps: Sequence[int]) -> Iterator[tuple[int, Chain, int]]:
        return zip(self._weights, self._owner.chains, steps, strict=True)

    def _values(self, outcome: Response) -> dict[str, Exact]:
        return values_of(self._owner.meaning, self._owner.variables, outcome)

    def _solve(self, model: CpModel) -> Response:
        outcome = self._solver.until_decided(GROWING_OPTIMUM, model)
        if not outcome.is_proved:
            raise Stopped(self.stopped_by)
        return outcome
