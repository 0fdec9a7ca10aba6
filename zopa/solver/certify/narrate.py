"""Follows the steps of a refutation once more and says, in the scenario's values, what each of them forces."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from ...models.expressions import intervals, nodes
from ...models.lines.text import infix
from ...models.meaning.meaning import Line, Meaning
from ...models.values import Exact, exact, exact_sum
from ...results.certificate import Cut, Divide, End, Lemma, LineRow, Mean, Parts, Refutation, RowName, Split, Sum
from ...results.explanation import (
    AddsUp,
    Counts,
    Fails,
    Forces,
    Inequality,
    Left,
    Multiplies,
    Recalls,
    Remarks,
    Rounds,
    Sides,
    Supposes,
    Told,
)
from ..intervals import Intervals
from .boxes import Box, Evaluator
from .means import Product
from .rows import Row, Rows, combined, divided


def narrated(meaning: Meaning, refutation: Refutation) -> tuple[Told, ...]:
    """Return what each step of a refutation says."""
    return tuple(_Narrator(meaning, refutation).remarks())


class _Narrator:
    def __init__(self, meaning: Meaning, refutation: Refutation) -> None:
        self._meaning = meaning
        self._refutation = refutation
        named = {*refutation.red_lines, *refutation.facts}
        self._lines: dict[str, Line] = {
            line.id: line for line in (*meaning.facts, *meaning.red_lines) if line.id in named
        }
        wanted = {term for line in self._lines.values() for term in line.terms}
        self._start = Box(meaning, [term for term in meaning.terms if term in wanted])
        self._evaluator = Evaluator(meaning)
        self._rows = Rows(self._evaluator)
        self._derived: list[Row] = []
        self._known: tuple[int, ...] = ()  # those of the current branch; they are printed with other numbers
        self._lemmas: list[Mapping[str, tuple[int, int]]] = []

    def remarks(self) -> Iterable[Told]:
        box, depth = self._start.copy(), 0
        waiting: list[tuple[Box, tuple[int, ...], int, Supposes | None]] = []
        for step in self._refutation.steps:
            ended = False
            match step:
                case Lemma(ranges):
                    waiting.append((box, self._known, depth, None))
                    self._known = ()
                    box, depth = self._start.copy(), depth + 1
                    for term, first, last in ranges:
                        box.put(term, box.within(term, first, last))
                    self._lemmas.append({term: (first, last) for term, first, last in ranges})
                    yield Remarks(len(self._lemmas), {term: self.left(box, term) for term, _, _ in ranges})
                case Cut(line, term, removed):
                    given: dict[str, Left] = {}
                    for first, last in removed:
                        given |= self.needed(line, box, (term, first, last))
                        rest = box.without(term, first, last)
                        ended = not rest
                        if rest:
                            box.put(term, rest)
                    left = () if ended else self.left(box, term)
                    if isinstance(line, int):
                        yield Recalls(line + 1, term, left, depth)
                    else:
                        yield Forces(line, term, left, given, depth)
                case End(int(number)):
                    ended = True
                    yield Recalls(number + 1, None, (), depth)
                case End(str(line)):
                    ended = True
                    yield Fails(line, self.needed(line, box, None), depth, self.sides(self._lines[line], box))
                case Sum(parts):
                    ended = True
                    yield self.counted(parts, box, depth) or self.adds_up(parts, box, depth)
                case Divide(parts, divisor):
                    inequalities, total, _ = self.added(parts, box)
                    row = divided(total, divisor)
                    self._known = (*self._known, len(self._derived))
                    self._derived.append(row)
                    factors, most, _ = self.in_values(row, self.whole(row))
                    yield Rounds(inequalities, len(self._derived), factors, most, depth)
                case Mean(line, path, weights, parts):
                    yield self.multiplied(line, path, weights, parts, box, depth)
                case Split(term, at):
                    lower, upper = box.halves(term, at)
                    depth += 1
                    waiting.append((upper, self._known, depth, Supposes(term, self.left(upper, term), True, depth)))
                    box = lower
                    yield Supposes(term, self.left(lower, term), False, depth)
            if ended and waiting:
                box, self._known, depth, supposed = waiting.pop()
                if supposed is not None:
                    yield supposed

    # -- values ---------------------------------------------------------------------------------------------------

    def values(self, term: str, positions: Intervals) -> Left:
        domain = self._meaning.domains[term]
        return tuple((domain.at(first), domain.at(last)) for first, last in positions)

    def left(self, box: Box, term: str) -> Left:
        return self.values(term, box.positions[term])

    def needed(self, line: str | int, box: Box, cut: tuple[str, int, int] | None) -> dict[str, Left]:
        """Return what the other terms of a line can still be, as far as a step needs it: others may then be free."""
        if isinstance(line, int):
            return {}
        wide = box.copy()
        if cut is not None:
            inside = box.within(*cut)
            wide.put(cut[0], inside)
        concerned = self._lines[line].terms - ({cut[0]} if cut else set())
        given = {}
        for term in self._meaning.terms:
            kept = wide.positions.get(term)
            if term not in concerned or kept is None or kept == self._start.positions[term]:
                continue
            wide.put(term, self._start.positions[term])
            if self._evaluator.truth(self._lines[line], wide.spans) is not False:
                wide.put(term, kept)
                given[term] = self.values(term, kept)
        return given

    def sides(self, line: Line, box: Box) -> Sides | None:
        """Return what the two sides of a comparison of numbers can be; None of others, and where it is plain to see."""
        node = line.node
        if not isinstance(node, nodes.Compare) or node.operator == "!=":
            return None
        plain = all(isinstance(side, nodes.Constant | nodes.Value) for side in (node.left, node.right))
        if plain or any(self._meaning.terms[term].type not in ("quantity", "yes_no") for term in line.terms):
            return None
        known = {term: intervals.Range(*box.spans[term], 0, 1) for term in line.terms}
        for definition in self._meaning.definitions:
            if definition.name in line.definitions:
                known[definition.name] = _range(definition.node, known)
        left, right = (intervals.interval(side, known) for side in (node.left, node.right))
        return (left.low, left.high), node.operator, (right.low, right.high)

    def adds_up(self, parts: Parts, box: Box, depth: int) -> AddsUp:
        inequalities, total, scale = self.added(parts, box)
        factors, most, constant = self.in_values(total, scale)
        at_least = exact_sum(exact(self._rows.least(total, box) * scale), constant)
        return AddsUp(inequalities, factors, at_least, most, depth)

    # -- counting -------------------------------------------------------------------------------------------------

    def counted(self, parts: Parts, box: Box, depth: int) -> Counts | None:
        """Return a sum as a count of conditions, of which each term makes one true; None where it is none."""
        atoms, asked, terms = self._rows.atoms, list[tuple[str, Exact]](), set[str]()
        rows = [self.row(times, name, box) for times, name in parts]
        for (times, name), row in zip(parts, rows, strict=True):
            names = [name for name, _ in row.factors]
            if times != 1 or not isinstance(name, LineRow) or any(factor != -1 for _, factor in row.factors):
                return None
            if not all(name in atoms.by_name and atoms.is_single(name) for name in names):
                return None
            asked.append((name.line, -row.most))
            terms |= {term for name in names for term in atoms.by_name[name].terms}
        most = -self._rows.least(combined((1, row) for row in rows), box)
        # Where some term makes none of them true, or several, it is no plain count.
        return Counts(tuple(asked), tuple(self.in_order(terms)), most, depth) if most == len(terms) else None

    def in_order(self, terms: set[str]) -> list[str]:
        return [term for term in self._meaning.terms if term in terms]

    # -- products -------------------------------------------------------------------------------------------------

    def multiplied(
        self, line: str, path: tuple[int, ...], weights: tuple[int, ...], parts: Parts, box: Box, depth: int
    ) -> Multiplies:
        inequalities, total, _ = self.added(parts, box)
        product = Product(self._rows, self._lines[line], path, self._evaluator)
        common = math.gcd(*weights)
        row = product.bound(weights, total, box)
        self._known = (*self._known, len(self._derived))
        self._derived.append(row)
        return Multiplies(
            parts=inequalities,
            line=line,
            number=len(self._derived),
            product=infix(product.written),
            factors=tuple((w // common, infix(tree)) for w, tree in zip(weights, product.trees, strict=True)),
            total=exact(product.total(weights, total, box) / common),
            most=exact(Fraction(row.most, product.atom.unit)),
            depth=depth,
        )

    # -- rows -----------------------------------------------------------------------------------------------------

    def row(self, times: int, name: RowName, box: Box) -> Row:
        if not isinstance(name, LineRow):
            return self._derived[self._known[name]]
        found = self._rows.of(self._lines[name.line], box)
        return next(one.row for one in found if one.path == name.path and one.is_reversed == (times < 0))

    def added(self, parts: Parts, box: Box) -> tuple[tuple[Inequality, ...], Row, Fraction]:
        """Return rows as inequalities of values, their sum, and how many times that is the sum of these."""
        rows = [self.row(times, name, box) for times, name in parts]
        total = combined((abs(times), row) for (times, _), row in zip(parts, rows, strict=True))
        scales = [self.whole(row) for row in rows]
        # What each is multiplied by, in whole numbers: each row was made whole, and as small as can be, by itself.
        times = [abs(multiplier) / scale for (multiplier, _), scale in zip(parts, scales, strict=True)]
        common = Fraction(math.lcm(*(factor.denominator for factor in times)))
        common /= math.gcd(*(int(factor * common) for factor in times)) or 1
        made = []
        for (_, name), row, scale, factor in zip(parts, rows, scales, times, strict=True):
            factors, most, _ = self.in_values(row, scale)
            source = name.line if isinstance(name, LineRow) else self._known[name] + 1
            made.append(Inequality(source, factors, most, int(factor * common)))
        return tuple(made), total, common

    def factor(self, term: str, factor: int) -> Fraction:
        """Return what multiplies the value where ``factor`` multiplies the position."""
        atom = self._rows.atoms.by_name.get(term)
        return Fraction(factor * atom.unit) if atom else factor / Fraction(self._meaning.domains[term].step)

    def whole(self, row: Row) -> Fraction:
        """Return what makes the factors of a row's values whole, and as small as can be."""
        factors = [self.factor(term, factor) for term, factor in row.factors]
        scale = math.lcm(*(factor.denominator for factor in factors))
        return Fraction(scale, math.gcd(*(int(factor * scale) for factor in factors)) or 1)

    def in_values(self, row: Row, scale: Fraction) -> tuple[dict[str, Exact], Exact, Exact]:
        """Return a multiple of a row about positions as one about values, and what was added to both sides for that."""
        factors: dict[str, Exact] = {}
        added = Fraction(0)
        for term, factor in row.factors:
            times = self.factor(term, factor) * scale
            atom = self._rows.atoms.by_name.get(term)
            factors[infix(atom.tree) if atom else term] = exact(times)
            added += 0 if atom else times * Fraction(self._meaning.domains[term].start)
        return factors, exact(row.most * scale + added), exact(added)


def _range(node: nodes.Node, known: Mapping[str, intervals.Range]) -> intervals.Range:
    """Return the range of a definition; a condition is 1 or 0."""
    if isinstance(node, nodes.Numeric):
        return intervals.interval(node, known)
    truth = intervals.truth(node, known)
    return intervals.Range(int(truth is True), int(truth is not False), 0, 1)
