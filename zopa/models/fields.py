"""What all documents of the format share: frozen, strict, exact numbers, safe text, plain identifiers."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from ..errors import UNSEEN, quoted, shown, strange_letter, unseen_character
from .brief import written
from .expressions import habits
from .expressions.syntax import RESERVED
from .values import out_of_range, parse_date, parse_number, trimmed

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


class Document(BaseModel):
    """Base of the format's documents."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    def __repr__(self) -> str:
        fields = type(self).model_fields
        return written(
            self,
            ((name, value) for name, value in self if value != fields[name].get_default(call_default_factory=True)),
        )

    __str__ = __repr__


class Misfit(ValueError):
    """A value that does not fit; ``keys`` lead to it from its document, ``at`` is the first wrong character."""

    def __init__(self, message: str, *keys: str | int, at: int | None = None) -> None:
        self.keys, self.at = keys, at
        super().__init__(message)


def checked(holds: Callable[[Decimal], bool], message: str) -> AfterValidator:
    """Return the validator of a number for which something holds; else it reports the message."""

    def check(value: Decimal) -> Decimal:
        if not holds(value):
            raise ValueError(message)
        return value

    return AfterValidator(check)


def _identifier(name: str) -> str:
    if strange := strange_letter(name):
        raise ValueError(f"{quoted(name)} contains a letter that is not plain ASCII: {strange}")
    if len(name) > 64:
        raise ValueError(f"{quoted(name, 20)} is longer than 64 characters")
    if not _IDENTIFIER.fullmatch(name):
        plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        hint = f" (such as {plain!r})" if _IDENTIFIER.fullmatch(plain) and plain not in RESERVED else ""
        rule = "a name has lower-case letters, digits and _, and begins with a letter"
        raise ValueError(f"{name!r} cannot be a name; {rule}{hint}")
    if name in RESERVED:
        raise ValueError(f"{name!r} is a word of the expression language; choose another name, such as '{name}_'")
    return name


def _number(value: Any) -> Any:
    """Accept what is exact: integers, decimals, and their text; refuse floats, which are not."""
    if isinstance(value, bool):
        raise ValueError(f"expected a number, not {shown(value)}")
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a float, which is not exact; write Decimal({str(value)!r})")
    if isinstance(value, str):
        number = parse_number(value)
        if number is None:
            raise ValueError(f"expected a number, not {shown(value)}{_number_hint(value)}")
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    else:
        raise ValueError(f"expected a number, not {shown(value)}")
    if not number.is_finite():
        raise ValueError(f"{value} is not a finite number")
    if wrong := out_of_range(number):
        raise ValueError(wrong)
    return trimmed(number)


def _number_hint(text: str) -> str:
    if advice := "put the unit under 'unit'" if text.endswith("%") or text[:1] in "$€£¥" else habits.of_number(text):
        return f"; {advice}"
    return "; put the unit under 'unit'" if re.match(r"[-+]?[0-9]", text) and not text[-1].isdigit() else ""


def _date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    day = parse_date(value) if isinstance(value, str) else None
    if day is None and isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"{value} is not a day of the calendar")
    if day is None:
        raise ValueError(f"expected a date such as 2026-01-31, not {shown(value)}")
    return day


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        hint = "; put it in quotation marks" if isinstance(value, bool | int | Decimal) else ""
        raise ValueError(f"expected text, not {shown(value)}{hint}")
    if strange := UNSEEN.search(value):
        raise Misfit(f"a text cannot contain {unseen_character(strange.group())}", at=strange.start())
    return value


def _expression(value: Any) -> Any:
    """Accept an expression's text; a bare true, false or number is one too."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | Decimal):
        if wrong := out_of_range(Decimal(value)):
            raise ValueError(wrong)
        return f"{Decimal(value):f}"
    if not isinstance(value, str):
        end = ", but this is empty" if value is None else f", not {shown(value)}"
        raise ValueError(f"expected an expression{end}")
    return _text(value)


def _yes_or_no(value: Any) -> Any:
    """Accept the words yes and no, which YAML 1.2 leaves words, beside true and false."""
    return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value


_NUMBER_SCHEMA = {"type": "number"}
_EXPRESSION_SCHEMA = {"type": ["string", "number", "boolean"], "description": "an expression of zopa/1"}

Identifier: TypeAlias = Annotated[
    str, AfterValidator(_identifier), Field(json_schema_extra={"pattern": "^[a-z][a-z0-9_]*$"})
]
"""The name of a term, definition, fact, party, red line, source or option."""

Text: TypeAlias = Annotated[str, BeforeValidator(_text)]
"""Words for people, in which every character is seen."""

Number: TypeAlias = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema(_NUMBER_SCHEMA)]
"""An exact decimal that survives scaling to a whole number."""

Day: TypeAlias = Annotated[date, BeforeValidator(_date)]
"""A day of the calendar."""

Expression: TypeAlias = Annotated[str, BeforeValidator(_expression), WithJsonSchema(_EXPRESSION_SCHEMA)]
"""The text of an expression; read and checked by :mod:`zopa.models.meaning.read_lines`."""

YesOrNo: TypeAlias = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": [True, False, "yes", "no"]})]
"""True or false; in a file also yes or no."""
