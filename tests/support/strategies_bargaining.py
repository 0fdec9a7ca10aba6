"""Scenarios whose parties value deals: every kind of term, score and bonus; with separate parts and without."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

from hypothesis import reject
from hypothesis import strategies as st
from support.reference import Line, Spec, Term, all_deals
from support.reference_bargaining import Stake, ValuedSpec, Values, valued_document
from support.reference_language import Env, Expr, compare, day, decimal_text, holds, made, name, number, option
from support.strategies import LEVELS, PLACES, Puller, drawn_definitions, drawn_terms
from support.strategies_language import Draw, Writer

import zopa

WEIGHTS = ("30", "10", "40", "20", "25", "0", "2.5", "1", "33.3")
SCORES = ("0", "100", "50", "25", "80", "12.5", "60", "99.9")
BONUSES = ("5", "-5", "12.5", "-20", "10", "0", "1", "-0.75")
PLACES_OF_A_LINE = ("-1", "0", "0.5", "1", "1.5", "2", "3", "4.25", "7")
"""Where lines begin, bend and end, counted in steps of the term: also between and beyond its values."""
MODEST, GREEDY, BEYOND = ("none", "low", "low", "none"), ("high", "high", "low"), ("none", "low", "beyond", "high")
"""What the reservation values of a scenario may be."""
MOST_SEEN = 300
"""How many deals are looked at to draw conditions that are neither always nor never true."""


def read_valued(spec: ValuedSpec) -> zopa.Scenario:
    """Return a scenario as zopa reads it; one whose numbers grow past 2^62, which zopa refuses, is passed over."""
    try:
        return zopa.loads(valued_document(spec))
    except zopa.ScenarioError as error:
        if all("2^62" in problem.message for problem in error.problems):
            reject()
        raise


@st.composite
def valued(
    draw: Draw,
    most_deals: Sequence[int] = (400, 1500, 120, 3000),
    parties: Sequence[int] = (2, 3, 4, 5, 2),
    kinds: Sequence[str] = ("apart", "grouped", "entangled"),
    reachable: bool = False,
) -> ValuedSpec:
    """Draw a scenario with interests.

    Its terms are ``apart`` (no condition joins any), in groups that conditions join, or entangled by conditions over
    all of them; ``reachable`` leaves out reservation values beyond what a party can have.
    """
    kind = draw(st.sampled_from(kinds))
    terms = drawn_terms(draw, st.sampled_from((4, 5, 3, 6, 2)), draw(st.sampled_from(most_deals)))
    defined = drawn_definitions(draw, terms, draw(st.sampled_from((0, 1, 2)))) if kind == "entangled" else {}
    size = len(list(all_deals(Spec(terms, {}))))
    seen = list(islice(all_deals(Spec(terms, {}, defined)), 0, None, max(1, size // MOST_SEEN)))
    groups = groups_of(draw, terms) if kind == "grouped" else [terms]
    writers = [Writer(draw, group, defined) for group in groups]
    facts: dict[str, Expr] = {}
    lines: dict[str, dict[str, Line]] = {f"party{at}": {} for at in range(draw(st.sampled_from(parties)))}
    left = seen
    if kind != "apart":
        for at in range(draw(st.sampled_from((0, 1, 2)))):
            fact = draw(st.sampled_from(writers)).condition(2)
            if met := [deal for deal in left if holds(fact, deal)]:
                facts[f"fact{at}"], left = fact, met
        for at, own in enumerate(lines.values()):
            for which in range(draw(st.sampled_from((0, 1, 0)))):
                line = Puller(draw, draw(st.sampled_from(writers)), left).line(upwards=at % 2 == 0)
                met = [deal for deal in left if holds(line.require, deal)]
                if met or draw(st.integers(0, 6)) == 3:
                    own[f"line{which}"], left = line, met or left
    values = {
        party: drawn_values(draw, terms, [] if kind == "apart" else writers, upwards=at % 2 == 0)
        for at, party in enumerate(lines)
        if at < 2 or draw(st.integers(0, 5)) != 2  # one that values nothing takes no part
    }
    spec = ValuedSpec(terms, lines, defined, facts, values)
    return with_reservations(draw, spec, left, reachable)


def groups_of(draw: Draw, terms: Mapping[str, Term]) -> list[dict[str, Term]]:
    """Return the terms in groups of one, two or three."""
    groups: list[dict[str, Term]] = []
    for word, term in terms.items():
        if not groups or len(groups[-1]) == 3 or draw(st.booleans()):
            groups.append({})
        groups[-1][word] = term
    return groups


def drawn_values(draw: Draw, terms: Mapping[str, Term], writers: Sequence[Writer], upwards: bool) -> Values:
    interests = {
        word: drawn_stake(draw, term, upwards != (draw(st.integers(0, 4)) == 2))
        for word, term in terms.items()
        if draw(st.integers(0, 4)) != 3
    }
    bonuses = []
    for _ in range(draw(st.sampled_from((0, 1, 2, 0)))) if writers else ():
        writer = draw(st.sampled_from(writers))
        bonuses.append((writer.condition(draw(st.sampled_from((1, 2)))), draw(st.sampled_from(BONUSES))))
    if not interests and not bonuses:
        word = draw(st.sampled_from(sorted(terms)))
        interests = {word: drawn_stake(draw, terms[word], upwards)}
    heavy = any(Fraction(stake.weight) for stake in interests.values())
    return Values(interests, tuple(bonuses), normalise=heavy and draw(st.integers(0, 3)) == 2)


def drawn_stake(draw: Draw, term: Term, upwards: bool) -> Stake:
    """Draw an interest, mostly one that rises with the term's values, or falls."""
    weight = draw(st.sampled_from(WEIGHTS))
    if term.kind not in ("quantity", "date"):
        words = term.options or ("no", "yes")
        scores = [draw(st.sampled_from(SCORES)) for _ in words]
        if draw(st.integers(0, 4)) != 2:
            scores = sorted(scores, key=Fraction, reverse=not upwards)
        return Stake(weight, scores=dict(zip(words, scores, strict=True)))
    amount = draw(st.sampled_from((2, 2, 3, 4)))
    whole = st.sampled_from([at for at in PLACES_OF_A_LINE if term.kind == "quantity" or Fraction(at).denominator == 1])
    places = sorted(draw(st.lists(whole, min_size=amount, max_size=amount, unique=True)), key=Fraction)
    anchors = [anchor(term, Fraction(at)) for at in places]
    if amount == 2 and draw(st.booleans()):
        return Stake(weight, ends=(anchors[0], anchors[1]) if upwards else (anchors[1], anchors[0]))
    scores = [draw(st.sampled_from(SCORES)) for _ in anchors]
    if draw(st.integers(0, 3)) != 2:
        scores = sorted(scores, key=Fraction, reverse=not upwards)
    return Stake(weight, points=tuple(zip(anchors, scores, strict=True)))


