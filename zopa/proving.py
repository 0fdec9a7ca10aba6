"""Certificates: the verdict, or everything an answer says, written down so that a small checker can verify it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from .analysis import FIRST
from .certificates import FORMAT, Certificate
from .checker import Proved, check
from .models.normal import lines, number
from .models.scenario import Scenario
from .models.values import exact
from .refutations import Refutation
from .results import Conflict, Relaxation
from .solver import findings
from .solver.certify.certifier import Certifier, conflict_entry
from .solver.certify.prover import Budget
from .solver.certify.witnesses import Positions, Witnesses
from .solver.deals import Deals
from .solver.explore import Allowance, Exploration
from .solver.known import Stopped
from .solver.limits import Limits
from .solver.merge import Unfinished
from .solver.rounds import do, explore_in_rounds


def prove(
    scenario: Scenario,
    *,
    everything: bool = False,
    top: int = 10,
    time_limit: float | None = None,
    limits: Limits | None = None,
    budget: Budget | None = None,
    allowance: Allowance | None = None,
) -> Certificate:
    """Prove the verdict of a scenario, or everything that :func:`zopa.solve` says of it, in steps that can be checked.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder.
    everything
        Whether to certify every conflict with deals that show it to be minimal, the cheapest relaxations, and the
        completeness of both lists, instead of the verdict alone.
    top
        How many relaxations to certify.
    time_limit
        Wall-clock seconds; what was proved by then is certified, the rest is told to be missing.
    limits
        Limits shared with the caller, who may then interrupt from another thread; instead of ``time_limit``.
    budget
        What each proof may cost.
    allowance
        How far the exploration of one part of the scenario may go, as for :func:`zopa.solve`.

    Returns
    -------
    Certificate
        Accepted by :func:`zopa.checker.check`, with its sentences.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    limits = limits or Limits(time_limit)
    kept = [line_id for line_id, _, line in scenario.red_lines() if line.keep]
    exploration = Exploration(scenario, limits, kept, allowance or Allowance())
    writing = _Writing(exploration, Certifier(scenario, budget or Budget(), lambda: limits.stopped_by is not None))
    verdict = exploration.verdict()
    if verdict == "deal":
        with suppress(Stopped):
            writing.deal = Witnesses(exploration).positions(Deals(exploration).of())
    elif verdict == "undecided":
        writing.missing.append("whether there is a deal: a limit came first")
    elif everything:
        writing.everything(top)
    else:
        writing.verdict()
    document = writing.document()
    proved = Proved([], []) if document is None else check(writing.certifier.document, document)
    return Certificate(
        scenario=scenario,
        verdict=verdict,
        document=document,
        claims=tuple(proved.claims),
        missing=tuple(writing.missing),
        stopped_by=limits.stopped_by if writing.missing else None,
    )


def verify(scenario: Scenario, certificate: object) -> Proved:
    """Check a certificate against a scenario.

    Parameters
    ----------
    scenario
        Whose lines the certificate is about.
    certificate
        Plain JSON data, as :func:`zopa.checker.read` returns it.

    Returns
    -------
    Proved
        What is thereby proved, and the lines that were refuted.

    Raises
    ------
    Rejected
        With the place and the reason, if anything in it does not hold.
    Unreadable
        If it is no certificate.
    """
    return check(lines(scenario), certificate)


