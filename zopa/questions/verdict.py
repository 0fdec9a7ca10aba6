"""Whether a deal crosses no red line, and what that rests on: decided and certified here for every question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from ..models.values import Exact
from ..results.analysis import Conflict
from ..results.certificate import Refutation
from ..results.verdict import Evidence, Verdict
from ..solver.conflicts import findings
from ..solver.conflicts.exploration import Exploration
from ..solver.limits import Stopped
from .request import Request

Found = TypeVar("Found")


class Grounds(NamedTuple):
    """What a verdict rests on, and the proof where it is a proof; ``None`` where it is undecided."""

    evidence: Evidence | None
    refutation: Refutation | None = None


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
            values |= search.witness(search.everything) or {}
        return values

    def grounds(self, conflicts: Sequence[Conflict] = ()) -> Grounds:
        """Say what the verdict rests on; a proof that there is no deal gets the budget that proofs have in passing.

        Parameters
        ----------
        conflicts
            Those that were found already, with their proofs.
        """
        if self.verdict == "undecided":
            return Grounds(None)
        if self.verdict == "deal":
            return Grounds("certified")
        with suppress(Stopped):
            if (proof := findings.refutation(self.exploration, conflicts)) is not None:
                return Grounds("certified", proof)
        return Grounds("confirmed" if self.exploration.confirmed else "claimed")


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
