"""What bad input gets: every message, exactly and where; and what is just inside the limits is accepted."""

from __future__ import annotations

import json
import random
import unicodedata
from importlib import resources
from pathlib import Path

import pytest
import yaml
from support import bad_input
from support.bad_input import CASES, GOOD, HEAD, PARTY, TERMS, Bad, keys, line, requires, term

import zopa
from zopa.errors import UNSEEN, Problem, ScenarioError, did_you_mean, printable, quoted
from zopa.models.io.load import MAX_PROBLEMS, loads, read
from zopa.models.io.source import yaml_reader

by_name = pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])


def refused(text: str | bytes, file: str | None = None) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        loads(text, file=file)
    return caught.value


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="the words and places are those that libyaml leads to")
@by_name
def test_every_problem_is_told_exactly_and_where(case: Bad) -> None:
    error = refused(case.plain(), case.file)
    assert [(problem.line, problem.column, problem.message) for problem in error.problems] == case.expected()


def test_the_table_is_large_and_its_cases_are_told_apart() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)
    assert loads(GOOD).title == "Harbour dues"


@by_name
def test_a_message_is_one_plain_line_under_its_place(case: Bad) -> None:
    error = refused(case.plain(), case.file or "talks.yaml")
    told = str(error)
    assert all(not unicodedata.category(letter).startswith("C") or letter in "\n\u200b" for letter in told)
    for problem in error.problems:
        assert problem.message[0] not in " A"
        assert problem.message[-1] not in ".\n "
        assert len(problem.message) < 250
        first, *shown = problem.render(error.file).split("\n")
        if problem.line is None:
            assert first == f"{error.file}: {problem.message}"
            continue
        assert first == f"{error.file}:{problem.line}:{problem.column}: {problem.message}"
        assert problem.text is None or shown[1].endswith("^")
        assert all(len(row) <= len("12345 | ") + 106 for row in shown)
        assert "\n".join([first, *shown]) in told


@by_name
def test_yaml_read_without_libyaml_refuses_the_same(case: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "_PARSER", yaml.SafeLoader)
    refused(case.plain(), case.file)


def test_the_caret_stands_under_the_character_that_is_meant() -> None:
    (problem,) = refused(requires("dues > 4 and dutys > 4"), "talks.yaml").problems
    head, shown, caret = problem.render("talks.yaml").split("\n")
    assert head == "talks.yaml:15:31: unknown term 'dutys' (did you mean 'dues'?)"
    assert shown == "   15 |         require: dues > 4 and dutys > 4"
    assert caret == "      |                               ^"


def test_a_long_line_is_shown_around_the_caret() -> None:
    text = requires(f"{'amnesty and ' * 100}dutys{' or amnesty' * 100}")
    (problem,) = refused(text).problems
    _, shown, caret = problem.render().split("\n")
    assert shown[caret.index("^") :].startswith("dutys or amnesty")
    assert shown.startswith("   15 | ...")
    assert shown.endswith("...")
    assert len(shown) == 8 + 106


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    (problem,) = refused("title: a\x1b[31mb\u202ec\td").problems
    assert problem.render().split("\n")[1] == "    1 | title: a\ufffd[31mb\ufffdc d"
    (problem,) = refused("title: a\u202ec\u200dd").problems[:1]
    assert "\u202e" not in problem.render()


def test_every_character_of_a_text_is_seen_or_belongs_to_a_script() -> None:
    joiners = "\u200c\u200d"
    signs_that_are_seen = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    hieroglyphs = "".join(map(chr, range(0x13430, 0x13440)))
    strange = [
        chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    ]
    allowed = [character for character in strange if not UNSEEN.fullmatch(character)]
    assert {*allowed} <= {*"\t\n", *joiners, *signs_that_are_seen, *hieroglyphs}
    assert zopa.YesNo(label="می\u200cخواهم 👩\u200d🚀").label
    assert not any(UNSEEN.search(printable(character)) for character in strange)


