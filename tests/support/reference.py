"""A brute-force answer to a scenario, by the definitions alone, sharing no code with zopa.

Every deal is listed and every line evaluated on it; a conflict is then a minimal set of red lines that no listed deal
satisfies, a relaxation the complement of a largest set that one does.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from support.reference_language import Env, Exact, Expr, Value, evaluate, holds, name, option, rewritten, whole

Lines: TypeAlias = frozenset[str]
Words: TypeAlias = Mapping[str, object]
"""A value for every term as zopa prints it: bool, option, number or date."""


@dataclass(frozen=True)
class Term:
    """A decision variable: options for a choice or scale, else ``size`` steps from ``low``.

    The status quo is a position, which need not be one of the term's own: 1.9 is just below the value at 2.
    """

    kind: str
    options: tuple[str, ...] = ()
    low: Exact | date = 0
    step: Exact = 1
    size: int = 2
    status_quo: Exact | None = None

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Every value, in the order that decides which is lowest."""
        match self.kind:
            case "yes_no":
                return (False, True)
            case "choice" | "scale":
                return tuple(enumerate(self.options))
        start = self.low.toordinal() if isinstance(self.low, date) else self.low
        return tuple(whole(start + self.step * at) for at in range(self.size))

    @cached_property
    def words(self) -> tuple[object, ...]:
        """Every value in the scenario's words."""
        match self.kind:
            case "choice" | "scale":
                return self.options
            case "date":
                return tuple(map(self.word, range(self.size)))
        return self.values

    def word(self, position: Exact) -> object:
        """Return what stands at a position in the scenario's words, also between and beyond the values."""
        match self.kind:
            case "quantity":
                return whole(self.low + self.step * position)
            case "date":
                assert isinstance(self.low, date)
                return self.low + timedelta(days=int(position))
        return self.words[int(position)]

    def value(self, word: object) -> Value:
        """Return the value that zopa's word stands for."""
        known = Fraction(word) if isinstance(word, Decimal) else word
        return self.values[self.words.index(known)]


@dataclass(frozen=True)
class Line:
    """A red line; ``weight`` as it is spelt, None where the scenario does not state one."""

    require: Expr
    weight: str | None = None

    @property
    def cost(self) -> Fraction:
        return Fraction(self.weight or 1)


@dataclass(frozen=True)
class Spec:
    """A scenario; definitions stand so that each uses only earlier ones."""

    terms: Mapping[str, Term]
    parties: Mapping[str, Mapping[str, Line]]
    definitions: Mapping[str, Expr] = field(default_factory=dict)
    facts: Mapping[str, Expr] = field(default_factory=dict)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """Let Hypothesis show a failing scenario as a file that zopa reads."""
        from support.reference_text import document

        printer.text(document(self))

    @cached_property
    def lines(self) -> dict[str, Line]:
        """Every red line by its full id."""
        return {f"{party}.{name}": line for party, own in self.parties.items() for name, line in own.items()}

    def environment(self, deal: Env) -> dict[str, Value]:
        """Return the value of every term and definition on a deal."""
        env = dict(deal)
        for word, expr in self.definitions.items():
            env[word] = evaluate(expr, env)
        return env

    def read(self, words: Words) -> dict[str, Value]:
        """Return the environment of a deal in zopa's words."""
        return self.environment({name: term.value(words[name]) for name, term in self.terms.items()})


def with_expressions(spec: Spec, change: Callable[[Expr], Expr]) -> Spec:
    """Return a scenario with every expression changed."""
    return replace(
        spec,
        definitions={word: change(expr) for word, expr in spec.definitions.items()},
        facts={word: change(expr) for word, expr in spec.facts.items()},
        parties={
            party: {word: replace(line, require=change(line.require)) for word, line in own.items()}
            for party, own in spec.parties.items()
        },
    )


def renamed(spec: Spec, new: Mapping[str, str]) -> Spec:
    """Return a scenario in which terms, options, definitions, facts, parties and lines may have new names."""

    def called(word: str) -> str:
        return new.get(word, word)

    def leaf(expr: Expr) -> Expr:
        if expr.kind == "option":
            return option(expr.word[0], called(expr.word[1]))
        return name(called(expr.word)) if expr.kind == "name" else expr

    other = with_expressions(spec, lambda expr: rewritten(expr, leaf))
    return Spec(
        terms={
            called(word): replace(term, options=tuple(map(called, term.options))) for word, term in other.terms.items()
        },
        definitions={called(word): expr for word, expr in other.definitions.items()},
        facts={called(word): expr for word, expr in other.facts.items()},
        parties={
            called(party): {called(word): line for word, line in own.items()} for party, own in other.parties.items()
        },
    )


