"""What the tests of the certificate checker share: lines by hand, certificates of them, and how they are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.small_lines import (
    YES_NO,
    Document,
    certificate,
    conflict,
    document,
    quantity,
)

from zopa import conclusions
from zopa.checker import Rejected
from zopa.conclusions import Proved

X, Y, Z = ["term", "x"], ["term", "y"], ["term", "z"]
F, G = ["term", "f"], ["term", "g"]
SPOKEN_OF = "a name is not among those that the certificate speaks of"
ONCE = "no list of names, each once"
NO_POSITION = "the term has no position there"
NOT_THERE = "the line is not false there"
TERMS = {"x": quantity(10), "y": quantity(10), "f": YES_NO, "g": YES_NO}


def text(document: Any) -> bytes:
    return json.dumps(document).encode()


def check(lines: Any, certificate: Any) -> Proved:
    """Return what a certificate proves, with what follows; both are plain data."""
    return conclusions.check(text(lines), text(certificate))


def printed(proved: Proved) -> list[str]:
    """Return the entries of the lines that a certificate speaks of as they are printed."""
    return [f"{field} {name}: {json.dumps(content)}" for field, name, content in proved.lines]


def refutation(lines: list[Any], steps: Any, terms: Any = None, definitions: Any = None) -> Proved:
    """Check steps that refute red lines ``p.l0``, ``p.l1`` ... together."""
    made = document(terms or TERMS, {f"p.l{at}": line for at, line in enumerate(lines)}, definitions=definitions)
    given = certificate(made, conflicts=[{**conflict(list(made["red_lines"]), []), "steps": steps}])
    return check(made, given)


def refused(*given: Any, **more: Any) -> str:
    """Return where and why steps are rejected."""
    with pytest.raises(Rejected) as caught:
        refutation(*given, **more)
    return str(caught.value).removeprefix("conflicts[0].")


LOW, HIGH = ["<=", X, 3], ["<=", 7, X]
CYCLE = [["<=", {"x": 1, "y": -1}, -1], ["not", ["<=", X, Y]]]
"""x is less than y, and y less than x."""
THREE = document(
    {"x": quantity(10), "f": YES_NO, "g": YES_NO},
    {"p.low": LOW, "q.high": HIGH, "q.f": F, "p.g": G, "r.free": ["<=", X, 9]},
    facts={"not_both": ["or", ["not", F], ["not", G]], "even": ["not", ["==", X, 4]]},
    weights={"p.low": 2, "q.high": "1/2", "q.f": 0, "p.g": "3/2", "r.free": 1},
)
"""Two disputes: over x, and over f and g."""
CONFLICTS = [
    conflict(["p.low", "q.high"], [["cut", "p.low", "x", [[4, 9]]], ["end", "q.high"]]),
    conflict(
        ["q.f", "p.g"],
        [["cut", "q.f", "f", [[0, 0]]], ["cut", "p.g", "g", [[0, 0]]], ["end", "not_both"]],
        ["not_both"],
    ),
]
DEALS = [
    {"give_up": ["q.high", "q.f"], "deal": {"x": 3, "f": 0, "g": 1}},
    {"give_up": ["p.low", "p.g"], "deal": {"x": 7, "f": 1, "g": 0}},
]
COMPLETE = {
    "deal": {"x": 0, "f": 0, "g": 1},
    "groups": [
        [{"give_up": ["q.high"], "changes": {}}, {"give_up": ["p.low"], "changes": {"x": 8}}],
        [{"give_up": ["q.f"], "changes": {}}, {"give_up": ["p.g"], "changes": {"f": 1, "g": 0}}],
    ],
}


def three(**parts: Any) -> Document:
    """Return a certificate of the lines above, with some parts in place of its own."""
    made = {"conflicts": CONFLICTS, "deals": DEALS, "complete": COMPLETE}
    return json.loads(json.dumps(certificate(THREE, **{**made, **parts})))


def put(certificate: Document, path: str, value: Any) -> Document:
    """Return a certificate with something else at a path such as ``conflicts.0.steps``; ``...`` removes it."""
    *way, last = [int(part) if part.isdigit() else part.replace("-", ".") for part in path.split(".")]
    place: Any = certificate
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return certificate


TOLD_COMPLETE = (
    "The list of conflicts is complete, with 2 in all: each is minimal. Conflicts of different groups "
    "share no red line; the number of groups is 2. One way out of each group makes a minimal relaxation, "
    "and there are no others: 4 in all. The lowest cost is 1/2 (relaxations at that cost: 1)."
)
TOLD = [
    "No deal satisfies p.low and q.high (steps: 2).",
    "No deal satisfies q.f and p.g and not_both (steps: 3).",
    "Giving up q.high and q.f makes a deal possible, at a cost of 1/2; giving up only some of these is not enough.",
    "Giving up p.low and p.g makes a deal possible, at a cost of 7/2; giving up only some of these is not enough.",
    TOLD_COMPLETE,
]
