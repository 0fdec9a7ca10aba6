"""Scenario -> YAML that reads back equal, and as YAML 1.1 readers understand it; files appear whole."""

from __future__ import annotations

import os
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.bad_input import GOOD, keys
from support.draws import steady

import zopa
from zopa.models.io.atomic_write import write_whole
from zopa.models.io.load import loads, validated
from zopa.models.io.save import dumps, number_literal, save
from zopa.models.io.source.tree import Plain, plain
from zopa.models.io.source.yaml_reader import read_yaml
from zopa.models.scenario import Scenario
from zopa.scenarios.library import bundled

TRICKY = (
    "", " ", "\n", "a\n", "\n a", "a\n\n\n  b \n c", " a", "a ", "a\tb", "\t", "  \n  ", "a\\", "'", '"', "''", '"a"',
    "it's", "no", "Yes", "on", "OFF", "y", "true", "True", "null", "~", "Null", ".nan", ".NaN", "-.inf", "+.Inf",
    "NaN", "inf", "0", "007", "0o17", "0x1F", "0b11", "1_000", "1_000.5", "1e5", "1E-5", ".5", "+.5", "-.5e3", ".5e3",
    "5.", "5.e3", "1_", "12:30", "1:30:00", "2025-01-31", "2025-1-1", "2025-01-31T12:00:00Z", "1e999999", "-0", "+1",
    "_1", "1__0", "0o8", ": ", "a: b", "a:", ":a", "a #b", "#b", "- a", "-", "?", "? a", "&a", "*a", "!a", "!!str a",
    "%a", "@a", "`a", "|", ">-", "[a]", "{a}", "a, b", "a]", "---", "...", "--- a", "%YAML 1.1", "<<", "=", "x" * 300,
    "word " * 60, "é" * 120, "港 😀 שלום", "\xa0", "\ufffe", "a\u200db",
    "\U0010ffff", "e\u0301", "ﬁ",
)  # fmt: skip
LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
TEXTS = st.one_of(
    st.sampled_from(TRICKY),
    st.text(LETTERS | st.sampled_from(" \n\t:#-'\""), max_size=40),
    st.from_regex(r"[-+0-9._eExo~: ]{1,8}", fullmatch=True),
)
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).map(lambda name: f"x{name}")  # no word of the language
NUMBERS = st.decimals(-(10**6), 10**6, places=4, allow_nan=False, allow_infinity=False) | st.integers(
    -(2**53), 2**53
).map(Decimal)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 30))
Draw = Any


