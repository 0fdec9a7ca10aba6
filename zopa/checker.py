"""Verifies a certificate that no deal exists, ``zopa-nodeal/1``: the one file that has to be trusted for it.

Python's standard library is all it needs, so that it works as a single file that was copied, too::

    python checker.py LINES.json CERTIFICATE.json

``docs/reference/certificate.md`` says what lines, steps and claims are; the words here are those of that page. The lines
are the reader's own; the certificate may be anybody's, so its work is counted and its types are checked. A range is an
exact pair (least, greatest), a condition a number, 1 or 0. Exit codes: 0 everything holds, 1 rejected, 2 unreadable.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterable
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
Box: TypeAlias = dict[str, Ranges]  # of every term
Row: TypeAlias = tuple[dict[str, int], int]  # multiples of the positions of terms, and what they add up to at most


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

    name = "" if isinstance(source, bytes) else f"{source}: "
    try:
        if not isinstance(source, bytes):
            with open(source, "rb") as file:
                source = file.read(MAX_BYTES + 1)
        if len(source) > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES:,} bytes")
        return json.loads(source, object_pairs_hook=once)
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"{name}no JSON that can be read: {error}") from None


class _Lines:
    """The lines as numbered operations, each after its parts: what they are on a box, and what they say in rows."""

    at, work = "lines", MAX_WORK  # where the checking is, and what work is left

    def __init__(self, document: Any) -> None:
        # A linear operation has multiples of positions and a constant, any other one the numbers of its parts.
        self.operations: list[tuple[str, tuple[int, ...], dict[str, Any], Any]] = []
        self.range: list[Any] = []  # of each operation, on the box where it was worked out last
        self.programs: dict[int, list[int]] = {}
        terms = document["terms"]
        self.values = {term: (exact(entry["start"]), exact(entry["step"])) for term, entry in terms.items()}
        self.start: Box = {term: ((0, self.whole(entry["size"], 1) - 1),) for term, entry in terms.items()}
        self.definitions: dict[str, int] = {}
        for name, tree in document["definitions"].items():
            self.definitions[name] = self.operation(tree)
        self.facts = {name: self.operation(tree) for name, tree in document["facts"].items()}
        self.red_lines = {name: self.operation(tree) for name, tree in document["red_lines"].items()}
        self.roots = self.facts | self.red_lines
        self.need(len(self.roots) == len(self.facts) + len(self.red_lines), "a fact is called like a red line")
        self.weights = {name: exact(document["weights"][name]) for name in self.red_lines}

    # -- what has to be so --------------------------------------------------------------------------------------------

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
        self.need(type(value) is list and size in (None, len(value)), f"no list of {size or 'entries'}")
        return list(value)

    def fields(self, value: Any, names: Collection[str]) -> list[Any]:
        self.spend(1 + len(names))
        self.need(type(value) is dict and value.keys() == set(names), "no object with exactly what belongs in it")
        return [value[name] for name in names]

    def names(self, value: Any, known: Collection[str]) -> list[str]:
        found = [name for name in self.array(value) if type(name) is str and name in known]
        self.need(len(set(found)) == len(value), "a name that is not known here, or that stands twice")
        return found

    def name(self, value: Any, known: Collection[str]) -> str:
        return self.names([value], known)[0]

    # -- operations ---------------------------------------------------------------------------------------------------

    def operation(self, tree: Any) -> int:
        """Return the number of an expression's operation."""
        head, parts, factors, constant = "linear", tuple[int, ...](), dict[str, Any](), exact(0)
        match tree:
            case ["value", name]:
                return self.definitions[name]
            case ["term", name]:
                factors = {name: 1}
            case dict():
                factors = tree
            case [head, *inner]:
                parts = tuple([self.operation(part) for part in inner])
                RANGES[head](*[YES for _ in parts])  # this fails where there are too many or too few
            case _:
                constant = exact(tree)
        constant += sum([exact(factor) * self.values[term][0] for term, factor in factors.items()])
        factors = {term: exact(factor) * self.values[term][1] for term, factor in factors.items()}
        self.operations.append((head, parts, factors, constant))
        self.range.append(None)
        return len(self.operations) - 1

    def program(self, root: int) -> list[int]:
        """Return an operation and all in it, each after its parts."""
        if root not in self.programs:
            found = {root}
            for number in range(root, -1, -1):
                found.update(self.operations[number][1] if number in found else ())
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
            sign = 1 if truth else -1
            self.spend(10 + len(parts))
            if self.range[number] in (YES, NO):
                continue
            if head == "not":
                todo.append((parts[0], not truth))
            elif head in ("and", "or") and (truth == (head == "and") or len(undecided) == 1):
                todo += [(part, truth) for part in reversed(undecided)]
            elif head in ("and", "or"):  # at least one of them is as required
                found += self.row([(-sign, part) for part in undecided], 1 if truth else 1 - len(undecided))
            elif head == "linear":
                found += self.row([(-sign, number)], int(truth))
            elif head == "<=":
                found += self.row([(sign, parts[0]), (-sign, parts[1])], is_strict=not truth)
            elif head == "==" and truth:
                found += self.row([(1, parts[0]), (-1, parts[1])]) + self.row([(-1, parts[0]), (1, parts[1])])
        return found

    def row(self, parts: Iterable[tuple[int, int]], constant: Any = 0, is_strict: bool = False) -> list[Row]:
        """Return that multiples of linear operations, and a constant, add up to 0 at most (below it); else nothing."""
        total: dict[str, Any] = {}
        for times, number in parts:
            head, inner, factors, more = self.operations[number]
            if head == "not":  # 1 less what is denied
                times, constant, (head, _, factors, more) = -times, constant + times, self.operations[inner[0]]
            if head != "linear":
                return []
            self.spend(10 + 10 * len(factors))
            constant += times * more
            for term, factor in factors.items():
                total[term] = total.get(term, 0) + times * factor
        scale = lcm(constant.denominator, *[factor.denominator for factor in total.values()])
        return [({term: int(factor * scale) for term, factor in total.items()}, int(-constant * scale) - is_strict)]