@pytest.mark.parametrize("character", ["\u200b", "\U000e0041", "\u2060"])
def test_a_name_with_a_character_that_nobody_sees_is_refused(character: str) -> None:
    error = refused(HEAD + TERMS.replace("amnesty", f"am{character}nesty") + PARTY)
    assert f"U+{ord(character):04X}" in str(error) or unicodedata.name(character) in str(error)
    assert not UNSEEN.search(str(error))


def test_a_problem_without_a_file_names_its_keys() -> None:
    problem = Problem("unknown term 'dutys'", ("facts", "law", "require"), span=(4, 9), text="not dutys")
    assert problem.render().split("\n") == [
        "scenario: facts.law.require: unknown term 'dutys'",
        "      | not dutys",
        "      |     ^",
    ]
    assert Problem("nothing is right").render("talks.yaml") == "talks.yaml: nothing is right"


def test_the_thousand_first_problems_are_told() -> None:
    text = HEAD + TERMS + PARTY + "".join(f"      l{at}: {{require: x{at}}}\n" for at in range(MAX_PROBLEMS + 500))
    problems = refused(text).problems
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[MAX_PROBLEMS - 1].message == f"unknown term 'x{MAX_PROBLEMS - 1}'"
    assert problems[MAX_PROBLEMS].message == "these are the first 1,000 problems; more follow"
    assert problems[MAX_PROBLEMS].line == problems[MAX_PROBLEMS - 1].line + 1  # type: ignore[operator]


def test_a_thousand_wrong_keys_are_told_without_the_expressions() -> None:
    text = keys("\n".join(f"k{at}: 1" for at in range(MAX_PROBLEMS + 500))) + "      cap: {require: dutys}\n"
    problems = refused(text).problems
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[MAX_PROBLEMS].message == "these are the first 1,000 problems; more follow"


@pytest.mark.parametrize("length", [2 * 10**5, 10**6])
def test_problems_on_one_long_line_share_its_text(length: int) -> None:
    filler = "x" * (length // 100)
    lines = ",".join(f'"l{at}":{{"require":"dutys","says":"{filler}"}}' for at in range(100))
    problems = refused(
        f'{{"title":"x",{bad_input.JSON_TERMS},"parties":{{"port":{{"red_lines":{{{lines}}}}}}}}}'
    ).problems
    assert len(problems) == 100
    assert len({id(problem.text) for problem in problems}) == 1


# -- just inside the limits -------------------------------------------------------------------------------------------

ACCEPTED = {
    "byte-order-mark": "\ufeff" + GOOD,
    "crlf": GOOD.replace("\n", "\r\n"),
    "cr": GOOD.replace("\n", "\r"),
    "dashes-and-dots": f"---\n{GOOD}...\n",
    "yaml-directive": f"%YAML 1.2\n---\n{GOOD}",
    "format-missing": GOOD.removeprefix("format: zopa/1\n"),
    "question-mark-keys": GOOD.replace("title: Harbour dues", "? title\n: Harbour dues"),
    "no-is-a-word": GOOD.replace("Harbour dues", "no"),
    "merge-sign-in-quotes": keys("notes: ['<<', '&a', '*a', '!!str']"),
    "tab-in-a-text": keys('notes: ["a\\tb\\nc"]'),
    "wide-letters": keys("notes: [港😀é, 'שלום', 'a\u200db']"),
    "optional-keys-with-nothing": keys("summary:\ndate: ~\nfacts: {law: {require: amnesty, says: , quote: null}}"),
    "bare-truth": requires("true"),
    "bare-number-definition": keys("definitions: {small: 1e-7, large: 1e3, octal: 0o17, hex: 0x1F, point: .5}"),
    "number-in-quotes": term("tax: {type: quantity, min: '0', max: '1_000.5', step: '0.5'}"),
    "number-2-53": requires("dues > 9_007_199_254_740_992"),
    "bounds-2-53": term("tax: {type: quantity, min: -9007199254740992, max: 9007199254740992}"),
    "fifteen-places": line("require: dues > 0.000000000000001, weight: 0.000000000000001"),
    "zeros-at-the-end": term(
        "tax: {type: quantity, min: 0.00, max: 9007199254740992.000, step: 1.00000000000000000000}"
    ),
    "weight-zero": line("require: amnesty, weight: 0"),
    "two-thousand-tokens": requires(f"dues{' + 1' * 998} > 4"),
    "nesting-of-64": requires(f"{'(' * 63}amnesty{')' * 63}"),
    "nesting-of-64-not": requires(f"{'not ' * 63}amnesty"),
    "product-below-2-62": requires(" * ".join(["dues"] * 9) + " > 4"),
    "ten-thousand-options": term(f"tax: {{type: choice, options: [{','.join(f'o{at}' for at in range(10_000))}]}}"),
    "name-of-64-letters": term(f"{'t' * 64}: {{type: yes_no}}"),
    "definitions-used-before-they-stand": keys("definitions: {b: a, a: amnesty}"),
    "status-quo-off-the-grid": term("tax: {type: quantity, min: 0, max: 4, step: 2, status_quo: 9.5}"),
    "eight-mib": GOOD + "#" * (8 * 2**20 - len(GOOD)),
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in ACCEPTED.items()])
def test_what_is_just_inside_the_limits_is_accepted(text: str) -> None:
    assert zopa.loads(text).parties["port"].red_lines["floor"].require == "dues >= 40"


