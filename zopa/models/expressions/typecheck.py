"""Names and types: a syntax tree and the scenario's names -> a tree of :mod:`nodes`, or every error in it.

The checker goes on after an error, so that all three mistakes of a line are reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from itertools import chain

from ...errors import did_you_mean, quoted
from ..values import exact, out_of_range
from . import nodes
from .parse_errors import ExpressionError
from .syntax import FUNCTIONS, TRUTHS, Call, ComparisonChain, Day, Membership, Name, Number, Operator, Span, Syntax
from .types import BOOLEAN, BROKEN, DATE, NOTHING, NUMBER, Names, OptionType, Type, Typed, counted

_WANTED = {
    "require": "expected a condition",
    "not": "not takes a condition",
    "if": "if takes a condition first",
    **dict.fromkeys(("and", "or", "implies", "iff"), "{place} joins conditions"),
}


class _Checker:
    """Walks one expression; errors pile up in ``problems``."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.problems: list[ExpressionError] = []

    def wrong(self, message: str, span: Span) -> Typed:
        self.problems.append(ExpressionError(message, span))
        return NOTHING

    # -- leaves ---------------------------------------------------------------------------------------------------

    def visit(self, node: Syntax) -> Typed:
        match node:
            case Number(value, span):
                return self.number(value, span)
            case Day(value):
                return nodes.Constant(value.toordinal()), DATE
            case Name():
                return self.name(node)
            case Operator(operator, operands, span):
                return self.operation(operator, operands, span)
            case ComparisonChain():
                return self.comparison(node)
            case Membership():
                return self.membership(node)
            case Call():
                return self.call(node)
        raise TypeError(f"not an expression: {node!r}")  # pragma: no cover

    def number(self, value: Decimal, span: Span) -> Typed:
        if wrong := out_of_range(value):
            return self.wrong(wrong, span)
        return nodes.Constant(exact(value)), NUMBER

    def name(self, node: Name) -> Typed:
        name = node.name
        if name in self.names.terms:
            kind = self.names.terms[name]
            return (nodes.Holds(name) if kind == BOOLEAN else nodes.Value(name)), kind
        if name in self.names.definitions:
            kind = self.names.definitions[name]
            return (nodes.TruthDefinition(name) if kind == BOOLEAN else nodes.NumberDefinition(name)), kind
        if name in TRUTHS:
            return nodes.Truth(TRUTHS[name]), BOOLEAN
        if name in FUNCTIONS:
            return self.wrong(f"{name} takes arguments: {name}(...)", node.span)
        return self.wrong(self.unknown(name), node.span)

    def unknown(self, name: str) -> str:
        """Return the message about an unknown name, or an option out of place."""
        kind_of_name = "name" if self.names.definitions else "term"
        if not self.names.may_guess():
            return f"unknown {kind_of_name} {quoted(name)}"
        homes = [
            term for term, kind in self.names.terms.items() if isinstance(kind, OptionType) and name in kind.positions
        ]
        if homes:
            owner = homes[0] if len(homes) == 1 else f"{homes[0]} (and {len(homes) - 1} more)"
            return f"{name!r} is an option of {owner}; compare it with its term, as in {homes[0]} == {name}"
        known = chain(self.names.terms, self.names.definitions)
        hint = f" (did you mean '{name.lower()}'?)" if name.lower() in TRUTHS else did_you_mean(name, known)
        return f"unknown {kind_of_name} {quoted(name)}{hint}"

    # -- operators ------------------------------------------------------------------------------------------------

    def operation(self, operator: str, operands: tuple[Syntax, ...], span: Span) -> Typed:
        match operator:
            case "not":
                return nodes.Not(self.boolean(operands[0], "not")), BOOLEAN
            case "and":
                return nodes.And(tuple(self.boolean(part, "and") for part in operands)), BOOLEAN
            case "or":
                return nodes.Or(tuple(self.boolean(part, "or") for part in operands)), BOOLEAN
            case "implies":
                before, after = (self.boolean(part, "implies") for part in operands)
                return nodes.Or((nodes.Not(before), after)), BOOLEAN
            case "iff":
                left, right = (self.boolean(part, "iff") for part in operands)
                return nodes.Iff(left, right), BOOLEAN
            case "*":
                return nodes.Product(tuple(self.numeric(part, "*") for part in operands), span), NUMBER
            case "-":
                return nodes.negative(self.numeric(operands[0], "-")), NUMBER
        return self.addition(operands, span)

    def addition(self, operands: tuple[Syntax, ...], span: Span) -> Typed:
        """Numbers add to a number; a date moves by days; two dates differ by days."""
        parts: list[nodes.Numeric] = []
        dates, is_broken = 0, False
        for operand in operands:
            sign, inner = _signed(operand)
            node, kind = self.visit(inner)
            is_broken = is_broken or kind == BROKEN
            if kind == DATE:
                dates += sign
            number = self.as_number(node, kind, inner.span, "arithmetic", dates_too=True)
            parts.append(number if sign == 1 else nodes.negative(number))
        total = nodes.Total(tuple(parts), span)
        if is_broken:  # which may be a date
            return total, BROKEN
        if dates not in (0, 1):
            return self.wrong("dates cannot be added up; add days to a date, or subtract one date from another", span)
        return total, (DATE if dates == 1 else NUMBER)

    def boolean(self, operand: Syntax, place: str) -> nodes.Boolean:
        node, kind = self.visit(operand)
        if kind == BOOLEAN:
            return nodes.as_condition(node)
        if kind != BROKEN:
            hint = "; compare it with something" if kind != NUMBER or place == "require" else ""
            wanted = _WANTED.get(place, "{place} counts conditions").format(place=place)
            self.wrong(f"{wanted}, but this is {kind}{hint}", operand.span)
        return nodes.Truth(True)

    def numeric(self, operand: Syntax, place: str) -> nodes.Numeric:
        node, kind = self.visit(operand)
        return self.as_number(node, kind, operand.span, place)

    def as_number(self, node: nodes.Node, kind: Type, span: Span, place: str, dates_too: bool = False) -> nodes.Numeric:
        if kind == BOOLEAN:
            return nodes.Indicator(nodes.as_condition(node))
        if kind == NUMBER or (dates_too and kind == DATE):
            return nodes.as_number(node)
        if kind != BROKEN:
            self.wrong(f"{place} takes numbers, but this is {kind}", span)
        return nodes.Constant(0)

    # -- comparisons ----------------------------------------------------------------------------------------------

    def operands(self, node: ComparisonChain) -> list[Typed]:
        """Resolve the operands of a comparison together: beside a term with options, a name is an option first."""
        context = self.options_around(node.operands)
        return [self.beside(part, context) for part in node.operands]

    def comparison(self, node: ComparisonChain) -> Typed:
        operands = self.operands(node)
        pairs = [
            self.pair(operator, operands[at], operands[at + 1], node.operands[at], node.operands[at + 1])
            for at, operator in enumerate(node.operators)
        ]
        return (pairs[0] if len(pairs) == 1 else nodes.And(tuple(pairs))), BOOLEAN

    def membership(self, node: Membership) -> Typed:
        context = self.options_around((node.item,))
        item = self.beside(node.item, context)
        found = nodes.Or(
            tuple(self.pair("==", item, self.beside(choice, context), node.item, choice) for choice in node.choices)
        )
        return (nodes.Not(found) if node.negated else found), BOOLEAN

    def options_around(self, operands: Sequence[Syntax]) -> Type | None:
        """Return the options that a bare name may mean here: those of the first term that has any.

        A term that has an operand beside it as an option comes before that operand, which may be a term's name too.
        Beside a term whose own declaration is wrong, any name may be an option.
        """
        kinds = [kind for kind in map(self.options_of, operands) if kind is not None]
        if BROKEN in kinds[:1]:
            return BROKEN
        named = {operand.name for operand in operands if isinstance(operand, Name)}
        holders = (kind for kind in kinds if isinstance(kind, OptionType) and not named.isdisjoint(kind.positions))
        return next(holders, kinds[0] if kinds else None)

    def options_of(self, operand: Syntax) -> Type | None:
        """Return the options of an operand, if it has any."""
        kind: Type | None = None
        if isinstance(operand, Name):
            kind = self.names.terms.get(operand.name)
        elif isinstance(operand, Call) and operand.function == "if":
            kind = self.options_around(operand.arguments[1:])
        return kind if isinstance(kind, OptionType) or kind == BROKEN else None

    def beside(self, operand: Syntax, context: Type | None) -> Typed:
        """Resolve an operand of a comparison; beside a term with options, a bare name may be one of them."""
        if context is None or not isinstance(operand, Name):
            return self.visit(operand)
        name = operand.name
        declared = name in self.names.terms or name in self.names.definitions
        if not isinstance(context, OptionType):
            return self.visit(operand) if declared else NOTHING
        if name in context.positions:
            if declared and self.visit(operand)[1] == context:
                return self.wrong(f"{name!r} is both a term and an option here; rename one", operand.span)
            return nodes.Constant(context.positions[name]), context
        if declared or name in TRUTHS:
            return self.visit(operand)
        known = chain(context.options, self.names.terms, self.names.definitions)
        hint = did_you_mean(name, known) if self.names.may_guess() else ""
        return self.wrong(f"{quoted(name)} is not {context}{hint}", operand.span)

    def pair(self, operator: str, left: Typed, right: Typed, at_left: Syntax, at_right: Syntax) -> nodes.Boolean:
        (left_node, left_type), (right_node, right_type) = left, right
        span = (at_left.span[0], at_right.span[1])
        if BROKEN in (left_type, right_type):
            return nodes.Truth(True)
        ordering = operator in ("<", "<=", ">", ">=")
        if left_type == right_type == BOOLEAN:
            if ordering:
                self.wrong(f"{operator} compares numbers, dates and levels; between conditions write implies", span)
                return nodes.Truth(True)
            same = nodes.Iff(nodes.as_condition(left_node), nodes.as_condition(right_node))
            return same if operator == "==" else nodes.Not(same)
        left_node, left_counted = counted(left_type, left_node)
        right_node, right_counted = counted(right_type, right_node)
        if left_counted != right_counted:
            date_hint = "; a date is written 2026-01-31" if {left_type, right_type} == {DATE, NUMBER} else ""
            self.wrong(f"{left_type} cannot be compared with {right_type}{date_hint}", span)
            return nodes.Truth(True)
        if ordering and isinstance(left_type, OptionType) and not left_type.ordered:
            self.wrong(f"{operator} needs an order, but the options of a choice have none (use a scale)", span)
            return nodes.Truth(True)
        return nodes.compare(operator, nodes.as_number(left_node), nodes.as_number(right_node), span)

    # -- functions ------------------------------------------------------------------------------------------------

    def call(self, node: Call) -> Typed:
        arguments, function = node.arguments, node.function
        if function not in FUNCTIONS:
            return self.wrong(f"unknown function {function!r}{did_you_mean(function, FUNCTIONS)}", node.name_span)
        least, most = FUNCTIONS[function]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            amount = f"{least}" if most == least else f"at least {least}"
            noun = "argument" if least == 1 else "arguments"
            return self.wrong(f"{function} takes {amount} {noun}, not {len(arguments)}", node.name_span)
        match function:
            case "sum":
                return nodes.Total(tuple(self.numeric(part, "sum") for part in arguments), node.span), NUMBER
            case "count":
                return self.tally(node, arguments), NUMBER
            case "min" | "max":
                return self.extreme(node)
            case "abs":
                return nodes.Magnitude(self.numeric(arguments[0], "abs")), NUMBER
            case "if":
                return self.choice(node)
        bound = self.numeric(arguments[0], function)
        operator = {"at_least": ">=", "at_most": "<=", "exactly": "=="}[function]
        return nodes.compare(operator, self.tally(node, arguments[1:]), bound, node.span), BOOLEAN

    def tally(self, node: Call, conditions: Iterable[Syntax]) -> nodes.Numeric:
        held = (nodes.Indicator(self.boolean(part, node.function)) for part in conditions)
        return nodes.Total(tuple(held), node.span)

    def extreme(self, node: Call) -> Typed:
        typed = [self.visit(part) for part in node.arguments]
        kinds = {kind for _, kind in typed}
        all_dates = kinds <= {DATE, BROKEN}
        parts = tuple(
            self.as_number(part, kind, argument.span, node.function, dates_too=all_dates)
            for (part, kind), argument in zip(typed, node.arguments, strict=True)
        )
        made = nodes.Least(parts) if node.function == "min" else nodes.Greatest(parts)
        return made, (BROKEN if BROKEN in kinds else DATE if all_dates else NUMBER)

    def choice(self, node: Call) -> Typed:
        test = self.boolean(node.arguments[0], "if")
        (then, then_type), (other, other_type) = self.visit(node.arguments[1]), self.visit(node.arguments[2])
        if BROKEN in (then_type, other_type):
            return NOTHING
        if then_type == other_type == BOOLEAN:
            chosen = (
                nodes.Or((nodes.Not(test), nodes.as_condition(then))),
                nodes.Or((test, nodes.as_condition(other))),
            )
            return nodes.And(chosen), BOOLEAN
        then, then_type = counted(then_type, then)
        other, other_type = counted(other_type, other)
        if then_type != other_type:
            return self.wrong(f"if needs two values of the same type, not {then_type} and {other_type}", node.span)
        return nodes.Choose(test, nodes.as_number(then), nodes.as_number(other)), then_type


