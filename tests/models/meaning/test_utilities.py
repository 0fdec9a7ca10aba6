"""What parties value: utilities against brute force, bad interests and where they are, saving and building."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from support.bad_input import Bad
from support.draws import steady
from support.reference import Term, all_deals
from support.reference_bargaining import Stake, ValuedSpec, Values, valued_document
from support.reference_language import Env
from support.strategies_bargaining import read_valued, valued

import zopa
from zopa.models.meaning.meaning import Meaning
from zopa.models.values import Exact

# -- against brute force ----------------------------------------------------------------------------------------------


def number_of(value: object) -> Exact:
    """Return the engine's number for a value of the reference: an option is its position, a condition 0 or 1."""
    return value[0] if isinstance(value, tuple) else int(value) if isinstance(value, bool) else value  # type: ignore[return-value]


def check_deal(spec: ValuedSpec, meaning: Meaning, env: Env) -> None:
    values = {word: number_of(env[word]) for word in spec.terms}
    known = meaning.environment(values)
    for party in spec.negotiators:
        utility = meaning.utilities[party]
        terms, bonuses = spec.contributions(party, env)
        told = utility.of(known)
        assert isinstance(told, int | Fraction)
        assert told == spec.utility(party, env)
        assert {word: Fraction(gain.compute(known)) for word, gain in utility.interests.items()} == terms
        assert tuple(Fraction(gain.compute(known)) for gain in utility.bonuses) == bonuses


@steady(150)
@given(valued(most_deals=(120, 400, 60)))
def test_every_deal_of_generated_scenarios(spec: ValuedSpec) -> None:
    meaning = read_valued(spec).meaning()
    assert tuple(meaning.utilities) == spec.negotiators
    for party in spec.negotiators:
        reservation = spec.values[party].reservation
        told = meaning.utilities[party].reservation
        assert told == (None if reservation is None else Fraction(reservation))
    for env in all_deals(spec):
        check_deal(spec, meaning, env)


@steady(100)
@given(valued(most_deals=(60, 150)))
def test_saved_and_read_again_nothing_changes(spec: ValuedSpec) -> None:
    scenario = read_valued(spec)
    again = zopa.loads(zopa.dumps(scenario))
    assert again == scenario
    assert zopa.dumps(again) == zopa.dumps(scenario)
    meaning = again.meaning()
    for env in list(all_deals(spec))[:20]:
        check_deal(spec, meaning, env)


QUANTITY = Term("quantity", low=Fraction("0.5"), step=Fraction("0.5"), size=9)
DAYS = Term("date", low=date(2024, 2, 27), size=5)
YES_NO = Term("yes_no")
LEVELS = Term("scale", ("none", "some", "all"))


@pytest.mark.parametrize(
    ("term", "stake", "values", "gains"),
    [
        (QUANTITY, Stake("50", ends=("1", "4")), ("0.5", "1", "1.5", "4", "4.5"), ("0", "0", "25/3", "50", "50")),
        (QUANTITY, Stake("50", ends=("4", "1")), ("0.5", "1", "1.5", "4", "4.5"), ("50", "50", "125/3", "0", "0")),
        (QUANTITY, Stake("10", ends=("0", "5")), ("0.5", "2.5", "4.5"), ("1", "5", "9")),
        (QUANTITY, Stake("10", ends=("2.2", "2.3")), ("2", "2.5"), ("0", "10")),
        (QUANTITY, Stake("10", ends=("100", "200")), ("0.5", "4.5"), ("0", "0")),
        (QUANTITY, Stake("10", ends=("-200", "-100")), ("0.5", "4.5"), ("10", "10")),
        (
            QUANTITY,
            Stake("20", points=(("3", "50"), ("1", "100"), ("4", "80"))),
            ("0.5", "1", "2", "3", "3.5", "4", "4.5"),
            ("20", "20", "15", "10", "13", "16", "16"),
        ),
        (QUANTITY, Stake("0", ends=("1", "4")), ("0.5", "4.5"), ("0", "0")),
        (
            DAYS,
            Stake("8", ends=(date(2024, 2, 28), date(2024, 3, 1))),  # a leap year: 29 February is the middle
            (date(2024, 2, 27), date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 2)),
            ("0", "0", "4", "8", "8"),
        ),
        (YES_NO, Stake("8", scores={"yes": "25", "no": "75"}), (False, True), ("6", "2")),
        (YES_NO, Stake("8", scores={"no": "0", "yes": "12.5"}), (False, True), ("0", "1")),
        (
            LEVELS,
            Stake("3", scores={"all": "10", "none": "100", "some": "0"}),
            ("none", "some", "all"),
            ("3", "0", "0.3"),
        ),
    ],
)
def test_known_gains(term: Term, stake: Stake, values: tuple[str | bool | date, ...], gains: tuple[str, ...]) -> None:
    spec = ValuedSpec({"it": term}, {"one": {}}, values={"one": Values({"it": stake})})
    utility = zopa.loads(valued_document(spec)).meaning().utilities["one"]
    for value, gain in zip(values, gains, strict=True):
        quantity = Fraction(value) if term.kind == "quantity" and isinstance(value, str) else value
        at = term.words.index(quantity)
        assert utility.of({"it": number_of(term.values[at])}) == Fraction(gain)
        assert spec.utility("one", {"it": term.values[at]}) == Fraction(gain)  # and so does the reference