def test_nesting_of_64_is_read() -> None:
    error = refused("x: " + "[" * 63 + "]" * 63)
    assert "nests deeper" not in str(error)
    assert "nests deeper" not in str(refused('{"x": ' + "[" * 63 + "]" * 63 + "}", "talks.json"))


def test_json_by_its_name_or_by_its_look() -> None:
    document = json.dumps({"title": "T", "terms": {"a": {"type": "yes_no"}}, "parties": {"p": {}}})
    assert loads(document) == loads(document, file="talks.json") == loads(f"\n {document}", file="TALKS.JSON")
    assert loads(document[:-1] + ",}") == loads(document)  # YAML, though it begins like JSON
    assert "this is not JSON" in str(refused(document[:-1] + ",}", "talks.json"))


def test_text_and_bytes_are_read_alike() -> None:
    text = keys("summary: é")
    assert read(text).scenario.origin == read(text.encode()).scenario.origin
    assert (refused("title: é\ud800").problems[0].line, refused("title: é\ud800").problems[0].column) == (1, 9)


def test_file_errors_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"there is no bundled scenario and no file 'ukraine-rusia' \(did you mean"):
        zopa.load("ukraine-rusia")
    with pytest.raises(ScenarioError, match="cannot be read: Is a directory"):
        zopa.load(tmp_path)
    bad = tmp_path / "talks.yaml"
    bad.write_text(requires("dutys"))
    with pytest.raises(ScenarioError, match=r"talks\.yaml:15:18: unknown term 'dutys'"):
        zopa.load(bad)


def test_suggestions_are_close_and_few() -> None:
    assert did_you_mean("armee", ["army", "navy"]) == " (did you mean 'army'?)"
    assert did_you_mean("quota", ["army", "navy"]) == ""
    assert did_you_mean("army" * 30, ["army" * 30]) == ""
    assert did_you_mean("army", [*(f"x{at}" for at in range(5000)), "armee"]) == ""


def test_long_words_are_cut_in_messages() -> None:
    assert quoted("a" * 60) == repr("a" * 60)
    assert quoted("a" * 61) == repr("a" * 60) + "..."
    assert quoted("a\x1b\u202e") == "'a\\x1b\\u202e'"


# -- hostile texts ----------------------------------------------------------------------------------------------------

