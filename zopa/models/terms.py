"""The five kinds of term, and what their values are in words and as exact numbers."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from ..errors import did_you_mean
from .expressions.types import BOOLEAN, DATE, NUMBER, OptionType, Type
from .fields import Day, Document, Identifier, Misfit, Number, Text, YesOrNo
from .values import MAX_SCALED, DealValue, Domain, Exact, as_decimal, exact, number_text, out_of_range

MAX_OPTIONS = 10_000

_Options: TypeAlias = Annotated[tuple[Identifier, ...], Field(strict=False)] | dict[Identifier, Text]


class _Term(Document):
    """What all terms have."""

    label: Text | None = None
    note: Text | None = None


class YesNo(_Term):
    """Yes or no; yes is 1."""

    type: Literal["yes_no"] = "yes_no"
    status_quo: YesOrNo | None = None

    @property
    def domain(self) -> Domain:
        """The values as exact numbers."""
        return Domain(0, 1, 2)

    @property
    def status_quo_number(self) -> Exact | None:
        """The status quo as an exact number, which need not be one of the values; None where it is not stated."""
        return None if self.status_quo is None else int(self.status_quo)

    @property
    def expression_type(self) -> Type:
        """The type of the term in expressions."""
        return BOOLEAN

    def value(self, number: Exact) -> DealValue:
        """Return a value in words."""
        return number == 1

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it."""
        return "yes" if number == 1 else "no"

    def number(self, value: object) -> Exact | None:
        """Return the exact number of a value in words, None when it is not one of this term's."""
        if isinstance(value, str):
            return {"yes": 1, "true": 1, "no": 0, "false": 0}.get(value)
        return int(value) if isinstance(value, bool) else None


class _Optional(_Term):
    """What choices and scales share: named options, each perhaps with a label."""

    status_quo: Identifier | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The options' identifiers, in order."""
        raise NotImplementedError

    @property
    def domain(self) -> Domain:
        """The values as exact numbers."""
        return Domain(0, 1, len(self.names))

    @property
    def status_quo_number(self) -> Exact | None:
        """The status quo as an exact number, which need not be one of the values; None where it is not stated."""
        return None if self.status_quo is None else self.names.index(self.status_quo)

    def value(self, number: Exact) -> DealValue:
        """Return a value in words."""
        return self.names[int(number)]

    def option_labels(self) -> dict[str, str]:
        """Return the labels that the document gives."""
        raise NotImplementedError

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it: the option's label, or its name in plain words."""
        name = self.names[int(number)]
        return self.option_labels().get(name) or name.replace("_", " ")

    def number(self, value: object) -> Exact | None:
        """Return the exact number of a value in words, None when it is not one of this term's."""
        return self.names.index(value) if isinstance(value, str) and value in self.names else None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        word = "levels" if isinstance(self, Scale) else "options"
        names = self.names
        if len(names) < 2:
            raise Misfit(f"{word} are fewer than two; a term needs something to choose between", word)
        if len(names) > MAX_OPTIONS:
            raise Misfit(f"{word} are more than {MAX_OPTIONS:,}", word)
        if len(set(names)) < len(names):
            at = next(at for at, name in enumerate(names) if name in names[:at])
            raise Misfit(f"{word} name {names[at]!r} twice", word, at)
        if self.status_quo is not None and self.status_quo not in names:
            hint = did_you_mean(self.status_quo, names)
            raise Misfit(f"status_quo {self.status_quo!r} is not one of the {word}{hint}", "status_quo")
        return self


class Choice(_Optional):
    """One of some options without an order."""

    type: Literal["choice"] = "choice"
    options: _Options

    @property
    def names(self) -> tuple[str, ...]:
        """The options' identifiers."""
        return tuple(self.options)

    def option_labels(self) -> dict[str, str]:
        """Return the labels that the document gives."""
        return self.options if isinstance(self.options, dict) else {}

    @property
    def expression_type(self) -> Type:
        """The type of the term in expressions."""
        return OptionType(self.names, ordered=False)


