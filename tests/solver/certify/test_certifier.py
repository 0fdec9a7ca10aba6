"""The prover against brute force and the checker: what it proves is accepted, and it proves what is so and no more."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.checker_cases import check
from support.draws import steady
from support.reference import Answer, Spec
from support.strategies import dense_scenarios, read, scenarios

import zopa
from zopa import Builder, count
from zopa.checker import Lines, Work
from zopa.models.lines.normal_form import lines
from zopa.results.certificate import Divide, Refutation, Split, Sum
from zopa.results.explanation import AddsUp, Counts, Fails, Forces, Multiplies, Rounds
from zopa.solver.certify.boxes import Box, Evaluator
from zopa.solver.certify.certifier import Certifier, certificate_of, conflict_entry
from zopa.solver.certify.farkas import indivisible
from zopa.solver.certify.narrate import narrated
from zopa.solver.certify.prover import Budget, Prover
from zopa.solver.certify.rows import Row, Rows
from zopa.solver.limits import Allowance

sys.path.insert(0, str(Path(__file__).parents[3] / "benchmarks"))
import certificates as families
from generate import negotiation


def accepted(scenario: zopa.Scenario, refutation: Refutation) -> bool:
    """Check a refutation on the scenario's lines, and return that it was accepted."""
    certifier = Certifier(scenario, Budget(), lambda: False)
    certificate = certificate_of(certifier.document, conflicts=[conflict_entry(refutation)])
    return bool(check(certifier.document, certificate).claims)


def refute(scenario: zopa.Scenario, lines: Sequence[str], facts: Sequence[str], budget: Budget | None = None) -> Any:
    return Prover(scenario.meaning()).refute(lines, facts, budget or Budget())


@steady(150)
@given(scenarios())
def test_every_conflict_is_proved_and_accepted(spec: Spec) -> None:
    scenario, answer = read(spec), Answer(spec)
    for conflict in answer.conflicts:
        lines = [line for line in spec.lines if line in conflict]
        refutation = refute(scenario, lines, list(spec.facts))
        assert refutation is not None
        assert accepted(scenario, refutation)


@steady(60)
@given(dense_scenarios())
def test_every_conflict_of_dense_scenarios_is_proved_and_accepted(spec: Spec) -> None:
    scenario, answer = read(spec), Answer(spec)
    for conflict in list(answer.conflicts)[:6]:
        refutation = refute(scenario, sorted(conflict), list(spec.facts))
        assert refutation is not None
        assert accepted(scenario, refutation)


@steady(150)
@given(scenarios(), st.randoms(use_true_random=False))
def test_what_can_hold_is_never_refuted(spec: Spec, draw: Any) -> None:
    scenario, answer = read(spec), Answer(spec)
    possible = [lines for lines in answer.largest if answer.feasible(lines)]
    if not possible:
        return
    lines = sorted(draw.choice(possible))
    try:
        refutation = refute(scenario, lines, list(spec.facts), Budget(20_000, 20))
    except zopa.SolverError as error:
        if "a deal satisfies all" not in str(error):
            raise
    else:
        assert refutation is None


@steady(200)
@given(scenarios(), st.randoms(use_true_random=False))
def test_prover_and_checker_see_the_same_in_a_line(spec: Spec, draw: Any) -> None:
    """They share no code; what a line is on a box, and which rows it has there, has to be the same for both."""
    agree(read(spec), draw)


def agree(scenario: zopa.Scenario, draw: Any) -> None:
    meaning = scenario.meaning()
    checks, evaluator = Lines(lines(scenario), Work()), Evaluator(meaning)
    rows = Rows(evaluator)
    for line in (*meaning.facts, *meaning.red_lines):
        for _ in range(4):
            box = Box(meaning, meaning.terms)
            for term, domain in meaning.domains.items():
                box.put(term, (tuple(sorted((draw.randrange(domain.size), draw.randrange(domain.size)))),))
            known = evaluator.truth(line, box.spans)
            checked = checks.by_name[line.id]
            seen = checks.range_of(checked, box.positions)
            assert seen == ((0, 1) if known is None else (int(known), int(known)))
            for found in rows.of(line, box):
                times = -3 if found.is_reversed else 3
                factors, most = checks.row(checked, list(found.path), times, box.positions)
                assert most == 3 * found.row.most
                # What is no term has names of their own in both; what it can be on the box is the same.
                theirs = [
                    (key if isinstance(key, str) else "", factor, *sorted(checks.ends_of(key, 1, box.positions)))
                    for key, factor in factors.items()
                    if factor
                ]
                ours = [
                    ("" if name in rows.atoms.by_name else name, 3 * factor, *rows.atoms.hull(name, box))
                    for name, factor in found.row.factors
                ]
                assert sorted(theirs) == sorted(ours)


