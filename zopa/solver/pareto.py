"""Points that no other beats, in whole numbers, the more the better; and sums of such points.

The best of a whole that falls apart into independent groups are sums of the groups' best: no sum with a beaten addend
is among them. So the groups are added one by one, beaten sums dropped each time (the merge of partial frontiers).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy
from numpy.typing import NDArray

T = TypeVar("T")
Vector = tuple[int, ...]

_EXACT = 2**62
"""Beyond this, 64-bit integers would not do."""

_BLOCK, _STRONG = 512, 256


class Points(Generic[T]):
    """Distinct points, each with what it is a point of."""

    def __init__(self, vectors: Sequence[Vector], payloads: Sequence[T]) -> None:
        self.vectors, self.payloads = list(vectors), list(payloads)

    def __len__(self) -> int:
        return len(self.vectors)

    def undominated(self) -> Points[T]:
        """Return the points that no other is at least as good as everywhere; of equals the first."""
        kept = best(self.vectors)
        return Points([self.vectors[at] for at in kept], [self.payloads[at] for at in kept])

    def plus(self, other: Points[T], join: Callable[[T, T], T]) -> Points[T]:
        """Return the undominated sums of a point of each."""
        sums = [tuple(map(int.__add__, one, two)) for one in self.vectors for two in other.vectors]
        width = len(other.vectors)
        kept = best(sums)
        payloads = [join(self.payloads[at // width], other.payloads[at % width]) for at in kept]
        return Points([sums[at] for at in kept], payloads)


def best(vectors: Sequence[Vector]) -> list[int]:
    """Return the positions of the undominated vectors, by their values from the greatest down; of equals the first."""
    if not vectors:
        return []
    if len(vectors[0]) <= 2:
        return _in_the_plane(vectors)
    if max(abs(value) for vector in vectors for value in vector) * len(vectors[0]) < _EXACT:
        return _in_blocks(numpy.array(vectors, dtype=numpy.int64))
    return _one_by_one(vectors)


def _in_the_plane(vectors: Sequence[Vector]) -> list[int]:
    kept: list[int] = []
    for at in sorted(range(len(vectors)), key=lambda at: (*(-value for value in vectors[at]), at)):
        if not kept or (len(vectors[at]) == 2 and vectors[at][1] > vectors[kept[-1]][1]):
            kept.append(at)
    return kept


def _one_by_one(vectors: Sequence[Vector]) -> list[int]:
    kept: list[int] = []
    for at in sorted(range(len(vectors)), key=lambda at: (*(-value for value in vectors[at]), at)):
        if not any(all(map(int.__ge__, vectors[other], vectors[at])) for other in kept):
            kept.append(at)
    return kept


def _in_blocks(vectors: NDArray[numpy.int64]) -> list[int]:
    """Go through the vectors by their sums from the greatest down: only an earlier one can beat a later one.

    A block is held against the strongest points first, which beat most of it, and what is left against all.
    """
    order = numpy.lexsort((numpy.arange(len(vectors)), *(-vectors.T[::-1]), -vectors.sum(axis=1)))
    ordered = vectors[order]
    front = numpy.empty((0, vectors.shape[1]), dtype=numpy.int64)
    kept: list[int] = []
    for start in range(0, len(ordered), _BLOCK):
        block = numpy.arange(start, min(start + _BLOCK, len(ordered)))
        for against in (front[:_STRONG], front[_STRONG:]):
            for begin in range(0, len(against), 4096):
                if len(block):
                    block = block[~_beaten(ordered[block], against[begin : begin + 4096])]
        if len(block):
            candidates = ordered[block]
            alive = numpy.ones(len(block), dtype=bool)
            for at in range(len(block)):
                if alive[at]:
                    alive[at + 1 :] &= (candidates[at + 1 :] > candidates[at]).any(axis=1)
            kept += [int(position) for position in order[block[alive]]]
            front = numpy.concatenate([front, candidates[alive]])
    return sorted(kept, key=lambda at: (*(-int(value) for value in vectors[at]), at))


def _beaten(block: NDArray[numpy.int64], front: NDArray[numpy.int64]) -> NDArray[numpy.bool_]:
    """Return which vectors of a block some point of a front is at least as good as everywhere."""
    beaten = numpy.ones((len(block), len(front)), dtype=bool)
    for axis in range(block.shape[1]):
        beaten &= front[:, axis][None, :] >= block[:, axis][:, None]
    return numpy.asarray(beaten.any(axis=1))
