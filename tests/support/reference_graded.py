"""Relaxations with concessions by brute force: every deal is listed, and for each what it needs of every red line.

A step is 0 where a line is kept, the number of a fallback, the amount of a slope, or ``GIVEN_UP``; steps compare as
numbers do. Nothing here comes from zopa.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from support.reference import Line, Spec, all_deals
from support.reference_language import Env, Exact, Expr, evaluate, holds, text
from support.reference_text import Digits, _json, statements, term_entry

GIVEN_UP = math.inf
Step: TypeAlias = Fraction | float
Steps: TypeAlias = tuple[Step, ...]
Vector: TypeAlias = frozenset[tuple[str, Step]]
"""The lines that move, each with its step."""
Given: TypeAlias = tuple[Fraction, ...]


@dataclass(frozen=True)
class Rung:
    """A fallback; its cost as it is spelt."""

    require: Expr
    cost: str


@dataclass(frozen=True)
class Slide:
    """A slope; its numbers as they are spelt."""

    cost: str
    per: str | None = None
    up_to: str | None = None

    @property
    def rate(self) -> Fraction:
        return Fraction(self.cost) / Fraction(self.per or 1)


@dataclass(frozen=True)
class GradedLine(Line):
    """A red line that may move short of being given up."""

    keep: bool = False
    fallbacks: tuple[Rung, ...] = ()
    slope: Slide | None = None

    @property
    def least_weight(self) -> Fraction:
        """The least weight with which the line could stand in a scenario."""
        if self.slope is not None and self.slope.up_to is not None:
            return self.slope.rate * Fraction(self.slope.up_to)
        return max((Fraction(one.cost) for one in self.fallbacks), default=Fraction(0))


@dataclass(frozen=True)
class GradedSpec(Spec):
    """A scenario with concessions, units for some quantities, and facts that are assumptions."""

    units: Mapping[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(graded_document(self))

    @property
    def graded(self) -> dict[str, GradedLine]:
        return {name: line for name, line in self.lines.items() if isinstance(line, GradedLine)}

    @cached_property
    def _steps(self) -> dict[Expr, Fraction]:
        return {}

    def step_of(self, expr: Expr) -> Fraction:
        """Return of what all differences between the values of a comparison's left side less the right are multiples.

        It is 0 where there is a single value, and the largest such number otherwise.
        """
        if expr not in self._steps:
            values = {difference(expr, env) for env in all_deals(self)}
            apart = [value - min(values) for value in values]
            scale = math.lcm(*(value.denominator for value in apart))
            self._steps[expr] = Fraction(math.gcd(*(int(value * scale) for value in apart)), scale)
        return self._steps[expr]


# -- text -------------------------------------------------------------------------------------------------------------


def graded_document(spec: GradedSpec) -> str:
    """Return the scenario as zopa/1 text."""
    units = {word: {"unit": unit} for word, unit in spec.units.items()}
    bases = {word: {"basis": "assumption"} for word in spec.assumed}
    return _json(
        {
            "format": "zopa/1",
            "title": "Generated",
            "terms": {word: term_entry(term) | units.get(word, {}) for word, term in spec.terms.items()},
            "definitions": statements(spec.definitions),
            "facts": {word: {"require": text(expr)} | bases.get(word, {}) for word, expr in spec.facts.items()},
            "parties": {
                party: {"red_lines": {word: _entry(spec.graded[f"{party}.{word}"]) for word in own}}
                for party, own in spec.parties.items()
            },
        }
    )


def _entry(line: GradedLine) -> dict[str, Any]:
    entry: dict[str, Any] = {"require": text(line.require)}
    if line.weight is not None:
        entry["weight"] = Digits(line.weight)
    if line.keep:
        entry["keep"] = True
    if line.fallbacks:
        entry["fallbacks"] = [{"require": text(one.require), "cost": Digits(one.cost)} for one in line.fallbacks]
    if line.slope is not None:
        parts = {"cost": line.slope.cost, "per": line.slope.per, "up_to": line.slope.up_to}
        entry["slope"] = {key: Digits(value) for key, value in parts.items() if value is not None}
    return entry


# -- comparisons ------------------------------------------------------------------------------------------------------

_CONDITIONS = {"compare", "in", "not in", "not", "and", "or", "implies", "iff", "at_least", "at_most", "exactly"}
_NUMBERS = {"number", "sum", "count", "abs", "negative", "*"}


def kind_of(expr: Expr, spec: Spec) -> str:
    """Return whether an expression is a ``condition``, a ``number``, a ``date`` or an ``option``."""
    if expr.kind == "name":
        if expr.word in spec.definitions:
            return kind_of(spec.definitions[expr.word], spec)
        kind = spec.terms[expr.word].kind
        return {"yes_no": "condition", "quantity": "number", "date": "date"}.get(kind, "option")
    if expr.kind in _CONDITIONS or expr.kind == "truth":
        return "condition"
    if expr.kind in _NUMBERS:
        return "number"
    if expr.kind in ("day", "option"):
        return {"day": "date", "option": "option"}[expr.kind]
    kinds = [kind_of(part, spec) for part in (expr.parts[1:] if expr.kind == "if" else expr.parts)]
    if expr.kind in ("+", "-"):
        return "date" if kinds.count("date") == 1 else "number"
    if expr.kind == "if":
        return kinds[0] if len(set(kinds)) == 1 else "number"
    return "date" if "date" in kinds else "number"


def movable(expr: Expr, spec: Spec) -> bool:
    """Return whether a condition is one comparison of numbers or dates that can move."""
    if expr.kind != "compare" or len(expr.word) != 1 or expr.word[0] == "!=":
        return False
    return bool({kind_of(part, spec) for part in expr.parts} & {"number", "date"})


def denominator(expr: Expr, spec: Spec) -> int:
    """Return the common denominator of the numbers of a comparison or of a side of one."""
    if expr.kind == "number":
        return Fraction(expr.word).denominator
    if expr.kind == "name":
        if expr.word in spec.definitions:
            return denominator(spec.definitions[expr.word], spec)
        term = spec.terms[expr.word]
        if term.kind != "quantity":
            return 1
        assert not hasattr(term.low, "toordinal")
        return math.lcm(Fraction(term.low).denominator, Fraction(term.step).denominator)
    if kind_of(expr, spec) in ("condition", "option") and expr.kind != "compare":
        return 1
    parts = [part for at, part in enumerate(expr.parts) if not (expr.kind == "if" and at == 0)]
    own = [1 if kind_of(part, spec) == "condition" else denominator(part, spec) for part in parts]
    if expr.kind == "count":
        return 1
    return math.prod(own) if expr.kind == "*" else math.lcm(*own)


def unit_amount(expr: Expr, spec: GradedSpec) -> Fraction:
    """Return the amount that every amount of a comparison is a multiple of."""
    finest = Fraction(1, denominator(expr, spec))
    return finest if expr.word[0] not in ("<", ">") else spec.step_of(expr) or finest


def is_sum(expr: Expr, spec: Spec) -> bool:
    """Return whether a number or date is a sum of terms with factors: its step is then that of its values."""
    if expr.kind == "name" and expr.word in spec.definitions:
        return is_sum(spec.definitions[expr.word], spec)
    if expr.kind == "*":
        return sum(part.kind != "number" for part in expr.parts) <= 1 and all(is_sum(part, spec) for part in expr.parts)
    if expr.kind in ("+", "-", "sum", "negative"):
        return all(is_sum(part, spec) for part in expr.parts)
    return expr.kind in ("number", "day", "name")


def difference(expr: Expr, env: Env) -> Fraction:
    """Return the left side of a comparison less the right."""
    left, right = (evaluate(part, env) for part in expr.parts)
    return Fraction(left) - Fraction(right)


def missed_by(expr: Expr, env: Env, spec: GradedSpec) -> Fraction:
    """Return the least amount by which a comparison has to move to hold on a deal; 0 where it holds."""
    if holds(expr, env):
        return Fraction(0)
    apart, sign = difference(expr, env), expr.word[0]
    if sign == "==":
        return abs(apart)
    beyond = apart if sign.startswith("<") else -apart
    if sign.endswith("="):
        return beyond
    unit = unit_amount(expr, spec)
    return (beyond // unit + 1) * unit


def words_in(expr: Expr) -> set[str]:
    """Return the terms and definitions that an expression names itself."""
    own = {expr.word} if expr.kind == "name" else set()
    return own.union(*(words_in(part) for part in expr.parts))


def unit_of(expr: Expr, spec: GradedSpec) -> str | None:
    """Return the unit of a comparison's amounts: that of its terms where they share one.

    Nothing is counted and nothing multiplied but by 1 and -1; what is, has no unit that is known.
    """
    if "date" in {kind_of(part, spec) for part in expr.parts}:
        return "days"
    units = set().union(*(units_in(part, spec) for part in expr.parts))
    return units.pop() if len(units) == 1 else None


def units_in(expr: Expr, spec: GradedSpec) -> set[str | None]:
    """Return the units of what a number is added up or picked from; None stands for an unknown one."""
    if expr.kind == "name":
        if expr.word in spec.definitions:
            return units_in(spec.definitions[expr.word], spec)
        return {"days" if spec.terms[expr.word].kind == "date" else spec.units.get(expr.word)}
    if expr.kind in ("number", "day"):
        return set()
    parts = expr.parts[1:] if expr.kind == "if" else expr.parts
    if expr.kind == "*":
        parts = tuple(part for part in parts if not is_one(part))
        return units_in(*parts, spec) if len(parts) == 1 else {None}
    if expr.kind in ("+", "-", "negative", "sum", "min", "max", "abs", "if"):
        return set().union(*(units_in(part, spec) for part in parts))
    return {None}


def is_one(expr: Expr) -> bool:
    """Return whether an expression is 1 or -1 as it is spelt."""
    inner = expr.parts[0] if expr.kind == "negative" else expr
    return inner.kind == "number" and abs(Fraction(inner.word)) == 1


# -- the answer -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GradedRow:
    """One deal that satisfies the facts; by line, how far it is beyond it, whatever that costs."""

    deal: Env
    beyond: Mapping[str, Step]


def rows(spec: GradedSpec, without: Collection[str] = ()) -> list[GradedRow]:
    """Return the deals that satisfy the facts, but for some facts."""
    facts = [fact for word, fact in spec.facts.items() if word not in without]
    return [
        GradedRow(env, {word: beyond(line, env, spec) for word, line in spec.graded.items()})
        for env in all_deals(spec)
        if all(holds(fact, env) for fact in facts)
    ]


def beyond(line: GradedLine, env: Env, spec: GradedSpec) -> Step:
    """Return the amount by which a comparison is missed; of any other line the first fallback that holds."""
    if not line.fallbacks and movable(line.require, spec):
        return missed_by(line.require, env, spec)
    rungs = (line.require, *(one.require for one in line.fallbacks))
    return next((Fraction(at) for at, rung in enumerate(rungs) if holds(rung, env)), GIVEN_UP)


class Graded:
    """Everything that there is to say about the concessions of a scenario.

    Parameters
    ----------
    keep
        Lines that may not move at all.
    by_unit
        Whether every comparison moves, and amounts are counted by unit.
    weights
        Weights other than the scenario's.
    """

    def __init__(
        self,
        spec: GradedSpec,
        keep: Collection[str] = (),
        budgets: Mapping[str, Fraction] | None = None,
        by_unit: bool = False,
        weights: Mapping[str, Fraction] | None = None,
        known: list[GradedRow] | None = None,
    ) -> None:
        self.spec, self.keep, self.by_unit = spec, frozenset(keep), by_unit
        self.lines = spec.graded
        self.budgets, self._weights = budgets or {}, weights or {}
        self.known = rows(spec) if known is None else known
        self.parties = [party for party, own in spec.parties.items() if own]
        self._amounts = {word: movable(line.require, spec) for word, line in self.lines.items()}

    def with_weight(self, line: str, weight: Fraction) -> Graded:
        """Return the answer with another weight of one line."""
        return Graded(self.spec, self.keep, self.budgets, weights={line: weight}, known=self.known)

    def weight(self, word: str) -> Fraction:
        return self._weights.get(word, self.lines[word].cost)

    def slides(self, word: str) -> bool:
        """Return whether a line moves by amounts."""
        line = self.lines[word]
        return line.slope is not None or self.counted(word)

    def counted(self, word: str) -> bool:
        """Return whether a line's amounts are counted by unit and not as costs."""
        line = self.lines[word]
        return self.by_unit and self._amounts[word] and not line.fallbacks and not line.keep

    def step(self, word: str, row: GradedRow) -> Step | None:
        """Return the least step that a deal needs of a line; None where no step is enough."""
        line, far = self.lines[word], row.beyond[word]
        if far == 0:
            return far
        if word in self.keep:
            return None
        if self.slides(word):
            up_to = None if line.slope is None else line.slope.up_to
            within = up_to is None or far <= Fraction(up_to)
            if self.counted(word):
                return far if within else None
            assert line.slope is not None
            affordable = line.keep or Fraction(far) * line.slope.rate <= self.weight(word)
            if within and affordable:
                return far
        elif line.fallbacks and far != GIVEN_UP:
            return far
        return None if line.keep else GIVEN_UP

    def cost(self, word: str, step: Step) -> Fraction:
        """Return what a step costs, 0 where it is counted by unit."""
        line = self.lines[word]
        if step == 0 or self.counted(word):
            return Fraction(0)
        if step == GIVEN_UP:
            return self.weight(word)
        if line.slope is not None:
            return Fraction(step) * line.slope.rate
        return Fraction(line.fallbacks[int(step) - 1].cost)

    def total(self, vector: Iterable[tuple[str, Step]]) -> Fraction:
        return sum((self.cost(word, step) for word, step in vector), Fraction(0))

    def gives(self, vector: Iterable[tuple[str, Step]]) -> Given:
        """Return what each party that holds red lines gives."""
        moves = list(vector)
        return tuple(
            self.total((word, step) for word, step in moves if word.split(".")[0] == party) for party in self.parties
        )

    @cached_property
    def needs(self) -> dict[Steps, list[GradedRow]]:
        """The steps that the deals need, of every line in order, and the deals that do."""
        found: dict[Steps, list[GradedRow]] = {}
        for row in self.known:
            steps = [self.step(word, row) for word in self.lines]
            if None in steps:
                continue
            own = tuple(step for step in steps if step is not None)
            given = dict(zip(self.parties, self.gives(zip(self.lines, own, strict=True)), strict=True))
            if all(given.get(party, 0) <= most for party, most in self.budgets.items()):
                found.setdefault(own, []).append(row)
        return found

    @property
    def verdict(self) -> str:
        return "deal" if any(not any(row.beyond.values()) for row in self.known) else "no_deal"

    def moved(self, steps: Steps) -> Vector:
        return frozenset((word, step) for word, step in zip(self.lines, steps, strict=True) if step)

    @cached_property
    def relaxations(self) -> dict[Vector, Fraction]:
        """Every minimal vector of steps and its cost."""
        return {self.moved(steps): self.total(self.moved(steps)) for steps in least(self.needs)}

    @property
    def cheapest(self) -> set[Vector]:
        costs = self.relaxations
        return {vector for vector, cost in costs.items() if cost == min(costs.values())}

    @cached_property
    def frontier(self) -> set[Given]:
        """Every division of the cost that no other beats."""
        return set(least({self.gives(self.moved(steps)) for steps in self.needs}))

    def amounts(self, vector: Iterable[tuple[str, Step]]) -> dict[str, Fraction]:
        """Return the total amount of each unit in which something moves."""
        found: dict[str, Fraction] = {}
        for word, step in vector:
            if self.counted(word) and step:
                unit = unit_of(self.lines[word].require, self.spec) or ""
                found[unit] = found.get(unit, Fraction(0)) + Fraction(step)
        return found

    @cached_property
    def movements(self) -> set[tuple[Fraction, frozenset[tuple[str, Fraction]]]]:
        """Every least movement: the cost of the lines without amounts, and the amounts by unit."""
        vectors = [self.moved(steps) for steps in self.needs]
        every = [(self.total(vector), self.amounts(vector)) for vector in vectors]
        units = sorted({unit for _, amounts in every for unit in amounts})
        points = least({(cost, *(amounts.get(unit, Fraction(0)) for unit in units)) for cost, amounts in every})
        return {
            (cost, frozenset((unit, amount) for unit, amount in zip(units, rest, strict=True) if amount))
            for cost, *rest in points
        }

    def within(self, vector: Mapping[str, Step]) -> list[GradedRow]:
        """Return the deals that need no more than some steps."""
        most = tuple(vector.get(word, 0) for word in self.lines)
        return [row for steps, found in self.needs.items() if no_more(steps, most) for row in found]

    def preferred(self, vector: Mapping[str, Step]) -> Env:
        """Return the deal to show: term by term nearest the status quo, else the lowest."""

        def distance(row: GradedRow) -> list[tuple[Exact, int]]:
            ranks = []
            for word, term in self.spec.terms.items():
                position = term.values.index(row.deal[word])
                ranks.append((position if term.status_quo is None else abs(position - term.status_quo), position))
            return ranks

        return min(self.within(vector), key=distance).deal


def no_more(one: Iterable[Step], other: Iterable[Step]) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True))


def least(points: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the points that no other beats."""
    kept: list[tuple[Any, ...]] = []
    for point in sorted(points):
        if not any(no_more(other, point) for other in kept):
            kept.append(point)
            yield point


def unsound(spec: GradedSpec) -> set[tuple[str, int]]:
    """Return the fallbacks, counted from 0, that a deal shows not to be softer than what is before them."""
    found = set()
    for env in all_deals(spec):
        if all(holds(fact, env) for fact in spec.facts.values()):
            for word, line in spec.graded.items():
                rungs = [holds(line.require, env), *(holds(one.require, env) for one in line.fallbacks)]
                found |= {(word, at) for at in range(len(rungs) - 1) if rungs[at] and not rungs[at + 1]}
    return found
