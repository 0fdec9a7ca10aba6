"""Costs from 10^-9 to 10^14 beside each other: answered exactly, as brute force over fractions does, or refused.

Where lines are kept or given up any costs will do. Where costs are optimised, those that CP-SAT cannot hold exactly are
refused before the search, with the costs that lie too far apart.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from support.draws import ALL

import zopa
from zopa.errors import ScenarioError
from zopa.models.io.warnings import warnings
from zopa.models.values import as_decimal, exact

BURDEN = """
title: One to ten to the power of eleven
terms:
  day: {type: date, earliest: 2026-02-24, latest: 2026-02-27}
  open: {type: yes_no}
parties:
  north:
    red_lines:
      open: {require: open}
      never: {require: day > day, weight: 123456789.123, slope: {cost: 0.01}}
  south:
    red_lines:
      open: {require: open, fallbacks: [{require: open or (false and open), cost: 0.0001}]}
      early: {require: day < day or open or day <= (2026-02-25)}
"""
"""Weighed so that one party counts above the other, costs pass 2^53: floats take two of them for the same."""

RELATIONS: dict[str, tuple[Callable[[int, int], bool], Callable[[int, int], int]]] = {
    "<=": (operator.le, operator.sub),
    ">=": (operator.ge, lambda value, bound: bound - value),
    "==": (operator.eq, lambda value, bound: abs(value - bound)),
}
GIVEN_UP = 10**9
"""A step beyond every amount."""


@dataclass(frozen=True)
class Line:
    """A red line about a term, or the sum of two."""

    party: str
    terms: tuple[str, ...]
    relation: str
    bound: int
    weight: Decimal
    slope: Decimal | None

    def missed(self, deal: dict[str, int]) -> int:
        holds, distance = RELATIONS[self.relation]
        value = sum(deal[term] for term in self.terms)
        return 0 if holds(value, self.bound) else distance(value, self.bound)

    def step(self, deal: dict[str, int], graded: bool) -> int:
        missed = self.missed(deal)
        affordable = graded and self.slope is not None and Fraction(self.slope) * missed <= Fraction(self.weight)
        return missed if affordable or not missed else GIVEN_UP

    def cost(self, step: int) -> Fraction:
        return Fraction(self.weight) if step == GIVEN_UP else step * Fraction(self.slope or 0)

    def __str__(self) -> str:
        slope = f", slope: {{cost: {self.slope:f}}}" if self.slope else ""
        return f"{{require: {' + '.join(self.terms)} {self.relation} {self.bound}, weight: {self.weight:f}{slope}}}"


class Case:
    """A small scenario, and what brute force finds of it."""

    def __init__(self, random: Random) -> None:
        span = random.choice(((-9, 12), (-9, -6), (-4, 8), (0, 12), (-6, 6), (9, 14), (-2, 10)))

        def cost() -> Decimal:
            return Decimal(random.choice((1, 1, 2, 3, 9, 12, 999, 123456789))).scaleb(random.randint(*span))

        sizes = {term: random.randint(2, 4) for term in "xyz"[: random.randint(1, 3)]}
        self.lines: dict[str, Line] = {}
        for number in range(random.randint(2, 6)):
            party = random.choice("abc")
            terms = tuple(random.sample(list(sizes), min(len(sizes), random.choice((1, 1, 2)))))
            slope = cost() if random.random() < 0.4 else None
            line = Line(party, terms, random.choice(list(RELATIONS)), random.randint(0, 4), cost(), slope)
            self.lines[f"{party}.l{number}"] = line
        self.lines = dict(sorted(self.lines.items()))
        self.parties = sorted({line.party for line in self.lines.values()})
        text = ["title: Far apart", "terms:"]
        text += [f"  {term}: {{type: quantity, min: 0, max: {size}}}" for term, size in sizes.items()]
        text += ["parties:"]
        for party in self.parties:
            text += [f"  {party}:", "    red_lines:"]
            text += [f"      {name[2:]}: {line}" for name, line in self.lines.items() if line.party == party]
        self.text = "\n".join(text)
        values = itertools.product(*(range(size + 1) for size in sizes.values()))
        self.deals = [dict(zip(sizes, chosen, strict=True)) for chosen in values]

    def vectors(self, graded: bool, budget: tuple[str, Fraction] | None = None) -> list[tuple[int, ...]]:
        """Return the steps of the minimal relaxations."""
        every = {tuple(line.step(deal, graded) for line in self.lines.values()) for deal in self.deals}
        if budget is not None:
            every = {steps for steps in every if self.given(steps)[self.parties.index(budget[0])] <= budget[1]}
        return [steps for steps in every if not any(_beats(other, steps) for other in every)]

    def given(self, steps: tuple[int, ...]) -> tuple[Fraction, ...]:
        """Return what each party gives."""
        costs = [(line.party, line.cost(step)) for line, step in zip(self.lines.values(), steps, strict=True)]
        return tuple(sum((cost for party, cost in costs if party == one), Fraction(0)) for one in self.parties)


def _beats(one: tuple[int, ...] | tuple[Fraction, ...], other: tuple[int, ...] | tuple[Fraction, ...]) -> bool:
    return one != other and all(left <= right for left, right in zip(one, other, strict=True))


def cases(amount: int) -> Iterator[tuple[Case, zopa.Scenario]]:
    """Yield cases whose numbers can be read."""
    for seed in itertools.count():
        case = Case(Random(seed))
        try:
            scenario = zopa.loads(case.text)
        except ScenarioError as error:
            assert "is out of range" in str(error)  # noqa: PT017 - a single number
            continue
        yield case, scenario
        amount -= 1
        if not amount:
            return


def test_costs_are_added_up_exactly_or_refused() -> None:
    refused = 0
    for case, scenario in cases(400 if ALL else 70):
        try:
            told = zopa.concessions(scenario, top=1000)
        except ScenarioError as error:
            refused += 1
            assert "all costs together exceed 2^60" in str(error)  # noqa: PT017
            warned = warnings(scenario, lambda _: None)
            assert any("burden and sensitivity refuse that" in one.message for one in warned)
            continue
        vectors = case.vectors(graded=True)
        totals = sorted(sum(case.given(steps)) for steps in vectors)
        assert [Fraction(package.cost) for package in told.relaxations] == totals, case.text
        assert told.relaxations_complete
        points = {case.given(steps) for steps in vectors}
        burden = zopa.burden(scenario)
        assert burden.frontier_complete
        assert {tuple(Fraction(package.gives[party]) for party in case.parties) for package in burden.frontier} == {
            point for point in points if not any(_beats(other, point) for other in points)
        }, case.text
        try:
            assert Fraction(zopa.sensitivity(scenario).cost or 0) == totals[0]
        except ScenarioError as error:  # it also asks what keeping a line would cost, however far it then moves
            assert ".slope.cost: the slope's cost" in str(error)  # noqa: PT017
        most = min(points)[0]
        within = zopa.concessions(scenario, top=1000, budgets={case.parties[0]: as_decimal(exact(most))})
        assert [Fraction(package.cost) for package in within.relaxations] == sorted(
            sum(case.given(steps)) for steps in case.vectors(graded=True, budget=(case.parties[0], most))
        ), case.text
    assert refused


def test_lines_that_are_kept_or_given_up_may_cost_anything() -> None:
    decided = 0
    for case, scenario in cases(200 if ALL else 40):
        told = zopa.solve(scenario, top=1000)
        totals = sorted(sum(case.given(steps)) for steps in case.vectors(graded=False))
        assert [Fraction(relaxation.cost) for relaxation in told.relaxations or ()] == totals, case.text
        crossed = [frozenset(name for name, line in case.lines.items() if line.missed(deal)) for deal in case.deals]
        here = max(crossed, key=len)
        deal = case.deals[crossed.index(here)]
        objections = zopa.objections(scenario, deal)
        fewer = any(other < here for other in crossed)
        assert objections.fewer_exists == (fewer if here else None)
        if here and not fewer and objections.lighter_exists is not None:
            decided += 1
            weights = [sum(Fraction(case.lines[name].weight) for name in lines) for lines in crossed]
            assert objections.lighter_exists == any(weight < weights[crossed.index(here)] for weight in weights)
    assert decided


def test_costs_that_pass_what_floats_tell_apart_once_they_are_weighed() -> None:
    burden = zopa.burden(zopa.loads(BURDEN))
    assert [dict(package.gives) for package in burden.frontier] == [{"north": Decimal("0.01"), "south": 0}]
    assert burden.frontier_complete
    assert burden.confirmed


@pytest.mark.parametrize("budget", [10**30, Decimal("1e30"), 2**63])
def test_a_budget_beyond_all_costs_is_no_restriction(budget: int | Decimal) -> None:
    told = zopa.concessions(zopa.loads(BURDEN), budgets={"north": budget})
    assert [package.cost for package in told.relaxations] == [Decimal("0.01")]


def test_a_slope_may_cost_far_more_than_giving_the_line_up() -> None:
    scenario = zopa.loads(
        "title: T\nterms: {x: {type: quantity, min: 0, max: 9}}\nparties:\n"
        "  a: {red_lines: {l: {require: x >= 5, weight: 0.000001, slope: {cost: 5000000}}}}\n"
        "  b: {red_lines: {l: {require: x <= 3, weight: 700000}}}\n"
    )
    points = [dict(package.gives) for package in zopa.burden(scenario).frontier]
    assert points == [{"a": 0, "b": 700000}, {"a": Decimal("0.000001"), "b": 0}]


FAR = """title: T
terms: {x: {type: quantity, min: 0, max: 9}}
parties:
  a: {red_lines: {l: {require: x >= 5, weight: 1000000000000}}}
  b: {red_lines: {l: {require: x <= 3, weight: 0.000000001}}}
