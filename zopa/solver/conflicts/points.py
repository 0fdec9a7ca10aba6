"""A deal of one part and the lines that it crosses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...models.values import Exact


class Patched(Mapping[str, Exact]):
    """A deal as another with some terms changed; takes no more memory than the changes."""

    def __init__(self, base: Mapping[str, Exact], changes: Mapping[str, Exact]) -> None:
        self.base: Mapping[str, Exact] = base
        self.changes: Mapping[str, Exact] = changes
        if isinstance(base, Patched):
            self.base, self.changes = base.base, {**base.changes, **changes}

    def __getitem__(self, term: str) -> Exact:
        return self.changes[term] if term in self.changes else self.base[term]

    def __iter__(self) -> Iterator[str]:
        return iter(self.base)

    def __len__(self) -> int:
        return len(self.base)


@dataclass(frozen=True)
class Point:
    """A deal of a part that satisfies the facts: a value for every term, and the lines that it crosses."""

    values: Mapping[str, Exact]
    crossed: int
