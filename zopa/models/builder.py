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

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from .expressions.syntax import Name
from .io.load import validated
from .operators import Expr, Operand, as_expr
from .parties import Basis
from .party_builder import PartyBuilder, place, stated
from .scenario import Scenario


class Builder:
    """A scenario under construction.

    Parameters
    ----------
    title
        The title of the negotiation.
    summary
        One paragraph for a reader who knows nothing of it.
    date
        The day as of which the positions hold.
    notes
        Paragraphs on how far the scenario can be trusted.
    """

    def __init__(
        self, title: str, *, summary: str | None = None, date: datetime.date | None = None, notes: Sequence[str] = ()
    ) -> None:
        self._data: dict[str, Any] = stated(title=title, summary=summary, date=date, notes=tuple(notes))
        for section in ("sources", "terms", "definitions", "measures", "facts", "parties"):
            self._data[section] = {}

    def source(
        self,
        name: str,
        title: str,
        *,
        date: datetime.date | None = None,
        url: str | None = None,
        file: str | None = None,
    ) -> None:
        """Add a text that lines are drawn from; ``file`` is the name of a file beside the scenario."""
        self._add("sources", name, stated(title=title, date=date, url=url, file=file))

    def yes_no(
        self, name: str, *, label: str | None = None, note: str | None = None, status_quo: bool | None = None
    ) -> Expr:
        """Add a yes/no term and return it."""
        return self._term(name, stated(type="yes_no", label=label, note=note, status_quo=status_quo))

    def choice(
        self,
        name: str,
        options: Sequence[str] | Mapping[str, str],
        *,
        label: str | None = None,
        note: str | None = None,
        status_quo: str | None = None,
    ) -> Expr:
        """Add a term with unordered options (names, or names with labels) and return it."""
        fields = stated(label=label, note=note, status_quo=status_quo)
        return self._term(name, {"type": "choice", "options": _options(options), **fields})

    def scale(
        self,
        name: str,
        levels: Sequence[str] | Mapping[str, str],
        *,
        label: str | None = None,
        note: str | None = None,
        status_quo: str | None = None,
    ) -> Expr:
        """Add a term with levels, low to high (names, or names with labels), and return it."""
        fields = stated(label=label, note=note, status_quo=status_quo)
        return self._term(name, {"type": "scale", "levels": _options(levels), **fields})

    def quantity(
        self,
        name: str,
        min: int | Decimal,
        max: int | Decimal,
        *,
        step: int | Decimal = 1,
        unit: str | None = None,
        label: str | None = None,
        note: str | None = None,
        status_quo: int | Decimal | None = None,
    ) -> Expr:
        """Add a number from ``min`` to ``max`` in steps of ``step`` and return it."""
        fields = stated(step=step, unit=unit, label=label, note=note, status_quo=status_quo)
        return self._term(name, {"type": "quantity", "min": min, "max": max, **fields})

    def date(
        self,
        name: str,
        earliest: datetime.date,
        latest: datetime.date,
        *,
        label: str | None = None,
        note: str | None = None,
        status_quo: datetime.date | None = None,
    ) -> Expr:
        """Add a day of the calendar from ``earliest`` to ``latest`` and return it."""
        fields = stated(label=label, note=note, status_quo=status_quo)
        return self._term(name, {"type": "date", "earliest": earliest, "latest": latest, **fields})

    def define(self, name: str, expression: Operand) -> Expr:
        """Name an expression and return the name."""
        self._add("definitions", name, str(as_expr(expression)))
        return Expr(Name(name))

    def measure(
        self,
        name: str,
        value: Operand,
        *,
        label: str | None = None,
        unit: str | None = None,
        says: str | None = None,
        basis: Basis = "explicit",
        note: str | None = None,
    ) -> None:
        """Add a number to compare relaxations by; the other fields are as for :class:`~zopa.Measure`."""
        fields = stated(label=label, unit=unit, says=says, basis=basis, note=note)
        self._add("measures", name, {"value": str(as_expr(value)), **fields})

    def fact(
        self,
        name: str,
        require: Operand,
        *,
        says: str | None = None,
        basis: Basis = "explicit",
        quote: str | None = None,
        source: str | None = None,
        note: str | None = None,
    ) -> None:
        """Add a constraint that nobody can give up; the other fields are as for :meth:`PartyBuilder.red_line`."""
        fields = stated(says=says, basis=basis, quote=quote, source=source, note=note)
        self._add("facts", name, {"require": str(as_expr(require)), **fields})

    def party(
        self,
        party_id: str,
        *,
        name: str | None = None,
        position: Literal["stated", "unknown"] | None = None,
        note: str | None = None,
        interests: Mapping[str, Any] | None = None,
        bonuses: Sequence[Any] | None = None,
        reservation: int | Decimal | None = None,
        normalise: bool | None = None,
    ) -> PartyBuilder:
        """Return a party, adding it when it is first named; later calls change what they state.

        Parameters
        ----------
        party_id
            Its name in ids such as ``ukraine.army``.
        name
            Its name in reports.
        position
            ``"unknown"`` for an actor that has to consent and has not spoken.
        note
            A remark.
        interests, bonuses
            Whole documents of them; :meth:`PartyBuilder.interest` and :meth:`PartyBuilder.bonus` add more.
        reservation
            The least utility that it accepts.
        normalise
            Whether the weights of its interests are scaled to add up to 100.
        """
        document = self._data["parties"].setdefault(party_id, {"red_lines": {}})
        given = {"interests": interests and dict(interests), "bonuses": bonuses and list(bonuses)}
        document.update(
            stated(name=name, position=position, note=note, **given, reservation=reservation, normalise=normalise)
        )
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

    def _term(self, name: str, entry: dict[str, Any]) -> Expr:
        self._add("terms", name, entry)
        return Expr(Name(name))

    def _add(self, section: str, name: str, entry: object) -> None:
        place(self._data[section], name, entry, (section,))


def _options(options: Sequence[str] | Mapping[str, str]) -> tuple[str, ...] | dict[str, str]:
    return dict(options) if isinstance(options, Mapping) else tuple(options)
