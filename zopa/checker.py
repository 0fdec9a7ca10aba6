"""Verifies a certificate that no deal exists, ``zopa-nodeal/1``: the one file that has to be trusted for it.

It needs Python's standard library and nothing else of zopa, and works as a single file that was copied, too::

    python checker.py LINES.json CERTIFICATE.json

What lines and steps mean is in ``docs/reference/certificate.md``; the words here are those of that page. A range is an
exact pair (least, greatest); a condition is a number: (1, 1) true, (0, 0) false, (0, 1) open. Nothing here calls
itself, so that no input is too deep, and work is counted, so that none takes too long. Exit codes: 0 everything holds,
1 rejected, 2 cannot be read.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import reduce
from itertools import chain, product
from math import lcm, prod
from os import PathLike
from typing import Any, NamedTuple, NoReturn, TypeAlias

MAX_BYTES, MAX_DIGITS, MAX_WORK = 16 * 2**20, 1000, 200_000_000
TOO_LARGE = 10**MAX_DIGITS
MAX_BITS, MAX_KEPT = 2**14, 1_000_000  # of a number that comes up on the way; coefficients in the rows of one step
FIELDS = ("terms", "definitions", "facts", "red_lines", "weights")
NAME = r"[a-z][a-z0-9_]*"
FRACTION = re.compile(r"-?[1-9][0-9]{0,999}/[1-9][0-9]{0,999}")
DAYS = range(1, date.max.toordinal() + 1)
YES, NO, OPEN = (1, 1), (0, 0), (0, 1)
# What an operation is and what it takes: C a condition, N a number, * one or more of them.
SHAPES = {"not": "CC", "and": "CC*", "or": "CC*", "iff": "CCC", "==": "CNN", "!=": "CNN", "<": "CNN", "<=": "CNN"}
SHAPES |= {"+": "NN*", "*": "NN*", "min": "NN*", "max": "NN*", "abs": "NN", "if": "NCNN", "count": "NC"}
NAMED = {"is": "C", "holds": "C", "term": "N", "value": "N"}
COMPARISONS = ("<=", "<", "==", "!=")
CONDITIONS = ("true", "is", "holds", "not", "and", "or", "iff", *COMPARISONS)
CONSTANTS = ("number", "true")
INFIX = ("and", "or", "iff", "+", "*", *COMPARISONS)

Number: TypeAlias = int | Fraction
Operation: TypeAlias = tuple[int, str, tuple[int, ...], Any]  # its number, operator, parts, and name or constant
Range: TypeAlias = tuple[Number, Number]
Form: TypeAlias = tuple[dict[int, Number], Number]  # multiples of variables, and a constant
Row: TypeAlias = tuple[dict[int, int], int]  # multiples of variables, and what they add up to at most
Ranges: TypeAlias = tuple[tuple[int, int], ...]  # of positions, disjoint, in order
Way: TypeAlias = tuple[frozenset[str], dict[str, int]]  # the red lines it gives up, the terms it changes
# A variable is the number of the operation that it stands for, or ~t, the position of the term number t.


def _less(parts: list[Range]) -> Range:
    (a, b), (c, d) = parts
    return YES if b < c else NO if a >= d else OPEN


def _same(parts: list[Range]) -> Range:
    (a, b), (c, d) = parts
    return OPEN if a <= d and c <= b and not a == b == c == d else YES if a == d else NO


def _iff(parts: list[Range]) -> Range:
    return OPEN if OPEN in parts else YES if parts[0] == parts[1] else NO


def _not(part: Range) -> Range:
    return 1 - part[1], 1 - part[0]


def _if(parts: list[Range]) -> Range:
    truth, (a, b), (c, d) = parts
    return (a, b) if truth == YES else (c, d) if truth == NO else (min(a, c), max(b, d))


def _product(one: Range, other: Range) -> Range:
    ends = [a * b for a in one for b in other]
    return min(ends), max(ends)


# The range of an operation, from those of its parts; a term's own is in _Lines.run.
RANGES: dict[str, Callable[[list[Range]], Range]] = {
    "not": lambda parts: _not(parts[0]),
    "iff": _iff,
    "==": _same,
    "!=": lambda parts: _not(_same(parts)),
    "<": _less,
    "<=": lambda parts: _not(_less(parts[::-1])),
    "+": lambda parts: (sum([a for a, _ in parts]), sum([b for _, b in parts])),
    "*": lambda parts: reduce(_product, parts),
    "abs": lambda parts: (max(parts[0][0], -parts[0][1], 0), max(-parts[0][0], parts[0][1])),
    "if": _if,
    **dict.fromkeys(("and", "min"), lambda parts: (min([a for a, _ in parts]), min([b for _, b in parts]))),
    **dict.fromkeys(("or", "max"), lambda parts: (max([a for a, _ in parts]), max([b for _, b in parts]))),
    **dict.fromkeys(("count", "holds", "value"), lambda parts: parts[0]),
}


class Unreadable(ValueError):
    """The text is no JSON within the limits, or it is no lines or no certificate at all."""


class Rejected(ValueError):
    """Something in the certificate does not hold: ``where`` it stands, and ``why``."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")
        self.where, self.why = where, why


class Proved(NamedTuple):
    """What a certificate proves, in sentences, and what the refuted lines say, to be compared with the scenario."""

    claims: list[str]
    lines: list[str]


