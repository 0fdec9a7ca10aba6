"""Verifies a certificate that no deal exists, ``zopa-nodeal/1``: the one file that has to be trusted for it.

Python's standard library is all it needs, and it works as a single file that was copied, too::

    python checker.py LINES.json CERTIFICATE.json

``docs/reference/certificate.md`` says what lines, steps and claims are, in the words used here. The lines are the reader's
own. The certificate may be anybody's: its work is counted, and whatever fails in looking at it rejects it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import chain, product
from math import inf, lcm, prod
from typing import Any, NamedTuple, TypeAlias

MAX_BYTES, MAX_BITS, MAX_WORK = 8 * 2**20, 4096, 200_000_000
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)
FIELDS = ("terms", "definitions", "facts", "red_lines", "weights")
CONDITIONS = ("not", "and", "or", "<=", "==")
YES, NO = (1, 1), (0, 0)
RANGES: dict[str, Any] = {  # least and greatest value of an operation, from those of its parts
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

Box: TypeAlias = dict[str, tuple[tuple[int, int], ...]]  # for every term ranges of positions, disjoint, in order
Row: TypeAlias = tuple[dict[str, int], int]  # multiples of the positions of terms, and what they add up to at most


class Unreadable(ValueError):
    """The text is no JSON within the limits, or the document is not of its format."""


class Rejected(ValueError):
    """Something in the certificate does not hold: ``where``, and ``why``."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where, self.why = where, why


class Proved(NamedTuple):
    """What a certificate proves, in sentences, and the entries of the lines that they rest on."""

    claims: list[str]
    lines: list[str]


