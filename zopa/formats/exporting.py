"""A scenario with additive utilities -> the files of a NegMAS or a GENIUS domain.

Neither format has facts, red lines or bonuses, and a domain without them would be another negotiation, so a scenario
with any is refused; to export the preferences alone, export a copy without them. Options are written as their
identifiers, without labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from typing import Any

from ..errors import Problem, ScenarioError
from ..models.io.save import number_literal
from ..models.scenario import Scenario
from ..models.terms import DateTerm, Quantity, Term, YesNo
from ..models.values import as_decimal, exact, finite
from .scaling import MAX_LISTED, Scored, multiplier, scored


@dataclass(frozen=True)
class _Exported:
    """A party: a weight and scores from 0 to 100 for each term's values, a reservation, and the factor of them all."""

    name: str
    scored: dict[str, Scored]
    reservation: Fraction | None
    factor: Fraction


def to_negmas(scenario: Scenario) -> dict[str, str]:
    """Return the files of a NegMAS domain: ``domain.yml``, and one for each party.

    Utilities from 0 to 100 become utilities from 0 to 1. Whole numbers in steps of 1 become contiguous issues; all
    else becomes categorical, quantities and dates by the text of their values. Where weights have no end as decimals
    (thirds), all that the party has is multiplied by a common number, which a comment of its file states.

    Returns
    -------
    dict
        Text by file name.

    Raises
    ------
    ScenarioError
        Naming everything that does not fit.
    """
    parties = list(_parties(scenario))
    lines = ["type: CartesianOutcomeSpace", f"name: {_word(scenario.title)}", "issues:"]
    for name, term in scenario.terms.items():
        lines.append(f"- name: {_word(name)}")
        if _is_whole(term):
            assert isinstance(term, Quantity)
            lines += ["  type: ContiguousIssue", "  values:", f"  - {int(term.min)}", f"  - {int(term.max)}"]
        else:
            lines += ["  type: CategoricalIssue", "  values:", *(f"  - {_word(value)}" for value in _values(term))]
    files = {"domain.yml": "\n".join(lines) + "\n"}
    for party in parties:
        written = [f"# All utilities are multiplied by {party.factor}."] if party.factor != 1 else []
        bound = "-.inf" if party.reservation is None else _number(party.reservation / 100)
        written += ["type: LinearAdditiveUtilityFunction", f"name: {_word(party.name)}", f"reserved_value: {bound}"]
        written += ["weights:", *(f"- {_number(one.weight / 100)}" for one in party.scored.values()), "values:"]
        for name, one in party.scored.items():
            term = scenario.terms[name]
            written += ["- type: TableFun", "  mapping:"]
            for value, score in zip(_values(term), one.scores, strict=True):
                written.append(f"    {value if _is_whole(term) else _word(value)}: {_number(score / 100)}")
        files[_file_of(party, "yml")] = "\n".join(written) + "\n"
    return files


def to_genius(scenario: Scenario) -> dict[str, str]:
    """Return the files of a GENIUS domain: ``domain.xml``, and one for each party.

    Utilities from 0 to 100 become utilities from 0 to 1, where GENIUS cuts them off; so a party whose utility reaches
    more than 100 is refused. All issues are discrete, as GENIUS evaluates integers along straight lines only. A
    party without a reservation value has none in the file, which GENIUS reads as 0. Returns and raises as
    :func:`to_negmas` does.
    """
    parties = list(_parties(scenario))
    for party in parties:
        most = sum((one.weight * max(one.scores) / 100 for one in party.scored.values()), Fraction(0))
        if most / party.factor > 100:
            reach = _number(most / party.factor) if finite(most / party.factor) else most
            message = f"the utility reaches {reach}, but GENIUS cuts it off at 100; set normalise to scale it"
            raise ScenarioError([Problem(message, ("parties", party.name))])
        if party.reservation is not None and not 0 <= party.reservation / party.factor <= 100:
            message = "a reservation value of GENIUS has to be from 0 to 100"
            raise ScenarioError([Problem(message, ("parties", party.name))])
    files = {"domain.xml": _template(scenario)}
    for party in parties:
        # Thirds are multiplied here too; a power of ten keeps the sum below the cut.
        scale = Fraction(100)
        while party.factor * 100 > scale:
            scale *= 10
        comment = (
            f"<!-- All utilities are multiplied by {party.factor * 100 / scale}. -->\n" if party.factor != 1 else ""
        )
        files[_file_of(party, "xml")] = comment + _profile(scenario, party, scale)
    return files


def _file_of(party: _Exported, ending: str) -> str:
    """Return the name of a party's file; one name is taken by the domain."""
    return f"{party.name}.{ending}" if party.name != "domain" else f"domain_party.{ending}"


