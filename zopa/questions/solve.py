"""The whole pipeline on one screen: a scenario in, an Analysis out, and what is proved on the way.

What a limit cuts off is marked, never guessed: totals are ``None``, lists are not called complete.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any, Literal, TypeAlias

from ..models.scenario import Scenario
from ..models.values import exact
from ..results.analysis import Analysis, Decided, Event, Progress, Relaxation
from ..results.verdict import Cost, DealWords
from ..solver.conflicts import findings
from ..solver.conflicts.deals import Deals
from ..solver.conflicts.exploration import Exploration
from ..solver.conflicts.rounds import explore_in_rounds
from ..solver.k_best import Unfinished
from ..solver.limits import Allowance, Limits, Stopped
from .iterate import ReportedConflicts
from .request import Request
from .verdict import Decision, unless_stopped

Section: TypeAlias = Literal["conflicts", "relaxations", "deals", "smallest"]

Fields: TypeAlias = dict[str, Any]
"""Some fields of an :class:`Analysis`: what one step adds to it."""

WHOLE: tuple[Section, ...] = ("conflicts", "relaxations")
"""What :func:`solve` answers by default."""

_WITH_CONFLICTS: frozenset[Section] = frozenset(("conflicts", "smallest"))

FIRST = Allowance(questions=500, relaxations=500, steps=5_000)
"""What each part gets before the cheapest relaxations are listed: where it is enough, equals come in a plain order."""


def solve(
    scenario: Scenario,
    *,
    top: int = 10,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    max_cost: Cost | None = None,
    prefer: Collection[str] = (),
    time_limit: float | None = None,
    workers: int = 1,
    sections: Collection[Section] | tuple[Section, ...] = WHOLE,
    allowance: Allowance | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    certify: bool = True,
) -> Analysis:
    """Decide a scenario: is there a deal, why not, and what would have to give.

    Parameters
    ----------
    scenario
        From :func:`zopa.load` or the builder.
    top
        How many relaxations, or deals, to list.
    keep
        Red lines (``party.line``), or parties for all of theirs, that are never given up. Here and below, a single
        name may stand for a collection.
    only_from
        The parties that may give lines up; all when empty.
    only_between
        The parties whose red lines count; those of all others are left out. All when empty.
    max_cost
        Relaxations that cost more are not listed.
    prefer
        Red lines or parties, the most important first: the answer then also has the conflict and the relaxation that
        this order prefers. Those not named come last, in the scenario's order.
    time_limit
        Wall-clock seconds; what was proved by then is returned, marked.
    workers
        Processes that explore the parts and disputes of the scenario; the answer is the same whatever their number.
    sections
        Which parts of the answer to compute; the verdict always is.
    allowance
        How far a complete exploration of one part of the scenario may go before it is cut off.
    limits
        Limits shared with the caller, who may then interrupt from another thread; instead of ``time_limit``.
    on_progress
        Called before every question to the solver.
    certify
        Whether to prove the verdict and every conflict in steps that the checker verifies. What is not proved within
        a share of the search's own work, or without this, stays the solver's claim, and says so.

    Returns
    -------
    Analysis
        A section that was not asked for is ``None``.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable.
    UnknownNameError
        If a red line or party does not exist, or is left out by ``only_between``.
    TypeError
        If a cost is not exact, or a path is given in place of a scenario.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    request = Request.of(
        scenario,
        keep=keep,
        only_from=only_from,
        only_between=only_between,
        prefer=prefer,
        max_cost=max_cost,
        time_limit=time_limit,
        limits=limits,
    )
    return _Solving(request, top, workers, sections, allowance, on_progress, certify).answer()


