"""The founding case: its answer exactly, and that of every variant (each count was computed twice, independently)."""

from __future__ import annotations

import re
from collections import Counter
from importlib import resources

import pytest

import zopa
from zopa.models.edit import dropped, with_facts, with_red_lines
from zopa.models.meaning.meaning import statements

U, R = "ukraine", "russia"
REGIONS = ("crimea", "donetsk", "luhansk", "kherson", "zaporizhzhia")

CONFLICTS = {
    ("no_recognition", "recognition"): (),
    ("no_withdrawal", "withdrawal"): (),
    ("rights", "recognition"): ("annexation_ends_rights",),
    ("rights", "withdrawal"): ("withdrawal_ends_rights",),
    ("army_unrestricted", "army_limited"): (),
    ("army_unrestricted", "army_reduced"): ("reduction_is_limitation",),
    ("nato_open", "never_nato"): (),
    ("no_russian_say", "never_nato"): ("never_join_is_a_say",),
    ("eu_open", "never_eu"): (),
    ("air_patrols", "no_foreign_presence"): ("patrols_are_presence",),
    ("naval_patrols", "no_foreign_presence"): ("patrols_are_presence",),
    ("rapid_assistance", "aid_halted"): ("assistance_needs_aid",),
    ("own_government", "regime_change"): (),
}
"""Ukraine's line and Russia's, and the facts that make them clash."""

DISPUTES = [
    ({"no_recognition", "no_withdrawal", "rights"}, {"recognition", "withdrawal"}, 4, [2, 3, 3, 3]),
    ({"army_unrestricted"}, {"army_limited", "army_reduced"}, 2, [1, 2]),
    ({"nato_open", "no_russian_say"}, {"never_nato"}, 2, [1, 2]),
    ({"eu_open"}, {"never_eu"}, 1, [1, 1]),
    ({"air_patrols", "naval_patrols"}, {"no_foreign_presence"}, 2, [1, 2]),
    ({"rapid_assistance"}, {"aid_halted"}, 1, [1, 1]),
    ({"own_government"}, {"regime_change"}, 1, [1, 1]),
]
"""Lines of each side, conflicts, and the costs of the ways out."""

ALWAYS = {
    "ukraine.army_unrestricted",
    "russia.recognition",
    "russia.withdrawal",
    "russia.never_nato",
    "russia.no_foreign_presence",
}
EITHER = [
    ("ukraine.rapid_assistance", "russia.aid_halted"),
    ("ukraine.eu_open", "russia.never_eu"),
    ("ukraine.own_government", "russia.regime_change"),
]
UNCONTESTED = ["army_floor", "modern_arms", "children", "civilians", "passports", "camps", "intelligence"]
FRONTIER = {0: 9, 1: 7, 2: 6, 3: 5, 4: 4, 6: 3, 7: 2, 9: 1, 11: 0}


@pytest.fixture(scope="module")
def scenario() -> zopa.Scenario:
    return zopa.load("ukraine-russia")


@pytest.fixture(scope="module")
def answer(scenario: zopa.Scenario) -> zopa.Analysis:
    return zopa.solve(scenario, top=1000)


@pytest.fixture(scope="module")
def all_sets(answer: zopa.Analysis) -> list[frozenset[str]]:
    return [frozenset(relaxation.give_up) for relaxation in answer.relaxations or ()]


def given_by(party: str, lines: frozenset[str]) -> int:
    return sum(line.startswith(f"{party}.") for line in lines)


# -- the verdict and why not ------------------------------------------------------------------------------------------


def test_no_deal_crosses_none_of_the_27_lines(scenario: zopa.Scenario, answer: zopa.Analysis) -> None:
    parties = Counter(line.split(".")[0] for line, _, _ in scenario.red_lines())
    assert parties == {U: 18, R: 9}
    assert (answer.verdict, answer.deal, answer.stopped_by) == ("no_deal", None, None)


@pytest.mark.parametrize(("side", "other"), [(U, R), (R, U)])
def test_each_side_alone_is_feasible(scenario: zopa.Scenario, side: str, other: str) -> None:
    alone = dropped(scenario, [line for line, _, _ in scenario.red_lines() if line.startswith(other)])
    found = zopa.solve(alone)
    assert found.verdict == "deal"
    assert found.deal is not None
    crossed = scenario.meaning().crossed(scenario.meaning().numbers(found.deal))
    assert crossed
    assert all(line.startswith(f"{other}.") for line in crossed)