class _Writing:
    """A certificate as it is made: each claim goes in once it is proved."""

    def __init__(self, exploration: Exploration, certifier: Certifier) -> None:
        self._exploration = exploration
        self.certifier = certifier
        self.deal: Positions | None = None
        self.missing: list[str] = []
        self._conflicts: list[dict[str, Any]] = []
        self._relaxations: list[dict[str, Any]] = []
        self._complete: dict[str, Any] | None = None

    def document(self) -> dict[str, Any] | None:
        """Return the certificate; None when nothing was proved."""
        if self.deal is None and not self._conflicts:
            return None
        lines_of = self.certifier.document
        everything = {*lines_of["facts"], *lines_of["red_lines"]}
        is_short = self._complete is None and not self._relaxations and self.deal is None
        named = {name for entry in self._conflicts for name in (*entry["red_lines"], *entry["facts"])}
        return {
            **self.certifier.part(named if is_short else everything),
            "format": FORMAT,
            "deal": self.deal,
            "conflicts": self._conflicts,
            "relaxations": self._relaxations,
            "complete": self._complete,
        }

    def verdict(self) -> None:
        """Refute one conflict, a small one if there is a choice."""
        self._exploration.explore(FIRST)
        for conflict in findings.conflicts(self._exploration):
            proved = self._refuted(conflict)
            if proved is not None:
                self._conflicts = [conflict_entry(proved, None)]
                return
        self.missing.append("a proof of the verdict: none was found within the budget; it is the solver's claim")

    def everything(self, top: int) -> None:
        """Refute every conflict, and show relaxations and completeness."""
        exploration = self._exploration
        explore_in_rounds(exploration, lambda tasks: (do(exploration, task) for task in tasks))
        witnesses = Witnesses(exploration)
        place: dict[tuple[str, ...], int] = {}
        found = findings.conflicts(exploration)
        for conflict in found:
            named = ", ".join(conflict.red_lines) or "the facts alone"
            proved = self._refuted(conflict)
            if proved is None:
                self.missing.append(f"a proof that {named} cannot hold together: it is the solver's claim")
                continue
            shown: dict[str, Positions] | None = None
            try:
                shown = witnesses.minimality(conflict.red_lines) if conflict.red_lines else None
            except Stopped:
                self.missing.append(f"that no red line can be left out of {named}: a limit came first")
            place[conflict.red_lines] = len(self._conflicts)
            self._conflicts.append(conflict_entry(proved, shown))
        for relaxation in self._cheapest(top):
            self._relax(relaxation, place, witnesses)
        self._lists(place, found, witnesses)

    def _refuted(self, conflict: Conflict) -> Refutation | None:
        facts = conflict.facts
        if facts is None:
            facts = tuple(fact.id for fact in self._exploration.meaning.facts)
        return self.certifier.refutation(conflict.red_lines, facts)

    def _cheapest(self, top: int) -> list[Relaxation]:
        found: list[Relaxation] = []
        deals = Deals(self._exploration)
        try:
            for cost, choice in islice(self._exploration.relaxations(), top):
                found.append(deals.relaxation(cost, choice))
        except (Unfinished, Stopped):
            self.missing.append("more of the cheapest relaxations: a limit came first")
        return found

    def _relax(self, relaxation: Relaxation, place: Mapping[tuple[str, ...], int], witnesses: Witnesses) -> None:
        given_up = set(relaxation.give_up)
        because = {}
        for line in relaxation.give_up:
            for red_lines, at in place.items():
                if given_up.intersection(red_lines) == {line}:
                    because[line] = at
                    break
        if len(because) < len(given_up):
            named = ", ".join(relaxation.give_up)
            self.missing.append(
                f"that giving up {named} gives up nothing for nothing: a conflict for it is not refuted"
            )
            return
        values = self._exploration.meaning.numbers(relaxation.deal)
        self._relaxations.append(
            {
                "give_up": list(relaxation.give_up),
                "cost": number(exact(relaxation.cost)),
                "deal": witnesses.positions(values),
                "because": because,
            }
        )

    def _lists(self, place: Mapping[tuple[str, ...], int], found: list[Conflict], witnesses: Witnesses) -> None:
        """Show both lists to be complete, if every conflict is known and refuted.

        Where the facts alone contradict each other there is nothing to show: that is the one minimal conflict.
        """
        if any(not conflict.red_lines for conflict in found):
            return
        try:
            shown = witnesses.groups() if self._exploration.is_complete and len(place) == len(found) else None
        except Stopped:
            shown = None
        if shown is None:
            self.missing.append("that the lists of conflicts and relaxations are complete")
            return
        base, groups = shown
        self._complete = {
            "deal": base,
            "groups": [
                {
                    "conflicts": sorted(place[red_lines] for red_lines in group.conflicts),
                    "ways": [{"give_up": list(give_up), "changes": changes} for give_up, changes in group.ways],
                }
                for group in groups
            ],
        }
