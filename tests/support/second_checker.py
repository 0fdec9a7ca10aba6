"""A second checker of certificates, written from docs/reference/certificate.md alone; shares no code with the first.

Plain and slow: branches and lemmas by recursion, sets of names where they stand, no limits on work.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from support.second_lines import Box, Lines, NotProved, Row, Variable, fails, holds, need

Names = frozenset[str]


# -- what follows -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refuted:
    """No deal satisfies these lines; where it is minimal, no red line of them can be left out."""

    red_lines: Names
    facts: Names
    steps: int
    is_minimal: bool


@dataclass(frozen=True)
class HasDeal:
    """A deal crosses no red line."""


@dataclass(frozen=True)
class Relaxed:
    """Giving up these red lines makes a deal possible, and giving up only some of them is not enough."""

    give_up: Names
    cost: Fraction


@dataclass(frozen=True)
class Complete:
    """The lists are complete."""

    conflicts: int
    groups: int
    relaxations: int
    least_cost: Fraction
    cheapest: int


Fact = Refuted | HasDeal | Relaxed | Complete


def what_follows(lines: Any, certificate: Any) -> frozenset[Fact]:
    """Return what a certificate proves of a file of lines.

    Raises
    ------
    NotReadable
        If the lines are malformed.
    NotProved
        If the certificate is.
    """
    return frozenset(Certificate(Lines(lines), certificate).facts())


# -- the certificate --------------------------------------------------------------------------------------------------


def a_list(value: Any) -> list[Any]:
    need(isinstance(value, list))
    return list(value)


def an_object(value: Any) -> dict[str, Any]:
    need(isinstance(value, dict))
    return dict(value)


def parts_of(value: Any, *fields: str) -> list[Any]:
    """Return the values of some fields of an object; others may be there."""
    need(isinstance(value, dict) and all(field in value for field in fields))
    return [value[field] for field in fields]


def names_of(value: Any, known: AbstractSet[str]) -> Names:
    names = a_list(value)
    need(all(isinstance(name, str) and name in known for name in names) and len(set(names)) == len(names))
    return frozenset(names)


def values_in(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from values_in(part)


def same(one: Any, other: Any) -> bool:
    """Return whether JSON data are the same, in which 1, 1.0 and true differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


