"""YAML and JSON text -> tree with places; the place of each character of a value in its source."""

from __future__ import annotations

import json
import random
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from support.draws import steady
from support.syntax import TREES

from zopa.errors import Problem
from zopa.models.expressions.syntax import Syntax, unparse
from zopa.models.io.source.json_reader import read_json
from zopa.models.io.source.spelling import Spelling
from zopa.models.io.source.tree import LineStarts, Mapping, Plain, ReadError, Scalar, Tree, find, plain
from zopa.models.io.source.yaml_reader import read_yaml

# -- what a scalar means ----------------------------------------------------------------------------------------------


def offset_within(text: str, scalar: Scalar, at: int) -> int:
    """Return where the character at a position of a scalar's value stands in the file."""
    return Spelling(text, scalar).offset(at)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *((word, word) for word in ("no", "yes", "on", "Off", "y", "NO", "nil", "tRUE", "none", "NaN", "inf", "=")),
        *((word, word) for word in ("2025-01-31", "12:30", "0b11", "1__0", "_1", "1_", "0o8", "1e12345", "+", "e5")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, word[1:-1]) for word in ("'true'", '"~"', "'5'", '"0o17"', "''")),
        ("0", Decimal(0)),
        ("007", Decimal(7)),
        ("-3.50", Decimal("-3.50")),
        ("+.5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("1_000_000.25", Decimal("1000000.25")),
        ("1e3", Decimal(1000)),
        ("1.5E-3", Decimal("0.0015")),
        ("0o17", Decimal(15)),
        ("0xfF", Decimal(255)),
        ("900719925474099312345.67", Decimal("900719925474099312345.67")),
    ],
)
def test_a_word_means_what_the_core_schema_says(word: str, value: Plain) -> None:
    assert plain(read_yaml(f"- {word}\n")) == [value]


def test_numbers_are_exact_decimals_with_their_places() -> None:
    (number,) = plain(read_yaml("[0.10]"))  # type: ignore[misc]
    assert str(number) == "0.10"
    (number,) = plain(read_json("[0.10]"))  # type: ignore[misc]
    assert str(number) == "0.10"


def test_the_tree_has_places() -> None:
    tree = read_yaml("a: x\nb:\n  - y\n  - {c: 'z'}\n")
    assert isinstance(tree, Mapping)
    assert tree.keys == {"a": 0, "b": 5}
    part, mark, complete = find(tree, ("b", 1, "c"))
    assert (part, mark, complete) == (Scalar("z", 22, 25), 19, True)
    assert find(tree, ("b", 1, "d"))[1:] == (18, False)
    assert find(tree, ("b", 7))[1:] == (5, False)
    assert find(tree, ("a", "x"))[1:] == (0, False)
    assert find(tree, ()) == (tree, 0, True)
    json_part, json_mark, _ = find(read_json('{"b": [{"c":\n "z"}]}'), ("b", 0, "c"))
    assert (json_part, json_mark) == (Scalar("z", 14, 17), 8)


def test_of_a_repeated_key_the_first_is_kept_and_all_others_known() -> None:
    for tree in (read_yaml("{a: 1, b: 2, a: 3, a: 4}"), read_json('{"a": 1, "b": 2, "a": 3, "a": 4}')):
        assert isinstance(tree, Mapping)
        assert plain(tree) == {"a": 1, "b": 2}
        assert [key for key, _ in tree.repeated] == ["a", "a"]
        assert [mark for _, mark in tree.repeated] == sorted(mark for _, mark in tree.repeated)


def test_lines_and_columns_count_from_one_over_all_line_ends() -> None:
    lines = LineStarts("a\nbc\r\nd\re\n")
    places = [
        (problem.line, problem.column, problem.text) for problem in (lines.locate(Problem("x"), at) for at in range(11))
    ]
    assert places == [
        (1, 1, "a"),
        (1, 2, "a"),
        (2, 1, "bc"),
        (2, 2, "bc"),
        (2, 3, "bc"),
        (2, 4, "bc"),
        (3, 1, "d"),
        (3, 2, "d"),
        (4, 1, "e"),
        (4, 2, "e"),
        (5, 1, ""),
    ]


# -- JSON -------------------------------------------------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


