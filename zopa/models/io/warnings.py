"""Warnings: what is allowed, but probably not meant."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from ...errors import UNSEEN, Keys, Problem
from ..expressions import intervals
from ..expressions.syntax import Name, Number, Operator, Syntax, walk
from ..meaning.costs import stated, too_far_apart
from ..meaning.meaning import Line, Meaning
from ..scenario import Scenario
from ..terms import Quantity
from ..values import Exact, exact, trimmed
from .source.tree import Tree, numbers

MAX_TRIED = 4_096
"""A line is tried on all combinations of its terms' values if there are at most so many; else intervals decide."""


def warnings(scenario: Scenario, read_source: Callable[[str], str | None], tree: Tree | None = None) -> list[Problem]:
    """Return the warnings about a scenario.

    Parameters
    ----------
    read_source
        Returns the text of a source's file, or None if it cannot be read.
    tree
        What the scenario was read from, with its numbers as they are written.
    """
    meaning = scenario.meaning()
    return [
        *_unused(scenario, meaning),
        *_split_numbers(scenario),
        *_thousands(scenario, meaning, tree),
        *_costs_far_apart(scenario, meaning),
        *_one_sided(scenario, meaning),
        *_unknown_positions(scenario),
        *_misquotes(scenario, read_source),
    ]


def _unused(scenario: Scenario, meaning: Meaning) -> Iterator[Problem]:
    lines = (*meaning.facts, *meaning.red_lines)
    lines += tuple(line for fallbacks in meaning.fallbacks.values() for line in fallbacks)
    used = {name for line in lines for name in (*line.terms, *line.definitions)}
    used.update(*(measure.terms | measure.definitions for measure in meaning.measures))
    gains = [gain for utility in meaning.utilities.values() for gain in utility.gains]
    used.update(*(gain.terms | gain.definitions for gain in gains))
    for name in scenario.terms:
        if name not in used:
            yield Problem(f"no red line, fact or interest uses the term {name!r}", ("terms", name), at_key=True)
    for name in scenario.definitions:
        if name not in used:
            yield Problem(f"no red line or fact uses the definition {name!r}", ("definitions", name), at_key=True)


def _split_numbers(scenario: Scenario) -> Iterator[Problem]:
    """Yield numbers that seem to have commas for thousands, but commas separate arguments or members of a set."""
    for keys, text in _expressions(scenario):
        opened: list[str] = []
        for found in _BRACKET_OR_GROUPED.finditer(text):
            match found.group():
                case "(" | "{" as bracket:
                    opened.append(bracket)
                case ")" | "}":
                    opened.pop()
                case number:
                    first, *rest = number.split(",")
                    braced = opened[-1] == "{"
                    if braced and not any(group.startswith("0") for group in rest):
                        continue  # {100,200} may well be meant
                    several = f"{', '.join([first, *rest[:-1]])} and {rest[-1]}"
                    message = f"a comma separates {'members of a set' if braced else 'arguments'}, so this is {several}"
                    meant = f"{number.replace(',', '_')} or {number.replace(',', '')}"
                    yield Problem(f"{message} (did you mean {meant}?)", keys, span=found.span(), text=text)


_BRACKET_OR_GROUPED = re.compile(r"[(){}]|(?<![0-9A-Za-z_.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9A-Za-z_.-])")


def _thousands(scenario: Scenario, meaning: Meaning, tree: Tree | None) -> Iterator[Problem]:
    """Yield decimals that seem to have a point for thousands: 400.000, in a file whose numbers are that large."""
    found: list[tuple[str, Problem]] = []

    def note(written: str, keys: Keys, span: tuple[int, int] | None = None, text: str | None = None) -> None:
        read, meant = trimmed(Decimal(written)), written.replace(".", "_")
        message = f"{written} is {read}: a point separates decimals (did you mean {meant}?)"
        found.append((written, Problem(message, keys, span=span, text=text)))

    is_large = any(_reach(scenario, name) >= _LARGE for name in scenario.terms)
    for keys, expression in _expressions(scenario):
        syntax = scenario.syntax(expression)
        for number in walk(syntax):
            if not isinstance(number, Number):
                continue
            if not _is_pointed(number.value):
                is_large = is_large or abs(number.value) >= _LARGE
            elif f"{number.value:f}".endswith("000") or _wants_thousands(scenario, meaning, syntax):
                note(f"{number.value:f}", keys, number.span, expression)
    for keys, value in () if tree is None else numbers(tree):
        if _is_pointed(value) and f"{value:f}".endswith("000"):
            note(f"{value:f}", keys)
    if is_large or sum(written.endswith("000") for written, _ in found) > 1:
        yield from (problem for _, problem in found)


def _reach(scenario: Scenario, name: str) -> Decimal:
    """Return how large a quantity can be; 0 for other terms."""
    term = scenario.terms.get(name)
    return max(abs(term.min), abs(term.max)) if isinstance(term, Quantity) else Decimal(0)