def test_prover_and_checker_agree_on_what_is_denied_twice() -> None:
    talks = Builder("Denied")
    f, g = talks.yes_no("f"), talks.yes_no("g")
    d = talks.define("d", ~f)
    e = talks.define("e", ~d)
    for at, line in enumerate((~d | g, ~(d & g), d | g, e | g, ~e | g, ~~f | g, d == g, e != g, count(d, e, g) <= 1)):
        talks.party("a").red_line(f"l{at}", line)
    agree(talks.build(), Random(0))


@steady(100)
@given(scenarios())
def test_what_is_told_of_a_proof_is_so(spec: Spec) -> None:
    scenario, answer = read(spec), Answer(spec)
    meaning = scenario.meaning()
    domains = meaning.domains
    lines = {line.id: line for line in (*meaning.facts, *meaning.red_lines)}
    deals = [
        {name: domains[name].at(spec.terms[name].values.index(row.deal[name])) for name in spec.terms}
        for row in answer.rows
    ]

    def inside(deal: Any, term: str, left: Any) -> bool:
        return any(low <= deal[term] <= high for low, high in left)

    for conflict in list(answer.conflicts)[:4]:
        refutation = refute(scenario, [line for line in spec.lines if line in conflict], list(spec.facts))
        before: dict[tuple[str, ...], Any] = {}
        for step in narrated(meaning, refutation):
            if isinstance(step, Fails):
                for deal in deals:
                    if all(inside(deal, term, left) for term, left in step.given.items()):
                        assert not lines[step.line].holds(meaning.environment(deal))
            if isinstance(step, Forces) and step.depth == 0:
                known = before.get((step.term,), ((domains[step.term].start, domains[step.term].last),))
                for deal in deals:
                    possible = inside(deal, step.term, known) and not inside(deal, step.term, step.left)
                    if possible and all(inside(deal, term, left) for term, left in step.given.items()):
                        assert not lines[step.line].holds(meaning.environment(deal))
                before[step.term,] = step.left


# -- families that defeat proofs by cases -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scenario", "most"),
    [
        (families.cycle(2), 1),
        (families.cycle(7), 1),
        (families.parity(), 3),
        (families.alternating(5), 3),
        (families.alternating(31), 3),
        (families.pigeons(3, linear=True), 1),
        (families.pigeons(12, linear=True), 1),
        (families.pigeons(4, linear=False), 1_000),
        (families.pigeons(6, linear=False), 10_000),
        (families.different(7, 6), 10_000),
    ],
    ids=lambda value: value.title if isinstance(value, zopa.Scenario) else str(value),
)
def test_hard_families_have_proofs(scenario: zopa.Scenario, most: int) -> None:
    names = [line.id for line in scenario.meaning().red_lines]
    refutation = refute(scenario, names, [], Budget(5_000_000, 5_000))
    assert refutation is not None
    assert len(refutation.steps) <= most
    assert accepted(scenario, refutation)


def test_long_searches_learn_lemmas() -> None:
    scenario = families.pigeons(5, linear=False)
    names = [line.id for line in scenario.meaning().red_lines]
    kinds = {type(step).__name__ for step in refute(scenario, names, [], Budget(5_000_000, 5_000)).steps}
    assert {"Lemma", "Split", "Cut", "End"} <= kinds


def test_a_budget_ends_the_search() -> None:
    scenario = families.different(7, 6)
    names = [line.id for line in scenario.meaning().red_lines]
    assert refute(scenario, names, [], Budget(50, 5)) is None


def test_a_stop_ends_the_search() -> None:
    scenario = families.different(7, 6)
    names = [line.id for line in scenario.meaning().red_lines]
    prover = Prover(scenario.meaning(), lambda: True)
    assert prover.refute(names, [], Budget()) is None


@pytest.mark.parametrize("seed", range(6))
def test_generated_negotiations_are_certified(seed: int) -> None:
    scenario = negotiation(14, seed, factor=1_000)
    analysis = zopa.solve(scenario)
    assert analysis.conflicts
    for conflict in analysis.conflicts[:40]:
        assert conflict.refutation is not None
        assert accepted(scenario, conflict.refutation)


def test_minimality_is_shown_by_deals_where_the_lists_are_not_complete() -> None:
    scenario = negotiation(30, 1)
    certificate = zopa.prove(scenario, everything=True, top=3, allowance=Allowance(40, 10, 400))
    assert certificate.document is not None
    assert not certificate.document["complete"]
    assert certificate.missing == ("that the lists of conflicts and relaxations are complete",)
    conflicts = certificate.document["conflicts"]
    assert conflicts
    assert sum("Leave out any one of its red lines" in claim for claim in certificate.claims) == len(conflicts)
    without = {**certificate.document, "deals": certificate.document["deals"][:1]}
    told = zopa.verify(scenario, without).claims
    assert sum("Leave out any one of its red lines" in claim for claim in told) < len(conflicts)


