"""How CP-SAT is run: every setting is named here once, and every ladder of settings is made of these.

A ladder is climbed until a solve gives a proof: cheap settings first, since most questions are small, and stronger ones
for what is left. Allowances are deterministic, so that the same question is given up at the same point in every run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from ...errors import SolverError
from ...models.meaning.meaning import Meaning
from ...models.values import Exact
from ..limits import Limits
from .backend import CpModel, Response, Run, Settings

Ladder: TypeAlias = tuple[Settings, ...]
"""Settings to try one after the other."""

# -- rungs: what a solve does -----------------------------------------------------------------------------------------

PLAIN = Settings(presolve=False, linearization=0)
"""No preparation and no linear relaxation: about 0.15 ms for a small question."""

RELAXED = Settings(presolve=False, linearization=2)
"""With the linear relaxation, which enforced lines over domains of 10^6 need."""

OTHERWISE = Settings(presolve=False, linearization=1)
"""A linearization that no first answer comes from, so that a second opinion is one."""

BRIEF = Settings(presolve=True, linearization=2, brief=True)
"""One short round of presolve."""

PRESOLVED = Settings(presolve=True, linearization=2)
"""All that CP-SAT has; on its own, the last rung of a ladder, which only the user's limit ends."""

PRESOLVED_OTHERWISE = Settings(presolve=True, linearization=1)

# -- ladders: what a question is worth --------------------------------------------------------------------------------

QUICK: Ladder = (PLAIN.within(0.02), RELAXED.within(1.0))
"""Under assumptions, with which presolve does not mix."""

THOROUGH: Ladder = (PRESOLVED.within(20.0), PRESOLVED_OTHERWISE.within(200.0), PRESOLVED)
"""For a question that the quick settings left undecided."""

SECOND_OPINION: Ladder = (OTHERWISE.within(1.0), PRESOLVED_OTHERWISE.within(20.0))
"""Asked of a model without guards or assumptions, with another linearization than the first question."""

IN_ORDER: Ladder = (
    Settings(presolve=False, linearization=0, work=0.02, fixed_order=True),
    Settings(presolve=False, linearization=2, work=5.0, fixed_order=True),
)
"""The first solution in a stated order of the variables; sums over many terms take the linear relaxation."""

HIGHEST: Ladder = (PLAIN.within(0.02), PRESOLVED.within(20.0))
"""Optimising where a good answer is enough: small models end before presolve would; large ones stall without it."""

OPTIMUM: Ladder = (*HIGHEST, PRESOLVED)

GROWING_OPTIMUM: Ladder = (RELAXED.within(0.003), BRIEF.within(5.0), PRESOLVED)
"""Optimising again and again while clauses are added: presolve is kept short."""

WEIGHTED_OPTIMUM: Ladder = (RELAXED.within(0.003), PRESOLVED.within(20.0), PRESOLVED)
"""Optimising weighted sums of utilities."""

NONE_LEFT: Ladder = (OTHERWISE.within(1.0), PRESOLVED_OTHERWISE.within(5.0))
"""A second opinion on a whole list, before it is asked for box by box."""

NONE_IN_BOX: Ladder = (OTHERWISE.within(0.05), BRIEF.within(20.0))
"""A second opinion on one box among many; the first answer was found with other settings than either."""


class Solver:
    """Runs CP-SAT within some limits, and counts how often.

    Parameters
    ----------
    remembers
        Begin every ladder at the rung that decided the last question: what was too hard once will be so again.

    Attributes
    ----------
    questions
        Solves so far.
    """

    def __init__(self, limits: Limits, remembers: bool = False) -> None:
        self.limits = limits
        self.questions = 0
        self._remembers = remembers
        self._first: dict[Ladder, int] = {}

    def run(self, settings: Settings, model: CpModel) -> Response:
        """Solve a model once; an interrupt ends it."""
        self.questions += 1
        if self.limits.on_question is not None:
            self.limits.on_question()
        solve = Run(settings, self.limits.seconds_left)
        self.limits.on_interrupt(solve.stop)
        try:
            return solve.solve(model)
        finally:
            self.limits.forget(solve.stop)

    def climb(self, ladder: Ladder, model: CpModel) -> Iterator[Response]:
        """Yield what each rung says, up to the first proof; a limit ends the ladder early."""
        for at in range(self._first.get(ladder, 0), len(ladder)):
            if self.limits.stopped_by is not None:
                return
            outcome = self.run(ladder[at], model)
            if outcome.is_proved and self._remembers:
                self._first[ladder] = at
            yield outcome
            if outcome.is_proved:
                return

    def until_decided(self, ladder: Ladder, model: CpModel, any_deal: bool = False) -> Response:
        """Return the first proof, or the last solution without one, or "unknown".

        Parameters
        ----------
        any_deal
            Take the first solution, whether or not it is proved to be the best.
        """
        best = Response("unknown")
        for outcome in self.climb(ladder, model):
            if outcome.is_proved or (any_deal and outcome.status == "feasible"):
                return outcome
            if outcome.status == "feasible":
                best = outcome
        return best

    def refuted(
        self,
        model: CpModel,
        contradiction: str,
        read: Callable[[Response], object],
        ladder: Ladder = SECOND_OPINION,
    ) -> bool | None:
        """Ask again whether a model has no solution: a second opinion.

        Parameters
        ----------
        contradiction
            What it means if it has one.
        read
            Evaluates that solution exactly first, and raises if it is none.

        Returns
        -------
        bool or None
            True when confirmed, None when the ladder decided nothing.

        Raises
        ------
        SolverError
            If the model has a solution: the first answer was wrong.
        """
        outcome = self.until_decided(ladder, model, any_deal=True)
        if outcome.has_solution:
            read(outcome)
            raise SolverError(f"{contradiction}; nothing is claimed")
        return True if outcome.status == "infeasible" else None


def values_of(meaning: Meaning, variables: Mapping[str, int], outcome: Response) -> dict[str, Exact]:
    """Return the exact values of terms from a solution, in which each term's variable counts its steps."""
    return {term: meaning.domains[term].at(outcome.values[variable]) for term, variable in variables.items()}
