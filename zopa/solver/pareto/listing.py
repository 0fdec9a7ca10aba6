"""All deals that the parties accept, with what each is worth: for spaces small enough to be gone through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

from ...errors import Problem, ScenarioError
from ...models.meaning.meaning import Meaning
from ..limits import Limits, Stopped
from .dominance import Vector
from .groups import Deal, Valuer, groups

MOST_LISTED = 20_000
"""Combinations of values up to which all deals are listed."""

_LOOK = 256


def check_size(meaning: Meaning) -> None:
    """Refuse a scenario with too many combinations.

    Raises
    ------
    ScenarioError
        If it has.
    """
    combinations = 1
    for domain in meaning.domains.values():
        combinations *= domain.size
    if combinations > MOST_LISTED:
        number = f"{combinations:,}" if combinations < 10**15 else f"about 10^{len(str(combinations)) - 1}"
        message = (
            f"the terms have {number} combinations of values, and all deals are listed up to {MOST_LISTED:,}; "
            "the frontier, without --all-outcomes, has no such limit"
        )
        raise ScenarioError([Problem(message, ("terms",))])


def listed(
    meaning: Meaning,
    parties: Sequence[str],
    scale: Sequence[int],
    accepted: Callable[[Vector], bool],
    limits: Limits,
) -> list[tuple[Vector, Deal]]:
    """Return every deal that crosses no red line and whose worth is accepted, by what it is worth.

    Raises
    ------
    Stopped
        When a limit comes first.
    """
    found: list[tuple[Vector, Deal]] = [((0,) * len(parties), {})]
    for group in groups(meaning, parties):
        value = Valuer(meaning, group, scale)
        own: list[tuple[Vector, Deal]] = []
        domains = [meaning.domains[term] for term in group.terms]
        for number, steps in enumerate(product(*(range(domain.size) for domain in domains))):
            _look(number, limits)
            deal: Deal = {term: domain.at(step) for term, domain, step in zip(group.terms, domains, steps, strict=True)}
            env = value.environment(deal)
            if all(line.holds(env) for line in group.lines):
                own.append((value(env), deal))
        joined: list[tuple[Vector, Deal]] = []
        for number, ((vector, deal), (more, rest)) in enumerate(product(found, own)):
            _look(number, limits)
            joined.append((tuple(map(int.__add__, vector, more)), {**deal, **rest}))
        found = joined
    return sorted((entry for entry in found if accepted(entry[0])), key=lambda entry: entry[0])


def _look(number: int, limits: Limits) -> None:
    if number % _LOOK == 0 and limits.stopped_by is not None:
        raise Stopped(limits.stopped_by)