def _wants_thousands(scenario: Scenario, meaning: Meaning, syntax: Syntax) -> bool:
    """Return whether an expression compares large quantities in whole steps, in which no decimals are of use."""
    named = {node.name for node in walk(syntax) if isinstance(node, Name)}
    domains = [meaning.domains[name] for name in named if isinstance(scenario.terms.get(name), Quantity)]
    is_whole = all(isinstance(domain.start, int) and isinstance(domain.step, int) for domain in domains)
    is_product = any(isinstance(node, Operator) and node.operator == "*" for node in walk(syntax))
    is_plain = not is_product and named.isdisjoint(scenario.definitions)
    return is_plain and is_whole and any(_reach(scenario, name) >= _LARGE for name in named)


def _is_pointed(number: Decimal) -> bool:
    """Return whether a number is written with three places, as if its point separated thousands."""
    return number.as_tuple().exponent == -3 and 1 <= abs(number) < _LARGE


_LARGE = 1_000


def _expressions(scenario: Scenario) -> Iterator[tuple[Keys, str]]:
    """Yield every expression with its place."""
    for name, text in scenario.definitions.items():
        yield ("definitions", name), text
    for name, measure in scenario.measures.items():
        yield ("measures", name, "value"), measure.value
    for keys, statement in scenario.statements():
        yield (*keys, "require"), statement.require
        for at, fallback in enumerate(getattr(statement, "fallbacks", ())):
            yield (*keys, "fallbacks", at, "require"), fallback.require
    for party_id, party in scenario.parties.items():
        for at, bonus in enumerate(party.bonuses):
            yield ("parties", party_id, "bonuses", at, "when"), bonus.when


def _costs_far_apart(scenario: Scenario, meaning: Meaning) -> Iterator[Problem]:
    """Yield the costs for which some questions are refused; where lines are kept or given up, any costs will do."""
    red_lines = {line_id: line for line_id, _, line in scenario.red_lines()}
    movements = {line.id: meaning.movement(line) for line in meaning.red_lines if red_lines[line.id].slope is not None}
    costs = list(stated(red_lines, movements))
    most: dict[str, Exact] = {}
    for cost in costs:
        most[cost.line_id] = max(most.get(cost.line_id, 0), cost.most)
    for problem in too_far_apart(costs, exact(sum(map(Fraction, most.values())))):
        yield replace(problem, message=f"{problem.message} (relax --amounts, burden and sensitivity refuse that)")


def _one_sided(scenario: Scenario, meaning: Meaning) -> Iterator[Problem]:
    lines = (*meaning.facts, *meaning.red_lines)
    for (keys, _), line in zip(scenario.statements(), lines, strict=True):
        always = settled(meaning, line)
        if always is not None:
            kind = "fact" if keys[0] == "facts" else "red line"
            says = "holds in every deal and rules nothing out" if always else "holds in no deal"
            yield Problem(f"the {kind} {line.id} {says}", (*keys, "require"))


def settled(meaning: Meaning, line: Line) -> bool | None:
    """Return whether a line alone always holds (True), never does (False), or neither is known (None).

    Tried on every combination of its terms' values where those are few, judged by intervals otherwise.
    """
    domains = {term: meaning.domains[term] for term in sorted(line.terms)}
    if math.prod(domain.size for domain in domains.values()) > MAX_TRIED:
        return intervals.truth(line.node, meaning.box)
    needed = [definition for definition in meaning.definitions if definition.name in line.definitions]
    seen: set[bool] = set()
    for steps in itertools.product(*(range(domain.size) for domain in domains.values())):
        values: dict[str, Exact] = {
            term: domain.at(step) for (term, domain), step in zip(domains.items(), steps, strict=True)
        }
        for definition in needed:
            values[definition.name] = definition.compute(values)
        seen.add(line.holds(values))
        if len(seen) == 2:
            return None
    return seen.pop()


def _unknown_positions(scenario: Scenario) -> Iterator[Problem]:
    for party_id, party in scenario.parties.items():
        if party.position == "unknown":
            message = f"{party.name or party_id} has to consent to a deal, but its position is unknown"
            yield Problem(message, ("parties", party_id), at_key=True)


def _misquotes(scenario: Scenario, read_source: Callable[[str], str | None]) -> Iterator[Problem]:
    texts: dict[str, str | None] = {}
    for name, source in scenario.sources.items():
        if source.file is not None:
            text = read_source(source.file)
            texts[name] = None if text is None else _folded(text)
            if text is None:
                message = (
                    f"the source file {source.file!r} was not found beside the scenario; its quotes are not checked"
                )
                yield Problem(message, ("sources", name, "file"))
    for keys, statement in scenario.statements():
        if statement.quote is None or statement.source is None:
            continue
        text = texts.get(statement.source)
        if text is not None and _folded(statement.quote) not in text:
            yield Problem(f"the source {statement.source!r} does not contain this quote", (*keys, "quote"))


def _folded(text: str) -> str:
    """Return a text without what a quote cannot contain (a PDF's soft hyphens), and with single spaces."""
    return UNSEEN.sub("", " ".join(text.split()))
