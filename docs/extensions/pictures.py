"""Pictures of what zopa prints in a terminal: ``<!-- picture: zopa solve ukraine-russia -->`` stands for one.

The command runs while the site is built, on a terminal of its own, in a folder with the files of the page; what it
prints is kept by rich as an SVG. ``<!-- picture: zopa solve quarry.yaml (first 40 lines) -->`` leaves the rest out.
"""

from __future__ import annotations

import io
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

COLUMNS = 80
MARK = re.compile(r"^<!-- picture: (zopa .*?)(?: \(first (\d+) lines\))? -->$", re.MULTILINE)
FILE = re.compile(r"^<!-- file: (\S+) -->\n(`{3,})\w+\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
PAPER, INK, GREY = (250, 250, 248), (36, 41, 47), (90, 96, 104)
COLOURS = [(180, 35, 45), (25, 115, 55), (135, 90, 0), (20, 85, 170), (120, 60, 150), (15, 110, 120)]
THEME = TerminalTheme(PAPER, INK, [INK, *COLOURS, GREY], [GREY, *COLOURS, INK])


def setup(app: Sphinx) -> dict[str, Any]:
    """Draw the pictures of each page that is read."""
    app.connect("source-read", draw)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def draw(app: Sphinx, document: str, source: list[str]) -> None:
    """Replace every mark of a page by the picture of what its command prints."""
    page = Path(app.env.doc2path(document))
    if page.suffix != ".md" or not MARK.search(source[0]):
        return
    folder = Path(app.outdir, "_images", "terminal")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for file in FILE.finditer(source[0]):
            Path(work, file.group(1)).write_text(file.group(3), "utf-8")
        source[0] = MARK.sub(lambda mark: picture(mark, document, Path(work), folder), source[0])


def picture(mark: re.Match[str], document: str, work: Path, folder: Path) -> str:
    """Draw one picture and return the HTML that shows it."""
    command, first = mark.groups()
    lines = printed(command, work).splitlines()
    shown = [*lines[: int(first)], "..."] if first else lines
    name = re.sub(r"[^a-z0-9]+", "-", mark.group().lower()).strip("-")
    (folder / f"{name}.svg").write_text(svg(f"$ {command}", shown, name), "utf-8")
    source = "../" * document.count("/") + f"_images/terminal/{name}.svg"
    alt = f"What <code>{command}</code> prints"
    plain = alt.replace("<code>", "").replace("</code>", "")
    return (
        f'<figure class="terminal"><div><img src="{source}" alt="{plain}" loading="lazy"></div>'
        f"<figcaption>{alt}{f', the first {first} lines' if first else ''}.</figcaption></figure>\n"
    )


def printed(command: str, work: Path) -> str:
    """Run a command of zopa on a terminal and return what it prints, with its colours."""
    zopa, *arguments = shlex.split(command)
    program = Path(sys.executable).with_name(zopa)
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    running = subprocess.Popen(
        [program, *arguments, "--quiet"], cwd=work, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    gathered = b""
    while True:
        try:
            some = os.read(ours, 1 << 16)
        except OSError:  # Linux says so when the other end is closed
            some = b""
        if not some:
            break
        gathered += some
    os.close(ours)
    if running.wait() not in (0, 1):
        raise ExtensionError(f"{command}: exit code {running.returncode}\n{gathered.decode()}")
    return gathered.decode().replace("\r\n", "\n")


def svg(title: str, lines: list[str], name: str) -> str:
    """Return lines with colours as an SVG that asks the network for nothing."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join([*lines, ""])), soft_wrap=True)
    drawn = console.export_svg(title=title, theme=THEME, unique_id=f"t{zlib.crc32(name.encode()):x}")
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    return drawn.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")
