"""Names of other programs -> identifiers and labels of a scenario."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ..errors import UNSEEN
from ..models.expressions.syntax import RESERVED


def identifiers(names: Iterable[str], kind: str) -> dict[str, str]:
    """Return a distinct identifier for each of some distinct names; ``kind`` is the word before one that has no letter.

    Returns
    -------
    dict
        ``{"Hard disk": "hard_disk", "2 years": "option_2_years"}``.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    last: dict[str, int] = {}
    for name in names:
        folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^a-z0-9]+", "_", folded.lower()).strip("_")[:48].strip("_")
        if not plain or not plain[0].isalpha() or plain in RESERVED:
            plain = f"{kind}_{plain}".strip("_")
        unique = plain
        while unique in taken:
            last[plain] = last.get(plain, 1) + 1
            unique = f"{plain}_{last[plain]}"
        taken.add(unique)
        found[name] = unique
    return found


def label(name: str) -> str:
    """Return a name as a scenario's text: control characters become spaces, and what nobody sees is left out."""
    spaced = "".join(" " if unicodedata.category(character) in ("Cc", "Zl", "Zp") else character for character in name)
    shown = UNSEEN.sub("", spaced)
    return shown.strip() or "(no name)"
