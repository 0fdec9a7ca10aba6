"""How far each red line moves, as a number: 0 where it is kept, more for every step away, the last given up.

A chain knows what a step requires, what it costs, and which step a deal needs at least; ``into`` puts it into a model.
Costs are whole, in units of one over a common scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from ...models.expressions import evaluate
from ...models.linear import Linear
from ...models.meaning.meaning import Line
from ...models.meaning.movement import Movement
from ...models.values import Exact
from ..cpsat.backend import CpModel, Lit
from ..cpsat.lowering import Lowering

Env: TypeAlias = Mapping[str, Exact]


@dataclass(frozen=True)
class Ladder:
    """A line with its fallbacks, or a plain line.

    Parameters
    ----------
    group
        Under which its costs are added up: its party, or the unit of its amounts.
    rungs
        What is required at each step, hardest first.
    costs
        Of each step; one more than there are rungs where the line may be given up.
    """

    id: str
    group: str
    rungs: tuple[Line, ...]
    costs: tuple[int, ...]

    @property
    def last(self) -> int:
        """The last step there is."""
        return len(self.costs) - 1

    @property
    def gives_up(self) -> int | None:
        """The step at which the line is given up; None where it never is."""
        return self.last if len(self.costs) > len(self.rungs) else None

    @property
    def requirements(self) -> tuple[Line, ...]:
        """Lines that rest on all that the chain rests on."""
        return self.rungs

    def step(self, env: Env) -> int | None:
        """Return the first step that a deal satisfies; None where that is none of the chain's."""
        for at, rung in enumerate(self.rungs):
            if rung.holds(env):
                return at
        return self.gives_up

    def cost(self, step: int) -> int:
        """Return what a step costs."""
        return self.costs[step]

    def requirement(self, step: int) -> Line | None:
        """Return what a deal must satisfy at a step; None where the line is given up."""
        return self.rungs[step] if step < len(self.rungs) else None

    def is_flat(self, step: int) -> bool:
        """Return whether an earlier step costs no less."""
        return step > 0 and self.costs[step - 1] == self.costs[step]

    def into(self, lowering: Lowering) -> Guards:
        """Put the chain into a model."""
        literals = []
        for rung in self.rungs:
            lowering.prepare(rung.definitions)
            literals.append(lowering.model.variable(0, 1))
            lowering.require(rung.node, (literals[-1],))
        for one, next_one in pairwise(literals):
            lowering.model.clause((next_one,), (one,))
        if self.gives_up is None:
            lowering.model.clause((literals[-1],), ())
        charge = {
            literal: one - other for literal, one, other in zip(literals, self.costs, self.costs[1:], strict=False)
        }
        return Guards(tuple(literals), charge, self.costs[-1])


@dataclass(frozen=True)
class Guards:
    """A ladder in a model: for each rung a literal that implies it, and the cost as a combination of these."""

    literals: tuple[Lit, ...]
    charge: Mapping[int, int]
    constant: int

    def at_most(self, model: CpModel, step: int) -> Lit | None:
        """Return a literal that keeps the chain within a step; None where that is no restriction."""
        return self.literals[step] if step < len(self.literals) else None

    def travel(self) -> dict[int, int]:
        """Return what grows with the step, as a combination of variables."""
        return dict.fromkeys(self.literals, -1)


@dataclass(frozen=True)
class Slide:
    """A line that moves by amounts: one step for every unit amount, as far as it may, then given up if it may be.

    Parameters
    ----------
    group
        As for a ladder.
    amounts
        How many steps it may move.
    rate
        The cost of one.
    weight
        The cost of giving it up; None where it never is.
    """

    id: str
    group: str
    line: Line
    movement: Movement
    amounts: int
    rate: int
    weight: int | None

    @property
    def last(self) -> int:
        """The last step there is."""
        return self.amounts if self.weight is None else self.amounts + 1

    @property
    def gives_up(self) -> int | None:
        """The step at which the line is given up; None where it never is."""
        return None if self.weight is None else self.last

    @property
    def requirements(self) -> tuple[Line, ...]:
        """Lines that rest on all that the chain rests on."""
        return (self.line,)

    def step(self, env: Env) -> int | None:
        """Return the first step that a deal satisfies; None where that is none of the chain's."""
        beyond = self.movement.beyond(env)
        return beyond if beyond <= self.amounts else self.gives_up

    def cost(self, step: int) -> int:
        """Return what a step costs."""
        return self.weight if self.weight is not None and step > self.amounts else self.rate * step

    def requirement(self, step: int) -> Line | None:
        """Return what a deal must satisfy at a step; None where the line is given up."""
        if step > self.amounts:
            return None
        if step == 0:
            return self.line
        node = self.movement.moved(step)
        return Line(
            f"{self.id}/{step}", self.line.text, node, evaluate.condition(node), self.line.terms, self.line.definitions
        )

    def is_flat(self, step: int) -> bool:
        """Return whether an earlier step costs no less."""
        return step > 0 and self.cost(step - 1) >= self.cost(step)

    def into(self, lowering: Lowering) -> Amount:
        """Put the chain into a model."""
        model, movement = lowering.model, self.movement
        lowering.prepare(self.line.definitions)
        held = model.variable(0, 1) if self.weight is not None else None
        amount = model.variable(0, self.amounts)
        when = () if held is None else (held,)
        excess = lowering.number(movement.excess)
        room = Linear({amount: -movement.unit_amount}, 0)
        for side in (excess, excess.times(-1)) if movement.both_ways else (excess,):
            coefficients, constant, _ = side.plus(room).whole()
            model.linear(coefficients, [(None, -constant - 1 if movement.strict else -constant)], when)
        if held is None:
            return Amount(amount, None, {amount: self.rate}, 0, self.amounts)
        assert self.weight is not None
        model.linear({amount: 1}, [(0, 0)], (-held - 1,))
        return Amount(amount, held, {amount: self.rate, held: -self.weight}, self.weight, self.amounts)


@dataclass(frozen=True)
class Amount:
    """A slide in a model: the amount as a variable, and the literal of its not being given up."""

    amount: int
    held: Lit | None
    charge: Mapping[int, int]
    constant: int
    amounts: int

    def at_most(self, model: CpModel, step: int) -> Lit | None:
        """Return a literal that keeps the chain within a step; None where that is no restriction."""
        if step > self.amounts or (step == self.amounts and self.held is None):
            return None
        if step == self.amounts:
            return self.held
        literal = model.variable(0, 1)
        model.linear({self.amount: 1}, [(None, step)], (literal,))
        if self.held is not None:
            model.clause((self.held,), (literal,))
        return literal

    def travel(self) -> dict[int, int]:
        """Return what grows with the step, as a combination of variables."""
        if self.held is None:
            return {self.amount: 1}
        return {self.amount: 1, self.held: -self.amounts - 1}


Chain: TypeAlias = Ladder | Slide
Placed: TypeAlias = Guards | Amount
