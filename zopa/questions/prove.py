"""Certificates: the verdict, or everything an answer says, written down so that a small checker can verify it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

from ..checker import MAX_BYTES, Unreadable
from ..conclusions import Proved, check
from ..models.lines.normal_form import lines
from ..models.scenario import Scenario
from ..models.values import Exact
from ..results.analysis import Conflict, Relaxation
from ..results.certificate import Certificate, Refutation
from ..solver.certify.certifier import Certifier, as_text, certificate_of, conflict_entry
from ..solver.certify.prover import Budget
from ..solver.conflicts import findings
from ..solver.conflicts.deals import Deals
from ..solver.conflicts.exploration import Exploration
from ..solver.conflicts.rounds import explore_in_rounds
from ..solver.conflicts.witnesses import Positions, Witnesses
from ..solver.k_best import Unfinished
from ..solver.limits import Allowance, Limits, Stopped
from .request import Request
from .solve import FIRST


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
    everything
        Whether to certify every conflict with deals that show it to be minimal, the cheapest relaxations, and the
        completeness of both lists, instead of the verdict alone.
    top
        How many relaxations to certify.
    budget
        What each proof may cost.
    scenario, time_limit, limits, allowance
        As for :func:`zopa.solve`, and so are errors; what was not proved in time is listed as missing.

    Returns
    -------
    Certificate
        Accepted by :func:`zopa.conclusions.check`, with its sentences.
    """
    request = Request.of(scenario, time_limit=time_limit, limits=limits)
    limits = request.limits
    exploration = Exploration(scenario, limits, request.kept, allowance or Allowance())
    writing = _Writing(exploration, Certifier(scenario, budget or Budget(), lambda: limits.stopped_by is not None))
    verdict = exploration.verdict()
    if verdict == "deal":
        writing.deal()
    elif verdict == "undecided":
        writing.missing.append("whether there is a deal: a limit came first")
    elif everything:
        writing.everything(top)
    else:
        writing.verdict()
    document = writing.document()
    proved = Proved([], [])
    if document is not None:
        try:
            proved = check(as_text(writing.certifier.document), as_text(document))
        except Unreadable:
            document = None
            writing.missing.append(f"any of it: a certificate of all this has more than {MAX_BYTES:,} bytes")
    return Certificate(
        scenario=scenario,
        verdict=verdict,
        document=document,
        claims=tuple(proved.claims),
        missing=tuple(writing.missing),
        stopped_by=limits.stopped_by if writing.missing else None,
    )


