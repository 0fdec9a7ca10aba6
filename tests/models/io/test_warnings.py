"""Warnings: what is allowed and probably not meant, each located; sources are read beside the scenario only."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from zopa.models.io import warnings as lint
from zopa.models.io.load import read
from zopa.models.io.warnings import settled, warnings
from zopa.scenarios.library import bundled, find

HEAD = """\
title: Harbour dues
terms:
  dues: {type: quantity, min: 0, max: 100}
  venue: {type: choice, options: [geneva, istanbul]}
  access: {type: scale, levels: [barred, paid, free]}
  amnesty: {type: yes_no}
  start: {type: date, earliest: 2025-01-01, latest: 2026-12-31}
"""
USED = "facts: {law: {require: dues > 4 or venue == geneva or access > barred or amnesty or start > 2025-02-01}}\n"
LAST = len(HEAD.splitlines())
PARTIES = "parties: {port: {}}\n"

Told = list[tuple[int | None, int | None, str]]


def told(text: str, texts: dict[str, str] | None = None) -> Told:
    """Return the warnings of a text with their places."""
    reading = read(text)
    found = reading.located(warnings(reading.scenario, (texts or {}).get, reading.tree))
    return [(problem.line, problem.column, problem.message) for problem in found]


def told_of(lines: str, texts: dict[str, str] | None = None) -> Told:
    """Return the warnings of a scenario whose terms are all used, with more lines after them."""
    found = told(HEAD + USED + textwrap.dedent(lines) + ("" if "parties:" in lines else PARTIES), texts)
    return [(line and line - LAST - 1, column, message) for line, column, message in found]


def test_a_sound_scenario_has_none() -> None:
    assert told_of("") == []


def test_unused_terms_and_definitions_are_told_at_their_names() -> None:
    text = (
        HEAD
        + "definitions:\n  low: dues < 9\n  high: dues > 90\n  higher: high\nfacts: {law: {require: low or amnesty}}\n"
    )
    assert told(text + PARTIES) == [
        (4, 3, "no red line, fact or interest uses the term 'venue'"),
        (5, 3, "no red line, fact or interest uses the term 'access'"),
        (7, 3, "no red line, fact or interest uses the term 'start'"),
        (10, 3, "no red line or fact uses the definition 'high'"),
        (11, 3, "no red line or fact uses the definition 'higher'"),
    ]


@pytest.mark.parametrize(
    "user",
    [
        "definitions: {low: amnesty}\nfacts: {law: {require: low}}\nparties: {port: {}}",
        "definitions: {low: amnesty, lower: not low}\nfacts: {law: {require: lower}}\nparties: {port: {}}",
        "parties: {port: {red_lines: {a: {require: amnesty}}}}",
        "measures: {most: {value: 1 * amnesty}}\nparties: {port: {}}",
    ],
    ids=["through-a-definition", "through-two", "in-a-red-line", "in-a-measure"],
)
def test_a_term_is_used_by_whatever_rests_on_it(user: str) -> None:
    assert told(f"title: T\nterms: {{amnesty: {{type: yes_no}}}}\n{user}\n") == []


@pytest.mark.parametrize(
    ("expression", "at", "says"),
    [
        ("max(dues, 500,000) > 4", 10, "arguments, so this is 500 and 000 (did you mean 500_000 or 500000?)"),
        ("dues < sum(-1,500,000, 7)", 12, "arguments, so this is 1, 500 and 000 (did you mean 1_500_000 or 1500000?)"),
        ("if(amnesty, min(12,345), 3) > 9", 16, "arguments, so this is 12 and 345 (did you mean 12_345 or 12345?)"),
        ("dues in {1,000, 7}", 9, "members of a set, so this is 1 and 000 (did you mean 1_000 or 1000?)"),
        ("dues in {5,7,100}", None, ""),
        ("dues in {10,20,100}", None, ""),
        ("max(dues, 500, 100) > 600", None, ""),
        ("max(dues, 500_000,000) > 600", None, ""),
        ("max(dues, 5000,100) > 600", None, ""),
        ("max(dues, 50,1000) > 6", None, ""),
        ("max(dues,100) > 600", None, ""),
        ("max(50, dues) + max(dues, 10 ,100) > 6", None, ""),
    ],
)
def test_commas_within_what_looks_like_one_number_are_told(expression: str, at: int | None, says: str) -> None:
    red_line = f'{{require: "{expression}", fallbacks: [{{require: "{expression}", cost: 1}}]}}'
    places = {
        f'definitions: {{low: "{expression}"}}': "definitions: {low: ",
        f'measures: {{low: {{value: "1 * ({expression})"}}}}': "measures: {low: {value: 1 * (",
        f'facts: {{low: {{require: "{expression}"}}}}': "facts: {low: {require: ",
        f'parties: {{port: {{bonuses: [{{when: "{expression}", utility: 1}}]}}}}': "parties: {port: {bonuses: [{when: ",
        f"parties: {{port: {{red_lines: {{low: {red_line}}}}}}}": "parties: {port: {red_lines: {low: {require: ",
    }
    for lines, before in places.items():
        text = f"{HEAD}{lines}\n" + ("" if "parties" in lines else PARTIES)
        found = [one for one in told(text) if "comma" in one[2]]
        first = (LAST + 1, len(before) + 2 + (at or 0), f"a comma separates {says}")
        second = (LAST + 1, first[1] + len(f'{expression}", fallbacks: [{{require: "'), first[2])
        assert found == ([] if at is None else [first, second] if "fallbacks" in lines else [first])


ALWAYS, NEVER = "holds in every deal and rules nothing out", "holds in no deal"


@pytest.mark.parametrize(
    ("require", "says"),
    [
        ("amnesty or not amnesty", ALWAYS),
        ("access > free", NEVER),
        ("venue in {geneva, istanbul}", ALWAYS),
        ("venue == geneva and venue == istanbul", NEVER),
        ("dues * dues == 50", NEVER),
        ("true", ALWAYS),
        ("1 > 2", NEVER),
        ("odd or dues != 7", ALWAYS),
        ("start >= 2025-01-01", ALWAYS),
        ("amnesty", None),
        ("dues * dues == 49", None),
        ("odd", None),
    ],
)
def test_a_line_of_few_combinations_is_tried_on_all(require: str, says: str | None) -> None:
    found = told_of(
        f"definitions: {{odd: dues == 7}}\nparties: {{port: {{red_lines: {{a: {{require: '{require}'}}}}}}}}"
    )
    unused = (1, 15, "no red line or fact uses the definition 'odd'")
    line = (2, len("parties: {port: {red_lines: {a: {require: '"), f"the red line port.a {says}")
    assert found == [*([unused] if "odd" not in require else []), *([line] if says else [])]


def test_a_fact_is_told_by_its_name_and_at_its_requirement() -> None:
    head = "title: T\nterms: {amnesty: {type: yes_no}}\n"
    fact = "facts:\n  law:\n    says: Nothing\n    require: amnesty and not amnesty\n"
    assert told(head + fact + PARTIES) == [(6, 14, f"the fact law {NEVER}")]


WIDE = "title: T\nterms:\n  a: {type: quantity, min: 0, max: 100}\n  b: {type: quantity, min: 0, max: 100}\n"


@pytest.mark.parametrize(
    ("require", "says"),
    [("a + b >= 0", ALWAYS), ("a + b > 200", NEVER), ("a + b > 199", None), ("a - a == 0 or b > 100", None)],
)
def test_a_line_of_many_combinations_is_judged_by_intervals(require: str, says: str | None) -> None:
    found = told(f"{WIDE}parties: {{port: {{red_lines: {{l: {{require: {require}}}}}}}}}\n")
    unused = [(4, 3, "no red line, fact or interest uses the term 'b'")] if "b" not in require else []
    column = len("parties: {port: {red_lines: {l: {require: ") + 1
    assert found == unused + ([(5, column, f"the red line port.l {says}")] if says else [])


def test_what_intervals_miss_is_found_where_combinations_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning = read(f"{WIDE}parties: {{port: {{red_lines: {{l: {{require: a + b - a == b}}}}}}}}\n").scenario.meaning()
    assert settled(meaning, meaning.red_lines[0]) is None
    monkeypatch.setattr(lint, "MAX_TRIED", 101 * 101)
    assert settled(meaning, meaning.red_lines[0]) is True


def test_definitions_that_a_line_does_not_rest_on_are_not_computed() -> None:
    """A line is tried on up to 4,096 combinations; 2,000 definitions each time would take minutes."""
    definitions = "".join(f"  d{at}: a > {at % 90}\n" for at in range(2000))
    lines = "".join(f"      l{at}: {{require: a * b != {10_007 + at}}}\n" for at in range(20))
    terms = "title: T\nterms:\n  a: {type: quantity, min: 0, max: 63}\n  b: {type: quantity, min: 0, max: 63}\n"
    text = f"{terms}definitions:\n{definitions}parties:\n  port:\n    red_lines:\n{lines}"
    found = warnings(read(text).scenario, dict[str, str]().get)
    assert [problem.message for problem in found if problem.keys[0] == "parties"] == [
        f"the red line port.l{at} {ALWAYS}" for at in range(20)
    ]


def test_parties_of_unknown_position_are_told_at_their_names() -> None:
    found = told_of("""\
        parties:
          port: {position: stated}
          navy: {position: unknown}
          guards: {name: Coast guards, position: unknown}
        """)
    assert found == [
        (3, 3, "navy has to consent to a deal, but its position is unknown"),
        (4, 3, "Coast guards has to consent to a deal, but its position is unknown"),
    ]


SOURCES = """\
sources:
  paper: {title: Position paper, file: paper.txt}
  press: {title: Press}
