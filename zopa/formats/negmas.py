"""NegMAS YAML (or JSON) -> issues and profiles, as NegMAS 0.16 writes and computes them.

A utility is ``bias`` plus weights times value functions. Nothing confines it to 0..1, weights may be negative, and no
reservation value means minus infinity: anything is acceptable.
"""

from __future__ import annotations

import re
from fractions import Fraction

from ..errors import quoted
from ..models.io.source.tree import Mapping, Scalar, Sequence, Tree
from .domain import (
    Curve,
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
from .genius import by_number
from .source import File, word

_DISCOUNTED = ("ExpDiscountedUFun", "LinDiscountedUFun", "DiscountedUtilityFunction")
_UNBOUNDED = {"-inf", "-.inf", "none", "null"}
_INFINITE = re.compile(r"(?m)^([\"' ]*reserved_value[\"']?:[ ]*)(-\.inf|-\.Inf|-Infinity)(?=[ \t,]*\r?$)")

_WORDS = {".": "-inf", "I": '"-inf"'}
"""YAML takes the word as it is; JSON needs quotation marks, and has the room for them."""


def finite_text(text: str) -> str:
    """Return a file with its reservation value of minus infinity as a word, everything else staying in its place."""
    return _INFINITE.sub(lambda found: found[1] + _WORDS[found[2][1]].ljust(len(found[2])), text)


def is_domain(tree: Tree) -> bool:
    """Return whether a file is a domain: it declares issues."""
    return isinstance(tree, Mapping) and "issues" in tree.entries


def is_profile(tree: Tree) -> bool:
    """Return whether a file is a profile: what a party values."""
    given = tree.entries.get("type") if isinstance(tree, Mapping) else None
    return isinstance(given, Scalar) and str(given.value).endswith(("UtilityFunction", "UFun"))


def read_domain(tree: Tree, source: File) -> IssueDomain:
    """Return the issues of a domain file.

    Raises
    ------
    ScenarioError
        If an issue is malformed; located.
    """
    root = source.mapping(tree, "the domain")
    declared = source.sequence(root.entries.get("issues"), "issues", root.start)
    issues: list[Issue] = []
    names: set[str] = set()
    for item in declared.items:
        shape = source.mapping(item, "an issue")
        name = word(source.scalar(shape.entries.get("name"), "the name of an issue", shape.start).value)
        if name in names:
            raise source.error(f"a second issue is called {quoted(name)}", shape.start)
        names.add(name)
        issues.append(Issue(name, _kind(shape, name, source), name, shape.start))
    if not issues:
        raise source.error("the domain has no issues", declared.start)
    return IssueDomain(source.title(root, "name"), source, tuple(issues))


def _kind(shape: Mapping, name: str, source: File) -> Discrete | NumberRange:
    values = shape.entries.get("values")
    kind = _type(shape)
    if isinstance(values, Scalar):
        size = source.number(values.value, values.start, "the number of values")
        if size.denominator != 1 or size < 1:
            raise source.error("the number of values is a whole number above 0", values.start)
        return NumberRange(Fraction(0), size - 1, Fraction(1))
    items = source.sequence(values, "values", shape.start).items
    words = [word(source.scalar(item, "a value").value) for item in items]
    as_listed = discrete(words, [item.start for item in items], name, source, shape.start)
    numeric = all(isinstance(item, Scalar) and not isinstance(item.value, str | bool | None) for item in items)
    bounds = kind in ("ContiguousIssue", "ContinuousIssue")
    if not bounds and kind == "" and numeric and len(items) == 2:
        source.note(f"the two numbers of {quoted(name)} are taken as its bounds, because no type is stated")
        bounds = True
    if not bounds:
        return as_listed
    if len(items) != 2:
        raise source.error("the bounds of an issue are two numbers", shape.start)
    low, high = (source.number_at(item, "a bound") for item in items)
    if high < low:
        raise source.error("the upper bound is below the lower one", shape.start)
    if kind != "ContinuousIssue" and low.denominator == high.denominator == 1:
        return NumberRange(low, high, Fraction(1))
    return NumberRange(low, high, (high - low) / source.steps if source.steps and high > low else None)


def _type(shape: Mapping) -> str:
    given = shape.entries.get("type")
    return str(given.value).rpartition(".")[2] if isinstance(given, Scalar) and given.value is not None else ""


def read_profile(tree: Tree, source: File, domain: IssueDomain) -> Profile:
    """Return what a utility function values.

    Raises
    ------
    ScenarioError
        If it is not linear-additive, or one of its value functions cannot be read exactly; located.
    """
    outer = source.mapping(tree, "the utility function")
    root = _unwrapped(outer, source)
    kind = _type(root)
    if kind not in ("LinearAdditiveUtilityFunction", "LinearUtilityFunction", "AffineUtilityFunction"):
        raise source.error(
            f"utility functions of type {quoted(kind)} cannot be read", root.keys.get("type", root.start)
        )
    functions = _by_issue(root, "values", domain, source)
    weights = _by_issue(root, "weights", domain, source)
    if "weights" not in root.entries:
        source.note("no weights; as in NegMAS, each is 1")
    valued = {}
    for issue in domain.issues:
        given = weights.get(issue.name)
        weight = Fraction(1) if given is None else source.valuation_at(given, "a weight")
        function = functions.get(issue.name)
        if function is None and kind == "LinearAdditiveUtilityFunction":
            raise source.error(f"the issue {quoted(issue.name)} has no value function", root.start)
        mark = root.start if function is None else function.start
        valued[issue.name] = Valued(weight, _evaluation(function, issue, source, mark), mark)
    bias = root.entries.get("bias")
    constant_part = Fraction(0) if bias is None else source.valuation_at(bias, "the bias")
    reservation, mark = _reservation(outer, source)
    if isinstance(outer.entries.get("reserved_outcome"), Mapping | Sequence):
        source.note("the reserved outcome is ignored; the reserved value stands")
    return Profile(source.name, source, valued, (), constant_part, reservation, mark)


def _unwrapped(root: Mapping, source: File) -> Mapping:
    """Return the function inside one that multiplies it by a discount for every step or second."""
    while _type(root) in _DISCOUNTED:
        source.note("the discount is left out; utilities do not depend on time here")
        inner = source.mapping(root.entries.get("ufun"), "the discounted function (ufun)", root.start)
        if not _is_unbounded(inner.entries.get("reserved_value")):
            source.note("as in NegMAS, the reserved value of the discounted function itself is not used")
        root = inner
    return root


def _is_unbounded(given: Tree | None) -> bool:
    return given is None or (isinstance(given, Scalar) and str(given.value).lower() in _UNBOUNDED)


def _reservation(root: Mapping, source: File) -> tuple[Fraction | None, int]:
    given = root.entries.get("reserved_value")
    if given is None or _is_unbounded(given):
        source.note("no reserved value; as in NegMAS, any deal is acceptable")
        return None, root.start
    return source.valuation_at(given, "the reserved value"), given.start


def _by_issue(root: Mapping, key: str, domain: IssueDomain, source: File) -> dict[str, Tree]:
    """Return the parts of a list or mapping by the name of their issue."""
    given = root.entries.get(key)
    if given is None:
        return {}
    if isinstance(given, Mapping):
        source.refuse_others(source.mapping(given, key), (issue.name for issue in domain.issues), "an issue")
        return given.entries
    items = source.sequence(given, key).items
    if len(items) != len(domain.issues):
        raise source.error(f"{key} are {len(items)}, and the domain has {len(domain.issues)} issues", given.start)
    return {issue.name: item for issue, item in zip(domain.issues, items, strict=True)}


def _evaluation(function: Tree | None, issue: Issue, source: File, mark: int) -> Evaluation:
    kind = issue.kind
    shape = None if function is None else source.mapping(function, "a value function")
    name = "IdentityFun" if shape is None else _type(shape)

    def given(key: str, default: int | None = None) -> Fraction:
        assert shape is not None
        if key not in shape.entries and default is not None:
            return Fraction(default)
        return source.valuation_at(shape.entries.get(key), key, shape.start)

    if name in ("TableFun", "") and shape is not None:
        inner = shape.entries.get("mapping") if name else shape
        table = source.table(inner, "the mapping of a TableFun", shape.start)
        scores = {value: source.valuation_at(score, "a score") for value, score in table.entries.items()}
        if isinstance(kind, NumberRange):
            return by_number(scores, kind, issue.name, source, mark)
        return complete(scores, kind, "score", source, mark)
    line: Curve
    match name:
        case "IdentityFun":
            line = affine(Fraction(0), Fraction(1))
        case "LinearFun" | "AffineFun":
            line = affine(given("bias", 0), given("slope"))
        case "ConstFun":
            line = affine(given("bias"), Fraction(0))
        case "TriangularFun":
            line = _triangle(given("start"), given("middle"), given("end"), given("scale", 1), given("bias", 0))
        case _:
            raise source.error(f"value functions of type {quoted(name)} cannot be read exactly", mark)
    if isinstance(kind, NumberRange):
        return line
    if name == "ConstFun":
        return dict.fromkeys(kind.values, line.value(Fraction(0)))
    return {value: line.value(source.number(value, mark, f"a value under {name}")) for value in kind.values}


def _triangle(start: Fraction, middle: Fraction, end: Fraction, scale: Fraction, bias: Fraction) -> Curve:
    def value(x: Fraction) -> Fraction:
        if start < x <= middle and x < end:
            return bias + scale * (x - start) / (middle - start)
        if start < x < end:
            return bias + scale * (end - x) / (end - middle)
        return bias

    return Curve((start, middle, end), value)
