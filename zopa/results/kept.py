"""Red lines that are never given up, and what says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Because: TypeAlias = Literal["keep", "only_from", "scenario"]


@dataclass(frozen=True)
class Kept:
    """A red line that is never given up.

    Parameters
    ----------
    because
        What rules it out: ``keep`` or ``only_from`` of the request, under which the line does not move at all, or
        ``keep: true`` in the ``scenario``, under which it may move to its fallbacks or along its slope. Where several
        do, the first of these.
    """

    red_line: str
    because: Because


def by_request(kept: Iterable[Kept]) -> tuple[str, ...]:
    """Return the red lines that the request rules out."""
    return tuple(one.red_line for one in kept if one.because != "scenario")


def by_scenario(kept: Iterable[Kept]) -> tuple[str, ...]:
    """Return the red lines that the scenario itself keeps, without those that the request rules out anyway."""
    return tuple(one.red_line for one in kept if one.because == "scenario")
