"""How pages are read and their snippets run."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def prose(page: Path) -> str:
    """Return a page without its blocks."""
    return re.sub(r"^(`{3,}).*?^\1$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def run(command: str) -> tuple[str, int]:
    """Run a command and return what both streams show; a plain ``zopa`` runs in this process, which is quicker."""
    words = shlex.split(command)
    if words[0] == "zopa" and "--workers" not in words and not needs_a_shell(command):
        return zopa_here(words[1:])
    done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode(), done.returncode


def needs_a_shell(command: str) -> bool:
    """Return whether a command pipes, redirects, substitutes or goes on after its end."""
    words = shlex.shlex(command, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    return "$" in command or any(set(word) <= set("();<>|&") for word in words)


def zopa_here(arguments: list[str]) -> tuple[str, int]:
    from zopa.cli import run

    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    handler = signal.getsignal(signal.SIGINT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["zopa", *arguments])
        patch.setattr(os, "_exit", sys.exit)  # the command line ends the process at once
        try:
            with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
                run.run()
            code: object = 0
        except SystemExit as end:
            code = end.code
    signal.signal(signal.SIGINT, handler)
    gc.unfreeze()
    assert isinstance(code, int)
    return written.getvalue().decode(), code
