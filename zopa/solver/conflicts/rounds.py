"""A complete exploration, in rounds of tasks that do not depend on each other; any process may do any of them.

First the disputes of every part are settled, in a few groups of about the same size. A new conflict can join disputes
of two groups: what was found is put together after each round, and what is not settled is given out again. When every
way to settle every dispute has a deal, one more task for each part proves that its disputes are independent. The tasks
are the same whoever does them, so the answer does not depend on the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ..limits import Allowance, Stopped
from .bitsets import united
from .exploration import Exploration
from .independence import steps_to_settle, steps_to_the_end
from .relaxations import Findings, PartSearch

GROUPS = 4
"""Tasks that the disputes of one part are dealt into; a fixed number, so that any number of processes answers alike."""


@dataclass(frozen=True)
class Task:
    """Something to find out about one part from what is known of it.

    Parameters
    ----------
    part
        Its number.
    lines
        Of the disputes that are to be settled; None to bring the whole part to its end.
    """

    part: int
    lines: int | None
    known: Findings
    allowance: Allowance


@dataclass(frozen=True)
class Done:
    """What came of a task: what is new, and how much it took."""

    found: Findings
    spent: Allowance


def do(exploration: Exploration, task: Task) -> Done:
    """Do a task with a search of its own; what was found before a limit stays."""
    search = exploration.fresh(task.part, task.known)
    steps = steps_to_the_end(search) if task.lines is None else steps_to_settle(search, task.lines)
    looked_at = 0
    with suppress(Stopped):
        for _ in search.rationed(task.allowance, steps):
            looked_at += 1
    found = search.findings().beyond(task.known)
    return Done(found, Allowance(found.questions, looked_at, search.known.steps.taken))


def explore_in_rounds(exploration: Exploration, run: Callable[[Sequence[Task]], Iterable[Done]] | None = None) -> None:
    """Find every conflict and relaxation of every contested part, as far as limit and allowance go.

    Parameters
    ----------
    run
        Does tasks, each as :func:`do` would, and returns what came of them in their order; by default one by one.
    """
    run = run or (lambda tasks: (do(exploration, task) for task in tasks))
    left = dict.fromkeys(exploration.unfinished(), exploration.allowance or Allowance())
    for at in left:  # a list of relaxations that is not at its end goes on with the search that it began with
        exploration.searches[at] = exploration.fresh(at, exploration.searches[at].findings())
    while tasks := [task for at in left for task in _to_settle(at, exploration.searches[at], left[at])]:
        for task, done in zip(tasks, run(tasks), strict=True):
            exploration.searches[task.part].take_over(done.found)
            left[task.part] = left[task.part].less(done.spent)
        if exploration.limits.stopped_by is not None:
            return
    tasks = list(_to_end(exploration))
    for task, done in zip(tasks, run(tasks), strict=True):
        exploration.searches[task.part].take_over(done.found)


def _to_settle(part: int, search: PartSearch, left: Allowance) -> Iterator[Task]:
    """Yield the tasks of a round for one part: its disputes that are not settled, each group with its share."""
    disputes = [dispute for dispute in search.known.disputes.all if dispute.settled is None]
    if search.base is None:
        return
    groups: list[list[int]] = [[] for _ in range(min(GROUPS, len(disputes)))]
    sizes = [0] * len(groups)
    for dispute in sorted(disputes, key=lambda dispute: -len(dispute.conflicts)):
        least = sizes.index(min(sizes))
        groups[least].append(dispute.lines)
        sizes[least] += len(dispute.conflicts)
    if groups and (share := left.share(len(groups))) is not None:
        known = search.findings()
        for group in groups:
            yield Task(part, united(group), known, share)


def _to_end(exploration: Exploration) -> Iterator[Task]:
    """Yield the task of bringing a part to its end, for each of which all disputes are settled."""
    allowance = exploration.allowance or Allowance()
    for at in exploration.unfinished():
        search = exploration.searches[at]
        if search.base is None or all(dispute.settled is not None for dispute in search.known.disputes.all):
            yield Task(at, None, search.findings(), allowance)
