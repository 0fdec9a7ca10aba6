"""Expression text -> syntax tree and back: precedence, places, limits, and the compiled tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import resources

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.draws import steady
from support.syntax import COMPARATORS, TREES

from zopa.models import expressions
from zopa.models.expressions import compile_grammar
from zopa.models.expressions.parse import MAX_DEPTH, MAX_TOKENS, parse
from zopa.models.expressions.parse_errors import ExpressionError
from zopa.models.expressions.syntax import (
    KEYWORDS,
    Call,
    ComparisonChain,
    Day,
    Membership,
    Name,
    Number,
    Operator,
    Syntax,
    children,
    unparse,
)

A, B, C, D = map(Name, "abcd")


def op(operator: str, *operands: Syntax) -> Operator:
    return Operator(operator, operands)


def number(text: str) -> Number:
    return Number(Decimal(text))


TREE_OF = {
    "a": A,
    "(a)": A,
    "android": Name("android"),
    "not_": Name("not_"),
    "true": Name("true"),
    "500_000": number("500000"),
    "3.670": number("3.67"),
    "0.1_5": number("0.15"),
    "2025-01-31": Day(date(2025, 1, 31)),
    "2025 - 1 - 31": op("+", number("2025"), number("-1"), number("-31")),
    "-3": number("-3"),
    "--3": number("3"),
    "+a": A,
    "-(3)": number("-3"),
    "-a": op("-", A),
    "a - b": op("+", A, op("-", B)),
    "a - 3 + b": op("+", A, number("-3"), B),
    "a + b * c": op("+", A, op("*", B, C)),
    "(a + b) * c": op("*", op("+", A, B), C),
    "a * -b": op("*", A, op("-", B)),
    "-a * b": op("*", op("-", A), B),
    "a and b or c": op("or", op("and", A, B), C),
    "a or b and c": op("or", A, op("and", B, C)),
    "a and b and c": op("and", A, B, C),
    "(a and b) and c": op("and", op("and", A, B), C),
    "a implies b implies c": op("implies", A, op("implies", B, C)),
    "a implies b iff c or d": op("iff", op("implies", A, B), op("or", C, D)),
    "not a and b": op("and", op("not", A), B),
    "not a == b": op("not", ComparisonChain((A, B), ("==",))),
    "not not a": op("not", op("not", A)),
    "1 <= a < b": ComparisonChain((number("1"), A, B), ("<=", "<")),
    "a + 1 > b": ComparisonChain((op("+", A, number("1")), B), (">",)),
    "a in {b}": Membership(A, (B,), negated=False),
    "a not in {b, c}": Membership(A, (B, C), negated=True),
    "not a in {b}": op("not", Membership(A, (B,), negated=False)),
    "sum(a, b + 1)": Call("sum", (A, op("+", B, number("1")))),
    "if(a, b, c)": Call("if", (A, B, C)),
    "f (a)": Call("f", (A,)),
    " a\t\r\n==b ": ComparisonChain((A, B), ("==",)),
}


@pytest.mark.parametrize(("text", "tree"), TREE_OF.items(), ids=list(TREE_OF))
def test_what_a_text_says(text: str, tree: Syntax) -> None:
    assert parse(text) == tree
    assert parse(unparse(tree)) == tree


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("((a))", "a"),
        ("(a and b) or (c and d)", "a and b or c and d"),
        ("a and (b or c)", "a and (b or c)"),
        ("a implies (b implies c)", "a implies b implies c"),
        ("(a implies b) implies c", "(a implies b) implies c"),
        ("(a iff b) iff c", "(a iff b) iff c"),
        ("not (a)", "not a"),
        ("not (a and b)", "not (a and b)"),
        ("(not a) == b", "(not a) == b"),
        ("a+-3-b", "a - 3 - b"),
        ("a - (b + c)", "a - (b + c)"),
        ("a - - b", "a - -b"),
        ("-(a*b)", "-(a * b)"),
        ("(a == b) == c", "(a == b) == c"),
        ("1000000.50 < a", "1_000_000.50 < a"),
        ("f(a,(b))", "f(a, b)"),
        ("a  in{ b ,c }", "a in {b, c}"),
    ],
)
def test_parentheses_are_written_where_they_are_needed(text: str, plain: str) -> None:
    assert unparse(parse(text)) == plain


# -- random trees, in the form in which the parser makes them ----------------------------------------------------------


TOKENS = st.sampled_from(
    (
        *KEYWORDS,
        *COMPARATORS,
        *"+-*(){},",
        "dues",
        "amnesty",
        "sum",
        "4",
        "500_000",
        "3.67",
        "2025-01-31",
        "=",
        "é",
        "5x",
    )
)
"""Words of the language and a few that are not, to be strung together."""


@steady(1500)
@given(TREES)
@example(op("*", A, number("-3")))
@example(op("-", op("-", op("*", number("-3"), A))))
@example(op("+", number("-3"), number("-0"), op("-", op("+", A, B))))
@example(ComparisonChain((number("-1"), op("not", A)), ("<",)))
@example(number("1E-9"))
def test_what_is_written_reads_back_equal(tree: Syntax) -> None:
    assert parse(unparse(tree)) == tree


@steady(500)
@given(TREES)
def test_every_leaf_knows_its_characters(tree: Syntax) -> None:
    text = unparse(tree)
    pending = [parse(text)]
    while pending:
        node = pending.pop()
        start, end = node.span
        assert 0 <= start < end <= len(text)
        if not (inner := children(node)):
            assert parse(text[start:end]) == node
        elif isinstance(node, Operator | ComparisonChain) and not isinstance(node, Call):
            assert all(start <= part.span[0] and part.span[1] <= end for part in inner)
        if isinstance(node, Call):
            assert text[slice(*node.name_span)] == node.function
        pending += inner


@steady(1500)
@given(st.lists(TOKENS, max_size=14))
def test_any_words_are_read_or_refused_at_a_place(words: list[str]) -> None:
    text = " ".join(words)
    try:
        tree = parse(text)
    except ExpressionError as error:
        refused = error
    else:
        assert parse(unparse(tree)) == tree
        return
    start, end = refused.span
    assert 0 <= start <= end <= len(text)
    assert refused.message
    assert not refused.message.endswith(".")


@steady(1000)
@given(st.text(max_size=30) | st.text("ab14.-+*(){},<>=! _\n", max_size=60))
def test_any_text_is_read_or_refused_at_a_place(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionError as error:
        start, end = error.span
    else:
        assert parse(unparse(tree)) == tree
        return
    assert 0 <= start <= end <= max(len(text), 1)


def refusal(text: str) -> tuple[str, int]:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value.message, caught.value.span[0]


def test_the_limit_on_tokens_is_exact() -> None:
    inside = " + ".join(["a"] * (MAX_TOKENS // 2)) + " "
    assert len(children(parse(inside))) == MAX_TOKENS // 2
    message, at = refusal(f"{inside}+ a")
    assert (message, at) == ("the expression has over 2,000 tokens; split it with definitions", len(inside) + 2)


def test_length_alone_is_no_reason_to_refuse() -> None:
    assert parse("a" * 5_000 + " " * 100_000 + ">= 500_000") == ComparisonChain(
        (Name("a" * 5_000), number("500000")), (">=",)
    )


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("(", ")"), ("not ", ""), ("-", ""), ("f(", ")"), ("1 + (", ")"), ("a implies ", ""), ("a in {", "}")],
)
def test_nesting_is_limited_however_it_is_written(opening: str, closing: str) -> None:
    depth = 2 if opening == "1 + (" else 1
    fits = (MAX_DEPTH - 1) // depth
    parse(opening * fits + "a" + closing * fits)
    message, _ = refusal(opening * (fits + 1) + "a" + closing * (fits + 1))
    assert message == "the expression nests deeper than 64; split it with definitions"


def test_wide_is_not_deep() -> None:
    for joined in (" and ", " or ", " + ", " * ", " - ", " == "):
        assert len(children(parse(joined.join("a" * 500)))) == 500
    assert parse("+" * 1000 + "a") == A


@pytest.mark.parametrize("text", ["2025-02-29", "a > 2025-13-01", "0000-01-01"])
def test_days_are_of_the_calendar(text: str) -> None:
    day = text.removeprefix("a > ")
    assert refusal(text) == (f"{day} is not a day of the calendar", len(text) - len(day))


def test_the_compiled_tables_are_those_of_the_grammar() -> None:
    kept = resources.files(expressions).joinpath("tables.json").read_text("utf-8")
    assert kept == compile_grammar.compiled()


def test_children_are_the_parts_in_order() -> None:
    assert children(parse("a in {b, c}")) == (A, B, C)
    assert children(parse("f(b, a)")) == (B, A)
    assert children(parse("a < b < c")) == (A, B, C)
    assert children(A) == children(number("1")) == ()
