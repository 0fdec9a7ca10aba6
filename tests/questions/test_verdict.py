"""What a verdict rests on, and what a limit leaves of it: every question alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.faults import Countdown

import zopa
from zopa.solver.certify.certifier import Certifier
from zopa.solver.oracle import Oracle

CLASH = """
format: zopa/1
title: Rent
terms: {rent: {type: quantity, min: 0, max: 90, unit: EUR}, garden: {type: yes_no}, sun: {type: yes_no}}
facts: {sun: {require: "garden implies sun"}, guess: {require: rent >= 5, basis: assumption}}
parties:
  owner:
    interests: {rent: {weight: 1, worst: 0, best: 90}}
    reservation: 0.1
    red_lines:
      floor: {require: rent >= 40, slope: {cost: 1, per: 10}}
      shade: {require: not sun, fallbacks: [{require: "not sun or garden", cost: 0.5}]}
  tenant:
    interests: {garden: {weight: 3, scores: {"yes": 1, "no": 0}}}
    red_lines: {cap: {require: rent <= 25, weight: 2}, garden: {require: garden}}
"""
DEAL = CLASH.replace("rent >= 40", "rent >= 20").replace("require: not sun,", "require: garden,")
RESERVED = DEAL.replace("reservation: 0.1\n", "reservation: 80\n")
FACTS = CLASH.replace("facts: {", "facts: {never: {require: rent > 100}, ")
TWISTED = """
format: zopa/1
title: Twisted
terms: {y: {type: quantity, min: -1, max: 1}, pick: {type: choice, options: [x2, x3]}}
facts: {f0: {require: "at_least(0.5, y == y, (y) in {y, y}) iff x2 == if(y >= y, pick, pick)"}}
parties: {p: {red_lines: {l0: {require: pick == x3}, l1: {require: pick == x2}}}}
"""


def first_line(scenario: zopa.Scenario) -> str:
    return next(line for line, _, _ in scenario.red_lines())


def proposed(scenario: zopa.Scenario) -> dict[str, object]:
    return {name: value for name, value in {"rent": 30, "garden": True}.items() if name in scenario.terms}


QUESTIONS: dict[str, Callable[..., Any]] = {
    "solve": zopa.solve,
    "conflicts": lambda s, **o: zopa.solve(s, sections=("smallest",), prefer=[next(iter(s.parties))], **o),
    "relax": lambda s, **o: zopa.solve(s, sections=("relaxations",), **o),
    "deals": lambda s, **o: zopa.solve(s, sections=("deals",), **o),
    "whatif": lambda s, **o: zopa.whatif(s, drop=[next(iter(s.facts))], **o),
    "concessions": zopa.concessions,
    "least moves": lambda s, **o: zopa.concessions(s, smallest=True, **o),
    "burden": zopa.burden,
    "sensitivity": zopa.sensitivity,
    "assumptions": zopa.assumptions,
    "explain": zopa.explain,
    "why": lambda s, **o: zopa.why_give_up(s, first_line(s), **o),
    "objections": lambda s, **o: zopa.objections(s, proposed(s), **o),
    "bargain": lambda s, **o: zopa.bargain(s, all_outcomes=True, diverse=2, elsewhere=True, **o),
    "prove": zopa.prove,
    "prove all": lambda s, **o: zopa.prove(s, everything=True, **o),
}
OF_INTERESTS = {"bargain"}
WITH_EVIDENCE = [name for name in QUESTIONS if name not in ("whatif", "prove", "prove all")]


# -- what the verdict rests on ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WITH_EVIDENCE)
def test_a_deal_is_certified_and_so_is_that_there_is_none(name: str) -> None:
    for text, verdict in ((CLASH, "no_deal"), (DEAL, "deal")):
        told = QUESTIONS[name](zopa.loads(text))
        assert (told.verdict, told.evidence) == (verdict, "certified")
    told = QUESTIONS[name](zopa.loads(CLASH), time_limit=0)
    assert (told.verdict, told.evidence) == ("undecided", None)


@pytest.mark.parametrize("name", WITH_EVIDENCE)
def test_without_a_proof_the_verdict_is_confirmed_or_claimed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Certifier, "refutation", lambda *_: None)
    told = QUESTIONS[name](zopa.loads(CLASH))
    assert (told.verdict, told.evidence) == ("no_deal", "confirmed")
    monkeypatch.setattr(Oracle, "confirm", lambda *_: None)
    monkeypatch.setattr("zopa.solver.nearest.Nearness._is_refuted", lambda *_: False)
    told = QUESTIONS[name](zopa.loads(CLASH))
    assert (told.verdict, told.evidence) == ("no_deal", "claimed")


def test_that_no_deal_reaches_the_reservation_values_is_enumerated_or_rests_on_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = zopa.bargain(zopa.loads(RESERVED))
    assert (told.red_lines_verdict, told.verdict, told.evidence) == ("deal", "no_deal", "enumerated")
    monkeypatch.setattr("zopa.solver.pareto.enumerate.MOST_ENUMERATED", 1)
    told = zopa.bargain(zopa.loads(RESERVED))
    assert (told.red_lines_verdict, told.verdict, told.evidence) == ("deal", "no_deal", "confirmed")


# -- limits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_limit_never_ends_a_question_with_an_error(name: str) -> None:
    """Stop at every look at the limit, or at a hundred of them."""
    for text in (CLASH, DEAL, RESERVED, FACTS, TWISTED):
        scenario = zopa.loads(text)
        if name in OF_INTERESTS and not any(party.values_deals for party in scenario.parties.values()):
            continue
        whole = Countdown(10**9)
        truth = QUESTIONS[name](scenario, limits=whole)
        looks = 10**9 - whole.looks
        for at in range(0, looks, 1 + looks // 100):
            told = QUESTIONS[name](scenario, limits=Countdown(at))
            assert told.verdict in ("undecided", truth.verdict)


# -- what is no scenario ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*QUESTIONS, "stream", "stream_deals", "lists", "verify"])
def test_a_path_in_place_of_a_scenario_says_what_to_do(name: str) -> None:
    others: dict[str, Callable[..., Any]] = {
        "stream": zopa.stream,
        "stream_deals": zopa.stream_deals,
        "lists": zopa.relaxations,
        "verify": lambda s: zopa.verify(s, "{}"),
        "conflicts": zopa.conflicts,
        "whatif": lambda s: zopa.whatif(s, drop=["a"]),
        "why": lambda s: zopa.why_give_up(s, "a.b"),
        "objections": lambda s: zopa.objections(s, {}),
    }
    for given in ("talks.yaml", Path("talks.yaml")):
        with pytest.raises(TypeError, match=r"load it first: zopa\.load\('talks\.yaml'\)"):
            (others | {key: ask for key, ask in QUESTIONS.items() if key not in others})[name](given)
    with pytest.raises(TypeError, match=r"expected a scenario, as zopa\.load"):
        zopa.solve({"title": "Talks"})  # type: ignore[arg-type]
