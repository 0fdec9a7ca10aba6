"""Concessions worked out by hand, limits that come in the middle, and faults where CP-SAT answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias, TypeVar

import pytest
from support.draws import ALL
from support.faults import SPOILT, Adapter, Fault, denied, unknown

import zopa
from zopa.solver.concessions import search
from zopa.solver.cpsat.backend import CpModel, Response, Run, Settings
from zopa.solver.cpsat.solve import Solver

Told: TypeAlias = list[tuple[dict[str, Any], Any]]

ARMY = """
terms: {army: {type: quantity, min: 0, max: 1000, step: 50, unit: men, status_quo: 900}}
parties:
  north: {red_lines: {floor: {require: army >= 600, weight: 5, slope: {cost: 1, per: 100, up_to: 300}}}}
  south: {red_lines: {cap: {require: army <= 300, weight: 4, slope: {cost: 2, per: 100}}}}
"""
VOTE = """
terms: {vote: {type: date, earliest: 2026-01-01, latest: 2026-01-31}}
parties:
  north: {red_lines: {late: {require: vote >= 2026-01-20, weight: 5, slope: {cost: 0.1, up_to: 10}}}}
  south: {red_lines: {early: {require: vote < 2026-01-15, keep: true, slope: {cost: 0.2, up_to: 3}}}}
"""
LADDER = """
terms:
  status: {type: scale, levels: [none, partial, broad, full]}
  aid: {type: yes_no}
facts: {linked: {require: aid implies status <= broad}}
parties:
  north:
    red_lines:
      status:
        require: status == none
        weight: 8
        fallbacks:
          - {require: status <= partial, cost: 1}
          - {require: status <= broad, cost: 3}
  south:
    red_lines:
      status: {require: status == full, weight: 4, fallbacks: [{require: status >= broad, cost: 1.5}]}
      aid: {require: aid, keep: true}
