"""A scenario written in Python: terms are objects, red lines are expressions with Python's operators.

>>> from zopa import Builder
>>> talks = Builder("Harbour dues")
>>> dues = talks.quantity("dues", min=0, max=100, unit="kEUR")
>>> open_ = talks.yes_no("harbour_open")
>>> talks.party("port").red_line("floor", dues >= 40, says="At least 40")
>>> talks.party("fleet").red_line("cap", open_.implies(dues <= 30))
>>> scenario = talks.build()
>>> scenario.parties["fleet"].red_lines["cap"].require
'harbour_open implies dues <= 30'

An expression is turned into the same text that a file would hold, so a scenario built here, saved and read back is
equal to itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

from ..errors import Problem, ScenarioError
from .expressions.syntax import Call, Comparison, Day, Membership, Name, Number, Operation, Syntax, unparse
from .load import validated
from .parties import Fact, Measure, RedLine, Source
from .scenario import Scenario
from .terms import Choice, DateTerm, Quantity, Scale, YesNo

Operand: TypeAlias = "Expr | bool | int | Decimal | date | str"
"""What may stand in an expression: another one, an exact number, a date, or an option's name."""


class Expr:
    """An expression under construction; operators make larger ones.

    ``& | ~`` are and, or, not; ``==`` and its kin compare; ``+ - *`` compute. ``and``, ``or``, ``not`` and chained
    comparisons cannot be caught by Python and raise ``TypeError``.
    """

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax

    def __str__(self) -> str:
        return unparse(self.syntax)

    def __repr__(self) -> str:
        return f"Expr({str(self)!r})"

    __hash__ = None  # type: ignore[assignment]  # == makes an expression

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "an expression has no truth value yet: write & | ~ for and, or, not, and (1 <= x) & (x <= 5) for a chain"
        )

    def __eq__(self, other: object) -> Expr:  # type: ignore[override]
        return self._compared("==", other)

    def __ne__(self, other: object) -> Expr:  # type: ignore[override]
        return self._compared("!=", other)

    def __lt__(self, other: Operand) -> Expr:
        return self._compared("<", other)

    def __le__(self, other: Operand) -> Expr:
        return self._compared("<=", other)

    def __gt__(self, other: Operand) -> Expr:
        return self._compared(">", other)

    def __ge__(self, other: Operand) -> Expr:
        return self._compared(">=", other)

    def __and__(self, other: Operand) -> Expr:
        return _chained("and", self, other)

    def __rand__(self, other: Operand) -> Expr:
        return _chained("and", other, self)

    def __or__(self, other: Operand) -> Expr:
        return _chained("or", self, other)

    def __ror__(self, other: Operand) -> Expr:
        return _chained("or", other, self)

    def __invert__(self) -> Expr:
        return Expr(Operation("not", (self.syntax,)))

    def __add__(self, other: Operand) -> Expr:
        return _chained("+", self, other)

    def __radd__(self, other: Operand) -> Expr:
        return _chained("+", other, self)

    def __sub__(self, other: Operand) -> Expr:
        return _chained("+", self, -_expr(other))

    def __rsub__(self, other: Operand) -> Expr:
        return _chained("+", other, -self)

    def __mul__(self, other: Operand) -> Expr:
        return _chained("*", self, other)

    def __rmul__(self, other: Operand) -> Expr:
        return _chained("*", other, self)

    def __neg__(self) -> Expr:
        if isinstance(self.syntax, Number):
            return Expr(Number(-self.syntax.value))
        return Expr(Operation("-", (self.syntax,)))

    def __abs__(self) -> Expr:
        return Expr(Call("abs", (self.syntax,)))

    def implies(self, other: Operand) -> Expr:
        """Return the condition that ``other`` holds wherever this does."""
        return Expr(Operation("implies", (self.syntax, _syntax(other))))

    def iff(self, other: Operand) -> Expr:
        """Return the condition that both hold or neither does."""
        return Expr(Operation("iff", (self.syntax, _syntax(other))))

    def is_in(self, *choices: Operand) -> Expr:
        """Return the condition that this is one of some values."""
        return Expr(Membership(self.syntax, tuple(map(_syntax, choices)), negated=False))

    def not_in(self, *choices: Operand) -> Expr:
        """Return the condition that this is none of some values."""
        return Expr(Membership(self.syntax, tuple(map(_syntax, choices)), negated=True))

    def _compared(self, operator: str, other: object) -> Expr:
        return Expr(Comparison((self.syntax, _syntax(other)), (operator,)))


