"""Verifies a certificate that no deal exists, ``zopa-nodeal/1``: the one file that has to be trusted for it.

Python's standard library is all it needs, so that it works as a single file that was copied, too::

    python checker.py LINES.json CERTIFICATE.json

``docs/reference/certificate.md`` says what lines, steps and claims are; the words here are those of that page. The lines
are the reader's own, the certificate may be anybody's. Its work is counted, so that no check takes too long. A range is
an exact pair (least, greatest), a condition a number, 1 or 0. Exit codes: 0 everything holds, 1 rejected, 2 unreadable.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from functools import reduce
from itertools import chain, product
from math import inf, lcm, prod
from typing import Any, NamedTuple, TypeAlias

MAX_BYTES, MAX_BITS, MAX_WORK = 8 * 2**20, 4096, 200_000_000
FIELDS = ("terms", "definitions", "facts", "red_lines", "weights")
STEPS = {"cut": 5, "end": 2, "sum": 2, "div": 3, "split": 3, "lemma": 2}  # and how many entries each has
YES, NO = (1, 1), (0, 0)
RANGES: dict[str, Any] = {  # of an operation, from the ranges of its parts
    "+": lambda *parts: (sum([a for a, _ in parts]), sum([b for _, b in parts])),
    "*": lambda *parts: reduce(lambda x, y: (min(ends := [a * b for a in x for b in y]), max(ends)), parts),
    "min": lambda *parts: (min([a for a, _ in parts]), min([b for _, b in parts])),
    "max": lambda *parts: (max([a for a, _ in parts]), max([b for _, b in parts])),
    "abs": lambda part: (max(part[0], -part[1], 0), max(-part[0], part[1])),
    "if": lambda c, a, b: a if c == YES else b if c == NO else (min(a[0], b[0]), max(a[1], b[1])),
    "not": lambda part: (1 - part[1], 1 - part[0]),
    "<=": lambda a, b: (int(a[1] <= b[0]), int(a[0] <= b[1])),
    "==": lambda a, b: (int(a[0] == a[1] == b[0] == b[1]), int(a[0] <= b[1] and b[0] <= a[1])),
}
RANGES |= {"and": RANGES["min"], "or": RANGES["max"]}

Ranges: TypeAlias = tuple[tuple[int, int], ...]  # of positions, disjoint, in order
Box: TypeAlias = list[Ranges]  # of every term, by its place
Row: TypeAlias = tuple[dict[int, int], int]  # multiples of the positions of terms, and what they add up to at most


class Unreadable(ValueError):
    """The text is no JSON within the limits, or the document is not of its format."""


class Rejected(ValueError):
    """Something in the certificate does not hold: ``where``, and ``why``."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where, self.why = where, why


class Proved(NamedTuple):
    """What a certificate proves, in sentences, and the refuted lines, to be compared with the scenario."""

    claims: list[str]
    lines: list[str]


