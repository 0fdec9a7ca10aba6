"""The console script in a process of its own: streams, pipes, terminals, limits, Ctrl-C and a polite kill."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support.command_line import BROKEN, CASE, CLASH, DEAL, Ran, check_document
from support.script import SCRIPT, dense

HANGS = 120
"""Seconds after which a process counts as one that does not end; no test passes or fails by being faster."""

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")


def run(*arguments: str, stdin: str = "", **environment: str | None) -> Ran:
    """Run the real console script in a process of its own, without a terminal."""
    env = {**os.environ, "COLUMNS": "80", **environment}
    done = subprocess.run(
        [SCRIPT, *arguments],
        input=stdin.encode(),
        capture_output=True,
        env={name: value for name, value in env.items() if value is not None},
        timeout=HANGS,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"deal": DEAL, "clash": CLASH, "broken": BROKEN}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- the real script --------------------------------------------------------------------------------------------------


def test_results_go_to_standard_output_and_all_else_to_standard_error(folder: Path) -> None:
    told = run("solve", CASE)
    assert told.code == 1
    assert told.out.startswith("Ukraine and Russia, March 2025")
    assert told.err == "3 warnings; see: zopa validate ukraine-russia\n"
    assert "\x1b" not in told.out + told.err
    assert max(map(len, told.out.splitlines())) <= 80
    found = run("solve", "deal.yaml", "--quiet")
    assert (found.code, found.err) == (0, "")
    wrong = run("solve", "broken.yaml")
    assert (wrong.code, wrong.out) == (2, "")
    assert "Traceback" not in wrong.err


def test_the_width_follows_the_columns_up_to_120(folder: Path) -> None:
    for columns, widest in (("50", 50), ("100", 100), ("500", 120)):
        lines = run("solve", CASE, COLUMNS=columns).out.splitlines()
        assert max(map(len, lines)) == widest


def test_the_output_is_utf_8_whatever_the_locale_says(folder: Path) -> None:
    told = run("solve", CASE, LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert told.code == 1
    assert "“its army must remain strong and unrestricted”" in told.out
    wrong = run("solve", "-", stdin=DEAL.replace("Dues", "“x”\x01"), LANG="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (wrong.code, wrong.out) == (2, "")
    assert "Traceback" not in wrong.err


@pytest.mark.parametrize(
    "arguments", [("solve", CASE), ("show", CASE), ("schema",), ("solve", CASE, "--json")], ids=str
)
def test_a_closed_pipe_is_no_error(arguments: tuple[str, ...]) -> None:
    with subprocess.Popen([SCRIPT, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read().decode()
        assert process.wait(30) in (0, 1, 3)
    assert "Traceback" not in told
    assert "Exception" not in told


def test_a_closed_pipe_never_says_that_no_deal_exists(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run([SCRIPT, "solve", "deal.yaml"], stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert done.returncode != 1


@pytest.mark.parametrize("closed", [1, 2])
def test_a_closed_stream_never_says_that_no_deal_exists(folder: Path, closed: int) -> None:
    done = subprocess.run(["sh", "-c", f'"{SCRIPT}" solve nothing {closed}>&-'], capture_output=True, check=False)
    assert done.returncode != 1
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("validate", CASE), ("list",), ("schema",), ("show", CASE), ("solve", "nothing")],
    ids=str,
)
def test_what_does_not_solve_does_not_load_or_tools(arguments: tuple[str, ...]) -> None:
    code = (
        "import atexit, os, sys\nend = os._exit\n"
        "os._exit = lambda code: end(9 if {'ortools', 'numpy'} & set(sys.modules) else 0)\n"
        f"sys.argv[1:] = {list(arguments)!r}\nfrom zopa.cli import main\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=HANGS, check=False)
    assert done.returncode == 0


def test_no_colour_without_a_terminal_and_none_where_it_is_unwanted() -> None:
    script = (
        "import pty, os, sys\n"
        "pid, terminal = pty.fork()\n"
        f"if not pid: os.execv({str(SCRIPT)!r}, ['zopa', 'solve', {CASE!r}])\n"
        "data = b''\n"
        "try:\n    while piece := os.read(terminal, 65536): data += piece\n"
        "except OSError: pass\n"
        "sys.stdout.buffer.write(data); os.waitpid(pid, 0)"
    )

    def on_a_terminal(**more: str) -> bytes:
        env = {**os.environ, "TERM": "xterm", **more}
        env.pop("NO_COLOR", None) if "NO_COLOR" not in more else None
        return subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, check=True).stdout

    assert b"\x1b[1;31mNO DEAL" in on_a_terminal()
    assert b"\x1b" not in on_a_terminal(NO_COLOR="1")
    assert b"\x1b" not in on_a_terminal(TERM="dumb")


def test_the_same_input_gives_the_same_bytes_whatever_the_workers(folder: Path) -> None:
    first = run("solve", CASE, "--json")
    assert (first.code, first.err) == (1, "")
    check_document(first.json)
    assert run("solve", CASE, "--json", PYTHONHASHSEED="7").out == first.out
    assert run("solve", CASE, "--json", "--workers", "2").out == first.out
    assert str(folder) not in first.out
    assert not re.search(r"seconds|elapsed|time\b|/tmp|/home", first.out)


# -- limits and interrupts --------------------------------------------------------------------------------------------


def market_split(rows: int = 5, terms: int = 40) -> str:
    """Return a scenario with one red line that takes CP-SAT minutes to decide (Cornuejols and Dawande 1998)."""
    draw = random.Random(1)
    equations = []
    for _ in range(rows):
        factors = [draw.randint(0, 99) for _ in range(terms)]
        equations.append(
            " + ".join(f"{factor} * t{at}" for at, factor in enumerate(factors)) + f" == {sum(factors) // 2}"
        )
    names = "".join(f"  t{at}: {{type: yes_no}}\n" for at in range(terms))
    lines = f"parties: {{all: {{red_lines: {{split: {{require: '{' and '.join(equations)}'}}}}}}}}"
    return f"format: zopa/1\ntitle: Split\nterms:\n{names}{lines}\n"


def cover(lines: int, pairs: int) -> str:
    """Return a scenario whose conflicts are many pairs among some lines: a weighted vertex cover."""
    draw = random.Random(1)
    edges = draw.sample([(one, other) for one in range(lines) for other in range(one)], pairs)
    text = ["format: zopa/1", "title: Cover", "terms:", *(f"  t{at}: {{type: yes_no}}" for at in range(pairs))]
    text += ["parties:", "  all:", "    red_lines:"]
    for line in range(lines):
        held = [
            f"t{at}" if line == one else f"not t{at}" for at, (one, other) in enumerate(edges) if line in (one, other)
        ]
        text.append(f"      l{line}: {{require: '{' and '.join(held or ['true'])}', weight: {draw.randint(1, 10)}}}")
    return "\n".join(text) + "\n"


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hard")
    made = {"dense": dense(1), "parts": dense(2, terms=20, lines=60), "split": market_split(), "cover": cover(120, 360)}
    for name, text in made.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def children(process: subprocess.Popen[bytes]) -> int:
    return len(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split())


ANNOUNCING = """
import sys
from zopa.solver.cpsat.backend import Run
solve, left = Run.solve, int(sys.argv.pop(1))
def announced(self, model):
    global left
    left -= 1
    if left == 0:
        print("solving", flush=True)
    return solve(self, model)