def test_the_conflicts_are_the_13_pairs_with_their_facts(answer: zopa.Analysis) -> None:
    assert answer.conflicts is not None
    told = {conflict.red_lines: conflict.facts for conflict in answer.conflicts}
    assert told == {(f"{U}.{ours}", f"{R}.{theirs}"): facts for (ours, theirs), facts in CONFLICTS.items()}
    assert len(answer.conflicts) == 13
    assert answer.conflicts_complete
    assert all(conflict.is_minimal and conflict.confirmed for conflict in answer.conflicts)
    assert answer.contradictory_parties == ()


def test_the_conflicts_make_up_7_disputes(answer: zopa.Analysis) -> None:
    assert answer.disputes is not None
    assert answer.conflicts is not None
    told = []
    for dispute in answer.disputes:
        sides = [{line.split(".")[1] for line in dispute.red_lines if line.startswith(f"{side}.")} for side in (U, R)]
        told.append((*sides, len(dispute.conflicts), [way.cost for way in dispute.resolutions]))
        assert dispute.resolutions_total == len(dispute.resolutions)
        for at in dispute.conflicts:
            assert set(answer.conflicts[at].red_lines) <= set(dispute.red_lines)
            assert all(set(way.give_up) & set(answer.conflicts[at].red_lines) for way in dispute.resolutions)
    assert told == DISPUTES


def test_seven_lines_are_uncontested(answer: zopa.Analysis) -> None:
    assert answer.uncontested is not None
    assert sorted(answer.uncontested) == sorted(f"{U}.{line}" for line in UNCONTESTED)
    assert answer.uncontested_complete


# -- what would have to give ------------------------------------------------------------------------------------------


def test_there_are_256_relaxations_of_these_sizes(answer: zopa.Analysis, all_sets: list[frozenset[str]]) -> None:
    assert answer.relaxations_total == len(all_sets) == len(set(all_sets)) == 256
    assert answer.relaxations_complete
    assert Counter(map(len, all_sets)) == {8: 8, 9: 48, 10: 96, 11: 80, 12: 24}
    assert answer.relaxations is not None
    costs = [relaxation.cost for relaxation in answer.relaxations]
    assert costs == sorted(map(len, all_sets))


def test_the_eight_cheapest_are_the_described_ones(answer: zopa.Analysis, all_sets: list[frozenset[str]]) -> None:
    assert answer.cheapest is not None
    assert (answer.cheapest.cost, answer.cheapest.total) == (8, 8)
    described = {
        frozenset(ALWAYS | {aid, union, government})
        for aid in EITHER[0]
        for union in EITHER[1]
        for government in EITHER[2]
    }
    assert set(all_sets[:8]) == described


@pytest.mark.parametrize(("side", "cost"), [(R, 9), (U, 11)])
def test_one_side_can_do_it_alone_at_this_cost(scenario: zopa.Scenario, side: str, cost: int) -> None:
    found = zopa.solve(scenario, only_from=[side])
    assert found.relaxations is not None
    assert [(relaxation.cost, len(relaxation.give_up)) for relaxation in found.relaxations] == [(cost, cost)]
    assert all(line.startswith(f"{side}.") for line in found.relaxations[0].give_up)
    assert found.relaxations_total == 1


def test_the_frontier_of_what_each_side_gives(all_sets: list[frozenset[str]]) -> None:
    points = {(given_by(U, lines), given_by(R, lines)) for lines in all_sets}
    frontier = {
        (ours, theirs)
        for ours, theirs in points
        if not any(a <= ours and b <= theirs and (a, b) != (ours, theirs) for a, b in points)
    }
    assert dict(frontier) == FRONTIER
    assert len(frontier) == len(FRONTIER)


def test_every_deal_of_the_top_20_crosses_exactly_what_is_given_up(
    scenario: zopa.Scenario, answer: zopa.Analysis
) -> None:
    meaning = scenario.meaning()
    assert answer.relaxations is not None
    for relaxation in answer.relaxations[:20]:
        assert list(relaxation.deal) == list(scenario.terms)
        crossed = meaning.crossed(meaning.numbers(relaxation.deal))
        # No fact is among them, and none of the lines: minimality leaves no line given up in vain.
        assert crossed == list(relaxation.give_up)


def test_the_measure_of_each_package_is_reached_by_its_deals_and_told(answer: zopa.Analysis) -> None:
    assert answer.relaxations is not None
    reached = {frozenset(one.give_up): one.measures["self_enforcement"] for one in answer.relaxations[:8]}
    keeps_aid = {lines: "russia.aid_halted" in lines for lines in reached}
    assert reached == {lines: 10 if keeps else 5 for lines, keeps in keeps_aid.items()}


# -- variants ---------------------------------------------------------------------------------------------------------


def without_inferred(scenario: zopa.Scenario) -> zopa.Scenario:
    inferred = [name for name, _, line in scenario.red_lines() if line.basis == "inferred"]
    assert inferred == ["ukraine.own_government", "russia.never_eu"]
    return dropped(scenario, inferred)


