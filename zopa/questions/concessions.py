"""By how much: relaxations in which lines move by amounts, fall back or are given up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from ..models.expressions.syntax import on_one_line
from ..models.scenario import Scenario
from ..models.values import as_decimal, checked_cost, day_or_number, exact
from ..results.concessions import Bound, Concession, Concessions, Package
from ..results.verdict import Cost
from ..solver.concessions.fallbacks import check_fallbacks
from ..solver.concessions.problem import COST, Grading, Whole
from ..solver.concessions.steps import Chain, Slide
from ..solver.conflicts.exploration import Exploration
from ..solver.k_best import Unfinished
from ..solver.limits import Limits, Stopped
from .request import Request
from .verdict import Decision, decide


def concessions(
    scenario: Scenario,
    *,
    top: int = 10,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    budgets: Mapping[str, Cost] | None = None,
    max_cost: Cost | None = None,
    smallest: bool = False,
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Concessions:
    """List the cheapest relaxations in which each line is kept, moved by an amount or to a fallback, or given up.

    Each is minimal both in the lines that move and in how far each does.

    Parameters
    ----------
    top
        How many to list.
    keep
        Red lines (``party.line``), or parties for all of theirs, that may not move at all.
    only_from
        The parties whose lines may move; all when empty.
    budgets
        By party, the most that it may give.
    smallest
        Let every comparison of numbers or dates move, whether or not a cost is stated for that, and list the least
        movements in the units of the terms: those that no other beats in every unit and in the cost of other lines.
    scenario, only_between, max_cost, time_limit, limits
        As for :func:`zopa.solve`.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable, or a fallback is not softer than what comes before it.
    UnknownNameError, SolverError
        As for :func:`zopa.solve`.
    ValueError, TypeError
        If a cost is not a number, 0 or more, or is given with ``smallest``.
    """
    if smallest and (budgets or max_cost is not None):
        raise ValueError("smallest counts amounts, not costs; it cannot be combined with budgets or max_cost")
    request = Request.of(
        scenario,
        keep=keep,
        only_from=only_from,
        only_between=only_between,
        budgets=budgets,
        max_cost=None if max_cost is None else checked_cost(max_cost),
        time_limit=time_limit,
        limits=limits,
    )
    graded = GradedAnswer(request, by_unit=smallest)
    grading = graded.grading
    most = None if max_cost is None else exact(max_cost) * grading.scale
    found: list[Package] = []
    total: int | None = None
    within: int | None = None
    complete = confirmed = False
    try:
        graded.check_decided()
        if smallest:
            points, complete, confirmed = grading.frontier()
            total = within = len(points) if complete else None
            found = [graded.package(point.whole) for point in points[:top]]
        else:
            for cost, whole in islice(grading.relaxations(), top + 1):
                if most is not None and cost > most:
                    within = len(found)
                    break
                if len(found) == top:
                    break
                found.append(graded.package(whole))
            else:
                total = within = grading.total()
            complete = True
            confirmed = grading.confirmed()
    except (Stopped, Unfinished):
        pass
    return Concessions(
        scenario=request.scenario,
        verdict=graded.decision.verdict,
        relaxations=tuple(found),
        relaxations_total=total,
        relaxations_within=within,
        relaxations_complete=complete,
        confirmed=confirmed,
        smallest=smallest,
        kept=request.keeping,
        only_from=request.only_from,
        budgets=request.budgets,
        max_cost=max_cost,
        stopped_by=request.limits.stopped_by,
        evidence=graded.decision.evidence(),
    )


class GradedAnswer:
    """What a request for concessions is answered from: the decision, the grading, and its packages in words.

    Parameters
    ----------
    by_unit
        Count amounts in the units of the terms instead of their costs.

    Raises
    ------
    ScenarioError
        If costs are out of range, or a fallback is not softer than what comes before it.
    """

    def __init__(self, request: Request, by_unit: bool = False) -> None:
        self._request, self._by_unit = request, by_unit
        self.grading = Grading(request.scenario, request.limits, request.forbidden, request.budgets, by_unit)
        self._holders = [name for name, party in request.scenario.parties.items() if party.red_lines]
        try:
            check_fallbacks(self.grading.meaning, request.limits)
            self.decision = decide(request)
        except Stopped:
            self.decision = Decision("undecided", Exploration(request.scenario, request.limits))

    def check_decided(self) -> None:
        """Raise Stopped unless it is known whether a deal crosses no red line."""
        if self.decision.verdict == "undecided":
            raise Stopped(self._request.limits.stopped_by)

    def package(self, whole: Whole) -> Package:
        """Return a whole relaxation in words."""
        grading = self.grading
        values = grading.deal(whole)
        moved = [
            (chain, step)
            for part, vector in zip(grading.parts, whole, strict=True)
            for chain, step in zip(part.chains, vector.steps, strict=True)
            if step
        ]
        order = {line.id: at for at, line in enumerate(grading.meaning.red_lines)}
        moved.sort(key=lambda entry: order[entry[0].id])
        counted = [(chain, step) for chain, step in moved if not (self._by_unit and isinstance(chain, Slide))]
        gives = {
            party: sum(chain.cost(step) for chain, step in counted if chain.id.split(".")[0] == party)
            for party in self._holders
        }
        units = dict.fromkeys(chain.group for chain, _ in moved if self._by_unit and isinstance(chain, Slide))
        amounts = {unit: sum(chain.cost(step) for chain, step in moved if chain.group == unit) for unit in units}
        return Package(
            concessions=tuple(self.concession(chain, step, values) for chain, step in moved),
            cost=grading.words_of_cost(sum(gives.values())),
            gives={party: grading.words_of_cost(cost) for party, cost in gives.items()},
            moved={unit: grading.words_of_cost(amount) for unit, amount in amounts.items() if unit != COST},
            deal=grading.meaning.words(values),
        )

    def concession(self, chain: Chain, step: int, values: Mapping[str, Any] | None = None) -> Concession:
        """Return one step of one line in words; where it can move both ways, as in a deal."""
        meaning = self.grading.meaning
        line = next(line for line in meaning.red_lines if line.id == chain.id)
        movement = meaning.movement(line)
        text = on_one_line(line.text)
        before: Bound = text
        if movement is not None:
            start = 0 if movement.bound is None else movement.bound[0]
            before = day_or_number(start, movement.is_date and movement.bound is not None)
        cost = self.grading.words_of_cost(chain.cost(step))
        made = Concession(chain.id, before, None, None, None, None, step == chain.gives_up, cost)
        if made.given_up:
            return made
        if not isinstance(chain, Slide):
            return replace(made, before=text, kept_at=on_one_line(chain.rungs[step].text), fallback=step)
        moves = chain.movement
        excess = None
        if moves.both_ways and values is not None:
            excess = moves.distance(meaning.environment(values, line.definitions))
        return replace(
            made,
            kept_at=day_or_number(moves.kept_at(step, excess), moves.is_date and moves.bound is not None),
            amount=as_decimal(exact(moves.unit_amount * step)),
            unit=moves.unit,
            cost=None if self._by_unit else cost,
        )
