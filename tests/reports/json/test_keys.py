"""The keys of every JSON format: real commands print what docs/reference/json.md documents, and nothing else.

A *kind* is a format, or an object with a table of its own, such as a package; most are called as the heading above the
table. After a change of a format the failure says which key is missing where. A new kind of object needs a line in
``PARTS``, and one that no command here prints a line in ``COMMANDS``.
"""

from __future__ import annotations

import json
import re
import shlex
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from support.docs import ROOT, prose, run

import zopa

PAGE = ROOT / "docs/reference/json.md"
Keys: TypeAlias = dict[str, set[str]]
"""By kind, the paths of its keys: ``conflicts[].red_lines``."""

MARKET = """
title: A market
terms:
  price: {type: quantity, min: 0, max: 90, unit: EUR}
  stall: {type: scale, levels: [none, small, large]}
facts:
  custom: {require: price >= 5 or stall == none, basis: assumption}
parties:
  guild:
    red_lines:
      price: {require: price >= 40, weight: 5, slope: {cost: 1, per: 10}}
      stall: {require: stall == small, weight: 4, keep: true, fallbacks: [{require: stall >= small, cost: 1}]}
    interests: {price: {weight: 60, worst: 0, best: 90}, stall: {weight: 40, scores: {none: 0, small: 100, large: 50}}}
    bonuses: [{when: price > 40 and stall == large, utility: 5}]
    reservation: 20
  town:
    red_lines: {price: {require: price <= 30, weight: 3}}
    interests: {price: {weight: 100, worst: 90, best: 0}}
"""
COMMANDS = (
    "solve clash.yaml",
    "solve clash.yaml --prefer town",
    "solve peace.yaml",
    "conflicts clash.yaml --smallest",
    "deals no-interests.yaml --top 2",
    "whatif clash.yaml --drop town.price --set price=50 --add 'town: stall == none'",
    "relax ukraine-russia",
    "relax clash.yaml --amounts --budget guild=3 --max-cost 9",
    "relax clash.yaml --amounts --smallest",
    "relax ukraine-russia --assumptions",
    "relax clash.yaml --assumptions",
    "burden clash.yaml",
    "sensitivity clash.yaml",
    "deals peace.yaml --diverse --top 3 --improve deal.yaml",
    "deals clash.yaml",
    "deals greedy.yaml",
    "deals panama-1974 --others --all-outcomes",
    "explain clash.yaml",
    "check clash.yaml proof.json",
    "check peace.yaml proof.json",
    "explain clash.yaml --deal deal.yaml",
    "explain clash.yaml --deal cheap.yaml",
    "explain peace.yaml --deal cheap.yaml",
    "explain clash.yaml --why town.price",
    "validate clash.yaml",
    "validate ukraine-russia",
    "validate broken.yaml",
    "list",
)
"""With --json they print every key of every format."""

SCENARIO, PACKAGE, CONCESSION, OUTCOME = "a scenario", "a package", "a concession", "Outcomes"
NEARBY = "Deals nearby"
PARTS: dict[str, dict[str, str]] = {
    "zopa-analysis/1": {
        "smallest_conflict": "a conflict",
        "preferred_conflict": "a conflict",
        "preferred_relaxation": "a relaxation",
    },
    "zopa-explanations/1": {"scenario": SCENARIO},
    "zopa-check/1": {"scenario": SCENARIO},
    "zopa-concessions/1": {"scenario": SCENARIO, "relaxations[]": PACKAGE},
    "zopa-burden/1": {"scenario": SCENARIO, "frontier[]": PACKAGE, "fairest": PACKAGE},
    "zopa-sensitivity/1": {"scenario": SCENARIO, "red_lines[].concessions[]": CONCESSION},
    "zopa-assumptions/1": {"scenario": SCENARIO},
    "zopa-bargain/1": {
        "scenario": SCENARIO,
        "frontier[]": OUTCOME,
        "solutions.*[]": OUTCOME,
        "diverse[]": OUTCOME,
        "proposal": "A deal proposed",
        "shortfalls": "Shortfalls",
        "bounds": "Bounds",
        "outcomes[]": OUTCOME,
        "solutions_elsewhere.*[]": OUTCOME,
    },
    "zopa-objections/1": {"scenario": SCENARIO, "fewer": NEARBY, "lighter": NEARBY, "none": NEARBY},
    "zopa-why/1": {"scenario": SCENARIO, "conflicts[]": "a conflict"},
    PACKAGE: {"concessions[]": CONCESSION},
    "A deal proposed": {"better[]": OUTCOME},
    "Shortfalls": {"ways[].outcomes[]": OUTCOME},
}
"""Where in a kind an object of another kind stands."""