def test_weights_are_scaled_to_add_up_to_100_and_bonuses_are_not() -> None:
    scenario = zopa.loads(
        f"{HEAD}    interests:\n"
        "      dues: {weight: 1, worst: 0, best: 100}\n"
        "      amnesty: {weight: 2, scores: {yes: 100, no: 0}}\n"
        "    bonuses:\n"
        "      - {when: amnesty, utility: 5}\n"
        "      - {when: dues > 50 and amnesty, utility: -7}\n"
        "    normalise: true\n"
    )
    meaning = scenario.meaning()

    def worth(dues: int, amnesty: int) -> Exact:
        deal = {"dues": dues, "venue": 0, "access": 0, "amnesty": amnesty, "start": 739000}
        return meaning.utilities["fleet"].of(meaning.environment(deal))

    assert worth(0, 0) == 0
    assert worth(100, 0) == Fraction(100, 3)
    assert worth(0, 1) == Fraction(200, 3) + 5
    assert worth(100, 1) == 100 + 5 - 7


# -- bad interests ----------------------------------------------------------------------------------------------------

HEAD = """\
format: zopa/1
title: Harbour dues
terms:
  dues: {type: quantity, min: 0, max: 100}
  venue: {type: choice, options: [geneva, istanbul]}
  access: {type: scale, levels: [barred, paid, free]}
  amnesty: {type: yes_no}
  start: {type: date, earliest: 2025-01-01, latest: 2026-12-31}
parties:
  fleet:
"""

GOOD = "dues: {weight: 1, worst: 0, best: 100}"
NO_SCORES = "the interest does not say how its values score; give either worst and best, or scores, or points"
TWICE = "the interest has more than one way to score its values; give either worst and best, or scores, or points"
SCORES_WANTED = "is not a quantity or a date; give scores for its values"
LINE_WANTED = "has no options to score; give worst and best, or points"


def of_term(entry: str, *told: str, after: str = "") -> tuple[str, tuple[str, ...]]:
    return f"    interests:\n      {entry}\n{after}", told


def of_bonus(entry: str, *told: str) -> tuple[str, tuple[str, ...]]:
    return f"    bonuses:\n      - {entry}\n", told


