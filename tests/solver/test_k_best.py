"""Combinations of cost-sorted streams: in order, lazily, and honest about a stream that was cut off."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady

from zopa.solver.k_best import Stream, Unfinished, combinations

checked = steady(200)
costs = st.lists(st.integers(0, 6), max_size=5).map(sorted)
Entry = tuple[int, str]


class Counted:
    """A stream's source that counts how many entries are pulled from it."""

    def __init__(self, costs: list[int], name: str = "") -> None:
        self.entries = [(cost, f"{name}{at}") for at, cost in enumerate(costs)]
        self.pulled = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.entries:
            self.pulled += 1
            yield entry


def stream(costs: list[int], name: str = "") -> Stream[str]:
    return Stream(iter(Counted(costs, name)))


def cut(costs: list[int], name: str = "") -> Stream[str]:
    """Return a stream that ends before it is known to be complete."""
    return Stream(iter(Counted(costs, name)), lambda: False)


def product(lists: list[list[int]]) -> list[tuple[int, tuple[str, ...]]]:
    """Return every combination with its cost, by writing the product down."""
    named = [Counted(costs, f"{at}:").entries for at, costs in enumerate(lists)]
    return [
        (sum(cost for cost, _ in chosen), tuple(name for _, name in chosen)) for chosen in itertools.product(*named)
    ]


def until_unfinished(streams: list[Stream[str]]) -> tuple[list[int], bool]:
    """Return the costs of the combinations that come, and whether the last one was followed by Unfinished."""
    found = []
    try:
        for cost, _ in combinations(streams):
            found.append(cost)
    except Unfinished:
        return found, True
    return found, False


@checked
@given(st.lists(costs, max_size=4))
def test_they_are_the_product_in_order_of_cost_each_once(lists: list[list[int]]) -> None:
    found = list(combinations([stream(costs, f"{at}:") for at, costs in enumerate(lists)]))
    assert [cost for cost, _ in found] == sorted(cost for cost, _ in found)
    assert sorted(found) == sorted(product(lists))


@checked
@given(st.lists(costs.filter(bool), min_size=1, max_size=4))
def test_ties_stand_in_a_fixed_order(lists: list[list[int]]) -> None:
    def again() -> list[tuple[int, tuple[str, ...]]]:
        return list(combinations([stream(costs) for costs in lists]))

    assert again() == again()


def test_no_stream_has_one_combination_and_an_empty_one_has_none() -> None:
    assert list(combinations([])) == [(0, ())]
    assert list(combinations([stream([1, 2]), stream([])])) == []


def test_the_first_combination_pulls_one_entry_of_each_stream() -> None:
    sources = [Counted(list(range(100))) for _ in range(6)]
    found = combinations([Stream(iter(source)) for source in sources])
    assert next(found)[0] == 0
    assert [source.pulled for source in sources] == [1] * 6


def test_k_combinations_pull_at_most_k_entries_of_a_stream() -> None:
    sources = [Counted([10 * at for at in range(1000)]), Counted(list(range(1000)))]
    found = combinations([Stream(iter(source)) for source in sources])
    assert [cost for cost, _ in itertools.islice(found, 10)] == list(range(10))
    assert sources[0].pulled == 2  # its second entry costs 10 and was looked at, no third one
    assert sources[1].pulled == 10


def test_a_stream_pulls_each_entry_once_and_remembers_it() -> None:
    source = Counted([1, 2, 3])
    remembered = Stream(iter(source))
    assert remembered.get(1) == (2, "1")
    assert remembered.get(0) == (1, "0")
    assert source.pulled == 2
    assert remembered.get(3) is None
    assert remembered.get(3) is None
    assert source.pulled == 3


def test_past_the_end_of_a_cut_stream_nothing_is_said() -> None:
    assert cut([1, 2]).get(1) == (2, "1")
    with pytest.raises(Unfinished):
        cut([1, 2]).get(2)


def test_a_stream_that_turns_out_complete_ends() -> None:
    complete: list[bool] = []

    def source() -> Iterator[Entry]:
        yield 1, "only"
        complete.append(True)

    assert list(combinations([Stream(source(), lambda: bool(complete))])) == [(1, ("only",))]


def test_a_cut_stream_still_gives_what_is_certain() -> None:
    # What the cut stream would give next costs 3 at least, with the other's first 3 + 0.
    assert until_unfinished([cut([1, 3]), stream([0, 1, 9])]) == ([1, 2, 3], True)


def test_a_cut_stream_without_an_entry_gives_nothing() -> None:
    assert until_unfinished([cut([]), stream([0])]) == ([], True)
    assert until_unfinished([stream([0]), cut([])]) == ([], True)


def test_an_empty_stream_settles_the_product_even_beside_a_cut_one() -> None:
    assert until_unfinished([stream([]), cut([])]) == ([], False)


@checked
@given(st.lists(costs.filter(bool), min_size=1, max_size=3), st.data())
def test_a_prefix_of_the_streams_gives_a_prefix_of_the_costs(lists: list[list[int]], data: st.DataObject) -> None:
    kept = [data.draw(st.integers(1, len(costs))) for costs in lists]
    streams = [
        stream(costs) if known == len(costs) else cut(costs[:known]) for costs, known in zip(lists, kept, strict=True)
    ]
    found, unfinished = until_unfinished(streams)
    truth = sorted(cost for cost, _ in product(lists))
    assert found == truth[: len(found)]
    assert unfinished == any(known < len(costs) for costs, known in zip(lists, kept, strict=True))
    # Nothing is held back that the known entries prove: all combinations below the first unknown entry come.
    unknown = [
        sum(costs[0] for costs in lists) - costs[0] + costs[known - 1]
        for costs, known in zip(lists, kept, strict=True)
        if known < len(costs)
    ]
    assert len(found) >= sum(cost < min(unknown, default=truth[-1] + 1) for cost in truth)
