"""Checks a proof that a negotiation has no deal: the one file that you have to trust for it.

``python checker.py LINES.json CERTIFICATE.json`` needs Python's standard library alone; a copy of this file is enough.
You trust this file and the *lines*: terms, facts and red lines as numbers and operators. They are yours, made from your
scenario by ``zopa export SCENARIO --to lines``, and are printed, to be compared with it. The *certificate* may be
anybody's. Nothing in it is believed: every step of its proofs is worked out again from the lines.

**How a proof is read.** A deal gives each term one of its positions, 0 for its first value, 1 for the next. A *box*
gives each term a set of positions, and stands for all deals that these make up. A proof begins with the box of all
deals, and shows that none of them satisfies certain lines. A step removes positions that a term has in no such deal
(cut), makes two boxes of one (split), or shows that no such deal is in the box, which ends this *branch* of the proof
(end, sum). Once all branches have ended, no such deal is left. Other steps note what later ones may use: an inequality
(div, mean), or a box in which there is no such deal (lemma).

**What it rests on.** On a box every expression has a *range*, a least and a greatest value. It may be wider than need
be, never narrower. A condition is a number, too, and holds where it is at least 1: a line fails everywhere on a box if
its range ends below 1. And where a line holds, so do certain inequalities, its *rows*: between whole numbers, namely
positions and what other expressions are times their *unit*, which makes their value whole in every deal.

**How to read this file.** From top to bottom. ``need(condition, reason)`` rejects the certificate unless the condition
holds. Whatever else goes wrong, such as a missing name or a text in place of a number, raises an error of Python's own
and rejects it as well: nothing is accepted by accident. ``docs/reference/certificate.md`` describes both files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from fractions import Fraction
from math import floor, lcm, prod
from typing import Any, NamedTuple

MAX_BYTES = 8 * 2**20  # of a file
MAX_BITS = 4096  # of a number in a sum of rows
MAX_POSITIONS = 10_000  # of a term, to look at each of them
MAX_FACTORS = 64  # of a product whose mean is taken
MAX_WORK = 200_000_000  # elementary steps, which take some minutes
FAILURES = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, MemoryError)

Number = Any  # an int or a Fraction: all arithmetic is exact
Range = tuple[Number, Number]  # the least and the greatest value
Positions = tuple[tuple[int, int], ...]  # ranges of positions, disjoint and in order; empty if no position is left
Box = dict[str, Positions]  # of each term
Line = list[int]  # the numbers of its operations, each after its parts; the last is the line itself
Key = str | int  # a term, for its position; or an operation by its number, for its value times its unit
Factors = dict[Key, Number]  # the sum of these multiples
Row = tuple[dict[Key, int], int]  # an inequality: the sum of these multiples is at most the number
Entry = tuple[str, str, Any]  # of the lines: the field where it stands, its name, its content


class Unreadable(ValueError):
    """A file is not JSON within the limits, or not in its format."""


class Rejected(ValueError):
    """Something in the certificate does not hold."""


def need(holds: object, reason: str) -> None:
    """Reject the certificate unless something holds."""
    if not holds:
        raise Rejected(reason)


class Work:
    """How much work is left, so that no certificate keeps the checker busy for ever; and the place being checked."""

    def __init__(self) -> None:
        self.left, self.place = MAX_WORK, "lines"

    def spend(self, steps: int) -> None:
        """Take steps off the work that is left."""
        self.left -= steps
        if self.left < 0:
            raise Rejected(f"checking takes more than {MAX_WORK:,} steps")

    def rejection(self, error: Exception) -> Rejected:
        """Return what went wrong as a rejection that says where."""
        reason = str(error) if isinstance(error, Rejected) else f"malformed: {error!a:.200}"
        return Rejected(f"{self.place}: {reason}")


# -- 1. Ranges: each function takes the ranges of an operation's parts, and returns one that its value is always in ----
def ends(of: Callable[[list[Number]], Number], parts: tuple[Range, ...]) -> Range:
    """Return the sum, the least or the greatest of the lower ends, and of the upper ends."""
    return of([low for low, _ in parts]), of([high for _, high in parts])


def range_of_product(*parts: Range) -> Range:
    """``*``: factor by factor, the least and the greatest of the four products of ends."""
    (low, high), *others = parts
    for other in others:
        products = [low * other[0], low * other[1], high * other[0], high * other[1]]
        low, high = min(products), max(products)
    return low, high


RANGES: dict[str, Callable[..., Range]] = {
    "+": lambda *parts: ends(sum, parts), "*": range_of_product,
    "min": lambda *parts: ends(min, parts), "max": lambda *parts: ends(max, parts),
    "and": lambda *parts: ends(min, parts), "or": lambda *parts: ends(max, parts),  # all parts hold, or the greatest
    "abs": lambda part: (max(part[0], -part[1], 0), max(-part[0], part[1])),  # to the nearer, and to the farther end
    "if": lambda a, b, c: b if a[0] >= 1 else c if a[1] < 1 else (min(b[0], c[0]), max(b[1], c[1])),
    "not": lambda part: (1 - part[1], 1 - part[0]),  # 1 less the number
    "<=": lambda a, b: (int(a[1] <= b[0]), int(a[0] <= b[1])),  # surely 1 if never above, surely 0 if always
    "==": lambda a, b: (int(a[0] == a[1] == b[0] == b[1]), int(a[0] <= b[1] and b[0] <= a[1])),
}  # fmt: skip


def exact(number: Any) -> Number:
    """Return a number of the lines: a whole one, or a text such as ``"3/2"``."""
    return number if isinstance(number, int) else Fraction(*map(int, number.split("/")))


# -- 2. Lines ---------------------------------------------------------------------------------------------------------
class Operation(NamedTuple):
    """An operator with the numbers of its parts, or what is linear; and its form, a sum that it is equal to."""

    operator: str  # one of RANGES, or "linear"
    parts: list[int]
    factors: Factors  # the form: these multiples, of positions alone if it is linear,
    constant: Number  # and this number
    unit: int  # times this, its value is whole in every deal
    terms: list[str]  # two of those that it depends on; all, if they are fewer


class Lines:
    """The terms, definitions, facts and red lines of a scenario."""

    def __init__(self, document: Any, work: Work) -> None:
        self.document, self.work, self.sha256 = document, work, document["scenario"]["sha256"]
        self.values = {name: (exact(one["start"]), exact(one["step"])) for name, one in document["terms"].items()}
        self.all_deals: Box = {name: ((0, one["size"] - 1),) for name, one in document["terms"].items()}
        self.operations, self.definitions = list[Operation](), dict[str, int]()  # a definition is a number of these
        self.numbers, self.needed = dict[Any, int](), dict[int, Line]()  # what is the same has the same number
        for name, tree in document["definitions"].items():
            self.definitions[name] = self.operation(tree)
        need(not document["facts"].keys() & document["red_lines"].keys(), "a fact has the name of a red line")
        self.by_name = {name: self.line(self.operation(tree)) for field in ("facts", "red_lines")
                        for name, tree in document[field].items()}  # fmt: skip
        self.weights = {name: exact(document["weights"][name]) for name in document["red_lines"]}

    def line(self, last: int) -> Line:
        """Return the numbers of all operations that one needs, which is the last of them."""
        if last not in self.needed:
            found = pending = {last}
            while pending:
                pending = {part for number in pending for part in self.operations[number].parts} - found
                found = found | pending
                self.work.spend(len(found))
            self.needed[last] = sorted(found)
        return self.needed[last]

    def operation(self, tree: Any) -> int:
        """Note the operations of an expression; return the number of its own."""
        match tree:
            case ["value", definition]:
                return self.definitions[definition]
            case ["term", term]:
                made = self.linear({term: 1}, 0)
            case dict():
                made = self.linear(tree, 0)
            case [operator, *inner]:
                made = self.composed(operator, [self.operation(part) for part in inner])
            case _:
                made = self.linear({}, exact(tree))
        same = made.operator, *made.parts, *([] if made.parts else [frozenset(made.factors.items()), made.constant])
        number = self.numbers.setdefault(same, len(self.operations))
        self.operations += [made] if number == len(self.operations) else []
        return number

    def linear(self, multiples: dict[str, Any], constant: Number) -> Operation:
        """Return a number and multiples of terms' values, each of which is start + step * position."""
        constant += sum([exact(times) * self.values[term][0] for term, times in multiples.items()])
        factors: Factors = {term: exact(times) * self.values[term][1] for term, times in multiples.items()}
        unit = lcm(constant.denominator, *[factor.denominator for factor in factors.values()])
        return Operation("linear", [], factors, constant, unit, list(multiples)[:2])

    def composed(self, operator: str, parts: list[int]) -> Operation:
        """Return an operator with its parts; ``not`` of something linear is linear, too: 1 less it."""
        RANGES[operator](*[(0, 1) for _ in parts])  # fails if there are too few parts, or too many
        inner = [self.operations[part] for part in parts]
        units = [one.unit for one in inner]
        unit = 1 if operator in ("<=", "==") else prod(units) if operator == "*" else lcm(*units)
        self.work.spend(unit.bit_length() + 2 * len(inner))  # products of products may have great units
        terms = sorted({term for one in inner for term in one.terms})[:2]
        others = [one for one in inner if one.operator != "linear" or one.factors]  # those that are no numbers
        if operator == "not":
            factors, constant = self.form([(-1, inner[0])], 1)
            operator, parts = ("linear", []) if inner[0].operator == "linear" else ("not", parts)
        elif operator == "+":
            factors, constant = self.form([(1, one) for one in inner], 0)
        elif operator == "*" and len(others) == 1:
            numbers = [one.constant for one in inner if one is not others[0]]
            factors, constant = self.form([(prod(numbers), others[0])], 0)
        else:
            factors, constant = {len(self.operations): Fraction(1, unit)}, 0
        return Operation(operator, parts, factors, constant, unit, terms)

    def form(self, parts: list[tuple[Number, Operation]], constant: Number) -> tuple[Factors, Number]:
        """Return the form of a number and multiples of operations."""
        factors: Factors = {}
        for times, part in parts:
            self.work.spend(1 + len(part.factors))
            constant += times * part.constant
            for key, factor in part.factors.items():
                factors[key] = factors.get(key, 0) + times * factor
        return factors, constant

    def ranges(self, line: Line, box: Box) -> dict[int, Range]:
        """Return the ranges on a box of all operations of a line."""
        found: dict[int, Range] = {}
        for number in line:
            operator, parts, factors, constant, *_ = self.operations[number]
            self.work.spend(1 + len(parts) + len(factors))
            if operator == "linear":
                multiples = [self.ends_of(term, factor, box) for term, factor in factors.items()]
                found[number] = constant + sum(map(min, multiples)), constant + sum(map(max, multiples))
            else:
                found[number] = RANGES[operator](*[found[part] for part in parts])
        return found

    def range_of(self, line: Line, box: Box) -> Range:
        """Return the range of a line on a box."""
        return self.ranges(line, box)[line[-1]]

    def end_of(self, path: list[int], line: Line, box: Box) -> tuple[Operation, bool]:
        """Return the end of a path into a line, and whether it holds, or is denied, where the line holds."""
        # To hold is to be at least 1, to be denied is to be at most 0. If an ``and`` holds, all its parts hold. If an
        # ``or`` holds, one of its parts does: that on the path, if no other can. If they are denied, it is the reverse.
        ranges = self.ranges(line, box)
        number, holds = line[-1], True
        for at in path:
            operator, parts, *_ = self.operations[number]
            need(operator in ("not", "and", "or") and at in range(len(parts)), "the path leads nowhere")
            others = [ranges[part] for part in parts[:at] + parts[at + 1 :]]
            if operator == "or" and holds:
                need(all(high < 1 for _, high in others), "another part may hold")
            if operator == "and" and not holds:
                need(all(low >= 1 for low, _ in others), "another part may be denied")
            if operator == "not":
                holds = not holds
            number = parts[at]
        return self.operations[number], holds

    def row(self, line: Line, path: list[int], times: int, box: Box) -> Row:
        """Return a multiple of the row at a path into a line: it holds wherever on the box the line does."""
        end, holds = self.end_of(path, line, box)
        need(holds or end.operator != "==", "an equation that is denied has no row")
        need(times > 0 or end.operator == "==", "the multiplier is not above 0")
        # What the sum of its parts is at least where it holds; where it is denied, the sum is less. Of the parts of an
        # ``or``, some is 1, or all are 0; of an ``and``, all are 1, or some is 0. Of sides, the left is subtracted.
        least = {"linear": 1, "or": 1, "and": len(end.parts), "<=": 0, "==": 0}
        need(end.operator in least, "the path ends where there is no row")
        if end.operator in ("or", "and"):
            ranges = self.ranges(line, self.all_deals)
            need(all(ranges[part][0] >= 0 and ranges[part][1] <= 1 for part in end.parts), "a part is not from 0 to 1")
        parts = [(1, self.operations[part]) for part in end.parts] or [(1, end)]
        if end.operator in ("<=", "=="):
            parts[0] = (-1, parts[0][1])
        total, constant = self.form(parts, -least[end.operator])
        # Multiplied to be whole, total + constant >= 0 is the row -total <= constant, and total + constant < 0 is
        # total <= -constant - 1, as all that is multiplied is whole.
        scale = lcm(constant.denominator, *[factor.denominator for factor in total.values()])
        sign, most = (-1, scale * constant) if holds else (1, -scale * constant - 1)
        return {key: int(times * sign * scale * factor) for key, factor in total.items()}, int(times * most)

    def least(self, factors: Factors, box: Box) -> Number:
        """Return what a sum of multiples is at least on a box."""
        # All that depends on a single term is added up at each of its positions, and the least of these sums counts: of
        # the options of a choice, for instance, one alone holds. All else is least where its range begins, or ends.
        total, groups = 0, dict[Key, list[Key]]()
        for key in factors:
            terms = [key] if isinstance(key, str) else self.operations[key].terms
            groups.setdefault(terms[0] if len(terms) == 1 else key, []).append(key)
        for about, keys in groups.items():
            places: list[Box] = [box]
            if isinstance(about, str) and keys != [about] and sum([1 + b - a for a, b in box[about]]) <= MAX_POSITIONS:
                places = [{about: ((at, at),)} for first, last in box[about] for at in range(first, last + 1)]
            total += min([sum([min(self.ends_of(key, factors[key], place)) for key in keys]) for place in places])
        return total

    def ends_of(self, key: Key, factor: Number, box: Box) -> Range:
        """Return the ends of a multiple on a box, in any order: of a position, or of an operation times its unit."""
        if isinstance(key, str):
            return factor * box[key][0][0], factor * box[key][-1][1]
        low, high = self.range_of(self.line(key), box)
        return factor * self.operations[key].unit * low, factor * self.operations[key].unit * high

    def product_at(self, path: list[int], line: Line) -> tuple[int, list[int]]:
        """Return the number of the operation at a path into a line, and of its factors, if it is a product."""
        number = line[-1]
        for at in path:
            need(at in range(len(self.operations[number].parts)), "the path leads nowhere")
            number = self.operations[number].parts[at]
        factors = [number]
        while products := [at for at, factor in enumerate(factors) if self.operations[factor].operator == "*"]:
            factors[products[0] : products[0] + 1] = self.operations[factors[products[0]]].parts
            self.work.spend(len(factors))
            need(len(factors) <= MAX_FACTORS, "there are too many factors")
        return number, factors

    def deal(self, positions: dict[str, int]) -> Box:
        """Return the box of a single deal."""
        box = {term: self.between(held, positions[term], positions[term]) for term, held in self.all_deals.items()}
        need(len(positions) == len(box) and all(box.values()), "no deal: each term has one of its positions")
        return box

    def between(self, held: Positions, first: int, last: int) -> Positions:
        """Return those of some positions that are from ``first`` to ``last``."""
        self.work.spend(10 * len(held))
        cut = [(max(low, first), min(high, last)) for low, high in held]
        return tuple([(low, high) for low, high in cut if low <= high])