BAD = {
    "unknown-term": of_term("▸due: {weight: 1, worst: 0, best: 100}", "unknown term 'due' (did you mean 'dues'?)"),
    "option-without-score": of_term("venue: {weight: 1, ▸scores: {geneva: 100}}", "there is no score for istanbul"),
    "levels-without-score": of_term("access: {weight: 1, ▸scores: {paid: 100}}", "there is no score for barred, free"),
    "yes-without-no": of_term("amnesty: {weight: 1, ▸scores: {yes: 100}}", "there is no score for no"),
    "unknown-option": of_term(
        "venue: {weight: 1, scores: {geneva: 100, istanbul: 0, genova: ▸5}}",
        "'genova' is not a value of venue (did you mean 'geneva'?)",
    ),
    "more-than-yes-and-no": of_term(
        "amnesty: {weight: 1, scores: {yes: 0, no: 100, maybe: ▸5}}", "'maybe' is not a value of amnesty"
    ),
    "true-and-false": of_term(
        "amnesty: {weight: 1, scores: {true: ▸0, false: 100}}",
        "'true' is not a value of amnesty; the keys are yes and no",
    ),
    "yes-and-false": of_term(
        "amnesty: {weight: 1, scores: {yes: 0, false: ▸100}}",
        "'false' is not a value of amnesty; the keys are yes and no",
    ),
    "score-above-100": of_term(
        "venue: {weight: 1, scores: {geneva: ▸100.5, istanbul: 0}}", "a score has to be from 0 to 100, not 100.5"
    ),
    "score-below-0": of_term(
        "venue: {weight: 1, scores: {geneva: 100, istanbul: ▸-1}}", "a score has to be from 0 to 100, not -1"
    ),
    "score-of-a-point-above-100": of_term(
        "dues: {weight: 1, points: {5: 0, 6: ▸110}}", "a score has to be from 0 to 100, not 110"
    ),
    "score-is-a-word": of_term(
        "venue: {weight: 1, scores: {geneva: ▸much, istanbul: 1}}", "expected a number, not 'much'"
    ),
    "worst-is-best": of_term("dues: {weight: 1, worst: 5, best: ▸5.0}", "worst and best are the same"),
    "worst-is-best-day": of_term(
        "start: {weight: 1, worst: 2025-05-01, best: ▸2025-05-01}", "worst and best are the same"
    ),
    "worst-alone": of_term("dues: {weight: 1, worst: ▸5}", "give worst and best together"),
    "best-alone": of_term("dues: {weight: 1, best: ▸5}", "give worst and best together"),
    "one-point": of_term("dues: {weight: 1, ▸points: {5: 0}}", "at least two points are needed for a line"),
    "doubled-point": of_term("dues: {weight: 1, ▸points: {1_0: 0, 10.0: 10}}", "the value 10 has two scores"),
    "repeated-point": of_term("dues: {weight: 1, points: {5: 0, ▸5: 10}}", "duplicate key '5'"),
    "repeated-point-of-three": of_term("dues: {weight: 1, points: {5: 0, 7: 1, ▸5: 10}}", "duplicate key '5'"),
    "point-is-a-word": of_term("dues: {weight: 1, points: {5: 0, six: ▸10}}", "expected a number or a date, not 'six'"),
    "day-for-a-quantity-point": of_term("dues: {weight: 1, points: {5: 0, 2025-01-01: ▸10}}", "expected a number"),
    "number-for-a-date-point": of_term("start: {weight: 1, points: {2025-01-01: 0, 7: ▸10}}", "expected a date"),
    "number-for-a-date": of_term("start: {weight: 1, worst: 2025-01-01, ▸best: 5}", "expected a date"),
    "day-for-a-quantity": of_term("dues: {weight: 1, ▸worst: 2025-01-01, best: 5}", "expected a number"),
    "no-day-of-the-calendar": of_term(
        "start: {weight: 1, worst: 2025-01-01, best: ▸2025-02-30}",
        "expected a number or a date, not '2025-02-30'",
    ),
    "word-for-a-number": of_term("dues: {weight: 1, worst: ▸low, best: 5}", "expected a number or a date, not 'low'"),
    "infinite": of_term(
        "dues: {weight: 1, worst: 0, best: ▸.inf}",
        ".inf is not a finite number",
    ),
    "scores-for-a-quantity": of_term("dues: {weight: 1, ▸scores: {low: 0, high: 100}}", f"dues {LINE_WANTED}"),
    "scores-for-a-date": of_term("start: {weight: 1, ▸scores: {early: 0, late: 100}}", f"start {LINE_WANTED}"),
    "line-for-yes-no": of_term("amnesty: {weight: 1, ▸worst: 0, best: 1}", f"amnesty {SCORES_WANTED}"),
    "points-for-options": of_term("venue: {weight: 1, ▸points: {0: 0, 1: 100}}", f"venue {SCORES_WANTED}"),
    "negative-weight": of_term(
        "dues: {weight: ▸-1, worst: 0, best: 100}", "a weight cannot be negative; reverse the scores instead"
    ),
    "no-weight": of_term("▸dues: {worst: 0, best: 100}", "missing key 'weight'"),
    "no-scores": of_term("▸access: {weight: 1}", NO_SCORES),
    "empty-scores": of_term("▸access: {weight: 1, scores: {}}", NO_SCORES),
    "line-and-scores": of_term("dues: {weight: 1, worst: 0, best: 100, ▸scores: {a: 1}}", TWICE),
    "line-and-points": of_term("dues: {weight: 1, worst: 0, best: 100, ▸points: {0: 1, 2: 3}}", TWICE),
    "unknown-key": of_term("dues: {weight: 1, ▸wurst: 0, best: 100}", "unknown key 'wurst' (did you mean 'worst'?)"),
    "interest-is-a-number": of_term("dues: ▸5", "expected a mapping (key: value), not the number 5"),
    "interest-twice": of_term(f"{GOOD}\n      ▸{GOOD}", "duplicate key 'dues'"),
    "line-too-long": of_term(
        "dues: {weight: 1, worst: 0, best: ▸1e40}",
        "the number 1E+40 is out of range: without its decimal point it would exceed 2^53 (about 9 * 10^15)",
    ),
    "interests-are-a-list": (
        "    ▸interests: [dues]\n",
        ("expected a mapping (key: value), not a list",),
    ),
    "reservation-without-interests": (
        "    reservation: ▸40\n",
        ("a reservation value needs interests or bonuses",),
    ),
    "reservation-with-empty-interests": (
        "    interests: {}\n    reservation: ▸40\n",
        ("a reservation value needs interests or bonuses",),
    ),
    "reservation-is-a-word": of_term(GOOD, "expected a number, not 'high'", after="    reservation: ▸high\n"),
    "normalise-without-interests": ("    normalise: ▸true\n", ("there are no weights to normalise",)),
    "normalise-without-weights": of_term(
        "dues: {weight: 0, worst: 0, best: 100}", "there are no weights to normalise", after="    normalise: ▸true\n"
    ),
    "normalise-bonuses-alone": (
        "    bonuses: [{when: amnesty, utility: 5}]\n    normalise: ▸true\n",
        ("there are no weights to normalise",),
    ),
    "normalise-is-a-word": of_term(GOOD, "expected true or false, not 'maybe'", after="    normalise: ▸maybe\n"),
    "bonus-for-a-number": of_bonus(
        "{when: ▸dues + 1, utility: 5}",
        "expected a condition, but this is a number; compare it with something",
    ),
    "bonus-with-unknown-term": of_bonus(
        "{when: amnesty and ▸duess > 1, utility: 5}", "unknown term 'duess' (did you mean 'dues'?)"
    ),
    "bonus-without-order": of_bonus(
        "{when: ▸venue > geneva, utility: 5}",
        "> needs an order, but the options of a choice have none (use a scale)",
    ),
    "bonus-unfinished": of_bonus("{when: dues >▸, utility: 5}", "the expression ends too early"),
    "bonus-of-a-word": of_bonus("{when: amnesty, utility: ▸lots}", "expected a number, not 'lots'"),
    "bonus-without-utility": of_bonus("▸{when: amnesty}", "missing key 'utility'"),
    "bonus-without-condition": of_bonus("▸{utility: 5}", "missing key 'when'"),
    "bonus-with-a-weight": of_bonus(
        "{when: amnesty, utility: 5, ▸weight: 3}", "unknown key 'weight'; the keys are when, utility, says, note"
    ),
    "bonuses-are-no-list": (
        "    ▸bonuses: {when: amnesty, utility: 5}\n",
        ("expected a list, not a mapping",),
    ),
    "several-at-once": of_term(
        "▸due: {weight: 1, worst: 0, best: 9}\n      venue: {weight: 1, ▸scores: {geneva: 1}}",
        "unknown term 'due' (did you mean 'dues'?)",
        "there is no score for istanbul",
        "expected a condition, but this is a number; compare it with something",
        after="    bonuses: [{when: ▸dues, utility: 1}]\n",
    ),
}


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="the words and places are those that libyaml leads to")
@pytest.mark.parametrize("name", BAD)
def test_bad_interests_are_told_exactly_and_where(name: str) -> None:
    text, told = BAD[name]
    case = Bad(name, HEAD + text, told)
    with pytest.raises(zopa.ScenarioError) as caught:
        zopa.loads(case.plain())
    assert [(one.line, one.column, one.message) for one in caught.value.problems] == case.expected()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("dues: {weight: 1, points: {0.50: 0, 0.5: 10}}", "the value 0.5 has two scores"),
        ("dues: {weight: 1, points: {1_000: 0, 1000.0: 10}}", "the value 1,000 has two scores"),
        ("dues: {weight: 1, worst: true, best: 5}", "expected a number or a date, not true"),
    ],
)
def test_values_are_told_as_they_are_written(entry: str, message: str) -> None:
    with pytest.raises(zopa.ScenarioError) as caught:
        zopa.loads(f"{HEAD}    interests:\n      {entry}\n")
    assert [problem.message for problem in caught.value.problems] == [message]


