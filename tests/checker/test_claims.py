"""The certificate checker: it draws what follows from conflicts and deals, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.checker_cases import (
    COMPLETE,
    CONFLICTS,
    DEALS,
    HIGH,
    LOW,
    NO_POSITION,
    ONCE,
    SPOKEN_OF,
    TERMS,
    THREE,
    TOLD,
    F,
    G,
    X,
    check,
    printed,
    put,
    three,
)
from support.small_lines import (
    YES_NO,
    Document,
    Truth,
    certificate,
    conflict,
    document,
    false_claim,
    quantity,
    scale,
)

from zopa.checker import Rejected, Unreadable

# -- claims -----------------------------------------------------------------------------------------------------------

NO_DEAL = "no deal: each term has one of its positions"
WAYS = "its ways are not all the minimal ways out of its conflicts, each once"
GROUPED = "a conflict is in no group"
IN_TWO = "a red line is in two groups, or there is none"
CONTAINED = "a conflict is there twice, or contains another"
COMBINED = "with the changes of some of the ways, the deal does not satisfy"
MINIMAL = " Leave out any one of its red lines, and a deal satisfies the others and every fact."


def test_every_claim_is_told() -> None:
    proved = check(THREE, three())
    assert proved.claims == TOLD
    assert printed(proved) == [
        'terms x: {"type": "quantity", "start": 0, "step": 1, "size": 10}',
        'terms f: {"type": "yes_no", "start": 0, "step": 1, "size": 2}',
        'terms g: {"type": "yes_no", "start": 0, "step": 1, "size": 2}',
        'facts not_both: ["or", ["not", ["term", "f"]], ["not", ["term", "g"]]]',
        'facts even: ["not", ["==", ["term", "x"], 4]]',
        'red_lines p.low: ["<=", ["term", "x"], 3]',
        'red_lines q.high: ["<=", 7, ["term", "x"]]',
        'red_lines q.f: ["term", "f"]',
        'red_lines p.g: ["term", "g"]',
        'red_lines r.free: ["<=", ["term", "x"], 9]',
        "weights p.low: 2",
        'weights q.high: "1/2"',
        "weights q.f: 0",
        'weights p.g: "3/2"',
        "weights r.free: 1",
    ]
    assert false_claim(three(), Truth(THREE), TOLD) is None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("deals.0.deal", {"x": 3, "f": 0, "g": 0}, "deals[0]: the deal does not satisfy p.g"),
        ("deals.0.deal", {"x": 3, "f": 0}, "deals[0]: malformed: KeyError('g')"),
        ("deals.0.deal", {"x": 3, "f": 0, "g": 1, "h": 0}, f"deals[0]: {NO_DEAL}"),
        ("deals.0.deal", {"x": 10, "f": 0, "g": 1}, f"deals[0]: {NO_DEAL}"),
        ("deals.0.deal", {"x": -1, "f": 0, "g": 1}, f"deals[0]: {NO_DEAL}"),
        ("deals.0.deal", {"x": 1, "f": "0", "g": 1}, "deals[0]: malformed: TypeError("),
        ("deals.0.deal", {"x": 1, "f": [0], "g": 1}, "deals[0]: malformed: TypeError("),
        ("deals.0.deal", {"x": 1, "f": None, "g": 1}, "deals[0]: malformed: TypeError("),
        ("deals.0.deal", {"x": 1, "f": 0.0, "g": 1}, "this cannot be read as zopa-nodeal/1: "),
        ("deals.0.deal", [0, 0, 0], "deals[0]: malformed: TypeError("),
        ("deals.0.deal", "xfg", "deals[0]: malformed: TypeError("),
        ("deals.0.deal", 0, "deals[0]: malformed: TypeError("),
        ("deals.0.deal", ..., "deals[0]: malformed: KeyError('deal')"),
        ("deals.0.deal.x", 4, "deals[0]: the deal does not satisfy even"),
        ("deals.0.deal.x", 9, "deals[0]: the deal does not satisfy p.low"),
        ("deals.1.deal.g", 1, "deals[1]: the deal does not satisfy not_both"),
        ("deals.0.give_up", ..., "deals[0]: malformed: KeyError('give_up')"),
        ("deals.0.give_up", [], "deals[0]: the deal does not satisfy q."),
        ("deals.0.give_up", ["q.high"], "deals[0]: the deal does not satisfy q.f"),
        ("deals.0.give_up", ["q.high", "q.f", "q.f"], f"deals[0]: {ONCE}"),
        ("deals.0.give_up", ["q.high", "q.f", "even"], f"deals[0]: {SPOKEN_OF}"),
        ("deals.0.give_up", ["q.high", "q.f", "x"], f"deals[0]: {SPOKEN_OF}"),
        ("deals.0.give_up", ["q.high", "q.f", 0], f"deals[0]: {SPOKEN_OF}"),
        ("deals.0.give_up", ["q.high", "q.f", ["p.g"]], "deals[0]: malformed: TypeError("),
        ("deals.0.give_up", {"q.high": 0, "q.f": 0}, f"deals[0]: {ONCE}"),
        ("deals.0.give_up", "q.f", f"deals[0]: {ONCE}"),
        ("deals.0", [], "deals[0]: malformed: TypeError("),
        ("deals.0", "", "deals[0]: malformed: TypeError("),
        ("deals", ..., "malformed: KeyError('deals')"),
        ("deals", 0, "malformed: TypeError("),
        ("deals", {"give_up": []}, "deals[0]: malformed: TypeError("),
        ("conflicts", None, "certificate: malformed: TypeError("),
        ("conflicts", 0, "certificate: malformed: TypeError("),
        ("conflicts", ..., "certificate: malformed: KeyError('conflicts')"),
        ("conflicts.0", [], "conflicts[0]: malformed: TypeError("),
        ("conflicts.0", {}, "conflicts[0]: malformed: KeyError('red_lines')"),
        ("conflicts.0.red_lines", ["p.low", "p.low"], f"conflicts[0]: {ONCE}"),
        ("conflicts.0.red_lines", ["p.low", "x.x"], f"conflicts[0]: {SPOKEN_OF}"),
        ("conflicts.0.red_lines", ["p.low", "even"], f"conflicts[0]: {SPOKEN_OF}"),
        ("conflicts.0.red_lines", ["p.low", ["q.high"]], "conflicts[0]: malformed: TypeError("),
        ("conflicts.0.red_lines", "p.low", f"conflicts[0]: {ONCE}"),
        ("conflicts.0.red_lines", {}, f"conflicts[0]: {ONCE}"),
        ("conflicts.0.red_lines", ["p.low"], "conflicts[0].steps[1]: malformed: KeyError('q.high')"),
        ("conflicts.0.facts", ["p.low"], f"conflicts[0]: {SPOKEN_OF}"),
        ("conflicts.0.facts", ["even", "even"], f"conflicts[0]: {ONCE}"),
        ("conflicts.0.facts", {}, f"conflicts[0]: {ONCE}"),
        ("conflicts.0.facts", ..., "conflicts[0]: malformed: KeyError('facts')"),
        ("conflicts.0.steps", {}, "conflicts[0].steps: a branch has not ended"),
        ("conflicts.0.steps", ..., "conflicts[0]: malformed: KeyError('steps')"),
        ("conflicts.1.facts", [], "conflicts[1].steps[2]: malformed: KeyError('not_both')"),
        ("conflicts.1", CONFLICTS[0], f"complete.groups[0]: {CONTAINED}"),
        ("complete", [0], "complete: malformed: TypeError("),
        ("complete", "x", "complete: malformed: TypeError("),
        ("complete", 1, "complete: malformed: TypeError("),
        ("complete", {"deal": {"x": 0, "f": 0, "g": 1}}, "complete: malformed: KeyError('groups')"),
        ("complete.deal", ..., "complete: malformed: KeyError('deal')"),
        ("complete.deal", {"x": 0, "f": 0}, "complete: malformed: KeyError('g')"),
        ("complete.deal.x", 4, f"complete.groups: {COMBINED} even"),
        ("complete.deal.x", 70, f"complete: {NO_DEAL}"),
        ("complete.deal.h", 0, f"complete: {NO_DEAL}"),
        ("complete.groups", [], f"complete.groups: {IN_TWO}"),
        ("complete.groups", {}, f"complete.groups: {IN_TWO}"),
        ("complete.groups", 1, "complete: malformed: TypeError("),
        ("complete.groups", {"a": []}, "complete.groups[0]: malformed: TypeError("),
        ("complete.groups.1", ..., f"complete.groups: {GROUPED}"),
        ("complete.groups.1", COMPLETE["groups"][0], f"complete.groups: {IN_TWO}"),
        ("complete.groups.0", [], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0", 0, "complete.groups[0]: malformed: TypeError("),
        ("complete.groups.0", {"a": 0}, "complete.groups[0]: malformed: TypeError("),
        ("complete.groups.0.1", ..., f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.1", COMPLETE["groups"][0][0], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.0.give_up", ["q.high", "p.low"], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.0.give_up", ["q.high", "r.free"], f"complete.groups[0]: {WAYS}"),
        ("complete.groups.0.0.give_up", ["q.high", "q.high"], f"complete.groups[0]: {ONCE}"),
        ("complete.groups.0.0.give_up", ["r.none"], f"complete.groups[0]: {SPOKEN_OF}"),
        ("complete.groups.0.0.give_up", ["even"], f"complete.groups[0]: {SPOKEN_OF}"),
        ("complete.groups.0.0.give_up", "q.high", f"complete.groups[0]: {ONCE}"),
        ("complete.groups.0.0.changes", {"y": 0}, "complete.groups[0]: malformed: KeyError('y')"),
        ("complete.groups.0.0.changes", {"x": 10}, f"complete.groups[0]: {NO_POSITION}"),
        ("complete.groups.0.0.changes", {"x": -1}, f"complete.groups[0]: {NO_POSITION}"),
        ("complete.groups.0.0.changes", {"x": "0"}, "complete.groups[0]: malformed: TypeError("),
        ("complete.groups.0.0.changes", [], "complete.groups[0]: malformed: AttributeError("),
        ("complete.groups.0.0.changes", ..., "complete.groups[0]: malformed: KeyError('changes')"),
        ("complete.groups.0.0", {}, "complete.groups[0]: malformed: KeyError('give_up')"),
        ("complete.groups.0.1.changes.x", 3, f"complete.groups: {COMBINED} q.high"),
        ("complete.groups.0.1.changes.x", 4, f"complete.groups: {COMBINED} even"),
        ("complete.groups.1.1.changes.g", 1, f"complete.groups: {COMBINED} not_both"),
        ("complete.groups.1.1.changes.x", 8, f"complete.groups: {COMBINED} p.low"),
        ("complete.groups.0.1.changes", {}, f"complete.groups: {COMBINED} q.high"),
        ("format", "zopa-nodeal/2", "this cannot be read as zopa-nodeal/1: its format is another"),
        ("scenario.sha256", "1" * 64, "certificate: its scenario is another or changed"),
        ("scenario.sha256", ..., "certificate: malformed: KeyError('sha256')"),
        ("scenario", "x", "certificate: malformed: TypeError("),
        ("scenario", ..., "certificate: malformed: KeyError('scenario')"),
        ("terms.x.size", 11, "certificate: its terms are not those of the lines"),
        ("terms.x.size", "10", "certificate: its terms are not those of the lines"),
        ("terms.f.step", "1", "certificate: its terms are not those of the lines"),
        ("terms.f.more", 1, "certificate: its terms are not those of the lines"),
        ("terms.y", quantity(3), "certificate: its terms are not those of the lines"),
        ("terms.y", 0, "certificate: its terms are not those of the lines"),
        ("definitions.d", 1, "certificate: its definitions are not those of the lines"),
        ("facts.even", ["not", ["==", X, 5]], "certificate: its facts are not those of the lines"),
        ("facts.even", ["not", ["==", X, "4"]], "certificate: its facts are not those of the lines"),
        ("red_lines.q-f", ["value", "d"], "certificate: its red_lines are not those of the lines"),
        ("red_lines.q-z", F, "certificate: its red_lines are not those of the lines"),
        ("weights.q-f", 1, "certificate: its weights are not those of the lines"),
        ("weights.q-f", "0", "certificate: its weights are not those of the lines"),
    ],
)
def test_claims_that_do_not_hold(path: str, value: Any, said: str) -> None:
    with pytest.raises((Rejected, Unreadable), match=re.escape(said)):
        check(THREE, put(three(), path, value))


@pytest.mark.parametrize("field", ["terms", "definitions", "facts", "red_lines", "weights"])
def test_a_certificate_speaks_of_some_of_the_lines(field: str) -> None:
    """It may leave out what it does not name; its claims are about the lines themselves."""
    if field in ("facts", "red_lines"):
        with pytest.raises(Rejected, match=f"{SPOKEN_OF}|{ONCE}"):
            check(THREE, put(three(), field, {}))
        rest = put(put(three(), "facts.even", ...), "red_lines.r-free", ...)
        proved = check(THREE, rest)
        assert proved.claims == TOLD
        assert not any(line.startswith(("facts even", "red_lines r.free")) for line in printed(proved))
        for name in ("facts.not_both", "red_lines.p-low"):
            with pytest.raises(Rejected, match=f"{SPOKEN_OF}|{ONCE}"):
                check(THREE, put(three(), name, ...))
    else:
        assert check(THREE, put(three(), field, {})).claims == TOLD
    for wrong in ([], 0, "", [[]]):
        with pytest.raises(Rejected, match=re.escape("certificate: malformed: AttributeError(")):
            check(THREE, put(three(), field, wrong))
    with pytest.raises(Rejected, match=re.escape(f"certificate: malformed: KeyError('{field}')")):
        check(THREE, put(three(), field, ...))


def test_lines_that_a_certificate_leaves_out_count_all_the_same() -> None:
    """A deal satisfies every line, also those that are not repeated."""
    rest = put(put(three(), "facts.even", ...), "red_lines.r-free", ...)
    rest["deals"][0]["deal"]["x"] = rest["complete"]["deal"]["x"] = 4
    with pytest.raises(Rejected, match="the deal does not satisfy even"):
        check(THREE, rest)
    rest["deals"] = []
    with pytest.raises(Rejected, match=f"{COMBINED} even"):
        check(THREE, rest)


def test_fields_that_are_not_named_are_not_looked_at() -> None:
    made = three()
    places: list[Any] = [made, *made["conflicts"], *made["deals"], made["complete"]]
    for place in (*places, *made["complete"]["groups"][0]):
        place["more"] = {"deal": ["x"], "claims": "there is peace"}
    assert check(THREE, made).claims == TOLD


def test_a_certificate_that_claims_nothing_is_rejected() -> None:
    for nothing in ({}, [], "", 0, None, False):
        with pytest.raises(Rejected, match="certificate: it claims nothing"):
            check(THREE, certificate(THREE, complete=nothing))


# -- what follows from conflicts and deals ----------------------------------------------------------------------------

GIVING_UP = "Giving up {} makes a deal possible, at a cost of {}; giving up only some of these is not enough."
GIVING_UP_ONE = "Giving up {} makes a deal possible, at a cost of {}; giving up nothing is not enough."
HAS_A_DEAL = "The scenario has a deal that satisfies every fact and every red line."


def told(made: Document, conflicts: Any = (), deals: Any = ()) -> list[str]:
    """Return what is claimed of conflicts, and of deals given as what they give up and their positions."""
    listed = [{"give_up": list(give_up), "deal": deal} for give_up, deal in deals]
    return check(made, certificate(made, conflicts=list(conflicts), deals=listed)).claims


def test_the_scenario_has_a_deal() -> None:
    made = document(TERMS, {"p.low": LOW})
    deal = {"x": 3, "y": 0, "f": 0, "g": 0}
    assert told(made, deals=[([], deal)]) == [HAS_A_DEAL]
    # another that gives something up needs no conflict, and is for nothing
    with pytest.raises(Rejected, match="it claims nothing"):
        told(made, deals=[(["p.low"], {**deal, "x": 4})])
    assert told(made, deals=[(["p.low"], {**deal, "x": 4}), ([], deal)]) == [HAS_A_DEAL]
    with pytest.raises(Rejected, match=re.escape("deals[1]: the deal does not satisfy p.low")):
        told(made, deals=[([], deal), ([], {**deal, "x": 4})])


def test_minimality_is_told_only_where_the_deals_show_it() -> None:
    one, other = CONFLICTS
    first, second = [(entry["give_up"], entry["deal"]) for entry in DEALS]
    low = "No deal satisfies p.low and q.high (steps: 2)."
    both = "No deal satisfies q.f and p.g and not_both (steps: 3)."
    assert told(THREE, [one, other]) == [low, both]
    assert told(THREE, [one, other], [first])[:2] == [low, both]
    assert told(THREE, [one, other], [second])[:2] == [low, both]
    assert told(THREE, [one, other], [second, first])[:2] == [low + MINIMAL, both + MINIMAL]
    # one that gives up both lines of a conflict says nothing of either
    all_of_x = (["p.low", "q.high", "p.g"], {"x": 5, "f": 1, "g": 0})
    assert told(THREE, [one, other], [first, all_of_x])[:2] == [low, both + MINIMAL]
    # one more line given up beside does not matter
    beside = (["p.low", "q.f", "r.free"], {"x": 7, "f": 0, "g": 1})
    assert told(THREE, [one, other], [first, beside])[:2] == [low + MINIMAL, both]


def test_a_conflict_that_is_not_minimal_is_not_told_so() -> None:
    """One of its lines does not matter: no deal can show that it does."""
    made = document({"x": quantity(10)}, {"p.low": LOW, "q.high": HIGH, "r.free": ["<=", X, 8]})
    wide = conflict(["p.low", "q.high", "r.free"], CONFLICTS[0]["steps"])
    deals = [(["p.low"], {"x": 8}), (["q.high"], {"x": 0})]
    assert told(made, [wide], deals) == [
        "No deal satisfies p.low and q.high and r.free (steps: 2).",
        GIVING_UP_ONE.format("p.low", 1),
        GIVING_UP_ONE.format("q.high", 1),
    ]
    for give_up in (["r.free"], []):
        for at in range(10):
            with pytest.raises(Rejected, match="the deal does not satisfy"):
                told(made, [wide], [*deals, (give_up, {"x": at})])


def test_a_relaxation_is_told_only_where_the_conflicts_show_that_all_of_it_is_needed() -> None:
    one, other = CONFLICTS
    first, second = [(entry["give_up"], entry["deal"]) for entry in DEALS]
    assert told(THREE, [one, other], [first, second])[2:] == [
        GIVING_UP.format("q.high and q.f", "1/2"),
        GIVING_UP.format("p.low and p.g", "7/2"),
    ]
    # the conflict for one of its lines is missing
    assert told(THREE, [one], [first, second]) == [f"No deal satisfies p.low and q.high (steps: 2).{MINIMAL}"]
    # one line too many, which is in no conflict, or in one of which another line is given up, too
    for give_up in (["q.high", "q.f", "r.free"], ["q.high", "q.f", "p.g"], ["q.high", "q.f", "p.low"]):
        assert len(told(THREE, [one, other], [(give_up, first[1])])) == 2
    # a deal that gives up nothing is not told where there is none: it is refused
    with pytest.raises(Rejected, match=re.escape("deals[0]: the deal does not satisfy")):
        told(THREE, [one, other], [([], first[1])])


def test_two_deals_for_the_same_red_lines_are_one_relaxation() -> None:
    """In the words of the last; both are looked at."""
    give_up, deal = DEALS[0]["give_up"], DEALS[0]["deal"]
    again = (give_up[::-1], {**deal, "x": 2})
    assert told(THREE, CONFLICTS, [(give_up, deal), again])[2:] == [GIVING_UP.format("q.f and q.high", "1/2")]
    with pytest.raises(Rejected, match=re.escape("deals[0]: the deal does not satisfy even")):
        told(THREE, CONFLICTS, [(give_up, {**deal, "x": 4}), again])


def test_a_conflict_twice_is_told_twice() -> None:
    """It is so; but lists with one twice are not complete."""
    assert told(THREE, [CONFLICTS[0], CONFLICTS[0]]) == ["No deal satisfies p.low and q.high (steps: 2)."] * 2


def test_a_fact_cannot_be_given_up() -> None:
    made = document({"x": quantity(3)}, {"p.a": ["<=", X, 0]}, facts={"law": ["<=", 2, X]})
    steps = [["cut", "p.a", "x", [[1, 2]]], ["end", "law"]]
    complete = {"deal": {"x": 0}, "groups": [[{"give_up": ["law"], "changes": {}}]]}
    for given in (
        {"deals": [{"give_up": ["law"], "deal": {"x": 0}}]},
        {"deals": [{"give_up": ["p.a", "law"], "deal": {"x": 1}}]},
        {"conflicts": [conflict(["p.a", "law"], steps)]},
        {"conflicts": [conflict(["p.a"], steps, ["law"])], "complete": complete},
    ):
        with pytest.raises(Rejected, match=f"{SPOKEN_OF}|{ONCE}"):
            check(made, certificate(made, **given))
    # not even by calling it a red line in the certificate
    given = certificate(made, deals=[{"give_up": ["law"], "deal": {"x": 0}}])
    given["red_lines"]["law"] = given["facts"]["law"]
    with pytest.raises(Rejected, match="its red_lines are not those of the lines"):
        check(made, given)


def test_facts_that_no_deal_satisfies() -> None:
    made = document({"x": quantity(3)}, {"p.a": 1}, facts={"one": ["<=", X, 0], "other": ["<=", 2, X]})
    steps = [["cut", "one", "x", [[1, 2]]], ["end", "other"]]
    alone = certificate(made, conflicts=[conflict([], steps, ["one", "other"])])
    assert check(made, alone).claims == ["No deal satisfies one and other (steps: 2)."]
    # it is in every group, and there is no way out of it
    for groups in (
        [],
        [[]],
        [[], []],
        [""],
        [[{"give_up": [], "changes": {}}]],
        [[{"give_up": ["p.a"], "changes": {}}]],
    ):
        with pytest.raises(Rejected, match=re.escape("complete")):
            check(made, {**alone, "complete": {"deal": {"x": 0}, "groups": groups}})


def test_facts_alone_are_not_called_minimal() -> None:
    made = document({"x": quantity(10)}, {"p.l": ["<=", 1, X]}, facts={"low": LOW, "high": HIGH})
    steps = [["cut", "low", "x", [[4, 9]]], ["end", "high"]]
    assert told(made, [conflict([], steps, ["low", "high"])]) == ["No deal satisfies low and high (steps: 2)."]


# -- complete ---------------------------------------------------------------------------------------------------------


def test_complete_lists_without_a_conflict() -> None:
    """A group out of which nothing has to be given up; the deal satisfies everything."""
    made = document({"x": quantity(3)}, {"p.a": ["<=", X, 1]})
    complete: Any = {"deal": {"x": 0}, "groups": [[{"give_up": [], "changes": {"x": 1}}]]}
    deals: Any = [{"give_up": [], "deal": {"x": 1}}]
    told = check(made, certificate(made, deals=deals, complete=complete)).claims
    assert told[0] == HAS_A_DEAL
    assert told[1].endswith("no others: 1 in all. The lowest cost is 0 (relaxations at that cost: 1).")
    with pytest.raises(Rejected, match="certificate: it claims nothing"):
        check(made, certificate(made, complete=complete))
    complete["groups"][0][0]["changes"] = {"x": 2}
    with pytest.raises(Rejected, match=f"{COMBINED} p.a"):
        check(made, certificate(made, deals=deals, complete=complete))
    complete["groups"][0][0] = {"give_up": ["p.a"], "changes": {}}
    with pytest.raises(Rejected, match=WAYS):
        check(made, certificate(made, deals=deals, complete=complete))
    complete["groups"] = []
    with pytest.raises(Rejected, match=IN_TWO):
        check(made, certificate(made, deals=deals, complete=complete))


def test_a_red_line_without_a_weight_is_kept() -> None:
    """Only what gives up no such line is a relaxation, and counted."""
    for kept, said in (
        ({"q.high"}, ", of those that keep q.high, makes a minimal relaxation, and there are no others: 2 in all. "),
        (
            {"q.high", "p.g"},
            ", of those that keep q.high and p.g, makes a minimal relaxation, and there are no others: 1",
        ),
        ({"q.f", "p.g"}, " is 2. There is no relaxation: every way out gives up a red line that has to be kept "),
        ({"r.free"}, "One way out of each group makes a minimal relaxation, and there are no others: 4 in all. "),
    ):
        weights = {name: weight for name, weight in THREE["weights"].items() if name not in kept}
        made, given = {**THREE, "weights": weights}, {**three(), "weights": weights}
        claims = check(made, given).claims
        assert said in claims[-1]
        relaxed = [" and ".join(deal["give_up"]) for deal in DEALS if kept.isdisjoint(deal["give_up"])]
        assert [claim.split()[2:5] for claim in claims if claim.startswith("Giving")] == [
            one.split() for one in relaxed
        ]
        assert false_claim(given, Truth(made), claims) is None
    assert claims[-1] == TOLD[-1]


def test_no_conflict_contains_another_in_complete_lists() -> None:
    made = document({"x": quantity(3)}, {"p.a": ["<=", X, -1], "p.b": ["<=", 2, X]})
    both = [conflict(["p.a"], [["end", "p.a"]]), conflict(["p.a", "p.b"], [["end", "p.a"]])]
    way = {"give_up": ["p.a"], "changes": {}}
    complete: Any = {"deal": {"x": 2}, "groups": [[way]]}
    # the wider one is in no group: its red lines are not all given up there
    with pytest.raises(Rejected, match=re.escape(f"complete.groups: {GROUPED}")):
        check(made, certificate(made, conflicts=both, complete=complete))
    wide = {**complete, "groups": [[way, {"give_up": ["p.b", "p.a"], "changes": {}}]]}
    with pytest.raises(Rejected, match=re.escape(f"complete.groups[0]: {CONTAINED}")):
        check(made, certificate(made, conflicts=both, complete=wide))
    for twice in (both[:1] * 2, both[:1] * 3):
        with pytest.raises(Rejected, match=re.escape(f"complete.groups[0]: {CONTAINED}")):
            check(made, certificate(made, conflicts=twice, complete=complete))
    assert (
        "The list of conflicts is complete, with 1 in all: each is minimal."
        in check(made, certificate(made, conflicts=both[:1], complete=complete)).claims[-1]
    )


def test_a_conflict_that_is_missing_makes_lists_incomplete() -> None:
    """The ways out of those listed do not have a deal then."""
    for missing in (0, 1):
        given = three(
            conflicts=[CONFLICTS[1 - missing]], complete={**COMPLETE, "groups": [COMPLETE["groups"][1 - missing]]}
        )
        with pytest.raises(Rejected, match=COMBINED):
            check(THREE, given)
    # even if its group is kept
    given = three(conflicts=CONFLICTS[:1])
    with pytest.raises(Rejected, match=re.escape(f"complete.groups[1]: {WAYS}")):
        check(THREE, given)


def test_conflicts_that_share_a_red_line_are_in_one_group() -> None:
    """Else a red line would be given up in two, or a conflict be in none."""
    made, chain, complete = a_chain()
    both = complete["groups"][0]
    apart = [[both[1], {"give_up": ["p.a"], "changes": {}}], [both[1], {"give_up": ["p.c"], "changes": {}}]]
    with pytest.raises(Rejected, match=re.escape(f"complete.groups: {IN_TWO}")):
        check(made, certificate(made, conflicts=chain, complete={**complete, "groups": apart}))
    with pytest.raises(Rejected, match=re.escape(f"complete.groups: {GROUPED}")):
        check(made, certificate(made, conflicts=chain, complete={**complete, "groups": apart[:1]}))


def a_chain() -> tuple[Document, list[Any], Any]:
    """Return a chain of conflicts: a and c, or b; giving up a and b would give up a for nothing."""
    made = document({"x": quantity(3)}, {"p.a": ["==", X, 0], "p.b": ["==", X, 1], "p.c": ["==", X, 0]})
    steps = {"p.a": ["cut", "p.a", "x", [[1, 2]]], "p.c": ["cut", "p.c", "x", [[1, 2]]]}
    chain = [conflict([name, "p.b"], [step, ["end", "p.b"]]) for name, step in steps.items()]
    ways = [{"give_up": ["p.a", "p.c"], "changes": {}}, {"give_up": ["p.b"], "changes": {"x": 0}}]
    return made, chain, {"deal": {"x": 1}, "groups": [ways]}


def test_the_ways_of_a_group_are_all_its_minimal_hitting_sets() -> None:
    made, chain, complete = a_chain()
    said = check(made, certificate(made, conflicts=chain, complete=complete)).claims[-1]
    assert said.endswith("2 in all. The lowest cost is 1 (relaxations at that cost: 1).")
    ways = complete["groups"][0]
    for more in (ways[0], {"give_up": ["p.a", "p.b"], "changes": {}}, {"give_up": ["p.a"], "changes": {}}):
        complete["groups"] = [[*ways, more]]
        with pytest.raises(Rejected, match=re.escape(f"complete.groups[0]: {WAYS}")):
            check(made, certificate(made, conflicts=chain, complete=complete))
    for way in ways:
        complete["groups"] = [[way]]
        with pytest.raises(Rejected, match=r"complete\.groups"):
            check(made, certificate(made, conflicts=chain, complete=complete))


def test_ways_that_do_not_go_together() -> None:
    """Each way has a deal with the first of the other group, and yet not all choices have one."""
    made = document(
        {"f": YES_NO, "g": YES_NO},
        {"p.a": F, "q.a": ["not", F], "p.b": G, "q.b": ["not", G]},
        facts={"together": ["or", ["not", F], ["not", G]]},
    )
    pairs = [["p.a", "q.a"], ["p.b", "q.b"]]
    conflicts = [
        conflict(pair, [["cut", pair[0], term, [[0, 0]]], ["end", pair[1]]])
        for pair, term in zip(pairs, "fg", strict=True)
    ]
    groups = [
        [{"give_up": [pair[0]], "changes": {}}, {"give_up": [pair[1]], "changes": {term: 1}}]
        for pair, term in zip(pairs, "fg", strict=True)
    ]
    complete = {"deal": {"f": 0, "g": 0}, "groups": groups}
    with pytest.raises(Rejected, match=f"{COMBINED} together"):
        check(made, certificate(made, conflicts=conflicts, complete=complete))
    made["facts"] = {}
    assert "4 in all" in check(made, certificate(made, conflicts=conflicts, complete=complete)).claims[-1]


def test_a_term_is_found_through_definitions() -> None:
    """A line that has a term only by way of a definition is looked at with the changes of it."""
    made = document(
        {"f": YES_NO, "g": YES_NO},
        {"p.a": F, "q.a": ["not", F], "r.c": ["<=", ["value", "e"], 1]},
        definitions={"d": ["+", F, G], "e": ["+", ["value", "d"], 0]},
    )
    conflicts = [conflict(["p.a", "q.a"], [["cut", "p.a", "f", [[0, 0]]], ["end", "q.a"]])]
    ways = [{"give_up": ["p.a"], "changes": {}}, {"give_up": ["q.a"], "changes": {"f": 1}}]
    for position, holds in ((0, True), (1, False)):
        given = certificate(made, conflicts=conflicts, complete={"deal": {"f": 0, "g": position}, "groups": [ways]})
        if holds:
            assert check(made, given).claims
        else:
            with pytest.raises(Rejected, match=f"{COMBINED} r.c"):
                check(made, given)


# -- words ------------------------------------------------------------------------------------------------------------


def test_lines_are_told_as_the_certificate_speaks_of_them() -> None:
    """Just what it repeats; each entry is that of the lines."""
    made = document(
        {"nato": scale("barred", "open"), "price": quantity(3, "1/2", "1/4"), "f": YES_NO, "unused": YES_NO},
        {"p.a": ["<=", ["+", {"nato": "1/2"}, ["value", "e"]], 3], "p.b": ["not", F], "p.c": 0},
        facts={"law": ["<=", 0, ["term", "nato"]], "other": 1},
        definitions={"d": ["abs", ["term", "price"]], "e": ["max", ["value", "d"], 2], "idle": 1},
    )
    given = certificate(made, conflicts=[conflict(["p.a", "p.c"], [["end", "p.c"]], ["law"])])
    for path in ("facts.other", "red_lines.p-b"):
        put(given, path, ...)
    for path in ("terms.f", "terms.unused", "definitions.idle"):
        put(given, path, ...)
    given["weights"] = {}
    assert printed(check(made, given)) == [
        'terms nato: {"type": "scale", "start": 0, "step": 1, "size": 2, "options": ["barred", "open"]}',
        'terms price: {"type": "quantity", "start": "1/2", "step": "1/4", "size": 3}',
        'definitions d: ["abs", ["term", "price"]]',
        'definitions e: ["max", ["value", "d"], 2]',
        'facts law: ["<=", 0, ["term", "nato"]]',
        'red_lines p.a: ["<=", ["+", {"nato": "1/2"}, ["value", "e"]], 3]',
        "red_lines p.c: 0",
    ]
