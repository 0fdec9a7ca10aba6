"""Refutations for what an answer prints: each proved, and accepted by the checker, or there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from ...checker import Rejected, Unreadable, check
from ...models.lines.normal_form import lines
from ...models.scenario import Scenario
from ...results.certificate import FORMAT, Refutation, as_json
from .prover import Budget, Prover

IN_PASSING = Budget(20_000, 20)
"""What one proof may cost in an answer that is not about proofs: most need a hundredth of it."""


class Certifier:
    """Refutes conflicts of one scenario; each once.

    Parameters
    ----------
    scenario
        Whose lines are refuted.
    budget
        For each proof.
    stopped
        Whether a limit has come; nothing more is then proved.
    """

    def __init__(self, scenario: Scenario, budget: Budget, stopped: Callable[[], bool]) -> None:
        self._scenario = scenario
        self._budget = budget
        self._stopped = stopped
        self._prover = Prover(scenario.meaning(), stopped)
        self._made: dict[tuple[tuple[str, ...], tuple[str, ...]], Refutation | None] = {}

    @property
    def spent(self) -> int:
        """Evaluations of lines so far."""
        return self._prover.spent

    @cached_property
    def document(self) -> dict[str, Any]:
        """The scenario's lines, as a certificate is checked against them."""
        return lines(self._scenario)

    def refutation(self, red_lines: Sequence[str], facts: Sequence[str]) -> Refutation | None:
        """Return a proof that the checker has accepted; None when there is none within the budget.

        Raises
        ------
        SolverError
            If a deal satisfies all of the lines.
        """
        key = tuple(red_lines), tuple(facts)
        if key not in self._made:
            if self._stopped():
                return None
            proved = self._prover.refute(red_lines, facts, self._budget)
            self._made[key] = proved if proved is not None and self._accepted(proved) else None
        return self._made[key]

    def _accepted(self, refutation: Refutation) -> bool:
        part = self.part({*refutation.red_lines, *refutation.facts})
        try:
            check(as_text(part), as_text(certificate_of(part, conflicts=[conflict_entry(refutation)])))
        except (Rejected, Unreadable):
            return False
        return True

    def part(self, names: Collection[str]) -> dict[str, Any]:
        """Return the scenario's lines with some facts and red lines alone, and what these need."""
        meaning = self._scenario.meaning()
        wanted = [line for line in (*meaning.facts, *meaning.red_lines) if line.id in names]
        terms = {term for line in wanted for term in line.terms}
        definitions = {definition for line in wanted for definition in line.definitions}
        kept = {"terms": terms, "definitions": definitions, "facts": names, "red_lines": names, "weights": names}
        return {
            field: {name: entry for name, entry in value.items() if name in kept[field]} if field in kept else value
            for field, value in self.document.items()
        }


def conflict_entry(refutation: Refutation) -> dict[str, Any]:
    """Return a refuted conflict as the certificate has it."""
    return {
        "red_lines": list(refutation.red_lines),
        "facts": list(refutation.facts),
        "steps": [as_json(step) for step in refutation.steps],
    }


def certificate_of(lines_spoken_of: Mapping[str, Any], **claims: Any) -> dict[str, Any]:
    """Return a certificate with some ``conflicts``, ``deals`` and ``complete``; what is not given claims nothing."""
    return {**lines_spoken_of, "format": FORMAT, "conflicts": [], "deals": [], "complete": {}, **claims}


def as_text(document: Mapping[str, Any]) -> bytes:
    """Return plain data as the JSON that the checker reads."""
    return json.dumps(document).encode()
