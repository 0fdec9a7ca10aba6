"""What lines are as linear inequalities on a box, by the certificate's rules (``docs/reference/certificate.md``)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...models.meaning import Line
from ...models.normal import Tree
from ...models.values import Exact, exact_sum
from .values import Box, Evaluator, value

Form: TypeAlias = tuple[dict[str, Exact], Exact]
"""Factors of the positions of terms, and a constant."""


@dataclass(frozen=True)
class Row:
    """A sum of multiples of the positions of terms is at most a number."""

    factors: tuple[tuple[str, int], ...]
    most: int


def combined(parts: Iterable[tuple[int, Row]]) -> Row:
    """Return the sum of some rows, each multiplied by a number."""
    factors: dict[str, int] = {}
    most = 0
    for multiplier, row in parts:
        most += multiplier * row.most
        for term, factor in row.factors:
            factors[term] = factors.get(term, 0) + multiplier * factor
    return Row(tuple((term, factor) for term, factor in sorted(factors.items()) if factor), most)


def reversed_row(row: Row) -> Row:
    """Return the row with all signs changed; an equation is a row and this."""
    return Row(tuple((term, -factor) for term, factor in row.factors), -row.most)


def divided(row: Row, divisor: int) -> Row:
    """Return a row divided by a divisor of its factors, the right side rounded down."""
    return Row(tuple((term, factor // divisor) for term, factor in row.factors), row.most // divisor)


def least(row: Row, box: Box) -> int:
    """Return the least value of a row's left side on a box."""
    return sum(factor * box.hull(term)[factor < 0] for term, factor in row.factors)


class Rows:
    """Finds the rows of lines on boxes."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._forms: dict[int, tuple[Tree, Form | None]] = {}

    def of(self, line: Line, box: Box) -> list[Row]:
        """Return the rows of a line on a box, in the order in which the certificate counts them."""
        self._evaluator.evaluations += 5
        definitions = self._evaluator.environment(line, box.spans)
        made: list[Row] = []
        pending: list[tuple[Tree, bool]] = [(self._evaluator.trees[line.id], True)]

        def is_open(part: Tree) -> bool:
            return self._evaluator.truth_of(part, box.spans, definitions) is None

        while pending:
            tree, wanted = pending.pop()
            if not is_open(tree):
                continue
            match tree:
                case ["value", str(name)]:
                    pending.append((self._evaluator.definitions[name], wanted))
                case ["not", part]:
                    pending.append((part, not wanted))
                case ["and" | "or" as operator, *parts]:
                    undecided = [part for part in parts if is_open(part)]
                    if wanted == (operator == "and") or len(undecided) == 1:
                        pending.extend((part, wanted) for part in reversed(undecided))
                    else:
                        made += self._one_of(undecided, wanted)
                case ["<=", left, right]:
                    made += self._at_most(left, right) if wanted else self._at_most(right, left, is_strict=True)
                case ["==", left, right] if wanted:
                    made += self._at_most(left, right) + self._at_most(right, left)
                case dict() | ["term", _]:
                    made += self._one_of([tree], wanted)
        return made

    def _one_of(self, parts: Sequence[Tree], wanted: bool) -> list[Row]:
        """Return that at least one of some open conditions is as wanted; nothing if one of them is not linear."""
        total: Form = ({}, 1)
        for part in parts:
            form = self._form(part)
            if form is None:
                return []
            total = _plus(total, form, -1) if wanted else _plus(_plus(total, form), ({}, -1))
        return [_row(total)]

    def _at_most(self, left: Tree, right: Tree, is_strict: bool = False) -> list[Row]:
        one, other = self._form(left), self._form(right)
        return [] if one is None or other is None else [_row(_plus(one, other, -1), is_strict)]

    def _form(self, tree: Tree) -> Form | None:
        known = self._forms.get(id(tree))
        if known is None:
            known = self._forms[id(tree)] = tree, self._linear(tree)
        return known[1]

    def _linear(self, tree: Tree) -> Form | None:
        match tree:
            case ["value", str(name)]:
                return self._form(self._evaluator.definitions[name])
            case ["not", part]:
                while isinstance(part, list) and part[0] == "value":
                    part = self._evaluator.definitions[part[1]]
                form = None if isinstance(part, list) and part[0] == "not" else self._form(part)
                return None if form is None else _plus(({}, 1), form, -1)
            case ["term", str(name)]:
                tree = {name: 1}
            case list():
                return None
        if not isinstance(tree, dict):
            return {}, value(tree)
        total: Form = ({}, 0)
        for term, factor in tree.items():
            domain = self._evaluator.meaning.domains[term]
            total = _plus(total, ({term: domain.step}, domain.start), value(factor))
        return total


def _plus(one: Form, other: Form, times: Exact = 1) -> Form:
    """Add a multiple of one form to another."""
    factors = dict(one[0])
    for term, factor in other[0].items():
        total = exact_sum(factors.pop(term, 0), factor * times)
        if total:
            factors[term] = total
    return factors, exact_sum(one[1], other[1] * times)


def _row(form: Form, is_strict: bool = False) -> Row:
    """Return a form as a row: at most 0, or below it."""
    factors, constant = form
    scale = math.lcm(constant.denominator, *(factor.denominator for factor in factors.values()))
    whole = tuple(sorted((term, int(factor * scale)) for term, factor in factors.items()))
    return Row(whole, -int(constant * scale) - is_strict)
