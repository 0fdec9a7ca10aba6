"""What a request names: parties and red lines, by themselves or in an order."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain

from ..errors import LeftOutError, UnknownNameError
from ..models.edit import among
from ..models.scenario import Scenario


def names(given: Collection[str]) -> tuple[str, ...]:
    """Return the names that a caller gave; a text is one name and not its letters."""
    return (given,) if isinstance(given, str) else tuple(given)


def kept_lines(scenario: Scenario, keep: Collection[str], only_from: Collection[str], sacred: bool = True) -> list[str]:
    """Return the red lines that a request forbids to give up, and those (``sacred``) of which the scenario says so.

    Raises
    ------
    UnknownNameError
        If a red line or party does not exist.
    """
    parties = {line_id: line_id.split(".")[0] for line_id, _, _ in scenario.red_lines()}
    never = {line_id for line_id, _, line in scenario.red_lines() if sacred and line.keep}
    keep, only_from = names(keep), names(only_from)
    _known_lines(scenario, keep)
    known_parties(scenario, only_from)
    return [
        line
        for line, party in parties.items()
        if line in never or line in keep or party in keep or (only_from and party not in only_from)
    ]


def by_importance(scenario: Scenario, order: Collection[str]) -> list[str]:
    """Return all red lines, the most important first.

    ``order`` names red lines, or parties for all of theirs; those that it does not name come last, in the scenario's
    order.

    Raises
    ------
    UnknownNameError
        If a red line or party does not exist.
    """
    order = names(order)
    _known_lines(scenario, order)
    lines = [line_id for line_id, _, _ in scenario.red_lines()]
    ranked = [line for name in order for line in lines if line == name or line.split(".")[0] == name]
    return list(dict.fromkeys([*ranked, *lines]))


def asked(scenario: Scenario, only_between: Collection[str], *named: Collection[str]) -> Scenario:
    """Return the scenario with the red lines of some parties alone; as it is when none is named.

    Parameters
    ----------
    named
        The red lines and parties that the request names besides.

    Raises
    ------
    UnknownNameError
        If a party does not exist, or what is named besides is left out.
    """
    only_between = names(only_between)
    known_parties(scenario, only_between)
    if not only_between:
        return scenario
    for name in chain.from_iterable(map(names, named)):
        party = name.split(".")[0]
        if party in scenario.parties and party not in only_between:
            raise LeftOutError(name, party)
    return among(scenario, only_between)


def known_parties(scenario: Scenario, parties: Iterable[str]) -> None:
    """Raise UnknownNameError for a party that the scenario does not have."""
    for party in parties:
        if party not in scenario.parties:
            raise UnknownNameError("party", party, scenario.parties)


def _known_lines(scenario: Scenario, names: Iterable[str]) -> None:
    lines = [line_id for line_id, _, _ in scenario.red_lines()]
    for name in names:
        if name not in scenario.parties and name not in lines:
            raise UnknownNameError("red line or party", name, [*lines, *scenario.parties])
