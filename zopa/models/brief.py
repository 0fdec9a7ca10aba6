"""A ``repr`` that fits on a few lines, for objects that hold many others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

_LONGEST, _MOST = 60, 300
"""Characters of one value that are shown, and of all together."""


def brief(value: Any) -> str:
    """Return a dataclass's type and the fields that differ from their defaults; of a long one, only its length."""
    shown = (field for field in fields(value) if field.repr)
    return written(
        value, ((field.name, getattr(value, field.name)) for field in shown if not _is_default(value, field))
    )


def written(value: object, named: Iterable[tuple[str, Any]]) -> str:
    """Return a type with what is named, as far as there is room."""
    parts = list(_parts(named))
    while sum(map(len, parts)) > _MOST:
        parts = [*parts[:-2], "..."]
    return f"{type(value).__name__}({', '.join(parts)})"


def _is_default(value: Any, field: Any) -> bool:
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return bool(getattr(value, field.name) == default)


def _parts(named: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for name, one in named:
        if hasattr(one, "origin"):  # a scenario
            yield repr(one.title if one.origin is None else one.origin.name)
        elif _is_plain(one):
            text = repr(one)
            yield f"{name}={text if len(text) <= _LONGEST else text[: _LONGEST - 4] + '...' + text[0]}"
        elif isinstance(one, tuple | list | Mapping):
            yield f"{name}={_few(one) or len(one)}"
        else:
            yield f"{name}={type(one).__name__}(...)"


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | Decimal | Fraction | date)


def _few(many: tuple[Any, ...] | list[Any] | Mapping[Any, Any]) -> str:
    """Return a few plain values as they are; nothing where they are many, or not plain."""
    values = many.values() if isinstance(many, Mapping) else many
    text = repr(many) if all(map(_is_plain, values)) else ""
    return text if len(text) <= 2 * _LONGEST else ""
