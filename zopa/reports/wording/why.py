"""The sentences on why a red line has to be given up, and what keeping it costs."""

from __future__ import annotations

from ...results.analysis import Conflict
from ...results.why import WhyGiveUp
from .analysis import NOT_CERTIFIED, proofs
from .concessions import caveats
from .names import Words, because, cost_text, listed, undetermined
from .verdict import BAD, GOOD, OPEN, Headline, of_conflicts, proved, why_stopped


def role(answer: WhyGiveUp) -> Headline:
    """Return whether the line has to be given up."""
    evidence = proved(of_conflicts(answer.conflicts, answer.evidence))
    within = " within what may be given up" if answer.kept else ""
    if answer.relaxable is False:
        none = "Within what may be given up, no deal is possible" if answer.kept else "No deal is possible"
        return "NO WAY OUT", BAD, f"{none}, whether or not this line is given up. {evidence}"
    if answer.may_not_go:
        return "KEPT", GOOD, "The scenario or the request rules out giving it up."
    match answer.role:
        case "all":
            return "HAS TO GO", BAD, f"Every way to a deal{within} gives it up. {evidence}"
        case "some":
            return "CAN BE KEPT", OPEN, f"Some minimal ways to a deal{within} give it up, and others keep it."
        case "none":
            said = f"No minimal way to a deal{within} gives it up. {evidence}"
            if answer.verdict == "deal":
                said = "A deal exists that crosses no red line; nothing has to be given up."
            elif answer.contested is False:
                said = f"It is in no conflict, so no minimal way to a deal gives it up. {evidence}"
            return "NEED NOT GO", GOOD, said
    return "UNDECIDED", OPEN, f"Whether it has to be given up is not known: {why_stopped(answer.stopped_by)}."


def price(answer: WhyGiveUp) -> list[str]:
    """Return what giving the line up and keeping it cost."""
    sentences = []
    cheapest = {
        "all": "Each of the cheapest gives it up.",
        "some": "Some of the cheapest give it up, others keep it.",
        "none": "None of the cheapest gives it up.",
    }
    if answer.role == "some" and answer.in_cheapest is not None:
        sentences.append(cheapest[answer.in_cheapest])
    giving, keeping, more = answer.cost_giving, answer.cost_keeping, answer.price_of_keeping
    if giving is not None and keeping is not None and more is not None:
        both = f"The cheapest way that gives it up costs {cost_text(giving)}, the cheapest that keeps it"
        difference = (
            f"{cost_text(-more if more < 0 else more)} {'more' if more > 0 else 'less'}"
            if more
            else "no more and no less"
        )
        sentences.append(f"{both} {cost_text(keeping)}: keeping it costs {difference}.")
    elif giving is not None and answer.role == "all":
        sentences.append(f"The cheapest way to a deal costs {cost_text(giving)}.")
    elif keeping is not None and answer.verdict == "no_deal":
        sentences.append(f"The cheapest way to a deal costs {cost_text(keeping)}.")
    return sentences


def others_in(conflict: Conflict, line: str) -> list[str]:
    """Return the other red lines of a conflict."""
    return [other for other in conflict.red_lines if other != line]


def clash(conflict: Conflict, answer: WhyGiveUp, words: Words) -> str:
    """Return what the line clashes with, and why."""
    tags = words.tags()
    others = others_in(conflict, answer.red_line)
    may_not_go = {one.red_line for one in answer.kept}
    kept = [tags[other] for other in others if other in may_not_go]
    said = " × ".join(tags[line] for line in conflict.red_lines)
    if not others:
        said += " cannot hold in any deal"
    if reasons := because(conflict, words):
        said += f", since {listed(reasons)}"
    said += undetermined(conflict, words)
    if not conflict.is_minimal:
        said += " (perhaps not minimal)"
    if conflict.refutation is None:
        said += NOT_CERTIFIED
    if kept:
        said += f"; {listed(kept)} may not be given up"
    return said


def rests_on(answer: WhyGiveUp) -> list[str]:
    """Return what the answer rests on."""
    sentences = [proofs(answer.conflicts)] if answer.conflicts else []
    if not answer.conflicts_complete:
        sentences.append(f"There may be other conflicts and other ways out: {why_stopped(answer.stopped_by)}.")
    return [*sentences, *caveats(answer.scenario)]