class Term(NamedTuple):
    """A term: its values are ``start + step * position`` for the positions below ``size``."""

    type: str
    start: Number
    step: Number
    size: int
    options: tuple[str, ...]

    def word(self, value: Number) -> str:
        """Return a value as a reader knows it."""
        if self.type == "date" and isinstance(value, int) and value in DAYS:
            return date.fromordinal(value).isoformat()
        whole = isinstance(value, int) and 0 <= value < len(self.options)
        return self.options[int(value)] if whole else str(value)

    def legend(self) -> str:
        """Return what the values are."""
        if self.options:
            return ", ".join(f"{number} {name}" for number, name in enumerate(self.options))
        ends = (self.start, self.start + self.step * (self.size - 1))
        words = [f"{self.word(end)} (day {end})" if self.type == "date" else str(end) for end in ends]
        return f"{words[0]} to {words[1]} by {self.step}"


def read(source: str | PathLike[str] | bytes) -> object:
    """Return the JSON of a file or of bytes; raise :class:`Unreadable` where it is none or beyond the limits."""

    def refuse(_: str) -> NoReturn:
        raise Unreadable("it has a number with a fraction or an exponent; numbers are whole, or texts p/q")

    def whole(text: str) -> int:
        if len(text) > MAX_DIGITS + text.startswith("-"):
            raise Unreadable(f"it has a number of more than {MAX_DIGITS:,} digits")
        return int(text)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(made := dict(pairs)) < len(pairs):
            raise Unreadable("an object in it has a name twice")
        return made

    try:
        if not isinstance(source, bytes):
            with open(source, "rb") as file:
                source = file.read(MAX_BYTES + 1)
        if len(source) > MAX_BYTES:
            raise Unreadable("it is larger than 16 MiB")
        text = source.decode()
        return json.loads(text, parse_int=whole, parse_float=refuse, parse_constant=refuse, object_pairs_hook=once)
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable("it is nested too deeply") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"it is not JSON that can be read: {error}") from None


class _Judge:
    """Where the checking is, how much work is left, and the refusal of what is not as it should be."""

    at, work, kept = "", MAX_WORK, 0

    def fail(self, why: str) -> NoReturn:
        raise Rejected(self.at, why)

    def spend(self, steps: int) -> None:
        self.work -= steps
        if self.work < 0:
            self.fail(f"checking takes more than {MAX_WORK:,} steps")

    def table(self, value: Any, keys: Collection[str] | None = None) -> dict[str, Any]:
        if not isinstance(value, dict) or keys is not None and (len(value) != len(keys) or value.keys() != set(keys)):
            self.fail("not an object" if keys is None else f"not an object of exactly {_listed(sorted(keys))[:200]}")
        return value

    def array(self, value: Any, size: int | None = None) -> list[Any]:
        if not isinstance(value, list) or size is not None and len(value) != size:
            self.fail("not a list" if size is None else f"not a list of {size}")
        return value

    def whole(self, value: Any, least: int | None = None) -> int:
        if type(value) is not int or abs(value) >= TOO_LARGE or least is not None and value < least:
            self.fail("not a whole number" if least is None else f"not a whole number of at least {least}")
        return value

    def number(self, value: Any) -> Number:
        if not isinstance(value, str):
            return self.whole(value)
        if not FRACTION.fullmatch(value) or str(made := Fraction(value)) != value:
            self.fail("not a number: neither whole nor a fraction in lowest terms")
        return made

    def name(self, value: Any, known: Collection[str]) -> str:
        if not isinstance(value, str) or value not in known:
            self.fail(f"{ascii(value)[:60]} is not known, or not here")
        return value

    def names(self, value: Any, known: Collection[str]) -> list[str]:
        found = [self.name(one, known) for one in self.array(value)]
        if len(set(found)) < len(found):
            self.fail("a name stands twice in a list")
        return found


