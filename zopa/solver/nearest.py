"""The deal nearest to a proposed one, among those that keep some lines: proved optima, one criterion after the other.

Nearest is the deal that changes the fewest terms of the proposal; of these the one that changes them least, each change
counted as a share of its term's range; of these the first, term by term. Terms that the proposal leaves open cost
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..errors import SolverError
from ..models.meaning.meaning import Meaning
from ..models.terms import Choice, YesNo
from ..models.values import Exact
from .cpsat import status_quo
from .cpsat.backend import CpModel, Response
from .cpsat.compile import compile_lines
from .cpsat.solve import IN_ORDER, OPTIMUM, Solver, values_of
from .limits import Limits, Stopped

MOST_PARTS, ROUGHLY = 2**50, 100
"""Shares are added up on their common denominator up to the first; beyond it, in whole percent, rounded up."""


@dataclass(frozen=True)
class Near:
    """A deal near the proposal, and what it crosses.

    Parameters
    ----------
    is_nearest
        Whether no nearer one is proved to exist.
    confirmed
        Whether a second run said so too.
    """

    values: Mapping[str, Exact]
    crossed: tuple[str, ...]
    changed: tuple[str, ...]
    share: Fraction
    is_nearest: bool
    confirmed: bool


@dataclass(frozen=True)
class Wanted:
    """Which deals are looked for.

    Parameters
    ----------
    keep
        Facts and red lines that hold.
    one_of
        Others of which at least one holds, unless there are none.
    weights, most
        The weights of some red lines, and the most that those crossed may weigh together; None for no limit.
    """

    keep: Collection[str]
    one_of: Collection[str] = ()
    weights: Mapping[str, int] = field(default_factory=dict)
    most: int | None = None

    def allows(self, crossed: Collection[str]) -> bool:
        """Return whether a deal may cross these lines."""
        weight = sum(self.weights.get(line, 0) for line in crossed)
        enough = not self.one_of or not set(self.one_of) <= set(crossed)
        return enough and (self.most is None or weight <= self.most) and not set(self.keep).intersection(crossed)


@dataclass(frozen=True)
class Nowhere:
    """There is no such deal; ``confirmed`` where a second run said so too."""

    confirmed: bool


class Nearness:
    """Looks for deals near one proposal; the model of the scenario is compiled once.

    Parameters
    ----------
    proposed
        Exact values of some terms, or all.
    """

    def __init__(self, meaning: Meaning, proposed: Mapping[str, Exact], limits: Limits) -> None:
        self.meaning, self.proposed, self.limits = meaning, dict(proposed), limits
        self._solver = Solver(limits)
        statements = (*meaning.facts, *meaning.red_lines)
        compiled = self._compiled = compile_lines(meaning, meaning.terms, statements)
        self._guards = dict(zip((line.id for line in statements), compiled.guards, strict=True))
        self._model = compiled.model
        self._steps: dict[str, int] = {}
        self._changes: dict[str, int] = {}
        self._distances: dict[str, int] = {}
        for term, value in self.proposed.items():
            step, domain = meaning.domains[term].index(value), meaning.domains[term]
            assert step is not None
            self._steps[term] = step
            if domain.size == 1:
                continue
            literal, variable = self._model.variable(0, 1), compiled.variables[term]
            self._model.linear({variable: 1}, [(step, step)], (-literal - 1,))
            self._changes[term] = literal
            if not isinstance(meaning.terms[term], YesNo | Choice):
                distance = self._distances[term] = self._model.variable(0, domain.size - 1)
                self._model.maximum(distance, [(variable, 1, -step), (variable, -1, step)])

    def find(self, wanted: Wanted) -> Near | Nowhere:
        """Return the nearest deal of those wanted.

        Raises
        ------
        Stopped
            When a limit comes before any such deal is known.
        SolverError
            If CP-SAT contradicts itself or the exact evaluation.
        """
        model = self._model.copy()
        for line in wanted.keep:
            model.clause((self._guards[line],), ())
        if wanted.one_of:
            model.clause([self._guards[line] for line in wanted.one_of], ())
        if wanted.most is not None:
            held = {self._guards[line]: weight for line, weight in wanted.weights.items()}
            model.linear(held, [(sum(held.values()) - wanted.most, None)], ())
        outcome, proved, confirmed = self._least(model, dict.fromkeys(self._changes.values(), 1))
        if outcome.status == "infeasible":
            return Nowhere(confirmed)
        near = self._near(outcome, wanted, proved, confirmed)
        if not proved:
            return near
        model.linear(dict.fromkeys(self._changes.values(), 1), [(None, len(near.changed))], ())
        if len(near.changed):
            charge = self._shares(model)
            outcome, proved, again = self._least(model, charge)
            if outcome.status == "infeasible":
                raise SolverError("CP-SAT found a deal and then none that changes as few terms; nothing is claimed")
            confirmed = confirmed and again
            near = self._near(outcome, wanted, proved, confirmed)
            if not proved:
                return near
            reached = sum(factor * outcome.values[variable] for variable, factor in charge.items())
            model.linear(charge, [(None, reached)], ())
        first = self._first(model)
        return near if first is None else self._near(first, wanted, True, confirmed)

    # -- criteria -------------------------------------------------------------------------------------------------

    def _least(self, model: CpModel, charge: Mapping[int, int]) -> tuple[Response, bool, bool]:
        """Return a solution of the least charge, whether it is proved to be that, and whether a second run agreed.

        Raises
        ------
        Stopped
            When a limit comes before any solution.
        SolverError
            If the second run does not agree.
        """
        aimed = model.copy()
        if charge:
            aimed.maximise({variable: -factor for variable, factor in charge.items()})
        outcome = self._solver.until_decided(OPTIMUM, aimed, any_deal=not charge)
        match outcome.status:
            case "unknown":
                raise Stopped(self.limits.stopped_by)
            case "infeasible":
                return outcome, True, self._is_refuted(model)
            case "feasible":
                return outcome, not charge, not charge
        below = model.copy()
        reached = sum(factor * outcome.values[variable] for variable, factor in charge.items())
        below.linear(charge, [(None, reached - 1)], ())
        return outcome, True, not reached or self._is_refuted(below)

    def _shares(self, model: CpModel) -> dict[int, int]:
        """Return what the changes add up to, in parts of a range, as factors of variables."""
        sizes = {term: self.meaning.domains[term].size - 1 for term in self._distances}
        parts = math.lcm(*sizes.values())
        if parts * (len(self._changes) + 1) > MOST_PARTS:
            parts = ROUGHLY
        charge = {literal: parts for term, literal in self._changes.items() if term not in self._distances}
        for term, distance in self._distances.items():
            if parts % sizes[term] == 0:
                charge[distance] = parts // sizes[term]
            else:
                rounded = model.variable(0, parts)
                model.linear({rounded: sizes[term], distance: -parts}, [(0, None)], ())
                charge[rounded] = 1
        return charge

    def _first(self, model: CpModel) -> Response | None:
        """Return the solution that is nearest term by term, in the scenario's order; None if that takes too long.

        Of two values as near the lower comes first. A term left open is nearest at its status quo, or at its least.
        """
        model = model.copy()
        ordered = []
        for name, term in self.meaning.terms.items():
            variable = self._compiled.variables[name]
            if name in self._changes:
                ordered.append(self._distances.get(name, self._changes[name]))
            elif name not in self._steps and term.status_quo_number is not None:
                ordered.append(status_quo.distance(model, variable, self.meaning.domains[name], term.status_quo_number))
            ordered.append(variable)
        model.prefer_least(ordered)
        outcome = self._solver.until_decided(IN_ORDER, model)
        if outcome.status == "infeasible":
            raise SolverError("CP-SAT found a deal and then none as near; nothing is claimed")
        return None if outcome.status == "unknown" else outcome

    # -- inside ---------------------------------------------------------------------------------------------------

    def _is_refuted(self, model: CpModel) -> bool:
        """Ask again whether a model has no solution; False when no second opinion could be had.

        Raises
        ------
        SolverError
            If it has one.
        """
        contradiction = "CP-SAT called a deal the nearest, or none possible, and then found one"
        return self._solver.refuted(model, contradiction, self._values) is True

    def _near(self, outcome: Response, wanted: Wanted, proved: bool, confirmed: bool) -> Near:
        """Return a solution as a deal, everything about it worked out again.

        Raises
        ------
        SolverError
            If it is not what was asked for.
        """
        values = self._values(outcome)
        crossed = self.meaning.crossed(values)
        if broken := [line for line in crossed if line in wanted.keep]:
            raise SolverError(f"CP-SAT's deal does not satisfy {', '.join(broken)} when evaluated exactly")
        if not wanted.allows(crossed):
            raise SolverError("CP-SAT's deal crosses more than it may when evaluated exactly")
        changed = tuple(term for term in self.meaning.terms if self._moved(term, values))
        claimed = sum(outcome.values[literal] for literal in self._changes.values())
        if len(changed) > claimed or (proved and len(changed) != claimed):
            raise SolverError("CP-SAT's deal does not change as many terms as it says; nothing is claimed")
        share = sum((self._share(term, values) for term in changed), Fraction(0))
        return Near(values, tuple(crossed), changed, share, proved, proved and confirmed)

    def _values(self, outcome: Response) -> dict[str, Exact]:
        return values_of(self.meaning, self._compiled.variables, outcome)

    def _moved(self, term: str, values: Mapping[str, Exact]) -> bool:
        return term in self.proposed and values[term] != self.proposed[term]

    def _share(self, term: str, values: Mapping[str, Exact]) -> Fraction:
        if term not in self._distances:
            return Fraction(1)
        step = self.meaning.domains[term].index(values[term])
        assert step is not None
        return Fraction(abs(step - self._steps[term]), self.meaning.domains[term].size - 1)
