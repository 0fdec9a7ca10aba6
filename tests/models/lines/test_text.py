"""Lines as people write them."""

from __future__ import annotations

import pytest

from zopa.models.lines.text import infix, told


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (7, "7"),
        ("15/2", "15/2"),
        (["term", "army"], "army"),
        (["value", "total"], "total"),
        ({"a": 1, "b": -2, "c": "3/2"}, "a - 2 b + 3/2 c"),
        ({"a": -1}, "-a"),
        (["<=", 500000, ["term", "army"]], "500000 <= army"),
        (["not", ["<=", {"a": 1, "b": 1}, 7]], "(a + b) > 7"),
        (["not", ["==", ["term", "a"], 2]], "a != 2"),
        (["or", ["not", ["term", "x"]], ["==", ["term", "a"], 2]], "(not x) or (a == 2)"),
        (["not", ["and", ["term", "x"], ["term", "y"]]], "not (x and y)"),
        (["max", ["+", {"a": 2}, 1], ["abs", ["term", "b"]]], "max(2 a + 1, abs(b))"),
        (["if", ["term", "x"], 3, ["*", ["term", "a"], ["term", "b"]]], "3 if x, else (a * b)"),
    ],
)
def test_trees_are_written_as_expressions(tree: object, text: str) -> None:
    assert infix(tree) == text


@pytest.mark.parametrize(
    ("field", "name", "content", "text"),
    [
        ("red_lines", "p.low", ["<=", ["term", "army"], 7], "red line p.low: army <= 7"),
        ("facts", "law", ["not", ["term", "f"]], "fact law: not f"),
        ("weights", "p.low", "1/2", "weight of p.low: 1/2"),
        ("definitions", "total", {"a": 1, "b": 1}, "definition total: a + b"),
        ("terms", "f", {"type": "yes_no", "start": 0, "step": 1, "size": 2}, "term f: 0 no, 1 yes"),
        (
            "terms",
            "c",
            {"type": "choice", "start": 0, "step": 1, "size": 2, "options": ["left", "right"]},
            "term c: 0 left, 1 right",
        ),
        (
            "terms",
            "q",
            {"type": "quantity", "start": "1/2", "step": "1/2", "size": 1000},
            "term q: 1,000 values from 1/2 by 1/2",
        ),
        (
            "terms",
            "d",
            {"type": "date", "start": 739000, "step": 1, "size": 2},
            "term d: 739000 to 739001, the days 2024-04-24 to 2024-04-25",
        ),
    ],
)
def test_what_the_checker_saw_is_written_for_readers(field: str, name: str, content: object, text: str) -> None:
    assert told(field, name, content) == text
