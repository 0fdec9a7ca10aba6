"""What is proved is said by one function that looks: no report calls proved what only the solver says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.docs import ROOT, run

import zopa
from zopa.reports.wording.verdict import by_solver, of_conflicts, proved
from zopa.results.certificate import Refutation
from zopa.solver.certify.certifier import Certifier

COMMANDS = (
    "solve pigeons.yaml",
    "solve pigeons.yaml --prefer a",
    "solve pigeons.yaml --keep a",
    "conflicts pigeons.yaml",
    "conflicts pigeons.yaml --smallest",
    "relax pigeons.yaml",
    "relax pigeons.yaml --amounts",
    "relax pigeons.yaml --amounts --smallest",
    "relax pigeons.yaml --assumptions",
    "burden pigeons.yaml",
    "sensitivity pigeons.yaml",
    "whatif pigeons.yaml --add 'a: p0 == h0'",
    "explain pigeons.yaml",
    "explain pigeons.yaml --why a.apart_0_1",
    "explain pigeons.yaml --why a.apart_0_1 --keep b",
    "explain pigeons.yaml --deal deal.yaml",
    "explain pigeons.yaml --deal open.yaml",
    "deals pigeons.yaml",
    "deals valued.yaml",
)
"""Every command that gives a verdict."""


def pigeons(number: int, holes: int) -> zopa.Scenario:
    """Return that so many pigeons sit in holes of their own, of which there are fewer."""
    talks = zopa.Builder(f"{number} pigeons in {holes} holes")
    places = [talks.choice(f"p{at}", [f"h{hole}" for hole in range(holes)]) for at in range(number)]
    for one in range(number):
        for other in range(one):
            talks.party("a" if one < number - 1 else "b").red_line(f"apart_{other}_{one}", places[one] != places[other])
    return talks.build()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write pigeons that nobody could prove not to fit, and the deals that are asked about."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Certifier, "refutation", lambda *_: None)
    scenario = zopa.dumps(pigeons(5, 4))
    Path("pigeons.yaml").write_text(scenario, "utf-8")
    interests = "  a:\n    interests: {p0: {weight: 1, scores: {h0: 0, h1: 100, h2: 50, h3: 50}}}\n"
    Path("valued.yaml").write_text(scenario.replace("  a:\n", interests, 1), "utf-8")
    Path("deal.yaml").write_text("".join(f"p{at}: h{at % 4}\n" for at in range(5)), "utf-8")
    Path("open.yaml").write_text("p0: h1\n", "utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_calls_proved_what_is_not_certified(command: str, files: None) -> None:
    output, code = run(f"zopa {command} --quiet")
    assert code == 1
    told = " ".join(output.split())
    assert "This is proved" not in told
    assert "Two solver runs agree on this; it is not certified." in told or "--why" in command


@pytest.mark.parametrize("command", [command for command in COMMANDS if "deals pigeons" not in command])
def test_documents_say_so_too(command: str, files: None) -> None:
    output, _ = run(f"zopa {command} --json --quiet")
    assert '"evidence": "confirmed"' in output


def test_the_same_scenarios_are_proved_where_proofs_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    zopa.save(pigeons(4, 3), "pigeons.yaml")
    for command in ("solve", "conflicts --smallest", "relax", "relax --amounts", "burden", "sensitivity"):
        name, *options = command.split()
        output, code = run(f"zopa {name} pigeons.yaml {' '.join(options)} --quiet")
        assert code == 1
        assert "This is proved." in " ".join(output.split()), command


def test_what_a_statement_rests_on_is_said_by_one_function() -> None:
    sentences = {
        evidence: proved(evidence)  # type: ignore[arg-type]
        for evidence in ("certified", "enumerated", "confirmed", "claimed", None)
    }
    assert sentences["certified"] == sentences["enumerated"] == "This is proved."
    assert sentences["claimed"] == sentences[None] != sentences["confirmed"]
    assert all("not certified" in sentences[evidence] for evidence in ("confirmed", "claimed"))
    written = [
        file.name
        for file in (ROOT / "zopa").rglob("*.py")
        if re.search(r"(?i)\bthis is proved\b", file.read_text("utf-8"))
    ]
    assert written == ["verdict.py"]


def test_what_follows_from_conflicts_rests_on_the_weakest() -> None:
    proof = Refutation(("p.a",), (), ())
    certified = zopa.Conflict(("p.a",), (), is_minimal=True, confirmed=False, refutation=proof)
    confirmed = zopa.Conflict(("p.a",), (), is_minimal=True, confirmed=True)
    claimed = zopa.Conflict(("p.a",), (), is_minimal=True, confirmed=False)
    assert of_conflicts([certified, certified], "claimed") == "certified"
    assert of_conflicts([certified, confirmed], "certified") == "confirmed"
    assert of_conflicts([certified, confirmed, claimed], "certified") == "claimed"
    assert of_conflicts([], "enumerated") == "enumerated"
    assert (by_solver(confirmed=True), by_solver(confirmed=False)) == ("confirmed", "claimed")