def some(draw: Draw, **fields: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Draw some of the optional fields."""
    return {name: draw(strategy) for name, strategy in fields.items() if draw(st.booleans())}


@st.composite
def terms(draw: Draw) -> dict[str, Any]:
    kind = draw(st.sampled_from(("yes_no", "choice", "scale", "quantity", "date")))
    term: dict[str, Any] = {"type": kind, **some(draw, label=TEXTS, note=TEXTS)}
    match kind:
        case "yes_no":
            return term | some(draw, status_quo=st.booleans())
        case "choice" | "scale":
            names = draw(st.lists(IDS, min_size=2, max_size=4, unique=True))
            labelled = draw(st.booleans())
            options = {name: draw(TEXTS) for name in names} if labelled else tuple(names)
            return (
                term
                | {"options" if kind == "choice" else "levels": options}
                | some(draw, status_quo=st.sampled_from(names))
            )
        case "quantity":
            low = draw(st.integers(-(10**12), 10**12).map(Decimal))
            step = draw(st.sampled_from(("1", "0.5", "0.25", "1000", "1E+1", "2.50")).map(Decimal))
            high = low + step * draw(st.integers(0, 9))
            return term | {"min": low, "max": high, "step": step} | some(draw, unit=TEXTS, status_quo=NUMBERS)
    first = draw(DAYS)
    return term | {"earliest": first, "latest": draw(st.dates(first, date(9999, 12, 31)))} | some(draw, status_quo=DAYS)


def condition(draw: Draw, name: str, term: dict[str, Any]) -> str:
    """Return a condition on a term in one of several ways of writing it."""
    match term["type"]:
        case "yes_no":
            plain_one = name
        case "choice" | "scale":
            plain_one = f"{name} != {next(iter(term.get('options') or term['levels']))}"
        case "quantity":
            plain_one = f"{name} >= -1_000.50"
        case _:
            plain_one = f"{name} < 2025-01-31"
    return draw(
        st.sampled_from(
            (
                plain_one,
                f"not ({plain_one})",
                f"{plain_one} or\n  {plain_one}",
                f" {plain_one} ",
                "true",
                f"1 > 2 or {plain_one}",
            )
        )
    )


@st.composite
def scenarios(draw: Draw) -> Scenario:
    held = draw(st.dictionaries(IDS.map(lambda name: f"t{name}"), terms(), min_size=1, max_size=4))
    names = list(held)
    sources = draw(st.dictionaries(IDS, st.just(None), max_size=2))
    drawn = {name: {"title": draw(TEXTS), **some(draw, date=DAYS, url=TEXTS, file=TEXTS)} for name in sources}

    def statement(**more: st.SearchStrategy[Any]) -> dict[str, Any]:
        name = draw(st.sampled_from(names))
        fields = {
            "says": TEXTS,
            "quote": TEXTS,
            "note": TEXTS,
            "basis": st.sampled_from(("explicit", "inferred", "assumption")),
            **more,
        }
        if drawn:
            fields["source"] = st.sampled_from(list(drawn))
        return {"require": condition(draw, name, held[name]), **some(draw, **fields)}

    weights = st.decimals(0, 100, places=3) | st.sampled_from(("0", "1.0", "1E+3", "0E+2", "9007199254740992")).map(
        Decimal
    )
    document = {
        "title": draw(TEXTS),
        "terms": held,
        **some(draw, summary=TEXTS, date=DAYS, notes=st.lists(TEXTS, max_size=3).map(tuple)),
        "sources": drawn,
        "definitions": {
            f"d{name}": draw(st.sampled_from(("1e3", "0.50", "true", condition(draw, name, held[name])))).replace(
                "1e3", "1_000"
            )
            for name in names[:1]
        },
        "measures": {
            name: {"value": "1 * 2.50", **some(draw, label=TEXTS, unit=TEXTS, says=TEXTS)}
            for name in draw(st.sets(IDS, max_size=1))
        },
        "facts": {name: statement() for name in sorted(draw(st.sets(IDS, max_size=2)))},
        "parties": {
            party: {
                **some(draw, name=TEXTS, note=TEXTS, position=st.sampled_from(("stated", "unknown"))),
                "red_lines": {line: statement(weight=weights) for line in sorted(draw(st.sets(IDS, max_size=2)))},
            }
            for party in sorted(draw(st.sets(IDS, min_size=1, max_size=2)))
        },
    }
    return validated(document)


@steady(200)
@given(scenarios())
def test_what_is_saved_reads_back_equal(scenario: Scenario) -> None:
    text = dumps(scenario)
    assert loads(text) == scenario
    assert dumps(loads(text)) == text


@steady(100)
@given(scenarios())
def test_readers_of_yaml_1_1_understand_the_same(scenario: Scenario) -> None:
    text = dumps(scenario)
    assert alike(plain(read_yaml(text)), yaml.safe_load(text))


def alike(ours: Plain, theirs: Any) -> bool:
    """Return whether a YAML 1.1 reader has the same words; dates and numbers have types of their own there."""
    if isinstance(ours, dict):
        return isinstance(theirs, dict) and [*ours] == [*theirs] and all(alike(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    if isinstance(ours, Decimal):
        return not isinstance(theirs, bool | str) and float(ours) == float(theirs)
    if isinstance(theirs, date):
        return ours == theirs.isoformat()
    return type(ours) is type(theirs) and ours == theirs


@pytest.mark.parametrize("text", TRICKY, ids=[repr(text)[:24] for text in TRICKY])
def test_a_tricky_text_survives_everywhere(text: str) -> None:
    scenario = validated(
        {
            "title": text,
            "notes": (text, text),
            "sources": {"paper": {"title": text, "url": text}},
            "terms": {"venue": {"type": "choice", "options": {"a": text, "b": text}, "label": text, "note": text}},
            "facts": {"law": {"require": "venue == a", "says": text, "quote": text, "source": "paper"}},
            "parties": {"port": {"name": text, "red_lines": {"floor": {"require": "venue == b", "note": text}}}},
        }
    )
    saved = dumps(scenario)
    assert loads(saved) == scenario
    assert loads(saved.replace("\n", "\r\n")) == scenario
    assert alike(plain(read_yaml(saved)), yaml.safe_load(saved))


def test_what_is_the_default_is_left_out() -> None:
    text = dumps(
        loads(
            keys(
                "summary:\nnotes: []\nfacts: {law: {require: amnesty, basis: explicit, weight: 1}}".replace(
                    ", weight: 1", ""
                )
            )
        )
    )
    assert "summary" not in text
    assert "notes" not in text
    assert "basis" not in text
    assert "step" not in text
    assert text.startswith("format: zopa/1\ntitle: Harbour dues\nterms:\n  dues:\n    type: quantity\n    min: 0\n")
    assert dumps(loads(GOOD + "        weight: 1.00\n")) == dumps(loads(GOOD))
    assert "        weight: 0.5\n" in dumps(loads(GOOD + "        weight: 0.50\n"))


@pytest.mark.parametrize("name", bundled())
def test_bundled_scenarios_survive(name: str) -> None:
    scenario = zopa.load(name)
    assert loads(dumps(scenario)) == scenario


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5, "5"),
        (Decimal("5.00"), "5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.50"), "-0.5"),
        (Decimal("1E-15"), "0.000000000000001"),
        (Decimal("0E+2"), "0"),
        (Decimal(9007199254740992), "9007199254740992"),
        (Decimal("900719925474.0992"), "900719925474.0992"),
    ],
)
def test_a_number_in_digits(value: int | Decimal, text: str) -> None:
    assert number_literal(value) == text


def test_a_file_appears_whole_with_the_usual_permissions(tmp_path: Path) -> None:
    scenario = loads(keys("summary: é 港"))
    path = tmp_path / "talks.yaml"
    path.write_text("older and longer" * 1000)
    save(scenario, path)
    assert path.read_bytes().decode("utf-8") == dumps(scenario)
    assert os.listdir(tmp_path) == ["talks.yaml"]
    mask = os.umask(0)
    os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask
    save(scenario, str(tmp_path / "copy.yaml"))
    assert zopa.load(tmp_path / "copy.yaml") == scenario


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = loads(GOOD)
    with pytest.raises(OSError, match=re.escape("No such file or directory")):
        save(scenario, tmp_path / "missing" / "talks.yaml")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="directory"):
        save(scenario, tmp_path / "folder")
    path = tmp_path / "talks.yaml"
    path.write_text("kept")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save(scenario, path)
    assert path.read_text() == "kept"
    assert sorted(os.listdir(tmp_path)) == ["folder", "talks.yaml"]


def test_a_symbolic_link_stays_one_and_what_it_points_to_is_written(tmp_path: Path) -> None:
    kept = tmp_path / "kept.yaml"
    kept.write_text("older")
    link = tmp_path / "link.yaml"
    link.symlink_to(kept)
    dangling = tmp_path / "dangling.yaml"
    dangling.symlink_to(tmp_path / "new.yaml")
    for path in (link, dangling):
        write_whole(path, "written")
        assert path.is_symlink()
    assert kept.read_text() == (tmp_path / "new.yaml").read_text() == "written"
    assert sorted(os.listdir(tmp_path)) == ["dangling.yaml", "kept.yaml", "link.yaml", "new.yaml"]


def test_a_pipe_is_written_into_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, "written")
        assert os.read(reader, 100) == b"written"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_a_device_that_is_full_stays_a_device() -> None:
    device = Path("/dev/full")
    if not device.is_char_device():
        pytest.skip("there is no device that is always full")
    with pytest.raises(OSError, match="No space left on device") as caught:
        write_whole(device, "written")
    assert caught.value.filename == "/dev/full"
    assert device.is_char_device()
