"""The Python builder: the same documents as files hold, exact numbers only, and errors that say where."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady

import zopa
from zopa import Expr, at_least, at_most, count, exactly, if_, max_, min_, sum_
from zopa.models.expressions.parse import parse
from zopa.models.expressions.syntax import Name, unparse

A, B, X, Y, S, T = (Expr(Name(name)) for name in ("a", "b", "x", "y", "s", "t"))


def table() -> zopa.Builder:
    """Return a builder with a term of each kind."""
    talks = zopa.Builder("Table", summary="All kinds of term", date=date(2026, 1, 31), notes=("A note",))
    talks.yes_no("a", label="Access", status_quo=True)
    talks.yes_no("b")
    talks.quantity("x", min=-5, max=5, unit="km")
    talks.quantity("y", min=0, max=Decimal("2.5"), step=Decimal("0.5"), status_quo=Decimal("1.25"))
    talks.scale("s", {"low": "Low", "high": "High"}, status_quo="low")
    talks.choice("c", ["doha", "oslo"])
    talks.date("t", earliest=date(2026, 1, 1), latest=date(2026, 12, 31))
    return talks


TEXTS = {
    "a and b": lambda: A & B,
    "a or b": lambda: A | B,
    "not a": lambda: ~A,
    "not (a and b)": lambda: ~(A & B),
    "not a and b": lambda: ~A & B,
    "a and (b or a)": lambda: A & (B | A),
    "a and b or a": lambda: A & B | A,
    "a and b and a": lambda: A & B & A,
    "a and (b and a)": lambda: A & (B & A),
    "true and a": lambda: True & A,
    "false or a": lambda: False | A,
    "a implies b": lambda: A.implies(B),
    "a implies b implies a": lambda: A.implies(B.implies(A)),
    "(a implies b) implies a": lambda: A.implies(B).implies(A),
    "a iff b": lambda: A.iff(B),
    "(a iff b) iff a": lambda: A.iff(B).iff(A),
    "(a implies b) and a": lambda: A.implies(B) & A,
    "x == 1": lambda: X == 1,
    "x != 1": lambda: X != 1,
    "x < 1": lambda: X < 1,
    "x <= 1": lambda: X <= 1,
    "x > 1": lambda: X > 1,
    "x >= 1": lambda: X >= 1,
    "x >= 500_000": lambda: X >= 500_000,
    "y <= 0.30": lambda: Y <= Decimal("0.30"),
    "x > -1": lambda: X > -1,
    "x < 3": lambda: 3 > X,
    "(x > 0) == a": lambda: (X > 0) == A,
    "x + y > 1": lambda: X + Y > 1,
    "1 + x > 1": lambda: 1 + X > 1,
    "x - y > 1": lambda: X - Y > 1,
    "x - (y - 1) > 1": lambda: X - (Y - 1) > 1,
    "x - y - 1 > 1": lambda: X - Y - 1 > 1,
    "2 - x > 1": lambda: 2 - X > 1,
    "x - 2 > 1": lambda: X - 2 > 1,
    "2 * x > 1": lambda: 2 * X > 1,
    "x * y > 1": lambda: X * Y > 1,
    "x * (y + 1) > 1": lambda: X * (Y + 1) > 1,
    "x * y + 1 > 1": lambda: X * Y + 1 > 1,
    "-x > 1": lambda: -X > 1,
    "-(x + y) > 1": lambda: -(X + Y) > 1,
    "abs(x - y) > 1": lambda: abs(X - Y) > 1,
    "s >= high": lambda: S >= "high",
    "s in {low, high}": lambda: S.is_in("low", "high"),
    "x not in {1, 2}": lambda: X.not_in(1, 2),
    "t >= 2026-03-01": lambda: T >= date(2026, 3, 1),
    "t + 30 <= 2026-12-31": lambda: T + 30 <= date(2026, 12, 31),
    "sum(x, y, 1) > 2": lambda: sum_(X, Y, 1) > 2,
    "count(a, b, x > 0) == 2": lambda: count(A, B, X > 0) == 2,
    "min(x, y) < max(1, x)": lambda: min_(X, Y) < max_(1, X),
    "at_least(1, a, b)": lambda: at_least(1, A, B),
    "at_most(x, a, b)": lambda: at_most(X, A, B),
    "exactly(2, a, b, x > 1)": lambda: exactly(2, A, B, X > 1),
    "if(a, x, 0) > 1": lambda: if_(A, X, 0) > 1,
    "not x > 1 and (a or b)": lambda: ~(X > 1) & (A | B),
}


@pytest.mark.parametrize(("text", "make"), TEXTS.items(), ids=TEXTS)
def test_an_expression_is_written_as_in_a_file_and_reads_back_the_same(text: str, make: Callable[[], Expr]) -> None:
    expression = make()
    written = str(expression)
    assert written == text
    assert unparse(parse(written)) == written
    assert repr(expression) == f"Expr({written!r})"
    talks = table()
    talks.party("p").red_line("line", expression)
    talks.build()


def numbers(depth: int) -> st.SearchStrategy[Expr]:
    leaf = st.sampled_from((X, Y))
    if not depth:
        return leaf
    inner, plain = numbers(depth - 1), st.sampled_from((2, -1, Decimal("0.5")))
    return st.one_of(
        leaf,
        st.builds(operator.add, inner, st.one_of(inner, plain)),
        st.builds(operator.sub, inner, st.one_of(inner, plain)),
        st.builds(operator.mul, inner, plain),
        st.builds(operator.mul, plain, inner),
        st.builds(operator.neg, inner),
        st.builds(abs, inner),
        st.builds(if_, conditions(depth - 1), inner, inner),
        st.builds(max_, inner, inner),
    )


def conditions(depth: int) -> st.SearchStrategy[Expr]:
    leaf = st.sampled_from((A, B))
    if not depth:
        return leaf
    inner, number = conditions(depth - 1), numbers(depth - 1)
    signs = st.sampled_from((operator.le, operator.eq, operator.ne, operator.gt))
    return st.one_of(
        st.builds(lambda sign, left, right: sign(left, right), signs, number, number),
        st.builds(operator.and_, inner, inner),
        st.builds(operator.or_, inner, inner),
        st.builds(operator.invert, inner),
        st.builds(Expr.implies, inner, inner),
        st.builds(Expr.iff, inner, inner),
        st.builds(lambda one, other: at_least(1, one, other), inner, inner),
    )


@steady(120)
@given(conditions(3))
def test_any_expression_keeps_its_meaning_through_its_text(expression: Expr) -> None:
    """Whatever parentheses the text needs: reading it gives the tree that was built, so the same document."""
    talks = table()
    talks.party("p").red_line("line", expression)
    built = talks.build()
    again = zopa.loads(zopa.dumps(built))
    assert again == built
    reparsed = Expr(parse(str(expression)))
    assert str(reparsed) == str(expression)
    assert again.meaning().red_lines[0].node == built.meaning().red_lines[0].node


def harbour() -> zopa.Scenario:
    """Return a scenario with every section, every kind of term and every field filled."""
    talks = table()
    talks.source("papers", "Position papers", date=date(2026, 1, 2), url="https://example.org/a")
    gap = talks.define("gap", X - Y)
    calm = talks.define("calm", gap <= 1)
    talks.measure("gain", gap * 2, label="Gain", unit="points", says="Made up", basis="assumption", note="None")
    talks.fact("law", calm | ~A, says="The law", basis="inferred", quote="so it is", source="papers", note="Old")
    port = talks.party("port", name="The port", note="Of call")
    port.red_line("floor", X >= Decimal("1.5"), says="no", weight=Decimal("2.50"), basis="explicit")
    port.red_line("always", True)
    talks.party("fleet").red_line("cap", (S == "high") & (X <= -1), says="1_000", weight=0)
    talks.party("union", position="unknown")
    return talks.build()


def test_a_scenario_saved_and_read_back_is_equal(tmp_path: Path) -> None:
    built = harbour()
    zopa.save(built, tmp_path / "harbour.yaml")
    read = zopa.load(tmp_path / "harbour.yaml")
    assert read == built
    assert read.origin is not None
    assert (read.origin.name, built.origin) == ("harbour", None)
    assert zopa.dumps(read) == zopa.dumps(built)
    before, after = zopa.solve(built), zopa.solve(read)
    assert before.conflicts == after.conflicts
    assert before.relaxations == after.relaxations


def test_what_was_built_stands_in_the_document() -> None:
    built = harbour()
    assert list(built.terms) == ["a", "b", "x", "y", "s", "c", "t"]
    assert built.definitions == {"gap": "x - y", "calm": "gap <= 1"}
    assert built.facts["law"].require == "calm or not a"
    assert built.measures["gain"].value == "gap * 2"
    assert built.parties["port"].red_lines["always"].require == "true"
    assert built.parties["port"].red_lines["floor"].weight == Decimal("2.5")
    assert built.parties["union"].position == "unknown"
    assert [line for line, _, _ in built.red_lines()] == ["port.floor", "port.always", "fleet.cap"]


def test_a_party_may_be_named_again() -> None:
    talks = table()
    talks.party("p").red_line("one", A)
    talks.party("p", name="The party").red_line("two", B)
    built = talks.build()
    assert list(built.parties["p"].red_lines) == ["one", "two"]
    assert built.parties["p"].name == "The party"


# -- what is refused --------------------------------------------------------------------------------------------------

FLOATS: list[Callable[[], object]] = [
    lambda: X >= 0.5,
    lambda: X + 0.5,
    lambda: 0.5 * X,
    lambda: X.is_in(1, 0.5),
    lambda: at_least(0.5, A),
    lambda: X < float("inf"),
]


@pytest.mark.parametrize("make", FLOATS)
def test_floats_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="is a float, and those are not exact; write Decimal"):
        make()


@pytest.mark.parametrize("value", [None, [1], "Not A Name", b"x", 1j, object()])
def test_what_is_no_expression_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot stand in an expression"):
        X == value  # noqa: B015


@pytest.mark.parametrize(
    "make", [lambda: A and B, lambda: not A, lambda: 1 <= X <= 5, lambda: bool(A), lambda: A in [B]]
)
def test_python_s_own_connectives_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="no truth value yet"):
        make()


def test_expressions_cannot_be_keys_of_a_mapping() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        {A: 1}  # noqa: B018


@pytest.mark.parametrize(
    ("again", "place"),
    [
        (lambda talks: talks.yes_no("a"), "terms.a"),
        (lambda talks: talks.define("d", X) is talks.define("d", Y), "definitions.d"),
        (lambda talks: [talks.fact("f", A), talks.fact("f", B)], "facts.f"),
        (lambda talks: [talks.measure("m", X), talks.measure("m", Y)], "measures.m"),
        (lambda talks: [talks.source("s", "One"), talks.source("s", "Two")], "sources.s"),
        (lambda talks: [talks.party("p").red_line("l", A), talks.party("p").red_line("l", A)], "parties.p.red_lines.l"),
    ],
    ids=["term", "definition", "fact", "measure", "source", "red line"],
)
def test_a_second_one_of_a_name_is_refused_where_it_stands(again: Callable[[zopa.Builder], Any], place: str) -> None:
    with pytest.raises(zopa.ScenarioError) as caught:
        again(table())
    assert [problem.path for problem in caught.value.problems] == [place]
    assert "is there already" in str(caught.value)


def test_an_unknown_field_is_refused_with_those_there_are() -> None:
    with pytest.raises(TypeError, match="RedLine has no field 'wieght'; it has .*weight"):
        table().party("p").red_line("l", A, wieght=3)
    with pytest.raises(TypeError, match="Quantity has no field 'units'"):
        table().quantity("z", min=0, max=1, units="km")


def test_everything_that_is_wrong_is_told_with_its_place() -> None:
    talks = table()
    talks.quantity("Z", min=0, max=1)
    talks.quantity("w", min=5, max=1)
    talks.party("p", position="perhaps").red_line("l", A, weight=-1)
    with pytest.raises(zopa.ScenarioError) as caught:
        talks.build()
    told = {problem.path: problem.message for problem in caught.value.problems}
    assert set(told) == {"terms.Z", "terms.w.max", "parties.p.position", "parties.p.red_lines.l.weight"}
    assert told["terms.w.max"] == "max is below min"


def test_errors_of_expressions_are_located() -> None:
    talks = table()
    talks.fact("f", Expr(Name("ax")) & A)
    talks.party("p").red_line("l", S >= "hgh")
    with pytest.raises(zopa.ScenarioError) as caught:
        talks.build()
    told = {problem.path: problem for problem in caught.value.problems}
    assert set(told) == {"facts.f.require", "parties.p.red_lines.l.require"}
    assert "(did you mean 'high'?)" in told["parties.p.red_lines.l.require"].message
    assert told["parties.p.red_lines.l.require"].span == (5, 8)
    assert told["facts.f.require"].text == "ax and a"


@pytest.mark.parametrize("value", [0.5, True, "many", None])
def test_a_bound_that_is_no_exact_number_is_refused(value: Any) -> None:
    talks = table()
    talks.quantity("z", min=0, max=value)
    with pytest.raises(zopa.ScenarioError) as caught:
        talks.build()
    assert {problem.path for problem in caught.value.problems} == {"terms.z.max"}


def test_a_line_may_have_fallbacks_and_a_slope_from_expressions() -> None:
    talks = zopa.Builder("Talks")
    men, rank = talks.quantity("men", min=0, max=9), talks.scale("rank", ["low", "middle", "high"])
    side = talks.party("side")
    side.red_line("men", men >= 7, weight=4, slope={"cost": Decimal("0.5"), "up_to": 3})
    side.red_line("rank", rank == "high", weight=3, keep=True, fallbacks=[{"require": rank >= "middle", "cost": 1}])
    scenario = talks.build()
    lines = scenario.parties["side"].red_lines
    assert lines["men"].slope == zopa.Slope(cost=Decimal("0.5"), up_to=Decimal(3))
    assert lines["rank"].fallbacks == (zopa.Fallback(require="rank >= middle", cost=Decimal(1)),)
    assert zopa.loads(zopa.dumps(scenario)) == scenario


# -- what a party values ----------------------------------------------------------------------------------------------

VALUED = """
format: zopa/1
title: A lease
terms:
  rent: {type: quantity, min: 800, max: 1400, step: 0.5}
  start: {type: date, earliest: 2026-01-01, latest: 2026-03-01}
  garden: {type: yes_no}
  paint: {type: choice, options: [tenant, owner]}
  notice: {type: scale, levels: [short, long]}
