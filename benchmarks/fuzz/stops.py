"""Limits and interrupts at random moments: what is then said has to be a part of the truth, and marked.

A limit comes at the n-th question to the solver, or at the n-th look at the limits; both can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from case import ALL, Broken, Case, crosses, need, sets
from laws import exactly, least

import zopa


class Looks(zopa.Limits):
    """A limit that comes at a look at it."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks, self.seen = looks, 0

    @property
    def stopped_by(self) -> Any:
        self.seen += 1
        return "time_limit" if self.seen > self.looks else None


class Questions(zopa.Limits):
    """An interrupt at a question."""

    def __init__(self, questions: int) -> None:
        super().__init__(on_question=self.count)
        self.questions, self.seen = questions, 0

    def count(self) -> None:
        self.seen += 1
        if self.seen > self.questions:
            self.interrupt()


Ask = Callable[[Case, zopa.Limits], Any]


def analysis(case: Case, said: zopa.Analysis) -> None:
    """What an analysis says is true, and what it leaves out is marked."""
    truth = case.truth
    verdict(case, said)
    if said.deal is not None:
        need(crosses(case, said.deal), 0, "the deal crosses")
    found = sets(case, (one.red_lines for one in said.conflicts or () if one.is_minimal))
    need(set(found) <= truth.conflicts, True, f"the conflicts {found}")
    for conflict in said.conflicts or ():
        mask = truth.mask(conflict.red_lines)
        need(any(one & ~mask == 0 for one in truth.conflicts), True, f"that {conflict.red_lines} conflict")
        if conflict.facts is not None:
            need(truth.is_cause(mask, conflict.facts), True, f"the facts of {conflict}")
    if said.conflicts_complete and said.verdict != "undecided":
        need(found, sorted(truth.conflicts), "conflicts, called complete")
    ways = [truth.mask(one.give_up) for one in said.relaxations or ()]
    need(set(ways) <= truth.relaxations, True, f"the relaxations {ways}")
    for one in said.relaxations or ():
        need(crosses(case, one.deal) & ~truth.mask(one.give_up), 0, f"the deal of {one.give_up} crosses others")
        for name, tree in case.plain["measures"].items():
            if (most := one.measures.get(name)) is not None:
                need(Fraction(most), truth.most(tree, truth.mask(one.give_up)), f"the most of {name}")
    need(
        [Fraction(one.cost) for one in said.relaxations or ()],
        sorted(map(truth.cost, truth.relaxations))[: len(ways)],
        "the costs of the cheapest",
    )
    if said.relaxations_total is not None:
        need(said.relaxations_total, len(truth.relaxations), "relaxations_total")
    if said.relaxations_complete:
        need(len(ways), len(truth.relaxations), "relaxations, called complete")
    if said.cheapest is not None:
        need(Fraction(said.cheapest.cost), least(case), "the least cost")
    if truth.possible:
        contested = {name for one in truth.conflicts for name in truth.names(one)}
        need(set(said.uncontested or ()) <= set(truth.lines) - contested, True, f"uncontested: {said.uncontested}")
    whole = (said.conflicts_complete or said.conflicts is None) and said.relaxations_total is not None
    if not whole and said.stopped_by is None and not said.allowance_spent:
        raise Broken("something is missing, and nothing says why")


def verdict(case: Case, said: Any) -> None:
    if said.verdict != "undecided":
        need(said.verdict, case.truth.verdict, "verdict")
    elif said.stopped_by is None:
        raise Broken("undecided, and nothing says why")


def explanations(case: Case, said: zopa.Explanations) -> None:
    verdict(case, said)
    found = sets(case, (one.conflict.red_lines for one in said.explanations if one.conflict.is_minimal))
    need(set(found) <= case.truth.conflicts, True, f"the conflicts {found}")
    if said.complete:
        need(found, sorted(case.truth.conflicts), "conflicts, called complete")


def certificate(case: Case, said: zopa.Certificate) -> None:
    verdict(case, said)
    if said.document is not None:
        zopa.verify(case.scenario, zopa.to_json(said))
    elif not said.missing and said.stopped_by is None:
        raise Broken("nothing is certified, and nothing says why")


def best(case: Case, said: zopa.Bargain) -> None:
    worth = case.worth
    if said.verdict != "undecided":
        need(said.verdict, "deal" if worth.points else "no_deal", "verdict")
    elif said.stopped_by is None:
        raise Broken("undecided, and nothing says why")
    for outcome in said.frontier:
        point = exactly(outcome)
        need(point, worth.point(case.deal(outcome.deal)), f"the worth of {outcome.deal}")
        need(point in worth.points, True, f"that {outcome.deal} is within reach")
        if outcome.is_best:
            need(point in worth.frontier, True, f"that {point} is best")
    if said.frontier_complete and worth.points:
        need({exactly(one) for one in said.frontier}, worth.frontier, "frontier, called complete")
    for name, chosen in said.solutions.items():
        if chosen is not None and worth.points:
            need({exactly(one) for one in chosen}, worth.solutions[name], name)
    if worth.points and said.bounds is not None:
        for at, (party, bound) in enumerate(said.bounds.ideal.items()):
            if bound.at_most is not None:
                need(Fraction(bound.at_most) >= worth.ideal[at], True, f"{party} gets at most {bound.at_most}")
            if bound.reached is not None:
                need(Fraction(bound.reached) <= worth.ideal[at], True, f"{party} reaches {bound.reached}")


