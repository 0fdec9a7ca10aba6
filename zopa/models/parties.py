"""Facts, red lines, the parties that hold them, measures, and the sources they come from."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from .base import Day, Document, Expression, Identifier, Number, Text

Basis = Literal["explicit", "inferred", "assumption"]
"""Where a line comes from: said in so many words, read between them, or an analyst's reading."""


def _weight(value: Decimal) -> Decimal:
    if value < 0:
        raise ValueError("a weight cannot be negative; 0 costs nothing to give up")
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


class RedLine(Statement):
    """A constraint that a party says it will not give up; ``weight`` is the cost of giving it up."""

    weight: Annotated[Number, AfterValidator(_weight)] = Decimal(1)


class Party(Document):
    """Who holds red lines. ``position: unknown`` marks an actor whose consent nobody has stated."""

    name: Text | None = None
    position: Literal["stated", "unknown"] = "stated"
    note: Text | None = None
    red_lines: dict[Identifier, RedLine] = Field(default_factory=dict)


class Measure(Document):
    """A number by which packages are compared: for each, the report says the most any of its deals reaches."""

    value: Expression
    label: Text | None = None
    unit: Text | None = None
    says: Text | None = None
    basis: Basis = "explicit"
    note: Text | None = None