# -- arithmetic -------------------------------------------------------------------------------------------------------


@steady(200)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(-4, 4), min_size=3, max_size=3), st.integers(-9, 9)), min_size=1, max_size=4
    )
)
def test_unsolvable_equations_are_shown_to_be(equations: list[tuple[list[int], int]]) -> None:
    """A combination is returned only where all left sides are divisible and the right side is not."""
    rows = []
    for factors, most in equations:
        named = tuple((name, factor) for name, factor in zip("xyz", factors, strict=True) if factor)
        rows += [Row(named, most), Row(tuple((name, -factor) for name, factor in named), -most)]
    found = indivisible(rows)
    solvable = any(
        all(x * factors[0] + y * factors[1] + z * factors[2] == most for factors, most in equations)
        for x in range(-12, 13)
        for y in range(-12, 13)
        for z in range(-12, 13)
    )
    if found is None:
        return
    assert not solvable
    weighed, divisor = found
    total: dict[str, int] = {}
    right = 0
    for times, at in weighed:
        right += times * rows[at].most
        for name, factor in rows[at].factors:
            total[name] = total.get(name, 0) + times * factor
    if divisor:
        assert all(factor % divisor == 0 for factor in total.values())
        assert right % divisor
    else:
        assert not any(total.values())
        assert right


def test_a_sum_is_told_in_the_terms_own_values() -> None:
    talks = Builder("Two prices")
    first = talks.quantity("first", min=100, max=1_000, step=50)
    other = talks.quantity("other", min=100, max=1_000, step=50)
    talks.party("a").red_line("higher", first >= other + 50)
    talks.party("b").red_line("lower", first <= other)
    scenario = talks.build()
    refutation = refute(scenario, ["a.higher", "b.lower"], [])
    assert [type(step) for step in refutation.steps] == [Sum]
    (told,) = narrated(scenario.meaning(), refutation)
    assert isinstance(told, AddsUp)
    assert {part.source: (dict(part.factors), part.most, part.times) for part in told.parts} == {
        "a.higher": ({"first": -1, "other": 1}, -50, 1),
        "b.lower": ({"first": 1, "other": -1}, 0, 1),
    }
    assert (dict(told.factors), told.least, told.most) == ({}, 0, -50)


def test_divisibility_is_told_in_the_terms_own_values() -> None:
    talks = Builder("Lots of three")
    first, other = (talks.quantity(name, min=0, max=900, step=3) for name in ("first", "other"))
    talks.party("a").red_line("exact", first + other == 100)
    scenario = talks.build()
    refutation = refute(scenario, ["a.exact"], [])
    assert [type(step) for step in refutation.steps] == [Divide, Divide, Sum]
    told = narrated(scenario.meaning(), refutation)
    assert isinstance(told[0], Rounds)
    assert (dict(told[0].factors), told[0].most) == ({"first": 1, "other": 1}, 99)


def test_cases_are_told_one_after_the_other() -> None:
    scenario = families.different(3, 2)
    refutation = refute(scenario, [line.id for line in scenario.meaning().red_lines], [])
    assert any(isinstance(step, Split) for step in refutation.steps)
    told = narrated(scenario.meaning(), refutation)
    suppositions = [step for step in told if type(step).__name__ == "Supposes"]
    assert [step.is_second for step in suppositions] == [False, True]


def test_options_that_count_are_one_step() -> None:
    """Twelve seats, 5, 4 and 4 of them asked for: counting by cases would take thousands of steps."""
    talks = Builder("Seats")
    seats = [talks.choice(f"seat{at}", ["a", "b", "c"]) for at in range(12)]
    for option, wanted in (("a", 5), ("b", 4), ("c", 4)):
        talks.party(option).red_line("seats", count(*[seat == option for seat in seats]) >= wanted)
    (conflict,) = zopa.explain(talks.build()).explanations
    assert conflict.steps is not None
    (step,) = conflict.steps
    assert isinstance(step, Counts)
    assert (step.most, [number for _, number in step.asked]) == (12, [5, 4, 4])


def test_rises_that_compound_are_two_steps() -> None:
    talks = Builder("Wages")
    rises = [talks.quantity(f"y{at}", min=0, max=20, step="0.5") for at in range(4)]
    product = 100 + rises[0]
    for rise in rises[1:]:
        product = product * (100 + rise)
    talks.party("union").red_line("forty", product >= 140_000_000)
    talks.party("union").red_line("first", rises[0] >= 1)
    talks.party("company").red_line("total", sum(rises[1:], rises[0]) <= 30)
    (conflict,) = zopa.explain(talks.build()).explanations
    assert conflict.steps is not None
    mean, end = conflict.steps
    assert isinstance(mean, Multiplies)
    assert (mean.total, mean.most) == (430, Decimal("133546914.0625"))
    assert isinstance(end, AddsUp)
