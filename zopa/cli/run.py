"""Runs a command and turns every way it can end into an exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from contextlib import suppress

from ..errors import ScenarioError, SolverError, ZopaError
from . import exit_codes
from .output import message


def run() -> None:
    """Run the command line; never exits with 1 unless the answer is that no deal exists.

    The program ends without Python's own clearing up, which takes longer than solving a small scenario.
    """
    code = _code()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:  # whoever read the output has enough; a second try, at the end, would change the exit code
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if "multiprocessing" in sys.modules:
        sys.exit(code)  # what processes shared has to be cleared up
    os._exit(code)


def _code() -> int:
    from .app import app

    gc.freeze()
    gc.enable()
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else exit_codes.DEAL if end.code is None else exit_codes.BAD_INPUT
    except ScenarioError as error:
        message(
            "\n".join(problem.render(_option(error)) for problem in error.problems) if error.parameter else str(error)
        )
        if len(error.problems) > 1:
            message(f"{len(error.problems)} problems")
        return exit_codes.BAD_INPUT
    except ZopaError as error:
        message(f"{_option(error) or 'zopa'}: {error}")
        return exit_codes.UNDECIDED if isinstance(error, SolverError) else exit_codes.BAD_INPUT
    except OSError as error:
        message(f"zopa: {error.filename or 'file'}: {error.strerror or error}")
        return exit_codes.BAD_INPUT
    except Exception:  # noqa: BLE001 - any other end would exit with 1, which says that no deal exists
        traceback.print_exc()
        message("zopa: this is a bug, and nothing was decided; please report it with the lines above")
        return exit_codes.UNDECIDED
    return exit_codes.DEAL


def _option(error: ZopaError) -> str:
    """Return the option that an error is about; empty if it is about none."""
    name = _OPTIONS.get(error.parameter, error.parameter)
    return name and f"--{name.replace('_', '-')}"


_OPTIONS = {"set_terms": "set", "budgets": "budget", "red_line": "why"}
"""The options that are not called as the parameter that they stand for."""
