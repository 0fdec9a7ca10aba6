"""The search of one part, run to its end, against brute force: however its questions are asked and put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.draws import steady
from support.parts_by_brute_force import PartAnswer, hitting_sets, idle_core, parts_of
from support.reference import Spec
from support.strategies import BETWEEN_STEPS, CONTRADICTION, dense_scenarios, scenarios, side_by_side

import zopa
from zopa.solver.conflicts import hitting_sets as hitting
from zopa.solver.conflicts import independence as views
from zopa.solver.conflicts import knowledge, local
from zopa.solver.conflicts import lp_bounds as duals
from zopa.solver.conflicts.bitsets import bits, united
from zopa.solver.conflicts.exploration import Exploration
from zopa.solver.conflicts.independence import steps_to_the_end
from zopa.solver.limits import Limits
from zopa.solver.oracle import Oracle

GENERATED = scenarios() | dense_scenarios() | side_by_side()


@dataclass(frozen=True)
class Way:
    """A way to run the engine: what is taken for large, near, too much, hopeless, and a helpful reason."""

    large: int = knowledge.LARGE
    share: float = local.MOST
    most_views: int = views.MOST_VIEWS
    patience: int = hitting._PATIENCE
    few: int = duals._FEW
    oracle: Callable[..., object] = Oracle.ask

    @contextmanager
    def taken(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(knowledge, "LARGE", self.large)
            patch.setattr(local, "MOST", self.share)
            patch.setattr(views, "MOST_VIEWS", self.most_views)
            patch.setattr(hitting, "_PATIENCE", self.patience)
            patch.setattr(duals, "_FEW", self.few)
            patch.setattr(Oracle, "ask", self.oracle)
            yield


def searched(spec: Spec) -> list[PartAnswer]:
    """Return the parts to search; a line about no term is a part of its own, which is never large."""
    return [part for part in parts_of(spec) if part.part.terms or knowledge.LARGE]


WAYS = {
    "as it is": Way(),
    "near a deal": Way(large=0, share=1.0),
    "near a deal, then in the whole": Way(large=0),
    "no proof of independence": Way(most_views=0),
    "reasons of no help": Way(oracle=idle_core),
    "near a deal, reasons of no help": Way(large=0, share=1.0, oracle=idle_core),
    "impatient, by linear programs": Way(patience=0, few=0),
    "all of it": Way(large=0, share=1.0, most_views=0, patience=1, few=0, oracle=idle_core),
}
ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())


def check_complete(part: PartAnswer) -> None:
    """Check that a search knows all conflicts and all resolutions of each dispute, and nothing else."""
    found = part.search
    assert found.known.complete
    assert found.exhausted(found.known.everything)
    conflicts = set(found.known.conflicts)
    assert conflicts == part.conflicts
    assert all(found.known.is_minimal(conflict) for conflict in conflicts)
    assert sorted(found.known.smallest()) == sorted(conflicts)
    disputes = found.settlements(found.known.everything)
    assert sorted(conflict for dispute, _ in disputes for conflict in dispute.conflicts) == sorted(conflicts)
    assert not united(a.lines & b.lines for a, _ in disputes for b, _ in disputes if a is not b)
    for dispute, resolutions in disputes:
        given_up = [mask for _, mask in resolutions]
        assert len(set(given_up)) == len(given_up)
        assert set(given_up) == hitting_sets(dispute.conflicts, dispute.lines)
        if given_up:
            assert hitting_sets(given_up, dispute.lines) == set(dispute.conflicts)
        costs = [found.known.cost(mask) for mask in given_up]
        assert [cost for cost, _ in resolutions] == costs == sorted(costs)
    together = [united(chosen) for chosen in product(*([mask for _, mask in entry] for _, entry in disputes))]
    assert len(together) == len(part.relaxations)
    assert set(together) == part.relaxations


def check_known(part: PartAnswer) -> None:
    """Check that each conflict and deal that a search has remembered is one."""
    found = part.search
    for conflict, standing in found.known.conflicts.items():
        assert not part.feasible(found.known.ids(conflict), standing.facts)
        assert standing.confirmed
    for crossed, values in found.known.deals.items():
        assert part.crossed(values) == crossed  # no fact among them
    assert found.proved <= part.relaxations


def to_the_end(spec: Spec, between: Callable[[PartAnswer], object]) -> None:
    for part in searched(spec):
        for _ in steps_to_the_end(part.search):
            between(part)
        check_complete(part)
        check_known(part)


@ways
def test_at_its_end_a_search_knows_all_there_is(way: Way) -> None:
    @steady(12)
    @given(GENERATED)
    @example(CONTRADICTION)
    @example(BETWEEN_STEPS)
    def test(spec: Spec) -> None:
        with way.taken():
            to_the_end(spec, lambda part: None)

    test()


@steady(20)
@given(GENERATED, st.sampled_from(tuple(WAYS.values())))
def test_making_conflicts_minimal_on_the_way_changes_nothing(spec: Spec, way: Way) -> None:
    def made_minimal(part: PartAnswer) -> None:
        assert set(part.search.known.smallest()) <= part.conflicts

    with way.taken():
        to_the_end(spec, made_minimal)


def check_relaxations(part: PartAnswer, allowed: int) -> None:
    """Check that the lazy list is all relaxations within some lines, each once, cheapest first, each with its deal."""
    found = part.search
    told = list(found.relaxations(allowed))
    assert [cost for cost, _ in told] == sorted(found.known.cost(mask) for _, mask in told)
    assert len({mask for _, mask in told}) == len(told)
    assert {mask for _, mask in told} == {mask for mask in part.relaxations if not mask & ~allowed}
    assert all(part.crossed(found.known.deals[mask]) == mask for _, mask in told)
    assert found.exhausted(allowed)


@ways
def test_the_lazy_list_is_right_whatever_may_be_given_up(way: Way) -> None:
    @steady(9)
    @given(GENERATED, st.data())
    def test(spec: Spec, data: st.DataObject) -> None:
        with way.taken():
            for part in searched(spec):
                kept = data.draw(st.sampled_from([0, *(1 << at for at in bits(part.everything))]), label="kept")
                check_relaxations(part, part.everything & ~kept)
                check_relaxations(part, part.everything)
                check_complete(part)
                check_known(part)

    test()


@steady(20)
@given(GENERATED, st.sampled_from(tuple(WAYS.values())), st.data())
def test_a_deal_for_some_lines_or_a_conflict_among_them_is_learned(spec: Spec, way: Way, data: st.DataObject) -> None:
    with way.taken():
        for part in searched(spec):
            lines = data.draw(st.integers(0, part.everything), label="lines")
            starts = [part.point(row) for row in part.possible]
            start = data.draw(st.none() | st.sampled_from(starts), label="start") if starts else None
            point = part.search.known.learn(lines, start)
            feasible = any(not other.crossed & lines for other in starts)
            assert (point is not None) == feasible
            if point is not None:
                assert not point.crossed & lines
                assert part.crossed(point.values) == point.crossed
            elif not part.search.known.conflicts:
                raise AssertionError("nothing was learned")
            check_known(part)


def test_a_search_goes_on_from_what_another_has_proved() -> None:
    @steady(20)
    @given(GENERATED, st.integers(0, 6))
    def test(spec: Spec, steps: int) -> None:
        for one, other in zip(searched(spec), searched(spec), strict=True):
            for _ in zip(range(steps), steps_to_the_end(one.search), strict=False):
                pass
            other.search.take_over(one.search.findings())
            assert other.search.known.complete == one.search.known.complete
            check_relaxations(other, other.everything)
            check_complete(other)

    test()


@steady(20)
@given(GENERATED, st.sampled_from(tuple(WAYS.values())))
def test_what_is_known_on_the_way_is_right(spec: Spec, way: Way) -> None:
    with way.taken():
        to_the_end(spec, check_known)


def test_swaps_that_break_a_fact_together_are_no_deal() -> None:
    scenario = zopa.loads("""