def reduced_below(size: int, scenario: zopa.Scenario) -> zopa.Scenario:
    meant = zopa.Fact(require=f"army_reduced implies army < {size}", basis="assumption")
    return with_facts(scenario, {"reduced_means": meant})


def outside_is_no_presence(scenario: zopa.Scenario) -> zopa.Scenario:
    inside = zopa.Fact(require="air_patrols == inside or naval_patrols == inside implies foreign_presence")
    return with_facts(scenario, {"patrols_are_presence": inside})


def arms_need_aid(scenario: zopa.Scenario) -> zopa.Scenario:
    needs = {
        f"{name}_needs_aid": zopa.Fact(require=f"{name} implies military_aid >= limited", basis="assumption")
        for name in ("intelligence", "modern_arms")
    }
    return with_facts(scenario, needs)


def split_by_region(scenario: zopa.Scenario) -> zopa.Scenario:
    whole = dropped(scenario, ["ukraine.no_recognition", "russia.recognition"])
    ours = {f"no_{name}": zopa.RedLine(require=f"recognition_{name} == none") for name in REGIONS}
    theirs = {f"own_{name}": zopa.RedLine(require=f"recognition_{name} == de_jure") for name in REGIONS}
    return with_red_lines(with_red_lines(whole, U, ours), R, theirs)


VARIANTS = {
    "without the inferred lines": (without_inferred, 11, 64, 6, 2),
    "reduced means below 500,000": (lambda s: reduced_below(500_000, s), 14, 384, 9, 24),
    "reduced means below 880,000": (lambda s: reduced_below(880_000, s), 13, 256, 8, 8),
    "patrols from outside are no presence": (outside_is_no_presence, 11, 128, 7, 8),
    "intelligence and modern arms need aid": (arms_need_aid, 15, 256, 8, 4),
    "recognition split by region": (split_by_region, 21, 4096, 12, 8),
}


@pytest.mark.parametrize(("change", "conflicts", "relaxations", "cheapest", "ties"), VARIANTS.values(), ids=VARIANTS)
def test_a_variant(
    scenario: zopa.Scenario, change: object, conflicts: int, relaxations: int, cheapest: int, ties: int
) -> None:
    assert callable(change)
    found = zopa.solve(change(scenario), top=1)
    assert found.verdict == "no_deal"
    assert found.conflicts is not None
    assert (len(found.conflicts), found.conflicts_complete) == (conflicts, True)
    assert all(len(conflict.red_lines) == 2 for conflict in found.conflicts)
    assert found.relaxations_total == relaxations
    assert found.cheapest is not None
    assert (found.cheapest.cost, found.cheapest.total) == (cheapest, ties)


def test_a_reduction_below_500_000_clashes_with_the_floor(scenario: zopa.Scenario) -> None:
    found = zopa.solve(reduced_below(500_000, scenario), top=1).conflicts
    assert found is not None
    new = {conflict.red_lines: conflict.facts for conflict in found if "ukraine.army_floor" in conflict.red_lines}
    assert new == {("ukraine.army_floor", "russia.army_reduced"): ("reduced_means",)}


# -- the text ---------------------------------------------------------------------------------------------------------


def test_every_quote_occurs_verbatim(scenario: zopa.Scenario) -> None:
    text = (resources.files("zopa.scenarios") / "ukraine-russia.quotes.txt").read_text("utf-8")
    quoted = [statement.quote for _, statement in statements(scenario) if statement.quote is not None]
    assert len(quoted) == 32
    in_notes = [quote for note in scenario.notes for quote in re.findall(r'"([^"]+)"', note)]
    assert len(in_notes) > 8
    for quote in (*quoted, *in_notes):
        assert quote in text, quote


def test_every_line_has_its_words_and_its_source(scenario: zopa.Scenario) -> None:
    for name, _, line in scenario.red_lines():
        assert line.says, name
        assert line.quote, name
        assert (line.source, line.weight) == ("transcript", 1), name
    for name, fact in scenario.facts.items():
        assert fact.says, name
        assert (fact.quote is None) == (fact.basis == "assumption"), name
    silent = [party for party in scenario.parties.values() if party.position == "unknown"]
    assert [party.name for party in silent] == ["Western guarantors", "NATO", "European Union"]
    assert not any(party.red_lines for party in silent)


def test_the_notes_carry_the_three_warnings(scenario: zopa.Scenario) -> None:
    notes = " ".join(scenario.notes)
    for words in ("500,000", "how finely the demands are split", "ukraine.own_government is read into the text"):
        assert words in notes
