"""Pydantic's errors, reworded for readers of the format, each with its place in the document."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from ...errors import Keys, Problem, did_you_mean, quoted, shown
from ..fields import Document, Misfit
from ..interests import Bonus, Interest
from ..parties import Fact, Fallback, Measure, Party, RedLine, Slope, Source
from ..scenario import FORMAT, Scenario
from ..terms import TERM_TYPES
from .source.locate import MAX_PROBLEMS

_OPTIONS = ("options", "levels")
_DOCUMENTS: dict[object, type[Document]] = {
    "sources": Source,
    "measures": Measure,
    "facts": Fact,
    "parties": Party,
    "red_lines": RedLine,
    "fallbacks": Fallback,
    "slope": Slope,
    "interests": Interest,
    "bonuses": Bonus,
}


def explained(error: ValidationError) -> list[Problem]:
    """Return pydantic's errors, reworded for readers of the format."""
    entries = error.errors(include_url=False)[: MAX_PROBLEMS + 1]
    return list(dict.fromkeys(_problem(entry) for entry in entries if not _is_of_another_shape(entry)))


def _is_of_another_shape(entry: Any) -> bool:
    """Return whether an error only says that a list of options is not a mapping, or the other way round."""
    shape = {"dict_type": list | tuple, "tuple_type": dict}.get(entry["type"])
    return shape is not None and _is_all_options(entry["loc"]) and isinstance(entry["input"], shape)


def _is_all_options(loc: Keys) -> bool:
    return len(loc) == 5 and loc[0] == "terms" and loc[3] in _OPTIONS


def _problem(entry: Any) -> Problem:
    """Return one of pydantic's errors, reworded, with its place in the document."""
    keys = _place(entry)
    kind, value = entry["type"], entry.get("input")
    at_key = False
    span: tuple[int, int] | None = None
    match kind:
        case "missing":
            message, keys = f"missing key {keys[-1]!r}", keys[:-1]
        case "extra_forbidden":
            message, at_key = f"unknown key {quoted(str(keys[-1]))}{_known_keys(entry['loc'])}", True
        case "value_error":
            cause = entry["ctx"]["error"]
            message, at_key = str(cause), entry["loc"][-1] == "[key]"
            if isinstance(cause, Misfit):
                keys = (*keys, *cause.keys)
                span = None if cause.at is None else (cause.at, cause.at + 1)
        case "union_tag_not_found":
            message = f"missing key 'type'; it is one of {', '.join(TERM_TYPES)}"
        case "union_tag_invalid":
            keys, message = (*keys, "type"), _unknown_type(value["type"])
        case "literal_error" if keys == ("format",):
            message = f"the format is {shown(value)}, but this program reads {FORMAT}"
        case "literal_error":
            expected = entry["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            message = f"{shown(value)} is not one of {expected}"
            message += did_you_mean(value, expected.split(", ")) if isinstance(value, str) else ""
        case "dict_type" | "tuple_type" if _is_all_options(entry["loc"]):
            message = f"expected a list of names, or names with labels, not {shown(value)}"
        case "dict_type" | "model_type" | "model_attributes_type":
            message = f"expected a mapping (key: value), not {shown(value)}"
        case "tuple_type":
            message = f"expected a list, not {shown(value)}"
        case "string_type":
            message = f"expected a name, not {shown(value)}"
        case "bool_type":
            message = f"expected true or false, not {shown(value)}"
        case _:
            message = str(entry["msg"])
    return Problem(message, keys, at_key=at_key, span=span, text=value if span else None)


def _known_keys(loc: Keys) -> str:
    """Return the end of the message about an unknown key: what may have been meant."""
    key, sections = str(loc[-1]), loc[:-1:2]  # every other key is a name or a position
    if key.isdigit():
        return "; a number is written without a comma: 1_000"
    model: type[Document] = Scenario
    if sections:
        model = TERM_TYPES[str(loc[2])] if sections[0] == "terms" else _DOCUMENTS[sections[-1]]
    return did_you_mean(key, model.model_fields) or f"; the keys are {', '.join(model.model_fields)}"


def _unknown_type(given: object) -> str:
    kinds = ", ".join(TERM_TYPES)
    if not isinstance(given, str):
        return f"the type is one of {kinds}, not {shown(given)}"
    return f"unknown type {quoted(given)}{did_you_mean(given, TERM_TYPES)}; the types are {kinds}"


def _place(entry: Any) -> Keys:
    """Return the keys of a pydantic error, without pydantic's own additions."""
    keys: Keys = entry["loc"]
    if keys[-1] == "[key]" and entry["type"] != "extra_forbidden":
        keys = keys[:-1]
    if keys[0] == "terms" and len(keys) > 2:
        keys = keys[:2] + keys[3:]
        if len(keys) > 3 and keys[2] in _OPTIONS:
            keys = keys[:3] + keys[4:]
    return keys
