"""The best deals as they become known: limits anywhere, events on the way, lists of all deals, other systems."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.best_deals import LEASE, run
from support.checks_best_deals import by_case, check_partial, check_point, vector, whole
from support.draws import steady
from support.faults import Adapter, Countdown, interruption
from support.reference import all_deals
from support.reference_bargaining import SOLUTIONS, Bargaining, ValuedSpec, Vector, deal_of
from support.strategies_bargaining import read_valued, valued

import zopa
from zopa.solver.pareto import bargaining_solutions
from zopa.solver.pareto import enumerate as enumeration
from zopa.solver.pareto import groups as valued_groups
from zopa.solver.pareto import search as group_search


@pytest.fixture
def searching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the solver look for what would be enumerated."""
    let_search(monkeypatch)


def let_search(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(enumeration, "MOST_ENUMERATED", 0)
    patch.setattr(enumeration, "MOST_OF_MANY", 0)


def events(scenario: zopa.Scenario, **options: Any) -> tuple[list[Any], zopa.Bargain]:
    """Return the events on the way, and the whole answer."""
    *told, last = zopa.stream_deals(scenario, **options)
    assert isinstance(last, zopa.Bargain)
    return told, last


def check_told(told: list[Any], last: zopa.Bargain, spec: ValuedSpec, answer: Bargaining) -> list[Vector]:
    """Check that every event on the way is true and comes once; return the points."""
    check_partial(last, spec, answer)
    decided = [event for event in told if isinstance(event, zopa.Decided)]
    assert [event.verdict for event in decided] == [last.verdict]
    assert told[0] is decided[0]
    if decided[0].verdict == "deal":
        assert decided[0].deal is not None
        env = deal_of(spec, decided[0].deal)
        assert spec.permitted(env)
        for party, worth in zip(spec.negotiators, spec.vector(env), strict=True):
            assert worth >= Fraction(spec.values[party].reservation or worth)
    points = [check_point(last, spec, event) for event in told if isinstance(event, zopa.Outcome)]
    assert all(event.is_best for event in told if isinstance(event, zopa.Outcome))
    assert len(set(points)) == len(points)
    assert set(points) <= set(answer.frontier)
    assert set(points) == {vector(last.parties, one.utilities) for one in last.frontier if one.is_best}
    for event in told:
        if isinstance(event, zopa.Chosen):
            assert event.outcomes == last.solutions[event.name]
    assert [event.name for event in told if isinstance(event, zopa.Chosen)] == [
        name for name in last.solutions if last.solutions[name]
    ]
    return points


# -- limits -----------------------------------------------------------------------------------------------------------


@steady(60)
@given(valued(most_deals=(60, 150, 400)), st.integers(0, 80), st.booleans())
def test_a_limit_anywhere_leaves_only_what_is_proved(spec: ValuedSpec, looks: int, search: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if search:
            let_search(patch)
        told, last = events(read_valued(spec), limits=Countdown(looks))
    check_told(told, last, spec, Bargaining(spec))


@by_case
def test_an_interrupt_at_any_question_leaves_what_was_told(
    monkeypatch: pytest.MonkeyPatch,
    searching: None,
    case: str,
) -> None:
    adapter = Adapter(monkeypatch)
    spec, answer, scenario = whole(case)
    told, _ = events(scenario)
    reached = {"deal": 0, "part": 0, "solutions": 0}
    for at in range(1, adapter.asked + 1):
        limits = zopa.Limits()
        adapter.at(at, interruption(limits))
        told, last = events(scenario, limits=limits)
        points = check_told(told, last, spec, answer)
        if not last.frontier_complete:
            reached["deal"] += last.verdict == "deal"
            reached["part"] += bool(points)
            reached["solutions"] += any(last.solutions.values())
    if answer.feasible:
        assert reached["deal"]
        assert reached["part"] or case == "two apart"


def test_a_deal_that_is_known_is_told_though_no_point_is_proved(
    monkeypatch: pytest.MonkeyPatch, searching: None
) -> None:
    adapter = Adapter(monkeypatch)
    spec, answer, scenario = whole("two in one group")
    limits = zopa.Limits()
    adapter.at(2, interruption(limits))  # the first question is whether there is a deal
    told, last = events(scenario, limits=limits)
    assert check_told(told, last, spec, answer) == []
    assert (last.verdict, len(last.frontier), last.frontier_complete, last.stopped_by) == (
        "deal",
        1,
        False,
        "interrupt",
    )
    assert last.frontier[0].is_best is None
    assert last.bounds is not None
    assert all(bound.at_most is not None for bound in last.bounds.ideal.values())


def test_a_solution_is_proved_before_the_frontier_is(monkeypatch: pytest.MonkeyPatch, searching: None) -> None:
    """That nothing unknown can come up to it is proved for some solution before the last question."""
    adapter = Adapter(monkeypatch)
    spec, answer, scenario = whole("with reservation values")
    events(scenario)
    early: set[str] = set()
    for at in range(2, adapter.asked + 1):
        limits = zopa.Limits()
        adapter.at(at, interruption(limits))
        _, last = events(scenario, limits=limits)
        check_partial(last, spec, answer)
        if not last.frontier_complete:
            early.update(name for name, found in last.solutions.items() if found)
    assert early


def shared_out(parties: int, total: int) -> zopa.Scenario:
    """Return a scenario in which all that each has, of 0 to 9, is its utility, and the total is limited."""
    names = "abc"[:parties]
    lines = ["format: zopa/1", "title: Shared out", "terms:"]
    lines += [f"  {name}: {{type: quantity, min: 0, max: 9}}" for name in names]
    lines += ["facts:", f"  total: {{require: {' + '.join(names)} <= {total}}}", "parties:"]
    lines += [f"  {name}: {{interests: {{{name}: {{weight: 9, worst: 0, best: 9}}}}}}" for name in names]
    return zopa.loads("\n".join(lines) + "\n")


@pytest.mark.parametrize(("parties", "total"), [(2, 12), (3, 11)])
def test_no_deal_goes_beyond_the_points_and_corners_of_a_group_at_any_moment(
    parties: int, total: int, searching: None
) -> None:
    meaning = shared_out(parties, total).meaning()
    scale = valued_groups.scales(meaning, tuple(meaning.utilities))
    (group,) = valued_groups.groups(meaning, tuple(meaning.utilities))
    deals = [tuple(map(int.__mul__, deal, scale)) for deal in product(range(10), repeat=parties) if sum(deal) <= total]
    search = group_search.GroupSearch(meaning, group, scale, zopa.Limits())
    pauses = 0
    for _ in search.run():
        known = [*search.points.vectors, *search.upper_bounds]
        assert all(any(all(map(int.__le__, deal, one)) for one in known) for deal in deals)
        assert search.most_sum is None or search.most_sum == total
        pauses += 1
    assert search.complete
    assert pauses == len(search.points) == sum(sum(map(Fraction, deal, scale)) == total for deal in deals)
    assert parties == 2 or search.most_sum == total


def test_a_deal_in_hand_when_a_question_is_cut_off_is_kept(monkeypatch: pytest.MonkeyPatch, searching: None) -> None:
    adapter = Adapter(monkeypatch)
    spec, answer, scenario = whole("two in one group")
    limits = zopa.Limits()

    def not_yet_proved(outcome: Any, _model: Any) -> Any:
        limits.interrupt()
        return replace(outcome, status="feasible")

    adapter.at(
        2, not_yet_proved
    )  # the first question is whether there is a deal, the second what is best for the first
    told, last = events(scenario, limits=limits)
    assert check_told(told, last, spec, answer) == []
    most = answer.ideal[last.parties[0]]
    assert last.bounds is not None
    assert Fraction(last.bounds.ideal[last.parties[0]].reached or 0) == most


# -- on the way -------------------------------------------------------------------------------------------------------


@steady(60)
@given(valued(most_deals=(60, 150, 400)), st.booleans())
def test_what_is_told_on_the_way_is_the_answer(spec: ValuedSpec, search: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if search:
            let_search(patch)
        told, last = events(read_valued(spec))
        assert zopa.to_json(last) == zopa.to_json(zopa.bargain(read_valued(spec)))
    answer = Bargaining(spec)
    assert sorted(check_told(told, last, spec, answer)) == answer.frontier


@pytest.mark.parametrize("case", ["two in one group", "three in one group", "with reservation values"])
def test_points_come_before_the_search_is_over(case: str, monkeypatch: pytest.MonkeyPatch, searching: None) -> None:
    adapter = Adapter(monkeypatch)
    asked = [adapter.asked for event in zopa.stream_deals(whole(case)[2]) if isinstance(event, zopa.Outcome)]
    assert len(set(asked)) > len(asked) / 2
    assert asked[0] < adapter.asked / 3


# -- second opinions --------------------------------------------------------------------------------------------------


@steady(40)
@given(valued(most_deals=(60, 150), parties=(2,), kinds=("entangled", "grouped")))
def test_the_steps_of_the_staircase_confirm_what_one_question_does(spec: ValuedSpec) -> None:
    with pytest.MonkeyPatch.context() as patch:
        let_search(patch)
        patch.setattr(group_search, "NONE_LEFT", ())
        told, last = events(read_valued(spec))
    answer = Bargaining(spec)
    assert sorted(check_told(told, last, spec, answer)) == answer.frontier
    assert last.confirmed or not last.frontier_complete or last.red_lines_verdict == "no_deal"


def test_the_steps_of_the_staircase_find_a_point_that_was_passed_over(
    monkeypatch: pytest.MonkeyPatch, searching: None
) -> None:
    """Each point of the search's is kept from it in turn, as if CP-SAT had denied it."""
    monkeypatch.setattr(group_search, "NONE_LEFT", ())
    search = group_search._Boxes.run
    for left_out in range(3):

        def run(boxes: Any, left_out: int = left_out) -> Any:
            for number, point in enumerate(search(boxes)):
                if number != left_out:
                    yield point

        monkeypatch.setattr(group_search._Boxes, "run", run)
        with pytest.raises(zopa.SolverError, match="complete and then found another deal"):
            zopa.bargain(whole("two in one group")[2])


# -- all deals --------------------------------------------------------------------------------------------------------


@steady(50)
@given(valued(most_deals=(60, 150, 400)))
def test_all_outcomes_are_those_of_brute_force(spec: ValuedSpec) -> None:
    last = zopa.bargain(read_valued(spec), all_outcomes=True)
    answer = Bargaining(spec)
    listed = last.outcomes or ()
    vectors = [check_point(last, spec, outcome) for outcome in listed]
    assert vectors == sorted(vectors)
    expected = [env for env in all_deals(spec) if spec.permitted(env)]
    expected = [env for env in expected if accepted(spec, spec.vector(env))]
    assert sorted(repr(deal_of(spec, one.deal)) for one in listed) == sorted(map(repr, expected))
    assert [one.is_best for one in listed] == [point in answer.frontier for point in vectors]
    assert last.outcomes_complete


def accepted(spec: ValuedSpec, point: Vector) -> bool:
    return all(
        worth >= Fraction(spec.values[party].reservation or worth)
        for party, worth in zip(spec.negotiators, point, strict=True)
    )


def test_too_many_to_list_are_refused_before_anything_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    spec, _, scenario = whole("two apart")
    number = len(list(all_deals(spec)))
    monkeypatch.setattr(enumeration, "MOST_LISTED", number)
    assert zopa.bargain(scenario, all_outcomes=True).outcomes
    monkeypatch.setattr(enumeration, "MOST_LISTED", number - 1)
    with pytest.raises(zopa.ScenarioError, match=f"{number:,} combinations of values.*up to {number - 1:,}"):
        next(zopa.stream_deals(scenario, all_outcomes=True))


def test_a_limit_leaves_no_list() -> None:
    told = zopa.bargain(whole("two apart")[2], all_outcomes=True, time_limit=0)
    assert (told.outcomes, told.outcomes_complete) == ((), False)


# -- other systems ----------------------------------------------------------------------------------------------------


@steady(80)
@given(valued(most_deals=(150, 400)))
def test_what_other_systems_call_kalai(spec: ValuedSpec) -> None:
    last, answer = zopa.bargain(read_valued(spec), elsewhere=True), Bargaining(spec)
    assert last.elsewhere is not None
    assert list(last.elsewhere) == list(bargaining_solutions.ELSEWHERE)
    if not answer.feasible:
        assert set(last.elsewhere.values()) == {None}
        return
    least = tuple(answer.reservation.values())
    aims = {
        "negmas_kalai": lambda u: min(one - d for one, d in zip(u, least, strict=True)),
        "genius_kalai": lambda u: -sum(abs(one - other) for one, other in combinations(u, 2)),
        "anl_kalai": lambda u: -abs(u[0] - u[1]),
        "negolog_kalai": sum,
    }
    for name, aim in aims.items():
        if name == "anl_kalai" and len(answer.parties) != 2:
            assert last.elsewhere[name] is None
            continue
        most = max(map(aim, answer.frontier))
        expected = [point for point in answer.frontier if aim(point) == most]
        assert [vector(last.parties, one.utilities) for one in last.elsewhere[name] or ()] == expected
    assert last.elsewhere["negolog_kalai"] == last.solutions["utilitarian"]
    assert set(map(id, last.solutions["egalitarian"] or ())) <= set(map(id, last.elsewhere["negmas_kalai"] or ()))


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def lease(tmp_path: Path) -> str:
    (tmp_path / "lease.yaml").write_text(LEASE, "utf-8")
    return str(tmp_path / "lease.yaml")


def test_jsonl_tells_the_verdict_points_solutions_and_the_answer(lease: str) -> None:
    code, out, _ = run("deals", lease, "--jsonl", "--others")
    lines = [json.loads(line) for line in out.splitlines()]
    found = zopa.bargain(zopa.load(lease), elsewhere=True)
    kinds = [line.pop("event") for line in lines]
    assert code == 0
    assert kinds == ["verdict", *["point"] * len(found.frontier), *["solution"] * len(SOLUTIONS), "answer"]
    assert lines[-1] == json.loads(zopa.to_json(found))
    assert lines[1 : 1 + len(found.frontier)] == lines[-1]["frontier"]
    assert {line["name"]: line["outcomes"] for line in lines[-1 - len(SOLUTIONS) : -1]} == lines[-1]["solutions"]


def test_all_outcomes_on_the_command_line(lease: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(enumeration, "MOST_LISTED", 15_599)
        _, out, said = run("deals", lease, "--all-outcomes")
        assert "15,600 combinations of values" in said
        assert not out
    few = tmp_path / "few.yaml"
    few.write_text(LEASE.replace("latest: 2026-03-01", "latest: 2026-01-03"), "utf-8")
    code, out, _ = run("deals", str(few), "--all-outcomes", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["outcomes_complete"]
    assert len(told["outcomes"]) == len(zopa.bargain(zopa.load(few), all_outcomes=True).outcomes or ())
    _, out, _ = run("deals", str(few), "--all-outcomes")
    assert f"There are {len(told['outcomes']):,};" in out


@pytest.mark.parametrize("option", ["--all-outcomes", "--others", "--jsonl"])
def test_options_that_need_interests(option: str) -> None:
    code, _, said = run("deals", "ukraine-russia", option)
    assert code == 2
    assert f"{option} needs interests" in said


def test_others_are_told_in_the_report(lease: str) -> None:
    _, out, _ = run("deals", lease, "--others")
    assert "What other systems call Kalai" in out
    for system in ("NegMAS", "GENIUS", "ANL", "NegoLog"):
        assert f"\n{system}: " in out
