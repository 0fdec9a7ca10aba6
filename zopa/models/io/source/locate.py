"""Bytes -> text -> tree, and problems -> their lines and columns, for every kind of file."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from ....errors import Problem, ScenarioError, quoted
from .json_reader import read_json
from .spelling import Spelling
from .tree import MAX_BYTES, LineStarts, Mapping, Mark, ReadError, Scalar, Sequence, Tree, find
from .yaml_reader import read_yaml

MAX_PROBLEMS = 1_000
"""How many problems of one text are reported; a text with more is not a scenario with mistakes but something else."""


def parsed(data: bytes, file: str | None) -> tuple[str, Tree]:
    """Return the text that a file holds, and its tree: JSON's where it is JSON, else YAML's.

    Raises
    ------
    ScenarioError
        If it is too large, not UTF-8, or neither.
    """
    text = _decoded(data, file)
    try:
        return text, _read_tree(text, file)
    except ReadError as error:
        raise ScenarioError([LineStarts(text).locate(Problem(error.message), error.mark)], file) from None


def repeated(tree: Tree, keys: tuple[str | int, ...] = ()) -> Iterator[Problem]:
    """Yield every key that stands twice in its mapping."""
    if isinstance(tree, Mapping):
        for key, mark in tree.repeated:
            yield Problem(f"duplicate key {quoted(key)}", (*keys, key), span=(mark, mark))
        for key, value in tree.entries.items():
            yield from repeated(value, (*keys, key))
    elif isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield from repeated(item, (*keys, index))


def located(problems: Iterable[Problem], tree: Tree, text: str) -> list[Problem]:
    """Give every problem its line and column, and put them in the order of the file."""
    lines, spellings = LineStarts(text), dict[Mark, Spelling]()
    marked = []
    for problem in dict.fromkeys(problems):
        part, key_mark, complete = find(tree, problem.keys)
        if problem.span and isinstance(part, Scalar) and complete and problem.text is not None:
            if part.start not in spellings:
                spellings[part.start] = Spelling(text, part)
            mark = spellings[part.start].offset(problem.span[0])
        elif problem.span and problem.text is None:
            mark = problem.span[0]  # a repeated key knows its own place
        elif problem.at_key or not complete or not isinstance(part, Scalar):
            mark = key_mark
        else:
            mark = part.start
        marked.append((mark, problem))
    marked.sort(key=lambda pair: pair[0])
    if len(marked) > MAX_PROBLEMS:
        marked[MAX_PROBLEMS:] = [
            (marked[MAX_PROBLEMS][0], Problem(f"these are the first {MAX_PROBLEMS:,} problems; more follow"))
        ]
    return [lines.locate(problem, mark) for mark, problem in marked]


def _decoded(data: bytes, file: str | None) -> str:
    if len(data) > MAX_BYTES:
        raise ScenarioError([Problem(f"the file is larger than {MAX_BYTES // 2**20} MiB")], file)
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8")) + 1
        message = f"the file is not UTF-8 (byte 0x{body[error.start]:02X}); save it with that encoding"
        problem = Problem(message, line=line, column=column)
        raise ScenarioError([problem], file) from None


def _read_tree(text: str, file: str | None) -> Tree:
    """Read JSON where it is JSON (by the file's name, or because it is), YAML otherwise."""
    if file is not None and file.lower().endswith(".json"):
        return read_json(text)
    if text.lstrip()[:1] in ("{", "["):
        try:
            return read_json(text)
        except ReadError:
            pass  # YAML's own braces; if it is neither, YAML's message is the better one
    return read_yaml(text)
