"""What the values of a term are, for the message about something that is none of them."""

from __future__ import annotations

from ..errors import did_you_mean
from .terms import DateTerm, Quantity, Term, YesNo
from .values import number_text

_MOST_OPTIONS = 6
"""Options that are all named; of more, only what may have been meant."""


def values_hint(term: Term, given: object) -> str:
    """Return how a message goes on after ``... is not a value of the term``."""
    if isinstance(given, float):
        return f"; floats are not exact, write Decimal({str(given)!r})"
    match term:
        case YesNo():
            return "; it is yes or no"
        case Quantity():
            domain = term.domain
            if domain.size == 1:
                return f"; it is {number_text(term.min)}"
            by = "" if domain.step == 1 else f" in steps of {number_text(term.step)}"
            return f"; it goes from {number_text(term.min)} to {number_text(term.max)}{by}"
        case DateTerm():
            return f"; it goes from {term.earliest.isoformat()} to {term.latest.isoformat()}"
    hint = did_you_mean(given, term.names) if isinstance(given, str) else ""
    return hint or (f"; it is one of {', '.join(term.names)}" if len(term.names) <= _MOST_OPTIONS else "")
