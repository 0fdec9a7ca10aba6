"""A reference scenario as zopa/1 text (JSON, which the format accepts)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from support.reference import Line, Spec, Term
from support.reference_language import Expr, decimal_text, text


class Digits(str):
    """A number as it is to be spelt: JSON has decimals, Python's ``json`` only floats."""

    __slots__ = ()


def document(spec: Spec) -> str:
    """Return the scenario's text."""
    return _json(
        {
            "format": "zopa/1",
            "title": "Generated",
            "terms": {name: term_entry(term) for name, term in spec.terms.items()},
            "definitions": statements(spec.definitions),
            "facts": {name: {"require": text(expr)} for name, expr in spec.facts.items()},
            "parties": {
                party: {"red_lines": {name: line_entry(line) for name, line in own.items()}}
                for party, own in spec.parties.items()
            },
        }
    )


def term_entry(term: Term) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": term.kind}
    spelt = [_spelt(word) for word in term.words]
    match term.kind:
        case "choice":
            entry["options"] = spelt
        case "scale":
            entry["levels"] = spelt
        case "quantity":
            entry |= {"min": spelt[0], "max": spelt[-1], "step": Digits(decimal_text(term.step))}
        case "date":
            entry |= {"earliest": spelt[0], "latest": spelt[-1]}
    if term.status_quo is not None:
        entry["status_quo"] = _spelt(term.word(term.status_quo))
    return entry


def _spelt(word: Any) -> object:
    if isinstance(word, bool | str):
        return word
    return word.isoformat() if hasattr(word, "isoformat") else Digits(decimal_text(word))


def line_entry(line: Line) -> dict[str, Any]:
    entry: dict[str, Any] = {"require": text(line.require)}
    return entry if line.weight is None else {**entry, "weight": Digits(line.weight)}


def statements(definitions: Mapping[str, Expr]) -> dict[str, str]:
    """Return definitions with the last first: the format lets them stand in any order."""
    return {name: text(definitions[name]) for name in reversed(definitions)}


def _json(value: object) -> str:
    if isinstance(value, Digits):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(key)}: {_json(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(value)
