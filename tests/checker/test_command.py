"""The certificate checker as a command, its limits, and that every branch of it is tested."""

from __future__ import annotations

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from support.checker_cases import CYCLE, THREE, TOLD, X, check, put, refused, refutation, three
from support.small_lines import (
    YES_NO,
    certificate,
)

from zopa import checker
from zopa.checker import Rejected

# -- limits -----------------------------------------------------------------------------------------------------------


def test_numbers_on_the_way_are_bounded() -> None:
    large = 10**999
    divs = [["div", [[large, "p.l0"]], 1], *(["div", [[large, at]], 1] for at in range(5))]
    assert refused(CYCLE, divs) == "steps[1]: a number passes 2^4096"
    assert refused([["<=", {"x": 1}, 0]], [["div", [[2**4096, "p.l0"]], 1]]) == "steps[0]: a number passes 2^4096"
    assert refused([["==", {"x": 1}, 0]], [["sum", [[-(2**4096), "p.l0"]]]]) == "steps[0]: a number passes 2^4096"
    assert refused([["<=", 0, 1]], [["sum", [[2**4096, "p.l0"]]]]) == "steps[0]: a number passes 2^4096"
    assert refused([["<=", X, 0]], [["div", [[2**4096 - 1, "p.l0"]], 1]]) == "steps: a branch has not ended"


def test_steps_of_work_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "MAX_WORK", 80)
    lemmas = [["lemma", []], ["end", "p.l0"]] * 3
    with pytest.raises(Rejected, match=re.escape("conflicts[0].steps[2]: checking takes more than 80 steps")):
        refutation([["<=", 1, 0]], lemmas, terms={"f": YES_NO})


# -- the command ------------------------------------------------------------------------------------------------------

FILE = Path(checker.__file__)


def run(*arguments: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)], check=False, capture_output=True, text=True, timeout=60
    )


def test_the_file_works_alone_and_as_a_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = shutil.copy(FILE, tmp_path / "copied.py")
    lines, whole = tmp_path / "lines.json", tmp_path / "certificate.json"
    lines.write_text(json.dumps(THREE), "utf-8")
    whole.write_text(json.dumps(three()), "utf-8")
    alone = run("-I", copy, lines, whole)
    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout.startswith("The lines that were checked:\nterms x: {")
    assert alone.stdout.partition("\n\nProved:\n")[2].splitlines() == [
        *TOLD[:2],
        "With q.high and q.f given up, a deal is possible.",
        "With p.low and p.g given up, a deal is possible.",
        "What else follows, for instance that a list is complete, zopa/conclusions.py works out.",
    ]
    for name in ("checker", "conclusions"):
        monkeypatch.setattr(sys, "argv", [name, str(lines), str(whole)])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it is imported already
            with pytest.raises(SystemExit) as left:
                runpy.run_module(f"zopa.{name}", run_name="__main__")
        assert left.value.code == 0
    module = run("-m", "zopa.checker", lines, whole)
    assert (module.returncode, module.stdout, module.stderr) == (0, alone.stdout, "")
    all_of_it = run("-m", "zopa.conclusions", lines, whole)
    assert (all_of_it.returncode, all_of_it.stderr) == (0, "")
    assert all_of_it.stdout.partition("\n\nProved:\n")[2].splitlines() == TOLD
    whole.write_text(json.dumps(put(three(), "conflicts.0.steps.0.3.0.0", 3)), "utf-8")
    wrong = run("-I", copy, lines, whole)
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "rejected: conflicts[0].steps[0]: the line is not false there\n"


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(28, "full"), UnicodeEncodeError("ascii", "é", 0, 1, "")])
def test_nobody_to_tell_is_no_rejection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    class Closed:
        def write(self, _: str) -> int:
            raise error

    lines, whole = tmp_path / "lines.json", tmp_path / "certificate.json"
    lines.write_text(json.dumps(THREE), "utf-8")
    whole.write_text(json.dumps(three()), "utf-8")
    monkeypatch.setattr(sys, "stdout", Closed())
    assert checker.main([str(lines), str(whole)]) == 2


