"""Text -> Scenario, with every error of the file located and told at once."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError

from ..errors import Problem, ScenarioError, did_you_mean, quoted, shown
from .base import Document, Misfit
from .interests import Bonus, Interest
from .meaning import Keys, read_expressions
from .parties import Fact, Fallback, Measure, Party, RedLine, Slope, Source
from .scenario import FORMAT, Origin, Scenario
from .source.json_text import read_json
from .source.tree import (
    MAX_BYTES,
    MAX_DEPTH,
    Lines,
    Mapping,
    Mark,
    Plain,
    ReadError,
    Scalar,
    Sequence,
    Spelling,
    Tree,
    find,
    plain,
)
from .source.yaml_text import read_yaml
from .terms import TERM_TYPES, DateTerm, YesNo
from .values import as_decimal, exact, parse_date

MAX_TOLD = 1_000
"""How many problems of one text are told; a text with more is not a scenario with mistakes but something else."""

_OPTIONS = ("options", "levels")
_NAMING = ("terms", "definitions", "parties")
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


def read_deal(data: bytes, scenario: Scenario, file: str) -> dict[str, Any]:
    """Read a deal from YAML or JSON: a value for every term, or an object with such under ``deal``.

    Raises
    ------
    ScenarioError
        If the text is not a mapping; whether its values fit is not looked at.
    """
    text = _decoded(data, file)
    try:
        tree = plain(_read_tree(text, file))
    except ReadError as error:
        raise ScenarioError([Lines(text).locate(Problem(error.message), error.mark)], file) from None
    if isinstance(tree, dict) and isinstance(tree.get("deal"), dict) and "deal" not in scenario.terms:
        tree = tree["deal"]
    if not isinstance(tree, dict):
        raise ScenarioError([Problem("a deal is a mapping of terms to values")], file)
    return {name: _as_value(scenario, name, value) for name, value in tree.items()}


def _as_value(scenario: Scenario, name: str, value: Any) -> Any:
    """Return what a file says of a term as that term's value, as far as it can be one."""
    term = scenario.terms.get(name)
    if isinstance(term, DateTerm) and isinstance(value, str):
        return parse_date(value) or value
    if isinstance(term, YesNo) and value in ("yes", "no"):
        return value == "yes"
    if isinstance(value, Decimal):
        return as_decimal(exact(value))
    return value


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
        raise ScenarioError(_explained(error)) from None
    scenario.meaning()
    return scenario


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


def _document(tree: Tree) -> tuple[Scenario | None, list[Problem]]:
    """Validate the structure, then the expressions of whatever is well-formed."""
    if not isinstance(tree, Mapping):
        return None, [Problem("a scenario is a mapping of keys such as title, terms and parties")]
    problems = list(islice(_repeated(tree, ()), MAX_TOLD + 1))
    data = plain(tree)
    assert isinstance(data, dict)
    try:
        scenario, broken = Scenario.model_validate(data), set[str]()
    except ValidationError as error:
        found = _explained(error)
        problems += found
        rest = _without(tree, found)
        if rest is None:
            return None, problems
        scenario, broken = rest
    meaning, wrong = read_expressions(scenario, broken)
    problems += [problem for problem in wrong if not _follows(problem, data)]
    if not problems:
        scenario._meaning = meaning
    return scenario, problems


def _repeated(tree: Tree, keys: Keys) -> Iterator[Problem]:
    """Yield every key that stands twice in its mapping."""
    if isinstance(tree, Mapping):
        for key, mark in tree.repeated:
            yield Problem(f"the key {quoted(key)} stands here a second time", (*keys, key), span=(mark, mark))
        for key, value in tree.entries.items():
            yield from _repeated(value, (*keys, key))
    elif isinstance(tree, Sequence):
        for index, item in enumerate(tree.items):
            yield from _repeated(item, (*keys, index))


def _without(tree: Tree, found: list[Problem]) -> tuple[Scenario, set[str]] | None:
    """Leave out what is malformed, so that the expressions of the rest can still be checked.

    What is wrong goes first; where that was needed, the mapping around it goes too, and so on outwards.

    Returns
    -------
    tuple
        The remaining scenario, and the names of the terms and definitions left out; None when too much is gone.
    """
    kept: Any = plain(tree)
    declared = {*_names(kept.get("terms")), *_names(kept.get("definitions"))}
    for _ in range(MAX_DEPTH):
        if len(found) > MAX_TOLD or not all(isinstance(kept.get(section, {}), dict) for section in _NAMING):
            break
        for keys in {_entry(problem.keys) for problem in found}:
            _drop(kept, keys)
        kept = {"title": "untitled", **kept, "format": FORMAT}
        try:
            scenario = Scenario.model_validate(kept)
        except ValidationError as error:
            found = _explained(error)
        else:
            return scenario, declared - {*scenario.terms, *scenario.definitions}
    return None


def _names(section: Plain) -> list[str]:
    return list(section) if isinstance(section, dict) else []


def _entry(keys: Keys) -> Keys:
    """Return the keys of the field that a place belongs to: of a list or of labels, all goes or nothing."""
    return keys[: 5 if keys[0:1] == ("parties",) and keys[2:3] == ("red_lines",) else 3]


def _drop(data: Any, keys: Keys) -> None:
    *outer, last = keys or ("",)
    for key in outer:
        data = data.get(key) if isinstance(data, dict) else None
    if isinstance(data, dict):
        data.pop(last, None)


