"""The proof that disputes are independent: whatever ways are then put together, the deal crosses what they give up."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.draws import steady
from support.parts_by_brute_force import PartAnswer, idle_core, parts_of
from support.reference import Spec
from support.strategies import dense_scenarios, scenarios, side_by_side
from support.strategies_language import Draw

from zopa.solver.conflicts import independence
from zopa.solver.conflicts.bitsets import united
from zopa.solver.conflicts.independence import DisputeGroup, Values, Way, combined, coupled, steps_to_the_end
from zopa.solver.conflicts.local import Neighbourhood, PartDeal, Patched
from zopa.solver.oracle import Oracle

GENERATED = scenarios() | dense_scenarios() | side_by_side()
SOME = 400
"""Up to so many combinations of ways are looked at."""


def check_positions(found: list[list[int]], groups: int) -> None:
    """Check that what hangs together are positions, two or more each, none in two places."""
    assert all(len(members) > 1 for members in found)
    named = [at for members in found for at in members]
    assert len(named) == len(set(named))
    assert set(named) <= set(range(groups))


@st.composite
def pieces(draw: Draw) -> tuple[PartAnswer, PartDeal, list[DisputeGroup]]:
    """Draw a part, a deal, and groups of ways to change it, each of which alone is a deal."""
    parts = [part for part in parts_of(draw(GENERATED)) if len(part.possible) > 1 and len(part.part.terms) > 1]
    assume(parts)
    part = draw(st.sampled_from(parts))
    base = part.point(draw(st.sampled_from(part.possible)))
    at_random = draw(st.integers(0, 3)) == 0
    owners = [draw(st.integers(0, 2)) for _ in part.part.terms]
    groups = []
    for group in range(3):
        own = {term for term, owner in zip(part.part.terms, owners, strict=True) if owner == group or at_random}
        ways = []
        for row in part.possible:
            point = part.point(row)
            changes = {term: value for term, value in point.values.items() if value != base.values[term]}
            if changes.keys() <= own:
                ways.append(Way(point.crossed, changes))
        groups.append(DisputeGroup((group,), draw(st.lists(st.sampled_from(ways), min_size=1, max_size=4))))
    return part, base, groups


@steady(50)
@given(pieces())
def test_groups_found_independent_can_be_settled_in_any_combination(
    drawn: tuple[PartAnswer, PartDeal, list[DisputeGroup]],
) -> None:
    part, base, groups = drawn
    found = coupled(groups, base.values, part.neighbourhood)
    check_positions(found, len(groups))
    apart = [group for at, group in enumerate(groups) if not any(at in members for members in found)]
    # One of each that hang together stands for them: they were not shown to go with each other, but with the others.
    chosen = [*apart, *(groups[members[0]] for members in found)]
    for ways in product(*(group.ways for group in chosen)):
        values = base.values
        for way in ways:
            values = Patched(values, way.changes)
        crossed = part.crossed(values)
        assert not crossed & ~part.everything  # a fact
        assert not crossed & ~united(way.give_up for way in ways)


@steady(15)
@given(pieces())
def test_without_looking_at_views_all_that_see_one_line_are_coupled(
    drawn: tuple[PartAnswer, PartDeal, list[DisputeGroup]],
) -> None:
    part, base, groups = drawn
    near = part.neighbourhood
    touched = [near.touched_by({term for way in group.ways for term in way.changes}) for group in groups]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(independence, "MOST_VIEWS", 0)
        found = coupled(groups, base.values, near)
    check_positions(found, len(groups))
    for one in range(len(groups)):
        for other in range(one):
            if touched[one] & touched[other]:
                assert any({one, other} <= set(members) for members in found)


@pytest.mark.parametrize("oracle", [Oracle.ask, idle_core])
def test_when_a_part_is_complete_any_ways_together_are_a_deal_that_crosses_just_what_they_give_up(
    oracle: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Oracle, "ask", oracle)

    @steady(15)
    @given(dense_scenarios() | side_by_side() | scenarios(lines=(4, 5, 3)))
    def test(spec: Spec) -> None:
        for part in parts_of(spec):
            proofs: list[tuple[Sequence[DisputeGroup], Values, list[list[int]]]] = []

            def watched(
                groups: Sequence[DisputeGroup], base: Values, near: Neighbourhood, proofs: list[Any] = proofs
            ) -> list[list[int]]:
                found = coupled(groups, base, near)
                proofs.append((groups, base, found))
                return found

            monkeypatch.setattr(independence, "coupled", watched)
            for _ in steps_to_the_end(part.search):
                pass
            for groups, base, found in proofs:
                if found:
                    continue
                for ways in islice(product(*(group.ways for group in groups)), SOME):
                    values = base
                    for way in ways:
                        values = Patched(values, way.changes)
                    assert part.crossed(values) == united(way.give_up for way in ways)
                    assert part.crossed(values) in part.relaxations

    test()


def test_combinations_give_up_what_their_ways_do() -> None:
    groups = [DisputeGroup((0,), [Way(0b001, {}), Way(0b010, {})]), DisputeGroup((1,), [Way(0b100, {})])]
    assert list(combined(groups)) == [0b101, 0b110]
    assert list(combined([])) == [0]
