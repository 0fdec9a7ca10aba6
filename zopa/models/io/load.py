"""Text -> Scenario; all errors of a file are reported at once, each with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import ValidationError

from ...errors import Keys, Problem, ScenarioError
from ..meaning.read_lines import read_expressions
from ..scenario import FORMAT, Origin, Scenario
from .source.locate import MAX_PROBLEMS, located, parsed, repeated
from .source.tree import MAX_DEPTH, Mapping, Plain, Tree, plain
from .validation_errors import explained

_NAMING = ("terms", "definitions", "parties")
_LISTS = (("points",), ("options",), ("levels",))
"""Mappings that need two entries."""


@dataclass(frozen=True)
class Reading:
    """A scenario and the text it was read from, so that later findings can be located too."""

    scenario: Scenario
    text: str
    tree: Tree

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return problems with their lines and columns, in the order of the file."""
        return located(problems, self.tree, self.text)


def loads(text: str | bytes, name: str = "scenario", file: str | None = None) -> Scenario:
    """Read a scenario from YAML or JSON text.

    Parameters
    ----------
    text
        The document; bytes are UTF-8.
    name
        The scenario's id in results.
    file
        The file's name in error messages.

    Raises
    ------
    ScenarioError
        With every problem of the text, located.
    """
    return read(text, name, file).scenario


def read(text: str | bytes, name: str = "scenario", file: str | None = None) -> Reading:
    """Read a scenario and keep the text; arguments and errors as for :func:`loads`."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    decoded, tree = parsed(data, file)
    scenario, problems = _document(tree)
    if problems or scenario is None:
        raise ScenarioError(located(problems, tree, decoded), file)
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
        raise ScenarioError(explained(error)) from None
    scenario.meaning()
    return scenario


def _document(tree: Tree) -> tuple[Scenario | None, list[Problem]]:
    """Validate the structure, then the expressions of everything that is well-formed."""
    if not isinstance(tree, Mapping):
        return None, [Problem("a scenario is a mapping of keys such as title, terms and parties")]
    problems = list(islice(repeated(tree), MAX_PROBLEMS + 1))
    data = plain(tree)
    assert isinstance(data, dict)
    try:
        scenario, broken = Scenario.model_validate(data), set[str]()
    except ValidationError as error:
        found = explained(error)
        doubled = {problem.keys[:-1] for problem in problems}  # as read, these are shorter than as written
        problems += [problem for problem in found if problem.keys[-1:] not in _LISTS or problem.keys not in doubled]
        rest = _without(tree, found)
        if rest is None:
            return None, problems
        scenario, broken = rest
    meaning, wrong = read_expressions(scenario, broken)
    problems += [problem for problem in wrong if not _follows(problem, data)]
    if not problems:
        scenario._meaning = meaning
    return scenario, problems


def _without(tree: Tree, found: list[Problem]) -> tuple[Scenario, set[str]] | None:
    """Leave out what is malformed, so that the expressions of the rest can still be checked.

    Where a key is needed that was left out, the mapping around it is left out too, and so on outwards.

    Returns
    -------
    tuple
        The remaining scenario, and the names of the terms and definitions left out; None when too much is gone.
    """
    kept: Any = plain(tree)
    declared = {*_names(kept.get("terms")), *_names(kept.get("definitions"))}
    for _ in range(MAX_DEPTH):
        if len(found) > MAX_PROBLEMS or not all(isinstance(kept.get(section, {}), dict) for section in _NAMING):
            break
        for keys in {_entry(problem.keys) for problem in found}:
            _drop(kept, keys)
        kept = {"title": "untitled", **kept, "format": FORMAT}
        try:
            scenario = Scenario.model_validate(kept)
        except ValidationError as error:
            found = explained(error)
        else:
            return scenario, declared - {*scenario.terms, *scenario.definitions}
    return None


def _names(section: Plain) -> list[str]:
    return list(section) if isinstance(section, dict) else []


def _entry(keys: Keys) -> Keys:
    """Return the keys of the field that a place belongs to: a list or labels are left out as a whole."""
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
