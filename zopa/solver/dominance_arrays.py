"""The dominance filter on arrays, for many vectors: the only place that needs numpy, loaded when it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy
from numpy.typing import NDArray

Rows: TypeAlias = NDArray[Any]
"""Vectors as the rows of an array of whole numbers."""

_EXACT = 2**61
"""Beyond this, 64-bit integers would not do for a vector, nor for its sum with another."""

_SHORT = 2**30
"""The same of 32-bit integers, which are compared twice as fast."""

_FIRST, _MOST_IN_BLOCK, _STRONG, _AT_ONCE = 64, 1024, 128, 2**20


def rows_of(vectors: Sequence[tuple[int, ...]]) -> Rows | None:
    """Return some vectors as rows; None where machine integers would not do for them and their sums."""
    try:
        rows = numpy.array(vectors, dtype=numpy.int64)
    except OverflowError:
        return None
    if not rows.size:
        return rows
    reach = max(abs(int(rows.min())), abs(int(rows.max()))) * rows.shape[1]
    return None if reach >= _EXACT else rows.astype(numpy.int32) if reach < _SHORT else rows


def best_rows(rows: Rows) -> list[int]:
    """Return the positions of the undominated rows, by their values from the greatest down; of equals the first."""
    return _in_the_plane(rows) if rows.shape[1] <= 2 else _in_blocks(rows)


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
    """Return which columns of a block some column of a front (only an earlier one) equals or beats everywhere."""
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