"""


def scenario(body: str) -> zopa.Scenario:
    return zopa.loads(f"format: zopa/1\ntitle: By hand\n{body}")


def step(one: zopa.Concession) -> Any:
    return "given up" if one.given_up else one.amount if one.fallback is None else f"fallback {one.fallback}"


def listed(told: zopa.Concessions) -> Told:
    return [({one.red_line: step(one) for one in package.concessions}, package.cost) for package in told.relaxations]


def given(told: zopa.Burden) -> list[tuple[Any, ...]]:
    return [tuple(package.gives.values()) for package in told.frontier]


# -- answers by hand --------------------------------------------------------------------------------------------------


def test_an_army_between_two_slopes() -> None:
    told = zopa.concessions(scenario(ARMY))
    half = Decimal("0.5")
    vectors = [
        ({"north.floor": 300}, 3),
        ({"north.floor": 250, "south.cap": 50}, 3 + half),
        ({"north.floor": 200, "south.cap": 100}, 4),
        ({"south.cap": "given up"}, 4),
        ({"north.floor": 150, "south.cap": 150}, 4 + half),
        ({"north.floor": 100, "south.cap": 200}, 5),
    ]
    assert sorted(map(repr, listed(told))) == sorted(map(repr, vectors))
    assert [cost for _, cost in listed(told)] == [cost for _, cost in vectors]
    assert (told.verdict, told.relaxations_total, told.confirmed) == ("no_deal", 6, True)
    first = told.relaxations[0]
    assert first.deal == {"army": 300}
    assert first.gives == {"north": 3, "south": 0}
    assert first.concessions == (zopa.Concession("north.floor", 600, 300, 300, "men", None, False, 3),)
    given_up = next(package for package in told.relaxations if package.concessions[0].given_up)
    assert given_up.deal == {"army": 900}
    assert given_up.concessions == (zopa.Concession("south.cap", 300, None, None, None, None, True, 4),)


def test_who_carries_an_army() -> None:
    told = zopa.burden(scenario(ARMY))
    assert told.parties == ("north", "south")
    assert given(told) == [(0, 4), (Decimal("1.5"), 3), (2, 2), (Decimal("2.5"), 1), (3, 0)]
    assert (told.least_total, told.min_max, told.leximin) == ((4,), (2,), (2,))
    assert told.frontier_complete
    assert told.confirmed


def test_an_army_with_a_budget() -> None:
    told = zopa.concessions(scenario(ARMY), budgets={"north": Decimal("2.4"), "south": 3})
    assert listed(told) == [
        ({"north.floor": 200, "south.cap": 100}, 4),
        ({"north.floor": 150, "south.cap": 150}, Decimal("4.5")),
    ]
    assert told.relaxations_total == 2
    none = zopa.concessions(scenario(ARMY), budgets={"north": 1, "south": 1})
    assert (none.relaxations, none.relaxations_total, none.relaxations_complete) == ((), 0, True)


def test_how_firm_an_army_stands() -> None:
    told = zopa.sensitivity(scenario(ARMY))
    assert (told.cost, told.total, told.complete) == (3, 1, True)
    north, south = told.red_lines
    assert (north.role, north.weight, north.above, north.below) == ("all", 5, 3, None)
    assert (south.role, south.weight, south.above, south.below) == ("none", 4, 3, None)


def test_a_date_between_two_slopes_one_of_them_strict_and_never_given_up() -> None:
    told = zopa.concessions(scenario(VOTE))
    assert listed(told) == [
        ({"north.late": 6}, Decimal("0.6")),
        ({"north.late": 5, "south.early": 1}, Decimal("0.7")),
        ({"north.late": 4, "south.early": 2}, Decimal("0.8")),
        ({"north.late": 3, "south.early": 3}, Decimal("0.9")),
    ]
    late, early = told.relaxations[1].concessions
    assert told.relaxations[1].deal == {"vote": date(2026, 1, 15)}
    assert (late.before, late.kept_at, late.unit) == (date(2026, 1, 20), date(2026, 1, 15), "days")
    assert (early.before, early.kept_at, early.unit) == (date(2026, 1, 15), date(2026, 1, 16), "days")


def test_a_ladder_and_a_sacred_line() -> None:
    told = zopa.concessions(scenario(LADDER))
    assert listed(told) == [
        ({"south.status": "given up"}, 4),
        ({"north.status": "fallback 2", "south.status": "fallback 1"}, Decimal("4.5")),
    ]
    north = told.relaxations[1].concessions[0]
    assert (north.before, north.kept_at, north.cost) == ("status == none", "status <= broad", 3)
    assert told.relaxations[0].deal == {"status": "none", "aid": True}


def test_a_sacred_line_leaves_no_deal() -> None:
    sacred = LADDER.replace(
        "status == none\n        weight: 8", "status == none\n        weight: 8\n        keep: true"
    )
    kept = zopa.concessions(scenario(sacred), keep=["south.status"])
    assert (kept.verdict, kept.relaxations, kept.relaxations_total) == ("no_deal", (), 0)
    assert zopa.burden(scenario(sacred), keep=["south.status"]).frontier == ()


def test_the_smallest_movement_of_an_army() -> None:
    told = zopa.concessions(scenario(ARMY.replace("up_to: 300", "up_to: 200")), smallest=True, top=1)
    assert told.relaxations_total == 1
    (package,) = told.relaxations
    assert package.moved == {"men": 300}
    assert package.cost == 0


def test_the_burden_of_the_shipped_dispute() -> None:
    told = zopa.burden(zopa.load("ukraine-russia"))
    assert told.parties == ("ukraine", "russia")
    assert given(told) == [(0, 9), (1, 7), (2, 6), (3, 5), (4, 4), (6, 3), (7, 2), (9, 1), (11, 0)]
    assert (told.frontier_complete, told.confirmed) == (True, True)
    assert told.least_total == (1, 2, 3, 4)
    assert told.min_max == told.leximin == (4,)


def test_assumptions_that_stand_in_the_way() -> None:
    told = zopa.assumptions(
        scenario("""
terms: {x: {type: quantity, min: 0, max: 9}, y: {type: yes_no}}
facts:
  small: {require: x <= 3, basis: assumption}
  even: {require: x != 5, basis: assumption}
  never: {require: not y, basis: assumption}
  law: {require: y or x <= 7}
