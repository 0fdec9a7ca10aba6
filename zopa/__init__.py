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

__version__ = "0.1.0"

_HOMES = {
    "zopa.analysis": ("solve", "stream"),
    "zopa.assuming": ("assumptions",),
    "zopa.bargaining": ("bargain", "stream_deals"),
    "zopa.bargains": ("Bargain", "Bound", "Bounds", "Chosen", "Outcome", "ReservationGap", "ReservationGaps"),
    "zopa.certificates": ("Certificate",),
    "zopa.compare": ("whatif",),
    "zopa.conceding": ("burden", "concessions", "sensitivity"),
    "zopa.errors": ("Problem", "ScenarioError", "SolverError", "UnknownNameError", "ZopaError"),
    "zopa.explaining": ("explain",),
    "zopa.explanations": ("Explanation", "Explanations"),
    "zopa.keeping": ("why_give_up",),
    "zopa.lists": ("conflicts", "deals", "relaxations"),
    "zopa.models.builder": ("Builder",),
    "zopa.models.load": ("loads",),
    "zopa.models.interests": ("Bonus", "Interest"),
    "zopa.models.operators": ("Expr", "at_least", "at_most", "count", "exactly", "if_", "max_", "min_", "sum_"),
    "zopa.models.parties": ("Fact", "Fallback", "Measure", "Party", "RedLine", "Slope", "Source"),
    "zopa.models.reservations": ("with_reservations",),
    "zopa.models.save": ("dumps", "save"),
    "zopa.models.scenario": ("Scenario",),
    "zopa.models.terms": ("Choice", "DateTerm", "Quantity", "Scale", "YesNo"),
    "zopa.moves": (
        "Assumption",
        "Assumptions",
        "Burden",
        "Concession",
        "Concessions",
        "Package",
        "Sensitivity",
        "Weighing",
    ),
    "zopa.objecting": ("objections",),
    "zopa.plotting": ("plot",),
    "zopa.proving": ("prove", "verify"),
    "zopa.reasons": ("Crossing", "Missed", "Nearby", "Objections", "Tally", "WhyGiveUp"),
    "zopa.refutations": ("Refutation",),
    "zopa.reports.document": ("to_json",),
    "zopa.results": (
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
    "zopa.solver.limits": ("Limits",),
    "zopa.solver.known": ("Stopped",),
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names}

if TYPE_CHECKING:
    from .analysis import solve as solve
    from .analysis import stream as stream
    from .assuming import assumptions as assumptions
    from .bargaining import bargain as bargain
    from .bargaining import stream_deals as stream_deals
    from .bargains import Bargain as Bargain
    from .bargains import Bound as Bound
    from .bargains import Bounds as Bounds
    from .bargains import Chosen as Chosen
    from .bargains import Outcome as Outcome
    from .bargains import ReservationGap as ReservationGap
    from .bargains import ReservationGaps as ReservationGaps
    from .certificates import Certificate as Certificate
    from .compare import whatif as whatif
    from .conceding import burden as burden
    from .conceding import concessions as concessions
    from .conceding import sensitivity as sensitivity
    from .errors import Problem as Problem
    from .errors import ScenarioError as ScenarioError
    from .errors import SolverError as SolverError
    from .errors import UnknownNameError as UnknownNameError
    from .errors import ZopaError as ZopaError
    from .explaining import explain as explain
    from .explanations import Explanation as Explanation
    from .explanations import Explanations as Explanations
    from .keeping import why_give_up as why_give_up
    from .lists import conflicts as conflicts
    from .lists import deals as deals
    from .lists import relaxations as relaxations
    from .models.builder import Builder as Builder
    from .models.interests import Bonus as Bonus
    from .models.interests import Interest as Interest
    from .models.load import loads as loads
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
    from .models.save import dumps as dumps
    from .models.save import save as save
    from .models.scenario import Scenario as Scenario
    from .models.terms import Choice as Choice
    from .models.terms import DateTerm as DateTerm
    from .models.terms import Quantity as Quantity
    from .models.terms import Scale as Scale
    from .models.terms import YesNo as YesNo
    from .moves import Assumption as Assumption
    from .moves import Assumptions as Assumptions
    from .moves import Burden as Burden
    from .moves import Concession as Concession
    from .moves import Concessions as Concessions
    from .moves import Package as Package
    from .moves import Sensitivity as Sensitivity
    from .moves import Weighing as Weighing
    from .objecting import objections as objections
    from .plotting import plot as plot
    from .proving import prove as prove
    from .proving import verify as verify
    from .reasons import Crossing as Crossing
    from .reasons import Missed as Missed
    from .reasons import Nearby as Nearby
    from .reasons import Objections as Objections
    from .reasons import Tally as Tally
    from .reasons import WhyGiveUp as WhyGiveUp
    from .refutations import Refutation as Refutation
    from .reports.document import to_json as to_json
    from .results import Analysis as Analysis
    from .results import Cheapest as Cheapest
    from .results import Comparison as Comparison
    from .results import Conflict as Conflict
    from .results import Decided as Decided
    from .results import Dispute as Dispute
    from .results import Progress as Progress
    from .results import Relaxation as Relaxation
    from .results import Resolution as Resolution
    from .scenarios.library import load as load
    from .solver.known import Stopped as Stopped
    from .solver.limits import Limits as Limits

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
