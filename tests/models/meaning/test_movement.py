"""How a deal misses a comparison, whatever stands on its sides."""

import pytest

import zopa

TALKS = """
title: T
terms: {night: {type: yes_no}, dues: {type: quantity, min: 0, max: 10, unit: kEUR}}
parties:
  a: {red_lines: {closed: {require: night <= 0}, cap: {require: 3 >= dues}, dark: {require: not night}}}
"""


def test_a_condition_that_counts_as_a_number_is_missed_by_one() -> None:
    meaning = zopa.loads(TALKS).meaning()
    closed, cap, dark = (meaning.missed(line, {"night": 1, "dues": 7}) for line in meaning.red_lines)
    assert closed == zopa.Missed("night", None, 1, "<=", 0, 1, None)
    assert cap == zopa.Missed("dues", "dues", 7, "<=", 3, 4, "kEUR")
    assert dark is None


COLLIDING = """
title: T
terms:
  red: {{type: quantity, min: 0, max: 100}}
  lo: {{type: scale, levels: [red, blue]}}
parties: {{a: {{red_lines: {{line: {{require: "{line}"}}, other: {{require: red >= 0}}}}}}}}
"""


@pytest.mark.parametrize("line", ["lo <= red", "red >= lo", "lo == red", "red == lo", "if(red > 3, lo, lo) == red"])
def test_an_option_called_like_a_term_is_no_amount(line: str) -> None:
    meaning = zopa.loads(COLLIDING.format(line=line)).meaning()
    compared = meaning.red_lines[0]
    assert meaning.movement(compared) is None
    assert meaning.missed(compared, {"red": 50, "lo": 1}) is None
    with pytest.raises(zopa.ScenarioError, match="a slope needs a single comparison"):
        zopa.loads(COLLIDING.format(line=line).replace(f'"{line}"', f'"{line}", slope: {{cost: 1, per: 1}}'))


NAMED = """
title: T
terms: {{lo: {{type: scale, levels: [red, blue]}}}}
definitions: {{blue: "{text}"}}
parties: {{a: {{red_lines: {{line: {{require: blue}}, other: {{require: lo == red}}}}}}}}
"""


@pytest.mark.parametrize("text", ["lo == blue", "blue == lo", "lo in {blue}", "lo >= blue"])
def test_a_definition_may_be_called_like_the_option_it_speaks_of(text: str) -> None:
    assert zopa.solve(zopa.loads(NAMED.format(text=text))).verdict == "no_deal"


def test_without_a_term_beside_it_a_name_is_the_definition() -> None:
    with pytest.raises(zopa.ScenarioError, match="refers to itself"):
        zopa.loads(NAMED.format(text="not blue"))
