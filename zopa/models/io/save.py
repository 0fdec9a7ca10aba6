"""Scenario -> YAML text that reads back equal, and means the same to readers of YAML 1.1."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from ..scenario import FORMAT, Origin, Scenario
from .atomic_write import write_whole


class _YamlWriter(yaml.SafeDumper):
    """PyYAML's dumper with quotation marks also where only YAML 1.2, or only this format, would read a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_YamlWriter.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    re.compile(r"(?:0o[0-7]+|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)$"),
    list("+-.0123456789"),
)


def _write_number(writer: _YamlWriter, value: Decimal) -> yaml.Node:
    digits = number_literal(value)
    return writer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in digits else 'int'}", digits)


_YamlWriter.add_representer(Decimal, _write_number)


def dumps(scenario: Scenario) -> str:
    """Return a scenario as YAML, without the keys that have their default value.

    Returns
    -------
    str
        Text for which ``loads(dumps(scenario)) == scenario``.
    """
    document = {"format": FORMAT, **scenario.model_dump(exclude_defaults=True)}
    for name, term in scenario.terms.items():
        document["terms"][name] = {"type": term.type, **document["terms"].get(name, {})}
    text: str = yaml.dump(document, Dumper=_YamlWriter, sort_keys=False, allow_unicode=True, width=100)
    return text


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of what saving a scenario would write."""
    return hashlib.sha256(dumps(scenario).encode()).hexdigest()


def origin(scenario: Scenario) -> Origin:
    """Return where a scenario was read; for one that was never saved, the hash of what saving it would write."""
    return scenario.origin or Origin("unsaved", digest(scenario))


def identity(scenario: Scenario) -> dict[str, str]:
    """Return what identifies a scenario: its id, title, and the SHA-256 of its file."""
    found = origin(scenario)
    return {"id": found.name, "title": scenario.title, "sha256": found.sha256}


def save(scenario: Scenario, path: str | Path) -> None:
    """Write a scenario to a file as YAML; the file appears whole or not at all.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    write_whole(Path(path), dumps(scenario))


def number_literal(value: Decimal | int) -> str:
    """Return a number as digits: no exponent, and a decimal point only where there are decimals."""
    if isinstance(value, int):
        return str(value)
    return f"{value.to_integral_value():f}" if value == value.to_integral_value() else f"{value.normalize():f}"