Run.solve = announced
from zopa.cli import main
main()
"""


def stopped(
    *arguments: str | Path, solve: int = 0, by: int = signal.SIGINT, group: bool = False, processes: int = 0
) -> Ran:
    """Run a search, signal it (as a terminal does: with its whole group) at a moment, and give it time to end.

    No clock decides: the moment is the start of a certain solve, or that of so many processes beside it, after the
    verdict.
    """
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", ANNOUNCING, str(solve)] if solve else [SCRIPT]
    with subprocess.Popen([*command, "solve", *arguments, "--jsonl"], start_new_session=True, **pipes) as process:
        assert process.stdout is not None
        while b"solving" not in (line := process.stdout.readline()) and (solve or b'"verdict"' not in line):
            assert process.poll() is None or line, "the search ended before that"
        while process.poll() is None and children(process) < processes:
            time.sleep(0.005)
        (os.killpg if group else os.kill)(process.pid, by)
        try:
            out, err = process.communicate(timeout=HANGS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return Ran(process.returncode, out.decode().splitlines()[-1], err.decode())


def check_partial(told: Ran, by: str) -> None:
    """Check that an answer that was cut off after its verdict says so everywhere."""
    assert told.code == 1
    answer = told.json
    check_document(answer)
    assert (answer["verdict"], answer["stopped_by"]) == ("no_deal", by)
    assert (answer["conflicts_complete"], answer["uncontested_complete"]) == (False, False)
    assert answer["relaxations_total"] is None
    assert all(dispute["resolutions_total"] is None for dispute in answer["disputes"])
    costs = [one["cost"] for one in answer["relaxations"]]
    assert costs == sorted(costs)
    assert "Traceback" not in told.err


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a polite kill"])
def test_an_interrupt_leaves_what_is_proved(hard: Path, by: int) -> None:
    told = stopped(hard / "dense.yaml", solve=200, by=by)
    check_partial(told, "interrupt")
    assert told.json["conflicts"]


@needs_proc
def test_an_interrupt_reaches_the_other_processes_too(hard: Path) -> None:
    check_partial(stopped(hard / "parts.yaml", "--workers", "2", processes=2), "interrupt")


@needs_proc
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a polite kill"])
def test_an_interrupt_of_the_whole_group_leaves_what_is_proved(hard: Path, by: int) -> None:
    told = stopped(hard / "parts.yaml", "--workers", "2", by=by, group=True, processes=3)
    check_partial(told, "interrupt")
    assert told.json["conflicts"]


@needs_proc
def test_an_interrupt_of_the_whole_group_while_processes_start_leaves_the_verdict(hard: Path) -> None:
    check_partial(stopped(hard / "parts.yaml", "--workers", "2", group=True, processes=1), "interrupt")


def test_processes_leave_nothing_behind(folder: Path) -> None:
    assert run("solve", CASE, "--workers", "2", "--quiet").err == ""


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a polite kill"])
def test_an_interrupt_deep_inside_one_solve_is_undecided(hard: Path, by: int) -> None:
    told = stopped(hard / "split.yaml", solve=1, by=by)
    check_document(told.json)
    assert (told.code, told.json["verdict"], told.json["stopped_by"]) == (3, "undecided", "interrupt")
    assert (told.json["conflicts"], told.json["relaxations"]) == ([], [])


def timed(*arguments: str | Path) -> Ran:
    command = [SCRIPT, "solve", *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, timeout=HANGS, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def check_cut_off(told: Ran) -> None:
    """Check an answer that a time limit cut off: on a slow machine perhaps before the verdict."""
    if told.code == 1:
        check_partial(told, "time_limit")
        return
    check_document(told.json)
    assert (told.code, told.json["verdict"], told.json["stopped_by"]) == (3, "undecided", "time_limit")
    assert "Traceback" not in told.err


def test_a_time_limit_leaves_what_is_proved(hard: Path) -> None:
    check_cut_off(timed(hard / "dense.yaml", "--time-limit", "1"))


def test_a_time_limit_holds_for_the_other_processes_too(hard: Path) -> None:
    check_cut_off(timed(hard / "parts.yaml", "--time-limit", "2", "--workers", "2"))


def test_a_time_limit_ends_a_long_solve(hard: Path) -> None:
    told = timed(hard / "split.yaml", "--time-limit", "1")
    assert (told.code, told.json["verdict"], told.json["stopped_by"]) == (3, "undecided", "time_limit")


def test_a_limit_ends_a_long_search_for_hitting_sets(hard: Path) -> None:
    check_cut_off(timed(hard / "cover.yaml", "--time-limit", "1"))
    check_partial(stopped(hard / "cover.yaml"), "interrupt")


def test_an_interrupt_before_anything_is_decided_ends_as_undecided(tmp_path: Path) -> None:
    """Standard input that never ends stands for a slow start."""
    with subprocess.Popen([SCRIPT, "solve", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(HANGS) == 3
        assert process.stderr is not None
        assert process.stderr.read() == b"interrupted: nothing was decided\n"


def test_two_interrupts_end_at_once_as_undecided() -> None:
    """Here the search takes no notice of the first one."""
    code = (
        "import time\nfrom zopa.cli.interrupt import stopping\nfrom zopa.solver.limits import Limits\n"
        "limits = Limits()\n"
        "with stopping(limits):\n"
        "    print('running', flush=True)\n"
        "    while limits.stopped_by is None: time.sleep(0.01)\n"
        "    print(limits.stopped_by, flush=True)\n"
        f"    time.sleep({10 * HANGS})"
    )
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"running\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == b"interrupt\n"
        time.sleep(0.5)  # two that arrive before Python has looked at the first are one
        process.send_signal(signal.SIGINT)
        assert process.wait(HANGS) == 3


def test_the_handlers_are_put_back_after_a_search() -> None:
    from zopa.cli.interrupt import stopping
    from zopa.solver.limits import Limits

    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with stopping(Limits()) as nothing:
        assert nothing is None
        assert signal.getsignal(signal.SIGINT) is not before[0]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
    assert signal.set_wakeup_fd(-1) == -1
