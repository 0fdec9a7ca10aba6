"""JSON text with exact numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ...models.io.save import number_literal


def flat(value: Any) -> str:
    """Write JSON with exact decimals on one line."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{json.dumps(key)}: {flat(entry)}" for key, entry in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(flat, value)) + "]"
    return text(value)


def text(value: Any, indent: str = "") -> str:
    """Write JSON with exact decimals, a line for each entry, and short lists on one line."""
    inner = indent + "  "
    match value:
        case Decimal():
            return number_literal(value)
        case date():
            return json.dumps(value.isoformat())
        case Mapping() if value:
            entries = [f"{inner}{json.dumps(key)}: {text(entry, inner)}" for key, entry in value.items()]
            return "{\n" + ",\n".join(entries) + f"\n{indent}}}"
        case list() if value:
            if not any(isinstance(entry, list | Mapping) for entry in value):
                flat = "[" + ", ".join(text(entry) for entry in value) + "]"
                if len(flat) + len(indent) <= 100:
                    return flat
            return "[\n" + ",\n".join(inner + text(entry, inner) for entry in value) + f"\n{indent}]"
        case Mapping():
            return "{}"
    return json.dumps(value, ensure_ascii=False)