"""
TOGETHER = "in units of the last decimal place, all costs together exceed 2^60 (about 10^18)"


@pytest.mark.parametrize("ask", [zopa.burden, zopa.concessions, zopa.sensitivity])
def test_costs_too_far_apart_are_refused_where_they_stand(ask: Callable[[zopa.Scenario], object]) -> None:
    with pytest.raises(ScenarioError) as caught:
        ask(zopa.loads(FAR))
    large = "the weight 1,000,000,000,000 is too large"
    assert [(one.path, one.message) for one in caught.value.problems] == [
        ("parties.a.red_lines.l.weight", f"{large} beside the weight 0.000000001 of b.l: {TOGETHER}"),
        (
            "parties.b.red_lines.l.weight",
            "the weight 0.000000001 is too fine beside the weight 1,000,000,000,000 of a.l; round one of the two",
        ),
    ]
    assert zopa.solve(zopa.loads(FAR)).relaxations_total == 2


def test_many_large_costs_are_refused() -> None:
    lines = "".join(f"      l{at}: {{require: x >= {at % 9}, weight: 9000000000000000}}\n" for at in range(130))
    scenario = zopa.loads(
        f"title: T\nterms: {{x: {{type: quantity, min: 0, max: 9}}}}\nparties:\n  a:\n    red_lines:\n{lines}"
    )
    with pytest.raises(
        ScenarioError, match=r"red_lines\.l0\.weight: the weight 9,000,000,000,000,000 is too large: in"
    ):
        zopa.burden(scenario)


def test_a_slope_too_steep_to_be_followed_at_any_price_is_refused() -> None:
    """The sensitivity of a line asks what keeping it costs, however far it then has to move."""
    steep = FAR.replace("1000000000000", "1000000, slope: {cost: 900000}").replace("0.000000001", "0.0000000001")
    steep = steep.replace("max: 9", "max: 9000").replace("x >= 5", "x >= 5000")
    with pytest.raises(
        ScenarioError, match=r"a\.red_lines\.l\.slope\.cost: the slope's cost 900,000 is too large besi"
    ):
        zopa.sensitivity(
            zopa.loads(
                steep.replace("x <= 3, weight: 0.0000000001", "x <= 3, weight: 90000000, note: a")
                + "  c: {red_lines: {l: {require: x >= 1, weight: 0.0000000001}}}\n"
            )
        )


def test_that_weights_cannot_be_added_up_is_said_of_a_deal() -> None:
    """Nothing is said of lighter deals then; a line that weighs more than all that is crossed is no hindrance."""
    heavy = FAR.replace("0.000000001", "0.000000000000001").replace("1000000000000", "9000000000000000")
    crossing = zopa.objections(zopa.loads(heavy), {"x": 3})
    assert (crossing.fewer_exists, crossing.lighter_exists) == (False, None)
    assert "the weights are too far apart to be added up exactly" in " ".join(str(crossing).split())
    light = zopa.objections(zopa.loads(heavy), {"x": 5})
    assert light.lighter_exists is False
