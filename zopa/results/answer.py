"""What every answer can do: be printed as a report, and be written as JSON.

How is for a renderer to know, which lies above this room: ``zopa/__init__.py`` names it, and it is imported when the
first answer is shown.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar


class Record:
    """A part of an answer; its ``repr`` fits on a few lines, and says how many there are of what it leaves out."""

    def __repr__(self) -> str:
        from ..models.brief import brief  # not before it is needed: "import zopa" imports this module

        return brief(self)


class Answer(Record):
    """A whole answer; ``print`` shows its report."""

    _renderer: ClassVar[str] = ""

    def __str__(self) -> str:
        return self.report()

    def report(self, *, width: int = 80, colour: bool = False, top: int = 10) -> str:
        """Return the report that the command line prints.

        Parameters
        ----------
        width
            Columns to use; at least 40 are.
        colour
            Whether to colour it by terminal escapes.
        top
            How many ways out to list for each dispute, and how many conflicts to explain.
        """
        return shown("render", self, width=width, colour=colour, top=top)

    def to_json(self) -> str:
        """Return the answer as JSON text, as ``--json`` prints it."""
        return shown("to_json", self)


def show_with(module: str) -> None:
    """Let a module show answers, by its functions ``render`` and ``to_json``; it is not imported yet."""
    Answer._renderer = module


def shown(how: str, answer: Answer, **options: Any) -> str:
    """Return what the renderer makes of an answer."""
    text: str = getattr(import_module(Answer._renderer), how)(answer, **options)
    return text
