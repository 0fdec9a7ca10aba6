"""What every document of the format shares: frozen, strict, exact numbers, safe text, plain identifiers."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from .expressions.syntax import RESERVED
from .values import MAX_SCALED, parse_date, parse_number, scaled_size

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


class Document(BaseModel):
    """Base of the format's documents."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def strange_letter(name: str) -> str:
    """Describe the first character of a name that is not plain ASCII; empty when all are."""
    for character in name:
        if not character.isascii():
            folded = unicodedata.normalize("NFKC", character)
            looks = f", which reads as {folded!r}" if folded != character else ""
            return f"{character!r} is {unicodedata.name(character, f'U+{ord(character):04X}')}{looks}"
    return ""


def _identifier(name: str) -> str:
    if strange := strange_letter(name):
        raise ValueError(f"{name!r} mixes in a letter that is not a plain one: {strange}")
    if not _IDENTIFIER.fullmatch(name):
        raise ValueError(f"{name!r} is not an identifier: small letters, digits and _, a letter first")
    if name in RESERVED:
        raise ValueError(f"{name!r} is a word of the expression language; choose another name")
    if len(name) > 64:
        raise ValueError(f"{name[:20] + '...'!r} is longer than 64 characters")
    return name


def _number(value: Any) -> Any:
    """Accept what is exact: integers, decimals, and their text; refuse floats, which are not."""
    if isinstance(value, bool):
        raise ValueError(f"a number is expected, not {str(value).lower()}")
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a float, and those are not exact; write Decimal({str(value)!r})")
    if isinstance(value, str):
        number = parse_number(value)
        if number is None:
            raise ValueError(f"a number is expected, not {value!r}")
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    else:
        raise ValueError(f"a number is expected, not {_kind(value)}")
    if not number.is_finite():
        raise ValueError(f"{value} is not a number that can be negotiated; numbers are finite")
    if scaled_size(number) > MAX_SCALED:
        raise ValueError(f"the number {value} leaves 2^53 once scaled to a whole one")
    return number


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    day = parse_date(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError(f"a date such as 2026-01-31 is expected, not {_kind(value)}")
    return day


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        hint = "; put it in quotation marks" if isinstance(value, bool | int | Decimal) else ""
        raise ValueError(f"text is expected, not {_kind(value)}{hint}")
    for character in value:
        if (character < " " and character not in "\n\t") or character == "\x7f" or "\x80" <= character <= "\x9f":
            raise ValueError(f"the control character U+{ord(character):04X} may not stand in a text")
        if unicodedata.bidirectional(character) in _DIRECTION_CONTROLS:
            raise ValueError(f"U+{ord(character):04X} changes the direction of writing and may not stand in a text")
    return value


_DIRECTION_CONTROLS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return repr(value)
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
    return f"the number {value}"


def _expression(value: Any) -> Any:
    """Accept an expression's text; a bare true, false or number is one too."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        return str(value)
    return _text(value)


_NUMBER_SCHEMA = {"type": "number"}
_EXPRESSION_SCHEMA = {"type": ["string", "number", "boolean"], "description": "an expression of zopa/1"}

Identifier: TypeAlias = Annotated[
    str, AfterValidator(_identifier), Field(json_schema_extra={"pattern": "^[a-z][a-z0-9_]*$"})
]
"""The name of a term, definition, fact, party, red line, source or option."""

Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
"""Words for people; no control characters."""

Number: TypeAlias = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema(_NUMBER_SCHEMA)]
"""An exact decimal that survives scaling to a whole number."""

Day: TypeAlias = Annotated[date, BeforeValidator(_date)]
"""A day of the calendar."""

Expression: TypeAlias = Annotated[str, BeforeValidator(_expression), WithJsonSchema(_EXPRESSION_SCHEMA)]
"""The text of an expression; read and checked by :mod:`zopa.models.meaning`."""
