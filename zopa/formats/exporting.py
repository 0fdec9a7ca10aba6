"""A scenario with additive utilities -> the files of a NegMAS or a GENIUS domain.

Neither can tell facts or red lines, and a domain without them would be another negotiation; so a scenario with any is
refused, and whoever means the bare preferences exports a copy without them. The same goes for bonuses. Options go by
their identifiers; labels stay behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
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
    """A party: a weight and scores from 0 to 100 for each term's values, a reservation, and what all is scaled by."""

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
        told = [f"# All utilities are multiplied by {party.factor}."] if party.factor != 1 else []
        bound = "-.inf" if party.reservation is None else _number(party.reservation / 100)
        told += ["type: LinearAdditiveUtilityFunction", f"name: {_word(party.name)}", f"reserved_value: {bound}"]
        told += ["weights:", *(f"- {_number(one.weight / 100)}" for one in party.scored.values()), "values:"]
        for name, one in party.scored.items():
            term = scenario.terms[name]
            told += ["- type: TableFun", "  mapping:"]
            for value, score in zip(_values(term), one.scores, strict=True):
                told.append(f"    {value if _is_whole(term) else _word(value)}: {_number(score / 100)}")
        files[_file_of(party, "yml")] = "\n".join(told) + "\n"
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
            reach = (
                number_literal(Decimal(as_decimal(exact(most / party.factor)))) if finite(most / party.factor) else most
            )
            raise _refusal(
                [(f"the utility reaches {reach}, and GENIUS cuts it off at 100; normalise scales it", party.name)]
            )
        if party.reservation is not None and not 0 <= party.reservation / party.factor <= 100:
            raise _refusal([("the reservation value of GENIUS is from 0 to 100", party.name)])
    files = {"domain.xml": _template(scenario)}
    for party in parties:
        # Thirds are multiplied here too; a power of ten keeps the sum below the cut.
        scale = Fraction(100)
        while party.factor * 100 > scale:
            scale *= 10
        told = f"<!-- All utilities are multiplied by {party.factor * 100 / scale}. -->\n" if party.factor != 1 else ""
        files[_file_of(party, "xml")] = told + _profile(scenario, party, scale)
    return files


def _file_of(party: _Exported, ending: str) -> str:
    """Return what a party's file is called; one name is taken."""
    return f"{party.name}.{ending}" if party.name != "domain" else f"domain_party.{ending}"


def _template(scenario: Scenario) -> str:
    lines = [
        '<negotiation_template number_of_sessions="1">',
        f' <utility_space number_of_issues="{len(scenario.terms)}">',
    ]
    lines.append(f'  <objective index="0" etype="objective" type="objective" name="{escape(scenario.title)}">')
    for index, (name, term) in enumerate(scenario.terms.items(), 1):
        lines.append(f'   <issue index="{index}" etype="discrete" type="discrete" vtype="discrete" name="{name}">')
        lines += [f'    <item index="{at}" value="{value}"/>' for at, value in enumerate(_values(term), 1)]
        lines.append("   </issue>")
    return "\n".join([*lines, "  </objective>", " </utility_space>", "</negotiation_template>"]) + "\n"


def _profile(scenario: Scenario, party: _Exported, scale: Fraction) -> str:
    lines = [f'<utility_space number_of_issues="{len(scenario.terms)}">']
    lines.append(f' <objective index="0" etype="objective" type="objective" name="{escape(scenario.title)}">')
    weights = []
    for index, (name, one) in enumerate(party.scored.items(), 1):
        most = max(one.scores)  # GENIUS divides by it
        weight = one.weight * most / 100 / scale
        weights.append(f'  <weight index="{index}" value="{_number(weight)}"/>')
        lines.append(f'  <issue index="{index}" etype="discrete" type="discrete" vtype="discrete" name="{name}">')
        for at, (value, score) in enumerate(zip(_values(scenario.terms[name]), one.scores, strict=True), 1):
            lines.append(f'   <item index="{at}" value="{value}" evaluation="{_number(score)}"/>')
        lines.append("  </issue>")
    lines += [*weights, " </objective>", ' <discount_factor value="1"/>']
    if party.reservation is not None:
        lines.append(f' <reservation value="{_number(party.reservation / scale)}"/>')
    return "\n".join([*lines, "</utility_space>"]) + "\n"


def _parties(scenario: Scenario) -> Iterator[_Exported]:
    """Yield the parties; raise when anything in the scenario does not fit."""
    if misfits := list(_misfits(scenario)):
        raise _refusal(misfits)
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
        told = {name: Scored(one.weight * factor, one.scores) for name, one in found.items()}
        yield _Exported(party_id, told, None if reservation is None else reservation * factor, Fraction(factor))


def _misfits(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield what other formats cannot tell, each with its place."""
    for name in scenario.facts:
        yield (
            "a fact cannot be told there; export a copy without it if the preferences alone are meant",
            f"facts.{name}",
        )
    for line_id, _, _ in scenario.red_lines():
        party, line = line_id.split(".")
        message = "a red line cannot be told there; export a copy without it if the preferences alone are meant"
        yield message, f"parties.{party}.red_lines.{line}"
    for name, party_document in scenario.parties.items():
        if not party_document.values_deals:
            yield "the party states no interests, so it has no utility to tell", f"parties.{name}"
        for at in range(len(party_document.bonuses)):
            yield "a bonus is about several terms at once, and cannot be told there", f"parties.{name}.bonuses.{at}"
    for name, term in scenario.terms.items():
        if term.domain.size > MAX_LISTED:
            yield f"the term has more than {MAX_LISTED:,} values, too many to list", f"terms.{name}"


def _refusal(misfits: Iterable[tuple[str, str]]) -> ScenarioError:
    return ScenarioError(
        [Problem(message, tuple(path.split(".")) if "." in path else ("parties", path)) for message, path in misfits]
    )


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
    """Return a text as YAML that no reader takes for anything else."""
    escaped = "".join(
        character if character.isprintable() and character not in '"\\' else f"\\U{ord(character):08x}"
        for character in text
    )
    return f'"{escaped}"'