def read(source: Any) -> Any:
    """Return the JSON of a file or of bytes; raise :class:`Unreadable` where it is none or beyond the limits."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(made := dict(pairs)) < len(pairs):
            raise ValueError("an object has a name twice")
        return made

    try:
        text = source if isinstance(source, bytes) else b""
        if not isinstance(source, bytes):
            with open(source, "rb") as file:
                text = file.read(MAX_BYTES + 1)
        if len(text) > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES:,} bytes")
        return json.loads(text, object_pairs_hook=once)
    except (OSError, ValueError, RecursionError) as error:
        where = "" if isinstance(source, bytes) else f"{source}: "
        raise Unreadable(f"{where}no JSON that can be read: {error}") from None


class _Judge:
    """Where the checking is, what work is left, and what has to be so there."""

    at, work = "lines", MAX_WORK

    def need(self, holds: object, why: str) -> None:
        if not holds:
            raise Rejected(self.at, why)

    def spend(self, steps: int) -> None:
        self.work -= steps
        self.need(self.work >= 0, f"checking takes more than {MAX_WORK:,} steps")

    def whole(self, value: Any, low: float = -inf, high: float = inf) -> int:
        self.need(type(value) is int and low <= value <= high, f"no whole number from {low} to {high}")
        return int(value)

    def array(self, value: Any, size: int | None = None) -> list[Any]:
        self.need(type(value) is list and size in (None, len(value)), "no list" + (f" of {size}" if size else ""))
        return list(value)

    def fields(self, value: Any, names: Collection[str]) -> list[Any]:
        self.spend(1 + len(names))
        self.need(type(value) is dict and value.keys() == set(names), "no object with exactly what belongs in it")
        return [value[name] for name in names]

    def names(self, value: Any, known: Collection[str]) -> list[str]:
        found = [name for name in self.array(value) if isinstance(name, str) and name in known]
        self.need(len(set(found)) == len(value), "a name that is not known here, or that stands twice")
        return found

    def same(self, one: Any, other: Any, why: str) -> None:
        self.need(json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True), why)


class _Lines(_Judge):
    """The lines as numbered operations, each after its parts: what they are on a box, and what they say in rows."""

    def __init__(self, document: Any) -> None:
        # A linear operation has factors of positions and a constant; any other one the numbers of its parts.
        self.operations: list[tuple[str, tuple[int, ...], dict[int, Any], Any]] = []
        self.range: list[Any] = []  # of each operation, on the box where it was worked out last
        self.programs: dict[int, list[int]] = {}
        self.terms = [(exact(one["start"]), exact(one["step"])) for one in document["terms"].values()]
        self.start: Box = [((0, self.whole(one["size"], 1) - 1),) for one in document["terms"].values()]
        self.places = {term: place for place, term in enumerate(document["terms"])}
        self.definitions: dict[str, int] = {}
        for name, tree in document["definitions"].items():
            self.definitions[name] = self.operation(tree)
        self.facts = {name: self.operation(tree) for name, tree in document["facts"].items()}
        self.red_lines = {name: self.operation(tree) for name, tree in document["red_lines"].items()}
        self.need(not self.facts.keys() & self.red_lines.keys(), "a fact is called like a red line")
        self.roots = self.facts | self.red_lines
        self.weights = {name: exact(document["weights"][name]) for name in self.red_lines}

    def operation(self, tree: Any) -> int:
        """Return the number of an expression's operation."""
        head, parts, factors, constant = "linear", tuple[int, ...](), dict[int, Any](), exact(0)
        if type(tree) is list and tree[0] == "value":
            return self.definitions[tree[1]]
        if type(tree) is list and tree[0] != "term":
            head, parts = tree[0], tuple([self.operation(part) for part in tree[1:]])
            RANGES[head](*[YES for _ in parts])  # which fails for a head that is none, and for too many or few parts
        elif type(tree) in (list, dict):
            for term, factor in tree.items() if type(tree) is dict else [(tree[1], 1)]:
                start, step = self.terms[self.places[term]]
                factors[self.places[term]] = exact(factor) * step
                constant += exact(factor) * start
        else:
            constant = exact(tree)
        self.operations.append((head, parts, factors, constant))
        self.range.append(None)
        return len(self.operations) - 1

    def program(self, root: int) -> list[int]:
        """Return an operation and all in it, each after its parts."""
        if root not in self.programs:
            found, todo = set[int](), [root]
            while todo:
                if (number := todo.pop()) not in found:
                    found.add(number)
                    todo += self.operations[number][1]
            self.programs[root] = sorted(found)
        return self.programs[root]

    def run(self, root: int, box: Box) -> Any:
        """Return the range of an operation on a box; the ranges of all in it are known then, too."""
        for number in self.program(root):
            head, parts, factors, constant = self.operations[number]
            self.spend(1 + len(parts) + len(factors))
            if head == "linear":
                least, greatest = ends(factors, box)
                self.range[number] = constant + least, constant + greatest
            else:
                self.range[number] = RANGES[head](*[self.range[part] for part in parts])
        return self.range[root]

    def rows(self, root: int, box: Box) -> list[Row]:
        """Return the rows of a line on a box: what is required, left to right, depth first."""
        self.run(root, box)
        found, todo = list[Row](), [(root, True)]
        while todo:
            number, truth = todo.pop()
            head, parts, _, _ = self.operations[number]
            undecided = [part for part in parts if self.range[part] not in (YES, NO)]
            self.spend(10 + len(parts))
            sign = 1 if truth else -1
            if self.range[number] in (YES, NO):
                continue
            if head == "not":
                todo.append((parts[0], not truth))
            elif head in ("and", "or") and (truth == (head == "and") or len(undecided) == 1):
                todo += [(part, truth) for part in reversed(undecided)]
            elif head in (
                "and",
                "or",
            ):  # one at least is as required: 1 less their sum, or less the sum of what is denied
                found += self.row([(-sign, part) for part in undecided], 1 if truth else 1 - len(undecided))
            elif head == "linear":
                found += self.row([(-sign, number)], int(truth))
            elif head == "<=":
                found += self.row([(sign, parts[0]), (-sign, parts[1])], 0, is_strict=not truth)
            elif head == "==" and truth:
                found += self.row([(1, parts[0]), (-1, parts[1])], 0) + self.row([(-1, parts[0]), (1, parts[1])], 0)
        return found

    def row(self, parts: Iterable[tuple[int, int]], constant: Any, is_strict: bool = False) -> list[Row]:
        """Return that multiples of operations and a constant add up to 0 at most, or less; nothing if one is not linear."""
        total: dict[int, Any] = {}
        for times, number in parts:
            head, inner, factors, more = self.operations[number]
            if head == "not":  # 1 less what is denied
                times, constant, (head, _, factors, more) = -times, constant + times, self.operations[inner[0]]
            if head != "linear":
                return []
            constant += times * more
            for place, factor in factors.items():
                total[place] = total.get(place, 0) + times * factor
            self.spend(10 + 10 * len(factors))
        scale = lcm(constant.denominator, *(factor.denominator for factor in total.values()))
        return [({place: int(factor * scale) for place, factor in total.items()}, int(-constant * scale) - is_strict)]


