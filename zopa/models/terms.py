"""The five kinds of term, and their values in words and as exact numbers."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from ..errors import did_you_mean
from .expressions.types import BOOLEAN, DATE, NUMBER, OptionType, Type
from .fields import Day, Document, Identifier, Misfit, Number, Text, YesOrNo
from .values import MAX_SCALED, DealValue, Domain, Exact, as_decimal, exact, number_text, out_of_range

MAX_OPTIONS = 10_000

_Options: TypeAlias = Annotated[tuple[Identifier, ...], Field(strict=False)] | dict[Identifier, Text]


class _Term(Document):
    """What every kind of term has."""

    label: Text | None = None
    note: Text | None = None

    if TYPE_CHECKING:
        status_quo: Any = None  # each kind has one of its own type, in its own place among the keys

    @property
    def domain(self) -> Domain:
        """The values as exact numbers."""
        raise NotImplementedError

    @property
    def status_quo_number(self) -> Exact | None:
        """The status quo as an exact number; None if it is not stated. It need not be one of the values."""
        return self._read(self.status_quo)

    def number(self, value: object) -> Exact | None:
        """Return a value in words as an exact number; None if the term does not have it."""
        number = self._read(value)
        return None if number is None or self.domain.index(number) is None else number

    def _read(self, value: object) -> Exact | None:
        """Return what is of this kind as an exact number, whether or not it is one of the values."""
        raise NotImplementedError


class YesNo(_Term):
    """Yes or no; yes is 1."""

    type: Literal["yes_no"] = "yes_no"
    status_quo: YesOrNo | None = None

    expression_type: ClassVar[Type] = BOOLEAN
    """The type of the term in expressions."""

    @property
    def domain(self) -> Domain:
        """The values as exact numbers."""
        return Domain(0, 1, 2)

    def value(self, number: Exact) -> DealValue:
        """Return a value in the scenario's words."""
        return number == 1

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it."""
        return "yes" if number == 1 else "no"

    def _read(self, value: object) -> Exact | None:
        if isinstance(value, str):
            return {"yes": 1, "true": 1, "no": 0, "false": 0}.get(value)
        return int(value) if isinstance(value, bool) else None


class _Optional(_Term):
    """What choices and scales share: named options, with or without labels."""

    status_quo: Identifier | None = None

    @property
    def _named(self) -> _Options:
        raise NotImplementedError

    @property
    def names(self) -> tuple[str, ...]:
        """The identifiers of the options, in order; of levels, low to high."""
        return tuple(self._named)

    @property
    def domain(self) -> Domain:
        """The values as exact numbers."""
        return Domain(0, 1, len(self._named))

    @property
    def expression_type(self) -> Type:
        """The type of the term in expressions."""
        return OptionType(self.names, ordered=isinstance(self, Scale))

    def value(self, number: Exact) -> DealValue:
        """Return a value in the scenario's words."""
        return self.names[int(number)]

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it: the option's label, or its name in plain words."""
        name, named = self.names[int(number)], self._named
        return (named[name] if isinstance(named, dict) else "") or name.replace("_", " ")

    def _read(self, value: object) -> Exact | None:
        return self.names.index(value) if isinstance(value, str) and value in self._named else None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        kind, word = ("scale", "levels") if isinstance(self, Scale) else ("choice", "options")
        names = self.names
        if len(names) < 2:
            raise Misfit(f"a {kind} needs at least two {word}", word)
        if len(names) > MAX_OPTIONS:
            raise Misfit(f"a {kind} has at most {MAX_OPTIONS:,} {word}", word)
        if len(set(names)) < len(names):
            at = next(at for at, name in enumerate(names) if name in names[:at])
            raise Misfit(f"duplicate {word[:-1]} {names[at]!r}", word, at)
        if self.status_quo is not None and self.status_quo not in names:
            hint = did_you_mean(self.status_quo, names)
            raise Misfit(f"status_quo {self.status_quo!r} is not one of the {word}{hint}", "status_quo")
        return self


