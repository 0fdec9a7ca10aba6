"""Lines of a scenario -> one CP-SAT model with a fresh guard literal for each line that may be dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..models.meaning import Line, Meaning
from ..models.values import Exact
from .cpsat import CpModel
from .lower import Lowering


@dataclass(frozen=True)
class Compiled:
    """A model, the guard of each guarded line, and how to read its terms.

    A guard implies its line and nothing implies the guard: model variables serving as assumptions would put foreign
    literals into the solver's cores.
    """

    meaning: Meaning
    model: CpModel
    lowering: Lowering
    guards: dict[str, int]
    variables: dict[str, int]

    def values(self, solution: Sequence[int]) -> dict[str, Exact]:
        """Return the exact value of every term from the solver's variables."""
        domains = self.meaning.domains
        return {term: domains[term].at(solution[variable]) for term, variable in self.variables.items()}


def compile_lines(meaning: Meaning, terms: Iterable[str], hard: Iterable[Line], guarded: Iterable[Line]) -> Compiled:
    """Compile some lines over some terms.

    Parameters
    ----------
    terms
        The terms to decide; those of the lines at least.
    hard
        Lines that always hold.
    guarded
        Lines that hold where their guard does.
    """
    model = CpModel()
    lowering = Lowering(meaning, model)
    for term in terms:
        lowering.variable(term)
    for line in hard:
        lowering.prepare(line.definitions)
        lowering.require(line.node, ())
    guards = {}
    for line in guarded:
        lowering.prepare(line.definitions)
        guards[line.id] = model.variable(0, 1)
        lowering.require(line.node, (guards[line.id],))
    return Compiled(meaning, model, lowering, guards, dict(lowering.variables))
