"""A part of a scenario in CP-SAT, with the chain of each red line: compiled once, copied for every search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from operator import le

from ...errors import SolverError
from ...models.linear import Linear
from ...models.meaning.meaning import Meaning
from ...models.values import Exact
from ..cpsat.backend import CpModel, Lit
from ..cpsat.compile import compile_required
from ..cpsat.lowering import Lowering
from ..cpsat.solve import IN_ORDER, Solver, values_of
from ..cpsat.status_quo import distance
from ..limits import Limits
from ..parts import Part
from .steps import Chain, Ladder, Slide


@dataclass(frozen=True)
class Placed:
    """A chain in a model.

    Parameters
    ----------
    kept
        By step, the literal that keeps the chain within it, as far as there is one from the start.
    charge, constant
        The cost as a combination of variables and a constant.
    travel
        What grows with the step, as a combination of variables.
    amount, amounts
        The variable that counts the amounts of a slide, and its most.
    """

    kept: Mapping[int, Lit]
    charge: Mapping[int, int]
    constant: int
    travel: Mapping[int, int]
    amount: int | None = None
    amounts: int = 0

    def at_most(self, model: CpModel, step: int) -> Lit | None:
        """Return a literal that keeps the chain within a step; None where that is no restriction."""
        if self.amount is None or step >= self.amounts:
            return self.kept.get(step)
        literal = model.variable(0, 1)
        model.linear({self.amount: 1}, [(None, step)], (literal,))
        for held in self.kept.values():
            model.clause((held,), (literal,))
        return literal


def place(chain: Chain, lowering: Lowering) -> Placed:
    """Put a chain into a model."""
    return _place_ladder(chain, lowering) if isinstance(chain, Ladder) else _place_slide(chain, lowering)


def _place_ladder(chain: Ladder, lowering: Lowering) -> Placed:
    """Give each rung a literal that implies it and all softer ones."""
    model = lowering.model
    literals = []
    for rung in chain.rungs:
        lowering.prepare(rung.definitions)
        literals.append(model.variable(0, 1))
        lowering.require(rung.node, (literals[-1],))
    for one, next_one in pairwise(literals):
        model.clause((next_one,), (one,))
    if chain.gives_up is None:
        model.clause((literals[-1],), ())
    charge = {literal: one - other for literal, one, other in zip(literals, chain.costs, chain.costs[1:], strict=False)}
    return Placed(dict(enumerate(literals)), charge, chain.costs[-1], dict.fromkeys(literals, -1))


def _place_slide(chain: Slide, lowering: Lowering) -> Placed:
    """Make the amount a variable, with a literal of the line's not being given up."""
    model, movement = lowering.model, chain.movement
    lowering.prepare(chain.line.definitions)
    held = model.variable(0, 1) if chain.weight is not None else None
    amount = model.variable(0, chain.amounts)
    when = () if held is None else (held,)
    excess = lowering.number(movement.excess)
    room = Linear({amount: -movement.unit_amount}, 0)
    for side in (excess, excess.times(-1)) if movement.both_ways else (excess,):
        coefficients, constant, _ = side.plus(room).whole()
        model.linear(coefficients, [(None, -constant - 1 if movement.strict else -constant)], when)
    rate = chain.rate if chain.amounts else 0  # where giving up costs less than one amount, it may be any number
    if held is None or chain.weight is None:
        return Placed({}, {amount: rate}, 0, {amount: 1}, amount, chain.amounts)
    model.linear({amount: 1}, [(0, 0)], (-held - 1,))
    charge, travel = {amount: rate, held: -chain.weight}, {amount: 1, held: -chain.amounts - 1}
    return Placed({chain.amounts: held}, charge, chain.weight, travel, amount, chain.amounts)


