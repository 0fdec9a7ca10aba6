"""A proof as a tree: moves on a box, and an ending; how it is followed, shortened and written out as steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...models.meaning.meaning import Line
from ...results.certificate import Cut, Divide, End, Lemma, LineRow, Mean, Parts, RowName, Split, Step, Sum
from .boxes import Box, Evaluator
from .means import Product
from .propagate import Removal
from .rows import OfLine, Row, Rows, combined, divided


@dataclass(frozen=True)
class Derived:
    """A row made by dividing a sum of rows; or what a product is at most, with the weights of its factors."""

    parts: tuple[tuple[int, Source], ...]
    divisor: int
    row: Row
    product: Product | None = None
    weights: tuple[int, ...] = ()


Source: TypeAlias = "OfLine | Derived"


@dataclass(frozen=True)
class Added:
    """Rows that together cannot hold: an ending."""

    parts: tuple[tuple[int, Source], ...]


@dataclass(frozen=True)
class Fork:
    """A term is at most at a position, or above it: an ending in two proofs."""

    term: str
    at: int
    lower: ProofTree
    upper: ProofTree


@dataclass(frozen=True)
class Emptied:
    """The last cut left its term nothing: an ending."""


@dataclass(frozen=True)
class ProofTree:
    """What refutes a box."""

    moves: tuple[Removal | Derived, ...]
    ending: End | Added | Fork | Emptied

    @property
    def size(self) -> int:
        """How many steps it takes."""
        inner = self.ending.lower.size + self.ending.upper.size if isinstance(self.ending, Fork) else 0
        steps = sum(not together(one, other) for one, other in zip((None, *self.moves), self.moves, strict=False))
        return steps + inner + (not isinstance(self.ending, Emptied))


def together(one: Removal | Derived | None, other: Removal | Derived) -> bool:
    """Return whether two moves, one after the other, are a single step: cuts of one term because of one line."""
    return isinstance(one, Removal) and isinstance(other, Removal) and (one.line, one.term) == (other.line, other.term)


@dataclass(frozen=True)
class Learned:
    """A lemma: terms that cannot all be within these ranges, and why."""

    ranges: tuple[tuple[str, int, int], ...]
    proof: ProofTree

    def covers(self, box: Box) -> bool:
        """Return whether all its terms are within their ranges."""
        for term, first, last in self.ranges:
            low, high = box.hull(term)
            if low < first or high > last:
                return False
        return True


class Follower:
    """Follows proofs about some lines, exactly as the checker does."""

    def __init__(
        self, lines: Mapping[str, Line], evaluator: Evaluator, rows: Rows, lemmas: Sequence[Learned], start: Box
    ) -> None:
        self._lines, self._evaluator, self._rows = lines, evaluator, rows
        self._lemmas, self._start = lemmas, start

    def holds(self, proof: ProofTree, box: Box) -> bool:
        """Return whether a proof refutes a box."""
        return self._follow(proof, box.copy(), frozenset())

    def _follow(self, proof: ProofTree, box: Box, known: frozenset[Derived]) -> bool:
        for at, move in enumerate(proof.moves):
            if isinstance(move, Derived):
                if not self._derives(move, box, known):
                    return False
                known |= {move}
                continue
            inside = box.within(move.term, move.first, move.last)
            if not inside:
                continue  # another cut took them already
            if not self._evaluator.fails(self._lines[move.line], box, move.term, inside[0][0], inside[-1][1]):
                return False
            rest = box.without(move.term, move.first, move.last)
            if not rest:
                return isinstance(proof.ending, Emptied) and at == len(proof.moves) - 1
            box.put(move.term, rest)
        match proof.ending:
            case End(int(number)):
                return self._lemmas[number].covers(box)
            case End(str(name)):
                return self._evaluator.truth(self._lines[name], box.spans) is False
            case Added(parts):
                if not self._known(parts, box, known):
                    return False
                total = combined((multiplier, source.row) for multiplier, source in parts)
                return self._rows.least(total, box) > total.most
            case Fork(term, at, lower, upper):
                first, last = box.hull(term)
                if not (first <= at < last):
                    return False
                halves = zip(box.halves(term, at), (lower, upper), strict=True)
                return all(self._follow(inner, half, known) for half, inner in halves)
        return False

    def _derives(self, move: Derived, box: Box, known: frozenset[Derived]) -> bool:
        if not self._known(move.parts, box, known):
            return False
        total = combined((multiplier, source.row) for multiplier, source in move.parts)
        if move.product is not None:
            fits = move.product.is_fit(box)
            return fits and move.product.bound(move.weights, total, box).most <= move.row.most
        whole = all(factor % move.divisor == 0 for _, factor in total.factors)
        return whole and divided(total, move.divisor) == move.row

    def _known(self, parts: Sequence[tuple[int, Source]], box: Box, known: frozenset[Derived]) -> bool:
        for _, source in parts:
            if isinstance(source, Derived) and source not in known:
                return False
            if isinstance(source, OfLine) and source not in self._rows.of(self._lines[source.line], box):
                return False
        return True

    # -- shortening -----------------------------------------------------------------------------------------------

    def trimmed(self, proof: ProofTree, box: Box, most: int) -> ProofTree:
        """Return a proof without the moves that it does not need, as far as trying them out costs little."""
        for at in range(len(proof.moves) - 1, -1, -1):
            if proof.size * len(proof.moves) > most:
                break
            shorter = ProofTree(proof.moves[:at] + proof.moves[at + 1 :], proof.ending)
            if self.holds(shorter, box):
                proof = shorter
        return proof

    # -- writing out ----------------------------------------------------------------------------------------------

    def steps(self, proof: ProofTree) -> tuple[Step, ...]:
        """Return a proof of the starting box as steps, with the lemmas that it uses before it."""
        needed: set[int] = set()
        pending = [proof]
        while pending:
            for number in lemmas_in(pending.pop()):
                if number not in needed:
                    needed.add(number)
                    pending.append(self._lemmas[number].proof)
        writer = _StepWriter({number: at for at, number in enumerate(sorted(needed))})
        for number in sorted(needed):
            lemma = self._lemmas[number]
            box = self._start.copy()
            for term, first, last in lemma.ranges:
                box.put(term, box.within(term, first, last))
            writer.steps.append(Lemma(lemma.ranges))
            writer.write(lemma.proof, box, {})
        writer.write(proof, self._start.copy(), {})
        return tuple(writer.steps)


class _StepWriter:
    def __init__(self, lemmas: Mapping[int, int]) -> None:
        self.steps: list[Step] = []
        self._lemmas = lemmas

    def write(self, proof: ProofTree, box: Box, numbers: dict[Derived, int]) -> None:
        before: Removal | Derived | None = None
        for move in proof.moves:
            if isinstance(move, Derived):
                named = self.parts(move.parts, numbers)
                product = move.product
                self.steps.append(
                    Mean(product.line, product.path, move.weights, named)
                    if product is not None
                    else Divide(named, move.divisor)
                )
                numbers = {**numbers, move: len(numbers)}
            elif box.within(move.term, move.first, move.last):
                taken: tuple[tuple[int, int], ...] = ()
                if together(before, move) and isinstance(step := self.steps[-1], Cut):
                    taken = step.removed
                    self.steps.pop()
                self.steps.append(Cut(move.line, move.term, (*taken, (move.first, move.last))))
                rest = box.without(move.term, move.first, move.last)
                if rest:
                    box.put(move.term, rest)
            else:
                continue
            before = move
        match proof.ending:
            case End(int(number)):
                self.steps.append(End(self._lemmas[number]))
            case End() as end:
                self.steps.append(end)
            case Added(parts):
                self.steps.append(Sum(self.parts(parts, numbers)))
            case Fork(term, at, lower, upper):
                self.steps.append(Split(term, at))
                for half, inner in zip(box.halves(term, at), (lower, upper), strict=True):
                    self.write(inner, half, numbers)

    def parts(self, parts: Sequence[tuple[int, Source]], numbers: Mapping[Derived, int]) -> Parts:
        made: list[tuple[int, RowName]] = []
        for multiplier, source in parts:
            match source:
                case OfLine(line, path, is_reversed):
                    made.append((-multiplier if is_reversed else multiplier, LineRow(line, path)))
                case Derived():
                    made.append((multiplier, numbers[source]))
        return tuple(made)


def lemmas_in(proof: ProofTree) -> list[int]:
    """Return the lemmas that a proof uses itself."""
    match proof.ending:
        case End(int(number)):
            return [number]
        case Fork(_, _, lower, upper):
            return lemmas_in(lower) + lemmas_in(upper)
    return []
