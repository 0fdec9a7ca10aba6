"""One meaning, three readers: the exact evaluator, CP-SAT and the reference agree on every deal of small scenarios."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from support.draws import steady
from support.reference import Line, Spec, Term, all_deals
from support.reference_language import Env, Expr, compare, decimal_text, holds, made, name, number
from support.strategies import read, scenarios, value_text
from support.strategies_language import CONDITION, NUMBER

from zopa.models.expressions import intervals, nodes
from zopa.models.io.warnings import settled
from zopa.models.meaning.meaning import Meaning
from zopa.models.values import Exact
from zopa.solver.limits import Limits
from zopa.solver.oracle import Deal, Infeasible, Oracle


def words(spec: Spec, deal: Env) -> dict[str, object]:
    """Return a deal of the reference as zopa takes it."""
    return {term_id: word(term, deal[term_id]) for term_id, term in spec.terms.items()}


def word(term: Term, value: object) -> object:
    found = term.words[term.values.index(value)]
    return Decimal(decimal_text(found)) if isinstance(found, Fraction) else found


def as_number(value: object) -> Exact:
    """Return the number by which zopa stands for a value of the reference."""
    return value[0] if isinstance(value, tuple) else value + 0


@steady(100)
@given(scenarios(most_deals=200))
def test_the_exact_evaluator_agrees_with_the_reference_on_every_deal(spec: Spec) -> None:
    meaning = read(spec).meaning()
    for deal in all_deals(spec):
        values = meaning.numbers(words(spec, deal))
        assert meaning.words(values) == words(spec, deal)
        env = meaning.environment(values)
        assert env == {name: as_number(value) for name, value in deal.items()}
        for line in meaning.red_lines:
            assert line.holds(env) is holds(spec.lines[line.id].require, deal), line.text
        for fact in meaning.facts:
            assert fact.holds(env) is holds(spec.facts[fact.id], deal), fact.text
        crossed = [fact for fact, expr in spec.facts.items() if not holds(expr, deal)]
        crossed += [line for line, told in spec.lines.items() if not holds(told.require, deal)]
        assert meaning.crossed(values) == crossed


@steady(100)
@given(scenarios(most_deals=100, lines=(2, 1, 3), definitions=(4, 6, 8)))
def test_no_value_lies_outside_its_interval(spec: Spec) -> None:
    meaning = read(spec).meaning()
    truths: dict[str, set[bool]] = {line.id: set() for line in meaning.red_lines}
    for deal in all_deals(spec):
        point = point_box(meaning, words(spec, deal))
        for definition in meaning.definitions:
            value = Fraction(as_number(deal[definition.name]))
            for known in (meaning.box[definition.name], point[definition.name]):
                assert known.low <= value <= known.high
                assert abs(value) <= known.magnitude
                assert (value * known.denominator).denominator == 1
        for line in meaning.red_lines:
            actual = holds(spec.lines[line.id].require, deal)
            truths[line.id].add(actual)
            for box in (meaning.box, point):
                assert intervals.truth(line.node, box) in (None, actual), line.text
    for line in meaning.red_lines:
        found = truths[line.id]
        assert settled(meaning, line) is (found.pop() if len(found) == 1 else None)


def point_box(meaning: Meaning, deal: dict[str, object]) -> intervals.Box:
    """Return the box that holds one deal, on which far more is certain than on the whole."""
    box = {
        term: intervals.Range(value, value, abs(value), value.denominator)
        for term, value in meaning.numbers(deal).items()
    }
    for definition in meaning.definitions:
        if isinstance(definition.node, nodes.Numeric):
            box[definition.name] = intervals.interval(definition.node, box)
        else:
            known = intervals.truth(definition.node, box)
            box[definition.name] = intervals.Range(int(known or 0), int(known is not False), 1, 1)
    return box


class Questions:
    """A scenario in which every value of every term, every condition and its negation is a red line."""

    def __init__(self, spec: Spec) -> None:
        self.conditions = list(conditions_of(spec))
        values = {
            f"{term_id}_{at}": Line(fixing(term_id, term, value))
            for term_id, term in spec.terms.items()
            for at, value in enumerate(term.values)
        }
        claims = {f"line{at}": Line(condition) for at, condition in enumerate(self.conditions)}
        denials = {f"line{at}": Line(made("not", condition)) for at, condition in enumerate(self.conditions)}
        self.spec = Spec(spec.terms, {"value": values, "claimed": claims, "denied": denials}, spec.definitions)
        meaning = read(self.spec).meaning()
        self.oracle = Oracle(meaning, tuple(meaning.terms), (), meaning.red_lines, Limits())

    def fixed(self, deal: Env) -> list[str]:
        """Return the lines that leave this deal alone."""
        return [f"value.{word}_{term.values.index(deal[word])}" for word, term in self.spec.terms.items()]


def fixing(term_id: str, term: Term, value: object) -> Expr:
    if term.kind == "yes_no":
        return name(term_id) if value else made("not", name(term_id))
    return compare(name(term_id), "==", value_text(term, value))


def conditions_of(spec: Spec) -> Iterator[Expr]:
    """Yield the scenario's conditions, pairs of them (so that each is nested too), and each definition."""
    conditions = [*spec.facts.values(), *(line.require for line in spec.lines.values())]
    yield from conditions
    for first, second in pairwise(conditions):
        yield made("iff", first, second)
    deals = list(all_deals(spec))
    for word in spec.definitions:
        if word.startswith(CONDITION):
            yield name(word)
        elif word.startswith(NUMBER):
            values = sorted(deal[word] + 0 for deal in deals)
            middle = number(values[len(values) // 2])
            yield compare(name(word), "<=", middle)
            yield compare(name(word), "==", middle)


@steady(100)
@given(scenarios(most_deals=36, most_terms=3, lines=(2, 1), most_facts=2, definitions=(3, 1, 5)))
def test_cp_sat_agrees_with_the_reference_on_every_deal(spec: Spec) -> None:
    questions = Questions(spec)
    for deal in all_deals(spec):
        fixed = questions.fixed(deal)
        right, wrong = [], []
        for at, condition in enumerate(questions.conditions):
            truth, lie = ("claimed", "denied") if holds(condition, deal) else ("denied", "claimed")
            right.append(f"{truth}.line{at}")
            wrong.append(f"{lie}.line{at}")
        match questions.oracle.ask([*fixed, *right]):
            case Deal(values):
                assert questions.oracle.meaning.words(values) == words(spec, deal)
            case other:
                raise AssertionError(f"{other} for the true {right} on {words(spec, deal)}")
        for line in wrong:
            match questions.oracle.ask([*fixed, line]):
                case Infeasible(core):
                    assert set(core) <= {*fixed, line}
                case other:
                    raise AssertionError(f"{other} for the false {line} on {words(spec, deal)}")
