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
(div), or a box in which there is no such deal (lemma).

**What it rests on.** On a box every expression has a *range*, a least and a greatest value. It may be wider than need
be, never narrower. A condition is a number, too, and holds where it is at least 1: a line fails everywhere on a box if
its range ends below 1. And where a line holds, so do certain inequalities between positions, its *rows*.

**How to read this file.** From top to bottom. ``need(condition, reason)`` rejects the certificate unless the condition
holds. Whatever else goes wrong, such as a missing name or a text in place of a number, raises an error of Python's own
and rejects it as well: nothing is accepted by accident. ``docs/reference/certificate.md`` describes both files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import Any, NamedTuple

MAX_BYTES = 8 * 2**20  # of a file
MAX_BITS = 4096  # of a number in a sum of rows
MAX_WORK = 200_000_000  # elementary steps, which take some minutes
FAILURES = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, MemoryError)

Number = Any  # an int or a Fraction: all arithmetic is exact
Range = tuple[Number, Number]  # the least and the greatest value
Positions = tuple[tuple[int, int], ...]  # ranges of positions, disjoint and in order; empty if no position is left
Box = dict[str, Positions]  # of each term
Line = list[int]  # the numbers of its operations, each after its parts; the last is the line itself
Row = tuple[dict[str, int], int]  # an inequality: the sum of these multiples of terms' positions is at most the number
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
def range_of_sum(*parts: Range) -> Range:
    """``+``: the ends add up."""
    return sum([low for low, _ in parts]), sum([high for _, high in parts])


def range_of_product(*parts: Range) -> Range:
    """``*``: factor by factor, the least and the greatest of the four products of ends."""
    (low, high), *others = parts
    for other in others:
        products = [low * other[0], low * other[1], high * other[0], high * other[1]]
        low, high = min(products), max(products)
    return low, high


def range_of_least(*parts: Range) -> Range:
    """``min``, and ``and``, which holds where the least of its parts does."""
    return min([low for low, _ in parts]), min([high for _, high in parts])


def range_of_greatest(*parts: Range) -> Range:
    """``max``, and ``or``, which holds where the greatest of its parts does."""
    return max([low for low, _ in parts]), max([high for _, high in parts])


def range_of_size(part: Range) -> Range:
    """``abs``: as near to 0 as the nearer end, or 0 if that is inside, and as far from it as the farther end."""
    return max(part[0], -part[1], 0), max(-part[0], part[1])


def range_of_choice(condition: Range, then: Range, otherwise: Range) -> Range:
    """``if``: the second part where the first surely holds, the third where it surely fails, else both together."""
    if condition[0] >= 1:
        return then
    if condition[1] < 1:
        return otherwise
    return min(then[0], otherwise[0]), max(then[1], otherwise[1])


def range_of_denial(part: Range) -> Range:
    """``not``: 1 less the number."""
    return 1 - part[1], 1 - part[0]


def range_of_at_most(left: Range, right: Range) -> Range:
    """``<=``: surely 1 if the left is never above the right, surely 0 if it always is."""
    return int(left[1] <= right[0]), int(left[0] <= right[1])


def range_of_equality(left: Range, right: Range) -> Range:
    """``==``: surely 1 if both are the same single number, surely 0 if the ranges do not meet."""
    return int(left[0] == left[1] == right[0] == right[1]), int(left[0] <= right[1] and right[0] <= left[1])


RANGES: dict[str, Callable[..., Range]] = {
    "+": range_of_sum, "*": range_of_product, "min": range_of_least, "max": range_of_greatest, "abs": range_of_size,
    "if": range_of_choice, "not": range_of_denial, "and": range_of_least, "or": range_of_greatest,
    "<=": range_of_at_most, "==": range_of_equality,
}  # fmt: skip


def range_of_linear(factors: dict[str, Number], constant: Number, box: Box) -> Range:
    """Return the range of a constant and multiples of positions: each multiple is least at one end of its term."""
    low = high = constant
    for term, factor in factors.items():
        at_first, at_last = factor * box[term][0][0], factor * box[term][-1][1]
        low += min(at_first, at_last)
        high += max(at_first, at_last)
    return low, high


def exact(number: Any) -> Number:
    """Return a number of the lines: a whole one, or a text such as ``"3/2"``."""
    return number if isinstance(number, int) else Fraction(*map(int, number.split("/")))


# -- 2. Lines ---------------------------------------------------------------------------------------------------------
class Operation(NamedTuple):
    """An operator with the numbers of its parts; or what is linear: multiples of positions, and a constant."""

    operator: str  # one of RANGES, or "linear"
    parts: list[int]
    factors: dict[str, Number]
    constant: Number


