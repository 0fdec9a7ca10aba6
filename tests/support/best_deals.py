"""Scenarios of best deals, and the commands that ask for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from support.faults import Countdown
from typer.testing import CliRunner

import zopa
from zopa.cli.app import app

LEASE = """
format: zopa/1
title: A lease
terms:
  rent: {type: quantity, min: 800, max: 1400, step: 50, unit: EUR, label: Rent}
  years: {type: quantity, min: 1, max: 5, label: Years}
  start: {type: date, earliest: 2026-01-01, latest: 2026-03-01, label: Begin}
  garden: {type: yes_no, label: Use of the garden}
  paint: {type: choice, options: {tenant: The tenant paints, owner: The owner paints}, label: Painting}
parties:
  owner:
    name: The owner
    red_lines: {floor: {require: rent >= 900}}
    interests:
      rent: {weight: 60, worst: 800, best: 1400}
      years: {weight: 20, points: {1: 0, 3: 80, 5: 100}}
      start: {weight: 10, worst: 2026-03-01, best: 2026-01-01}
      paint: {weight: 10, scores: {tenant: 100, owner: 0}}
    bonuses: [{when: garden and paint == tenant, utility: 6}]
    reservation: 40
  tenant:
    name: The tenant
    interests:
      rent: {weight: 50, worst: 1400, best: 800}
      years: {weight: 10, points: {1: 0, 2: 100, 5: 20}}
      garden: {weight: 25, scores: {yes: 100, no: 0}}
      paint: {weight: 15, scores: {tenant: 0, owner: 100}}
"""


HARD = LEASE.replace("reservation: 40", "reservation: 95").replace(
    "      paint: {weight: 15, scores: {tenant: 0, owner: 100}}\n",
    "      paint: {weight: 15, scores: {tenant: 0, owner: 100}}\n    reservation: 60\n",
)


CLASH = LEASE.replace("name: The tenant\n", "name: The tenant\n    red_lines: {cap: {require: rent <= 850}}\n")


FEW = LEASE.replace("step: 50", "step: 300").replace("latest: 2026-03-01", "latest: 2026-01-01")


CUT_OFF, CUT_OFF_LATE = 7, 11
"""Looks at the clock before the time is up: with one group of terms not gone through, and with nothing but the least
that the tenant can have left to be asked."""


PROPOSAL = {"rent": 1000, "years": 1, "start": date(2026, 2, 1), "garden": True, "paint": "tenant"}


def loaded(text: str) -> zopa.Scenario:
    return zopa.loads(text, "lease")


ANSWERS: dict[str, Callable[[], zopa.Bargain]] = {
    "lease": lambda: zopa.bargain(loaded(LEASE)),
    "proposal": lambda: zopa.bargain(loaded(LEASE), proposal=PROPOSAL, diverse=2),
    "bad-proposal": lambda: zopa.bargain(loaded(LEASE), proposal={**PROPOSAL, "rent": 850}),
    "reservation-values-clash": lambda: zopa.bargain(loaded(HARD)),
    "red-lines-clash": lambda: zopa.bargain(loaded(CLASH)),
    "undecided": lambda: zopa.bargain(loaded(LEASE), time_limit=0),
    "cut-off": lambda: zopa.bargain(loaded(LEASE), limits=Countdown(CUT_OFF)),
    "cut-off-late": lambda: zopa.bargain(loaded(LEASE), limits=Countdown(CUT_OFF_LATE)),
    "others": lambda: zopa.bargain(loaded(FEW), elsewhere=True, all_outcomes=True),
    "panama": lambda: zopa.bargain(zopa.load("panama-1974")),
}


def run(*arguments: str) -> tuple[int, str, str]:
    made = CliRunner().invoke(app, list(arguments))
    return made.exit_code, made.stdout, made.stderr + str(made.exception or "")