# -- 3. Proofs --------------------------------------------------------------------------------------------------------
class Proof:
    """A proof, as far as it has been read, that no deal satisfies some lines together."""

    def __init__(self, lines: Lines, names: list[str]) -> None:
        self.lines, self.work = lines, lines.work
        self.own = {name: lines.by_name[name] for name in names}  # the lines that its steps may use, and no others
        self.lemmas: dict[int, list[Any]] = {}  # those that have been proved, by their numbers
        self.box, self.divs = lines.all_deals.copy(), tuple[Row, ...]()  # of the branch that is being read
        self.waiting: list[tuple[Box, tuple[Row, ...], Any]] = []  # branches to come, and a lemma if it is proved then

    def read(self, steps: list[Any]) -> None:
        """Check that every step holds, that every branch ends, and that no step is left over."""
        place = self.work.place
        for number, step in enumerate(steps):
            self.work.place = f"{place}.steps[{number}]"
            self.work.spend(10 + 10 * len(self.divs))  # a branch that waits keeps its divs: they take memory
            match step:
                case ["end", line]:  # the line fails everywhere on the box, and the branch ends
                    need(self.fails(line), "the line is not false on the box")
                case ["cut", line, term, [*ranges]]:
                    self.step_cut(line, term, ranges)
                case ["sum", [*rows]]:
                    factors, most = self.added(rows)  # the rows, added up, hold nowhere on the box
                    need(self.lines.least(factors, self.box) > most, "the rows can hold on the box")
                case ["div", [*rows], divisor]:
                    self.step_div(rows, divisor)
                case ["mean", line, [*path], [*weights], [*rows]]:
                    self.step_mean(line, path, weights, rows)
                case ["split", term, position]:
                    self.step_split(term, position)
                case ["lemma", [*ranges]]:
                    self.step_lemma(ranges)
                case _:
                    raise Rejected("no step")
            if step[0] in ("end", "sum") or (step[0] == "cut" and not self.box[step[2]]):  # the branch has ended
                if not self.waiting:
                    need(number == len(steps) - 1, "the proof ends here, but more steps follow")
                    return
                self.box, self.divs, lemma = self.waiting.pop()
                if lemma is not None:
                    self.lemmas[len(self.lemmas)] = lemma
        self.work.place = f"{place}.steps"
        raise Rejected("a branch has not ended")

    def step_cut(self, line: str | int, term: str, ranges: list[Any]) -> None:
        """``["cut", LINE, term, [[first, last], ...]]``: the line fails where the term is in a range; it is removed."""
        for first, last in ranges:
            held = self.box[term]
            self.box[term] = self.lines.between(held, first, last)
            need(self.box[term], "the term has no position there")
            need(self.fails(line), "the line is not false there")
            below = self.lines.between(held, held[0][0], first - 1)
            above = self.lines.between(held, last + 1, held[-1][1])
            self.box[term] = below + above  # the branch ends if that is nothing

    def step_div(self, rows: list[Any], divisor: int) -> None:
        """``["div", [ROW, ...], divisor]``: added up and divided, the rows are a new row."""
        # The divisor divides every factor: so the left side stays whole, and the right side may be rounded down.
        factors, most = self.added(rows)
        need(divisor > 0 and not any(factor % divisor for factor in factors.values()), "a factor is not divisible")
        self.divs = (*self.divs, ({key: factor // divisor for key, factor in factors.items()}, most // divisor))

    def step_mean(self, line: str, path: list[int], weights: list[int], rows: list[Any]) -> None:
        """``["mean", LINE, path, [weight, ...], [ROW, ...]]``: what the product at a path is at most is a new row."""
        # No factor is below 0. Multiplied by the weights, all n of them add up to at most S: to what the rows do, and
        # what the rest is at most on the box. So their product is at most (S / n)^n, as a geometric mean is never above
        # the arithmetic mean. It is the product of the weights times as great as the factors' own.
        number, parts = self.lines.product_at(path, self.own[line])
        ranges = self.lines.ranges(self.own[line], self.box)
        need(all(ranges[part][0] >= 0 for part in parts), "a factor can be below 0")
        need(len(weights) == len(parts) and all(0 < one < 2**MAX_BITS for one in weights), "no weight for each factor")
        factors, most = self.added(rows)
        weighed = [(-weight, self.lines.operations[part]) for weight, part in zip(weights, parts, strict=True)]
        rest, constant = self.lines.form(weighed, -most)
        rest |= {key: rest.get(key, 0) + factor for key, factor in factors.items()}
        mean = Fraction(-constant - self.lines.least(rest, self.box)) / len(parts)
        need(max(abs(mean.numerator), mean.denominator) < 2**MAX_BITS, f"a number passes 2^{MAX_BITS}")
        self.work.spend(10_000 * len(parts))
        most = floor(mean ** len(parts) / prod(weights) * self.lines.operations[number].unit)  # what is whole
        self.divs = (*self.divs, ({number: 1}, most))

    def step_split(self, term: str, position: int) -> None:
        """``["split", term, position]``: first the positions up to this one, then, in another branch, those above."""
        self.work.spend(30 * len(self.box))
        held = self.box[term]
        lower = self.lines.between(held, held[0][0], position)
        upper = self.lines.between(held, position + 1, held[-1][1])
        need(lower and upper, "the term has no position on one side")
        self.waiting.append((self.box | {term: upper}, self.divs, None))
        self.box[term] = lower

    def step_lemma(self, ranges: list[Any]) -> None:
        """``["lemma", [[term, first, last], ...]]``: no deal within all these ranges satisfies the lines."""
        # The next steps prove it, from the box of all deals within the ranges, and without divs. Then the work goes on
        # where it was, and the lemma may be used like a line that fails within the ranges.
        self.work.spend(30 * len(self.box))
        self.waiting.append((self.box, self.divs, ranges))
        self.box, self.divs = self.lines.all_deals.copy(), ()
        for term, first, last in ranges:
            self.box[term] = self.lines.between(self.box[term], first, last)
            need(self.box[term], "the term has no position there")

    def fails(self, line: str | int) -> bool:
        """Return whether a line, by its name, or a lemma, by its number, fails everywhere on the box."""
        if isinstance(line, str):
            return bool(self.lines.range_of(self.own[line], self.box)[1] < 1)
        lemma = self.lemmas[line]
        self.work.spend(1 + len(lemma))
        return all(first <= self.box[term][0][0] and self.box[term][-1][1] <= last for term, first, last in lemma)

    def added(self, rows: list[Any]) -> Row:
        """Return the sum of rows: of lines, ``[times, LINE, at, ...]``, or of divs, ``[times, number]``."""
        total, most = dict[Key, int](), 0
        for times, source, *path in rows:
            if isinstance(source, str):
                factors, right = self.lines.row(self.own[source], path, times, self.box)
            else:
                need(times > 0 and source >= 0 and not path, "no div, or its multiplier is not above 0")
                factors = {key: times * factor for key, factor in self.divs[source][0].items()}
                right = times * self.divs[source][1]
            self.work.spend(50 + 50 * len(factors) + sum(map(int.bit_length, factors.values())) // 16)
            most += right
            for key, factor in factors.items():
                total[key] = total.get(key, 0) + factor
        need(max(map(abs, (most, *total.values()))) < 2**MAX_BITS, f"a number passes 2^{MAX_BITS}")
        return total, most


# -- 4. Certificates --------------------------------------------------------------------------------------------------
class Verified:
    """A certificate, verified: there is none unless everything in it holds."""

    def __init__(self, certificate: Any, scenario: Lines) -> None:
        self.certificate, self.scenario = certificate, scenario
        self.claims, self.lines = list[str](), list[Entry]()  # what is proved, and the lines that are spoken of
        scenario.work.place = "certificate"
        need(certificate["scenario"]["sha256"] == scenario.sha256, "its scenario is another or changed")
        for field in ("terms", "definitions", "facts", "red_lines", "weights"):
            known = scenario.document[field]
            need(certificate[field].items() <= known.items(), f"its {field} are not those of the lines")
            self.lines += [(field, name, known[name]) for name in certificate[field]]
        need(certificate["conflicts"] or certificate["deals"], "it claims nothing")
        for number, entry in enumerate(certificate["conflicts"]):
            scenario.work.place = f"conflicts[{number}]"
            self.verify_conflict(entry["red_lines"], entry["facts"], entry["steps"])
        for number, entry in enumerate(certificate["deals"]):
            scenario.work.place = f"deals[{number}]"
            self.verify_deal(entry["give_up"], entry["deal"])

    def verify_conflict(self, red_lines: Any, facts: Any, steps: Any) -> None:
        """Verify that no deal satisfies some red lines and facts together: steps refute them."""
        names_in(red_lines, self.certificate["red_lines"])
        names_in(facts, self.certificate["facts"])
        Proof(self.scenario, red_lines + facts).read(steps)
        self.claims.append(f"No deal satisfies {' and '.join(red_lines + facts)} (steps: {len(steps)}).")

    def verify_deal(self, give_up: Any, positions: Any) -> None:
        """Verify that a deal satisfies every fact, and every red line but those that are given up."""
        given_up, box = names_in(give_up, self.certificate["red_lines"]), self.scenario.deal(positions)
        for name, line in self.scenario.by_name.items():
            need(name in given_up or self.scenario.range_of(line, box)[0] >= 1, f"the deal does not satisfy {name}")
        self.claims.append(f"With {' and '.join(give_up) or 'nothing'} given up, a deal is possible.")


def names_in(value: Any, known: Any) -> frozenset[str]:
    """Return the names in a list, each of which is known, and there once."""
    need(type(value) is list and len(set(value)) == len(value), "no list of names, each once")
    need(known.keys() >= set(value), "a name is not among those that the certificate speaks of")
    return frozenset(value)


# -- 5. Files and printing --------------------------------------------------------------------------------------------
def check(lines: bytes, certificate: bytes) -> Verified:
    """Verify a certificate against lines, both JSON; raise ``Rejected`` or ``Unreadable`` if it fails."""
    known, given, work = read(lines, "zopa-lines/1"), read(certificate, "zopa-nodeal/1"), Work()
    try:
        scenario = Lines(known, work)
    except FAILURES as error:
        raise Unreadable(f"the lines are malformed: {error!a:.200}") from None
    try:
        return Verified(given, scenario)
    except FAILURES as error:
        raise work.rejection(error) from None


def read(text: bytes, form: str) -> Any:
    """Return what is in a JSON text of a format; ``int`` refuses numbers with a point or an exponent."""
    try:
        need(len(text) <= MAX_BYTES, f"it has more than {MAX_BYTES:,} bytes")
        document = json.loads(text, parse_float=int, parse_constant=int)
        need(type(document) is dict and document.get("format") == form, "its format is another")
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"this cannot be read as {form}: {error}") from None
    return document


def main(arguments: list[str], prove: Callable[[bytes, bytes], Any] = check) -> int:
    """Check the certificate in a file against the lines in another; return the exit code."""
    try:
        if len(arguments) != 2:
            raise Unreadable("two files are needed: LINES.json CERTIFICATE.json")
        with open(arguments[0], "rb") as lines, open(arguments[1], "rb") as certificate:
            proved = prove(lines.read(MAX_BYTES + 1), certificate.read(MAX_BYTES + 1))
        shown = [f"{field} {name}: {json.dumps(content)}" for field, name, content in proved.lines]
        more = ["What else follows, for instance that a list is complete, zopa/conclusions.py works out."]
        said = proved.claims + (more if prove is check else [])
        print("The lines that were checked:", *shown, "", "Proved:", *said, sep="\n", flush=True)
    except Rejected as error:
        print(f"rejected: {error}", file=sys.stderr)
        return 1
    except (Unreadable, OSError, UnicodeError) as error:
        print(f"cannot be read, or printed: {error}", file=sys.stderr)
        sys.stdout = None  # or Python complains about it again when it ends
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
