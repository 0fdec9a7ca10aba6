"""CP-SAT by hand, on ``cp_model``: one Boolean a red line, the most weight kept, and a loop around that.

``workers=0`` leaves their number to CP-SAT, which takes as many as there are cores.
"""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from .normal import All, Answer, Condition, Linear, Literal, Model, Some


class HandWritten:
    """A CP-SAT model that maximises the weight of the lines kept; ``kept`` has a Boolean for each line."""

    def __init__(self, model: Model, workers: int, linearization: int) -> None:
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = workers
        self.solver.parameters.linearization_level = linearization
        self.model = cp_model.CpModel()
        self.variables = {
            name: self.model.new_int_var(0, size - 1, name) if size else self.model.new_bool_var(name)
            for name, size in model.sizes.items()
        }
        self._literals: dict[Condition, cp_model.LiteralT] = {}
        for fact in model.facts:
            self.require(fact, [])
        self.kept = {line: self.model.new_bool_var(line) for line in model.lines}
        for line, condition in model.lines.items():
            self.require(condition, [self.kept[line]])
        self.model.maximize(sum(weight * self.kept[line] for line, weight in model.weights.items()))

    def given_up(self) -> list[str] | None:
        """Solve, and return the lines given up; None when no deal satisfies the facts and clauses."""
        if self.solver.solve(self.model) != cp_model.OPTIMAL:
            return None
        return [line for line, kept in self.kept.items() if not self.solver.boolean_value(kept)]

    def require(self, condition: Condition, when: list[cp_model.LiteralT]) -> None:
        """Require a condition wherever all literals in ``when`` hold."""
        match condition:
            case Linear():
                self.model.add(self.comparison(condition)).only_enforce_if(*when)
            case All(parts):
                for part in parts:
                    self.require(part, when)
            case Some(parts):
                self.model.add_bool_or([self.literal(part) for part in parts]).only_enforce_if(*when)
            case Literal():
                self.model.add_bool_or([self.literal(condition)]).only_enforce_if(*when)

    def literal(self, condition: Condition) -> cp_model.LiteralT:
        """Return a literal that implies a condition, and is implied by it where that is one comparison of one term."""
        if isinstance(condition, Literal):
            variable = self.variables[condition.term]
            return variable if condition.positive else ~variable
        if condition not in self._literals:
            literal = self.model.new_bool_var("")
            self._literals[condition] = literal
            self.require(condition, [literal])
            if isinstance(condition, Linear) and len(condition.weights) == 1:
                self._literals[opposite(condition)] = ~literal
                self.require(opposite(condition), [~literal])
        return self._literals[condition]

    def comparison(self, linear: Linear) -> cp_model.BoundedLinearExpression:
        """Return a comparison in the words of ``cp_model``."""
        total = sum(weight * self.variables[term] for term, weight in linear.weights)
        if linear.operator == "<=":
            return total <= linear.bound
        return total == linear.bound if linear.operator == "==" else total != linear.bound


def opposite(linear: Linear) -> Linear:
    """Return the comparison that holds where another does not."""
    if linear.operator == "<=":
        return Linear(tuple((term, -weight) for term, weight in linear.weights), "<=", -linear.bound - 1)
    return Linear(linear.weights, "!=" if linear.operator == "==" else "==", linear.bound)


def loop(model: Model, workers: int = 1, linearization: int = 1) -> Iterator[Answer]:
    """Yield relaxations, cheapest first: of the lines given up, one has to be kept from then on."""
    written = HandWritten(model, workers, linearization)
    while (lines := written.given_up()) is not None:
        yield model.answer(lines)
        written.model.add_bool_or([written.kept[line] for line in lines])


def maxsat(model: Model, workers: int = 1, linearization: int = 1) -> Iterator[Answer]:
    """Build the model now; find the cheapest relaxation, and no other, when it is asked for."""
    written = HandWritten(model, workers, linearization)

    def solve() -> Iterator[Answer]:
        lines = written.given_up()
        if lines is not None:
            yield model.answer(lines)

    return solve()
