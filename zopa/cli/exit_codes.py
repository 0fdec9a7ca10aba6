"""Exit codes."""

from __future__ import annotations

DEAL = 0
"""A deal exists, or the command did what it says."""
NO_DEAL = 1
"""No deal exists: proved, confirmed, or the solver's claim; ``evidence`` says which."""
BAD_INPUT = 2
"""The scenario or the options cannot be used."""
UNDECIDED = 3
"""A limit, an interrupt or an error came first; this is never "no"."""

OF_VERDICT = {"deal": DEAL, "no_deal": NO_DEAL, "undecided": UNDECIDED}
