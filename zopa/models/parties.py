"""Facts, red lines, the parties that hold them, measures, and the sources they come from."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from .fields import Day, Document, Expression, Identifier, Misfit, Number, Text, YesOrNo
from .interests import Bonus, Interest
from .values import finite, number_text

Basis = Literal["explicit", "inferred", "assumption"]
"""Where a line comes from: said in so many words, read between them, or an analyst's reading."""


def _weight(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError("a weight cannot be negative; 0 costs nothing to give up")
    return value


def _cost(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError("a cost cannot be negative")
    return value


def _positive(value: Decimal) -> Decimal:
    if value <= 0:
        raise ValueError("a number above 0 is expected")
    return value


class Source(Document):
    """A text that lines are drawn from; ``file`` stands beside the scenario."""

    title: Text
    date: Day | None = None
    url: Text | None = None
    file: Text | None = None


class Statement(Document):
    """A requirement and where it comes from."""

    require: Expression
    says: Text | None = None
    basis: Basis = "explicit"
    quote: Text | None = None
    source: Identifier | None = None
    note: Text | None = None


class Fact(Statement):
    """A constraint that nobody can give up: law, arithmetic, logic."""


class Fallback(Document):
    """A softer requirement that a party may fall back to; ``cost`` is that of having come so far, all steps together."""

    require: Expression
    cost: Annotated[Number, AfterValidator(_cost)]
    says: Text | None = None
    note: Text | None = None


class Slope(Document):
    """A line that may move by an amount, at ``cost`` for every ``per`` of its unit, as far as ``up_to``."""

    cost: Annotated[Number, AfterValidator(_positive)]
    per: Annotated[Number, AfterValidator(_positive)] = Decimal(1)
    up_to: Annotated[Number, AfterValidator(_positive)] | None = None

    @property
    def rate(self) -> Fraction:
        """The cost of moving by 1."""
        return Fraction(self.cost) / Fraction(self.per)

    @model_validator(mode="after")
    def _exact(self) -> Self:
        if not finite(self.rate):
            ratio = f"{number_text(self.cost)} for every {number_text(self.per)}"
            message = f"{ratio} is {self.rate} for each, and no decimal says that exactly; choose numbers whose quotient one does"
            raise Misfit(message, "per" if "per" in self.model_fields_set else "cost")
        return self


class RedLine(Statement):
    """A constraint that a party says it will not give up; ``weight`` is the cost of giving it up.

    With ``keep`` it is never given up. ``fallbacks`` and ``slope`` say how it may move short of that.
    """

    weight: Annotated[Number, AfterValidator(_weight)] = Decimal(1)
    keep: YesOrNo = False
    fallbacks: Annotated[tuple[Fallback, ...], Field(strict=False)] = ()
    slope: Slope | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.fallbacks and self.slope is not None:
            raise Misfit("a line has fallbacks or a slope, not both; say each amount as a fallback", "slope")
        before = Decimal(0)
        for at, fallback in enumerate(self.fallbacks):
            if fallback.cost < before:
                less = f"{number_text(fallback.cost)} is less than the {number_text(before)} of the one before"
                raise Misfit(f"the cost is that of having come so far, and {less}", "fallbacks", at, "cost")
            before = fallback.cost
        if self.keep:
            return self
        if before > self.weight:
            more = f"a cost of {number_text(before)} is more than that of giving the line up"
            raise Misfit(
                f"{more} ({number_text(self.weight)}); lower it or raise the weight",
                "fallbacks",
                len(self.fallbacks) - 1,
                "cost",
            )
        if self.slope is not None and self.slope.up_to is not None:
            whole = self.slope.rate * Fraction(self.slope.up_to)
            if whole > Fraction(self.weight):
                more = f"moving so far costs {number_text(whole)}, more than giving the line up"
                raise Misfit(f"{more} ({number_text(self.weight)}); lower it or raise the weight", "slope", "up_to")
        return self


class Party(Document):
    """Who holds red lines and interests. ``position: unknown`` marks an actor whose consent nobody has stated.

    Its utility is the sum of weight times score over 100 of its interests, plus its bonuses; with ``normalise`` the
    weights are scaled to add up to 100. ``reservation`` is the least that it accepts: the utility of its best
    alternative to a deal.
    """

    name: Text | None = None
    position: Literal["stated", "unknown"] = "stated"
    note: Text | None = None
    red_lines: dict[Identifier, RedLine] = Field(default_factory=dict)
    interests: dict[str, Interest] = Field(default_factory=dict)
    bonuses: Annotated[tuple[Bonus, ...], Field(strict=False)] = ()
    reservation: Number | None = None
    normalise: YesOrNo = False

    @property
    def values_deals(self) -> bool:
        """Whether it prefers some deals to others."""
        return bool(self.interests or self.bonuses)

    @model_validator(mode="after")
    def _has_a_scale(self) -> Self:
        if self.reservation is not None and not self.values_deals:
            raise Misfit("a reservation value needs interests or bonuses to be measured against", "reservation")
        if self.normalise and not sum(interest.weight for interest in self.interests.values()):
            raise Misfit("there are no weights to normalise", "normalise")
        return self


class Measure(Document):
    """A number by which packages are compared: for each, the report says the most any of its deals reaches."""

    value: Expression
    label: Text | None = None
    unit: Text | None = None
    says: Text | None = None
    basis: Basis = "explicit"
    note: Text | None = None
