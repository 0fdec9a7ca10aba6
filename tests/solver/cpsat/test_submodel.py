"""Models of a few lines, taken out of a compiled one: as those that are compiled from the lines themselves."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.reference import Spec
from support.strategies import dense_scenarios, read, scenarios

from zopa.solver.cpsat.compile import Compiled, compile_lines
from zopa.solver.limits import Limits
from zopa.solver.oracle import Oracle

GENERATED = st.one_of(scenarios(), dense_scenarios())


def lines_of(model: Compiled) -> list[str]:
    """Return a model as text, one constraint a line."""
    return [str(constraint) for constraint in model.model.proto.constraints]


@steady(30)
@given(spec=GENERATED)
def test_a_model_of_what_is_needed_needs_all_of_it(spec: Spec) -> None:
    meaning = read(spec).meaning()
    whole = compile_lines(meaning, meaning.terms, (*meaning.facts, *meaning.red_lines))
    part = whole.part(list(meaning.terms), whole.guards)
    again = part.part(list(meaning.terms), part.guards)
    assert lines_of(again) == lines_of(part)
    assert again.model.domains == part.model.domains
    assert (again.guards, again.variables) == (part.guards, part.variables)
    assert len(lines_of(part)) <= len(lines_of(whole))


@steady(60)
@given(spec=GENERATED, data=st.data())
def test_a_few_lines_allow_what_they_allow_alone(spec: Spec, data: st.DataObject) -> None:
    meaning = read(spec).meaning()
    oracle = Oracle(meaning, tuple(meaning.terms), meaning.facts, meaning.red_lines, Limits())
    facts = data.draw(st.lists(st.sampled_from(meaning.facts), unique=True)) if meaning.facts else []
    lines = data.draw(st.lists(st.sampled_from(meaning.red_lines), unique=True)) if meaning.red_lines else []
    terms = sorted({term for line in (*facts, *lines) for term in line.terms})
    part = oracle.part(terms, facts, lines)
    alone = Oracle(meaning, terms, facts, lines, Limits())
    assert part.size <= oracle.size
    asked = [line.id for line in lines]
    assert kinds([part.ask(asked), part.ask(asked[:1])]) == kinds([alone.ask(asked), alone.ask(asked[:1])])


def kinds(answers: Sequence[object]) -> list[type]:
    """Return what kinds of answers some are."""
    return [type(answer) for answer in answers]
