"""Facts, red lines, the parties that hold them, measures, and the sources they come from."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from .fields import Day, Document, Expression, Identifier, Misfit, Number, Text, YesOrNo, checked
from .interests import Bonus, Interest
from .values import finite, number_text

Basis = Literal["explicit", "inferred", "assumption"]
"""How a line is known: stated outright, inferred from what was said, or assumed by an analyst."""


_WEIGHT = "a weight cannot be negative; a line of weight 0 costs nothing to give up"

_Weight: TypeAlias = Annotated[Number, checked(lambda value: value >= 0, _WEIGHT)]
_Cost: TypeAlias = Annotated[Number, checked(lambda value: value >= 0, "a cost cannot be negative")]
_Positive: TypeAlias = Annotated[Number, checked(lambda value: value > 0, "expected a number above 0")]


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
    """A softer requirement that a party may fall back to; ``cost`` is the total, counted from the red line itself."""

    require: Expression
    cost: _Cost
    says: Text | None = None
    note: Text | None = None


class Slope(Document):
    """By how much a line may move: at ``cost`` for every ``per`` of its unit, as far as ``up_to``."""

    cost: _Positive
    per: _Positive = Decimal(1)
    up_to: _Positive | None = None

    @property
    def rate(self) -> Fraction:
        """The cost of moving by 1."""
        return Fraction(self.cost) / Fraction(self.per)

    @model_validator(mode="after")
    def _exact(self) -> Self:
        if not finite(self.rate):
            ratio = f"{number_text(self.cost)} for every {number_text(self.per)}"
            message = (
                f"{ratio} is {self.rate} each, which is not a finite decimal; choose numbers whose quotient is one"
            )
            raise Misfit(message, "per" if "per" in self.model_fields_set else "cost")
        return self


class RedLine(Statement):
    """A constraint that a party says it will not give up; ``weight`` is the cost of giving it up all the same.

    With ``keep`` it is never given up. ``fallbacks`` and ``slope`` are concessions short of giving it up.
    """

    weight: _Weight = Decimal(1)
    keep: YesOrNo = False
    fallbacks: Annotated[tuple[Fallback, ...], Field(strict=False)] = ()
    slope: Slope | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.fallbacks and self.slope is not None:
            raise Misfit("a line has fallbacks or a slope, not both; write each amount as a fallback", "slope")
        before = Decimal(0)
        for at, fallback in enumerate(self.fallbacks):
            if fallback.cost < before:
                less = f"{number_text(fallback.cost)} is less than {number_text(before)}"
                message = f"costs must not fall from one fallback to the next, and {less}"
                raise Misfit(message, "fallbacks", at, "cost")
            before = fallback.cost
        if self.keep:
            return self
        if before > self.weight:
            more = f"a cost of {number_text(before)} exceeds the weight of the line ({number_text(self.weight)})"
            message = f"{more}; lower the cost or raise the weight"
            raise Misfit(message, "fallbacks", len(self.fallbacks) - 1, "cost")
        if self.slope is not None and self.slope.up_to is not None:
            whole = self.slope.rate * Fraction(self.slope.up_to)
            if whole > Fraction(self.weight):
                more = f"moving as far as up_to costs {number_text(whole)}, more than the weight of the line"
                message = f"{more} ({number_text(self.weight)}); lower up_to or raise the weight"
                raise Misfit(message, "slope", "up_to")
        return self


class Party(Document):
    """Who holds red lines and interests. ``position: unknown`` marks an actor that has to consent and has not spoken.

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
            raise Misfit("a reservation value needs interests or bonuses", "reservation")
        if self.normalise and not sum(interest.weight for interest in self.interests.values()):
            raise Misfit("there are no weights to normalise", "normalise")
        return self


class Measure(Document):
    """A number to compare relaxations by: the report shows the largest value that a deal of each one reaches."""

    value: Expression
    label: Text | None = None
    unit: Text | None = None
    says: Text | None = None
    basis: Basis = "explicit"
    note: Text | None = None
