"""Conditions on a single term as sets of its values, against the evaluation of every value."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.reference import Line, Spec, Term, all_deals
from support.reference_language import RELATIONS, Expr, compare, day, holds, made, name, number, option
from support.strategies import drawn_terms, read
from support.strategies_language import Draw, Writer

from zopa.solver.term_ranges import Ranges, Settled

FIRST_DAY = date(2024, 2, 27)
TERMS = {
    "amnesty": Term("yes_no"),
    "venue": Term("choice", ("geneva", "oslo", "doha")),
    "status": Term("scale", ("none", "partial", "full")),
    "troops": Term("quantity", low=Fraction("-1.5"), step=Fraction("0.25"), size=9),
    "forces": Term("quantity", low=Fraction("10"), step=Fraction("1.1"), size=6),
    "vote": Term("date", low=FIRST_DAY, size=5),
}
FACTORS = ("1", "-1", "2", "-0.5", "0.3", "1.1")
NUMBERS = ("0", "-1.25", "0.5", "-1.5", "12.2", "15.5", "3", "100", "-100")


@st.composite
def settled_conditions(draw: Draw, term: str, depth: int = 2) -> Expr:
    """Draw a condition on one term out of comparisons, negation, conjunction and disjunction."""
    if depth and draw(st.booleans()):
        parts = [draw(settled_conditions(term, depth - 1)) for _ in range(draw(st.sampled_from((2, 3))))]
        kind = draw(st.sampled_from(("not", "and", "or")))
        return made(kind, *parts[:1] if kind == "not" else parts)
    sign = draw(st.sampled_from(sorted(RELATIONS)))
    match TERMS[term].kind:
        case "yes_no":
            return name(term)
        case "choice":
            return compare(name(term), sign if sign in ("==", "!=") else "==", option(*draw(options_of(term))))
        case "scale":
            return compare(name(term), sign, option(*draw(options_of(term))))
        case "date":
            limit = made("+", day(FIRST_DAY), number(draw(st.integers(-2, 6))))
            return compare(name(term), sign, limit)
    sides = [draw(linear(term)), number(draw(st.sampled_from(NUMBERS)))]
    return compare(sides[0], sign, sides[1]) if draw(st.booleans()) else compare(sides[1], sign, sides[0])


@st.composite
def linear(draw: Draw, term: str) -> Expr:
    """Draw a linear expression that a term decides; its factor is never 0."""
    factor, offset = number(draw(st.sampled_from(FACTORS))), number(draw(st.sampled_from(NUMBERS)))
    product = made("*", factor, made("+", name(term), offset))
    shapes: tuple[Expr, ...] = (
        product,
        made("+", product, offset),
        made("-", offset, product),
        made("negative", product),
    )
    shapes += (made("sum", product, offset, made("-", name(term), name(term))),)
    return shapes[draw(st.integers(0, len(shapes) - 1))]


def options_of(term: str) -> st.SearchStrategy[tuple[int, str]]:
    return st.sampled_from(TERMS[term].values)


def found(spec: Spec) -> Settled | None:
    """Return what zopa makes of the only line of a scenario."""
    meaning = read(spec).meaning()
    return Ranges(meaning).of(meaning.red_lines[0].node)


def with_line(terms: dict[str, Term], condition: Expr) -> Spec:
    return Spec(terms, {"north": {"line": Line(condition)}})


def check(spec: Spec, condition: Expr, settled: Settled) -> None:
    """Check that the condition holds in just the deals in which the term has one of the steps."""
    term, intervals = settled
    values = spec.terms[term].values
    assert all(0 <= low <= high < len(values) for low, high in intervals)
    for deal in all_deals(spec):
        step = values.index(deal[term])
        assert any(low <= step <= high for low, high in intervals) == holds(condition, deal)


@steady(300)
@given(st.data())
def test_a_condition_on_one_term_comes_down_to_its_values(data: st.DataObject) -> None:
    term = data.draw(st.sampled_from(sorted(TERMS)))
    condition = data.draw(settled_conditions(term))
    spec = with_line({term: TERMS[term]}, condition)
    settled = found(spec)
    assert settled is not None
    assert settled[0] == term
    check(spec, condition, settled)


@steady(150)
@given(st.data())
def test_a_condition_on_two_terms_comes_down_to_nothing(data: st.DataObject) -> None:
    one, other = data.draw(st.permutations(sorted(TERMS)))[:2]
    kind = data.draw(st.sampled_from(("and", "or")))
    parts = [data.draw(settled_conditions(term, 1)) for term in (one, other)]
    assert found(with_line({one: TERMS[one], other: TERMS[other]}, made(kind, *parts))) is None


@steady(100)
@given(linear("troops"), linear("forces"), st.sampled_from(sorted(RELATIONS)))
def test_a_comparison_of_two_terms_comes_down_to_nothing(one: Expr, other: Expr, sign: str) -> None:
    terms = {term: TERMS[term] for term in ("troops", "forces")}
    assert found(with_line(terms, compare(one, sign, other))) is None


@steady(300)
@given(st.data())
def test_whatever_any_condition_comes_down_to_is_right(data: st.DataObject) -> None:
    terms = drawn_terms(data.draw, st.sampled_from((1, 2)), most_deals=30)
    condition = Writer(data.draw, terms, ()).condition(2)
    spec = with_line(terms, condition)
    settled = found(spec)
    if settled is not None:
        check(spec, condition, settled)


def test_terms_that_cancel_out_are_not_what_a_condition_is_about() -> None:
    terms = {term: TERMS[term] for term in ("troops", "forces")}
    none_left = compare(made("-", name("troops"), name("troops")), "<=", number("0"))
    assert found(with_line(terms, none_left)) is None
    one_left = compare(made("+", name("troops"), name("forces")), "<=", made("+", name("troops"), number("12.2")))
    assert found(with_line(terms, one_left)) == ("forces", ((0, 2),))


def test_a_condition_is_looked_at_once() -> None:
    meaning = read(with_line({"amnesty": TERMS["amnesty"]}, made("not", name("amnesty")))).meaning()
    ranges = Ranges(meaning)
    node = meaning.red_lines[0].node
    assert ranges.of(node) == ("amnesty", ((0, 0),))
    assert ranges.of(node) is ranges.of(node)
