"""Verifies a certificate that no deal exists, ``zopa-nodeal/1``: the one file that has to be trusted for it.

``python checker.py LINES.json CERTIFICATE.json``: Python's standard library is all it needs, and a copy of it works alone.
``docs/reference/certificate.md`` says what lines and steps are, in the words used here. The lines are the reader's own.
The certificate may be anybody's: its work is counted, and whatever fails in looking at it rejects it.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from functools import reduce
from math import inf, lcm
from typing import Any

MAX_BYTES, MAX_BITS, MAX_WORK = 8 * 2**20, 4096, 200_000_000
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, MemoryError)
RANGES: dict[str, Any] = {  # least and greatest value of an operation, from those of its parts
    "+": lambda *parts: (sum([a for a, _ in parts]), sum([b for _, b in parts])),
    "*": lambda *parts: reduce(lambda x, y: (min(ends := [a * b for a in x for b in y]), max(ends)), parts),
    "min": lambda *parts: (min([a for a, _ in parts]), min([b for _, b in parts])),
    "max": lambda *parts: (max([a for a, _ in parts]), max([b for _, b in parts])),
    "abs": lambda part: (max(part[0], -part[1], 0), max(-part[0], part[1])),
    "if": lambda c, a, b: a if c[0] >= 1 else b if c[1] < 1 else (min(a[0], b[0]), max(a[1], b[1])),
    "not": lambda part: (1 - part[1], 1 - part[0]),
    "<=": lambda a, b: (int(a[1] <= b[0]), int(a[0] <= b[1])),
    "==": lambda a, b: (int(a[0] == a[1] == b[0] == b[1]), int(a[0] <= b[1] and b[0] <= a[1])),
}
RANGES |= {"and": RANGES["min"], "or": RANGES["max"]}
Box = dict[str, tuple[tuple[int, int], ...]]  # for every term ranges of positions, disjoint, in order
Row = tuple[dict[str, int], int]  # multiples of the positions of terms, and what they add up to at most


class Unreadable(ValueError):
    """A file is no JSON within the limits, or not of its format."""


class Rejected(ValueError):
    """Something in the certificate does not hold: where, and why."""


class Checker:
    """Lines as numbered operations, each after its parts; and a certificate, as it is verified."""

    def __init__(self, lines: Any) -> None:
        self.lines, self.at, self.work = lines, "lines", MAX_WORK  # where the checking is, and what work is left
        # Of each its operator and the numbers of its parts; of a linear one multiples of positions, and a constant.
        self.operations: list[tuple[str, list[int], dict[str, Any], Any]] = []
        self.ranges: dict[int, Any] = {}  # of operations, on the box where they were worked out last
        self.values = {term: (exact(one["start"]), exact(one["step"])) for term, one in lines["terms"].items()}
        self.start: Box = {term: ((0, one["size"] - 1),) for term, one in lines["terms"].items()}
        self.definitions: dict[str, int] = {}
        for name, tree in lines["definitions"].items():
            self.definitions[name] = self.operation(tree)
        self.roots: dict[str, list[int]] = {}  # of every fact and red line the operations in it, the last is itself
        for name, tree in (lines["facts"] | lines["red_lines"]).items():
            needed = {self.operation(tree)}
            for number in range(max(needed), -1, -1):
                needed.update(self.operations[number][1] if number in needed else ())
            self.roots[name] = sorted(needed)
        self.need(not lines["facts"].keys() & lines["red_lines"], "a fact is called like a red line")
        self.conflicts, self.deals = list[frozenset[str]](), list[frozenset[str]]()  # their red lines, as verified

    def need(self, holds: object, why: str) -> None:
        if not holds:
            raise Rejected(f"{self.at}: {why}")

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
                RANGES[head](*[(0, 1) for _ in parts])  # this fails where there are too many or too few
            case _:
                constant = exact(tree)
        if head == "not" and self.operations[parts[0]][0] == "linear":  # 1 less it
            (_, _, inside, constant), head, parts = self.operations[parts[0]], "linear", []
            factors, constant = {term: -factor for term, factor in inside.items()}, 1 - constant
        self.operations.append((head, parts, factors, constant))
        return len(self.operations) - 1

    def run(self, line: list[int], box: Box) -> Any:
        """Return the range of a line on a box; the ranges of all operations in it are known then, too."""
        for number in line:
            head, parts, factors, constant = self.operations[number]
            self.spend(1 + len(parts) + len(factors))
            if head == "linear":
                self.ranges[number] = tuple([constant + end for end in ends(factors, box)])
            else:
                self.ranges[number] = RANGES[head](*[self.ranges[part] for part in parts])
        return self.ranges[line[-1]]

    def row(self, line: list[int], path: list[int], times: int, box: Box) -> Row:
        """Return a multiple of the row at a path into a line: of what has to be so there if the line holds on the box."""
        self.run(line, box)
        number, truth = line[-1], True
        for at in path:
            head, parts, _, _ = self.operations[number]
            others = parts[:at] + parts[at + 1 :] if head == ("or" if truth else "and") else []
            self.need(head in ("not", "and", "or") and at in range(len(parts)), "the path leads nowhere")
            is_only = all(self.ranges[one][1] < 1 if truth else self.ranges[one][0] >= 1 for one in others)
            self.need(is_only, "the path is not the only one")
            number, truth = parts[at], truth != (head == "not")
        head, parts, _, _ = self.operations[number]
        self.need(truth or head != "==", "an equation that fails has no row")
        self.need(times > 0 or head == "==", "the multiplier is not above 0")
        # A sum of linear parts is at least a number where it holds, else less; of an equation, just that number.
        least, total = {"linear": 1, "or": 1, "and": len(parts), "<=": 0, "==": 0}[head], dict[str, Any]()
        for at, part in enumerate(parts or [number]):
            kind, _, factors, constant = self.operations[part]
            low, high = ends(factors, self.start)
            is_part = kind == "linear" and (head not in ("or", "and") or 0 <= constant + low <= constant + high <= 1)
            self.need(is_part, "a part is not linear, or not from 0 to 1")
            sign = -1 if at == 0 and head in ("<=", "==") else 1
            least -= sign * constant
            for term, factor in factors.items():
                total[term] = total.get(term, 0) + sign * factor
        scale = lcm(least.denominator, *[factor.denominator for factor in total.values()])
        times, most = (-times, least * scale) if truth else (times, least * scale - 1)
        return {term: int(times * scale * factor) for term, factor in total.items()}, int(times * most)

    def refute(self, names: list[str], steps: list[Any]) -> None:
        """Refuse steps that do not refute some lines together."""
        where = self.at
        lines: dict[Any, Any] = {name: self.roots[name] for name in names}  # and lemmas by their numbers
        box, divs = self.start.copy(), tuple[Row, ...]()
        waiting: list[tuple[Box, tuple[Row, ...], Any]] = []  # branches, and a lemma that is proved when its turn comes
        for number, step in enumerate(steps):
            self.at = f"{where}.steps[{number}]"
            self.spend(10 + 10 * len(divs) + 30 * len(box) * (step[0] in ("split", "lemma")))  # for the memory, too
            has_ended = step[0] in ("end", "sum")
            match step:
                case ["end", line]:
                    self.need(self.is_false(lines[line], box), "the line is not false on the box")
                case ["cut", line, term, [*removed]]:
                    for first, last in removed:
                        ranges = box[term]
                        box[term] = self.clipped(ranges, first, last)
                        self.need(
                            box[term] and self.is_false(lines[line], box), "it is not false there, or there is nothing"
                        )
                        box[term] = self.clipped(ranges, -inf, first - 1) + self.clipped(ranges, last + 1, inf)
                    has_ended = not box[term]
                case ["sum", [*parts]]:
                    factors, most = self.added(parts, lines, divs, box)
                    self.need(ends(factors, box)[0] > most, "the rows can hold on the box")
                case ["div", [*parts], by]:
                    factors, most = self.added(parts, lines, divs, box)
                    self.need(by > 0 and not any(one % by for one in factors.values()), "a factor is not divisible")
                    divs = (*divs, ({term: factor // by for term, factor in factors.items()}, most // by))
                case ["split", term, at]:
                    lower, upper = self.clipped(box[term], -inf, at), self.clipped(box[term], at + 1, inf)
                    self.need(lower and upper, "the term has no position on one side")
                    waiting.append((box | {term: upper}, divs, None))
                    box[term] = lower
                case ["lemma", [*lemma]]:
                    waiting.append((box, divs, tuple(lemma)))
                    box, divs = self.start.copy(), ()
                    for term, first, last in lemma:
                        box[term] = self.clipped(box[term], first, last)
                        self.need(box[term], "the term has no position there")
                case _:
                    self.need(False, "no step")
            if has_ended and waiting:
                box, divs, proved = waiting.pop()
                if proved is not None:
                    lines[len(lines) - len(names)] = proved
            elif has_ended:
                return self.need(number == len(steps) - 1, "the proof has ended before")
        raise Rejected(f"{where}.steps: a branch has not ended")

    def is_false(self, line: Any, box: Box) -> bool:
        """Return whether a line, or a lemma given by its ranges, is false on the box."""
        if type(line) is list:
            return bool(self.run(line, box)[1] < 1)
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
            self.spend(50 + 50 * len(factors) + sum(map(int.bit_length, factors.values())) // 16)
            most += right
            for term, factor in factors.items():
                total[term] = total.get(term, 0) + factor
        self.need(max(map(abs, (most, *total.values()))) < 2**MAX_BITS, f"a number passes 2^{MAX_BITS}")
        return total, most

    def claims(self, given: Any) -> tuple[list[str], list[str]]:
        """Return what a certificate proves, and the lines that it speaks of."""
        self.at, told, shown = "certificate", list[str](), list[str]()
        self.need(given["scenario"]["sha256"] == self.lines["scenario"]["sha256"], "its scenario is another or changed")
        for field in ("terms", "definitions", "facts", "red_lines", "weights"):
            self.need(given[field].items() <= self.lines[field].items(), f"its {field} are not those of the lines")
            shown += [f"{field} {name}: {json.dumps(self.lines[field][name])}" for name in given[field]]
        for number, entry in enumerate(given["conflicts"]):
            self.at = f"conflicts[{number}]"
            self.conflicts.append(self.names(entry["red_lines"], given["red_lines"]))
            self.names(entry["facts"], given["facts"])
            self.refute(names := entry["red_lines"] + entry["facts"], entry["steps"])
            told.append(f"No deal satisfies {' and '.join(names)} (steps: {len(entry['steps'])}).")
        for number, entry in enumerate(given["deals"]):
            self.at = f"deals[{number}]"
            self.deals.append(self.names(entry["give_up"], given["red_lines"]))
            box = self.deal(entry["deal"])
            for name, line in self.roots.items():
                self.need(name in self.deals[-1] or self.run(line, box)[0] >= 1, f"the deal does not satisfy {name}")
            told.append(f"With {' and '.join(entry['give_up']) or 'nothing'} given up, a deal is possible.")
        self.need(told, "it claims nothing")
        told.append("What follows from this, such as that lists are complete, is told by zopa/conclusions.py.")
        return told, shown

    def clipped(self, ranges: Any, first: float, last: float) -> Any:
        """Return the positions from ``first`` to ``last``."""
        self.spend(10 * len(ranges))
        return tuple([(int(max(a, first)), int(min(b, last))) for a, b in ranges if max(a, first) <= min(b, last)])

    def names(self, value: Any, known: Any) -> frozenset[str]:
        """Return names that are known, each once."""
        self.need(type(value) is list and len({*value[: len(known)]}) == len(value), "no list of names, each once")
        self.need(known.keys() >= set(value), "a name is not among those that the certificate speaks of")
        return frozenset(value)

    def deal(self, positions: Any) -> Box:
        """Return the box of a deal."""
        box = {term: self.clipped(ranges, positions[term], positions[term]) for term, ranges in self.start.items()}
        self.need(len(positions) == len(box) and all(box.values()), "no deal: each term has one of its positions")
        return box


def exact(number: Any) -> Any:
    """Return a number of the lines."""
    return number if isinstance(number, int) else Fraction(*map(int, number.split("/")))


def ends(factors: dict[str, Any], box: Box) -> tuple[Any, Any]:
    """Return the least and the greatest sum of multiples of positions on a box."""
    products = [(factor * box[term][0][0], factor * box[term][-1][1]) for term, factor in factors.items()]
    return sum(map(min, products)), sum(map(max, products))


def check(lines: bytes, certificate: bytes, kind: type[Checker] = Checker) -> tuple[list[str], list[str]]:
    """Return what a certificate proves of lines, and the entries of these that it speaks of; raise the errors above."""
    documents = list[Any]()
    for text, form in ((lines, "zopa-lines/1"), (certificate, "zopa-nodeal/1")):
        try:
            documents.append(json.loads(text if len(text) <= MAX_BYTES else "", parse_float=int, parse_constant=int))
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"no JSON of up to {MAX_BYTES:,} bytes that can be read, as {form} is: {error}") from None
        if type(documents[-1]) is not dict or documents[-1].get("format") != form:
            raise Unreadable(f"format is not {form}")
    try:
        known = kind(documents[0])
    except MALFORMED as error:
        raise Unreadable(f"the lines are malformed: {error!a:.200}") from None
    try:
        return known.claims(documents[1])
    except MALFORMED as error:
        malformed = Rejected(f"{known.at}: malformed: {error!a:.200}")
        raise error if isinstance(error, Rejected) else malformed from None


def main(arguments: list[str], kind: type[Checker] = Checker) -> int:
    """Check the certificate in a file against the lines in another; return the exit code."""
    try:
        if len(arguments) != 2:
            raise Unreadable("two files are needed: LINES.json CERTIFICATE.json")
        with open(arguments[0], "rb") as lines, open(arguments[1], "rb") as certificate:
            told, shown = check(lines.read(MAX_BYTES + 1), certificate.read(MAX_BYTES + 1), kind)
        print("The lines that were checked:", *shown, "", "Proved:", *told, sep="\n", flush=True)
    except Rejected as error:
        print(f"rejected: {error}", file=sys.stderr)
        return 1
    except (Unreadable, OSError, UnicodeError) as error:
        print(f"cannot be read, or told: {error}", file=sys.stderr)
        sys.stdout = None  # or Python complains of it once more at its end
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