class SteppedModel:
    """One part of a scenario with a chain for each of its red lines.

    Parameters
    ----------
    budgets
        By group, the most that its steps may cost together.

    Attributes
    ----------
    lowering
        What put the part into a model, and puts more into it or into a copy.
    placed
        The chains in the model.
    """

    def __init__(
        self, meaning: Meaning, part: Part, chains: Sequence[Chain], limits: Limits, budgets: Mapping[str, int]
    ) -> None:
        self.meaning, self.part, self.chains, self.limits = meaning, part, tuple(chains), limits
        lines = (*part.facts, *(line for chain in chains for line in chain.lines))
        self._definitions = frozenset(name for line in lines for name in line.definitions)
        self.lowering = compile_required(meaning, part.terms, part.facts)
        self.placed = tuple(place(chain, self.lowering) for chain in self.chains)
        for group, most in budgets.items():
            charge, constant = self.charge_of(group)
            self.model.linear(charge, [(None, most - constant)], ())

    @property
    def model(self) -> CpModel:
        """The model, without an objective."""
        return self.lowering.model

    @property
    def variables(self) -> Mapping[str, int]:
        """The variable of each term."""
        return self.lowering.variables

    def with_chain(self, at: int, chain: Chain) -> SteppedModel:
        """Return the same part, without budgets, with another chain for one line, put into a copy of the model.

        The former chain is left in the copy, where it must be no restriction: it can be given up, or is the softer one.
        """
        other = copy(self)
        other.lowering = self.lowering.copy()
        other.placed = (*self.placed[:at], place(chain, other.lowering), *self.placed[at + 1 :])
        other.chains = (*self.chains[:at], chain, *self.chains[at + 1 :])
        return other

    # -- what steps come to ---------------------------------------------------------------------------------------

    def charge(self, weights: Sequence[int]) -> tuple[dict[int, int], int]:
        """Return the weighted cost of all chains as a combination of variables and a constant."""
        charge: dict[int, int] = {}
        for one, weight in zip(self.placed, weights, strict=True):
            charge.update({variable: weight * factor for variable, factor in one.charge.items() if weight * factor})
        return charge, sum(weight * one.constant for one, weight in zip(self.placed, weights, strict=True))

    def charge_of(self, group: str) -> tuple[dict[int, int], int]:
        """Return what a group gives as a combination of variables and a constant."""
        return self.charge([int(chain.group == group) for chain in self.chains])

    def given(self, steps: Sequence[int], groups: Sequence[str]) -> tuple[int, ...]:
        """Return what each of some groups gives."""
        paired = list(zip(self.chains, steps, strict=True))
        return tuple(sum(chain.cost(step) for chain, step in paired if chain.group == group) for group in groups)

    def steps(self, values: Mapping[str, Exact]) -> tuple[int, ...]:
        """Return the steps that a deal needs, exactly.

        Raises
        ------
        SolverError
            If it does not satisfy a fact, or goes beyond the last step of a line.
        """
        env = self.meaning.environment(values, self._definitions)
        broken = [fact.id for fact in self.part.facts if not fact.holds(env)]
        found = [(chain.id, chain.step(env)) for chain in self.chains]
        broken += [name for name, step in found if step is None]
        if broken:
            raise SolverError(f"CP-SAT's deal does not satisfy {', '.join(broken)} when evaluated exactly")
        return tuple(step for _, step in found if step is not None)

    # -- deals ----------------------------------------------------------------------------------------------------

    def limit(self, model: CpModel, steps: Sequence[int]) -> None:
        """Keep every chain of a model within a step."""
        for placed, step in zip(self.placed, steps, strict=True):
            if (literal := placed.at_most(model, step)) is not None:
                model.clause((literal,), ())

    def within(self, values: Mapping[str, Exact], most: Sequence[int]) -> tuple[int, ...]:
        """Return the steps that a deal needs, which are no more than some.

        Raises
        ------
        SolverError
            If they are more.
        """
        steps = self.steps(values)
        if not all(map(le, steps, most)):
            raise SolverError("CP-SAT's deal goes beyond the steps it was allowed; nothing is claimed")
        return steps

    def first_deal(self, steps: Sequence[int], status_quo: Mapping[str, Exact]) -> dict[str, Exact] | None:
        """Return the first deal within some steps: term by term the nearest to the status quo, else the least value.

        None when it takes more than its allowance; any deal within them then serves as well.
        """
        model = self.model.copy()
        self.limit(model, steps)
        ordered = []
        for term in self.part.terms:
            variable = self.variables[term]
            if term in status_quo:  # it may lie between two values; of two that are as near, the lower comes first
                ordered.append(distance(model, variable, self.meaning.domains[term], status_quo[term]))
            ordered.append(variable)
        model.prefer_least(ordered)
        outcome = Solver(self.limits).until_decided(IN_ORDER, model)
        if not outcome.has_solution:
            return None
        values = values_of(self.meaning, self.variables, outcome)
        self.within(values, steps)
        return values
