"""How long `zopa solve ukraine-russia --json` takes as a whole process, against importing OR-Tools' Python layer.

Run by hand from the checkout's environment, on an otherwise idle machine:

    python benchmarks/startup.py [runs]

The two are run in turn, so that a machine whose speed drifts slows both; the ratio is taken pair by pair.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
SOLVE = [str(BIN / "zopa"), "solve", "ukraine-russia", "--json"]
IMPORT = [sys.executable, "-c", "from ortools.sat.python import cp_model"]
HELP = [str(BIN / "zopa"), "--help"]
FLOOR = [
    sys.executable,
    "-c",
    "import typer, yaml; from pydantic import BaseModel; from ortools.sat.python import cp_model_helper",
]
"""The imports of the libraries that every run needs, before a line of zopa."""
VALIDATE = [str(BIN / "zopa"), "validate", "ukraine-russia", "--quiet"]


def seconds(command: list[str]) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False)
    took = time.perf_counter() - begin
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.decode()}")
    return took


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    rows = {
        "zopa solve ukraine-russia --json": SOLVE,
        "its libraries' imports alone": FLOOR,
        "zopa validate ukraine-russia": VALIDATE,
        "zopa --help": HELP,
    }
    for command in (*rows.values(), IMPORT):
        seconds(command)  # warm caches, compiled files
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in rows}
    for _ in range(runs):
        for name, command in rows.items():
            taken[name].append((seconds(command), seconds(IMPORT)))
    print(f"{runs} runs in turn with `{' '.join(IMPORT[1:])}`; medians")
    print(f"{'command':<36}{'seconds':>9}{'import':>9}{'ratio':>8}")
    for name, pairs in taken.items():
        own, other = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(first / second for first, second in pairs)
        print(f"{name:<36}{own:>9.3f}{other:>9.3f}{ratio:>8.2f}")


if __name__ == "__main__":
    main()