parties:
  port:
    red_lines:
      floor:
        require: dues >= 40
        source: SOURCE
        quote: QUOTE
"""


@pytest.mark.parametrize(
    ("source", "quote", "misquoted"),
    [
        ("paper", "not below forty", False),
        ("paper", "never below forty", True),
        ("paper", '"not   below\\nforty"', False),
        ("paper", "Not below forty", True),
        ("press", "never below forty", False),
    ],
    ids=["verbatim", "another-word", "over-lines", "another-case", "source-without-a-file"],
)
def test_a_quote_has_to_occur_in_its_source(source: str, quote: str, misquoted: bool) -> None:
    text = SOURCES.replace("SOURCE", source).replace("QUOTE", quote)
    found = told_of(text, {"paper.txt": "The dues are\n  not below\tforty, ever.\n"})
    assert found == ([(10, 16, f"the source {source!r} does not contain this quote")] if misquoted else [])


def test_a_quote_need_not_repeat_what_nobody_sees_in_its_source() -> None:
    text = SOURCES.replace("SOURCE", "paper").replace("QUOTE", "not below forty")
    assert told_of(text, {"paper.txt": "The dues are\ufeff not be\u00adlow for\u00adty, ever.\n"}) == []


def test_a_quote_without_a_source_is_not_checked() -> None:
    text = SOURCES.replace("        source: SOURCE\n", "").replace("QUOTE", "whatever")
    assert told_of(text, {"paper.txt": ""}) == []


def test_a_missing_source_file_is_told_once_and_its_quotes_are_left() -> None:
    found = told_of(SOURCES.replace("SOURCE", "paper").replace("QUOTE", "whatever"))
    message = "the source file 'paper.txt' was not found beside the scenario; its quotes are not checked"
    assert found == [(2, 40, message)]


def test_warnings_come_in_the_order_of_the_file() -> None:
    text = (
        "parties: {a: {position: unknown, red_lines: {l: {require: not true}}}}\nterms: {t: {type: yes_no}}\ntitle: T\n"
    )
    assert [(line, column) for line, column, _ in told(text)] == [(1, 11), (1, 59), (2, 9)]


def test_warnings_as_people_read_them() -> None:
    reading = read(HEAD + USED + "parties: {port: {position: unknown}}\n")
    problems = reading.located(warnings(reading.scenario, dict[str, str]().get))
    assert "\n".join(f"warning: {problem.render('talks.yaml')}" for problem in problems) == (
        "warning: talks.yaml:9:11: port has to consent to a deal, but its position is unknown\n"
        "    9 | parties: {port: {position: unknown}}\n"
        "      |           ^"
    )


# -- a point for thousands ---------------------------------------------------------------------------------------------


def pointed(require: str, most: str = "500_000", weight: str = "1", step: str = "1") -> Told:
    return told(
        f"title: T\nterms:\n  fee: {{type: quantity, min: 0, max: {most}, step: {step}}}\n"
        "  share: {type: quantity, min: 0, max: 100}\nmeasures: {m: {value: fee + share}}\n"
        f"parties: {{p: {{red_lines: {{l: {{require: {require}, weight: {weight}}}}}}}}}\n"
    )


def is_read(written: str) -> str:
    number = Decimal(written)
    number = number.quantize(Decimal(1)) if number == int(number) else number.normalize()
    return f"{written} is {number}: a point separates decimals (did you mean {written.replace('.', '_')}?)"


def test_a_point_for_thousands_is_told_where_it_stands() -> None:
    assert pointed("fee <= 400.000") == [(6, 47, is_read("400.000"))]
    assert pointed("fee + share <= 400.000 or fee == 1.000") == [(6, 55, is_read("400.000")), (6, 73, is_read("1.000"))]
    # its places need not be zeros where the term has whole steps in the thousands
    assert pointed("fee <= 400.500") == [(6, 47, is_read("400.500"))]
    assert pointed("fee <= 400", weight="2.000") == [(6, 60, is_read("2.000"))]
    # several of them speak for themselves
    assert [message for _, _, message in pointed("fee <= 400.000", most="500.000")] == [
        is_read("500.000"),
        is_read("400.000"),
    ]


@pytest.mark.parametrize(
    ("require", "more"),
    [
        ("fee <= 400000.000", {}),
        ("fee <= 400.00", {}),
        ("fee <= 400.0000", {}),
        ("fee <= 0.500", {}),
        ("share <= 12.500", {}),  # 12,500 is none of its values
        ("fee <= 400.125", {"step": "0.125"}),
        ("1.125 * fee <= 4000", {}),
        ("fee <= 400.000", {"most": "500"}),  # nothing else is in the thousands
        ("fee <= 400", {"weight": "2.125"}),
    ],
)
def test_decimals_that_may_well_be_meant(require: str, more: dict[str, str]) -> None:
    assert pointed(require, **more) == []


# -- what a source file may be ----------------------------------------------------------------------------------------


@pytest.fixture
def read_beside(tmp_path: Path) -> Callable[[str], str | None]:
    """Return what reads the sources of a scenario in ``tmp_path/talks``."""
    folder = tmp_path / "talks"
    (folder / "papers").mkdir(parents=True)
    (folder / "talks.yaml").write_text("title: T\n")
    (folder / "paper.txt").write_text("beside")
    (folder / "papers" / "paper.txt").write_text("below")
    (folder / "latin.txt").write_bytes(b"Z\xfcrich")
    (tmp_path / "secret.txt").write_text("outside")
    (tmp_path / "talks-secret.txt").write_text("outside")
    (folder / "link.txt").symlink_to(folder / "paper.txt")
    (folder / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "folder-out").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    return find(folder / "talks.yaml").read_source


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("paper.txt", "beside"),
        ("./paper.txt", "beside"),
        ("papers/paper.txt", "below"),
        ("papers/../paper.txt", "beside"),
        ("link.txt", "beside"),
    ],
)
def test_a_source_beside_the_scenario_is_read(read_beside: Callable[[str], str | None], name: str, text: str) -> None:
    assert read_beside(name) == text


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "papers/../../secret.txt",
        "../talks-secret.txt",
        "way-out.txt",
        "folder-out/secret.txt",
        "/etc/hostname",
        "missing.txt",
        "papers",
        "pipe",
        "latin.txt",
        "",
        ".",
        "a\0b",
        "x" * 5000,
    ],
)
def test_nothing_else_is_read(read_beside: Callable[[str], str | None], name: str) -> None:
    assert read_beside(name) is None


def test_the_absolute_path_of_a_secret_is_not_read(tmp_path: Path, read_beside: Callable[[str], str | None]) -> None:
    assert (tmp_path / "secret.txt").read_text() == "outside"
    assert read_beside(str(tmp_path / "secret.txt")) is None


def test_a_source_that_escapes_is_told_as_missing(tmp_path: Path, read_beside: Callable[[str], str | None]) -> None:
    sources = "sources: {paper: {title: P, file: ../secret.txt}}\n"
    line = "parties: {port: {red_lines: {l: {require: dues > 4, quote: outside, source: paper}}}}\n"
    reading = read(HEAD + USED + sources + line)
    (problem,) = reading.located(warnings(reading.scenario, read_beside))
    message = "the source file '../secret.txt' was not found beside the scenario; its quotes are not checked"
    assert (problem.line, problem.column, problem.message) == (9, 35, message)


def test_a_source_over_the_limit_is_not_read(tmp_path: Path, read_beside: Callable[[str], str | None]) -> None:
    (tmp_path / "talks" / "long.txt").write_bytes(b"x" * (8 * 2**20))
    (tmp_path / "talks" / "longer.txt").write_bytes(b"x" * (8 * 2**20 + 1))
    assert read_beside("long.txt") == "x" * (8 * 2**20)
    assert read_beside("longer.txt") is None


# -- the bundled scenarios --------------------------------------------------------------------------------------------


def bundled_warnings(name: str) -> list[str]:
    found = find(name)
    reading = found.read()
    return [problem.message for problem in reading.located(warnings(reading.scenario, found.read_source))]


def test_the_founding_scenario_warns_of_three_unknown_positions_and_no_misquote() -> None:
    assert bundled_warnings("ukraine-russia") == [
        "Western guarantors has to consent to a deal, but its position is unknown",
        "NATO has to consent to a deal, but its position is unknown",
        "European Union has to consent to a deal, but its position is unknown",
    ]


def test_the_founding_scenario_s_quotes_are_checked() -> None:
    found = find("ukraine-russia")
    scenario = found.read().scenario
    quotes = [line.quote for _, _, line in scenario.red_lines() if line.quote]
    misquoted = [problem for problem in warnings(scenario, lambda _file: "nothing said") if "quote" in problem.message]
    assert len(misquoted) == len(quotes) + sum(fact.quote is not None for fact in scenario.facts.values()) > 20


@pytest.mark.parametrize("name", bundled())
def test_no_bundled_scenario_misquotes_or_leaves_a_term_unused(name: str) -> None:
    assert [message for message in bundled_warnings(name) if "position is unknown" not in message] == []
