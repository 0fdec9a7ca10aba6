"""Real folders' oddities, each as a small folder: what is read, with which words, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import zopa
from zopa.errors import ScenarioError
from zopa.formats.importing import Imported, import_folder


def domain(values: dict[str, list[str]]) -> str:
    lines = []
    for at, (name, listed) in enumerate(values.items(), 1):
        items = "".join(f'<item index="{number}" value="{value}"/>' for number, value in enumerate(listed, 1))
        lines.append(f'<issue index="{at}" name="{name}" etype="discrete">{items}</issue>')
    inside = "\n".join(['<utility_space><objective index="0" name="trip">', *lines, "</objective></utility_space>"])
    return f"<negotiation_template>{inside}</negotiation_template>"


def profile(table: dict[str, tuple[str, list[tuple[str, str]]]]) -> str:
    lines = [f'<weight index="{at}" value="{weight}"/>' for at, (weight, _) in enumerate(table.values(), 1)]
    for at, (name, (_, items)) in enumerate(table.items(), 1):
        inside = "".join(f'<item value="{value}" evaluation="{worth}"/>' for value, worth in items)
        lines.append(f'<issue index="{at}" name="{name}" etype="discrete">{inside}</issue>')
    return "\n".join(['<utility_space><objective index="0">', *lines, "</objective></utility_space>"])


def imported(path: Path, files: dict[str, str | bytes], places: int | None = None) -> Imported:
    for name, text in files.items():
        (path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return import_folder(path, places=places)


def noted(found: Imported, words: str) -> bool:
    return any(words in note for note in found.notes)


TRIP = domain({"Where": ["sea", "hills"], "When": ["may", "june"]})
WALKER = profile({"Where": ("0.6", [("sea", "37"), ("hills", "29")]), "When": ("0.4", [("may", "41"), ("june", "38")])})
SWIMMER = profile({"Where": ("0.6", [("sea", "2"), ("hills", "10")]), "When": ("0.4", [("may", "1"), ("june", "10")])})
LONG = WALKER.replace('value="0.6"', 'value="0.3704517173416688"')


def test_all_parties_share_one_multiplier(tmp_path: Path) -> None:
    found = imported(tmp_path, {"d.xml": TRIP, "p1.xml": WALKER, "p2.xml": SWIMMER})
    best = zopa.bargain(found.scenario).solutions["utilitarian"]
    assert best is not None
    points = [[round(float(Fraction(one) / 151_700), 3) for one in outcome.utilities.values()] for outcome in best]
    assert points == [[0.841, 1.0]]
    assert noted(found, "of every party, are multiplied by 1,517")
    assert "151,700 times" in found.scenario.notes[0]


def test_a_weight_that_is_too_long_gets_a_sentence(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"d.xml": TRIP, "p1.xml": LONG, "p2.xml": SWIMMER}
    with pytest.raises(ScenarioError, match=r"p1\.xml:4:1: .*has 18 digits.*--places 14 .*is the most that works"):
        imported(tmp_path, files)
    found = imported(tmp_path, files, places=3)
    assert noted(found, "1 number is rounded to 3 decimal places")
    assert noted(found, "is so for the rounded numbers, and rounding changes neither")
    assert noted(found, "14 places are the most that work")
    assert "rounded to 3 decimal places" in found.scenario.notes[-1]


def test_rounding_says_how_many_points_it_changes(tmp_path: Path) -> None:
    nearly = profile(
        {"Where": ("0.5", [("sea", "1"), ("hills", "0.9001")]), "When": ("0.5", [("may", "1"), ("june", "0.9")])}
    )
    other = profile({"Where": ("0.5", [("sea", "0"), ("hills", "1")]), "When": ("0.5", [("may", "0"), ("june", "1")])})
    found = imported(tmp_path, {"d.xml": TRIP, "a.xml": nearly, "b.xml": other}, places=2)
    assert noted(found, "how many points there are from 4 to 3, and how many of them no other beats from 3 to 3")


def test_a_value_valued_twice_counts_as_last_valued(tmp_path: Path) -> None:
    given = profile({"Raise": ("1", [("0", "0"), ("0", "8"), ("200", "36")])})
    found = imported(tmp_path, {"d.xml": domain({"Raise": ["0", "200"]}), "a.xml": given})
    assert found.scenario.parties["a"].interests["raise"].scores == {"option_0": 20, "option_200": 90}
    assert noted(found, "warning: line 3 values '0' a second time; the last one counts")


def test_an_option_listed_twice_is_one(tmp_path: Path) -> None:
    given = profile({"Raise": ("1", [("0", "9"), ("200", "36")])})
    found = imported(tmp_path, {"d.xml": domain({"Raise": ["0", "0", "200"]}), "a.xml": given})
    assert list(found.scenario.terms["raise"].model_dump()["options"].values()) == ["0", "200"]
    assert noted(found, "warning: line 2 lists '0' a second time; it is read as one value")


SPACE = "issues:\n- {name: rent, type: CategoricalIssue, values: [low, high]}\n"
PLAIN = """type: LinearAdditiveUtilityFunction
weights: [1]
values: [{type: TableFun, mapping: {low: 0.25, high: 1}}]
"""


@pytest.mark.parametrize("kind", ["ExpDiscountedUFun", "negmas.preferences.discounted.LinDiscountedUFun"])
def test_a_discounted_function_is_read_without_its_discount(tmp_path: Path, kind: str) -> None:
    inner = "".join(f"  {line}\n" for line in (PLAIN + "reserved_value: 0.1").splitlines())
    wrapped = f"type: {kind}\ndiscount: 0.9\nreserved_value: 0.2\nufun:\n{inner}"
    found = imported(tmp_path, {"domain.yml": SPACE, "a.yml": wrapped})
    assert found.scenario.parties["a"].interests["rent"].scores == {"low": 25, "high": 100}
    assert found.scenario.parties["a"].reservation == 20
    assert noted(found, "the discount is left out")
    assert noted(found, "reserved value of the discounted function itself is not used")


def test_what_is_wrapped_has_to_be_plain(tmp_path: Path) -> None:
    for text, message in (
        ("type: ExpDiscountedUFun\n", "the discounted function .ufun. has to be a mapping"),
        ("type: ExpDiscountedUFun\nufun: {type: RandomUtilityFunction}\n", "a.yml:2:.*'RandomUtilityFunction'"),
        ("type: ExpDiscountedUFun\nufun: {a: 1}\n", "a.yml:2:.*of type ''"),
    ):
        with pytest.raises(ScenarioError, match=message):
            imported(tmp_path, {"domain.yml": SPACE, "a.yml": text})


def test_yaml_tables_count_the_last_value_too(tmp_path: Path) -> None:
    found = imported(tmp_path, {"domain.yml": SPACE, "a.yml": PLAIN.replace("low: 0.25", "low: 0.75, low: 0.5")})
    assert found.scenario.parties["a"].interests["rent"].scores == {"low": 50, "high": 100}
    assert noted(found, "values 'low' a second time")


def test_negative_scores_and_a_constant(tmp_path: Path) -> None:
    sheet = PLAIN.replace("0.25", "-0.4") + "bias: 0.1\nreserved_value: -0.2\n"
    scenario = imported(tmp_path, {"domain.yml": SPACE, "a.yml": sheet}).scenario
    utility = scenario.meaning().utilities["a"]
    assert [utility.of({"rent": at}) for at in (0, 1)] == [-30, 110]
    assert scenario.parties["a"].reservation == -20


def test_a_float_that_missed_a_short_number_is_read_as_that(tmp_path: Path) -> None:
    missed = WALKER.replace('value="0.4"', 'value="0.39999999999999997"')
    found = imported(tmp_path, {"d.xml": TRIP, "a.xml": missed})
    assert noted(found, "0.39999999999999997 is read as 0.4")
    assert found.scenario == imported(tmp_path, {"a.xml": WALKER}).scenario


def negolog(**changes: object) -> str:
    issues = {"i": {"a": 0.2, "b": 1.0}, "k": {"x": 0.5, "y": 0}}
    return json.dumps({"reservationValue": 0.3, "issueWeights": {"i": 0.4, "k": 0.6}, "issues": issues, **changes})


def test_negolog(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"profileA.json": negolog(), "profileB.json": negolog(reservationValue=0)}
    found = imported(tmp_path, {**files, "specs.json": '{"Name": "Domain0"}'})
    assert list(found.scenario.terms) == ["i", "k"]
    assert found.scenario.parties["profilea"].reservation == 30
    utility = found.scenario.meaning().utilities["profileb"]
    assert [utility.of({"i": i, "k": k}) for i in (0, 1) for k in (0, 1)] == [38, 8, 70, 40]
    assert noted(found, "specs.json: skipped")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"issueWeights": {"i": 1}}, "profileB.json:1:.*the weight of 'k' has to be a single value"),
        ({"issueWeights": {"i": 1, "z": 0}}, "'z' is not an issue of the domain"),
        ({"issues": {"i": {"a": 1}, "k": {"x": 0, "y": 1}}}, "there is no utility of 'b'"),
        ({"reservationValue": None}, "reservationValue has to be a number"),
    ],
)
def test_negolog_profiles_that_do_not_fit(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        imported(tmp_path, {"profileA.json": negolog(), "profileB.json": negolog(**changes)})


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ('"sea & sun"', "a bare & has to be written &amp;"),
        ('"R&D"', "a bare & has to be written &amp;"),
        ('"sea&"', "a bare & has to be written &amp;"),
        ('"<sea>"', "this is not XML: not well-formed"),
    ],
)
def test_a_bare_ampersand(tmp_path: Path, new: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=rf"p1\.xml:4:\d+: .*{message}"):
        imported(tmp_path, {"d.xml": TRIP, "p1.xml": WALKER.replace('"sea"', new)})


def test_encodings(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="{}"?>\n' + WALKER.replace("hills", "h\u00fcgel")
    with pytest.raises(ScenarioError, match=r'p1\.xml:5:\d+: the file is not UTF-8: .*0xfc.*encoding="ISO-8859-1"'):
        imported(tmp_path, {"p1.xml": text.format("UTF-8").encode("latin-1")})
    with pytest.raises(ScenarioError, match="the file is not UTF-8 but UTF-16; save it as UTF-8"):
        imported(tmp_path, {"p1.xml": text.encode("utf-16")})
    for name, codec in (("ISO-8859-1", "latin-1"), ("windows-1252", "cp1252")):
        scenario = imported(tmp_path, {"p1.xml": text.format(name).encode(codec)}).scenario
        assert "h\u00fcgel" in scenario.terms["where"].model_dump()["options"].values()
    with pytest.raises(ScenarioError, match="0x81"):
        imported(tmp_path, {"p1.xml": text.format("windows-1252").encode("cp1252").replace(b"\xfc", b"\x81")})
