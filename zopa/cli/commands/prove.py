"""The commands that write and verify certificates."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from itertools import starmap
from pathlib import Path
from typing import Annotated

import typer

import zopa

from ...errors import Problem, ScenarioError
from .. import exit_codes, options
from ..ask import Asking
from ..input import check_outputs, file_bytes, read
from ..output import message, result, width


def prove(
    scenario: options.ScenarioName,
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            callback=options.not_empty,
            help="The certificate to write; - for standard output.",
        ),
    ],
    everything: Annotated[
        bool, typer.Option("--all", help="Certify every conflict, the relaxations, and that both lists are complete.")
    ] = False,
    top: Annotated[
        int, typer.Option("--top", min=1, metavar="K", help="How many relaxations to certify, with --all.")
    ] = 10,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    reservations: options.Reservations = False,
    time_limit: options.TimeLimit = None,
    quiet: options.Quiet = False,
) -> None:
    """Write a certificate of the verdict that anyone can check without the solver."""
    if output != "-":
        check_outputs([Path(output)], force)
    asking = Asking(scenario, quiet, time_limit, reservations=reservations)
    certificate, _ = asking.searched(
        lambda limits, _: [zopa.prove(asking.scenario, everything=everything, top=top, limits=limits)]
    )
    _write(certificate, output, scenario)
    for missing in certificate.missing:
        message(f"not certified: {missing}")
    raise typer.Exit(exit_codes.OF_VERDICT[certificate.verdict])


def _write(certificate: zopa.Certificate, output: str, scenario: str) -> None:
    if certificate.document is None:
        message("nothing was proved, so nothing was written")
        return
    from ...models.io.atomic_write import write_whole
    from ...reports.json.exact import text

    written = text(certificate.document) + "\n"
    if output == "-":
        result(written)
        return
    write_whole(Path(output), written)
    # What says most: that the lists are complete, where that is proved, is last; else the first conflict.
    message(certificate.claims[-1 if certificate.document["complete"] else 0])
    if more := len(certificate.claims) - 1:
        message(f"and {more} more; zopa check lists them all")
    message(f"wrote {output}; verify it with: zopa check {scenario} {output}")


def check(
    scenario: options.ScenarioName,
    certificate: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            callback=options.not_empty,
            help="The certificate, as zopa prove wrote it; - for standard input.",
        ),
    ],
    json: options.AsJson = False,
    reservations: options.Reservations = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not print the lines.")] = False,
) -> None:
    """Verify a certificate against a scenario and print what it proves.

    Ends with 0 when everything in it holds, 1 when something does not, 2 when it cannot be read.
    """
    if scenario == certificate == "-":
        raise typer.BadParameter("the scenario and the certificate cannot both be standard input")
    reading = read(scenario, True, reservations)
    from ...checker import MAX_BYTES, Rejected, Unreadable
    from ...reports.json.exact import text
    from ...scenarios.library import standard_input

    most = MAX_BYTES + 1
    data = standard_input(most) if certificate == "-" else file_bytes(certificate, most)
    rejected = None
    try:
        proved = zopa.verify(reading.scenario, data)
    except Unreadable as error:
        raise ScenarioError([Problem(str(error))], certificate) from None
    except Rejected as error:
        rejected = error
    if json:
        from ...reports.json.documents import check_document

        result(text(check_document(reading.scenario, None if rejected else proved, rejected)) + "\n")
    elif rejected is not None:
        message(f"rejected: {certificate}, {rejected}")
    else:
        if proved.lines and not quiet:
            from ...models.lines.text import told

            _print(("The lines as the checker read them:", *starmap(told, proved.lines), ""))
        _print(("This proves:", *proved.claims))
    raise typer.Exit(exit_codes.DEAL if rejected is None else exit_codes.NO_DEAL)


def _print(lines: Iterable[str]) -> None:
    """Print lines, long ones on several, all but the first of these indented."""
    result("".join(f"{textwrap.fill(line, width(), subsequent_indent='  ')}\n" for line in lines))