parties: {north: {red_lines: {x: {require: x >= 5 and (x <= 5 or y), weight: 2}}}}
""")
    )
    assert told.verdict == "no_deal"
    assert set(told.enough) == {("small", "even"), ("small", "never")}
    assert (told.enough_total, told.enough_complete, told.cost) == (2, True, 2)
    assert [one.verdict_without for one in told.assumptions] == ["no_deal"] * 3
    assert [one.changes for one in told.assumptions] == [()] * 3


# -- corners ----------------------------------------------------------------------------------------------------------


def test_an_unsolvable_part_is_an_answer() -> None:
    told = zopa.concessions(
        scenario("""
terms: {x: {type: yes_no}, y: {type: yes_no}}
facts: {never: {require: y and not y}}
parties: {north: {red_lines: {x: {require: x}}}, south: {red_lines: {x: {require: not x}}}}
""")
    )
    assert (told.relaxations, told.relaxations_complete, told.relaxations_total) == ((), True, 0)


def test_a_slope_dearer_than_giving_up_counts_once_the_weight_allows_it() -> None:
    told = zopa.sensitivity(
        scenario("""
terms: {x: {type: quantity, min: 0, max: 10}}
parties:
  north: {red_lines: {x: {require: x >= 5, slope: {cost: 10}, weight: 5}}}
  south: {red_lines: {x: {require: x <= 4, keep: true}}}
""")
    )
    assert (told.red_lines[0].role, told.red_lines[0].above, told.red_lines[0].below) == ("all", None, 10)


def test_a_line_that_costs_nothing_to_give_up_joins_the_cheapest() -> None:
    body = """
terms: {p: {type: yes_no}, q: {type: yes_no}, r: {type: yes_no}}
facts: {either: {require: not p or (not q and not r)}}
parties: {north: {red_lines: {p: {require: p}, q: {require: q, weight: WEIGHT}, r: {require: r}}}}
"""
    now, free = (zopa.concessions(scenario(body.replace("WEIGHT", weight))) for weight in ("1", "0"))
    assert [cost for _, cost in listed(now)] == [1, 2]
    assert [cost for _, cost in listed(free)] == [1, 1]
    assert zopa.sensitivity(scenario(body.replace("WEIGHT", "1"))).red_lines[1].above == 0


def test_a_smallest_movement_within_less_than_a_unit_is_none() -> None:
    told = zopa.concessions(
        scenario("""
terms: {x: {type: quantity, min: 0, max: 10}}
parties:
  north: {red_lines: {x: {require: x >= 5, slope: {cost: 1, up_to: 0.5}, weight: 5}}}
  south: {red_lines: {x: {require: x <= 4, keep: true}}}
"""),
        smallest=True,
    )
    assert (told.relaxations, told.relaxations_total) == ((), 0)


def test_a_unit_called_cost_is_a_unit() -> None:
    told = zopa.concessions(
        scenario("""
terms: {x: {type: quantity, min: 0, max: 10, unit: cost}, y: {type: yes_no}}
facts: {trade: {require: y implies x >= 6}}
parties:
  north: {red_lines: {y: {require: y, weight: 2}}}
  south: {red_lines: {low: {require: x <= 4}}}
"""),
        smallest=True,
    )
    assert {(package.cost, package.moved.get("cost", 0)) for package in told.relaxations} == {(2, 0), (0, 2)}


SMALLEST = """
terms: {x: {type: quantity, min: 0, max: 10}, y: {type: yes_no}}
parties:
  north: {red_lines: {high: {require: x >= 6}, y: {require: y, weight: 3}}}
  south: {red_lines: {low: {require: x <= 4}, y: {require: not y, weight: 2}}}
"""


@pytest.mark.parametrize(
    ("require", "unit"),
    [
        ("army <= 300", "men"),
        ("2 * army - army <= 300", None),
        ("max(army, 400) - min(army, 100) <= 300", "men"),
        ("count(army > 500, army > 700) <= 0", None),
        ("3 * army <= 300", None),
        ("end - start <= 10", "days"),
    ],
)
def test_a_count_or_a_product_is_not_told_in_the_terms_unit(require: str, unit: str | None) -> None:
    asked = scenario(
        f"""
