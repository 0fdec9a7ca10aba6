"""Compile ``grammar.lark`` into ``tables.json``: ``python -m zopa.models.expressions.compile_grammar``.

Lark checks the grammar and builds the LALR(1) tables; the file holds them in a form that :mod:`lalr` runs without
Lark, whose import takes as long as reading a scenario. A test holds that the file is what the grammar says.
"""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

_NAMES = "NAME"
"""The terminal whose matches may be keywords."""


def compiled() -> str:
    """Return the grammar's tables as JSON text; needs Lark, which the ``dev`` extra brings."""
    from lark import Lark
    from lark.parsers.lalr_analysis import Shift

    grammar = resources.files(__package__).joinpath("grammar.lark").read_text("utf-8")
    parser: Any = Lark(grammar, parser="lalr", lexer="basic")
    table = parser.parser.parser._parse_table
    (start,), (end,) = table.start_states.values(), table.end_states.values()
    rules = {rule: number for number, rule in enumerate(parser.rules)}
    numbers = _numbered(table.states, start, Shift)
    terminals = {terminal.name for terminal in parser.terminals} | {"$END"}
    actions: dict[str, dict[str, int]] = {}
    gotos: dict[str, dict[str, int]] = {}
    for state, row in table.states.items():
        for symbol, (action, target) in row.items():
            where = actions if symbol in terminals else gotos
            where.setdefault(str(numbers[state]), {})[symbol] = (
                numbers[target] if action is Shift else -1 - rules[target]
            )
    document = {
        "lexer": _lexer(parser),
        "rules": [_rule(rule) for rule in parser.rules],
        "actions": actions,
        "gotos": gotos,
        "start": numbers[start],
        "end": numbers[end],
    }
    return json.dumps(document, sort_keys=True, separators=(",", ":")) + "\n"


def _numbered(states: Any, start: int, shift: Any) -> dict[int, int]:
    """Number the states as they are reached from the first; Lark's own numbers differ from run to run."""
    order = [start]
    for state in order:  # it grows while it is walked
        row = states[state]
        targets = dict.fromkeys(row[symbol][1] for symbol in sorted(row) if row[symbol][0] is shift)
        order += [target for target in targets if target not in order]
    return {state: number for number, state in enumerate(order)}


def _lexer(parser: Any) -> dict[str, Any]:
    """Return the patterns in the order in which Lark tries them, and the words that are not names."""
    by_name = {terminal.name: terminal for terminal in parser.terminals}
    name = re.compile(by_name[_NAMES].pattern.to_regexp())
    order = sorted(parser.terminals, key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    keywords = {t.pattern.value: t.name for t in order if t.pattern.type == "str" and name.fullmatch(t.pattern.value)}
    patterns = [(t.name, t.pattern.to_regexp()) for t in order if t.name not in keywords.values()]
    return {"patterns": patterns, "keywords": keywords, "ignored": sorted(parser.ignore_tokens)}


def _rule(rule: Any) -> dict[str, Any]:
    """Return what reducing by a rule does: how much it takes, what of that it keeps, and who builds from it."""
    kept = [
        (at, symbol.name.startswith("_"))
        for at, symbol in enumerate(rule.expansion)
        if not (symbol.is_term and symbol.filter_out)
    ]
    name = rule.origin.name
    return {
        "makes": name,
        "takes": len(rule.expansion),
        "keeps": kept,
        "builder": None if name.startswith("_") else rule.alias or name,
        "passes_one": bool(rule.options.expand1 and not rule.alias),
    }


if __name__ == "__main__":
    Path(__file__).with_name("tables.json").write_text(compiled(), encoding="utf-8")
