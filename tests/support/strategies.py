"""Small scenarios over the whole language, drawn so that parties pull against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st
from support.reference import Line, Spec, Term, all_deals, renamed
from support.reference_language import (
    Env,
    Exact,
    Expr,
    compare,
    day,
    evaluate,
    holds,
    made,
    name,
    number,
    option,
    whole,
)
from support.reference_text import document
from support.strategies_language import CONDITION, DAY, NUMBER, Draw, Writer

import zopa

NAMES = {"yes_no": "amnesty", "choice": "venue", "scale": "status", "quantity": "troops", "date": "vote"}
LEVELS = ("none", "partial", "broad", "full")
PLACES = ("geneva", "istanbul", "vienna", "doha")
LOWS = ("0", "1", "-2", "-1.5", "10", "0.25")
STEPS = ("1", "2", "0.5", "0.25", "1.1")
FIRST_DAYS = (date(2024, 2, 27), date(2025, 12, 30), date(2026, 6, 1))
RARE = 2
"""A drawn number that is neither the least nor the greatest, which are drawn too often."""
WEIGHTS = (None, "0", "1", "2", "3", "0.5", "2.25", "10")


def read(spec: Spec) -> zopa.Scenario:
    """Return a scenario as zopa reads it; one whose products grow past 2^62, which zopa refuses, is passed over."""
    try:
        return zopa.loads(document(spec))
    except zopa.ScenarioError as error:
        if all("2^62" in problem.message for problem in error.problems):
            reject()
        raise


@st.composite
def scenarios(
    draw: Draw,
    most_deals: int = 160,
    most_terms: int = 5,
    parties: Sequence[int] = (2, 3, 1),
    lines: Sequence[int] = (4, 3, 5, 2, 1, 0),
    most_facts: int = 4,
    definitions: Sequence[int] = (1, 2, 0, 3),
) -> Spec:
    """Draw a scenario; red lines that hold in every deal, or in none, are rare."""
    terms = drawn_terms(draw, st.sampled_from([size for size in (3, 4, 2, 5, 1) if size <= most_terms]), most_deals)
    defined = drawn_definitions(draw, terms, draw(st.sampled_from(definitions)))
    deals = list(all_deals(Spec(terms, {}, defined)))
    writer = Writer(draw, terms, defined)
    facts: dict[str, Expr] = {}
    possible = deals
    for at in range(draw(st.integers(0, most_facts))):
        fact = writer.condition(2)
        left = [deal for deal in possible if holds(fact, deal)]
        if left or draw(st.integers(0, 4)) == RARE:
            facts[f"fact{at}"] = fact
            possible = left
    puller = Puller(draw, writer, possible or deals)
    held = {}
    for at in range(draw(st.sampled_from(parties))):
        own = draw(st.sampled_from(lines))
        held[f"party{at}"] = {f"line{line}": puller.line(upwards=at % 2 == 0) for line in range(own)}
    return Spec(terms, held, defined, facts)


CONTRADICTION = Spec(
    terms={"amnesty": Term("yes_no"), "venue": Term("choice", PLACES[:2])},
    facts={"both": made("and", name("amnesty"), made("not", name("amnesty")))},
    parties={
        "north": {"here": Line(compare(name("venue"), "==", option(0, "geneva")))},
        "south": {"there": Line(compare(name("venue"), "==", option(1, "istanbul")))},
    },
)
"""Facts that contradict each other, apart from lines that do: the only minimal conflict is the empty one."""


BETWEEN_STEPS = Spec(
    terms={"troops": Term("quantity", low=0, step=10, size=5, status_quo=Fraction("1.9"))},
    parties={"north": {"other": Line(compare(name("troops"), "!=", number(40)))}},
)
"""A status quo of 19 among 0, 10, 20, 30 and 40: 20 is the nearest."""


@st.composite
def dense_scenarios(draw: Draw) -> Spec:
    """Draw a scenario whose lines each weigh several terms against each other: many conflicts that share lines."""
    kinds = draw(st.sampled_from((tuple(NAMES), ("quantity",))))
    terms = drawn_terms(draw, st.sampled_from((4, 3)), most_deals=256, kinds=kinds)
    writer = Writer(draw, terms, ())
    deals = possible = list(all_deals(Spec(terms, {})))
    facts: dict[str, Expr] = {}
    for at in range(draw(st.sampled_from((2, 4, 6, 0)))):
        fact = Puller(draw, writer, deals).balance(upwards=at % 2 == 0)
        left = [deal for deal in possible if fact is not None and holds(fact, deal)]
        if 3 * len(left) >= len(deals):
            facts[f"fact{at}"], possible = fact, left
    puller = Puller(draw, writer, possible)
    held = {}
    for at in range(draw(st.sampled_from((3, 2)))):
        lines = [puller.balance(upwards=at % 2 == 0) for _ in range(draw(st.sampled_from((3, 4))))]
        held[f"party{at}"] = {
            f"line{line}": Line(require, draw(st.sampled_from(WEIGHTS)))
            for line, require in enumerate(lines)
            if require is not None
        }
    return Spec(terms, held, facts=facts)


@st.composite
def side_by_side(draw: Draw) -> Spec:
    """Draw two or three small scenarios as one: parts that share parties and nothing else."""
    amount = draw(st.sampled_from((2, 3)))
    most_deals, lines = (12, (2, 3, 1)) if amount == 2 else (5, (2, 1))
    parts = []
    for at in range(amount):
        part = draw(scenarios(most_deals, most_terms=2, parties=(2,), lines=lines, most_facts=1))
        words = [*part.terms, *part.definitions, *part.facts, *(line.split(".")[1] for line in part.lines)]
        parts.append(renamed(part, {word: f"{word}_{at}" for word in words}))
    parties = dict.fromkeys(party for part in parts for party in part.parties)
    return Spec(
        terms={word: term for part in parts for word, term in part.terms.items()},
        definitions={word: expr for part in parts for word, expr in part.definitions.items()},
        facts={word: expr for part in parts for word, expr in part.facts.items()},
        parties={
            party: {word: line for part in parts for word, line in part.parties.get(party, {}).items()}
            for party in parties
        },
    )


def drawn_terms(
    draw: Draw, amounts: st.SearchStrategy[int], most_deals: int, kinds: Sequence[str] = tuple(NAMES)
) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    deals = 1
    for at in range(draw(amounts)):
        room = min(most_deals // deals, 6)
        if room < 2:
            break
        kind = draw(st.sampled_from(kinds))
        term = drawn_term(draw, kind, room)
        terms[f"{NAMES[kind]}{at}"] = term
        deals *= len(term.values)
    return terms


def drawn_term(draw: Draw, kind: str, room: int) -> Term:
    sizes = st.sampled_from([size for size in (4, 3, 5, 2, 6, 1) if size <= room])
    match kind:
        case "yes_no":
            term = Term(kind)
        case "choice" | "scale":
            options = PLACES if kind == "choice" else LEVELS
            term = Term(kind, options[: draw(st.sampled_from([size for size in (3, 2, 4) if size <= room]))])
        case "quantity":
            low, step = (whole(Fraction(draw(st.sampled_from(texts)))) for texts in (LOWS, STEPS))
            term = Term(kind, low=low, step=step, size=draw(sizes))
        case _:
            term = Term(kind, low=draw(st.sampled_from(FIRST_DAYS)), size=draw(sizes))
    return replace(term, status_quo=draw(st.none() | status_quos(term)))


def status_quos(term: Term) -> st.SearchStrategy[Exact]:
    """Return the positions that the status quo may have: of a quantity also between and beyond its values."""
    own = st.integers(0, len(term.values) - 1)
    if term.kind == "quantity":
        return own | st.sampled_from((Fraction("1.5"), Fraction("0.9"), Fraction("1.7"), Fraction("-0.6"), -3, 10))
    return own | st.sampled_from((-2, 10)) if term.kind == "date" else own


def drawn_definitions(draw: Draw, terms: dict[str, Term], amount: int) -> dict[str, Expr]:
    """Draw definitions, each of which may use those before it."""
    definitions: dict[str, Expr] = {}
    for at in range(amount):
        writer = Writer(draw, terms, definitions)
        kind = draw(st.sampled_from((CONDITION, NUMBER, DAY) if writer.days else (CONDITION, NUMBER)))
        made_by = {CONDITION: writer.condition, NUMBER: writer.number, DAY: writer.day}
        definitions[f"{kind}{at}"] = made_by[kind](2 if kind == CONDITION else 1)
    return definitions


def value_text(term: Term, value: Any) -> Expr:
    """Return the literal for a value of any term but a yes/no."""
    if term.options:
        return option(*value)
    return day(date.fromordinal(value)) if term.kind == "date" else number(value)


class Puller:
    """Draws red lines: one side wants more of something, the other less of it."""

    def __init__(self, draw: Draw, writer: Writer, deals: Sequence[Env]) -> None:
        self.draw, self.writer, self.deals = draw, writer, deals

    def line(self, upwards: bool) -> Line:
        kind = self.draw(st.integers(0, 9))
        require = self.pull(upwards) if kind < 5 else self.mixed(upwards) if kind < 8 else self.writer.condition(3)
        if self.is_settled(require):
            require = self.pull(upwards)
        return Line(require, self.draw(st.sampled_from(WEIGHTS)))

    def is_settled(self, condition: Expr) -> bool:
        return len({holds(condition, deal) for deal in self.deals}) < 2

    def mixed(self, upwards: bool) -> Expr:
        """Draw a pull that is bound to a condition or to another pull."""
        condition, pull, other = self.writer.condition(1), self.pull(upwards), self.pull(upwards)
        return self.draw(
            st.sampled_from(
                (
                    made("implies", condition, pull),
                    made("or", pull, condition),
                    made("and", pull, other),
                    made("if", condition, pull, other),
                    made("iff", pull, other),
                    made("at_least", number(2), pull, other, condition),
                    made("exactly", number(1), pull, other),
                    made("not", made("and", pull, condition)),
                )
            )
        )

    def pull(self, upwards: bool) -> Expr:
        """Draw a condition that cuts the values of something in two, keeping the upper or the lower part."""
        writer = self.writer
        kinds: list[Callable[[bool], Expr | None]] = [self.towards_option] if writer.optional else []
        kinds += [self.towards_number] * 3 + ([self.towards_day] if writer.days else [])
        kinds += [self.towards_flag] if writer.flags else []
        found = self.draw(st.sampled_from(kinds))(upwards)
        return found or writer.condition(1)

    def towards_flag(self, upwards: bool) -> Expr:
        flag = name(self.draw(st.sampled_from(self.writer.flags)))
        return flag if upwards else made("not", flag)

    def towards_option(self, upwards: bool) -> Expr | None:
        word = self.draw(st.sampled_from(sorted(self.writer.optional)))
        term = self.writer.optional[word]
        if term.kind == "scale":
            return self.cut(name(word), upwards, lambda value: option(*value))
        wanted = [option(*value) for value in term.values if (value[0] % 2 == 0) == upwards]
        return Expr("in", (name(word), *wanted))

    def towards_number(self, upwards: bool) -> Expr | None:
        """Draw a number to be large or small: a budget over several things more often than a single one."""
        writer, parts = self.writer, self.draw(st.sampled_from((2, 3, 1)))
        found = [writer.number(self.draw(st.sampled_from((1, 0, 2)))) for _ in range(parts)]
        found += [writer.counted(1)] if parts == 2 else []
        return self.cut(found[0] if parts == 1 else made("sum", *found), upwards, number)

    def balance(self, upwards: bool) -> Expr | None:
        """Draw a weighted sum over most terms, with either sign, to be large or small."""
        parts = []
        for word, term in self.writer.terms.items():
            factor = self.draw(st.sampled_from(("1", "-1", "2", "-3", "0.5", "0")))
            if factor != "0":
                parts.append(made("*", number(factor), self.size_of(word, term)))
        if len(parts) > 2 and self.draw(st.integers(0, 2)) == 0:
            parts = [made("*", parts[0], parts[1]), *parts[2:]]
        return self.cut(made("sum", *parts), upwards, number) if parts else None

    def size_of(self, word: str, term: Term) -> Expr:
        match term.kind:
            case "choice" | "scale":
                return compare(name(word), "==", option(*self.draw(st.sampled_from(term.values))))
            case "date":
                return made("-", name(word), day(term.low))
        return name(word)

    def towards_day(self, upwards: bool) -> Expr | None:
        def literal(value: Exact) -> Expr:
            return day(date.fromordinal(int(value)))

        return self.cut(self.writer.day(self.draw(st.integers(0, 1))), upwards, literal)

    def cut(self, what: Expr, upwards: bool, literal: Callable[[Any], Expr]) -> Expr | None:
        values = sorted({evaluate(what, deal) for deal in self.deals})
        if len(values) < 2:
            return None
        at = self.draw(st.integers(1, len(values) - 1))
        if upwards:
            return compare(what, ">=", literal(values[at])) if at % 2 else compare(literal(values[at - 1]), "<", what)
        return compare(what, "<", literal(values[at])) if at % 2 else compare(literal(values[at - 1]), ">=", what)