def packages(case: Case, said: zopa.Concessions) -> None:
    verdict(case, said)
    costs = sorted(sum(case.truth.gives(one)) for one in case.truth.packages)
    if not any("slope" in line for line in case.truth.own.values()):
        need([Fraction(one.cost) for one in said.relaxations], costs[: len(said.relaxations)], "the cheapest packages")
    if not said.relaxations_complete and said.stopped_by is None and len(costs) < 100:
        raise Broken("packages are missing, and nothing says why")


def burden(case: Case, said: zopa.Burden) -> None:
    verdict(case, said)
    for one in said.frontier:
        crosses(case, one.deal)


def why(case: Case, said: zopa.WhyGiveUp) -> None:
    verdict(case, said)
    bit = case.truth.mask([said.red_line])
    if said.contested is not None and case.truth.possible:
        need(said.contested, any(one & bit for one in case.truth.conflicts), "contested")
    for cost, gives in ((said.cost_giving, True), (said.cost_keeping, False)):
        if cost is not None:
            true = min(case.truth.cost(one) for one in case.truth.relaxations if bool(one & bit) == gives)
            need(Fraction(cost), true, "the least cost")


def dropped(case: Case, said: zopa.Assumptions) -> None:
    verdict(case, said)
    need({frozenset(one) for one in said.enough} <= case.truth.enough, True, f"the assumptions {said.enough}")
    if said.enough_total is not None:
        need(said.enough_total, len(case.truth.enough), "how many sets of assumptions")


def objected(case: Case, said: zopa.Objections) -> None:
    verdict(case, said)
    broken, crossed = case.truth.everything[case.deal(said.proposed)]
    names = [name for at, name in enumerate(case.truth.facts) if broken >> at & 1] + list(case.truth.names(crossed))
    need([one.line for one in said.crossed], names, "what is crossed")


def _proposed(case: Case) -> dict[str, Any]:
    return case.words(next(iter(case.truth.everything)))


QUESTIONS: dict[str, tuple[Ask, Callable[[Case, Any], None]]] = {
    "solve": (lambda case, limits: zopa.solve(case.scenario, top=ALL, limits=limits), analysis),
    "explain": (lambda case, limits: zopa.explain(case.scenario, limits=limits), explanations),
    "prove": (lambda case, limits: zopa.prove(case.scenario, everything=True, limits=limits), certificate),
    "bargain": (lambda case, limits: zopa.bargain(case.scenario, limits=limits), best),
    "concessions": (lambda case, limits: zopa.concessions(case.scenario, top=ALL, limits=limits), packages),
    "burden": (lambda case, limits: zopa.burden(case.scenario, limits=limits), burden),
    "why": (lambda case, limits: zopa.why_give_up(case.scenario, case.truth.lines[0], limits=limits), why),
    "assumptions": (lambda case, limits: zopa.assumptions(case.scenario, limits=limits), dropped),
    "objections": (lambda case, limits: zopa.objections(case.scenario, _proposed(case), limits=limits), objected),
}


def stops(case: Case) -> None:
    """Three questions, each stopped at three moments."""
    names = [name for name in QUESTIONS if name != "bargain" or case.worth.parties]
    for name in case.random.sample(names, 3):
        if name == "why" and not case.truth.lines:
            continue
        ask, holds = QUESTIONS[name]
        for kind in (Looks, Questions):
            whole = kind(10**9)
            ask(case, whole)
            for moment in case.random.sample(range(whole.seen), min(whole.seen, 3)):
                try:
                    said = ask(case, kind(moment))
                    holds(case, said)
                    said.report() if name != "prove" else None
                    zopa.to_json(said) if name != "prove" else None
                except zopa.Stopped:
                    raise Broken(f"Stopped leaves {name} at {kind.__name__} {moment}") from None
                except Broken as broken:
                    raise Broken(f"{name} stopped at {kind.__name__} {moment}: {broken}") from None


def stops_lazily(case: Case) -> None:
    """The lazy iterators may raise Stopped; what they yielded before is true, and ending without it means all."""
    truth = case.truth
    asks: dict[str, tuple[Callable[[zopa.Limits], Any], Callable[[Any], int], set[int]]] = {
        "conflicts": (
            lambda limits: zopa.conflicts(case.scenario, limits=limits),
            lambda one: truth.mask(one.red_lines),
            truth.conflicts,
        ),
        "relaxations": (
            lambda limits: zopa.relaxations(case.scenario, limits=limits),
            lambda one: truth.mask(one.give_up),
            truth.relaxations,
        ),
    }
    for name, (ask, mask, true) in asks.items():
        whole = Looks(10**9)
        list(ask(whole))
        for moment in case.random.sample(range(whole.seen), min(whole.seen, 3)):
            found = []
            try:
                for one in ask(Looks(moment)):
                    found.append(mask(one))  # noqa: PERF401 - what comes before a stop stays
                ended = True
            except zopa.Stopped:
                ended = False
            need(set(found) <= true and len(found) == len(set(found)), True, f"{name} before look {moment}: {found}")
            if ended:
                need(set(found), true, f"{name}, ended by themselves at look {moment}")


CHECKS: dict[str, Callable[[Case], None]] = {"stops": stops, "stops_lazily": stops_lazily}
