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

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ..errors import Problem, ScenarioError
from .expressions.syntax import Name
from .interests import Bonus, Interest
from .io.load import validated
from .operators import Expr, Operand, as_expr
from .parties import Fact, Measure, RedLine, Source
from .scenario import Scenario
from .terms import Choice, DateTerm, Quantity, Scale, YesNo


class PartyBuilder:
    """A party under construction."""

    def __init__(self, document: dict[str, Any], path: tuple[str, ...]) -> None:
        self._document, self._path = document, path

    def red_line(self, name: str, require: Operand, **fields: Any) -> None:
        """Add a red line; ``fields`` are those of :class:`~zopa.models.parties.RedLine`, such as says and weight."""
        if "fallbacks" in fields:
            fields["fallbacks"] = [_with_text(fallback) for fallback in fields["fallbacks"]]
        path = (*self._path, "red_lines")
        _place(self._document["red_lines"], name, {"require": str(as_expr(require)), **fields}, RedLine, path)

    def interest(self, term: Expr | str, weight: int | Decimal, **fields: Any) -> None:
        """Add how much a term matters to the party.

        Parameters
        ----------
        term
            The term, or its name.
        weight
            What the step from score 0 to score 100 is worth, in points of the party's utility.
        fields
            Those of :class:`~zopa.models.interests.Interest`. One of three ways says how the values score: ``worst``
            and ``best``, each a number or a date; ``scores`` by option or level, or by True and False; ``points``, a
            mapping of numbers or dates to scores.

        Raises
        ------
        TypeError
            If ``term`` is a larger expression, a value is a float, or there is no such field.
        ScenarioError
            If the party has an interest in the term already. Whether the scores fit the term is told by
            :meth:`Builder.build`.
        """
        name = str(term)
        if isinstance(term, Expr) and not isinstance(term.syntax, Name):
            raise TypeError(f"an interest is in one term, and {name!r} is an expression; say it as a bonus")
        for ways in ("scores", "points"):
            if isinstance(fields.get(ways), Mapping):
                fields[ways] = {_key(value): score for value, score in fields[ways].items()}
        section = self._document["interests"] = dict(self._document.get("interests", {}))
        _place(section, name, {"weight": weight, **fields}, Interest, (*self._path, "interests"))

    def bonus(self, when: Operand, utility: int | Decimal, **fields: Any) -> None:
        """Add utility that the party has, or loses, where a condition holds.

        Parameters
        ----------
        when
            The condition, over any terms and definitions.
        utility
            In points of the party's utility; negative for a loss.
        fields
            Those of :class:`~zopa.models.interests.Bonus`: says and note.
        """
        bonus = {"when": str(as_expr(when)), "utility": utility, **fields}
        _refuse_unknown(bonus, Bonus)
        self._document["bonuses"] = [*self._document.get("bonuses", ()), bonus]

    def reservation(self, utility: int | Decimal) -> None:
        """Set the least utility that the party accepts: that of its best alternative to a deal."""
        _refuse_second(self._document, "reservation", self._path)
        self._document["reservation"] = utility

    def normalise(self) -> None:
        """Scale the weights of the party's interests so that they add up to 100."""
        self._document["normalise"] = True


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
        self._data["definitions"][name] = str(as_expr(expression))
        return Expr(Name(name))

    def measure(self, name: str, value: Operand, **fields: Any) -> None:
        """Add a number by which packages are compared."""
        _place(self._data["measures"], name, {"value": str(as_expr(value)), **fields}, Measure, ("measures",))

    def fact(self, name: str, require: Operand, **fields: Any) -> None:
        """Add a constraint that nobody can give up."""
        _place(self._data["facts"], name, {"require": str(as_expr(require)), **fields}, Fact, ("facts",))

    def party(self, party_id: str, **fields: Any) -> PartyBuilder:
        """Return a party, added when first named; ``fields`` are those of :class:`~zopa.models.parties.Party`.

        What the party demands and values is added to what is returned.
        """
        document = self._data["parties"].setdefault(party_id, {"red_lines": {}})
        document.update(fields)
        return PartyBuilder(document, ("parties", party_id))

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


def _key(value: object) -> str:
    """Return a term's value as the key that a file would have for it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(as_expr(value))  # type: ignore[arg-type]


def _options(options: Sequence[str] | Mapping[str, str]) -> tuple[str, ...] | dict[str, str]:
    return dict(options) if isinstance(options, Mapping) else tuple(options)


def _place(section: dict[str, Any], name: str, entry: dict[str, Any], kind: type[Any], path: tuple[str, ...]) -> None:
    _refuse_second(section, name, path)
    _refuse_unknown(entry, kind)
    section[name] = entry


def _refuse_second(section: dict[str, Any], name: str, path: tuple[str, ...]) -> None:
    if name in section:
        raise ScenarioError([Problem(f"{name!r} is there already", (*path, name))])


def _refuse_unknown(entry: dict[str, Any], kind: type[Any]) -> None:
    unknown = sorted(set(entry) - set(kind.model_fields))
    if unknown:
        raise TypeError(f"{kind.__name__} has no field {unknown[0]!r}; it has {', '.join(kind.model_fields)}")
