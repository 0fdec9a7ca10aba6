"""What zopa has to say of a scenario, where nothing stops it: just what is true by brute force.

Every law raises ``Broken`` with what was said and what is true. With 7 in ``avoid``,
certificates of scenarios that keep lines are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from case import ALL, Case, crosses, need, sets
from reference import Truth, at_most, hitting, minimal

import zopa


def reads(case: Case) -> None:
    """The scenario is read, and read back."""
    case.scenario.meaning()
    need(zopa.loads(zopa.dumps(case.scenario)) == case.scenario, True, "read back")


def solves(case: Case) -> None:
    """The verdict, all conflicts and relaxations, and all that is said of them."""
    truth, answer = case.truth, zopa.solve(case.scenario, top=ALL)
    need(answer.verdict, truth.verdict, "verdict")
    need((answer.stopped_by, answer.allowance_spent), (None, False), "stopped")
    if truth.deals:
        need(crosses(case, answer.deal or {}), 0, "the deal crosses")
    need(sets(case, (one.red_lines for one in answer.conflicts or ())), sorted(truth.conflicts), "conflicts")
    need(answer.conflicts_complete, True, "conflicts_complete")
    for conflict in answer.conflicts or ():
        need(conflict.is_minimal, True, "is_minimal")
        need(truth.is_cause(truth.mask(conflict.red_lines), conflict.facts or ()), True, f"facts of {conflict}")
    relaxations(case, answer.relaxations or ())
    need(answer.relaxations_total, len(truth.relaxations), "relaxations_total")
    need(answer.relaxations_complete, True, "relaxations_complete")
    cheapest = [one for one in truth.relaxations if truth.cost(one) == least(case)]
    if answer.cheapest is None or not cheapest:
        need(answer.cheapest, None if not cheapest else "cheapest", "cheapest")
    else:
        need(Fraction(answer.cheapest.cost), least(case), "the least cost")
        need(answer.cheapest.total, len(cheapest), "how many are cheapest")
        in_all = [name for name in truth.lines if all(truth.mask([name]) & one for one in cheapest)]
        some = [name for name in truth.lines if any(truth.mask([name]) & one for one in cheapest)]
        need(list(answer.cheapest.in_all or ()), in_all, "in all of the cheapest")
        need(list(answer.cheapest.in_some or ()), [one for one in some if one not in in_all], "in some of the cheapest")
    if truth.possible:
        contested = sum({1 << at for one in truth.conflicts for at in range(one.bit_length()) if one >> at & 1})
        free = tuple(name for name in truth.lines if not truth.mask([name]) & contested)
        need((answer.uncontested, answer.uncontested_complete), (free, True), "uncontested")
        need(sets(case, (one.red_lines for one in answer.disputes or ())), sorted(truth.disputes), "disputes")
    for measured in answer.relaxations or ():
        for name, tree in case.plain["measures"].items():
            most = truth.most(tree, truth.mask(measured.give_up))
            need(Fraction(measured.measures[name] or 0), most, f"the most of {name}")
    answer.report()
    zopa.to_json(answer)


def least(case: Case) -> Any:
    return min(map(case.truth.cost, case.truth.relaxations), default=None)


def relaxations(case: Case, said: Iterable[zopa.Relaxation]) -> None:
    """All relaxations, cheapest first, each with a deal."""
    truth, found = case.truth, list(said)
    need(sets(case, (one.give_up for one in found)), sorted(truth.relaxations), "relaxations")
    costs = [Fraction(one.cost) for one in found]
    need(costs, sorted(map(truth.cost, truth.relaxations)), "costs")
    for one in found:
        give_up = truth.mask(one.give_up)
        need(Fraction(one.cost), truth.cost(give_up), f"cost of {one.give_up}")
        need(crosses(case, one.deal) & ~give_up, 0, f"the deal of {one.give_up} crosses others")


def iterates(case: Case) -> None:
    """The lazy iterators yield the same, each once."""
    truth = case.truth
    conflicts = sets(case, (one.red_lines for one in zopa.conflicts(case.scenario)))
    need(conflicts, sorted(truth.conflicts), "conflicts one by one")
    relaxations(case, zopa.relaxations(case.scenario))
    *events, last = zopa.stream(case.scenario, top=ALL)
    conflicts = sets(case, (one.red_lines for one in events if isinstance(one, zopa.Conflict)))
    need(conflicts, sorted(truth.conflicts), "conflicts of the stream")
    relaxations(case, (one for one in events if isinstance(one, zopa.Relaxation)))
    need(isinstance(last, zopa.Analysis), True, "that the stream ends with the answer")
    if len(truth.deals) <= 60:
        need(sorted(map(case.deal, zopa.deals(case.scenario))), sorted(truth.deals), "deals one by one")


def proves(case: Case) -> None:
    """The certificate claims all conflicts and relaxations, and the checker accepts it."""
    if 7 in case.avoid and case.truth.kept:
        return
    truth, proof = case.truth, zopa.prove(case.scenario, everything=True, top=ALL)
    need(proof.verdict, truth.verdict, "verdict")
    if proof.document is None:
        need(proof.missing != (), True, "nothing is certified, and nothing missing")
        return
    claims = zopa.verify(case.scenario, zopa.to_json(proof)).claims
    need(tuple(claims), tuple(proof.claims), "the claims that are checked")
    conflicts, ways, complete = claimed(case, claims)
    if proof.missing:
        need(conflicts <= truth.conflicts and ways <= set(truth.crossed), True, f"the claims {claims}")
        return
    need(conflicts, truth.conflicts, "conflicts claimed")
    if truth.deals:
        need(any("has a deal" in one for one in claims), True, f"that a deal exists, in {claims}")
    elif truth.possible:
        need(ways, truth.relaxations, "relaxations claimed")
        if not truth.kept:
            need(complete, True, "that the lists are complete")


def claimed(case: Case, claims: Iterable[str]) -> tuple[set[int], set[int], bool]:
    """Return the conflicts and relaxations that claims are about, and whether they say that there are no others."""
    conflicts, ways, complete = set[int](), set[int](), False
    for claim in claims:
        head = claim.split(" (steps")[0]
        if claim.startswith("No deal satisfies "):
            named = head.removeprefix("No deal satisfies ").split(" and ")
            conflicts.add(case.truth.mask(one for one in named if one in case.truth.own))
        elif claim.startswith("Giving up ") and " makes a deal possible, at a cost of " in claim:
            named = claim.removeprefix("Giving up ").split(" makes a deal")[0].split(" and ")
            ways.add(case.truth.mask(named))
            cost = claim.split("at a cost of ")[1].split(";")[0]
            need(Fraction(cost), case.truth.cost(case.truth.mask(named)), claim)
        complete = complete or claim.startswith("The list of conflicts is complete")
    return conflicts, ways, complete


def explains(case: Case) -> None:
    """Every conflict is explained, and every red line's part in it."""
    truth, said = case.truth, zopa.explain(case.scenario)
    need((said.verdict, said.complete), (truth.verdict, True), "explain")
    named = sets(case, (one.conflict.red_lines for one in said.explanations))
    need(named, sorted(truth.conflicts), "conflicts explained")
    said.report()
    if not truth.lines:
        return
    name = case.random.choice(truth.lines)
    bit, why = truth.mask([name]), zopa.why_give_up(case.scenario, name)
    need(why.verdict, truth.verdict, "verdict on why")
    if truth.possible:
        need(why.contested, any(one & bit for one in truth.conflicts), f"whether {name} is contested")
    need(why.role, role(truth.relaxations, bit), f"role of {name}")
    cheapest = {one for one in truth.relaxations if truth.cost(one) == least(case)}
    need(why.in_cheapest, role(cheapest, bit), f"{name} in the cheapest")
    for said_cost, gives in ((why.cost_giving, True), (why.cost_keeping, False)):
        true = min((truth.cost(one) for one in truth.relaxations if bool(one & bit) == gives), default=None)
        need(None if said_cost is None else Fraction(said_cost), true, f"the least cost where {name} goes: {gives}")
    why.report()


