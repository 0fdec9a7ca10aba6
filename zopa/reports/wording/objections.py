"""The sentences on a proposed deal: what stands against it, and what was proved of deals near it."""

from __future__ import annotations

from datetime import date

from ...models.meaning.movement import Missed
from ...models.parties import Statement
from ...results.objections import Crossing, Nearby, Objections, Tally
from .concessions import caveats, with_unit
from .names import Words, counted, listed
from .verdict import BAD, GOOD, OPEN, Headline, by_solver, proved, why_stopped

_NUMBERS = {"<": "less than", "<=": "at most", "==": "exactly", ">=": "at least", ">": "more than"}
_DATES = {"<": "before", "<=": "no later than", "==": "on", ">=": "no earlier than", ">": "after"}


def judgement(answer: Objections) -> Headline:
    """Return the judgement."""
    facts, lines = _broken(answer), len(answer.crossed) - _broken(answer)
    total = sum(1 for _ in answer.scenario.red_lines())
    parts = [f"breaks {_of(facts, len(answer.scenario.facts), 'fact')}"] if facts else []
    parts += [f"crosses {_of(lines, total, 'red line')}"] if lines else []
    objections = counted(len(answer.crossed), "OBJECTION", "OBJECTIONS")
    if not answer.left_open:
        if not parts:
            return "NO OBJECTION", GOOD, "The proposed deal breaks no fact and crosses no red line."
        return objections, BAD, f"The proposed deal {listed(parts)}."
    terms, are = _open_terms(answer)
    if parts:
        known = "" if answer.crossed_complete else f" Whether it crosses others is not known: {_why(answer)}."
        return objections, BAD, f"However the {terms} {are} settled, the proposal {listed(parts)}.{known}"
    if answer.completable:
        can_be = f"The {terms} can be settled so that no fact is broken and no red line is crossed."
        return "NO OBJECTION", GOOD, can_be
    if answer.completable is False:
        said = (
            f"By itself the proposal crosses no red line, but however the {terms} {are} settled, it breaks a fact or "
            f"crosses a red line. {proved(by_solver(answer.confirmed))}"
        )
        return "CANNOT BE COMPLETED", BAD, said
    return "UNDECIDED", OPEN, f"What stands against it is not known: {_why(answer)}."


def _open_terms(answer: Objections) -> tuple[str, str]:
    """Return how many terms are open, and the verb that goes with them."""
    number = len(answer.left_open)
    return ("open term", "is") if number == 1 else (counted(number, "open term"), "are")


def _of(number: int, total: int, what: str) -> str:
    if total == 1:
        return f"the only {what}"
    if number == total == 2:
        return f"both {what}s"
    return f"{f'all {total:,}' if number == total else f'{number:,} of the {total:,}'} {what}s"


def _broken(answer: Objections) -> int:
    return sum(one.party is None for one in answer.crossed)


def _why(answer: Objections) -> str:
    return why_stopped(answer.stopped_by)


def tally(one: Tally, words: Words) -> str:
    """Return how many of a party's red lines are satisfied, crossed, and still open."""
    total = one.satisfied + one.crossed + one.open
    rest = [f"{number:,} {what}" for number, what in ((one.crossed, "crossed"), (one.open, "open")) if number]
    satisfied = f"{one.satisfied:,} of {counted(total, 'red line')} satisfied"
    return f"{words.party(one.party)}: {', '.join([satisfied, *rest])}."


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
        return "exactly at the limit, which it has to pass"
    more = "more than " if strict else ""
    too_high = missed.relation in ("<", "<=") or (missed.relation == "==" and _is_above(missed))
    way = ("late by" if too_high else "early by") if _is_date(missed) else ("over by" if too_high else "short by")
    return f"{way} {more}{with_unit(missed.amount, missed.unit)}"


def _is_above(missed: Missed) -> bool:
    value, asked = missed.value, missed.asked
    if isinstance(value, str) or isinstance(asked, str):  # a day beyond the calendar
        return str(value) > str(asked)
    return value > asked  # type: ignore[operator]


def completion(answer: Objections) -> str:
    """Return whether the open terms can be settled without crossing more; empty where the judgement says it."""
    if not answer.left_open or (not answer.crossed and answer.completable is not None):
        return ""
    terms, are = _open_terms(answer)
    if answer.completable:
        return f"The {terms} can be settled so that no other red line is crossed and no fact broken:"
    if _broken(answer):
        return f"However the {terms} {are} settled, this is not a deal: it breaks a fact."
    if answer.completable is False:
        evidence = proved(by_solver(answer.confirmed))
        return f"However the {terms} {are} settled, another red line is crossed or a fact broken. {evidence}"
    return f"Whether the {terms} can be settled without crossing more is not known: {_why(answer)}."


def nearest_title(answer: Objections, near: Nearby) -> str:
    """Return the heading of a nearest deal."""
    nearest = "The nearest deal" if near.is_nearest else "The nearest deal found"
    if not near.crossed:
        return f"{nearest} that crosses no red line"
    if near is answer.fewer:
        return f"{nearest} that crosses fewer of these red lines and no others"
    return f"{nearest} that crosses red lines of {'no more' if _broken(answer) else 'less'} weight"


def nearest(answer: Objections, near: Nearby, words: Words) -> tuple[str, str]:
    """Return how much changes to a nearest deal, and what it crosses."""
    changes = "It changes nothing that is proposed."
    if near.changed:
        known = "" if near.is_nearest else "; whether fewer are enough is not known"
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


def impossible(answer: Objections) -> list[str]:
    """Return which deals do not exist, and what that rests on."""
    sentences, evidence = [], proved(by_solver(answer.confirmed))
    if answer.fewer_exists is False:
        sentences.append(f"No deal crosses fewer of these red lines and no others. {evidence}")
        if not _broken(answer) and not answer.left_open:
            sentences[0] += " What the proposal crosses is therefore a minimal relaxation."
        if answer.lighter_exists is False:
            weight = "no more" if _broken(answer) else "less"
            sentences.append(f"No deal crosses red lines of {weight} total weight. {evidence}")
    if answer.verdict == "no_deal":
        sentences.append(f"Every deal crosses a red line. {proved(answer.evidence)} zopa solve shows why.")
    return sentences


def rests_on(answer: Objections) -> list[str]:
    """Return what the answer rests on."""
    sentences = ["The proposal and each deal shown were checked against every fact and red line, in exact arithmetic."]
    near = answer.fewer or answer.lighter or answer.none
    if near:
        sentences.append(
            "The nearest deal changes the fewest terms; of those that do, its changes add up to least, each counted as "
            "a share of its term's range."
        )
    if near or impossible(answer) or answer.completable is False or (answer.left_open and answer.crossed):
        sentences.append(
            "Two solver runs with different settings agree on what is called impossible, and on what is nearest."
            if answer.confirmed
            else "Some of what is called impossible or nearest rests on one solver run; a second took too long."
        )
    if answer.stopped_by is not None:
        sentences.append(f"Whether other deals cross less is not known: {_why(answer)}.")
    elif answer.fewer_exists is False and answer.lighter_exists is None:
        less = "no more" if _broken(answer) else "less"
        sentences.append(
            f"Whether a deal crosses red lines of {less} total weight is not known: the weights are too far apart to "
            "be added up exactly."
        )
    return [*sentences, *caveats(answer.scenario)]
