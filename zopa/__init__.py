"""Zone Of Possible Agreement: which deals cross no red line, why none does, and what would have to give.

>>> import zopa
>>> analysis = zopa.solve(zopa.load("ukraine-russia"))
>>> analysis.verdict
'no_deal'

Importing this module loads neither OR-Tools nor the document library; each name is loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from .results import answer as _answer

__version__ = "0.1.0"

_answer.show_with("zopa.reports")

_HOMES = {
    "zopa.questions.solve": ("solve", "stream"),
    "zopa.questions.assumptions": ("assumptions",),
    "zopa.questions.best_deals": ("bargain", "stream_deals"),
    "zopa.results.best_deals": ("Bargain", "Bound", "Bounds", "Chosen", "Outcome", "ReservationGap", "ReservationGaps"),
    "zopa.results.certificate": ("Certificate", "Refutation"),
    "zopa.questions.whatif": ("whatif",),
    "zopa.questions.concessions": ("burden", "concessions", "sensitivity"),
    "zopa.errors": ("Problem", "ScenarioError", "SolverError", "UnknownNameError", "ZopaError"),
    "zopa.questions.explain": ("explain",),
    "zopa.results.explanation": ("Explanation", "Explanations"),
    "zopa.questions.why": ("why_give_up",),
    "zopa.questions.iterate": ("conflicts", "deals", "relaxations"),
    "zopa.models.builder": ("Builder",),
    "zopa.models.io.load": ("loads",),
    "zopa.models.interests": ("Bonus", "Interest"),
    "zopa.models.operators": ("Expr", "at_least", "at_most", "count", "exactly", "if_", "max_", "min_", "sum_"),
    "zopa.models.parties": ("Fact", "Fallback", "Measure", "Party", "RedLine", "Slope", "Source"),
    "zopa.models.reservations": ("with_reservations",),
    "zopa.models.io.save": ("dumps", "save"),
    "zopa.models.scenario": ("Scenario",),
    "zopa.models.terms": ("Choice", "DateTerm", "Quantity", "Scale", "YesNo"),
    "zopa.results.concessions": (
        "Burden",
        "Concession",
        "Concessions",
        "Package",
        "Sensitivity",
        "Weighing",
    ),
    "zopa.questions.objections": ("objections",),
    "zopa.questions.plot": ("plot",),
    "zopa.questions.prove": ("prove", "verify"),
    "zopa.results.objections": ("Crossing", "Missed", "Nearby", "Objections", "Tally"),
    "zopa.results.why": ("WhyGiveUp",),
    "zopa.results.assumptions": ("Assumption", "Assumptions"),
    "zopa.reports": ("to_json",),
    "zopa.results.analysis": (
        "Analysis",
        "Cheapest",
        "Comparison",
        "Conflict",
        "Decided",
        "Dispute",
        "Progress",
        "Relaxation",
        "Resolution",
    ),
    "zopa.scenarios.library": ("load",),
    "zopa.solver.limits": ("Limits", "Stopped"),
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names}

if TYPE_CHECKING:
    from .errors import Problem as Problem
    from .errors import ScenarioError as ScenarioError
    from .errors import SolverError as SolverError
    from .errors import UnknownNameError as UnknownNameError
    from .errors import ZopaError as ZopaError
    from .models.builder import Builder as Builder
    from .models.interests import Bonus as Bonus
    from .models.interests import Interest as Interest
    from .models.io.load import loads as loads
    from .models.io.save import dumps as dumps
    from .models.io.save import save as save
    from .models.operators import Expr as Expr
    from .models.operators import at_least as at_least
    from .models.operators import at_most as at_most
    from .models.operators import count as count
    from .models.operators import exactly as exactly
    from .models.operators import if_ as if_
    from .models.operators import max_ as max_
    from .models.operators import min_ as min_
    from .models.operators import sum_ as sum_
    from .models.parties import Fact as Fact
    from .models.parties import Fallback as Fallback
    from .models.parties import Measure as Measure
    from .models.parties import Party as Party
    from .models.parties import RedLine as RedLine
    from .models.parties import Slope as Slope
    from .models.parties import Source as Source
    from .models.reservations import with_reservations as with_reservations
    from .models.scenario import Scenario as Scenario
    from .models.terms import Choice as Choice
    from .models.terms import DateTerm as DateTerm
    from .models.terms import Quantity as Quantity
    from .models.terms import Scale as Scale
    from .models.terms import YesNo as YesNo
    from .questions.assumptions import assumptions as assumptions
    from .questions.best_deals import bargain as bargain
    from .questions.best_deals import stream_deals as stream_deals
    from .questions.concessions import burden as burden
    from .questions.concessions import concessions as concessions
    from .questions.concessions import sensitivity as sensitivity
    from .questions.explain import explain as explain
    from .questions.iterate import conflicts as conflicts
    from .questions.iterate import deals as deals
    from .questions.iterate import relaxations as relaxations
    from .questions.objections import objections as objections
    from .questions.plot import plot as plot
    from .questions.prove import prove as prove
    from .questions.prove import verify as verify
    from .questions.solve import solve as solve
    from .questions.solve import stream as stream
    from .questions.whatif import whatif as whatif
    from .questions.why import why_give_up as why_give_up
    from .reports import to_json as to_json
    from .results.analysis import Analysis as Analysis
    from .results.analysis import Cheapest as Cheapest
    from .results.analysis import Comparison as Comparison
    from .results.analysis import Conflict as Conflict
    from .results.analysis import Decided as Decided
    from .results.analysis import Dispute as Dispute
    from .results.analysis import Progress as Progress
    from .results.analysis import Relaxation as Relaxation
    from .results.analysis import Resolution as Resolution
    from .results.assumptions import Assumption as Assumption
    from .results.assumptions import Assumptions as Assumptions
    from .results.best_deals import Bargain as Bargain
    from .results.best_deals import Bound as Bound
    from .results.best_deals import Bounds as Bounds
    from .results.best_deals import Chosen as Chosen
    from .results.best_deals import Outcome as Outcome
    from .results.best_deals import ReservationGap as ReservationGap
    from .results.best_deals import ReservationGaps as ReservationGaps
    from .results.certificate import Certificate as Certificate
    from .results.certificate import Refutation as Refutation
    from .results.concessions import Burden as Burden
    from .results.concessions import Concession as Concession
    from .results.concessions import Concessions as Concessions
    from .results.concessions import Package as Package
    from .results.concessions import Sensitivity as Sensitivity
    from .results.concessions import Weighing as Weighing
    from .results.explanation import Explanation as Explanation
    from .results.explanation import Explanations as Explanations
    from .results.objections import Crossing as Crossing
    from .results.objections import Missed as Missed
    from .results.objections import Nearby as Nearby
    from .results.objections import Objections as Objections
    from .results.objections import Tally as Tally
    from .results.why import WhyGiveUp as WhyGiveUp
    from .scenarios.library import load as load
    from .solver.limits import Limits as Limits
    from .solver.limits import Stopped as Stopped

__all__ = ["__version__", *sorted(_MODULES)]  # noqa: PLE0604 - names of the table above


def __getattr__(name: str) -> object:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module 'zopa' has no attribute {name!r}")
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
