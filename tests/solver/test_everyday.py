"""Counts and products as people argue about them: right by brute force, and modelled so that they are easy."""

from __future__ import annotations

import itertools

import pytest
from support.everyday import allocation, rises

import zopa
from zopa.solver.cpsat.backend import Response
from zopa.solver.cpsat.solve import Solver
from zopa.solver.limits import Limits
from zopa.solver.oracle import Deal, Infeasible, Oracle


def oracle_of(scenario: zopa.Scenario) -> Oracle:
    meaning = scenario.meaning()
    return Oracle(meaning, tuple(meaning.terms), meaning.facts, meaning.red_lines, Limits())


def maximal_sets(scenario: zopa.Scenario) -> list[frozenset[str]]:
    """Return the largest sets of red lines that some deal satisfies."""
    meaning = scenario.meaning()
    lines = frozenset(line.id for line in meaning.red_lines)
    domains = meaning.domains
    found = set()
    for steps in itertools.product(*(range(domain.size) for domain in domains.values())):
        values = {name: domain.at(step) for (name, domain), step in zip(domains.items(), steps, strict=True)}
        found.add(lines.difference(meaning.crossed(values)))
    return [one for one in found if not any(one < other for other in found)]


SMALL = [
    *(allocation(5, 3, seed, conflict) for seed in range(4) for conflict in (False, True)),
    rises(3, 6, points=10, goal=1_037),
    rises(3, 6, points=10, goal=1_200),
    rises(4, 3, points=8, goal=824),
]


@pytest.mark.parametrize("scenario", SMALL, ids=lambda scenario: scenario.title)
def test_every_question_about_a_small_one_is_answered_rightly(scenario: zopa.Scenario) -> None:
    oracle, possible = oracle_of(scenario), maximal_sets(scenario)
    lines = [line.id for line in scenario.meaning().red_lines]
    for size in (2, 3, len(lines) - 1, len(lines)):
        for asked in itertools.islice(itertools.combinations(lines, size), 60):
            answer = oracle.ask(asked)
            if any(most.issuperset(asked) for most in possible):
                assert isinstance(answer, Deal)
            else:
                assert isinstance(answer, Infeasible)
                assert not any(most.issuperset(answer.core) for most in possible)
                assert oracle.confirm(answer.core) is True


def test_a_second_opinion_on_counts_takes_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The linear relaxation does not see a sum behind a guard, and without it counts take long."""
    scenario = allocation(30, 6, 1, conflict=True)
    said: list[Response] = []
    run = Solver.run

    def noting(solver: Solver, *given: object) -> Response:
        said.append(run(solver, *given))  # type: ignore[arg-type]
        return said[-1]

    oracle = oracle_of(scenario)
    answer = oracle.ask([line.id for line in scenario.meaning().red_lines])
    assert isinstance(answer, Infeasible)
    monkeypatch.setattr(Solver, "run", noting)
    assert oracle.confirm(answer.core) is True
    assert [response.status for response in said] == ["infeasible"]