class Scale(_Optional):
    """One of some levels, low to high."""

    type: Literal["scale"] = "scale"
    levels: _Options

    @property
    def names(self) -> tuple[str, ...]:
        """The levels' identifiers, low to high."""
        return tuple(self.levels)

    def option_labels(self) -> dict[str, str]:
        """Return the labels that the document gives."""
        return self.levels if isinstance(self.levels, dict) else {}

    @property
    def expression_type(self) -> Type:
        """The type of the term in expressions."""
        return OptionType(self.names, ordered=True)


class Quantity(_Term):
    """A number from ``min`` to ``max`` in steps; decimals are exact."""

    type: Literal["quantity"] = "quantity"
    min: Number
    max: Number
    step: Number = Decimal(1)
    unit: Text | None = None
    status_quo: Number | None = None

    @model_validator(mode="after")
    def _whole_steps(self) -> Self:
        if self.step <= 0:
            raise Misfit("step is not above 0", "step")
        if self.max < self.min:
            raise Misfit("max is below min", "max")
        lowest = self.min.as_tuple().exponent, self.step.as_tuple().exponent
        places = max(0, *(-exponent for exponent in lowest if isinstance(exponent, int)))
        if max(abs(self.min), abs(self.max)).scaleb(places) > MAX_SCALED:
            scaled = "written without the decimal point of min and step they would pass 2^53"
            raise Misfit(f"the bounds are out of range: {scaled} (about 9 * 10^15)", "max")
        if beyond := (exact(self.max) - exact(self.min)) % exact(self.step):
            steps = f"a whole number of steps of {self.step:f}"
            raise Misfit(f"max is not min plus {steps}; {number_text(exact(self.max) - beyond)} would be", "max")
        return self

    @property
    def domain(self) -> Domain:
        """The values as exact numbers."""
        low, step = exact(self.min), exact(self.step)
        return Domain(low, step, int((exact(self.max) - low) / step) + 1)

    @property
    def status_quo_number(self) -> Exact | None:
        """The status quo as an exact number, which need not be one of the values; None where it is not stated."""
        return None if self.status_quo is None else exact(self.status_quo)

    @property
    def expression_type(self) -> Type:
        """The type of the term in expressions."""
        return NUMBER

    def value(self, number: Exact) -> DealValue:
        """Return a value in words."""
        return as_decimal(number)

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it, with its unit."""
        shown = number_text(number)
        if not self.unit:
            return shown
        return f"{shown}{self.unit}" if self.unit in ("%", "°", "′") else f"{shown} {self.unit}"

    def number(self, value: object) -> Exact | None:
        """Return the exact number of a value in words, None when it is not one of this term's."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        if isinstance(value, Decimal) and (not value.is_finite() or out_of_range(value)):
            return None
        number = exact(value)
        return None if self.domain.index(number) is None else number


class DateTerm(_Term):
    """A day from ``earliest`` to ``latest``."""

    type: Literal["date"] = "date"
    earliest: Day
    latest: Day
    status_quo: Day | None = None

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

    @property
    def status_quo_number(self) -> Exact | None:
        """The status quo as an exact number, which need not be one of the values; None where it is not stated."""
        return None if self.status_quo is None else self.status_quo.toordinal()

    @property
    def expression_type(self) -> Type:
        """The type of the term in expressions."""
        return DATE

    def value(self, number: Exact) -> DealValue:
        """Return a value in words."""
        return date.fromordinal(int(number))

    def text(self, number: Exact) -> str:
        """Return a value as a reader sees it."""
        day = date.fromordinal(int(number))
        return f"{day.day} {day:%B} {day.year}"

    def number(self, value: object) -> Exact | None:
        """Return the exact number of a value in words, None when it is not one of this term's."""
        if not isinstance(value, date):
            return None
        number = value.toordinal()
        return None if self.domain.index(number) is None else number


Term: TypeAlias = Annotated[YesNo | Choice | Scale | Quantity | DateTerm, Field(discriminator="type")]
"""A decision variable of the deal."""

TERM_TYPES: dict[str, type[YesNo | Choice | Scale | Quantity | DateTerm]] = {
    "yes_no": YesNo,
    "choice": Choice,
    "scale": Scale,
    "quantity": Quantity,
    "date": DateTerm,
}
"""The kinds of term by the word they have in a file."""
