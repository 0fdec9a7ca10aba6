"""Rounds of tasks against brute force: whatever is dealt out, to whomever, nothing is wrong and nothing is lost."""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checks import check_conflicts, check_disputes
from support.draws import steady
from support.reference import Answer, Spec
from support.script import dense
from support.strategies import dense_scenarios, read, scenarios, side_by_side

import zopa
from zopa.solver.conflicts import findings, rounds
from zopa.solver.conflicts.exploration import Exploration
from zopa.solver.conflicts.rounds import Done, Task, do, explore_in_rounds
from zopa.solver.limits import Allowance, Limits


def begun(scenario: zopa.Scenario, allowance: Allowance | None = None) -> Exploration:
    """Return an exploration in which each contested part has a relaxation to begin with."""
    exploration = Exploration(scenario, Limits(), allowance=allowance)
    exploration.verdict()
    for _, search in exploration.contested():
        next(search.relaxations(search.known.everything), None)
    return exploration


def linked(parts: int, terms: int, lines: int) -> zopa.Scenario:
    """Return a scenario of one part with some dense disputes."""
    text = dense(parts, terms, lines)
    link = " + ".join(f"q{part}_0" for part in range(parts))
    return zopa.loads(text.replace("parties:", f"facts:\n  link: {{require: '{link} >= 1'}}\nparties:", 1))


@pytest.mark.parametrize("groups", [1, 2, 4])
@steady(60)
@given(
    spec=st.one_of(scenarios(), dense_scenarios(), side_by_side()),
    order=st.randoms(use_true_random=False),
)
def test_the_end_is_right_in_any_order_of_the_tasks(groups: int, spec: Spec, order: random.Random) -> None:
    exploration = begun(read(spec))
    number = 0

    def run(tasks: Sequence[Task]) -> Iterable[Done]:
        nonlocal number
        number += 1
        assert number <= 100
        done = {}
        for at in order.sample(range(len(tasks)), len(tasks)):
            done[at] = pickle.loads(pickle.dumps(do(exploration, pickle.loads(pickle.dumps(tasks[at])))))
        return [done[at] for at in range(len(tasks))]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "GROUPS", groups)
        explore_in_rounds(exploration, run)
    answer = Answer(spec)
    assert exploration.is_complete
    assert findings.total(exploration) == len(answer.relaxations)
    told = findings.conflicts(exploration)
    check_conflicts(answer, told)
    analysis = zopa.Analysis(
        scenario=exploration.scenario,
        verdict=answer.verdict,
        conflicts=tuple(told),
        disputes=tuple(findings.disputes(exploration, told)),
    )
    check_disputes(answer, analysis, frozenset(spec.lines))


@steady(60)
@given(
    spec=st.one_of(dense_scenarios(), side_by_side()),
    allowance=st.builds(Allowance, st.integers(1, 40), st.integers(1, 12), st.integers(1, 200)),
)
def test_what_an_allowance_leaves_is_right(spec: Spec, allowance: Allowance) -> None:
    exploration = begun(read(spec), allowance)
    looked_at = 0

    def run(tasks: Sequence[Task]) -> Iterable[Done]:
        nonlocal looked_at
        for task in tasks:
            done = do(exploration, task)
            looked_at += done.spent.relaxations
            yield done

    explore_in_rounds(exploration, run)
    parts = len(exploration.contested())
    # Each task may look at one more than it has, and at as many again for the proof at the end.
    assert looked_at <= parts * 2 * (allowance.relaxations + rounds.GROUPS * allowance.relaxations + 1)
    answer = Answer(spec)
    known = {
        frozenset(search.known.ids(mask)) for _, search in exploration.contested() for mask in search.known.conflicts
    }
    assert all(any(least <= conflict for least in answer.conflicts) for conflict in known)
    if exploration.is_complete:
        assert findings.total(exploration) == len(answer.relaxations)
    for _, search in exploration.contested():
        for mask in search.proved:
            given_up = frozenset(search.known.ids(mask))
            assert not answer.relaxations or any(given_up <= relaxation for relaxation in answer.relaxations)


def test_disputes_of_one_part_are_spread_over_tasks() -> None:
    exploration = begun(linked(4, terms=10, lines=20))
    sizes: list[int] = []

    def run(tasks: Sequence[Task]) -> Iterable[Done]:
        sizes.append(len(tasks))
        return [do(exploration, task) for task in tasks]

    explore_in_rounds(exploration, run)
    assert len(exploration.contested()) == 1
    assert max(sizes) > 1
    assert sizes[-1] == 1  # the proof that they are independent
    assert exploration.is_complete


@pytest.mark.parametrize("allowance", [Allowance(), Allowance(questions=120, relaxations=40), Allowance(steps=1_500)])
def test_one_part_in_many_processes_gives_the_same_bytes(allowance: Allowance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zopa.questions.solve.FIRST", Allowance(questions=5, relaxations=5))
    scenario = linked(4, terms=10, lines=20)
    one, two = (zopa.to_json(zopa.solve(scenario, allowance=allowance, workers=number)) for number in (1, 2))
    told = json.loads(one)
    assert told["conflicts_complete"] == (allowance == Allowance())
    assert len(told["disputes"]) >= 4
    assert one == two