BUNDLED = resources.files("zopa.scenarios").joinpath("ukraine-russia.yaml").read_bytes()
PIECES = (
    b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\t", b"\r", b"\n", b"  ", b": ", b"- ", b"? ", b"#",
    b"&a ", b"*a ", b"!!int ", b"<<: ", b"---\n", b"...\n", b"%YAML 1.2\n", b"'", b'"', b"|\n", b">-\n", b"[", b"]",
    b"{", b"}", b",", b".nan", b"1e999", b"0x" + b"f" * 2000, b"9" * 5000, b"~", b"true", b"yes", b"\xe2\x80\xae",
    b"\x1b[31m", b"(" * 70, b" iff ", b" == ", b"not ", b"sum(", b"\\", b"\xd0\xb0", b"\xef\xac\x81", b"type: date",
    b"[key]", b"tuple[", b"title: ", b"terms:\n",
)  # fmt: skip


def mutated(turns: random.Random, source: bytes) -> bytes:
    """Cut a stretch out of a text and damage it at some places."""
    lines = source.splitlines(keepends=True)
    first = turns.randrange(len(lines))
    text = b"".join(
        lines[:2] + lines[first : first + turns.randrange(60)] + (lines[-8:] if turns.random() < 0.5 else [])
    )
    for _ in range(turns.randrange(1, 6)):
        at = turns.randrange(len(text) + 1)
        match turns.randrange(4):
            case 0:
                text = text[:at] + turns.choice(PIECES) + text[at:]
            case 1:
                text = text[:at] + text[at + turns.randrange(12) :]
            case 2:
                text = text[:at] + text[at : at + 30] * 2 + text[at + 30 :]
            case _:
                text = text[:at] + bytes([turns.randrange(256)]) + text[at + 1 :]
    return text


def refusals(texts: list[bytes], file: str | None = None) -> int:
    """Read texts; return how many were refused, each with located problems and by nothing but ScenarioError."""
    refused = []
    for text in texts:
        try:
            zopa.loads(text, file=file)
        except ScenarioError as error:
            refused.append(error)
    assert all(error.problems and str(error) for error in refused)
    assert all(problem.line and problem.column for error in refused for problem in error.problems)
    return len(refused)


@pytest.mark.parametrize("file", ["talks.yaml", "talks.json"])
def test_random_bytes_are_refused_in_words(file: str) -> None:
    turns = random.Random(file)
    texts = [turns.randbytes(turns.randrange(40)) for _ in range(500)]
    texts += [b"".join(turns.choices(PIECES, k=turns.randrange(1, 12))) for _ in range(700)]
    assert refusals(texts, file) == len(texts)


def test_damaged_scenarios_are_refused_in_words_or_read() -> None:
    turns = random.Random(0)
    assert refusals([mutated(turns, BUNDLED) for _ in range(1500)]) > 1000


def test_a_scenario_damaged_at_one_place_is_refused_in_words_or_read() -> None:
    turns = random.Random(1)
    texts = []
    for _ in range(300):
        at = turns.randrange(len(BUNDLED))
        texts.append(BUNDLED[:at] + turns.choice(PIECES) + BUNDLED[at + turns.randrange(3) :])
    assert 0 < refusals(texts) < len(texts)


def test_a_damaged_json_scenario_is_refused_in_words_or_read() -> None:
    source = json.dumps(
        {
            "title": "é😀",
            "terms": {
                "dues": {"type": "quantity", "min": 0, "max": 1e3},
                "venue": {"type": "choice", "options": ["a", "b"]},
            },
            "parties": {"port": {"red_lines": {"floor": {"require": "dues > 4 and venue == a", "weight": 2.5}}}},
        },
        indent=1,
    ).encode()
    turns = random.Random(2)
    texts = []
    for _ in range(1500):
        text = source
        for _ in range(turns.randrange(1, 3)):
            at = turns.randrange(len(text))
            text = text[:at] + turns.choice((*PIECES, b"\\ud83d", b"\\u0000", b"NaN")) + text[at + turns.randrange(4) :]
        texts.append(text)
    assert refusals(texts, "talks.json") > 1000
