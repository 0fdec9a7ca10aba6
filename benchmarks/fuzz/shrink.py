"""The least of a scenario that still fails: parts are deleted, one after the other, while it does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from language import Tree, parts, terms_of
from plain import Plain, used_terms

CONDITIONS = {"not", "and", "or", "implies", "iff", "cmp", "in", "not in", "bool"}
OPTIONAL = ("position", "reservation", "normalise", "interests", "bonuses", "keep", "fallbacks", "slope", "status_quo")


def least(plain: Plain, fails: Callable[[Plain], bool], deadline: float) -> Plain:
    """Return a smaller scenario that fails."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in deletions(plain):
            if time.monotonic() > deadline:
                return plain
            if fails(candidate):
                plain, smaller = candidate, True
                break
    return plain


def deletions(plain: Plain) -> Iterator[Plain]:
    """Yield the scenario without each of its parts."""
    for section in ("parties", "facts", "measures"):
        for name in plain[section]:
            if section != "parties" or len(plain["parties"]) > 1:
                yield _without(plain, section, name)
    used = used_terms(plain)
    for name in plain["terms"]:
        if name not in used and len(plain["terms"]) > 1:
            yield _without(plain, "terms", name)
    for name in plain["definitions"]:
        if not any(f"('ref', '{name}')" in str(one) for key, one in _trees(plain) if key != ("definitions", name)):
            yield _without(plain, "definitions", name)
    for party, holder in plain["parties"].items():
        for name in holder["red_lines"]:
            yield _without(plain, "parties", party, "red_lines", name)
            for key in OPTIONAL:
                if key in holder["red_lines"][name]:
                    yield _without(plain, "parties", party, "red_lines", name, key)
        for key in OPTIONAL:
            if key in holder:
                yield _without(plain, "parties", party, key)
        for name in holder.get("interests", ()):
            yield _without(plain, "parties", party, "interests", name)
    for term in plain["terms"]:
        if "status_quo" in plain["terms"][term]:
            yield _without(plain, "terms", term, "status_quo")
    for path, tree in _trees(plain):
        for smaller in _smaller(tree):
            changed = deepcopy(plain)
            _at(changed, path[:-1])[path[-1]] = smaller
            yield changed


def _without(plain: Plain, *path: str) -> Plain:
    changed = deepcopy(plain)
    del _at(changed, path[:-1])[path[-1]]
    return changed


def _at(plain: Plain, path: tuple[Any, ...]) -> Any:
    for key in path:
        plain = plain[key]
    return plain


def _trees(plain: Plain, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Tree]]:
    here = _at(plain, path)
    if isinstance(here, tuple) and here and isinstance(here[0], str):
        yield path, here
    elif isinstance(here, dict):
        for key in here:
            yield from _trees(plain, (*path, key))
    elif isinstance(here, list) and path[-1] in {"fallbacks", "bonuses"}:
        for at in range(len(here)):
            yield from _trees(plain, (*path, at))


def _smaller(tree: Tree) -> Iterator[Tree]:
    """Yield a tree with a part in its place, or with one part made smaller."""
    for _, part in parts(tree):
        if (tree[0] in CONDITIONS) == (part[0] in CONDITIONS):
            yield part
    if tree[0] in {"and", "or"} and len(tree) > 3:
        for at in range(1, len(tree)):
            yield (*tree[:at], *tree[at + 1 :])
    if tree[0] in CONDITIONS and tree[0] != "bool" and terms_of_safe(tree):
        yield ("bool", True)
        yield ("bool", False)
    for at, part in parts(tree):
        for smaller in _smaller(part):
            yield (*tree[:at], smaller, *tree[at + 1 :])


def terms_of_safe(tree: Tree) -> bool:
    """Return whether a tree names anything."""
    return bool(terms_of(tree, _Any()))


class _Any(dict[str, Tree]):
    """Definitions that all stand for a number."""

    def __missing__(self, name: str) -> Tree:
        return ("term", name)