class _Lines:
    """The lines as numbered operations, each after its parts: what they are on a box, and what they say in rows."""

    def __init__(self, lines: Any) -> None:
        self.scenario = lines["scenario"] | {"id": ""}
        self.at, self.work = "lines", MAX_WORK  # where the checking is, and what work is left
        # Of each its operator and the numbers of its parts; of a linear one multiples of positions, and a constant.
        self.operations: list[tuple[str, list[int], dict[str, Any], Any]] = []
        self.ranges: dict[int, Any] = {}  # of operations, on the box where they were worked out last
        self.programs: dict[int, list[int]] = {}
        self.values = {term: (exact(one["start"]), exact(one["step"])) for term, one in lines["terms"].items()}
        self.start: Box = {term: ((0, one["size"] - 1),) for term, one in lines["terms"].items()}
        self.definitions: dict[str, int] = {}
        for name, tree in lines["definitions"].items():
            self.definitions[name] = self.operation(tree)
        self.facts = {name: self.condition(self.operation(tree)) for name, tree in lines["facts"].items()}
        self.red_lines = {name: self.condition(self.operation(tree)) for name, tree in lines["red_lines"].items()}
        self.roots = self.facts | self.red_lines
        self.weights = {name: exact(lines["weights"][name]) for name in self.red_lines}
        self.need(len(self.roots) == len(self.facts) + len(self.red_lines), "a fact is called like a red line")
        self.need(all(last >= 0 for ((_, last),) in self.start.values()), "a term has no value")

    def need(self, holds: object, why: str) -> None:
        if not holds:
            raise Rejected(self.at, why)

    def spend(self, steps: int) -> None:
        self.work -= steps
        self.need(self.work >= 0, f"checking takes more than {MAX_WORK:,} steps")

    def operation(self, tree: Any) -> int:
        """Return the number of an expression's operation."""
        head, parts, factors, constant = "linear", list[int](), dict[str, Any](), exact(0)
        match tree:
            case ["value", name]:
                return self.definitions[name]
            case ["term", _] | dict():
                for term, factor in (tree if type(tree) is dict else {tree[1]: 1}).items():
                    factors[term] = exact(factor) * self.values[term][1]
                    constant += exact(factor) * self.values[term][0]
            case [head, *inner]:
                parts = [self.operation(part) for part in inner]
                RANGES[head](*[YES for _ in parts])  # this fails where there are too many or too few
                for part in parts if head in ("not", "and", "or") else parts[: head == "if"]:
                    self.condition(part)
            case _:
                constant = exact(tree)
        if head == "not" and self.operations[parts[0]][0] == "linear":  # 1 less it
            (_, _, inside, constant), head, parts = self.operations[parts[0]], "linear", []
            factors, constant = {term: -factor for term, factor in inside.items()}, 1 - constant
        self.operations.append((head, parts, factors, constant))
        return len(self.operations) - 1

    def condition(self, number: int) -> int:
        """Return an operation that is nothing but 1 or 0; fail for others."""
        head, _, factors, constant = self.operations[number]
        if head == "linear":
            first, last = self.run(number, self.start)
            is_whole = all(one.denominator == 1 for one in (constant, *factors.values()))
            self.need(is_whole and 0 <= first <= last <= 1, "a number where a condition belongs")
        self.need(head == "linear" or head in CONDITIONS, "a number where a condition belongs")
        return number

    def run(self, root: int, box: Box) -> Any:
        """Return the range of an operation on a box; the ranges of all in it are known then, too."""
        if root not in self.programs:
            found, todo = {root}, [root]
            while todo:
                inner = {part for part in self.operations[todo.pop()][1] if part not in found}
                found |= inner
                todo += inner
            self.programs[root] = sorted(found)
        for number in self.programs[root]:
            head, parts, factors, constant = self.operations[number]
            self.spend(1 + len(parts) + len(factors))
            if head == "linear":
                least, greatest = ends(factors, box)
                self.ranges[number] = constant + least, constant + greatest
            else:
                self.ranges[number] = RANGES[head](*[self.ranges[part] for part in parts])
        return self.ranges[root]

    def row(self, line: int, path: list[int], times: int, box: Box) -> Row:
        """Return a multiple of the row at a path into a line: of what has to be so there if the line holds on the box."""
        self.run(line, box)
        truth = True
        for at in path:
            head, parts, _, _ = self.operations[line]
            others = parts[:at] + parts[at + 1 :] if head == ("or" if truth else "and") else []
            self.spend(1 + len(parts))
            self.need(head in ("not", "and", "or") and at in range(len(parts)), "the path leads nowhere")
            self.need(all(self.ranges[one] == (NO if truth else YES) for one in others), "the path is not the only one")
            line, truth = parts[at], truth != (head == "not")
        head, parts, _, _ = self.operations[line]
        # A sum of linear parts is at least a number where the condition holds, else less; of an equation, just that number.
        least, total = {"linear": 1, "or": 1, "and": len(parts), "<=": 0, "==": 0}[head], dict[str, Any]()
        for at, part in enumerate(parts or [line]):
            kind, _, factors, constant = self.operations[part]
            self.need(kind == "linear", "a part is not linear")
            sign = -1 if at == 0 and head in ("<=", "==") else 1
            least -= sign * constant
            for term, factor in factors.items():
                total[term] = total.get(term, 0) + sign * factor
        self.need(truth or head != "==", "an equation that fails has no row")
        self.need(times > 0 or head == "==", "the multiplier is not above 0")
        scale = lcm(least.denominator, *[factor.denominator for factor in total.values()])
        times, most = (-times, least * scale) if truth else (times, least * scale - 1)
        return {term: int(times * scale * factor) for term, factor in total.items()}, int(times * most)


