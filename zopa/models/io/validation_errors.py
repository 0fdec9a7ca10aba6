"""Pydantic's errors in the words of the format, each at its place in the document."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from ...errors import Problem, did_you_mean, quoted, shown
from ..fields import Document, Misfit
from ..interests import Bonus, Interest
from ..meaning.meaning import Keys
from ..parties import Fact, Fallback, Measure, Party, RedLine, Slope, Source
from ..scenario import FORMAT, Scenario
from ..terms import TERM_TYPES
from .source.locate import MAX_TOLD

_OPTIONS = ("options", "levels")
_SECTIONS: dict[str, type[Document]] = {
    "sources": Source,
    "measures": Measure,
    "facts": Fact,
    "parties": Party,
}


def explained(error: ValidationError) -> list[Problem]:
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