@pytest.mark.parametrize(
    "entry",
    [
        "dues: {weight: 1, points: {1e9999: 0, 10e9998: 10}}",
        "dues: {weight: 1, points: {1e9999: 0, 1e-9999: 10}}",
        "dues: {weight: 1, worst: -1e9999, best: 1e9999}",
        "dues: {weight: 1, worst: 0, best: 1e-9999}",
        "dues: {weight: 9_000_000_000_000_000, worst: 0.000000000000001, best: 1}",
    ],
)
def test_numbers_beyond_all_bounds_are_refused(entry: str) -> None:
    with pytest.raises(zopa.ScenarioError):
        zopa.loads(f"{HEAD}    interests:\n      {entry}\n")


# -- saving and building ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "    interests:\n      amnesty: {weight: 2.50, scores: {yes: 100, no: 0}, note: 'no: never'}\n",
        "    interests:\n      start: {weight: 1, worst: '2025-01-01', best: 2026-01-01}\n",
        "    interests:\n      start: {weight: 1, points: {'2025-01-01': 0, 2026-01-01: 50}}\n",
        "    interests:\n      dues: {weight: 1, points: {'1.0e1': 0, 2_0: 50, +3: 7}}\n",
        (
            "    interests:\n      dues: {weight: 1e2, worst: 10.50, best: -0.0}\n"
            "    reservation: -3.50\n    normalise: yes\n"
        ),
        (
            "    bonuses: [{when: true, utility: -5}, {when: amnesty, utility: 0.1, says: x, note: y}]\n"
            "    reservation: 0\n"
        ),
        "    interests: {}\n    bonuses: []\n",
    ],
)
def test_what_is_spelt_in_other_ways_is_saved_and_read_again(text: str) -> None:
    scenario = zopa.loads(HEAD + text)
    assert zopa.loads(zopa.dumps(scenario)) == scenario
    party = scenario.parties["fleet"]
    assert party.values_deals == bool(scenario.meaning().utilities)


