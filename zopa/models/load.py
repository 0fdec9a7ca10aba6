"""Text -> Scenario, with every error of the file located and told at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import Problem, ScenarioError, did_you_mean
from .base import Document
from .meaning import read_expressions
from .parties import Fact, Measure, Party, RedLine, Source
from .scenario import FORMAT, Origin, Scenario
from .source.json_text import read_json
from .source.tree import MAX_BYTES, Lines, Mapping, Plain, ReadError, Scalar, Sequence, Tree, find, offset_within, plain
from .source.yaml_text import read_yaml
from .terms import TERM_TYPES

_SECTIONS: dict[str, type[Document]] = {
    "sources": Source,
    "measures": Measure,
    "facts": Fact,
    "parties": Party,
}


@dataclass(frozen=True)
class Reading:
    """A scenario and the text it was read from, so that later findings can be located too."""

    scenario: Scenario
    text: str
    tree: Tree

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with their lines and columns, in the order of the file."""
        return _located(problems, self.tree, self.text)


def loads(text: str | bytes, name: str = "scenario", file: str | None = None) -> Scenario:
    """Read a scenario from YAML or JSON text.

    Parameters
    ----------
    text
        The document; bytes are UTF-8.
    name
        What the scenario is called in results, its id.
    file
        What error messages call it.

    Raises
    ------
    ScenarioError
        With every problem of the text, located.
    """
    return read(text, name, file).scenario


