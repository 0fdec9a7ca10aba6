"""Two checkers, one of them written from the page of the format alone, agree on right and on mutated certificates.

1,000 mutated certificates by default, and a twentieth of ``ZOPA_MUTATIONS`` where that is set. The same facts have to
follow from what both accept; what one of them rejects, the other has to reject.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from support.checker_cases import check
from support.draws import steady
from support.mutations import Mutator, copied, slots
from support.proofs import Proof, by_rows, naive, proved, targets
from support.second_checker import Complete, Fact, HasDeal, Refuted, Relaxed, minimal_hitting_sets, what_follows
from support.second_lines import NotProved, NotReadable
from support.small_lines import FIELDS, Document, conflict, document, quantity
from support.small_lines import certificate as certificate_by_hand
from support.strategies import Spec, dense_scenarios, read, scenarios, side_by_side

import zopa
from zopa import Builder, Scenario
from zopa.checker import Rejected, Unreadable
from zopa.models.lines.normal_form import lines as lines_of
from zopa.solver.certify.certifier import certificate_of, conflict_entry
from zopa.solver.certify.prover import Budget, Prover

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import certificates as families
from generate import clauses, dense, negotiation

MUTATIONS = int(os.environ.get("ZOPA_MUTATIONS", "20000")) // 20
EACH = 25
"""Mutated certificates of one pair of lines and certificate."""
SELDOM = 0.01
"""The share of every outcome that there has to be at least, so that agreeing says something."""
REJECTED, UNREADABLE = "rejected", "unreadable"
Verdict = frozenset[Fact] | str

# -- the sentences of the first checker, as facts ---------------------------------------------------------------------

NO_DEAL = re.compile(
    r"No deal satisfies (?P<lines>.+?) \(steps: (?P<steps>\d+)\)\."
    r"(?P<minimal> Leave out any one of its red lines, and a deal satisfies the others and every fact\.)?"
)
GIVING_UP = re.compile(
    r"Giving up (?P<lines>.+) makes a deal possible, at a cost of (?P<cost>\S+); giving up (?P<less>.+) is not enough\."
)
A_DEAL = "The scenario has a deal that satisfies every fact and every red line."
TOTALS = re.compile(
    r"The list of conflicts is complete, with (?P<conflicts>\d+) in all: each is minimal\. Conflicts of different "
    r"groups share no red line; the number of groups is (?P<groups>\d+)\. (?:One way out of each group"
    r"(?:, of those that keep (?P<kept>.+?),)? makes a minimal relaxation, and there are no others: (?P<all>\d+) in all"
    r"\. The lowest cost is (?P<least>\S+) \(relaxations at that cost: (?P<cheapest>\d+)\)\.|"
    r"There is no relaxation: every way out gives up a red line that has to be kept \((?P<none>.+)\)\.)"
)


def told(claims: Iterable[str], lines: Document) -> frozenset[Fact]:
    """Return sentences as facts; that both lists are complete says of every conflict that it is minimal."""
    facts = [fact_of(claim, lines) for claim in claims]
    is_complete = any(isinstance(fact, Complete) for fact in facts)
    return frozenset(
        replace(fact, is_minimal=bool(fact.red_lines)) if is_complete and isinstance(fact, Refuted) else fact
        for fact in facts
    )


def fact_of(claim: str, lines: Document) -> Fact:
    if found := NO_DEAL.fullmatch(claim):
        names = names_in(found["lines"])
        facts = names & frozenset(lines["facts"])
        return Refuted(names - facts, facts, int(found["steps"]), bool(found["minimal"]))
    if found := GIVING_UP.fullmatch(claim):
        names = names_in(found["lines"])
        assert found["less"] == ("only some of these" if len(names) > 1 else "nothing")
        return Relaxed(names, Fraction(found["cost"]))
    if found := TOTALS.fullmatch(claim):
        kept = found["kept"] or found["none"]
        return Complete(
            conflicts=int(found["conflicts"]),
            groups=int(found["groups"]),
            kept=names_in(kept) if kept else frozenset(),
            relaxations=int(found["all"] or 0),
            least_cost=Fraction(found["least"]) if found["least"] else None,
            cheapest=int(found["cheapest"] or 0),
        )
    assert claim == A_DEAL
    return HasDeal()


def names_in(text: str) -> frozenset[str]:
    return frozenset(text.split(" and "))


def first(lines: Document, certificate: Document) -> Verdict:
    try:
        return told(check(lines, certificate).claims, lines)
    except Rejected:
        return REJECTED
    except Unreadable:
        return UNREADABLE


def second(lines: Document, certificate: Document) -> Verdict:
    try:
        return what_follows(lines, strict(certificate))
    except NotProved:
        return REJECTED
    except NotReadable:
        return UNREADABLE


def strict(certificate: Document) -> Document:
    """Return a certificate as the page wants it where the first checker is known to take more for nothing at all."""
    made = dict(certificate)
    made |= {field: [] for field in ("conflicts", "deals") if made.get(field) in ("", {})}
    if "complete" in made and made["complete"] in ("", [], 0, None):  # where it is missing, both reject
        made["complete"] = {}
    return counted(made)


def counted(value: Any) -> Any:
    """Return JSON data with 1 and 0 for true and false."""
    if isinstance(value, dict):
        return {key: counted(one) for key, one in value.items()}
    if isinstance(value, list):
        return [counted(one) for one in value]
    return int(value) if isinstance(value, bool) else value


# -- certificates of scenarios ----------------------------------------------------------------------------------------


def all_proved(scenario: Scenario) -> Proof:
    """Return the lines of a scenario and a certificate of all that is proved of it; an empty one of nothing."""
    return lines_of(scenario), zopa.prove(scenario, everything=True).document or {}


def refuted(scenario: Scenario) -> Proof:
    """Return the lines of a scenario and a certificate that all of them together are refuted."""
    lines, meaning = lines_of(scenario), scenario.meaning()
    refutation = Prover(meaning).refute([line.id for line in meaning.red_lines], list(meaning.facts), Budget())
    assert refutation is not None
    return lines, certificate_of(lines, conflicts=[conflict_entry(refutation)])


def divided() -> Scenario:
    """Return a scenario whose proof takes a sum that no whole numbers make."""
    talks = Builder("divided")
    x, y, z = (talks.quantity(name, min=0, max=9) for name in "xyz")
    talks.party("a").red_line("odd", 2 * x + 4 * y == 2 * z + 1)
    talks.party("b").red_line("even", (x + y == 2 * z) | (z >= 3))
    talks.party("b").red_line("less", x + 2 * y + 1 <= z)
    talks.fact("back", z <= x + y)
    return talks.build()


PROOFS: dict[str, Callable[[], Proof]] = {
    "ukraine-russia": lambda: all_proved(zopa.load("ukraine-russia")),
    "panama-1974": lambda: all_proved(zopa.load("panama-1974")),
    "negotiation of 12": lambda: all_proved(negotiation(12, 1)),
    "negotiation of 20": lambda: all_proved(negotiation(20, 2, factor=1_000)),
    "dense 6": lambda: all_proved(dense(6, 12, 1)),
    "dense 8": lambda: all_proved(dense(8, 16, 2)),
    "clauses": lambda: all_proved(clauses(8, 24, 1)),
    "cycle of 2": lambda: all_proved(families.cycle(2)),
    "cycle of 10": lambda: all_proved(families.cycle(10)),
    "divided": lambda: all_proved(divided()),
    "parity": lambda: refuted(families.parity()),
    "alternating": lambda: refuted(families.alternating(9)),
    "pigeons by sums": lambda: refuted(families.pigeons(3, linear=True)),
    "pigeons by clauses": lambda: refuted(families.pigeons(4, linear=False)),
    "all different": lambda: refuted(families.different(4, 3)),
}


@cache
def proof(name: str) -> Proof:
    return PROOFS[name]()


@pytest.mark.parametrize("name", PROOFS)
def test_both_accept_what_is_proved(name: str) -> None:
    lines, certificate = proof(name)
    follows = what_follows(lines, certificate)
    assert follows == told(check(lines, certificate).claims, lines)


def test_the_proofs_have_steps_of_every_kind() -> None:
    steps = [step for name in PROOFS for entry in proof(name)[1]["conflicts"] for step in entry["steps"]]
    assert {step[0] for step in steps} == {"cut", "end", "sum", "div", "split", "lemma"}


@steady(60)
@given(scenarios() | dense_scenarios() | side_by_side())
def test_both_accept_what_is_proved_of_drawn_scenarios(spec: Spec) -> None:
    lines, certificate = all_proved(read(spec))
    if certificate:
        assert what_follows(lines, certificate) == told(check(lines, certificate).claims, lines)


# -- what mutations seldom make ---------------------------------------------------------------------------------------


def test_both_refuse_a_lemma_that_holds_in_its_branch_alone() -> None:
    lines = document({"x": quantity(4)}, {"p.a": ["<=", 2, ["term", "x"]]})
    steps = [["split", "x", 1], ["lemma", []], ["end", "p.a"], ["end", 0], ["end", 0]]
    assert one_verdict(lines, certificate_by_hand(lines, conflicts=[conflict(["p.a"], steps)])) == REJECTED


def test_of_groups_that_change_the_same_term_the_later_counts() -> None:
    names = ["p.a", "p.b"]
    for most in range(3):
        lines = document({"x": quantity(3)}, {"p.a": 0, "p.b": 0, "p.c": ["<=", ["term", "x"], most]})
        conflicts = [conflict([name], [["end", name]]) for name in names]
        groups = [[{"give_up": [name], "changes": {"x": 2 - at}}] for at, name in enumerate(names)]
        made = certificate_by_hand(lines, conflicts=conflicts, complete={"deal": {"x": 0}, "groups": groups})
        assert (one_verdict(lines, made) == REJECTED) == (most < 1)


def test_both_refuse_that_what_is_around_zero_has_no_small_size() -> None:
    lines = document({"x": quantity(3, -1)}, {"p.a": ["<=", ["abs", ["term", "x"]], 0]})
    assert one_verdict(lines, certificate_by_hand(lines, conflicts=[conflict(["p.a"], [["end", "p.a"]])])) == REJECTED


def test_both_refuse_a_certificate_that_lacks_a_field() -> None:
    lines = document({"x": quantity(3)}, {"p.a": ["<=", 3, ["term", "x"]]})
    made = certificate_by_hand(lines, conflicts=[conflict(["p.a"], [["end", "p.a"]])])
    assert one_verdict(lines, made) != REJECTED
    for field in made.keys() - {"format"}:
        assert one_verdict(lines, {name: value for name, value in made.items() if name != field}) == REJECTED


# -- mutated ----------------------------------------------------------------------------------------------------------


class QuickMutator(Mutator):
    """As a mutator, for lines that have too many sets of red lines to look at each."""

    def ways_out(self, conflicts: list[Document]) -> list[Document]:
        ways = minimal_hitting_sets([frozenset(entry["red_lines"]) for entry in conflicts])
        return [{"give_up": sorted(way), "changes": self.changes()} for way in sorted(ways, key=sorted)]


def compared(random: Random, lines: Document, whole: Document, amount: int) -> Counter[str]:
    """Hold both checkers against each other on so many mutated certificates, and return what became of them."""
    mutator, outcomes = QuickMutator(random, lines), Counter[str]()
    for _ in range(amount):
        made = mutator.mutated(whole)
        verdict = one_verdict(lines, made)
        outcomes.update(
            [REJECTED] if isinstance(verdict, str) else ["accepted", *(type(fact).__name__ for fact in verdict)]
        )
    return outcomes


def one_verdict(lines: Document, made: Document) -> Verdict:
    """Return the verdict of both on a certificate; what it is rejected for is of no account."""
    one, other = first(lines, made), second(lines, made)
    assert one == other or (isinstance(one, str) and isinstance(other, str)), (one, other, lines, made)
    return one


@pytest.mark.parametrize("source", [naive, by_rows, proved])
def test_both_agree_on_mutated_certificates(source: Callable[[Random], Proof]) -> None:
    """As those of their own lines, and of lines in which something else is said."""
    outcomes, pair = Counter[str](), 0
    while outcomes[REJECTED] + outcomes["accepted"] < MUTATIONS / 3:
        pair += 1
        random = Random(f"{source.__name__} {pair}")
        lines, whole = source(random)
        for target in targets(random, lines):
            outcomes += compared(random, target, {**whole, **{field: target[field] for field in FIELDS}}, EACH)
    assert outcomes[REJECTED] > outcomes["accepted"] > MUTATIONS / 3 * SELDOM
    assert {"Refuted"} | ({"Relaxed", "Complete"} if source is not by_rows else set()) <= outcomes.keys()


def test_both_agree_on_mutated_certificates_of_scenarios() -> None:
    outcomes = Counter[str]()
    for name in PROOFS:
        outcomes += compared(Random(name), *proof(name), MUTATIONS // 50)
    assert outcomes[REJECTED] > outcomes["accepted"] > MUTATIONS / 50 * len(PROOFS) * SELDOM
    assert {"Refuted", "Relaxed", "HasDeal", "Complete"} <= outcomes.keys()


def test_both_agree_on_mutated_lines() -> None:
    """Numbers, names, operators and parts of lines change their places, and what a certificate repeats does so, too."""
    outcomes, pair = Counter[str](), 0
    while outcomes.total() < MUTATIONS / 4:
        pair += 1
        random = Random(f"lines {pair}")
        lines, whole = random.choice((naive, by_rows))(random)
        for _ in range(EACH):
            made = shuffled(random, lines)
            if any(isinstance(one, dict) and one.get("size") in range(-9, 1) for one in made["terms"].values()):
                continue  # the first does not look whether a term has a value; if it has none, there is no deal
            certificate = {**whole, **{field: made[field] for field in FIELDS}}
            one, other = first(made, certificate), second(made, certificate)
            assert one == other, (made, certificate)
            outcomes[one if isinstance(one, str) else "accepted"] += 1
    assert min(outcomes[kind] for kind in (REJECTED, UNREADABLE, "accepted")) > MUTATIONS / 4 * SELDOM


def shuffled(random: Random, lines: Document) -> Document:
    """Return lines in which something stands where something else stood, or next to it."""
    made: Document = copied(lines)
    parts = {field: made[field] for field in FIELDS}
    places = [(container, key) for container, key in slots(parts) if container is not parts]
    for _ in range(random.choice((1, 1, 2))):
        (container, key), (other, there) = random.choice(places), random.choice(places)
        value = other[there]
        others = (
            "not",
            "and",
            "or",
            "==",
            "<=",
            "abs",
            "min",
            "max",
            "+",
            "*",
            "if",
            "value",
            "term",
            -1,
            0,
            1,
            2,
            "1/2",
        )
        container[key] = copied(value if random.random() < 0.5 else random.choice(others))
    return made
