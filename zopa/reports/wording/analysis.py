"""The sentences of an analysis: what was proved, and nothing beyond that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...models.scenario import Scenario
from ...results.analysis import Analysis, Cheapest, Conflict
from ...results.kept import Kept
from .names import Words, because, cost_text, counted, listed, undetermined
from .verdict import no_deal, why_stopped

_CHECKED = "a separate checker verified"
NOT_CERTIFIED = " (solver's claim, not certified)"


def bound(analysis: Analysis) -> bool:
    """Return whether some red lines may not be given up."""
    return bool(analysis.kept)


def as_asked(scenario: Scenario, kept: Iterable[Kept], only_from: Sequence[str], may: str, most: int = 6) -> list[str]:
    """Return whose lines alone may give way, and which others the request keeps; ``may`` ends the first sentence."""
    sentences = []
    named = [one.red_line for one in kept if one.because == "keep"]
    if only_from:
        words = Words(scenario)
        sentences.append(f"As you asked, only {listed([words.party(party) for party in only_from])} may {may}.")
        named = [line for line in named if line.split(".")[0] in only_from]
    if named:
        names = [*named[:most], f"{len(named) - most} more"] if len(named) > most else named
        sentences.append(f"Kept, as you asked: {listed(names)}.")
    return sentences


def of_facts_alone(analysis: Analysis) -> Conflict | None:
    """Return the conflict that the facts make without any red line, where they do."""
    known = (*(analysis.conflicts or ())[:1], analysis.smallest_conflict, analysis.preferred_conflict)
    return next((conflict for conflict in known if conflict is not None and not conflict.red_lines), None)


def verdict(analysis: Analysis) -> str:
    """Return the verdict in one sentence or two."""
    lines = sum(1 for _ in analysis.scenario.red_lines())
    such = "does not cross the only red line" if lines == 1 else f"crosses none of the {lines} red lines"
    match analysis.verdict:
        case "deal":
            if lines == 0:
                return "There are no red lines, so any deal that fits the facts is possible."
            return f"A deal exists that {such}."
        case "undecided":
            why = why_stopped(analysis.stopped_by)
            return f"It is not known whether a deal exists that {such}: {why}. There may be one."
    if of_facts_alone(analysis):
        return no_deal(analysis.evidence, ", even without red lines: the facts contradict each other")
    return no_deal(analysis.evidence, f" that {such}")


def reasons(analysis: Analysis) -> list[str]:
    """Return the sentences that follow the verdict: why not, at what price, and whose own lines clash."""
    sentences = []
    if analysis.conflicts and not of_facts_alone(analysis):
        sentences.append(_conflicts(analysis, analysis.conflicts))
    sentences += [_own_contradiction(analysis, party) for party in analysis.contradictory_parties]
    if analysis.verdict == "no_deal" and analysis.cheapest is not None:
        sentences.append(_price(analysis, analysis.cheapest))
    if bound(analysis) and analysis.relaxations_total == 0:
        sentences.append("No deal is possible unless a line that has to be kept is given up.")
    if analysis.verdict == "no_deal" and set(analysis.sections) == {"deals"}:
        sentences.append("zopa solve shows why, and zopa relax what would have to give.")
    return sentences


def _conflicts(analysis: Analysis, conflicts: tuple[Conflict, ...]) -> str:
    number = counted(len(conflicts), "conflict")
    if not analysis.conflicts_complete:
        minimal = sum(conflict.is_minimal for conflict in conflicts)
        how_many = "" if minimal == len(conflicts) else f", {minimal} of them proved minimal"
        return f"{number} found so far{how_many} ({why_stopped(analysis.stopped_by)}); there may be more."
    if len(conflicts) == 1:
        return "There is exactly one minimal conflict."
    disputes = len(analysis.disputes or ())
    apart = f" They form {disputes} disputes that can be settled separately." if disputes > 1 else ""
    return f"The red lines clash in exactly {counted(len(conflicts), 'minimal conflict')}.{apart}"


def _own_contradiction(analysis: Analysis, party: str) -> str:
    """Say that a party cannot be satisfied even alone: one of its lines cannot hold, or several cannot together."""
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
    requires = "Within what may be given up, a deal requires" if bound(analysis) else "A deal requires"
    total = cheapest.total
    if cheapest.cost == 0:
        return f"{requires} giving up red lines, but none that cost anything."
    if any(line.weight != 1 for _, _, line in analysis.scenario.red_lines()):
        price = f"{requires} giving up red lines that cost at least {cost_text(cheapest.cost)}"
        enough = "only one set costs" if total == 1 else f"{total or 0:,} different sets cost"
        return f"{price}." if total is None else f"{price}; {enough} exactly that."
    number = int(cheapest.cost)
    price = f"{requires} giving up at least {'one red line' if number == 1 else f'{number:,} red lines'}"
    if total is None:
        return f"{price}."
    which = "only one" if total == 1 else "either of two" if total == 2 else f"any of {total:,}"
    if number > 1:
        return f"{price}; {which} {'set' if total == 1 else 'sets'} of {number} is enough."
    return f"{price}; {which} is enough{' by itself' if total == 1 else ''}."


def common_to_the_cheapest(analysis: Analysis) -> str:
    """Return which red lines all cheapest relaxations give up, and which only some; empty where that says nothing."""
    cheapest, tags = analysis.cheapest, Words(analysis.scenario).tags()
    if cheapest is None or cheapest.in_all is None or cheapest.in_some is None or (cheapest.total or 0) < 2:
        return ""
    common, some = (listed([tags[line] for line in lines]) for lines in (cheapest.in_all, cheapest.in_some))
    cost = cost_text(cheapest.cost)
    if not common:
        return f"The {cheapest.total:,} sets that cost {cost} have no red line in common; together they give up {some}."
    every = "Both" if cheapest.total == 2 else f"All {cheapest.total:,}"
    return f"{every} sets that cost {cost} give up {common}; some also give up {some}. They keep every other red line."


def relaxations_sentence(analysis: Analysis) -> str:
    """Return how many relaxations there are, and whether those listed are the cheapest."""
    shown, total = len(analysis.relaxations or ()), analysis.relaxations_total
    within = " within what may be given up" if bound(analysis) else ""
    if total == 0:
        which = (
            "No set of red lines that may be given up makes" if bound(analysis) else "Giving up red lines does not make"
        )
        return f"{which} a deal possible."
    if total == 1:
        return f"There is one minimal relaxation{within}."
    if analysis.max_cost is not None and analysis.relaxations_within is not None:
        number, most = analysis.relaxations_within, cost_text(analysis.max_cost)
        every = "Of the minimal relaxations" if total is None else f"Of {total:,} minimal relaxations"
        if number == 0:
            return f"{every}{within}, none costs {most} or less."
        which = "all are listed" if shown == number else f"the {shown} cheapest are listed"
        return f"{every}{within}, {number:,} {'costs' if number == 1 else 'cost'} {most} or less; {which}."
    if total is not None:
        cheapest = "the cheapest is listed" if shown == 1 else f"the {shown} cheapest are listed"
        return f"There are {total:,} minimal relaxations{within}; {'all are listed' if shown == total else cheapest}."
    if not shown:
        return f"No relaxation is proved to be the cheapest: {why_stopped(analysis.stopped_by)}."
    these = "This is the cheapest" if shown == 1 else f"These {shown} are the cheapest"
    if analysis.relaxations_complete:
        return f"{these}{within}. How many more there are was not counted."
    return f"{these}{within}; {why_stopped(analysis.stopped_by)} before the next was found."


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
    if analysis.stopped_by is None:
        return "There are others."
    return f"There may be others: {why_stopped(analysis.stopped_by)}."


def confidence(analysis: Analysis) -> list[str]:
    """Return what the answer rests on: assumptions, inferred lines, silent actors, proofs and second opinions."""
    scenario, words = analysis.scenario, Words(analysis.scenario)
    conflicts = analysis.conflicts or tuple(
        conflict for conflict in (analysis.smallest_conflict, analysis.preferred_conflict) if conflict is not None
    )
    sentences = [
        *_resting_on_facts(analysis, "assumption", "an assumption", "assumptions"),
        *_resting_on_facts(analysis, "inferred", "a fact that is inferred", "facts that are inferred"),
    ]
    contested = {line for conflict in conflicts for line in conflict.red_lines}
    for basis, opening in (("inferred", "Inferred, not said in so many words"), ("assumption", "Assumed")):
        lines = [line_id for line_id, _, line in scenario.red_lines() if line.basis == basis and line_id in contested]
        if lines:
            names = listed([f"“{words.line(line_id)}” ({words.party_of(line_id)})" for line_id in lines])
            sentences.append(f"{opening}: {names}.")
    sentences += silent_actors(scenario)
    if unknown := sum(bool(undetermined(conflict, words)) for conflict in conflicts):
        which = "the conflict rests" if len(conflicts) == 1 else f"{unknown} of the {len(conflicts)} conflicts rest"
        sentences.append(f"It was not determined which facts {which} on; some may be inferred or assumed.")
    if conflicts:
        sentences.append(proofs(conflicts))
    elif analysis.refutation is not None:
        sentences.append(f"That there is no deal is certified: {_CHECKED} the proof, step by step.")
    if analysis.deal is not None or analysis.relaxations:
        sentences.append("Each deal shown was checked against every fact and red line, in exact arithmetic.")
    return sentences


def silent_actors(scenario: Scenario) -> list[str]:
    """Return a sentence on those whose consent is needed and nowhere stated, if there are any."""
    words = Words(scenario)
    silent = [words.party(party_id) for party_id, party in scenario.parties.items() if party.position == "unknown"]
    return [f"A deal also needs the consent of {listed(silent)}, which is stated nowhere."] if silent else []


def _resting_on_facts(analysis: Analysis, basis: str, one: str, many: str) -> list[str]:
    """Say how many conflicts would not be there without facts of some basis."""
    scenario, words = analysis.scenario, Words(analysis.scenario)
    conflicts = analysis.conflicts or ()
    marked = [name for name, fact in scenario.facts.items() if fact.basis == basis]
    resting = [conflict for conflict in conflicts if set(marked).intersection(conflict.facts or ())]
    if not resting:
        return []
    used = [name for name in marked if any(name in (conflict.facts or ()) for conflict in resting)]
    rest = "rests" if len(resting) == 1 else "rest"
    number = "The conflict" if len(conflicts) == 1 else f"{len(resting)} of the {len(conflicts)} conflicts"
    facts = listed([f"“{words.fact(name)}”" for name in used])
    return [f"{number} {rest} on {one if len(used) == 1 else many}: {facts}."]


def proofs(conflicts: tuple[Conflict, ...]) -> str:
    """Say which conflicts are certified, and how often the solver was asked about the others."""
    others = [conflict for conflict in conflicts if conflict.refutation is None]
    certified, once = len(conflicts) - len(others), sum(not conflict.confirmed for conflict in others)
    every = "The conflict" if len(conflicts) == 1 else "Each conflict"
    if not others:
        return f"{every} is certified: {_CHECKED} its proof, step by step."
    runs = "found by two solver runs with different settings"
    if once:
        runs = "found by one solver run" if once == len(others) else f"{runs}, {once} of them by one run alone"
    if not certified:
        return f"{every} is the solver's claim, {runs}; no proof certifies it."
    partly = f"{certified} of the {len(conflicts)} conflicts are certified: {_CHECKED} their proofs, step by step."
    return f"{partly} The others, marked, are the solver's claim, {runs}."
