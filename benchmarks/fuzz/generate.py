"""Scenarios drawn from a seed.

Every scenario has few enough deals to try them all. ``avoid`` names points of known faults that are left out:
2 options called like terms, 3 yes/no beside numbers, 4 weights far apart, 5 lines with < or > that move.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from language import Number, Tree, number, size
from plain import Plain, all_values, some_values, values_of

LAST = 3_000  # deals
OPTIONS = ("red", "blue", "green", "low", "none", "q1", "k1")
DAY = date(2026, 2, 26)
RELATIONS = ("==", "!=", "<", "<=", ">", ">=")


def scenario(seed: int, avoid: Collection[int] = ()) -> Plain:
    """Draw a scenario."""
    drawing = Drawing(Random(seed), avoid)
    return drawing.scenario()


class Drawing:
    """What is drawn so far, and how more is drawn."""

    def __init__(self, random: Random, avoid: Collection[int]) -> None:
        self.random, self.avoid = random, avoid
        self.terms: dict[str, Plain] = {}
        self.definitions: dict[str, Tree] = {}
        self.kinds: dict[str, str] = {}  # of definitions: "bool", "num" or "date"

    def one(self, *some: Any) -> Any:
        return self.random.choice(some)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    # -- terms ----------------------------------------------------------------------------------------------------

    def scenario(self) -> Plain:
        random = self.random
        for number_of_term in range(random.randint(1, 6)):
            kind = self.one("yes_no", "choice", "scale", "quantity", "quantity", "date")
            name = f"{kind[0]}{number_of_term}"
            drawn = self.term(kind)
            if 2 not in self.avoid and self.chance(0.1):  # called like an option, but of other terms
                free = [one for one in OPTIONS if one not in self.terms and one not in drawn.get("options", ())]
                name = free[0] if free else name
            if size(all_values({"terms": {**self.terms, name: drawn}})) <= LAST:
                self.terms[name] = drawn
        if not self.terms:
            self.terms["y0"] = {"type": "yes_no"}
        for at in range(self.one(0, 0, 1, 2)):
            kind = self.one("bool", "num", "num", "date")
            name = f"d{at}x"
            tree = {"bool": self.condition, "num": self.number, "date": self.day}[kind](2)
            if tree is not None:
                self.definitions[name], self.kinds[name] = tree, kind
        values = self.chance(0.4)
        easy = values and self.chance(0.7)
        facts = {
            f"f{at}": {"require": self.likely(2, 0.7, 0.97), "basis": self.one("explicit", "assumption")}
            for at in range(self.one(0, 0, 1) if easy else self.one(0, 0, 1, 1, 2, 3))
        }
        measures = {f"m{at}": ("+", self.number(2), ("num", "1")) for at in range(self.one(0, 0, 0, 1))}
        parties = {
            ("a", "b", "c", "x1")[at]: self.party(values and self.chance(0.8), easy)
            for at in range(random.randint(2 if values else 1, 4))
        }
        return {
            "terms": self.terms,
            "definitions": self.definitions,
            "facts": facts,
            "measures": measures,
            "parties": parties,
        }

    def term(self, kind: str) -> Plain:
        random, drawn = self.random, {"type": kind}
        if kind in {"choice", "scale"}:
            named = OPTIONS if 2 not in self.avoid else OPTIONS[:5]
            others = [term for term in self.terms.values() if term["type"] == kind]
            same = bool(others) and self.chance(0.4)
            drawn["options"] = random.choice(others)["options"] if same else random.sample(named, random.randint(2, 4))
        elif kind == "quantity":
            step = Decimal(self.one("1", "1", "1", "2", "5", "0.5", "0.01", "0.25", "10", "1000", "0.1"))
            low = step * random.randint(-4, 6) + Decimal(self.one("0", "0", "0", "0.5", "3"))
            drawn |= {"min": str(low), "max": str(low + step * random.randint(0, 12)), "step": str(step)}
        elif kind == "date":
            first = DAY + timedelta(random.randint(0, 6))
            drawn |= {"min": first, "max": first + timedelta(random.randint(0, 9))}
        if self.chance(0.4):
            drawn["status_quo"] = random.choice(values_of(drawn))
        return drawn

    def of(self, *kinds: str) -> list[str]:
        return [name for name, term in self.terms.items() if term["type"] in kinds]

    def likely(self, depth: int, least: float, most: float) -> Tree:
        """Draw a condition; most often one that holds in a fair share of deals."""
        drawn = self.condition(depth)
        for _ in range(0 if self.chance(0.1) else 12):
            values = some_values(drawn, self.terms, self.definitions, self.random, 20)
            if least <= sum(values) / len(values) <= most:
                break
            drawn = self.condition(depth)
        return drawn

    # -- expressions ----------------------------------------------------------------------------------------------

    def condition(self, depth: int) -> Tree:
        """Draw a condition."""
        if depth <= 0 or self.chance(0.4):
            return self.simple()
        match self.random.randrange(9):
            case 0:
                return ("not", self.condition(depth - 1))
            case 1 | 2:
                return (self.one("and", "or"), *(self.condition(depth - 1) for _ in range(self.one(2, 2, 3))))
            case 3:
                return ("implies", self.condition(depth - 1), self.condition(depth - 1))
            case 4:
                return ("iff", self.condition(depth - 1), self.condition(depth - 1))
            case 5:
                some = [self.condition(depth - 1) for _ in range(self.one(1, 2, 3))]
                return ("call", self.one("at_least", "at_most", "exactly"), ("num", self.one("0", "1", "2")), *some)
            case 6:
                return ("call", "if", *(self.condition(depth - 1) for _ in range(3)))
            case 7:
                return ("cmp", (self.one("==", "!="),), self.condition(depth - 1), self.condition(depth - 1))
        return self.simple(depth - 1)

    def simple(self, depth: int = 1) -> Tree:
        """Draw a comparison, or a yes/no."""
        for _ in range(20):
            kind = self.one("yes", "option", "number", "number", "number", "day", "ref", "bool")
            drawn = self.simple_of(kind, depth)
            if drawn is not None:
                return drawn
        return ("bool", True)

    def simple_of(self, kind: str, depth: int) -> Tree | None:
        random = self.random
        match kind:
            case "yes" if flags := self.of("yes_no"):
                return ("term", random.choice(flags))
            case "bool" if self.chance(0.1):
                return ("bool", self.chance(0.7))
            case "ref":
                named = [name for name, kind in self.kinds.items() if kind == "bool"]
                return ("ref", random.choice(named)) if named else None
            case "option" if self.of("choice", "scale"):
                return self.about_options(random.choice(self.of("choice", "scale")))
            case "number":
                return self.about_numbers(depth)
            case "day" if self.of("date"):
                left, right = self.day(depth), self.day(0)
                if self.chance(0.2):
                    return (self.one("in", "not in"), left, right, self.literal_day())
                return ("cmp", (self.one(*RELATIONS),), left, right)
        return None

    def about_options(self, name: str) -> Tree:
        term = self.terms[name]
        options, ordered = term["options"], term["type"] == "scale"
        relation = self.one(*(RELATIONS if ordered else RELATIONS[:2]))

        def option() -> Tree:
            at = self.random.randrange(len(options))
            return ("opt", options[at], at)

        left: Tree = ("term", name)
        twins = [
            other
            for other, term in self.terms.items()
            if term.get("options") == options and term["type"] == self.terms[name]["type"] and other not in options
        ]
        if twins and self.chance(0.3):  # a term called like an option is the option beside its sibling
            other: Tree = ("term", self.random.choice(twins))
            if name not in options:
                if self.chance(0.3):
                    return ("cmp", (relation,), ("call", "if", self.condition(0), left, other), option())
                return ("cmp", (relation,), left, other)
        if self.chance(0.2):
            return (self.one("in", "not in"), left, option(), option())
        if ordered and self.chance(0.2):
            return ("cmp", (self.one("<", "<="), self.one("<", "<=")), option(), left, option())
        return ("cmp", (relation,), *((left, option()) if self.chance(0.8) else (option(), left)))

    def about_numbers(self, depth: int) -> Tree:
        left = self.number(depth)
        if self.chance(0.1):
            return (self.one("in", "not in"), left, self.literal(left), self.literal(left))
        if self.chance(0.1):
            low, high = self.literal(left), self.literal(left)
            return ("cmp", (self.one("<", "<="), self.one("<", "<=", ">", "==")), low, left, high)
        right = self.literal(left) if self.chance(0.75) else self.number(depth - 1)
        if self.is_flag(left) and self.is_flag(right):
            right = self.literal(left)
        return ("cmp", (self.one(*RELATIONS),), left, right)

    def is_flag(self, tree: Tree) -> bool:
        """Return whether a tree is a condition, for all that it can stand for a number."""
        if tree[:2] == ("call", "if"):
            return all(map(self.is_flag, tree[3:]))
        return tree[0] == "term" and self.terms[tree[1]]["type"] == "yes_no"

    def literal(self, beside: Tree) -> Tree:
        """Draw a number near those that a tree reaches."""
        low, *_, high = sorted(some_values(beside, self.terms, self.definitions, self.random)) * 2
        drawn = Decimal(str(float(low))) + Decimal(self.random.randint(-1, 11)) / 10 * Decimal(str(float(high - low)))
        rounded = round(drawn, self.one(0, 0, 1, 2))
        digits = f"{abs(rounded):f}"
        return ("neg", ("num", digits)) if rounded < 0 else ("num", digits)

    def number(self, depth: int) -> Tree:
        """Draw a number."""
        random = self.random
        if depth > 0 and self.chance(0.6):
            match random.randrange(10):
                case 0 | 1 | 2:
                    return (self.one("+", "-"), self.number(depth - 1), self.number(depth - 1))
                case 3:
                    return ("*", ("num", self.one("2", "3", "0.5", "1.1", "100", "7")), self.number(depth - 1))
                case 4:
                    return ("*", self.number(0), self.number(0))
                case 5:
                    return ("call", self.one("sum", "min", "max"), *(self.number(depth - 1) for _ in range(2)))
                case 6:
                    return ("call", "abs", self.number(depth - 1))
                case 7:
                    return ("call", "count", *(self.condition(depth - 1) for _ in range(self.one(1, 2, 3))))
                case 8:
                    return ("call", "if", self.condition(depth - 1), self.number(depth - 1), self.number(depth - 1))
                case 9 if self.of("date"):
                    return ("-", self.day(0), self.day(0))
        named = [name for name, kind in self.kinds.items() if kind == "num"]
        if named and self.chance(0.3):
            return ("ref", random.choice(named))
        known = self.of("quantity") + (self.of("yes_no") if 3 not in self.avoid and self.chance(0.2) else [])
        if known and self.chance(0.85):
            return ("term", random.choice(known))
        return ("num", self.one("0", "1", "2", "3.5", "10", "0.25"))

    def literal_day(self) -> Tree:
        return ("date", DAY + timedelta(self.random.randint(-1, 16)))

    def day(self, depth: int) -> Tree | None:
        """Draw a date; None where no term is one."""
        dates = self.of("date")
        if not dates:
            return None
        if depth > 0 and self.chance(0.4):
            one = self.day(depth - 1)
            match self.random.randrange(3):
                case 0:
                    return (self.one("+", "-"), one, ("num", str(self.random.randint(0, 9))))
                case 1:
                    return ("call", self.one("min", "max"), one, self.literal_day())
                case 2:
                    return ("call", "if", self.condition(depth - 1), one, self.day(0))
        return ("term", self.random.choice(dates)) if self.chance(0.75) else self.literal_day()

    # -- parties --------------------------------------------------------------------------------------------------

    def party(self, values_deals: bool, easy: bool) -> Plain:
        lines = self.one(0, 0, 0, 1, 2) if easy else self.one(0, 1, 2, 2, 3, 4)
        drawn: Plain = {"red_lines": {f"r{at}": self.red_line(0.75 if easy else 0.25) for at in range(lines)}}
        if self.chance(0.1):
            drawn["position"] = "unknown"
        if values_deals:
            some = self.random.sample(list(self.terms), self.random.randint(len(self.terms) // 2 or 1, len(self.terms)))
            drawn["interests"] = {name: self.interest(self.terms[name]) for name in some}
            if self.chance(0.3):
                drawn["bonuses"] = [{"when": self.condition(1), "utility": self.one("5", "-10", "0.5", "-3.25")}]
            if self.chance(0.3):
                drawn["reservation"] = self.one("0", "0.1", "10", "20.5", "40", "-5")
            if self.chance(0.3) and any(number(one["weight"]) for one in drawn["interests"].values()):
                drawn["normalise"] = True
        return drawn

    def red_line(self, least: float) -> Plain:
        weights = ["1", "1", "1", "2", "2.5", "0", "0.1", "3", "0.333", "7"]
        if 4 not in self.avoid:
            weights += ["1000000000", "0.000001"]
        line: Plain = {"require": self.likely(2, least, 0.95), "weight": self.one(*weights)}
        if self.chance(0.12):
            line["keep"] = True
        if self.chance(0.15):
            costs = sorted(Decimal(line["weight"]) * self.random.randint(0, 4) / 4 for _ in range(self.one(1, 2)))
            softer, line["fallbacks"] = line["require"], []
            for cost in costs:
                softer = ("or", softer, self.condition(1))
                line["fallbacks"].append({"require": softer, "cost": f"{cost:f}"})
        elif self.chance(0.25) and self.of("quantity"):
            subject: Tree = ("term", self.random.choice(self.of("quantity")))
            if self.chance(0.3):
                subject = ("+", subject, ("*", ("num", "2"), ("term", self.random.choice(self.of("quantity")))))
            relations = ("<=", ">=", "==") if 5 in self.avoid else ("<", "<=", ">=", ">", "==")
            line["require"] = ("cmp", (self.one(*relations),), subject, self.literal(subject))
            line["weight"] = self.one("1", "4", "10", "1000")
            line["slope"] = {"cost": self.one("1", "0.5", "0.01", "2"), "per": self.one("1", "10", "0.5")}
        return line

    def interest(self, term: Plain) -> Plain:
        random, values = self.random, values_of(term)
        drawn: Plain = {"weight": self.one("0", "1", "2", "30", "50", "33.3", "100")}
        if term["type"] in {"quantity", "date"}:
            whole = term["type"] == "date"
            spread = sorted({_place(values, at, whole) for at in random.sample(range(-2, 7), self.one(2, 2, 3))})
            if len(spread) > 2 or (len(spread) == 2 and self.chance(0.3)):
                drawn["points"] = [(at, self.one("0", "25", "33.3", "100", "50")) for at in spread]
                return drawn
            low, high = spread if len(spread) == 2 else (spread[0], spread[0] + 1)
            drawn["worst"], drawn["best"] = (low, high) if self.chance(0.5) else (high, low)
        else:
            drawn["scores"] = [self.one("0", "100", "50", "12.5", "33") for _ in values]
        return drawn


def _place(values: list[Number], at: int, whole: bool) -> Number:
    """Return a place along the values (beyond them too), with few decimals."""
    found = values[0] + (values[-1] - values[0] or 1) * number(str(at)) * number("0.25")
    return round(found) if whole else number(str(round(Decimal(str(float(found))), 2)))
