"""How firm: what the cheapest relaxations have in common, and how far weights can change before they do."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from contextlib import suppress

from ..models.scenario import Scenario
from ..results.concessions import Sensitivity, Weighing
from ..solver.concessions.search import GradedPart
from ..solver.concessions.sensitivity import Firm, Ties, cheapest, firmness
from ..solver.k_best import Unfinished
from ..solver.limits import Limits, Stopped
from .concessions import GradedAnswer
from .request import Request


def sensitivity(
    scenario: Scenario,
    *,
    keep: Collection[str] = (),
    only_from: Collection[str] = (),
    only_between: Collection[str] = (),
    time_limit: float | None = None,
    limits: Limits | None = None,
) -> Sensitivity:
    """Say for every red line whether all, some or none of the cheapest relaxations move it, and how firm its weight is.

    Parameters and errors are those of :func:`zopa.concessions`.
    """
    request = Request.of(
        scenario, keep=keep, only_from=only_from, only_between=only_between, time_limit=time_limit, limits=limits
    )
    graded = GradedAnswer(request)
    grading = graded.grading
    ties: list[Ties | None] = []
    proved = False
    try:
        graded.check_decided()
        ties = [cheapest(part) for part in grading.parts]
        proved = None not in ties and grading.confirmed()
    except (Stopped, Unfinished):
        pass
    known = [one for one in ties if one is not None] if proved else []
    weighed: dict[str, Weighing] = {}
    for part, tied in zip(grading.parts, known, strict=False):
        weighed |= {one.red_line: one for one in _weighed(graded, part, tied)}
    counted = proved and all(tied.complete for tied in known)
    return Sensitivity(
        scenario=request.scenario,
        verdict=graded.decision.verdict,
        cost=grading.words_of_cost(sum(tied.cost for tied in known)) if proved else None,
        total=math.prod(len(tied.vectors) for tied in known) if counted else None,
        red_lines=tuple(weighed[line.id] for line in grading.meaning.red_lines) if proved else (),
        complete=proved and all(one.is_proved for one in weighed.values()),
        kept=request.keeping,
        only_from=request.only_from,
        stopped_by=request.limits.stopped_by,
        evidence=graded.decision.evidence(),
    )


def _weighed(graded: GradedAnswer, part: GradedPart, ties: Ties) -> Iterator[Weighing]:
    """Yield what depends on each line of a part."""
    words = graded.grading.words_of_cost
    found: dict[int, Firm] = {}
    with suppress(Stopped):
        for at, firm in firmness(graded.grading, part, ties):
            found[at] = firm  # noqa: PERF403 - what a limit leaves stays
    for at, chain in enumerate(part.chains):
        one = found.get(at)
        yield Weighing(
            red_line=chain.id,
            role=None if one is None else one.role,
            concessions=tuple(
                graded.concession(chain, step, next(one.values for one in ties.vectors if one.steps[at] == step))
                for step in ties.steps(at)
                if step
            ),
            concessions_complete=ties.complete,
            weight=None if chain.gives_up is None else words(chain.cost(chain.gives_up)),
            above=None if one is None or one.above is None else words(one.above),
            below=None if one is None or one.below is None else words(one.below),
            is_proved=one is not None and one.role is not None,
        )
