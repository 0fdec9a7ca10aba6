"""Lines as people write them."""

from __future__ import annotations

import pytest

from zopa.models.infix import infix


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
