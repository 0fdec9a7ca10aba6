"""The adapter to OR-Tools, held against what it relies on: a new version that moves something fails here, by name."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable

import pytest
from ortools.sat.python import cp_model_helper as helper

from zopa.solver.cpsat.backend import CpModel, Response, Run, Settings, _parameters

PLAIN = Settings(presolve=False, linearization=2)
PRESOLVED = Settings(presolve=True, linearization=2)


def solved(model: CpModel, settings: Settings = PLAIN, seconds: float | None = 20) -> Response:
    return Run(settings, seconds).solve(model)


def market_split(rows: int = 5, terms: int = 40) -> CpModel:
    """Return a model that CP-SAT takes minutes over (Cornuejols and Dawande 1998)."""
    model, seed = CpModel(), 7
    flags = [model.variable(0, 1) for _ in range(terms)]
    for _ in range(rows):
        coefficients = {}
        for flag in flags:
            seed = (seed * 1103515245 + 12345) % 2**31
            coefficients[flag] = seed // 65536 % 100
        half = sum(coefficients.values()) // 2
        model.linear(coefficients, [(half, half)], ())
    return model


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["CpModelProto", "SolveWrapper", "SatParameters", "CpSolverStatus", "DecisionStrategyProto"]
)
def test_the_compiled_core_has_the_names_that_the_adapter_uses(name: str) -> None:
    assert hasattr(helper, name), f"OR-Tools moved cp_model_helper.{name}; zopa/solver/cpsat.py uses it"


@pytest.mark.parametrize("name", ["OPTIMAL", "FEASIBLE", "INFEASIBLE", "UNKNOWN", "MODEL_INVALID"])
def test_the_statuses_are_there_and_differ(name: str) -> None:
    statuses = [getattr(helper.CpSolverStatus, status) for status in helper.CpSolverStatus.__members__]
    assert name in helper.CpSolverStatus.__members__, f"OR-Tools dropped the status {name}"
    assert statuses.count(getattr(helper.CpSolverStatus, name)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "num_workers",
        "random_seed",
        "catch_sigint_signal",
        "cp_model_presolve",
        "linearization_level",
        "search_branching",
        "max_deterministic_time",
        "max_time_in_seconds",
    ],
)
def test_the_parameters_are_there(name: str) -> None:
    assert hasattr(helper.SatParameters(), name), f"OR-Tools dropped the parameter {name}"


def test_the_parameters_are_set_as_asked() -> None:
    made = _parameters(Settings(presolve=True, linearization=1, work=2.5, fixed_order=True), 7.5)
    assert (made.num_workers, made.random_seed) == (1, 0)
    assert made.catch_sigint_signal is False, "CP-SAT would swallow Ctrl-C"
    assert (made.cp_model_presolve, made.linearization_level) == (True, 1)
    assert (made.max_deterministic_time, made.max_time_in_seconds) == (2.5, 7.5)
    assert made.search_branching == helper.SatParameters.SearchBranching.FIXED_SEARCH
    assert _parameters(PLAIN, -1.0).max_time_in_seconds == 0


# -- answers ----------------------------------------------------------------------------------------------------------


def test_a_feasible_model_gives_a_value_for_every_variable() -> None:
    model = CpModel()
    first, second = model.variable(0, 9), model.variable(-5, 5)
    model.linear({first: 2, second: 3}, [(15, 15)], ())
    model.linear({second: 1}, [(None, 0)], ())
    found = solved(model)
    assert found.status in ("feasible", "optimal")
    assert 2 * found.values[first] + 3 * found.values[second] == 15
    assert found.values[second] <= 0


def test_an_interval_may_have_a_hole_or_no_end() -> None:
    model = CpModel()
    value = model.variable(0, 9)
    model.linear({value: 1}, [(None, 2), (8, None)], ())
    model.linear({value: 1}, [(3, None)], ())
    assert solved(model).values[value] in (8, 9)


def test_an_infeasible_model_names_the_assumptions_that_suffice() -> None:
    model = CpModel()
    value = model.variable(0, 9)
    guards = [model.variable(0, 1) for _ in range(3)]
    model.linear({value: 1}, [(5, None)], (guards[0],))
    model.linear({value: 1}, [(None, 4)], (guards[1],))
    model.linear({value: 1}, [(2, None)], (guards[2],))
    model.assume(guards)
    found = solved(model)
    assert found.status == "infeasible"
    assert set(guards[:2]) <= set(found.core) <= set(guards)
    model.assume(guards[1:])
    assert solved(model).status in ("feasible", "optimal")


def test_an_optimum_is_told_from_any_deal() -> None:
    for settings in (PLAIN, PRESOLVED):
        model = CpModel()
        first, second = model.variable(0, 9), model.variable(0, 9)
        model.linear({first: 1, second: 1}, [(None, 12)], ())
        model.maximise({first: 2, second: 3})
        found = solved(model, settings)
        assert (found.status, found.values) == ("optimal", (3, 9))


def test_products_maxima_and_clauses_mean_what_they_say() -> None:
    model = CpModel()
    x, y, product, largest = model.variable(2, 5), model.variable(3, 4), model.variable(0, 99), model.variable(0, 99)
    flag = model.variable(0, 1)
    model.product(product, (x, 2, 1), (y, 1, -1))  # (2x + 1)(y - 1)
    model.maximum(largest, [(x, 1, 0), (y, 3, -4), (None, 0, 6)])
    model.linear({product: 1}, [(33, 33)], ())
    model.clause((-flag - 1,), ())
    found = solved(model)
    assert found.values == (5, 4, 33, 8, 0)


def test_a_fixed_order_tries_the_least_values_first() -> None:
    model = CpModel()
    first, second, third = (model.variable(0, 3) for _ in range(3))
    model.linear({first: 1, second: 1, third: 1}, [(4, None)], ())
    model.prefer_least([third, first, second])
    found = solved(model, Settings(presolve=False, linearization=0, fixed_order=True))
    assert found.values == (1, 3, 0)


def test_a_copy_goes_its_own_way() -> None:
    model = CpModel()
    value = model.variable(0, 9)
    other = model.copy()
    other.linear({value: 1}, [(9, 9)], ())
    other.variable(0, 1)
    assert len(model.domains) == 1
    assert len(model.proto.variables) == 1
    assert solved(other).values[value] == 9
    model.linear({value: 1}, [(1, 1)], ())
    assert solved(model).values == (1,)


def test_an_invalid_model_raises() -> None:
    model = CpModel()
    model.variable(0, 2**62)
    model.linear({0: 2**62}, [(0, None)], ())
    with pytest.raises(ValueError, match="invalid"):
        solved(model)


def test_a_limit_is_unknown_and_not_no() -> None:
    assert solved(market_split(), Settings(presolve=False, linearization=2, work=0.01)).status == "unknown"
    assert solved(market_split(), PRESOLVED, seconds=0.0).status == "unknown"


# -- stopping ---------------------------------------------------------------------------------------------------------


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def ends(work: Callable[[], None]) -> bool:
    """Return whether something ends; two minutes are taken for never."""
    thread = in_a_thread(work)
    thread.join(120)
    return not thread.is_alive()


def test_a_solve_stops_from_another_thread() -> None:
    run = Run(PRESOLVED, None)
    outcomes: list[Response] = []
    stopping = threading.Timer(0.3, run.stop)
    stopping.start()
    assert ends(lambda: outcomes.append(run.solve(market_split()))), "stop_search no longer ends a solve"
    assert [outcome.status for outcome in outcomes] == ["unknown"]


def test_a_solve_that_is_stopped_before_it_begins_ends_at_once() -> None:
    run = Run(PRESOLVED, None)
    run.stop()
    outcomes: list[Response] = []
    assert ends(lambda: outcomes.append(run.solve(market_split()))), "an interrupt between two questions would be lost"
    assert [outcome.status for outcome in outcomes] == ["unknown"]


def test_other_threads_run_during_a_solve() -> None:
    run = Run(PRESOLVED, 60)
    ticks: list[int] = []

    def tick() -> None:
        while len(ticks) < 10:
            time.sleep(0.01)
            ticks.append(len(ticks))
        run.stop()

    in_a_thread(tick)
    run.solve(market_split())
    assert len(ticks) == 10, "OR-Tools holds the interpreter lock while it solves: Ctrl-C would not get through"


def test_a_solve_leaves_the_handler_of_ctrl_c_alone() -> None:
    seen: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: seen.append(number))
    try:
        solved(market_split(), PLAIN, seconds=0.05)
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert seen == [signal.SIGINT], "CP-SAT replaced the handler of Ctrl-C"
