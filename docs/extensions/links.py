"""Links as GitHub reads them become links of the site: the first page's lists, and pages outside the folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
    FOLDER.mkdir(exist_ok=True)
    pending = [page for page in DOCS.rglob("*.md") if "_build" not in page.parts and page.parent != FOLDER]
    copied: set[Path] = set()
    while pending:
        page = pending.pop()
        for _, target in links(page.read_text("utf-8"), page):
            if target.suffix == ".md" and not target.is_relative_to(DOCS) and target not in copied:
                copied.add(target)
                pending.append(target)
    first = DOCS / "index.md"
    listed = {target for _, target in links(first.read_text("utf-8"), first)}
    for page in copied:
        copy, text = copy_of(page), mended(page.read_text("utf-8"), page, copy_of(page))
        text = text if page in listed else f"---\norphan: true\n---\n\n{text}"
        if not copy.exists() or copy.read_text("utf-8") != text:
            copy.write_text(text, "utf-8")


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
        outside = target.suffix == ".md" and not target.is_relative_to(DOCS)
        to = copy_of(target) if outside else target
        if outside or page != home:
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
