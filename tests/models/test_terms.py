"""The five kinds of term: their values in words and as exact numbers, and what they refuse."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.draws import steady

import zopa
from zopa.models.expressions.types import BOOLEAN, DATE, NUMBER, OptionType
from zopa.models.fields import Misfit
from zopa.models.terms import MAX_OPTIONS, TERM_TYPES, Choice, DateTerm, Quantity, Scale, YesNo
from zopa.models.values import Domain, Exact

AMNESTY = YesNo(status_quo=False)
VENUE = Choice(options={"geneva": "Geneva", "new_york": "the UN"}, status_quo="new_york")
ACCESS = Scale(levels=("barred", "for_a_fee", "free"))
DUES = Quantity(min=Decimal("-1.5"), max=Decimal(3), step=Decimal("0.5"), unit="kEUR", status_quo=Decimal("0.25"))
START = DateTerm(earliest=date(2024, 2, 28), latest=date(2024, 3, 1), status_quo=date(2030, 1, 1))
NOON = date(2024, 2, 28).toordinal()

AnyTerm = YesNo | Choice | Scale | Quantity | DateTerm
TERMS: dict[str, AnyTerm] = {"yes_no": AMNESTY, "choice": VENUE, "scale": ACCESS, "quantity": DUES, "date": START}


@pytest.mark.parametrize(
    ("term", "domain", "status_quo", "kind"),
    [
        (AMNESTY, Domain(0, 1, 2), 0, BOOLEAN),
        (VENUE, Domain(0, 1, 2), 1, OptionType(("geneva", "new_york"), ordered=False)),
        (ACCESS, Domain(0, 1, 3), None, OptionType(("barred", "for_a_fee", "free"), ordered=True)),
        (DUES, Domain(Fraction(-3, 2), Fraction(1, 2), 10), Fraction(1, 4), NUMBER),
        (START, Domain(NOON, 1, 3), date(2030, 1, 1).toordinal(), DATE),
    ],
    ids=list(TERMS),
)
def test_a_term_in_numbers(term: AnyTerm, domain: Domain, status_quo: Exact | None, kind: object) -> None:
    assert term.domain == domain
    assert term.status_quo_number == status_quo
    assert term.expression_type == kind


@pytest.mark.parametrize(
    ("term", "values", "texts"),
    [
        (AMNESTY, [False, True], ["no", "yes"]),
        (VENUE, ["geneva", "new_york"], ["Geneva", "the UN"]),
        (ACCESS, ["barred", "for_a_fee", "free"], ["barred", "for a fee", "free"]),
        (Quantity(min=Decimal(0), max=Decimal(2000), step=Decimal(1000)), [0, 1000, 2000], ["0", "1,000", "2,000"]),
        (
            Quantity(min=Decimal(1), max=Decimal("1.5"), step=Decimal("0.25"), unit="kEUR"),
            [1, Decimal("1.25"), Decimal("1.5")],
            ["1 kEUR", "1.25 kEUR", "1.5 kEUR"],
        ),
        (
            Quantity(min=Decimal(-1), max=Decimal(0), unit="%"),
            [-1, 0],
            ["-1%", "0%"],
        ),
        (
            START,
            [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)],
            ["28 February 2024", "29 February 2024", "1 March 2024"],
        ),
    ],
    ids=["yes-no", "choice", "scale", "whole", "decimal", "percent", "date"],
)
def test_values_in_words_and_for_people(term: AnyTerm, values: list[Any], texts: list[str]) -> None:
    numbers = [term.domain.at(at) for at in range(term.domain.size)]
    assert [term.value(number) for number in numbers] == values
    assert [type(term.value(number)) for number in numbers] == [type(value) for value in values]
    assert [term.text(number) for number in numbers] == texts
    assert [term.number(value) for value in values] == numbers


@pytest.mark.parametrize(
    ("term", "value", "number"),
    [
        (AMNESTY, "yes", 1),
        (AMNESTY, "true", 1),
        (AMNESTY, "no", 0),
        (AMNESTY, "false", 0),
        (AMNESTY, "Yes", None),
        (AMNESTY, 1, None),
        (AMNESTY, None, None),
        (VENUE, "Geneva", None),
        (VENUE, "paris", None),
        (VENUE, 0, None),
        (DUES, 0, 0),
        (DUES, Decimal("0.50"), Fraction(1, 2)),
        (DUES, Decimal("0.25"), None),
        (DUES, 4, None),
        (DUES, "0", None),
        (DUES, True, None),
        (DUES, 0.5, None),
        (DUES, Decimal("NaN"), None),
        (DUES, Decimal("-Infinity"), None),
        (DUES, Decimal("1e999999"), None),
        (DUES, Decimal("9" * 5000), None),
        (DUES, Decimal("1e-5000"), None),
        (START, date(2024, 2, 29), NOON + 1),
        (START, date(2024, 3, 2), None),
        (START, "2024-02-29", None),
        (START, NOON, None),
        (START, datetime(2024, 2, 29, 12), NOON + 1),  # noqa: DTZ001 - a moment of the day
    ],
)
def test_what_is_a_value_of_a_term(term: AnyTerm, value: object, number: Exact | None) -> None:
    assert term.number(value) == number


def told(kind: str, **fields: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    """Return the messages of a term that does not fit together, and the keys each is about."""
    with pytest.raises(ValidationError) as caught:
        TERM_TYPES[kind](**fields)
    misfits = [entry["ctx"]["error"] for entry in caught.value.errors()]
    return [(str(misfit), misfit.keys if isinstance(misfit, Misfit) else ()) for misfit in misfits]


BOUNDS = "the bounds are too large: without the decimal points of min and step they would exceed 2^53 (about 9 * 10^15)"


@pytest.mark.parametrize(
    ("kind", "fields", "message", "keys"),
    [
        ("choice", {"options": ("a",)}, "a choice needs at least two options", ("options",)),
        ("scale", {"levels": {}}, "a scale needs at least two levels", ("levels",)),
        ("choice", {"options": ("a", "b", "c", "b", "a")}, "duplicate option 'b'", ("options", 3)),
        (
            "scale",
            {"levels": tuple(f"l{at}" for at in range(10_001))},
            "a scale has at most 10,000 levels",
            ("levels",),
        ),
        (
            "scale",
            {"levels": ("low", "high"), "status_quo": "hihg"},
            "status_quo 'hihg' is not one of the levels (did you mean 'high'?)",
            ("status_quo",),
        ),
        ("quantity", {"min": 1, "max": 0}, "max is below min", ("max",)),
        ("quantity", {"min": 0, "max": 1, "step": 0}, "step has to be above 0", ("step",)),
        (
            "quantity",
            {"min": Decimal("0.1"), "max": 2},
            "max is not min plus a whole number of steps of 1; use 1.1",
            ("max",),
        ),
        (
            "quantity",
            {"min": 0, "max": 2**53, "step": Decimal("0.5")},
            BOUNDS,
            ("max",),
        ),
        (
            "quantity",
            {"min": -(2**53) // 10 - 1, "max": 0, "step": Decimal("0.1")},
            BOUNDS,
            ("max",),
        ),
        ("quantity", {"min": 0.5, "max": 1}, "0.5 is a float, which is not exact; write Decimal('0.5')", ()),
        ("quantity", {"min": True, "max": 1}, "expected a number, not true", ()),
        (
            "quantity",
            {"min": Decimal("Infinity"), "max": 1},
            "Infinity is not a finite number",
            (),
        ),
        ("date", {"earliest": date(2025, 1, 2), "latest": date(2025, 1, 1)}, "latest is before earliest", ("latest",)),
        ("yes_no", {"label": "a\x1bb"}, "a text cannot contain the control character U+001B", ()),
    ],
)
def test_what_does_not_fit_is_told_at_its_key(
    kind: str, fields: dict[str, Any], message: str, keys: tuple[str | int, ...]
) -> None:
    assert told(kind, **fields) == [(message, keys)]


def test_a_misfit_knows_the_character() -> None:
    with pytest.raises(ValidationError) as caught:
        YesNo(label="ab\u202ec")
    (entry,) = caught.value.errors()
    assert entry["ctx"]["error"].at == 2


def test_just_inside_the_limits() -> None:
    assert Quantity(min=0, max=2**53).domain.size == 2**53 + 1  # type: ignore[arg-type]
    assert Quantity(min=Decimal("-0.000000000000001"), max=Decimal(0), step=Decimal("1e-15")).domain.size == 2
    assert Quantity(min=Decimal(3), max=Decimal(3)).domain.size == 1
    assert len(Choice(options=tuple(f"o{at}" for at in range(MAX_OPTIONS))).names) == MAX_OPTIONS
    assert DateTerm(earliest=date.min, latest=date.min).domain.size == 1
    assert DateTerm(earliest=date.min, latest=date.max).domain.last == date.max.toordinal()


def test_terms_are_frozen_and_take_no_other_fields() -> None:
    with pytest.raises(ValidationError):
        AMNESTY.label = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        YesNo(labels="x")  # type: ignore[call-arg]
    assert {kind: TERM_TYPES[kind].model_fields["type"].default for kind in TERM_TYPES} == {
        kind: kind for kind in TERMS
    }


@steady(200)
@given(
    st.decimals(-1000, 1000, places=3, allow_nan=False, allow_infinity=False),
    st.decimals("0.001", 50, places=3, allow_nan=False, allow_infinity=False),
    st.integers(0, 60),
    st.data(),
)
def test_a_quantity_reaches_all_its_steps(low: Decimal, step: Decimal, steps: int, data: st.DataObject) -> None:
    term = Quantity(min=low, max=low + step * steps, step=step)
    assert term.domain.size == steps + 1
    at = data.draw(st.integers(0, steps))
    value = term.value(term.domain.at(at))
    assert value == low + step * at
    assert term.number(value) == term.domain.at(at)
    assert term.number(Decimal(str(value)) + step / 2) is None


def test_the_words_yes_and_no_are_a_status_quo() -> None:
    for word, value in (("yes", True), ("no", False), ("true", True), ("false", False)):
        text = (
            f"format: zopa/1\ntitle: Tax\nterms: {{tax: {{type: yes_no, status_quo: {word}}}}}\nparties: {{us: {{}}}}\n"
        )
        assert zopa.loads(text).terms["tax"].status_quo is value
