"""Minimal hitting sets against brute force, and the split of a family into groups that share nothing."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.solver.bitsets import bits, components
from zopa.solver.hitting import minimal_hitting_sets

SIZE = 7
EVERYTHING = (1 << SIZE) - 1

checked = settings(max_examples=300, deadline=None, derandomize=True, database=None)
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
    return list(minimal_hitting_sets(family, costs, allowed))


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
    found = minimal_hitting_sets(pairs, [1, 2] * 30, (1 << 60) - 1)
    assert next(found) == (30, sum(1 << 2 * at for at in range(30)))
    assert [cost for cost, _ in itertools.islice(found, 30)] == [31] * 30


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
