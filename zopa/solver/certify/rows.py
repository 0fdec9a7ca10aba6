"""What lines are as linear inequalities on a box, by the certificate's rules (``docs/reference/certificate.md``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...models.lines.normal_form import Tree
from ...models.meaning.meaning import Line
from .atoms import Atoms, Form
from .boxes import Box, Evaluator


@dataclass(frozen=True)
class Row:
    """A sum of multiples of variables, which are the positions of terms and what is not linear, is at most a number."""

    factors: tuple[tuple[str, int], ...]
    most: int


@dataclass(frozen=True)
class OfLine:
    """A row of a line: where in it; for an equation, whether it is the row with all signs changed; and what it says."""

    line: str
    path: tuple[int, ...]
    is_reversed: bool
    row: Row


def combined(parts: Iterable[tuple[int, Row]]) -> Row:
    """Return the sum of some rows, each multiplied by a number."""
    factors: dict[str, int] = {}
    most = 0
    for multiplier, row in parts:
        most += multiplier * row.most
        for term, factor in row.factors:
            factors[term] = factors.get(term, 0) + multiplier * factor
    return Row(tuple((term, factor) for term, factor in sorted(factors.items()) if factor), most)


def reversed_row(row: Row) -> Row:
    """Return the row with all signs changed; an equation is a row and this."""
    return Row(tuple((term, -factor) for term, factor in row.factors), -row.most)


def divided(row: Row, divisor: int) -> Row:
    """Return a row divided by a divisor of its factors, the right side rounded down."""
    return Row(tuple((term, factor // divisor) for term, factor in row.factors), row.most // divisor)


class Rows:
    """Finds the rows of lines on boxes."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self.atoms = Atoms(evaluator)

    def least(self, row: Row, box: Box) -> int:
        """Return the least value of a row's left side on a box."""
        return int(self.atoms.least(dict(row.factors), box))

    def of(self, line: Line, box: Box) -> list[OfLine]:
        """Return the rows of a line on a box: of what has to be so if it holds, and is not decided anyway."""
        self._evaluator.evaluations += 5
        definitions = self._evaluator.environment(line, box.spans)
        made: list[OfLine] = []
        pending: list[tuple[Tree, bool, tuple[int, ...]]] = [(self._evaluator.trees[line.id], True, ())]

        def is_open(part: Tree) -> bool:
            return self._evaluator.truth_of(part, box.spans, definitions) is None

        while pending:
            tree, wanted, path = pending.pop()
            if not is_open(tree):
                continue
            if (row := self._row(tree, wanted)) is not None:
                made.append(OfLine(line.id, path, False, row))
                if isinstance(tree, list) and tree[0] == "==":
                    made.append(OfLine(line.id, path, True, reversed_row(row)))
            match tree:
                case ["value", str(name)]:
                    pending.append((self._evaluator.definitions[name], wanted, path))
                case ["not", part] if row is None:
                    pending.append((part, not wanted, (*path, 0)))
                case ["and" | "or" as operator, *parts]:
                    undecided = [at for at, part in enumerate(parts) if is_open(part)]
                    alike = all(map(self.atoms.is_linear, parts))  # then the row of the part is that of the whole
                    if wanted == (operator == "and") or (not alike and len(undecided) == 1):
                        pending += [(parts[at], wanted, (*path, at)) for at in reversed(undecided)]
        return made

    def _row(self, tree: Tree, wanted: bool) -> Row | None:
        """Return what a condition on linear parts says if it has to be true, or false; None where that is no row."""
        match tree:
            case ["value", _]:
                return None  # what it stands for says it
            case _ if self.atoms.is_linear(tree):
                form = self.atoms.form(tree)
                return _row(Form({}, 1).plus(form, -1) if wanted else form)
            case ["<=", left, right]:
                return self._at_most(left, right) if wanted else self._at_most(right, left, is_strict=True)
            case ["==", left, right] if wanted:
                return self._at_most(left, right)
            case ["or" | "and" as operator, *parts] if wanted == (operator == "or"):
                found = Form({}, 1)
                for part in parts:
                    form = self.atoms.form(part)
                    found = found.plus(form, -1) if wanted else found.plus(form).plus(Form({}, -1))
                return _row(found)
        return None

    def _at_most(self, left: Tree, right: Tree, is_strict: bool = False) -> Row:
        return _row(self.atoms.form(left).plus(self.atoms.form(right), -1), is_strict)


def _row(form: Form, is_strict: bool = False) -> Row:
    """Return a form as a row: at most 0, or below it."""
    factors, constant, _ = form.whole()
    return Row(tuple(sorted(factors.items())), -constant - is_strict)