def stream(
    scenario: Scenario,
    *,
    top: int = 10,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    max_cost: Cost | None = None,
    prefer: Collection[str] = (),
    time_limit: float | None = None,
    workers: int = 1,
    sections: Collection[Section] | tuple[Section, ...] = WHOLE,
    allowance: Allowance | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    certify: bool = True,
) -> Iterator[Event]:
    """Yield what is proved as it is proved: the verdict, conflicts and relaxations, and the whole answer last.

    Parameters and errors are those of :func:`solve`.
    """
    request = Request.of(
        scenario,
        keep=keep,
        only_from=only_from,
        only_between=only_between,
        prefer=prefer,
        max_cost=max_cost,
        time_limit=time_limit,
        limits=limits,
    )
    return _Solving(request, top, workers, sections, allowance, on_progress, certify).events()


@dataclass(frozen=True)
class _Solving:
    """A request under way. Each step returns the fields of the answer that it found."""

    request: Request
    top: int
    workers: int
    sections: Collection[Section]
    allowance: Allowance | None
    on_progress: Callable[[Progress], None] | None
    certify: bool

    @cached_property
    def exploration(self) -> Exploration:
        """The search, and what it has proved."""
        request, allowance = self.request, self.allowance or Allowance()
        return Exploration(
            request.scenario, request.limits, request.kept, allowance, self.on_progress, certify=self.certify
        )

    def answer(self) -> Analysis:
        *_, last = self.events()
        assert isinstance(last, Analysis)
        return last

    def events(self) -> Iterator[Event]:
        exploration, request = self.exploration, self.request
        decision = Decision(exploration.verdict(), exploration)
        no_deal = decision.verdict == "no_deal"
        deal = None
        if decision.verdict == "deal":  # its parts are known, so only an interrupt can leave this open
            deal = unless_stopped(lambda: exploration.meaning.words(Deals(exploration).of()))
        yield Decided(decision.verdict, deal)
        found: Fields = self._special() if no_deal else {}
        if not set(WHOLE).isdisjoint(self.sections):
            found |= yield from self._lists(no_deal)
        if "deals" in self.sections:
            found |= self._different_deals(decision)
        refutation = decision.refutation(found.get("conflicts") or ())
        analysis = Analysis(
            scenario=request.scenario,
            verdict=decision.verdict,
            deal=deal,
            sections=tuple(sorted(self.sections)),
            kept=request.keeping,
            only_from=request.only_from,
            max_cost=request.max_cost,
            between=request.only_between,
            preferring=tuple(request.by_importance),
            refutation=refutation,
            evidence=decision.evidence(proved=refutation is not None),
            **found,
        )
        if _cut_off(analysis):
            limit = request.limits.stopped_by
            analysis = replace(analysis, stopped_by=limit, allowance_spent=limit is None)
        yield analysis

    # -- steps ----------------------------------------------------------------------------------------------------

    def _special(self) -> Fields:
        """Find the smallest conflict, and what an order of importance prefers, where they were asked for."""
        exploration, sections = self.exploration, self.sections
        found: Fields = {}
        if "smallest" in sections:
            exploration.explore(FIRST)
            found["smallest_conflict"] = unless_stopped(lambda: findings.smallest(exploration))
        if order := self.request.by_importance:
            if not _WITH_CONFLICTS.isdisjoint(sections):
                found["preferred_conflict"] = unless_stopped(lambda: findings.preferred_conflict(exploration, order))
            if "relaxations" in sections:
                found["preferred_relaxation"] = unless_stopped(lambda: self._preferred_relaxation(order))
        return found

    def _preferred_relaxation(self, order: list[str]) -> Relaxation | None:
        choice = findings.preferred_relaxation(self.exploration, order)
        return None if choice is None else Deals(self.exploration).relaxation(*choice)

    def _lists(self, no_deal: bool) -> Generator[Event, None, Fields]:
        """Yield conflicts and relaxations as they are proved, and return what is known of both lists."""
        exploration, listed = self.exploration, list[Relaxation]()
        reported = ReportedConflicts(exploration)
        found: Fields = {}
        within = None
        if no_deal:
            exploration.explore(FIRST)
        if "conflicts" in self.sections:
            yield from _new(reported)
        if "relaxations" in self.sections:
            others_cost_too_much = yield from self._cheapest(listed)
            within = len(listed) if others_cost_too_much else None
        if no_deal:
            self._explore()
        if "conflicts" in self.sections:
            yield from _new(reported)
            found |= self._conflicts()
        if "relaxations" in self.sections:
            found |= self._relaxations(listed, within)
        return found

    def _explore(self) -> None:
        if self.workers == 1:
            explore_in_rounds(self.exploration)
        elif self.exploration.unfinished():
            from ..solver.conflicts.worker_processes import explore_in_processes  # slow to import, and few need it

            explore_in_processes(self.exploration, self.workers)

    def _cheapest(self, listed: list[Relaxation]) -> Generator[Event, None, bool]:
        """Yield and list the cheapest relaxations as far as limits allow; return whether all others cost too much."""
        exploration, max_cost = self.exploration, self.request.max_cost
        deals = Deals(exploration)
        most = None if max_cost is None else exact(max_cost) * exploration.scale
        try:
            for cost, choice in islice(exploration.relaxations(), self.top):
                if most is not None and cost > most:
                    return True
                listed.append(deals.relaxation(cost, choice))
                yield listed[-1]
        except (Unfinished, Stopped):
            pass
        return False

    def _conflicts(self) -> Fields:
        exploration = self.exploration
        conflicts = findings.conflicts(exploration)
        free, all_decided = findings.uncontested(exploration)
        holders = [{line.split(".")[0] for line in conflict.red_lines} for conflict in conflicts]
        return {
            "conflicts": tuple(conflicts),
            "conflicts_complete": exploration.is_complete,
            "disputes": tuple(findings.disputes(exploration, conflicts)),
            "uncontested": tuple(free),
            "uncontested_complete": all_decided,
            "contradictory_parties": tuple(party for party in self.request.scenario.parties if {party} in holders),
        }

    def _relaxations(self, listed: list[Relaxation], within: int | None) -> Fields:
        """Count the relaxations, and find out whether the list has every one up to its end."""
        counted = findings.total(self.exploration, self.request.max_cost)
        within = within if counted is None else counted
        return {
            "relaxations": tuple(listed),
            "relaxations_total": findings.total(self.exploration),
            "relaxations_within": within,
            "relaxations_complete": len(listed) == self.top or (within is not None and len(listed) == within),
            "cheapest": findings.cheapest(self.exploration),
        }

    def _different_deals(self, decision: Decision) -> Fields:
        found: list[DealWords] = []
        complete = decision.verdict == "no_deal"
        if decision.verdict == "deal":
            steps = Deals(self.exploration).different()
            try:
                for values in islice(steps, self.top):
                    found.append(self.exploration.meaning.words(values))  # noqa: PERF401 - what a limit leaves stays
                complete = next(steps, None) is None
            except Stopped:
                complete = False
        return {"deals": tuple(found), "deals_complete": complete}


def _new(reported: ReportedConflicts) -> Iterator[Event]:
    """Yield the conflicts proved since; one that a limit leaves open is in the whole answer alone, marked."""
    try:
        yield from reported.new()
    except Stopped:
        return


def _cut_off(analysis: Analysis) -> bool:
    """Return whether anything that was asked for is missing."""
    sections, no_deal = set(analysis.sections), analysis.verdict == "no_deal"
    counted = analysis.relaxations_total is not None or (
        analysis.max_cost is not None and analysis.relaxations_within is not None
    )
    preferring = bool(analysis.preferring) and not _WITH_CONFLICTS.isdisjoint(sections)
    return (
        analysis.verdict == "undecided"
        or (analysis.conflicts is not None and not analysis.conflicts_complete)
        or any(dispute.resolutions_total is None for dispute in analysis.disputes or ())
        or (analysis.relaxations is not None and not (analysis.relaxations_complete and counted))
        or (analysis.deals is not None and not analysis.deals_complete)
        or (no_deal and "smallest" in sections and analysis.smallest_conflict is None)
        or (no_deal and preferring and analysis.preferred_conflict is None)
        or any(value is None for relaxation in analysis.relaxations or () for value in relaxation.measures.values())
    )
