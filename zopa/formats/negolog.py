"""NegoLog JSON -> issues and profiles: weights times utilities, used as they are.

A folder holds ``profileA.json`` and ``profileB.json`` and no domain: the issues are those that the first profile
weighs, with the values that it lists.
"""

from __future__ import annotations

from fractions import Fraction

from ..models.io.source.tree import Mapping, Tree
from .domain import Discrete, Issue, IssueDomain, Profile, Valued, complete, discrete
from .source import File


def is_domain(tree: Tree) -> bool:
    """Return whether a file is a domain: NegoLog has none."""
    return False


def is_profile(tree: Tree) -> bool:
    """Return whether a file is a profile: what a party values."""
    return (
        isinstance(tree, Mapping) and isinstance(tree.entries.get("issues"), Mapping) and "issueWeights" in tree.entries
    )


def read_domain(tree: Tree, source: File) -> IssueDomain:
    """Return the issues of a profile, in the order of its weights.

    Raises
    ------
    ScenarioError
        If an issue is malformed; located.
    """
    weights, tables = _parts(tree, source)
    issues = []
    for name, mark in weights.keys.items():
        table = source.table(tables.entries.get(name), f"the values of {name!r}", mark)
        kind = discrete(list(table.entries), list(table.keys.values()), name, source, table.start)
        issues.append(Issue(name, kind, name, mark))
    if not issues:
        raise source.error("the profile has no issues", weights.start)
    return IssueDomain(source.folder, source, tuple(issues))


def read_profile(tree: Tree, source: File, domain: IssueDomain) -> Profile:
    """Return what a profile values.

    Raises
    ------
    ScenarioError
        If it does not fit the first profile, or has no reservation value; located.
    """
    weights, tables = _parts(tree, source)
    names = [issue.name for issue in domain.issues]
    source.refuse_others(weights, names, "an issue")
    for name in tables.entries:
        if name not in names:
            source.note(f"the issue {name!r} has no weight and is skipped, as in NegoLog")
    valued = {}
    for issue in domain.issues:
        assert isinstance(issue.kind, Discrete)
        weight = source.valuation_at(weights.entries.get(issue.name), f"the weight of {issue.name!r}", weights.start)
        table = source.table(tables.entries.get(issue.name), f"the values of {issue.name!r}", tables.start)
        source.refuse_others(table, issue.kind.values, "a value")
        given = complete(table.entries, issue.kind, "utility", source, table.start)
        scores = {value: source.valuation_at(given[value], "a utility") for value in issue.kind.values}
        valued[issue.name] = Valued(weight, scores, table.start)
    if sum(one.weight for one in valued.values()) != 1:
        source.note("the weights do not add up to 1; they are used unchanged")
    root = source.mapping(tree, "the profile")
    held = root.entries.get("reservationValue")
    reservation = source.valuation_at(held, "reservationValue", root.start)
    mark = root.start if held is None else held.start
    return Profile(source.name, source, valued, (), Fraction(0), reservation, mark)


def _parts(tree: Tree, source: File) -> tuple[Mapping, Mapping]:
    root = source.mapping(tree, "the profile")
    weights = source.mapping(root.entries.get("issueWeights"), "issueWeights", root.start)
    return weights, source.mapping(root.entries.get("issues"), "issues", root.start)
