"""The commands that write and verify certificates."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable
from contextlib import nullcontext
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ...errors import Problem, ScenarioError
from .. import exit_codes
from ..input import read
from ..interrupt import stopping
from ..options import AsJson, Quiet, Reservations, ScenarioName, TimeLimit, Top
from ..output import ProgressLine, message, result, width

if TYPE_CHECKING:
    from ...results.certificate import Certificate

app = typer.Typer()


@app.command()
def prove(
    scenario: ScenarioName,
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="The certificate to write; - for standard output.")
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Certify every conflict, the relaxations, and that both lists are complete.")
    ] = False,
    top: Top = 10,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
    reservations: Reservations = False,
    time_limit: TimeLimit = None,
    quiet: Quiet = False,
) -> None:
    """Write a certificate of the verdict that anyone can check without the solver."""
    file = Path(output)
    if output != "-" and file.exists() and not force:
        raise ScenarioError([Problem("the file is there already; --force replaces it")], output)
    reading = read(scenario, quiet, reservations)
    from ...questions.prove import prove as certify
    from ...solver.limits import Limits

    progress = ProgressLine(quiet)
    limits = Limits(time_limit, None if progress.or_none is None else progress.wait)
    with stopping(limits):
        certificate = certify(reading.scenario, everything=everything, top=top, limits=limits)
    progress.wipe()
    _write(certificate, output, scenario)
    for missing in certificate.missing:
        message(f"not certified: {missing}")
    raise typer.Exit(exit_codes.OF_VERDICT[certificate.verdict])


def _write(certificate: Certificate, output: str, scenario: str) -> None:
    if certificate.document is None:
        message("nothing was proved, and nothing is written")
        return
    from ...models.io.save import write_whole
    from ...reports.json.exact import text

    written = text(certificate.document) + "\n"
    if output == "-":
        result(written)
        return
    write_whole(Path(output), written)
    # What says most: that the lists are complete, where that is proved, is last; else the first conflict.
    message(certificate.claims[-1 if certificate.document["complete"] else 0])
    if more := len(certificate.claims) - 1:
        message(f"and {more} more; zopa check tells them all")
    message(f"wrote {output}; verify it with: zopa check {scenario} {output}")


@app.command()
def check(
    scenario: ScenarioName,
    certificate: Annotated[
        str, typer.Argument(metavar="FILE", help="The certificate, as zopa prove wrote it; - for standard input.")
    ],
    json: AsJson = False,
    reservations: Reservations = False,
    quiet: Quiet = False,
) -> None:
    """Verify a certificate against a scenario, and print what is thereby proved.

    Ends with 0 when everything in it holds, 1 when something does not, 2 when it cannot be read.
    """
    if scenario == certificate == "-":
        raise typer.BadParameter("the scenario and the certificate cannot both be standard input")
    reading = read(scenario, True, reservations)
    from ...checker import MAX_BYTES, Rejected, Unreadable
    from ...questions.prove import verify
    from ...reports.json.exact import text

    rejected = None
    try:
        with nullcontext(sys.stdin.buffer) if certificate == "-" else open(certificate, "rb") as file:
            proved = verify(reading.scenario, file.read(MAX_BYTES + 1))
    except (OSError, Unreadable) as error:
        raise ScenarioError([Problem(str(error))], certificate) from None
    except Rejected as error:
        rejected = error
    if json:
        from ...reports.json.proof import check_document

        result(text(check_document(reading.scenario, None if rejected else proved, rejected)) + "\n")
    elif rejected is not None:
        message(f"rejected: {certificate}, {rejected}")
    else:
        if proved.lines and not quiet:
            from ...models.lines.text import told

            _print(("The lines that were refuted, as the checker saw them:", *starmap(told, proved.lines), ""))
        _print(("Thereby proved:", *proved.claims))
    raise typer.Exit(exit_codes.DEAL if rejected is None else exit_codes.NO_DEAL)


def _print(lines: Iterable[str]) -> None:
    """Print lines, long ones on several, all but the first of these indented."""
    result("".join(f"{textwrap.fill(line, width(), subsequent_indent='  ')}\n" for line in lines))
