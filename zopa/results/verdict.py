"""What every answer is made of: a verdict, what it rests on, costs, deals, and why a search stopped."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

from ..models.values import DealValue

Verdict: TypeAlias = Literal["deal", "no_deal", "undecided"]
StoppedBy: TypeAlias = Literal["time_limit", "interrupt"]
Cost: TypeAlias = int | Decimal
DealWords: TypeAlias = Mapping[str, DealValue]
"""A value for every term, in the scenario's words."""

Evidence: TypeAlias = Literal["certified", "enumerated", "confirmed", "claimed"]
"""What a statement rests on.

``certified``: a deal that was evaluated exactly, or steps that the checker accepted. ``enumerated``: every deal was
evaluated exactly. ``confirmed``: two solver runs with different settings agree. ``claimed``: one solver run.
"""
