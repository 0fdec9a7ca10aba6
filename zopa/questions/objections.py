"""Why not this deal: what a proposed deal crosses, by how much, and the nearest deals that cross less."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from ..errors import SolverError
from ..models.expressions import nodes
from ..models.meaning.meaning import Line, Meaning
from ..models.scenario import Scenario
from ..models.values import MAX_MAGNITUDE, as_decimal, exact, finite
from ..results.objections import Crossing, Nearby, Objections, Tally
from ..results.verdict import DealWords, Evidence
from ..solver.conflicts.shrink import reduced
from ..solver.cpsat.status_quo import stated
from ..solver.limits import Limits, Stopped
from ..solver.nearest import Near, Nearness, Nowhere, Wanted
from ..solver.oracle import Deal, Infeasible, Oracle
from .request import Request
from .verdict import decide

Standing: TypeAlias = bool | None
"""Whether a line holds or is crossed however the open terms are settled; None where that depends, or is not known."""


def objections(
    scenario: Scenario, deal: Mapping[str, object], *, time_limit: float | None = None, limits: Limits | None = None
) -> Objections:
    """Say what a proposed deal crosses, by how much, and which are the nearest deals that cross less.

    :mod:`zopa.solver.nearest` defines how near a deal is.

    Parameters
    ----------
    deal
        Values in the scenario's words; terms that have none are open.
    scenario, time_limit, limits
        As for :func:`zopa.solve`.

    Raises
    ------
    ScenarioError
        If the scenario's expressions are not usable, a term is unknown, or a value is not one of its term's.
    SolverError
        If the solver contradicts itself or the exact evaluation; nothing may then be claimed.
    """
    return _Judgement(Request.of(scenario, time_limit=time_limit, limits=limits), deal).answer()


class _Judgement:
    """One request: the proposal as numbers, and how every fact and red line stands to it."""

    def __init__(self, request: Request, deal: Mapping[str, object]) -> None:
        self.request, self.scenario, self.limits = request, request.scenario, request.limits
        self.meaning: Meaning = request.scenario.meaning()
        given = self.meaning.stated(deal)
        self.values = {name: given[name] for name in self.meaning.terms if name in given}
        self.open = tuple(name for name in self.meaning.terms if name not in given)
        self.statements = (*self.meaning.facts, *self.meaning.red_lines)
        self.facts = [fact.id for fact in self.meaning.facts]
        self.env = self.meaning.environment(self.values)
        self.all_decided = self.confirmed = True

    def answer(self) -> Objections:
        """Return everything, as far as the limits allow."""
        standing = self._standings()
        crossed = [line.id for line in self.statements if standing[line.id] is False]
        broken = [fact for fact in self.facts if fact in crossed]
        completable, completion, clash = self._completion(crossed, broken)
        found = Objections(
            scenario=self.scenario,
            verdict="undecided",
            proposed=self.meaning.words(self.values),
            left_open=self.open,
            crossed=tuple(self._crossing(line) for line in self.statements if line.id in crossed),
            crossed_complete=self.all_decided,
            tallies=self._tallies(standing),
            completable=completable if self.open else None,
            completion=completion,
            clash=clash,
            fewer_exists=None,
            fewer=None,
            lighter_exists=None,
            lighter=None,
            none=None,
            confirmed=self.confirmed,
            stopped_by=None,
        )
        if not crossed and completable:
            return replace(found, verdict="deal", evidence="certified")
        return self._with_nearest(found, crossed, broken)

    # -- the lines ------------------------------------------------------------------------------------------------

    def _standings(self) -> dict[str, Standing]:
        """Return how every fact and red line stands to the values proposed."""
        standings: dict[str, Standing] = {
            line.id: line.holds(self.env) for line in self.statements if line.terms <= self.values.keys()
        }
        rest = [line for line in self.statements if line.id not in standings]
        if not rest:
            return standings
        opposites = [_opposite(line) for line in rest]
        among = {term for line in rest for term in line.terms}
        terms = [term for term in self.meaning.terms if term in among]
        fixed = {term: self.values[term] for term in terms if term in self.values}
        statements = (*rest, *opposites)
        oracle = Oracle(self.meaning, terms, (), statements, self.limits).part(terms, (), statements, fixed)
        for line, opposite in zip(rest, opposites, strict=True):
            possible, avoidable = self._is_possible(oracle, line), self._is_possible(oracle, opposite)
            if possible is None or (possible and avoidable is None):
                self.all_decided = False
            standings[line.id] = False if possible is False else True if avoidable is False else None
        return standings

    def _is_possible(self, oracle: Oracle, line: Line) -> bool | None:
        match oracle.ask([line.id]):
            case Deal():
                return True
            case Infeasible():
                self.confirmed = oracle.confirm([line.id]) is True and self.confirmed
                return False
        return None

    def _crossing(self, line: Line) -> Crossing:
        said = {name: self.values[name] for name in self.meaning.terms if name in line.terms and name in self.values}
        return Crossing(
            line=line.id,
            party=None if line.id in self.facts else line.id.split(".")[0],
            terms=self.meaning.words(said),
            missed=self.meaning.missed(line, self.env) if line.terms <= self.values.keys() else None,
        )

    def _tallies(self, standing: Mapping[str, Standing]) -> tuple[Tally, ...]:
        made = []
        for party in self.scenario.parties:
            own = [standing[line.id] for line in self.meaning.red_lines if line.id.split(".")[0] == party]
            if own:
                made.append(Tally(party, own.count(True), own.count(False), own.count(None)))
        return tuple(made)

    # -- the open terms -------------------------------------------------------------------------------------------

    def _completion(
        self, crossed: list[str], broken: list[str]
    ) -> tuple[bool | None, DealWords | None, tuple[str, ...] | None]:
        """Return whether the open terms can be settled without crossing more, how, and what clashes if they cannot."""
        if broken or not self.open:
            return not broken, None, None
        terms = tuple(self.meaning.terms)
        oracle = Oracle(self.meaning, terms, (), self.statements, self.limits).part(
            terms, (), self.statements, self.values
        )
        keep = [line.id for line in self.statements if line.id not in crossed]
        match oracle.ask(keep):
            case Infeasible() as reason:
                smaller, is_minimal = reduced(oracle, reason.core, reason)
                clash = smaller.core if is_minimal else None
                self.confirmed = oracle.confirm(reason.core if clash is None else clash) is True and self.confirmed
                return False, None, clash
            case Deal() as deal:
                preferred = oracle.preferred(keep, stated(self.meaning, self.open))
                return True, self.meaning.words((preferred or deal).values), None
        return None, None, None

    # -- the nearest deals ----------------------------------------------------------------------------------------

    def _with_nearest(self, found: Objections, crossed: list[str], broken: list[str]) -> Objections:
        nearness = Nearness(self.meaning, self.values, self.limits)
        every = [line.id for line in self.statements]
        whole, none = False, None
        try:
            none = self._noted(nearness.find(Wanted(every)))
            found = replace(found, verdict="deal" if isinstance(none, Near) else "no_deal", none=self._words(none))
            if crossed and self.all_decided:
                # Facts hold in any deal; so where one is broken, what is left of the crossed is always fewer.
                keep = [line for line in every if line not in crossed or line in broken]
                fewer = self._noted(nearness.find(Wanted(keep, () if broken else crossed)))
                found = replace(found, fewer_exists=isinstance(fewer, Near), fewer=self._words(fewer))
            if found.fewer_exists is False and (wanted := self._lighter(crossed, broken)) is not None:
                lighter = self._noted(nearness.find(wanted))
                found = replace(found, lighter_exists=isinstance(lighter, Near), lighter=self._words(lighter))
            whole = all(near is None or near.is_nearest for near in (found.none, found.fewer, found.lighter))
        except Stopped:
            pass
        missing = not (whole and self.all_decided)
        return replace(
            found,
            confirmed=self.confirmed,
            evidence=self._evidence(none),
            stopped_by=self.limits.stopped_by if missing else None,
        )

    def _evidence(self, none: Near | Nowhere | None) -> Evidence | None:
        """Return what the verdict rests on, given the nearest deal that crosses nothing."""
        if not isinstance(none, Nowhere):
            return None if none is None else "certified"
        decision = decide(self.request)
        if decision.verdict == "deal":
            raise SolverError("CP-SAT called a deal impossible and then found one; nothing is claimed")
        if decision.evidence() == "certified":
            return "certified"
        return "confirmed" if none.confirmed else "claimed"

    def _lighter(self, crossed: list[str], broken: list[str]) -> Wanted | None:
        """Return that red lines of less weight be crossed than are now; where a fact is broken, of no more.

        None where the weights add up to more than CP-SAT computes with.
        """
        exactly = {line_id: exact(line.weight) for line_id, _, line in self.scenario.red_lines()}
        scale = math.lcm(*(weight.denominator for weight in exactly.values()))
        weights = {line_id: int(weight * scale) for line_id, weight in exactly.items()}
        now = sum(weights.get(line, 0) for line in crossed)
        most = now if broken else now - 1
        # A line that weighs more than all that may be crossed does so by however much.
        weights = {line_id: min(weight, most + 1) for line_id, weight in weights.items()}
        return None if sum(weights.values()) >= MAX_MAGNITUDE else Wanted(self.facts, (), weights, most)

    def _noted(self, answer: Near | Nowhere) -> Near | Nowhere:
        """Take note whether a second run agreed."""
        self.confirmed = self.confirmed and answer.confirmed
        return answer

    def _words(self, answer: Near | Nowhere) -> Nearby | None:
        if isinstance(answer, Nowhere):
            return None
        return Nearby(
            deal=self.meaning.words(answer.values),
            changed=answer.changed,
            share=as_decimal(exact(answer.share)) if finite(answer.share) else answer.share,
            crossed=answer.crossed,
            is_nearest=answer.is_nearest,
        )


def _opposite(line: Line) -> Line:
    """Return the line that holds where another does not."""
    return replace(line, id=f"not {line.id}", node=nodes.Not(line.node), holds=lambda env: not line.holds(env))