terms:
  army: {{type: quantity, min: 0, max: 1000, step: 100, unit: men}}
  start: {{type: date, earliest: 2026-01-01, latest: 2026-01-01}}
  end: {{type: date, earliest: 2026-01-31, latest: 2026-02-01}}
parties:
  north: {{red_lines: {{floor: {{require: army >= 800, keep: true}}}}}}
  south: {{red_lines: {{cap: {{require: '{require}', slope: {{cost: 1}}, keep: true}}}}}}
"""
    )
    first = zopa.concessions(asked).relaxations[0]
    assert [(one.red_line, one.unit) for one in first.concessions] == [("south.cap", unit)]


def test_the_smallest_movements_keep_to_a_budget_or_refuse_it() -> None:
    try:
        told = zopa.concessions(scenario(SMALLEST), smallest=True, budgets={"south": 0})
    except (zopa.ZopaError, ValueError, TypeError):
        return
    assert told.relaxations
    assert all(package.gives["south"] == 0 for package in told.relaxations)


def test_the_smallest_movements_end_at_the_highest_cost_or_refuse_it() -> None:
    try:
        told = zopa.concessions(scenario(SMALLEST), smallest=True, max_cost=1)
    except (zopa.ZopaError, ValueError, TypeError):
        return
    assert all(package.cost <= 1 for package in told.relaxations)


def test_the_total_is_told_where_all_are_listed_and_not_where_some_cost_too_much() -> None:
    told = zopa.concessions(
        scenario("""
terms: {x: {type: yes_no}, y: {type: yes_no}}
parties:
  north: {red_lines: {x: {require: x}, y: {require: y}}}
  south: {red_lines: {x: {require: not x, weight: 5}, y: {require: not y, weight: 5}}}
"""),
        max_cost=9,
    )
    assert [cost for _, cost in listed(told)] == [2, 6, 6]
    assert told.relaxations_total is None


def test_a_day_that_is_moved_by_a_part_of_a_day_is_not_told_as_another_day() -> None:
    told = zopa.concessions(
        scenario("""
terms: {vote: {type: date, earliest: 2026-01-01, latest: 2026-01-05}, x: {type: quantity, min: 0, max: 1, step: 0.5}}
parties:
  north: {red_lines: {late: {require: vote + x >= 2026-01-04, slope: {cost: 0.1}}}}
  south: {red_lines: {early: {require: vote <= 2026-01-03}, low: {require: x <= 0.5}}}
""")
    )
    (one,) = told.relaxations[0].concessions
    assert one.amount == Decimal("0.5")
    assert one.kept_at != date(2026, 1, 3)


def test_a_day_past_the_calendar_is_no_crash() -> None:
    told = zopa.concessions(
        scenario("""
terms: {vote: {type: date, earliest: 9999-12-25, latest: 9999-12-31}, x: {type: quantity, min: 0, max: 20}}
parties:
  north: {red_lines: {early: {require: vote + x <= 9999-12-30, slope: {cost: 0.1}, weight: 9}}}
  south: {red_lines: {late: {require: vote >= 9999-12-31}, x: {require: x >= 15}}}
""")
    )
    assert ({"north.early": 16}, Decimal("1.6")) in listed(told)


def test_a_condition_counts_as_a_number_on_either_side() -> None:
    body = """
terms: {x: {type: yes_no}, y: {type: quantity, min: 0, max: 3}}
parties: {north: {red_lines: {y: {require: COMPARED, slope: {cost: 0.1}}, high: {require: y >= 3, keep: true}}}}
"""
    answers = [listed(zopa.concessions(scenario(body.replace("COMPARED", text)))) for text in ("y <= x", "x >= y")]
    assert answers[0] == answers[1] == [({"north.y": 2}, Decimal("0.2"))]


def test_costs_that_are_far_apart_have_a_whole_frontier() -> None:
    told = zopa.burden(
        scenario(
            """
