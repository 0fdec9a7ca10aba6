"""PySAT's MaxSAT solver RC2, on scenarios as clauses.

A yes/no is a variable. A term that is only ever compared with single values by ``==`` gets a variable for each value;
any other gets order literals "at least k", for such k as are used. A sum over several terms becomes a decision diagram
over its terms in turn, whose nodes are what is left of the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from .normal import All, Answer, Condition, Linear, Literal, Model, NotEncodedError, Some

MAX_NODES = 20_000
"""Of one sum's diagram, branches counted; beyond it an instance counts as not encoded."""


class Clauses:
    """Facts and lines as hard clauses; ``guards`` has for each line a variable that implies it."""

    def __init__(self, model: Model) -> None:
        self.sizes = model.sizes
        self.hard: list[list[int]] = []
        self.variables = 0
        self._yes: dict[str, int] = {}
        self._order: dict[str, dict[int, int]] = {}
        self._values: dict[str, list[int]] = {}
        self._literals: dict[Condition, int] = {}
        ordered = {
            term
            for comparison in comparisons([*model.facts, *model.lines.values()])
            if comparison.operator == "<=" or len(comparison.weights) > 1
            for term, _ in comparison.weights
        }
        for term, size in model.sizes.items():
            if not size:
                self._yes[term] = self.fresh()
            elif term in ordered:
                self._order[term] = {}
            else:
                self._values[term] = self.exactly_one(size)
        for fact in model.facts:
            self.require(fact, [])
        self.guards = {line: self.fresh() for line in model.lines}
        for line, condition in model.lines.items():
            self.require(condition, [-self.guards[line]])
        for literals in self._order.values():
            used = sorted(literals)
            self.hard += [[-literals[more], literals[less]] for less, more in pairwise(used)]

    def fresh(self) -> int:
        """Return a new variable."""
        self.variables += 1
        return self.variables

    def exactly_one(self, size: int) -> list[int]:
        """Return new variables of which one holds."""
        made = [self.fresh() for _ in range(size)]
        self.hard.append(list(made))
        self.hard += [[-one, -other] for at, one in enumerate(made) for other in made[:at]]
        return made

    # -- conditions -------------------------------------------------------------------------------------------------

    def require(self, condition: Condition, unless: list[int]) -> None:
        """Require a condition unless one of some literals holds."""
        match condition:
            case All(parts):
                for part in parts:
                    self.require(part, unless)
            case Some(parts):
                self.hard.append([*unless, *(self.literal(part) for part in parts)])
            case Linear(weights, operator, bound) if len(weights) > 1:
                if operator == "<=":
                    self.at_most(weights, bound, unless)
                elif operator == "==":
                    self.at_most(weights, bound, unless)
                    self.at_most(negative(weights), -bound, unless)
                else:
                    below, above = Linear(weights, "<=", bound - 1), Linear(negative(weights), "<=", -bound - 1)
                    self.hard.append([*unless, self.literal(below), self.literal(above)])
            case _:
                self.hard.append([*unless, self.literal(condition)])

    def literal(self, condition: Condition) -> int:
        """Return a literal that implies a condition."""
        match condition:
            case Literal(term, positive):
                return self._yes[term] if positive else -self._yes[term]
            case Linear(((term, 1),), "<=", bound):
                return -self.at_least(term, bound + 1)
            case Linear(((term, -1),), "<=", bound):
                return self.at_least(term, -bound)
            case Linear(((term, _),), operator, bound):
                equal = self.equal(term, bound)
                return equal if operator == "==" else -equal
        if condition not in self._literals:
            self._literals[condition] = self.fresh()
            self.require(condition, [-self._literals[condition]])
        return self._literals[condition]

    def equal(self, term: str, value: int) -> int:
        """Return a literal that holds exactly where a term has a value."""
        if term in self._values:
            return self._values[term][value]
        size = self.sizes[term]
        if value in (0, size - 1):
            return -self.at_least(term, 1) if value == 0 else self.at_least(term, value)
        key = Linear(((term, 1),), "==", value)
        if key not in self._literals:
            low, high = self.at_least(term, value), self.at_least(term, value + 1)
            both = self._literals[key] = self.fresh()
            self.hard += [[-both, low], [-both, -high], [both, -low, high]]
        return self._literals[key]

    def at_least(self, term: str, value: int) -> int:
        """Return the order literal for a value from 1 to the largest."""
        if term in self._yes:
            return self._yes[term]
        literals = self._order[term]
        if value not in literals:
            literals[value] = self.fresh()
        return literals[value]

    # -- sums -------------------------------------------------------------------------------------------------------

    def at_most(self, weights: tuple[tuple[str, int], ...], bound: int, unless: list[int]) -> None:
        """Require a sum to be at most a bound, term by term; what is left of the bound makes the next node.

        A node holds where the rest of the sum fits into what is left. Order literals make one clause a branch enough:
        where the term takes at least so much, the rest has at most so little.
        """
        steps = [(term, abs(weight), weight < 0) for term, weight in weights]
        tops = [max(self.sizes[term], 2) - 1 for term, _ in weights]
        # Count a term with a negative weight from its largest value downwards: all weights are then positive.
        left = bound + sum(weight * top for (_, weight, down), top in zip(steps, tops, strict=True) if down)
        most = [
            sum(step[1] * top for step, top in zip(steps[at:], tops[at:], strict=True)) for at in range(len(steps) + 1)
        ]
        nodes: dict[tuple[int, int], int] = {}
        branches = 0
        pending: list[tuple[int, int, list[int]]] = [(0, left, unless)]
        while pending:
            at, left, unless = pending.pop()
            term, weight, down = steps[at]
            for value in range(tops[at] + 1):
                branches += 1
                if branches > MAX_NODES:
                    raise NotEncodedError(f"a sum takes more than {MAX_NODES:,} clauses")
                rest = left - weight * value
                clause = list(unless)
                if value:
                    clause.append(self.at_least(term, tops[at] - value + 1) if down else -self.at_least(term, value))
                if rest < 0:
                    self.hard.append(clause)
                    break
                if rest < most[at + 1]:
                    if (at + 1, rest) not in nodes:
                        nodes[at + 1, rest] = self.fresh()
                        pending.append((at + 1, rest, [-nodes[at + 1, rest]]))
                    self.hard.append([*clause, nodes[at + 1, rest]])


def negative(weights: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Return weights with their signs changed."""
    return tuple((term, -weight) for term, weight in weights)


def comparisons(conditions: Iterable[Condition]) -> Iterator[Linear]:
    """Yield the comparisons in some conditions."""
    pending = list(conditions)
    while pending:
        match pending.pop():
            case Linear() as comparison:
                yield comparison
            case All(parts) | Some(parts):
                pending.extend(parts)


def rc2(model: Model) -> Iterator[Answer]:
    """Yield relaxations, cheapest first.

    ``block=-1`` is the mode whose answers are the minimal correction sets: a later one keeps a line that this one
    gives up. With ``block=1`` a later one only has to drop a line that this one keeps, and its supersets come too.
    """
    clauses = Clauses(model)
    formula = WCNF()
    formula.extend(clauses.hard)
    for line, guard in clauses.guards.items():
        formula.append([guard], weight=model.weights[line])
    with RC2(formula) as solver:
        for solution in solver.enumerate(block=-1):
            true = {literal for literal in solution if literal > 0}
            yield model.answer(line for line, guard in clauses.guards.items() if guard not in true)
