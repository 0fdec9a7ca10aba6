"""Questions with conditions: which lines may go, whose count, an order of importance, a change, a firm answer."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction

from case import ALL, Case, need, sets
from laws import role
from plain import Plain
from reference import Truth

import zopa


def keeps(case: Case) -> None:
    """Some lines or parties are kept, and there is a most that relaxations may cost."""
    truth, random = case.truth, case.random
    keep = [name for name in [*truth.lines, *case.plain["parties"]] if random.random() < 0.15]
    only_from = [name for name in case.plain["parties"] if random.random() < 0.3]
    kept = truth.kept
    for name in truth.lines:
        party = name.split(".")[0]
        if name in keep or party in keep or (only_from and party not in only_from):
            kept |= truth.mask([name])
    max_cost = random.choice([None, 0, 1, 3])
    ways = [one for one in truth.crossed if not one & kept]
    within = [one for one in ways if max_cost is None or truth.cost(one) <= max_cost]
    said = zopa.solve(case.scenario, top=ALL, keep=keep, only_from=only_from, max_cost=max_cost)
    about = f"keep {keep}, only from {only_from}, at most {max_cost}: "
    need(said.verdict, truth.verdict, about + "verdict")
    need(sets(case, (one.red_lines for one in said.conflicts or ())), sorted(truth.conflicts), about + "conflicts")
    need(sets(case, (one.give_up for one in said.relaxations or ())), sorted(within), about + "relaxations")
    need((said.relaxations_total, said.relaxations_within), (len(ways), len(within)), about + "totals")


def prefers(case: Case) -> None:
    """An order of importance, and the smallest conflict."""
    truth, random = case.truth, case.random
    if truth.deals or not truth.lines:
        return
    prefer = random.sample(truth.lines, random.randint(1, len(truth.lines)))
    order = [truth.lines.index(name) for name in prefer]
    order += [at for at in range(len(truth.lines)) if at not in order]
    said = zopa.solve(case.scenario, prefer=prefer)
    ranks = {at: rank for rank, at in enumerate(order)}
    conflict = min(truth.conflicts, key=lambda one: _ranked(one, ranks), default=None)
    found = None if said.preferred_conflict is None else truth.mask(said.preferred_conflict.red_lines)
    need(found, conflict, f"the conflict preferred by {prefer}")
    kept, ways = truth.kept, truth.relaxations
    for at in order:
        if any(not one & (kept | 1 << at) for one in ways):
            kept |= 1 << at
    way = next((one for one in ways if not one & kept), None)
    found = None if said.preferred_relaxation is None else truth.mask(said.preferred_relaxation.give_up)
    need(found, way, f"the relaxation preferred by {prefer}")
    smallest = zopa.solve(case.scenario, sections=("smallest",)).smallest_conflict
    fewest = min(map(int.bit_count, truth.conflicts))
    need(None if smallest is None else len(smallest.red_lines), fewest, "the fewest lines of a conflict")
    if smallest is not None:
        need(truth.mask(smallest.red_lines) in truth.conflicts, True, f"that {smallest.red_lines} are a conflict")


def _ranked(conflict: int, ranks: dict[int, int]) -> list[int]:
    """Return the ranks of a conflict's lines, the least important first."""
    return sorted((ranks[at] for at in range(conflict.bit_length()) if conflict >> at & 1), reverse=True)


def changes(case: Case) -> None:
    """A scenario without some lines, or without the lines of all parties but two."""
    truth, random = case.truth, case.random
    if len(case.plain["parties"]) > 2:
        pair = random.sample(list(case.plain["parties"]), 2)
        other = deepcopy(case.plain)
        for name, party in other["parties"].items():
            if name not in pair:
                party["red_lines"] = {}
        _same(zopa.solve(case.scenario, top=ALL, only_between=pair), other, f"only between {pair}")
    if truth.lines or truth.facts:
        drop = random.sample([*truth.lines, *truth.facts], 1)
        other = deepcopy(case.plain)
        for name in drop:
            party, _, line = name.partition(".")
            del (other["parties"][party]["red_lines"] if line else other["facts"])[line or name]
        said = zopa.whatif(case.scenario, drop=drop, top=ALL)
        _same(said.after, other, f"without {drop}")
        without = Truth(other)
        gone = {truth.names(one) for one in truth.conflicts} - {without.names(one) for one in without.conflicts}
        need(set(said.conflicts_gone), gone, f"conflicts gone without {drop}")


def _same(said: zopa.Analysis, plain: Plain, about: str) -> None:
    truth = Truth(plain)
    need(said.verdict, truth.verdict, f"verdict {about}")
    found = {tuple(sorted(one.red_lines)) for one in said.conflicts or ()}
    need(found, {tuple(sorted(truth.names(one))) for one in truth.conflicts}, f"conflicts {about}")
    found = {tuple(sorted(one.give_up)) for one in said.relaxations or ()}
    need(found, {tuple(sorted(truth.names(one))) for one in truth.relaxations}, f"relaxations {about}")


def is_firm(case: Case) -> None:
    """What the cheapest packages have in common."""
    truth, said = case.truth, zopa.sensitivity(case.scenario)
    costs = {package: sum(truth.gives(package)) for package in truth.packages}
    if not costs:
        need(said.cost, None, "the least cost")
        return
    cheapest = [package for package, cost in costs.items() if cost == min(costs.values())]
    need(Fraction(-1 if said.cost is None else said.cost), min(costs.values()), "the least cost")
    need(said.total, len(cheapest), "how many packages cost least")
    moved = {sum(1 << at for at, step in enumerate(package) if step != 0) for package in cheapest}
    for at, one in enumerate(said.red_lines):
        need((one.red_line, one.role), (truth.lines[at], role(moved, 1 << at)), f"role of {one.red_line}")


CHECKS: dict[str, Callable[[Case], None]] = {check.__name__: check for check in (keeps, prefers, changes, is_firm)}
