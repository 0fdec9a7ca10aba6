"""The command line: commands, options and exit codes, nothing else.

Nothing heavy is imported before a command needs it, so that ``--help`` and ``validate`` never load OR-Tools.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line and exit with its code."""
    from .entry import run

    run()
