"""Can these red lines hold together? A deal, "infeasible" with a reason, or "unknown".

Every deal is re-evaluated exactly before it is believed, and a deal or a core that does not hold up raises
:class:`~zopa.errors.SolverError`. UNKNOWN is never taken for "no": it comes back as :class:`Unknown`, and only a
limit or an interrupt causes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from ..errors import SolverError
from ..models.expressions import nodes
from ..models.meaning.meaning import Line, Meaning
from ..models.values import Exact
from .cpsat.backend import CpModel, Response
from .cpsat.compile import Compiled, compile_lines
from .cpsat.solve import HIGHEST, IN_ORDER, QUICK, THOROUGH, Solver, values_of
from .cpsat.status_quo import distance
from .limits import Limits, StoppedBy


@dataclass(frozen=True)
class Deal:
    """A value for every term asked about, and the red lines it crosses; both exact."""

    values: dict[str, Exact]
    crossed: frozenset[str]


@dataclass(frozen=True)
class Infeasible:
    """No deal satisfies all these lines together with these facts; not necessarily a smallest such set."""

    core: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """A limit came first."""

    limit: StoppedBy


Answer: TypeAlias = Deal | Infeasible | Unknown


class Oracle:
    """Answers questions about one set of terms, facts and red lines; the model is compiled once.

    Parameters
    ----------
    terms
        The terms to decide.
    facts
        Lines that always hold.
    lines
        Lines that hold when asked.
    compiled
        A model that has all of these already, if there is one, with guards for the facts and then for the lines.
    """

    def __init__(
        self,
        meaning: Meaning,
        terms: Sequence[str],
        facts: Sequence[Line],
        lines: Sequence[Line],
        limits: Limits,
        compiled: Compiled | None = None,
    ) -> None:
        self.meaning, self.terms, self.facts, self.lines, self.limits = meaning, tuple(terms), facts, lines, limits
        self._solver = Solver(limits)
        self._quick = 0
        # Facts have guards too: a core then says which of them it rests on.
        self._compiled = compiled or compile_lines(meaning, terms, (*facts, *lines))
        self._fact_guards = self._compiled.guards[: len(facts)]
        self._guards = {line.id: guard for line, guard in zip(lines, self._compiled.guards[len(facts) :], strict=True)}
        self._facts_of_guards = {guard: fact.id for fact, guard in zip(facts, self._fact_guards, strict=True)}
        self._lines_of_guards = {guard: line for line, guard in self._guards.items()}
        self._definitions = frozenset(name for line in (*facts, *lines) for name in line.definitions)
        self._objectives: dict[nodes.Numeric, dict[int, int]] = {}

    def part(
        self,
        terms: Sequence[str],
        facts: Sequence[Line],
        lines: Sequence[Line],
        fixed: Mapping[str, Exact] | None = None,
    ) -> Oracle:
        """Return an oracle of some of the terms, facts and lines alone, its model taken out of this one's.

        Facts and lines may change places: what is asked for is what ``lines`` has. Some terms may be ``fixed``.
        """
        guards = self._guards_by_statement()
        compiled = self._compiled.part(terms, [guards[id(line)] for line in (*facts, *lines)], fixed)
        return Oracle(self.meaning, terms, facts, lines, self.limits, compiled=compiled)

    def again(self) -> Oracle:
        """Return an oracle that shares this one's model and counts its own questions."""
        return Oracle(self.meaning, self.terms, self.facts, self.lines, self.limits, compiled=self._compiled)

    def extended(self, terms: Sequence[str], facts: Sequence[Line], lines: Sequence[Line]) -> Oracle:
        """Return an oracle of more terms, facts and lines, beside all of this one's; only what is new is compiled."""
        guards = self._guards_by_statement()
        statements = (*facts, *lines)
        new = [line for line in statements if id(line) not in guards]
        compiled = self._compiled.extended(terms, new)
        guards |= zip(map(id, new), compiled.guards[len(self._compiled.guards) :], strict=True)
        compiled = replace(compiled, guards=tuple(guards[id(line)] for line in statements))
        return Oracle(self.meaning, terms, facts, lines, self.limits, compiled=compiled)

    def _guards_by_statement(self) -> dict[int, int]:
        statements = (*self.facts, *self.lines)  # facts and red lines may share names: identity keeps them apart
        return {id(line): guard for line, guard in zip(statements, self._compiled.guards, strict=True)}

    @property
    def questions(self) -> int:
        """How often CP-SAT was asked."""
        return self._solver.questions

    @property
    def size(self) -> int:
        """The number of variables and constraints of the model."""
        return len(self._compiled.model.domains) + len(self._compiled.model.proto.constraints)

    def ask(self, lines: Iterable[str]) -> Answer:
        """Say whether some of the lines can hold together with the facts."""
        asked = sorted(set(lines), key=self._guards.__getitem__)
        if (stopped := self.limits.stopped_by) is not None:
            return Unknown(stopped)
        model = self._compiled.model
        model.assume(sorted((*self._fact_guards, *(self._guards[line] for line in asked))))
        while self._quick < len(QUICK):
            outcome = self._solver.run(QUICK[self._quick], model)
            if outcome.status == "infeasible":
                return self._infeasible(outcome, asked)
            if outcome.status != "unknown":
                return self._deal(outcome, asked)
            if (stopped := self.limits.stopped_by) is not None:
                return Unknown(stopped)
            if self._quick + 1 == len(QUICK):
                break  # this question is hard; the next may not be
            self._quick += 1
        # Presolve and assumptions do not mix well; lines without their guards mean the same.
        model, place = self._holding(asked)
        outcome = self._solver.until_decided(THOROUGH, model, any_deal=True)
        if outcome.has_solution:
            return self._deal(outcome, asked, place)
        return self._refusal(asked) if outcome.status == "infeasible" else self._unknown()

    def confirm(self, lines: Iterable[str]) -> bool | None:
        """Ask again whether lines are infeasible, without assumptions and with presolve: a second opinion.

        Returns
        -------
        bool or None
            True when confirmed, None when no second opinion could be had within its allowance.

        Raises
        ------
        SolverError
            If the second solve finds a deal that satisfies all lines: the first answer was wrong.
        """
        asked = sorted(set(lines))
        contradiction = f"CP-SAT called {', '.join(asked)} infeasible and then found a deal"
        model, place = self._holding(asked)
        return self._solver.refuted(model, contradiction, lambda outcome: self._deal(outcome, asked, place))

    def preferred(self, lines: Iterable[str], status_quo: dict[str, Exact]) -> Deal | None:
        """Return the first deal in a stated order: nearest the status quo, else the least value, term by term.

        None when it takes more than its allowance; any deal then serves as well.
        """
        asked = sorted(set(lines))
        model, place = self._holding(asked)
        ordered = []
        for term in self.terms:
            variable = place[self._compiled.variables[term]]
            if term in status_quo:
                ordered.append(distance(model, variable, self.meaning.domains[term], status_quo[term]))
            ordered.append(variable)  # of two values that are as near, the lower comes first
        model.prefer_least(ordered)
        outcome = self._solver.until_decided(IN_ORDER, model, any_deal=True)
        return self._deal(outcome, asked, place) if outcome.has_solution else None

    def highest(self, lines: Iterable[str], number: nodes.Numeric, definitions: Iterable[str]) -> Deal | None:
        """Return a deal on which a number is as large as these lines allow.

        None when they allow no deal, or when a limit came before two solves had said that no deal has more.

        Raises
        ------
        SolverError
            If the second solve finds a deal with more.
        """
        asked = sorted(set(lines))
        if number not in self._objectives:
            self._compiled.lowering.prepare(definitions)
            self._objectives[number] = self._compiled.lowering.number(number).whole()[0]
        model, place = self._holding(asked, self._objectives[number])
        objective = {place[variable]: coefficient for variable, coefficient in self._objectives[number].items()}
        higher = model.copy()
        if objective:
            model.maximise(objective)
        outcome = self._solver.until_decided(HIGHEST, model)
        if outcome.status != "optimal":
            return None
        deal = self._deal(outcome, asked, place)
        # A second opinion: wrong optima have been seen (google/or-tools#5293), a higher value is a plain question.
        reached = sum(coefficient * outcome.values[variable] for variable, coefficient in objective.items())
        higher.linear(objective, [(reached + 1, None)], ())
        contradiction = "CP-SAT called a value the highest and then found a higher one"
        refuted = self._solver.refuted(higher, contradiction, lambda outcome: self._deal(outcome, asked, place))
        return deal if refuted else None

    def apart(self, lines: Iterable[str], others: Sequence[Mapping[str, Exact]]) -> Deal | Unknown | None:
        """Return a deal that differs from each of some others in as many terms as can be; None when there is no other.

        Where the proof that no deal differs in more takes too long, the best found serves.
        """
        asked = sorted(set(lines))
        model, place = self._holding(asked)
        differing = model.variable(1, max(1, len(self.terms)))
        for other in others:
            changed = {differing: -1}
            for term in self.terms:
                step = self.meaning.domains[term].index(other[term])
                if step is not None and self.meaning.domains[term].size > 1:
                    literal = model.variable(0, 1)
                    variable = place[self._compiled.variables[term]]
                    model.linear({variable: 1}, [(None, step - 1), (step + 1, None)], (literal,))
                    changed[literal] = 1
            model.linear(changed, [(0, None)], ())
        model.maximise({differing: 1})
        outcome = self._solver.until_decided(HIGHEST, model)
        if outcome.has_solution:
            return self._deal(outcome, asked, place)
        return None if outcome.status == "infeasible" else self._unknown()

    # -- inside ---------------------------------------------------------------------------------------------------

    def _unknown(self) -> Unknown:
        return Unknown(self.limits.stopped_by or "time_limit")

    def _holding(self, asked: Sequence[str], others: Collection[int] = ()) -> tuple[CpModel, Mapping[int, int]]:
        """Return a model in which the facts and some lines hold, and where it has the variables of the whole."""
        return self._compiled.holding((*self._fact_guards, *(self._guards[line] for line in asked)), others)

    def _infeasible(self, outcome: Response, asked: Sequence[str]) -> Infeasible:
        may_be_named = {*self._fact_guards, *(self._guards[line] for line in asked)}
        if not may_be_named.issuperset(outcome.core):
            return self._refusal(asked)  # a foreign literal: the core explains nothing, the question itself does
        named = sorted(set(outcome.core))
        return Infeasible(
            tuple(self._lines_of_guards[guard] for guard in named if guard in self._lines_of_guards),
            tuple(self._facts_of_guards[guard] for guard in named if guard in self._facts_of_guards),
        )

    def _refusal(self, asked: Sequence[str]) -> Infeasible:
        """Return the question itself as the reason why it cannot be answered with a deal."""
        return Infeasible(tuple(asked), tuple(fact.id for fact in self.facts))

    def _deal(self, outcome: Response, asked: Sequence[str], place: Mapping[int, int] | None = None) -> Deal:
        variables = self._compiled.variables
        if place is not None:
            variables = {term: place[variable] for term, variable in variables.items()}
        return self.checked(values_of(self.meaning, variables, outcome), asked)

    def checked(self, values: Mapping[str, Exact], asked: Iterable[str]) -> Deal:
        """Return values as a deal after evaluating every fact and line on them.

        Raises
        ------
        SolverError
            If a fact or a line that was asked for does not hold.
        """
        env = self.meaning.environment(values, self._definitions)
        broken = [fact.id for fact in self.facts if not fact.holds(env)]
        crossed = frozenset(line.id for line in self.lines if not line.holds(env))
        broken += sorted(crossed.intersection(asked))
        if broken:
            raise SolverError(f"CP-SAT's deal does not satisfy {', '.join(broken)} when evaluated exactly")
        return Deal(dict(values), crossed)
