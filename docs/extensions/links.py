"""Links as GitHub reads them become links of the site: the first page's lists, and pages outside the folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generated
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FOLDER = DOCS / "project"
"""Where copies of the repository's own pages stand while the site is built."""

FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<=\]\()(?!https?://|#)([^)\s#]+)")


def setup(app: Sphinx) -> dict[str, Any]:
    """Copy the pages before Sphinx looks for any, and mend the links of each page that is read."""
    app.add_lexer("lark", TextLexer)  # Pygments has none
    app.connect("builder-inited", copy_pages)
    app.connect("source-read", read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def copy_pages(_app: Sphinx) -> None:
    """Copy each Markdown page of the repository that a page of the site links to, by way of another one or not."""
    pending = [page for page in DOCS.rglob("*.md") if "_build" not in page.parts and page.parent != FOLDER]
    copied: set[Path] = set()
    while pending:
        page = pending.pop()
        for _, target in links(page.read_text("utf-8"), page):
            if is_outside(target) and target not in copied:
                copied.add(target)
                pending.append(target)
    first = DOCS / "index.md"
    listed = {target for _, target in links(first.read_text("utf-8"), first)}
    generated.write(FOLDER, {copy_of(page).name: copied_text(page, page in listed) for page in copied})


def copied_text(page: Path, listed: bool) -> str:
    """Return the text of a page with its links mended, marked where the first page does not list it."""
    text = mended(page.read_text("utf-8"), page, copy_of(page))
    return text if listed else f"---\norphan: true\n---\n\n{text}"


def is_outside(target: Path) -> bool:
    """Return whether a link leads to a page of the repository that is not in the folder."""
    return target.suffix == ".md" and target.is_file() and ROOT in target.parents and DOCS not in target.parents


def copy_of(page: Path) -> Path:
    """Return where the copy of a page outside the folder stands."""
    return FOLDER / page.relative_to(ROOT).as_posix().replace("/", "-").lower()


def read(app: Sphinx, document: str, source: list[str]) -> None:
    """Mend the links of a page; the lists of the first page are the order of the site."""
    page = Path(app.env.doc2path(document))
    if page.suffix == ".md" and page.parent != FOLDER:
        source[0] = mended(source[0], page, page)
    if document == app.config.root_doc:
        source[0] += "".join(table_of_contents(source[0], page))


def mended(text: str, page: Path, home: Path) -> str:
    """Return a page's text with links that lead to pages outside the folder led to their copies."""
    for found, target in reversed(list(links(text, page))):
        to = copy_of(target) if is_outside(target) else target
        if to != target or page != home:
            text = text[: found.start()] + Path(os.path.relpath(to, home.parent)).as_posix() + text[found.end() :]
    return text


def links(text: str, page: Path) -> Iterator[tuple[re.Match[str], Path]]:
    """Yield the links of a page to files, outside its blocks, with the files that they lead to."""
    blocks = [block.span() for block in FENCED.finditer(text)]
    for found in LINK.finditer(text):
        if not any(start <= found.start() < end for start, end in blocks):
            yield found, (page.parent / found.group()).resolve()


def table_of_contents(text: str, page: Path) -> Iterator[str]:
    """Yield the site's order: for each section of the first page, the pages that its list links to."""
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        caption, _, body = section.partition("\n")
        entries = [
            found.group()
            for line in body.splitlines()
            if line.startswith("- ")
            for found, _target in list(links(line, page))[:1]
        ]
        if entries:
            yield f"\n\n```{{toctree}}\n:hidden:\n:caption: {caption.strip()}\n\n" + "\n".join(entries) + "\n```\n"
