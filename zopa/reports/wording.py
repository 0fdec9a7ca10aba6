"""The sentences: what an analysis says, in the parties' words and nothing beyond what was proved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..models.parties import RedLine, Statement
from ..models.scenario import Scenario
from ..models.values import DealValue, number_text
from ..results import Analysis, Cheapest, Conflict, Cost, DealWords


@dataclass(frozen=True)
class Words:
    """Looks a scenario's names up and says them as people do."""

    scenario: Scenario

    def party(self, party_id: str) -> str:
        """Return a party's name."""
        return self.scenario.parties[party_id].name or plain(party_id).capitalize()

    def party_of(self, line_id: str) -> str:
        """Return the name of the party that holds a red line."""
        return self.party(line_id.split(".")[0])

    def red_line(self, line_id: str) -> RedLine:
        """Return a red line's document."""
        party, line = line_id.split(".")
        return self.scenario.parties[party].red_lines[line]

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
        """Return a short tag for every red line, such as U1 or R3: its party's initials and its place there."""
        initials = _initials(list(self.scenario.parties))
        return {
            f"{party_id}.{line_id}": f"{initials[party_id]}{number}"
            for party_id, party in self.scenario.parties.items()
            for number, line_id in enumerate(party.red_lines, start=1)
        }

    def by_party(self, line_ids: Iterable[str]) -> dict[str, list[str]]:
        """Return red lines gathered by the name of their party, both in the scenario's order."""
        gathered: dict[str, list[str]] = {}
        for line_id in line_ids:
            gathered.setdefault(self.party_of(line_id), []).append(line_id)
        return gathered

    def deal(self, deal: DealWords) -> list[tuple[str, str]]:
        """Return a deal as label and value, terms in the scenario's order."""
        return [(self.term(name), self.value(name, value)) for name, value in deal.items()]


def _initials(parties: Sequence[str]) -> dict[str, str]:
    """Return as few first letters of each party's id as tell it from the others."""
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


def said(statement: Statement) -> str:
    """Return a statement in words, or what it requires where it has none."""
    return statement.says or statement.require


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


STOPPED = {"time_limit": "the time limit came first", "interrupt": "the search was interrupted"}


def why_stopped(analysis: Analysis) -> str:
    """Return what cut the search off."""
    if analysis.stopped_by is None:
        return "the search reached its allowance of questions"
    return STOPPED[analysis.stopped_by]


def verdict_word(analysis: Analysis) -> str:
    """Return the verdict in a word or two."""
    return {"deal": "A DEAL EXISTS", "no_deal": "NO DEAL", "undecided": "UNDECIDED"}[analysis.verdict]


def verdict(analysis: Analysis) -> str:
    """Return the verdict in one sentence."""
    lines = sum(1 for _ in analysis.scenario.red_lines())
    every = "the one red line" if lines == 1 else f"any of the {lines} red lines"
    match analysis.verdict:
        case "deal":
            return (
                f"There is a deal that crosses none of the {counted(lines, 'red line')}."
                if lines != 1
                else ("There is a deal that does not cross the one red line.")
            )
        case "undecided":
            return (
                f"It is not known whether a deal exists that does not cross {every}: {why_stopped(analysis)}. "
                "This is no statement that there is none."
            )
    if analysis.conflicts and not analysis.conflicts[0].red_lines:
        return "No deal exists whatever becomes of the red lines: the facts alone contradict each other."
    if lines == 1:
        return "No deal exists that does not cross the one red line. This is proved."
    return f"No deal exists that crosses none of the {lines} red lines. This is proved."


def reasons(analysis: Analysis) -> list[str]:
    """Return the sentences that follow the verdict: why not, at what price, and whose own lines clash."""
    sentences = []
    if analysis.conflicts and analysis.conflicts[0].red_lines:
        number = counted(len(analysis.conflicts), "minimal conflict")
        disputes = len(analysis.disputes or ())
        if analysis.conflicts_complete:
            where = f", which make up {disputes} disputes that can be settled apart" if disputes > 1 else ""
            sentences.append(f"The red lines clash in exactly {number}{where}.")
        else:
            sentences.append(f"So far {number} are found ({why_stopped(analysis)}); there may be more.")
    for party in analysis.contradictory_parties:
        sentences.append(_own_contradiction(analysis, party))
    if analysis.cheapest is not None and analysis.verdict == "no_deal":
        sentences.append(_price(analysis, analysis.cheapest))
    return sentences