terms: {x: {type: yes_no}, y: {type: yes_no}}
parties:
  north: {red_lines: {x: {require: x, weight: 1}, y: {require: y, weight: 4_000_000_000_000_000}}}
  south: {red_lines: {x: {require: not x, weight: 1_000_000}, y: {require: not y, weight: 4_000_000_000_000_000}}}
facts: {tied: {require: y}}
""".replace("require: not y", "require: y or not x")
        )
    )
    assert given(told) == [(0, 1_000_000), (1, 0)]


def test_an_equation_moves_the_way_that_its_deals_do() -> None:
    body = """
terms: {x: {type: quantity, min: 0, max: 10, step: 0.5}}
parties:
  north: {red_lines: {x: {require: x == 5, slope: {cost: 1}, weight: 4}}}
  south: {red_lines: {x: {require: x <= 3 or x >= 8.5, weight: 50}}}
"""
    (one,) = zopa.concessions(scenario(body)).relaxations[0].concessions
    assert (one.before, one.kept_at, one.amount) == (5, 3, 2)
    weighed = zopa.sensitivity(scenario(body)).red_lines[0]
    assert [concession.kept_at for concession in weighed.concessions] != [7]


def test_a_weight_that_the_last_amount_reaches_may_grow_however_many_the_cheapest_are() -> None:
    told = zopa.sensitivity(
        scenario("""
terms: {x: {type: quantity, min: 0, max: 1000}}
parties:
  north: {red_lines: {floor: {require: x >= 600, weight: 300, slope: {cost: 1}}}}
  south: {red_lines: {cap: {require: x <= 300, weight: 300, slope: {cost: 1}}}}
