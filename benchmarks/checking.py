"""Do zopa and its peers give the same answers? Complete lists on small instances, costs on measured ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from contenders import CONTENDERS, ZOPA
from measuring import Instance, Measurement, measure

EVERYTHING = 10**6
SMALL = (
    *(Instance("negotiation", (8, seed), EVERYTHING) for seed in (1, 2, 3)),
    Instance("negotiation", (12, 4), EVERYTHING),
    *(Instance("dense", (7, 14, seed, seed % 2), EVERYTHING) for seed in (1, 2, 3, 4)),
    *(Instance("clauses", (6, 16, seed), EVERYTHING) for seed in (1, 2, 3)),
)
"""Few enough relaxations for MARCO to list them all."""


def check(limit: float, report: Callable[[str], None]) -> bool:
    """Hold every installed peer's answers on small instances against zopa's; return whether all agree."""
    agreed = True
    for instance in SMALL:
        zopa = measure(instance, ZOPA, limit, lines=True)
        if zopa.state != "reached":
            report(f"{instance.label}: zopa {zopa.state} {zopa.note}".rstrip())
            agreed = False
            continue
        report(f"{instance.label}: zopa finds {zopa.answers}")
        for contender in CONTENDERS.values():
            if contender is ZOPA:
                continue
            found = measure(instance, contender, limit, lines=True)
            problem = difference(zopa, found)
            agreed = agreed and (not problem or found.state == "not installed")
            report(f"  {contender.name}: {problem or 'agrees'}")
    return agreed


def difference(zopa: Measurement, peer: Measurement) -> str:
    """Return in what complete lists differ; nothing where they agree."""
    if peer.state != "reached":
        return f"{peer.state} {peer.note}".rstrip()
    assert zopa.lines is not None
    assert peer.lines is not None
    costs = dict(zip(zopa.lines, zopa.costs, strict=True))
    strange = [lines for lines in peer.lines if lines not in costs]
    wrong = [lines for lines, cost in zip(peer.lines, peer.costs, strict=True) if costs.get(lines, cost) != cost]
    if strange or wrong:
        return f"{len(strange)} relaxations that are none, {len(wrong)} other costs"
    if len(set(peer.lines)) < len(peer.lines):
        return "a relaxation twice"
    if peer.contender.single:
        return "" if peer.costs[:1] == zopa.costs[:1] else "not the cheapest"
    if len(peer.lines) < len(zopa.lines):
        return f"{len(zopa.lines) - len(peer.lines)} relaxations missing"
    return "" if not peer.contender.ordered else same_costs([zopa, peer])


def wrong_in(measured: Sequence[Measurement]) -> str:
    """Return what makes measurements of one instance unfit to be written down; nothing where all is well."""
    failed = [
        f"{made.instance.label}: {made.contender.name} failed {made.note}"
        for made in measured
        if made.state == "failed"
    ]
    return "\n".join(filter(None, [*failed, same_costs(measured)]))


def same_costs(measured: Sequence[Measurement]) -> str:
    """Return whose costs are not zopa's, answer by answer as far as both came; nothing where all agree."""
    zopa, *peers = measured
    wrong = [
        peer.contender.name
        for peer in peers
        if peer.contender.ordered and any(one != other for one, other in zip(zopa.costs, peer.costs, strict=False))
    ]
    return f"{zopa.instance.label}: other costs than zopa's from {', '.join(wrong)}" if wrong else ""