def _own_contradiction(analysis: Analysis, party: str) -> str:
    """Say that a party cannot be satisfied even alone, by one line that cannot hold or by several together."""
    words = Words(analysis.scenario)
    own = [
        conflict.red_lines
        for conflict in analysis.conflicts or ()
        if conflict.red_lines and all(line.split(".")[0] == party for line in conflict.red_lines)
    ]
    if any(len(lines) > 1 for lines in own):
        return f"{words.party(party)}: its own red lines contradict each other, whatever the others want."
    return f"{words.party(party)}: “{words.line(own[0][0])}” cannot hold in any deal, whatever the others want."


def _price(analysis: Analysis, cheapest: Cheapest) -> str:
    cost = cost_text(cheapest.cost)
    if all(line.weight == 1 for _, _, line in analysis.scenario.red_lines()):
        price = f"Any deal takes giving up at least {counted(int(cheapest.cost), 'red line')}"
    else:
        price = f"Any deal takes giving up red lines at a cost of at least {cost}"
    if analysis.kept:
        price += ", of those that may be given up"
    if cheapest.total is None:
        return f"{price}."
    return f"{price}; {'one set is' if cheapest.total == 1 else f'{cheapest.total:,} sets are'} as cheap as that."


def relaxations_sentence(analysis: Analysis) -> str:
    """Return how many relaxations there are and whether those listed are the cheapest."""
    shown = len(analysis.relaxations or ())
    total = analysis.relaxations_total
    if total == 0:
        return "No set of the red lines that may be given up makes a deal possible."
    if total is not None:
        if total == 1:
            return "It is the only one."
        cheapest = "the cheapest is listed" if shown == 1 else f"the {shown} cheapest are listed"
        return f"There are {total:,} minimal relaxations; {'all are listed' if shown == total else cheapest}."
    if not shown:
        return f"None is proved to be the cheapest: {why_stopped(analysis)}."
    if analysis.relaxations_complete:
        these = "This is the cheapest" if shown == 1 else f"These {shown} are the cheapest, in order"
        return f"{these}; how many more there are was not counted."
    return f"These are the cheapest in order as far as the search came: {why_stopped(analysis)}."


def because(conflict: Conflict, words: Words) -> list[str]:
    """Return the facts that make a conflict, each marked where it is not explicit."""
    return [f"“{words.fact(name)}”" + basis_mark(words.scenario.facts[name].basis) for name in conflict.facts or ()]


def basis_mark(basis: str) -> str:
    """Return what to put behind a line that nobody said in so many words."""
    return {"inferred": " (inferred)", "assumption": " (assumption)"}.get(basis, "")


def confidence(analysis: Analysis) -> list[str]:
    """Return what the answer rests on: assumptions, inferred lines, silent actors, and second opinions."""
    scenario, words = analysis.scenario, Words(analysis.scenario)
    sentences = []
    used = {name for conflict in analysis.conflicts or () for name in conflict.facts or ()}
    assumed = [
        words.fact(name) for name in scenario.facts if name in used and scenario.facts[name].basis == "assumption"
    ]
    if assumed:
        sentences.append(f"Conflicts rest on what an analyst assumes: {listed([f'“{text}”' for text in assumed])}.")
    contested = {line for conflict in analysis.conflicts or () for line in conflict.red_lines}
    inferred = [
        line_id for line_id, _, line in scenario.red_lines() if line.basis != "explicit" and line_id in contested
    ]
    if inferred:
        names = listed([f"“{words.line(line_id)}” ({words.party_of(line_id)})" for line_id in inferred])
        sentences.append(f"Read between the lines, not said in so many words: {names}.")
    silent = [words.party(party_id) for party_id, party in scenario.parties.items() if party.position == "unknown"]
    if silent:
        sentences.append(f"Needed for a deal, though their consent is nowhere stated: {listed(silent)}.")
    conflicts = analysis.conflicts or ()
    if conflicts:
        twice = sum(conflict.confirmed for conflict in conflicts)
        sentences.append(
            "Each conflict was found impossible by two solver runs with different settings."
            if twice == len(conflicts)
            else f"{twice} of {len(conflicts)} conflicts were confirmed by a second solver run."
        )
    if analysis.deal is not None or analysis.relaxations:
        sentences.append("Each deal shown was checked against every line in exact arithmetic.")
    return sentences
