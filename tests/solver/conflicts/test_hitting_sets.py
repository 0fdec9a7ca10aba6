"""Minimal hitting sets against brute force, also of a family that grows, and its split into separate groups."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bitsets import components
from support.draws import steady

from zopa.solver.conflicts import hitting_sets as hitting
from zopa.solver.conflicts import lp_bounds as duals
from zopa.solver.conflicts.bitsets import bits
from zopa.solver.conflicts.hitting_sets import HittingSets

SIZE = 7
EVERYTHING = (1 << SIZE) - 1

checked = steady(300)
sets = st.integers(1, EVERYTHING)
families = st.lists(sets, max_size=7)
costs_of = st.lists(st.sampled_from((0, 1, 1, 2, 3, 10)), min_size=SIZE, max_size=SIZE)


def brute_force(family: Sequence[int], costs: Sequence[int], allowed: int) -> dict[int, int]:
    """Return every minimal hitting set within the allowed elements and its cost, by trying all subsets."""
    hitting = [
        chosen for chosen in range(1 << SIZE) if not chosen & ~allowed and all(chosen & members for members in family)
    ]
    minimal = [one for one in hitting if not any(other & one == other and other != one for other in hitting)]
    return {one: sum(costs[at] for at in range(SIZE) if one >> at & 1) for one in minimal}


def hit(family: Sequence[int], costs: Sequence[int] = (1,) * SIZE, allowed: int = EVERYTHING) -> list[tuple[int, int]]:
    return list(iter(HittingSets(family, costs, allowed).next, None))


def check(found: list[tuple[int, int]], expected: dict[int, int]) -> None:
    """Check that the sets are the expected ones, each once, with their costs, cheapest first."""
    assert {chosen: cost for cost, chosen in found} == expected
    assert len(found) == len(expected)
    assert [cost for cost, _ in found] == sorted(expected.values())


@checked
@given(families, costs_of)
def test_they_are_those_of_brute_force_cheapest_first(family: list[int], costs: list[int]) -> None:
    check(hit(family, costs), brute_force(family, costs, EVERYTHING))


@checked
@given(families, costs_of, st.integers(0, EVERYTHING))
def test_only_allowed_elements_are_used(family: list[int], costs: list[int], allowed: int) -> None:
    check(hit(family, costs, allowed), brute_force(family, costs, allowed))


@checked
@given(st.lists(st.sampled_from([a | b for a, b in itertools.combinations([1 << at for at in range(SIZE)], 2)])))
def test_pairs_as_in_most_disputes(family: list[int]) -> None:
    check(hit(family, (3, 1, 2, 1, 5, 1, 2)), brute_force(family, (3, 1, 2, 1, 5, 1, 2), EVERYTHING))


@checked
@given(families, costs_of)
def test_the_order_of_the_family_and_repeats_change_nothing(family: list[int], costs: list[int]) -> None:
    assert sorted(hit(family, costs)) == sorted(hit([*reversed(family), *family], costs))


def test_an_empty_family_is_hit_by_the_empty_set() -> None:
    assert hit([]) == [(0, 0)]
    assert hit([], allowed=0) == [(0, 0)]


def test_a_family_with_the_empty_set_cannot_be_hit() -> None:
    assert hit([0]) == []
    assert hit([0b11, 0, 0b100]) == []


def test_a_set_without_an_allowed_element_cannot_be_hit() -> None:
    assert hit([0b011, 0b100], allowed=0b011) == []


def test_elements_that_cost_nothing_are_given_up_only_where_they_are_needed() -> None:
    assert hit([0b0011, 0b0110], (0, 0, 0, 0)) == [(0, 0b0010), (0, 0b0101)]
    assert hit([0b0011], (0, 5, 0, 0)) == [(0, 0b0001), (5, 0b0010)]


def test_a_set_that_holds_another_adds_nothing() -> None:
    assert hit([0b1, 0b1111]) == [(1, 0b1)]


def test_the_next_one_is_found_without_the_rest() -> None:
    pairs = [0b11 << 2 * at for at in range(30)]  # 2**30 hitting sets in all
    found = iter(HittingSets(pairs, [1, 2] * 30, (1 << 60) - 1).next, None)
    assert next(found) == (30, sum(1 << 2 * at for at in range(30)))
    assert [cost for cost, _ in itertools.islice(found, 30)] == [31] * 30


# -- a family that grows ----------------------------------------------------------------------------------------------

impatient = pytest.mark.parametrize(("patience", "few"), [(200, 8), (5, 0), (1, 0), (0, 8)])
"""After how many steps the search starts over and sets new prices; from how many sets the linear program does."""


class Growing:
    """Minimal hitting sets that are asked for while the family grows; each answer is checked by brute force."""

    def __init__(self, family: Sequence[int], costs: Sequence[int], allowed: int) -> None:
        self.family, self.costs, self.allowed = list(family), costs, allowed
        self.steps = 0
        self.sets = HittingSets(family, costs, allowed, self.step)
        self.standing: dict[int, int] = {}
        """Returned and not taken back."""
        self.last = 0
        self.expected = brute_force(self.family, costs, allowed)

    def step(self, steps: int = 1) -> None:
        self.steps += steps

    def add(self, members: int) -> None:
        self.sets.add(members)
        self.family.append(members)
        self.expected = brute_force(self.family, self.costs, self.allowed)
        self.standing = {chosen: cost for chosen, cost in self.standing.items() if chosen & members}
        self.last = 0
        assert self.standing.items() <= self.expected.items()

    def next(self, below: int | None = None) -> tuple[int, int] | None:
        """Return the next set, which must be a cheapest of those not returned."""
        left = [cost for chosen, cost in self.expected.items() if chosen not in self.standing]
        least = self.sets.least
        assert not left or (least is not None and least <= min(left))
        found = self.sets.next(below)
        if found is None:
            assert not left or (below is not None and min(left) >= below)
            return None
        cost, chosen = found
        assert below is None or cost < below
        assert chosen not in self.standing
        assert self.expected[chosen] == cost == min(left)
        assert cost >= self.last
        self.last = cost
        self.standing[chosen] = cost
        return found

    def finish(self) -> None:
        while self.next() is not None:
            pass
        assert self.standing == self.expected
        assert self.next() is None


@impatient
def test_every_answer_is_right_however_the_family_grows(
    patience: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hitting, "_PATIENCE", patience)
    monkeypatch.setattr(duals, "_FEW", few)
    moves = st.lists(st.tuples(st.sampled_from(("add", "next", "next", "below")), sets, st.integers(0, 12)), max_size=8)

    @steady(120)
    @given(families, costs_of, st.sampled_from((EVERYTHING, EVERYTHING, 0b1011110)), moves)
    def test(family: list[int], costs: list[int], allowed: int, moves: list[tuple[str, int, int]]) -> None:
        growing = Growing(family, costs, allowed)
        for move, members, bound in moves:
            if move == "add":
                growing.add(members)
            else:
                growing.next(bound if move == "below" else None)
        growing.finish()

    test()


@impatient
def test_sets_that_are_taken_back_come_again_enlarged(patience: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitting, "_PATIENCE", patience)
    monkeypatch.setattr(duals, "_FEW", few)

    @steady(120)
    @given(families, costs_of, st.lists(st.integers(0, 3), max_size=8), st.data())
    def test(family: list[int], costs: list[int], amounts: list[int], data: st.DataObject) -> None:
        growing = Growing(family, costs, EVERYTHING)
        for amount in amounts:
            for _ in range(amount):
                growing.next()
            if growing.standing:
                missed = EVERYTHING & ~data.draw(st.sampled_from(sorted(growing.standing)))
                growing.add(missed & data.draw(sets))  # what one of those returned does not hit
        growing.finish()

    test()


def test_a_search_that_grew_much_starts_over_and_returns_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitting, "_PATIENCE", 1)
    begun = []
    begin = HittingSets._begin

    def counted(found: HittingSets) -> None:
        begun.append(found)
        begin(found)

    monkeypatch.setattr(HittingSets, "_begin", counted)
    growing = Growing([0b0000011, 0b0001100], (1, 2, 1, 2, 1, 2, 1), EVERYTHING)
    for members in (0b0110000, 0b1000001, 0b0101010, 0b1010100):
        growing.next()
        growing.next()
        growing.add(members)
    growing.finish()
    assert len(begun) > 1


def test_partial_sets_that_do_not_get_on_are_priced_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitting, "_PATIENCE", 0)
    priced = []
    reprice = HittingSets._reprice

    def counted(found: HittingSets, partial: Any) -> None:
        priced.append(partial)
        reprice(found, partial)

    monkeypatch.setattr(HittingSets, "_reprice", counted)
    pairs = [1 << one | 1 << other for one, other in itertools.combinations(range(SIZE), 2)]
    check(hit(pairs), brute_force(pairs, (1,) * SIZE, EVERYTHING))
    assert priced


def test_nothing_that_costs_as_much_as_the_bound_is_returned() -> None:
    found = HittingSets([0b011], (2, 3, 1), 0b111)
    assert found.next(below=2) is None
    assert found.next(below=3) == (2, 0b001)
    assert found.next(below=3) is None
    assert found.next() == (3, 0b010)
    assert found.next() is None


def test_a_search_that_was_broken_off_is_taken_up_again() -> None:
    growing = Growing([0b0011, 0b0110, 0b1100, 0b1001], (1, 2, 3, 4, 0, 0, 0), EVERYTHING)
    calm = growing.sets._check

    def stop(_steps: int) -> None:
        raise KeyboardInterrupt

    for _ in range(3):
        growing.sets._check = stop
        with pytest.raises(KeyboardInterrupt):
            growing.sets.next()
        growing.sets._check = calm
        growing.next()
    growing.finish()
    assert growing.steps


def test_bits_are_ascending() -> None:
    assert list(bits(0b1010_0110)) == [1, 2, 5, 7]
    assert list(bits(0)) == []


@checked
@given(st.lists(sets, max_size=9, unique=True))
def test_components_share_no_element_and_cannot_be_split(family: list[int]) -> None:
    groups = components(family)
    assert sorted(itertools.chain.from_iterable(groups)) == sorted(family)
    unions = []
    for group in groups:
        assert group == sorted(group)
        reached = group[0]
        for _ in group:
            for members in group:
                if members & reached:
                    reached |= members
        unions.append(reached)
        assert all(not members & ~reached for members in group)
    assert all(not one & other for one, other in itertools.combinations(unions, 2))
    assert [union & -union for union in unions] == sorted(union & -union for union in unions)


def test_components_of_nothing() -> None:
    assert components([]) == []
    assert components([0b100, 0b001, 0b011]) == [[0b001, 0b011], [0b100]]