class Certificate:
    """A certificate, held against lines."""

    def __init__(self, lines: Lines, document: Any) -> None:
        self.lines, self.document = lines, an_object(document)
        need(not any(isinstance(value, float) for value in values_in(document)))
        need(document.get("format") == "zopa-nodeal/1")
        (scenario,) = parts_of(document, "scenario")
        (sha256,) = parts_of(scenario, "sha256")
        need(same(sha256, lines.document["scenario"].get("sha256")))
        for field in ("terms", "definitions", "facts", "red_lines", "weights"):
            (entries,) = parts_of(document, field)
            theirs = lines.document[field]
            need(all(name in theirs and same(entry, theirs[name]) for name, entry in an_object(entries).items()))
        self.facts_named, self.red_lines_named = set(document["facts"]), set(document["red_lines"])

    def facts(self) -> Iterator[Fact]:
        """Yield all that follows."""
        conflicts, deals, complete = parts_of(self.document, "conflicts", "deals", "complete")
        refuted: list[tuple[Names, Names, int]] = []
        for entry in a_list(conflicts):
            own, facts, steps = parts_of(entry, "red_lines", "facts", "steps")
            red_lines, facts = names_of(own, self.red_lines_named), names_of(facts, self.facts_named)
            Proof(self.lines, red_lines | facts, a_list(steps)).check()
            refuted.append((red_lines, facts, len(steps)))
        given_up: list[Names] = []
        for entry in a_list(deals):
            own, deal = parts_of(entry, "give_up", "deal")
            give_up = names_of(own, self.red_lines_named)
            point = self.deal(deal)
            need(all(name in give_up or self.holds(name, point) for name in self.lines.lines))
            given_up.append(give_up)
        need(refuted or given_up)
        totals = self.complete([red_lines for red_lines, _, _ in refuted], complete) if complete != {} else None
        found: list[Fact] = [totals] if totals else []
        for red_lines, facts, steps in refuted:
            crossed = {tuple(give_up & red_lines) for give_up in given_up}
            is_minimal = totals is not None or all((name,) in crossed for name in red_lines)
            found.append(Refuted(red_lines, facts, steps, is_minimal and bool(red_lines)))
        for give_up in given_up:
            alone = {tuple(give_up & red_lines) for red_lines, _, _ in refuted}
            if not give_up:
                found.append(HasDeal())
            elif all((name,) in alone for name in give_up):
                found.append(Relaxed(give_up, self.cost(give_up)))
        need(found)
        yield from found

    def cost(self, give_up: Names) -> Fraction:
        return sum((self.lines.weights[name] for name in give_up), Fraction(0))

    def positions(self, value: Any) -> dict[str, int]:
        """Return positions of some terms."""
        positions = an_object(value)
        for name, at in positions.items():
            need(name in self.lines.sizes and type(at) is int and 0 <= at < self.lines.sizes[name])
        return positions

    def deal(self, value: Any) -> dict[str, int]:
        positions = self.positions(value)
        need(positions.keys() == self.lines.sizes.keys())
        return positions

    def holds(self, line: str, deal: Mapping[str, int]) -> bool:
        return holds(self.lines.range(self.lines.lines[line], {name: ((at, at),) for name, at in deal.items()}))

    # -- both lists are complete --------------------------------------------------------------------------------------

    def complete(self, conflicts: Sequence[Names], value: Any) -> Complete:
        deal, own = parts_of(value, "deal", "groups")
        base = self.deal(deal)
        groups: list[list[tuple[Names, dict[str, int]]]] = []
        for group in a_list(own):
            groups.append([])
            for way in a_list(group):
                give_up, changes = parts_of(way, "give_up", "changes")
                groups[-1].append((names_of(give_up, self.red_lines_named), self.positions(changes)))
        need(groups and all(groups))
        red_lines = [set[str]().union(*(give_up for give_up, _ in group)) for group in groups]
        changed = [set[str]().union(*(changes for _, changes in group)) for group in groups]
        need(not any(red_lines[one] & red_lines[two] for one, two in pairs(len(groups))))
        need(all(sum(conflict <= own for own in red_lines) == 1 for conflict in conflicts))
        for group, own in zip(groups, red_lines, strict=True):
            family = [conflict for conflict in conflicts if conflict <= own]
            need(not any(family[one] <= family[two] or family[two] <= family[one] for one, two in pairs(len(family))))
            ways = [give_up for give_up, _ in group]
            need(len(set(ways)) == len(ways) and set(ways) == minimal_hitting_sets(family))
        for line, tree in self.lines.lines.items():
            terms = self.lines.terms_of(tree)
            concerned = [
                group
                for group, own, moved in zip(groups, red_lines, changed, strict=True)
                if line in own or terms & moved
            ]
            for choice in product(*(seen(line, terms, group) for group in concerned)):
                point = {**base, **{name: at for _, changes in choice for name, at in changes}}
                need(any(gives_up for gives_up, _ in choice) or self.holds(line, point))
        costs = [[self.cost(give_up) for give_up, _ in group] for group in groups]
        return Complete(
            conflicts=len(conflicts),
            groups=len(groups),
            relaxations=math.prod(map(len, costs)),
            least_cost=sum(map(min, costs), Fraction(0)),
            cheapest=math.prod(own.count(min(own)) for own in costs),
        )


def pairs(amount: int) -> Iterator[tuple[int, int]]:
    return ((one, two) for two in range(amount) for one in range(two))


def seen(
    line: str, terms: AbstractSet[str], group: Sequence[tuple[Names, dict[str, int]]]
) -> set[tuple[bool, tuple[tuple[str, int], ...]]]:
    """Return what the ways of a group are to one line: whether it is given up, and what changes in it."""
    return {
        (line in give_up, tuple(sorted((name, at) for name, at in changes.items() if name in terms)))
        for give_up, changes in group
    }


def minimal_hitting_sets(family: Sequence[Names]) -> set[Names]:
    hitting: set[Names] = {frozenset()}
    for one in family:
        more = {way | {name} for way in hitting for name in (one if way.isdisjoint(one) else way & one)}
        hitting = {way for way in more if not any(other < way for other in more)}
    return hitting


# -- steps ------------------------------------------------------------------------------------------------------------


