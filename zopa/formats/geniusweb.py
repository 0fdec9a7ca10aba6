"""GeniusWeb JSON -> issues and profiles: weights times utilities from 0 to 1, used as they are."""

from __future__ import annotations

from fractions import Fraction

from ..errors import quoted
from ..models.io.source.tree import Mapping, Scalar, Tree
from .domain import (
    Discrete,
    Evaluation,
    Issue,
    IssueDomain,
    NumberRange,
    Profile,
    Valued,
    affine,
    complete,
    discrete,
)
from .source import File, word

_SPACE = "LinearAdditiveUtilitySpace"
_TABLES = ("discreteutils", "DiscreteValueSetUtilities")
_LINES = ("numberutils", "NumberValueSetUtilities")


def is_domain(tree: Tree) -> bool:
    """Return whether a file is a domain: it declares issues."""
    return isinstance(tree, Mapping) and "issuesValues" in tree.entries


def is_profile(tree: Tree) -> bool:
    """Return whether a file is a profile: what a party values."""
    return isinstance(tree, Mapping) and _SPACE in tree.entries


def read_domain(tree: Tree, source: File) -> IssueDomain:
    """Return the issues of a domain file, or those that a profile repeats.

    Raises
    ------
    ScenarioError
        If an issue is malformed; located.
    """
    root = source.mapping(tree, "the domain")
    if _SPACE in root.entries:
        space = source.mapping(root.entries[_SPACE], "the utility space")
        root = source.mapping(space.entries.get("domain"), "the domain of the utility space", space.start)
    declared = source.mapping(root.entries.get("issuesValues"), "issuesValues", root.start)
    issues = []
    for name, given in declared.entries.items():
        shape = source.mapping(given, f"the issue {quoted(name)}")
        if "values" in shape.entries:
            items = source.sequence(shape.entries["values"], "values").items
            values = [word(source.scalar(item, "a value").value) for item in items]
            marks = [item.start for item in items]
            kind: Discrete | NumberRange = discrete(values, marks, name, source, declared.keys[name])
        else:
            kind = _range(shape, source)
        issues.append(Issue(name, kind, name, declared.keys[name]))
    if not issues:
        raise source.error("the domain has no issues", declared.start)
    return IssueDomain(source.title(root, "name", "DomainName"), source, tuple(issues))


def _range(shape: Mapping, source: File) -> NumberRange:
    given = source.sequence(shape.entries.get("range"), "values, or a range [low, high, step],", shape.start)
    if len(given.items) != 3:
        raise source.error("a range is [low, high, step]", given.start)
    low, high, step = (source.number_at(item, "a bound or step of a range") for item in given.items)
    if step <= 0 or high < low:
        raise source.error("a range has a step above 0 and does not end before it starts", given.start)
    return NumberRange(low, low + (high - low) // step * step, step)


def read_profile(tree: Tree, source: File, domain: IssueDomain) -> Profile:
    """Return what a profile values; the reservation value is the utility of its reservation bid.

    Raises
    ------
    ScenarioError
        If an issue has no weight or no utilities, or they do not fit the domain; located.
    """
    root = source.mapping(tree, "the profile")
    space = source.mapping(root.entries[_SPACE], "the utility space")
    utilities = source.mapping(space.entries.get("issueUtilities"), "issueUtilities", space.start)
    weights = source.mapping(space.entries.get("issueWeights"), "issueWeights", space.start)
    for part in (utilities, weights):
        source.refuse_others(part, (issue.name for issue in domain.issues), "an issue")
    valued = {}
    for issue in domain.issues:
        if issue.name not in weights.entries or issue.name not in utilities.entries:
            where = weights if issue.name not in weights.entries else utilities
            raise source.error(f"the issue {quoted(issue.name)} is missing here", where.start)
        weight = source.valuation_at(weights.entries[issue.name], "a weight")
        mark = utilities.keys[issue.name]
        given = source.mapping(utilities.entries[issue.name], "the utilities of an issue")
        valued[issue.name] = Valued(weight, _evaluation(given, issue, source), mark)
    if sum(one.weight for one in valued.values()) != 1:
        source.note("the weights do not add up to 1; they are used unchanged")
    reservation, mark = _reservation(space, valued, source)
    return Profile(source.name, source, valued, (), Fraction(0), reservation, mark)


def _evaluation(given: Mapping, issue: Issue, source: File) -> Evaluation:
    kind = issue.kind
    for name in _TABLES:
        if name in given.entries and isinstance(kind, Discrete):
            inner = source.mapping(given.entries[name], name)
            table = source.table(inner.entries.get("valueUtilities"), "valueUtilities", inner.start)
            source.refuse_others(table, kind.values, "a value")
            given_for = complete(table.entries, kind, "utility", source, table.start)
            return {value: source.valuation_at(given_for[value], "a utility") for value in kind.values}
    for name in _LINES:
        if name in given.entries and isinstance(kind, NumberRange):
            inner = source.mapping(given.entries[name], name)
            low, high = (
                source.number_at(inner.entries.get(key), key, inner.start) for key in ("lowValue", "highValue")
            )
            worth = [
                source.valuation_at(inner.entries.get(key), key, inner.start) for key in ("lowUtility", "highUtility")
            ]
            if not low <= kind.low <= kind.high <= high or low == high:
                raise source.error("the range of the utilities does not cover that of the issue", inner.start)
            slope = (worth[1] - worth[0]) / (high - low)
            return affine(worth[0] - slope * low, slope)
    expected = _TABLES[1] if isinstance(kind, Discrete) else _LINES[1]
    raise source.error(f"expected {expected} here", given.start)


def _reservation(space: Mapping, valued: dict[str, Valued], source: File) -> tuple[Fraction | None, int]:
    given = space.entries.get("reservationBid")
    if given is None or (isinstance(given, Scalar) and given.value is None):
        source.note("no reservation bid, so any deal is acceptable")
        return None, space.start
    bid = source.mapping(given, "the reservation bid")
    chosen = source.mapping(bid.entries.get("issuevalues"), "issuevalues", bid.start)
    if not chosen.entries:
        source.note("the reservation bid is empty, so any deal is acceptable")
        return None, bid.start
    total = Fraction(0)
    for name, one in valued.items():
        if name not in chosen.entries:
            raise source.error(f"the reservation bid leaves {quoted(name)} open", chosen.start)
        scalar = source.scalar(chosen.entries[name], "a value of the reservation bid")
        if isinstance(one.evaluation, dict):
            value = word(scalar.value)
            if value not in one.evaluation:
                raise source.error(f"{quoted(value)} is not a value of {quoted(name)}", scalar.start)
            total += one.weight * one.evaluation[value]
        else:
            total += one.weight * one.evaluation.value(source.number(scalar.value, scalar.start, "the value"))
    source.note("the reservation value is the utility of the reservation bid")
    return total, bid.start
