"""Why must a party give up a line: what it clashes with, what else could give, and the price of keeping it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ..models.scenario import Scenario
from ..models.values import Exact, as_decimal, exact
from ..results.analysis import Analysis, Conflict, Resolution
from ..results.verdict import Cost
from ..results.why import Role, WhyGiveUp
from ..solver.limits import Limits
from .request import Request
from .solve import solve


def why_give_up(
    scenario: Scenario,
    red_line: str,
    *,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> WhyGiveUp:
    """Say whether a red line has to be given up, why, and what keeping it costs.

    ``red_line`` is its full id, ``party.line``; other parameters and errors are as for :func:`zopa.solve`.
    """
    request = Request.of(
        scenario, keep=keep, only_from=only_from, only_between=only_between, time_limit=time_limit, limits=limits
    )
    request.check_line(red_line)

    def answer(*more: str) -> Analysis:
        return solve(
            scenario,
            keep=(*request.keep, *more),
            only_from=request.only_from,
            only_between=request.only_between,
            limits=request.limits,
        )

    analysis = answer()
    kept = [one.red_line for one in analysis.kept]
    if analysis.verdict == "no_deal" and not analysis.conflicts_complete and red_line not in kept:
        # What the whole exploration did not reach, a search among the ways that keep the line may.
        return _Why(analysis, red_line, answer(red_line)).answer()
    return _Why(analysis, red_line, analysis if red_line in kept else None).answer()


class _Why:
    """One line in an analysis; ``without`` is the analysis in which it is kept, where that was made."""

    def __init__(self, analysis: Analysis, line: str, without: Analysis | None) -> None:
        self.analysis, self.line, self.without = analysis, line, without
        self.kept = {one.red_line for one in analysis.kept}
        self.dispute = next((one for one in analysis.disputes or () if line in one.red_lines), None)

    def answer(self) -> WhyGiveUp:
        """Return all that is proved of the line."""
        analysis = self.analysis
        relaxable = self._relaxable()
        conflicts = self._conflicts()
        ways = () if self.dispute is None else self.dispute.resolutions
        giving, keeping = self._costs()
        role = self._role(relaxable)
        return WhyGiveUp(
            scenario=analysis.scenario,
            red_line=self.line,
            verdict=analysis.verdict,
            relaxable=relaxable,
            role=role,
            in_cheapest=self._in_cheapest(role, giving, keeping),
            may_not_go=self.line in self.kept,
            contested=self._contested(conflicts),
            conflicts=tuple(conflicts),
            conflicts_complete=analysis.verdict == "deal" or analysis.conflicts_complete,
            forcing=tuple(at for at, one in enumerate(conflicts) if self._forces(one)),
            kept=analysis.kept,
            giving=tuple(way for way in ways if self.line in way.give_up),
            keeping=tuple(way for way in ways if self.line not in way.give_up),
            ways_complete=analysis.verdict == "deal" or analysis.conflicts_complete,
            cost_giving=giving,
            cost_keeping=keeping,
            price_of_keeping=None if giving is None or keeping is None else _sum([keeping], less=giving),
            stopped_by=analysis.stopped_by,
            allowance_spent=analysis.allowance_spent,
            evidence=analysis.evidence,
        )

    def _relaxable(self) -> bool | None:
        if self.analysis.verdict == "deal" or self.analysis.relaxations:
            return True
        return False if self.analysis.relaxations_total == 0 else None

    def _conflicts(self) -> list[Conflict]:
        """Return the conflicts that the line is in, from both analyses."""
        found = [*(self.analysis.conflicts or ())]
        if self.without is not None and self.without is not self.analysis:
            known = [conflict.red_lines for conflict in found]
            found += [one for one in self.without.conflicts or () if one.red_lines not in known]
        return [conflict for conflict in found if self.line in conflict.red_lines]

    def _contested(self, conflicts: list[Conflict]) -> bool | None:
        if any(conflict.is_minimal for conflict in conflicts):
            return True
        if self.analysis.verdict == "deal" or self.line in (self.analysis.uncontested or ()):
            return False
        return False if self.analysis.conflicts_complete else None

    def _forces(self, conflict: Conflict) -> bool:
        others = [line for line in conflict.red_lines if line != self.line]
        return self.line not in self.kept and all(other in self.kept for other in others)

    def _role(self, relaxable: bool | None) -> Role | None:
        """Return whether all, some or none of the relaxations give the line up."""
        analysis = self.analysis
        if not relaxable:
            return None
        if analysis.verdict == "deal" or self.line in self.kept or self.line in (analysis.uncontested or ()):
            return "none"
        if analysis.conflicts_complete:
            return _role(self.dispute.resolutions if self.dispute else (), self.line)
        if self.without is not None and self.without.relaxations_total == 0:
            return "all"
        found = analysis.relaxations or ()
        gives = any(self.line in one.give_up for one in found)
        keeps = any(self.line not in one.give_up for one in found) or bool(self.without and self.without.relaxations)
        return "some" if gives and keeps else None

    def _costs(self) -> tuple[Cost | None, Cost | None]:
        """Return the least cost of the relaxations that give the line up, and of those that keep it."""
        analysis = self.analysis
        if analysis.verdict == "deal":
            return None, 0
        total = None if analysis.cheapest is None else analysis.cheapest.cost
        if analysis.conflicts_complete:
            if total is None or self.dispute is None:
                return None, total
            ways = self.dispute.resolutions
            giving, keeping = (
                next((way.cost for way in ways if (self.line in way.give_up) is given), None) for given in (True, False)
            )
            # Other disputes are settled in the same ways, however this one is.
            rest = _sum([total], less=ways[0].cost)
            return (
                None if giving is None else _sum([rest, giving]),
                None if keeping is None else _sum([rest, keeping]),
            )
        # Those listed are the cheapest there are, in order.
        listed = next((one.cost for one in analysis.relaxations or () if self.line in one.give_up), None)
        kept = None if self.without is None or self.without.cheapest is None else self.without.cheapest.cost
        return listed, kept

    def _in_cheapest(self, role: Role | None, giving: Cost | None, keeping: Cost | None) -> Role | None:
        if role in ("all", "none"):
            return role
        cheapest = self.analysis.cheapest
        if role is None or cheapest is None:
            return None
        if cheapest.in_all is not None and cheapest.in_some is not None:
            return "all" if self.line in cheapest.in_all else "some" if self.line in cheapest.in_some else "none"
        if keeping is not None and keeping > cheapest.cost:
            return "all"
        return "some" if giving == keeping == cheapest.cost else None


def _role(ways: Iterable[Resolution], line: str) -> Role:
    given = {line in way.give_up for way in ways}
    return "none" if True not in given else "some" if False in given else "all"


def _sum(costs: Iterable[Cost], less: Cost = 0) -> Cost:
    """Return costs added up less one, exactly: a Decimal's own arithmetic rounds."""
    total: Exact = sum((exact(cost) for cost in costs), start=0) - exact(less)
    return as_decimal(exact(total))
