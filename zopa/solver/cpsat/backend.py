"""The adapter to CP-SAT: this and the adapter to GLOP (``glop.py``) alone import OR-Tools.

It uses the compiled core ``cp_model_helper`` instead of the Python layer ``cp_model`` above it, which would import
pandas and several times the start-up time. ``tests/solver/cpsat/test_backend.py`` says what broke if a new OR-Tools
moves it.

Variables are numbers from 0; the literal of a Boolean variable ``v`` is ``v``, its negation ``-v - 1``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, TypeAlias

from ortools.sat.python import cp_model_helper as helper

Lit: TypeAlias = int
Affine: TypeAlias = tuple[int | None, int, int]
"""Variable (None for a constant), coefficient, offset."""

_INFINITE = 2**63 - 1


@dataclass(frozen=True)
class Settings:
    """How one solve is run; everything else is OR-Tools' default.

    ``work`` is CP-SAT's deterministic time, so that a limit falls at the same point in every run; ``seconds`` is the
    user's wall clock. ``brief`` keeps the preparation short: one round of presolve, no probing, symmetries or cuts.
    """

    presolve: bool
    linearization: int
    work: float | None = None
    fixed_order: bool = False
    brief: bool = False

    def within(self, work: float) -> Settings:
        """Return the same settings with an allowance of deterministic time."""
        return replace(self, work=work)


@dataclass(frozen=True)
class Response:
    """What CP-SAT said: a status, the variables' values, and the assumptions that suffice for infeasibility."""

    status: Literal["feasible", "optimal", "infeasible", "unknown"]
    values: tuple[int, ...] = ()
    core: tuple[Lit, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Whether nothing is left open: the solution is the best there is, or there is none."""
        return self.status in ("optimal", "infeasible")

    @property
    def has_solution(self) -> bool:
        """Whether there are values."""
        return self.status in ("feasible", "optimal")


class Constraint(NamedTuple):
    """A constraint as it was added, so that it can be copied into another model.

    ``defines`` is the auxiliary variable whose value it fixes, where that is neither one that enforces the constraint
    nor the last one in it.
    """

    kind: Literal["linear", "clause", "product", "maximum"]
    body: tuple[Any, ...]
    when: Sequence[Lit] = ()
    defines: int | None = None


class CpModel:
    """A CP-SAT model under construction."""

    def __init__(self) -> None:
        self.proto = helper.CpModelProto()
        self.domains: list[tuple[int, int]] = []
        self.constraints: list[Constraint] = []
        self.spread = 0
        """The sum of what each variable can be at most in magnitude; CP-SAT takes less than 2^63."""

    def variable(self, low: int, high: int) -> int:
        """Add an integer variable (a Boolean one for 0..1) and return its number."""
        self.proto.variables.add().domain.extend([low, high])
        self.domains.append((low, high))
        self.spread += max(abs(low), abs(high))
        return len(self.domains) - 1

    def reach(self, coefficients: Mapping[int, int], constant: int) -> tuple[int, int]:
        """Return bounds on the least and greatest value of a weighted sum."""
        low = high = constant
        for variable, coefficient in coefficients.items():
            first, last = (coefficient * bound for bound in self.domains[variable])
            low += min(first, last)
            high += max(first, last)
        return low, high

    def linear(
        self,
        coefficients: Mapping[int, int],
        domain: Sequence[tuple[int | None, int | None]],
        when: Sequence[Lit],
        defines: int | None = None,
    ) -> None:
        """Require a weighted sum to lie in one of some intervals, where all literals in ``when`` hold."""
        self.constraints.append(Constraint("linear", (coefficients, domain), when, defines))
        constraint = self.proto.constraints.add()
        constraint.enforcement_literal.extend(list(when))
        constraint.linear.vars.extend(list(coefficients))
        constraint.linear.coeffs.extend(list(coefficients.values()))
        for low, high in domain:
            bounds = [-_INFINITE - 1 if low is None else low, _INFINITE if high is None else high]
            constraint.linear.domain.extend(bounds)

    def clause(self, literals: Iterable[Lit], when: Sequence[Lit]) -> None:
        """Require one of some literals, where all literals in ``when`` hold."""
        body = tuple(literals)
        self.constraints.append(Constraint("clause", body, when))
        constraint = self.proto.constraints.add()
        constraint.enforcement_literal.extend(list(when))
        constraint.bool_or.literals.extend(list(body))

    def product(self, target: int, left: Affine, right: Affine) -> None:
        """Require a variable to be the product of two affine expressions."""
        self.constraints.append(Constraint("product", (target, left, right)))
        constraint = self.proto.constraints.add().int_prod
        _fill(constraint.target, (target, 1, 0))
        for factor in (left, right):
            _fill(constraint.exprs.add(), factor)

    def maximum(self, target: int, parts: Iterable[Affine]) -> None:
        """Require a variable to be the largest of some affine expressions."""
        body = tuple(parts)
        self.constraints.append(Constraint("maximum", (target, *body)))
        constraint = self.proto.constraints.add().lin_max
        _fill(constraint.target, (target, 1, 0))
        for part in body:
            _fill(constraint.exprs.add(), part)

    def maximise(self, coefficients: Mapping[int, int]) -> None:
        """Ask for the largest value of a weighted sum."""
        self.proto.objective.vars.extend(list(coefficients))
        self.proto.objective.coeffs.extend([-coefficient for coefficient in coefficients.values()])

    def start_near(self, values: Sequence[int]) -> None:
        """Let a solve try these values of the first variables first; not for questions under assumptions."""
        self.proto.solution_hint.vars.extend(list(range(len(values))))
        self.proto.solution_hint.values.extend(list(values))

    def prefer_least(self, variables: Sequence[int]) -> None:
        """Let a solve in fixed order try each variable's least value, in this order of variables."""
        strategy = self.proto.search_strategy.add()
        strategy.variables.extend(list(variables))
        kind = helper.DecisionStrategyProto
        strategy.variable_selection_strategy = kind.VariableSelectionStrategy.CHOOSE_FIRST
        strategy.domain_reduction_strategy = kind.DomainReductionStrategy.SELECT_MIN_VALUE

    def copy(self) -> CpModel:
        """Return an independent copy, to be taken further."""
        other = CpModel()
        other.proto.copy_from(self.proto)
        other.domains, other.constraints = list(self.domains), list(self.constraints)
        other.spread = self.spread
        return other

    def assume(self, literals: Sequence[Lit]) -> None:
        """Set the literals that the next solve may name as the reason of an infeasibility."""
        self.proto.assumptions.clear()
        self.proto.assumptions.extend(list(literals))


def _fill(expression: Any, affine: Affine) -> None:
    variable, coefficient, offset = affine
    if variable is not None:
        expression.vars.append(variable)
        expression.coeffs.append(coefficient)
    expression.offset = offset


class Run:
    """One solve, which :meth:`stop` ends early from another thread."""

    def __init__(self, settings: Settings, seconds: float | None) -> None:
        self._settings = settings
        self._wrapper = helper.SolveWrapper()
        self._wrapper.set_parameters(_parameters(settings, seconds))

    def solve(self, model: CpModel) -> Response:
        """Run CP-SAT to its end or a limit; an invalid model is a bug of the lowering and raises."""
        response: Any = self._wrapper.solve(model.proto)  # type: ignore[no-untyped-call]
        status = helper.CpSolverStatus
        match response.status:
            case status.OPTIMAL:
                return Response("optimal", tuple(response.solution))
            case status.FEASIBLE:
                return Response("feasible", tuple(response.solution))
            case status.INFEASIBLE:
                return Response("infeasible", core=tuple(response.sufficient_assumptions_for_infeasibility))
            case status.UNKNOWN:
                return Response("unknown")
        raise ValueError(f"CP-SAT calls the model invalid: {response.solution_info}")

    def stop(self) -> None:
        """End the solve as soon as it can; it then answers unknown."""
        self._wrapper.stop_search()


def _parameters(settings: Settings, seconds: float | None) -> Any:
    parameters = helper.SatParameters()
    # One worker: with several, or with hints or interleaving, cores under assumptions have been wrong.
    parameters.num_workers = 1
    parameters.random_seed = 0
    parameters.catch_sigint_signal = False
    parameters.cp_model_presolve = settings.presolve
    if settings.brief:
        parameters.max_presolve_iterations = 1
        parameters.cut_level = 0
    if settings.brief or not settings.presolve:
        parameters.symmetry_level = 0  # looking for symmetries takes longer than a small question
        parameters.cp_model_probing_level = 0  # so does probing every literal for what it implies
    parameters.linearization_level = settings.linearization
    if settings.fixed_order:
        parameters.search_branching = helper.SatParameters.SearchBranching.FIXED_SEARCH
    if settings.work is not None:
        parameters.max_deterministic_time = settings.work
    if seconds is not None:
        parameters.max_time_in_seconds = max(seconds, 0.0)
    return parameters
