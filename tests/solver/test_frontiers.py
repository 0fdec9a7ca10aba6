"""Frontiers found by questions, for objectives that are maximised and that are minimised, against all points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.vectors import as_good, plain

import zopa
from zopa.solver.dominance import Vector
from zopa.solver.frontiers import MAXIMISED, MINIMISED, BoxSearch, Pair, best_sums

SENSES = (MAXIMISED, MINIMISED)


class Shown:
    """Points that are all there, and answers to questions about the best of them."""

    def __init__(self, points: list[Any], sense: int) -> None:
        self.points, self.sense, self.asked = points, sense, 0

    def turned(self, point: Vector) -> Vector:
        return tuple(self.sense * value for value in point)

    def best(self, objective: int, bounds: Mapping[int, int]) -> tuple[Pair, Pair] | None:
        self.asked += 1
        left = [one for one in self.points if all(self.sense * (one[at] - bound) >= 0 for at, bound in bounds.items())]
        if not left:
            return None
        found = max(left, key=lambda one: (self.sense * one[objective], self.sense * one[1 - objective]))
        return found, found

    @property
    def frontier(self) -> list[Vector]:
        turned = list(map(self.turned, self.points))
        return sorted({self.turned(turned[at]) for at in plain(turned)})


pairs = st.lists(st.tuples(st.integers(-30, 30), st.integers(-30, 30)), max_size=60)


@pytest.mark.parametrize("sense", SENSES)
@steady(200)
@given(pairs)
def test_boxes_find_the_frontier_and_bound_what_is_left(sense: Literal[1, -1], points: list[Pair]) -> None:
    shown = Shown(points, sense)
    search = BoxSearch(shown.best, (40 * sense, 40 * sense), sense)
    known: list[Pair] = []
    bounds = search.upper_bounds
    run = search.run()
    while True:
        for point in points:
            reached = any(as_good(shown.turned(one), shown.turned(point)) for one in (*known, *bounds))
            assert reached, "a point that is not known goes beyond the bounds"
        point = next(run, None)
        if point is None:
            break
        known.append(point)
        bounds = search.upper_bounds
    assert len(set(known)) == len(known)
    assert sorted(known) == shown.frontier
    assert shown.asked <= 2 + 3 * max(1, len(known))
    assert search.upper_bounds == ([] if points else bounds)


@pytest.mark.parametrize("sense", SENSES)
def test_the_widest_box_is_searched_first_and_from_its_middle(sense: Literal[1, -1]) -> None:
    shown = Shown([(sense * at, sense * (16 - at)) for at in range(17)], sense)
    found = list(BoxSearch(shown.best, (99 * sense, 99 * sense), sense).run())
    assert [abs(first) for first, _ in found[:3]] == [16, 0, 8]
    assert {abs(first) for first, _ in found[3:5]} == {4, 12}


def test_a_second_objective_without_a_best_point_is_a_contradiction() -> None:
    search = BoxSearch(lambda objective, _bounds: None if objective else ((1, 1), "a"), (9, 9), MAXIMISED)
    run = search.run()
    assert next(run) == "a"
    with pytest.raises(zopa.SolverError, match="impossible"):
        next(run)


@steady(100)
@given(st.integers(1, 4).flatmap(lambda size: st.lists(st.tuples(*[st.integers(0, 9)] * size), max_size=40)))
def test_best_sums_are_the_frontier_of_any_number_of_objectives(points: list[Vector]) -> None:
    left = list(points)

    def rule_out(point: Vector) -> None:
        left[:] = [one for one in left if not as_good(point, one)]

    found = list(best_sums(lambda: max(left, key=sum, default=None), rule_out))
    assert sorted(found) == sorted(points[at] for at in plain(points))
    assert [sum(one) for one in found] == sorted(map(sum, found), reverse=True)