class Lines:
    """The terms, definitions, facts and red lines of a scenario."""

    def __init__(self, document: Any, work: Work) -> None:
        self.document, self.work, self.sha256 = document, work, document["scenario"]["sha256"]
        self.values = {name: (exact(one["start"]), exact(one["step"])) for name, one in document["terms"].items()}
        self.all_deals: Box = {name: ((0, one["size"] - 1),) for name, one in document["terms"].items()}
        self.operations, self.definitions = list[Operation](), dict[str, int]()  # a definition is a number of these
        for name, tree in document["definitions"].items():
            self.definitions[name] = self.operation(tree)
        need(not document["facts"].keys() & document["red_lines"].keys(), "a fact has the name of a red line")
        self.by_name = {name: self.line(tree) for name, tree in (document["facts"] | document["red_lines"]).items()}
        self.weights = {name: exact(weight) for name, weight in document["weights"].items()}  # of no line that is kept

    def line(self, tree: Any) -> Line:
        """Return an expression as the numbers of all operations that it needs."""
        last = self.operation(tree)
        needed = {last}
        for number in range(last, -1, -1):
            if number in needed:
                needed.update(self.operations[number].parts)
        return sorted(needed)

    def operation(self, tree: Any) -> int:
        """Note the operations of an expression; return the number of its own."""
        match tree:
            case ["value", definition]:
                return self.definitions[definition]
            case ["term", term]:
                made = self.linear({term: 1})
            case dict():
                made = self.linear(tree)
            case [operator, *inner]:
                made = self.composed(operator, [self.operation(part) for part in inner])
            case _:
                made = Operation("linear", [], {}, exact(tree))
        self.operations.append(made)
        return len(self.operations) - 1

    def linear(self, multiples: dict[str, Any]) -> Operation:
        """Return a sum of multiples of terms' values, each of which is start + step * position."""
        constant = sum([exact(times) * self.values[term][0] for term, times in multiples.items()])
        factors = {term: exact(times) * self.values[term][1] for term, times in multiples.items()}
        return Operation("linear", [], factors, constant)

    def composed(self, operator: str, parts: list[int]) -> Operation:
        """Return an operator with its parts; ``not`` of something linear is linear, too: 1 less it."""
        RANGES[operator](*[(0, 1) for _ in parts])  # fails if there are too few parts, or too many
        if operator == "not" and self.operations[parts[0]].operator == "linear":
            _, _, factors, constant = self.operations[parts[0]]
            return Operation("linear", [], {term: -factor for term, factor in factors.items()}, 1 - constant)
        return Operation(operator, parts, {}, 0)

    def ranges(self, line: Line, box: Box) -> dict[int, Range]:
        """Return the ranges on a box of all operations of a line."""
        found: dict[int, Range] = {}
        for number in line:
            operator, parts, factors, constant = self.operations[number]
            self.work.spend(1 + len(parts) + len(factors))
            if operator == "linear":
                found[number] = range_of_linear(factors, constant, box)
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
            operator, parts, _, _ = self.operations[number]
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
        least = {  # what the sum of its linear parts is at least where it holds; where it is denied, the sum is less
            "linear": 1,  # it is at least 1, or at most 0
            "or": 1,  # some part is 1, or all are 0; none is below 0
            "and": len(end.parts),  # all parts are 1, or some part is 0; none is above 1
            "<=": 0,  # the right side less the left is at least 0, or below it
            "==": 0,  # it is just 0: this row may be multiplied by a number below 0, too
        }
        need(end.operator in least, "the path ends where there is no row")
        bound, total = least[end.operator], dict[str, Number]()
        for at, part in enumerate([self.operations[number] for number in end.parts] or [end]):
            need(part.operator == "linear", "a part is not linear")
            if end.operator in ("or", "and"):
                low, high = range_of_linear(part.factors, part.constant, self.all_deals)
                need(low >= 0 and high <= 1, "a part is not from 0 to 1")
            sign = -1 if at == 0 and end.operator in ("<=", "==") else 1  # the left side is subtracted
            bound -= sign * part.constant
            for term, factor in part.factors.items():
                total[term] = total.get(term, 0) + sign * factor
        # Multiplied to be whole, total >= bound is the row -total <= -bound, and total < bound is total <= bound - 1.
        scale = lcm(bound.denominator, *[factor.denominator for factor in total.values()])
        sign, most = (-1, -scale * bound) if holds else (1, scale * bound - 1)
        return {term: int(times * sign * scale * factor) for term, factor in total.items()}, int(times * most)

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
                case ["end", line]:
                    self.step_end(line)
                case ["cut", line, term, [*ranges]]:
                    self.step_cut(line, term, ranges)
                case ["sum", [*rows]]:
                    self.step_sum(rows)
                case ["div", [*rows], divisor]:
                    self.step_div(rows, divisor)
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

    def step_end(self, line: str | int) -> None:
        """``["end", LINE]``: the line fails everywhere on the box, and the branch ends."""
        need(self.fails(line), "the line is not false on the box")

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

    def step_sum(self, rows: list[Any]) -> None:
        """``["sum", [ROW, ...]]``: added up, the rows hold nowhere on the box: the left side is too great there."""
        factors, most = self.added(rows)
        need(range_of_linear(factors, 0, self.box)[0] > most, "the rows can hold on the box")

    def step_div(self, rows: list[Any], divisor: int) -> None:
        """``["div", [ROW, ...], divisor]``: added up and divided, the rows are a new row."""
        # The divisor divides every factor: so the left side stays whole, and the right side may be rounded down.
        factors, most = self.added(rows)
        need(divisor > 0 and not any(factor % divisor for factor in factors.values()), "a factor is not divisible")
        self.divs = (*self.divs, ({term: factor // divisor for term, factor in factors.items()}, most // divisor))

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
        total, most = dict[str, int](), 0
        for times, source, *path in rows:
            if isinstance(source, str):
                factors, right = self.lines.row(self.own[source], path, times, self.box)
            else:
                need(times > 0 and source >= 0 and not path, "no div, or its multiplier is not above 0")
                factors = {term: times * factor for term, factor in self.divs[source][0].items()}
                right = times * self.divs[source][1]
            self.work.spend(50 + 50 * len(factors) + sum(map(int.bit_length, factors.values())) // 16)
            most += right
            for term, factor in factors.items():
                total[term] = total.get(term, 0) + factor
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