def test_a_builder_takes_what_a_party_values() -> None:
    talks = zopa.Builder("Harbour dues")
    dues = talks.quantity("dues", min=0, max=100)
    talks.yes_no("amnesty")
    fleet = talks.party(
        "fleet",
        interests={
            "dues": {"weight": 60, "worst": 100, "best": Decimal("12.5")},
            "amnesty": {"weight": 40, "scores": {"yes": 100, "no": 0}},
        },
        bonuses=[{"when": str(dues >= 50), "utility": -5}],
        reservation=40,
    )
    fleet.red_line("cap", dues <= 90)
    built = talks.build()
    assert zopa.loads(zopa.dumps(built)) == built
    utility = built.meaning().utilities["fleet"]
    assert utility.of({"dues": 12, "amnesty": 1}) == 100
    assert utility.of({"dues": 100, "amnesty": 0}) == -5
    assert utility.reservation == 40


def test_a_builder_refuses_floats() -> None:
    talks = zopa.Builder("Harbour dues")
    talks.quantity("dues", min=0, max=100)
    talks.party("fleet", interests={"dues": {"weight": 0.5, "worst": 0.25, "best": 1}})
    with pytest.raises(zopa.ScenarioError) as caught:
        talks.build()
    assert [problem.keys[-1] for problem in caught.value.problems] == ["weight", "worst"]
    assert all("is a float" in problem.message for problem in caught.value.problems)
