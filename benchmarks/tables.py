"""Measurements as aligned text for the terminal and as markdown for the README.

A ratio says how many times as long as zopa a contender took, in the same run: above 1, zopa was faster.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence

from contenders import CONTENDERS, installed
from measuring import Measurement
from suites import Suite

Row = Sequence[str]


def seconds(value: float) -> str:
    """Return seconds with what digits they are worth."""
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def ratio(value: float) -> str:
    """Return a ratio with two or three digits."""
    return f"{value:.0f}x" if value >= 10 else f"{value:.1f}x" if value >= 1 else f"{value:.2g}x"


def against(peer: Measurement, zopa: Measurement) -> str:
    """Return how many times as long as zopa a contender took; a bound where one of the two met the limit.

    A contender that met the limit would have taken longer still, so its limit over zopa's time is a lower bound. What
    it took for each answer so far, over what zopa took for each of its own, follows and is called that.
    """
    if peer.state == "reached" and zopa.state == "reached":
        return ratio(peer.seconds / zopa.seconds)
    if peer.state == "reached" and zopa.state == "limit":
        return f"< {ratio(peer.seconds / zopa.seconds)}"
    if peer.state != "limit" or zopa.state != "reached":
        return ""
    bound = f"> {ratio(peer.seconds / zopa.seconds)}"
    if peer.answers and zopa.answers:
        by_answer = (peer.seconds / peer.answers) / (zopa.seconds / zopa.answers)
        bound += f" (by the answer {ratio(by_answer)})"
    return bound


def outcome(made: Measurement) -> str:
    """Return what a contender reached, in what time."""
    match made.state:
        case "reached":
            return f"{seconds(made.seconds)} s"
        case "limit":
            return f"{made.answers} in {seconds(made.seconds)} s"
    return made.state


# -- terminal ---------------------------------------------------------------------------------------------------------


def text_table(rows: Sequence[Row]) -> str:
    """Return rows aligned; cells that begin with a digit to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def text(suite: Suite, results: Sequence[Sequence[Measurement]]) -> str:
    """Return a suite's measurements, one a line."""
    head = (
        "instance",
        "contender",
        "answers",
        "first",
        "seconds",
        "ratio",
        "MiB",
        "MiB before",
        "calls",
        "in CP-SAT",
        "note",
    )
    rows: list[Row] = [head]
    for measured in results:
        for made in measured:
            ran = made.state in ("reached", "limit")
            asked = made.calls > 0
            notes = [made.note, "" if made.state == "reached" else made.state]
            notes.append(f"model built in {seconds(made.built)} s before" if made.built else "")
            notes.append(f"median of {made.runs}" if made.runs > 1 else "")
            rows.append(
                (
                    made.instance.label,
                    made.contender.name,
                    f"{made.answers}" if ran else "",
                    seconds(made.first) if made.first is not None else "",
                    seconds(made.seconds) if ran else "",
                    against(made, measured[0]) if made is not measured[0] else "",
                    f"{made.memory:.0f}" if ran else "",
                    f"{made.memory_before:.0f}" if ran else "",
                    f"{made.calls}" if asked else "",
                    seconds(made.in_solver) if asked else "",
                    "; ".join(filter(None, notes)),
                )
            )
    return f"{suite.name}: {suite.about}\n\n{text_table(rows)}\n"


# -- README -----------------------------------------------------------------------------------------------------------


def markdown_table(rows: Sequence[Row]) -> str:
    """Return rows as a markdown table, the first as its head."""
    head, *rest = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])


def markdown(suite: Suite, results: Sequence[Sequence[Measurement]]) -> str:
    """Return a suite's measurements as a section of the README."""
    tables = [_growth(results)] if suite.growth else [_ratios(results), _inside(results)]
    return "\n\n".join([f"### {suite.name}", suite.about, *tables])


def _ratios(results: Sequence[Sequence[Measurement]]) -> str:
    """Return a table of contenders by instances: time, ratio to zopa, and peak memory."""
    rows: list[Row] = [("", *(f"`{measured[0].instance.label}`" for measured in results))]
    for made in zip(*results, strict=True):
        cells = [_cell(one, measured[0]) for one, measured in zip(made, results, strict=True)]
        rows.append((made[0].contender.name, *cells))
    return markdown_table(rows)


def _cell(made: Measurement, zopa: Measurement) -> str:
    compared = against(made, zopa) if made is not zopa else ""
    memory = f"{made.memory:.0f} MiB" if made.state in ("reached", "limit") else ""
    return ", ".join(filter(None, [outcome(made), compared and f"**{compared}**", memory]))


def _inside(results: Sequence[Sequence[Measurement]]) -> str:
    """Return a table of what zopa asked CP-SAT."""
    head = ("zopa on", "answers", "first after, s", "all after, s", "in CP-SAT, s", "questions", "questions an answer")
    rows: list[Row] = [head]
    for zopa, *_ in results:
        first = "" if zopa.first is None else seconds(zopa.first)
        rows.append((f"`{zopa.instance.label}`", f"{zopa.answers}", first, seconds(zopa.seconds), *_asked(zopa)))
    return markdown_table(rows)


def _asked(zopa: Measurement) -> Row:
    """Return seconds in CP-SAT, questions, and questions an answer; until the last answer where a limit came."""
    if not zopa.calls:
        return ("", "", "")
    each = f"{zopa.calls / zopa.answers:.1f}" if zopa.answers else ""
    return (seconds(zopa.in_solver), f"{zopa.calls}", each)


def _growth(results: Sequence[Sequence[Measurement]]) -> str:
    """Return a table by size."""
    names = [made.contender.name for made in results[0][1:]]
    head = ("instance", "zopa", "in CP-SAT, s", "questions", "questions an answer", "peak memory, MiB", *names)
    rows: list[Row] = [head]
    for zopa, *others in results:
        cells = [_cell(other, zopa) for other in others]
        rows.append((f"`{zopa.instance.label}`", outcome(zopa), *_asked(zopa), f"{zopa.memory:.0f}", *cells))
    return markdown_table(rows)


def machine() -> str:
    """Return what the figures were taken on: nothing that names the machine or a folder."""
    packages = [(name, installed(name)) for name in ("ortools", "cpmpy", "exact", "python-sat")]
    found = [f"{name} {version}" for name, version in packages if version]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.system()}, Python {platform.python_version()}, {', '.join(found)}"


def legend(suites: Sequence[Suite]) -> str:
    """Return what each contender is, as a markdown table."""
    used = {contender.name for suite in suites for contender in suite.contenders}
    return markdown_table([("name", "what"), *((name, CONTENDERS[name].what) for name in CONTENDERS if name in used)])
