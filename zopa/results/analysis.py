"""The answer to a scenario: conflicts, disputes, relaxations, and what a search reports on the way.

What is not proved is absent: totals are ``None`` and ``..._complete`` is False where a limit came first. A field is
``None`` where it was not asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from ..models.scenario import Scenario
from .answer import Answer, Record
from .certificate import Refutation
from .kept import Kept
from .verdict import Cost, DealWords, Evidence, StoppedBy, Verdict


@dataclass(frozen=True, repr=False)
class Conflict(Record):
    """Red lines that no deal satisfies together with the facts.

    Parameters
    ----------
    red_lines
        Full ids in the scenario's order; empty when the facts alone allow no deal.
    facts
        Facts that suffice, with the red lines, for the contradiction, and none of which can be left out; ``None`` when
        a limit came before that was known.
    is_minimal
        Whether every proper subset of the red lines allows a deal.
    confirmed
        Whether a second solver run, with other settings and without assumptions, agrees.
    refutation
        A proof that these red lines and facts cannot all hold, accepted by the checker; ``None`` where the
        contradiction is the solver's claim alone.
    """

    red_lines: tuple[str, ...]
    facts: tuple[str, ...] | None
    is_minimal: bool
    confirmed: bool
    refutation: Refutation | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Resolution:
    """A minimal set of red lines that settles one dispute when it is given up, and its cost."""

    give_up: tuple[str, ...]
    cost: Cost


@dataclass(frozen=True, repr=False)
class Dispute(Record):
    """Conflicts that are linked by shared red lines.

    Parameters
    ----------
    conflicts
        Positions in ``Analysis.conflicts``.
    resolutions, resolutions_total
        Ways out, cheapest first, and how many there are; ``None`` when the search was cut off, and the list is then
        only what was proved.
    """

    red_lines: tuple[str, ...]
    conflicts: tuple[int, ...]
    resolutions_total: int | None
    resolutions: tuple[Resolution, ...]


@dataclass(frozen=True, repr=False)
class Relaxation(Record):
    """A minimal set of red lines that makes a deal possible when it is given up.

    Parameters
    ----------
    deal
        A deal that this makes possible, evaluated exactly: term by term the value nearest to the status quo, or the
        lowest where none is stated.
    measures
        For each measure of the scenario the most that any deal of this relaxation reaches; ``None`` if not proved.
    """

    give_up: tuple[str, ...]
    cost: Cost
    deal: DealWords
    measures: Mapping[str, Cost | None] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Cheapest(Record):
    """The least cost of any relaxation, and what is common to all that have it; ``None`` where that is not proved.

    Parameters
    ----------
    total
        How many relaxations have that cost.
    in_all, in_some
        The red lines that each of them gives up, and those that only some give up. They keep every other red line.
    """

    cost: Cost
    total: int | None
    in_all: tuple[str, ...] | None
    in_some: tuple[str, ...] | None


@dataclass(frozen=True, repr=False)
class Analysis(Answer):
    """The answer to a scenario; a field is ``None`` where that part was not asked for.

    Parameters
    ----------
    scenario
        The scenario that was asked about; reports take names, words and quotes from it.
    verdict
        ``deal``: a deal crosses no red line. ``no_deal``: none does; ``evidence`` says what that rests on.
        ``undecided``: a limit came first.
    deal
        A deal that crosses no red line.
    deals, deals_complete
        Different deals, where they were asked for, and whether there are no others.
    conflicts, conflicts_complete
        Minimal conflicts by size, then in the scenario's order, and whether these are all.
    disputes
        In the order of their first red lines.
    relaxations, relaxations_total
        The cheapest relaxations in order of cost, and how many there are in all.
    relaxations_within
        How many there are that cost at most ``max_cost``; the same where none was given.
    relaxations_complete
        Whether none is missing before the last one listed: always, unless the search was cut off.
    cheapest
        The least cost and its ties.
    uncontested, uncontested_complete
        Red lines that are in no conflict, and whether this was decided for every red line.
    contradictory_parties
        Parties whose own red lines conflict with each other, given the facts.
    sections
        Which parts of the answer were asked for.
    kept
        The red lines that are never given up, whether the request or the scenario says so.
    only_from
        The parties that alone may give lines up; all when empty.
    max_cost
        The most that a listed relaxation may cost, where the request said so.
    between
        The parties whose red lines alone count; all when empty.
    preferring
        The red lines by importance, where the request gave an order.
    smallest_conflict
        A conflict with the fewest red lines, where it was asked for and proved.
    preferred_conflict
        The conflict whose least important line is as important as possible, by the order of the request.
    preferred_relaxation
        The relaxation that keeps, from the most important red line on, each that can be kept with those kept before.
    stopped_by
        The limit that cut the search off.
    allowance_spent
        Whether the search ended because a part of the scenario used up its share of questions.
    refutation
        A proof of the verdict that there is no deal, accepted by the checker; ``None`` where there is a deal, and where
        the verdict is the solver's claim alone.
    evidence
        What the verdict rests on; ``None`` where it is undecided.
    """

    scenario: Scenario
    verdict: Verdict
    deal: DealWords | None = None
    deals: tuple[DealWords, ...] | None = None
    deals_complete: bool = False
    conflicts: tuple[Conflict, ...] | None = None
    conflicts_complete: bool = False
    disputes: tuple[Dispute, ...] | None = None
    relaxations: tuple[Relaxation, ...] | None = None
    relaxations_total: int | None = None
    relaxations_within: int | None = None
    relaxations_complete: bool = False
    cheapest: Cheapest | None = None
    smallest_conflict: Conflict | None = None
    preferred_conflict: Conflict | None = None
    preferred_relaxation: Relaxation | None = None
    uncontested: tuple[str, ...] | None = None
    uncontested_complete: bool = False
    contradictory_parties: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    only_from: tuple[str, ...] = ()
    max_cost: Cost | None = None
    between: tuple[str, ...] = ()
    preferring: tuple[str, ...] = ()
    stopped_by: StoppedBy | None = None
    allowance_spent: bool = False
    sections: tuple[str, ...] = ()
    refutation: Refutation | None = field(default=None, repr=False)
    evidence: Evidence | None = None

    @property
    def certified(self) -> bool:
        """Whether the verdict needs no trust in the solver: a deal evaluated exactly, or a proof that was checked."""
        return self.verdict == "deal" or self.refutation is not None


@dataclass(frozen=True)
class Change:
    """One edit that a what-if question makes, in the words of the request."""

    kind: Literal["drop", "set", "add"]
    what: str


@dataclass(frozen=True, repr=False)
class Comparison(Answer):
    """The answers before and after some changes, and what differs."""

    changes: tuple[Change, ...]
    before: Analysis
    after: Analysis
    conflicts_gone: tuple[tuple[str, ...], ...]
    conflicts_new: tuple[tuple[str, ...], ...]

    @property
    def verdict(self) -> Verdict:
        """The verdict after the changes."""
        return self.after.verdict


@dataclass(frozen=True)
class Progress:
    """How far a running search is.

    Parameters
    ----------
    questions
        Asked of the solver.
    conflicts, relaxations
        Found so far, part by part; relaxations of the whole are combinations of these.
    least_cost
        Proved to be a lower bound: no relaxation costs less.
    seconds
        Since the search began.
    """

    questions: int
    conflicts: int
    relaxations: int
    least_cost: Cost
    seconds: float


@dataclass(frozen=True, repr=False)
class Decided(Record):
    """The verdict of a running search, and a deal if there is one."""

    verdict: Verdict
    deal: DealWords | None


Event: TypeAlias = Decided | Conflict | Relaxation | Analysis
"""What a search reports as it goes: the verdict, each conflict and relaxation once proved, the whole answer last."""
