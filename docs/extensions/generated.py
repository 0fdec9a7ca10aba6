"""Pages that the build writes itself, in folders of their own that git ignores."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def write(folder: Path, pages: Mapping[str, str]) -> None:
    """Make these the pages of a folder; one that stays as it was is left alone, and any other goes."""
    folder.mkdir(exist_ok=True)
    for page in folder.iterdir():
        if page.name not in pages:
            page.unlink()
    for name, text in pages.items():
        page = folder / name
        if not page.exists() or page.read_text("utf-8") != text:
            page.write_text(text, "utf-8")
