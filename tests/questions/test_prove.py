"""Whole certificates: what they claim is what brute force finds, and they report what a limit leaves out."""

from __future__ import annotations

import copy
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.draws import steady
from support.reference import Answer, Spec
from support.strategies import read, scenarios, side_by_side

import zopa
from zopa.checker import Rejected
from zopa.cli.exit_codes import BAD_INPUT, DEAL, NO_DEAL
from zopa.models.lines.normal_form import lines
from zopa.solver.certify.prover import Budget

ROOT = Path(__file__).parents[2]


def zopa_(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from zopa.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def check_everything(spec: Spec) -> None:
    scenario, answer = read(spec), Answer(spec)
    certificate = zopa.prove(scenario, everything=True, top=1_000)
    assert certificate.verdict == answer.verdict
    assert certificate.missing == ()
    document = certificate.document
    assert document is not None
    assert tuple(zopa.verify(scenario, json.loads(json.dumps(document))).claims) == certificate.claims
    if answer.verdict == "deal":
        assert [entry["give_up"] for entry in document["deals"]] == [[]]
        return
    told = {frozenset(conflict["red_lines"]) for conflict in document["conflicts"]}
    assert told == answer.conflicts
    if frozenset() in answer.conflicts:
        assert not document["complete"]
        assert not document["deals"]
        return
    assert {frozenset(entry["give_up"]) for entry in document["deals"]} == set(answer.relaxations)
    assert sum(
        claim.startswith("Giving up ") and claim.endswith(" is not enough.") for claim in certificate.claims
    ) == len(answer.relaxations)
    ways = math.prod(len(group) for group in document["complete"]["groups"])
    assert ways == len(answer.relaxations)
    assert f"{ways:,} in all" in certificate.claims[-1] or ways == 1


@steady(120)
@given(scenarios())
def test_everything_is_certified(spec: Spec) -> None:
    check_everything(spec)


@steady(40)
@given(side_by_side())
def test_everything_is_certified_where_disputes_are_apart(spec: Spec) -> None:
    check_everything(spec)


@steady(60)
@given(scenarios() | side_by_side(), st.data())
def test_what_the_scenario_keeps_is_given_up_in_no_relaxation_that_is_certified(
    spec: Spec, data: st.DataObject
) -> None:
    """A certificate counts what solve counts, and what brute force finds."""
    kept = frozenset(data.draw(st.sets(st.sampled_from(sorted(spec.lines) or ["none"]), max_size=3), label="kept"))
    scenario, answer = keeping(read(spec), kept), Answer(spec)
    certificate, analysis = zopa.prove(scenario, everything=True, top=1_000), zopa.solve(scenario, top=1_000)
    assert certificate.missing == ()
    assert [(one.red_line, one.because) for one in analysis.kept] == [
        (line, "scenario") for line in spec.lines if line in kept
    ]
    if answer.verdict == "deal" or frozenset() in answer.conflicts:
        return
    allowed = {given_up: cost for given_up, cost in answer.relaxations.items() if not given_up & kept}
    assert analysis.relaxations_total == len(allowed)
    relaxed = [claim for claim in certificate.claims if claim.startswith("Giving up ")]
    assert len(relaxed) == len(allowed)
    last = certificate.claims[-1]
    if allowed:
        assert f"there are no others: {len(allowed)} in all. " in last
        cheapest = min(allowed.values())
        ties = list(allowed.values()).count(cheapest)
        assert f"The lowest cost is {cheapest} (relaxations at that cost: {ties})." in last
    else:
        assert "There is no relaxation: every way out gives up a red line that has to be kept (" in last


def keeping(scenario: zopa.Scenario, kept: frozenset[str]) -> zopa.Scenario:
    """Return a scenario in which some red lines have `keep: true`."""
    parties = {}
    for party_id, party in scenario.parties.items():
        lines = {
            name: line.model_copy(update={"keep": f"{party_id}.{name}" in kept})
            for name, line in party.red_lines.items()
        }
        parties[party_id] = party.model_copy(update={"red_lines": lines})
    return scenario.model_copy(update={"parties": parties})


@steady(80)
@given(scenarios())
def test_the_verdict_is_certified(spec: Spec) -> None:
    scenario, answer = read(spec), Answer(spec)
    certificate = zopa.prove(scenario)
    assert certificate.verdict == answer.verdict
    assert certificate.missing == ()
    assert certificate.document is not None
    assert len(certificate.claims) == 1
    analysis = zopa.solve(scenario)
    assert analysis.certified
    for conflict in analysis.conflicts or ():
        assert conflict.refutation is not None
        assert set(conflict.refutation.red_lines) == set(conflict.red_lines)


def test_a_certificate_of_another_scenario_is_rejected() -> None:
    certificate = zopa.prove(zopa.load("ukraine-russia"))
    with pytest.raises(Rejected, match="its scenario is another or changed"):
        zopa.verify(zopa.load("panama-1974"), certificate.document)


def test_a_certificate_of_a_changed_scenario_is_rejected() -> None:
    """Without the line that a refutation rests on, under the same hash, it proves nothing."""
    scenario = zopa.load("ukraine-russia")
    document: Any = copy.deepcopy(dict(zopa.prove(scenario).document or {}))
    changed = zopa.whatif(scenario, drop=[document["conflicts"][0]["red_lines"][0]]).after.scenario
    with pytest.raises(Rejected):
        zopa.verify(changed, document)
    document["scenario"] = lines(changed)["scenario"]
    with pytest.raises(Rejected):
        zopa.verify(changed, document)


def test_what_a_budget_leaves_out_is_told() -> None:
    certificate = zopa.prove(zopa.load("ukraine-russia"), budget=Budget(0, 0))
    assert certificate.verdict == "no_deal"
    # What propagation alone refutes costs no budget; where nothing was found, that is said.
    assert certificate.document is not None or "only the solver says so" in certificate.missing[0]


def test_without_certificates_the_answer_says_so() -> None:
    analysis = zopa.solve(zopa.load("ukraine-russia"), certify=False)
    assert not analysis.certified
    assert all(conflict.refutation is None for conflict in analysis.conflicts or ())


def test_a_limit_leaves_the_verdict_open() -> None:
    certificate = zopa.prove(zopa.load("ukraine-russia"), time_limit=0)
    assert (certificate.verdict, certificate.document, certificate.claims) == ("undecided", None, ())
    assert certificate.missing


def test_a_certificate_that_would_be_too_large_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zopa.checker.MAX_BYTES", 5000)
    certificate = zopa.prove(zopa.load("ukraine-russia"), everything=True)
    assert (certificate.verdict, certificate.document, certificate.claims) == ("no_deal", None, ())
    assert "any of it: a certificate of all this has more than 8,388,608 bytes" in certificate.missing


def test_a_certificate_is_verified_as_text_and_as_data() -> None:
    scenario = zopa.load("ukraine-russia")
    document = zopa.prove(scenario).document
    assert document is not None
    text = json.dumps(document)
    assert zopa.verify(scenario, document) == zopa.verify(scenario, text) == zopa.verify(scenario, text.encode())
    # a verdict is no matter of costs
    assert document["weights"] == {}


# -- the commands -----------------------------------------------------------------------------------------------------


def test_the_checker_works_from_a_single_copied_file(tmp_path: Path) -> None:
    assert zopa_("prove", "ukraine-russia", "--all", "-o", "all.json", folder=tmp_path).returncode == NO_DEAL
    assert zopa_("export", "ukraine-russia", "--to", "lines", "-o", "lines.json", folder=tmp_path).returncode == DEAL
    (tmp_path / "zopa").mkdir()
    for name in ("checker.py", "conclusions.py"):
        (tmp_path / "zopa" / name).write_bytes((ROOT / "zopa" / name).read_bytes())
    shutil.copy(tmp_path / "zopa/checker.py", tmp_path)

    def run(*arguments: str) -> str:
        command = [sys.executable, "-S", *arguments, "lines.json", "all.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    alone = run("-I", "checker.py")
    assert alone.count("No deal satisfies ") == 13
    assert alone.count(" given up, a deal is possible.") == 10
    assert "256 in all" not in alone
    assert run("-m", "zopa.checker") == alone
    # what follows needs the two copied files and no more
    both = run("-m", "zopa.conclusions")
    assert both.count("No deal satisfies ") == 13
    assert both.count("Giving up ") == 10
    assert "256 in all" in both


def test_lines_are_written_to_standard_output(tmp_path: Path) -> None:
    printed = zopa_("export", "ukraine-russia", "--to", "lines", "-o", "-", folder=tmp_path)
    assert (printed.returncode, printed.stderr, list(tmp_path.iterdir())) == (DEAL, "", [])
    assert json.loads(printed.stdout) == json.loads(json.dumps(lines(zopa.load("ukraine-russia"))))
    several = zopa_("export", "panama-1974", "--to", "negmas", "-o", "-", folder=tmp_path)
    assert (several.returncode, list(tmp_path.iterdir())) == (BAD_INPUT, [])
    assert "several files" in several.stderr


def test_a_certificate_holds_for_the_same_file_under_another_name(tmp_path: Path) -> None:
    assert zopa_("prove", "ukraine-russia", "-o", "one.json", folder=tmp_path).returncode == NO_DEAL
    (tmp_path / "copy.yaml").write_text(zopa_("show", "ukraine-russia", folder=tmp_path).stdout, "utf-8")
    assert zopa_("check", "copy.yaml", "one.json", folder=tmp_path).returncode == DEAL
    (tmp_path / "copy.yaml").write_text("# changed\n" + (tmp_path / "copy.yaml").read_text("utf-8"), "utf-8")
    rejected = zopa_("check", "copy.yaml", "one.json", folder=tmp_path)
    assert rejected.returncode == 1
    assert "its scenario is another or changed" in rejected.stderr


def test_nobody_to_tell_is_no_rejection(tmp_path: Path) -> None:
    """Exit code 1 of the checker says that something in the certificate does not hold."""
    zopa_("prove", "ukraine-russia", "-o", "one.json", folder=tmp_path)
    zopa_("export", "ukraine-russia", "--to", "lines", "-o", "lines.json", folder=tmp_path)
    command = f'"{sys.executable}" -m zopa.checker lines.json one.json; echo $? > code'
    subprocess.run(["sh", "-c", f"({command}) | true"], cwd=tmp_path, timeout=60, check=False, capture_output=True)
    assert (tmp_path / "code").read_text("utf-8").strip() in ("0", "2")


def test_facts_that_contradict_each_other_are_not_called_minimal() -> None:
    scenario = zopa.loads(
        "title: t\nterms: {a: {type: quantity, min: 0, max: 9}}\n"
        "facts: {one: {require: a <= 4}, two: {require: a >= 6}}\nparties: {p: {red_lines: {l: {require: a == 1}}}}\n"
    )
    certificate = zopa.prove(scenario, everything=True)
    assert certificate.claims == ("No deal satisfies one and two (steps: 2).",)
    assert certificate.missing == ()


def test_check_tells_what_is_proved(tmp_path: Path) -> None:
    assert zopa_("prove", "ukraine-russia", "-o", "one.json", folder=tmp_path).returncode == NO_DEAL
    accepted = zopa_("check", "ukraine-russia", "one.json", folder=tmp_path)
    assert accepted.returncode == 0
    assert "This proves:\nNo deal satisfies" in accepted.stdout
    told = json.loads(zopa_("check", "ukraine-russia", "one.json", "--json", folder=tmp_path).stdout)
    assert told["accepted"]
    assert told["claims"]
    assert told["lines"]


def test_check_tells_the_step_that_does_not_hold(tmp_path: Path) -> None:
    assert zopa_("prove", "ukraine-russia", "-o", "one.json", folder=tmp_path).returncode == NO_DEAL
    document = json.loads((tmp_path / "one.json").read_text("utf-8"))
    document["conflicts"][0]["steps"].pop(0)
    (tmp_path / "two.json").write_text(json.dumps(document), "utf-8")
    rejected = zopa_("check", "ukraine-russia", "two.json", folder=tmp_path)
    assert rejected.returncode == 1
    assert "conflicts[0].steps[" in rejected.stderr
    assert rejected.stdout == ""
    told = json.loads(zopa_("check", "ukraine-russia", "two.json", "--json", folder=tmp_path).stdout)
    assert not told["accepted"]
    assert told["claims"] is None
    assert told["where"].startswith("conflicts[0].steps[")


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"format": "other/1"}', "\x00"])
def test_check_refuses_what_cannot_be_read(text: str, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text(text, "utf-8")
    refused = zopa_("check", "ukraine-russia", "bad.json", folder=tmp_path)
    assert refused.returncode == BAD_INPUT
    assert "bad.json" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_prove_replaces_no_file_unasked(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("mine", "utf-8")
    refused = zopa_("prove", "ukraine-russia", "-o", "mine.json", folder=tmp_path)
    assert refused.returncode == BAD_INPUT
    assert (tmp_path / "mine.json").read_text("utf-8") == "mine"
    assert zopa_("prove", "ukraine-russia", "-o", "mine.json", "--force", folder=tmp_path).returncode == NO_DEAL
    assert json.loads((tmp_path / "mine.json").read_text("utf-8"))["format"] == "zopa-nodeal/1"


def test_prove_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        zopa_("prove", "ukraine-russia", "--all", "-o", name, folder=tmp_path)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
