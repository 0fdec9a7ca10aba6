"""Points that no other beats, in whole numbers, the more the better; and sums of such points.

The best of a whole that falls apart into independent groups are sums of the groups' best: no sum with a beaten addend
is among them. So the groups are added one by one, beaten sums dropped each time (the merge of partial frontiers).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import numpy
from numpy.typing import NDArray

T = TypeVar("T")
Vector: TypeAlias = tuple[int, ...]
Rows: TypeAlias = NDArray[Any]
"""Vectors as the rows of an array of whole numbers."""

_EXACT = 2**61
"""Beyond this, 64-bit integers would not do for a vector, nor for its sum with another."""

_SHORT = 2**30
"""The same of 32-bit integers, which are compared twice as fast."""

_FIRST, _MOST_IN_BLOCK, _STRONG, _AT_ONCE = 64, 1024, 128, 2**20


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
        if not self.vectors or not other.vectors:
            return Points([], [])
        rows = rows_of(self.vectors + other.vectors)
        width = len(other)
        if rows is None:
            sums: Any = [tuple(map(int.__add__, one, two)) for one in self.vectors for two in other.vectors]
            kept = best(sums)
            found = [sums[at] for at in kept]
        else:
            left, right = rows[: len(self)], rows[len(self) :]
            sums = (left[:, None, :] + right[None, :, :]).reshape(-1, rows.shape[1])
            kept = _best(sums)
            found = list(map(tuple, sums[kept].tolist()))
        return Points(found, [join(self.payloads[at // width], other.payloads[at % width]) for at in kept])


def rows_of(vectors: Sequence[Vector]) -> Rows | None:
    """Return some vectors as rows; None where machine integers would not do for them and their sums."""
    try:
        rows = numpy.array(vectors, dtype=numpy.int64)
    except OverflowError:
        return None
    if not rows.size:
        return rows
    reach = max(abs(int(rows.min())), abs(int(rows.max()))) * rows.shape[1]
    return None if reach >= _EXACT else rows.astype(numpy.int32) if reach < _SHORT else rows


def best(vectors: Sequence[Vector]) -> list[int]:
    """Return the positions of the undominated vectors, by their values from the greatest down; of equals the first."""
    rows = rows_of(vectors) if vectors else None
    return _best(rows) if rows is not None else _one_by_one(vectors)


def _one_by_one(vectors: Sequence[Vector]) -> list[int]:
    kept: list[int] = []
    for at in sorted(range(len(vectors)), key=lambda at: (*(-value for value in vectors[at]), at)):
        if not any(all(map(int.__ge__, vectors[other], vectors[at])) for other in kept):
            kept.append(at)
    return kept


def _best(rows: Rows) -> list[int]:
    if rows.shape[1] <= 2:
        return _in_the_plane(rows)
    return _in_blocks(rows)


def _downwards(rows: Rows) -> NDArray[numpy.intp]:
    """Return the positions by values from the greatest down; equals in their order."""
    return numpy.lexsort(tuple(-rows.T[::-1])) if rows.shape[1] else numpy.arange(len(rows))


def _in_the_plane(rows: Rows) -> list[int]:
    """Go through the points by the first value from the greatest down: one with the greatest second so far is kept."""
    order = _downwards(rows)
    if rows.shape[1] < 2:
        return [int(at) for at in order[:1]]
    second = rows[order, 1]
    kept = numpy.ones(len(order), dtype=bool)
    kept[1:] = second[1:] > numpy.maximum.accumulate(second)[:-1]
    return [int(at) for at in order[kept]]


def _in_blocks(rows: Rows) -> list[int]:
    """Go through the vectors by their sums from the greatest down: only an earlier one can beat a later one.

    A block is held against the points of greatest sum first, which beat most of it, and what is left against all;
    then what is left of it against itself. Blocks begin small: what comes first beats most.
    """
    order = numpy.lexsort((*(-rows.T[::-1]), -rows.sum(axis=1, dtype=numpy.int64)))
    columns = numpy.ascontiguousarray(rows[order].T)
    front = numpy.empty((len(columns), len(order)), dtype=rows.dtype)
    length, kept, start, size = 0, [order[:0]], 0, _FIRST
    while start < len(order):
        block = numpy.arange(start, min(start + size, len(order)))
        start, size = start + size, min(2 * size, _MOST_IN_BLOCK)
        for begin, end in ((0, _STRONG), (_STRONG, length)):
            if begin < length and len(block):
                block = block[~_beaten(columns[:, block], front[:, begin : min(end, length)])]
        if len(block):
            block = block[~_beaten(columns[:, block], columns[:, block], earlier=True)]
            front[:, length : length + len(block)] = columns[:, block]
            length += len(block)
            kept.append(order[block])
    positions = numpy.concatenate(kept)
    return [int(at) for at in positions[_downwards(rows[positions])]]


def _beaten(block: Rows, front: Rows, earlier: bool = False) -> NDArray[numpy.bool_]:
    """Return which columns of a block some column of a front (only an earlier one) is at least as good as everywhere."""
    beaten = numpy.zeros(block.shape[1], dtype=bool)
    step = max(1, _AT_ONCE // max(1, block.shape[1]))
    for begin in range(0, front.shape[1], step):
        part = front[:, begin : begin + step]
        as_good = part[0][None, :] >= block[0][:, None]
        for row in range(1, len(block)):
            as_good &= part[row][None, :] >= block[row][:, None]
        if earlier:
            as_good &= numpy.arange(begin, begin + part.shape[1])[None, :] < numpy.arange(block.shape[1])[:, None]
        beaten |= as_good.any(axis=1)
    return beaten