class _Steps(_Lines):
    """Follows the steps of a proof: the box of the present branch, and the branches that wait."""

    def refute(self, names: Collection[str], steps: Any, where: str) -> None:
        """Refuse steps that do not refute some lines together."""
        self.at = f"{where}.steps"
        self.box, self.known, self.lemmas, self.proved = [*self.start], dict[int, Row](), list[Any](), set[Any]()
        waiting: list[tuple[Box, dict[int, Row], int, int | None]] = []  # with how many rows, and whose lemma ends then
        count, done = 0, False
        for number, step in enumerate(self.array(steps)):
            self.at = f"{where}.steps[{number}]"
            self.spend(10)
            self.need(not done, "a step is left over")
            kind = str(step[0]) if self.array(step) else ""
            self.need(STEPS.get(kind) == len(step), "no step")
            is_over = kind in ("end", "sum")
            if kind == "end":
                self.need(self.is_false(step[1], names, self.box), "the line is not false on the box")
            elif kind == "cut":
                is_over = self.cut(names, *step[1:])
            elif kind == "split":
                place = self.place(step[1])
                at = self.whole(step[2], self.box[place][0][0], self.box[place][-1][1] - 1)
                waiting.append((self.narrowed(self.box, place, at + 1, inf), self.known, len(self.known), None))
                self.box = self.narrowed(self.box, place, -inf, at)
            elif kind == "lemma":
                waiting.append((self.box, self.known, len(self.known), len(self.lemmas)))
                self.box, self.known, ranges = self.start, {}, {}
                for term, first, last in [self.array(one, 3) for one in self.array(step[1])]:
                    place = self.place(term)
                    self.need(place not in ranges, "a term stands twice")
                    ranges[place] = self.whole(first), self.whole(last)
                    self.box = self.narrowed(self.box, place, first, last)
                    self.need(self.box[place], "the term has no position there")
                self.box = [*self.box]
                self.lemmas.append(ranges)
            else:
                total, most = self.added(step[1], names)
                if kind == "sum":
                    self.need(ends(total, self.box)[0] > most, "the rows can hold on the box")
                else:
                    by = self.whole(step[2], 1)
                    self.need(not any(factor % by for factor in total.values()), "a factor is not divisible")
                    self.known[count] = {place: factor // by for place, factor in total.items()}, most // by
                    count += 1
            if is_over and waiting:
                self.box, self.known, size, lemma = waiting.pop()
                self.proved.add(lemma)
                while len(self.known) > size:
                    self.known.popitem()
            elif is_over:
                done = True
        self.at = f"{where}.steps"
        self.need(done, "a branch has not ended")

    def place(self, term: Any) -> int:
        return self.places[self.names([term], self.places)[0]]

    def narrowed(self, box: Box, place: int, first: float, last: float) -> Box:
        """Return another box, on which a term has only its positions from ``first`` to ``last``."""
        self.spend(10 * (len(box) + len(box[place])))
        return [*box[:place], clipped(box[place], first, last), *box[place + 1 :]]

    def is_false(self, line: Any, names: Collection[str], box: Box) -> bool:
        if type(line) is int:
            self.need(line in self.proved, "this lemma is not proved here")
            self.spend(1 + len(self.lemmas[line]))
            return all(a <= box[at][0][0] and box[at][-1][1] <= b for at, (a, b) in self.lemmas[line].items())
        return bool(self.run(self.roots[self.names([line], names)[0]], box) == NO)

    def cut(self, names: Collection[str], line: Any, term: Any, first: Any, last: Any) -> bool:
        """Remove positions of a term; return whether none is left."""
        place = self.place(term)
        inside = self.narrowed(self.box, place, self.whole(first), self.whole(last))
        self.need(inside[place], "the term has no position there")
        self.need(self.is_false(line, names, inside), "the line is not false there")
        self.box[place] = clipped(self.box[place], -inf, first - 1) + clipped(self.box[place], last + 1, inf)
        return not self.box[place]

    def added(self, parts: Any, names: Collection[str]) -> Row:
        """Return the sum of multiples of rows."""
        total, most, rows = dict[int, int](), 0, dict[str, list[Row]]()
        for times, which in [self.array(part, 2) for part in self.array(parts)]:
            if type(which) is int:
                self.need(which in self.known, "this div is not known here")
                factors, right = self.known[which]
            else:
                (line,) = self.names(self.array(which, 2)[:1], names)
                rows[line] = rows[line] if line in rows else self.rows(self.roots[line], self.box)
                factors, right = rows[line][self.whole(which[1], 0, len(rows[line]) - 1)]
            self.spend(50 + 50 * len(factors))  # as much for what is kept as for the time
            most += self.whole(times, 1) * right
            for place, factor in factors.items():
                total[place] = total.get(place, 0) + times * factor
        self.need(all(abs(one) < 2**MAX_BITS for one in (most, *total.values())), f"a number passes 2^{MAX_BITS}")
        return {place: factor for place, factor in total.items() if factor}, most


class _Claims(_Steps):
    """What a certificate claims, one after the other; what holds is told."""

    def claims(self, lines: Any, certificate: Any) -> Proved:
        """Return what a certificate proves."""
        self.at = "certificate"
        fields = ("format", "scenario", *FIELDS, "deal", "conflicts", "relaxations", "complete")
        _, scenario, *entries, deal, conflicts, relaxations, complete = self.fields(certificate, fields)
        self.same(scenario, lines["scenario"], "it is of another scenario: id, title or sha256 differs")
        for field, entry in zip(FIELDS, entries, strict=True):
            self.at = f"certificate.{field}"
            self.names([*self.object(entry)], lines[field])
            self.same(
                entry, {name: lines[field][name] for name in entry}, "something in it is not the same in the lines"
            )
        told, used, families, given = list[str](), list[int](), list[frozenset[str]](), set[frozenset[str]]()
        if deal is not None:
            self.keeps(deal, self.roots, "deal")
            told.append("The scenario has a deal: one satisfies every fact and every red line.")
        self.at = "conflicts"
        for at, conflict in enumerate(self.array(conflicts)):
            self.at = where = f"conflicts[{at}]"
            red_lines, facts, steps, witnesses = self.fields(conflict, ("red_lines", "facts", "steps", "witnesses"))
            names = self.names(red_lines, self.red_lines) + self.names(facts, self.facts)
            self.refute(names, steps, where)
            families.append(frozenset(red_lines))
            used += [self.roots[name] for name in names]
            what, more = listed(red_lines or facts), listed(facts if red_lines else [])
            both, given_that = "both " * (len(red_lines or facts) == 2), f", given {more}" if more else ""
            told.append(f"No deal satisfies {both}{what}{given_that} ({len(steps)} step{'s' * (len(steps) > 1)}).")
            if witnesses is not None:
                self.at = f"{where}.witnesses"
                for name, one in zip(red_lines, self.fields(witnesses, red_lines), strict=True):
                    others = [other for other in red_lines if other != name]
                    self.keeps(one, [*self.facts, *others], f"{where}.witnesses.{name}")
                told.append(
                    "It is minimal: without any one of its red lines, a deal satisfies the others and every fact."
                )
        self.at = "conflicts"
        self.need(len(set(families)) == len(families), "a conflict is listed twice")
        self.at = "relaxations"
        for at, relaxation in enumerate(self.array(relaxations)):
            self.at = where = f"relaxations[{at}]"
            give_up, cost, one, because = self.fields(relaxation, ("give_up", "cost", "deal", "because"))
            gone = frozenset(self.names(give_up, self.red_lines))
            self.need(gone not in given, "it is listed twice")
            given.add(gone)
            self.same(cost, shown(self.cost(gone)), "the weights do not add up to the cost")
            for name, at in zip(give_up, self.fields(because, give_up), strict=True):
                self.at = f"{where}.because.{name}"
                alone = families[self.whole(at, 0, len(families) - 1)] & gone == {name}
                self.need(alone, "that conflict has not this red line alone of those given up")
            self.keeps(one, [name for name in self.roots if name not in gone], f"{where}.deal")
            gains = "makes a deal possible, at the cost"
            told.append(f"Giving up {listed(give_up) or 'nothing'} {gains} {cost}; none of it is given up for nothing.")
        self.at = "complete"
        if complete is not None:
            told.append(self.complete(families, *self.fields(complete, ("deal", "groups"))))
        self.at = "certificate"
        self.need(told, "it claims nothing")
        return Proved(told, self.shown_lines(lines, used))

    def object(self, value: Any) -> dict[str, Any]:
        self.need(type(value) is dict, "no object")
        return dict(value)

    def keeps(self, deal: Any, names: Iterable[str], where: str) -> Box:
        """Refuse a deal that does not satisfy some lines."""
        self.at = where
        box: Box = []
        for position, ((_, last),) in zip(self.fields(deal, self.places), self.start, strict=True):
            box.append(((self.whole(position, 0, last), position),))
        for name in names:
            self.need(self.run(self.roots[name], box) == YES, f"the deal does not satisfy {name}")
        return box

    def cost(self, names: Iterable[str]) -> Any:
        return sum([self.weights[name] for name in names], exact(0))

    def complete(self, families: list[frozenset[str]], deal: Any, groups: Any) -> str:
        """Tell that the conflicts, and the relaxations that the groups' ways make up, are all there are."""
        base = self.keeps(deal, (), "complete.deal")
        self.at = "complete.groups"
        shared, owner, found = list[int](), dict[Any, int](), list[dict[frozenset[str], dict[int, int]]]()
        for at, group in enumerate(self.array(groups)):
            self.at = f"complete.groups[{at}]"
            conflicts, ways = self.fields(group, ("conflicts", "ways"))
            shared += [self.whole(one, 0, len(families) - 1) for one in self.array(conflicts)]
            family = [families[one] for one in conflicts]
            self.spend(len(family) * sum(map(len, family)))
            self.need(not any(one < other for one in family for other in family), "a conflict contains another")
            made: dict[frozenset[str], dict[int, int]] = {}
            for give_up, changes in [self.fields(way, ("give_up", "changes")) for way in self.array(ways)]:
                moves = {self.place(term): position for term, position in self.object(changes).items()}
                made[frozenset(self.names(give_up, self.red_lines))] = moves
                for place, position in moves.items():
                    self.whole(position, 0, self.start[place][0][1])
                    self.need(owner.setdefault(place, at) == at, "it changes a term that a group before it changes")
            for name in chain(*family):
                self.need(owner.setdefault(name, at) == at, "it shares a red line with a group before it")
            every = made and len(made) == len(ways) and made.keys() == self.hitting_sets(family)
            self.need(every, "its ways are not all the minimal ways out of its conflicts, each once")
            found.append(made)
        self.at = "complete.groups"
        all_shared = groups and sorted(shared) == list(range(len(families)))
        self.need(all_shared, "there is no group, or not every conflict is in exactly one")
        for name, root in self.roots.items():
            places = set[int]().union(*[self.operations[number][2] for number in self.program(root)])
            choices = []
            for group in found:
                self.spend(sum([1 + len(moves) for moves in group.values()]))
                kept = [moves for give_up, moves in group.items() if name not in give_up]
                choices.append({tuple((at, moves[at]) for at in sorted(moves.keys() & places)) for moves in kept})
            for choice in product(*[one for one in choices if one != {()}]):
                self.spend(len(base))
                box = [*base]
                for place, position in chain(*choice):
                    box[place] = ((position, position),)
                self.need(self.run(root, box) == YES, f"with changes of some ways, the deal does not satisfy {name}")
        costs = [[self.cost(give_up) for give_up in group] for group in found]
        least, cheapest = sum([min(of) for of in costs], exact(0)), prod([of.count(min(of)) for of in costs])
        return (
            f"The list of conflicts is complete: there is no minimal conflict but the {len(shared)} listed. Those that "
            f"share red lines are together in one of {len(groups)} groups; one way out of each group makes a minimal "
            f"relaxation, and there is no other: {counted(prod(map(len, found)))} in all. The least cost is "
            f"{shown(least)}, that of {counted(cheapest)} of them."
        )

    def hitting_sets(self, family: list[frozenset[str]]) -> set[frozenset[str]]:
        """Return the minimal sets that have an element of every set of a family: one of its sets after the other."""
        found = {frozenset[str]()}
        for at, members in enumerate(family, 1):
            missing = {way for way in found if not way & members}
            self.spend(len(found) + len(missing) * len(members) * (1000 + sum(map(len, family[:at]))))
            found -= missing
            for way in {way | {name} for way in missing for name in members}:
                alone = [hit for one in family[:at] if len(hit := one & way) == 1]
                if frozenset[str]().union(*alone) == way:  # each of it is the only one in some set, so all are needed
                    found.add(way)
        return found

    def shown_lines(self, lines: Any, used: Iterable[int]) -> list[str]:
        """Return lines as they were checked, with the definitions and terms in them."""
        numbers = set(chain(*[self.program(root) for root in used]))
        places = {place for number in numbers for place in self.operations[number][2]}
        wanted = [("fact ", "facts", {name for name, root in self.facts.items() if root in used})]
        wanted += [("", "red_lines", {name for name, root in self.red_lines.items() if root in used})]
        wanted += [("definition ", "definitions", {name for name, at in self.definitions.items() if at in numbers})]
        wanted += [("term ", "terms", {name for name, place in self.places.items() if place in places})]
        return [
            f"{kind}{name}: {json.dumps(entry)}"
            for kind, field, names in wanted
            for name, entry in lines[field].items()
            if name in names
        ]


def exact(number: Any) -> Any:
    """Return a number of the lines; a whole one as int, which is faster."""
    if type(number) not in (int, str):
        raise ValueError("no number: neither whole nor a text p/q")
    made = Fraction(number)
    return made.numerator if made.denominator == 1 else made


def shown(number: Any) -> int | str:
    """Return a number as the lines hold it."""
    return int(number) if number.denominator == 1 else str(number)


def counted(number: int) -> str:
    """Return a whole number of things, which may be too long to write out."""
    return str(number) if number < 2**MAX_BITS else f"at least 2^{number.bit_length() - 1}"


def listed(names: list[str]) -> str:
    """Return names as in a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def ends(factors: Mapping[int, Any], box: Box) -> tuple[Any, Any]:
    """Return the least and the greatest sum of multiples of positions on a box."""
    products = [(factor * box[place][0][0], factor * box[place][-1][1]) for place, factor in factors.items()]
    return sum([min(one) for one in products]), sum([max(one) for one in products])


def clipped(ranges: Ranges, first: float, last: float) -> Ranges:
    """Return the positions from ``first`` to ``last``."""
    return tuple([(int(max(a, first)), int(min(b, last))) for a, b in ranges if a <= last and b >= first])


def check(lines: Any, certificate: Any) -> Proved:
    """Return what a certificate proves of a scenario's lines, both given as :func:`read` returns them.

    Raises
    ------
    Rejected
        If anything in the certificate does not hold.
    Unreadable
        If the lines are malformed, or the format of either is another one.
    """
    for document, form in ((lines, "zopa-lines/1"), (certificate, "zopa-nodeal/1")):
        if not isinstance(document, dict) or document.get("format") != form:
            raise Unreadable(f"format is not {form}")
    try:
        known = _Claims(lines)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Unreadable(f"the lines are malformed: {type(error).__name__} {ascii(error)[:200]}") from None
    try:
        return known.claims(lines, certificate)
    except (TypeError, RecursionError):  # what is no JSON, or nested too deeply, is not compared with the lines
        raise Rejected(known.at, "no JSON data, or nested too deeply") from None


def main(arguments: list[str]) -> int:
    """Check the certificate in a file against the lines in another; return the exit code."""
    if len(arguments) != 2:
        print("usage: python checker.py LINES.json CERTIFICATE.json", file=sys.stderr)
        return 2
    try:
        proved = check(*[read(path) for path in arguments])
    except Unreadable as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    except Rejected as error:
        print(f"rejected: {error}", file=sys.stderr)
        return 1
    print(
        "\n".join(["The lines that are refuted, as they were checked:", *proved.lines, "", "Proved:", *proved.claims])
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
