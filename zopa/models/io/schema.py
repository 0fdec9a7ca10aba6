"""The format's JSON Schema, which editors use to complete and check scenario files."""

from __future__ import annotations

import json

from ..scenario import FORMAT, Scenario


def schema_text() -> str:
    """Return the JSON Schema of ``zopa/1`` as text."""
    schema = Scenario.model_json_schema(mode="validation")
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Scenario, {FORMAT}"}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
