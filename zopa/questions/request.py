"""What is asked of a scenario: whose red lines count, which may be given up, at what cost, within which limits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import LeftOutError, UnknownNameError
from ..models.edit import among
from ..models.parties import RedLine
from ..models.scenario import Scenario
from ..models.values import checked_cost, exact_cost
from ..results.kept import Because, Kept, by_request
from ..results.verdict import Cost
from ..solver.limits import Limits


@dataclass(frozen=True)
class Request:
    """A scenario with what a question asks of it; :meth:`of` checks every name.

    Parameters
    ----------
    scenario
        The scenario asked about: with the red lines of ``only_between`` alone, where that names parties.
    limits
        What ends the search.
    keep
        Red lines (``party.line``), or parties for all of theirs, that are never given up.
    only_from
        The parties that may give lines up; all when empty.
    only_between
        The parties whose red lines count; those of all others are left out. All when empty.
    prefer
        Red lines or parties, the most important first.
    budgets
        By party, the most that it may give.
    max_cost
        Relaxations that cost more are not listed.
    """

    scenario: Scenario
    limits: Limits
    keep: tuple[str, ...] = ()
    only_from: tuple[str, ...] = ()
    only_between: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    budgets: Mapping[str, Cost] = field(default_factory=dict)
    max_cost: Cost | None = None

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        *,
        keep: Collection[str] = (),
        only_from: Collection[str] = (),
        only_between: Collection[str] = (),
        prefer: Collection[str] = (),
        budgets: Mapping[str, Cost] | None = None,
        max_cost: Cost | None = None,
        time_limit: float | None = None,
        limits: Limits | None = None,
    ) -> Request:
        """Return a request from the parameters of a question; a single name may stand for a collection.

        Raises
        ------
        TypeError
            If there is no scenario, or a cost is not exact.
        ValueError
            If a budget is negative.
        UnknownNameError
            If a red line or party does not exist, or is left out by ``only_between``.
        """
        if not isinstance(scenario, Scenario):
            raise _no_scenario(scenario)
        keep, only_from, only_between, prefer = map(_names, (keep, only_from, only_between, prefer))
        _check_parties(scenario, only_between)
        _check_counted(scenario, only_between, (*keep, *only_from, *prefer))
        asked = among(scenario, only_between) if only_between else scenario
        _check_lines(asked, (*keep, *prefer))
        _check_parties(asked, (*only_from, *(budgets or ())))
        return cls(
            asked,
            limits or Limits(time_limit),
            keep,
            only_from,
            only_between,
            prefer,
            {party: checked_cost(cost) for party, cost in (budgets or {}).items()},
            None if max_cost is None else exact_cost(max_cost),
        )

    @property
    def red_lines(self) -> list[str]:
        """The red lines that count, in the scenario's order."""
        return [line_id for line_id, _, _ in self.scenario.red_lines()]

    @property
    def forbidden(self) -> list[str]:
        """The red lines that the request forbids to give up."""
        return list(by_request(self.keeping))

    @property
    def kept(self) -> list[str]:
        """The red lines that are never given up, whether the request or the scenario says so."""
        return [one.red_line for one in self.keeping]

    @property
    def keeping(self) -> tuple[Kept, ...]:
        """The red lines that are never given up, each with what says so."""
        found = ((line_id, self._because(line_id, line)) for line_id, _, line in self.scenario.red_lines())
        return tuple(Kept(line_id, because) for line_id, because in found if because is not None)

    def _because(self, line_id: str, line: RedLine) -> Because | None:
        party = line_id.split(".", maxsplit=1)[0]
        if line_id in self.keep or party in self.keep:
            return "keep"
        if self.only_from and party not in self.only_from:
            return "only_from"
        return "scenario" if line.keep else None

    @property
    def by_importance(self) -> list[str]:
        """All red lines, the preferred ones first, the rest in the scenario's order; empty if nothing is preferred."""
        if not self.prefer:
            return []
        ranked = [line for name in self.prefer for line in self.red_lines if name in (line, line.split(".")[0])]
        return list(dict.fromkeys([*ranked, *self.red_lines]))

    def check_line(self, red_line: str) -> None:
        """Raise UnknownNameError unless a red line exists and counts."""
        _check_counted(self.scenario, self.only_between, [red_line])
        if red_line not in self.red_lines:
            raise UnknownNameError("red line", red_line, self.red_lines)


def _no_scenario(given: object) -> TypeError:
    if isinstance(given, str | Path):
        text = str(given)
        return TypeError(f"expected a scenario, not the text or path {text!r}; load it first: zopa.load({text!r})")
    return TypeError(f"expected a scenario, as zopa.load() returns it, not {type(given).__name__}")


def _names(given: Collection[str]) -> tuple[str, ...]:
    """Return the names that a caller gave; a text is one name and not its letters."""
    return (given,) if isinstance(given, str) else tuple(given)


def _check_parties(scenario: Scenario, parties: Iterable[str]) -> None:
    for party in parties:
        if party not in scenario.parties:
            raise UnknownNameError("party", party, scenario.parties)


def _check_counted(scenario: Scenario, only_between: Collection[str], names: Iterable[str]) -> None:
    """Raise LeftOutError for a name of a party whose red lines are left out."""
    for name in names:
        party = name.split(".")[0]
        if only_between and party in scenario.parties and party not in only_between:
            raise LeftOutError(name, party)


def _check_lines(scenario: Scenario, names: Iterable[str]) -> None:
    lines = [line_id for line_id, _, _ in scenario.red_lines()]
    for name in names:
        if name not in scenario.parties and name not in lines:
            raise UnknownNameError("red line or party", name, [*lines, *scenario.parties])
