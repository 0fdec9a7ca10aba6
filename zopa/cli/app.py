"""The command line as a whole: its commands, in the order in which ``zopa --help`` lists them."""

from __future__ import annotations

from typing import Annotated

import typer

from . import exit_codes
from .commands import deals, exchange, explain, files, prove, relax, solve, whatif
from .output import result

app = typer.Typer(
    name="zopa",
    help="Zone Of Possible Agreement: is there a deal that crosses no red line, why not, and what would have to give?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 a deal exists, 1 no deal exists, 2 bad input, 3 undecided.",
)


@app.callback(invoke_without_command=True)
def _version(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from .. import __version__

        result(f"zopa {__version__}\n")
        raise typer.Exit(exit_codes.DEAL)


for command in (
    solve.solve,
    solve.conflicts,
    relax.relax,
    deals.deals,
    relax.burden,
    relax.sensitivity,
    whatif.whatif,
    explain.explain,
    prove.prove,
    prove.check,
):
    app.command()(command)
app.command(name="import")(exchange.import_domain)
app.command(name="export")(exchange.export_domain)
app.command()(files.validate)
app.command()(files.schema)
app.command(name="list")(files.list_scenarios)
app.command()(files.show)
app.command()(files.new)
