"""Changed scenarios: what if a line were dropped, a term fixed, a demand added?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from ..errors import Problem, ScenarioError, UnknownNameError, quoted
from .expressions.parse import ExpressionError, parse
from .hints import values_hint
from .io.save import digest, number_literal
from .parties import Fact, Party, RedLine
from .scenario import Origin, Scenario
from .terms import Term
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
    parties = {
        party_id: party.model_copy(
            update={
                "red_lines": {
                    line_id: line for line_id, line in party.red_lines.items() if f"{party_id}.{line_id}" not in names
                }
            }
        )
        for party_id, party in scenario.parties.items()
    }
    return _changed(
        scenario,
        parties=parties,
        facts={name: fact for name, fact in scenario.facts.items() if name not in names},
    )


def among(scenario: Scenario, parties: Collection[str]) -> Scenario:
    """Return the scenario without the red lines of all but some parties; it still counts as the same file."""
    others = [line_id for line_id, _, _ in scenario.red_lines() if line_id.split(".")[0] not in parties]
    changed = dropped(scenario, others)
    return changed.with_origin(scenario.origin or Origin("unsaved", digest(scenario)))


def assumed(scenario: Scenario, facts: Collection[str]) -> Scenario:
    """Return the scenario turned round: its red lines always hold, and some of its facts can be given up.

    Each of these facts is the red line ``assumption.NAME`` of weight 1 there.
    """
    lines = {
        line_id: Fact(require=line.require, says=line.says, basis=line.basis)
        for line_id, _, line in scenario.red_lines()
    }
    held = {name: fact for name, fact in scenario.facts.items() if name not in facts}
    given = {name: RedLine(require=scenario.facts[name].require, says=scenario.facts[name].says) for name in facts}
    return _changed(scenario, facts={**held, **lines}, parties={"assumption": Party(red_lines=given)}, measures={})


def with_facts(scenario: Scenario, facts: Mapping[str, Fact]) -> Scenario:
    """Return the scenario with facts added, or replaced where the name is taken."""
    return _changed(scenario, facts={**scenario.facts, **facts})


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
    return _changed(scenario, parties={**scenario.parties, party: changed})


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
        raise ScenarioError([Problem(f"term=value is expected, not {quoted(assignment)}")])
    if name not in scenario.terms:
        raise UnknownNameError("term", name, scenario.terms)
    term = scenario.terms[name]
    number = parsed_value(term, text)
    if number is None:
        raise ScenarioError([Problem(f"{quoted(text)} is not a value of {name}{values_hint(term, text)}")])
    value = term.value(number)
    written = number_literal(value) if isinstance(value, Decimal) else str(value)
    require = (name if value else f"not {name}") if isinstance(value, bool) else f"{name} == {written}"
    label = term.label or name.replace("_", " ")
    fact = Fact(require=require, says=f"Supposed: {label} is {term.text(number)}", basis="assumption")
    return with_facts(scenario, {_free("supposed", scenario.facts): fact})


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
        raise ScenarioError([Problem(f"'party: expression' is expected, not {quoted(demand)}")])
    if party not in scenario.parties:
        raise UnknownNameError("party", party, scenario.parties)
    try:
        parse(expression)
    except ExpressionError as error:
        raise ScenarioError([Problem(error.message, span=error.span, text=expression)]) from None
    name = _free("added", scenario.parties[party].red_lines)
    changed = with_red_lines(scenario, party, {name: RedLine(require=expression, says=f"Added: {expression}")})
    changed.meaning()
    return changed


def parsed_value(term: Term, text: str) -> Exact | None:
    """Return the exact number that a text means as a value of a term, None when it is not one."""
    for value in (text, parse_number(text), parse_date(text)):
        number = None if value is None else term.number(value)
        if number is not None:
            return number
    return None


def _free(stem: str, taken: Collection[str]) -> str:
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _changed(scenario: Scenario, **fields: Any) -> Scenario:
    """Return a copy with some fields replaced; what it means is read anew."""
    values = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    return Scenario.model_construct(**{**values, **fields})