def read(text: str | bytes, name: str = "scenario", file: str | None = None) -> Reading:
    """Read a scenario and keep the text; arguments and errors as for :func:`loads`."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    decoded = _decoded(data, file)
    try:
        tree = _read_tree(decoded, file)
    except ReadError as error:
        raise ScenarioError([Lines(decoded).locate(Problem(error.message), error.mark)], file) from None
    scenario, problems = _document(tree)
    if problems or scenario is None:
        raise ScenarioError(_located(problems, tree, decoded), file)
    named = scenario.with_origin(Origin(name, hashlib.sha256(data).hexdigest()))
    return Reading(named, decoded, tree)


def validated(data: dict[str, Any]) -> Scenario:
    """Return the scenario that plain data describes, as the builder gathers it.

    Raises
    ------
    ScenarioError
        With every problem, each with its place in the document.
    """
    try:
        scenario = Scenario.model_validate(data)
    except ValidationError as error:
        raise ScenarioError(_unique(_explained(entry) for entry in error.errors(include_url=False))) from None
    scenario.meaning()
    return scenario


def _decoded(data: bytes, file: str | None) -> str:
    if len(data) > MAX_BYTES:
        raise ScenarioError([Problem(f"the file is larger than {MAX_BYTES // 2**20} MiB")], file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rsplit(b"\n", 1)[-1].decode("utf-8", "replace")) + 1
        problem = Problem(f"the file is not UTF-8: byte 0x{data[error.start]:02X}", line=line, column=column)
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


def _document(tree: Tree) -> tuple[Scenario | None, list[Problem]]:
    """Validate the structure, then the expressions of whatever is well-formed."""
    problems = list(_repeated(tree, ()))
    if not isinstance(tree, Mapping):
        return None, [Problem("a scenario is a mapping of keys such as title, terms and parties")]
    data = plain(tree)
    assert isinstance(data, dict)
    try:
        scenario = Scenario.model_validate(data)
        broken: set[str] = set()
    except ValidationError as error:
        found = [_explained(entry) for entry in error.errors(include_url=False)]
        problems += _unique(found)
        scenario_or_none, broken = _without(data, [problem.keys for problem in found])
        if scenario_or_none is None:
            return None, problems
        scenario = scenario_or_none
    meaning, wrong = read_expressions(scenario, broken)
    problems += wrong
    if not problems:
        scenario._meaning = meaning
    return scenario, problems


def _unique(problems: Iterable[Problem]) -> list[Problem]:
    return list(dict.fromkeys(problems))


def _repeated(tree: Tree, keys: tuple[str | int, ...]) -> Iterable[Problem]:
    """Yield every key that stands twice in its mapping."""
    if isinstance(tree, Mapping):
        for key, mark in tree.repeated:
            yield Problem(f"the key {key!r} stands here a second time", (*keys, key), span=(mark, mark))
        for key, value in tree.entries.items():
            yield from _repeated(value, (*keys, key))
    elif isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield from _repeated(item, (*keys, index))


def _without(data: dict[str, Plain], wrong: Iterable[tuple[str | int, ...]]) -> tuple[Scenario | None, set[str]]:
    """Leave out what is malformed, so that the expressions of the rest can still be checked.

    Returns
    -------
    tuple
        The remaining scenario (None when too much is gone), and the names of the terms and definitions left out.
    """
    kept: Any = {key: dict(value) if isinstance(value, dict) else value for key, value in data.items()}
    kept["format"] = FORMAT
    kept.setdefault("title", "untitled")
    broken: set[str] = set()
    for keys in wrong:
        match keys:
            case ("parties", str(party), "red_lines", str(line), *rest):
                holder = kept.get("parties", {}).get(party)
                if isinstance(holder, dict) and isinstance(holder.get("red_lines"), dict):
                    lines = _trimmed(holder["red_lines"], line, rest)
                    kept["parties"][party] = {**holder, "red_lines": lines}
            case ("facts", str(name), *rest) if isinstance(kept.get("facts"), dict):
                kept["facts"] = _trimmed(kept["facts"], name, rest)
            case (str(section), str(name), *_) if isinstance(kept.get(section), dict):
                kept[section].pop(name, None)
                if section in ("terms", "definitions"):
                    broken.add(name)
            case ("title", *_):
                kept["title"] = "untitled"
            case ("format", *_):
                pass
            case (str(section), *_):
                kept.pop(section, None)
    if not isinstance(kept.get("terms"), dict) or not isinstance(kept.get("parties"), dict):
        return None, broken
    try:
        return Scenario.model_validate(kept), broken
    except ValidationError:
        return None, broken


def _trimmed(statements: dict[str, Any], name: str, rest: list[str | int]) -> dict[str, Any]:
    """Leave out one key of a statement where what it requires is still readable, else the whole statement."""
    statement = statements.get(name)
    if rest and rest[0] != "require" and isinstance(statement, dict) and "require" in statement:
        return {**statements, name: {key: value for key, value in statement.items() if key != rest[0]}}
    return {key: value for key, value in statements.items() if key != name}


def _explained(entry: Any) -> Problem:
    """Say one pydantic error in the words of the format, at the place in the document that it is about."""
    keys, model = _place(entry["loc"])
    kind, value = entry["type"], entry.get("input")
    at_key = False
    match kind:
        case "missing":
            message, keys = f"the key {keys[-1]!r} is missing", keys[:-1]
        case "extra_forbidden":
            known = list(model.model_fields) if model else []
            message, at_key = f"unknown key {keys[-1]!r}{did_you_mean(str(keys[-1]), known)}", True
        case "value_error":
            message = str(entry["ctx"]["error"])
            at_key = "[key]" in entry["loc"]
        case "union_tag_not_found":
            message = f"the key 'type' is missing ({', '.join(TERM_TYPES)})"
        case "union_tag_invalid":
            given = value.get("type") if isinstance(value, dict) else value
            message = f"unknown type {_shown(given)}{did_you_mean(str(given), TERM_TYPES)}; there are "
            message += ", ".join(TERM_TYPES)
            keys = (*keys, "type")
        case "literal_error":
            message = f"{_shown(value)} is not one of {_listed(entry['ctx']['expected'])}"
        case "dict_type" | "model_type" | "model_attributes_type":
            message = f"a mapping is expected, not {_shown(value)}"
        case "tuple_type" | "list_type":
            message = f"a list is expected, not {_shown(value)}"
        case "string_type":
            message = f"text is expected, not {_shown(value)}; put it in quotation marks"
        case "bool_type":
            message = f"true or false is expected, not {_shown(value)}"
        case _:
            message = str(entry["msg"])
    return Problem(message, keys, at_key=at_key)


def _listed(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f"the number {value}"


def _place(loc: tuple[str | int, ...]) -> tuple[tuple[str | int, ...], type[BaseModel] | None]:
    """Return the keys of a pydantic location, without its own additions, and the document type at its end."""
    keys: list[str | int] = []
    model: type[BaseModel] | None = Scenario
    for part in loc:
        match keys:
            case ["terms", _] if part in TERM_TYPES:
                model = TERM_TYPES[str(part)]
                continue
            case [str(section)] if section in _SECTIONS:
                model = _SECTIONS[section]
            case ["parties", _, "red_lines"]:
                model = RedLine
        if part == "[key]" or (isinstance(part, str) and part.startswith(("tuple[", "dict[", "function-"))):
            continue
        keys.append(part)
    return tuple(keys), model


def _located(problems: Iterable[Problem], tree: Tree, text: str) -> list[Problem]:
    """Give every problem its line and column, and put them in the order of the file."""
    lines = Lines(text)
    marked = []
    for problem in _unique(problems):
        part, key_mark, complete = find(tree, problem.keys)
        if problem.span and isinstance(part, Scalar) and complete and problem.text is not None:
            mark = offset_within(text, part, problem.span[0])
        elif problem.span and problem.text is None:
            mark = problem.span[0]  # a repeated key knows its own place
        elif problem.at_key or not complete or not isinstance(part, Scalar):
            mark = key_mark
        else:
            mark = part.start
        marked.append((mark, problem))
    marked.sort(key=lambda pair: pair[0])
    return [lines.locate(problem, mark) for mark, problem in marked]