def _template(scenario: Scenario) -> str:
    lines = [
        '<negotiation_template number_of_sessions="1">',
        f' <utility_space number_of_issues="{len(scenario.terms)}">',
        *(f" {line}" for line in _objective(scenario)),
        " </utility_space>",
        "</negotiation_template>",
    ]
    return "\n".join(lines) + "\n"


def _profile(scenario: Scenario, party: _Exported, scale: Fraction) -> str:
    lines = [f'<utility_space number_of_issues="{len(scenario.terms)}">', *_objective(scenario, party, scale)]
    lines.append(' <discount_factor value="1"/>')
    if party.reservation is not None:
        lines.append(f' <reservation value="{_number(party.reservation / scale)}"/>')
    return "\n".join([*lines, "</utility_space>"]) + "\n"


def _objective(scenario: Scenario, party: _Exported | None = None, scale: Fraction = Fraction(1)) -> Iterator[str]:
    """Yield the lines of all issues, with weights and evaluations where they are a party's."""
    yield f' <objective index="0" etype="objective" type="objective" name="{escape(scenario.title)}">'
    weights = []
    for index, (name, term) in enumerate(scenario.terms.items(), 1):
        values, evaluations = _values(term), [""] * term.domain.size
        if party is not None:
            scores = party.scored[name].scores
            evaluations = [f' evaluation="{_number(score)}"' for score in scores]
            weight = party.scored[name].weight * max(scores) / 100 / scale  # GENIUS divides by the largest
            weights.append(f'  <weight index="{index}" value="{_number(weight)}"/>')
        yield f'  <issue index="{index}" etype="discrete" type="discrete" vtype="discrete" name="{name}">'
        for at, (value, evaluation) in enumerate(zip(values, evaluations, strict=True), 1):
            yield f'   <item index="{at}" value="{value}"{evaluation}/>'
        yield "  </issue>"
    yield from weights
    yield " </objective>"


def _parties(scenario: Scenario) -> Iterator[_Exported]:
    """Yield the parties; raise when anything in the scenario does not fit."""
    if misfits := list(_misfits(scenario)):
        raise ScenarioError(misfits)
    meaning = scenario.meaning()
    for party_id, utility in meaning.utilities.items():
        found = {}
        for name, domain in meaning.domains.items():
            gain = utility.interests.get(name)
            values = [domain.at(index) for index in range(domain.size)]
            gains = [Fraction(0) if gain is None else Fraction(gain.compute({name: value})) / 100 for value in values]
            found[name], _ = scored(Fraction(1), gains)
        reservation = None if utility.reservation is None else Fraction(utility.reservation)
        known = [one.weight for one in found.values()]
        factor = multiplier(known if reservation is None else [*known, reservation])
        scaled = {name: Scored(one.weight * factor, one.scores) for name, one in found.items()}
        yield _Exported(party_id, scaled, None if reservation is None else reservation * factor, Fraction(factor))


def _misfits(scenario: Scenario) -> Iterator[Problem]:
    """Yield what other formats do not have."""
    without = "to export the preferences alone, export a copy without it"
    for name in scenario.facts:
        yield Problem(f"this format has no facts; {without}", ("facts", name))
    for line_id, _, _ in scenario.red_lines():
        party, line = line_id.split(".")
        yield Problem(f"this format has no red lines; {without}", ("parties", party, "red_lines", line))
    for name, party_document in scenario.parties.items():
        if not party_document.values_deals:
            yield Problem("the party has no interests, so it has no utility to export", ("parties", name))
        for at in range(len(party_document.bonuses)):
            yield Problem("this format has no bonuses", ("parties", name, "bonuses", str(at)))
    for name, term in scenario.terms.items():
        if term.domain.size > MAX_LISTED:
            yield Problem(f"the term has more than {MAX_LISTED:,} values, too many to list", ("terms", name))


def _is_whole(term: Term) -> bool:
    return isinstance(term, Quantity) and term.step == 1 and term.min == term.min.to_integral_value()


def _values(term: Term) -> list[str]:
    """Return a term's values as the words that the files have for them."""
    domain = term.domain
    words: list[Any] = [term.value(domain.at(index)) for index in range(domain.size)]
    if isinstance(term, YesNo):
        return ["no", "yes"]
    if isinstance(term, Quantity):
        return [number_literal(value) for value in words]
    return [value.isoformat() for value in words] if isinstance(term, DateTerm) else words


def _number(value: Fraction) -> str:
    """Return a finite number as digits."""
    return number_literal(as_decimal(exact(value)))


def _word(text: str) -> str:
    """Return a text as YAML that every reader takes for text."""
    escaped = "".join(
        character if character.isprintable() and character not in '"\\' else f"\\U{ord(character):08x}"
        for character in text
    )
    return f'"{escaped}"'
