"""The sentences: what an analysis says, and nothing beyond what was proved."""

from __future__ import annotations

from ...models.scenario import Scenario
from ...results.analysis import Analysis, Cheapest, Conflict
from .names import Words, because, cost_text, counted, listed, undetermined

STOPPED = {"time_limit": "the time limit came first", "interrupt": "the search was interrupted"}


def why_stopped(analysis: Analysis) -> str:
    """Return what cut the search off."""
    if analysis.stopped_by is None:
        return "the search reached its allowance of questions"
    return STOPPED[analysis.stopped_by]


def bound(analysis: Analysis) -> bool:
    """Return whether some red lines may not be given up."""
    return bool(analysis.kept) or any(line.keep for _, _, line in analysis.scenario.red_lines())


def never_given_up(scenario: Scenario) -> list[str]:
    """Return a sentence on the red lines that the scenario itself keeps, if there are any."""
    words = Words(scenario)
    tags = [words.tags()[line_id] for line_id, _, line in scenario.red_lines() if line.keep]
    return [f"Never given up, as the scenario says: {listed(tags)}."] if tags else []


def of_facts_alone(analysis: Analysis) -> Conflict | None:
    """Return the conflict that the facts make without any red line, where they do."""
    known = (*(analysis.conflicts or ())[:1], analysis.smallest_conflict, analysis.preferred_conflict)
    return next((conflict for conflict in known if conflict is not None and not conflict.red_lines), None)


def facts_contradict(analysis: Analysis) -> bool:
    """Return whether the facts alone allow no deal."""
    return of_facts_alone(analysis) is not None


def verdict_word(analysis: Analysis) -> str:
    """Return the verdict in a word or two."""
    return {"deal": "A DEAL EXISTS", "no_deal": "NO DEAL", "undecided": "UNDECIDED"}[analysis.verdict]


def verdict(analysis: Analysis) -> str:
    """Return the verdict in one sentence or two."""
    lines = sum(1 for _ in analysis.scenario.red_lines())
    match analysis.verdict:
        case "deal":
            if lines == 0:
                return "There are no red lines; any deal that fits the facts will do."
            if lines == 1:
                return "There is a deal that does not cross the one red line."
            return f"There is a deal that crosses none of the {_lines(lines)}."
        case "undecided":
            every = f"any of the {lines} red lines" if lines != 1 else "the one red line"
            return (
                f"It is not known whether a deal exists that does not cross {every}: {why_stopped(analysis)}. "
                "This does not mean that there is none."
            )
    if facts_contradict(analysis):
        return f"No deal exists whatever becomes of the red lines: the facts alone contradict each other. {proved(analysis)}"
    if lines == 1:
        return f"No deal exists that does not cross the one red line. {proved(analysis)}"
    return f"No deal exists that crosses none of the {lines} red lines. {proved(analysis)}"


def proved(analysis: Analysis) -> str:
    """Return whether a "no" was proved in steps, or is to be taken from the solver."""
    if analysis.certified:
        return "This is proved."
    return "This is the solver's claim; it is not certified by a proof."


def _lines(number: int) -> str:
    return counted(number, "red line") if number > 1 else "red line"


def reasons(analysis: Analysis) -> list[str]:
    """Return the sentences that follow the verdict: why not, at what price, and whose own lines clash."""
    sentences = []
    if analysis.conflicts and not facts_contradict(analysis):
        sentences.append(_conflicts(analysis, analysis.conflicts))
    sentences += [_own_contradiction(analysis, party) for party in analysis.contradictory_parties]
    if analysis.verdict == "no_deal" and analysis.cheapest is not None:
        sentences.append(_price(analysis, analysis.cheapest))
    if bound(analysis) and analysis.relaxations_total == 0:
        sentences.append("No deal is possible without giving up a line that was to be kept.")
    return sentences


def _conflicts(analysis: Analysis, conflicts: tuple[Conflict, ...]) -> str:
    if not analysis.conflicts_complete:
        minimal = sum(conflict.is_minimal for conflict in conflicts)
        proved = "" if minimal == len(conflicts) else f", {minimal} of them proved minimal"
        found = f"{'is' if len(conflicts) == 1 else 'are'} found{proved}"
        return f"So far {counted(len(conflicts), 'conflict')} {found} ({why_stopped(analysis)}); there may be more."
    disputes = len(analysis.disputes or ())
    if len(conflicts) == 1:
        return "There is exactly one minimal conflict."
    where = f", which make up {disputes} disputes that can be settled apart" if disputes > 1 else ""
    return f"The red lines clash in exactly {counted(len(conflicts), 'minimal conflict')}{where}."


