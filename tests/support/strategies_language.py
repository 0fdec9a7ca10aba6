"""Well-typed expressions over the names of a scenario, every construct of the language among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias

from hypothesis import strategies as st
from support.reference import Term
from support.reference_language import Expr, day, decimal_text, made, name, number, option, truth

Draw: TypeAlias = Callable[[Any], Any]

NUMBERS = ("1", "0", "2", "3", "-1", "0.5", "2.25", "10", "-0.75")
SIGNS = ("<=", "<", ">=", ">", "==", "!=")
SAME = ("==", "!=")
CONDITION, NUMBER, DAY = "safe", "score", "deadline"
"""What definitions of each type are called, followed by a number."""


class Writer:
    """Draws expressions of a given type and depth; a definition's name shows its type."""

    def __init__(self, draw: Draw, terms: Mapping[str, Term], definitions: Iterable[str]) -> None:
        self.draw, self.terms = draw, terms
        self.optional = {word: term for word, term in terms.items() if term.options}
        self.flags = [word for word, term in terms.items() if term.kind == "yes_no"]
        self.numbers = [word for word, term in terms.items() if term.kind == "quantity"]
        self.days = [word for word, term in terms.items() if term.kind == "date"]
        for word in definitions:
            homes = {CONDITION: self.flags, NUMBER: self.numbers, DAY: self.days}
            homes[word.rstrip("0123456789")].append(word)

    def one_of(self, makers: Sequence[Callable[[int], Expr]], depth: int) -> Expr:
        return self.draw(st.sampled_from(makers))(depth)

    def some(self, maker: Callable[[int], Expr], depth: int, least: int = 1, most: int = 3) -> list[Expr]:
        return [maker(depth) for _ in range(self.draw(st.integers(least, most)))]

    # -- conditions ---------------------------------------------------------------------------------------------------

    def condition(self, depth: int) -> Expr:
        if depth <= 0:
            return self.one_of(self.simple_conditions(), 0)
        return self.one_of(
            [
                *self.simple_conditions(),
                self.connected,
                self.connected,
                self.compared_numbers,
                self.threshold,
                self.number_among,
                self.chosen_condition,
                self.same_truth,
            ],
            depth - 1,
        )

    def simple_conditions(self) -> list[Callable[[int], Expr]]:
        found: list[Callable[[int], Expr]] = []
        found += [self.flag] * 2 if self.flags else []
        found += [self.compared_option, self.option_among] if self.optional else []
        found += [self.compared_numbers] if self.numbers else []
        found += [self.compared_days, self.day_among] if self.days else []
        return found or [self.constant]

    def flag(self, _depth: int) -> Expr:
        return name(self.draw(st.sampled_from(self.flags)))

    def constant(self, _depth: int) -> Expr:
        return truth(self.draw(st.sampled_from(("true", "false", "yes", "no"))))

    def connected(self, depth: int) -> Expr:
        kind = self.draw(st.sampled_from(("not", "and", "or", "implies", "iff")))
        least, most = {"not": (1, 1), "iff": (2, 2)}.get(kind, (2, 3))
        parts = self.some(self.condition, depth, least, most)
        if kind == "implies" and len(parts) == 3:
            return made(kind, parts[0], made(kind, *parts[1:]))  # without parentheses: the right one goes first
        return made(kind, *parts)

    def same_truth(self, depth: int) -> Expr:
        """Draw two conditions compared, a condition beside a number, or a condition among others."""
        first, second = self.condition(depth), self.condition(depth)
        kind = self.draw(st.integers(0, 3))
        if kind == 0:
            return Expr("in", (first, second, self.constant(0)))
        if kind == 1:
            return Expr("compare", (first, self.number(depth)), (self.draw(st.sampled_from(SIGNS)),))
        return Expr("compare", (first, second), (self.draw(st.sampled_from(SAME)),))

    def chosen_condition(self, depth: int) -> Expr:
        return made("if", self.condition(depth), self.condition(depth), self.condition(depth))

    def threshold(self, depth: int) -> Expr:
        kind = self.draw(st.sampled_from(("at_least", "at_most", "exactly")))
        bound = self.draw(st.sampled_from(("1", "2", "0", "1.5", "-1")))
        least = number(bound) if self.draw(st.integers(0, 4)) else self.number(0)
        return made(kind, least, *self.some(self.condition, depth, 1, 4))

    # -- comparisons --------------------------------------------------------------------------------------------------

    def chain(self, operand: Callable[[int], Expr], depth: int, signs: Sequence[str]) -> Expr:
        """Draw a comparison of two, three or four."""
        operands = self.some(operand, depth, 2, self.draw(st.sampled_from((2, 2, 3, 4))))
        return Expr("compare", tuple(operands), tuple(self.draw(st.sampled_from(signs)) for _ in operands[1:]))

    def compared_numbers(self, depth: int) -> Expr:
        return self.chain(self.number, depth, SIGNS)

    def compared_days(self, depth: int) -> Expr:
        return self.chain(self.day, depth, SIGNS)

    def number_among(self, depth: int) -> Expr:
        return Expr(self.membership(), (self.number(depth), *self.some(self.number, 0)))

    def day_among(self, depth: int) -> Expr:
        return Expr(self.membership(), (self.day(depth), *self.some(self.day, 0)))

    def membership(self) -> str:
        return self.draw(st.sampled_from(("in", "not in")))

    def compared_option(self, depth: int) -> Expr:
        """Draw a comparison in which at least one operand is a term, so that options are known beside it."""
        kin = self.kindred()
        is_scale = self.terms[kin[0]].kind == "scale"
        rest = self.chain(lambda depth: self.optional_value(kin, depth), depth, SIGNS if is_scale else SAME)
        operands = list(rest.parts)
        operands[self.draw(st.integers(0, len(operands) - 1))] = self.optional_term(kin, depth)
        return Expr("compare", tuple(operands), rest.word)

    def option_among(self, depth: int) -> Expr:
        kin = self.kindred()
        choices = self.some(lambda depth: self.optional_value(kin, depth), 0)
        return Expr(self.membership(), (self.optional_term(kin, depth), *choices))

    def kindred(self) -> list[str]:
        """Draw a term with options; return all terms that share its kind and its options."""
        word = self.draw(st.sampled_from(sorted(self.optional)))
        own = self.optional[word]
        return [other for other, term in self.optional.items() if (term.kind, term.options) == (own.kind, own.options)]

    def optional_term(self, kin: list[str], depth: int) -> Expr:
        word = name(self.draw(st.sampled_from(kin)))
        if depth > 0 and self.draw(st.integers(0, 3)) == 3:
            return made("if", self.condition(depth - 1), word, self.optional_term(kin, 0))
        return word

    def optional_value(self, kin: list[str], depth: int) -> Expr:
        if self.draw(st.integers(0, 2)) == 2:
            return self.optional_term(kin, depth)
        return option(*self.draw(st.sampled_from(self.terms[kin[0]].values)))

    # -- numbers ------------------------------------------------------------------------------------------------------

    def number(self, depth: int) -> Expr:
        if depth <= 0:
            return self.one_of([self.literal] + [self.quantity] * 2 * bool(self.numbers), 0)
        makers = [self.sum, self.product, self.negative, self.many, self.magnitude, self.chosen_number, self.counted]
        makers += [self.quantity] * 2 if self.numbers else []
        makers += [self.days_between] if self.days else []
        return self.one_of([*makers, self.truth_value], depth - 1)

    def literal(self, _depth: int) -> Expr:
        return number(self.draw(st.sampled_from(NUMBERS)))

    def quantity(self, _depth: int) -> Expr:
        """Draw a quantity or numeric definition, sometimes one of a quantity's own values."""
        word = self.draw(st.sampled_from(self.numbers))
        if word in self.terms and self.draw(st.integers(0, 3)) == 3:
            return number(decimal_text(self.draw(st.sampled_from(self.terms[word].values))))
        return name(word)

    def truth_value(self, depth: int) -> Expr:
        """Draw a condition where a number is expected: it counts as 0 or 1 in arithmetic."""
        return made("+", self.condition(depth), self.number(depth))

    def sum(self, depth: int) -> Expr:
        return made(self.draw(st.sampled_from(("+", "-"))), self.number(depth), self.number(depth))

    def product(self, depth: int) -> Expr:
        return made("*", self.number(depth), self.draw(st.sampled_from((self.number, self.condition)))(depth))

    def negative(self, depth: int) -> Expr:
        return made("negative", self.number(depth))

    def many(self, depth: int) -> Expr:
        kind = self.draw(st.sampled_from(("sum", "min", "max")))
        return made(kind, *self.some(self.draw(st.sampled_from((self.number, self.number, self.condition))), depth))

    def counted(self, depth: int) -> Expr:
        return made("count", *self.some(self.condition, depth, 1, 4))

    def magnitude(self, depth: int) -> Expr:
        return made("abs", self.sum(depth))

    def chosen_number(self, depth: int) -> Expr:
        other = self.draw(st.sampled_from((self.number, self.condition)))
        return made("if", self.condition(depth), self.number(depth), other(depth))

    def days_between(self, depth: int) -> Expr:
        return made("-", self.day(depth), self.day(depth))

    # -- days ---------------------------------------------------------------------------------------------------------

    def day(self, depth: int) -> Expr:
        if depth <= 0:
            return self.one_of([self.day_name, self.day_name, self.day_literal], 0)
        return self.one_of([self.day_name, self.moved, self.extreme_day, self.chosen_day], depth - 1)

    def day_name(self, _depth: int) -> Expr:
        return name(self.draw(st.sampled_from(self.days)))

    def day_literal(self, _depth: int) -> Expr:
        values = [value for word in self.days if word in self.terms for value in self.terms[word].values]
        return day(date.fromordinal(self.draw(st.sampled_from(values)) + self.draw(st.integers(-1, 1))))

    def moved(self, depth: int) -> Expr:
        """Draw a day moved by days, before or after it."""
        kind = self.draw(st.integers(0, 2))
        if kind == 2:
            return made("+", self.number(depth), self.day(depth))
        return made("+-"[kind], self.day(depth), self.number(depth))

    def extreme_day(self, depth: int) -> Expr:
        return made(self.draw(st.sampled_from(("min", "max"))), *self.some(self.day, depth))

    def chosen_day(self, depth: int) -> Expr:
        return made("if", self.condition(depth), self.day(depth), self.day(depth))
