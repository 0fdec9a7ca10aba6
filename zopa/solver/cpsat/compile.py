"""Lines of a scenario -> one CP-SAT model with a fresh guard literal for each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...models.meaning.meaning import Line, Meaning
from ...models.values import Exact
from ..term_ranges import Ranges
from .backend import CpModel
from .lowering import Lowering


@dataclass(frozen=True)
class Compiled:
    """A model, the guard of each line in order, and how to read its terms.

    A guard implies its line and nothing implies the guard: model variables serving as assumptions would put foreign
    literals into the solver's cores.
    """

    model: CpModel
    lowering: Lowering
    guards: tuple[int, ...]
    variables: dict[str, int]


def compile_lines(
    meaning: Meaning,
    terms: Iterable[str],
    lines: Iterable[Line],
    fixed: Mapping[str, Exact] | None = None,
    ranges: Ranges | None = None,
) -> Compiled:
    """Compile some lines over some terms (those of the lines at least), each under a guard of its own.

    Terms in ``fixed`` have that value and no other; ``ranges`` is what other models of the scenario found out.
    """
    model = CpModel()
    lowering = Lowering(meaning, model, ranges)
    for term, value in (fixed or {}).items():
        lowering.fix(term, value)
    for term in terms:
        lowering.variable(term)
    guards = []
    for line in lines:
        lowering.prepare(line.definitions)
        guards.append(model.variable(0, 1))
        lowering.require(line.node, (guards[-1],))
    return Compiled(model, lowering, tuple(guards), dict(lowering.variables))