def verify(scenario: Scenario, certificate: bytes | str | Mapping[str, Any]) -> Proved:
    """Check a certificate against a scenario.

    Parameters
    ----------
    scenario
        Whose lines the certificate is about.
    certificate
        Its JSON as text or bytes, or the plain data that this stands for.

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
    scenario = Request.of(scenario).scenario
    given = certificate if isinstance(certificate, bytes | str) else as_text(certificate)
    return check(as_text(lines(scenario)), given.encode() if isinstance(given, str) else given)


_NO_PROOF = "the verdict: no proof was found within the budget; only the solver says so"


class _Writing:
    """A certificate as it is made: each claim goes in once it is proved."""

    def __init__(self, exploration: Exploration, certifier: Certifier) -> None:
        self._exploration = exploration
        self.certifier = certifier
        self.missing: list[str] = []
        self._conflicts: list[Refutation] = []
        self._deals: dict[frozenset[str], Positions] = {}
        self._complete: dict[str, Any] = {}

    def document(self) -> dict[str, Any] | None:
        """Return the certificate; None when nothing was proved."""
        if not self._deals and not self._conflicts:
            return None
        lines_of, more = self.certifier.document, dict[str, Any]()
        named = {name for refutation in self._conflicts for name in (*refutation.red_lines, *refutation.facts)}
        if self._deals or self._complete:
            named = {*lines_of["facts"], *lines_of["red_lines"]}
        else:
            more["weights"] = {}  # nothing is said of costs
        return certificate_of(
            self.certifier.part(named),
            conflicts=[conflict_entry(refutation) for refutation in self._conflicts],
            deals=[
                {"give_up": [line for line in lines_of["red_lines"] if line in give_up], "deal": deal}
                for give_up, deal in self._deals.items()
            ],
            complete=self._complete,
            **more,
        )

    def deal(self) -> None:
        """Show a deal that crosses no red line."""
        with suppress(Stopped):
            self._shown(Witnesses(self._exploration), Deals(self._exploration).of())

    def _shown(self, witnesses: Witnesses, values: Mapping[str, Exact]) -> None:
        """Put a deal into the certificate, unless one that crosses the same is there."""
        crossed = frozenset(self._exploration.meaning.crossed(values))
        self._deals.setdefault(crossed, witnesses.positions(values))

    def verdict(self) -> None:
        """Refute one conflict, a small one if there is a choice."""
        self._exploration.explore(FIRST)
        for conflict in findings.conflicts(self._exploration):
            proved = self._refuted(conflict)
            if proved is not None:
                self._conflicts = [proved]
                return
        self.missing.append(_NO_PROOF)

    def everything(self, top: int) -> None:
        """Refute every conflict, and show relaxations and completeness."""
        exploration = self._exploration
        explore_in_rounds(exploration)
        witnesses = Witnesses(exploration)
        found = findings.conflicts(exploration)
        for conflict in found:
            proved = self._refuted(conflict)
            if proved is not None:
                self._conflicts.append(proved)
            else:
                named = ", ".join(conflict.red_lines) or "the facts alone"
                self.missing.append(f"that {named} cannot hold together: no proof was found; only the solver says so")
        if not self._conflicts:
            self.missing.append(_NO_PROOF)
        for relaxation in self._cheapest(top):
            self._relax(relaxation, witnesses)
        if any(not conflict.red_lines for conflict in found):
            return  # the facts alone contradict each other: that is the one minimal conflict, and nothing helps
        self._lists(len(found), witnesses)
        for proved in () if self._complete else self._conflicts:
            self._minimal(proved.red_lines, witnesses)

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

    def _relax(self, relaxation: Relaxation, witnesses: Witnesses) -> None:
        """Show a relaxation, if for each line given up a refuted conflict has no other of them."""
        given_up = set(relaxation.give_up)
        shared = [given_up.intersection(refutation.red_lines) for refutation in self._conflicts]
        if not all({line} in shared for line in given_up):
            named = ", ".join(relaxation.give_up)
            self.missing.append(f"that all of {named} has to be given up: a conflict that shows it is not refuted")
            return
        self._shown(witnesses, self._exploration.meaning.numbers(relaxation.deal))

    def _minimal(self, red_lines: tuple[str, ...], witnesses: Witnesses) -> None:
        """Show that no red line of a conflict can be left out: for each, a deal that crosses no other of them."""
        try:
            if not all(any(crossed.intersection(red_lines) == {line} for crossed in self._deals) for line in red_lines):
                for values in witnesses.minimality(red_lines).values():
                    self._shown(witnesses, values)
        except Stopped:
            named = ", ".join(red_lines)
            self.missing.append(f"that no red line can be left out of {named}: a limit came first")

    def _lists(self, conflicts: int, witnesses: Witnesses) -> None:
        """Show both lists to be complete, if every conflict is known and refuted."""
        shown = None
        with suppress(Stopped):
            if self._exploration.is_complete and len(self._conflicts) == conflicts:
                shown = witnesses.groups()
        if shown is None:
            self.missing.append("that the lists of conflicts and relaxations are complete")
            return
        base, groups = shown
        self._complete = {
            "deal": base,
            "groups": [[{"give_up": list(gone), "changes": changes} for gone, changes in ways] for ways in groups],
        }
