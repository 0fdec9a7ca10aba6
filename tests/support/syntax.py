"""Settings for steady runs, and syntax trees."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from zopa.models.expressions.syntax import (
    FUNCTIONS,
    Call,
    Comparison,
    Day,
    Membership,
    Name,
    Number,
    Operation,
    Syntax,
)

WORDS = (*FUNCTIONS, "dues", "amnesty", "geneva", "Venue", "_x1", "true", "no", "android", "nota", "x" * 70)


NAMES = st.sampled_from(WORDS).map(Name)


DIGITS = st.one_of(
    st.integers(0, 10**20).map(Decimal),
    st.decimals("0", "1000", places=6, allow_nan=False, allow_infinity=False).map(abs),
    st.sampled_from(("0", "0.0", "1E+3", "1E-9", "007", "-0", "1234567.890")).map(Decimal),
)


NUMBERS = st.builds(lambda size, negative: Number(-size if negative else size), DIGITS, st.booleans())


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(Day)


LEAVES = st.one_of(NAMES, NUMBERS, DAYS)


COMPARATORS = ("==", "!=", "<", "<=", ">", ">=")


def minus(operand: Syntax) -> Syntax:
    """Return minus an operand; of a number, the parser makes a negative number."""
    return Number(-operand.value) if isinstance(operand, Number) else Operation("-", (operand,))


def _compared(operands: list[Syntax], operators: list[str]) -> Syntax:
    return Comparison(tuple(operands), tuple(operators[: len(operands) - 1]))


def _larger(inner: st.SearchStrategy[Syntax]) -> st.SearchStrategy[Syntax]:
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    pair = st.tuples(inner, inner)
    operators = st.lists(st.sampled_from(COMPARATORS), min_size=3, max_size=3)
    return st.one_of(
        st.builds(Operation, st.sampled_from(("and", "or", "+", "*")), several),
        st.builds(Operation, st.sampled_from(("implies", "iff")), pair),
        st.builds(lambda part: Operation("not", (part,)), inner),
        inner.map(minus),
        st.builds(_compared, st.lists(inner, min_size=2, max_size=4), operators),
        st.builds(Membership, inner, st.lists(inner, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Call, st.sampled_from(WORDS), st.lists(inner, min_size=1, max_size=3).map(tuple)),
    )


TREES: st.SearchStrategy[Syntax] = st.recursive(LEAVES, _larger, max_leaves=12)
