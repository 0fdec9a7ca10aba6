"""Names, numbers and lines in everyday words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...models.expressions.syntax import on_one_line
from ...models.parties import Fallback, RedLine, Statement
from ...models.scenario import Scenario
from ...models.values import DealValue, number_text
from ...results.analysis import Conflict
from ...results.verdict import Cost, DealWords


@dataclass(frozen=True)
class Words:
    """A scenario's names in everyday words."""

    scenario: Scenario

    def party(self, party_id: str) -> str:
        """Return a party's name, with its id where another party has the same name."""
        name = self._name(party_id)
        same = sum(self._name(other) == name for other in self.scenario.parties)
        return name if same == 1 else f"{name} [{party_id}]"

    def _name(self, party_id: str) -> str:
        return self.scenario.parties[party_id].name or plain(party_id).capitalize()

    def party_of(self, line_id: str) -> str:
        """Return the name of the party that holds a red line."""
        return self.party(line_id.split(".", maxsplit=1)[0])

    def red_line(self, line_id: str) -> RedLine:
        """Return a red line's document."""
        party, line = line_id.split(".")
        return self.scenario.parties[party].red_lines[line]

    def has_bound(self, line_id: str) -> bool:
        """Return whether a line compares with one number or date, rather than two things that both vary."""
        meaning = self.scenario.meaning()
        movement = next(meaning.movement(line) for line in meaning.red_lines if line.id == line_id)
        return movement is not None and movement.bound is not None

    def line(self, line_id: str) -> str:
        """Return a red line in its party's words, or what it requires where it has none."""
        return said(self.red_line(line_id))

    def fact(self, name: str) -> str:
        """Return a fact in words, or what it requires."""
        return said(self.scenario.facts[name])

    def term(self, name: str) -> str:
        """Return a term's label."""
        return self.scenario.terms[name].label or plain(name).capitalize()

    def value(self, name: str, value: DealValue) -> str:
        """Return a term's value for a reader: label or number with unit."""
        term = self.scenario.terms[name]
        number = term.number(value)
        return str(value) if number is None else term.text(number)

    def tags(self) -> dict[str, str]:
        """Return a short tag for every red line, such as U1 or R3: its party's first letters and its number there."""
        initials = _initials(list(self.scenario.parties))
        return {
            f"{party_id}.{line_id}": f"{initials[party_id]}{number}"
            for party_id, party in self.scenario.parties.items()
            for number, line_id in enumerate(party.red_lines, start=1)
        }

    def by_party(self, line_ids: Iterable[str]) -> dict[str, list[str]]:
        """Return red lines by the name of their party, both in the scenario's order."""
        gathered: dict[str, list[str]] = {}
        for line_id in line_ids:
            gathered.setdefault(self.party_of(line_id), []).append(line_id)
        return gathered

    def deal(self, deal: DealWords) -> list[tuple[str, str]]:
        """Return a deal as label and value, terms in the scenario's order."""
        return [(self.term(name), self.value(name, value)) for name, value in deal.items()]


def _initials(parties: Sequence[str]) -> dict[str, str]:
    """Return as few first letters of each party's id as distinguish it from the others."""
    found = {}
    for party in parties:
        length = 1
        while length < len(party) and any(other != party and other[:length] == party[:length] for other in parties):
            length += 1
        letters = party[:length].upper()
        found[party] = f"{letters}-" if letters[-1].isdigit() else letters
    return found


def plain(name: str) -> str:
    """Return an identifier as words."""
    return name.replace("_", " ")


def said(statement: Statement | Fallback) -> str:
    """Return a statement in words, or what it requires where it has none."""
    return statement.says or on_one_line(statement.require)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return ``a, b and c``."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def cost_text(cost: Cost) -> str:
    """Return a cost for a reader."""
    return number_text(cost)


def basis_mark(basis: str) -> str:
    """Return what to put behind a line that nobody said in so many words; empty where somebody did."""
    return {"inferred": " (inferred)", "assumption": " (assumption)"}.get(basis, "")


def undetermined(conflict: Conflict, words: Words) -> str:
    """Return that it is not known which facts a conflict rests on; empty where it is known, or there are no facts."""
    unknown = conflict.facts is None and words.scenario.facts
    return ", perhaps because of facts that were not identified" if unknown else ""


def because(conflict: Conflict, words: Words) -> list[str]:
    """Return the facts that a conflict rests on, each marked where it is not explicit."""
    return [f"“{words.fact(name)}”" + basis_mark(words.scenario.facts[name].basis) for name in conflict.facts or ()]