_OPTION = re.compile(r"[a-z][a-z0-9_]*")


def _syntax(value: object) -> Syntax:
    match value:
        case Expr():
            return value.syntax
        case bool():
            return Name("true" if value else "false")
        case int() | Decimal():
            return Number(Decimal(value))
        case date():
            return Day(value)
        case str() if _OPTION.fullmatch(value):
            return Name(value)
        case float():
            raise TypeError(f"{value!r} is a float, and those are not exact; write Decimal({str(value)!r})")
    raise TypeError(f"{value!r} cannot stand in an expression")


def _expr(value: Operand) -> Expr:
    return value if isinstance(value, Expr) else Expr(_syntax(value))


def _chained(operator: str, *parts: Operand) -> Expr:
    """Join with an operator that takes any number of operands, so that a long chain stays flat."""
    flat: list[Syntax] = []
    for at, part in enumerate(parts):
        syntax = _syntax(part)
        same = isinstance(syntax, Operation) and syntax.operator == operator
        # The parser keeps the parentheses of a right operand; only the left one continues the chain.
        flat += syntax.operands if same and at == 0 and isinstance(syntax, Operation) else (syntax,)
    return Expr(Operation(operator, tuple(flat)))


def _called(function: str, *arguments: Operand) -> Expr:
    return Expr(Call(function, tuple(map(_syntax, arguments))))


def sum_(*numbers: Operand) -> Expr:
    """Return the sum of some numbers."""
    return _called("sum", *numbers)


def count(*conditions: Operand) -> Expr:
    """Return how many of some conditions hold."""
    return _called("count", *conditions)


def min_(*values: Operand) -> Expr:
    """Return the least of some numbers or dates."""
    return _called("min", *values)


def max_(*values: Operand) -> Expr:
    """Return the greatest of some numbers or dates."""
    return _called("max", *values)


def at_least(number: Operand, *conditions: Operand) -> Expr:
    """Return the condition that at least a number of conditions hold."""
    return _called("at_least", number, *conditions)


def at_most(number: Operand, *conditions: Operand) -> Expr:
    """Return the condition that at most a number of conditions hold."""
    return _called("at_most", number, *conditions)


def exactly(number: Operand, *conditions: Operand) -> Expr:
    """Return the condition that exactly a number of conditions hold."""
    return _called("exactly", number, *conditions)


def if_(condition: Operand, then: Operand, otherwise: Operand) -> Expr:
    """Return one of two values, by a condition."""
    return _called("if", condition, then, otherwise)


class PartyBuilder:
    """A party under construction."""

    def __init__(self, document: dict[str, Any], path: tuple[str, ...]) -> None:
        self._document, self._path = document, path

    def red_line(self, name: str, require: Operand, **fields: Any) -> None:
        """Add a red line; ``fields`` are those of :class:`~zopa.models.parties.RedLine`, such as says and weight."""
        if "fallbacks" in fields:
            fields["fallbacks"] = [_with_text(fallback) for fallback in fields["fallbacks"]]
        _place(self._document["red_lines"], name, {"require": str(_expr(require)), **fields}, RedLine, self._path)


