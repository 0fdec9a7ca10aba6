"""Small documents of lines, what they mean by trying every deal, and a naive prover; shares no code with the engine."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

Document = dict[str, Any]
Point = dict[str, int]
FIELDS = ("terms", "definitions", "facts", "red_lines", "weights")

# -- what lines mean --------------------------------------------------------------------------------------------------


def exact(number: int | str) -> Fraction:
    return Fraction(number)


def meaning(tree: Any, document: Document, point: Mapping[str, int]) -> Fraction:
    """Return the value of an expression in a deal; a condition is a number, too, and holds where it is at least 1."""

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
        "not": lambda: 1 - one,
        "and": lambda: min(values),
        "or": lambda: max(values),
        "==": lambda: one == other,
        "<=": lambda: one <= other,
        "+": lambda: sum(values, Fraction(0)),
        "*": lambda: math.prod(values),
        "min": lambda: min(values),
        "max": lambda: max(values),
        "abs": lambda: abs(one),
        "if": lambda: values[1] if one >= 1 else values[2],
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
    truths = {name: meaning(tree, document, point) for name, tree in lines.items()}
    return frozenset(name for name, truth in truths.items() if truth < 1)


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

    def deal(self, give_up: Iterable[str], near: Mapping[str, int] | None = None) -> Point:
        """Return a deal that crosses no line but some, the first or the one that changes least of another."""
        gone = frozenset(give_up)
        found = [point for point in points(self.document) if self.crossed(point) <= gone]
        return min(found, key=lambda point: sum(at != (near or point)[name] for name, at in point.items()))

    def cost(self, give_up: Iterable[str]) -> Fraction:
        return sum((exact(self.document["weights"][name]) for name in give_up), Fraction(0))

    def may_go(self, names: Iterable[str]) -> bool:
        """Return whether all of some red lines may be given up: each has a weight."""
        return all(name in self.document["weights"] for name in names)

    @cached_property
    def conflicts(self) -> set[frozenset[str]]:
        """The minimal conflicts."""
        facts = list(self.document["facts"])
        return self._smallest(lambda chosen: not self.possible([*chosen, *facts]))

    @cached_property
    def relaxations(self) -> set[frozenset[str]]:
        """The minimal sets of red lines whose giving-up makes a deal possible."""
        facts, red_lines = set(self.document["facts"]), set(self.document["red_lines"])
        return self._smallest(lambda chosen: self.possible(facts | red_lines - chosen))

    def _smallest(self, is_one: Callable[[frozenset[str]], bool]) -> set[frozenset[str]]:
        """Return the sets of red lines that are such, and do not contain another that is."""
        red_lines, found = list(self.document["red_lines"]), set[frozenset[str]]()
        for size in range(len(red_lines) + 1):
            for chosen in map(frozenset, itertools.combinations(red_lines, size)):
                if not any(one <= chosen for one in found) and is_one(chosen):
                    found.add(chosen)
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
        "weights": dict(dict.fromkeys(red_lines, 1) if weights is None else weights),
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
        if random.random() < 0.9:  # else it is never given up
            made["weights"][f"p.l{number}"] = random.choice((0, 1, 2, "1/2"))
    return made


# -- certificates -----------------------------------------------------------------------------------------------------


def certificate(document: Document, **parts: Any) -> Document:
    """Return a certificate of a document with some parts, which speaks of all of it."""
    made = {"format": "zopa-nodeal/1", "scenario": dict(document["scenario"])}
    made |= {field: dict(document[field]) for field in FIELDS}
    return {**made, "conflicts": [], "deals": [], "complete": {}, **parts}


def conflict(red_lines: Sequence[str], steps: Sequence[Any], facts: Sequence[str] = ()) -> dict[str, Any]:
    return {"red_lines": list(red_lines), "facts": list(facts), "steps": list(steps)}


def refuted(document: Document, lines: Sequence[str], random: Random | None = None, is_bold: bool = False) -> list[Any]:
    """Return steps that refute some lines by looking at every deal.

    They split to single positions before they cut or end, so that each is plain to see. If ``is_bold``, they cut or end
    as soon as every deal of the box breaks one line: a checker, which looks at ranges, may then not see every step.
    """
    random = random or Random(0)
    terms = list(document["terms"])
    random.shuffle(terms)
    everything = {**document["facts"], **document["red_lines"]}
    broken = {
        tuple(point[term] for term in terms): {name for name in lines if meaning(everything[name], document, point) < 1}
        for point in points(document)
    }
    return list(_branch([range(document["terms"][term]["size"]) for term in terms], terms, broken, random, is_bold))


def _branch(
    box: list[range], terms: list[str], broken: dict[tuple[int, ...], set[str]], random: Random, is_bold: bool
) -> Iterator[Any]:
    """Yield the steps of a branch; ``broken`` has the lines that each deal breaks."""

    def everywhere(box: list[range]) -> list[str]:
        return sorted(set.intersection(*(broken[point] for point in itertools.product(*box))))

    false = everywhere(box)
    if false and (is_bold or all(len(positions) == 1 for positions in box)):
        yield ["end", random.choice(false)]
        return
    last = max(at for at, positions in enumerate(box) if len(positions) > 1)
    at = min(at for at, positions in enumerate(box) if len(positions) > 1)
    parts = [everywhere([*box[:at], range(one, one + 1), *box[at + 1 :]]) for one in box[at]]
    if (is_bold or at == last) and all(parts) and random.random() < 0.7:
        removed: dict[str, list[list[int]]] = {}
        for one, names in zip(box[at], parts, strict=True):
            ranges = removed.setdefault(random.choice(names), [])
            if is_bold and ranges and ranges[-1][1] == one - 1:
                ranges[-1][1] = one
            else:
                ranges.append([one, one])
        yield from (["cut", name, terms[at], ranges] for name, ranges in removed.items())
        return
    middle = random.choice(box[at][:-1]) if is_bold else box[at][0]
    yield ["split", terms[at], middle]
    for positions in (range(box[at][0], middle + 1), range(middle + 1, box[at][-1] + 1)):
        yield from _branch([*box[:at], positions, *box[at + 1 :]], terms, broken, random, is_bold)


def whole_certificate(document: Document, random: Random, is_bold: bool = False) -> Document:
    """Return a certificate of all that is so about a document: conflicts, relaxations, and that they are complete."""
    truth = Truth(document)
    facts = list(document["facts"])
    if not truth.possible(facts):
        return certificate(document, conflicts=[conflict([], refuted(document, facts, random, is_bold), facts)])
    conflicts = sorted(sorted(one) for one in truth.conflicts)
    relaxations = sorted(sorted(one) for one in truth.relaxations)
    return certificate(
        document,
        conflicts=[conflict(one, refuted(document, [*one, *facts], random, is_bold), facts) for one in conflicts],
        deals=[{"give_up": one, "deal": truth.deal(one)} for one in relaxations],
        complete=_complete(truth, random),
    )


def _complete(truth: Truth, random: Random) -> dict[str, Any]:
    """Return groups of conflicts that share no red line where their ways go together, else one group."""
    groups = list[frozenset[str]]()
    for one in sorted(truth.conflicts, key=sorted):
        groups = [
            *(group for group in groups if not group & one),
            one.union(*(group for group in groups if group & one)),
        ]
    chosen = random.choice(sorted(truth.relaxations, key=sorted))
    base = truth.deal(chosen)
    for parts in ([sorted(group) for group in groups], [sorted(frozenset[str]().union(*groups))]):
        made = list[list[dict[str, Any]]]()
        for part in parts:
            ways = sorted({tuple(sorted(one.intersection(part))) for one in truth.relaxations})
            deals = [truth.deal(chosen.difference(part).union(way), base) for way in ways]
            made.append(
                [
                    {"give_up": list(way), "changes": {name: at for name, at in deal.items() if base[name] != at}}
                    for way, deal in zip(ways, deals, strict=True)
                ]
            )
        changed = [{name for way in group for name in way["changes"]} for group in made]
        go_together = all(
            truth.crossed(base | {name: at for way in choice for name, at in way["changes"].items()})
            <= {name for way in choice for name in way["give_up"]}
            for choice in itertools.product(*made)
        )
        if made and go_together and sum(map(len, changed)) == len(set().union(*changed)):
            return {"deal": base, "groups": made}
    raise AssertionError("one group does")


# -- the truth of claims ----------------------------------------------------------------------------------------------


def false_claim(certificate: Document, truth: Truth, claims: Iterable[str]) -> str | None:
    """Return a claim of an accepted certificate that some deal shows to be false; None when all are true."""
    known = true_claims(certificate, truth)
    return next((told for told in claims if told not in known), None)


def true_claims(certificate: Document, truth: Truth) -> set[str]:
    """Return the sentences about the conflicts, deals and groups in a certificate that are so, by every deal."""
    facts, red_lines, known = set(truth.document["facts"]), set(truth.document["red_lines"]), set[str]()
    for entry in certificate["conflicts"]:
        lines, names, steps = entry["red_lines"], [*entry["red_lines"], *entry["facts"]], len(entry["steps"])
        if not truth.possible(names):
            told = f"No deal satisfies {_in_words(names)} (steps: {steps})."
            known.add(told)
            if lines and all(truth.possible(facts | set(lines) - {name}) for name in lines):
                known.add(f"{told} Leave out any one of its red lines, and a deal satisfies the others and every fact.")
    for entry in certificate["deals"]:
        give_up = entry["give_up"]
        if not give_up and truth.possible(facts | red_lines):
            known.add("The scenario has a deal that satisfies every fact and every red line.")
        elif set(give_up) in truth.relaxations and truth.may_go(give_up):
            what = f"Giving up {_in_words(give_up)} makes a deal possible, at a cost of {truth.cost(give_up)}"
            less = "only some of these" if len(give_up) > 1 else "nothing"
            known.add(f"{what}; giving up {less} is not enough.")
    if certificate["complete"]:
        known |= _true_totals(certificate, truth)
    return known


def _true_totals(certificate: Document, truth: Truth) -> set[str]:
    """Return the sentence that both lists are complete, if they are and the groups make up the relaxations."""
    listed = [frozenset(entry["red_lines"]) for entry in certificate["conflicts"]]
    groups = [[frozenset(way["give_up"]) for way in group] for group in certificate["complete"]["groups"]]
    together = [frozenset[str]().union(*group) for group in groups]
    made = [frozenset[str]().union(*choice) for choice in itertools.product(*groups)]
    is_so = (
        truth.possible(truth.document["facts"])
        and len(listed) == len(truth.conflicts)
        and set(listed) == truth.conflicts
        and all(sum(not one.isdisjoint(group) for group in together) == 1 for one in listed)
        and len(made) == len(truth.relaxations)
        and set(made) == truth.relaxations
    )
    if not is_so:
        return set()
    costs = [truth.cost(one) for one in truth.relaxations if truth.may_go(one)]
    ways_out = frozenset[str]().union(*together)
    kept = _in_words([name for name in truth.document["red_lines"] if name in ways_out and not truth.may_go([name])])
    told = (
        f"The list of conflicts is complete, with {len(listed)} in all: each is minimal. Conflicts of different "
        f"groups share no red line; the number of groups is {len(groups)}."
    )
    if not costs:
        return {f"{told} There is no relaxation: every way out gives up a red line that has to be kept ({kept})."}
    told += (
        f" One way out of each group{f', of those that keep {kept},' if kept else ''} makes a minimal "
        f"relaxation, and there are no others: {len(costs)} in all. The lowest cost is {min(costs)} (relaxations at "
        f"that cost: {costs.count(min(costs))})."
    )
    return {told}


def _in_words(names: Sequence[str]) -> str:
    return " and ".join(names)
