"""Who takes part: zopa and its peers, what each needs installed, and how it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any


@dataclass(frozen=True)
class Contender:
    """One way of finding relaxations.

    Attributes
    ----------
    what
        What it is, for the tables.
    start
        The function that finds them, as ``module:function`` of ``peers``; empty for zopa itself.
    options
        Arguments of that function.
    packages
        What it needs besides zopa, as pip names it.
    ordered
        Whether answers come cheapest first, so that their costs can be held against zopa's.
    single
        Whether it finds one answer only, the cheapest.
    builds_first
        Whether its model is built before the clock starts.
    """

    name: str
    what: str
    start: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    packages: tuple[str, ...] = ()
    ordered: bool = True
    single: bool = False
    builds_first: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The packages that are not installed."""
        return tuple(package for package in self.packages if installed(package) is None)


def installed(package: str) -> str | None:
    """Return the version of an installed package, without importing it; None when it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


EXACT = ("cpmpy", "exact")


def _marco(name: str, solver: str, packages: tuple[str, ...]) -> Contender:
    what = f"CPMpy's `marco` with both solvers {name}; relaxations (MCSes) only, any order"
    return Contender(f"marco-{solver}", what, "on_cpmpy:marco", {"solver": solver}, packages, ordered=False)


def _mcs_opt(name: str, solver: str, packages: tuple[str, ...]) -> Contender:
    what = f"CPMpy's `mcs_opt` on {name} with weights; the cheapest, no other"
    return Contender(f"mcs_opt-{solver}", what, "on_cpmpy:mcs_opt", {"solver": solver}, packages, single=True)


def _loop(suffix: str, how: str, **options: int) -> Contender:
    what = f"CP-SAT in a loop by hand: most weight kept, block, again; {how}"
    return Contender(f"loop-{suffix}", what, "on_cpsat:loop", options)


def _maxsat(suffix: str, how: str, **options: int) -> Contender:
    what = f"one CP-SAT solve for the cheapest, its model built before the clock; {how}"
    return Contender(f"maxsat-{suffix}", what, "on_cpsat:maxsat", options, single=True, builds_first=True)


ZOPA = Contender("zopa", "`zopa.relaxations`, cheapest first, each with the deal it makes possible")
_ALL = (
    ZOPA,
    _marco("Exact", "exact", EXACT),
    _marco("OR-Tools", "ortools", ("cpmpy",)),
    _mcs_opt("Exact", "exact", EXACT),
    _mcs_opt("OR-Tools", "ortools", ("cpmpy",)),
    Contender(
        "rc2", "PySAT's `RC2`, `enumerate(block=-1)`, on clauses; cheapest first", "on_pysat:rc2", {}, ("python-sat",)
    ),
    _loop("1", "one worker", workers=1),
    _loop("all", "as many workers as cores", workers=0),
    _loop("lp", "one worker, `linearization_level=2`", workers=1, linearization=2),
    _maxsat("1", "one worker", workers=1),
    _maxsat("all", "as many workers as cores", workers=0),
    _maxsat("8", "eight workers, however many cores", workers=8),
    _maxsat("lp", "one worker, `linearization_level=2`", workers=1, linearization=2),
)
CONTENDERS = {contender.name: contender for contender in _ALL}