def _signed(node: Syntax) -> tuple[int, Syntax]:
    if isinstance(node, Operator) and node.operator == "-":
        return -1, node.operands[0]
    return 1, node


def check(tree: Syntax, names: Names) -> tuple[nodes.Node, Type, list[ExpressionError]]:
    """Resolve an expression of any type.

    Returns
    -------
    tuple
        The resolved tree, its type (BROKEN when there are errors) and every error found, left to right.
    """
    checker = _Checker(names)
    node, kind = checker.visit(tree)
    problems = sorted(checker.problems, key=lambda problem: problem.span)
    return node, (BROKEN if problems else kind), problems


def check_condition(tree: Syntax, names: Names) -> tuple[nodes.Boolean, list[ExpressionError]]:
    """Resolve an expression that has to be a condition; the errors come as from :func:`check`."""
    checker = _Checker(names)
    node = checker.boolean(tree, "require")
    return node, sorted(checker.problems, key=lambda problem: problem.span)


def operand_types(tree: ComparisonChain, names: Names) -> list[Type]:
    """Return the types that the operands of a comparison without errors have beside each other."""
    return [kind for _, kind in _Checker(names).operands(tree)]


def options_named(node: Syntax, names: Names) -> Collection[str]:
    """Return the names that mean an option as operands of a comparison, whatever they mean elsewhere."""
    match node:
        case ComparisonChain(operands=beside):
            pass
        case Membership(item=item):
            beside = (item,)
        case _:
            return frozenset()
    context = _Checker(names).options_around(beside)
    return context.positions.keys() if isinstance(context, OptionType) else frozenset()
