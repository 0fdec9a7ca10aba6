"""GENIUS XML -> issues and profiles, as GENIUS 10.4 computes with them.

Evaluations are raw: GENIUS divides each by the largest of its issue. Reservation values are utilities already. A linear
evaluator of integers counts from the lower bound, one of reals from 0. Rectangles include both their ends.
"""

from __future__ import annotations

from fractions import Fraction

from ..errors import quoted
from .domain import (
    Curve,
    Discrete,
    Evaluation,
    Issue,
    IssueDomain,
    NumberRange,
    Profile,
    Rectangle,
    Valued,
    affine,
    clamped,
    complete,
    discrete,
    triangle,
)
from .source import File
from .xml_reader import Element

ROOTS = ("negotiation_template", "utility_space")
_LEAST = Fraction(1, 10**5)
"""GENIUS takes a largest evaluation below this for 0."""

_TYPES = {"discrete": "discrete", "integer": "integer", "real": "real", "": "discrete"}


def is_domain(root: Element) -> bool:
    """Return whether a file is a domain: it declares issues and values none."""
    if root.tag == "negotiation_template":
        return True
    return root.tag == "utility_space" and bool(root.all("issue")) and not is_profile(root)


def is_profile(root: Element) -> bool:
    """Return whether a file is a profile: what a party values."""
    return root.tag == "utility_space" and any(root.all(tag) for tag in ("weight", "evaluator", "utility"))


def read_domain(root: Element, source: File) -> IssueDomain:
    """Return the issues of a domain file, or of a profile that stands in for one.

    Raises
    ------
    ScenarioError
        If an issue is malformed; located.
    """
    issues: list[Issue] = []
    names: set[str] = set()
    for element in root.all("issue"):
        name = _attribute(element, "name", source)
        kind = _type(element, source)
        if kind == "discrete":
            items = element.named("item")
            values, marks = [_attribute(item, "value", source) for item in items], [item.mark for item in items]
            shape: Discrete | NumberRange = discrete(values, marks, name, source, element.mark, "items")
        else:
            shape = _range(element, kind, source)
        if name in names:
            raise source.error(f"a second issue is called {quoted(name)}", element.mark)
        names.add(name)
        issues.append(Issue(name, shape, element.attributes.get("index", name), element.mark))
    if not issues:
        raise source.error("the domain has no issues", root.mark)
    objectives = root.all("objective")
    title = objectives[0].attributes.get("name", "") if objectives else ""
    return IssueDomain(title if title not in ("", "root", "any") else source.name, source, tuple(issues))


def read_profile(root: Element, source: File, domain: IssueDomain) -> Profile:
    """Return what a profile values.

    Raises
    ------
    ScenarioError
        If an issue has no weight or evaluation, or something in the file is beyond zopa; located.
    """
    kind = root.attributes.get("type", "any").lower()
    if kind == "constraint":
        raise source.error(f"utility spaces of type {kind!r} cannot be read", root.mark)
    if kind == "uncertain":
        source.note("the profile's uncertainty is ignored")
    for tag in ("rules", "constraints", "constraint"):
        for element in root.all(tag):
            raise source.error(f"<{tag}> cannot be read", element.mark)
    for element in root.all("discount_factor"):
        if source.number(_attribute(element, "value", source), element.mark, "the discount factor") not in (0, 1):
            source.note("the discount factor is ignored; utilities do not depend on time here")
    reservations = root.named("reservation")
    reservation, mark = Fraction(0), root.mark
    if reservations:
        mark = reservations[0].mark
        reservation = source.valuation(_attribute(reservations[0], "value", source), mark, "the reservation value")
    else:
        source.note("no reservation value; as in GENIUS, it is 0")
    elements = _matched(root, source, domain)
    utilities = root.all("utility")
    if utilities:
        rectangles = _rectangles(utilities[0], source, elements, domain)
        return Profile(source.name, source, {}, rectangles, Fraction(0), reservation, mark)
    weights = {}
    for element in root.all("weight"):
        index = _attribute(element, "index", source)
        if index in weights:
            raise source.error(f"a second weight has the index {quoted(index)}", element.mark)
        value = _attribute(element, "value", source)
        weights[index] = source.valuation(value, element.mark, "a weight")
    found = {}
    for index, element in {element.attributes.get("index", ""): element for element in elements}.items():
        name = elements[element].name
        if index not in weights:
            raise source.error(f"the issue {quoted(name)} has no weight", element.mark)
        found[name] = Valued(weights[index], _evaluation(element, elements[element], source), element.mark)
    if missing := [issue.name for issue in domain.issues if issue.name not in found]:
        raise source.error(f"the profile does not evaluate {', '.join(map(quoted, missing[:5]))}", root.mark)
    if sum(weights.values()) > 1:
        source.note("the weights add up to more than 1; GENIUS cuts utilities off at 1, zopa does not")
    return Profile(source.name, source, found, (), Fraction(0), reservation, mark)


