"""The sentences of a refutation: what each line forces, in the parties' terms and units, short enough to read aloud."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from ...models.parties import Statement
from ...models.scenario import Scenario
from ...models.terms import Choice, DateTerm, Scale, YesNo
from ...models.values import Exact, exact, number_text, size_of
from ...results.explanation import (
    AddsUp,
    Counts,
    Explanation,
    Fails,
    Forces,
    Inequality,
    Left,
    Multiplies,
    Recalls,
    Remarks,
    Rounds,
    Supposes,
    Told,
)
from .names import Words, counted, listed

_NAMED = 4
"""Up to this many terms are named one by one where each counts once."""

_FEW = 2
"""Up to this many levels of a scale are named one by one; more are given as a range."""


class ProofWords:
    """Puts the refutations of one scenario into words."""

    def __init__(self, scenario: Scenario) -> None:
        self.words = Words(scenario)
        self._scenario = scenario
        lines = self.words.tags()
        letters = "F" if not any(tag[0] == "F" for tag in lines.values()) else "FACT "  # F1 is then a party's line
        facts = {name: f"{letters}{number}" for number, name in enumerate(scenario.facts, start=1)}
        self.tags = {**lines, **facts}

    def statement(self, line: str) -> Statement:
        """Return the document of a fact or red line."""
        return self._scenario.facts[line] if line in self._scenario.facts else self.words.red_line(line)

    def source(self, statement: Statement) -> str:
        """Return where a statement comes from; empty where none is named."""
        if statement.source is None:
            return ""
        source = self._scenario.sources[statement.source]
        return f"{source.title}, {source.date}" if source.date else source.title

    def definitions(self, explanation: Explanation) -> dict[str, str]:
        """Return the definitions that the lines of a conflict use, those used by others first."""
        meaning, conflict = self._scenario.meaning(), explanation.conflict
        wanted = {*conflict.red_lines, *(conflict.facts or ())}
        lines = [line for line in (*meaning.facts, *meaning.red_lines) if line.id in wanted]
        used = {name for line in lines for name in line.definitions}
        texts = self._scenario.definitions
        return {
            definition.name: texts[definition.name] for definition in meaning.definitions if definition.name in used
        }

    # -- steps ----------------------------------------------------------------------------------------------------

    def opening(self, explanation: Explanation) -> str:
        """Return the first sentence: what cannot all hold, and which assumptions and inferences that rests on."""
        conflict = explanation.conflict
        what = self.what(explanation)
        used = [*conflict.red_lines, *(conflict.facts or ())]
        resting = []
        for basis, one, many in (
            ("assumption", "an assumption", "assumptions"),
            ("inferred", "an inference", "inferences"),
        ):
            marked = [self.tags[line] for line in used if self.statement(line).basis == basis]
            if marked:
                resting.append(f"{one if len(marked) == 1 else many} ({listed(marked)})")
        return f"Resting on {listed(resting)}: {what}" if resting else what

    def what(self, explanation: Explanation) -> str:
        """Return what cannot all hold."""
        conflict = explanation.conflict
        tags = listed([self.tags[line] for line in conflict.red_lines])
        facts = listed([self.tags[name] for name in conflict.facts or ()])
        if not conflict.red_lines:
            alone = "cannot all hold" if len(conflict.facts or ()) > 1 else "cannot hold"
            return f"{facts} {alone}, with or without the red lines."
        given = f", given {facts}" if facts else ""
        if len(conflict.red_lines) == 1:
            return f"{tags} cannot hold in any deal{given}."
        both = "both" if len(conflict.red_lines) == 2 else "all"
        return f"{tags} cannot {both} hold{given}."

    def sentences(self, steps: Sequence[Told]) -> list[tuple[int, str]]:
        """Return the steps in sentences, each with its depth; what one line forces of several terms is one sentence."""
        made: list[tuple[int, str]] = []
        for _, group in groupby(enumerate(steps), _joined):
            alike = [step for _, step in group]
            last = alike[-1]
            text = self.forced(last, alike) if isinstance(last, Forces) else self.sentence(last)
            made.append((getattr(last, "depth", 0), text))
        return made

    def forced(self, step: Forces, alike: Sequence[Told]) -> str:
        """Say what a line forces of one term or of several."""
        if not step.left:
            return f"But {self.tags[step.line]}{self.as_given(step.given)} leaves {self.term(step.term)} nothing."
        left = {one.term: one.left for one in alike if isinstance(one, Forces)}
        return f"By {self.tags[step.line]}{self.as_given(step.given) or ','} {self.are_left(left)}."

    def sentence(self, step: Told) -> str:
        """Return one step in a sentence."""
        match step:
            case Fails(line, given, _, sides):
                so = f"So {self.tags[line]} cannot hold{self.as_given(given).rstrip(',') or ', whatever the deal'}"
                return f"{so}{'' if sides is None else apart(*sides)}."
            case AddsUp(parts, factors, least, most):
                return f"{self.added(parts)} {self.impossible(factors, least, most)}"
            case Counts(asked, terms, most):
                by = listed([f"{figure(number)} by {self.tags[line]}" for line, number in asked])
                needed = figure(exact(sum((Fraction(number) for _, number in asked), Fraction(0))))
                which = listed([self.term(term) for term in terms]) if len(terms) <= _NAMED else self.ends(terms)
                there = f"and there {'is' if most == 1 else 'are'} {figure(most)}"
                return f"{needed} are asked for ({by}), {there}: {which} can each count only once."
            case Rounds(parts, number, factors, most):
                return (
                    f"{self.added(parts)} Rounded to whole steps ({number}): {self.linear(factors)} ≤ {figure(most)}."
                )
            case Multiplies(parts, _, number, product, factors, total, most):
                return f"{self.multiplied(parts, factors, total)} so ({number}) {product} ≤ {about(most)}."
            case Supposes(term, left, False):
                return f"Suppose first that {self.is_left(term, left)}."
            case Supposes(term, left):
                return f"That fails; so {self.is_left(term, left)}."
            case Remarks(number, given):
                return f"Lemma {number}: it cannot be that {self.are_left(given)}. Suppose it were so."
            case Recalls(number, None):
                return f"By lemma {number}, that cannot be."
            case Recalls(number, str(term), left):
                return f"By lemma {number}, {self.is_left(term, left)}."
        raise TypeError(f"not a step: {step!r}")  # pragma: no cover

    def as_given(self, given: Mapping[str, Left]) -> str:
        """Return what is known of other terms, as a subordinate clause."""
        return f", as {self.are_left(given)}," if given else ""

    # -- terms ----------------------------------------------------------------------------------------------------

    def term(self, name: str) -> str:
        """Return a term's label within a sentence."""
        return f"“{self.words.term(name)}”"

    def is_left(self, name: str, left: Left) -> str:
        """Say what a term can still be."""
        return f"{self.term(name)} is {self.can_be(name, left)}"

    def are_left(self, given: Mapping[str, Left]) -> str:
        """Say what some terms can still be; those that can be the same are named together."""
        alike: dict[str, list[str]] = {}
        for name, left in given.items():
            alike.setdefault(self.can_be(name, left), []).append(self.term(name))
        return listed(
            [f"{listed(names)} {'is' if len(names) == 1 else 'are each'} {text}" for text, names in alike.items()]
        )

    def text(self, name: str, value: Exact) -> str:
        """Return a value; an option within quotation marks."""
        term = self._scenario.terms[name]
        return f"“{term.text(value)}”" if isinstance(term, Choice | Scale) else term.text(value)

    def can_be(self, name: str, left: Left) -> str:
        """Return the values that a term can still have."""
        term, domain = self._scenario.terms[name], self._scenario.terms[name].domain
        values = sum(int((last - first) / domain.step) + 1 for first, last in left)
        if isinstance(term, YesNo | Choice) or (isinstance(term, Scale) and values <= _FEW):
            named = [
                self.text(name, domain.at(position))
                for first, last in left
                for position in range(int(first - domain.start), int(last - domain.start) + 1)
            ]
            return listed(named, "or")
        return listed([self.between(name, first, last) for first, last in left], "or")

    def between(self, name: str, first: Exact, last: Exact) -> str:
        """Say a range of an ordered term's values."""
        term, domain = self._scenario.terms[name], self._scenario.terms[name].domain
        if first == last:
            return self.text(name, first)
        is_date = isinstance(term, DateTerm)
        if first == domain.start:
            return f"{'not after' if is_date else 'at most'} {self.text(name, last)}"
        if last == domain.last:
            return f"{'not before' if is_date else 'at least'} {self.text(name, first)}"
        return f"from {self.text(name, first)} to {self.text(name, last)}"

    # -- sums -----------------------------------------------------------------------------------------------------

    def added(self, parts: tuple[Inequality, ...]) -> str:
        """Return inequalities that are added up, each with its source."""
        added = [self.inequality(part) for part in parts]
        return f"{added[0]}." if len(added) == 1 else f"Add up: {'; '.join(added)}."

    def inequality(self, part: Inequality) -> str:
        """Return one inequality with its source, and what it is multiplied by."""
        times = {1: "", 2: "twice "}.get(part.times, f"{part.times:,} times ")
        origin = f"({part.source})" if isinstance(part.source, int) else self.tags[part.source]
        return f"{times}{origin}: {self.linear(part.factors)} ≤ {figure(part.most)}"

    def multiplied(
        self, parts: tuple[Inequality, ...], factors: Sequence[tuple[int, str]], total: Exact
    ) -> str:
        """Say what factors add up to, and what their product then is at most."""
        weighed = [text if weight == 1 else f"{weight:,} ({text})" for weight, text in factors]
        given = f"{self.added(parts)} " if parts else ""
        mean = f"({about(total)} / {len(factors)})^{len(factors)}"
        weights = math.prod(weight for weight, _ in factors)
        bound = mean if weights == 1 else f"{mean} / {weights:,}"
        return (
            f"{given}The {counted(len(factors), 'factor')} {listed(weighed)} add up to at most {about(total)}. "
            f"None is below 0, and their product is greatest where all are equal, {bound};"
        )

    def ends(self, terms: Sequence[str]) -> str:
        """Name many terms by the first and the last."""
        return f"{len(terms):,} terms, from {self.term(terms[0])} to {self.term(terms[-1])},"

    def impossible(self, factors: Mapping[str, Exact], least: Exact, most: Exact) -> str:
        """Say why a sum cannot hold."""
        if not factors:
            return f"Together that is {figure(least)} ≤ {figure(most)}, which is false."
        return (
            f"Together that is {self.linear(factors)} ≤ {figure(most)}, but the left side is at least {figure(least)}."
        )

    def linear(self, factors: Mapping[str, Exact]) -> str:
        """Return a sum of multiples of terms."""
        text = ""
        for name, factor in sorted(factors.items(), key=lambda entry: entry[1] < 0):
            size = "" if size_of(factor) == 1 else f"{number_text(size_of(factor))} "
            sign = ("− " if factor < 0 else "") if not text else (" − " if factor < 0 else " + ")
            text += f"{sign}{size}{name}"
        return text or "0"


def _joined(numbered: tuple[int, Told]) -> object:
    """Return what the steps of one sentence have in common."""
    number, step = numbered
    return (step.line, step.depth, step.given) if isinstance(step, Forces) and step.left else number


def apart(left: tuple[Exact, Exact], operator: str, right: tuple[Exact, Exact]) -> str:
    """Say why the two sides of a comparison cannot meet."""
    if operator == "==" and left[1] < right[0]:
        return f": one side is at most {figure(left[1])}, the other at least {figure(right[0])}"
    if operator == "==":
        return f": one side is at least {figure(left[0])}, the other at most {figure(right[1])}"
    must = {"<": "be smaller", "<=": "not be greater"}[operator]
    return f": the side that must {must} is at least {figure(left[0])}, the other at most {figure(right[1])}"


def about(value: Exact) -> str:
    """Return a number that something is at most, with two decimals if it has more, rounded up."""
    return figure(exact(Fraction(math.ceil(value * 100), 100)))


def figure(value: Exact) -> str:
    """Return a number; below 0 with a minus sign, as in sums."""
    return f"−{number_text(-value)}" if value < 0 else number_text(value)
