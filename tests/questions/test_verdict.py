"""What a verdict rests on, and what a limit leaves of it: every question alike."""

from __future__ import annotations

import json
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

SEVERAL = """
format: zopa/1
title: Two rooms and a garden
terms:
  rent: {type: quantity, min: 0, max: 90, step: 10, unit: EUR}
  term: {type: quantity, min: 1, max: 12, unit: months}
  garden: {type: yes_no}
  start: {type: date, earliest: 2026-01-08, latest: 2026-02-05}
facts:
  law: {require: "garden implies rent >= 10"}
  guess: {require: term >= 2, basis: assumption}
parties:
  owner:
    interests: {rent: {weight: 2, worst: 0, best: 90}, term: {weight: 1, worst: 1, best: 12}}
    reservation: 0.1
    red_lines:
      floor: {require: rent >= 40, slope: {cost: 1, per: 10}, weight: 4}
      long: {require: term >= 9, fallbacks: [{require: term >= 7, cost: 0.5}, {require: term >= 6, cost: 0.75}]}
      early: {require: start <= 2026-01-10}
  tenant:
    interests: {garden: {weight: 3, scores: {"yes": 1, "no": 0}}, rent: {weight: 1, worst: 90, best: 0}}
    reservation: 0.2
    red_lines:
      cap: {require: rent <= 30, weight: 2}
      short: {require: term <= 5, slope: {cost: 0.25, per: 1}}
      late: {require: start >= 2026-02-01, keep: true}
      garden: {require: garden}
  city:
    red_lines:
      green: {require: not garden}
      middle: {require: rent == 30 or garden}
"""
PEACE = (
    SEVERAL.replace("not garden", "garden")
    .replace("term <= 5", "term <= 10")
    .replace("rent <= 30", "rent <= 50")
    .replace(">= 2026-02-01", "<= 2026-02-01")
    .replace("rent == 30 or garden", "rent >= 30")
)


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


@pytest.mark.parametrize("text", [SEVERAL, PEACE], ids=["several disputes", "peace"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_what_a_limit_takes_away_is_marked(name: str, text: str) -> None:
    """Stop at every look, or at sixty: what is missing is put down to the limit, or is a proof marked as missing."""
    scenario = zopa.loads(text)
    whole = Countdown(10**9)
    truth = QUESTIONS[name](scenario, limits=whole)
    looks = 10**9 - whole.looks
    assert limited(truth) is False
    for at in range(0, looks, 1 + looks // 60):
        answer = QUESTIONS[name](scenario, limits=Countdown(at))
        assert answer.verdict in ("undecided", truth.verdict)
        if not limited(answer):
            assert paths_that_differ(plain(answer), plain(truth)) <= OF_PROOFS, at
    assert not paths_that_differ(plain(QUESTIONS[name](scenario, limits=Countdown(looks))), plain(truth))


def test_an_uncertified_verdict_is_said_to_be_missing() -> None:
    """A limit that comes between the verdict and its proof."""
    scenario = zopa.loads(SEVERAL)
    for everything in (False, True):
        seen = 0
        for at in range(80):
            made = zopa.prove(scenario, everything=everything, limits=Countdown(at))
            if made.verdict == "no_deal" and made.document is None:
                assert any(missing.startswith("the verdict: no proof") for missing in made.missing)
                seen += 1
        assert seen


OF_PROOFS = {"certified", "confirmed", "evidence", "sentences"}
"""Keys that say what a result rests on: a limit may leave no time for the proof of what is known."""


def limited(answer: Any) -> bool:
    """Return whether an answer says that a limit cut it off."""
    match answer:
        case zopa.Certificate():
            return answer.document is None or bool(answer.missing)
        case zopa.Comparison():
            return limited(answer.before) or limited(answer.after)
    return answer.stopped_by is not None


def plain(answer: Any) -> Any:
    return (
        None if isinstance(answer, zopa.Certificate) and answer.document is None else json.loads(zopa.to_json(answer))
    )


def paths_that_differ(one: Any, other: Any, key: str = "") -> set[str]:
    """Return the last keys on the ways to what differs between two documents."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return set[str]().union(*(paths_that_differ(one[name], other[name], name) for name in one))
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return set[str]().union(*(paths_that_differ(*pair, key) for pair in zip(one, other, strict=True)))
    return set() if one == other else {key}


@pytest.mark.parametrize("stream", [zopa.stream, zopa.stream_deals])
def test_a_limit_never_ends_a_stream_without_its_answer(stream: Callable[..., Any]) -> None:
    for text in (SEVERAL, PEACE):
        whole = Countdown(10**9)
        *events, truth = stream(zopa.loads(text), limits=whole)
        looks = 10**9 - whole.looks
        for at in range(0, looks, 1 + looks // 60):
            *before, answer = stream(zopa.loads(text), limits=Countdown(at))
            assert type(answer) is type(truth)
            assert answer.verdict in ("undecided", truth.verdict)
            assert len(before) <= len(events)


def test_a_limit_leaves_a_figure_without_the_cloud_of_deals(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    found = zopa.bargain(zopa.loads(PEACE))
    for at in range(3):
        zopa.plot(found, tmp_path / f"{at}.svg", limits=Countdown(at))
        assert (tmp_path / f"{at}.svg").stat().st_size


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