def _matched(root: Element, source: File, domain: IssueDomain) -> dict[Element, Issue]:
    """Return the issues of a profile with those of the domain: by name, else by index."""
    by_name = {issue.name: issue for issue in domain.issues}
    by_index = {issue.key: issue for issue in domain.issues}
    found: dict[Element, Issue] = {}
    taken: set[str] = set()
    for element in root.all("issue"):
        name, index = element.attributes.get("name", ""), element.attributes.get("index", "")
        issue = by_name.get(name) or by_index.get(index)
        if issue is None:
            source.note(f"the issue {quoted(name)} is not in the domain and is skipped")
            continue
        if issue.name != name:
            source.note(f"the issue {quoted(name)} is matched to {quoted(issue.name)} by its index")
        if issue.name in taken:
            raise source.error(f"the issue {quoted(issue.name)} is evaluated twice", element.mark)
        taken.add(issue.name)
        found[element] = issue
    return found


def _attribute(element: Element, name: str, source: File) -> str:
    if name not in element.attributes:
        raise source.error(f"<{element.tag}> has no attribute {name!r}", element.mark)
    return element.attributes[name]


def _type(element: Element, source: File) -> str:
    given = next((element.attributes[key] for key in ("etype", "type", "vtype") if key in element.attributes), "")
    if given.lower() not in _TYPES:
        raise source.error(f"an issue is discrete, integer or real, not {quoted(given)}", element.mark)
    return _TYPES[given.lower()]


def _range(element: Element, kind: str, source: File) -> NumberRange:
    holder = next((part for part in (element, *element.named("range")) if "lowerbound" in part.attributes), element)
    low = source.number(_attribute(holder, "lowerbound", source), holder.mark, "the lower bound")
    high = source.number(_attribute(holder, "upperbound", source), holder.mark, "the upper bound")
    if high < low:
        raise source.error("the upper bound is below the lower one", holder.mark)
    if kind == "integer":
        if low.denominator != 1 or high.denominator != 1:
            raise source.error("the bounds of an integer issue are whole numbers", holder.mark)
        return NumberRange(low, high, Fraction(1))
    return NumberRange(low, high, (high - low) / source.steps if source.steps and high > low else None)


def _evaluation(element: Element, issue: Issue, source: File) -> Evaluation:
    items = element.named("item")
    if items:
        return _table(element, items, issue, source)
    if isinstance(issue.kind, Discrete):
        raise source.error(f"the issue {quoted(issue.name)} has no items", element.mark)
    evaluators = element.named("evaluator")
    if not evaluators:
        raise source.error(f"the issue {quoted(issue.name)} has no evaluator", element.mark)
    one = evaluators[0]
    given = one.attributes.get("ftype", "linear").lower()

    def parameter(name: str) -> Fraction:
        return source.valuation(_attribute(one, name, source), one.mark, name)

    if _type(element, source) == "integer" or ("slope" in one.attributes and given == "linear"):
        if given != "linear":
            raise source.error(f"an integer issue's evaluator is linear, not {quoted(given)}", one.mark)
        if "slope" in one.attributes:
            return clamped(parameter("offset"), parameter("slope"), issue.kind.low)
        source.note("parameter0 and parameter1 of an integer evaluator are read as offset and slope")
        return clamped(parameter("parameter0"), parameter("parameter1"), issue.kind.low)
    if given == "linear":
        return clamped(parameter("parameter0"), parameter("parameter1"), Fraction(0))
    if given == "constant":
        return affine(parameter("parameter0"), Fraction(0))
    if given == "triangular":
        start, end, top = (parameter(f"parameter{at}") for at in range(3))
        if not start <= top <= end:
            raise source.error("the top of a triangular evaluator lies outside it", one.mark)
        return triangle(start, top, end)
    raise source.error(f"an evaluator is linear, constant or triangular, not {quoted(given)}", one.mark)