def names_in(scenario: zopa.Scenario) -> set[str]:
    """Return the names that a scenario itself gives, by which objects may be keyed; those are not told on the page."""
    units = {getattr(term, "unit", None) or "" for term in scenario.terms.values()}
    bonuses = {f"bonus {at + 1}" for party in scenario.parties.values() for at in range(len(party.bonuses))}
    solutions = {"nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "relative_utilitarian"}
    solutions |= {"negmas_kalai", "genius_kalai", "anl_kalai", "negolog_kalai"}
    return {*scenario.parties, *scenario.terms, *scenario.measures, *units, *bonuses, *solutions, "", "days"}


def gather(value: object, kind: str, names: Collection[str], printed: Keys, path: str = "") -> None:
    """Add the paths of all keys of a value, by kind; ``*`` stands for a name that the scenario gives."""
    if isinstance(value, list):
        for entry in value:
            gather(entry, kind, names, printed, f"{path}[]")
    if not isinstance(value, dict):
        return
    if path in PARTS.get(kind, {}):
        kind, path = PARTS[kind][path], ""
    by_name = all(key in names for key in value)
    for key, entry in value.items():
        inner = ".".join(filter(None, (path, "*" if by_name else key)))
        if not by_name:
            printed[kind].add(inner)
        gather(entry, kind, names, printed, inner)


def tables() -> dict[str, list[set[str]]]:
    """Return the keys of the page's tables by the heading above each."""
    found: dict[str, list[set[str]]] = defaultdict(list)
    heading, inside = "", False
    for line in prose(PAGE).splitlines():
        if title := re.fullmatch(r"#+ (.*)", line):
            heading = title.group(1).strip("`")
        inside = line.startswith("|") and (inside or re.match(r"\| (key|field) \|", line) is not None)
        if re.match(r"\| (key|field) \|", line):
            found[heading].append(set())
        elif inside and (row := re.match(r"\| `([^`]+)`", line)):
            found[heading][-1].add(row.group(1))
    return dict(found)


def told() -> Keys:
    """Return what the page tells, by kind."""
    page = tables()
    analysis = set().union(*page.pop("zopa-analysis/1"), *page.pop("What is printed on request"))
    common, concessions = page.pop("zopa-concessions/1")
    package, concession = page.pop("Packages and concessions")
    kinds: Keys = {
        "zopa-analysis/1": analysis,
        SCENARIO: below("scenario.", analysis),
        "a conflict": below("conflicts[].", analysis),
        "a relaxation": below("relaxations[].", analysis),
        "zopa-concessions/1": common | concessions,
        PACKAGE: package,
        CONCESSION: concession,
        **{heading: set().union(*found) for heading, found in page.items()},
    }
    for name in ("zopa-burden/1", "zopa-sensitivity/1"):
        kinds[name] |= common
    kinds["zopa-assumptions/1"] |= {key for key in common if not key.startswith("kept")}
    kinds["A deal proposed"] |= kinds[OUTCOME]
    return kinds


def below(prefix: str, keys: Collection[str]) -> set[str]:
    return {key.removeprefix(prefix) for key in keys if key.startswith(prefix)}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Write the scenarios that the commands ask about, and return the names in them and in the bundled ones."""
    monkeypatch.chdir(tmp_path)
    peace = MARKET.replace("price <= 30", "price <= 50")
    texts = {
        "clash": MARKET,
        "peace": peace,
        "greedy": peace.replace("reservation: 20", "reservation: 99"),
        "no-interests": re.sub(r"^    (interests|bonuses|reservation):.*\n", "", peace, flags=re.MULTILINE),
    }
    for name, text in texts.items():
        Path(f"{name}.yaml").write_text(text, "utf-8")
    Path("broken.yaml").write_text(MARKET.replace("price <= 30", "prize <= 30"), "utf-8")
    Path("deal.yaml").write_text("price: 45\nstall: none\n", "utf-8")
    Path("cheap.yaml").write_text("price: 30\nstall: small\n", "utf-8")
    Path("proof.json").write_text(json.dumps(zopa.prove(zopa.load("clash.yaml")).document), "utf-8")
    scenarios = [zopa.load(f"{name}.yaml") for name in texts] + [zopa.load("ukraine-russia"), zopa.load("panama-1974")]
    return set().union(*map(names_in, scenarios))


def test_the_reference_tells_every_key_that_is_printed_and_no_other(files: set[str]) -> None:
    printed: Keys = defaultdict(set)
    for command in COMMANDS:
        output, _ = run(f"zopa {command} --json --quiet" if not command.startswith("list") else "zopa list --json")
        answer: Any = json.loads(output)
        gather(answer, answer["format"] if isinstance(answer, dict) else "The list of scenarios", files, printed)
    wrong = []
    page = told()
    for kind, keys in page.items():
        wrong += [f"{kind}: {key!r} is printed, and json.md does not tell it" for key in sorted(printed[kind] - keys)]
        wrong += [f"{kind}: json.md tells {key!r}, and no command prints it" for key in sorted(keys - printed[kind])]
    wrong += [f"{kind}: json.md has no table for it" for kind in sorted(printed.keys() - page.keys())]
    assert not wrong, "\n".join(wrong)


def test_a_key_that_is_missing_on_either_side_would_be_found(files: set[str]) -> None:
    """The comparison itself: an object by the scenario's names is looked through, any other key is a key."""
    printed: Keys = defaultdict(set)
    answer = {"frontier": [{"gives": {"guild": 1, "town": {"least": 2}}, "concessions": [{"cost": 3, "new": {}}]}]}
    gather(answer, "zopa-burden/1", files, printed)
    assert printed == {
        "zopa-burden/1": {"frontier"},
        PACKAGE: {"gives", "gives.*.least", "concessions"},
        CONCESSION: {"cost", "new"},
    }


def test_every_command_with_json_is_asked(files: set[str]) -> None:
    """A command that learns to print JSON joins the list above."""
    import typer.main

    from zopa.cli.app import app

    group: Any = typer.main.get_command(app)
    names = {
        name
        for name, command in group.commands.items()
        if any("--json" in parameter.opts for parameter in command.params)
    }
    assert names - {shlex.split(command)[0] for command in COMMANDS} == set()
