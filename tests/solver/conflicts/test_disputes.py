"""Disputes that grow as conflicts are found: what hangs together, and the ways to settle each group."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st
from support.bitsets import components
from support.draws import steady

from zopa.solver.conflicts.bitsets import bits, united
from zopa.solver.conflicts.disputes import Disputes
from zopa.solver.k_best import combinations

SIZE = 8
EVERYTHING = (1 << SIZE) - 1

lines = st.sets(st.integers(0, SIZE - 1), min_size=1, max_size=3).map(lambda chosen: sum(1 << at for at in chosen))
families = st.lists(lines, max_size=9, unique=True)
costs_of = st.lists(st.sampled_from((0, 1, 1, 2, 3, 10)), min_size=SIZE, max_size=SIZE)


def cost_of(chosen: int, costs: Sequence[int]) -> int:
    return sum(costs[at] for at in bits(chosen))


def ways_out(family: Iterable[int], costs: Sequence[int], allowed: int) -> dict[int, int]:
    """Return the minimal hitting sets of a family within the allowed lines and their costs, by trying all subsets."""
    family = list(family)
    hitting = [
        chosen for chosen in range(1 << SIZE) if not chosen & ~allowed and all(chosen & members for members in family)
    ]
    return {
        one: cost_of(one, costs)
        for one in hitting
        if not any(other & one == other and other != one for other in hitting)
    }


def groups_of(family: Sequence[int]) -> set[frozenset[int]]:
    """Return the conflicts of each dispute, by joining until nothing changes."""
    groups = [{conflict} for conflict in family]
    while pair := next((pair for pair in itertools.combinations(groups, 2) if united(pair[0]) & united(pair[1])), None):
        groups = [group for group in groups if group not in pair] + [pair[0] | pair[1]]
    return {frozenset(group) for group in groups}


def made(costs: Sequence[int], family: Iterable[int] = ()) -> Disputes:
    disputes = Disputes(costs, lambda _steps: None)
    for conflict in family:
        disputes.add(conflict)
    return disputes


@steady(150)
@given(families)
def test_conflicts_hang_together_by_shared_lines_at_all_times(family: list[int]) -> None:
    disputes = made((1,) * SIZE)
    for known, conflict in enumerate(family, start=1):
        disputes.add(conflict)
        assert {frozenset(dispute.conflicts) for dispute in disputes.all} == groups_of(family[:known])
        assert sum(len(dispute.conflicts) for dispute in disputes.all) == known
        assert all(dispute.lines == united(dispute.conflicts) for dispute in disputes.all)


@steady(150)
@given(families, costs_of, st.sampled_from((EVERYTHING, 0b11110111, 0b01010101)), st.data())
def test_the_ways_out_are_right_at_all_times(
    family: list[int], costs: list[int], allowed: int, data: st.DataObject
) -> None:
    disputes = made(costs)
    for conflict in family:
        disputes.add(conflict)
        for dispute, ways in zip(disputes.all, disputes.streams(allowed), strict=True):
            expected = ways_out(dispute.conflicts, costs, allowed)
            truth = sorted(expected.values())
            asked = []
            for index in range(data.draw(st.integers(0, len(truth) + 1))):
                if index:
                    assert ways.least(index) <= (truth[index] if index < len(truth) else ways.least(index))
                asked.append(ways.get(index))
            told = [way for way in asked if way is not None]
            assert [cost for cost, _ in told] == truth[: len(asked)]
            assert len({chosen for _, chosen in told}) == len(told)
            assert all(expected[chosen] == cost for cost, chosen in told)
            assert [ways.get(index) for index in range(len(asked))] == asked
    for dispute, ways in zip(disputes.all, disputes.streams(allowed), strict=True):
        expected = ways_out(dispute.conflicts, costs, allowed)
        everything = ways.all()
        assert len(everything) == len(expected)
        assert set(everything) == set(expected)
        assert [expected[chosen] for chosen in everything] == sorted(expected.values())


@steady(80)
@given(families, costs_of)
def test_one_way_out_of_each_dispute_is_a_way_out_of_all(family: list[int], costs: list[int]) -> None:
    disputes = made(costs, family)
    found = [(cost, united(chosen)) for cost, chosen in combinations(disputes.streams(EVERYTHING))]
    expected = ways_out(family, costs, EVERYTHING)
    assert [cost for cost, _ in found] == sorted(expected.values())
    assert sorted(found) == sorted((cost, chosen) for chosen, cost in expected.items())


@steady(150)
@given(families, st.integers(0, EVERYTHING))
def test_lines_are_apart_when_no_conflicts_link_them(family: list[int], some: int) -> None:
    groups = made((1,) * SIZE, family).apart(some)
    assert united(groups) == some
    assert sum(group.bit_count() for group in groups) == some.bit_count()
    for conflict in family:
        assert sum(1 for group in groups if group & conflict) <= 1
    links = [conflict & some for conflict in family if conflict & some]
    linked = {united(joined) for joined in components([*links, *(1 << at for at in bits(some))])}
    assert set(groups) == linked  # and none of them could be split


def test_a_conflict_that_joins_disputes_takes_their_ways_out_along() -> None:
    disputes = made((1, 2, 4, 8, 16, 32, 64, 128), [0b0011, 0b1100])
    assert [ways.get(0) for ways in disputes.streams(EVERYTHING)] == [(1, 0b0001), (4, 0b0100)]
    disputes.add(0b1010)
    (ways,) = disputes.streams(EVERYTHING)
    assert [(ways.get(at)) for at in range(4)] == [(6, 0b0110), (9, 0b1001), (10, 0b1010), None]


@steady(100)
@given(families, costs_of, st.sampled_from((EVERYTHING, 0b11110111, 0b01010101)), st.integers(1, EVERYTHING))
def test_what_settles_a_dispute_is_listed_until_a_conflict_is_new(
    family: list[int], costs: list[int], allowed: int, another: int
) -> None:
    one, other = made(costs, family), made(costs, family)
    for dispute in one.all[::2]:
        dispute.settled = tuple(dispute.ways(EVERYTHING).all())
    assert len(one.settled) == len(one.all[::2])
    other.settle(one.settled)
    for disputes in (one, other):
        assert [dispute.settled is None for dispute in disputes.all] == [at % 2 == 1 for at in range(len(disputes.all))]
        for dispute, ways in zip(disputes.all, disputes.streams(allowed), strict=True):
            expected = ways_out(dispute.conflicts, costs, allowed)
            assert sorted(ways.all()) == sorted(expected)
            assert [expected[way] for way in ways.all()] == sorted(expected.values())
            assert [ways.get(at) for at in range(len(expected) + 1)] == [
                *((expected[way], way) for way in ways.all()),
                None,
            ]
            assert not expected or ways.least(0) == min(expected.values())
        disputes.add(another)
        for dispute, ways in zip(disputes.all, disputes.streams(allowed), strict=True):
            assert dispute.settled is None or another not in dispute.conflicts
            assert sorted(ways.all()) == sorted(ways_out(dispute.conflicts, costs, allowed))
    fresh = made(costs, [*family, another])
    fresh.settle(one.settled)
    assert all(dispute.settled is None for dispute in fresh.all if another in dispute.conflicts)


def test_facts_that_contradict_each_other_have_no_way_out() -> None:
    disputes = made((1,) * SIZE, [0b0011, 0])
    assert [ways.all() for ways in disputes.streams(EVERYTHING)] == [[0b0001, 0b0010], []]


def test_without_conflicts_there_is_nothing_to_settle() -> None:
    assert made((1,) * SIZE).streams(EVERYTHING) == []
    assert made((1,) * SIZE).apart(0b101) == [0b001, 0b100]
