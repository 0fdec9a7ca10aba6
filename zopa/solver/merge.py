"""Several cost-sorted streams -> the cost-sorted stream of their combinations, lazily (Lawler 1972).

Disputes are settled independently: a whole relaxation takes one resolution from each. The k cheapest of the product
come out without the product ever being written down.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Unfinished(Exception):
    """A stream ended before it was known to be complete."""


class Stream(Generic[T]):
    """A cost-sorted sequence that is produced when first asked for and remembered."""

    def __init__(self, source: Iterator[tuple[int, T]], complete: Callable[[], bool] = lambda: True) -> None:
        self.known: list[tuple[int, T]] = []
        self._source = source
        self._complete = complete
        self._ended = False

    def get(self, index: int) -> tuple[int, T] | None:
        """Return the entry at a position, None past the end.

        Raises
        ------
        Unfinished
            If the stream was cut off before that position.
        """
        while len(self.known) <= index and not self._ended:
            try:
                self.known.append(next(self._source))
            except StopIteration:
                self._ended = True
        if index < len(self.known):
            return self.known[index]
        if not self._complete():
            raise Unfinished
        return None


def combinations(streams: Sequence[Stream[T]]) -> Iterator[tuple[int, tuple[T, ...]]]:
    """Yield ``(cost, one entry of each stream)`` in order of total cost, ties in a fixed order.

    Raises
    ------
    Unfinished
        When the next combination may need an entry that a cut-off stream does not have; all before it are right.
    """
    start = []
    for stream in streams:
        first = stream.get(0)
        if first is None:
            return
        start.append(first)
    total = sum(cost for cost, _ in start)
    # Each vector is reached once: only its last raised position and those after it may be raised further.
    heap: list[tuple[int, tuple[int, ...], int, bool]] = [(total, (0,) * len(streams), 0, False)]
    while heap:
        cost, vector, position, cut = heapq.heappop(heap)
        if cut:
            raise Unfinished
        entries = [stream.known[index] for stream, index in zip(streams, vector, strict=True)]
        yield cost, tuple(entry for _, entry in entries)
        for at in range(position, len(streams)):
            following = (*vector[:at], vector[at] + 1, *vector[at + 1 :])
            try:
                entry = streams[at].get(vector[at] + 1)
            except Unfinished:
                # Whatever comes next in that stream costs at least what its last known entry does.
                heapq.heappush(heap, (cost, following, at, True))
                continue
            if entry is not None:
                heapq.heappush(heap, (cost - entries[at][0] + entry[0], following, at, False))
