"""Explanations and certificates as plain data with exact numbers, for JSON."""

from __future__ import annotations

import json
from typing import Any

from ...checker import Rejected
from ...conclusions import Proved
from ...models.io.save import identity
from ...models.scenario import Scenario
from ...results.explanation import Explanation, Explanations
from ..wording.proof import ProofWords


def explanations_document(answer: Explanations) -> dict[str, Any]:
    """Return explanations as plain data; a conflict without a proof has no sentences."""
    words = ProofWords(answer.scenario)
    return {
        "format": "zopa-explanations/1",
        "scenario": identity(answer.scenario),
        "verdict": answer.verdict,
        "explanations": [_explanation(one, words) for one in answer.explanations],
        "complete": answer.complete,
        "stopped_by": answer.stopped_by,
    }


def _explanation(explanation: Explanation, words: ProofWords) -> dict[str, Any]:
    conflict = explanation.conflict
    return {
        "red_lines": list(conflict.red_lines),
        "facts": None if conflict.facts is None else list(conflict.facts),
        "is_minimal": conflict.is_minimal,
        "certified": explanation.steps is not None,
        "opening": words.opening(explanation),
        "lines": [_line(line, words) for line in (*conflict.red_lines, *(conflict.facts or ()))],
        "sentences": None
        if explanation.steps is None
        else [{"depth": depth, "text": text} for depth, text in words.sentences(explanation.steps)],
    }


def _line(line: str, words: ProofWords) -> dict[str, Any]:
    statement = words.statement(line)
    return {
        "line": line,
        "tag": words.tags[line],
        "party": line.split(".")[0] if "." in line else None,
        "says": statement.says,
        "require": statement.require,
        "basis": statement.basis,
        "quote": statement.quote,
        "source": statement.source,
    }


def check_document(scenario: Scenario, proved: Proved | None, rejected: Rejected | None) -> dict[str, Any]:
    """Return what the checker said of a certificate as plain data."""
    where, _, why = str(rejected).partition(": ")
    return {
        "format": "zopa-check/1",
        "scenario": identity(scenario),
        "accepted": rejected is None,
        "claims": None if proved is None else proved.claims,
        "lines": None
        if proved is None
        else [f"{field} {name}: {json.dumps(content)}" for field, name, content in proved.lines],
        "where": None if rejected is None else where,
        "why": None if rejected is None else why,
    }
