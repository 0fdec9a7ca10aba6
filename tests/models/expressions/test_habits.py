"""What people write out of habit is refused with what to write instead."""

from __future__ import annotations

import pytest

import zopa
from zopa.models.expressions import habits
from zopa.models.expressions.parse import parse
from zopa.models.expressions.parse_errors import ExpressionError

DATE = "a date is written year-month-day, such as 2028-12-31"
MONTHS = "write the number of days, or the day itself, such as 2028-07-01"
TWO = "write two comparisons: x >= 5 and x <= 10"
IF = "write if(condition, then, otherwise), or: condition implies requirement"
MULTIPLY = "to multiply; a unit stands with the term, not here"

HABITS = {
    # numbers and dates
    "fee <= 1.000.000": "write 1_000_000",
    "fee <= 1.000.000,50": "write 1_000_000.50",
    "fee <= 400'000": "write 400_000",
    "fee <= 400,000": "a number is written without commas and spaces: 500_000",
    "fee <= 2,5": "write 2.5",
    "0,5 * fee <= 4": "write 0.5",
    "fee <= .5": "write 0.5",
    "fee <= 5.": "write 5",
    "fee <= 1e3": "write 1_000",
    "fee <= 2.5k": "write 2_500",
    "fee <= 10m": "write 10_000_000",
    "fee <= 10 million": "write the number out, such as 5_000_000",
    "fee <= 5%": habits.UNIT,
    "fee <= $100": habits.UNIT,
    "fee <= €100": habits.UNIT,
    "fee <= 100 EUR": f"write * {MULTIPLY}",
    "2fee <= 4": f"write 2 * fee {MULTIPLY}",
    "2 fee <= 4": f"write * {MULTIPLY}",
    "day <= 01.02.2028": DATE,
    "day <= 31/12/2028": DATE,
    "day <= 2028/12/31": DATE,
    "day <= 2028-01-01 + 6 months": MONTHS,
    "day <= 2028-01-01 + 1 year": MONTHS,
    "day <= 2028-01-01 + 10 days": "a day is 1: write the number alone",
    "day <= 2028-01-01 + 2 weeks": "write 7 for each week",
    # operators
    "fee = 5": "write == to compare",
    "fee ≤ 5": "write <=",
    "fee => 5": "write >=, or implies",
    "fee =< 5": "write <=",
    "fee <> 5": "write != for two values that differ",
    "ok && open": "write and",
    "ok || open": "write or",
    "!ok": "write not, or != to compare",
    "ok -> open": "write implies",
    "ok ==> open": "write implies",
    "ok ⇒ open": "write implies",
    "ok <=> open": "write iff",
    "ok ? fee : 5": "write if(condition, then, otherwise)",
    "ok; open": "write and, or two red lines",
    "fee ** 2 <= 4": "write the product out: x * x",
    "fee ^ 2 <= 4": "write the product out: x * x",
    "fee / 2 <= 4": "there is no division; multiply the other side instead",
    "fee <= –5": "write the ordinary minus sign -",
    "site in [a, b]": "write a set in braces: {a, b}",
    "site in (a, b)": "expected a set in braces {a, b} after 'in'",
    "site == a, b": "several values stand in a set: x in {a, b}",
    "site == 'a'": "write the option's name without quotation marks",
    "site == „a“": "write the option's name without quotation marks",
    "fee >= 5 and <= 10": "name again what is compared: x >= 5 and x <= 10",
    # words
    "if ok then open": IF,
    "if ok then fee <= 5 else fee <= 6": IF,
    "fee between 5 and 10": TWO,
    "fee is 5": "write == to compare",
    "fee equals 5": "write ==",
    "fee at least 5": "write >= for at least, <= for at most",
    "fee less than 5": "write <",
    "fee greater than 5": "write >",
    "day before 2028-01-01": "write <",
    "fee <= 5 unless ok": "write or: a unless b is a or b",
    "either ok or open": "write a or b, or exactly(1, a, b) if not both may hold",
    "ok xor open": "write exactly(1, a, b)",
    "ok AND open": "did you mean 'and'?",
    "NOT ok": "write not",
    "no open": "write not",
    "fee mod 2 == 0": "there is no remainder",
    "max(fee": "if a comma follows in the file, put the whole text in quotation marks",
}


@pytest.mark.parametrize("text", HABITS)
def test_a_habit_is_answered_with_what_to_write(text: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.message.endswith(HABITS[text]) or HABITS[text] in caught.value.message
    assert 0 <= caught.value.span[0] <= caught.value.span[1] <= len(text)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1.000.000", "write 1_000_000"),
        ("500,000", "write 500_000"),
        ("-1 234 567,5", "write -1_234_567.5"),
        ("2,5", "write 2.5"),
        ("2.5M", "write 2_500_000"),
        ("5%", "put the unit under 'unit'"),
        ("€500", "put the unit under 'unit'"),
        ("1/2", "write a decimal, such as 0.5"),
    ],
)
def test_a_number_of_a_file_is_answered_alike(text: str, advice: str) -> None:
    with pytest.raises(zopa.ScenarioError) as caught:
        zopa.loads(f"title: T\nterms:\n  fee:\n    type: quantity\n    min: 0\n    max: '{text}'\nparties: {{}}\n")
    assert caught.value.problems[0].message == f"expected a number, not '{text}'; {advice}"


@pytest.mark.parametrize("text", ["site in {a, b}", "site not in {a}", "fee == [1]"])
def test_brackets_in_a_flow_mapping_want_quotation_marks(text: str) -> None:
    with pytest.raises(
        zopa.ScenarioError, match=r"within \[\] or {}, a text with '.' in it has to be put in quotation"
    ):
        zopa.loads(f"title: T\nparties: {{p: {{red_lines: {{l: {{require: {text}}}}}}}}}\n")


def test_a_truth_in_capitals_is_known() -> None:
    with pytest.raises(zopa.ScenarioError, match=r"unknown term 'True' \(did you mean 'true'\?\)"):
        zopa.loads("title: T\nterms: {ok: {type: yes_no}}\nparties: {p: {red_lines: {l: {require: ok == True}}}}\n")
