"""Mutated certificates: of a valid one, something is changed that a wrong or a lying prover might get wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import combinations
from random import Random
from typing import Any

Document = dict[str, Any]
Slot = tuple[Any, Any]
"""A container and the key or position of something in it."""
CLAIMS = ("conflicts", "deals", "complete")
"""The fields of a certificate past those that repeat the lines."""


def copied(value: Any) -> Any:
    return json.loads(json.dumps(value))


def slots(value: Any) -> Iterator[Slot]:
    """Yield every place in JSON data."""
    todo = [value]
    while todo:
        container = todo.pop()
        for key in container if isinstance(container, dict) else range(len(container)):
            yield container, key
            if isinstance(container[key], dict | list):
                todo.append(container[key])


class Mutator:
    """Changes certificates of one document of lines in place."""

    def __init__(self, random: Random, lines: Document) -> None:
        self.random, self.lines = random, lines
        self.roots = {**lines["facts"], **lines["red_lines"]}
        self.names = list(self.roots)
        self.terms = list(lines["terms"])

    def mutated(self, certificate: Document) -> Document:
        """Return a copy with one change, seldom with some more."""
        made: Document = copied(certificate)
        more = self.random.choice((0, 0, 0, 1, 2))
        while made == certificate or more > 0:
            more -= made != certificate
            kind: Callable[[Document], None] = self.random.choice(
                (
                    *[self.steps] * 3,
                    *[self.numbers] * 2,
                    self.words,
                    self.lists,
                    self.claims,
                    self.types,
                    self.deals,
                    self.groups,
                )
            )
            with suppress(
                AttributeError, IndexError, KeyError, TypeError, ValueError
            ):  # what a change before it has broken
                kind(made)
        return made

    # -- steps --------------------------------------------------------------------------------------------------------

    def steps(self, certificate: Document) -> None:
        """Delete, double, swap, insert or replace steps, by others of the proof too, or change one of them."""
        steps = self.random.choice(certificate["conflicts"])["steps"]
        at = self.random.randrange(len(steps) + 1)
        what = self.random.choice(
            ("insert", "delete", "double", "swap", "replace", "again", "change", "change", "tail")
        )
        if what == "insert" or at == len(steps):
            steps.insert(at, self.step(certificate))
        elif what == "delete":
            del steps[at]
        elif what == "double":
            steps.insert(self.random.randrange(len(steps) + 1), copied(steps[at]))
        elif what == "swap":
            other = self.random.randrange(len(steps))
            steps[at], steps[other] = steps[other], steps[at]
        elif what == "replace":
            steps[at] = self.step(certificate)
        elif what == "again":
            steps[at] = copied(self.random.choice(steps))
        elif what == "tail":
            steps[at:] = [self.step(certificate) for _ in range(self.random.randint(0, 3))]
        else:
            self.change(steps[at])

    def change(self, step: Any) -> None:
        """Change something in a step."""
        places = list(slots(step)) if isinstance(step, list) else []
        if places:
            container, key = self.random.choice(places)
            container[key] = self.like(container[key])

    def step(self, certificate: Document) -> list[Any]:
        """Return some step that may or may not be sound."""
        low = self.random.randint(-1, 4)
        kind = self.random.choice(("cut", "cut", "end", "sum", "sum", "div", "mean", "split", "lemma"))
        if kind == "cut":
            starts = [low, *(self.random.randint(-1, 4) for _ in range(self.random.choice((0, 0, 0, 1, 2))))]
            return [kind, self.line(), self.term(), [[at, at + self.random.randint(0, 2)] for at in starts]]
        if kind == "end":
            return [kind, self.line()]
        if kind == "split":
            return [kind, self.term(), low]
        if kind == "lemma":
            terms = self.random.sample(self.terms, self.random.randint(0, len(self.terms)))
            return [kind, [[term, low, low + self.random.randint(0, 3)] for term in terms]]
        rows = [self.row() for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 4)))]
        if kind == "mean":
            rows = rows if self.random.random() < 0.5 else []
            name = self.random.choice(self.names)
            return [kind, name, *self.product(self.roots[name]), rows]
        return [kind, rows] if kind == "sum" else [kind, rows, self.random.choice((1, 2, 2, 3))]

    def product(self, tree: Any) -> tuple[list[int], list[int]]:
        """Return a path to some expression, most often a product, and weights for its factors."""
        found: list[tuple[list[int], Any]] = []
        todo: list[tuple[list[int], Any]] = [([], tree)]
        while todo and len(found) < 100:
            path, part = todo.pop()
            while isinstance(part, list) and part[0] == "value":
                part = self.lines["definitions"][part[1]]
            found += [(path, part)] * (8 if isinstance(part, list) and part[0] == "*" else 1)
            if isinstance(part, list) and part[0] != "term":
                todo += [([*path, at], one) for at, one in enumerate(part[1:])]
        path, part = self.random.choice(found)
        count = len(part) - 1 if isinstance(part, list) and part[0] == "*" else 1
        return path, [self.random.choice((1, 1, 1, 2, 3)) for _ in range(count + self.random.choice((0, 0, 0, 0, 1)))]

    def line(self) -> Any:
        return self.random.choice([*self.names, *self.names, 0, 1])

    def term(self) -> str:
        return self.random.choice(self.terms)

    def row(self) -> list[Any]:
        """Return a multiple of a div, or of the row at some path into a line, that may not be there."""
        times = self.random.choice((1, 1, 1, 1, 2, 3, 6, -1, -2, 0))
        if self.random.random() < 0.2:
            return [times, self.random.choice((0, 0, 1, 2))]
        name = self.random.choice(self.names)
        path = self.path(self.roots[name])
        if self.random.random() < 0.05:
            path.append(self.random.randint(-1, 2))
        return [times, name, *path]

    def path(self, tree: Any) -> list[int]:
        """Return a path into an expression, most often to where conditions end."""
        path = list[int]()
        while isinstance(tree, list) and tree[0] in ("not", "and", "or", "value") and self.random.random() < 0.9:
            if tree[0] == "value":
                tree = self.lines["definitions"][tree[1]]
            else:
                path.append(self.random.randrange(len(tree) - 1))
                tree = tree[1 + path[-1]]
        return path

    # -- anything -----------------------------------------------------------------------------------------------------

    def like(self, value: Any) -> Any:
        """Return something else of the same kind."""
        if isinstance(value, bool) or value is None:
            return self.random.choice((True, False, None, 0))
        if isinstance(value, int):
            return self.random.choice(
                (value + 1, value - 1, -value, value * 2, 0, 1, self.random.randint(-3, 9), 10**30, -(10**30))
            )
        if isinstance(value, str):
            return self.random.choice([*self.names, *self.terms, "<=", ">=", "cut", "end", "sum", "div", "lemma", "no"])
        if isinstance(value, list) and value:
            made = list(value)
            at = self.random.randrange(len(made))
            self.random.choice((lambda: made.pop(at), lambda: made.append(made[at]), made.reverse, made.clear))()
            return made
        return self.random.choice(([], {}, [[]], 0, "x"))

    def anywhere(self, certificate: Document, kinds: tuple[type, ...]) -> Slot | None:
        """Return a place, past the entries that repeat the lines, that holds something of some types."""
        parts = {key: certificate[key] for key in CLAIMS}
        found = [slot for slot in slots(parts) if isinstance(slot[0][slot[1]], kinds) and slot[0] is not parts]
        return self.random.choice(found) if found else None

    def numbers(self, certificate: Document) -> None:
        self._alike(certificate, (int,))

    def words(self, certificate: Document) -> None:
        self._alike(certificate, (str,))

    def lists(self, certificate: Document) -> None:
        self._alike(certificate, (list,))

    def _alike(self, certificate: Document, kinds: tuple[type, ...]) -> None:
        if slot := self.anywhere(certificate, kinds):
            slot[0][slot[1]] = self.like(slot[0][slot[1]])

    def types(self, certificate: Document) -> None:
        """Put something of another type in a place, or rename or remove a key, seldom among what repeats the lines."""
        claimed = self.anywhere(certificate, (object,)) if self.random.random() < 0.8 else None
        container, key = claimed or self.random.choice(list(slots(certificate)))
        if isinstance(container, dict) and self.random.random() < 0.4:
            value = container.pop(key)
            if self.random.random() < 0.5:
                container[self.random.choice([*self.names, *self.terms, "deal"])] = value
        else:
            others = (None, True, False, 0, -1, "", "0", "1/2", [], {}, [0], {"a": 0}, 10**40, [[["cut"]]])
            container[key] = copied(self.random.choice(others))

    # -- claims -------------------------------------------------------------------------------------------------------

    def deal(self) -> dict[str, int]:
        return {name: self.random.randrange(term["size"]) for name, term in self.lines["terms"].items()}

    def some(self) -> list[str]:
        red_lines = list(self.lines["red_lines"])
        return self.random.sample(red_lines, self.random.randint(0, len(red_lines)))

    def claims(self, certificate: Document) -> None:
        """Claim more, or something else."""
        conflicts, deals = certificate["conflicts"], certificate["deals"]
        kind = self.random.choice(("deal", "conflict", "larger", "smaller", "weaker", "give_up", "fewer", "incomplete"))
        if kind == "deal":
            deals.append({"give_up": self.some(), "deal": self.deal()})
        elif kind == "conflict":
            conflicts.append(copied(self.random.choice(conflicts)))
        elif kind == "larger":
            entry = copied(self.random.choice(conflicts))
            entry["red_lines"].append(
                self.random.choice([name for name in self.lines["red_lines"] if name not in entry["red_lines"]])
            )
            conflicts.append(entry)
        elif kind == "smaller":
            names = self.random.choice(conflicts)["red_lines"]
            names.pop(self.random.randrange(len(names)))
        elif kind == "weaker":
            self.random.choice(conflicts)["facts"] = []
        elif kind == "give_up":
            names = self.random.choice(deals)["give_up"]
            more = [name for name in self.lines["red_lines"] if name not in names]
            self.random.choice((names.clear, lambda: names.append(more[0]), names.pop))()
        elif kind == "fewer":
            del conflicts[self.random.randrange(len(conflicts))]
            certificate["complete"] = {"deal": self.deal(), "groups": [self.ways_out(conflicts, self.terms)]}
        else:
            certificate["complete"] = {}

    def deals(self, certificate: Document) -> None:
        """Put other deals in the places of deals."""
        parts = {key: certificate.get(key) for key in CLAIMS}
        found = [
            slot
            for slot in slots(parts)
            if isinstance(deal := slot[0][slot[1]], dict) and deal.keys() == set(self.terms)
        ]
        if found:
            container, key = self.random.choice(found)
            other, where = self.random.choice(found)
            container[key] = self.random.choice((self.deal(), copied(other[where]), self.deal()))

    def groups(self, certificate: Document) -> None:
        """Merge, split, shorten or invent groups and ways."""
        if not certificate["complete"]:
            ways = self.random.choice((self.ways, lambda: self.ways_out(certificate["conflicts"], self.terms)))()
            certificate["complete"] = {"deal": self.deal(), "groups": [ways]}
            return
        groups = certificate["complete"]["groups"]
        group = self.random.choice(groups)
        kind = self.random.choice(("merge", "part", "share", "invent", "ways", "changes"))
        if kind == "invent":
            groups.append(self.ways())
        elif kind == "merge" and len(groups) > 1:
            other = groups.pop()
            groups[0] = [
                {"give_up": one["give_up"] + two["give_up"], "changes": one["changes"] | two["changes"]}
                for one in groups[0]
                for two in other
            ]
        elif kind in ("merge", "part"):
            groups.append([group.pop(self.random.randrange(len(group)))])
        elif kind == "share":
            conflicts, terms = list(certificate["conflicts"]), list(self.terms)
            for some in (conflicts, terms):
                self.random.shuffle(some)
            groups[:] = [self.ways_out(conflicts[at::2], terms[at::2]) for at in (0, 1)]
        elif kind == "ways":
            at = self.random.randrange(len(group))
            self.random.choice((lambda: group.pop(at), group.reverse, lambda: group.append(copied(group[at]))))()
        else:
            for way in group:
                if self.random.random() < 0.5:
                    way["changes"] = self.changes(self.terms)

    def changes(self, terms: list[str]) -> dict[str, int]:
        return {name: at for name, at in self.deal().items() if name in terms and self.random.random() < 0.5}

    def ways(self) -> list[Document]:
        return [{"give_up": self.some(), "changes": self.changes(self.terms)} for _ in range(self.random.randint(0, 3))]

    def ways_out(self, conflicts: list[Document], terms: list[str]) -> list[Document]:
        """Return ways that are all the minimal ways out of conflicts, with some changes of some terms."""
        families = [set(entry["red_lines"]) for entry in conflicts]
        ways = list[tuple[str, ...]]()
        for size in range(len(self.lines["red_lines"]) + 1):
            for way in combinations(self.lines["red_lines"], size):
                if not any(one.isdisjoint(way) for one in families) and not any(set(one) < set(way) for one in ways):
                    ways.append(way)
        return [{"give_up": list(way), "changes": self.changes(terms)} for way in ways]
