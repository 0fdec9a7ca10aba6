"""Zone Of Possible Agreement: which deals cross no red line, why none does, and what would have to give.

>>> import zopa
>>> analysis = zopa.solve(zopa.load("ukraine-russia"))
>>> analysis.verdict
'no_deal'

Importing this module loads neither OR-Tools nor the document library; each name is loaded when first used. The names
stand in ``__init__.pyi``, for this module and for type checkers alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .results import answer as _answer

if TYPE_CHECKING:
    from collections.abc import Mapping

__version__ = "0.1.0"

_answer.show_with("zopa.reports")


def _homes() -> Mapping[str, str]:
    """Return the module of every public name, as the stub file imports it."""
    if not _HOMES:
        import ast
        from pathlib import Path

        stub = ast.parse(Path(__file__).with_suffix(".pyi").read_text("utf-8"))
        for line in stub.body:
            if isinstance(line, ast.ImportFrom):
                _HOMES.update((name.name, f"zopa.{line.module}") for name in line.names)
    return _HOMES


_HOMES: dict[str, str] = {}


def __getattr__(name: str) -> object:
    if name == "__all__":
        return ["__version__", *sorted(_homes())]
    if name.startswith("__") or name not in _homes():
        raise AttributeError(f"module 'zopa' has no attribute {name!r}")
    from importlib import import_module

    value = globals()[name] = getattr(import_module(_homes()[name]), name)
    return value


def __dir__() -> list[str]:
    return ["__version__", *sorted(_homes())]
