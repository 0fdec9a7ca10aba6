"""Mutated certificates: of a valid one, something is changed that a wrong or a lying prover might get wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random
from typing import Any

Document = dict[str, Any]
Slot = tuple[Any, Any]
"""A container and the key or position of something in it."""


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
        self.names = [*lines["facts"], *lines["red_lines"]]
        self.terms = list(lines["terms"])

    def mutated(self, certificate: Document) -> Document:
        """Return a copy with one change, seldom with some more."""
        made: Document = copied(certificate)
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            kind: Callable[[Document], None] = self.random.choice(
                (self.steps, self.steps, self.steps, self.numbers, self.numbers, self.words, self.lists, self.claims)
                + (self.types, self.deals, self.groups)
            )
            with suppress(
                AttributeError, IndexError, KeyError, TypeError, ValueError
            ):  # what a change before it has broken
                kind(made)
        return made

    # -- steps --------------------------------------------------------------------------------------------------------

    def steps(self, certificate: Document) -> None:
        """Delete, double, swap, insert or replace steps, or change one of them."""
        steps = self.random.choice(certificate["conflicts"])["steps"]
        at = self.random.randrange(len(steps) + 1)
        what = self.random.choice(("insert", "delete", "double", "swap", "replace", "change", "change", "tail"))
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
        kind = self.random.choice(("cut", "cut", "end", "sum", "sum", "div", "split", "lemma"))
        if kind == "cut":
            return [kind, self.line(), self.term(), low, low + self.random.randint(0, 2)]
        if kind == "end":
            return [kind, self.line()]
        if kind == "split":
            return [kind, self.term(), low]
        if kind == "lemma":
            terms = self.random.sample(self.terms, self.random.randint(0, len(self.terms)))
            return [kind, [[term, low, low + self.random.randint(0, 3)] for term in terms]]
        rows = [[self.random.choice((1, 1, 1, 2, 3, 6)), self.row()] for _ in range(self.random.randint(1, 4))]
        return [kind, rows] if kind == "sum" else [kind, rows, self.random.choice((1, 2, 2, 3))]

    def line(self) -> Any:
        return self.random.choice([*self.names, *self.names, 0, 1])

    def term(self) -> str:
        return self.random.choice(self.terms)

    def row(self) -> Any:
        return self.random.choice(
            ([self.random.choice(self.names), self.random.randint(0, 2)],) * 4 + (self.random.randint(0, 1),)
        )

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
            self.random.choice(
                (lambda: made.pop(at), lambda: made.append(made[at]), lambda: made.reverse(), lambda: made.clear())
            )()
            return made
        return self.random.choice(([], {}, [[]], 0, "x"))

    def anywhere(self, certificate: Document, kinds: tuple[type, ...]) -> Slot | None:
        """Return a place, past the entries that repeat the lines, that holds something of some types."""
        parts = {key: certificate[key] for key in ("deal", "conflicts", "relaxations", "complete")}
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
        """Put something of another type in a place, or rename or remove a key, anywhere at all."""
        container, key = self.random.choice(list(slots(certificate)))
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
        conflicts = certificate["conflicts"]
        kind = self.random.choice(("deal", "conflict", "smaller", "relaxation", "weaker"))
        if kind == "deal":
            certificate["deal"] = self.deal()
        elif kind == "relaxation":
            because = dict.fromkeys(give_up := self.some(), 0)
            cost = sum(self.lines["weights"][name] for name in give_up)
            certificate["relaxations"].append(
                {"give_up": give_up, "cost": cost, "deal": self.deal(), "because": because}
            )
        elif kind == "conflict":
            conflicts.append(copied(self.random.choice(conflicts)))
        elif kind == "smaller":
            entry = self.random.choice(conflicts)
            gone = entry["red_lines"].pop(self.random.randrange(len(entry["red_lines"])))
            entry["witnesses"].pop(gone, None)
        else:
            self.random.choice(conflicts)["facts"] = []

    def deals(self, certificate: Document) -> None:
        """Put other deals in the places of deals."""
        parts = {key: certificate.get(key) for key in ("deal", "conflicts", "relaxations", "complete")}
        found = [
            slot
            for slot in slots(parts)
            if isinstance(deal := slot[0][slot[1]], dict) and deal.keys() == set(self.terms)
        ]
        if found:
            container, key = self.random.choice(found)
            container[key] = self.random.choice(
                (self.deal(), copied(self.random.choice(found)[0]) or None, self.deal())
            )

    def groups(self, certificate: Document) -> None:
        """Merge, split, shorten or invent groups and ways."""
        if certificate["complete"] is None:
            certificate["complete"] = {"deal": self.deal(), "groups": [self.group(certificate)]}
            return
        groups = certificate["complete"]["groups"]
        group = self.random.choice(groups)
        kind = self.random.choice(("merge", "part", "invent", "ways", "changes"))
        if kind == "invent":
            groups.append(self.group(certificate))
        elif kind == "merge":
            group["conflicts"] += groups.pop()["conflicts"]
        elif kind == "part":
            groups.append({"conflicts": [group["conflicts"].pop()], "ways": copied(group["ways"])})
        elif kind == "ways":
            ways = group["ways"]
            self.random.choice((ways.pop, ways.reverse, lambda: ways.append(copied(ways[0]))))()
        else:
            for way in group["ways"]:
                if self.random.random() < 0.5:
                    way["changes"] = {name: at for name, at in self.deal().items() if self.random.random() < 0.5}

    def group(self, certificate: Document) -> Document:
        ways = [{"give_up": self.some(), "changes": {}} for _ in range(self.random.randint(1, 3))]
        return {"conflicts": list(range(len(certificate["conflicts"]))), "ways": ways}
