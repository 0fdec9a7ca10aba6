"""The command line: commands, options and exit codes, nothing else.

Nothing heavy is imported before a command needs it, so that ``--help`` and ``validate`` never load OR-Tools.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its code."""
    from .interrupt import end_on_interrupt

    end_on_interrupt()
    import gc
    import os

    # Nothing that the imports make is garbage; looking for some among it takes a tenth of the start.
    gc.disable()
    # Looking for plug-ins that other packages may have for pydantic takes longer than reading a scenario.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from .run import run

    run()
