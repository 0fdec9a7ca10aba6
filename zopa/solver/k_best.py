"""Several cost-sorted streams -> the cost-sorted stream of their combinations, lazily.

Disputes are settled independently: a whole relaxation takes one resolution from each. The k cheapest of the product
come out without the product ever being written down (Lawler 1972), and no stream is asked for an entry that cannot come
next: until then a lower bound on its cost stands for it. Combinations are chained by bound, so that each that comes out
puts two or three others into the queue, however many streams there are (Eppstein 1998 uses the same for k paths).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Unfinished(Exception):
    """A stream ended before it was known to be complete."""


class Sorted(Protocol[T_co]):
    """A cost-sorted sequence that is produced when asked for."""

    def get(self, index: int) -> tuple[int, T_co] | None:
        """Return the entry at a position, None past the end; raise Unfinished if it was cut off before."""

    def least(self, index: int) -> int:
        """Return a lower bound on the cost at a position, without a search; all before it have been asked for."""


class Stream(Generic[T]):
    """A cost-sorted sequence that an iterator produces, remembered."""

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

    def least(self, index: int) -> int:
        """Return a lower bound on the cost at a position: what is known, or the entry before it."""
        return self.known[min(index, len(self.known) - 1)][0]


_ENTRY, _CHAIN = 0, 1


def combinations(streams: Sequence[Sorted[T]]) -> Iterator[tuple[int, tuple[T, ...]]]:
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
    base = tuple(entry for _, entry in start)
    total = sum(cost for cost, _ in start)
    yield total, base
    gaps = [stream.least(1) - cost for stream, (cost, _) in zip(streams, start, strict=True)]
    order = sorted(range(len(streams)), key=gaps.__getitem__)
    serial = 0
    # An entry of the queue: a bound; one combination or a chain of them; a number; the streams raised above their first
    # entries as (rank in the order, index), ascending by rank; the cost of all but the last of them.
    heap: list[tuple[int, int, int, tuple[tuple[int, int], ...], int]] = []

    def push(bound: int, kind: int, raised: tuple[tuple[int, int], ...], before: int) -> None:
        nonlocal serial
        serial += 1
        heapq.heappush(heap, (bound, kind, serial, raised, before))

    def chain(raised: tuple[tuple[int, int], ...], cost: int, rank: int) -> None:
        """Queue all that also raise a stream from a rank on, under the bound of the first such."""
        if rank < len(order):
            push(cost + gaps[order[rank]], _CHAIN, (*raised, (rank, 1)), cost)

    chain((), total, 0)
    while heap:
        bound, kind, _, raised, before = heapq.heappop(heap)
        rank, index = raised[-1]
        stream = streams[order[rank]]
        if kind == _CHAIN:
            chain(raised[:-1], before, rank + 1)
        entry = stream.get(index)
        if entry is None:
            continue
        cost = before + entry[0] - start[order[rank]][0]
        if cost > bound:
            push(cost, _ENTRY, raised, before)
            continue
        chosen = list(base)
        for at, position in raised:
            found = streams[order[at]].get(position)
            assert found is not None
            chosen[order[at]] = found[1]
        yield cost, tuple(chosen)
        push(
            before + stream.least(index + 1) - start[order[rank]][0], _ENTRY, (*raised[:-1], (rank, index + 1)), before
        )
        chain(raised, cost, rank + 1)
