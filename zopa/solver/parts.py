"""Split a scenario into parts that share no term: each is solved alone, and nothing is lost.

Two lines belong together when a chain of facts, definitions and lines links their terms. Conflicts lie within parts;
the relaxations of the whole are the products of the parts' relaxations.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..models.meaning.meaning import Line, Meaning


@dataclass(frozen=True)
class Part:
    """Terms with the facts and red lines over them, each in the scenario's order."""

    terms: tuple[str, ...]
    facts: tuple[Line, ...]
    lines: tuple[Line, ...]


class _Links:
    """Union-find over terms and lines."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        self.parent.setdefault(name, name)
        while self.parent[name] != name:
            self.parent[name] = self.parent[self.parent[name]]
            name = self.parent[name]
        return name

    def join(self, names: Iterable[str]) -> None:
        roots = [self.root(name) for name in names]
        for root in roots[1:]:
            self.parent[self.root(root)] = self.root(roots[0])


def split(meaning: Meaning, linked: Iterable[Iterable[str]] = ()) -> list[Part]:
    """Return the parts of a scenario, in the order of their first terms; every term is in exactly one.

    Parameters
    ----------
    linked
        Terms that belong together for another reason than a line.
    """
    links = _Links()
    for term in meaning.terms:
        links.root(f"term {term}")
    for kind, lines in (("fact", meaning.facts), ("line", meaning.red_lines)):
        for line in lines:
            links.join([f"{kind} {line.id}", *(f"term {term}" for term in line.terms)])
    for terms in linked:
        links.join(f"term {term}" for term in terms)
    return _gathered(meaning, links)


def around(meaning: Meaning, terms: Iterable[str]) -> Part:
    """Return one part that holds some terms and everything linked to any of them."""
    wanted = set(terms)
    parts = [part for part in split(meaning) if wanted.intersection(part.terms)]
    terms_in = {term for part in parts for term in part.terms}
    facts_in = {fact.id for part in parts for fact in part.facts}
    lines_in = {line.id for part in parts for line in part.lines}
    return Part(
        tuple(term for term in meaning.terms if term in terms_in),
        tuple(fact for fact in meaning.facts if fact.id in facts_in),
        tuple(line for line in meaning.red_lines if line.id in lines_in),
    )


def _gathered(meaning: Meaning, links: _Links) -> list[Part]:
    terms: dict[str, list[str]] = {}
    facts: dict[str, list[Line]] = {}
    lines: dict[str, list[Line]] = {}
    for term in meaning.terms:
        terms.setdefault(links.root(f"term {term}"), []).append(term)
    for fact in meaning.facts:
        facts.setdefault(links.root(f"fact {fact.id}"), []).append(fact)
    for line in meaning.red_lines:
        lines.setdefault(links.root(f"line {line.id}"), []).append(line)
    roots = dict.fromkeys((*terms, *facts, *lines))
    return [Part(tuple(terms.get(root, ())), tuple(facts.get(root, ())), tuple(lines.get(root, ()))) for root in roots]
