"""What follows from the conflicts and deals of a certificate: minimality, relaxations, and that lists are complete.

The checker verifies that no deal satisfies the lines of a conflict, and that a deal satisfies some lines. The rest is
arithmetic about sets of red lines, done here and by the same rules: the standard library alone, every failure rejects,
work is counted. ``python -m zopa.conclusions LINES.json CERTIFICATE.json`` needs no more than this file and the
checker's, copied into a folder that is called ``zopa``. ``docs/reference/certificate.md`` says what is told, and why it
follows.
"""

from __future__ import annotations

import sys
from itertools import chain, product
from math import prod
from typing import Any, NamedTuple

from . import checker
from .checker import Box, Checker, exact


class Proved(NamedTuple):
    """What a certificate proves, in sentences, and the entries of the lines that it speaks of."""

    claims: list[str]
    lines: list[str]


def check(lines: bytes, certificate: bytes) -> Proved:
    """Return what a certificate proves of lines, both as JSON.

    Raises
    ------
    Rejected
        With the place and the reason, if anything in it does not hold.
    Unreadable
        If one of them is no JSON within the limits, or not of its format.
    """
    return Proved(*checker.check(lines, certificate, Conclusions))


class Conclusions(Checker):
    """Tells what follows, where the checker tells what was verified."""

    def __init__(self, lines: Any) -> None:
        super().__init__(lines)
        self.weights = {name: exact(lines["weights"][name]) for name in lines["red_lines"]}

    def claims(self, given: Any) -> tuple[list[str], list[str]]:
        """Return what a certificate proves, and the lines that it speaks of."""
        told, shown = super().claims(given)
        del told[len(self.conflicts) :]
        for number, conflict in enumerate(self.conflicts):
            self.spend(len(self.deals) * len(conflict))
            if conflict and conflict == alone(self.deals, conflict) and not given["complete"]:
                told[number] += " Without any one of its red lines a deal satisfies the others and every fact."
        relaxations = dict[frozenset[str], str]()
        for gone, entry in zip(self.deals, given["deals"], strict=True):
            self.spend(len(self.conflicts))
            if gone == alone(self.conflicts, gone):
                what = (
                    f"Giving up {' and '.join(entry['give_up'])} makes a deal possible, at the cost {self.cost(gone)}"
                )
                is_deal = "The scenario has a deal: one satisfies every fact and every red line."
                relaxations[gone] = f"{what}; none of it is given up for nothing." if gone else is_deal
        told += relaxations.values()
        self.at = "complete"
        if given["complete"]:
            told.append(self.complete(given["complete"]["deal"], given["complete"]["groups"]))
        self.at = "certificate"
        self.need(told, "it claims nothing")
        return told, shown

    def cost(self, names: frozenset[str]) -> Any:
        """Return the sum of the weights of some red lines."""
        return sum([self.weights[name] for name in names])

    def complete(self, deal: Any, given: Any) -> str:
        """Return that the conflicts, and the relaxations that the groups' ways make up, are all there are."""
        base, groups = self.deal(deal), list[dict[frozenset[str], Box]]()
        for number, group in enumerate(given):
            self.at = f"complete.groups[{number}]"
            groups.append({self.names(way["give_up"], self.weights): self.changed(way["changes"]) for way in group})
            names = frozenset(chain(*groups[-1]))
            self.spend(sum(map(len, self.conflicts)))
            family = [one for one in self.conflicts if one <= names]
            self.spend(len(family) * sum(map(len, family)))
            is_plain = sum(one <= other for one in family for other in family) == len(family)
            self.need(is_plain, "a conflict is there twice, or contains another")
            is_all = len(groups[-1]) == len(group) and groups[-1].keys() == self.hitting_sets(family)
            self.need(is_all, "its ways are not all the minimal ways out of its conflicts, each once")
        self.at = "complete.groups"
        own = [frozenset(chain(*ways)) for ways in groups]
        self.need(
            own and len(frozenset(chain(*own))) == sum(map(len, own)), "a red line is in two groups, or there is none"
        )
        self.spend(len(own) * len(self.conflicts))
        self.need(all(any(one <= names for names in own) for one in self.conflicts), "a conflict is in no group")
        for name in self.roots:
            self.combine(name, base, groups)
        costs = [[self.cost(give_up) for give_up in ways] for ways in groups]
        cheapest = prod([group.count(min(group)) for group in costs])
        return (
            f"The list of conflicts is complete: all of them are minimal, and there is no other ({len(self.conflicts)}). "
            f"Those that share red lines are in one group (groups: {len(groups)}); one way out of each group makes a "
            f"minimal relaxation, and there is no other: {prod(map(len, groups))} in all. The least cost is {sum(map(min, costs))}, that "
            f"of {cheapest} of them."
        )

    def changed(self, changes: Any) -> Box:
        """Return the positions of some terms as a box."""
        box: Box = {term: self.clipped(self.start[term], at, at) for term, at in changes.items()}
        self.need(all(box.values()), "the term has no position there")
        return box

    def combine(self, name: str, base: Box, groups: list[dict[frozenset[str], Box]]) -> None:
        """Refuse ways that do not all go together: under any choice of them, a line holds or one of them gives it up."""
        terms = set(chain(*[self.operations[number][2] for number in self.roots[name]]))
        choices = []
        for ways in groups:
            self.spend(10 * sum([1 + len(changes) for changes in ways.values()]))
            keeping = [changes for give_up, changes in ways.items() if name not in give_up]
            choices.append({tuple((term, changes[term]) for term in changes if term in terms) for changes in keeping})
        for choice in product(*[options for options in choices if options != {()}]):
            self.spend(10 * (len(base) + len(choice)))
            holds = self.run(self.roots[name], base | dict(chain(*choice)))[0] >= 1
            self.need(holds, f"with the changes of some of the ways, the deal does not satisfy {name}")

    def hitting_sets(self, family: list[frozenset[str]]) -> set[frozenset[str]]:
        """Return the minimal sets that have an element of every set of a family: those of more and more of them."""
        found = {frozenset[str]()}
        for count, members in enumerate(family, 1):
            missing = {way for way in found if not way & members}
            self.spend(len(found) + len(missing) * len(members) * (1000 + sum(map(len, family[:count]))))
            made = {way | {name} for way in missing for name in members}
            found = found - missing | {way for way in made if way == alone(family[:count], way)}
        return found


def alone(sets: list[frozenset[str]], of: frozenset[str]) -> frozenset[str]:
    """Return the elements of a set each of which is the only one of them in some other set."""
    return frozenset(chain(*[hit for one in sets if len(hit := one & of) == 1]))


if __name__ == "__main__":
    sys.exit(checker.main(sys.argv[1:], Conclusions))
