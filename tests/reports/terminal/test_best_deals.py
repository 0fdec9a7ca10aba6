"""The best deals as people and programs see them: golden reports, JSON, proposals, exit codes, refusals.

After a change of wording, run this and read the difference:

    ZOPA_REGENERATE=1 python -m pytest tests/reports/terminal/test_best_deals.py
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from support.best_deals import ANSWERS, CLASH, HARD, LEASE, PROPOSAL, loaded, run
from support.golden import ALL_WIDTHS, Golden, check_lines
from typer.testing import CliRunner

import zopa
from zopa.cli.app import app
from zopa.reports import render

GOLDEN = Golden("best_deals", ANSWERS)


@pytest.fixture(scope="module")
def answers() -> dict[str, zopa.Bargain]:
    return {name: answer() for name, answer in ANSWERS.items()}


@pytest.mark.parametrize(("name", "width"), GOLDEN.cases)
def test_the_report_is_the_golden_one(answers: dict[str, zopa.Bargain], name: str, width: int) -> None:
    GOLDEN.check(name, width, render(answers[name], width=width))


def test_no_golden_file_is_left_over() -> None:
    GOLDEN.check_that_none_is_left_over()


@pytest.mark.parametrize("width", ALL_WIDTHS)
def test_no_line_is_longer_than_the_width_or_ends_in_spaces(answers: dict[str, zopa.Bargain], width: int) -> None:
    for answer in answers.values():
        check_lines(render(answer, width=width), width)


def test_the_lease_worked_out_by_hand(answers: dict[str, zopa.Bargain]) -> None:
    (nash,) = answers["lease"].solutions["nash"] or ()
    owner = nash.contributions["owner"]
    assert Fraction(owner["rent"]) == Fraction(60 * (nash.deal["rent"] - 800), 600)  # type: ignore[operator]
    assert owner["bonus 1"] == (6 if nash.deal["garden"] and nash.deal["paint"] == "tenant" else 0)
    assert Fraction(nash.utilities["owner"]) == sum(map(Fraction, owner.values()))
    assert nash.deal["start"] == date(2026, 1, 1)


def test_a_proposal_is_held_against_the_frontier(answers: dict[str, zopa.Bargain]) -> None:
    proposal = answers["proposal"].proposal
    assert proposal is not None
    assert (proposal.crossed, dict(proposal.short), proposal.is_best) == ((), {}, False)
    assert proposal.better
    for better in proposal.better:
        pairs = [(Fraction(better.utilities[p]), Fraction(proposal.outcome.utilities[p])) for p in better.utilities]
        assert all(more >= less for more, less in pairs)
        assert any(more > less for more, less in pairs)
    bad = answers["bad-proposal"].proposal
    assert bad is not None
    assert bad.crossed == ("owner.floor",)
    assert bad.is_best is None
    best = answers["lease"].frontier[0]
    again = zopa.bargain(loaded(LEASE), proposal=best.deal).proposal
    assert again is not None
    assert (again.is_best, again.better, again.distance) == (True, (), 0)


def test_json_has_every_number_exactly(answers: dict[str, zopa.Bargain]) -> None:
    for name, answer in answers.items():
        text = zopa.to_json(answer)
        told = json.loads(text, parse_float=str)
        assert text == zopa.to_json(ANSWERS[name]())
        assert (told["format"], told["verdict"]) == ("zopa-bargain/1", answer.verdict)
        for point, outcome in zip(told["frontier"], answer.frontier, strict=True):
            assert {p: Fraction(v) for p, v in point["utilities"].items()} == {
                p: Fraction(v) for p, v in outcome.utilities.items()
            }
        assert list(told["solutions"]) == [
            "nash",
            "kalai_smorodinsky",
            "egalitarian",
            "utilitarian",
            "relative_utilitarian",
        ]


def test_panama_is_as_published(answers: dict[str, zopa.Bargain]) -> None:
    panama = answers["panama"]
    assert len(panama.frontier) == 20
    assert panama.frontier_complete
    for name in ("nash", "egalitarian", "kalai_smorodinsky"):
        assert [dict(one.utilities) for one in panama.solutions[name] or ()] == [{"us": 64, "panama": 68}]


# -- the command line -------------------------------------------------------------------------------------------------


def test_deals_prints_the_best_deals(lease: str, tmp_path: Path) -> None:
    found = zopa.bargain(zopa.load(lease))
    assert run("deals", lease)[:2] == (0, render(found, width=80))
    assert run("deals", lease, "--json")[:2] == (0, zopa.to_json(found))
    assert run("deals", lease, "--solution", "egalitarian")[:2] == (0, render(found, width=80, solution="egalitarian"))
    different = zopa.bargain(zopa.load(lease), diverse=3)
    assert run("deals", lease, "--diverse", "--top", "3", "--json")[:2] == (0, zopa.to_json(different))
    deal = tmp_path / "deal.yaml"
    deal.write_text("rent: 1000\nyears: 1\nstart: 2026-02-01\ngarden: yes\npaint: tenant\n", "utf-8")
    expected = zopa.to_json(zopa.bargain(zopa.load(lease), proposal=PROPOSAL))
    assert run("deals", lease, "--improve", str(deal), "--json")[:2] == (0, expected)
    (tmp_path / "deal.json").write_text(json.dumps({"deal": {**PROPOSAL, "start": "2026-02-01"}}), "utf-8")
    assert run("deals", lease, "--improve", str(tmp_path / "deal.json"), "--json")[:2] == (0, expected)


def test_exit_codes_tell_the_verdict(tmp_path: Path, lease: str) -> None:
    for name, text, code in (("hard", HARD, 1), ("clash", CLASH, 1)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        assert run("deals", str(tmp_path / f"{name}.yaml"))[0] == code
    assert run("deals", lease, "--time-limit", "0")[0] == 3


@pytest.mark.parametrize(
    ("deal", "message"),
    [
        ("rent: 1000\n", "no value for the term 'years'"),
        (
            "rent: 1010\nyears: 1\nstart: 2026-02-01\ngarden: yes\npaint: tenant\n",
            "1010 is not a value of rent; it goes from 800",
        ),
        ("rent: 1000\nyears: 1\nstart: soon\ngarden: yes\npaint: tenant\n", "'soon' is not a value of start"),
        ("rnt: 1000\n", "unknown term 'rnt' (did you mean 'rent'?)"),
        ("- 1\n", "a deal is a mapping of terms to values"),
        ("rent: [\n", "deal.yaml:"),
    ],
)
def test_a_proposal_that_is_none_is_refused(lease: str, tmp_path: Path, deal: str, message: str) -> None:
    (tmp_path / "deal.yaml").write_text(deal, "utf-8")
    made = CliRunner().invoke(app, ["deals", lease, "--improve", str(tmp_path / "deal.yaml")])
    assert isinstance(made.exception, zopa.ScenarioError)
    assert message in str(made.exception)


RENTS = "; it goes from 800 to 1,400 in steps of 50"
WHOLE = "rent: 1000\nyears: 1\nstart: 2026-02-01\ngarden: yes\npaint: tenant\n"


@pytest.mark.parametrize(
    ("deal", "told"),
    [
        (
            "rent: 1000\nyears: 1\ngarden: yes\n",
            [(1, 1, "no value for the term 'start'"), (1, 1, "no value for the term 'paint'")],
        ),
        (
            WHOLE.replace("1000", "1010.5").replace("years: 1", "years: [1]").replace("yes", "1"),
            [
                (1, 7, f"the number 1010.5 is not a value of rent{RENTS}"),
                (2, 1, "a list is not a value of years; it goes from 1 to 5"),
                (4, 9, "the number 1 is not a value of garden; it is yes or no"),
            ],
        ),
        (
            WHOLE.replace("02-01", "12-31") + "rnt: 2\n",
            [
                (3, 8, "2026-12-31 is not a value of start; it goes from 2026-01-01 to 2026-03-01"),
                (6, 1, "unknown term 'rnt' (did you mean 'rent'?)"),
            ],
        ),
        (WHOLE + "  # twice\nrent: 1050\n", [(7, 1, "duplicate key 'rent'")]),
        (WHOLE.replace("1000", "1e999999999"), [(1, 7, f"'1e999999999' is not a value of rent{RENTS}")]),
        (WHOLE.replace("1000", "1e-5000"), [(1, 7, f"the number 1E-5000 is not a value of rent{RENTS}")]),
        (
            "note: x\ndeal:\n  rent: 5\n  years:\n  start: 2026-02-01\n  garden: yes\n",
            [
                (2, 1, "no value for the term 'paint'"),
                (3, 9, f"the number 5 is not a value of rent{RENTS}"),
                (4, 9, "nothing is not a value of years; it goes from 1 to 5"),
            ],
        ),
        (
            '{"deal": {"rent": 1000, "years": 1, "start": "2026-02-01",\n  "garden": "perhaps", "paint": 3}}',
            [
                (2, 13, "'perhaps' is not a value of garden; it is yes or no"),
                (2, 33, "the number 3 is not a value of paint; it is one of tenant, owner"),
            ],
        ),
        ("- 1\n", [(1, 1, "a deal is a mapping of terms to values")]),
    ],
)
def test_what_is_wrong_with_a_proposal_is_told_with_its_place(
    lease: str, tmp_path: Path, deal: str, told: list[tuple[int, int, str]]
) -> None:
    file = tmp_path / "deal.yaml"
    file.write_text(deal, "utf-8")
    made = CliRunner().invoke(app, ["deals", lease, "--improve", str(file)])
    assert isinstance(made.exception, zopa.ScenarioError)
    assert [(one.line, one.column, one.message) for one in made.exception.problems] == told
    assert str(made.exception).startswith(f"{file}:{told[0][0]}:{told[0][1]}: ")


MARKED = LEASE.replace(
    "parties:\n", 'facts: {sun: {require: years <= 4, says: "Four years", basis: inferred}}\nparties:\n'
).replace("floor: {require: rent >= 900}", 'floor: {require: rent >= 900, says: "No less than 900", basis: assumption}')


@pytest.mark.parametrize("change", [("", ""), ("reservation: 40", "reservation: 106"), ("years <= 4", "years <= 0")])
def test_what_nobody_said_outright_is_marked_in_every_report(change: tuple[str, str]) -> None:
    text = MARKED.replace(*change)
    report = " ".join(render(zopa.bargain(loaded(text)), width=120).split())
    assert "Assumed, by the scenario: “No less than 900” (The owner)." in report
    assert "Inferred, not said in so many words: “Four years”." in report
    plainly = " ".join(render(zopa.bargain(loaded(LEASE.replace(*change))), width=120).split())
    assert "Assumed" not in plainly
    assert "Read between" not in plainly


def test_a_proposal_crosses_lines_by_tag_and_words_and_breaks_facts_by_words() -> None:
    found = zopa.bargain(loaded(MARKED), proposal={**PROPOSAL, "rent": 850, "years": 5})
    report = " ".join(render(found, width=120).split())
    crossed = "It crosses one red line: The owner O1 No less than 900 A deal that is better for"
    assert f"It breaks the fact “Four years”. {crossed}" in report
    assert "the proposed deal, which breaks “Four years” and crosses O1 “No less than 900”" in report
    for identifier in ("owner.floor", "sun"):
        assert identifier not in report


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--top", "3"], "with interests, --top needs --diverse"),
        (["--top", "1"], "with interests, --top needs --diverse"),
        (["--workers", "2"], "--workers cannot be combined with deals"),
    ],
)
def test_options_that_would_say_nothing_are_refused(lease: str, options: list[str], message: str) -> None:
    code, report, said = run("deals", lease, *options)
    assert (code, report) == (2, "")
    assert message in " ".join(said.replace("│", " ").split())
    assert run("deals", lease, "--diverse", "--workers", "1")[0] == 0


def test_names_of_three_parties_are_whole_on_a_narrow_terminal() -> None:
    text = LEASE.replace("name: The owner", "name: Downstream").replace("name: The tenant", "name: Countryside")
    third = "  city:\n    name: Municipality\n    interests: {years: {weight: 9, worst: 1, best: 5}}\n"
    report = render(zopa.bargain(loaded(text + third)), width=80)
    check_lines(report, 80)
    assert "…" not in report
    heading = next(line for line in report.splitlines() if line.count("Downstream") and "Countryside" in line)
    assert "Municipality" in heading


def test_where_two_parties_clash_nothing_is_said_of_others() -> None:
    alone = HARD.replace("reservation: 95", "reservation: 150")
    report = " ".join(render(zopa.bargain(loaded(alone)), width=120).split())
    assert "Whatever the other does, The owner has to come down by at least 44" in report
    assert "the others do" not in report
    assert "alone is not enough" not in report  # of The tenant, which clashes with nobody


@pytest.mark.parametrize("deal", ["x", 5, None, ["rent"]])
def test_a_deal_that_is_no_mapping_is_refused(deal: Any) -> None:
    scenario = loaded(LEASE)
    for ask in (lambda: zopa.objections(scenario, deal), lambda: zopa.bargain(scenario, proposal=deal or ())):
        with pytest.raises(zopa.ScenarioError, match="a deal is a mapping of terms to values, not of type"):
            ask()
    with pytest.raises(zopa.ScenarioError, match="unknown term '5'"):
        zopa.objections(scenario, {5: 1})  # type: ignore[dict-item]
    with pytest.raises(zopa.ScenarioError, match=r"floats are not exact, write Decimal\('900.0'\)"):
        zopa.objections(scenario, {"rent": 900.0})


@pytest.mark.parametrize("option", [["--solution", "nash"], ["--improve", "deal.yaml"]])
def test_without_interests_no_deal_is_better_than_another(option: list[str]) -> None:
    code, _, said = run("deals", "ukraine-russia", *option)
    assert code == 2
    assert "needs interests" in said
