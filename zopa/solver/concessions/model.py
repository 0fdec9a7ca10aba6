"""A part of a scenario with a chain of steps for each of its red lines, as one model, and what its deals need of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ...errors import SolverError
from ...models.meaning.meaning import Meaning
from ...models.values import Exact
from ..cpsat.backend import CpModel
from ..cpsat.lowering import Lowering
from ..limits import Limits
from ..parts import Part
from ..term_ranges import Ranges
from .steps import Chain, Placed


class SteppedPart:
    """One part of a scenario with a chain for each of its red lines.

    Parameters
    ----------
    budgets
        By group, the most that its steps may cost together.
    """

    def __init__(
        self, meaning: Meaning, part: Part, chains: Sequence[Chain], limits: Limits, budgets: Mapping[str, int]
    ) -> None:
        self.meaning, self.part, self.chains, self.limits = meaning, part, tuple(chains), limits
        self.budgets = budgets
        lines = (*part.facts, *(line for chain in chains for line in chain.requirements))
        self._definitions = frozenset(name for line in lines for name in line.definitions)

    @cached_property
    def placed(self) -> tuple[Lowering, tuple[Placed, ...]]:
        """The model without an objective, and the chains in it."""
        lowering = Lowering(self.meaning, CpModel(), Ranges(self.meaning))
        for term in self.part.terms:
            lowering.variable(term)
        for fact in self.part.facts:
            lowering.prepare(fact.definitions)
            lowering.require(fact.node, ())
        placed = tuple(chain.into(lowering) for chain in self.chains)
        for group, most in self.budgets.items():
            charge, constant = total(placed, [int(chain.group == group) for chain in self.chains])
            lowering.model.linear(charge, [(None, most - constant)], ())
        return lowering, placed

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

    def given(self, steps: Sequence[int], groups: Sequence[str]) -> tuple[int, ...]:
        """Return what each of some groups gives."""
        paired = list(zip(self.chains, steps, strict=True))
        return tuple(sum(chain.cost(step) for chain, step in paired if chain.group == group) for group in groups)


def total(placed: Sequence[Placed], weights: Sequence[int]) -> tuple[dict[int, int], int]:
    """Return the weighted cost of chains in a model as a combination of variables and a constant."""
    charge: dict[int, int] = {}
    for one, weight in zip(placed, weights, strict=True):
        charge.update({variable: weight * factor for variable, factor in one.charge.items() if weight * factor})
    return charge, sum(weight * one.constant for one, weight in zip(placed, weights, strict=True))
