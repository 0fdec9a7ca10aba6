"""Let the operating system load OR-Tools' native library while Python reads everything else.

Loading it takes about as long as reading the whole of the command line and its documents, and needs no interpreter: a
thread does it on a second core, and the import that comes later finds it there. Without that library, or with only
one core, nothing is lost and nothing is done.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib.machinery import PathFinder
from pathlib import Path

SOLVING = frozenset(("solve", "conflicts", "relax", "deals", "whatif"))
"""The commands that run the solver."""


def start() -> None:
    """Start loading if the command line names a command that will need it."""
    if sys.platform == "linux" and SOLVING.intersection(sys.argv[1:2]) and (os.cpu_count() or 1) > 1:
        threading.Thread(target=_load, daemon=True).start()


def _load() -> None:
    spec = PathFinder.find_spec("ortools")
    for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
        for library in Path(folder, ".libs").glob("libortools.so*"):
            import ctypes

            try:
                ctypes.CDLL(str(library))
            except OSError:
                return  # the import itself will say what is wrong