def role(some: set[int], bit: int) -> str | None:
    """Return whether all, some or none of some sets have a red line."""
    having = [bool(one & bit) for one in some]
    return None if not some else "all" if all(having) else "some" if any(having) else "none"


def objects(case: Case) -> None:
    """What a drawn deal crosses, and whether others cross less."""
    truth = case.truth
    deal = case.random.choice(list(truth.everything))
    broken, crossed = truth.everything[deal]
    said = zopa.objections(case.scenario, case.words(deal))
    names = [name for at, name in enumerate(truth.facts) if broken >> at & 1] + list(truth.names(crossed))
    need([one.line for one in said.crossed], names, f"what {case.words(deal)} crosses")
    need((said.verdict, said.crossed_complete), (truth.verdict, True), "the verdict, and that all is listed")
    if names:
        fewer = [other for other in truth.possible.values() if other & ~crossed == 0 and (broken or other != crossed)]
        need(said.fewer_exists, bool(fewer), "whether a deal crosses fewer and no other")
        if said.fewer is not None:
            need(crosses(case, said.fewer.deal) in fewer, True, f"that {said.fewer} crosses fewer")
        need(said.none is not None, bool(truth.deals), "whether there is a deal nearby that crosses nothing")
    if said.none is not None:
        need(crosses(case, said.none.deal), 0, "the deal that crosses nothing")
    said.report()
    open_terms = {name for name in truth.terms if case.random.random() < 0.5}
    given = {name: value for name, value in case.words(deal).items() if name not in open_terms}
    part = zopa.objections(case.scenario, given)
    left = [
        now
        for other, now in truth.everything.items()
        if all(
            one == value for name, one, value in zip(truth.terms, other, deal, strict=True) if name not in open_terms
        )
    ]
    always = [name for at, name in enumerate(truth.facts) if all(broken >> at & 1 for broken, _ in left)]
    always += [name for at, name in enumerate(truth.lines) if all(crossed >> at & 1 for _, crossed in left)]
    need([one.line for one in part.crossed], always, f"what {given} crosses whatever else is agreed")