@steady(400)
@given(JSON_VALUES, st.sampled_from((None, 1, "\t")), st.booleans())
def test_json_reads_as_the_standard_reader_does(value: object, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert plain(read_json(f"\n {text}\r\n")) == value


def _refuse(word: str) -> None:
    raise ValueError(word)


@steady(600)
@given(st.text('[]{}":,\\u01aeE.- \ntrueNaIfinity', max_size=25))
@example('{"a": 1}x')
@example('["\\ud83d\\ude00"]')
def test_json_accepts_what_the_standard_reader_does(text: str) -> None:
    try:
        expected = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    except (ValueError, ArithmeticError):
        with pytest.raises(ReadError):
            read_json(text)
    else:
        assert plain(read_json(text)) == expected


# -- YAML -------------------------------------------------------------------------------------------------------------


@steady(300)
@given(JSON_VALUES)
def test_yaml_reads_json(value: object) -> None:
    """JSON's words are YAML's, but for halves of surrogate pairs and a DEL; no key here exceeds 1,024 characters."""
    text = json.dumps(value, ensure_ascii=True)
    if "\\ud" not in text and "\x7f" not in text:
        assert plain(read_yaml(f"- {text}")) == [value]


@steady(300)
@given(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x85\u2028\u2029"))  # PyYAML folds those
    | st.sampled_from(("no", "~", "5", "0o17", "1_0", "- a", "a: b", "<<")),
    st.sampled_from(('"', "'", "|", ">")),
)
def test_yaml_reads_texts_that_a_yaml_writer_quotes(text: str, style: str) -> None:
    assert plain(read_yaml(yaml.safe_dump([text], default_style=style, allow_unicode=True))) == [text]


# -- the place of each character --------------------------------------------------------------------------------------

STRANGE = ("it's", '"so"', "\\x41", "''", '\\"', "é", "😀", "\xa0", "#x", "&a", "\\")
"""Words that no expression has, but a misspelt one may."""

BREAKS = (" ", "  ", "\n    ", "  \n\n    ", "\n\n\n      ", "\t ")
GAPS = {
    "plain": BREAKS,
    "'": BREAKS,
    '"': (*BREAKS, "\\x20", "\\t", "\\ ", "\\u2028", "\\L", "\\\n      \\ ", " \\\n   \\n"),
    "|": (" ", "  ", "\n    ", "\n\n    ", "\n\n\n      ", " \t"),
    ">": (" ", "  ", "\n    ", "\n\n    ", "\n\n\n      ", " \t"),
    "json": (" ", "  ", "\\n", "\\t", "\\u0020", "\\u2028 "),
}
HEADERS = ("\n    ", "-\n    ", "+\n\n    ", "2-\n    ", "  # a comment\n\n\n    ")


def spellings(letter: str, style: str) -> list[str]:
    """Return the ways of writing one character."""
    match style:
        case "'":
            return [letter.replace("'", "''")]
        case '"':
            escapes = [f"\\U{ord(letter):08X}", f"\\\n     {letter}" if letter not in '"\\' else f"\\{letter}"]
            escapes += [f"\\x{ord(letter):02x}"] if ord(letter) < 256 else []
            return escapes + [f"\\{letter}" if letter in '"\\' else letter] * 6
        case "json":
            halves = json.dumps(letter) if ord(letter) > 65535 else f'"\\u{ord(letter):04X}"'
            return [halves[1:-1], json.dumps(letter, ensure_ascii=False)[1:-1]]
    return [letter]


def document(words: list[str], style: str, turns: random.Random, crlf: bool) -> tuple[str, list[int], int]:
    """Return a text whose ``p.q`` holds some words, the place of each of their characters, and where they end."""
    text = "x: 😀é\np:\n  a: 1\n  q: " if style != "json" else '{"x": "😀é", "p": {"q": '
    text += {"plain": "", "'": "'", '"': '"', "json": '"'}.get(style) or (
        style + turns.choice(HEADERS) if style in "|>" else ""
    )
    text = text.replace("\n", "\r\n") if crlf else text
    places: list[int] = []
    for at, word in enumerate(words):
        gap = turns.choice(GAPS[style]) if at else ""
        text += gap.replace("\n", "\r\n") if crlf else gap
        for letter in word:
            ways = spellings(letter, style)
            spelled = turns.choice(ways if places else ways[-1:])
            places.append(len(text) + (spelled.rindex(" ") + 1 if spelled.startswith("\\\n") else 0))
            text += spelled
    end = len(text)
    text += {"'": "'", '"': '"', "json": '"}}', "|": "\n\n"}.get(style, "")
    return text + ("\n  z: 1\n" if style != "json" else ""), places, end


@steady(500)
@given(
    TREES,
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(STRANGE)), max_size=3),
    st.sampled_from(tuple(GAPS)),
    st.integers(0, 10**6),
    st.booleans(),
)
def test_every_character_is_found_however_it_is_written(
    tree: Syntax, strange: list[tuple[int, str]], style: str, seed: int, crlf: bool
) -> None:
    words = unparse(tree).split(" ")
    for at, word in strange:
        words.insert(at, word)
    if style == "plain":
        words = ["a", *(word for word in words if word[0] != "#")]
    text, places, end = document(words, style, random.Random(seed), crlf)
    scalar = find(read_json(text) if style == "json" else read_yaml(text), ("p", "q"))[0]
    assert isinstance(scalar, Scalar)
    value = str(scalar.value)
    indices = [at for at, letter in enumerate(value) if letter not in " \t\r\n\u2028"]
    assert "".join(value[at] for at in indices) == "".join(words)
    spelling = Spelling(text, scalar)
    assert [spelling.offset(at) for at in indices] == places
    assert spelling.offset(indices[-1] + 1) == offset_within(text, scalar, len(value)) == end


def scalar_of(tree: Tree) -> Scalar:
    found = find(tree, ("p", "q"))[0]
    assert isinstance(found, Scalar)
    return found


def test_characters_beyond_the_basic_plane_count_once() -> None:
    for text in ('{"p": {"q": "a\\ud83d\\ude00b😀c"}}', '{"p": {"q": "a\\uD83D\\uDE00b😀c"}}'):
        scalar = scalar_of(read_json(text))
        assert scalar.value == "a😀b😀c"
        assert [text[offset_within(text, scalar, at)] for at in range(5)] == ["a", "\\", "b", "😀", "c"]
    text = 'p: {q: "a\\U0001F600b"}'
    scalar = scalar_of(read_yaml(text))
    assert [text[offset_within(text, scalar, at)] for at in range(3)] == ["a", "\\", "b"]


def test_what_is_no_text_is_placed_at_its_start() -> None:
    text = "p: {q: 5}"
    assert offset_within(text, scalar_of(read_yaml(text)), 3) == 7
    text = "p: {q: '  '}"
    assert offset_within(text, scalar_of(read_yaml(text)), 1) == 7
