"""What lines rule out, one after the other: each cut takes positions from one term because of one line."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...models.expressions import nodes
from ...models.meaning.meaning import Line
from ...results.certificate import End
from ..intervals import Intervals, join
from .boxes import Box, Evaluator

FEW = 40
"""Of at most this many positions, a line that can leave gaps is tried on each; of more, only the ends are cut."""

_ROUNDS = 3
"""How often one line may cut one term in one go: lines that move each other by single steps are for sums to refute."""


@dataclass(frozen=True)
class Removal:
    """A line leaves a term no position from ``first`` to ``last``; several in a row are one step of a certificate."""

    line: str
    term: str
    first: int
    last: int


class Propagation:
    """Cuts with the lines of one proof."""

    def __init__(self, lines: Mapping[str, Line], evaluator: Evaluator) -> None:
        self._lines = lines
        self._evaluator = evaluator
        self._using: dict[str, list[str]] = {}
        for name, line in lines.items():
            for term in line.terms:
                self._using.setdefault(term, []).append(name)
        self._terms = {name: sorted(line.terms) for name, line in lines.items()}
        self._gappy = {name for name, line in lines.items() if line.definitions or not leaves_ranges(line.node)}
        # Lines about few terms first: what they cut is easiest to read.
        self.order = sorted(lines, key=lambda name: (len(lines[name].terms), list(lines).index(name)))

    def run(self, box: Box, first: Sequence[str] | None = None) -> tuple[list[Removal], End | None, bool]:
        """Cut until nothing changes, or until one pair of a line and a term has changed too often.

        Returns
        -------
        tuple
            The cuts, made in the box too; a line that cannot hold at the end, if there is one; and whether the last cut
            left its term nothing (the box then still has what it took).
        """
        cuts: list[Removal] = []
        queue = deque(self.order if first is None else first)
        queued = set(queue)
        rounds: dict[tuple[str, str], int] = {}
        while queue:
            name = queue.popleft()
            queued.discard(name)
            line = self._lines[name]
            known = self._evaluator.truth(line, box.spans)
            if known is False:
                return cuts, End(name), False
            if known:
                continue
            for term in self._terms[name]:
                if rounds.get((name, term), 0) >= _ROUNDS:
                    continue
                impossible = self.impossible(line, term, box)
                if not impossible:
                    continue
                rounds[name, term] = rounds.get((name, term), 0) + 1
                for low, high in impossible:
                    cuts.append(Removal(name, term, low, high))
                    rest = box.without(term, low, high)
                    if not rest:
                        return cuts, None, True
                    box.put(term, rest)
                for other in self._using[term]:
                    if other != name and other not in queued:
                        queue.append(other)
                        queued.add(other)
        return cuts, None, False

    def using(self, term: str) -> list[str]:
        """Return the lines that a term is in."""
        return self._using.get(term, [])

    def impossible(self, line: Line, term: str, box: Box) -> Intervals:
        """Return positions of a term that a line rules out."""
        first, last = box.hull(term)
        if first == last:
            return ()
        if line.id in self._gappy and box.count(term) <= FEW:
            found = [
                (position, position)
                for low, high in box.positions[term]
                for position in range(low, high + 1)
                if self._evaluator.fails(line, box, term, position, position)
            ]
            return tuple(
                part for low, high in join([tuple(found)]) for part in self._at_once(line, term, low, high, box)
            )
        return (*self._from_end(line, term, box, 0), *self._from_end(line, term, box, -1))

    def _at_once(self, line: Line, term: str, low: int, high: int, box: Box) -> Intervals:
        """Return a range of positions, in one piece if the line is seen to rule all of them out at once."""
        if low == high or self._evaluator.fails(line, box, term, low, high):
            return ((low, high),)
        return tuple((position, position) for position in range(low, high + 1))

    def _from_end(self, line: Line, term: str, box: Box, at: int) -> Intervals:
        """Return the positions that a line rules out from the first on (``at`` 0), or the last back (``at`` -1)."""
        ends = box.hull(term)
        start, bad, step = ends[at], ends[at + 1], -1 if at else 1

        def is_false(to: int) -> bool:
            return self._evaluator.fails(line, box, term, min(start, to), max(start, to))

        good = start
        if not is_false(good):
            return ()
        while abs(step) < abs(bad - good) and is_false(good + step):
            good, step = good + step, step * 2
        if abs(step) < abs(bad - good):
            bad = good + step
        while abs(bad - good) > 1:
            middle = (good + bad) // 2
            if is_false(middle):
                good = middle
            else:
                bad = middle
        return ((min(start, good), max(start, good)),)


def leaves_ranges(node: nodes.Boolean) -> bool:
    """Return whether a condition plainly leaves every term a range without gaps: inequalities of sums, all required."""
    match node:
        case nodes.And(parts):
            return all(map(leaves_ranges, parts))
        case nodes.Compare("<" | "<=", left, right):
            return _is_sum(left) and _is_sum(right)
        case nodes.Holds() | nodes.Not(nodes.Holds()):
            return True
    return False


def _is_sum(node: nodes.Numeric) -> bool:
    match node:
        case nodes.Constant() | nodes.Value():
            return True
        case nodes.Total(parts):
            return all(map(_is_sum, parts))
        case nodes.Product((nodes.Constant(), part)) | nodes.Product((part, nodes.Constant())):
            return _is_sum(part)
    return False


def sliced(cuts: Sequence[Removal], end: End | None, lines: Mapping[str, Line]) -> tuple[Removal, ...]:
    """Return the cuts that can matter for how a branch ends: those of terms that a later one, or the end, looks at.

    ``end`` is ``None`` where the last cut leaves its term nothing.
    """
    kept: list[Removal] = []
    needed: set[str] = set()
    if end is None:
        kept, cuts = [cuts[-1]], cuts[:-1]
        needed = _looked_at(kept[0], lines)
    elif isinstance(end.line, str):
        needed = set(lines[end.line].terms)
    for cut in reversed(cuts):
        if cut.term in needed:
            kept.append(cut)
            needed |= _looked_at(cut, lines)
    return tuple(reversed(kept))


def _looked_at(cut: Removal, lines: Mapping[str, Line]) -> set[str]:
    return {cut.term, *lines[cut.line].terms}
