"""A deal as a file holds it -> a value for every term, with every error located."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from ...errors import Problem, ScenarioError
from ..scenario import Scenario
from ..terms import DateTerm, YesNo
from ..values import as_decimal, exact, out_of_range, parse_date
from .source.locate import located, parsed, repeated
from .source.tree import Mapping, plain


def read_deal(data: bytes, scenario: Scenario, file: str) -> dict[str, Any]:
    """Read a deal from YAML or JSON: a value for every term, or an object with such under ``deal``.

    Raises
    ------
    ScenarioError
        If the text is not a mapping, or its values are not one for every term of the scenario; all problems, located.
    """
    return _read(data, scenario, file, scenario.meaning().numbers)


def read_proposal(data: bytes, scenario: Scenario, file: str) -> dict[str, Any]:
    """Read what is proposed, as :func:`read_deal` does; terms may be left open."""
    return _read(data, scenario, file, scenario.meaning().stated)


def _read(data: bytes, scenario: Scenario, file: str, check: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    text, tree = parsed(data, file)
    keys: tuple[str, ...] = ()
    deal = tree
    if isinstance(tree, Mapping) and isinstance(tree.entries.get("deal"), Mapping) and "deal" not in scenario.terms:
        keys, deal = ("deal",), tree.entries["deal"]
    values = plain(deal)
    if not isinstance(values, dict):
        raise ScenarioError(located([Problem("a deal is a mapping of terms to values")], tree, text), file)
    found = {name: _as_value(scenario, name, value) for name, value in values.items()}
    problems = list(repeated(deal, keys))
    try:
        check(found)
    except ScenarioError as error:
        problems += [replace(problem, keys=(*keys, *problem.keys)) for problem in error.problems]
    if problems:
        raise ScenarioError(located(problems, tree, text), file)
    return found


def _as_value(scenario: Scenario, name: str, value: Any) -> Any:
    """Return what a file says of a term as that term's value, as far as it can be one."""
    term = scenario.terms.get(name)
    if isinstance(term, DateTerm) and isinstance(value, str):
        return parse_date(value) or value
    if isinstance(term, YesNo) and value in ("yes", "no"):
        return value == "yes"
    if isinstance(value, Decimal) and not out_of_range(value):
        return as_decimal(exact(value))
    return value
