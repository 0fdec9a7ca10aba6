"""What is measured: for each suite its instances, who takes part, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from contenders import CONTENDERS, ZOPA, Contender
from measuring import Instance

QUICK_COUNT = 20
QUICK_TERMS = 200
"""The quick variant leaves larger negotiations out, and all but the first seed."""

SEEDS = (1, 2, 3)
SEED_AT = {"negotiation": 1, "dense": 2, "clauses": 2}
"""Where among a shape's numbers the seed stands."""


@dataclass(frozen=True)
class Suite:
    """Instances and the contenders that each is given to; ``growth`` asks for a table by size."""

    name: str
    about: str
    instances: tuple[Instance, ...]
    peers: tuple[str, ...]
    growth: bool = False

    @property
    def contenders(self) -> list[Contender]:
        """The contenders, zopa first."""
        return [ZOPA, *(CONTENDERS[name] for name in self.peers)]

    def quick(self) -> Suite:
        """Return the suite for a first look: the first seed, small sizes, few answers."""
        small = [
            replace(instance, count=min(instance.count, QUICK_COUNT))
            for instance in self.instances
            if (instance.shape != "negotiation" or instance.numbers[0] <= QUICK_TERMS)
            and instance.numbers[SEED_AT[instance.shape]] == 1
        ]
        return replace(self, instances=tuple(small))

    def only(self, names: Sequence[str]) -> Suite:
        """Return the suite with some of its peers."""
        return replace(self, peers=tuple(name for name in self.peers if name in names))


def _negotiations(terms: Sequence[int], count: int, seeds: Sequence[int] = (1,)) -> tuple[Instance, ...]:
    return tuple(Instance("negotiation", (size, seed), count) for size in terms for seed in seeds)


def _dense(weighted: bool) -> tuple[Instance, ...]:
    return tuple(Instance("dense", (20, 40, seed, int(weighted)), 300) for seed in SEEDS)


MAXSAT = ("maxsat-1", "maxsat-all", "maxsat-8", "maxsat-lp")
LOOPS = ("loop-1", "loop-all", "loop-lp")

_ALL = (
    Suite(
        "negotiation-60",
        "Negotiations of 60 terms: the 200 cheapest relaxations; of MARCO any 200, of `mcs_opt` the cheapest.",
        _negotiations([60], 200, SEEDS),
        ("marco-exact", "marco-ortools", "mcs_opt-exact", "mcs_opt-ortools", "rc2", *LOOPS),
    ),
    Suite(
        "negotiation-200",
        "A negotiation of 200 terms: the 200 cheapest, beside one solve for the cheapest.",
        _negotiations([200], 200),
        (*MAXSAT, "rc2", *LOOPS, "marco-exact", "marco-ortools"),
    ),
    Suite(
        "negotiation-500",
        "A negotiation of 500 terms: the 200 cheapest, beside one solve for the cheapest.",
        _negotiations([500], 200),
        (*MAXSAT, "rc2", *LOOPS, "marco-exact", "marco-ortools"),
    ),
    Suite(
        "negotiation-1000",
        "A negotiation of 1,000 terms: the 50 cheapest, beside one solve for the cheapest.",
        _negotiations([1000], 50),
        (*MAXSAT, "rc2"),
    ),
    Suite(
        "negotiation-2000",
        "A negotiation of 2,000 terms: the 50 cheapest, beside one solve for the cheapest.",
        _negotiations([2000], 50),
        (*MAXSAT, "rc2"),
    ),
    Suite(
        "clauses",
        "Yes/no terms and clauses: the 200 cheapest.",
        tuple(Instance("clauses", (*size, 1), 200) for size in ((60, 150), (100, 250), (200, 500))),
        ("rc2",),
    ),
    Suite(
        "dense-unit",
        "Sums over three quantities 0-9, 20 terms and 40 lines that all cost 1: the 300 cheapest.",
        _dense(False),
        (*LOOPS, "rc2"),
    ),
    Suite(
        "dense-weighted",
        "Sums over three quantities 0-9, 20 terms and 40 lines that cost 1 to 10: the 300 cheapest.",
        _dense(True),
        (*LOOPS, "rc2"),
    ),
    Suite(
        "growth",
        "Negotiations of growing size: the 50 cheapest.",
        _negotiations([20, 60, 200, 500, 1000, 2000], 50),
        ("rc2",),
        growth=True,
    ),
)
SUITES = {suite.name: suite for suite in _ALL}
