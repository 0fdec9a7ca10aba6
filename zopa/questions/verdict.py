"""Whether a deal crosses no red line, and what that rests on: decided and certified here for every question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..models.values import Exact
from ..results.analysis import Conflict
from ..results.certificate import Refutation
from ..results.verdict import Evidence, Verdict
from ..solver.conflicts import findings
from ..solver.conflicts.exploration import Exploration
from ..solver.limits import Stopped
from .request import Request

Found = TypeVar("Found")


@dataclass(frozen=True)
class Decision:
    """The verdict, and the exploration that it came from."""

    verdict: Verdict
    exploration: Exploration

    @property
    def deal(self) -> dict[str, Exact]:
        """The values of a deal that crosses no red line; empty unless one exists."""
        values: dict[str, Exact] = {}
        if self.verdict != "deal":
            return values
        for search in self.exploration.searches:
            values |= search.known.witness(search.known.everything) or {}
        return values

    def refutation(self, conflicts: Sequence[Conflict]) -> Refutation | None:
        """Return a proof that there is no deal, of the budget that proofs have in passing; None without one.

        Parameters
        ----------
        conflicts
            Those that were found already, with their proofs.
        """
        if self.verdict != "no_deal":
            return None
        return unless_stopped(lambda: findings.refutation(self.exploration, conflicts))

    def evidence(self, proved: bool | None = None) -> Evidence | None:
        """Return what the verdict rests on; None where it is undecided.

        Parameters
        ----------
        proved
            Whether there is a proof that there is no deal; looked for where this is not given.
        """
        if self.verdict != "no_deal":
            return "certified" if self.verdict == "deal" else None
        if proved is None:
            proved = unless_stopped(lambda: findings.is_certified(self.exploration))
        return "certified" if proved else "confirmed" if self.exploration.confirmed else "claimed"


def decide(request: Request) -> Decision:
    """Decide whether a deal crosses no red line."""
    exploration = Exploration(request.scenario, request.limits, certify=True)
    return Decision(exploration.verdict(), exploration)


def unless_stopped(step: Callable[[], Found]) -> Found | None:
    """Return what a step finds; ``None`` when a limit comes first."""
    try:
        return step()
    except Stopped:
        return None
