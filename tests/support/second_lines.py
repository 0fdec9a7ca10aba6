"""Lines as the second checker reads them: what an expression is on a box, and what it says in rows.

Written from docs/reference/certificate.md alone, as ``second_checker.py`` is: plain and slow, fractions everywhere,
each expression read where it stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Range = tuple[Fraction, Fraction]
Box = Mapping[str, Sequence[tuple[int, int]]]
"""For each term the positions that it has left, as disjoint ranges in ascending order, none of them empty."""


@dataclass(frozen=True)
class Expression:
    """An expression that is a variable, times its unit."""

    written: Any


Variable = str | Expression
"""A term, for its position, or an expression."""
Linear = tuple[dict[Variable, Fraction], Fraction]
"""The factors of variables, and a constant."""
Row = tuple[dict[Variable, int], int]
"""Whole factors of variables, and the whole number that their sum is at most."""

TRUE, FALSE, OPEN = (Fraction(1),) * 2, (Fraction(0),) * 2, (Fraction(0), Fraction(1))
ONE: Linear = ({}, Fraction(1))
PARTS: dict[str, tuple[int, float]] = {"abs": (1, 1), "not": (1, 1), "<=": (2, 2), "==": (2, 2), "if": (3, 3)}
PARTS |= dict.fromkeys(("+", "*", "min", "max", "and", "or"), (1, math.inf))
"""How many parts an operator has."""


class NotReadable(Exception):
    """The lines are malformed."""


class NotProved(Exception):
    """The certificate is malformed, or something in it is not so."""


def readable(condition: object) -> None:
    if not condition:
        raise NotReadable


def need(condition: object) -> None:
    if not condition:
        raise NotProved


def number(value: Any) -> Fraction | None:
    """Return an integer or a text `"p/q"` as a fraction; None if it is neither."""
    if type(value) is int:
        return Fraction(value)
    if isinstance(value, str) and "/" in value:
        try:
            found = Fraction(value)
        except (ValueError, ZeroDivisionError):
            return None
        return found if str(found) == value else None
    return None


class Lines:
    """A file of lines that is well-formed."""

    def __init__(self, document: Any) -> None:
        readable(isinstance(document, dict) and document.get("format") == "zopa-lines/1")
        self.document = document
        fields = ("scenario", "terms", "definitions", "facts", "red_lines", "weights")
        readable(all(isinstance(document.get(field), dict) for field in fields))
        self.sizes: dict[str, int] = {}
        self.values: dict[str, tuple[Fraction, Fraction]] = {}
        for name, term in document["terms"].items():
            readable(isinstance(term, dict))
            start, step, size = number(term.get("start")), number(term.get("step")), term.get("size")
            if start is None or step is None or type(size) is not int or size < 1:
                raise NotReadable
            self.sizes[name], self.values[name] = size, (start, step)
        self.trees: dict[Expression, Any] = {}
        self.everything: Box = {name: ((0, size - 1),) for name, size in self.sizes.items()}
        self.definitions: dict[str, Any] = {}
        for name, tree in document["definitions"].items():
            self.read(tree)
            self.definitions[name] = tree
        self.facts: dict[str, Any] = document["facts"]
        self.red_lines: dict[str, Any] = document["red_lines"]
        readable(not self.facts.keys() & self.red_lines.keys())
        self.lines = {**self.facts, **self.red_lines}
        for tree in self.lines.values():
            self.read(tree)
        self.weights: dict[str, Fraction] = {}
        for name in self.red_lines:
            weight = number(document["weights"].get(name))
            if weight is None:
                raise NotReadable
            self.weights[name] = weight

    def read(self, tree: Any) -> None:
        """Raise unless this is an expression of the terms and the definitions read so far."""
        if number(tree) is not None:
            return
        if isinstance(tree, dict):
            readable(all(name in self.sizes and number(factor) is not None for name, factor in tree.items()))
            return
        readable(isinstance(tree, list) and tree and isinstance(tree[0], str))
        operator, *parts = tree
        if operator in ("term", "value"):
            readable(len(parts) == 1 and isinstance(parts[0], str))
            readable(parts[0] in (self.sizes if operator == "term" else self.definitions))
            return
        readable(operator in PARTS)
        least, most = PARTS[operator]
        readable(least <= len(parts) <= most)
        for part in parts:
            self.read(part)

    def meant(self, tree: Any) -> Any:
        """Return what a definition stands for, and anything else as it is."""
        while isinstance(tree, list) and tree[0] == "value":
            tree = self.definitions[tree[1]]
        return tree

    def terms_of(self, tree: Any) -> set[str]:
        """Return the terms in an expression, through definitions too."""
        tree = self.meant(tree)
        if isinstance(tree, dict):
            return set(tree)
        if not isinstance(tree, list):
            return set()
        if tree[0] == "term":
            return {tree[1]}
        return set[str]().union(*(self.terms_of(part) for part in tree[1:]))

    # -- what a line is on a box --------------------------------------------------------------------------------------

    def range(self, tree: Any, box: Box) -> Range:
        """Return the least and the greatest number of an expression on a box."""
        tree = self.meant(tree)
        if isinstance(tree, dict):
            return added([multiplied((exact(factor),) * 2, self.term(name, box)) for name, factor in tree.items()])
        if not isinstance(tree, list):
            return exact(tree), exact(tree)
        if tree[0] == "term":
            return self.term(tree[1], box)
        parts = [self.range(part, box) for part in tree[1:]]
        firsts, lasts = [first for first, _ in parts], [last for _, last in parts]
        match tree[0]:
            case "+":
                return added(parts)
            case "*":
                made = parts[0]
                for part in parts[1:]:
                    made = multiplied(made, part)
                return made
            case "min" | "and":
                return min(firsts), min(lasts)
            case "max" | "or":
                return max(firsts), max(lasts)
            case "abs":
                (first, last) = parts[0]
                sizes = abs(first), abs(last)
                return (Fraction(0) if first <= 0 <= last else min(sizes)), max(sizes)
            case "not":
                return 1 - lasts[0], 1 - firsts[0]
            case "<=":
                return TRUE if lasts[0] <= firsts[1] else FALSE if firsts[0] > lasts[1] else OPEN
            case "==":
                if firsts[0] == lasts[0] == firsts[1] == lasts[1]:
                    return TRUE
                return FALSE if lasts[0] < firsts[1] or lasts[1] < firsts[0] else OPEN
            case "if":
                if holds(parts[0]) or fails(parts[0]):
                    return parts[1] if holds(parts[0]) else parts[2]
                return min(firsts[1:]), max(lasts[1:])
        raise AssertionError(tree)

    def term(self, name: str, box: Box) -> Range:
        start, step = self.values[name]
        ends = start + step * box[name][0][0], start + step * box[name][-1][1]
        return min(ends), max(ends)

    # -- rows ---------------------------------------------------------------------------------------------------------

    def linear(self, tree: Any) -> Linear | None:
        """Return what is linear as a sum of multiples of positions; None for anything else."""
        tree = self.meant(tree)
        if isinstance(tree, list) and tree[0] == "not":
            part = self.linear(tree[1])
            return part and combined([(1, ({}, Fraction(1))), (-1, part)])
        if isinstance(tree, list) and tree[0] != "term":
            return None
        if not isinstance(tree, list | dict):
            return {}, exact(tree)
        factors, constant = dict[Variable, Fraction](), Fraction(0)
        for name, text in tree.items() if isinstance(tree, dict) else [(tree[1], 1)]:
            start, step = self.values[name]
            factors[name] = exact(text) * step
            constant += exact(text) * start
        return factors, constant

    def variable(self, tree: Any) -> Expression:
        """Return an expression as a variable: two that are the same are equal."""
        tree = self.meant(tree)
        alone = self.linear(tree)
        if alone is not None:
            written: Any = ("linear", frozenset(alone[0].items()), alone[1])
        else:
            written = (tree[0], *(self.variable(part).written for part in tree[1:]))
        found = Expression(written)
        self.trees.setdefault(found, tree)
        return found

    def unit(self, tree: Any) -> int:
        """Return what makes the value of an expression whole."""
        tree = self.meant(tree)
        alone = self.linear(tree)
        if alone is not None:
            return math.lcm(alone[1].denominator, *(factor.denominator for factor in alone[0].values()))
        if tree[0] in ("<=", "=="):
            return 1
        units = [self.unit(part) for part in tree[1:]]
        return math.prod(units) if tree[0] == "*" else math.lcm(*units)

    def form(self, tree: Any) -> Linear:
        """Return an expression as a sum of multiples of variables and a constant."""
        tree = self.meant(tree)
        alone = self.linear(tree)
        if alone is not None:
            return alone
        if tree[0] == "+":
            return combined([(1, self.form(part)) for part in tree[1:]])
        if tree[0] == "not":
            return combined([(1, ONE), (-1, self.form(tree[1]))])
        if tree[0] == "*":
            parts = [self.linear(part) for part in tree[1:]]
            others = [at for at, part in enumerate(parts) if part is None or part[0]]
            if len(others) == 1:
                times = math.prod((part[1] for at, part in enumerate(parts) if part and at not in others), start=ONE[1])
                return combined([(times, self.form(tree[1 + others[0]]))])
        return {self.variable(tree): Fraction(1, self.unit(tree))}, Fraction(0)

    def ends(self, variable: Variable, box: Box) -> Range:
        """Return the least and the greatest number that a variable is on a box."""
        if isinstance(variable, str):
            return Fraction(box[variable][0][0]), Fraction(box[variable][-1][1])
        tree = self.trees[variable]
        low, high = self.range(tree, box)
        return low * self.unit(tree), high * self.unit(tree)

    def at_least(self, factors: Mapping[Any, Any], box: Box) -> Fraction:
        """Return what a sum of multiples of variables is at least on a box."""
        groups: dict[Any, list[Variable]] = {}
        for variable in factors:
            terms = {variable} if isinstance(variable, str) else self.terms_of(self.trees[variable])
            groups.setdefault(min(terms) if len(terms) == 1 else variable, []).append(variable)
        total = Fraction(0)
        for about, own in groups.items():
            if isinstance(about, str) and own != [about]:
                left = [at for first, last in box[about] for at in range(first, last + 1)] if few(box[about]) else []
                if left:
                    total += min(
                        sum(factors[one] * self.ends(one, {about: [(at, at)]})[0] for one in own) for at in left
                    )
                    continue
            total += sum(min(factors[one] * end for end in self.ends(one, box)) for one in own)
        return total

    # -- products -----------------------------------------------------------------------------------------------------

    def part(self, line: str, path: Sequence[Any]) -> Any:
        """Return the expression at a path through any expressions that are not linear."""
        tree = self.meant(self.lines[line])
        for at in path:
            need(self.linear(tree) is None and type(at) is int and 0 <= at < len(tree) - 1)
            tree = self.meant(tree[1 + at])
        return tree

    def factors(self, tree: Any) -> list[Any]:
        """Return the factors of an expression."""
        found = [self.meant(tree)]
        while any(isinstance(one, list) and one[0] == "*" for one in found):
            at = next(at for at, one in enumerate(found) if isinstance(one, list) and one[0] == "*")
            found[at : at + 1] = [self.meant(part) for part in found[at][1:]]
            need(len(found) <= 64)
        return found

    def mean(self, tree: Any, weights: Sequence[Any], rows: Row, box: Box) -> Row:
        """Return the row that says what a product is at most."""
        factors = self.factors(tree)
        need(all(self.range(factor, box)[0] >= 0 for factor in factors))
        need(len(weights) == len(factors) and all(type(one) is int and 0 < one < 2**4096 for one in weights))
        multiples, constant = combined([(w, self.form(factor)) for w, factor in zip(weights, factors, strict=True)])
        left, most = rows
        rest, _ = combined([(1, (left, Fraction(0))), (-1, (multiples, Fraction(0)))])
        mean = (most + constant - self.at_least(rest, box)) / len(factors)
        need(abs(mean.numerator) < 2**4096 and mean.denominator < 2**4096)
        return {self.variable(tree): 1}, math.floor(mean ** len(factors) / math.prod(weights) * self.unit(tree))

    # -- the row at a path --------------------------------------------------------------------------------------------

    def row(self, line: str, path: Sequence[Any], box: Box) -> tuple[Row, bool]:
        """Return the row at a path into a line, and whether it is an equation."""
        tree, is_true = self.meant(self.lines[line]), True
        for at in path:
            need(isinstance(tree, list) and tree[0] in ("not", "and", "or") and self.linear(tree) is None)
            operator, *parts = tree
            need(type(at) is int and 0 <= at < len(parts))
            others = [self.range(part, box) for number, part in enumerate(parts) if number != at]
            if operator == "not":
                is_true = not is_true
            elif is_true != (operator == "and"):
                need(all(fails(other) if operator == "or" else holds(other) for other in others))
            tree = self.meant(parts[at])
        alone = self.linear(tree)
        if alone is not None:
            return sum_of([alone], 1, is_true), False
        need(isinstance(tree, list) and tree[0] in ("or", "and", "<=", "=="))
        parts = [self.form(part) for part in tree[1:]]
        if tree[0] in ("or", "and"):
            ends = [self.range(part, self.everything) for part in tree[1:]]
            need(all(least >= 0 and greatest <= 1 for least, greatest in ends))
            return sum_of(parts, 1 if tree[0] == "or" else len(parts), is_true), False
        match tree[0], is_true:
            case "<=", True:
                return whole(combined([(1, parts[0]), (-1, parts[1])])), False
            case "<=", False:
                factors, most = whole(combined([(-1, parts[0]), (1, parts[1])]))
                return (factors, most - 1), False
            case "==", True:
                return whole(combined([(1, parts[0]), (-1, parts[1])])), True
        raise NotProved


def holds(condition: Range) -> bool:
    return condition[0] >= 1


def fails(condition: Range) -> bool:
    return condition[1] < 1


def sum_of(parts: Sequence[Any], least: int, is_true: bool) -> Row:
    """Return the row that says that a sum is at least a number, or less than it."""
    if is_true:
        return whole(combined([(least, ONE), *((-1, part) for part in parts)]))
    factors, most = whole(combined([(-least, ONE), *((1, part) for part in parts)]))
    return factors, most - 1


def exact(value: Any) -> Fraction:
    found = number(value)
    assert found is not None
    return found


def added(ranges: Sequence[Range]) -> Range:
    return sum((first for first, _ in ranges), Fraction(0)), sum((last for _, last in ranges), Fraction(0))


def multiplied(one: Range, other: Range) -> Range:
    products = [left * right for left in one for right in other]
    return min(products), max(products)


def few(positions: Sequence[tuple[int, int]]) -> bool:
    """Return whether each position is looked at."""
    return sum(last - first + 1 for first, last in positions) <= 10_000


def combined(parts: Sequence[tuple[Any, Any]]) -> Linear:
    """Return a sum of multiples of what is linear."""
    factors, constant = dict[Variable, Fraction](), Fraction(0)
    for times, (own, more) in parts:
        for name, factor in own.items():
            factors[name] = factors.get(name, Fraction(0)) + times * factor
        constant += times * more
    return factors, constant


def whole(linear: Linear) -> Row:
    """Return the row that says that something linear is at most 0."""
    factors, constant = linear
    times = math.lcm(constant.denominator, *(factor.denominator for factor in factors.values()))
    return {name: int(times * factor) for name, factor in factors.items()}, int(-times * constant)
