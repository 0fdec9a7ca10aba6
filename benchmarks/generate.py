"""Scenarios of the shapes that negotiations have, made from a seed.

* ``negotiation``: yes/no, choice and quantity terms; every party has a line on about half of them; implications across
  terms and a few budget sums as facts; whole weights from 1 to 10.
* ``dense``: quantities 0-9 and inequalities over three of them, all in one knot.
* ``clauses``: yes/no terms and clauses of two or three literals.

    python benchmarks/generate.py negotiation 60 1 > talks.yaml
"""

from __future__ import annotations

import random
import sys
from decimal import Decimal

from zopa import Builder, Scenario, sum_


def negotiation(terms: int, seed: int, parties: int = 3, graded: int = 0, factor: int = 1) -> Scenario:
    """Return a scenario with ``terms`` terms and about five lines for every two of them.

    With ``graded``, one line in so many can move by an amount or to a fallback; ``factor`` multiplies all quantities.
    """
    draw, draw_grades = random.Random(seed), random.Random(seed)
    talks = Builder(f"Negotiation of {terms} terms, seed {seed}")
    made = []
    for number in range(terms):
        name = f"t{number}"
        kind = draw.choices(("yes_no", "choice", "quantity"), (4, 3, 3))[0]
        if kind == "yes_no":
            made.append((kind, talks.yes_no(name)))
        elif kind == "choice":
            made.append((kind, talks.choice(name, [f"o{option}" for option in range(draw.randint(3, 5))])))
        else:
            made.append((kind, talks.quantity(name, min=0, max=factor * draw.choice((10, 100, 1000)))))

    def demand(number: int, side: int):  # type: ignore[no-untyped-def]
        kind, term = made[number]
        if kind == "yes_no":
            return term if (side + number) % 2 else ~term
        if kind == "choice":
            options = draw.sample(range(3), 2)
            return term.is_in(*(f"o{option}" for option in options))
        high = factor * draw.choice((3, 5, 7))
        return term >= high if (side + number) % 2 else term <= high

    def grades(require, weight: int, number: int | None = None):  # type: ignore[no-untyped-def]
        if not graded or draw_grades.randrange(graded):
            return {}
        if number is not None and made[number][0] == "quantity":
            return {"slope": {"cost": draw_grades.choice((1, 2)), "per": factor}}
        other = draw_grades.choice([term for kind, term in made if kind == "yes_no"])
        return {"fallbacks": [{"require": str(require | other), "cost": Decimal(weight) / 2}]}

    for number in range(terms // 3):
        left, right = draw.sample(range(terms), 2)
        talks.fact(f"link{number}", demand(left, 0).implies(demand(right, 1)))
    quantities = [term for kind, term in made if kind == "quantity"]
    for number in range(max(1, terms // 30)):
        some = draw.sample(quantities, min(4, len(quantities)))
        if some:
            talks.fact(f"budget{number}", sum_(*some) <= factor * 4 * len(some))
    for side in range(parties):
        party = talks.party(f"party{side}")
        for number in range(terms):
            if draw.random() < 0.5:
                require, weight = demand(number, side), draw.randint(1, 10)
                party.red_line(f"on{number}", require, weight=weight, **grades(require, weight, number))
        for number in range(terms // 3):
            one, other = draw.sample(range(terms), 2)
            require, weight = demand(one, side).implies(demand(other, side)), draw.randint(1, 10)
            party.red_line(f"tie{number}", require, weight=weight, **grades(require, weight))
    return talks.build()


def dense(quantities: int, lines: int, seed: int, weighted: bool = True) -> Scenario:
    """Return ``lines`` three-term inequalities over quantities 0-9, split between two parties."""
    draw = random.Random(seed)
    talks = Builder(f"Dense {quantities} x {lines}, seed {seed}")
    terms = [talks.quantity(f"t{number}", min=0, max=9) for number in range(quantities)]
    for number in range(lines):
        one, two, three = draw.sample(terms, 3)
        value = one + two - three
        bound = draw.randint(-5, 14)
        require = value >= bound if draw.random() < 0.5 else value <= bound
        weight = draw.randint(1, 10) if weighted else 1
        talks.party("ab"[number % 2]).red_line(f"l{number}", require, weight=weight)
    return talks.build()


def clauses(terms: int, lines: int, seed: int) -> Scenario:
    """Return ``lines`` clauses of two or three literals over yes/no terms, split between two parties."""
    draw = random.Random(seed)
    talks = Builder(f"Clauses {terms} x {lines}, seed {seed}")
    made = [talks.yes_no(f"t{number}") for number in range(terms)]
    for number in range(lines):
        literals = [term if draw.random() < 0.5 else ~term for term in draw.sample(made, draw.choice((1, 2, 2, 3)))]
        require = literals[0]
        for literal in literals[1:]:
            require = require | literal
        talks.party("ab"[number % 2]).red_line(f"l{number}", require, weight=draw.randint(1, 10))
    return talks.build()


SHAPES = {"negotiation": negotiation, "dense": dense, "clauses": clauses}


if __name__ == "__main__":
    from zopa import dumps

    shape, *numbers = sys.argv[1:]
    print(dumps(SHAPES[shape](*map(int, numbers))), end="")
