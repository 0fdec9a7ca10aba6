"""Runs a command and turns every way it can end into an exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback

from ..errors import ScenarioError, SolverError, ZopaError
from . import exits
from .interrupt import end_on_interrupt
from .output import message


def run() -> None:
    """Run the command line; never exits with 1 unless it was proved that no deal exists."""
    end_on_interrupt()
    from .commands import app

    gc.freeze()
    gc.enable()
    try:
        app()
    except BrokenPipeError:
        # Whoever read the output has enough; keep Python from complaining when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(exits.UNDECIDED)
    except ScenarioError as error:
        message(str(error))
        found = len(error.problems)
        if found > 1:
            message(f"{found} problems")
        sys.exit(exits.BAD_INPUT)
    except SolverError as error:
        message(f"zopa: {error}")
        sys.exit(exits.UNDECIDED)
    except ZopaError as error:
        message(f"zopa: {error}")
        sys.exit(exits.BAD_INPUT)
    except OSError as error:
        message(f"zopa: {error.filename or 'file'}: {error.strerror or error}")
        sys.exit(exits.BAD_INPUT)
    except Exception:  # noqa: BLE001 - any other end would exit with 1, which says that no deal exists
        traceback.print_exc()
        message("zopa: this is a bug, and nothing was decided; please report it with the lines above")
        sys.exit(exits.UNDECIDED)
