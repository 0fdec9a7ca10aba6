"""Decimals, dates and exact numbers: conversions lose nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady

from zopa.models.values import (
    MAX_SCALED,
    Domain,
    Exact,
    as_decimal,
    exact,
    exact_sum,
    largest,
    least,
    number_text,
    out_of_range,
    parse_date,
    parse_number,
    size_of,
)

DECIMALS = st.decimals(-(10**9), 10**9, places=5, allow_nan=False, allow_infinity=False)
EXACT = st.one_of(st.integers(-(10**12), 10**12), DECIMALS.map(exact))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("500_000", "500000"),
        ("-3.67", "-3.67"),
        ("+3.670", "3.670"),
        ("1_0.0_1", "10.01"),
        ("1e6", "1E+6"),
        ("1.5E-3", "0.0015"),
        ("1e9999", "1E+9999"),
        ("007", "7"),
    ],
)
def test_what_a_number_spells(text: str, value: str) -> None:
    number = parse_number(text)
    assert number == Decimal(value)
    assert str(number) == str(Decimal(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        ".5",
        "5.",
        "_1",
        "1_",
        "1__0",
        "1_.0",
        "1._0",
        "1,000",
        "0x1F",
        "0o17",
        "NaN",
        "inf",
        "1e",
        "e5",
        "1e12345",
        "--1",
        "１",
        "٣",
        "1e1_0",
        "½",
        "1e+-5",
        "+",
        "1.2.3",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-31", date(2025, 1, 31)),
        ("0001-01-01", date.min),
        ("9999-12-31", date.max),
        ("2024-02-29", date(2024, 2, 29)),
        ("2025-02-29", None),
        ("2025-00-10", None),
        ("0000-01-01", None),
        ("2025-1-31", None),
        ("20250131", None),
        ("2025-W05-5", None),
        ("2025-01-31T00:00", None),
        ("2025-01-31\n", None),
        ("٢٠٢٥-٠١-٣١", None),
    ],
)
def test_what_a_date_spells(text: str, day: date | None) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("0", ""),
        ("0.00", ""),
        ("0e9999", ""),
        ("-3.670", ""),
        ("1.5e3", ""),
        ("1e-15", ""),
        ("1.50e-15", "it has more than 15 decimal places"),
        ("1e-16", "it has more than 15 decimal places"),
        ("1e-1500", "it has more than 15 decimal places"),
        (str(MAX_SCALED), ""),
        (f"-{MAX_SCALED}", ""),
        (f"{MAX_SCALED}.{'0' * 40}", ""),
        (f"{str(MAX_SCALED)[:-3]}.{str(MAX_SCALED)[-3:]}", ""),
        (str(MAX_SCALED + 1), "it would exceed 2^53 (about 9 * 10^15)"),
        ("90071992547409.93", "it would exceed 2^53 (about 9 * 10^15)"),
        ("1e9999", "it would exceed 2^53 (about 9 * 10^15)"),
        ("-1e999999999", "it would exceed 2^53 (about 9 * 10^15)"),
        ("1" * 5000, "it would exceed 2^53 (about 9 * 10^15)"),
    ],
)
def test_a_number_is_large_or_finely_divided(value: str, end: str) -> None:
    said = out_of_range(Decimal(value))
    assert said.endswith(end)
    assert bool(said) is bool(end)


@steady(300)
@given(DECIMALS)
def test_decimals_become_exact_and_come_back(value: Decimal) -> None:
    found = exact(value)
    assert found == Fraction(value)
    assert isinstance(found, int) is (value == value.to_integral_value())
    assert as_decimal(found) == value
    assert isinstance(as_decimal(found), int) is isinstance(found, int)


def test_exact_keeps_whole_numbers_whole() -> None:
    assert exact(7) == 7
    assert type(exact(7)) is int
    assert type(exact(Decimal("7.00"))) is int
    assert type(exact(Fraction(14, 2))) is int
    assert type(as_decimal(Fraction(14, 2))) is int
    assert exact(Decimal("0.1")) == Fraction(1, 10)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(367, 100), "3.67"),
        (Fraction(1, 10**9), "0.000000001"),
        (Fraction(-5, 2), "-2.5"),
    ],
)
def test_a_fraction_as_the_decimal_it_is(value: Fraction, text: str) -> None:
    found = as_decimal(value)
    assert isinstance(found, Decimal)
    assert f"{found:f}" == text


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(22, 7), Fraction(1, 2**401)])
def test_a_fraction_that_is_no_finite_decimal_is_refused(value: Fraction) -> None:
    with pytest.raises(ValueError, match="has no finite decimal expansion"):
        as_decimal(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1_234_567, "1,234,567"),
        (-1_234, "-1,234"),
        (Decimal("1234.50"), "1,234.5"),
        (Decimal("1e6"), "1,000,000"),
        (Decimal("1e-9"), "0.000000001"),
        (Fraction(-2_500_001, 2), "-1,250,000.5"),
        (Decimal("7.00"), "7"),
    ],
)
def test_a_number_for_people(value: Exact | Decimal, text: str) -> None:
    assert number_text(value) == text


@steady(300)
@given(EXACT, DECIMALS.filter(bool).map(lambda step: exact(abs(step))), st.integers(1, 50), st.integers(-5, 60))
def test_a_domain_counts_its_members(start: Exact, step: Exact, size: int, at: int) -> None:
    domain = Domain(start, step, size)
    member = domain.at(at)
    assert member == start + at * step
    assert domain.index(member) == (at if 0 <= at < size else None)
    assert domain.index(member + Fraction(step) / 2) is None
    assert domain.last == domain.at(size - 1) >= domain.start
    for value in (member, domain.last):
        assert isinstance(value, int) is (Fraction(value).denominator == 1)


@steady(200)
@given(EXACT, EXACT)
def test_sums_are_whole_where_they_can_be(left: Exact, right: Exact) -> None:
    total = exact_sum(left, right)
    assert total == Fraction(left) + Fraction(right)
    assert isinstance(total, int) is (Fraction(total).denominator == 1)


@steady(200)
@given(st.lists(EXACT, min_size=1))
def test_least_and_largest(values: list[Exact]) -> None:
    assert largest(iter(values)) == max(values, key=Fraction)
    assert least(iter(values)) == min(values, key=Fraction)
    assert [size_of(value) for value in values] == [abs(value) for value in values]
