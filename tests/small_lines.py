"""Small documents of lines, what they mean by trying every deal, and a naive prover; shares no code with the engine."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

Document = dict[str, Any]
Point = dict[str, int]
FIELDS = ("terms", "definitions", "facts", "red_lines", "weights")

# -- what lines mean --------------------------------------------------------------------------------------------------


def exact(number: int | str) -> Fraction:
    return Fraction(number)


def meaning(tree: Any, document: Document, point: Mapping[str, int]) -> Fraction:
    """Return the value of an expression in a deal; a condition's is 1 or 0."""

    def of(part: Any) -> Fraction:
        return meaning(part, document, point)

    def value(name: str) -> Fraction:
        term = document["terms"][name]
        return exact(term["start"]) + exact(term["step"]) * point[name]

    if isinstance(tree, int | str):
        return exact(tree)
    if isinstance(tree, dict):
        return sum((exact(factor) * value(name) for name, factor in tree.items()), Fraction(0))
    operator, *parts = tree
    if operator == "term":
        return value(parts[0])
    if operator == "value":
        return of(document["definitions"][parts[0]])
    values = [of(part) for part in parts]
    one, other = values[0], values[-1]
    simple: dict[str, Callable[[], Any]] = {
        "not": lambda: one == 0,
        "and": lambda: all(values),
        "or": lambda: any(values),
        "==": lambda: one == other,
        "<=": lambda: one <= other,
        "+": lambda: sum(values, Fraction(0)),
        "*": lambda: math.prod(values),
        "min": lambda: min(values),
        "max": lambda: max(values),
        "abs": lambda: abs(one),
        "if": lambda: values[1] if one else values[2],
    }
    return Fraction(simple[operator]())


def points(document: Document) -> Iterator[Point]:
    """Yield every deal, as positions."""
    sizes = [range(term["size"]) for term in document["terms"].values()]
    for positions in itertools.product(*sizes):
        yield dict(zip(document["terms"], positions, strict=True))


def crossed(document: Document, point: Mapping[str, int]) -> frozenset[str]:
    """Return the facts and red lines that a deal does not satisfy."""
    lines = {**document["facts"], **document["red_lines"]}
    return frozenset(name for name, tree in lines.items() if meaning(tree, document, point) != 1)


