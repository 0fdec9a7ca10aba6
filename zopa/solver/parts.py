"""Split a scenario into parts that share no term: each is solved alone, and nothing is lost.

Two lines belong together when a chain of facts, definitions and lines links their terms. Conflicts lie within parts;
the relaxations of the whole are the products of the parts' relaxations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..models.meaning.meaning import Line, Meaning

T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """Terms with the facts and red lines over them, each in the scenario's order."""

    terms: tuple[str, ...]
    facts: tuple[Line, ...]
    lines: tuple[Line, ...]


class Links(Generic[T]):
    """Things that are joined, directly or by a chain of others (union-find)."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}

    def root(self, name: T) -> T:
        """Return the one that stands for all that a thing is joined with."""
        self._parent.setdefault(name, name)
        while self._parent[name] != name:
            self._parent[name] = self._parent[self._parent[name]]
            name = self._parent[name]
        return name

    def join(self, names: Iterable[T]) -> None:
        """Join some things."""
        roots = [self.root(name) for name in names]
        for root in roots[1:]:
            self._parent[self.root(root)] = self.root(roots[0])


def split(meaning: Meaning, linked: Iterable[Iterable[str]] = ()) -> list[Part]:
    """Return the parts of a scenario, in the order of their first terms; every term is in exactly one.

    Parameters
    ----------
    linked
        Terms that belong together for another reason than a line.
    """
    links = Links[str]()
    for together in (*(line.terms for line in (*meaning.facts, *meaning.red_lines)), *linked):
        links.join(together)
    terms: dict[str, list[str]] = {}
    facts: dict[str, list[Line]] = {}
    lines: dict[str, list[Line]] = {}
    for term in meaning.terms:
        terms.setdefault(links.root(term), []).append(term)
    for fact in meaning.facts:
        facts.setdefault(next(map(links.root, fact.terms), f"fact {fact.id}"), []).append(fact)
    for line in meaning.red_lines:
        lines.setdefault(next(map(links.root, line.terms), f"line {line.id}"), []).append(line)
    roots = dict.fromkeys((*terms, *facts, *lines))
    return [Part(tuple(terms.get(root, ())), tuple(facts.get(root, ())), tuple(lines.get(root, ()))) for root in roots]


def around(meaning: Meaning, terms: Collection[str]) -> Part:
    """Return one part that holds some terms and everything linked to any of them."""
    parts = split(meaning, [terms])
    return next((part for part in parts if not set(terms).isdisjoint(part.terms)), Part((), (), ()))
