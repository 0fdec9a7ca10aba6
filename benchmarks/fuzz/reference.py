"""What is true of a scenario, by trying every deal. Written from docs/reference alone.

Sets of lines are whole numbers with a bit for each line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import gcd

from language import Number, Tree, evaluate, number, terms_of
from plain import Plain, all_values

Deal = tuple[Number, ...]
Steps = tuple[Number | None, ...]
"""For each line 0, how far it moves (an amount, or which fallback), or None if it is given up."""


class Column:
    """A tree's value on every deal, worked out once for the terms that it rests on."""

    def __init__(self, tree: Tree, terms: list[str], definitions: Mapping[str, Tree]) -> None:
        self._tree, self._definitions = tree, definitions
        own = terms_of(tree, definitions)
        self._own = [(at, name) for at, name in enumerate(terms) if name in own]
        self._known: dict[Deal, Number] = {}

    def of(self, deal: Deal) -> Number:
        key = tuple(deal[at] for at, _ in self._own)
        if key not in self._known:
            named = {name: deal[at] for at, name in self._own}
            self._known[key] = evaluate(self._tree, named, self._definitions)
        return self._known[key]


def minimal(sets: Iterable[int]) -> list[int]:
    """Return the sets that contain no other."""
    found: list[int] = []
    for one in sorted(set(sets), key=int.bit_count):
        if not any(less & one == less for less in found):
            found.append(one)
    return found


def hitting(sets: Iterable[int]) -> list[int]:
    """Return the minimal sets that share something with every set."""
    found = [0]
    for one in sets:
        bits = [1 << at for at in range(one.bit_length()) if one >> at & 1]
        found = minimal(old if old & one else old | bit for old in found for bit in ([0] if old & one else bits))
    return found


