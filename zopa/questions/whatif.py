"""What if: the same question of a changed scenario, and what the change does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ..errors import given_as
from ..models.edit import dropped, with_demand, with_term_set
from ..models.io.save import digest
from ..models.scenario import Origin, Scenario
from ..results.analysis import Analysis, Change, Comparison, Progress
from ..results.verdict import Cost
from ..solver.limits import Allowance, Limits
from .request import Request
from .solve import WHOLE, Section, solve


def whatif(
    scenario: Scenario,
    *,
    drop: Sequence[str] = (),
    set_terms: Sequence[str] = (),
    add: Sequence[str] = (),
    top: int = 10,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    max_cost: Cost | None = None,
    prefer: Collection[str] = (),
    time_limit: float | None = None,
    workers: int = 1,
    sections: Collection[Section] | tuple[Section, ...] = WHOLE,
    allowance: Allowance | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    certify: bool = True,
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
    time_limit, limits
        As for :func:`zopa.solve`: ``time_limit`` holds for each of the two answers, ``limits`` for both together.
    scenario, top, keep, only_from, only_between, max_cost, prefer, workers, sections, allowance, on_progress, certify
        As for :func:`zopa.solve`, and so are errors.

    Raises
    ------
    ScenarioError, UnknownNameError
        If a change does not fit the scenario.
    """

    def answer(given: Scenario) -> Analysis:
        return solve(
            given,
            top=top,
            keep=keep,
            only_from=only_from,
            only_between=only_between,
            max_cost=max_cost,
            prefer=prefer,
            time_limit=time_limit,
            workers=workers,
            sections=sections,
            allowance=allowance,
            limits=limits,
            on_progress=on_progress,
            certify=certify,
        )

    changed = Request.of(scenario).scenario
    with given_as("drop"):
        changed = dropped(changed, drop)
    for assignment in set_terms:
        with given_as("set_terms"):
            changed = with_term_set(changed, assignment)
    for demand in add:
        with given_as("add"):
            changed = with_demand(changed, demand)
    if scenario.origin is not None:  # the same name, and the hash of what it says now
        changed = changed.with_origin(Origin(scenario.origin.name, digest(changed)))
    changes = (
        *(Change("drop", name) for name in drop),
        *(Change("set", assignment) for assignment in set_terms),
        *(Change("add", demand) for demand in add),
    )
    return compared(changes, answer(scenario), answer(changed))


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
