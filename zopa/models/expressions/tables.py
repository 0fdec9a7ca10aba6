"""Compile ``grammar.lark`` into ``tables.json``: ``python -m zopa.models.expressions.tables``.

Building LALR tables takes longer than parsing a scenario; a test holds that the file is what the grammar says.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

_MACHINE_OPTIONS = ("cache", "import_paths", "source_path")


def compiled() -> str:
    """Return the grammar's tables as JSON text."""
    grammar = resources.files(__package__).joinpath("grammar.lark").read_text("utf-8")
    parser = Lark(grammar, parser="lalr", lexer="basic", propagate_positions=True)
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    for option in _MACHINE_OPTIONS:
        data["options"].pop(option, None)
    return json.dumps({"data": data, "memo": memo}, default=sorted, sort_keys=True, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("tables.json").write_text(compiled(), encoding="utf-8")