def moves(case: Case) -> None:
    """By how much lines have to move, and who carries it."""
    truth = case.truth
    said = zopa.concessions(case.scenario, top=ALL)
    if not said.relaxations_complete and said.stopped_by is None and len(truth.packages) > 200:
        return
    found = []
    for package in said.relaxations:
        steps: dict[str, Any] = dict.fromkeys(truth.lines, 0)
        for one in package.concessions:
            steps[one.red_line] = None if one.given_up else one.fallback if one.amount is None else Fraction(one.amount)
        found.append(tuple(steps.values()))
        need(Fraction(package.cost), sum(truth.gives(found[-1])), f"cost of {package}")
        needs = truth.movement(case.deal(package.deal), crosses(case, package.deal))
        need(needs is not None and all(map(at_most, needs, found[-1])), True, f"that {package} is enough")
    order = [[str(step) for step in one] for one in truth.packages]
    need(sorted([str(step) for step in one] for one in found), sorted(order), "packages")
    costs = [Fraction(one.cost) for one in said.relaxations]
    need(costs, sorted(sum(truth.gives(one)) for one in truth.packages), "costs of packages, in order")
    burden = zopa.burden(case.scenario)
    points = {truth.gives(one) for one in truth.packages}
    best = {
        one
        for one in points
        if not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in points)
    }
    need({tuple(map(Fraction, one.gives.values())) for one in burden.frontier}, best, "divisions of the burden")
    need(len(burden.frontier), len(best), "how many divisions")
    need(burden.frontier_complete, True, "that these are all")
    said.report()
    burden.report()


def assumes(case: Case) -> None:
    """Which assumptions stand in the way."""
    truth, said = case.truth, zopa.assumptions(case.scenario, top=ALL)
    need(said.verdict, truth.verdict, "verdict")
    need(sorted(map(sorted, said.enough)), sorted(map(sorted, truth.enough)), "assumptions that have to go")
    need(said.enough_total, len(truth.enough), "how many such sets")
    need(None if said.cost is None else Fraction(said.cost), 0 if truth.deals else least(case), "the least cost")
    for one in said.assumptions:
        left = {name: fact for name, fact in case.plain["facts"].items() if name != one.fact}
        without = Truth({**case.plain, "facts": left})
        need(one.verdict_without, without.verdict, f"the verdict without {one.fact}")
        gone = sorted(truth.conflicts - without.conflicts), sorted(without.conflicts - truth.conflicts)
        named = sets(case, one.conflicts_gone or ()), sets(case, one.conflicts_new or ())
        need(named, gone, f"conflicts gone and new without {one.fact}")
    said.report()


def bargains(case: Case) -> None:
    """The frontier and the five solutions."""
    worth = case.worth
    if not worth.parties:
        return
    said = zopa.bargain(case.scenario)
    need(said.red_lines_verdict, case.truth.verdict, "the verdict on red lines")
    need(said.verdict, "deal" if worth.points else "no_deal", "the verdict")
    need(said.parties, tuple(worth.parties), "parties")
    if worth.points:
        need({exactly(one) for one in said.frontier}, worth.frontier, "frontier")
        need((said.frontier_complete, len(said.frontier)), (True, len(worth.frontier)), "that these are all, once each")
        need(tuple(Fraction(one or 0) for one in said.ideal.values()), worth.ideal, "ideal")
        need(tuple(Fraction(one or 0) for one in said.reservation.values()), worth.reservation, "reservation")
        for outcome in said.frontier:
            need(exactly(outcome), worth.point(case.deal(outcome.deal)), f"the worth of {outcome.deal}")
        for name, points in worth.solutions.items():
            need({exactly(one) for one in said.solutions[name] or ()}, points, name)
    elif case.truth.deals and len(worth.stated) == len(worth.parties):
        stated = [worth.stated[name] for name in worth.parties]
        everyone = [worth.point(deal) for deal in case.truth.deals]
        unmet = [sum(1 << at for at, least in enumerate(stated) if point[at] < least) for point in everyone]
        need(
            sorted(sum(1 << worth.parties.index(one) for one in clash) for clash in said.clashes),
            sorted(clashes(unmet)),
            "parties whose values clash",
        )
    said.report()
    zopa.to_json(said)


def exactly(outcome: zopa.Outcome) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, outcome.utilities.values()))


def clashes(unmet: Iterable[int]) -> list[int]:
    return hitting(minimal(unmet))


LAWS: dict[str, Callable[[Case], None]] = {
    law.__name__: law for law in (reads, solves, iterates, proves, explains, objects, moves, assumes, bargains)
}
