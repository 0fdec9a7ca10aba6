"""Scenario -> YAML text that reads back equal, and that YAML 1.1 readers understand alike."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from ..scenario import FORMAT, Origin, Scenario


class _Writer(yaml.SafeDumper):
    """PyYAML's dumper with quotation marks also where only YAML 1.2, or only this format, would read a number."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Writer.add_implicit_resolver(
    "tag:yaml.org,2002:int",
    re.compile(r"(?:0o[0-7]+|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)$"),
    list("+-.0123456789"),
)


def _write_number(writer: _Writer, value: Decimal) -> yaml.Node:
    digits = number_literal(value)
    return writer.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in digits else 'int'}", digits)


_Writer.add_representer(Decimal, _write_number)
_Writer.add_representer(
    date, lambda writer, value: writer.represent_scalar("tag:yaml.org,2002:timestamp", value.isoformat())
)


def dumps(scenario: Scenario) -> str:
    """Return a scenario as YAML; what has its default value is left out.

    Returns
    -------
    str
        Text for which ``loads(dumps(scenario)) == scenario``.
    """
    document = {"format": FORMAT, **dict(_entries(scenario.model_dump(exclude_defaults=True)))}
    for name, term in scenario.terms.items():
        document["terms"][name] = {"type": term.type, **document["terms"].get(name, {})}
    text: str = yaml.dump(document, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=100)
    return text


def digest(scenario: Scenario) -> str:
    """Return the SHA-256 of what saving a scenario would write."""
    return hashlib.sha256(dumps(scenario).encode()).hexdigest()


def identity(scenario: Scenario) -> dict[str, str]:
    """Return what identifies a scenario: its id, title, and the SHA-256 of its file.

    A scenario that was built in Python and never saved has the hash of what saving it would write.
    """
    origin = scenario.origin
    if origin is None:
        origin = Origin("unsaved", digest(scenario))
    return {"id": origin.name, "title": scenario.title, "sha256": origin.sha256}


def save(scenario: Scenario, path: str | Path) -> None:
    """Write a scenario to a file as YAML; the file appears whole or not at all.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    write_whole(Path(path), dumps(scenario))


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file under another name and rename it, so that nobody ever sees half of it.

    Raises
    ------
    OSError
        If that fails, with the name that the caller knows.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, 0o666 & ~mask)  # mkstemp's own mode is for secrets
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None


def _entries(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        if isinstance(value, dict):
            yield key, dict(_entries(value))
        elif isinstance(value, tuple):
            yield key, list(value)
        else:
            yield key, value


def number_literal(value: Decimal | int) -> str:
    """Return a number as digits: no exponent, and a decimal point only where there are decimals."""
    if isinstance(value, int):
        return str(value)
    return f"{value.to_integral_value():f}" if value == value.to_integral_value() else f"{value.normalize():f}"
