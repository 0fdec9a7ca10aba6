"""The one place that words and colours a verdict, says what it rests on, and why a search stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from ...results.analysis import Conflict
from ...results.verdict import Evidence, StoppedBy, Verdict

Headline: TypeAlias = tuple[str, str, str]
"""A verdict in a word or two, the style of these, and a sentence."""

GOOD, BAD, OPEN = "bold green", "bold red", "bold yellow"

_WORDS: Mapping[Verdict, str] = {"deal": "A DEAL EXISTS", "no_deal": "NO DEAL", "undecided": "UNDECIDED"}
_STYLES: Mapping[Verdict, str] = {"deal": GOOD, "no_deal": BAD, "undecided": OPEN}
_STOPPED: Mapping[StoppedBy, str] = {
    "time_limit": "the time limit came first",
    "interrupt": "the search was interrupted",
}


def headline(verdict: Verdict, sentence: str) -> Headline:
    """Return a verdict with its word and style."""
    return _WORDS[verdict], _STYLES[verdict], sentence


def in_words(verdict: Verdict) -> str:
    """Return a verdict within a sentence."""
    return _WORDS[verdict].lower()


def why_stopped(stopped_by: StoppedBy | None, otherwise: str = "the search used up its allowance") -> str:
    """Return what cut a search off."""
    return otherwise if stopped_by is None else _STOPPED[stopped_by]


def proved(evidence: Evidence | None) -> str:
    """Return what a statement rests on, in a sentence: the only one that says "proved"."""
    match evidence:
        case "certified" | "enumerated":
            return "This is proved."
        case "confirmed":
            return "Two solver runs agree on this; it is not certified."
    return "This is the solver's claim; it is not certified."


def no_deal(evidence: Evidence | None, which: str = " that crosses no red line") -> str:
    """Return that no deal exists, how the sentence goes on, and what it rests on."""
    return f"No deal exists{which}. {proved(evidence)}"


def by_solver(confirmed: bool) -> Evidence:
    """Return what a statement rests on that only the solver makes: two runs that agree, or one."""
    return "confirmed" if confirmed else "claimed"


def of_conflicts(conflicts: Sequence[Conflict], otherwise: Evidence | None) -> Evidence | None:
    """Return what a statement rests on that follows from conflicts: as much as the weakest of them."""
    if not conflicts:
        return otherwise
    if all(conflict.refutation is not None for conflict in conflicts):
        return "certified"
    return by_solver(all(conflict.confirmed or conflict.refutation is not None for conflict in conflicts))
