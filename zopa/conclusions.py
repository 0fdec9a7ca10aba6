"""What follows from a verified certificate: that conflicts are minimal, what relaxations cost, that lists are complete.

The checker verifies that no deal satisfies the lines of a conflict, and that a deal satisfies all lines but the red
lines that it gives up. The rest is arithmetic about sets of red lines. It is done here, by the same rules: the standard
library alone, whatever goes wrong rejects, work is counted. ``docs/reference/certificate.md`` says why it follows.

``python -m zopa.conclusions LINES.json CERTIFICATE.json`` needs this file and the checker's in a folder named ``zopa``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import chain, product
from math import prod
from typing import Any, NamedTuple

from . import checker
from .checker import FAILURES, Box, Entry, Lines, Number, Verified, Work, names_in, need

Names = frozenset[str]
Group = dict[Names, Box]  # ways out of some conflicts: the red lines given up, and the positions that change then


class Proved(NamedTuple):
    """What a certificate proves, in sentences, and the entries of the lines that it speaks of."""

    claims: list[str]
    lines: list[Entry]


def check(lines: bytes, certificate: bytes) -> Proved:
    """Return what a certificate proves of lines, both as JSON.

    Raises
    ------
    Rejected
        With the place and the reason, if anything in it does not hold.
    Unreadable
        If one of them is not JSON within the limits, or not in its format.
    """
    verified = checker.check(lines, certificate)
    work = verified.scenario.work
    try:
        return Proved(claims(verified, work), verified.lines)
    except FAILURES as error:
        raise work.rejection(error) from None


def claims(verified: Verified, work: Work) -> list[str]:
    """Return all that follows, in sentences: of each conflict, of each relaxation, and of both lists."""
    work.place = "complete"
    complete = verified.certificate["complete"]
    conflicts = [frozenset(entry["red_lines"]) for entry in verified.certificate["conflicts"]]
    deals = [frozenset(entry["give_up"]) for entry in verified.certificate["deals"]]
    said = claims_of_conflicts(verified, conflicts, deals)
    said += claims_of_relaxations(verified, conflicts, deals)
    if complete:
        said.append(Complete(verified.scenario, conflicts).claim(complete["deal"], complete["groups"]))
    work.place = "certificate"
    need(said, "it claims nothing")
    return said


def claims_of_conflicts(verified: Verified, conflicts: list[Names], deals: list[Names]) -> list[str]:
    """Return that each conflict has no deal, and that it is minimal where the deals show it.

    A deal that gives up a single red line of a conflict satisfies the others: it is minimal if there is one for each.
    Where the lists are complete, that is said of all conflicts at once.
    """
    is_said_of_all = bool(verified.certificate["complete"])
    said = list[str]()
    for conflict, claim in zip(conflicts, verified.claims, strict=False):  # the claims of deals come after
        verified.scenario.work.spend(len(deals) * len(conflict))
        is_minimal = conflict and conflict == single(deals, conflict)
        minimal = " Leave out any one of its red lines, and a deal satisfies the others and every fact."
        said.append(claim + (minimal if is_minimal and not is_said_of_all else ""))
    return said


def claims_of_relaxations(verified: Verified, conflicts: list[Names], deals: list[Names]) -> Iterable[str]:
    """Return what giving up the red lines of each deal costs, where the conflicts show that all of them are needed.

    A conflict that contains a single one of the red lines given up would stand if this one were kept. All of them are
    needed if there is one for each. Of deals that give up the same, the last is described. One that gives up a red line
    without a weight is no relaxation: that line is never given up.
    """
    said = dict[Names, str]()
    for entry, give_up in zip(verified.certificate["deals"], deals, strict=True):
        verified.scenario.work.spend(len(conflicts))
        if not give_up:
            said[give_up] = "The scenario has a deal that satisfies every fact and every red line."
        elif give_up <= verified.scenario.weights.keys() and give_up == single(conflicts, give_up):
            giving_up = f"Giving up {' and '.join(entry['give_up'])} makes a deal possible"
            price = cost(give_up, verified.scenario)
            less = "only some of these" if len(give_up) > 1 else "nothing"
            said[give_up] = f"{giving_up}, at a cost of {price}; giving up {less} is not enough."
    return said.values()


def cost(give_up: Names, lines: Lines) -> Number:
    """Return the sum of the weights of some red lines."""
    return sum([lines.weights[name] for name in give_up])


def single(sets: list[Names], of: Names) -> Names:
    """Return each element of a set that is all that some other set has in common with it."""
    return frozenset(chain(*[common for one in sets if len(common := one & of) == 1]))


class Complete:
    """Verifies that the conflicts of a certificate, and the relaxations that its groups make up, are all there are."""

    def __init__(self, lines: Lines, conflicts: list[Names]) -> None:
        self.lines, self.conflicts, self.work = lines, conflicts, lines.work

    def claim(self, deal: Any, given: Any) -> str:
        """Return that both lists are complete."""
        base = self.lines.deal(deal)
        groups = list[Group]()
        for number, ways in enumerate(given):
            self.work.place = f"complete.groups[{number}]"
            groups.append(self.group(ways))
        self.work.place = "complete.groups"
        self.need_one_group_each([frozenset(chain(*group)) for group in groups])
        for name in self.lines.by_name:
            self.need_all_combinations(name, base, groups)
        return (
            f"The list of conflicts is complete, with {len(self.conflicts)} in all: each is minimal. "
            f"Conflicts of different groups share no red line; the number of groups is {len(groups)}. "
            + self.claim_of_relaxations(groups)
        )

    def claim_of_relaxations(self, groups: list[Group]) -> str:
        """Return how many relaxations there are, and what the cheapest cost: one way of each group makes one.

        Ways that give up a red line without a weight are left out: that line is never given up.
        """
        weights, ways_out = self.lines.weights, frozenset(chain(*chain(*groups)))
        kept = " and ".join([name for name in self.lines.by_name if name in ways_out - weights.keys()])
        costs = [[cost(give_up, self.lines) for give_up in group if give_up <= weights.keys()] for group in groups]
        if not all(costs):
            return f"There is no relaxation: every way out gives up a red line that has to be kept ({kept})."
        cheapest = prod([group.count(min(group)) for group in costs])
        return (
            f"One way out of each group{f', of those that keep {kept},' if kept else ''} makes a minimal relaxation, "
            f"and there are no others: {prod(map(len, costs))} in all. "
            f"The lowest cost is {sum(map(min, costs))} (relaxations at that cost: {cheapest})."
        )

    def group(self, ways: Any) -> Group:
        """Return a group, whose ways are all the minimal ways out of its conflicts, each once.

        Its red lines are those that its ways give up; its conflicts are those that have no other red lines.
        """
        group: Group = {}
        for way in ways:
            give_up = names_in(way["give_up"], self.lines.document["red_lines"])
            group[give_up] = self.changes(way["changes"])
        red_lines = frozenset(chain(*group))
        self.work.spend(sum(map(len, self.conflicts)))
        own = [conflict for conflict in self.conflicts if conflict <= red_lines]
        self.work.spend(len(own) * sum(map(len, own)))
        contained = sum(one <= other for one in own for other in own)
        need(contained == len(own), "a conflict is there twice, or contains another")
        is_all = len(group) == len(ways) and group.keys() == self.hitting_sets(own)
        need(is_all, "its ways are not all the minimal ways out of its conflicts, each once")
        need(group, "there is no way out of its conflicts")
        return group

    def changes(self, positions: Any) -> Box:
        """Return the positions of some terms as a box."""
        box: Box = {term: self.lines.between(self.lines.all_deals[term], at, at) for term, at in positions.items()}
        need(all(box.values()), "the term has no position there")
        return box

    def hitting_sets(self, family: list[Names]) -> set[Names]:
        """Return the minimal sets that have an element of every set of a family."""
        found: set[Names] = {frozenset()}
        for count, members in enumerate(family, 1):  # those of the first sets, of more and more of them
            missing = {way for way in found if not way & members}
            self.work.spend(len(found) + len(missing) * len(members) * (1000 + sum(map(len, family[:count]))))
            wider = {way | {name} for way in missing for name in members}
            # It is minimal if each of its elements is needed: some set has no other of them.
            found = found - missing | {way for way in wider if way == single(family[:count], way)}
        return found

    def need_one_group_each(self, red_lines: list[Names]) -> None:
        """Reject groups, given by their red lines, unless these differ and every conflict is in one of them."""
        are_apart = len(frozenset(chain(*red_lines))) == sum(map(len, red_lines))
        need(red_lines and are_apart, "a red line is in two groups, or there is none")
        self.work.spend(len(red_lines) * len(self.conflicts))
        has_group = all(any(conflict <= own for own in red_lines) for conflict in self.conflicts)
        need(has_group, "a conflict is in no group")

    def need_all_combinations(self, name: str, base: Box, groups: list[Group]) -> None:
        """Reject groups unless, however one way of each is chosen, a line holds or one of the ways gives it up.

        What counts of a way is what it changes in the terms of the line; ways that change the same are looked at once.
        """
        line = self.lines.by_name[name]
        terms = set(chain(*[self.lines.operations[number].factors for number in line]))
        options = list[set[Any]]()
        for group in groups:
            self.work.spend(10 * sum([1 + len(changes) for changes in group.values()]))
            keeping = [changes for give_up, changes in group.items() if name not in give_up]
            options.append({tuple((term, box[term]) for term in box if term in terms) for box in keeping})
        for choice in product(*[changes for changes in options if changes != {()}]):
            self.work.spend(10 * (len(base) + len(choice)))
            deal = base | dict(chain(*choice))
            need(
                self.lines.range_of(line, deal)[0] >= 1,
                f"with the changes of some of the ways, the deal does not satisfy {name}",
            )


if __name__ == "__main__":
    sys.exit(checker.main(sys.argv[1:], check))