def _follows(problem: Problem, data: dict[str, Plain]) -> bool:
    """Return whether a problem is there only because something malformed was left out."""
    if problem.keys in (("terms",), ("parties",)):
        return bool(data[str(problem.keys[0])])
    if problem.keys[-1] != "source" or problem.keys[0] not in ("facts", "parties"):
        return False
    name: Any = data
    for key in problem.keys:
        name = name[key]
    sources = data.get("sources", {})
    return not isinstance(sources, dict) or name in sources


def _explained(error: ValidationError) -> list[Problem]:
    """Say pydantic's errors in the words of the format."""
    entries = error.errors(include_url=False)[: MAX_TOLD + 1]
    return list(dict.fromkeys(_said(entry) for entry in entries if not _is_of_another_shape(entry)))


def _is_of_another_shape(entry: Any) -> bool:
    """Return whether an error only says that a list of options is not a mapping, or the other way round."""
    shape = {"dict_type": list | tuple, "tuple_type": dict}.get(entry["type"])
    return shape is not None and _is_all_options(entry["loc"]) and isinstance(entry["input"], shape)


def _is_all_options(loc: Keys) -> bool:
    return len(loc) == 5 and loc[0] == "terms" and loc[3] in _OPTIONS


def _said(entry: Any) -> Problem:
    """Say one pydantic error in the words of the format, at the place in the document that it is about."""
    keys, model = _place(entry)
    kind, value = entry["type"], entry.get("input")
    at_key = False
    span: tuple[int, int] | None = None
    match kind:
        case "missing":
            message, keys = f"the key {keys[-1]!r} is missing", keys[:-1]
        case "extra_forbidden":
            message, at_key = f"unknown key {quoted(str(keys[-1]))}{_known_keys(str(keys[-1]), model)}", True
        case "value_error":
            told = entry["ctx"]["error"]
            message, at_key = str(told), entry["loc"][-1] == "[key]"
            if isinstance(told, Misfit):
                keys = (*keys, *told.keys)
                span = None if told.at is None else (told.at, told.at + 1)
        case "union_tag_not_found":
            message = f"the key 'type' is missing; it is one of {', '.join(TERM_TYPES)}"
        case "union_tag_invalid":
            keys, message = (*keys, "type"), _unknown_type(value["type"])
        case "literal_error" if keys == ("format",):
            message = f"the format is {shown(value)}, and this program reads {FORMAT}"
        case "literal_error":
            expected = entry["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            message = f"{shown(value)} is not one of {expected}"
            message += did_you_mean(value, expected.split(", ")) if isinstance(value, str) else ""
        case "dict_type" | "tuple_type" if _is_all_options(entry["loc"]):
            message = f"a list of names, or names with labels, is expected, not {shown(value)}"
        case "dict_type" | "model_type" | "model_attributes_type":
            message = f"a mapping (key: value) is expected, not {shown(value)}"
        case "tuple_type":
            message = f"a list is expected, not {shown(value)}"
        case "string_type":
            message = f"a name is expected, not {shown(value)}"
        case "bool_type":
            message = f"true or false is expected, not {shown(value)}"
        case _:
            message = str(entry["msg"])
    return Problem(message, keys, at_key=at_key, span=span, text=value if span else None)


def _known_keys(key: str, model: type[BaseModel]) -> str:
    """Return what an unknown key may have been meant to be."""
    if key.isdigit():
        return "; a number is written without a comma: 1_000"
    return did_you_mean(key, model.model_fields) or f"; there are {', '.join(model.model_fields)}"


def _unknown_type(given: object) -> str:
    kinds = ", ".join(TERM_TYPES)
    if not isinstance(given, str):
        return f"the type is one of {kinds}, not {shown(given)}"
    return f"unknown type {quoted(given)}{did_you_mean(given, TERM_TYPES)}; there are {kinds}"


def _place(entry: Any) -> tuple[Keys, type[BaseModel]]:
    """Return the keys of a pydantic error, without pydantic's own additions, and the type of the document there."""
    keys: Keys = entry["loc"]
    model: type[BaseModel] = Scenario
    if keys[-1] == "[key]" and entry["type"] != "extra_forbidden":
        keys = keys[:-1]
    if keys[0] == "terms" and len(keys) > 2:
        model = TERM_TYPES[str(keys[2])]
        keys = keys[:2] + keys[3:]
        if len(keys) > 3 and keys[2] in _OPTIONS:
            keys = keys[:3] + keys[4:]
    elif keys[0] == "parties" and keys[2:3] == ("red_lines",) and len(keys) > 4:
        model = RedLine
        if len(keys) > 5:
            model = Fallback if keys[4] == "fallbacks" else Slope
    elif keys[0] == "parties" and keys[2:3] == ("interests",) and len(keys) > 4:
        model = Interest
    elif keys[0] == "parties" and keys[2:3] == ("bonuses",) and len(keys) > 4:
        model = Bonus
    elif keys[0] in _SECTIONS and len(keys) > 2:
        model = _SECTIONS[str(keys[0])]
    return keys, model


def _located(problems: Iterable[Problem], tree: Tree, text: str) -> list[Problem]:
    """Give every problem its line and column, and put them in the order of the file."""
    lines, spellings = Lines(text), dict[Mark, Spelling]()
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
    if len(marked) > MAX_TOLD:
        marked[MAX_TOLD:] = [(marked[MAX_TOLD][0], Problem(f"these are the first {MAX_TOLD:,} problems; more follow"))]
    return [lines.locate(problem, mark) for mark, problem in marked]