class Choice(_Optional):
    """One of some options without an order."""

    type: Literal["choice"] = "choice"
    options: _Options

    @property
    def _named(self) -> _Options:
        return self.options


class Scale(_Optional):
    """One of some levels, low to high."""

    type: Literal["scale"] = "scale"
    levels: _Options

    @property
    def _named(self) -> _Options:
        return self.levels


class Quantity(_Term):
    """A number from ``min`` to ``max`` in steps; decimals are exact."""

    type: Literal["quantity"] = "quantity"
    min: Number
    max: Number
    step: Number = Decimal(1)
    unit: Text | None = None
    status_quo: Number | None = None

    expression_type: ClassVar[Type] = NUMBER
    """The type of the term in expressions."""

    @model_validator(mode="after")
    def _whole_steps(self) -> Self:
        if self.step <= 0:
            raise Misfit("step has to be above 0", "step")
        if self.max < self.min:
            raise Misfit("max is below min", "max")
        lowest = self.min.as_tuple().exponent, self.step.as_tuple().exponent
        places = max(0, *(-exponent for exponent in lowest if isinstance(exponent, int)))
        if max(abs(self.min), abs(self.max)).scaleb(places) > MAX_SCALED:
            scaled = "without the decimal points of min and step they would exceed 2^53"
            raise Misfit(f"the bounds are too large: {scaled} (about 9 * 10^15)", "max")
        if beyond := (exact(self.max) - exact(self.min)) % exact(self.step):
            steps, last = f"a whole number of steps of {self.step:f}", number_text(exact(self.max) - beyond)
            raise Misfit(f"max is not min plus {steps}; use {last}", "max")
        return self

    @property
    def domain(self) -> Domain:
        """The values as exact numbers."""
        low, step = exact(self.min), exact(self.step)
        return Domain(low, step, int((exact(self.max) - low) / step) + 1)

    def value(self, number: Exact) -> DealValue:
        """Return a value in the scenario's words."""
        return as_decimal(number)

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it, with its unit."""
        shown = number_text(number)
        if not self.unit:
            return shown
        return f"{shown}{self.unit}" if self.unit in ("%", "°", "′") else f"{shown} {self.unit}"

    def _read(self, value: object) -> Exact | None:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        if isinstance(value, Decimal) and (not value.is_finite() or out_of_range(value)):
            return None
        return exact(value)


class DateTerm(_Term):
    """A day from ``earliest`` to ``latest``."""

    type: Literal["date"] = "date"
    earliest: Day
    latest: Day
    status_quo: Day | None = None

    expression_type: ClassVar[Type] = DATE
    """The type of the term in expressions."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.latest < self.earliest:
            raise Misfit("latest is before earliest", "latest")
        return self

    @property
    def domain(self) -> Domain:
        """The values as exact numbers: proleptic Gregorian ordinals."""
        first = self.earliest.toordinal()
        return Domain(first, 1, self.latest.toordinal() - first + 1)

    def value(self, number: Exact) -> DealValue:
        """Return a value in the scenario's words."""
        return date.fromordinal(int(number))

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it."""
        day = date.fromordinal(int(number))
        return f"{day.day} {day:%B} {day.year}"

    def _read(self, value: object) -> Exact | None:
        return value.toordinal() if isinstance(value, date) else None


Term: TypeAlias = Annotated[YesNo | Choice | Scale | Quantity | DateTerm, Field(discriminator="type")]
"""A decision variable of the deal."""

TERM_TYPES: dict[str, type[YesNo | Choice | Scale | Quantity | DateTerm]] = {
    kind.model_fields["type"].default: kind for kind in (YesNo, Choice, Scale, Quantity, DateTerm)
}
"""The kinds of term by the word they have in a file."""

_MOST_OPTIONS = 6
"""Up to so many options are all named; of more, only the closest one is."""


def values_hint(term: Term, given: object) -> str:
    """Return the end of a message that begins with ``... is not a value of the term``."""
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
