"""Names and types: what an expression means, and every error in it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from support.draws import steady
from support.syntax import TREES

import zopa
from zopa.models.expressions import evaluate, intervals
from zopa.models.expressions.nodes import (
    And,
    Boolean,
    Choose,
    Compare,
    Constant,
    Greatest,
    Holds,
    Iff,
    Indicator,
    Least,
    Magnitude,
    Node,
    Not,
    NumberDefinition,
    Numeric,
    Or,
    Product,
    Total,
    Truth,
    TruthDefinition,
    Value,
    names_in,
)
from zopa.models.expressions.parse import parse
from zopa.models.expressions.syntax import Syntax
from zopa.models.expressions.typecheck import check, check_condition
from zopa.models.expressions.types import BOOLEAN, BROKEN, DATE, MAX_GUESSES, NUMBER, Names, OptionType, Type
from zopa.models.values import Exact

VENUE = OptionType(("geneva", "istanbul"), ordered=False)
ACCESS = OptionType(("barred", "paid", "free"), ordered=True)
NAMES = Names(
    {
        "dues": NUMBER,
        "venue": VENUE,
        "site": VENUE,
        "access": ACCESS,
        "amnesty": BOOLEAN,
        "pilots": BOOLEAN,
        "start": DATE,
        "lost": BROKEN,
    },
    {"low": BOOLEAN, "half": NUMBER, "end": DATE, "gone": BROKEN},
)
DUES, START, AMNESTY, PILOTS = Value("dues"), Value("start"), Holds("amnesty"), Holds("pilots")
NEW_YEAR = 739_252
"""1 January 2025 as a proleptic Gregorian ordinal."""


def compared(left: Numeric, operator: str, right: Numeric) -> Compare:
    return Compare(operator, left, right)


MEANINGS: dict[str, Node] = {
    "dues": DUES,
    "half": NumberDefinition("half"),
    "low": TruthDefinition("low"),
    "amnesty": AMNESTY,
    "true and not no": And((Truth(True), Not(Truth(False)))),
    "3.50": Constant(Fraction(7, 2)),
    "4.0": Constant(4),
    "2025-01-01": Constant(NEW_YEAR),
    "dues > 4": compared(Constant(4), "<", DUES),
    "dues >= 4": compared(Constant(4), "<=", DUES),
    "dues != 4": compared(DUES, "!=", Constant(4)),
    "1 < dues <= 4": And((compared(Constant(1), "<", DUES), compared(DUES, "<=", Constant(4)))),
    "venue == istanbul": compared(Value("venue"), "==", Constant(1)),
    "istanbul != venue": compared(Constant(1), "!=", Value("venue")),
    "access >= paid": compared(Constant(1), "<=", Value("access")),
    "venue == site": compared(Value("venue"), "==", Value("site")),
    "venue in {geneva, site}": Or(
        (compared(Value("venue"), "==", Constant(0)), compared(Value("venue"), "==", Value("site")))
    ),
    "access not in {free}": Not(Or((compared(Value("access"), "==", Constant(2)),))),
    "if(amnesty, venue, site) == geneva": compared(Choose(AMNESTY, Value("venue"), Value("site")), "==", Constant(0)),
    "amnesty == pilots": Iff(AMNESTY, PILOTS),
    "amnesty != pilots": Not(Iff(AMNESTY, PILOTS)),
    "amnesty iff pilots": Iff(AMNESTY, PILOTS),
    "amnesty implies pilots": Or((Not(AMNESTY), PILOTS)),
    "amnesty == 1": compared(Indicator(AMNESTY), "==", Constant(1)),
    "amnesty + dues": Total((Indicator(AMNESTY), DUES)),
    "2 * amnesty": Product((Constant(2), Indicator(AMNESTY))),
    "dues - amnesty": Total((DUES, Product((Constant(-1), Indicator(AMNESTY))))),
    "dues - 4": Total((DUES, Constant(-4))),
    "-dues": Product((Constant(-1), DUES)),
    "start + 7": Total((START, Constant(7))),
    "start - end": Total((START, Product((Constant(-1), NumberDefinition("end"))))),
    "sum(dues, amnesty)": Total((DUES, Indicator(AMNESTY))),
    "count(amnesty, dues > 4)": Total((Indicator(AMNESTY), Indicator(compared(Constant(4), "<", DUES)))),
    "at_least(1, amnesty, pilots)": compared(Constant(1), "<=", Total((Indicator(AMNESTY), Indicator(PILOTS)))),
    "at_most(dues, amnesty)": compared(Total((Indicator(AMNESTY),)), "<=", DUES),
    "exactly(1, amnesty)": compared(Total((Indicator(AMNESTY),)), "==", Constant(1)),
    "min(dues, 4)": Least((DUES, Constant(4))),
    "max(dues, amnesty)": Greatest((DUES, Indicator(AMNESTY))),
    "max(start, end)": Greatest((START, NumberDefinition("end"))),
    "abs(dues)": Magnitude(DUES),
    "if(amnesty, dues, pilots)": Choose(AMNESTY, DUES, Indicator(PILOTS)),
    "if(amnesty, pilots, low)": And((Or((Not(AMNESTY), PILOTS)), Or((AMNESTY, TruthDefinition("low"))))),
}


@pytest.mark.parametrize(("text", "node"), MEANINGS.items(), ids=list(MEANINGS))
def test_what_an_expression_means(text: str, node: Node) -> None:
    found, kind, problems = check(parse(text), NAMES)
    assert problems == []
    assert found == node
    assert (kind == BOOLEAN) is isinstance(node, Boolean)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("start", DATE),
        ("start + 7", DATE),
        ("7 + start - 1", DATE),
        ("start - end", NUMBER),
        ("start - 2025-01-01 + dues", NUMBER),
        ("start - end + start", DATE),
        ("min(start, 2025-01-01)", DATE),
        ("if(amnesty, start, end)", DATE),
        ("min(dues, amnesty)", NUMBER),
        ("if(amnesty, venue, site)", VENUE),
        ("access", ACCESS),
        ("lost", BROKEN),
        ("gone", BROKEN),
    ],
)
def test_the_kind_of_an_expression(text: str, kind: object) -> None:
    assert check(parse(text), NAMES)[1:] == (kind, [])


def told(text: str, names: Names = NAMES) -> list[tuple[int, str]]:
    _, problems = check_condition(parse(text), names)
    return [(problem.span[0], problem.message) for problem in problems]


def test_errors_are_all_told_left_to_right() -> None:
    assert told("at_least(venue, dues, nix == 1) and start > 4 and summ(1) > 2") == [
        (9, "at_least takes numbers, but this is an option of (geneva, istanbul)"),
        (16, "at_least counts conditions, but this is a number"),
        (22, "unknown name 'nix'"),
        (36, "a date cannot be compared with a number; a date is written 2026-01-31"),
        (50, "unknown function 'summ' (did you mean 'sum'?)"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "lost",
        "lost > 4 and gone",
        "lost == anything",
        "lost in {some, thing}",
        "venue == gone",
        "lost + start > 1",
        "start - lost > 1",
        "start + start + lost > 1",
        "if(amnesty, lost, start) > 1",
        "min(lost, start) > 2025-01-01",
        "max(lost) > 4",
        "max(gone, gone) > 2025-01-01",
        "gone implies lost",
        "-gone == 4",
    ],
)
def test_a_broken_name_leads_to_no_further_error(text: str) -> None:
    assert told(text) == []


def test_beside_a_broken_name_known_names_are_still_checked() -> None:
    assert told("lost == 4 and dues == geneva") == [
        (22, "'geneva' is an option of venue (and 1 more); compare it with its term, as in venue == geneva")
    ]


def test_an_option_named_like_a_term_of_another_kind_is_the_option() -> None:
    names = Names({"venue": VENUE, "geneva": NUMBER}, {})
    node, problems = check_condition(parse("venue == geneva and geneva > 4"), names)
    assert problems == []
    assert node == And((compared(Value("venue"), "==", Constant(0)), compared(Constant(4), "<", Value("geneva"))))
    assert told("site == geneva", Names({"site": VENUE, "geneva": VENUE}, {})) == [
        (8, "'geneva' is both a term and an option here; rename one")
    ]


@pytest.mark.parametrize("kind", [BOOLEAN, NUMBER, DATE, OptionType(("road", "paid_by_all"), ordered=False)])
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("paid == access", "1 == access"),
        ("paid <= access", "1 <= access"),
        ("paid <= access < free", "1 <= access < 2"),
    ],
)
def test_an_option_named_like_a_term_is_the_option_on_the_left_too(kind: Type, written: str, meant: str) -> None:
    names = Names({"access": ACCESS, "paid": kind}, {})
    node, problems = check_condition(parse(written), names)
    assert problems == []
    assert node == check_condition(parse(meant), Names({"access": NUMBER}, {}))[0]


def test_the_options_meant_are_those_of_the_first_term_that_has_any() -> None:
    assert told("geneva == venue == barred") == [(19, "'barred' is not an option of (geneva, istanbul)")]
    many = OptionType(tuple(f"level_{at}" for at in range(9)), ordered=True)
    assert told("rank == level9", Names({"rank": many}, {})) == [
        (8, "'level9' is not a level of (level_0, level_1, level_2, level_3, ...) (did you mean 'level_8'?)")
    ]


def test_suggestions_stop_where_a_file_is_full_of_unknown_names() -> None:
    names = Names({"dues": NUMBER}, {})
    hints = [
        bool(message.endswith("(did you mean 'dues'?)")) for _, message in told(" or ".join(["duess"] * 500), names)
    ]
    assert hints == [True] * MAX_GUESSES + [False] * (500 - MAX_GUESSES)


def test_names_in_an_expression() -> None:
    node, _, _ = check(
        parse("if(low, count(amnesty), -dues) + abs(half) > min(access == free, 4) iff venue == site"), NAMES
    )
    assert names_in(node) == ({"amnesty", "dues", "access", "venue", "site"}, {"low", "half"})


RANDOM_NAMES = Names(
    {"dues": NUMBER, "amnesty": BOOLEAN, "Venue": VENUE, "_x1": DATE, "geneva": NUMBER},
    {"android": NUMBER, "nota": BOOLEAN, "x" * 70: BROKEN},
)
ENV: dict[str, Exact] = {
    "dues": 4, "amnesty": 1, "Venue": 0, "_x1": NEW_YEAR, "geneva": Fraction(1, 2), "android": -3, "nota": 0
}  # fmt: skip
BOX = {name: intervals.Range(value, value, abs(value), value.denominator) for name, value in ENV.items()}


@steady(1500)
@given(TREES)
def test_any_tree_is_refused_or_can_be_computed(tree: Syntax) -> None:
    node, kind, problems = check(tree, RANDOM_NAMES)
    assert [problem.span for problem in problems] == sorted(problem.span for problem in problems)
    if problems:
        assert kind == BROKEN
        assert len({(problem.message, problem.span) for problem in problems}) >= 1
        return
    if kind == BROKEN:
        return
    terms, definitions = names_in(node)
    assert terms <= set(RANDOM_NAMES.terms)
    assert definitions <= set(RANDOM_NAMES.definitions)
    assert (kind == BOOLEAN) is isinstance(node, Boolean)
    if not intervals.oversized(node, BOX) and ("x" * 70) not in definitions:
        value = evaluate.value(node)(ENV)
        assert isinstance(value, int | Fraction)
        if isinstance(node, Numeric):
            found = intervals.interval(node, BOX)
            assert found.low <= value <= found.high
        else:
            assert intervals.truth(node, BOX) in (None, value == 1)


def test_definitions_past_their_number_are_refused_at_once() -> None:
    """A chain of them would take memory by the square of its length."""
    chain = "".join(f"  d{number}: d{number - 1} or tax\n" for number in range(1, 20_000))
    head = "title: T\nterms: {tax: {type: yes_no}}\ndefinitions:\n  d0: tax\n"
    text = f"{head}{chain}parties: {{us: {{red_lines: {{x: {{require: d9}}}}}}}}\n"
    with pytest.raises(zopa.ScenarioError) as caught:
        zopa.loads(text)
    assert [(problem.line, problem.message) for problem in caught.value.problems] == [
        (3, "there are more than 2,000 definitions")
    ]