definitions: {cheap: rent < 1_000}
parties:
  owner:
    red_lines: {floor: {require: rent >= 900}}
    interests:
      rent: {weight: 60.5, worst: 800, best: 1400, note: Gross}
      start: {weight: 10, worst: 2026-03-01, best: 2026-01-01}
      paint: {weight: 10, scores: {tenant: 100, owner: 0.5}}
    bonuses:
      - {when: garden and paint == tenant, utility: 6}
      - {when: cheap implies notice >= long, utility: -2.5, says: A short let for little money, note: Twice}
    reservation: 40
  tenant:
    interests:
      rent: {weight: 50, points: {800: 100, 1_000.5: 30, 1_400: 0}}
      start: {weight: 5, points: {2026-01-01: 0, 2026-02-15: 100}}
      garden: {weight: 25, scores: {yes: 100, no: 0}}
      notice: {weight: 0, scores: {short: 0, long: 100}}
    normalise: true
"""


def lease() -> tuple[zopa.Builder, dict[str, Expr]]:
    talks = zopa.Builder("A lease")
    terms = {
        "rent": talks.quantity("rent", min=800, max=1400, step=Decimal("0.5")),
        "start": talks.date("start", date(2026, 1, 1), date(2026, 3, 1)),
        "garden": talks.yes_no("garden"),
        "paint": talks.choice("paint", ["tenant", "owner"]),
        "notice": talks.scale("notice", ["short", "long"]),
    }
    return talks, terms


def test_what_a_party_values_is_built_as_a_file_says_it() -> None:
    talks, terms = lease()
    rent, start, garden, paint, notice = terms.values()
    cheap = talks.define("cheap", rent < 1000)
    owner = talks.party("owner")
    owner.red_line("floor", rent >= 900)
    owner.interest(rent, Decimal("60.5"), worst=800, best=1400, note="Gross")
    owner.interest(start, 10, worst=date(2026, 3, 1), best=date(2026, 1, 1))
    owner.interest("paint", 10, scores={"tenant": 100, "owner": Decimal("0.5")})
    owner.bonus(garden & (paint == "tenant"), 6)
    owner.bonus(cheap.implies(notice >= "long"), Decimal("-2.5"), says="A short let for little money", note="Twice")
    owner.reservation(40)
    tenant = talks.party("tenant")
    tenant.interest(rent, 50, points={800: 100, Decimal("1000.5"): 30, 1400: 0})
    tenant.interest(start, 5, points={date(2026, 1, 1): 0, "2026-02-15": 100})
    tenant.interest(garden, 25, scores={True: 100, False: 0})
    tenant.interest(notice, 0, scores={"short": 0, "long": 100})
    tenant.normalise()
    built, read = talks.build(), zopa.loads(VALUED)
    assert built == read
    assert zopa.loads(zopa.dumps(built)) == built
    nodes = [{name: one.node for name, one in scenario.meaning().utilities.items()} for scenario in (built, read)]
    assert nodes[0] == nodes[1]


def test_values_may_be_added_to_plain_data_which_stays_as_it_was() -> None:
    talks, terms = lease()
    interests = {"garden": {"weight": 1, "scores": {"yes": 0, "no": 100}}}
    bonuses = ({"when": "garden", "utility": 3},)
    owner = talks.party("owner", interests=interests, bonuses=bonuses)
    owner.interest(terms["rent"], 2, worst=800, best=900)
    talks.party("owner").bonus(terms["garden"], 4)
    party = talks.build().parties["owner"]
    assert list(party.interests) == ["garden", "rent"]
    assert [bonus.utility for bonus in party.bonuses] == [3, 4]
    assert list(interests) == ["garden"]
    assert len(bonuses) == 1


@pytest.mark.parametrize(
    ("add", "message"),
    [
        (lambda party, rent: party.interest(rent + 1, 5, worst=0, best=1), "an interest is in one term, and 'rent"),
        (lambda party, rent: party.interest(rent, 5, wurst=0), "Interest has no field 'wurst'; it has .*worst"),
        (lambda party, rent: party.interest(rent, 5, points={0.5: 1, 2: 3}), r"write Decimal\('0.5'\)"),
        (lambda party, rent: party.interest(rent, 5, points={None: 1, 2: 3}), "None cannot stand in an expression"),
        (lambda party, rent: party.bonus(rent > 900, 5, weight=1), "Bonus has no field 'weight'; it has .*utility"),
        (lambda party, rent: party.bonus(rent > 0.5, 5), "is a float"),
        (lambda party, rent: party.bonus(None, 5), "None cannot stand in an expression"),
    ],
    ids=["expression", "field", "float", "nothing", "field of a bonus", "float in a bonus", "no condition"],
)
def test_what_cannot_be_valued_is_refused(add: Callable[[Any, Expr], None], message: str) -> None:
    talks, terms = lease()
    with pytest.raises(TypeError, match=message):
        add(talks.party("owner"), terms["rent"])


def test_a_second_interest_or_reservation_is_refused_where_it_stands() -> None:
    talks, terms = lease()
    owner = talks.party("owner", reservation=4)
    owner.interest(terms["rent"], 1, worst=800, best=900)
    for again, place in (
        (lambda: owner.interest("rent", 1, worst=800, best=900), "parties.owner.interests.rent"),
        (lambda: owner.reservation(5), "parties.owner.reservation"),
    ):
        with pytest.raises(zopa.ScenarioError, match="is there already") as caught:
            again()
        assert [problem.path for problem in caught.value.problems] == [place]


def test_values_that_do_not_fit_are_told_with_their_places() -> None:
    talks, terms = lease()
    owner = talks.party("owner")
    owner.interest("rentt", 1, worst=800, best=900)
    owner.interest(terms["paint"], 1, scores={"tenant": 5})
    owner.interest(terms["garden"], 1, points={1: 5, 2: 6})
    owner.bonus(terms["rent"], 5)
    with pytest.raises(zopa.ScenarioError) as caught:
        talks.build()
    at = "parties.owner"
    assert {problem.path for problem in caught.value.problems} == {
        f"{at}.interests.rentt",
        f"{at}.interests.paint.scores",
        f"{at}.interests.garden.points",
        f"{at}.bonuses.0.when",
    }
    owner = talks.party("tenant")
    owner.interest(terms["rent"], -1, worst=Decimal("NaN"), best=True)
    owner.reservation("much")  # type: ignore[arg-type]
    with pytest.raises(zopa.ScenarioError) as caught:
        talks.build()
    assert {problem.path for problem in caught.value.problems} == {
        "parties.tenant.interests.rent.weight",
        "parties.tenant.interests.rent.worst",
        "parties.tenant.interests.rent.best",
        "parties.tenant.reservation",
    }
