"""The command line run in this process, and what several of its tests ask."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from zopa.cli import run

CASE = "ukraine-russia"


DEAL = """
format: zopa/1
title: Dues
terms:
  dues: {type: quantity, min: 0, max: 100, unit: kEUR}
  night: {type: yes_no}
  end: {type: date, earliest: 2026-01-01, latest: 2027-01-01}
parties:
  port: {red_lines: {floor: {require: dues >= 40}}}
  fleet: {red_lines: {cap: {require: dues <= 60}, night: {require: night}}}
"""


CLASH = DEAL.replace("dues <= 60", "dues <= 30, weight: 2.50")


BROKEN = DEAL.replace("dues >= 40", "deus >= 40").replace("require: night", "requier: night")


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out, parse_float=Decimal)


class Here:
    """Runs the command line in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[bytes]) -> None:
        self.monkeypatch, self.capture = monkeypatch, capture

    def __call__(self, *arguments: str, stdin: str = "") -> Ran:
        self.monkeypatch.setattr(sys, "argv", ["zopa", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        self.monkeypatch.setenv("COLUMNS", "80")
        self.capture.readouterr()
        code = run._code()
        told = self.capture.readouterr()
        return Ran(code, told.out.decode(), told.err.decode())


KEYS: dict[str, type | tuple[type, ...]] = {
    "format": str,
    "scenario": dict,
    "verdict": str,
    "deal": (dict, type(None)),
    "conflicts": list,
    "conflicts_complete": bool,
    "disputes": list,
    "relaxations": list,
    "relaxations_total": (int, type(None)),
    "uncontested": list,
    "stopped_by": (str, type(None)),
}


def check_document(answer: dict[str, Any]) -> None:
    """Check that the documented keys are there, with values of the documented types."""
    for key, kind in KEYS.items():
        assert isinstance(answer[key], kind), key
    assert answer["format"] == "zopa-analysis/1"
    assert set(answer["scenario"]) == {"id", "title", "sha256"}
    assert re.fullmatch("[0-9a-f]{64}", answer["scenario"]["sha256"])
    assert answer["verdict"] in ("deal", "no_deal", "undecided")
    for conflict in answer["conflicts"]:
        assert all(isinstance(line, str) for line in conflict["red_lines"])
        assert isinstance(conflict["is_minimal"], bool)
    for dispute in answer["disputes"]:
        assert all(isinstance(at, int) for at in dispute["conflicts"])
        assert isinstance(dispute["resolutions_total"], int | None)
        assert all({"give_up", "cost"} <= set(way) for way in dispute["resolutions"])
    for relaxation in answer["relaxations"]:
        assert isinstance(relaxation["cost"], int | Decimal)
        assert isinstance(relaxation["deal"], dict)
