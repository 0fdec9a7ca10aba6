"""The answer is the same, byte for byte, however many processes explore: also where the allowance cuts parts off."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.script import SCRIPT, dense

import zopa
from zopa.solver.limits import Allowance

FEW = Allowance(questions=40, relaxations=20)


@pytest.mark.parametrize(
    ("parts", "options"),
    [
        (2, {"keep": ["left.l0_1", "right.l1_3"], "max_cost": 60}),
        (3, {"prefer": ["right", "left.l1_2"], "sections": ("conflicts", "relaxations", "smallest")}),
        (4, {"top": 3}),
    ],
    ids=str,
)
def test_parts_that_are_cut_off_are_the_same_from_other_processes(
    monkeypatch: pytest.MonkeyPatch, parts: int, options: dict[str, Any]
) -> None:
    monkeypatch.setattr("zopa.questions.solve.FIRST", Allowance(questions=5, relaxations=5))
    scenario = zopa.loads(dense(parts, terms=8, lines=14))
    one, two = (zopa.to_json(zopa.solve(scenario, allowance=FEW, workers=number, **options)) for number in (1, 2))
    told = json.loads(one)
    assert (told["conflicts_complete"], told["allowance_spent"], told["stopped_by"]) == (False, True, None)
    assert len(told["disputes"]) >= parts
    assert told["conflicts"]
    assert one == two


def test_the_console_script_prints_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "parts.yaml").write_text(dense(3, terms=7, lines=12), "utf-8")
    told = [
        subprocess.run(
            [SCRIPT, "solve", tmp_path / "parts.yaml", "--jsonl", "--workers", workers],
            env={**os.environ, "PYTHONHASHSEED": workers},
            capture_output=True,
            check=False,
            timeout=60,
        )
        for workers in ("1", "2")
    ]
    assert [one.returncode for one in told] == [1, 1]
    assert told[0].stdout == told[1].stdout
    assert [one.stderr for one in told] == [b"", b""]
