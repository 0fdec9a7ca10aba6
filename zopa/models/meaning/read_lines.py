"""A scenario -> its meaning: every expression parsed, typed and checked, and every error in them reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from ...errors import Keys, Problem, ScenarioError, did_you_mean, quoted
from ..expressions import evaluate, intervals, nodes, typecheck, types
from ..expressions.parse_errors import ExpressionError
from ..expressions.syntax import Syntax
from ..parties import Fact, Measure, Party, RedLine, Source, Statement
from ..terms import Term
from ..values import exact
from .dependencies import definitions_in, in_order
from .meaning import Definition, Line, Meaning, MeasureMeaning
from .movement import compared, not_a_comparison
from .utilities import Gain, InterestError, Utility, gain, scale

MAX_DEFINITIONS = 2_000
"""Each definition keeps all the names it rests on, so the memory that a chain needs grows with its square."""


class _Document(Protocol):
    """What is read of a scenario, which itself imports this module."""

    @property
    def sources(self) -> Mapping[str, Source]: ...
    @property
    def terms(self) -> Mapping[str, Term]: ...
    @property
    def definitions(self) -> Mapping[str, str]: ...
    @property
    def measures(self) -> Mapping[str, Measure]: ...
    @property
    def facts(self) -> Mapping[str, Fact]: ...
    @property
    def parties(self) -> Mapping[str, Party]: ...
    def red_lines(self) -> Iterable[tuple[str, Party, RedLine]]: ...
    def statements(self) -> Iterable[tuple[Keys, Statement]]: ...
    def syntax(self, text: str) -> Syntax: ...


class _ExpressionReader:
    """Reads all expressions of a document, and goes on after errors."""

    def __init__(self, scenario: _Document, broken_names: Iterable[str]) -> None:
        self.scenario = scenario
        self.problems: list[Problem] = []
        self.definitions: dict[str, Definition] = {}
        self.types: dict[str, types.Type] = dict.fromkeys(broken_names, types.BROKEN)
        terms = {name: term.expression_type for name, term in scenario.terms.items()}
        self.names = types.Names({**self.types, **terms}, self.types)
        self.box = {name: intervals.of_domain(term.domain) for name, term in scenario.terms.items()}
        self.reach: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def report(self, keys: Keys, text: str, errors: Iterable[ExpressionError]) -> None:
        self.problems += [Problem(error.message, keys, span=error.span, text=text) for error in errors]

    def syntax(self, keys: Keys, text: str) -> Syntax | None:
        try:
            return self.scenario.syntax(text)
        except ExpressionError as error:
            self.report(keys, text, [error])
            return None

    def sized(self, keys: Keys, text: str, node: nodes.Node) -> bool:
        errors = intervals.oversized(node, self.box)
        self.report(keys, text, errors)
        return not errors

    # -- definitions ----------------------------------------------------------------------------------------------

    def read_definitions(self) -> None:
        if len(self.scenario.definitions) > MAX_DEFINITIONS:
            self.types.update(dict.fromkeys(self.scenario.definitions, types.BROKEN))
            message = f"there are more than {MAX_DEFINITIONS:,} definitions"
            self.problems.append(Problem(message, ("definitions",), at_key=True))
            return
        trees: dict[str, Syntax] = {}
        for name, text in self.scenario.definitions.items():
            keys = ("definitions", name)
            self.types[name] = types.BROKEN
            if name in self.scenario.terms:
                self.problems.append(Problem(f"{name!r} is already the name of a term", keys, at_key=True))
            elif tree := self.syntax(keys, text):
                trees[name] = tree
        uses = {name: definitions_in(tree, trees, self.names) for name, tree in trees.items()}
        order, cycles = in_order(uses)
        for cycle in cycles:
            through = " -> ".join([*cycle, cycle[0]])
            keys = ("definitions", cycle[0])
            self.problems.append(Problem(f"the definition refers to itself: {through}", keys, at_key=True))
        for name in order:
            self.read_definition(name, trees[name])

    def read_definition(self, name: str, tree: Syntax) -> None:
        keys, text = ("definitions", name), self.scenario.definitions[name]
        node, kind, errors = typecheck.check(tree, self.names)
        self.report(keys, text, errors)
        if errors or kind == types.BROKEN:
            return
        if isinstance(kind, types.OptionType):
            message = f"a definition has to be a condition, a number or a date, not {kind}"
            self.report(keys, text, [ExpressionError(message, tree.span)])
            return
        if not self.sized(keys, text, node):
            return
        self.types[name] = kind
        self.definitions[name] = Definition(name, node, evaluate.value(node))
        self.reach[name] = self.resting_on(node)
        numeric = node if isinstance(node, nodes.Numeric) else nodes.Indicator(node)
        self.box[name] = intervals.interval(numeric, self.box)

    def resting_on(self, node: nodes.Node) -> tuple[frozenset[str], frozenset[str]]:
        """Return the terms and definitions that an expression uses, through definitions too."""
        terms, definitions = nodes.names_in(node)
        for name in tuple(definitions):
            more_terms, more_definitions = self.reach[name]
            terms |= more_terms
            definitions |= more_definitions
        return frozenset(terms), frozenset(definitions)

    # -- lines ----------------------------------------------------------------------------------------------------

    def lines(self, texts: Iterable[tuple[str, Keys, str]]) -> tuple[Line, ...]:
        """Read lines, each with its id, its place and its text, and leave out those with an error."""
        return tuple(line for text in texts if (line := self.line(*text)))

    def line(self, line_id: str, keys: Keys, text: str) -> Line | None:
        tree = self.syntax(keys, text)
        if tree is None:
            return None
        node, errors = typecheck.check_condition(tree, self.names)
        self.report(keys, text, errors)
        if errors or self.broken(node) or not self.sized(keys, text, node):
            return None
        return Line(line_id, text, node, evaluate.condition(node), *self.resting_on(node), tree)

    def broken(self, node: nodes.Node) -> bool:
        """Return whether the expression rests on a name whose own declaration is wrong (and reported elsewhere)."""
        terms, definitions = nodes.names_in(node)
        return not (terms <= self.scenario.terms.keys() and definitions <= self.definitions.keys())

    def read_fallbacks(self, red_lines: Iterable[Line]) -> dict[str, tuple[Line, ...]]:
        """Read how red lines may move: their fallbacks, and whether those with a slope have something to move."""
        made = {}
        lines = {line.id: line for line in red_lines}
        for line_id, _, red_line in self.scenario.red_lines():
            keys = _keys(line_id)
            if red_line.fallbacks:
                made[line_id] = self.lines(
                    (f"{line_id}/{at + 1}", (*keys, "fallbacks", at, "require"), fallback.require)
                    for at, fallback in enumerate(red_line.fallbacks)
                )
            line = lines.get(line_id)
            if red_line.slope is None or line is None:
                continue
            if compared(line.tree, line.node, self.names) is None:
                self.report((*keys, "require"), line.text, [not_a_comparison(line.tree)])
        return made

    def utility(self, party_id: str, party: Party) -> Utility:
        interests: dict[str, Gain] = {}
        factor = scale(party)
        for name, interest in party.interests.items():
            keys: Keys = ("parties", party_id, "interests", name)
            term = self.scenario.terms.get(name)
            if term is None:
                if name not in self.names.terms:
                    hint = did_you_mean(name, self.scenario.terms) if self.names.may_guess() else ""
                    self.problems.append(Problem(f"unknown term {quoted(name)}{hint}", keys, at_key=True))
                continue
            try:
                found = gain(name, term, interest, factor)
            except InterestError as error:
                self.problems.append(Problem(str(error), (*keys, *error.keys), at_key=len(error.keys) == 1))
                continue
            if self.sized(keys, name, found.node):
                interests[name] = found
        bonuses = []
        for at, bonus in enumerate(party.bonuses):
            when = self.line(f"{party_id}/bonus", ("parties", party_id, "bonuses", at, "when"), bonus.when)
            if when is not None:
                worth = nodes.Product((nodes.Constant(exact(bonus.utility)), nodes.Indicator(when.node)))
                bonuses.append(Gain(worth, evaluate.number(worth), when.terms, when.definitions))
        reservation = None if party.reservation is None else exact(party.reservation)
        return Utility(interests, tuple(bonuses), reservation)

    def measure(self, name: str, keys: Keys, text: str) -> MeasureMeaning | None:
        tree = self.syntax(keys, text)
        if tree is None:
            return None
        node, kind, errors = typecheck.check(tree, self.names)
        if not errors and kind not in (types.NUMBER, types.BROKEN):
            errors = [ExpressionError(f"a measure has to be a number, but this is {kind}", tree.span)]
        self.report(keys, text, errors)
        if errors or not isinstance(node, nodes.Numeric) or self.broken(node) or not self.sized(keys, text, node):
            return None
        return MeasureMeaning(name, node, evaluate.number(node), *self.resting_on(node))

    def read(self) -> Meaning:
        scenario = self.scenario
        self.read_definitions()
        facts = self.lines((name, ("facts", name, "require"), fact.require) for name, fact in scenario.facts.items())
        red_lines = self.lines(
            (line_id, (*_keys(line_id), "require"), line.require) for line_id, _, line in scenario.red_lines()
        )
        fallbacks = self.read_fallbacks(red_lines)
        measures = [
            self.measure(name, ("measures", name, "value"), measure.value)
            for name, measure in scenario.measures.items()
        ]
        self.problems += _unknown_sources(scenario)
        if not scenario.terms:
            self.problems.append(Problem("a scenario needs at least one term", ("terms",)))
        if not scenario.parties:
            self.problems.append(Problem("a scenario needs at least one party", ("parties",)))
        return Meaning(
            terms=scenario.terms,
            domains={name: term.domain for name, term in scenario.terms.items()},
            definitions=tuple(self.definitions.values()),
            facts=facts,
            red_lines=red_lines,
            measures=tuple(measure for measure in measures if measure),
            fallbacks=fallbacks,
            utilities={
                name: self.utility(name, party) for name, party in scenario.parties.items() if party.values_deals
            },
            names=self.names,
            box=self.box,
        )


def understand(scenario: _Document) -> Meaning:
    """Read every expression of a scenario.

    Raises
    ------
    ScenarioError
        With every problem found.
    """
    meaning, problems = read_expressions(scenario)
    if problems:
        raise ScenarioError(problems)
    return meaning


def read_expressions(scenario: _Document, broken_names: Iterable[str] = ()) -> tuple[Meaning, list[Problem]]:
    """Read every expression; ``broken_names`` are terms and definitions whose own errors are reported already."""
    reader = _ExpressionReader(scenario, broken_names)
    meaning = reader.read()
    return meaning, reader.problems


def _keys(line_id: str) -> Keys:
    """Return where a red line stands in the document."""
    party_id, name = line_id.split(".")
    return "parties", party_id, "red_lines", name


def _unknown_sources(scenario: _Document) -> Iterator[Problem]:
    for keys, statement in scenario.statements():
        if statement.source is not None and statement.source not in scenario.sources:
            hint = did_you_mean(statement.source, scenario.sources)
            yield Problem(f"unknown source {statement.source!r}{hint}", (*keys, "source"))
