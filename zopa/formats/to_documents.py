"""Issues and profiles -> the documents of terms and parties, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import ScenarioError, quoted
from ..models.values import MAX_PLACES, as_decimal, exact, finite, out_of_range
from .domain import Curve, Discrete, Evaluation, Issue, IssueDomain, NumberRange, Profile
from .identifiers import identifiers, label
from .scaling import multiplier, points, scored
from .source import File


class TooFine(ScenarioError):
    """A number with more digits than zopa computes with; rounding helps."""


@dataclass(frozen=True)
class Draft:
    """What a party's document says, before the multiplier that all parties share.

    Parameters
    ----------
    interests
        For each issue its weight, its values with their scores, and where the profile states them.
    bonuses
        Condition, utility, and where the profile states them.
    """

    profile: Profile
    interests: tuple[tuple[Issue, Fraction, dict[str, Fraction], int], ...]
    bonuses: tuple[tuple[str, Fraction, int], ...]
    reservation: Fraction | None

    @property
    def multiplier(self) -> int:
        """The least whole number that makes this party's numbers finite decimals."""
        known = [weight for _, weight, *_ in self.interests] + [utility for _, utility, _ in self.bonuses]
        return multiplier([*known, *([] if self.reservation is None else [self.reservation])])


def is_settled(issue: Issue) -> bool:
    """Return whether an issue has a single value, so that nothing is left to agree upon."""
    return len(issue.kind.values) == 1 if isinstance(issue.kind, Discrete) else issue.kind.low == issue.kind.high


def term_document(issue: Issue, source: File) -> dict[str, Any]:
    """Return the document of an issue's term.

    Raises
    ------
    ScenarioError
        If it is a range without steps, or its steps have no end as decimals; located.
    """
    named = {"label": label(issue.name)}
    if isinstance(issue.kind, Discrete):
        options = {name: label(value) for value, name in identifiers(issue.kind.values, "option").items()}
        return {"type": "choice", **named, "options": options}
    if issue.kind.step is None:
        cut = "give the number of steps to cut its range into (steps)"
        raise source.error(f"{quoted(issue.name)} is a real number without steps; {cut}", issue.mark)
    numbers = {}
    for key, value in (("min", issue.kind.low), ("max", issue.kind.high), ("step", issue.kind.step)):
        if not finite(value):
            raise source.error(
                f"the steps of {quoted(issue.name)} would be {value}; choose another number of them", issue.mark
            )
        numbers[key] = Decimal(as_decimal(exact(value)))
    return {"type": "quantity", **named, **numbers}


def draft(domain: IssueDomain, profile: Profile, terms: dict[str, str]) -> Draft:
    """Return what a party's document says, exactly.

    Parameters
    ----------
    terms
        The identifier of each issue's term, by the issue's name.

    Raises
    ------
    TooFine
        If a value needs more digits than zopa computes with; located.
    """
    constant = 100 * profile.constant
    interests: list[tuple[Issue, Fraction, dict[str, Fraction], int]] = []
    for issue in domain.issues:
        valued = profile.valued.get(issue.name)
        if valued is None:  # rectangles alone
            continue
        if isinstance(issue.kind, Discrete):
            assert isinstance(valued.evaluation, dict)
            values = list(identifiers(issue.kind.values, "option").values())
            evaluations = [valued.evaluation[value] for value in issue.kind.values]
        else:
            assert isinstance(valued.evaluation, Curve)
            places = points(valued.evaluation, issue.kind)
            values = [f"{_decimal(x, profile.source, valued.mark):f}" for x, _ in places]
            evaluations = [y for _, y in places]
        if is_settled(issue):
            constant += 100 * valued.weight * evaluations[0]
            continue
        one, rest = scored(valued.weight, evaluations)
        constant += rest
        interests.append((issue, one.weight, dict(zip(values, one.scores, strict=True)), valued.mark))
    bonuses = [
        (when, 100 * one.utility, one.mark)
        for one in profile.rectangles
        if (when := _inside(one.bounds, one.inside, terms))
    ]
    if len(bonuses) < len(profile.rectangles):
        profile.source.note("rectangles that contain no outcome are skipped")
    if constant:
        bonuses.append(("true", constant, 0))
    reservation = None if profile.reservation is None else 100 * profile.reservation
    return Draft(profile, tuple(interests), tuple(bonuses), reservation)