def _own_contradiction(analysis: Analysis, party: str) -> str:
    """Say that a party cannot be satisfied even alone: by one line that cannot hold, or by several together."""
    words = Words(analysis.scenario)
    own = [
        conflict
        for conflict in analysis.conflicts or ()
        if conflict.red_lines and all(line.split(".")[0] == party for line in conflict.red_lines)
    ]
    shortest = min(own, key=lambda conflict: len(conflict.red_lines))
    facts = because(shortest, words)
    given = f", given that {listed(facts)}" if facts else undetermined(shortest, words)
    if len(shortest.red_lines) > 1:
        lines = listed([f"“{words.line(line)}”" for line in shortest.red_lines])
        return f"{words.party(party)}: its own red lines {lines} contradict each other{given}."
    return f"{words.party(party)}: “{words.line(shortest.red_lines[0])}” cannot hold in any deal{given}."


def _price(analysis: Analysis, cheapest: Cheapest) -> str:
    within = "With what may be given up, a deal takes" if bound(analysis) else "Any deal takes"
    if cheapest.cost == 0:
        return f"{within} giving up red lines, but only such as cost nothing."
    total = cheapest.total
    if all(line.weight == 1 for _, _, line in analysis.scenario.red_lines()):
        number = int(cheapest.cost)
        price = f"{within} giving up at least {counted(number, 'red line')}"
        if total is None:
            return f"{price}."
        if number == 1:
            return f"{price}; {'only one' if total == 1 else f'any one of {total:,}'} will do."
        return f"{price}; {'only one set' if total == 1 else f'{total:,} different sets'} of {number} will do."
    price = f"{within} giving up red lines at a cost of at least {cost_text(cheapest.cost)}"
    if total is None:
        return f"{price}."
    return f"{price}; {'only one set costs' if total == 1 else f'{total:,} different sets cost'} no more."


def common_to_the_cheapest(analysis: Analysis) -> str:
    """Return which red lines all cheapest relaxations give up, and which only some; empty where that says nothing."""
    cheapest, words = analysis.cheapest, Words(analysis.scenario)
    if cheapest is None or cheapest.in_all is None or cheapest.in_some is None or (cheapest.total or 0) < 2:
        return ""
    tags = words.tags()
    common, some = (listed([tags[line] for line in lines]) for lines in (cheapest.in_all, cheapest.in_some))
    first = (
        f"{'Both' if cheapest.total == 2 else f'All {cheapest.total:,}'} that cost {cost_text(cheapest.cost)} give up "
    )
    if not common:
        return (
            f"The {cheapest.total:,} that cost {cost_text(cheapest.cost)} have no red line in common; "
            f"between them they give up {some}."
        )
    return f"{first}{common}; some also {some}. They keep every other red line."


def relaxations_sentence(analysis: Analysis) -> str:
    """Return how many relaxations there are and whether those listed are the cheapest."""
    shown = len(analysis.relaxations or ())
    total = analysis.relaxations_total
    within = " within what may be given up" if bound(analysis) else ""
    if total == 0:
        return (
            "No set of red lines that may be given up makes a deal possible."
            if bound(analysis)
            else ("Giving up red lines does not help.")
        )
    if total == 1:
        return f"There is one minimal relaxation{within}."
    if analysis.max_cost is not None and analysis.relaxations_within is not None:
        number, most = analysis.relaxations_within, cost_text(analysis.max_cost)
        every = "Of the minimal relaxations" if total is None else f"Of {total:,} minimal relaxations"
        if number == 0:
            return f"{every}{within}, none costs {most} or less."
        cost = "costs" if number == 1 else "cost"
        listed_are = "all are listed" if shown == number else f"the {shown} cheapest are listed"
        return f"{every}{within}, {number:,} {cost} {most} or less; {listed_are}."
    if total is not None:
        cheapest = "the cheapest is listed" if shown == 1 else f"the {shown} cheapest are listed"
        return f"There are {total:,} minimal relaxations{within}; {'all are listed' if shown == total else cheapest}."
    if not shown:
        return f"None is proved to be the cheapest: {why_stopped(analysis)}."
    these = "This is proved to be the cheapest" if shown == 1 else f"These {shown} are proved to be the cheapest"
    if analysis.relaxations_complete:
        return f"{these}{within}; how many more there are was not counted."
    return f"{these}{within}; {why_stopped(analysis)} before the next was found."


