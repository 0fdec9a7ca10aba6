"""The program itself: its JSON is true, its exit codes are the verdict, a stop leaves a marked answer or code 3."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from case import Broken, Case, need, sets
from laws import least
from plain import word, yaml

CODES = {"deal": 0, "no_deal": 1, "undecided": 3}


def started(folder: Path, *words: str) -> subprocess.Popen[str]:
    command = [str(Path(sys.executable).with_name("zopa")), *words]
    return subprocess.Popen(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ran(folder: Path, *words: str, codes: tuple[int, ...] = (0, 1)) -> tuple[int, str]:
    """Run the program to its end."""
    with started(folder, *words) as process:
        out, error = process.communicate(timeout=120)
    if process.returncode not in codes or "Traceback" in error:
        raise Broken(f"zopa {' '.join(words)} ends with {process.returncode}: {error[-2000:]}")
    return process.returncode, out


def written(case: Case) -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory()
    (Path(folder.name) / "drawn.yaml").write_text(yaml(case.plain), encoding="utf-8")
    return folder


def says(case: Case, answer: dict[str, Any]) -> None:
    """What the JSON of solve, conflicts or relax says is true."""
    truth = case.truth
    if answer["verdict"] != "undecided":
        need(answer["verdict"], truth.verdict, "verdict")
    if "conflicts" in answer:
        found = sets(case, (one["red_lines"] for one in answer["conflicts"] if one["is_minimal"]))
        need(set(found) <= truth.conflicts, True, f"the conflicts {found}")
        if answer["conflicts_complete"] and answer["verdict"] != "undecided":
            need(found, sorted(truth.conflicts), "conflicts, called complete")
    if "relaxations" in answer:
        found = [truth.mask(one["give_up"]) for one in answer["relaxations"]]
        need(set(found) <= truth.relaxations, True, f"the relaxations {found}")
        if answer["relaxations_total"] is not None:
            need(answer["relaxations_total"], len(truth.relaxations), "relaxations_total")
        if answer["cheapest"] is not None:
            need(Fraction(str(answer["cheapest"]["cost"])), least(case), "the least cost")


def runs(case: Case) -> None:
    """Every command says what is true, and its exit code is the verdict."""
    with written(case) as name:
        folder, code = Path(name), CODES[case.truth.verdict]
        for command in ("solve", "conflicts", "relax"):
            ended, out = ran(folder, command, "drawn.yaml", "--json", "--quiet")
            need(ended, code, f"exit code of {command}")
            says(case, json.loads(out))
        need(ran(folder, "solve", "drawn.yaml")[0], code, "exit code of solve")
        words = {
            name: word(case.plain["terms"][name], value)
            for name, value in zip(case.truth.terms, next(case.truth.all_deals()), strict=True)
        }
        (folder / "deal.yaml").write_text(
            "".join(f"{key}: {value}\n" for key, value in words.items()), encoding="utf-8"
        )
        for asked in (("--deal", "deal.yaml"), ()):
            need(ran(folder, "explain", "drawn.yaml", *asked)[0], code, "exit code of explain")
        need(ran(folder, "prove", "drawn.yaml", "--all", "-o", "proof.json")[0], code, "exit code of prove")
        if (folder / "proof.json").exists():
            need(ran(folder, "check", "drawn.yaml", "proof.json")[0], 0, "exit code of check")
        if case.worth.parties:
            ended, out = ran(folder, "deals", "drawn.yaml", "--json", "--quiet")
            need(ended, 0 if case.worth.points else 1, "exit code of deals")
            points = {
                tuple(Fraction(str(one)) for one in outcome["utilities"].values())
                for outcome in json.loads(out)["frontier"]
            }
            need(points, case.worth.frontier, "frontier")


def is_stopped(case: Case) -> None:
    """A limit or a Ctrl-C at a random moment leaves an answer that is true, or code 3 and none."""
    with written(case) as name:
        folder = Path(name)
        for _ in range(3):
            limit = f"{case.random.uniform(0, 0.3):.3f}"
            ended, out = ran(folder, "solve", "drawn.yaml", "--json", "--time-limit", limit, codes=(0, 1, 3))
            answer = json.loads(out)
            says(case, answer)
            need(ended, CODES[answer["verdict"]], f"exit code of solve --time-limit {limit}")
            with started(folder, "solve", "drawn.yaml", "--json") as process:
                time.sleep(case.random.uniform(0.1, 0.5))
                process.send_signal(signal.SIGINT)
                out, error = process.communicate(timeout=60)
            if "KeyboardInterrupt" in error and "cli/run.py" not in error:  # Python was still starting
                continue
            if "Traceback" in error or process.returncode not in {0, 1, 3, -signal.SIGINT}:
                raise Broken(f"Ctrl-C ends with {process.returncode}: {error[-2000:]}")
            if out:
                says(case, json.loads(out))
            elif process.returncode in {0, 1}:
                raise Broken(f"Ctrl-C leaves no answer, and code {process.returncode}")


RUNS: dict[str, Callable[[Case], None]] = {"runs": runs, "is_stopped": is_stopped}
