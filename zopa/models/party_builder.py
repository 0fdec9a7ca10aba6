"""A party written in Python: its red lines, and what it values."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from ..errors import Problem, ScenarioError
from .expressions.syntax import Name
from .operators import Expr, Operand, as_expr
from .parties import Basis, Fallback, Slope


class PartyBuilder:
    """A party under construction; :meth:`Builder.party` returns it."""

    def __init__(self, document: dict[str, Any], path: tuple[str, ...]) -> None:
        self._document, self._path = document, path

    def red_line(
        self,
        name: str,
        require: Operand,
        *,
        says: str | None = None,
        weight: int | Decimal | None = None,
        keep: bool = False,
        fallbacks: Iterable[Fallback | Mapping[str, Any]] = (),
        slope: Slope | Mapping[str, Any] | None = None,
        basis: Basis = "explicit",
        quote: str | None = None,
        source: str | None = None,
        note: str | None = None,
    ) -> None:
        """Add a red line.

        Parameters
        ----------
        name
            The line's own name; with the party's it makes the id ``party.name``.
        require
            The condition that the party will not give up.
        says
            The line in the party's words.
        weight
            The cost of giving the line up; 1 if it is not stated.
        keep
            Whether the line is never given up.
        fallbacks
            Softer requirements, hardest first: each a mapping with ``require``, ``cost`` and perhaps ``says``.
        slope
            The cost of moving the line by amounts: ``cost`` for every ``per``, as far as ``up_to``.
        basis
            Whether the line is stated outright (``explicit``), ``inferred``, or an analyst's ``assumption``.
        quote, source, note
            The words of the source, the name of that source, and a remark.

        Raises
        ------
        ScenarioError
            If the party has a red line of that name already.
        """
        fields = stated(says=says, weight=weight, slope=slope, basis=basis, quote=quote, source=source, note=note)
        softer = [_with_text(fallback) for fallback in fallbacks]
        entry = {"require": str(as_expr(require)), **fields, "keep": keep, "fallbacks": softer}
        place(self._document["red_lines"], name, entry, (*self._path, "red_lines"))

    def interest(
        self,
        term: Expr | str,
        weight: int | Decimal,
        *,
        worst: int | Decimal | datetime.date | None = None,
        best: int | Decimal | datetime.date | None = None,
        scores: Mapping[str, int | Decimal] | Mapping[bool, int | Decimal] | None = None,
        points: Mapping[int | Decimal, int | Decimal] | Mapping[datetime.date, int | Decimal] | None = None,
        note: str | None = None,
    ) -> None:
        """Add how much a term matters to the party; its values score in one of three ways.

        Parameters
        ----------
        term
            The term, or its name.
        weight
            The utility between score 0 and score 100.
        worst, best
            The values that score 0 and 100, with a straight line between them.
        scores
            A score from 0 to 100 for each option or level, or for True and False.
        points
            Scores of several numbers or dates, with straight lines between them.
        note
            A remark.

        Raises
        ------
        TypeError
            If ``term`` is a larger expression, or a value is a float.
        ScenarioError
            If the party has an interest in the term already. :meth:`Builder.build` checks that the scores fit the term.
        """
        name = str(term)
        if isinstance(term, Expr) and not isinstance(term.syntax, Name):
            raise TypeError(f"an interest is in one term, but {name!r} is an expression; write it as a bonus")
        entry = stated(weight=weight, worst=worst, best=best, scores=_keyed(scores), points=_keyed(points), note=note)
        place(self._document.setdefault("interests", {}), name, entry, (*self._path, "interests"))

    def bonus(self, when: Operand, utility: int | Decimal, *, says: str | None = None, note: str | None = None) -> None:
        """Add utility that the party gains, or loses, where a condition holds.

        Parameters
        ----------
        when
            The condition, over any terms and definitions.
        utility
            In points of the party's utility; negative for a loss.
        says, note
            The bonus in words, and a remark.
        """
        bonus = stated(when=str(as_expr(when)), utility=utility, says=says, note=note)
        self._document.setdefault("bonuses", []).append(bonus)

    def reservation(self, utility: int | Decimal) -> None:
        """Set the least utility that the party accepts: that of its best alternative to a deal."""
        place(self._document, "reservation", utility, self._path)

    def normalise(self) -> None:
        """Scale the weights of the party's interests so that they add up to 100."""
        self._document["normalise"] = True


def stated(**fields: object) -> dict[str, Any]:
    """Return the fields that are stated."""
    return {name: value for name, value in fields.items() if value is not None}


def _with_text(fallback: Fallback | Mapping[str, Any]) -> Fallback | Mapping[str, Any]:
    """Return a fallback with its requirement as text."""
    if isinstance(fallback, Mapping) and isinstance(fallback.get("require"), Expr):
        return {**fallback, "require": str(fallback["require"])}
    return fallback


def _keyed(scores: Any) -> Any:
    """Return scores with the keys that a file would have."""
    return {_key(value): score for value, score in scores.items()} if isinstance(scores, Mapping) else scores


def _key(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(as_expr(value))  # type: ignore[arg-type]


def place(section: dict[str, Any], name: str, entry: object, path: tuple[str, ...]) -> None:
    """Add an entry to a section of a document.

    Raises
    ------
    ScenarioError
        If the name is taken.
    """
    if name in section:
        raise ScenarioError([Problem(f"{name!r} already exists", (*path, name))])
    section[name] = entry
