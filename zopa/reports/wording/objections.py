"""What stands against a deal, and why a line has to give, in sentences; nothing beyond what was proved."""

from __future__ import annotations

from datetime import date

from ...models.parties import Statement
from ...models.values import number_text
from ...results.analysis import Conflict
from ...results.objections import Crossing, Missed, Nearby, Objections, Tally
from ...results.why import WhyGiveUp
from .analysis import STOPPED
from .concessions import caveats, with_unit
from .names import Words, because, cost_text, counted, listed, undetermined

_NUMBERS = {"<": "less than", "<=": "at most", "==": "exactly", ">=": "at least", ">": "more than"}
_DATES = {"<": "before", "<=": "no later than", "==": "on", ">=": "no earlier than", ">": "after"}


# -- why not this deal ------------------------------------------------------------------------------------------------


def judgement(answer: Objections, words: Words) -> tuple[str, str, str]:
    """Return the judgement in a word or two, its colour, and in a sentence."""
    facts, lines = _broken(answer), _crossed(answer)
    total = sum(1 for _ in answer.scenario.red_lines())
    parts = [f"breaks {_of(facts, len(answer.scenario.facts), 'fact')}"] if facts else []
    parts += [f"crosses {_of(lines, total, 'red line')}"] if lines else []
    if not answer.left_open:
        if not parts:
            return "NO OBJECTION", "bold green", "The deal proposed breaks no fact and crosses no red line."
        return _counted(len(answer.crossed)), "bold red", f"The deal proposed {listed(parts)}."
    terms, are = _left_open(answer)
    if parts:
        known = "" if answer.crossed_complete else f" Of other lines that is not known: {_why(answer)}."
        said = f"Whatever becomes of the {terms} left open, what is proposed {listed(parts)}.{known}"
        return _counted(len(answer.crossed)), "bold red", said
    if answer.completable:
        said = f"The {terms} left open can be settled so that no fact is broken and no red line crossed."
        return "NO OBJECTION", "bold green", said
    if answer.completable is False:
        said = (
            f"What is proposed crosses no red line by itself, but however the {terms} left open {are} settled, a fact is "
            "broken or a red line crossed. This is proved."
        )
        return "CANNOT BE COMPLETED", "bold red", said
    return "UNDECIDED", "bold yellow", f"What stands against it is not known: {_why(answer)}."


def _left_open(answer: Objections) -> tuple[str, str]:
    """Return how many terms are left open, and the verb that goes with them."""
    number = len(answer.left_open)
    return ("one term", "is") if number == 1 else (counted(number, "term"), "are")


def _counted(number: int) -> str:
    return counted(number, "OBJECTION", "OBJECTIONS")


def _of(number: int, total: int, what: str) -> str:
    if total == 1:
        return f"the one {what}"
    if number == total == 2:
        return f"both {what}s"
    return f"{f'all {total:,}' if number == total else f'{number:,} of the {total:,}'} {what}s"


def _broken(answer: Objections) -> int:
    return sum(one.party is None for one in answer.crossed)


def _crossed(answer: Objections) -> int:
    return len(answer.crossed) - _broken(answer)


def _why(answer: Objections | WhyGiveUp) -> str:
    return STOPPED[answer.stopped_by] if answer.stopped_by else "the search reached its allowance of questions"


def tally(one: Tally, words: Words) -> str:
    """Return how many of a party's red lines are satisfied, crossed, and open."""
    total = one.satisfied + one.crossed + one.open
    rest = [f"{number:,} {what}" for number, what in ((one.crossed, "crossed"), (one.open, "open")) if number]
    return f"{words.party(one.party)}: {one.satisfied:,} of {counted(total, 'red line')} satisfied{''.join(f', {part}' for part in rest)}."


def statement_of(crossing: Crossing, words: Words) -> Statement:
    """Return the document of what is crossed."""
    return words.scenario.facts[crossing.line] if crossing.party is None else words.red_line(crossing.line)


def by_how_much(crossing: Crossing, words: Words) -> str:
    """Return what the deal says of a line that it crosses, and how far that is from what the line asks for."""
    missed = crossing.missed
    said = [f"{words.term(name)}: {words.value(name, value)}" for name, value in crossing.terms.items()]
    most = 6
    if len(said) > most:
        said = [*said[:most], f"{len(said) - most} more"]
    if missed is None:
        return "; ".join(said)
    subject = missed.subject if missed.term is None else words.term(missed.term)
    relation = (_DATES if _is_date(missed) else _NUMBERS)[missed.relation]
    value, asked = with_unit(missed.value, missed.unit), with_unit(missed.asked, missed.unit)
    distance = f"{subject}: {value}, asked for {relation} {asked}; {_distance(missed)}"
    return distance if missed.term is not None else f"{distance} ({'; '.join(said)})"