@dataclass
class Truth:
    """A scenario and what is true of it."""

    plain: Plain
    lines: list[str] = field(init=False)
    weights: list[Number] = field(init=False)

    def __post_init__(self) -> None:
        self.values = all_values(self.plain)
        self.terms = list(self.values)
        self.own = {
            f"{party}.{name}": line
            for party, holder in self.plain["parties"].items()
            for name, line in holder["red_lines"].items()
        }
        self.lines = list(self.own)
        self.facts = list(self.plain["facts"])
        self.weights = [number(line["weight"]) for line in self.own.values()]
        self.kept = self.mask(name for name, line in self.own.items() if line.get("keep"))
        self.columns = [self.column(line["require"]) for line in self.own.values()]
        self.fact_columns = [self.column(fact["require"]) for fact in self.plain["facts"].values()]

    def column(self, tree: Tree) -> Column:
        return Column(tree, self.terms, self.plain["definitions"])

    def mask(self, names: Iterable[str]) -> int:
        """Return red lines as a set."""
        return sum(1 << self.lines.index(name) for name in names)

    def names(self, mask: int) -> tuple[str, ...]:
        """Return a set of red lines in words."""
        return tuple(name for at, name in enumerate(self.lines) if mask >> at & 1)

    def cost(self, mask: int) -> Number:
        return sum(weight for at, weight in enumerate(self.weights) if mask >> at & 1)

    # -- deals ----------------------------------------------------------------------------------------------------

    @cached_property
    def everything(self) -> dict[Deal, tuple[int, int]]:
        """Every deal, with the facts that it breaks and the red lines that it crosses."""
        return {deal: (missed(self.fact_columns, deal), missed(self.columns, deal)) for deal in self.all_deals()}

    def all_deals(self) -> Iterator[Deal]:
        return product(*self.values.values())

    @cached_property
    def possible(self) -> dict[Deal, int]:
        """The deals that break no fact, with what each crosses."""
        return {deal: crossed for deal, (broken, crossed) in self.everything.items() if not broken}

    @cached_property
    def deals(self) -> list[Deal]:
        return [deal for deal, crossed in self.possible.items() if not crossed]

    @property
    def verdict(self) -> str:
        return "deal" if self.deals else "no_deal"

    # -- sets of red lines ----------------------------------------------------------------------------------------

    @cached_property
    def crossed(self) -> list[int]:
        """The minimal sets that some deal crosses."""
        return minimal(self.possible.values())

    @cached_property
    def conflicts(self) -> set[int]:
        """The minimal conflicts; the empty one where the facts allow no deal."""
        if not self.possible:
            return {0}
        return set() if self.deals else set(hitting(self.crossed))

    @cached_property
    def relaxations(self) -> set[int]:
        return {one for one in self.crossed if not one & self.kept}

    @cached_property
    def disputes(self) -> list[int]:
        """The red lines of conflicts that are linked."""
        found: list[int] = []
        for conflict in self.conflicts:
            linked = [one for one in found if one & conflict]
            found = [one for one in found if not one & conflict] + [conflict | sum(linked)]
        return found

    def is_cause(self, conflict: int, facts: Iterable[str]) -> bool:
        """Return whether red lines and facts cannot all hold, and can without any one of these facts."""
        asked = sum(1 << self.facts.index(name) for name in facts)
        left = {broken & asked for broken, crossed in self.everything.values() if not crossed & conflict}
        return 0 not in left and all(1 << at in left for at in range(asked.bit_length()) if asked >> at & 1)

    def most(self, measure: Tree, give_up: int) -> Number:
        """Return the most that a measure reaches where some red lines are given up."""
        column = self.column(measure)
        return max(column.of(deal) for deal, crossed in self.possible.items() if crossed & ~give_up == 0)

    @cached_property
    def enough(self) -> set[frozenset[str]]:
        """The minimal sets of assumptions without which all red lines can hold."""
        assumed = sum(1 << at for at, name in enumerate(self.facts) if self.is_assumed(name))
        broken = minimal(
            broken for broken, crossed in self.everything.values() if not crossed and broken & ~assumed == 0
        )
        return {frozenset(name for at, name in enumerate(self.facts) if one >> at & 1) for one in broken}

    def is_assumed(self, name: str) -> bool:
        return bool(self.plain["facts"][name]["basis"] == "assumption")

    # -- lines that move ------------------------------------------------------------------------------------------

    def movement(self, deal: Deal, crossed: int) -> Steps | None:
        """Return what a deal asks of every line at least; None if one may not go so far."""
        steps: list[Number | None] = []
        for at, line in enumerate(self.own.values()):
            step: Number | None = 0
            if crossed >> at & 1:
                step = next((rung + 1 for rung, column in enumerate(self.rungs[at]) if column.of(deal)), None)
                if (sides := self.slopes[at]) is not None:
                    step = self._distance(line, sides, deal)
                if step is None and line.get("keep"):
                    return None
            steps.append(step)
        return tuple(steps)

    @cached_property
    def slopes(self) -> list[tuple[Column, Column] | None]:
        """The sides of each line that has a slope."""
        return [self._slope(line) for line in self.own.values()]

    @cached_property
    def rungs(self) -> list[list[Column]]:
        """The fallbacks of each line."""
        return [[self.column(one["require"]) for one in line.get("fallbacks", ())] for line in self.own.values()]

    @cached_property
    def movements(self) -> set[Steps]:
        """What the deals ask of every line."""
        found = {self.movement(deal, crossed) for deal, crossed in self.possible.items()}
        return {one for one in found if one is not None}

    def _slope(self, line: Plain) -> tuple[Column, Column] | None:
        if "slope" not in line:
            return None
        _, _, left, right = line["require"]
        return self.column(left), self.column(right)

    def _distance(self, line: Plain, sides: tuple[Column, Column], deal: Deal) -> Number | None:
        apart = abs(sides[0].of(deal) - sides[1].of(deal))
        relation, subject = line["require"][1][0], line["require"][2]
        if relation in {"<", ">"}:  # one step of what is compared beyond the value that it lets through
            step = self.step(subject)
            apart = (apart // step + 1) * step
        return None if self.slope_cost(line, apart) > number(line["weight"]) and not line.get("keep") else apart

    def step(self, subject: Tree) -> Number:
        """Return the greatest number of which all changes of a sum of terms are multiples."""
        match subject:
            case ("term", name):
                return number(self.plain["terms"][name]["step"])
            case ("*", ("num", factor), ("term", name)):
                return number(factor) * self.step(("term", name))
        one, other = Fraction(self.step(subject[1])), Fraction(self.step(subject[2]))
        shared = one.denominator * other.denominator
        return Fraction(gcd(int(one * shared), int(other * shared)), shared)

    def slope_cost(self, line: Plain, amount: Number) -> Number:
        return amount * Fraction(line["slope"]["cost"]) / Fraction(line["slope"]["per"])

    def step_cost(self, name: str, step: Number | None) -> Number:
        """Return what a step of a line costs."""
        line = self.own[name]
        if step is None:
            return number(line["weight"])
        if not step:
            return 0
        return self.slope_cost(line, step) if "slope" in line else number(line["fallbacks"][int(step) - 1]["cost"])

    @cached_property
    def packages(self) -> list[Steps]:
        """The movements that no other is below in every line."""
        return [
            one
            for one in self.movements
            if not any(other != one and all(map(at_most, other, one)) for other in self.movements)
        ]

    def gives(self, package: Steps) -> tuple[Number, ...]:
        """Return what each party that holds red lines gives in a package."""
        costs = {name: self.step_cost(name, step) for name, step in zip(self.lines, package, strict=True)}
        holders = [name for name, party in self.plain["parties"].items() if party["red_lines"]]
        return tuple(sum(cost for name, cost in costs.items() if name.split(".")[0] == one) for one in holders)


def missed(columns: list[Column], deal: Deal) -> int:
    """Return the columns that are 0 on a deal, as a set."""
    return sum(1 << at for at, column in enumerate(columns) if not column.of(deal))


def at_most(one: Number | None, other: Number | None) -> bool:
    return other is None or (one is not None and one <= other)