class _Steps(_Lines):
    """The steps of a proof: the box of the present branch, the divs and lemmas, and the branches that wait."""

    def refute(self, names: Collection[str], steps: Any, where: str) -> None:
        """Refuse steps that do not refute some lines together."""
        self.at = f"{where}.steps"
        self.box, self.divs, self.lemmas, self.proved = dict(self.start), dict[int, Row](), list[Box](), set[Any]()
        waiting: list[tuple[Box, dict[int, Row], int, int | None]] = []  # also how many divs, and a lemma then proved
        count, is_done = 0, False
        for number, step in enumerate(self.array(steps)):
            self.at = f"{where}.steps[{number}]"
            self.spend(10)
            self.need(not is_done, "a step is left over")
            self.need(self.array(step) and STEPS.get(str(step[0])) == len(step), "no step")
            kind, one, *others = step
            has_ended = kind in ("end", "sum")
            if kind == "end":
                self.need(self.is_false(one, names), "the line is not false on the box")
            elif kind == "cut":
                term, first, last = self.name(others[0], self.start), self.whole(others[1]), self.whole(others[2])
                ranges = self.box[term]
                self.spend(20 * len(ranges))
                self.box[term] = clipped(ranges, first, last)
                self.need(self.box[term], "the term has no position there")
                self.need(self.is_false(one, names), "the line is not false there")
                self.box[term] = clipped(ranges, -inf, first - 1) + clipped(ranges, last + 1, inf)
                has_ended = not self.box[term]
            elif kind == "split":
                ranges = self.box[term := self.name(one, self.start)]
                at = self.whole(others[0], ranges[0][0], ranges[-1][1] - 1)
                self.spend(30 * len(self.box) + 20 * len(ranges))  # as much for the memory as for the time
                waiting.append((self.box | {term: clipped(ranges, at + 1, inf)}, self.divs, len(self.divs), None))
                self.box[term] = clipped(ranges, -inf, at)
            elif kind == "lemma":
                self.spend(30 * len(self.box))
                waiting.append((self.box, self.divs, len(self.divs), len(self.lemmas)))
                self.box, self.divs, lemma = dict(self.start), {}, Box()
                for term, first, last in [self.array(entry, 3) for entry in self.array(one)]:
                    self.need(self.name(term, self.start) not in lemma, "a term stands twice")
                    lemma[term] = ((self.whole(first), self.whole(last)),)
                    self.box[term] = clipped(self.box[term], first, last)
                    self.need(self.box[term], "the term has no position there")
                self.lemmas.append(lemma)
            else:
                total, most = self.added(one, names)
                if kind == "sum":
                    self.need(ends(total, self.box)[0] > most, "the rows can hold on the box")
                else:
                    by = self.whole(others[0], 1)
                    self.need(not any(factor % by for factor in total.values()), "a factor is not divisible")
                    self.divs[count] = {term: factor // by for term, factor in total.items()}, most // by
                    count += 1
            if has_ended and waiting:
                self.box, self.divs, known, proved = waiting.pop()
                self.proved.add(proved)
                while len(self.divs) > known:
                    self.divs.popitem()
            elif has_ended:
                is_done = True
        self.at = f"{where}.steps"
        self.need(is_done, "a branch has not ended")

    def is_false(self, line: Any, names: Collection[str]) -> bool:
        """Return whether a line, or a lemma that has been proved, is false on the box."""
        if type(line) is int:
            self.need(line in self.proved, "this lemma is not proved here")
            self.spend(1 + len(self.lemmas[line]))
            lemma = [(self.box[term][0][0], self.box[term][-1][1], known) for term, known in self.lemmas[line].items()]
            return all(a <= first and last <= b for first, last, ((a, b),) in lemma)
        return bool(self.run(self.roots[self.name(line, names)], self.box) == NO)

    def added(self, parts: Any, names: Collection[str]) -> Row:
        """Return the sum of multiples of rows."""
        total, most, rows = dict[str, int](), 0, dict[str, list[Row]]()
        for times, row in [self.array(part, 2) for part in self.array(parts)]:
            if type(row) is int:
                self.need(row in self.divs, "this div is not known here")
                factors, right = self.divs[row]
            else:
                line, which = self.array(row, 2)
                if self.name(line, names) not in rows:
                    rows[line] = self.rows(self.roots[line], self.box)
                factors, right = rows[line][self.whole(which, 0, len(rows[line]) - 1)]
            self.spend(50 + 50 * len(factors))
            most += self.whole(times, 1) * right
            for term, factor in factors.items():
                total[term] = total.get(term, 0) + times * factor
        self.need(max(map(abs, (most, *total.values()))) < 2**MAX_BITS, f"a number passes 2^{MAX_BITS}")
        return {term: factor for term, factor in total.items() if factor}, most


class _Claims(_Steps):
    """What a certificate claims, one after the other; what holds is told."""

    def claims(self, lines: Any, certificate: Any) -> Proved:
        """Return what a certificate proves."""
        self.at = "certificate"
        fields = ("format", "scenario", *FIELDS, "deal", "conflicts", "relaxations", "complete")
        _, scenario, *entries, deal, conflicts, relaxations, complete = self.fields(certificate, fields)
        mine = lines["scenario"]  # the id is but what a file is called
        is_same = type(scenario) is dict and same(scenario, {**mine, "id": scenario.get("id")})
        self.need(
            is_same, "it is of another scenario, or of another version of its file: the title or the sha256 differs"
        )
        for field, entry in zip(FIELDS, entries, strict=True):
            wanted = {name: one for name, one in lines[field].items() if type(entry) is dict and name in entry}
            self.need(same(entry, wanted), f"its {field} are not those of the lines")
        self.told, self.families = list[str](), list[frozenset[str]]()
        if deal is not None:
            self.deal(deal, self.roots, "deal")
            self.told.append("The scenario has a deal: one satisfies every fact and every red line.")
        self.at = "conflicts"
        used = set(chain(*[self.conflict(one, f"conflicts[{at}]") for at, one in enumerate(self.array(conflicts))]))
        self.at = "conflicts"
        self.need(len(set(self.families)) == len(self.families), "a conflict is listed twice")
        self.at = "relaxations"
        given = [self.relaxation(one, f"relaxations[{at}]") for at, one in enumerate(self.array(relaxations))]
        self.at = "relaxations"
        self.need(len(set(given)) == len(given), "a relaxation is listed twice")
        self.at = "complete"
        if complete is not None:
            self.complete(*self.fields(complete, ("deal", "groups")))
        self.at = "certificate"
        self.need(self.told, "it claims nothing")
        roots = lines["facts"] | lines["red_lines"]
        shown = [f"{name}: {json.dumps(tree)}" for name, tree in roots.items() if name in used]
        for kind, known in (("definition", lines["definitions"]), ("term", lines["terms"])):
            for name, one in reversed(known.items()):  # a definition uses only those before it
                if any(json.dumps(name) in line for line in shown):
                    shown.append(f"{kind} {name}: {json.dumps(one)}")
        return Proved(self.told, shown)

    def deal(self, deal: Any, names: Iterable[str], where: str) -> Box:
        """Refuse a deal that does not satisfy some lines."""
        self.at = where
        given = zip(self.start.items(), self.fields(deal, self.start), strict=True)
        box: Box = {term: ((self.whole(position, 0, last), position),) for (term, ((_, last),)), position in given}
        for name in names:
            self.need(self.run(self.roots[name], box) == YES, f"the deal does not satisfy {name}")
        return box

    def conflict(self, conflict: Any, where: str) -> list[str]:
        """Tell that some lines cannot all hold, and if there are witnesses, that it takes all of the red lines."""
        self.at = where
        red_lines, facts, steps, witnesses = self.fields(conflict, ("red_lines", "facts", "steps", "witnesses"))
        names = self.names(red_lines, self.red_lines) + self.names(facts, self.facts)
        self.refute(names, steps, where)
        self.families.append(frozenset(red_lines))
        what = ", given ".join(listed(some) for some in (red_lines, facts) if some)
        both = "both " * (len(red_lines or facts) == 2)
        self.told.append(f"No deal satisfies {both}{what} ({len(steps)} step{'s' * (len(steps) > 1)}).")
        if witnesses is not None:
            self.at = f"{where}.witnesses"
            for name, deal in zip(red_lines, self.fields(witnesses, red_lines), strict=True):
                others = [other for other in red_lines if other != name]
                self.deal(deal, [*self.facts, *others], f"{where}.witnesses.{name}")
            if red_lines:
                told = "It is minimal: without any one of its red lines, a deal satisfies the others and every fact."
                self.told.append(told)
        return names

    def relaxation(self, relaxation: Any, where: str) -> frozenset[str]:
        """Tell that giving up some red lines makes a deal possible, at what cost, and none for nothing."""
        self.at = where
        give_up, cost, deal, because = self.fields(relaxation, ("give_up", "cost", "deal", "because"))
        gone = frozenset(self.names(give_up, self.red_lines))
        self.need(same(cost, written(self.cost(gone))), "the weights do not add up to the cost")
        self.deal(deal, [name for name in self.roots if name not in gone], f"{where}.deal")
        self.at = f"{where}.because"
        for name, conflict in zip(give_up, self.fields(because, give_up), strict=True):
            alone = self.families[self.whole(conflict, 0, len(self.families) - 1)] & gone == {name}
            self.need(alone, f"the conflict for {name} has not this red line alone of those given up")
        told = f"Giving up {listed(give_up) or 'nothing'} makes a deal possible, at the cost {cost}"
        self.told.append(f"{told}; none of it is given up for nothing.")
        return gone

    def cost(self, names: Iterable[str]) -> Any:
        return sum([self.weights[name] for name in names], exact(0))

    # -- complete -----------------------------------------------------------------------------------------------------

    def complete(self, deal: Any, groups: Any) -> None:
        """Tell that the conflicts, and the relaxations that the groups' ways make up, are all there are."""
        base = self.deal(deal, (), "complete.deal")
        self.at = "complete.groups"
        shared, owner, found = list[int](), dict[str, int](), list[dict[frozenset[str], Box]]()
        for number, group in enumerate(self.array(groups)):
            self.at = f"complete.groups[{number}]"
            conflicts, ways = self.fields(group, ("conflicts", "ways"))
            shared += [self.whole(conflict, 0, len(self.families) - 1) for conflict in self.array(conflicts)]
            family = [self.families[conflict] for conflict in conflicts]
            self.spend(len(family) * sum(map(len, family)))
            self.need(not any(one < other for one in family for other in family), "a conflict contains another")
            found.append(dict([self.way(way) for way in self.array(ways)]))
            is_all = found[-1] and len(found[-1]) == len(ways) and found[-1].keys() == self.hitting_sets(family)
            self.need(is_all, "its ways are not all the minimal ways out of its conflicts, each once")
            for name in chain(*family, *found[-1].values()):
                self.need(owner.setdefault(name, number) == number, f"a group before it has, or changes, {name}")
        self.at = "complete.groups"
        is_shared = groups and sorted(shared) == list(range(len(self.families)))
        self.need(is_shared, "there is no group, or not every conflict is in exactly one")
        for name, root in self.roots.items():
            self.combine(name, root, base, found)
        costs = [[self.cost(give_up) for give_up in group] for group in found]
        cheapest = counted(prod([group.count(min(group)) for group in costs]))
        self.told.append(
            f"The list of conflicts is complete: there is no minimal conflict but those listed ({len(shared)}). Those that "
            f"share red lines are in one group (groups: {len(groups)}); one way out of each group makes a minimal "
            f"relaxation, and there is no other: {counted(prod(map(len, found)))} in all. The least cost is "
            f"{written(sum(map(min, costs), exact(0)))}, that of {cheapest} of them."
        )

    def way(self, way: Any) -> tuple[frozenset[str], Box]:
        """Return what red lines a way gives up, and what it makes of the terms that it changes."""
        give_up, changes = self.fields(way, ("give_up", "changes"))
        self.need(type(changes) is dict, "no object of changes")
        for term, position in changes.items():
            self.whole(position, 0, self.start[self.name(term, self.start)][0][1])
        box: Box = {term: ((position, position),) for term, position in changes.items()}
        return frozenset(self.names(give_up, self.red_lines)), box

    def combine(self, name: str, root: int, base: Box, groups: list[dict[frozenset[str], Box]]) -> None:
        """Refuse ways that do not all go together: under any choice of them, a line holds or one of them gives it up."""
        terms = set(chain(*[self.operations[number][2] for number in self.program(root)]))
        choices = []
        for group in groups:
            self.spend(sum([1 + len(changes) for changes in group.values()]))
            keeping = [changes for give_up, changes in group.items() if name not in give_up]
            choices.append({tuple((term, changes[term]) for term in changes if term in terms) for changes in keeping})
        for choice in product(*[options for options in choices if options != {()}]):
            self.spend(10 * len(base))
            holds = self.run(root, base | dict(chain(*choice))) == YES
            self.need(holds, f"with the changes of some of the ways, the deal does not satisfy {name}")

    def hitting_sets(self, family: list[frozenset[str]]) -> set[frozenset[str]]:
        """Return the minimal sets that have an element of every set of a family: those of more and more of them."""
        found = {frozenset[str]()}
        for count, members in enumerate(family, 1):
            missing = {way for way in found if not way & members}
            self.spend(len(found) + len(missing) * len(members) * (1000 + sum(map(len, family[:count]))))
            found -= missing
            for way in {way | {name} for way in missing for name in members}:
                alone = [hit for one in family[:count] if len(hit := one & way) == 1]
                if way == frozenset(chain(*alone)):  # each of it is the only one in some set: none can be left out
                    found.add(way)
        return found


def exact(number: Any) -> Any:
    """Return a number of the lines; a whole one as int, which is faster."""
    made = Fraction(number if type(number) in (int, str) else "none")
    return made.numerator if made.denominator == 1 else made


def written(number: Any) -> int | str:
    """Return a number as the lines have it."""
    return int(number) if number.denominator == 1 else str(number)


def counted(number: int) -> str:
    """Return how many, which may be too many to write out."""
    return str(number) if number < 2**MAX_BITS else f"at least 2^{number.bit_length() - 1}"


def listed(names: list[str]) -> str:
    """Return names as in a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def same(one: Any, other: Any) -> bool:
    """Return whether two pieces of JSON are the same; unlike for Python, 1 is not 1.0 and not true."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def ends(factors: dict[str, Any], box: Box) -> tuple[Any, Any]:
    """Return the least and the greatest sum of multiples of positions on a box."""
    products = [(factor * box[term][0][0], factor * box[term][-1][1]) for term, factor in factors.items()]
    return sum(map(min, products)), sum(map(max, products))


def clipped(ranges: Ranges, first: float, last: float) -> Ranges:
    """Return the positions from ``first`` to ``last``."""
    return tuple([(int(max(a, first)), int(min(b, last))) for a, b in ranges if max(a, first) <= min(b, last)])


def check(lines: Any, certificate: Any) -> Proved:
    """Return what a certificate proves of lines, both as :func:`read` returns them; else raise one of the errors above."""
    for document, form in ((lines, "zopa-lines/1"), (certificate, "zopa-nodeal/1")):
        if type(document) is not dict or document.get("format") != form:
            raise Unreadable(f"format is not {form}")
    try:
        known = _Claims(lines)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Unreadable(f"the lines are malformed: {ascii(error)[:200]}") from None
    try:
        return known.claims(lines, certificate)
    except (TypeError, RecursionError):  # from comparing entries with those of the lines
        raise Rejected(known.at, "no JSON data, or nested too deeply") from None


def main(arguments: list[str]) -> int:
    """Check the certificate in a file against the lines in another; return the exit code."""
    if len(arguments) != 2:
        print("usage: python checker.py LINES.json CERTIFICATE.json", file=sys.stderr)
        return 2
    try:
        proved = check(*[read(path) for path in arguments])
    except (Rejected, Unreadable) as error:
        is_rejected = isinstance(error, Rejected)
        print(f"{'rejected' if is_rejected else 'cannot be read'}: {error}", file=sys.stderr)
        return 1 if is_rejected else 2
    try:
        print(
            "The lines that are refuted, as they were checked:",
            *proved.lines,
            "",
            "Proved:",
            *proved.claims,
            sep="\n",
            flush=True,
        )
    except BrokenPipeError:  # nobody has read what is proved
        sys.stdout = None  # or Python complains of it once more at its end
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
