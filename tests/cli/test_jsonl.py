"""Answers told line by line (``--jsonl``), and the options of a request on the command line and in the report."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from support.command_line import CASE, CLASH, DEAL, Here, Ran, check_document
from support.script import SCRIPT

import zopa

FACTS = CLASH.replace("parties:", "facts: {low: {require: dues <= 3}, high: {require: dues >= 5}}\nparties:")
STATUS = {"deal": 0, "no_deal": 1, "undecided": 3}
ORDER = ("verdict", "conflict", "relaxation", "answer")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Here]:
    handler = signal.getsignal(signal.SIGINT)
    yield Here(monkeypatch, capsysbinary)
    signal.signal(signal.SIGINT, handler)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"deal": DEAL, "clash": CLASH, "facts": FACTS}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def events(ran: Ran) -> list[dict[str, Any]]:
    """Return the lines of an answer, each checked to be one JSON object that says what it is."""
    assert ran.out.endswith("\n")
    lines = ran.out[:-1].split("\n")
    made = [json.loads(line, parse_float=Decimal) for line in lines]
    assert all(isinstance(event, dict) and next(iter(event)) == "event" for event in made)
    assert {event["event"] for event in made} <= set(ORDER)
    return made


def of_kind(made: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in event.items() if key != "event"} for event in made if event["event"] == kind]


# -- line by line -----------------------------------------------------------------------------------------------------

ASKED = [
    ("solve", CASE),
    ("solve", "deal.yaml"),
    ("solve", "clash.yaml", "--prefer", "fleet", "--max-cost", "2.50"),
    ("solve", "facts.yaml"),
    ("solve", CASE, "--top", "3", "--keep", "russia.never_nato", "--only-between", "ukraine", "russia"),
    ("relax", CASE, "--max-cost", "8", "--prefer", "russia"),
    ("relax", "clash.yaml", "--top", "1"),
    ("relax", "clash.yaml", "--keep", "port", "--keep", "fleet"),
    ("conflicts", CASE),
    ("conflicts", CASE, "--smallest"),
    ("conflicts", "deal.yaml"),
    ("conflicts", "facts.yaml", "--smallest"),
]


@pytest.mark.parametrize("arguments", ASKED, ids=" ".join)
def test_the_lines_tell_what_the_document_tells(told: Here, arguments: tuple[str, ...]) -> None:
    lines, document = told(*arguments, "--jsonl"), told(*arguments, "--json")
    assert (lines.code, lines.err) == (document.code, "")
    made, whole = events(lines), document.json
    assert lines.code == STATUS[whole["verdict"]]
    assert [event["event"] for event in made].count("verdict") == 1
    assert (made[0]["event"], made[-1]["event"]) == ("verdict", "answer")
    assert of_kind(made, "verdict") == [{"verdict": whole["verdict"], "deal": whole["deal"]}]
    assert of_kind(made, "answer") == [whole]
    assert list(made[-1])[1:] == list(whole)
    assert of_kind(made, "relaxation") == whole.get("relaxations", [])
    conflicts, known = of_kind(made, "conflict"), whole.get("conflicts", [])
    assert sorted(map(str, conflicts)) == sorted(map(str, known))
    if not whole.get("conflicts_complete"):
        assert not conflicts


def test_conflicts_come_before_the_relaxations_where_all_are_soon_known(told: Here) -> None:
    kinds = [event["event"] for event in events(told("solve", CASE, "--jsonl"))]
    assert kinds == ["verdict", *["conflict"] * 13, *["relaxation"] * 10, "answer"]


def test_numbers_are_exact_on_every_line(told: Here, folder: Path) -> None:
    digits = "0.1234567890123"
    text = CLASH.replace("weight: 2.50", f"weight: {digits}").replace("max: 100,", "max: 100, step: 0.1,")
    (folder / "exact.yaml").write_text(text.replace("dues >= 40", "dues >= 40.3"), "utf-8")
    ran = told("solve", "exact.yaml", "--jsonl", "--max-cost", "00.5000000000001")
    (relaxation,) = (line for line in ran.out.splitlines() if '"relaxation"' in line)
    assert f'"cost": {digits},' in relaxation
    assert '"dues": 40.3' in relaxation
    answer = events(ran)[-1]
    assert answer["max_cost"] == Decimal("0.5000000000001")
    assert (answer["relaxations_total"], answer["relaxations_within"]) == (2, 1)
    assert '"max_cost": 0.5000000000001,' in ran.out


def test_text_of_any_kind_stays_on_its_line(told: Here, folder: Path) -> None:
    title = 'One\\ntwo\\n“three” \\u3000 \\"four\\" — пять'
    (folder / "odd.yaml").write_text(DEAL.replace("title: Dues", f'title: "{title}"'), "utf-8")
    ran = told("solve", "odd.yaml", "--jsonl")
    assert ran.code == 0
    assert len(events(ran)) == 3
    assert events(ran)[-1]["scenario"]["title"] == zopa.load("odd.yaml").title


def test_a_limit_of_no_time_still_ends_with_an_answer(told: Here) -> None:
    for command in ("solve", "relax", "conflicts"):
        ran = told(command, CASE, "--jsonl", "--time-limit", "0.0")
        assert ran.code == 3
        verdict, answer = events(ran)
        assert verdict == {"event": "verdict", "verdict": "undecided", "deal": None}
        assert (answer["event"], answer["verdict"], answer["stopped_by"]) == ("answer", "undecided", "time_limit")
    smallest = told("conflicts", CASE, "--smallest", "--jsonl", "--time-limit", "0.0")
    assert (smallest.code, events(smallest)[-1].get("smallest_conflict")) == (3, None)


def test_two_forms_of_one_answer_are_bad_input(told: Here) -> None:
    for command in ("solve", "relax", "conflicts"):
        ran = told(command, CASE, "--json", "--jsonl")
        assert (ran.code, ran.out) == (2, "")
        assert "not both" in ran.err
        assert "Traceback" not in ran.err
    assert told("deals", "deal.yaml", "--jsonl").code == 2


@pytest.mark.parametrize("read", [0, 1, 5])
def test_a_closed_pipe_is_no_error(read: int) -> None:
    arguments = [SCRIPT, "solve", CASE, "--jsonl", "--top", "256"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for _ in range(read):
            assert json.loads(process.stdout.readline())["event"] in ORDER
        process.stdout.close()
        told = process.stderr.read().decode()
        assert process.wait(30) == 3
    assert told == ""


def test_a_closed_pipe_never_says_that_no_deal_exists() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run([SCRIPT, "solve", CASE, "--jsonl"], stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (3, b"")


def test_each_line_is_there_before_the_answer_is() -> None:
    """A reader that waits for the verdict alone gets it as a whole line."""
    with subprocess.Popen([SCRIPT, "solve", CASE, "--jsonl"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert json.loads(first) == {"event": "verdict", "verdict": "no_deal", "deal": None}
        rest = process.stdout.read().decode()
        assert process.wait(30) == 1
    check_document(json.loads(rest.splitlines()[-1], parse_float=Decimal))


# -- options that do not fit ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cost", ["abc", "-1", "1e999999", "nan", "inf", "-inf", "", " ", "0x10", "1/2", "1e400", "1e-400", "9" * 40, "²"]
)
def test_a_budget_that_is_none_is_bad_input(told: Here, cost: str) -> None:
    for command in ("solve", "relax"):
        ran = told(command, CASE, "--max-cost", cost)
        assert (ran.code, ran.out) == (2, "")
        assert "Invalid value for '--max-cost': expected a number" in ran.err
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("cost", ["0", "8", "8.0", "1e1", "1_000", "0.000", "+9", "1e30"])
def test_a_budget_may_be_spelt_like_any_number(told: Here, cost: str) -> None:
    ran = told("relax", CASE, "--max-cost", cost, "--json", "--top", "1")
    assert ran.code == 1
    assert ran.json["max_cost"] == Decimal(cost)
    within = {"0": 0, "0.000": 0, "8": 8, "8.0": 8, "1_000": 256, "1e30": 256}
    assert ran.json["relaxations_within"] == within.get(cost, ran.json["relaxations_within"])


@pytest.mark.parametrize("form", [(), ("--json",), ("--jsonl",)], ids=["report", "json", "jsonl"])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--only-between", "ukraine", "rusia"), "unknown party 'rusia' (did you mean 'russia'?)"),
        (("--only-between", "ukraine", "russia.never_nato"), "unknown party 'russia.never_nato'"),
        (("--prefer", "rusia"), "unknown red line or party 'rusia' (did you mean 'russia'?)"),
        (("--prefer", "russia", "--prefer", "russia.nevr_nato"), "(did you mean 'russia.never_nato'?)"),
        (
            ("--only-between", "ukraine", "nato", "--prefer", "russia.never_nato"),
            "--prefer: the party 'russia' is left out by only-between, so 'russia.never_nato' cannot be named\n",
        ),
        (("--only-between", "ukraine", "nato", "--prefer", "russia.nevr_nato"), "the party 'russia' is left out"),
        (("--only-between", "ukraine", "nato", "--prefer", "russai.nevr_nato"), "unknown red line or party"),
    ],
    ids=str,
)
def test_a_name_that_is_not_there_is_bad_input(
    told: Here, options: tuple[str, ...], message: str, form: tuple[str, ...]
) -> None:
    for command in ("solve", "relax", "conflicts"):
        ran = told(command, CASE, *options, *form, "--quiet")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(("--prefer: ", "--only-between: "))
        assert message in ran.err
        assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("solve", CASE, "--only-between", "ukraine"),
        ("solve", CASE, "--prefer"),
        ("conflicts", CASE, "--max-cost", "3"),
        ("relax", CASE, "--smallest"),
        ("solve", CASE, "--smallest"),
        ("deals", "deal.yaml", "--prefer", "port"),
    ],
    ids=" ".join,
)
def test_an_option_that_a_command_does_not_have_is_bad_input(told: Here, arguments: tuple[str, ...]) -> None:
    ran = told(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err


# -- the report -------------------------------------------------------------------------------------------------------


def report(ran: Ran) -> str:
    """Return a report as one line of words, after checking that it fits 80 columns."""
    assert ran.code == 1
    assert max(map(cell_len, ran.out.splitlines())) <= 80
    assert "Traceback" not in ran.out + ran.err
    return " ".join(ran.out.split())


def test_the_report_says_what_a_budget_pays_for(told: Here) -> None:
    said = report(told("solve", CASE, "--max-cost", "10"))
    assert "Of 256 minimal relaxations, 152 cost 10 or less; the 10 cheapest are listed." in said
    assert (
        "All 8 sets that cost 8 give up U4, R1, R2, R3 and R4; some also give up U8, U17, U18, R5, R8 and R9." in said
    )
    said = report(told("relax", CASE, "--max-cost", "8"))
    assert "Of 256 minimal relaxations, 8 cost 8 or less; all are listed." in said
    said = report(told("relax", CASE, "--max-cost", "7.99"))
    assert "Of 256 minimal relaxations, none costs 7.99 or less." in said


def test_the_report_shows_what_an_order_leads_to(told: Here) -> None:
    ran = told("solve", CASE, "--prefer", "russia", "--prefer", "ukraine.army_unrestricted")
    said = report(ran)
    gone, _, clash = said.partition("What has to go if the lines you named come first")[2].partition(
        "The clash of the most important lines"
    )
    assert gone.rstrip(" ─").endswith("cost 11")
    whole = told("solve", CASE, "--prefer", "russia", "--prefer", "ukraine.army_unrestricted", "--json").json
    assert whole["preferred_relaxation"]["cost"] == 11
    assert {line.split(".")[0] for line in whole["preferred_relaxation"]["give_up"]} == {"ukraine"}
    assert whole["preferred_conflict"]["red_lines"] == ["ukraine.army_unrestricted", "russia.army_limited"]
    assert "U4 No restriction on Ukraine's army Russia R6 Limits on Ukraine's military capabilities" in clash
    assert "What has to go" not in report(told("conflicts", CASE, "--prefer", "russia"))
    assert "The clash of" not in report(told("relax", CASE, "--prefer", "russia"))


def test_the_report_shows_one_smallest_conflict(told: Here) -> None:
    ran = told("conflicts", CASE, "--smallest")
    said = report(ran)
    assert "A smallest conflict (no conflict has fewer red lines)" in said
    assert "Dispute" not in said
    lines = told("conflicts", CASE, "--smallest", "--json").json["smallest_conflict"]["red_lines"]
    assert len(lines) == 2


def test_the_report_says_whose_lines_count(told: Here) -> None:
    said = report(told("solve", CASE, "--only-between", "ukraine", "russia"))
    assert "As you asked, only the red lines of Ukraine and Russia count." in said
    twice = told("solve", CASE, "--only-between", "ukraine", "ukraine")
    assert (twice.code, twice.out) == (2, "")


def test_the_report_of_a_smallest_conflict_says_that_the_facts_contradict_each_other(told: Here) -> None:
    said = report(told("conflicts", "facts.yaml", "--smallest"))
    assert "No deal exists, even without red lines: the facts contradict each other." in said


@pytest.mark.parametrize("command", ["solve", "relax", "conflicts"])
def test_every_option_at_once_fits_the_columns(told: Here, command: str) -> None:
    options = ["--only-between", "ukraine", "russia", "--prefer", "russia.recognition"]
    options += ["--smallest"] if command == "conflicts" else ["--max-cost", "9.5", "--keep", "russia.never_nato"]
    report(told(command, CASE, *options))
