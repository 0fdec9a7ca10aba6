"""The prover: finds a short proof that some lines cannot all hold, or gives up within its budget.

It is not trusted: what it finds counts only once the checker has accepted it. Its means, in this order: cuts by
propagation; sums of rows with Farkas multipliers; equations that no whole numbers solve; splitting a term in two, at
the values that the lines themselves name, or where a linear program points. What was refuted is learned as a lemma when
the search goes on for long. Step-wise explanations: Bogaerts, Gamba and Guns (2021); proofs of this kind: Flippo et al.
(CP 2024), Gocht, McCreesh and Nordström (VeriPB).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...errors import SolverError
from ...models.meaning.meaning import Line, Meaning
from ...results.certificate import End, Refutation, Step
from ..term_ranges import Ranges
from .boxes import Box, Evaluator
from .farkas import Weighed, indivisible, refuting_sum
from .means import products
from .proof import Added, Derived, Emptied, Follower, Fork, Learned, ProofTree, Source
from .propagate import Propagation, Removal, sliced
from .rows import Row, Rows, combined, divided, reversed_row
from .thresholds import thresholds

_MUCH_LONGER = 2
"""Cuts that take this many times the steps of a sum, its rows counted, are not worth shortening."""

DEEPEST = 150
"""Splits within each other; beyond, the recursion would be too deep."""


@dataclass(frozen=True)
class Budget:
    """What a proof may cost, counted in things that are the same in every run.

    Parameters
    ----------
    evaluations
        Of lines on boxes.
    programs
        Linear programs.
    """

    evaluations: int = 400_000
    programs: int = 400


class GaveUp(Exception):
    """The budget is spent, or nothing is left to try."""


class Prover:
    """Proves conflicts of one scenario; what is known of expressions serves all of them."""

    def __init__(self, meaning: Meaning, stopped: Callable[[], bool] = lambda: False) -> None:
        self.meaning, self.stopped = meaning, stopped
        self.evaluator = Evaluator(meaning)
        self.rows = Rows(self.evaluator)
        self.ranges = Ranges(meaning)
        self._lines = {line.id: line for line in (*meaning.facts, *meaning.red_lines)}

    @property
    def spent(self) -> int:
        """Evaluations of lines so far."""
        return self.evaluator.evaluations

    def refute(self, red_lines: Sequence[str], facts: Sequence[str], budget: Budget) -> Refutation | None:
        """Return a proof that red lines and facts cannot all hold; None when none was found within the budget.

        Raises
        ------
        SolverError
            If a deal satisfies all of them.
        """
        lines = {name: self._lines[name] for name in (*red_lines, *facts)}
        search = _Search(self, lines, budget)
        try:
            return Refutation(tuple(red_lines), tuple(facts), search.steps())
        except GaveUp:
            return None


class _Search:
    def __init__(self, prover: Prover, lines: Mapping[str, Line], budget: Budget) -> None:
        self._stopped, self._lines = prover.stopped, lines
        self._evaluator, self._rows = prover.evaluator, prover.rows
        self._most = self._evaluator.evaluations + budget.evaluations
        self._programs = budget.programs
        self._forks = 0
        wanted = {term for line in lines.values() for term in line.terms}
        self._start = Box(prover.meaning, [term for term in prover.meaning.terms if term in wanted])
        self._lemmas: list[Learned] = []
        self._propagation = Propagation(lines, self._evaluator)
        self._follower = Follower(lines, self._evaluator, self._rows, self._lemmas, self._start)
        self._products = [
            product
            for line in lines.values()
            for product in products(self._rows, line, self._evaluator)
        ]
        self._thresholds = thresholds(lines.values(), prover.meaning, prover.ranges)

    def steps(self) -> tuple[Step, ...]:
        """Return the steps of a proof that has been followed once more from the start."""
        proof = self.shortest()
        if not self._follower.holds(proof, self._start):
            raise GaveUp
        return self._follower.steps(proof)

    def shortest(self) -> ProofTree:
        """Return a proof of the starting box: one sum where that says in a line what cuts take many for."""
        first = self.by_cuts(self._propagation.order)
        if first is not None and first.size <= 2:
            return first
        added = self.by_sum(self._start, ()) if first is None or first.size > len(self._lines) else None
        if first is None:
            return added or self.refuted(self._start, 0)
        rows = self.length(added)
        if added is not None and first.size > _MUCH_LONGER * rows:
            return added
        best = self.trimmed(first, self._start)
        if best.size > len(self._lines):  # each line has to be used, so that fewer steps are not to be had by cuts
            other = self.by_cuts(self._propagation.order[::-1])
            if other is not None:
                best = min(best, self.trimmed(other, self._start), key=lambda proof: proof.size)
        return added if added is not None and best.size > rows else best

    def length(self, added: ProofTree | None) -> int:
        """Return how long a proof by a sum is to a reader: what is not linear takes more words than a cut of it."""
        if added is None or not isinstance(added.ending, Added):
            return 0
        atoms = self._rows.atoms.by_name
        named = {name for _, source in added.ending.parts for name, _ in source.row.factors if name in atoms}
        return len(added.ending.parts) + added.size + len(named)

    def by_cuts(self, order: Sequence[str]) -> ProofTree | None:
        """Return a proof of the starting box by cuts in the order of some lines; None when cuts are not enough."""
        cuts, end, emptied = self._propagation.run(self._start.copy(), order)
        return self.ended(cuts, end) if end is not None or emptied else None

    def ended(self, cuts: Sequence[Removal], end: End | None) -> ProofTree:
        return ProofTree(sliced(cuts, end, self._lines), Emptied() if end is None else end)

    def refuted(self, start: Box, depth: int) -> ProofTree:
        """Return a proof of a box.

        Raises
        ------
        GaveUp
            When the budget is spent.
        """
        if self._evaluator.evaluations > self._most or depth > DEEPEST or self._stopped():
            raise GaveUp
        for number, lemma in enumerate(self._lemmas):
            if lemma.covers(start):
                return ProofTree((), End(number))
        box = start.copy()
        cuts, end, emptied = self._propagation.run(box)
        if end is not None or emptied:
            return self.trimmed(self.ended(cuts, end), start)
        guide: dict[str, float] = {}
        if self._programs > 0:
            found = self.by_sum(box, cuts, guide)
            if found is not None:
                return self.trimmed(found, start)
        proof = self.forked(box, guide, depth)
        return self.trimmed(ProofTree((*cuts, *proof.moves), proof.ending), start)

    def trimmed(self, proof: ProofTree, start: Box) -> ProofTree:
        return self._follower.trimmed(proof, start, 2_000)

    # -- sums -----------------------------------------------------------------------------------------------------

    def by_sum(self, box: Box, cuts: Sequence[Removal], guide: dict[str, float] | None = None) -> ProofTree | None:
        """Return a proof that ends in a sum of rows, if there is one; else put where a program points in ``guide``."""
        sources: list[Source] = []
        rows: list[Row] = []
        for line in self._lines.values():
            found = self._rows.of(line, box)
            sources += found
            rows += [source.row for source in found]
        if not rows:
            return None
        for at in range(len(rows)):
            factors = [factor for _, factor in rows[at].factors]
            common = math.gcd(*factors)
            if common > 1 and rows[at].most % common:
                sharper = divided(rows[at], common)
                sources.append(Derived(((1, sources[at]),), common, sharper))
                rows.append(sharper)
        self._programs -= 1
        weighed, values = refuting_sum(self._rows, rows, box)
        if weighed is None and self._with_products(sources, rows, box):
            weighed, values = refuting_sum(self._rows, rows, box)
        if weighed is not None:
            return _adding([(multiplier, sources[at]) for multiplier, at in weighed], cuts)
        if guide is not None:
            guide.update(values)
        unsolvable = indivisible(rows)
        if unsolvable is None:
            return None
        return self._by_divisor(unsolvable, sources, rows, cuts)

    def _with_products(self, sources: list[Source], rows: list[Row], box: Box) -> bool:
        """Add what products are at most, where some row asks for more; return whether there are any."""
        asked = {name for row in rows for name, factor in row.factors if factor < 0}
        wanted = [product for product in self._products if product.name in asked and product.is_fit(box)]
        known = rows.copy()
        for product in wanted[:20]:
            _, high = self._rows.atoms.hull(product.name, box)
            best: tuple[Row, Derived] | None = None
            for weights, weighed, row in product.bounds(known, box):
                parts = tuple((multiplier, sources[at]) for multiplier, at in weighed)
                if row.most < high:
                    best = row, Derived(parts, 1, row, product, tuple(weights))
                    if _contradicts(row, known):
                        break
            if best is not None:
                rows.append(best[0])
                sources.append(best[1])
        return len(rows) > len(known)

    def _by_divisor(
        self,
        found: tuple[list[tuple[int, int]], int],
        sources: Sequence[Source],
        rows: Sequence[Row],
        cuts: Sequence[Removal],
    ) -> ProofTree:
        """Return the proof that a combination of equations has no whole solution: both of its halves, rounded down."""
        weighed, divisor = found
        place = {row: at for at, row in enumerate(rows)}
        halves: list[Weighed] = []
        for sign in (1, -1):
            half = []
            for multiplier, at in weighed:
                is_reversed = sign * multiplier < 0
                half.append((abs(multiplier), place[reversed_row(rows[at])] if is_reversed else at))
            halves.append(half)
        totals = [combined((multiplier, rows[at]) for multiplier, at in half) for half in halves]
        named = [tuple((multiplier, sources[at]) for multiplier, at in half) for half in halves]
        if divisor == 0:  # everything cancels, and one of the halves alone cannot hold
            return _adding(next(half for half, total in zip(named, totals, strict=True) if total.most < 0), cuts)
        derived = [Derived(half, divisor, divided(total, divisor)) for half, total in zip(named, totals, strict=True)]
        return _adding([(1, one) for one in derived], cuts)

    # -- splits ---------------------------------------------------------------------------------------------------

    def forked(self, box: Box, guide: Mapping[str, float], depth: int) -> ProofTree:
        """Return a proof in two halves; only one of them if it does not need the split."""
        term, at = self.choice(box, guide)
        self._forks += 1
        halves = []
        for half in box.halves(term, at):
            proof = self.refuted(half, depth + 1)
            if not (isinstance(proof.ending, End) and isinstance(proof.ending.line, int)) or proof.moves:
                if self._follower.holds(proof, box):
                    return proof
                proof = self.learned(proof, half)
            halves.append(proof)
        return ProofTree((), Fork(term, at, *halves))

    def learned(self, proof: ProofTree, box: Box) -> ProofTree:
        """Remember what refuted a box as a lemma about as few terms as will do, when the search takes long."""
        if self._forks < 16 or proof.size < 3:
            return proof
        wide = box.copy()
        for term in box.positions:
            if wide.positions[term] != self._start.positions[term]:
                kept = wide.positions[term]
                wide.put(term, self._start.positions[term])
                if not self._follower.holds(proof, wide):
                    wide.put(term, kept)
        ranges = tuple((term, *wide.hull(term)) for term in wide.positions if wide.hull(term) != self._start.hull(term))
        # A lemma speaks of ranges: gaps within them, and within terms that it does not name, are not there.
        whole = self._start.copy()
        for term, first, last in ranges:
            whole.put(term, ((first, last),))
        if not ranges or not self._follower.holds(proof, whole):
            return proof
        self._lemmas.append(Learned(ranges, proof))
        return ProofTree((), End(len(self._lemmas) - 1))

    def choice(self, box: Box, guide: Mapping[str, float]) -> tuple[str, int]:
        """Return a term and the position to split it at.

        Raises
        ------
        GaveUp
            When no open line has a term left to split.
        SolverError
            When a deal was found: every line holds.
        """
        unsettled = [line for line in self._lines.values() if self._evaluator.truth(line, box.spans) is None]
        if not unsettled:
            named = ", ".join(self._lines)
            raise SolverError(f"CP-SAT called {named} infeasible, and a deal satisfies all; nothing is claimed")
        often: dict[str, int] = {}
        for line in unsettled:
            for term in sorted(line.terms):
                if box.count(term) > 1:
                    often[term] = often.get(term, 0) + 1
        if not often:
            raise GaveUp
        # Terms on which a condition still turns come first: the others may have nothing left to decide.
        turning = {term: self.named(term, box) for term in often}
        order = sorted(often, key=lambda term: (not turning[term], box.count(term), -often[term]))
        candidates = [(term, at) for term in order for at in turning[term] or self.elsewhere(term, box, guide)]
        if self._forks < 12:
            return self.looking_ahead(candidates[:16], box)
        return candidates[0]

    def named(self, term: str, box: Box) -> list[int]:
        """Return where a term can be split at values that the lines name."""
        first, last = box.hull(term)
        return [at for at in self._thresholds.get(term, ()) if first <= at < last]

    def elsewhere(self, term: str, box: Box, guide: Mapping[str, float]) -> list[int]:
        """Return where else to split a term: its first value if it has few, where a program points, or the middle."""
        first, last = box.hull(term)
        if box.count(term) <= 8:
            return [box.positions[term][0][0]]
        pointed = guide.get(term)
        if pointed is not None and math.isfinite(pointed) and first <= math.floor(pointed) < last:
            return [math.floor(pointed)]
        return [(first + last) // 2]

    def looking_ahead(self, candidates: Sequence[tuple[str, int]], box: Box) -> tuple[str, int]:
        """Return the split whose halves propagation makes smallest; one that refutes a half comes first."""
        best: tuple[float, tuple[str, int]] | None = None
        before = _size(box)
        for term, at in candidates:
            gains = []
            for half in box.halves(term, at):
                _, end, emptied = self._propagation.run(half, self._propagation.using(term))
                gains.append(1e6 if end is not None or emptied else before - _size(half))
            score = gains[0] * gains[1] + gains[0] + gains[1]
            if best is None or score > best[0]:
                best = score, (term, at)
        assert best is not None
        return best[1]


def _contradicts(row: Row, rows: Sequence[Row]) -> bool:
    """Return whether what a variable is at most contradicts one of some rows about it alone."""
    (name, _), *_ = row.factors
    return any(
        other.factors[0][0] == name and other.factors[0][1] < 0 and -other.factors[0][1] * row.most < -other.most
        for other in rows
        if len(other.factors) == 1
    )


def _adding(parts: Sequence[tuple[int, Source]], cuts: Sequence[Removal]) -> ProofTree:
    """Return a proof that adds rows up, deriving first those that have to be."""
    derived = tuple(dict.fromkeys(source for _, source in parts if isinstance(source, Derived)))
    return ProofTree((*cuts, *derived), Added(tuple(parts)))


def _size(box: Box) -> float:
    """Return the logarithm of how many combinations a box has."""
    return sum(math.log2(box.count(term)) for term in box.positions)
