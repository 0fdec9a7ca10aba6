"""Prices of sets: exact and right whatever the linear program proposes, and a bound that is never too high."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady

from zopa.solver.conflicts import lp_bounds as duals
from zopa.solver.conflicts.bitsets import bits
from zopa.solver.conflicts.lp_bounds import SCALE, Prices
from zopa.solver.glop import largest_packing

SIZE = 7
EVERYTHING = (1 << SIZE) - 1

sets = st.integers(0, EVERYTHING)
families = st.lists(sets, max_size=12)
costs_of = st.lists(st.sampled_from((0, 1, 1, 2, 3, 10)), min_size=SIZE, max_size=SIZE)
proposals = st.floats(-1e300, 1e300) | st.floats(-2, 12)
parts_taken = st.floats() | st.floats(0, 1)


def least_cost(family: Sequence[int], costs: Sequence[int], allowed: int) -> int | None:
    """Return the cost of the cheapest hitting set, by trying all; None when there is none."""
    found = [
        sum(costs[element] for element in bits(chosen))
        for chosen in range(1 << SIZE)
        if not chosen & ~allowed and all(chosen & members for members in family)
    ]
    return min(found, default=None)


def check(prices: Prices, family: Sequence[int], wanted: int, costs: Sequence[int], allowed: int) -> None:
    """Check that no element's sets cost more than the element, and that the sum is a bound."""
    assert len(prices.of_sets) == len(family)
    assert all(isinstance(price, int) and price >= 0 for price in prices.of_sets)
    assert all(not price for at, price in enumerate(prices.of_sets) if not wanted >> at & 1)
    assert prices.priced == sum(1 << at for at, price in enumerate(prices.of_sets) if price)
    for element in bits(allowed):
        used = sum(price for price, members in zip(prices.of_sets, family, strict=True) if members >> element & 1)
        if element in prices.spare:
            assert prices.spare[element] >= 0
            assert prices.spare[element] + used == costs[element] * SCALE
        else:
            assert not used
    assert prices.free == sum(1 << element for element, left in prices.spare.items() if not left)
    least = least_cost([family[at] for at in bits(wanted)], costs, allowed)
    assert least is None or sum(prices.of_sets) <= least * SCALE


def check_growing(
    family: Sequence[int], more: Sequence[int], wanted: int, costs: Sequence[int], allowed: int
) -> Prices:
    """Check prices at first and after each set that is added, all of which are to be hit."""
    grown = list(family)
    wanted &= (1 << len(grown)) - 1
    prices = Prices(tuple(family), wanted, costs, allowed)
    check(prices, grown, wanted, costs, allowed)
    for members in more:
        wanted |= 1 << len(grown)
        grown.append(members)
        prices.add(list(bits(members & allowed)))
        check(prices, grown, wanted, costs, allowed)
    return prices


@pytest.mark.parametrize("few", [0, duals._FEW])
def test_prices_are_right_and_stay_right_as_sets_are_added(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duals, "_FEW", few)

    @steady(120)
    @given(families, st.lists(sets, max_size=3), st.integers(0, (1 << 12) - 1), costs_of, sets)
    def test(family: list[int], more: list[int], wanted: int, costs: list[int], allowed: int) -> None:
        check_growing(family, more, wanted, costs, allowed)

    test()


def test_prices_are_right_whatever_the_linear_program_proposes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duals, "_FEW", 0)

    @steady(200)
    @given(families, st.lists(sets, max_size=3), st.integers(0, (1 << 12) - 1), costs_of, sets, st.data())
    def test(
        family: list[int], more: list[int], wanted: int, costs: list[int], allowed: int, data: st.DataObject
    ) -> None:
        def proposed(groups: Sequence[Sequence[int]], _capacities: object) -> tuple[list[float], dict[int, float]]:
            members = sorted({member for group in groups for member in group})
            amounts = [data.draw(proposals) for _ in groups]
            return amounts, {member: data.draw(parts_taken) for member in members}

        monkeypatch.setattr(duals, "largest_packing", proposed)
        check_growing(family, more, wanted, costs, allowed)

    test()


def test_a_linear_program_that_fails_leaves_good_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duals, "_FEW", 0)
    monkeypatch.setattr(duals, "largest_packing", lambda groups, _: ([0.0] * len(groups), {}))
    prices = check_growing([0b0011, 0b1100], [], 0b11, (1, 2, 3, 4, 0, 0, 0), EVERYTHING)
    assert prices.of_sets == [1 * SCALE, 3 * SCALE]


def test_of_three_pairs_that_meet_the_prices_are_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duals, "_FEW", 0)
    prices = check_growing([0b011, 0b101, 0b110], [], 0b111, (1,) * SIZE, EVERYTHING)
    assert prices.of_sets == [SCALE // 2] * 3
    assert prices.likely == prices.unsure == 0b111


def test_what_the_linear_program_takes_whole_is_likely_and_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duals, "_FEW", 0)
    prices = check_growing([0b0011, 0b0101, 0b1001], [], 0b111, (1, 2, 2, 2, 0, 0, 0), EVERYTHING)
    assert sum(prices.of_sets) == SCALE
    assert (prices.likely, prices.unsure) == (0b0001, 0)


def test_a_set_that_cannot_be_hit_has_no_price() -> None:
    prices = check_growing([0b0011, 0b1100, 0], [0b1000], 0b111, (1,) * SIZE, 0b0011)
    assert prices.of_sets == [SCALE, 0, 0, 0]


def test_a_set_not_wanted_has_no_price_and_uses_up_nothing() -> None:
    assert check_growing([0b0011, 0b0110], [], 0b10, (1,) * SIZE, EVERYTHING).of_sets == [0, SCALE]


def test_a_packing_is_the_largest() -> None:
    amounts, taken = largest_packing([[0, 1], [1, 2], []], [2, 3, 2])
    assert sum(amounts) == pytest.approx(3)
    assert amounts[2] == 0
    assert taken == pytest.approx({0: 0, 1: 1, 2: 0})