def _is_date(missed: Missed) -> bool:
    return isinstance(missed.value, date | str) or isinstance(missed.asked, date | str)


def _distance(missed: Missed) -> str:
    strict = missed.relation in ("<", ">")
    if not missed.amount:
        return "just at the limit, which has to be passed"
    more = "more than " if strict else ""
    too_high = missed.relation in ("<", "<=") or (missed.relation == "==" and _is_above(missed))
    way = ("late by" if too_high else "early by") if _is_date(missed) else ("over by" if too_high else "short by")
    return f"{way} {more}{with_unit(missed.amount, missed.unit)}"


def _is_above(missed: Missed) -> bool:
    value, asked = missed.value, missed.asked
    if isinstance(value, str) or isinstance(asked, str):  # a day beyond the calendar
        return str(value) > str(asked)
    return value > asked  # type: ignore[operator]


def completion(answer: Objections, words: Words) -> str:
    """Return whether the terms left open can be settled without crossing more; empty where none is open."""
    if not answer.left_open or (not answer.crossed and answer.completable is not None):
        return ""
    terms, are = _left_open(answer)
    if answer.completable:
        return f"The {terms} left open can be settled so that no other is crossed:"
    if _broken(answer):
        return f"However the {terms} left open {are} settled, this is no deal: it breaks what nobody can give up."
    if answer.completable is False:
        return f"However the {terms} left open {are} settled, another red line is crossed or a fact broken. This is proved."
    return f"Whether the {terms} left open can be settled without crossing more is not known: {_why(answer)}."


def nearest_title(answer: Objections, near: Nearby) -> str:
    """Return the heading of a nearest deal."""
    nearest = "The nearest deal" if near.is_nearest else "The nearest deal found"
    if not near.crossed:
        return f"{nearest} that crosses no red line"
    if near is answer.fewer:
        return f"{nearest} that crosses fewer of these and no other"
    return f"{nearest} that crosses lines of {'no more' if _broken(answer) else 'less'} weight"


def nearest(answer: Objections, near: Nearby, words: Words) -> tuple[str, str]:
    """Return how much changes to a nearest deal, and what it crosses."""
    changes = "It changes nothing that is proposed."
    if near.changed:
        known = "" if near.is_nearest else "; whether fewer would do is not known"
        changes = f"It changes {counted(len(near.changed), 'term')} of the proposal{known}:"
    tags = words.tags()
    before = [one.line for one in answer.crossed]
    mended = [f"“{words.fact(one.line)}”" for one in answer.crossed if one.party is None]
    freed = [tags[line] for line in before if line in tags and line not in near.crossed]
    still = [tags[line] for line in before if line in near.crossed]
    new = [tags[line] for line in newly_crossed(answer, near)]
    no_longer = [f"breaks the {'fact' if len(mended) == 1 else 'facts'} {listed(mended)}"] if mended else []
    no_longer += [f"crosses {listed(freed)}"] if freed else []
    parts = [f"no longer {listed(no_longer, 'or')}"] if no_longer else []
    parts += [f"still crosses {listed(still)}"] if still else []
    parts += [f"newly crosses {listed(new)}"] if new else []
    return changes, f"It {listed(parts)}." if parts else ""


def newly_crossed(answer: Objections, near: Nearby) -> list[str]:
    """Return the red lines that a nearest deal crosses and the proposal does not."""
    before = {one.line for one in answer.crossed}
    return [line for line in near.crossed if line not in before]


def nothing_nearer(answer: Objections) -> list[str]:
    """Return what is proved not to exist, or is not known."""
    told = []
    if answer.fewer_exists is False:
        minimal = "" if _broken(answer) else " What it crosses is therefore a minimal relaxation."
        if answer.left_open:
            minimal = ""
        told.append(f"No deal crosses fewer of these and no other. This is proved.{minimal}")
        if answer.lighter_exists is False:
            least = "cross red lines of no more weight" if _broken(answer) else "cross red lines of less weight"
            told.append(f"Nor does any deal {least} in all. This is proved.")
    if answer.verdict == "no_deal":
        told.append("No deal at all crosses no red line. This is proved; zopa solve tells why.")
    return told


def proof_of_objections(answer: Objections) -> list[str]:
    """Return what the answer rests on."""
    told = ["The proposal and each deal shown were worked out on every fact and red line in exact arithmetic."]
    near = answer.fewer or answer.lighter or answer.none
    if near:
        told.append(
            "Nearest is the deal that changes the fewest terms; of these, the one whose changes add up to least, each "
            "counted as a share of its term's range."
        )
    if near or nothing_nearer(answer) or answer.completable is False or (answer.left_open and answer.crossed):
        claims = "What is said to be impossible, and that no deal is nearer,"
        told.append(
            f"{claims} was found by two solver runs with different settings."
            if answer.confirmed
            else f"{claims} rests in part on one solver run; a second opinion took too long."
        )
    if answer.stopped_by is not None:
        told.append(f"What is not said here of deals that cross less is not known: {_why(answer)}.")
    return [*told, *caveats(answer.scenario)]


