"""What a party values: scores for each term's values, and bonuses for combinations."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema, model_validator

from ..errors import shown
from .fields import Document, Expression, Misfit, Number, Text, checked
from .values import number_text, out_of_range, parse_date, parse_number


def _anchor(value: Any) -> Any:
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a float, which is not exact; write Decimal({str(value)!r})")
    if isinstance(value, date):
        return value
    day = parse_date(value) if isinstance(value, str) else None
    number = parse_number(value) if isinstance(value, str) else value
    if day is not None:
        return day
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise ValueError(f"expected a number or a date, not {shown(value)}")
    if wrong := out_of_range(Decimal(number)):
        raise ValueError(wrong)
    return Decimal(number)


Anchor = Annotated[Any, BeforeValidator(_anchor), WithJsonSchema({"type": ["number", "string"]})]
"""A number or a day of the calendar."""


def _of_100(value: Decimal) -> Decimal:
    if not 0 <= value <= 100:
        raise ValueError(f"a score has to be from 0 to 100, not {number_text(value)}")
    return value


Weight = Annotated[Number, checked(lambda value: value >= 0, "a weight cannot be negative; reverse the scores instead")]
Score = Annotated[Number, AfterValidator(_of_100)]


class Interest(Document):
    """How much a term matters to a party, and how its values score from 0 to 100, given in one of three ways.

    ``scores`` lists the options, levels, or yes and no. ``worst`` and ``best`` draw a straight line from 0 to 100, flat
    beyond both. ``points`` joins several values by straight lines, flat beyond the first and the last.
    """

    weight: Weight
    worst: Anchor | None = None
    best: Anchor | None = None
    scores: dict[str, Score] | None = None
    points: dict[str, Score] | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        line = self.worst is not None or self.best is not None
        ways = [name for name, given in (("worst", line), ("scores", self.scores), ("points", self.points)) if given]
        if len(ways) != 1:
            problem = "has more than one way to score its values" if ways else "does not say how its values score"
            raise Misfit(f"the interest {problem}; give either worst and best, or scores, or points", *ways[1:])
        if line and (self.worst is None or self.best is None):
            raise Misfit("give worst and best together", "worst" if self.worst is not None else "best")
        if line and self.worst == self.best:
            raise Misfit("worst and best are the same", "best")
        for value in self.points or {}:
            try:
                _anchor(value)
            except ValueError as error:
                raise Misfit(str(error), "points", value) from None
        if self.points is not None and len(self.points) < 2:
            raise Misfit("at least two points are needed for a line", "points")
        return self


class Bonus(Document):
    """Utility that a party gains, or loses, where a condition holds: for terms that matter together."""

    when: Expression
    utility: Number
    says: Text | None = None
    note: Text | None = None
