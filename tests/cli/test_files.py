"""Names of files on the command line: what is written where, what is refused, and what a terminal gets to see."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from support.command_line import CLASH, Here
from support.script import SCRIPT

import zopa
from zopa.models.io.atomic_write import write_whole

INTERESTS = """
  port: {interests: {dues: {weight: 1, worst: 0, best: 100}}}
  fleet: {interests: {dues: {weight: 1, worst: 100, best: 0}}}
"""
VALUED = CLASH.split("parties:")[0] + "parties:" + INTERESTS

ODD = b"\xff\x1b[31mred".decode("utf-8", "surrogateescape")
"""A name that is not UTF-8 and would colour a terminal."""

WRITERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "prove": lambda file: ("prove", "clash.yaml", "-o", file),
    "export cpsat": lambda file: ("export", "clash.yaml", "--to", "cpsat", "-o", file),
    "export lines": lambda file: ("export", "clash.yaml", "--to", "lines", "-o", file),
    "import": lambda file: ("import", "domain", "-o", file),
    "new": lambda file: ("new", file),
}
"""Every command that writes one file, and asks for --force to replace it."""

READERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "solve": lambda file: ("solve", file, "--json"),
    "conflicts": lambda file: ("conflicts", file, "--jsonl"),
    "relax": lambda file: ("relax", file, "--amounts", "--json"),
    "deals": lambda file: ("deals", file, "--jsonl"),
    "burden": lambda file: ("burden", file, "--json"),
    "sensitivity": lambda file: ("sensitivity", file, "--json"),
    "whatif": lambda file: ("whatif", file, "--set", "dues=50", "--json"),
    "explain": lambda file: ("explain", file, "--json"),
    "explain deal": lambda file: ("explain", "clash.yaml", "--deal", file),
    "improve": lambda file: ("deals", "valued.yaml", "--improve", file),
    "prove": lambda file: ("prove", file, "-o", "-"),
    "check scenario": lambda file: ("check", file, "clash.yaml"),
    "check certificate": lambda file: ("check", "clash.yaml", file),
    "import": lambda file: ("import", file),
    "export": lambda file: ("export", file, "--to", "lines", "-o", "-"),
    "validate": lambda file: ("validate", file, "--json"),
    "show": lambda file: ("show", file),
}
"""Every command that reads a file or folder, once for each place where it takes one."""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Here:
    return Here(monkeypatch, capsysbinary)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Here) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clash.yaml").write_text(CLASH, "utf-8")
    (tmp_path / "valued.yaml").write_text(VALUED, "utf-8")
    assert here("export", "valued.yaml", "--to", "negmas", "-o", "domain").code == 0
    return tmp_path


def is_harmless(text: str) -> bool:
    return "\x1b" not in text and "Traceback" not in text


# -- what is written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("force", [(), ("--force",)], ids=["plain", "force"])
@pytest.mark.parametrize("name", WRITERS)
def test_nothing_is_renamed_over_what_is_no_file(here: Here, folder: Path, name: str, force: tuple[str, ...]) -> None:
    os.mkdir("a_folder")
    os.symlink("loop", "loop")
    os.symlink("target", "link")
    for wrong in ("a_folder", "loop", "missing/file", "clash.yaml/file", ""):
        told = here(*WRITERS[name](wrong), *force)
        assert told.code == 2, wrong
        assert is_harmless(told.err)
        assert "empty" in told.err if wrong == "" else wrong in told.err
    assert os.path.isdir("a_folder")
    assert os.readlink("loop") == "loop"
    assert here(*WRITERS[name]("link"), *force).code in (0, 1)
    assert os.readlink("link") == "target"
    assert Path("target").stat().st_size
    assert not [file for file in os.listdir() if file.startswith(".zopa-")]


@pytest.mark.parametrize("name", WRITERS)
def test_into_a_device_or_a_pipe_only_by_force(here: Here, folder: Path, name: str) -> None:
    os.mkfifo("pipe")
    for file in ("pipe", "/dev/null"):
        told = here(*WRITERS[name](file))
        assert (told.code, told.err) == (2, f"{file}: this is a device or a pipe; use --force to write into it\n")
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(Path("pipe").read_bytes()))
    reader.start()
    assert here(*WRITERS[name]("pipe"), "--force").code in (0, 1)
    reader.join(60)
    assert found[0]
    assert Path("pipe").is_fifo()
    assert here(*WRITERS[name]("/dev/null"), "--force").code in (0, 1)
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_is_named(here: Here, folder: Path, name: str) -> None:
    told = here(*WRITERS[name]("/dev/full"), "--force")
    assert told.code == 2
    assert "zopa: /dev/full: No space left on device\n" in told.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root writes everywhere")
@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_that_takes_no_files_is_named(here: Here, folder: Path, name: str) -> None:
    os.mkdir("closed", 0o500)
    told = here(*WRITERS[name]("closed/file"))
    assert (told.code, "no file can be written into" in told.err) == (2, True)


@pytest.mark.parametrize("name", WRITERS)
def test_a_name_that_is_not_utf_8_is_written_and_shown_escaped(here: Here, folder: Path, name: str) -> None:
    for code in ((0, 1), (2,)):
        told = here(*WRITERS[name](ODD))
        assert told.code in code
        assert is_harmless(told.err)
    assert Path(ODD).exists()
    assert r"\udcff\x1b[31mred: the file already exists" in told.err


def test_a_folder_of_files_is_checked_too(here: Here, folder: Path) -> None:
    def export(to: str, *force: str) -> int:
        told = here("export", "valued.yaml", "--to", "genius", "-o", to, *force)
        assert is_harmless(told.err)
        return told.code

    assert [export("new/one"), export("new/one"), export("new/one", "--force")] == [0, 2, 0]
    assert [export("clash.yaml", "--force"), export(""), export(ODD)] == [2, 2, 0]


def test_a_figure_needs_a_name_in_a_folder(here: Here, folder: Path) -> None:
    os.mkdir("folder.svg")
    for name in ("", "folder.svg", "missing/x.svg", "x.gif", f"missing/{ODD}.svg"):
        told = here("deals", "valued.yaml", "--plot", name)
        assert (told.code, told.out) == (2, "")
        assert is_harmless(told.err)


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    file = tmp_path / ("x" * 255)
    write_whole(file, "text")
    assert file.read_text() == "text"


# -- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READERS)
def test_no_name_of_a_file_reaches_the_terminal_as_it_is(here: Here, folder: Path, name: str) -> None:
    for text in (None, CLASH, "{", "format: 3"):
        if text is not None:
            Path(ODD).write_text(text, "utf-8")
        told = here(*READERS[name](ODD))
        assert told.code in (0, 1, 2)
        assert is_harmless(told.out + told.err)
    told = here(*READERS[name](""))
    assert (told.code, "this is empty" in told.err) == (2, True)


def test_an_id_in_results_is_the_escaped_name(here: Here, folder: Path) -> None:
    Path(f"{ODD}.yaml").write_text(CLASH, "utf-8")
    assert here("solve", f"{ODD}.yaml", "--json").json["scenario"]["id"] == r"\udcff\x1b[31mred"


@pytest.mark.parametrize("arguments", [("--budget", f"{ODD}=1"), ("--budget", f"{ODD}=x"), ("--keep", ODD)], ids=ascii)
def test_no_option_reaches_the_terminal_as_it_is(here: Here, folder: Path, arguments: tuple[str, ...]) -> None:
    told = here("relax", "clash.yaml", "--amounts", *arguments, *arguments)
    assert told.code == 2
    assert is_harmless(told.err)


@pytest.mark.parametrize("arguments", [("check", "clash.yaml", "-"), ("solve", "-")], ids=str)
def test_a_closed_standard_input_is_bad_input(folder: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{SCRIPT}" {" ".join(arguments)} <&-'], capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (2, b"zopa: there is no standard input to read from\n")


def test_a_standard_input_that_cannot_be_read_is_bad_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, _buffer: object) -> int:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Broken())))
    with pytest.raises(zopa.ScenarioError, match="<standard input>: cannot be read: Input/output error"):
        zopa.load("-")


# -- streams that take nothing ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", ["solve clash.yaml", "solve clash.yaml --workers 2", "show clash.yaml"])
def test_a_full_disk_under_standard_output_is_undecided(folder: Path, arguments: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [SCRIPT, *arguments.split()], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == b"zopa: standard output: No space left on device"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(("arguments", "code"), [("solve nothing", 2), ("solve clash.yaml --nothing", 2)])
def test_a_full_disk_under_standard_error_leaves_the_exit_code(folder: Path, arguments: str, code: int) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([SCRIPT, *arguments.split()], stderr=full, stdout=full, check=False, timeout=60)
    assert done.returncode == code
