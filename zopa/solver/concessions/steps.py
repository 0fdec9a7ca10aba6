"""How far each red line moves, as a number: 0 where it is kept, more for every step away, the last given up.

A chain knows what a step requires, what it costs, and which step a deal needs at least. Costs are whole, in units of
one over a common scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from ...models.expressions import evaluate
from ...models.meaning.meaning import Line
from ...models.meaning.movement import Movement
from ...models.values import Exact

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
    def lines(self) -> tuple[Line, ...]:
        """The line itself, and what else the chain rests on."""
        return self.rungs

    @property
    def softest(self) -> Line:
        """What a deal must satisfy at the last step before the line is given up."""
        return self.rungs[-1]

    def step(self, env: Env) -> int | None:
        """Return the first step that a deal satisfies; None where that is none of the chain's."""
        for at, rung in enumerate(self.rungs):
            if rung.holds(env):
                return at
        return self.gives_up

    def cost(self, step: int) -> int:
        """Return what a step costs."""
        return self.costs[step]


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
    def lines(self) -> tuple[Line, ...]:
        """The line itself, and what else the chain rests on."""
        return (self.line,)

    @property
    def softest(self) -> Line:
        """What a deal must satisfy at the last step before the line is given up."""
        if not self.amounts:
            return self.line
        node = self.movement.moved(self.amounts)
        return replace(self.line, id=f"{self.id}/{self.amounts}", node=node, holds=evaluate.condition(node))

    def step(self, env: Env) -> int | None:
        """Return the first step that a deal satisfies; None where that is none of the chain's."""
        beyond = self.movement.beyond(env)
        return beyond if beyond <= self.amounts else self.gives_up

    def cost(self, step: int) -> int:
        """Return what a step costs."""
        return self.weight if self.weight is not None and step > self.amounts else self.rate * step


Chain: TypeAlias = Ladder | Slide


def is_flat(chain: Chain, step: int) -> bool:
    """Return whether an earlier step costs no less."""
    return step > 0 and chain.cost(step - 1) >= chain.cost(step)
