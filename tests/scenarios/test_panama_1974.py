"""The bundled feasible case: its figures by brute force over all outcomes, and the utilities that zopa reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from importlib import resources
from itertools import product
from typing import Any, TypeAlias

import pytest
import yaml

import zopa
from zopa.scenarios.library import bundled, find

Outcome: TypeAlias = dict[str, str]
Number: TypeAlias = Fraction | int
Point: TypeAlias = tuple[Number, Number]

SIDES = ("us", "panama")
PUBLISHED = {
    "US defense rights": (22, 9),
    "Use rights": (22, 15),
    "Land and water": (15, 15),
    "Expansion rights": (14, 3),
    "Duration": (11, 15),
    "Expansion routes": (6, 5),
    "Compensation": (4, 11),
    "Jurisdiction": (2, 7),
    "US military rights": (2, 7),
    "Defense role of Panama": (2, 13),
}
"""The table of https://pages.nyu.edu/adjustedwinner/panama.htm, in its order."""

FRONTIER = [
    *((0, 100), (14, 97), (20, 92), (22, 91), (36, 88), (42, 83), (44, 76), (58, 73), (64, 68), (66, 61)),
    *((73, 58), (79, 53), (81, 46), (84, 43), (90, 38), (92, 31), (94, 27), (96, 20), (98, 13), (100, 0)),
]


@pytest.fixture(scope="module")
def scenario() -> zopa.Scenario:
    return zopa.load("panama-1974")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The file as plain data, without zopa."""
    text = (resources.files("zopa.scenarios") / "panama-1974.yaml").read_text("utf-8")
    read = yaml.safe_load(text)
    assert isinstance(read, dict)
    return read


@pytest.fixture(scope="module")
def points(document: dict[str, Any]) -> list[tuple[Outcome, Point]]:
    return [(outcome, worth(document, outcome)) for outcome in outcomes(document)]


def outcomes(document: dict[str, Any]) -> Iterator[Outcome]:
    for winners in product(SIDES, repeat=len(document["terms"])):
        yield dict(zip(document["terms"], winners, strict=True))


def worth(document: dict[str, Any], outcome: Outcome) -> Point:
    """Return what an outcome is worth to either side: weight times score over 100, from the file's own numbers."""
    us, panama = (
        sum(
            (Fraction(interest["weight"] * interest["scores"][outcome[term]], 100) for term, interest in held.items()),
            Fraction(0),
        )
        for held in (document["parties"][side]["interests"] for side in SIDES)
    )
    return us, panama


def best(points: list[tuple[Outcome, Point]], of: Callable[[Point], Number]) -> list[tuple[Outcome, Point]]:
    most = max(of(point) for _, point in points)
    return [(outcome, point) for outcome, point in points if of(point) == most]


# -- the file ---------------------------------------------------------------------------------------------------------


def test_it_is_bundled_and_valid_without_a_warning() -> None:
    from zopa.models.io.warnings import warnings

    assert "panama-1974" in bundled()
    found = find("panama-1974")
    assert found.name == "panama-1974"
    scenario = found.read().scenario
    assert warnings(scenario, found.read_source) == []
    assert (len(scenario.terms), tuple(scenario.parties)) == (10, SIDES)


def test_the_issues_and_weights_are_the_published_ones_in_their_order(document: dict[str, Any]) -> None:
    interests = [document["parties"][side]["interests"] for side in SIDES]
    told = [
        (term["label"], tuple(held[name]["weight"] for held in interests)) for name, term in document["terms"].items()
    ]
    assert told == list(PUBLISHED.items())
    assert [list(held) for held in interests] == [list(document["terms"])] * 2
    assert [sum(interest["weight"] for interest in held.values()) for held in interests] == [100, 100]


def test_each_issue_is_won_by_one_side_and_worth_all_or_nothing(document: dict[str, Any]) -> None:
    assert all((term["type"], tuple(term["options"])) == ("choice", SIDES) for term in document["terms"].values())
    for side, other in (SIDES, SIDES[::-1]):
        for interest in document["parties"][side]["interests"].values():
            assert interest["scores"] == {side: 100, other: 0}


def test_nothing_is_stated_that_no_source_gives(scenario: zopa.Scenario) -> None:
    assert list(scenario.red_lines()) == []
    assert not scenario.facts
    assert scenario.date is None
    for party in scenario.parties.values():
        assert (party.reservation, party.bonuses, party.normalise) == (None, (), False)


def test_the_notes_say_what_the_numbers_are_and_name_the_sources(scenario: zopa.Scenario) -> None:
    notes = " ".join(scenario.notes)
    for words in ("neither government's", "The book itself was not seen", "That is another model", "Weights add up"):
        assert words in notes
    assert scenario.sources["adjusted_winner"].url == "https://pages.nyu.edu/adjustedwinner/panama.htm"


# -- the 1,024 outcomes -----------------------------------------------------------------------------------------------


def test_twenty_utility_points_are_pareto_optimal(points: list[tuple[Outcome, Point]]) -> None:
    reached = {point for _, point in points}
    assert (len(points), len(reached)) == (1024, 640)
    frontier = [
        (us, panama)
        for us, panama in reached
        if not any(a >= us and b >= panama and (a, b) != (us, panama) for a, b in reached)
    ]
    assert sorted(frontier) == FRONTIER
    assert len(FRONTIER) == 20
    assert sum(point in frontier for _, point in points) == 26


@pytest.mark.parametrize("of", [min, lambda point: point[0] * point[1]], ids=["max-min", "Nash product from 0"])
def test_max_min_and_nash_are_one_outcome(points: list[tuple[Outcome, Point]], of: Callable[[Point], Number]) -> None:
    [(outcome, point)] = best(points, of)
    assert point == (64, 68)
    won = ["us_defense_rights", "use_rights", "expansion_rights", "expansion_routes"]
    assert [term for term, winner in outcome.items() if winner == "us"] == won


def test_the_largest_sum_is_reached_twice(points: list[tuple[Outcome, Point]]) -> None:
    found = best(points, sum)
    assert sorted(point for _, point in found) == [(64, 68), (79, 53)]
    first, second = (outcome for outcome, _ in found)
    assert [term for term in first if first[term] != second[term]] == ["land_and_water"]


def test_dividing_land_and_water_gives_66_to_each_which_no_outcome_does(points: list[tuple[Outcome, Point]]) -> None:
    won = [sum(pair[side] for pair in PUBLISHED.values() if pair[side] > pair[1 - side]) for side in (0, 1)]
    assert won == [64, 53]
    share = Fraction(2, 15)
    assert won[0] + 15 * share == won[1] + 15 * (1 - share) == 66
    assert max(min(point) for _, point in points) == 64


# -- what zopa makes of it --------------------------------------------------------------------------------------------


def test_the_utilities_agree_on_every_outcome(scenario: zopa.Scenario, points: list[tuple[Outcome, Point]]) -> None:
    meaning = scenario.meaning()
    assert tuple(meaning.utilities) == SIDES
    for outcome, point in points:
        env = meaning.environment(meaning.numbers(outcome))
        assert tuple(meaning.utilities[side].of(env) for side in SIDES) == point


def test_a_deal_exists(scenario: zopa.Scenario) -> None:
    found = zopa.solve(scenario)
    assert (found.verdict, found.stopped_by) == ("deal", None)
    assert found.deal is not None
    assert set(found.deal) == set(scenario.terms)