format: zopa/1
title: T
terms: {a: {type: yes_no}, b: {type: yes_no}}
facts: {f: {require: not (a and b)}}
parties:
  p: {red_lines: {ya: {require: a}, yb: {require: b}}}
  q: {red_lines: {na: {require: not a}, nb: {require: not b}}}
""")
    found = {frozenset(one.give_up) for one in zopa.relaxations(scenario)}
    assert found == {frozenset(one) for one in (("p.ya", "p.yb"), ("q.na", "p.yb"), ("p.ya", "q.nb"))}


def test_a_deal_for_fewer_lines_than_asked_for_is_not_learned() -> None:
    scenario = zopa.loads("""
format: zopa/1
title: T
terms: {t0: {type: yes_no}, t1: {type: yes_no}, t2: {type: yes_no}, t3: {type: yes_no}, t4: {type: yes_no},
  t5: {type: yes_no}}
facts:
  f0: {require: not t5 or t4}
  f1: {require: not t4 or t2 or t3}
  f2: {require: t5 or t2}
  f3: {require: not t2 or t4 or t0}
parties:
  p:
    red_lines:
      yt0: {require: t0, weight: 2}
      yt1: {require: t1, weight: 2}
      yt2: {require: t2}
      yt3: {require: t3}
      yt4: {require: t4}
      yt5: {require: t5, weight: 3}
      z0: {require: not t4 or not t1}
  q:
    red_lines:
      nt0: {require: not t0, weight: 2}
      nt1: {require: not t1}
      nt2: {require: not t2, weight: 3}
      nt3: {require: not t3, weight: 2}
      nt4: {require: not t4, weight: 2}
      nt5: {require: not t5, weight: 2}
""")
    lazily = {frozenset(one.give_up) for one in zopa.relaxations(scenario)}  # KeyError in _is_relaxation
    analysis = zopa.solve(scenario, top=1_000)
    assert analysis.relaxations is not None
    assert lazily == {frozenset(one.give_up) for one in analysis.relaxations}


def test_a_line_about_no_term_is_not_satisfied_by_changing_none() -> None:
    scenario = zopa.loads("""
format: zopa/1
title: T
terms: {a: {type: yes_no}}
parties: {p: {red_lines: {never: {require: 1 > 2}}}}
""")
    search = next(one for one in Exploration(scenario, Limits()).searches if one.known.part.lines)
    search.known.ask(0)
    ((crossed, values),) = search.known.deals.items()
    answer = search.known.local.satisfy(local.PartDeal(values, crossed), 1, 0, 2)
    assert not isinstance(answer, local.PartDeal)
