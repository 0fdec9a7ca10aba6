"""The costs that red lines state, and whether they can be added up in whole numbers that the solver holds exactly."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ...errors import Keys, Problem
from ..parties import RedLine
from ..values import MAX_MAGNITUDE, Exact, exact, number_text
from .movement import Movement

MOST = MAX_MAGNITUDE // 4
"""The most that all costs may come to, in units of their last decimal place."""

_TOGETHER = "in units of the last decimal place, all costs together exceed 2^60 (about 10^18)"


@dataclass(frozen=True)
class StatedCost:
    """A weight, the cost of a fallback, or what the least amount costs by which a line can move.

    Parameters
    ----------
    what
        How messages call it: ``the weight 2.5``.
    most
        The most that it comes to: of an amount, what moving as far as any deal needs would cost.
    """

    line_id: str
    keys: Keys
    what: str
    value: Exact
    most: Exact


def stated(
    red_lines: Mapping[str, RedLine], movements: Mapping[str, Movement | None], by_unit: bool = False
) -> Iterator[StatedCost]:
    """Yield the costs of some red lines, by id; ``movements`` says how some of them move by amounts.

    ``by_unit`` counts amounts by their units instead of their costs.
    """
    for line_id, line in red_lines.items():
        party, name = line_id.split(".")
        keys: Keys = ("parties", party, "red_lines", name)

        def cost(what: str, value: Exact, *place: str | int, most: Exact | None = None) -> StatedCost:
            return StatedCost(line_id, (*keys, *place), what, value, value if most is None else most)  # noqa: B023

        if not line.keep:
            yield cost(f"the weight {number_text(line.weight)}", exact(line.weight), "weight")
        for at, fallback in enumerate(line.fallbacks):
            what = f"the fallback's cost {number_text(fallback.cost)}"
            yield cost(what, exact(fallback.cost), "fallbacks", at, "cost")
        movement = movements.get(line_id)
        if movement is None:
            continue
        rate = least_cost(line, movement, by_unit)
        most = rate * most_amounts(line, movement)
        if by_unit or line.slope is None:
            yield cost("an amount by which this can move", rate, "require", most=most)
        else:  # beyond the weight, giving the line up costs less
            most = most if line.keep else min(most, exact(line.weight))
            yield cost(f"the slope's cost {number_text(line.slope.cost)}", rate, "slope", "cost", most=most)


def least_cost(line: RedLine, movement: Movement, by_unit: bool = False) -> Exact:
    """Return what the least amount counts for by which a line moves."""
    rate = 1 if by_unit or line.slope is None else line.slope.rate
    return exact(rate * movement.unit_amount)


def most_amounts(line: RedLine, movement: Movement) -> int:
    """Return how many of the least amounts a line may move, whatever that costs."""
    amounts = movement.steps(movement.most)
    if line.slope is not None and line.slope.up_to is not None:
        return min(amounts, math.floor(Fraction(line.slope.up_to) / movement.unit_amount))
    return amounts


def common_scale(costs: Iterable[StatedCost]) -> int:
    """Return the least number that makes all costs whole."""
    return math.lcm(*(cost.value.denominator for cost in costs))


def too_far_apart(costs: Collection[StatedCost], reach: Exact, line_id: str | None = None) -> list[Problem]:
    """Return what is wrong if costs come to so much together: nothing, or the largest and the finest of them.

    With ``line_id`` that line's slope is the reason.
    """
    if reach * common_scale(costs) <= MOST:
        return []
    largest = max(costs, key=lambda cost: (cost.line_id == line_id and "slope" in cost.keys, cost.most))
    finest = max(costs, key=lambda cost: cost.value.denominator)
    if finest.value.denominator == 1 or finest.line_id == largest.line_id:
        return [Problem(f"{largest.what} is too large: {_TOGETHER}", largest.keys)]
    return [
        Problem(f"{largest.what} is too large beside {finest.what} of {finest.line_id}: {_TOGETHER}", largest.keys),
        Problem(
            f"{finest.what} is too fine beside {largest.what} of {largest.line_id}; round one of the two", finest.keys
        ),
    ]
