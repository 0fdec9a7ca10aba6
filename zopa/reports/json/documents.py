"""Answers as plain data for JSON: one writer that walks frozen results field by field.

The keys of an object are the fields of its dataclass, in their order. The tables below say where they are not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ...models.io.save import identity
from ...models.parties import Statement
from ...models.scenario import Scenario
from ..wording.names import Words
from ..wording.objections import statement_of
from ..wording.proof import ProofWords
from .exact import flat

if TYPE_CHECKING:
    from ...checker import Rejected
    from ...conclusions import Proved

Data = dict[str, Any]

_FORMATS: Mapping[str, str] = {
    "Analysis": "zopa-analysis/1",
    "Assumptions": "zopa-assumptions/1",
    "Bargain": "zopa-bargain/1",
    "Burden": "zopa-burden/1",
    "Concessions": "zopa-concessions/1",
    "Explanations": "zopa-explanations/1",
    "Objections": "zopa-objections/1",
    "Sensitivity": "zopa-sensitivity/1",
    "WhyGiveUp": "zopa-why/1",
}
"""The answers that are documents of their own; each has a scenario, a verdict and what that rests on."""

_EVENTS: Mapping[str, str] = {
    "Decided": "verdict",
    "Conflict": "conflict",
    "Relaxation": "relaxation",
    "Outcome": "point",
    "Chosen": "solution",
    "Analysis": "answer",
    "Bargain": "answer",
}
"""What a running search reports, as ``--jsonl`` calls it."""

_FIRST: Mapping[str, tuple[str, ...]] = {
    "Assumption": ("fact", "changes", "verdict_without", "cost_without"),
    "Concession": ("red_line", "kept_at"),
    "Outcome": ("utilities", "deal", "is_best"),
}
"""Keys that stand before the others, whatever the order of the fields."""

_RENAMED: Mapping[str, str] = {"before": "from", "elsewhere": "solutions_elsewhere"}
"""``from`` is a word of Python."""

_LEFT_OUT = frozenset({"scenario", "refutation", "sections", "frontier_evidence", "only_from"})

_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "deals": ("deals_complete",),
    "conflicts": ("conflicts_complete", "disputes"),
    "relaxations": ("relaxations_total", "relaxations_within", "relaxations_complete", "cheapest"),
    "uncontested": ("uncontested_complete", "contradictory_parties"),
    "diverse": (),
    "proposal": (),
    "outcomes": ("outcomes_complete",),
    "elsewhere": (),
}
"""Parts of an analysis or a bargain that were not asked for where they are ``None``, with what belongs to them."""


def to_line(event: Any) -> str:
    """Return what a running search reports as one line of JSON; ``event`` says what it is."""
    kind = type(event).__name__
    return flat({"event": _EVENTS[kind], **(document(event) if kind in _FORMATS else _Walk().plain(event))}) + "\n"


def document(answer: Any) -> Data:
    """Return an answer as plain data with exact numbers."""
    kind = type(answer).__name__
    if kind == "Certificate":
        if answer.document is None:
            raise ValueError("nothing was proved, so there is no certificate to write")
        return dict(answer.document)
    if kind == "Comparison":
        return {**document(answer.after), "whatif": _comparison(answer)}
    head = {
        "format": _FORMATS[kind],
        "scenario": identity(answer.scenario),
        "verdict": answer.verdict,
        "evidence": answer.evidence,
    }
    if kind == "Analysis":
        head["certified"] = answer.certified
    moved = kind == "Concessions" and answer.smallest
    return head | _Walk(answer.scenario, with_amounts=moved).fields(answer, *_not_asked(answer, kind))


def check_document(scenario: Scenario, proved: Proved | None, rejected: Rejected | None) -> Data:
    """Return what the checker said of a certificate as plain data."""
    where, _, why = str(rejected).partition(": ")
    return {
        "format": "zopa-check/1",
        "scenario": identity(scenario),
        "accepted": rejected is None,
        "claims": None if proved is None else proved.claims,
        "lines": None
        if proved is None
        else [f"{field} {name}: {json.dumps(line)}" for field, name, line in proved.lines],
        "where": None if rejected is None else where,
        "why": None if rejected is None else why,
    }


def _not_asked(answer: Any, kind: str) -> set[str]:
    """Return the fields of an answer that the request did not ask for."""
    if kind not in ("Analysis", "Bargain"):
        return set()
    absent = [name for name in _TOGETHER if getattr(answer, name, ()) is None]
    left_out = {*absent, *(other for name in absent for other in _TOGETHER[name])}
    if kind == "Analysis":
        asked = {
            "smallest_conflict": "smallest" in answer.sections,
            "preferred_conflict": answer.preferring and not {"conflicts", "smallest"}.isdisjoint(answer.sections),
            "preferred_relaxation": answer.preferring and "relaxations" in answer.sections,
        }
        left_out |= {name for name, wanted in asked.items() if not wanted}
    return left_out


def _comparison(comparison: Any) -> Data:
    """Return what a what-if question changed."""
    before = comparison.before
    plain = _Walk().plain
    return {
        "changes": [{change.kind: change.what} for change in comparison.changes],
        "sha256_before": identity(before.scenario)["sha256"],
        "verdict_before": before.verdict,
        "conflicts_gone": plain(comparison.conflicts_gone),
        "conflicts_new": plain(comparison.conflicts_new),
        "relaxations_total_before": before.relaxations_total,
        "cheapest_before": before.cheapest and {"cost": before.cheapest.cost, "total": before.cheapest.total},
    }


class _Walk:
    """Writes what one answer holds; some of it in the words of its scenario."""

    def __init__(self, scenario: Scenario | None = None, with_amounts: bool = False) -> None:
        self.scenario = scenario
        self.left_out = _LEFT_OUT if with_amounts else _LEFT_OUT | {"moved"}
        self.special: Mapping[str, Callable[[Any], Data]] = {
            "Conflict": lambda one: {**self.fields(one), "certified": one.refutation is not None},
            "Crossing": self.crossing,
            "Explanation": self.explanation,
            "Proposal": lambda one: {**self.fields(one.outcome), **self.fields(one, "outcome")},
        }

    def plain(self, value: Any) -> Any:
        """Return a value as mappings, lists, texts and exact numbers."""
        match value:
            case Fraction():
                return str(value)
            case tuple():
                return [self.plain(entry) for entry in value]
            case Mapping():
                return {key: self.plain(entry) for key, entry in value.items()}
        if is_dataclass(value):
            return self.special.get(type(value).__name__, self.fields)(value)
        return value

    def fields(self, value: Any, *left_out: str) -> Data:
        """Return the fields of a dataclass by their keys."""
        first = _FIRST.get(type(value).__name__, ())
        names = [*first, *(field.name for field in fields(value) if field.name not in first)]
        kept = [name for name in names if name not in self.left_out and name not in left_out]
        return {_RENAMED.get(name, name): self.plain(getattr(value, name)) for name in kept}

    def crossing(self, one: Any) -> Data:
        """Return a fact or red line that a deal does not satisfy, with what it says."""
        assert self.scenario is not None
        statement = statement_of(one, Words(self.scenario))
        return {"line": one.line, "party": one.party, **_statement(statement), **self.fields(one)}

    def explanation(self, one: Any) -> Data:
        """Return the lines of a conflict, and why they clash in sentences; none where there is no proof."""
        assert self.scenario is not None
        words, conflict = ProofWords(self.scenario), one.conflict
        lines = [
            {
                "line": line,
                "tag": words.tags[line],
                "party": line.split(".")[0] if "." in line else None,
                **_statement(words.statement(line)),
            }
            for line in (*conflict.red_lines, *(conflict.facts or ()))
        ]
        return {
            **self.fields(conflict, "confirmed"),
            "certified": one.steps is not None,
            "opening": words.opening(one),
            "lines": lines,
            "sentences": None
            if one.steps is None
            else [{"depth": depth, "text": sentence} for depth, sentence in words.sentences(one.steps)],
        }


def _statement(statement: Statement) -> Data:
    return {name: getattr(statement, name) for name in ("says", "require", "basis", "quote", "source")}