# -- why must it be given up ------------------------------------------------------------------------------------------


def role(answer: WhyGiveUp, words: Words) -> tuple[str, str, str]:
    """Return in a word or two, with its colour, and in a sentence whether the line has to be given up."""
    if answer.relaxable is False:
        least = (
            "Giving lines up does not make a deal possible"
            if not answer.kept
            else "With what may be given up, no deal is possible"
        )
        return "NO WAY OUT", "bold red", f"{least}, whatever becomes of this line. This is proved."
    if answer.may_not_go:
        return "KEPT", "bold green", "It may not be given up, as the scenario or the request says."
    match answer.role:
        case "all":
            return "HAS TO GO", "bold red", f"Every way to a deal{_within(answer)} gives it up. This is proved."
        case "some":
            said = f"Some minimal ways to a deal{_within(answer)} give it up, and others keep it."
            return "CAN BE KEPT", "bold yellow", said
        case "none":
            if answer.verdict == "deal":
                return (
                    "NEED NOT GO",
                    "bold green",
                    "There is a deal that crosses no red line; nothing has to be given up.",
                )
            if answer.contested is False:
                said = "It clashes with nothing stated; no minimal way to a deal gives it up. This is proved."
                return "NEED NOT GO", "bold green", said
            return (
                "NEED NOT GO",
                "bold green",
                f"No minimal way to a deal{_within(answer)} gives it up. This is proved.",
            )
    return "UNDECIDED", "bold yellow", f"Whether it has to be given up is not known: {_why(answer)}."


def _within(answer: WhyGiveUp) -> str:
    return " within what may be given up" if answer.kept else ""


def price(answer: WhyGiveUp) -> list[str]:
    """Return what giving the line up and keeping it cost."""
    told = []
    cheapest = {
        "all": "Each of the cheapest gives it up.",
        "some": "Some of the cheapest give it up, others keep it.",
        "none": "None of the cheapest gives it up.",
    }
    if answer.role == "some" and answer.in_cheapest is not None:
        told.append(cheapest[answer.in_cheapest])
    giving, keeping, more = answer.cost_giving, answer.cost_keeping, answer.price_of_keeping
    if giving is not None and keeping is not None and more is not None:
        both = (
            f"The cheapest minimal way that gives it up costs {cost_text(giving)} in all, the cheapest that keeps it "
            f"{cost_text(keeping)}"
        )
        if more > 0:
            told.append(f"{both}: keeping it costs {cost_text(more)} more.")
        elif more < 0:
            told.append(f"{both}: keeping it costs {cost_text(-more)} less.")
        else:
            told.append(f"{both}, as much.")
    elif giving is not None and answer.role == "all":
        told.append(f"The cheapest way to a deal costs {cost_text(giving)} in all.")
    elif keeping is not None and answer.verdict == "no_deal":
        told.append(f"The cheapest way to a deal costs {cost_text(keeping)} in all.")
    return told


def others_in(conflict: Conflict, line: str) -> list[str]:
    """Return the other red lines of a conflict."""
    return [other for other in conflict.red_lines if other != line]


def clash(conflict: Conflict, answer: WhyGiveUp, words: Words) -> str:
    """Return what the line clashes with, and why."""
    tags = words.tags()
    others = others_in(conflict, answer.red_line)
    kept = [tags[other] for other in others if other in answer.kept]
    said = " × ".join(tags[line] for line in conflict.red_lines)
    if not others:
        said += " cannot hold in any deal"
    if reasons := because(conflict, words):
        said += f", since {listed(reasons)}"
    said += undetermined(conflict, words)
    if not conflict.is_minimal:
        said += " (perhaps not all of them are needed)"
    if kept:
        said += f"; {listed(kept)} may not be given up"
    return said


def proof_of_why(answer: WhyGiveUp) -> list[str]:
    """Return what the answer rests on."""
    told = []
    if answer.conflicts:
        twice = sum(conflict.confirmed for conflict in answer.conflicts)
        number = len(answer.conflicts)
        each = "Each conflict was" if twice == number else f"{number_text(twice)} of the {number} conflicts were"
        rest = "" if twice == number else "; the others rest on one run"
        told.append(f"{each} found impossible by two solver runs with different settings{rest}.")
    if not answer.conflicts_complete:
        told.append(f"There may be other conflicts and other ways out: {_why(answer)}.")
    return [*told, *caveats(answer.scenario)]