""")
    )
    assert told.cost == 300
    assert [(one.role, one.above, one.below) for one in told.red_lines] == [("some", 300, None)] * 2


# -- limits -----------------------------------------------------------------------------------------------------------

BODIES = {"army": ARMY, "vote": VOTE, "ladder": LADDER, "smallest": SMALLEST}


@cache
def shared(name: str) -> zopa.Scenario:
    return scenario(BODIES[name]) if name in BODIES else zopa.load(name)


NAMES = (*BODIES, "ukraine-russia")
STRIDES = {"ukraine-russia": 5 if ALL else 15}
"""By case: the solver lies at one question in so many, instead of at each."""


@cache
def truth(name: str) -> zopa.Concessions:
    return zopa.concessions(shared(name), top=10_000)


@cache
def whole_burden(name: str) -> zopa.Burden:
    return zopa.burden(shared(name))


@cache
def whole_sensitivity(name: str) -> zopa.Sensitivity:
    return zopa.sensitivity(shared(name))


def check(told: zopa.Concessions, whole: zopa.Concessions, top: int = 10) -> None:
    """Check that whatever a list says is true."""
    assert told.verdict in ("undecided", whole.verdict)
    known, found = listed(whole), listed(told)
    assert all(entry in known for entry in found)
    assert [cost for _, cost in found] == [cost for _, cost in known[: len(found)]]
    assert len({repr(entry) for entry in found}) == len(found)
    assert told.relaxations_total in (None, whole.relaxations_total)
    if told.relaxations_complete:
        assert len(found) == min(top, len(known))


def fairness(package: zopa.Package) -> tuple[Any, Any]:
    return max(package.gives.values()), package.cost


def check_burden(told: zopa.Burden, whole: zopa.Burden) -> None:
    assert told.verdict in ("undecided", whole.verdict)
    if told.frontier_complete:
        assert given(told) == given(whole)
        assert (told.least_total, told.min_max, told.leximin) == (whole.least_total, whole.min_max, whole.leximin)
    else:
        assert (told.least_total, told.min_max, told.leximin) == (None, None, None)
        assert not told.confirmed
    if told.fairest is not None:
        assert fairness(told.fairest) == min(map(fairness, whole.frontier))
    for point in given(told):
        assert any(all(a <= b for a, b in zip(best, point, strict=True)) for best in given(whole))


def check_sensitivity(told: zopa.Sensitivity, whole: zopa.Sensitivity) -> None:
    assert told.cost in (None, whole.cost)
    assert told.total in (None, whole.total)
    proved = {one.red_line: one for one in whole.red_lines}
    for one in told.red_lines:
        if one.is_proved:
            right = proved[one.red_line]
            assert (one.role, one.above, one.below) == (right.role, right.above, right.below)


@pytest.mark.parametrize("name", NAMES)
def test_no_time_is_an_honest_empty_answer(name: str) -> None:
    told = zopa.concessions(shared(name), time_limit=0)
    assert (told.verdict, told.relaxations, told.relaxations_total) == ("undecided", (), None)
    assert (told.relaxations_complete, told.confirmed, told.stopped_by) == (False, False, "time_limit")
    burden = zopa.burden(shared(name), time_limit=0)
    assert (burden.verdict, burden.frontier, burden.frontier_complete) == ("undecided", (), False)
    assert (burden.least_total, burden.min_max, burden.leximin) == (None, None, None)
    assert (burden.confirmed, burden.stopped_by) == (False, "time_limit")
    firm = zopa.sensitivity(shared(name), time_limit=0)
    assert (firm.verdict, firm.cost, firm.total, firm.red_lines) == ("undecided", None, None, ())
    assert (firm.complete, firm.stopped_by) == (False, "time_limit")
    least = zopa.concessions(shared(name), smallest=True, time_limit=0)
    assert (least.verdict, least.relaxations, least.relaxations_complete) == ("undecided", (), False)


def interrupted_at(number: int) -> zopa.Limits:
    """Return limits that end just before a question."""
    asked = 0

    def count() -> None:
        nonlocal asked
        asked += 1
        if asked == number:
            limits.interrupt()

    limits = zopa.Limits(on_question=count)
    return limits


def questions(ask: Callable[..., Any], name: str) -> int:
    asked: list[None] = []
    ask(shared(name), limits=zopa.Limits(on_question=lambda: asked.append(None)))
    return len(asked)


@pytest.mark.parametrize("name", NAMES)
def test_an_interrupt_leaves_a_right_beginning(name: str) -> None:
    total = questions(zopa.concessions, name)
    lengths = set()
    for number in range(1, total + 1, max(1, total // (25 if ALL else 8))):
        told = zopa.concessions(shared(name), limits=interrupted_at(number))
        check(told, truth(name))
        assert told.relaxations_complete or told.stopped_by == "interrupt"
        assert told.relaxations_complete or not told.confirmed
        lengths.add(len(told.relaxations))
    assert len(lengths) > 1 or name == "smallest"


@pytest.mark.parametrize("name", NAMES)
def test_an_interrupt_leaves_a_burden_and_a_sensitivity_that_are_right(name: str) -> None:
    total = questions(zopa.burden, name)
    for number in range(1, total + 1, max(1, total // (25 if ALL else 8))):
        told = zopa.burden(shared(name), limits=interrupted_at(number))
        check_burden(told, whole_burden(name))
        assert told.frontier_complete or told.stopped_by == "interrupt"
    total = questions(zopa.sensitivity, name)
    for number in range(1, total + 1, max(1, total // (25 if ALL else 8))):
        firm = zopa.sensitivity(shared(name), limits=interrupted_at(number))
        check_sensitivity(firm, whole_sensitivity(name))
        assert firm.complete or firm.stopped_by == "interrupt"


# -- faults -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def adapter(monkeypatch: pytest.MonkeyPatch) -> Adapter:
    """Return what stands in for the solves of graded parts."""

    class Watched(Solver):
        """The solver of graded parts alone."""

    monkeypatch.setattr(search, "Solver", Watched)
    return Adapter(monkeypatch, Watched, "run")


def worst(outcome: Response, model: CpModel) -> Response:
    """Call the worst deal the best."""
    if outcome.status != "optimal" or not list(model.proto.objective.vars):
        return outcome
    other = model.copy()
    factors = [-factor for factor in other.proto.objective.coeffs]
    other.proto.objective.coeffs.clear()
    other.proto.objective.coeffs.extend(factors)
    return Run(Settings(presolve=True, linearization=2), None).solve(other)


def called(status: str, lie: Fault) -> Fault:
    """Return the fault that gives a false deal, too, where there is none."""

    def fault(outcome: Response, model: CpModel) -> Response:
        values = outcome.values or tuple(low for low, _ in model.domains)
        return replace(lie(replace(outcome, values=values), model), status=status)

    return fault


Answer = TypeVar("Answer")

LIES: dict[str, Fault] = {
    "a deal is denied": denied,
    "the worst is called the best": worst,
    **{name: called("optimal", lie) for name, lie in SPOILT.items()},
    "a false deal, not called the best": called("feasible", SPOILT["all mirrored"]),
}


@pytest.mark.parametrize("name", NAMES)
def test_unknown_every_time_is_never_a_wrong_answer(adapter: Adapter, name: str) -> None:
    whole, burden, firm = truth(name), whole_burden(name), whole_sensitivity(name)
    adapter.always(unknown)
    told = zopa.concessions(shared(name))
    check(told, whole)
    assert (told.relaxations, told.relaxations_complete, told.relaxations_total) == ((), False, None)
    assert not told.confirmed
    check_burden(zopa.burden(shared(name)), burden)
    check_sensitivity(zopa.sensitivity(shared(name)), firm)
    assert not zopa.sensitivity(shared(name)).complete


@pytest.mark.parametrize("name", NAMES)
def test_unknown_every_other_time_changes_nothing(adapter: Adapter, name: str) -> None:
    whole, burden = truth(name), whole_burden(name)
    adapter.when(lambda asked: asked % 2 == 0, unknown)
    check(zopa.concessions(shared(name)), whole)
    check_burden(zopa.burden(shared(name)), burden)


def answers_to_lies(adapter: Adapter, fault: Fault, stride: int, question: Callable[[], Answer]) -> Iterator[Answer]:
    """Yield what a question answers when every stride-th run of the solver lies; refusals to answer are left out."""
    adapter.at(0, fault)
    question()
    for number in range(1, adapter.asked + 1, stride):
        adapter.at(number, fault)
        try:
            yield question()
        except zopa.SolverError:
            continue


@pytest.mark.parametrize("fault", LIES.values(), ids=LIES)
@pytest.mark.parametrize("name", NAMES)
def test_a_lie_about_a_list_is_refused_or_unconfirmed_or_changes_nothing(
    adapter: Adapter, name: str, fault: Fault
) -> None:
    whole = truth(name)
    for answer in answers_to_lies(adapter, fault, STRIDES.get(name, 1), lambda: zopa.concessions(shared(name))):
        if answer.confirmed:
            check(answer, whole)


@pytest.mark.parametrize("fault", LIES.values(), ids=LIES)
@pytest.mark.parametrize("name", NAMES)
def test_a_lie_about_a_burden_is_refused_or_unconfirmed_or_changes_nothing(
    adapter: Adapter, name: str, fault: Fault
) -> None:
    whole = whole_burden(name)
    for answer in answers_to_lies(adapter, fault, STRIDES.get(name, 1), lambda: zopa.burden(shared(name))):
        if answer.confirmed:
            check_burden(answer, whole)


@pytest.mark.parametrize("fault", LIES.values(), ids=LIES)
@pytest.mark.parametrize("name", NAMES)
def test_a_lie_about_sensitivity_is_refused_or_changes_nothing(adapter: Adapter, name: str, fault: Fault) -> None:
    whole = whole_sensitivity(name)
    for answer in answers_to_lies(adapter, fault, STRIDES.get(name, 1), lambda: zopa.sensitivity(shared(name))):
        check_sensitivity(answer, whole)


@pytest.mark.parametrize("fault", LIES.values(), ids=LIES)
def test_a_lie_about_a_budget_is_refused_or_unconfirmed_or_changes_nothing(adapter: Adapter, fault: Fault) -> None:
    budgets = {"north": 2, "south": 3}
    whole = zopa.concessions(shared("army"), budgets=budgets)
    assert [cost for _, cost in listed(whole)] == [4, Decimal("4.5")]
    for answer in answers_to_lies(adapter, fault, 1, lambda: zopa.concessions(shared("army"), budgets=budgets)):
        for package in answer.relaxations:
            assert all(package.gives[party] <= most for party, most in budgets.items())
        if answer.confirmed:
            check(answer, whole)
