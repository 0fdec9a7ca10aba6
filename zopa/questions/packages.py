"""A request about concessions: its scenario, what it rules out, and its packages in words."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ..models.scenario import Scenario
from ..models.values import Exact, as_decimal, exact, number_text, size_of
from ..results.concessions import Bound, Concession, Package
from ..results.verdict import Cost, Verdict
from ..solver.concessions.fallbacks import check_fallbacks
from ..solver.concessions.problem import COST, Grading, Whole
from ..solver.concessions.steps import Chain, Slide
from ..solver.conflicts.exploration import Exploration
from ..solver.limits import Limits, Stopped
from .request import asked, kept_lines, known_parties


class Request:
    """A scenario with what was asked of it: its verdict, and packages in words."""

    def __init__(
        self,
        scenario: Scenario,
        keep: Collection[str],
        only_from: Collection[str],
        only_between: Collection[str],
        budgets: Mapping[str, Cost],
        time_limit: float | None,
        limits: Limits | None,
        by_unit: bool = False,
    ) -> None:
        self.scenario = asked(scenario, only_between, keep, only_from)
        self.limits = limits or Limits(time_limit)
        self.kept = kept_lines(self.scenario, keep, only_from, sacred=False)
        known_parties(self.scenario, budgets)
        self.budgets = {party: checked_cost(cost) for party, cost in budgets.items()}
        self.grading = Grading(self.scenario, self.limits, self.kept, self.budgets, by_unit)
        self.by_unit = by_unit
        self._holders = [name for name, party in self.scenario.parties.items() if party.red_lines]
        self.verdict: Verdict = "undecided"

    def decide(self) -> Verdict:
        """Check the fallbacks and decide whether a deal crosses no red line at all.

        Raises
        ------
        ScenarioError
            If a fallback is not softer than what comes before it.
        Stopped
            When a limit comes first.
        """
        check_fallbacks(self.grading.meaning, self.limits)
        self.verdict = Exploration(self.scenario, self.limits).verdict()
        if self.verdict == "undecided":
            raise Stopped(self.limits.stopped_by)
        return self.verdict

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
        counted = [(chain, step) for chain, step in moved if not (self.by_unit and isinstance(chain, Slide))]
        gives = {
            party: sum(chain.cost(step) for chain, step in counted if chain.id.split(".")[0] == party)
            for party in self._holders
        }
        units = dict.fromkeys(chain.group for chain, _ in moved if self.by_unit and isinstance(chain, Slide))
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
        before: Bound = line.text
        if movement is not None:
            start = 0 if movement.bound is None else movement.bound[0]
            before = day_or_number(start, movement.is_date and movement.bound is not None)
        cost = self.grading.words_of_cost(chain.cost(step))
        if step == chain.gives_up:
            return Concession(chain.id, before, None, None, None, None, True, cost)
        if not isinstance(chain, Slide):
            rung = chain.rungs[step]
            return Concession(chain.id, line.text, rung.text, None, None, step, False, cost)
        moves = chain.movement
        excess = None
        if moves.both_ways and values is not None:
            excess = moves.distance(meaning.environment(values, line.definitions))
        return Concession(
            red_line=chain.id,
            before=before,
            kept_at=day_or_number(moves.kept_at(step, excess), moves.is_date and moves.bound is not None),
            amount=as_decimal(exact(moves.unit_amount * step)),
            unit=moves.unit,
            fallback=None,
            given_up=False,
            cost=None if self.by_unit else cost,
        )


def checked_cost(cost: Cost) -> Cost:
    """Return a cost that a caller gave; refuse what is not exact, or less than nothing."""
    if isinstance(cost, float):
        raise TypeError(f"{cost!r} is a float, and those are not exact; write Decimal({str(cost)!r})")
    if isinstance(cost, bool) or not isinstance(cost, int | Decimal):
        raise TypeError(f"{cost!r} is not a cost; an int or a Decimal is expected")
    if not cost >= 0 or not Decimal(cost).is_finite():
        raise ValueError(f"{cost} is not a cost; a number from 0 on is expected")
    return cost


def day_or_number(value: Exact, is_date: bool) -> Bound:
    """Return a bound; one that is no day of the calendar is told from the nearest day there is."""
    if not is_date:
        return as_decimal(exact(value))
    day = date.fromordinal(max(date.min.toordinal(), min(date.max.toordinal(), math.floor(value))))
    beyond = exact(value - day.toordinal())
    if not beyond:
        return day
    return f"{day} {'+' if beyond > 0 else '-'} {number_text(size_of(beyond))} days"
