"""Questions near a known deal, on generated scenarios: deals found there are deals, and proofs of none are proofs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.draws import steady
from support.parts_by_brute_force import PartAnswer, idle_core, parts_of
from support.reference import Spec
from support.strategies import dense_scenarios, scenarios, side_by_side

from zopa.solver.conflicts import local
from zopa.solver.conflicts.bitsets import bits
from zopa.solver.conflicts.local import Neighbourhood, PartDeal, Patched
from zopa.solver.oracle import Infeasible, Oracle

GENERATED = scenarios() | dense_scenarios() | side_by_side()
NO_END = 1_000_000


def drawn_part(data: st.DataObject) -> PartAnswer:
    """Draw a scenario and one of its parts, in which some deal satisfies the facts."""
    spec: Spec = data.draw(GENERATED)
    parts = [part for part in parts_of(spec) if part.possible and part.part.terms]
    assume(parts)
    return data.draw(st.sampled_from(parts), label="part")


def drawn_point(data: st.DataObject, part: PartAnswer) -> PartDeal:
    return part.point(part.possible[data.draw(st.integers(0, len(part.possible) - 1), label="start")])


def check_answer(
    part: PartAnswer, near: Neighbourhood, start: PartDeal, line: int, keep: int, steps: int, may_be_left: bool
) -> None:
    """Check the answer to one question, which may be none only where that is allowed."""
    answer = near.satisfy(start, line, keep, steps)
    if isinstance(answer, PartDeal):
        assert answer.values.keys() == set(part.part.terms)
        assert answer.crossed == part.crossed(answer.values)
        assert not answer.crossed & ~part.everything  # a fact
        assert not answer.crossed & (keep | line)
    elif isinstance(answer, Infeasible):
        assert set(answer.core) <= set(part.search.known.ids(keep | line))
        assert not part.feasible(answer.core, answer.facts)
    else:
        assert answer is None
        assert may_be_left


def questions(share: float, oracle: Callable[..., object]) -> None:
    """Ask about lines of generated scenarios, keeping any of those that the start satisfies."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "MOST", share)
        patch.setattr(Oracle, "ask", oracle)

        @steady(30)
        @given(st.data(), st.sampled_from((NO_END, 1, 2, 0)))
        def ask(data: st.DataObject, steps: int) -> None:
            part = drawn_part(data)
            start = drawn_point(data, part)
            keep = part.everything & ~start.crossed & ~data.draw(st.integers(0, part.everything), label="not kept")
            near = part.neighbourhood
            for at in bits(start.crossed):
                check_answer(part, near, start, 1 << at, keep, steps, share < 1 or steps < NO_END)

        ask()


def test_a_question_over_the_whole_part_is_always_answered_rightly() -> None:
    questions(1.0, Oracle.ask)


def test_a_question_that_grows_too_large_may_be_left_and_is_otherwise_answered_rightly() -> None:
    questions(local.MOST, Oracle.ask)


def test_the_answer_does_not_hang_on_how_good_the_cores_are() -> None:
    questions(1.0, idle_core)


@steady(30)
@given(st.data())
def test_lines_that_a_change_does_not_touch_are_as_before(data: st.DataObject) -> None:
    part = drawn_part(data)
    before, after = (part.rows[data.draw(st.integers(0, len(part.rows) - 1))] for _ in range(2))
    one, other = part.point(before), part.point(after)
    some = data.draw(st.lists(st.sampled_from(part.part.terms), unique=True), label="changed")
    changes = {term: other.values[term] for term in some}
    values = Patched(one.values, changes)
    near = part.neighbourhood
    assert near.crossed(values, one.crossed, near.touched_by(changes)) == part.crossed(values)
    for at in range(len(part.part.lines) + len(part.part.facts)):
        seen = {term: values[term] for term in near.terms_of_line(at)}
        assert near.holds(at, seen) == (not part.crossed(values) >> at & 1)


@steady(12)
@given(st.data())
def test_what_touches_a_term_is_what_is_about_it(data: st.DataObject) -> None:
    part = drawn_part(data)
    near = part.neighbourhood
    statements = (*part.part.lines, *part.part.facts)
    for term in part.part.terms:
        touched = {statements[at].id for at in bits(near.touched_by([term]))}
        assert touched == {statement.id for statement in statements if term in statement.terms}
