"""Each construct of the language lowered to CP-SAT: it agrees with the exact evaluator on every deal of a small box."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

import zopa
from zopa.models.meaning.meaning import Meaning, Values
from zopa.solver.cpsat.backend import CpModel, Run, Settings
from zopa.solver.cpsat.compile import compile_lines
from zopa.solver.cpsat.lowering import Lowering
from zopa.solver.cpsat.operations import negated
from zopa.solver.limits import Limits
from zopa.solver.oracle import Deal, Infeasible, Oracle

TERMS = """
format: zopa/1
title: Lowering
terms:
  a: {type: yes_no}
  b: {type: yes_no}
  x: {type: quantity, min: -2, max: 2}
  y: {type: quantity, min: 1, max: 3}
  d: {type: quantity, min: -0.5, max: 1, step: 0.25}
  s: {type: scale, levels: [low, mid, top]}
  r: {type: scale, levels: [low, mid, top]}
  v: {type: choice, options: [geneva, doha]}
  t: {type: date, earliest: 2026-02-27, latest: 2026-03-01}
definitions:
  gap: x - 2 * d
  calm: gap >= 0.5 or a
  area: x * y
"""


def meaning(require: str) -> Meaning:
    lines = f"line: {{require: {require!r}}}, denial: {{require: {f'not ({require})'!r}}}"
    return zopa.loads(f"{TERMS}parties: {{p: {{red_lines: {{{lines}}}}}}}").meaning()


def deals(told: Meaning, terms: list[str]) -> Iterator[Values]:
    domains = [told.domains[term] for term in terms]
    for steps in itertools.product(*(range(domain.size) for domain in domains)):
        yield {term: domain.at(step) for term, domain, step in zip(terms, domains, steps, strict=True)}


def check(require: str) -> tuple[int, int]:
    """Hold a condition and its denial against the evaluator; return on how many deals it holds and does not."""
    told = meaning(require)
    lines = {line.id: line for line in told.red_lines}
    used = [term for term in told.terms if term in lines["p.line"].terms]
    oracle = Oracle(told, used, (), told.red_lines, Limits())
    compiled = oracle._compiled
    counts = [0, 0]
    for deal in deals(told, used):
        holds = lines["p.line"].holds(told.environment(deal))
        counts[not holds] += 1
        for line, expected in (("p.line", holds), ("p.denial", not holds)):
            model = compiled.model.copy()
            for term, value in deal.items():
                step = told.domains[term].index(value)
                model.linear({compiled.variables[term]: 1}, [(step, step)], ())
            model.clause((oracle._guards[line],), ())
            found = Run(Settings(presolve=False, linearization=0), None).solve(model).status
            assert (found != "infeasible") == expected, f"{line} of {require!r} on {deal}: {found}"
    for line, possible in (("p.line", counts[0]), ("p.denial", counts[1])):
        assert isinstance(oracle.ask([line]), Deal if possible else Infeasible)
    return counts[0], counts[1]


BOTH = {
    "a yes/no": "a",
    "not": "not a",
    "double not": "not not a",
    "and": "a and b",
    "or": "a or b or x >= 1",
    "implies": "a implies b",
    "implies to the right": "a implies b implies x > 0",
    "iff": "a iff b",
    "nested iff": "(a iff b) iff (x >= 0 iff y == 2)",
    "iff of a comparison": "a iff x <= -1",
    "iff under not": "not (a iff (b or x == 0))",
    "or of ands under not": "not ((a and b) or (x > 0 and y < 3))",
    "if of conditions": "if(a, x > 0, y > 1)",
    "equal": "x == 1",
    "unequal": "x != 1",
    "unequal of two": "x != y",
    "below": "x < y",
    "at most": "x <= y - 1",
    "above": "x > -y",
    "at least": "2 * x >= y",
    "chain": "-1 <= x < y <= 2",
    "chain with a repeat": "x <= y == 2",
    "membership": "x in {-2, 0, 2}",
    "no membership": "x not in {y, 0}",
    "scale": "s >= mid",
    "scale in": "s in {low, top}",
    "choice": "v == doha",
    "choice unequal": "v != doha or a",
    "date": "t >= 2026-02-28",
    "date moved": "t + x >= 2026-03-01",
    "days between": "t - 2026-02-27 == x",
    "earliest date": "min(t, 2026-02-28) == t",
    "sum with negative": "x - y + 2 >= 0",
    "unary minus": "-x >= -(y - 3)",
    "fractional coefficient": "0.3 * x + 0.7 * y >= 1.1",
    "decimal step": "d >= 0.25",
    "decimal unequal": "d != 0.5",
    "strict between steps": "d > 0.3",
    "decimals of several scales": "0.125 * x + d < 0.3 * y",
    "terms that cancel": "x + d - x >= 0.5",
    "yes/no as a number": "3 * a - 2 * b + x == 1",
    "comparison as a number": "(x > 0) + (y > 1) + a == 2",
    "product of two": "x * y >= 2",
    "square": "x * x == 4",
    "product with decimals": "d * x < -0.25",
    "product of sums": "(x + y) * (d - 1) < -1.5",
    "product of three": "x * y * d >= 0.75",
    "product with a yes/no": "a * x + b * y == 1",
    "product with zero": "0 * x + y >= 2",
    "min": "min(x, y - 2) >= -1",
    "max": "max(x, -x, d) == 1",
    "min of mixed scales": "min(x, d, 0.3 * y) == -0.5",
    "max of mixed scales": "max(0.5 * x, d, 0.2) < 0.75",
    "max of one": "max(x) > 0",
    "abs": "abs(x) == 2",
    "abs of a sum": "abs(x + d) <= 0.75",
    "sum function": "sum(x, y, d) > 2.5",
    "count": "count(a, b, x > 0) >= 2",
    "at least k": "at_least(2, a, b, x > 0)",
    "at most k": "at_most(1, a, b, x > 0)",
    "exactly k": "exactly(1, a, b, x > 0)",
    "a number of conditions that varies": "at_least(y, a, b, x > 0)",
    "choose": "if(a, x, y) >= 1",
    "choose of mixed scales": "if(x > 0, d, 0.3 * y) >= 0.5",
    "choose within choose": "if(a, if(b, x, d), -y) == -1",
    "choose with one constant": "if(a, 2, x) > y",
    "choose of levels": "if(a, s, r) == top",
    "a numeric definition": "gap > 1",
    "a boolean definition": "calm iff b",
}

SETTLED = {
    "true": ("true", True),
    "no": ("no", False),
    "constants": ("1 + 1 == 2", True),
    "constant in an or": ("a or 2 > 1", True),
    "constant in an and": ("a and b and 1 > 2", False),
    "iff with true": ("(a iff true) iff a", True),
    "iff of constants": ("(1 > 2) iff false", True),
    "choose by a constant": ("if(true, 3, x) == 3", True),
    "count of constants": ("count(true, 1 > 2, no) == 1", True),
    "terms that cancel to nothing": ("x - x == 0", True),
    "product with zero alone": ("0 * x == 0", True),
    "no value reaches it": ("x + y >= 6", False),
    "between the steps": ("2 * x == 1", False),
    "max of constants": ("max(1, 2.5) == 2.5", True),
    "a definition that is settled": ("gap <= 3", True),
}


@pytest.mark.parametrize("require", BOTH.values(), ids=BOTH)
def test_a_condition_holds_in_cp_sat_exactly_where_it_holds(require: str) -> None:
    holds, does_not = check(require)
    assert holds
    assert does_not


@pytest.mark.parametrize(("require", "always"), SETTLED.values(), ids=SETTLED)
def test_a_condition_that_is_settled(require: str, always: bool) -> None:
    holds, does_not = check(require)
    assert bool(holds) == always
    assert bool(does_not) != always


def test_a_constant_condition_needs_no_variable() -> None:
    told = meaning("(1 > 2 or true) and x - x == 0")
    model = CpModel()
    Lowering(told, model).require(told.red_lines[0].node, ())
    assert [model.domains, list(model.proto.constraints)] == [[(-0, 4)], []]


def test_a_definition_used_twice_is_lowered_once() -> None:
    told = meaning("area >= 1 and area <= 4 and (area == 3 or a)")
    model = compile_lines(told, ("x", "y", "a"), told.red_lines).model
    assert sum(constraint.has_int_prod() for constraint in model.proto.constraints) == 1


def test_a_long_chain_of_definitions_is_lowered_without_deep_recursion() -> None:
    steps = "\n".join(f"  n{at}: n{at - 1} + 1" for at in range(1, 1900))
    text = TERMS.replace("definitions:", f"definitions:\n  n0: x\n{steps}")
    told = zopa.loads(text + "parties: {p: {red_lines: {line: {require: n1899 >= 1901}}}}").meaning()
    oracle = Oracle(told, ("x",), (), told.red_lines, Limits())
    found = oracle.ask(["p.line"])
    assert isinstance(found, Deal)
    assert found.values == {"x": 2}


def test_a_condition_that_occurs_twice_has_one_literal() -> None:
    told = meaning("(x > y or a) and ((x > y or a) iff b)")
    lowering = Lowering(told, CpModel())
    node = told.red_lines[0].node
    assert lowering.literal(node.parts[0]) == lowering.literal(node.parts[1].left)


def test_negation_of_literals_and_truths() -> None:
    assert negated(4) == -5
    assert negated(negated(4)) == 4
    assert negated(True) is False
