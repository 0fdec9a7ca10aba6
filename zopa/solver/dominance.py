"""Points that no other beats, in whole numbers, the more the better; and sums of such points.

The best of a whole that falls apart into independent groups are sums of the groups' best: no sum with a beaten addend
is among them. So the groups are added one by one, beaten sums dropped each time (the merge of partial frontiers).
Costs, of which less is better, are negated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

T = TypeVar("T")
Vector: TypeAlias = tuple[int, ...]

_FEW = 32
"""Up to so many vectors, loading numpy and making arrays takes longer than comparing them one by one."""


class Points(Generic[T]):
    """Distinct points, each with what it is a point of."""

    def __init__(self, vectors: Iterable[Vector], payloads: Iterable[T]) -> None:
        self.vectors, self.payloads = list(vectors), list(payloads)

    def __len__(self) -> int:
        return len(self.vectors)

    def at(self, positions: Iterable[int]) -> Points[T]:
        """Return the points at some positions."""
        chosen = list(positions)
        return Points([self.vectors[at] for at in chosen], [self.payloads[at] for at in chosen])

    def undominated(self) -> Points[T]:
        """Return the points that no other is at least as good as everywhere; of equals the first."""
        return self.at(best(self.vectors))

    def plus(self, other: Points[T], join: Callable[[T, T], T]) -> Points[T]:
        """Return the undominated sums of a point of each."""
        vectors, kept = _best_sums(self.vectors, other.vectors)
        width = len(other)
        return Points(vectors, [join(self.payloads[at // width], other.payloads[at % width]) for at in kept])


def best(vectors: Sequence[Vector]) -> list[int]:
    """Return the positions of the undominated vectors, by their values from the greatest down; of equals the first."""
    if len(vectors) > _FEW:
        from .dominance_arrays import best_rows, rows_of

        rows = rows_of(vectors)
        if rows is not None:
            return best_rows(rows)
    kept: list[int] = []
    for at in sorted(range(len(vectors)), key=lambda at: (*(-value for value in vectors[at]), at)):
        if not any(all(map(int.__ge__, vectors[other], vectors[at])) for other in kept):
            kept.append(at)
    return kept


def _best_sums(left: Sequence[Vector], right: Sequence[Vector]) -> tuple[list[Vector], list[int]]:
    """Return the undominated sums of a vector of each, and their positions, those of one left vector together."""
    if len(left) * len(right) > _FEW:
        from .dominance_arrays import best_rows, rows_of

        rows = rows_of([*left, *right])
        if rows is not None:
            sums: Any = (rows[: len(left), None, :] + rows[None, len(left) :, :]).reshape(-1, rows.shape[1])
            kept = best_rows(sums)
            return list(map(tuple, sums[kept].tolist())), kept
    made = [tuple(map(int.__add__, one, two)) for one in left for two in right]
    kept = best(made)
    return [made[at] for at in kept], kept


def least_of(keys: Sequence[Any]) -> tuple[int, ...]:
    """Return the positions of the least keys."""
    least = min(keys, default=None)
    return tuple(at for at, key in enumerate(keys) if key == least)