def anchor(term: Term, position: Fraction) -> str | date:
    if isinstance(term.low, date):
        return term.low + timedelta(days=int(position))
    return decimal_text(Fraction(term.low) + Fraction(term.step) * position)


def with_reservations(draw: Draw, spec: ValuedSpec, deals: Sequence[Env], reachable: bool) -> ValuedSpec:
    """State some reservation values: what some deal is worth, cut to three places, or more than any is."""
    values = dict(spec.values)
    kinds = draw(st.sampled_from((MODEST, MODEST, MODEST) if reachable else (MODEST, MODEST, MODEST, GREEDY, BEYOND)))
    for party in spec.negotiators:
        worth = sorted({spec.utility(party, deal) for deal in deals})
        match draw(st.sampled_from(kinds)):
            case "none":
                continue
            case "low":
                bound = worth[draw(st.integers(0, (len(worth) - 1) // 3))]
            case "high":
                bound = worth[-1 - draw(st.integers(0, (len(worth) - 1) // 4))]
            case _:
                bound = worth[-1] + Fraction(draw(st.sampled_from(("0.001", "10"))))
        values[party] = replace(values[party], reservation=rounded(bound))
    return replace(spec, values=values)


def rounded(value: Fraction) -> str:
    """Return a number as it is, or cut to three places where it has more."""
    return decimal_text(Fraction((value * 1000).__floor__(), 1000))


# -- larger ones, which are always the same ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Large:
    """How a large scenario is made."""

    seed: int
    parties: int
    terms: int
    joined: bool
    reservation: str | None = None


LARGE = {
    "two-parties-apart": Large(1, 2, 6, joined=False),
    "two-parties-joined": Large(2, 2, 6, joined=True, reservation="35"),
    "three-parties-apart": Large(3, 3, 5, joined=False, reservation="30"),
    "three-parties-joined": Large(4, 3, 5, joined=True),
    "five-parties-joined": Large(5, 5, 6, joined=True, reservation="25"),
    "five-parties-apart": Large(6, 5, 7, joined=False, reservation="40"),
}


def large(name_of: str) -> ValuedSpec:
    """Return a scenario of thousands of deals."""
    return rivals(LARGE[name_of])


def rivals(how: Large) -> ValuedSpec:
    """Return a scenario whose parties mostly want the opposite of each other."""
    chance = random.Random(how.seed)
    terms = {
        "troops": Term("quantity", low=Fraction("0.5"), step=Fraction("0.5"), size=5),
        "venue": Term("choice", PLACES),
        "status": Term("scale", LEVELS),
        "vote": Term("date", low=date(2026, 2, 26), size=6),
        "price": Term("quantity", low=10, step=10, size=5 if how.terms < 6 else 4),
        "amnesty": Term("yes_no"),
        "rent": Term("quantity", low=0, step=Fraction("0.25"), size=3),
    }
    terms = dict(islice(terms.items(), how.terms))
    values = {}
    for at in range(how.parties):
        weights = [chance.randint(1, 40) for _ in terms]
        interests = {word: some_stake(chance, term, str(weights.pop()), at) for word, term in terms.items()}
        bonus = compare(name("troops"), ">=", number("1.5")), compare(name("status"), "<=", option(1, "partial"))
        bonuses = ((made("and", *bonus), chance.choice(("6", "-7.5", "11"))),) if how.joined else ()
        values[f"party{at}"] = Values(interests, bonuses, how.reservation, normalise=True)
    facts = {}
    if how.joined:
        parts = [made("*", number(20), name("troops"))]
        parts += [made("-", name("vote"), day(date(2026, 2, 26)))] if "vote" in terms else []
        facts["budget"] = compare(made("sum", *parts), "<=", number(40))
    return ValuedSpec(terms, {party: {} for party in values}, {}, facts, values)


def some_stake(chance: random.Random, term: Term, weight: str, at: int) -> Stake:
    if term.kind not in ("quantity", "date"):
        scores = [str(chance.randint(0, 20) * 5) for _ in term.options or ("no", "yes")]
        return Stake(weight, scores=dict(zip(term.options or ("no", "yes"), scores, strict=True)))
    first, last = anchor(term, Fraction(0)), anchor(term, Fraction(len(term.values) - 1))
    if chance.random() < 0.5:
        return Stake(weight, ends=(first, last) if at % 2 else (last, first))
    bend = anchor(term, Fraction(chance.randint(1, len(term.values) - 2)))
    scores = sorted((chance.randint(0, 100) for _ in range(3)), reverse=bool(at % 2))
    return Stake(weight, points=tuple(zip((first, bend, last), map(str, scores), strict=True)))
