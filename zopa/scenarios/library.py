"""A scenario's name -> its text: a bundled one's id, a file's path, or ``-`` for standard input."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from ..errors import Problem, ScenarioError, did_you_mean, printable
from ..models.io.load import Reading, loads, read
from ..models.io.source.tree import MAX_BYTES
from ..models.scenario import Scenario

_STANDARD_INPUT = "<standard input>"
_ENOUGH = MAX_BYTES + 1
"""One byte past the limit is enough to refuse a text; so an endless pipe is not read for ever."""


@dataclass(frozen=True)
class Found:
    """A scenario's text before it is read.

    Parameters
    ----------
    name
        The id that results carry: a bundled scenario's, or the file's name without its ending.
    file
        The name in messages.
    data
        The bytes.
    read_source
        Returns the text of a file beside it, or None if there is none.
    """

    name: str
    file: str
    data: bytes
    read_source: Callable[[str], str | None]

    def read(self) -> Reading:
        """Read the scenario, keeping its text so that findings can be located."""
        return read(self.data, self.name, self.file)


def bundled() -> list[str]:
    """Return the ids of the bundled scenarios, sorted."""
    names = (entry.name for entry in resources.files(__package__).iterdir())
    return sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml"))


def template() -> str:
    """Return the text that a new scenario starts from."""
    return resources.files(__package__).joinpath("template.yaml.txt").read_text("utf-8")


def load(source: str | Path) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    source
        A bundled scenario's id such as ``"ukraine-russia"``, or the path of a YAML or JSON file, or ``"-"``.

    Raises
    ------
    ScenarioError
        If there is no such scenario, it cannot be read, or anything in it is wrong; all problems at once, located.
    """
    found = find(source)
    return loads(found.data, found.name, found.file)


def find(source: str | Path) -> Found:
    """Return the text of a scenario by its name; arguments and errors as for :func:`load`."""
    if isinstance(source, str):
        if source == "-":
            return Found("standard-input", _STANDARD_INPUT, standard_input(_ENOUGH), _beside(Path()))
        if source in bundled():
            package = resources.files(__package__)
            return Found(source, f"{source}.yaml", package.joinpath(f"{source}.yaml").read_bytes(), _packaged)
    path = Path(source)
    return Found(printable(path.stem), str(path), _file(path, str(source)), _beside(path.parent))


def standard_input(most: int) -> bytes:
    """Return what comes from standard input, up to so many bytes.

    Raises
    ------
    ScenarioError
        If it is closed, or cannot be read.
    """
    if sys.stdin is None:
        raise ScenarioError([Problem("there is no standard input to read from")], "zopa")
    try:
        return sys.stdin.buffer.read(most)
    except OSError as error:
        raise ScenarioError([Problem(f"cannot be read: {error.strerror}")], _STANDARD_INPUT) from None


def _file(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_ENOUGH)
    except FileNotFoundError:
        hint = did_you_mean(name, bundled()) or f"; bundled are {', '.join(bundled())}"
        raise ScenarioError([Problem(f"there is no bundled scenario and no file {name!r}{hint}")], "zopa") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem(f"cannot be read: {reason}")], name) from None


def _packaged(name: str) -> str | None:
    file = resources.files(__package__).joinpath(name)
    return file.read_text("utf-8") if not {"/", "\\"} & set(name) and file.is_file() else None


def _beside(folder: Path) -> Callable[[str], str | None]:
    def read_text(name: str) -> str | None:
        """Read a file in the scenario's own folder or below, and never any other."""
        path = folder / name
        try:
            inside = path.resolve().is_relative_to(folder.resolve())
            if not inside or not path.is_file() or path.stat().st_size > MAX_BYTES:
                return None
            return path.read_text("utf-8")
        except (OSError, ValueError):
            return None

    return read_text