def _table(element: Element, items: list[Element], issue: Issue, source: File) -> Evaluation:
    raw: dict[str, Fraction] = {}
    for item in items:
        value = _attribute(item, "value", source)
        evaluation = _attribute(item, "evaluation", source)
        if value in raw:
            source.valued_twice(value, item.mark)
        raw[value] = source.valuation(evaluation, item.mark, f"the evaluation of {quoted(value)}")
    most = max(raw.values())
    if most < _LEAST:
        source.note("an issue without any evaluation above 0 counts as 0, as in GENIUS")
        scores = dict.fromkeys(raw, Fraction(0))
    else:
        scores = {value: score / most for value, score in raw.items()}
    if isinstance(issue.kind, Discrete):
        known = frozenset(issue.kind.values)
        for item in items:
            if item.attributes["value"] not in known:
                raise source.error(f"{quoted(item.attributes['value'])} is not a value of the domain", item.mark)
        return complete(scores, issue.kind, "evaluation", source, element.mark)
    return by_number(scores, issue.kind, issue.name, source, element.mark)


def by_number(scores: dict[str, Fraction], kind: NumberRange, name: str, source: File, mark: int) -> Evaluation:
    """Return the evaluation of a range, listed number by number in a table.

    Raises
    ------
    ScenarioError
        If a number of the range is missing in the table.
    """
    known = {source.number(value, mark, f"a value of {quoted(name)}"): score for value, score in scores.items()}
    step = kind.step
    if step is None or (kind.high - kind.low) / step + 1 > len(known):
        raise source.error(f"some values of {quoted(name)} are not evaluated", mark)
    size = int((kind.high - kind.low) / step) + 1
    if missing := next((at for at in range(size) if kind.low + at * step not in known), None):
        raise source.error(f"{kind.low + missing * step} of {quoted(name)} is not evaluated", mark)
    return Curve(tuple(known), known.__getitem__)


def _rectangles(
    utility: Element, source: File, elements: dict[Element, Issue], domain: IssueDomain
) -> tuple[Rectangle, ...]:
    functions = utility.all("ufun")
    if len(functions) != 1 or functions[0] not in utility.children:
        raise source.error("expected one <ufun> inside <utility>; nested ones cannot be read", utility.mark)
    function = functions[0]
    if function.attributes.get("aggregation", "sum").lower() != "sum":
        raise source.error("only the aggregation 'sum' can be read", function.mark)
    if source.number(function.attributes.get("weight", "1"), function.mark, "the weight of <ufun>") != 1:
        source.note("the weight of the outermost <ufun> is ignored, as GENIUS does")
    most = source.number(_attribute(utility, "maxutility", source), utility.mark, "maxutility")
    if most <= 0:
        raise source.error("maxutility is not above 0", utility.mark)
    issues = {issue.key: issue for issue in domain.issues}
    issues |= {element.attributes.get("index", ""): issue for element, issue in elements.items()}
    found = [_rectangle(one, source, issues, most) for one in function.named("hyperRectangle")]
    if not found:
        raise source.error("the utility function has no rectangles", function.mark)
    if sum(max(one.utility, Fraction(0)) for one in found) > 1:
        source.note(
            "overlapping rectangles may add up to more than maxutility; GENIUS cuts this off at 1, zopa does not"
        )
    return tuple(found)


def _rectangle(element: Element, source: File, issues: dict[str, Issue], most: Fraction) -> Rectangle:
    name = "utilityOf" if "utilityOf" in element.attributes else "utility"
    utility = source.valuation(_attribute(element, name, source), element.mark, "the utility of a rectangle")
    utility *= source.valuation(element.attributes.get("weight", "1"), element.mark, "the weight of a rectangle")
    inner, outer = element.named("INCLUDES"), element.named("EXCLUDES")
    if inner and outer:
        raise source.error("a rectangle with INCLUDES and EXCLUDES is ambiguous", element.mark)
    bounds = []
    for bound in inner or outer:
        index = _attribute(bound, "index", source)
        issue = issues.get(index)
        if issue is None:
            raise source.error(f"no issue has the index {quoted(index)}", bound.mark)
        if isinstance(issue.kind, Discrete):
            raise source.error(f"{quoted(issue.name)} is discrete, but rectangles are about numbers", bound.mark)
        low = source.number(_attribute(bound, "min", source), bound.mark, "min")
        bounds.append((issue, low, source.number(_attribute(bound, "max", source), bound.mark, "max")))
    return Rectangle(utility / most, tuple(bounds), not outer, element.mark)