class _Claims(_Lines):
    """What a certificate claims: that lines are refuted, that deals satisfy others, and that there is no more to list."""

    def refute(self, names: list[str], steps: list[Any]) -> None:
        """Refuse steps that do not refute some lines together."""
        where = self.at
        lines: dict[Any, Any] = {name: self.roots[name] for name in names}  # and lemmas by their numbers
        box, divs = self.start.copy(), tuple[Row, ...]()
        waiting: list[tuple[Box, tuple[Row, ...], Any]] = []  # branches, and a lemma that is proved when its turn comes
        for number, step in enumerate(steps):
            self.at = f"{where}.steps[{number}]"
            has_ended = step[0] in ("end", "sum")
            self.spend(10)
            match step:
                case ["end", line]:
                    self.need(self.is_false(lines[line], box), "the line is not false on the box")
                case ["cut", line, term, [*removed]]:
                    for first, last in removed:
                        ranges = box[term]
                        self.spend(20 * len(ranges))
                        box[term] = clipped(ranges, first, last)
                        self.need(box[term], "the term has no position there")
                        self.need(self.is_false(lines[line], box), "the line is not false there")
                        box[term] = clipped(ranges, -inf, first - 1) + clipped(ranges, last + 1, inf)
                    has_ended = not box[term]
                case ["sum", [*parts]]:
                    factors, most = self.added(parts, lines, divs, box)
                    self.need(ends(factors, box)[0] > most, "the rows can hold on the box")
                case ["div", [*parts], by]:
                    factors, most = self.added(parts, lines, divs, box)
                    is_divisible = by > 0 and not any(factor % by for factor in factors.values())
                    self.need(is_divisible, "a factor is not divisible")
                    self.spend(10 * len(divs))  # branches that wait may keep as many copies
                    divs = (*divs, ({term: factor // by for term, factor in factors.items()}, most // by))
                case ["split", term, at]:
                    lower, upper = clipped(box[term], -inf, at), clipped(box[term], at + 1, inf)
                    self.need(lower and upper, "the term has no position on one side")
                    self.spend(30 * len(box) + 20 * len(box[term]))  # as much for the memory as for the time
                    waiting.append((box | {term: upper}, divs, None))
                    box[term] = lower
                case ["lemma", [*lemma]]:
                    self.spend(30 * len(box))
                    waiting.append((box, divs, lemma))
                    box, divs = self.start.copy(), ()
                    for term, first, last in lemma:
                        box[term] = clipped(box[term], first, last)
                        self.need(box[term], "the term has no position there")
                case _:
                    self.need(False, "no step")
            if has_ended and waiting:
                box, divs, proved = waiting.pop()
                if proved is not None:
                    lines[len(lines) - len(names)] = proved
            elif has_ended:
                return self.need(number == len(steps) - 1, "the proof has ended before")
        self.at = f"{where}.steps"
        self.need(False, "a branch has not ended")

    def is_false(self, line: Any, box: Box) -> bool:
        """Return whether a line, or a lemma given by its ranges, is false on the box."""
        if type(line) is int:
            return bool(self.run(line, box) == NO)
        self.spend(1 + len(line))
        return all(first <= box[term][0][0] and box[term][-1][1] <= last for term, first, last in line)

    def added(self, parts: list[Any], lines: dict[Any, Any], divs: tuple[Row, ...], box: Box) -> Row:
        """Return the sum of multiples of divs, and of rows of lines."""
        total, most = dict[str, int](), 0
        for times, source, *path in parts:
            if type(source) is str:
                factors, right = self.row(lines[source], path, times, box)
            else:
                self.need(times > 0 and source >= 0 and not path, "no div, or its multiplier is not above 0")
                factors, right = {term: times * one for term, one in divs[source][0].items()}, times * divs[source][1]
            self.spend(50 + 50 * len(factors))
            most += right
            for term, factor in factors.items():
                total[term] = total.get(term, 0) + factor
        self.need(max(map(abs, (most, *total.values()))) < 2**MAX_BITS, f"a number passes 2^{MAX_BITS}")
        return total, most

    def claims(self, lines: Any, given: Any) -> Proved:
        """Return what a certificate proves; an id, which is but what a file is called, may differ."""
        self.at, told, families, deals = "certificate", list[str](), list[frozenset[str]](), dict[frozenset[str], Any]()
        is_same = given["scenario"] | {"id": ""} == self.scenario
        self.need(is_same, "it is of another scenario, or of another version of its file: title or sha256 differ")
        for field in FIELDS:
            self.need(given[field].items() <= lines[field].items(), f"its {field} are not those of the lines")
        for number, entry in enumerate(given["deals"]):
            self.at = f"deals[{number}]"
            deals[gone := self.names(entry["give_up"], given["red_lines"])] = entry["give_up"]
            self.deal(entry["deal"], [name for name in self.roots if name not in gone])
        for number, entry in enumerate(given["conflicts"]):
            self.at = f"conflicts[{number}]"
            families.append(self.names(entry["red_lines"], given["red_lines"]))
            names = [*families[-1], *self.names(entry["facts"], given["facts"])]
            self.refute(names, entry["steps"])
            self.spend(len(deals) * len(names))
            count = f"{len(entry['steps'])} step{'s' * (len(entry['steps']) > 1)}"
            what = listed(entry["red_lines"] + entry["facts"]) + " together" * (len(names) > 1)
            told.append(f"No deal satisfies {what} ({count}).")
            if families[-1] and families[-1] == alone(deals, families[-1]) and not given["complete"]:
                told[-1] += " Without any one of its red lines a deal satisfies the others and every fact."
        for gone, give_up in deals.items():
            self.spend(len(families))
            if gone == alone(families, gone):
                what = f"Giving up {listed(give_up)} makes a deal possible, at the cost {self.cost(gone)}"
                is_deal = "The scenario has a deal: one satisfies every fact and every red line."
                told.append(f"{what}; none of it is given up for nothing." if gone else is_deal)
        if given["complete"]:
            self.at = "complete"
            told.append(self.complete(given["complete"]["deal"], given["complete"]["groups"], families))
        self.at = "certificate"
        self.need(told, "it claims nothing")
        shown = [f"{name}: {json.dumps(tree)}" for name, tree in (given["facts"] | given["red_lines"]).items()]
        for kind, known in (("definition", lines["definitions"]), ("term", lines["terms"])):
            for name, one in reversed(known.items()):  # a definition uses only those before it
                if any(json.dumps(name) in line for line in shown):
                    shown.append(f"{kind} {name}: {json.dumps(one)}")
        return Proved(told, shown)

    def names(self, value: Any, known: Any) -> frozenset[str]:
        """Return names that are known, each once."""
        self.need(type(value) is list and len(set(value)) == len(value), "no list of names, each once")
        self.need(known.keys() >= set(value), "a name is not among those that the certificate speaks of")
        return frozenset(value)

    def deal(self, deal: Any, names: Any) -> Box:
        """Refuse a deal that does not satisfy some lines."""
        box: Box = {term: clipped(ranges, deal[term], deal[term]) for term, ranges in self.start.items()}
        self.need(len(deal) == len(box) and all(box.values()), "no deal: each term has one of its positions")
        for name in names:
            self.need(self.run(self.roots[name], box) == YES, f"the deal does not satisfy {name}")
        return box

    def cost(self, names: frozenset[str]) -> Any:
        return sum([self.weights[name] for name in names])

    def complete(self, deal: Any, groups: Any, families: list[frozenset[str]]) -> str:
        """Return that the conflicts, and the relaxations that the groups' ways make up, are all there are."""
        base, count, owner, found = self.deal(deal, ()), 0, dict[str, int](), list[dict[frozenset[str], Box]]()
        for number, group in enumerate(groups):
            self.at = f"complete.groups[{number}]"
            ways = dict[frozenset[str], Box]()
            for way in group:
                box: Box = {term: clipped(self.start[term], at, at) for term, at in way["changes"].items()}
                self.need(all(box.values()), "the term has no position there")
                ways[self.names(way["give_up"], self.red_lines)] = box
            names = frozenset(chain(*ways))
            family = [one for one in families if one <= names]
            self.spend(len(families) + len(family) * sum(map(len, family)))
            self.need(not any(one < other for one in family for other in family), "a conflict contains another")
            is_all = len(ways) == len(group) and ways.keys() == self.hitting_sets(family)
            self.need(is_all, "its ways are not all the minimal ways out of its conflicts, each once")
            for name in sorted({*names, *chain(*ways.values())}):
                self.need(owner.setdefault(name, number) == number, f"a group before it has, or changes, {name}")
            found.append(ways)
            count += len(family)
        self.at = "complete.groups"
        self.need(found and count == len(families) == len(set(families)), "not every conflict is in one group, once")
        for name in self.roots:
            self.combine(name, base, found)
        costs = [[self.cost(give_up) for give_up in ways] for ways in found]
        return (
            f"The list of conflicts is complete: all of them are minimal, and there is no other ({count}). Those that "
            f"share red lines are in one group (groups: {len(found)}); one way out of each group makes a minimal "
            f"relaxation, and there is no other: {counted(map(len, found))} in all. The least cost is "
            f"{sum(map(min, costs))}, that of {counted(group.count(min(group)) for group in costs)} of them."
        )

    def combine(self, name: str, base: Box, groups: list[dict[frozenset[str], Box]]) -> None:
        """Refuse ways that do not all go together: under any choice of them, a line holds or one of them gives it up."""
        self.run(self.roots[name], base)
        terms = set(chain(*[self.operations[number][2] for number in self.programs[self.roots[name]]]))
        choices = []
        for ways in groups:
            self.spend(10 * sum([1 + len(changes) for changes in ways.values()]))
            keeping = [changes for give_up, changes in ways.items() if name not in give_up]
            choices.append({tuple((term, changes[term]) for term in changes if term in terms) for changes in keeping})
        for choice in product(*[options for options in choices if options != {()}]):
            self.spend(10 * len(base))
            holds = self.run(self.roots[name], base | dict(chain(*choice))) == YES
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


def alone(sets: Iterable[frozenset[str]], of: frozenset[str]) -> frozenset[str]:
    """Return the elements of a set each of which is the only one of them in some other set."""
    return frozenset(chain(*[hit for one in sets if len(hit := one & of) == 1]))


def exact(number: Any) -> Any:
    """Return a number of the lines."""
    return number if type(number) is int else Fraction(number)


def listed(names: list[str]) -> str:
    """Return names as in a sentence."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def counted(numbers: Any) -> str:
    """Return a product, which may be too large to write out."""
    return str(found) if (found := prod(numbers)) < 2**MAX_BITS else f"at least 2^{found.bit_length() - 1}"


def ends(factors: dict[str, Any], box: Box) -> tuple[Any, Any]:
    """Return the least and the greatest sum of multiples of positions on a box."""
    products = [(factor * box[term][0][0], factor * box[term][-1][1]) for term, factor in factors.items()]
    return sum(map(min, products)), sum(map(max, products))


def clipped(ranges: Any, first: float, last: float) -> Any:
    """Return the positions from ``first`` to ``last``."""
    return tuple([(int(max(a, first)), int(min(b, last))) for a, b in ranges if max(a, first) <= min(b, last)])


def read(source: Any) -> Any:
    """Return the JSON of a file or of bytes; raise :class:`Unreadable` where it is none or beyond the limits."""
    name = "" if isinstance(source, bytes) else f"{source}: "
    try:
        if not isinstance(source, bytes):
            with open(source, "rb") as file:
                source = file.read(MAX_BYTES + 1)
        if len(source) > MAX_BYTES:
            raise ValueError(f"more than {MAX_BYTES:,} bytes")
        return json.loads(source)
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"{name}no JSON that can be read: {error}") from None


def check(lines: Any, certificate: Any) -> Proved:
    """Return what a certificate proves of lines, both as :func:`read` returns them; else raise one of the errors above."""
    for document, form in ((lines, "zopa-lines/1"), (certificate, "zopa-nodeal/1")):
        todo, left = [document], MAX_BYTES  # no text holds more, only what contains itself
        while todo:
            if type(one := todo.pop()) in (list, dict) and (left := left - len(one)) >= 0:
                todo += one.values() if type(one) is dict else one
            elif type(one) not in (int, str):
                raise Unreadable(f"something is no object, list, text or whole number: {one!a:.50}")
        if type(document) is not dict or document.get("format") != form:
            raise Unreadable(f"format is not {form}")
    try:
        known = _Claims(lines)
    except MALFORMED as error:
        raise Unreadable(f"the lines are malformed: {error!a:.200}") from None
    try:
        return known.claims(lines, certificate)
    except Rejected:
        raise
    except MALFORMED as error:
        raise Rejected(known.at, f"malformed: {error!a:.200}") from None


def main(arguments: list[str]) -> int:
    """Check the certificate in a file against the lines in another; return the exit code."""
    try:
        if len(arguments) != 2:
            raise Unreadable("two files are needed: LINES.json CERTIFICATE.json")
        proved = check(*[read(path) for path in arguments])
        print("The lines that were checked:", *proved.lines, "", "Proved:", *proved.claims, sep="\n", flush=True)
    except (Rejected, Unreadable) as error:
        print(f"{'rejected' if type(error) is Rejected else 'cannot be read'}: {error}", file=sys.stderr)
        return 1 if type(error) is Rejected else 2
    except (OSError, UnicodeError):  # nobody has read what is proved
        sys.stdout = None  # or Python complains of it once more at its end
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