class Proof:
    """The steps of a conflict."""

    def __init__(self, lines: Lines, own: Names, steps: Sequence[Any]) -> None:
        self.lines, self.own, self.steps = lines, own, iter(steps)
        self.lemmas: list[list[tuple[str, int, int]]] = []

    def check(self) -> None:
        """Raise unless the steps refute the lines, and none is left over."""
        self.branch(self.lines.everything, [])
        need(next(self.steps, None) is None)

    def branch(self, box: Box, divs: Sequence[Row]) -> None:
        """Take the steps to the end of a branch."""
        for step in self.steps:
            match step:
                case ["cut", line, term, list(ranges)]:
                    for low, high in map(self.limits, ranges):
                        taken = within(self.positions(box, term), low, high)
                        need(taken and self.is_false(line, {**box, term: taken}))
                        box = {**box, term: without(box[term], low, high)}
                    if not self.positions(box, term):
                        return
                case ["end", line]:
                    need(self.is_false(line, box))
                    return
                case ["sum", list(rows)]:
                    factors, most = self.sum(rows, box, divs)
                    need(self.lines.at_least(factors, box) > most)
                    return
                case ["div", list(rows), int(by)]:
                    factors, most = self.sum(rows, box, divs)
                    need(by >= 1 and all(factor % by == 0 for factor in factors.values()))
                    divs = [*divs, ({name: factor // by for name, factor in factors.items()}, most // by)]
                case ["mean", str(line), list(path), list(weights), list(rows)]:
                    need(line in self.own)
                    made = self.lines.mean(self.lines.part(line, path), weights, self.sum(rows, box, divs), box)
                    divs = [*divs, made]
                case ["split", term, int(at)]:
                    left = self.positions(box, term)
                    lower, upper = within(left, 0, at), within(left, at + 1, left[-1][1])
                    need(lower and upper)
                    self.branch({**box, term: lower}, divs)
                    box = {**box, term: upper}
                case ["lemma", list(ranges)]:
                    lemma, limited = [], dict(self.lines.everything)
                    for part in ranges:
                        need(isinstance(part, list) and len(part) == 3)
                        term, (low, high) = part[0], self.limits(part[1:])
                        limited[term] = within(self.positions(limited, term), low, high)
                        need(limited[term])
                        lemma.append((term, low, high))
                    self.branch(limited, [])
                    self.lemmas.append(lemma)
                case _:
                    raise NotProved
        raise NotProved

    def limits(self, value: Any) -> tuple[int, int]:
        low_high = a_list(value)
        need(len(low_high) == 2 and all(type(at) is int for at in low_high))
        return low_high[0], low_high[1]

    def positions(self, box: Box, term: Any) -> Sequence[tuple[int, int]]:
        need(isinstance(term, str) and term in box)
        return box[term]

    def is_false(self, line: Any, box: Box) -> bool:
        if isinstance(line, str):
            need(line in self.own)
            return fails(self.lines.range(self.lines.lines[line], box))
        need(type(line) is int and 0 <= line < len(self.lemmas))
        return all(low <= box[term][0][0] and box[term][-1][1] <= high for term, low, high in self.lemmas[line])

    def sum(self, rows: Sequence[Any], box: Box, divs: Sequence[Row]) -> Row:
        """Return the sum of rows."""
        factors, most = dict[Variable, int](), 0
        for row in rows:
            need(isinstance(row, list) and len(row) >= 2)
            times, line, *path = row
            need(type(times) is int)
            if isinstance(line, str):
                need(line in self.own)
                (own, limit), is_equation = self.lines.row(line, path, box)
            else:
                need(type(line) is int and 0 <= line < len(divs) and not path)
                (own, limit), is_equation = divs[line], False
            need(times > 0 or is_equation)
            for name, factor in own.items():
                factors[name] = factors.get(name, 0) + times * factor
            most += times * limit
        return factors, most


def within(positions: Sequence[tuple[int, int]], low: int, high: int) -> list[tuple[int, int]]:
    """Return the positions from `low` to `high`."""
    cut = [(max(first, low), min(last, high)) for first, last in positions]
    return [(first, last) for first, last in cut if first <= last]


def without(positions: Sequence[tuple[int, int]], low: int, high: int) -> list[tuple[int, int]]:
    """Return the positions below `low` and above `high`."""
    cut = [part for first, last in positions for part in ((first, min(last, low - 1)), (max(first, high + 1), last))]
    return [(first, last) for first, last in cut if first <= last]