class Builder:
    """A scenario under construction.

    Parameters
    ----------
    title
        What the negotiation is called.
    fields
        Other fields of :class:`~zopa.models.scenario.Scenario`: summary, date, notes.
    """

    def __init__(self, title: str, **fields: Any) -> None:
        self._data: dict[str, Any] = {"title": title, **fields}
        for section in ("sources", "terms", "definitions", "measures", "facts", "parties"):
            self._data[section] = {}

    def source(self, name: str, title: str, **fields: Any) -> None:
        """Add a text that lines are drawn from."""
        _place(self._data["sources"], name, {"title": title, **fields}, Source, ("sources",))

    def yes_no(self, name: str, **fields: Any) -> Expr:
        """Add a yes/no term and return it."""
        return self._term(name, YesNo, fields)

    def choice(self, name: str, options: Sequence[str] | Mapping[str, str], **fields: Any) -> Expr:
        """Add a term with unordered options (names, or names with labels) and return it."""
        return self._term(name, Choice, {"options": _options(options), **fields})

    def scale(self, name: str, levels: Sequence[str] | Mapping[str, str], **fields: Any) -> Expr:
        """Add a term with levels, low to high (names, or names with labels), and return it."""
        return self._term(name, Scale, {"levels": _options(levels), **fields})

    def quantity(self, name: str, min: int | Decimal, max: int | Decimal, **fields: Any) -> Expr:
        """Add a number from ``min`` to ``max`` in steps of ``step`` (default 1) and return it."""
        return self._term(name, Quantity, {"min": min, "max": max, **fields})

    def date(self, name: str, earliest: date, latest: date, **fields: Any) -> Expr:
        """Add a day of the calendar and return it."""
        return self._term(name, DateTerm, {"earliest": earliest, "latest": latest, **fields})

    def define(self, name: str, expression: Operand) -> Expr:
        """Name an expression and return the name."""
        _refuse_second(self._data["definitions"], name, ("definitions",))
        self._data["definitions"][name] = str(_expr(expression))
        return Expr(Name(name))

    def measure(self, name: str, value: Operand, **fields: Any) -> None:
        """Add a number by which packages are compared."""
        _place(self._data["measures"], name, {"value": str(_expr(value)), **fields}, Measure, ("measures",))

    def fact(self, name: str, require: Operand, **fields: Any) -> None:
        """Add a constraint that nobody can give up."""
        _place(self._data["facts"], name, {"require": str(_expr(require)), **fields}, Fact, ("facts",))

    def party(self, party_id: str, **fields: Any) -> PartyBuilder:
        """Return a party, added when first named; ``fields`` are those of :class:`~zopa.models.parties.Party`.

        So are its interests, bonuses (their conditions as text), reservation value, name and note.
        """
        document = self._data["parties"].setdefault(party_id, {"red_lines": {}})
        document.update(fields)
        return PartyBuilder(document, ("parties", party_id, "red_lines"))

    def build(self) -> Scenario:
        """Return the scenario.

        Raises
        ------
        ScenarioError
            With everything that is wrong, each with its place in the document: in the structure or, once that is
            right, in the expressions.
        """
        return validated(self._data)

    def _term(self, name: str, kind: type[Any], fields: dict[str, Any]) -> Expr:
        _place(self._data["terms"], name, {"type": kind.model_fields["type"].default, **fields}, kind, ("terms",))
        return Expr(Name(name))


def _with_text(fallback: Any) -> Any:
    """Return a fallback with its requirement as text."""
    if isinstance(fallback, Mapping) and isinstance(fallback.get("require"), Expr):
        return {**fallback, "require": str(fallback["require"])}
    return fallback


def _options(options: Sequence[str] | Mapping[str, str]) -> tuple[str, ...] | dict[str, str]:
    return dict(options) if isinstance(options, Mapping) else tuple(options)


def _place(section: dict[str, Any], name: str, entry: dict[str, Any], kind: type[Any], path: tuple[str, ...]) -> None:
    _refuse_second(section, name, path)
    unknown = sorted(set(entry) - set(kind.model_fields))
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {unknown[0]!r}; it has {', '.join(kind.model_fields)}")
    section[name] = entry


def _refuse_second(section: dict[str, Any], name: str, path: tuple[str, ...]) -> None:
    if name in section:
        raise ScenarioError([Problem(f"{name!r} is there already", (*path, name))])
