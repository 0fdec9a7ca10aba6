"""Changed scenarios: what if a line were dropped, a term fixed, a demand added?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import count

from ..errors import Problem, ScenarioError, UnknownNameError, quoted
from .expressions import habits
from .expressions.parse_errors import ExpressionError
from .io.save import number_literal, origin
from .parties import Fact, Party, RedLine
from .scenario import Scenario
from .terms import DateTerm, Quantity, Term, values_hint
from .values import Exact, parse_date, parse_number


def dropped(scenario: Scenario, names: Collection[str]) -> Scenario:
    """Return the scenario without some red lines (``party.line``) or facts (by their name).

    Raises
    ------
    UnknownNameError
        If there is no such red line or fact.
    """
    red_lines = [line_id for line_id, _, _ in scenario.red_lines()]
    for name in names:
        if name not in red_lines and name not in scenario.facts:
            raise UnknownNameError("red line or fact", name, [*red_lines, *scenario.facts])
    parties = {}
    for party_id, party in scenario.parties.items():
        kept = {name: line for name, line in party.red_lines.items() if f"{party_id}.{name}" not in names}
        parties[party_id] = party.model_copy(update={"red_lines": kept})
    facts = {name: fact for name, fact in scenario.facts.items() if name not in names}
    return scenario.model_copy(update={"parties": parties, "facts": facts})


def among(scenario: Scenario, parties: Collection[str]) -> Scenario:
    """Return the scenario with the red lines of some parties alone; results still name the file it was read from."""
    others = [line_id for line_id, _, _ in scenario.red_lines() if line_id.split(".")[0] not in parties]
    return dropped(scenario, others).with_origin(origin(scenario))


def assumed(scenario: Scenario, facts: Collection[str]) -> Scenario:
    """Return the scenario with roles exchanged: its red lines always hold, and some of its facts can be given up.

    Each of these facts is the red line ``assumption.NAME`` of weight 1 there.
    """
    lines = {
        line_id: Fact(require=line.require, says=line.says, basis=line.basis)
        for line_id, _, line in scenario.red_lines()
    }
    held = {name: fact for name, fact in scenario.facts.items() if name not in facts}
    given = {name: RedLine(require=scenario.facts[name].require, says=scenario.facts[name].says) for name in facts}
    parties = {"assumption": Party(red_lines=given)}
    return scenario.model_copy(update={"facts": {**held, **lines}, "parties": parties, "measures": {}})


def with_facts(scenario: Scenario, facts: Mapping[str, Fact]) -> Scenario:
    """Return the scenario with facts added, or replaced where the name is taken."""
    return scenario.model_copy(update={"facts": {**scenario.facts, **facts}})


def with_red_lines(scenario: Scenario, party: str, red_lines: Mapping[str, RedLine]) -> Scenario:
    """Return the scenario with red lines of one party added, or replaced where the name is taken.

    Raises
    ------
    UnknownNameError
        If there is no such party.
    """
    if party not in scenario.parties:
        raise UnknownNameError("party", party, scenario.parties)
    holder = scenario.parties[party]
    changed = holder.model_copy(update={"red_lines": {**holder.red_lines, **red_lines}})
    return scenario.model_copy(update={"parties": {**scenario.parties, party: changed}})


def with_term_set(scenario: Scenario, assignment: str) -> Scenario:
    """Return the scenario with a fact that fixes a term, from ``term=value``.

    Raises
    ------
    ScenarioError
        If the text is not of that form or the value is not one of the term's.
    UnknownNameError
        If there is no such term.
    """
    name, equals, text = (part.strip() for part in assignment.partition("="))
    if not equals or not name or not text:
        raise ScenarioError([Problem(f"expected term=value, not {quoted(assignment)}")])
    if name not in scenario.terms:
        raise UnknownNameError("term", name, scenario.terms)
    term = scenario.terms[name]
    number = parsed_value(term, text)
    if number is None:
        advice = habits.of_number(text) if isinstance(term, Quantity | DateTerm) else ""
        message = f"{quoted(text)} is not a value of {name}{values_hint(term, text)}{advice and '; '}{advice}"
        raise ScenarioError([Problem(message)])
    value = term.value(number)
    written = number_literal(value) if isinstance(value, Decimal) else str(value)
    require = (name if value else f"not {name}") if isinstance(value, bool) else f"{name} == {written}"
    label = term.label or name.replace("_", " ")
    fact = Fact(require=require, says=f"Supposed: {label} is {term.text(number)}", basis="assumption")
    return with_facts(scenario, {free_name("supposed", scenario.facts): fact})


def with_demand(scenario: Scenario, demand: str) -> Scenario:
    """Return the scenario with a red line added, from ``party: expression``.

    Raises
    ------
    ScenarioError
        If the text is not of that form or the expression is wrong.
    UnknownNameError
        If there is no such party.
    """
    party, colon, expression = (" ".join(part.split()) for part in demand.partition(":"))
    if not colon or not party or not expression:
        raise ScenarioError([Problem(f"expected 'party: expression', not {quoted(demand)}")])
    if party not in scenario.parties:
        raise UnknownNameError("party", party, scenario.parties)
    try:
        scenario.syntax(expression)
    except ExpressionError as error:
        raise ScenarioError([Problem(error.message, span=error.span, text=expression)]) from None
    name = free_name("added", scenario.parties[party].red_lines)
    changed = with_red_lines(scenario, party, {name: RedLine(require=expression, says=f"Added: {expression}")})
    try:
        changed.meaning()
    except ScenarioError as error:  # its place in the changed scenario is none that the caller knows
        raise ScenarioError([replace(problem, keys=()) for problem in error.problems]) from None
    return changed


def parsed_value(term: Term, text: str) -> Exact | None:
    """Return a term's value, given as text, as an exact number; None if the term does not have it."""
    for value in (text, parse_number(text), parse_date(text)):
        number = None if value is None else term.number(value)
        if number is not None:
            return number
    return None


def free_name(stem: str, taken: Collection[str], first: int = 1) -> str:
    """Return the stem with the first number that makes a name of its own."""
    return next(name for number in count(first) if (name := f"{stem}_{number}") not in taken)
