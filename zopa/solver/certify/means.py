"""How great a product can be where its factors have a bounded sum: a linear program says with which weights.

Factors that are nowhere negative have a product of at most (S / n)^n if they add up to S, and so do multiples of them.
Where the product is greatest, the program's prices of the rows and the factors' values there are the weights with which
this bound is the greatest product itself; steps towards that place are by Frank and Wolfe (1956).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from ...models.linear import total
from ...models.lines.normal_form import Tree
from ...models.meaning.meaning import Line
from ..glop import greatest
from .atoms import Atom, Form
from .boxes import Box, Evaluator
from .farkas import Program, Weighed
from .rows import Row, Rows, combined

_ROUNDS = 12
MOST_FACTORS = 64


class Product:
    """A product in a line."""

    def __init__(self, rows: Rows, line: Line, path: tuple[int, ...], evaluator: Evaluator) -> None:
        self.line, self.path = line.id, path
        self._rows = rows
        self.written = evaluator.trees[line.id]
        for at in path:
            self.written = evaluator.meant(self.written)[1 + at]
        self.name = rows.atoms.own_name(self.written)
        rows.atoms.form(self.written)
        self.atom: Atom = rows.atoms.by_name[self.name]
        self.trees = rows.atoms.factors(self.written)

    def is_fit(self, box: Box) -> bool:
        """Return whether no factor can be below 0 on a box."""
        ranges = (self._rows.atoms.range(tree, box.spans) for tree in self.trees)
        return len(self.trees) <= MOST_FACTORS and all(low >= 0 for low, _ in ranges)

    def total(self, weights: Sequence[int], added: Row, box: Box) -> Fraction:
        """Return what the factors, with weights, add up to at most where a sum of rows holds."""
        forms = [self._rows.atoms.form(tree).times(weight) for tree, weight in zip(self.trees, weights, strict=True)]
        whole = total(forms)
        rest = {name: -Fraction(factor) for name, factor in whole.factors.items()}
        for name, factor in added.factors:
            rest[name] = rest.get(name, Fraction(0)) + factor
        least = self._rows.atoms.least(rest, box)
        return Fraction(added.most + whole.constant - least)

    def bound(self, weights: Sequence[int], added: Row, box: Box) -> Row:
        """Return the row that weights and a sum of rows give."""
        mean = self.total(weights, added, box) / len(weights)
        most = math.floor(mean ** len(weights) / math.prod(weights) * self.atom.unit)
        return Row(((self.name, 1),), most)

    def bounds(self, rows: Sequence[Row], box: Box) -> Iterator[tuple[list[int], Weighed, Row]]:
        """Yield weights, multipliers of rows and the row they give, as long as it gets better."""
        forms = [self._rows.atoms.form(tree) for tree in self.trees]
        variables = tuple((name, 0) for form in forms for name in form.factors)
        program = Program(self._rows, [*rows, Row(variables, 0)], box)
        values: list[float] | None = None
        at = [1.0] * len(forms)
        best: int | None = None
        for turn in range(_ROUNDS):
            shares = [Fraction(at[0] / one).limit_denominator(1_000) for one in at]
            if min(shares) <= 0:
                return
            wanted = total(form.times(share) for form, share in zip(forms, shares, strict=True))
            objective = program.amounts({name: Fraction(factor) for name, factor in wanted.factors.items()})
            found = greatest([*program.rows[:-1], *program.ones], program.bounds, objective)
            if found is None:
                return
            prices = [price / size for price, size in zip(found.prices, program.sizes[:-1], strict=False)]
            made = self._exactly(shares, prices, rows, box)
            if best is None or made[2].most < best:
                best = made[2].most
                yield made
            step = 2 / (turn + 2)
            values = (
                found.values
                if values is None
                else [old + step * (new - old) for old, new in zip(values, found.values, strict=True)]
            )
            amounts = program.values(values)
            at = [
                float(form.constant) + sum(float(factor) * amounts[name] for name, factor in form.factors.items())
                for form in forms
            ]
            if min(at) <= 0:
                return

    def _exactly(
        self, shares: Sequence[Fraction], prices: Sequence[float], rows: Sequence[Row], box: Box
    ) -> tuple[list[int], Weighed, Row]:
        """Return shares and prices in whole numbers: the best of some ways to round them."""
        made = []
        greatest_price = max(prices, default=0.0)
        for denominator in (1, 12, 1_000, 1_000_000):
            near = [
                Fraction(price).limit_denominator(denominator) if price > 1e-9 * greatest_price else Fraction(0)
                for price in prices
            ]
            scale = math.lcm(*(number.denominator for number in (*near, *shares)))
            weights = [int(share * scale) for share in shares]
            weighed = [(int(price * scale), at) for at, price in enumerate(near) if price > 0]
            common = math.gcd(*weights, *(multiplier for multiplier, _ in weighed))
            weights = [weight // common for weight in weights]
            weighed = [(multiplier // common, at) for multiplier, at in weighed]
            added = combined((multiplier, rows[at]) for multiplier, at in weighed)
            made.append((weights, weighed, self.bound(weights, added, box)))
        return min(made, key=lambda one: one[2].most)


def products(rows: Rows, line: Line, evaluator: Evaluator) -> list[Product]:
    """Return the products in a line that are variables of rows, each once, with their paths."""
    found: dict[str, Product] = {}
    pending: list[tuple[Tree, tuple[int, ...]]] = [(evaluator.trees[line.id], ())]
    while pending:
        tree, path = pending.pop()
        part = evaluator.meant(tree)
        if not isinstance(part, list) or part[0] == "term" or len(found) > 50:
            continue
        form: Form = rows.atoms.form(part)
        if part[0] == "*" and len(form.factors) == 1 and not form.constant:
            name = next(iter(form.factors))
            if name == rows.atoms.own_name(part) and name not in found:
                found[name] = Product(rows, line, path, evaluator)
                continue
        pending += [(inner, (*path, at)) for at, inner in enumerate(part[1:])]
    return list(found.values())
