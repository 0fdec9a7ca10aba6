"""Runs the LALR(1) tables that :mod:`compile_grammar` makes from the grammar file: a lexer and a shift-reduce loop.

Aho, Lam, Sethi, Ullman, Compilers (2006), algorithm 4.44. What a rule builds is up to the caller; a helper rule (its
name begins with ``_``) hands its parts to the rule that uses it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

END, STRANGE = "$END", "$STRANGE"
"""The kinds of what stands for the end of a text, and for a character that begins no token."""


@dataclass(frozen=True)
class Token:
    """A piece of the text: its terminal's name, its characters, and where they begin."""

    kind: str
    text: str
    start: int

    @property
    def span(self) -> tuple[int, int]:
        """Its first character and the one after its last."""
        return self.start, self.start + len(self.text)


class UnexpectedToken(Exception):
    """A token out of place, and the kinds that could stand there."""

    def __init__(self, token: Token, expected: Collection[str]) -> None:
        self.token, self.expected = token, expected
        super().__init__(token)


class Parser:
    """A grammar's tables, ready to parse."""

    def __init__(self, tables: str) -> None:
        data: dict[str, Any] = json.loads(tables)
        lexer = data["lexer"]
        self._pattern = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in lexer["patterns"]))
        self._keywords: dict[str, str] = lexer["keywords"]
        self._ignored = frozenset(lexer["ignored"])
        self._rules: list[dict[str, Any]] = data["rules"]
        self._actions: dict[int, dict[str, int]] = {int(state): row for state, row in data["actions"].items()}
        self._gotos: dict[int, dict[str, int]] = {int(state): row for state, row in data["gotos"].items()}
        self._start, self._end = data["start"], data["end"]

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the tokens of a text, and one for its end, or for the first character that begins no token."""
        position = 0
        while position < len(text):
            match = self._pattern.match(text, position)
            if match is None:
                yield Token(STRANGE, text[position], position)
                return
            kind = match.lastgroup
            assert kind is not None
            if kind not in self._ignored:
                word = match.group()
                yield Token(self._keywords.get(word, kind), word, position)
            position = match.end()
        yield Token(END, "", position)

    def parse(self, text: str, builders: Mapping[str, Callable[[list[Any]], Any]]) -> Any:
        """Return what the builder of the start rule makes.

        Parameters
        ----------
        builders
            For each rule's name (or its alias) the function that makes a value of its parts.

        Raises
        ------
        UnexpectedToken
            If the text is not of the grammar.
        """
        states: list[int] = [self._start]
        values: list[Any] = []
        for token in self.tokens(text):
            while (action := self._actions[states[-1]].get(token.kind)) is not None and action < 0:
                rule = self._rules[-1 - action]
                size = rule["takes"]
                parts = values[-size:]
                del states[-size:], values[-size:]
                values.append(_built(rule, parts, builders))
                states.append(self._gotos[states[-1]][rule["makes"]])
                if token.kind == END and states[-1] == self._end:
                    return values[-1]
            if action is None:
                raise UnexpectedToken(token, self._actions[states[-1]].keys())
            states.append(action)
            values.append(token)
        raise AssertionError("the end of the text is always accepted or refused")  # pragma: no cover


def _built(rule: Mapping[str, Any], parts: list[Any], builders: Mapping[str, Callable[[list[Any]], Any]]) -> Any:
    kept: list[Any] = []
    for at, is_helper in rule["keeps"]:
        kept += parts[at] if is_helper else [parts[at]]
    if rule["builder"] is None:
        return kept
    if rule["passes_one"] and len(kept) == 1:
        return kept[0]
    return builders[rule["builder"]](kept)