class _Lines(_Judge):
    """The lines as numbered operations, each of operations before it: their ranges and rows on a box, their text."""

    def __init__(self, document: Any) -> None:
        self.operations: list[Operation] = []
        self.numbers: dict[tuple[str, tuple[int, ...], Any], int] = {}
        self.bounds: list[tuple[int, int]] = []  # D, N: values, and what stands in the form, are n/D, n from -N to N
        self.costs: list[int] = []
        self.range: list[Any] = []  # on the box where it was last worked out, and so the form
        self.form: list[Form] = []
        self.programs: dict[int, list[Operation]] = {}
        self.at = "lines"
        document = self.table(document, ("format", "scenario", *FIELDS))
        self.scenario = self.table(document["scenario"], ("id", "title", "sha256"))
        if not all(isinstance(text, str) for text in self.scenario.values()):
            self.fail("scenario holds something else than texts")
        self.entries: dict[str, dict[str, Any]] = {field: {} for field in FIELDS}
        self.places: dict[str, int] = {}
        self.terms, self.definitions, self.facts, self.red_lines, self.weights = self.entries.values()
        for field, name, entry in self.parsed(document):
            if field == "definitions" and name in self.terms:
                self.fail("a term has this name")
            self.entries[field][name] = entry
            self.places.setdefault(name, len(self.terms) - 1)
        self.at = "lines.weights"
        self.table(self.weights, self.red_lines)
        self.roots = {**self.facts, **self.red_lines}
        self.all = self.program(self.roots.values())

    def parsed(self, document: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
        """Yield every entry of a document: a term, the number of an expression, or a weight."""
        where = self.at
        for field in FIELDS:
            self.at = f"{where}.{field}"
            form = re.compile(rf"{NAME}\.{NAME}" if field in ("red_lines", "weights") else NAME)
            for name, entry in self.table(document[field]).items():
                self.at = f"{where}.{field}"
                if not isinstance(name, str) or not form.fullmatch(name):
                    self.fail(f"{ascii(name)[:60]} is no name")
                self.at = f"{where}.{field}.{name[:60]}"
                if field == "terms":
                    yield field, name, self.term(entry)
                elif field == "weights":
                    yield field, name, self.number(entry)
                else:
                    yield field, name, self.expression(entry, "CN" if field == "definitions" else "C")

    def term(self, entry: Any) -> Term:
        kind = self.table(entry).get("type")
        named = kind in ("choice", "scale")
        self.table(entry, ("type", "start", "step", "size", *["options"] * named))
        start, step, size = self.number(entry["start"]), self.number(entry["step"]), self.whole(entry["size"], 1)
        options = tuple(self.array(entry["options"])) if named else ("no", "yes") if kind == "yes_no" else ()
        if not all(isinstance(option, str) and re.fullmatch(NAME, option) for option in options):
            self.fail("an option is no name")
        if options:
            right = (start, step, size) == (0, 1, len(options)) and len(set(options)) == size
        elif kind == "date":
            right = step > 0 and all(isinstance(x, int) and x in DAYS for x in (start, start + step * (size - 1)))
        else:
            right = step > 0 and kind == "quantity"
        if not right:
            self.fail("no term: type, start, step, size and options do not go together")
        return Term(str(kind), start, step, size, options)

    def expression(self, tree: Any, kinds: str) -> int:
        """Return the number of an expression's operation; equal expressions have the same."""
        todo: list[tuple[Any, Any]] = [(tree, kinds)]
        made: list[int] = []
        while todo:
            self.spend(20)
            part, kinds = todo.pop()
            if isinstance(kinds, int):  # how many parts of this operator have been made
                parts = tuple(made[len(made) - kinds :])
                made[len(made) - kinds :] = [self.operation(part, parts)]
                continue
            head = part[0] if isinstance(part, list) and part and isinstance(part[0], str) else None
            if head in SHAPES:
                takes, count = SHAPES[head][1:], len(part) - 1
                takes = takes[0] * count if takes.endswith("*") else takes
                if SHAPES[head][0] not in kinds or not takes or len(takes) != count:
                    self.fail(f"{head} with a wrong number of parts, or where something else is due")
                todo.append((head, count))
                todo.extend(zip(part[:0:-1], takes[::-1], strict=True))
                continue
            if head in NAMED:
                number = self.reference(head, self.array(part, 2)[1])
            elif isinstance(part, bool):
                number = self.operation("true", (), int(part))
            elif isinstance(part, int | str):
                number = self.operation("number", (), self.number(part))
            else:
                self.fail("no expression: no number, true or false, nor a list that begins with an operator")
            if ("C" if self.operations[number][1] in CONDITIONS else "N") not in kinds:
                self.fail("a number where a condition is due, or a condition where a number is")
            made.append(number)
        return made[0]

    def reference(self, operator: str, name: Any) -> int:
        if operator in ("holds", "value"):
            body = self.definitions[self.name(name, self.definitions)]
            if (self.operations[body][1] in CONDITIONS) != (operator == "holds"):
                self.fail(f"{name} is a definition of the other kind")
            return self.operation(operator, (body,), name)
        term = self.terms[self.name(name, self.terms)]
        if operator == "is" and term.type != "yes_no":
            self.fail(f"{name} is no yes/no")
        return self.operation(operator, (), (name, self.places[name], term.start, term.step))

    def operation(self, operator: str, parts: tuple[int, ...], extra: Any = None) -> int:
        """Return the number of an operation, a new one if there is none yet, and bound its numbers for good."""
        if (known := self.numbers.get((operator, parts, extra))) is not None:
            return known
        common, top = 1, 1
        if operator == "number":
            common, top = extra.denominator, abs(extra.numerator)
        elif operator == "term":
            common = lcm(extra[2].denominator, extra[3].denominator)
            top = int(common * (abs(extra[2]) + extra[3] * self.terms[extra[0]].size))
        elif operator not in CONDITIONS:
            common, top = 1, int(operator == "*")
            for part in parts:
                other, most = self.bounds[part]
                self.spend(1 + (other.bit_length() + most.bit_length() >> 5))
                if operator == "*":
                    common, top = common * other, top * most
                else:
                    both = lcm(common, other)
                    top, most = top * (both // common), most * (both // other)
                    common, top = both, top + most if operator in ("+", "if") else max(top, most)
                if max(common, top) >> MAX_BITS:
                    self.fail(f"its values can pass 2^{MAX_BITS}")
        weight = 1 + (common.bit_length() + top.bit_length() >> 5)
        self.operations.append((len(self.operations), operator, parts, extra))
        self.bounds.append((common, top))
        self.costs.append(weight * (1 + len(parts)))
        self.range.append((extra, extra) if operator in CONSTANTS else None)
        self.form.append(({}, extra) if operator in CONSTANTS else ({}, 0))
        self.numbers[operator, parts, extra] = len(self.numbers)
        return len(self.numbers) - 1

    def program(self, roots: Collection[int]) -> list[Operation]:
        """Return what has to be worked out for some operations, the parts of each before it."""
        found: set[int] = set()
        todo = list(roots)
        while todo:
            self.spend(20)
            if (number := todo.pop()) not in found:
                found.add(number)
                todo.extend(self.operations[number][2])
        return [self.operations[number] for number in sorted(found) if self.operations[number][1] not in CONSTANTS]

    def work_out(self, root: int, low: Sequence[int], high: Sequence[int]) -> list[Operation]:
        """Work out the ranges of an operation and of all in it on a box; return these operations."""
        if root not in self.programs:
            self.programs[root] = self.program([root])
        self.run(self.programs[root], low, high)
        return self.programs[root]

    def run(self, program: list[Operation], low: Sequence[int], high: Sequence[int]) -> None:
        """Work out the ranges of operations where each term's positions go from ``low`` to ``high``."""
        at = self.range
        self.spend(sum([self.costs[number] for number, _, _, _ in program]))
        for number, operator, parts, extra in program:
            if parts:
                at[number] = RANGES[operator]([at[part] for part in parts])
            else:  # a term, or the truth of one that is a yes/no
                _, place, start, step = extra
                at[number] = (start + step * low[place], start + step * high[place])

    def work_out_forms(self, program: list[Operation]) -> None:
        """Work out the linear forms of operations on the box of their ranges; that of a condition is its indicator."""
        at, form = self.range, self.form
        for number, operator, parts, extra in program:
            made: Form = ({number: 1}, 0)
            if operator in CONDITIONS and at[number] != OPEN:
                made = ({}, at[number][0])
            elif not parts:
                made = ({~extra[1]: extra[3]}, extra[2])
            elif operator == "not":
                made = _added([(1, ({}, 1)), (-1, form[parts[0]])])
            elif operator in ("holds", "count", "value") or operator in ("min", "max") and len(parts) == 1:
                made = form[parts[0]]
            elif operator == "+":
                made = _added([(1, form[part]) for part in parts])
            elif operator == "*":
                made, both = form[parts[0]], at[parts[0]]
                for part in parts[1:]:
                    if not made[0] or both[0] == both[1]:
                        made = _added([(both[0] if made[0] else made[1], form[part])])
                    elif not form[part][0] or at[part][0] == at[part][1]:
                        made = _added([(at[part][0] if form[part][0] else form[part][1], made)])
                    else:
                        made = ({number: 1}, 0)
                        break
                    both = _product(both, at[part])
            elif operator == "abs" and (at[parts[0]][0] >= 0 or at[parts[0]][1] <= 0):
                made = _added([(1 if at[parts[0]][0] >= 0 else -1, form[parts[0]])])
            elif operator == "if":
                condition, then, otherwise = (form[part] for part in parts)
                if at[parts[0]] != OPEN:
                    made = then if at[parts[0]] == YES else otherwise
                elif not then[0] and not otherwise[0]:
                    made = _added([(1, otherwise), (then[1] - otherwise[1], condition)])
            form[number] = made
            self.spend(self.costs[number] * (1 + max([len(form[part][0]) for part in parts], default=0)))
            self.keep(made[0])

    def keep(self, form: Collection[int]) -> None:
        """Count what is kept in memory until the step is done."""
        self.kept += 1 + len(form)
        if self.kept > MAX_KEPT:
            self.fail(f"the rows in this step have more than {MAX_KEPT:,} coefficients")

    def rows(self, root: int, low: Sequence[int], high: Sequence[int]) -> list[Row]:
        """Return the rows of a line on a box: what is required, left to right, depth first."""
        program = self.work_out(root, low, high)
        self.work_out_forms(program)
        at, form = self.range, self.form
        found: list[Row] = []
        todo = [(root, True)]
        while todo:
            number, truth = todo.pop()
            _, operator, parts, _ = self.operations[number]
            self.spend(self.costs[number])
            if at[number] != OPEN:
                continue
            if operator in ("not", "holds"):
                todo.append((parts[0], truth == (operator == "holds")))
            elif operator in ("and", "or"):
                undecided = [part for part in parts if at[part] == OPEN]
                if truth == (operator == "and") or len(undecided) == 1:
                    todo.extend((part, truth) for part in reversed(undecided))
                else:  # one of them at least is as it should be: 1 - sum <= 0, or 1 - sum of (1 - indicator) <= 0
                    sign = -1 if truth else 1
                    terms = [(sign, form[part]) for part in undecided]
                    found.append(self.row([(1, ({}, 1 if truth else 1 - len(terms))), *terms]))
            elif operator == "iff":
                left, right = parts
                if at[left] != OPEN:
                    todo.append((right, (at[left] == YES) == truth))
                elif at[right] != OPEN:
                    todo.append((left, (at[right] == YES) == truth))
                else:
                    sign, constant = (-1, 0) if truth else (1, -1)
                    found.append(self.row([(1, form[left]), (sign, form[right]), (1, ({}, constant))]))
                    found.append(self.row([(-1, form[left]), (-sign, form[right]), (1, ({}, -constant))]))
            elif operator == "is":
                found.append(self.row([(-1, form[number]), (1, ({}, 1))] if truth else [(1, form[number])]))
            elif operator in ("<", "<="):
                sign = 1 if truth else -1
                strict = (operator == "<") == truth
                found.append(self.row([(sign, form[parts[0]]), (-sign, form[parts[1]])], strict))
            elif truth == (operator == "=="):
                for sign in (1, -1):
                    found.append(self.row([(sign, form[parts[0]]), (-sign, form[parts[1]])]))
        for number, _, _, _ in program:
            form[number] = ({}, 0)  # for the memory
        return found

    def row(self, parts: list[tuple[Number, Form]], strict: bool = False) -> Row:
        """Return the row that says that a sum of forms is at most 0, or if strict below 0."""
        form, constant = _added(parts)
        self.spend(sum(len(part) for _, (part, _) in parts))
        scale = lcm(constant.denominator, *(factor.denominator for factor in form.values()))
        self.keep(form)
        strict = strict and all(self.is_whole(variable) for variable in form)
        return {variable: int(factor * scale) for variable, factor in form.items()}, int(-constant * scale) - strict

    def is_whole(self, variable: int) -> bool:
        return variable < 0 or self.operations[variable][1] in CONDITIONS

    def text(self, root: int) -> str:
        """Return an expression as one writes it, in parentheses wherever it is part of another one."""
        todo: list[Any] = [root]
        made: list[str] = []
        while todo:
            if isinstance(item := todo.pop(), str):
                made.append(item)
                continue
            _, operator, parts, extra = self.operations[item]
            if operator in NAMED:
                made.append(extra[0] if isinstance(extra, tuple) else extra)
            elif not parts:
                made.append(str(extra) if operator == "number" else "true" if extra else "false")
            elif operator in INFIX and len(parts) > 1:
                if operator in COMPARISONS and self.operations[parts[0]][1] == "number":
                    parts, operator = parts[::-1], operator.replace("<", ">")
                _, first, _, term = self.operations[parts[0]]
                pieces: list[Any] = []
                for part in parts:
                    _, inner, _, value = self.operations[part]
                    if inner == "number" and first == "term" and operator not in ("+", "*"):
                        pieces += [self.terms[term[0]].word(value), f" {operator} "]
                    else:
                        pieces += [*(["(", part, ")"] if inner in INFIX else [part]), f" {operator} "]
                todo.extend(pieces[-2::-1])
            else:
                todo.extend([")", *[piece for part in parts[::-1] for piece in (part, ", ")][:-1], f"{operator}("])
        return "".join(made)


def _added(parts: Iterable[tuple[Number, Form]]) -> Form:
    """Return the sum of multiples of forms, without variables of which nothing is left."""
    total: dict[int, Number] = {}
    constant: Number = 0
    for times, (form, more) in parts:
        constant += times * more
        for variable, factor in form.items():
            total[variable] = total.get(variable, 0) + times * factor
    return {variable: factor for variable, factor in total.items() if factor}, constant


class _Refutation:
    """One proof that some lines cannot all hold: the box of the present branch, and the branches that wait."""

    def __init__(self, lines: _Lines, names: Collection[str]) -> None:
        self.lines, self.names = lines, names
        lines.spend(len(lines.terms))
        self.start = [((0, term.size - 1),) for term in lines.terms.values()]
        self.box: list[Ranges] = list(self.start)
        self.low, self.high = [0] * len(self.box), [ranges[-1][1] for ranges in self.box]
        self.trail: list[tuple[int, Ranges]] = []  # what terms had before, to be given back when a branch ends
        self.waiting: list[tuple[int, int, int, int | None, tuple[int, Ranges] | None]] = []
        self.rows: dict[int, Row] = {}
        self.divs, self.hidden = 0, 0  # how many there were, and how many of the first are not known in this lemma
        self.lemmas: list[dict[int, tuple[int, int]]] = []
        self.proved: set[int] = set()
        self.done = False

    def step(self, step: Any) -> None:
        """Take one step."""
        lines = self.lines
        if self.done:
            lines.fail("a step is left over: every branch has ended")
        lines.spend(10)
        operator, *rest = lines.array(step) or [None]
        if operator == "cut":
            self.cut(*lines.array(rest, 4))
        elif operator == "end":
            if not self.is_false(*lines.array(rest, 1)):
                lines.fail("the line is not false on the box")
            self.end()
        elif operator == "sum":
            row, most = self.added(*lines.array(rest, 1))
            if sum(self.least(variable, factor) for variable, factor in row.items()) <= most:
                lines.fail("the rows can hold on the box")
            self.end()
        elif operator == "div":
            self.divide(*lines.array(rest, 2))
        elif operator == "split":
            place, at = self.place(lines.array(rest, 2)[0]), lines.whole(rest[1])
            if not self.low[place] <= at < self.high[place]:
                lines.fail("one side has no position")
            upper = self.outside(place, self.low[place], at)
            self.wait(None, (place, upper))
            self.narrow(place, self.outside(place, at + 1, self.high[place]))
        elif operator == "lemma":
            self.begin(lines.array(lines.array(rest, 1)[0]))
        else:
            lines.fail("no step: it begins with none of cut, end, sum, div, split, lemma")

    # -- the box and the branches -------------------------------------------------------------------------------------

    def place(self, term: Any) -> int:
        return self.lines.places[self.lines.name(term, self.lines.terms)]

    def outside(self, place: int, first: int, last: int) -> Ranges:
        """Return the positions that a term has on the box, but for those from ``first`` to ``last``."""
        self.lines.spend(20 * len(self.box[place]))  # as much for what the trail keeps as for the time
        below = [(a, min(b, first - 1)) for a, b in self.box[place] if a < first]
        return (*below, *((max(a, last + 1), b) for a, b in self.box[place] if b > last))

    def narrow(self, place: int, ranges: Ranges) -> None:
        self.trail.append((place, self.box[place]))
        self.set(place, ranges)

    def set(self, place: int, ranges: Ranges) -> None:
        self.box[place], self.low[place], self.high[place] = ranges, ranges[0][0], ranges[-1][1]

    def wait(self, lemma: int | None, then: tuple[int, Ranges] | None) -> None:
        self.waiting.append((len(self.trail), len(self.rows), self.hidden, lemma, then))

    def end(self) -> None:
        """End the branch and go on with the one that waits."""
        if not self.waiting:
            self.done = True
            return
        trail, rows, self.hidden, lemma, then = self.waiting.pop()
        while len(self.trail) > trail:
            self.set(*self.trail.pop())
        while len(self.rows) > rows:
            self.rows.popitem()
        if lemma is not None:
            self.proved.add(lemma)
        if then is not None:
            self.narrow(*then)

    def begin(self, ranges: list[Any]) -> None:
        """Begin the proof of a lemma."""
        lines, lemma = self.lines, {}
        for entry in ranges:
            term, first, last = lines.array(entry, 3)
            if (place := self.place(term)) in lemma:
                lines.fail("the lemma names a term twice")
            lemma[place] = max(lines.whole(first), 0), min(lines.whole(last), self.start[place][0][1])
            if lemma[place][0] > lemma[place][1]:
                lines.fail("the lemma has a range without a position")
        self.wait(len(self.lemmas), None)
        self.lemmas.append(lemma)
        self.hidden = self.divs
        lines.spend(len(self.box))
        for place, everything in enumerate(self.start):
            if place in lemma or self.box[place] is not everything:
                self.narrow(place, (lemma[place],) if place in lemma else everything)

    # -- lines on the box ---------------------------------------------------------------------------------------------

    def is_false(self, line: Any) -> bool:
        lines = self.lines
        if type(line) is int:
            if line not in self.proved:
                lines.fail("this lemma is not proved here")
            lines.spend(len(self.lemmas[line]))
            return all(a <= self.low[at] and self.high[at] <= b for at, (a, b) in self.lemmas[line].items())
        root = lines.roots[lines.name(line, self.names)]
        lines.work_out(root, self.low, self.high)
        return bool(lines.range[root] == NO)

    def cut(self, line: Any, term: Any, first: Any, last: Any) -> None:
        lines, place = self.lines, self.place(term)
        first, last = lines.whole(first), lines.whole(last)
        outside = self.outside(place, first, last)
        inside = [(max(a, first), min(b, last)) for a, b in self.box[place] if max(a, first) <= min(b, last)]
        if not inside:
            lines.fail("the term has no position there")
        self.low[place], self.high[place] = inside[0][0], inside[-1][1]
        if not self.is_false(line):
            lines.fail("the line is not false there")
        if outside:
            self.narrow(place, outside)
        else:
            self.set(place, self.box[place])
            self.end()

    def added(self, parts: Any) -> Row:
        """Return the sum of multiples of rows."""
        lines, total, most = self.lines, dict[int, int](), 0
        known: dict[str, list[Row]] = {}
        lines.kept = 0
        for part in lines.array(parts):
            times, name = lines.array(part, 2)
            form, right = self.row(name, known)
            lines.spend((1 + len(form)) * (1 + (lines.whole(times, 1).bit_length() >> 5)))
            most += times * right
            for variable, factor in form.items():
                total[variable] = total.get(variable, 0) + times * factor
        total = {variable: factor for variable, factor in total.items() if factor}
        if any(number.bit_length() > 4 * MAX_BITS for number in (most, *total.values())):
            lines.fail("its numbers become too large")
        return total, most

    def row(self, name: Any, known: dict[str, list[Row]]) -> Row:
        lines = self.lines
        if type(name) is int:
            if name not in self.rows or name < self.hidden:
                lines.fail("this div is not known here")
            return self.rows[name]
        line, which = lines.array(name, 2)
        if line in ("<=", ">=") and isinstance(which, str):
            place = self.place(which)
            return ({~place: 1}, self.high[place]) if line == "<=" else ({~place: -1}, -self.low[place])
        if lines.name(line, self.names) not in known:
            known[line] = lines.rows(lines.roots[line], self.low, self.high)
        if lines.whole(which, 0) >= len(known[line]):
            lines.fail(f"{line} has {len(known[line])} rows here")
        return known[str(line)][int(which)]

    def least(self, variable: int, factor: int) -> Number:
        """Return the least value of a multiple of a variable on the box."""
        if variable < 0:
            return factor * (self.low if factor > 0 else self.high)[~variable]
        self.lines.work_out(variable, self.low, self.high)
        ends: Range = self.lines.range[variable]
        return factor * ends[factor < 0]

    def divide(self, parts: Any, divisor: Any) -> None:
        lines = self.lines
        row, most = self.added(parts)
        divisor = lines.whole(divisor, 1)
        if any(factor % divisor or not lines.is_whole(variable) for variable, factor in row.items()):
            lines.fail("a coefficient is not divisible, or a variable not whole")
        lines.spend(100 * len(row))  # rows are kept: for the memory
        self.rows[self.divs] = {variable: factor // divisor for variable, factor in row.items()}, most // divisor
        self.divs += 1


class _Certificate:
    """The claims of a certificate, in the order in which they rest on one another."""

    def __init__(self, lines: _Lines, document: Any) -> None:
        self.lines, self.claims = lines, list[str]()
        self.conflicts: list[frozenset[str]] = []
        self.relaxations: set[frozenset[str]] = set()
        self.used: set[str] = set()
        lines.at = "certificate"
        lines.table(document, ("format", "scenario", *FIELDS, "deal", "conflicts", "relaxations", "complete"))
        if document["scenario"] != lines.scenario:
            lines.fail("it is of another scenario than the lines: id, title or sha256 differs")
        for field, name, entry in lines.parsed(document):
            if lines.entries[field].get(name) != entry:
                lines.fail("it is not the same in the lines")
        lines.at = "deal"
        if document["deal"] is not None:
            self.keeps(self.deal(document["deal"]), lines.roots)
            self.claims.append("The scenario has a deal: one satisfies every fact and every red line.")
        for at, conflict in self.each("conflicts", document["conflicts"]):
            self.conflict(at, conflict)
        if len(set(self.conflicts)) < len(self.conflicts):
            lines.fail("a conflict is listed twice")
        for at, relaxation in self.each("relaxations", document["relaxations"]):
            self.relaxation(at, relaxation)
        lines.at = "complete"
        if document["complete"] is not None:
            self.complete(document["complete"])
        lines.at = "certificate"
        if not self.claims:
            lines.fail("it claims nothing")

    def each(self, at: str, entries: Any) -> Iterator[tuple[str, Any]]:
        """Yield the entries of a list and where they stand."""
        self.lines.at = at
        for number, entry in enumerate(self.lines.array(entries)):
            self.lines.at = f"{at}[{number}]"
            yield self.lines.at, entry
        self.lines.at = at

    # -- deals --------------------------------------------------------------------------------------------------------

    def deal(self, given: Any) -> list[int]:
        """Return the positions of all terms in a deal."""
        self.lines.spend(len(self.lines.terms) + len(self.lines.roots))
        self.lines.table(given, self.lines.terms)
        return [self.position(name, given[name]) for name in self.lines.terms]

    def position(self, name: str, given: Any) -> int:
        if self.lines.whole(given, 0) >= self.lines.terms[name].size:
            self.lines.fail(f"{name} has no position {given}")
        return int(given)

    def keeps(self, positions: list[int], names: Iterable[str]) -> None:
        """Refuse a deal that does not satisfy some lines."""
        lines = self.lines
        lines.run(lines.all, positions, positions)
        for name in names:
            if lines.range[lines.roots[name]] != YES:
                lines.fail(f"the deal does not satisfy {name}")

    # -- conflicts and relaxations ------------------------------------------------------------------------------------

    def conflict(self, at: str, conflict: Any) -> None:
        lines = self.lines
        lines.table(conflict, ("red_lines", "facts", "steps", "witnesses"))
        red_lines = lines.names(conflict["red_lines"], lines.red_lines)
        facts = lines.names(conflict["facts"], lines.facts)
        refutation = _Refutation(lines, {*red_lines, *facts})
        for _, step in self.each(f"{at}.steps", conflict["steps"]):
            refutation.step(step)
        if not refutation.done:
            lines.fail("a branch has not ended")
        steps = len(conflict["steps"])
        given = f", given the fact{'s' * (len(facts) > 1)} {_listed(facts)}" if facts and red_lines else ""
        both = "both " if len(red_lines or facts) == 2 else ""
        self.claims.append(
            f"No deal satisfies {both}{_listed(red_lines or facts)}{given} ({steps} step{'s' * (steps > 1)})."
        )
        self.conflicts.append(frozenset(red_lines))
        self.used.update(red_lines, facts)
        lines.at = f"{at}.witnesses"
        if conflict["witnesses"] is not None:
            for name, deal in lines.table(conflict["witnesses"], red_lines).items():
                lines.at = f"{at}.witnesses.{name}"
                self.keeps(self.deal(deal), [*lines.facts, *(other for other in red_lines if other != name)])
            self.claims.append(
                "It is minimal: without any one of its red lines, a deal satisfies the others and every fact."
            )

    def relaxation(self, at: str, relaxation: Any) -> None:
        lines = self.lines
        lines.table(relaxation, ("give_up", "cost", "deal", "because"))
        names = lines.names(relaxation["give_up"], lines.red_lines)
        give_up = frozenset(names)
        if give_up in self.relaxations:
            lines.fail("this relaxation is listed twice")
        self.relaxations.add(give_up)
        if lines.number(relaxation["cost"]) != self.cost(names):
            lines.fail("the weights do not add up to the cost")
        lines.at = f"{at}.deal"
        self.keeps(self.deal(relaxation["deal"]), (name for name in lines.roots if name not in give_up))
        lines.at = f"{at}.because"
        for name, number in lines.table(relaxation["because"], names).items():
            lines.at = f"{at}.because.{name}"
            if lines.whole(number, 0) >= len(self.conflicts) or self.conflicts[number] & give_up != {name}:
                lines.fail("no conflict that has this red line and no other of those given up")
        self.claims.append(
            f"Giving up {_listed(names) or 'nothing'} makes a deal possible, at the cost {relaxation['cost']}; "
            "none of it is given up for nothing."
        )

    def cost(self, names: Iterable[str]) -> Number:
        """Return what the weights of some red lines add up to."""
        return self.total(self.lines.weights[name] for name in names)

    def total(self, costs: Iterable[Number]) -> Number:
        total: Number = 0
        for cost in costs:
            total += cost
            self.lines.spend(1 + (total.denominator.bit_length() >> 5))
            if max(abs(total.numerator), total.denominator) >> MAX_BITS:
                self.lines.fail(f"the cost passes 2^{MAX_BITS}")
        return total

    # -- complete -----------------------------------------------------------------------------------------------------

    def complete(self, complete: Any) -> None:
        """Check that the conflicts, and the relaxations that the groups' ways make up, are all there are."""
        lines = self.lines
        lines.table(complete, ("deal", "groups"))
        lines.at = "complete.deal"
        positions = self.deal(complete["deal"])
        shared: list[int] = []
        home: dict[str, int] = {}
        families: list[list[frozenset[str]]] = []
        for at, group in self.each("complete.groups", complete["groups"]):
            listed = [
                lines.whole(one, 0) for one in lines.array(lines.table(group, ("conflicts", "ways"))["conflicts"])
            ]
            if not listed or max(listed) >= len(self.conflicts):
                lines.fail("it has no conflict, or one that is not listed")
            family = [self.conflicts[one] for one in listed]
            if any(home.setdefault(name, len(families)) != len(families) for one in family for name in one):
                lines.fail("it shares a red line with a group before it")
            lines.spend(len(family) * sum(map(len, family)))
            if any(one < other for one in family for other in family):
                lines.fail("one of its conflicts contains another")
            shared += listed
            families.append(family)
        if not shared or sorted(shared) != list(range(len(self.conflicts))):
            lines.fail("there is no group, or not every conflict is in exactly one")
        groups = [self.ways(number, group["ways"], families[number]) for number, group in enumerate(complete["groups"])]
        self.combine(positions, groups)
        lines.at = "complete"
        costs = [[self.cost(way) for way, _ in group] for group in groups]
        self.claims.append(
            f"The list of conflicts is complete: there is no minimal conflict but the {_count(len(shared))} listed. Those "
            f"that share red lines are together in one of {_count(len(groups))} groups; one way out of each group makes a "
            f"minimal relaxation, and there is no other: {_count(prod(map(len, groups)))} in all. The least cost is "
            f"{self.total(min(of) for of in costs)}, that of {_count(prod(of.count(min(of)) for of in costs))} of them."
        )

    def combine(self, positions: list[int], groups: list[list[Way]]) -> None:
        """Refuse ways that do not all go together: every line holds under any choice of them that does not give it up."""
        lines = self.lines
        lines.at = "complete.groups"
        movers: dict[str, int] = {}
        for number, group in enumerate(groups):
            if any(movers.setdefault(term, number) != number for _, changes in group for term in changes):
                lines.fail("two groups change the same term")
        for name, root in lines.roots.items():
            program = lines.program([root])
            terms = {extra[0] for _, operator, _, extra in program if operator in ("term", "is")}
            choices = []
            for group in groups:
                lines.spend(sum(1 + len(changes) for _, changes in group))
                choices.append(
                    {
                        tuple((term, to) for term, to in changes.items() if term in terms)
                        for give_up, changes in group
                        if name not in give_up
                    }
                )
            for choice in product(*(one for one in choices if one != {()})):
                lines.spend(len(positions))
                deal = list(positions)
                for term, to in chain(*choice):
                    deal[lines.places[term]] = to
                lines.work_out(root, deal, deal)
                if lines.range[root] != YES:
                    lines.fail(f"with the changes of some of the ways, the deal does not satisfy {name}")

    def ways(self, group: int, ways: Any, family: list[frozenset[str]]) -> list[Way]:
        """Return the ways of a group, each with its changes, when they are its minimal hitting sets."""
        lines = self.lines
        found: list[Way] = []
        for at, way in self.each(f"complete.groups[{group}].ways", ways):
            lines.table(way, ("give_up", "changes"))
            lines.at = f"{at}.changes"
            changes = lines.table(way["changes"])
            changes = {lines.name(term, lines.terms): self.position(term, to) for term, to in changes.items()}
            lines.at = at
            found.append((frozenset(lines.names(way["give_up"], lines.red_lines)), changes))
        listed = {way for way, _ in found}
        count = 0
        for hitting in self.hitting_sets(family):
            count += 1
            if hitting not in listed:
                lines.fail(f"a way is missing: {_listed(sorted(hitting))[:200]}")
        if not count == len(found) == len(listed) > 0:
            lines.fail("there is no way, one stands twice, or one is no minimal way out of all conflicts of the group")
        return found

    def hitting_sets(self, family: list[frozenset[str]]) -> Iterator[frozenset[str]]:
        """Yield the minimal sets that have an element of every set of a family, each once."""
        size = sum(map(len, family))
        todo: list[tuple[frozenset[str], frozenset[str]]] = [(frozenset(), frozenset())]
        while todo:
            chosen, barred = todo.pop()
            self.lines.spend(5 * (size + len(barred)))
            hits = [members & chosen for members in family]
            if len(frozenset().union(*(hit for hit in hits if len(hit) == 1))) < len(chosen):
                continue  # an element is chosen for nothing: it alone hits no set, and never will
            if all(hits):
                yield chosen
                continue
            missed: list[frozenset[str]] = [
                members - barred for members, hit in zip(family, hits, strict=True) if not hit
            ]
            for name in sorted(min((len(members), sorted(members)) for members in missed)[1]):
                self.lines.spend(len(barred))
                todo.append((chosen | {name}, barred))
                barred = barred | {name}


def _told(lines: _Lines, used: Collection[str]) -> list[str]:
    """Return some lines in words, with the definitions and terms that are in them."""
    program = lines.program([lines.roots[name] for name in used])
    names = {extra if isinstance(extra, str) else extra[0] for _, operator, _, extra in program if operator in NAMED}
    return [
        *(f"fact {name}: {lines.text(root)}" for name, root in lines.facts.items() if name in used),
        *(f"{name}: {lines.text(root)}" for name, root in lines.red_lines.items() if name in used),
        *(f"definition {name}: {lines.text(root)}" for name, root in lines.definitions.items() if name in names),
        *(f"term {name}: {term.legend()}" for name, term in lines.terms.items() if name in names),
    ]


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _count(number: int) -> str:
    return str(number) if number < TOO_LARGE else f"at least 2^{number.bit_length() - 1}"


def check(lines: object, certificate: object) -> Proved:
    """Return what a certificate proves of a scenario's lines.

    Parameters
    ----------
    lines, certificate
        JSON data as :func:`read` returns it, of the formats ``zopa-lines/1`` and ``zopa-nodeal/1``.

    Raises
    ------
    Rejected
        If anything in the certificate does not hold.
    Unreadable
        If the lines are not sound themselves, or the format of either is another one.
    """
    for document, form in ((lines, "zopa-lines/1"), (certificate, "zopa-nodeal/1")):
        if not isinstance(document, dict) or document.get("format") != form:
            raise Unreadable(f"format is not {form}")
    try:
        known = _Lines(lines)
    except Rejected as error:
        raise Unreadable(str(error)) from None
    found = _Certificate(known, certificate)
    return Proved(found.claims, _told(known, found.used))


def main(arguments: Sequence[str]) -> int:
    """Check the certificate in a file against the lines in another; return the exit code."""
    if len(arguments) != 2:
        print("usage: python checker.py LINES.json CERTIFICATE.json", file=sys.stderr)
        return 2
    documents = []
    try:
        for path in arguments:
            where = f"{path}: "
            documents.append(read(path))
        where = ""
        proved = check(*documents)
    except Unreadable as error:
        print(f"cannot be read: {where}{error}", file=sys.stderr)
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