def test_only_the_hash_tells_one_scenario_from_another() -> None:
    for renamed in ({**THREE["scenario"], "id": "another"}, {"sha256": "0" * 64}):
        assert check(THREE, {**three(), "scenario": renamed}).claims == TOLD
        assert check({**THREE, "scenario": renamed}, three()).claims == TOLD


def test_the_command_says_what_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, whole, wrong = (str(tmp_path / name) for name in ("lines.json", "certificate.json", "wrong.json"))
    Path(lines).write_text(json.dumps(THREE), "utf-8")
    Path(whole).write_text(json.dumps(three()), "utf-8")
    Path(wrong).write_text("{", "utf-8")

    def said(*arguments: str) -> tuple[int, str, str]:
        code = checker.main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert said(lines, whole)[0] == 0
    for files in ((), (lines,), (lines, whole, whole)):
        assert said(*files) == (
            2,
            "",
            "cannot be read, or printed: two files are needed: LINES.json CERTIFICATE.json\n",
        )
    text = "cannot be read, or printed: this cannot be read as zopa-nodeal/1: Expecting"
    assert said(lines, wrong)[2].startswith(text)
    assert said(str(tmp_path / "none.json"), whole)[2].endswith(
        "No such file or directory: '" + str(tmp_path / "none.json") + "'\n"
    )
    assert said(whole, lines) == (
        2,
        "",
        "cannot be read, or printed: this cannot be read as zopa-lines/1: its format is another\n",
    )
    assert said(lines, lines) == (
        2,
        "",
        "cannot be read, or printed: this cannot be read as zopa-nodeal/1: its format is another\n",
    )
    Path(whole).write_text(json.dumps(certificate(THREE)), "utf-8")
    assert said(lines, whole) == (1, "", "rejected: certificate: it claims nothing\n")


def test_the_checker_can_be_read_in_half_an_hour() -> None:
    assert len(FILE.read_text("utf-8").splitlines()) <= 540


def test_only_the_standard_library_is_imported() -> None:
    found = re.findall(r"^(?:from|import) ([\w.]+)", FILE.read_text("utf-8"), re.MULTILINE)
    assert found
    assert {name.partition(".")[0] for name in found} <= {*sys.stdlib_module_names, "__future__"}


def test_every_branch_of_the_checker_is_tested(tmp_path: Path) -> None:
    """The tests of the checker by hand, with hostile files, too, run again under coverage, but for the slow ones."""
    pytest.importorskip("coverage")
    if "ZOPA_UNDER_COVERAGE" in os.environ:
        pytest.skip("this is that run")
    data = f"--data-file={tmp_path / 'data'}"
    here = Path(__file__).parent
    slow = (
        "not every_point and not as_strong and not told_truly and not millions and not chain_of and not thousand_pieces"
        " and not long_to and not groups_that and not as_long_as and not very_many_conflicts and not wide_boxes"
    )
    command = [sys.executable, "-m", "coverage"]
    tests = [
        *(str(here / f"test_{name}.py") for name in ("command", "claims", "hostile", "lines", "products", "steps")),
        "-q",
        "-n0",
        "-k",
        slow,
        "-p",
        "no:cacheprovider",
    ]
    ran = subprocess.run(
        [
            *command,
            "run",
            "--branch",
            data,
            f"--include={FILE},{FILE.with_name('conclusions.py')}",
            "-m",
            "pytest",
            *tests,
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=3600,
        env={**os.environ, "ZOPA_UNDER_COVERAGE": "1", "ZOPA_DRAWS": "some", "ZOPA_HOSTILE": ""},
    )
    assert ran.returncode == 0, ran.stdout[-2000:]
    told = [*command, "report", data, "--show-missing", "--fail-under=100"]
    report = subprocess.run(told, check=False, capture_output=True, text=True, timeout=60)
    assert report.returncode == 0, report.stdout