def deals_title(analysis: Analysis) -> str:
    """Return what the list of deals is."""
    number = len(analysis.deals or ())
    if number == 1:
        return "The only deal" if analysis.deals_complete else "A deal"
    return f"All {number} deals" if analysis.deals_complete else f"{number} deals, chosen to differ"


def deals_sentence(analysis: Analysis) -> str:
    """Return whether there are deals beyond those listed; empty when there are none."""
    if analysis.deals_complete:
        return ""
    return "There are others." if analysis.stopped_by is None else f"There may be others: {why_stopped(analysis)}."


def confidence(analysis: Analysis) -> list[str]:
    """Return what the answer rests on: assumptions, inferred lines, silent actors, and second opinions."""
    scenario, words = analysis.scenario, Words(analysis.scenario)
    conflicts = analysis.conflicts or tuple(
        conflict for conflict in (analysis.smallest_conflict, analysis.preferred_conflict) if conflict is not None
    )
    sentences = [
        *_resting_on_facts(analysis, "assumption", "an assumption", "assumptions"),
        *_resting_on_facts(analysis, "inferred", "a fact that is inferred", "facts that are inferred"),
    ]
    contested = {line for conflict in conflicts for line in conflict.red_lines}
    for basis, opening in (
        ("inferred", "Read between the lines, not said in so many words"),
        ("assumption", "Assumed"),
    ):
        lines = [line_id for line_id, _, line in scenario.red_lines() if line.basis == basis and line_id in contested]
        if lines:
            names = listed([f"“{words.line(line_id)}” ({words.party_of(line_id)})" for line_id in lines])
            sentences.append(f"{opening}: {names}.")
    sentences += silent_actors(scenario)
    if unknown := [conflict for conflict in conflicts if undetermined(conflict, words)]:
        which = (
            "the conflict rests" if len(conflicts) == 1 else f"{len(unknown)} of the {len(conflicts)} conflicts rest"
        )
        sentences.append(
            f"Which facts {which} on, and so whether on any that is inferred or assumed, was not determined."
        )
    if conflicts:
        sentences += _evidence(conflicts)
    elif analysis.refutation is not None:
        sentences.append(
            "That there is no deal is certified: proved in steps that a separate checker has gone through."
        )
    if analysis.deal is not None or analysis.relaxations:
        sentences.append("Each deal shown was checked against every line in exact arithmetic.")
    return sentences


def silent_actors(scenario: Scenario) -> list[str]:
    """Return a sentence on those whose consent is needed and nowhere stated, if there are any."""
    words = Words(scenario)
    silent = [words.party(party_id) for party_id, party in scenario.parties.items() if party.position == "unknown"]
    return [f"Needed for a deal, though their consent is nowhere stated: {listed(silent)}."] if silent else []


def _resting_on_facts(analysis: Analysis, basis: str, one: str, many: str) -> list[str]:
    """Say how many conflicts would not be there without facts of some basis."""
    scenario, words = analysis.scenario, Words(analysis.scenario)
    conflicts = analysis.conflicts or ()
    marked = [name for name, fact in scenario.facts.items() if fact.basis == basis]
    resting = [conflict for conflict in conflicts if set(marked).intersection(conflict.facts or ())]
    if not resting:
        return []
    used = [name for name in marked if any(name in (conflict.facts or ()) for conflict in resting)]
    number = (
        "The conflict rests"
        if len(conflicts) == 1
        else (f"{len(resting)} of the {len(conflicts)} conflicts {'rests' if len(resting) == 1 else 'rest'}")
    )
    what = one if len(used) == 1 else many
    return [f"{number} on {what}: {listed([f'“{words.fact(name)}”' for name in used])}."]


def _evidence(conflicts: tuple[Conflict, ...]) -> list[str]:
    """Say which conflicts were proved in steps, and how often the solver was asked about the others."""
    certified = sum(conflict.refutation is not None for conflict in conflicts)
    twice = sum(conflict.confirmed for conflict in conflicts)
    every = "The conflict is" if len(conflicts) == 1 else "Each conflict is"
    if certified == len(conflicts):
        return [f"{every} certified: proved in steps that a separate checker has gone through."]
    runs = (
        "found impossible by two solver runs with different settings"
        if twice == len(conflicts)
        else f"found impossible by the solver, {twice} of {len(conflicts)} by two runs with different settings"
    )
    if not certified:
        return [f"{every} {runs}. That is the solver's claim; none is certified by a proof in steps."]
    partly = f"{certified} of the {len(conflicts)} conflicts are certified: proved in steps that a separate checker has"
    return [f"{partly} gone through. The others, marked, are the solver's claim; each conflict was {runs}."]
