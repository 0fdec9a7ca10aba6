"""What if: the same question of a changed scenario, and what the change does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..models.edit import dropped, with_demand, with_term_set
from ..models.io.save import digest
from ..models.scenario import Origin, Scenario
from ..results.analysis import Analysis, Change, Comparison
from .solve import solve


def whatif(
    scenario: Scenario,
    *,
    drop: Sequence[str] = (),
    set_terms: Sequence[str] = (),
    add: Sequence[str] = (),
    **options: Any,
) -> Comparison:
    """Solve a scenario as it is and with changes.

    Parameters
    ----------
    drop
        Red lines (``party.line``) or facts to leave out.
    set_terms
        Terms to fix, as ``term=value``.
    add
        Red lines to add, as ``party: expression``.
    options
        As for :func:`zopa.solve`. ``time_limit`` holds for each of the two answers, ``limits`` for both together.

    Raises
    ------
    ScenarioError, UnknownNameError
        If a change does not fit the scenario.
    """
    changed = dropped(scenario, drop)
    for assignment in set_terms:
        changed = with_term_set(changed, assignment)
    for demand in add:
        changed = with_demand(changed, demand)
    if scenario.origin is not None:  # the same name, and the hash of what it says now
        changed = changed.with_origin(Origin(scenario.origin.name, digest(changed)))
    changes = (
        *(Change("drop", name) for name in drop),
        *(Change("set", assignment) for assignment in set_terms),
        *(Change("add", demand) for demand in add),
    )
    return compared(changes, solve(scenario, **options), solve(changed, **options))


def compared(changes: tuple[Change, ...], before: Analysis, after: Analysis) -> Comparison:
    """Return what differs between two answers; a conflict counts as gone or new only where its absence is proved."""
    old = [conflict.red_lines for conflict in before.conflicts or ()]
    new = [conflict.red_lines for conflict in after.conflicts or ()]
    return Comparison(
        changes=changes,
        before=before,
        after=after,
        conflicts_gone=tuple(lines for lines in old if lines not in new) if after.conflicts_complete else (),
        conflicts_new=tuple(lines for lines in new if lines not in old) if before.conflicts_complete else (),
    )
