"""A part in CP-SAT: compiled once for all questions, extended by copies, and the deal that is shown for some steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

import zopa
from zopa.models.meaning.meaning import Line, Meaning
from zopa.solver.concessions import model
from zopa.solver.concessions.model import SteppedModel
from zopa.solver.concessions.problem import Grading
from zopa.solver.concessions.search import RelaxationSearch
from zopa.solver.concessions.steps import Ladder
from zopa.solver.cpsat.compile import compile_required
from zopa.solver.cpsat.lowering import Lowering
from zopa.solver.parts import split

TRADE = """
format: zopa/1
title: Trade
terms:
  price: {type: quantity, min: 0, max: 9, status_quo: 4.5}
  volume: {type: quantity, min: 0, max: 6}
  level: {type: scale, levels: [none, some, much], status_quo: much}
facts: {linked: {require: volume <= price or level == none}}
parties:
  seller:
    red_lines:
      price: {require: price >= 7, weight: 9, slope: {cost: 2}}
      volume: {require: volume >= 5, weight: 4, slope: {cost: 1, up_to: 3}}
  buyer:
    red_lines:
      price: {require: price <= 3, weight: 8, slope: {cost: 1}}
      level: {require: level == none, weight: 3, fallbacks: [{require: level <= some, cost: 1}]}
      spend: {require: price + 2 * volume <= 9, weight: 5}
"""


@pytest.fixture
def grading() -> Grading:
    return Grading(zopa.loads(TRADE), zopa.Limits())


@pytest.mark.parametrize("ask", [lambda case: zopa.concessions(case, top=10), zopa.burden, zopa.sensitivity])
def test_a_part_is_compiled_once(ask: Callable[[zopa.Scenario], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches, second opinions, deals to show and changed chains take copies."""
    compiled = []

    def counted(meaning: Meaning, terms: tuple[str, ...], lines: tuple[Line, ...]) -> Lowering:
        compiled.append(terms)
        return compile_required(meaning, terms, lines)

    monkeypatch.setattr(model, "compile_required", counted)
    case = zopa.load("ukraine-russia")
    ask(case)
    assert len(set(compiled)) == len(compiled) == len(split(case.meaning()))


def test_the_deal_shown_is_the_first_in_order(grading: Grading) -> None:
    (part,) = grading.parts
    stepped = part.model
    domains = stepped.meaning.domains
    deals = [
        dict(zip(domains, values, strict=True))
        for values in product(*([domain.at(step) for step in range(domain.size)] for domain in domains.values()))
    ]
    needed = [(deal, stepped.steps(deal)) for deal in deals if all(fact.holds(deal) for fact in stepped.part.facts)]

    def order(deal: dict[str, Any]) -> tuple[Any, ...]:
        return abs(deal["price"] - 4.5), deal["price"], deal["volume"], abs(deal["level"] - 2), deal["level"]

    for _, whole in grading.relaxations():
        (vector,) = whole
        within = [deal for deal, steps in needed if all(map(int.__le__, steps, vector.steps))]
        assert grading.deal(whole) == min(within, key=order)


def test_a_part_with_another_chain_is_the_same_as_one_compiled_with_it(grading: Grading) -> None:
    (part,) = grading.parts
    stepped = part.model
    for at, chain in enumerate(stepped.chains):
        unmoved = Ladder(chain.id, chain.group, chain.lines[:1], (0,))
        for other in (unmoved, grading.held(chain)):
            chains = (*stepped.chains[:at], other, *stepped.chains[at + 1 :])
            fresh = SteppedModel(stepped.meaning, stepped.part, chains, stepped.limits, {})
            extended = stepped.with_chain(at, other)
            assert extended.chains == chains
            assert RelaxationSearch(extended).least_cost() == RelaxationSearch(fresh).least_cost()
    assert stepped.placed == SteppedModel(stepped.meaning, stepped.part, stepped.chains, stepped.limits, {}).placed


def test_a_deal_beyond_the_steps_allowed_is_refused(grading: Grading, monkeypatch: pytest.MonkeyPatch) -> None:
    (part,) = grading.parts
    found = part.search.cheapest()
    assert found is not None
    assert any(found.steps)
    with pytest.raises(zopa.SolverError, match="beyond the steps"):
        part.model.within(found.values, [0] * len(found.steps))
    chain = part.chains[0]
    assert grading.held(chain) == replace(chain, weight=None, amounts=7)