class Truth:
    """What is so about a document, by trying every deal once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.by_deal = {tuple(point.values()): crossed(document, point) for point in points(document)}
        self.outcomes = set(self.by_deal.values())

    def crossed(self, deal: Mapping[str, int]) -> frozenset[str]:
        return self.by_deal[tuple(deal[name] for name in self.document["terms"])]

    def possible(self, lines: Iterable[str]) -> bool:
        """Return whether a deal satisfies all of some lines."""
        wanted = frozenset(lines)
        return any(not outcome & wanted for outcome in self.outcomes)

    def conflicts(self) -> set[frozenset[str]]:
        """Return the minimal conflicts."""
        red_lines, found = list(self.document["red_lines"]), set[frozenset[str]]()
        for size in range(len(red_lines) + 1):
            for chosen in itertools.combinations(red_lines, size):
                if not any(one <= set(chosen) for one in found) and not self.possible(
                    [*chosen, *self.document["facts"]]
                ):
                    found.add(frozenset(chosen))
        return found

    def relaxations(self) -> set[frozenset[str]]:
        """Return the minimal sets of red lines whose giving-up makes a deal possible."""
        red_lines, found = list(self.document["red_lines"]), set[frozenset[str]]()
        for size in range(len(red_lines) + 1):
            for chosen in itertools.combinations(red_lines, size):
                kept = [name for name in red_lines if name not in chosen]
                if not any(one <= set(chosen) for one in found) and self.possible([*kept, *self.document["facts"]]):
                    found.add(frozenset(chosen))
        return found


# -- documents --------------------------------------------------------------------------------------------------------

YES_NO = {"type": "yes_no", "start": 0, "step": 1, "size": 2}


def quantity(size: int, start: int | str = 0, step: int | str = 1) -> dict[str, Any]:
    return {"type": "quantity", "start": start, "step": step, "size": size}


def scale(*options: str) -> dict[str, Any]:
    return {"type": "scale", "start": 0, "step": 1, "size": len(options), "options": list(options)}


def document(
    terms: Mapping[str, Any],
    red_lines: Mapping[str, Any],
    facts: Mapping[str, Any] | None = None,
    definitions: Mapping[str, Any] | None = None,
    weights: Mapping[str, Any] | None = None,
) -> Document:
    return {
        "format": "zopa-lines/1",
        "scenario": {"id": "small", "title": "Small", "sha256": "0" * 64},
        "terms": dict(terms),
        "definitions": dict(definitions or {}),
        "facts": dict(facts or {}),
        "red_lines": dict(red_lines),
        "weights": dict(weights or dict.fromkeys(red_lines, 1)),
    }


class Writer:
    """Draws expressions, every operator among them."""

    def __init__(self, random: Random, document: Document) -> None:
        self.random, self.document = random, document
        self.kinds: dict[str, str] = {}

    def constant(self) -> int | str:
        return self.random.choice((-2, -1, 0, 1, 2, 3, "1/2", "-3/4", "5/3"))

    def linear(self) -> Any:
        """Return a term, or a sum of multiples of some."""
        terms = list(self.document["terms"])
        if self.random.random() < 0.5:
            return ["term", self.random.choice(terms)]
        chosen = self.random.sample(terms, self.random.randint(1, len(terms)))
        return {name: self.random.choice((-2, -1, 1, 1, 2, 3, "1/2", "-2/3", 0)) for name in chosen}

    def number(self, depth: int) -> Any:
        pick = self.random.random()
        if depth <= 0 or pick < 0.3:
            choices = [self.linear(), self.linear(), self.constant()]
            choices += [["value", name] for name in self.kinds]
            return self.random.choice(choices)
        if pick < 0.4:
            return self.condition(depth - 1)
        operator = self.random.choice(("+", "+", "*", "min", "max", "abs", "if"))
        if operator == "abs":
            return ["abs", self.number(depth - 1)]
        if operator == "if":
            return ["if", self.condition(depth - 1), self.number(depth - 1), self.number(depth - 1)]
        return [operator, *(self.number(depth - 1) for _ in range(self.random.choice((1, 2, 2, 3))))]

    def condition(self, depth: int) -> Any:
        pick = self.random.random()
        flags = [["term", name] for name, term in self.document["terms"].items() if term["type"] == "yes_no"]
        flags += [["value", name] for name, kind in self.kinds.items() if kind == "C"]
        if pick < 0.25 and flags:
            return self.random.choice(flags)
        if pick < 0.27:
            return self.random.choice((0, 1))
        if pick < 0.5:
            sides = [self.linear(), self.constant()]
            return [self.random.choice(("==", "<=", "<=")), *self.random.sample(sides, 2)]
        if depth <= 0 or pick < 0.7:
            return [self.random.choice(("==", "<=", "<=")), self.number(depth - 1), self.number(depth - 1)]
        operator = self.random.choice(("not", "not", "and", "or", "or", "=="))
        count = {"not": 1, "==": 2}.get(operator) or self.random.choice((1, 2, 2, 3))
        return [operator, *(self.condition(depth - 1) for _ in range(count))]


def random_terms(random: Random, most: int) -> dict[str, Any]:
    """Return two or three terms with at most so many deals."""
    kinds = [
        lambda: dict(YES_NO),
        lambda: scale("low", "middle", "high"),
        lambda: quantity(random.randint(1, 4), random.choice((-2, 0, 1, "1/2")), random.choice((1, 2, "1/3"))),
        lambda: {"type": "date", "start": 739000, "step": 2, "size": random.randint(1, 3)},
    ]
    while True:
        terms = {name: random.choice(kinds)() for name in ("a", "b", "c")[: random.randint(2, 3)]}
        deals = 1
        for term in terms.values():
            deals *= term["size"]
        if deals <= most:
            return terms


def random_document(random: Random, deals: int = 24, depth: int = 3, lines: int = 3) -> Document:
    made = document(random_terms(random, deals), {})
    writer = Writer(random, made)
    for name in ("d", "e")[: random.randint(0, 2)]:
        kind = random.choice("CN")
        made["definitions"][name] = writer.condition(depth) if kind == "C" else writer.number(depth)
        writer.kinds[name] = kind
    for number in range(random.randint(0, 2)):
        made["facts"][f"f{number}"] = writer.condition(depth)
    for number in range(random.randint(1, lines)):
        made["red_lines"][f"p.l{number}"] = writer.condition(depth)
        made["weights"][f"p.l{number}"] = random.choice((0, 1, 2, "1/2"))
    return made


# -- certificates -----------------------------------------------------------------------------------------------------


def certificate(document: Document, **parts: Any) -> Document:
    """Return a certificate of a document with some parts, which speaks of all of it."""
    made = {"format": "zopa-nodeal/1", "scenario": dict(document["scenario"])}
    made |= {field: dict(document[field]) for field in FIELDS}
    return {**made, "deal": None, "conflicts": [], "relaxations": [], "complete": None, **parts}


def conflict(
    red_lines: Sequence[str], steps: Sequence[Any], facts: Sequence[str] = (), witnesses: Any = None
) -> dict[str, Any]:
    return {"red_lines": list(red_lines), "facts": list(facts), "steps": list(steps), "witnesses": witnesses}


def refuted(document: Document, lines: Sequence[str], random: Random | None = None) -> list[Any]:
    """Return steps that refute some lines by looking at every deal: split to single positions, then cut or end."""
    random = random or Random(0)
    everything = {**document["facts"], **document["red_lines"]}
    terms = list(document["terms"])
    random.shuffle(terms)
    steps: list[Any] = []
    todo: list[tuple[int, Point]] = [(0, {})]
    while todo:
        depth, point = todo.pop()
        size = document["terms"][terms[depth]]["size"]
        if depth < len(terms) - 1:
            todo.extend((depth + 1, {**point, terms[depth]: at}) for at in reversed(range(size)))
            for at in range(size - 1):
                # a split comes right before what its lower part holds
                steps.append((tuple(point.values()), at, ["split", terms[depth], at]))
            continue
        false = [
            next(name for name in lines if meaning(everything[name], document, {**point, terms[depth]: at}) != 1)
            for at in range(size)
        ]
        last = [["cut", name, terms[depth], at, at] for at, name in enumerate(false)]
        if random.random() < 0.5:
            last[-1] = ["end", false[-1]]
        if size > 1 and random.random() < 0.3:
            last = [["split", terms[depth], 0], ["end", false[0]], *last[1:]]
        steps.append((tuple(point.values()), size, last))
    return list(_in_order(steps, document, terms))


def _in_order(steps: list[Any], document: Document, terms: list[str]) -> Iterator[Any]:
    """Yield the steps as they come in a file: the lower part of a split before the upper one."""
    splits = {(prefix, at): step for prefix, at, step in steps if step[0] == "split"}
    leaves = {prefix: step for prefix, _, step in steps if step[0] != "split"}
    todo: list[tuple[int, ...]] = [()]
    while todo:
        prefix = todo.pop()
        if prefix and (prefix[:-1], prefix[-1]) in splits:
            yield splits[prefix[:-1], prefix[-1]]
        if prefix in leaves:
            yield from leaves[prefix]
        else:
            todo.extend((*prefix, at) for at in reversed(range(document["terms"][terms[len(prefix)]]["size"])))


def whole_certificate(document: Document, random: Random) -> Document:
    """Return a certificate of all that is so about a document: conflicts, relaxations, and that they are complete."""
    truth = Truth(document)
    facts = list(document["facts"])
    if not truth.possible(facts):
        return certificate(document, conflicts=[conflict([], refuted(document, facts, random), facts)])
    conflicts = sorted(sorted(one) for one in truth.conflicts())

    def deal(wanted: Iterable[str]) -> Point:
        return next(point for point in points(document) if not truth.crossed(point) & set(wanted))

    listed = []
    for lines in conflicts:
        witnesses = {name: deal([*facts, *(other for other in lines if other != name)]) for name in lines}
        listed.append(conflict(lines, refuted(document, [*lines, *facts], random), facts, witnesses))
    relaxations = []
    for give_up in sorted(sorted(one) for one in truth.relaxations()):
        because = {
            name: next(at for at, one in enumerate(conflicts) if set(one) & set(give_up) == {name}) for name in give_up
        }
        kept = [name for name in (*facts, *document["red_lines"]) if name not in give_up]
        cost = sum((exact(document["weights"][name]) for name in give_up), Fraction(0))
        cost_text = int(cost) if cost.denominator == 1 else str(cost)
        relaxations.append({"give_up": give_up, "cost": cost_text, "deal": deal(kept), "because": because})
    made = certificate(document, conflicts=listed, relaxations=relaxations)
    if not conflicts:
        return {**made, "deal": deal([*facts, *document["red_lines"]])}
    first = relaxations[0]["deal"]
    ways = [{"give_up": one["give_up"], "changes": changes(first, one["deal"])} for one in relaxations]
    groups = [{"conflicts": list(range(len(conflicts))), "ways": ways}]
    return {**made, "complete": {"deal": first, "groups": groups}}


def changes(one: Point, other: Point) -> Point:
    return {name: position for name, position in other.items() if one[name] != position}


# -- the truth of claims ----------------------------------------------------------------------------------------------


def false_claim(certificate: Document, truth: Truth) -> str | None:
    """Return a claim of an accepted certificate that is not so, by every deal; None when all are."""
    facts = set(truth.document["facts"])
    red_lines = set(truth.document["red_lines"])
    weights = truth.document["weights"]
    if certificate["deal"] is not None and truth.crossed(certificate["deal"]):
        return "deal"
    for entry in certificate["conflicts"]:
        lines = set(entry["red_lines"])
        if truth.possible(lines | set(entry["facts"])):
            return f"conflict {entry['red_lines']}"
        if entry["witnesses"] is not None and not all(truth.possible(facts | lines - {name}) for name in lines):
            return f"minimal {entry['red_lines']}"
    for entry in certificate["relaxations"]:
        give_up = set(entry["give_up"])
        if not truth.possible(facts | red_lines - give_up) or any(
            truth.possible(facts | red_lines - give_up | {name}) for name in give_up
        ):
            return f"relaxation {entry['give_up']}"
        if sum((exact(weights[name]) for name in give_up), Fraction(0)) != exact(entry["cost"]):
            return f"cost {entry['cost']}"
    if certificate["complete"] is not None:
        if {frozenset(entry["red_lines"]) for entry in certificate["conflicts"]} != truth.conflicts():
            return "complete: conflicts"
        ways = [[frozenset(way["give_up"]) for way in group["ways"]] for group in certificate["complete"]["groups"]]
        made = [frozenset().union(*one) for one in itertools.product(*ways)]
        if len(made) != len(set(made)) or set(made) != truth.relaxations():
            return "complete: relaxations"
    return None