def party_document(
    found: Draft, terms: dict[str, str], factor: int
) -> tuple[dict[str, Any], dict[tuple[str, ...], int]]:
    """Return a party's document, and where in the profile its parts come from.

    Parameters
    ----------
    factor
        What all utilities are multiplied by: the same for every party, so that sums and differences over parties
        compare what the files compare.

    Raises
    ------
    TooFine
        If a number needs more digits than zopa computes with; located.
    """
    profile, reservation = found.profile, found.reservation
    spots: dict[tuple[str, ...], int] = {}
    party: dict[str, Any] = {"name": label(profile.name), "interests": {}}
    for issue, weight, scores, mark in found.interests:
        written = {value: _decimal(score, profile.source, mark) for value, score in scores.items()}
        spots["interests", terms[issue.name]] = mark
        party["interests"][terms[issue.name]] = {
            "weight": _decimal(weight * factor, profile.source, mark),
            **_shape(issue.kind, written),
        }
    party["bonuses"] = [
        {"when": when, "utility": _decimal(utility * factor, profile.source, mark)}
        for when, utility, mark in found.bonuses
    ]
    for at, (_, _, mark) in enumerate(found.bonuses):
        spots["bonuses", str(at)] = mark
    if reservation is not None and (party["interests"] or party["bonuses"]):
        spots["reservation",] = profile.reservation_mark
        party["reservation"] = _decimal(reservation * factor, profile.source, profile.reservation_mark)
    return party, spots


def _shape(kind: Discrete | NumberRange, scores: dict[str, Decimal]) -> dict[str, Any]:
    """Return the scores in their shortest form."""
    if isinstance(kind, Discrete):
        return {"scores": scores}
    if len(scores) == 2 and set(scores.values()) == {Decimal(0), Decimal(100)}:
        worst, best = sorted(scores, key=lambda value: scores[value])
        return {"worst": Decimal(worst), "best": Decimal(best)}
    return {"points": scores}


def _decimal(value: Fraction, source: File, mark: int) -> Decimal:
    """Return a finite number, refusing one that zopa does not compute with."""
    if not finite(value):
        raise source.error(f"{value} has no end as a decimal", mark)
    number = Decimal(as_decimal(exact(value)))
    if out_of_range(number):
        digits, places = len(number.as_tuple().digits), max(0, -int(number.as_tuple().exponent))
        raise too_fine(
            source.error(
                f"worked out exactly, this has {digits} digits, {places} of them decimal places; zopa computes with "
                f"about 16 digits, at most {MAX_PLACES} of them decimal places",
                mark,
            )
        )
    return number


def too_fine(error: ScenarioError) -> TooFine:
    """Return a located error as one that rounding helps against."""
    return TooFine(error.problems, error.file)


def _inside(bounds: tuple[tuple[Issue, Fraction, Fraction], ...], inside: bool, terms: dict[str, str]) -> str:
    """Return the condition of a rectangle; empty where no outcome meets it."""
    parts = []
    for issue, low, high in bounds:
        kind = issue.kind
        assert isinstance(kind, NumberRange)
        assert kind.step is not None
        first = max(0, -((kind.low - low) // kind.step))
        last = min((kind.high - kind.low) // kind.step, (high - kind.low) // kind.step)
        if first > last:
            return "" if inside else "true"
        name, start, end = terms[issue.name], kind.low + first * kind.step, kind.low + last * kind.step
        if start == end and kind.low < kind.high:
            parts.append(f"{name} == {as_decimal(exact(start))}")
            continue
        if start > kind.low:
            parts.append(f"{name} >= {as_decimal(exact(start))}")
        if end < kind.high:
            parts.append(f"{name} <= {as_decimal(exact(end))}")
    if inside:
        return " and ".join(parts) or "true"
    return f"not ({' and '.join(parts)})" if parts else ""


def rounded(profile: Profile) -> Profile:
    """Return a profile with its evaluations rounded again, after the division by the largest one."""
    places = profile.source.places
    assert places is not None, "only those who ask for rounding get it"

    def coarse(value: Fraction) -> Fraction:
        return round(value, places)

    def evaluation(given: Evaluation) -> Evaluation:
        if isinstance(given, dict):
            return {value: coarse(score) for value, score in given.items()}
        return Curve(given.breaks, lambda x: coarse(given.value(x)))

    valued = {name: replace(one, evaluation=evaluation(one.evaluation)) for name, one in profile.valued.items()}
    rectangles = tuple(replace(one, utility=coarse(one.utility)) for one in profile.rectangles)
    if rectangles != profile.rectangles or any(
        isinstance(one.evaluation, Curve) or one.evaluation != profile.valued[name].evaluation
        for name, one in valued.items()
    ):
        profile.source.rounded += 1
        profile.source.note(
            f"evaluations are rounded to {places} decimal places again, after the division by the largest; exact ones "
            "need more digits than zopa computes with"
        )
    return replace(profile, valued=valued, rectangles=rectangles)