def all_deals(spec: Spec) -> Iterator[dict[str, Value]]:
    """Yield the environment of every deal, the lowest values of the first terms first."""
    for values in itertools.product(*(term.values for term in spec.terms.values())):
        yield spec.environment(dict(zip(spec.terms, values, strict=True)))


@dataclass(frozen=True)
class Row:
    """One deal and what it satisfies."""

    deal: Env
    facts: Lines
    lines: Lines


class Answer:
    """Everything that there is to say about a scenario."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.rows = [
            Row(
                env,
                frozenset(name for name, fact in spec.facts.items() if holds(fact, env)),
                frozenset(name for name, line in spec.lines.items() if holds(line.require, env)),
            )
            for env in all_deals(spec)
        ]

    def satisfying(self, lines: Collection[str], facts: Collection[str] | None = None) -> list[Row]:
        """Return the deals that satisfy some red lines, and all facts or some."""
        wanted = frozenset(self.spec.facts if facts is None else facts)
        return [row for row in self.rows if wanted <= row.facts and row.lines.issuperset(lines)]

    def feasible(self, lines: Collection[str], facts: Collection[str] | None = None) -> bool:
        return bool(self.satisfying(lines, facts))

    @cached_property
    def verdict(self) -> str:
        return "deal" if self.feasible(self.spec.lines) else "no_deal"

    @cached_property
    def largest(self) -> list[Lines]:
        """The sets of red lines that some deal satisfies and that no line can be added to."""
        satisfied = {row.lines for row in self.satisfying(())}
        return [lines for lines in satisfied if not any(lines < other for other in satisfied)]

    @cached_property
    def relaxations(self) -> dict[Lines, Fraction]:
        """Every minimal relaxation and its cost."""
        return {given: self.cost(given) for given in (frozenset(self.spec.lines) - lines for lines in self.largest)}

    def cost(self, lines: Iterable[str]) -> Fraction:
        return sum((self.spec.lines[name].cost for name in lines), Fraction(0))

    @cached_property
    def conflicts(self) -> set[Lines]:
        """Every minimal set of red lines that no deal satisfies together with the facts."""
        possible = self.largest
        return set(minimal(self.spec.lines, lambda lines: not any(lines <= held for held in possible)))

    @cached_property
    def disputes(self) -> dict[Lines, set[Lines]]:
        """The red lines of each dispute and its conflicts; facts that contradict each other are no dispute."""
        groups: dict[Lines, set[Lines]] = {}
        for conflict in filter(None, self.conflicts):
            joined = [lines for lines in groups if lines & conflict]
            groups[conflict.union(*joined)] = {conflict}.union(*(groups.pop(lines) for lines in joined))
        return groups

    @cached_property
    def uncontested(self) -> Lines:
        return frozenset(self.spec.lines).difference(*self.conflicts)

    @cached_property
    def contradictory(self) -> set[str]:
        """The parties whose own red lines conflict."""
        return {
            party
            for party in self.spec.parties
            if any(lines and all(name.split(".")[0] == party for name in lines) for lines in self.conflicts)
        }

    def preferred(self, lines: Collection[str]) -> Env:
        """Return the deal to show: term by term nearest the status quo, else the lowest."""

        def distance(row: Row) -> list[tuple[Exact, int]]:
            ranks = []
            for word, term in self.spec.terms.items():
                position = term.values.index(row.deal[word])
                ranks.append((position if term.status_quo is None else abs(position - term.status_quo), position))
            return ranks

        return min(self.satisfying(lines), key=distance).deal


def minimal(elements: Collection[str], condition: Callable[[Lines], bool]) -> Iterator[Lines]:
    """Yield every set that meets a condition and has no proper subset that does, smallest first."""
    found: list[Lines] = []
    for size in range(len(elements) + 1):
        for members in map(frozenset, itertools.combinations(elements, size)):
            if not any(smaller <= members for smaller in found) and condition(members):
                found.append(members)
                yield members


def minimal_hitting_sets(family: Collection[Lines]) -> set[Lines]:
    """Return every minimal set that shares a member with each set of a family."""
    elements = sorted(frozenset().union(*family))
    return set(minimal(elements, lambda members: all(members & one for one in family)))
