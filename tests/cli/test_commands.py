"""The command line: what each command prints where, and with which code it ends (run in this process)."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support.command_line import BROKEN, CASE, CLASH, DEAL, Here, check_document

import zopa
from zopa.models.io.save import dumps


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Here]:
    handler = signal.getsignal(signal.SIGINT)
    yield Here(monkeypatch, capsysbinary)
    signal.signal(signal.SIGINT, handler)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {"deal": DEAL, "clash": CLASH, "broken": BROKEN}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- the answer as JSON -----------------------------------------------------------------------------------------------


def test_the_document_of_a_deal_and_of_a_clash(here: Here, folder: Path) -> None:
    deal = here("solve", "deal.yaml", "--json")
    assert deal.code == 0
    check_document(deal.json)
    assert deal.json["deal"] == {"dues": 40, "night": True, "end": "2026-01-01"}
    assert deal.json["scenario"]["id"] == "deal"
    clash = here("solve", "clash.yaml", "--json").json
    check_document(clash)
    assert [(one["give_up"], one["cost"]) for one in clash["relaxations"]] == [
        (["port.floor"], 1),
        (["fleet.cap"], Decimal("2.5")),
    ]
    assert clash["cheapest"] == {"cost": 1, "total": 1, "in_all": ["port.floor"], "in_some": []}


def test_a_limit_of_no_time_is_undecided(here: Here, folder: Path) -> None:
    for name in (CASE, "deal.yaml", "clash.yaml"):
        told = here("solve", name, "--json", "--time-limit", "0")
        assert told.code == 3
        check_document(told.json)
        assert (told.json["verdict"], told.json["stopped_by"]) == ("undecided", "time_limit")
        assert (told.json["relaxations_total"], told.json["cheapest"], told.json["deal"]) == (None, None, None)
        assert (told.json["conflicts"], told.json["relaxations"], told.json["uncontested"]) == ([], [], [])
        assert not told.json["conflicts_complete"]
    report = here("solve", CASE, "--time-limit", "0", "--quiet")
    assert (report.code, report.err) == (3, "")
    assert "UNDECIDED" in report.out
    for command in ("conflicts", "relax", "deals"):
        assert here(command, CASE, "--time-limit", "0").code == 3


@pytest.mark.parametrize(
    ("command", "there", "absent"),
    [
        ("conflicts", {"conflicts", "disputes", "uncontested"}, {"relaxations", "deals"}),
        ("relax", {"relaxations", "relaxations_total", "cheapest"}, {"conflicts", "disputes", "deals", "uncontested"}),
        ("deals", {"deals", "deals_complete"}, {"conflicts", "disputes", "relaxations"}),
    ],
)
def test_each_command_prints_the_parts_that_it_computes(
    here: Here, command: str, there: set[str], absent: set[str]
) -> None:
    told = here(command, CASE, "--json")
    assert told.code == 1
    assert there | {"format", "scenario", "verdict", "deal", "stopped_by"} <= set(told.json)
    assert not absent & set(told.json)
    assert here(command, CASE).out.startswith("Ukraine and Russia")


# -- options ----------------------------------------------------------------------------------------------------------


def test_top_says_how_many_to_list(here: Here, folder: Path) -> None:
    assert [len(here("relax", CASE, "--json", "--top", top).json["relaxations"]) for top in ("1", "3", "300")] == [
        1,
        3,
        256,
    ]
    found = here("deals", "deal.yaml", "--json", "--top", "4").json
    assert len({tuple(deal.values()) for deal in found["deals"]}) == 4
    assert not found["deals_complete"]
    assert len(here("deals", "deal.yaml", "--json").json["deals"]) == 1


def test_deals_without_a_deal_points_to_what_explains_it(here: Here, folder: Path) -> None:
    values = "\n".join(f"  {party}: {{interests: {{dues: {{weight: 1, worst: 0, best: 100}}}}}}" for party in "ab")
    (folder / "valued.yaml").write_text(f"{CLASH}{values}\n", "utf-8")
    for name in ("clash.yaml", "valued.yaml"):
        said = " ".join(here("deals", name).out.split())
        assert said.count("zopa solve shows why, and zopa relax what would have to give.") == 1
    assert "zopa solve" not in here("deals", "deal.yaml").out
    assert "zopa relax" not in here("solve", "clash.yaml").out


def test_what_may_be_given_up(here: Here) -> None:
    kept = here("solve", CASE, "--json", "--keep", "russia.never_nato", "--keep", "ukraine.army_unrestricted").json
    assert [(one["red_line"], one["because"]) for one in kept["kept"]] == [
        ("ukraine.army_unrestricted", "keep"),
        ("russia.never_nato", "keep"),
    ]
    assert not any({"ukraine.army_unrestricted", "russia.never_nato"} & set(r["give_up"]) for r in kept["relaxations"])
    alone = here("relax", CASE, "--json", "--only-from", "russia").json
    assert (alone["cheapest"]["cost"], alone["cheapest"]["total"], alone["relaxations_total"]) == (9, 1, 1)
    both = here("relax", CASE, "--json", "--only-from", "russia", "--only-from", "ukraine").json
    assert both["relaxations_total"] == 256
    none = here("relax", CASE, "--keep", "ukraine", "--keep", "russia", "--json")
    assert (none.code, none.json["relaxations_total"], none.json["relaxations"]) == (1, 0, [])


def test_what_if(here: Here, folder: Path) -> None:
    told = here("whatif", "deal.yaml", "--json", "--set", "dues=30")
    assert told.code == 1
    assert told.json["whatif"]["verdict_before"] == "deal"
    assert told.json["whatif"]["changes"] == [{"set": "dues=30"}]
    assert told.json["whatif"]["conflicts_new"] == [["port.floor"]]
    assert here("whatif", "clash.yaml", "--drop", "fleet.cap").code == 0
    added = here("whatif", "deal.yaml", "--add", "fleet: end <= 2026-06-30", "--set", "end=2026-12-01", "--json")
    assert added.json["conflicts"][0]["red_lines"] == ["fleet.added_1"]
    dropped = here("whatif", CASE, "--json", "--drop", "russia.recognition", "--drop", "patrols_are_presence").json
    assert len(dropped["whatif"]["conflicts_gone"]) == 4
    assert here("whatif", "deal.yaml", "--set", "night=no").out.startswith("What if")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "give at least one"),
        (("--drop", "port.flor"), "--drop: unknown red line or fact 'port.flor' (did you mean 'port.floor'?)"),
        (("--set", "dues"), "--set: expected term=value, not 'dues'"),
        (("--set", "=3"), "expected term=value"),
        (("--set", "deus=3"), "--set: unknown term 'deus' (did you mean 'dues'?)"),
        (("--set", "dues=999"), "--set: '999' is not a value of dues"),
        (("--set", "dues=many"), "'many' is not a value of dues"),
        (("--set", "end=2031-01-01"), "is not a value of end"),
        (("--add", "dues <= 3"), "--add: expected 'party: expression'"),
        (("--add", "prot: dues <= 3"), "--add: unknown party 'prot' (did you mean 'port'?)"),
        (("--add", "port: dues"), "--add: expected a condition"),
        (("--add", "port: deus <= 3"), "--add: unknown term 'deus' (did you mean 'dues'?)"),
        (("--add", "port: dues <="), "--add: the expression ends too early"),
    ],
    ids=str,
)
def test_a_change_that_does_not_fit_is_bad_input(
    here: Here, folder: Path, options: tuple[str, ...], message: str
) -> None:
    told = here("whatif", "deal.yaml", *options)
    assert (told.code, told.out) == (2, "")
    assert message in " ".join(told.err.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("solve", "--keep", "port.flor"),
            "--keep: unknown red line or party 'port.flor' (did you mean 'port.floor'?)",
        ),
        (("solve", "--prefer", "prot"), "--prefer: unknown red line or party 'prot' (did you mean 'port'?)"),
        (("relax", "--only-from", "prot"), "--only-from: unknown party 'prot' (did you mean 'port'?)"),
        (("relax", "--only-between", "prot", "port"), "--only-between: unknown party 'prot' (did you mean 'port'?)"),
        (("solve", "--only-between", "port", "fleet", "--keep", "guild"), "--keep: unknown red line or party 'guild'"),
        (("relax", "--amounts", "--budget", "prot=3"), "--budget: unknown party 'prot' (did you mean 'port'?)"),
        (("burden", "--budget", "prot=3"), "--budget: unknown party 'prot' (did you mean 'port'?)"),
        (("explain", "--why", "port.flor"), "--why: unknown red line 'port.flor' (did you mean 'port.floor'?)"),
        (("whatif", "--drop", "port.floor", "--keep", "port.floor"), "--keep: unknown red line or party 'port.floor'"),
    ],
    ids=str,
)
def test_an_option_names_itself_in_its_error(
    here: Here, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    command, *options = arguments
    told = here(command, "clash.yaml", *options)
    assert (told.code, told.out) == (2, "")
    assert told.err.splitlines()[-1].startswith(message)


def test_what_is_added_is_warned_of_as_what_is_read(here: Here, folder: Path) -> None:
    told = here("whatif", "clash.yaml", "--add", "port: dues <= 12.000 or dues >= 1000")
    assert "warning: --add: 12.000 is 12: a point separates decimals (did you mean 12_000?)" in told.err
    assert "--add" not in here("whatif", "clash.yaml", "--add", "port: dues <= 12.000 or dues >= 1000", "--quiet").err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("sovle", CASE),
        ("solve",),
        ("solve", CASE, "extra"),
        ("solve", CASE, "--nosuch"),
        ("solve", CASE, "--top", "0"),
        ("solve", CASE, "--top", "many"),
        ("solve", CASE, "--workers", "0"),
        ("solve", CASE, "--workers", "1.5"),
        ("solve", CASE, "--time-limit", "-1"),
        ("solve", CASE, "--time-limit", "nan"),
        ("solve", CASE, "--keep", "russia.recogniton"),
        ("relax", CASE, "--only-from", "rusia"),
        ("conflicts", CASE, "--keep", "russia"),
        ("show",),
        ("new",),
    ],
    ids=str,
)
def test_bad_options_are_bad_input(here: Here, arguments: tuple[str, ...]) -> None:
    told = here(*arguments)
    assert told.code == 2
    assert "Traceback" not in told.err
    assert told.out == "" or arguments == ()


# -- files ------------------------------------------------------------------------------------------------------------


def test_a_scenario_comes_from_standard_input_or_json(here: Here, folder: Path) -> None:
    assert here("solve", "-", "--json", stdin=CLASH).json["scenario"]["id"] == "standard-input"
    terms = {"a": {"type": "quantity", "min": 0, "max": 9.5, "step": 0.5}}
    document = {
        "format": "zopa/1",
        "title": "T",
        "terms": terms,
        "parties": {"p": {"red_lines": {"l": {"require": "a > 9"}}}},
    }
    (folder / "talks.json").write_text(json.dumps(document), "utf-8")
    assert here("solve", "talks.json", "--json").json["deal"] == {"a": Decimal("9.5")}
    assert here("solve", "-", stdin=json.dumps(document)).code == 0


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ukraine-rusia", "did you mean 'ukraine-russia'?"),
        ("nothing.yaml", "there is no bundled scenario and no file 'nothing.yaml'"),
        (".", "cannot be read: Is a directory"),
        ("no/such/folder.yaml", "there is no bundled scenario and no file"),
        ("binary.yaml", "the file is not UTF-8"),
        ("broken.yaml", "unknown term 'deus' (did you mean 'dues'?)"),
        ("broken.yaml", "unknown key 'requier' (did you mean 'require'?)"),
        ("broken.yaml", "broken.yaml:9:"),
    ],
)
def test_what_cannot_be_read_is_bad_input(here: Here, folder: Path, name: str, message: str) -> None:
    (folder / "binary.yaml").write_bytes(b"title: \xff\n")
    for command in ("solve", "validate", "show", "conflicts"):
        told = here(command, name)
        assert (told.code, told.out) == (2, "")
        assert message in told.err
        assert "Traceback" not in told.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_bad_input(here: Here, folder: Path) -> None:
    (folder / "deal.yaml").chmod(0)
    assert here("solve", "deal.yaml").code == 2


def test_validate_tells_errors_and_warnings(here: Here, folder: Path) -> None:
    good = here("validate", "deal.yaml")
    assert (good.code, good.out) == (0, "valid: Dues: 3 terms, 0 facts, 2 parties and 3 red lines; 1 warning\n")
    assert "no red line, fact or interest uses the term 'end'" in good.err
    assert here("validate", "deal.yaml", "--quiet").err == ""
    told = here("validate", CASE, "--json")
    assert (told.code, told.json["valid"], len(told.json["warnings"])) == (0, True, 3)
    assert all(isinstance(warning["line"], int) for warning in told.json["warnings"])
    bad = here("validate", "broken.yaml", "--json")
    assert (bad.code, bad.json["valid"], bad.err) == (2, False, "")
    assert {error["path"] for error in bad.json["errors"]} >= {"parties.port.red_lines.floor.require"}


def test_list_show_schema_version_and_help(here: Here) -> None:
    assert any(line.startswith(f"{CASE} ") for line in here("list").out.splitlines())
    assert {"id": CASE, "title": "Ukraine and Russia, March 2025", "date": "2025-03-19"} in here("list", "--json").json
    assert zopa.loads(here("show", CASE).out) == zopa.load(CASE)
    schema = here("schema").json
    assert {"terms", "parties", "format"} <= set(schema["properties"])
    assert here("--version").out == f"zopa {zopa.__version__}\n"
    commands = ("solve", "conflicts", "relax", "deals", "whatif", "validate", "schema", "list", "show", "new")
    overview = here("--help")
    assert overview.code == 0
    assert all(f" {command} " in overview.out for command in commands)
    for command in commands:
        told = here(command, "--help")
        assert (told.code, told.err) == (0, "")
        assert here(command, "-h").out == told.out


def test_new_starts_a_scenario_and_never_overwrites_one(here: Here, folder: Path) -> None:
    told = here("new", "talks.yaml")
    assert (told.code, told.out) == (0, "")
    assert here("solve", "talks.yaml", "--json").code == 1
    (folder / "talks.yaml").write_text(dumps(zopa.loads(DEAL)), "utf-8")
    refused = here("new", "talks.yaml")
    assert (refused.code, refused.out) == (2, "")
    assert "use --force to replace it" in refused.err
    assert zopa.load(folder / "talks.yaml") == zopa.loads(DEAL)
    assert here("new", "talks.yaml", "--force").code == 0
    assert zopa.load(folder / "talks.yaml") != zopa.loads(DEAL)
    assert here("new", "no/such/talks.yaml").code == 2
    assert sorted(file.name for file in folder.iterdir()) == ["broken.yaml", "clash.yaml", "deal.yaml", "talks.yaml"]
