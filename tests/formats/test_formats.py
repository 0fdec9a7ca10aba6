"""Other programs' domains, read and written: utilities against values worked out by hand, and hostile files."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from zopa.cli.app import app
from zopa.cli.commands.exchange import export_domain, import_domain
from zopa.errors import ScenarioError
from zopa.formats.cpsat import to_cpsat
from zopa.formats.exporting import to_genius, to_negmas
from zopa.formats.identifiers import label
from zopa.formats.importing import Imported, import_folder
from zopa.models.io.load import loads
from zopa.models.io.save import dumps
from zopa.models.scenario import Scenario


def folder(path: Path, **files: str | bytes) -> Path:
    """Write files called name_ending."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (path / f"{stem}.{ending}").write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def put(path: Path, files: dict[str, str]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def outcomes(scenario: Scenario) -> Iterator[dict[str, Any]]:
    domains = scenario.meaning().domains
    ranges = [[domain.at(index) for index in range(domain.size)] for domain in domains.values()]
    for values in itertools.product(*ranges):
        yield dict(zip(domains, values, strict=True))


def utilities(scenario: Scenario, party: str) -> list[Fraction]:
    """Every outcome's utility, the first term changing slowest."""
    utility = scenario.meaning().utilities[party]
    return [Fraction(utility.of(outcome)) for outcome in outcomes(scenario)]


def told(imported: Imported, *words: str) -> bool:
    return any(all(word in note for word in words) for note in imported.notes)


# -- GENIUS -----------------------------------------------------------------------------------------------------------

DOMAIN = """<negotiation_template>
 <utility_space number_of_issues="2">
  <objective index="0" name="Lunch" etype="objective">
   <issue index="1" name="Main dish" etype="discrete">
    <item index="1" value="Soup &amp; bread"/><item index="2" value="2 eggs"/><item index="3" value="not"/>
   </issue>
   <issue index="2" name="Minutes" etype="integer" lowerbound="10" upperbound="14"/>
  </objective>
 </utility_space>
</negotiation_template>
"""


def profile(
    soup: str = "4",
    evaluator: str = '<evaluator ftype="linear" offset="0.5" slope="0.25"/>',
    weights: tuple[str, str] = ("0.75", "0.25"),
    rest: str = "",
) -> str:
    return f"""<utility_space>
 <objective index="0" name="Lunch">
  <weight index="1" value="{weights[0]}"/><weight index="2" value="{weights[1]}"/>
  <issue index="1" name="Main dish" etype="discrete">
   <item index="1" value="Soup &amp; bread" evaluation="{soup}"/>
   <item index="2" value="2 eggs" evaluation="1"/>
   <item index="3" value="not" evaluation="0"/>
  </issue>
  <issue index="2" name="Minutes" etype="integer" lowerbound="10" upperbound="14">{evaluator}</issue>
 </objective>{rest}
</utility_space>
"""


def test_genius_by_hand(tmp_path: Path) -> None:
    rest = '<reservation value="0.3"/><discount_factor value="0.9"/>'
    imported = import_folder(folder(tmp_path, d_xml=DOMAIN, Ann_xml=profile(rest=rest), Bob_xml=profile("3")))
    scenario = imported.scenario
    assert list(scenario.terms) == ["main_dish", "minutes"]
    dish = scenario.terms["main_dish"].model_dump()["options"]
    assert dish == {"soup_bread": "Soup & bread", "option_2_eggs": "2 eggs", "option_not": "not"}
    # raw evaluations over the largest; the line from the lower bound, cut off at 1: 0.5, 0.75, 1, 1, 1
    line = [Fraction(1, 2), Fraction(3, 4), 1, 1, 1]
    expected = [75 * raw / Fraction(4) + 25 * y for raw in (4, 1, 0) for y in line]
    assert utilities(scenario, "ann") == expected
    assert scenario.parties["ann"].reservation == 30  # in [0, 1] already: not divided by anything
    assert utilities(scenario, "bob") == [75 * raw / Fraction(3) + 25 * y for raw in (3, 1, 0) for y in line]
    assert scenario.parties["bob"].reservation == 0
    assert told(imported, "Ann", "discount factor is ignored")
    assert told(imported, "Bob", "no reservation value;")
    assert loads(dumps(scenario)) == scenario


def test_thirds_stay_exact(tmp_path: Path) -> None:
    rest = '<reservation value="0.5"/>'
    imported = import_folder(folder(tmp_path, d_xml=DOMAIN, a_xml=profile("3", weights=("0.25", "0.75"), rest=rest)))
    assert told(imported, "multiplied by 3")
    line = [Fraction(1, 2), Fraction(3, 4), 1, 1, 1]
    expected = [3 * (25 * raw / Fraction(3) + 75 * y) for raw in (3, 1, 0) for y in line]
    assert utilities(imported.scenario, "a") == expected
    assert imported.scenario.parties["a"].reservation == 150


@pytest.mark.parametrize(
    ("evaluator", "line"),
    [
        ('<evaluator ftype="linear" offset="1" slope="-0.3"/>', ["1", "0.7", "0.4", "0.1", "0"]),
        ('<evaluator ftype="linear" offset="-0.5" slope="0.3"/>', ["0", "0", "0.1", "0.4", "0.7"]),
        ('<evaluator ftype="linear" offset="0" slope="0"/>', ["0"] * 5),
        ('<evaluator ftype="linear" offset=".5" slope="1E-1"/>', ["0.5", "0.6", "0.7", "0.8", "0.9"]),
    ],
)
def test_integer_lines_are_clamped(tmp_path: Path, evaluator: str, line: list[str]) -> None:
    scenario = import_folder(folder(tmp_path, d_xml=DOMAIN, a_xml=profile(evaluator=evaluator))).scenario
    assert utilities(scenario, "a") == [75 * Fraction(raw, 4) + 25 * Fraction(y) for raw in (4, 1, 0) for y in line]


REAL = """<negotiation_template><utility_space><objective index="0" name="r">
<issue index="1" name="Price" etype="real"><range lowerbound="0" upperbound="1"/></issue>
</objective></utility_space></negotiation_template>"""


def real(evaluator: str) -> str:
    return f"""<utility_space><objective index="0"><weight index="1" value="1"/>
<issue index="1" name="Price" etype="real"><range lowerbound="0" upperbound="1"/><evaluator {evaluator}/></issue>
</objective></utility_space>"""


@pytest.mark.parametrize(
    ("evaluator", "line"),
    [
        ('ftype="linear" parameter0="0.25" parameter1="0.5"', ["0.25", "0.375", "0.5", "0.625", "0.75"]),
        ('ftype="linear" parameter0="2" parameter1="-2.1"', ["1", "1", "0.95", "0.425", "0"]),
        ('ftype="constant" parameter0="0.3"', ["0.3"] * 5),
        ('ftype="triangular" parameter0="0" parameter1="1" parameter2="0.5"', ["0", "0.5", "1", "0.5", "0"]),
        ('ftype="triangular" parameter0="0.25" parameter1="1" parameter2="0.25"', ["0", "1", "2/3", "1/3", "0"]),
    ],
)
def test_real_issues_take_stated_steps(tmp_path: Path, evaluator: str, line: list[str]) -> None:
    where = folder(tmp_path, d_xml=REAL, a_xml=real(evaluator))
    with pytest.raises(ScenarioError, match=r"d\.xml:2:1: 'Price' is a real number without steps"):
        import_folder(where)
    with pytest.raises(ScenarioError, match="the steps of 'Price' would be 1/3"):
        import_folder(where, steps=3)
    got = utilities(import_folder(where, steps=4).scenario, "a")
    factor = 3 if "2/3" in line else 1
    assert got == [100 * Fraction(y) * factor for y in line] or max(got) == 100 * max(map(Fraction, line))


BOX = """<utility_space type="nonlinear"><objective index="0">
<issue index="1" name="x" etype="integer" lowerbound="0" upperbound="3"/>
<issue index="2" name="y" etype="integer" lowerbound="0" upperbound="3"/>
<utility maxutility="8"><ufun type="PlainUfun" weight="1" aggregation="sum">
<hyperRectangle utility="4"><INCLUDES index="1" min="1" max="2"/><INCLUDES index="2" min="0" max="1"/></hyperRectangle>
<hyperRectangle utility="2" weight="2"><INCLUDES index="2" min="1" max="9"/></hyperRectangle>
<hyperRectangle utilityOf="1"><EXCLUDES index="1" min="3" max="3"/></hyperRectangle>
<hyperRectangle utility="1"/>
<hyperRectangle utility="5"><INCLUDES index="1" min="7" max="9"/></hyperRectangle>
</ufun></utility></objective></utility_space>"""


def test_rectangles_include_both_ends(tmp_path: Path) -> None:
    imported = import_folder(folder(tmp_path, a_xml="\n<!-- a comment first -->\n<?xml version='1.0'?>" + BOX))
    expected = [
        Fraction(100, 8) * (4 * (1 <= x <= 2 and 0 <= y <= 1) + 4 * (y >= 1) + (x != 3) + 1)
        for x in range(4)
        for y in range(4)
    ]
    assert utilities(imported.scenario, "a") == expected
    assert told(imported, "no file for the domain")
    assert told(imported, "contain no outcome")
    assert told(imported, "cuts")


# -- GeniusWeb --------------------------------------------------------------------------------------------------------

WEB: dict[str, Any] = {
    "name": "trip",
    "issuesValues": {"place": {"values": ["sea", "hills"]}, "days": {"range": [2, 9, 3]}},
}


def web(**changes: Any) -> str:
    space = {
        "name": "p",
        "issueUtilities": {
            "place": {"discreteutils": {"valueUtilities": {"sea": 0.2, "hills": 1}}},
            "days": {"NumberValueSetUtilities": {"lowValue": 2, "lowUtility": 1, "highValue": 9, "highUtility": 0.3}},
        },
        "issueWeights": {"place": 0.4, "days": 0.6},
        "domain": WEB,
    }
    return json.dumps({"LinearAdditiveUtilitySpace": {**space, **changes}})


def test_geniusweb_by_hand(tmp_path: Path) -> None:
    bid = {"issuevalues": {"place": "sea", "days": 5}}
    imported = import_folder(folder(tmp_path, d_json=json.dumps(WEB), a_json=web(), b_json=web(reservationBid=bid)))
    line = {2: "1", 5: "0.7", 8: "0.4"}  # 8 is the last of 2, 5, 8; the line goes on to 9
    expected = [40 * Fraction(p) + 60 * Fraction(y) for p in ("0.2", "1") for y in line.values()]
    assert utilities(imported.scenario, "a") == utilities(imported.scenario, "b") == expected
    assert imported.scenario.parties["a"].reservation is None
    assert imported.scenario.parties["b"].reservation == 8 + 42
    without = import_folder(folder(tmp_path / "alone", a_json=web()))
    assert utilities(without.scenario, "a") == expected
    assert told(without, "no file for the domain")


# -- NegMAS -----------------------------------------------------------------------------------------------------------

NEGMAS = """issues:
- {name: colour, type: CategoricalIssue, values: [red, 'no', 7]}
- {name: n, type: ContiguousIssue, values: [1, 4]}
- {name: k, values: [0, 1]}
- {name: only, type: CategoricalIssue, values: [this]}
name: shop
type: CartesianOutcomeSpace
"""
UFUN = """type: negmas.LinearAdditiveUtilityFunction
bias: -0.1
reserved_value: -.inf
weights: [0.5, -0.2, 0.3, 1]
values:
- {type: TableFun, mapping: {red: 1, 'no': -0.4, 7: 0.25}}
- {type: AffineFun, slope: 0.5, bias: 1}
- {type: IdentityFun}
- {type: ConstFun, bias: 0.05}
"""


def test_negmas_by_hand(tmp_path: Path) -> None:
    plain = UFUN.replace("-.inf", "0.2")
    imported = import_folder(folder(tmp_path, d_yml=NEGMAS, a_yml=UFUN, b_yml=plain, note_yml="hello: 1\n"))
    expected = [
        100
        * (
            Fraction("-0.1")
            + c / 2
            - Fraction("0.2") * (n * Fraction(1, 2) + 1)
            + Fraction("0.3") * k
            + Fraction("0.05")
        )
        for c in (Fraction(1), Fraction("-0.4"), Fraction(1, 4))
        for n in (1, 2, 3, 4)
        for k in (0, 1)
    ]
    assert utilities(imported.scenario, "a") == utilities(imported.scenario, "b") == expected
    assert imported.scenario.parties["a"].reservation is None  # minus infinity
    assert imported.scenario.parties["b"].reservation == 20
    assert told(imported, "any deal is acceptable")
    assert told(imported, "'only' has only one value")
    assert told(imported, "note.yml", "skipped")
    assert told(imported, "taken as its bounds")


SCENARIO = """format: zopa/1
title: 'Dues: "harbour" & <co>'
terms:
  open: {type: yes_no}
  colour: {type: choice, options: [red, blue, none]}
  rank: {type: scale, levels: [low, mid, high]}
  dues: {type: quantity, min: 0, max: 3}
  share: {type: quantity, min: 0.5, max: 1.5, step: 0.25}
  day: {type: date, earliest: 2026-01-30, latest: 2026-02-02}
parties:
  port:
    reservation: 12.5
    interests:
      open: {weight: 10, scores: {"no": 0, "yes": 100}}
      colour: {weight: 20, scores: {red: 3.5, blue: 100, none: 0}}
      dues: {weight: 50, worst: 0, best: 3}
      share: {weight: 15, points: {"0.5": 100, "0.9": 0, "1.5": 50}}
      day: {weight: 5, worst: 2026-02-02, best: 2026-01-30}
  fleet:
    normalise: true
    interests:
      rank: {weight: 1, scores: {low: 0, mid: 33, high: 100}}
      dues: {weight: 2, worst: 2, best: 1}
      open: {weight: 5, scores: {"no": 100, "yes": 7}}
"""


@pytest.mark.parametrize("write", [to_negmas, to_genius])
def test_round_trip(tmp_path: Path, write: Any) -> None:
    scenario = loads(SCENARIO)
    back = import_folder(put(tmp_path, write(scenario))).scenario
    for party in scenario.parties:
        mine, theirs = utilities(scenario, party), utilities(back, party)
        factor = Fraction(max(theirs)) / max(mine)
        # dues of thirds: the utilities agree up to the factor that the notes and the file's comment state
        assert theirs == [factor * one for one in mine]
        assert len(mine) == 2 * 3 * 3 * 4 * 5 * 4
    whole = loads(
        SCENARIO.replace("max: 3}", "max: 4}")
        .replace("best: 3}", "best: 4}")
        .replace('"0.9"', '"1"')
        .replace("-02-02", "-02-03")
    )
    again = import_folder(put(tmp_path / "whole", write(whole)))
    assert not told(again, "multiplied")
    for party in whole.parties:
        assert utilities(whole, party) == utilities(again.scenario, party)
    assert again.scenario.parties["port"].reservation == Decimal("12.5")
    assert again.scenario.parties["fleet"].reservation == (None if write is to_negmas else 0)


def test_export_refuses_what_does_not_fit() -> None:
    lines = "facts:\n  law: {require: dues <= 2}\n"
    scenario = loads(
        SCENARIO.replace("    reservation", "    red_lines:\n      r: {require: dues >= 1}\n    reservation") + lines
    )
    for write in (to_negmas, to_genius):
        with pytest.raises(ScenarioError) as caught:
            write(scenario)
        assert [problem.path for problem in caught.value.problems] == ["facts.law", "parties.port.red_lines.r"]
    bonus = loads(
        SCENARIO.replace("    reservation: 12.5", "    bonuses: [{when: open, utility: 3}]\n    reservation: 12.5")
    )
    with pytest.raises(ScenarioError, match="this format has no bonuses"):
        to_negmas(bonus)
    with pytest.raises(ScenarioError, match="reaches 105, but GENIUS"):
        to_genius(loads(SCENARIO.replace("weight: 15", "weight: 20")))


def test_cpsat_text() -> None:
    from ortools.sat.python import cp_model

    scenario = loads(SCENARIO + "facts:\n  law: {require: dues <= 2}\n  more: {require: dues >= 2 and open}\n")
    text = to_cpsat(scenario)
    model = cp_model.CpModel()
    assert model.Proto().parse_text_format(text)
    solver = cp_model.CpSolver()
    assert solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = {variable.name: solver.response_proto.solution[at] for at, variable in enumerate(model.Proto().variables)}
    assert values["dues"] == 2
    assert values["open"] == 1
    assert values["law"] == values["more"] == 1
    bad = loads(SCENARIO + "facts:\n  law: {require: dues <= 1}\n  more: {require: dues >= 2}\n")
    model = cp_model.CpModel()
    assert model.Proto().parse_text_format(to_cpsat(bad))
    assert cp_model.CpSolver().solve(model) == cp_model.INFEASIBLE


# -- NegMAS itself ----------------------------------------------------------------------------------------------------


def test_negmas_agrees(tmp_path: Path) -> None:
    pytest.importorskip("negmas")
    from negmas.inout import Scenario as Theirs

    scenario = loads(SCENARIO)
    put(tmp_path / "out", to_negmas(scenario))
    folder(tmp_path / "hand", d_yml=NEGMAS.replace("k, values", "k, type: ContiguousIssue, values"), a_yml=UFUN)
    for where in ("out", "hand"):
        theirs = Theirs.from_yaml_folder(tmp_path / where)
        ours = import_folder(tmp_path / where)
        assert theirs is not None
        for ufun in theirs.ufuns:
            name = ufun.name if ufun.name in ours.scenario.parties else "a"
            factor = next(
                (
                    int(note.split("multiplied by ")[1].split(",")[0])
                    for note in ours.notes
                    if "multiplied" in note and name in note
                ),
                1,
            )
            spaces = [list(issue.all) for issue in theirs.outcome_space.issues]
            got = [100 * float(ufun(outcome)) for outcome in itertools.product(*spaces)]
            assert got == pytest.approx([float(one / factor) for one in utilities(ours.scenario, name)], abs=1e-9)


# -- broken and hostile files -----------------------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<utility_space>&b;</utility_space>'
)
GOOD = profile()
BROKEN_XML = {
    "billion laughs": (LAUGHS, r"a\.xml:2:1: a document type"),
    "dtd": ('<!DOCTYPE x SYSTEM "http://x/y.dtd"><utility_space/>', "a.xml:1:1: a document type"),
    "external": (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><utility_space>&e;</utility_space>',
        "document type",
    ),
    "unknown entity": ("<utility_space>\n &e;</utility_space>", "a.xml:2:.*undefined entity"),
    "truncated": (GOOD[:200], "a.xml:.*this is not XML"),
    "two roots": (GOOD + GOOD, "a.xml:.*this is not XML"),
    "words": (profile("four"), "a.xml:5:4: the evaluation of 'Soup & bread' has to be a number, not 'four'"),
    "nan": (profile("NaN"), "a.xml:5:4: .* is NaN, which is not a finite number"),
    "inf": (profile(weights=("Infinity", "0")), "a.xml:3:3: a weight is Infinity"),
    "huge": (profile("1e999"), "a.xml:5:4: .* more than 60 digits"),
    "long": (profile("1" * 5_000_000), "a.xml:5:4: .* has to be a number, not '111"),
    "seventeen digits": (profile(weights=("0.37808251708013424", "0.2")), r"a.xml:4:3: .*has 17 digits.*--places 15 "),
    "deep": ("<utility_space>" * 100_000, "nests deeper than 64"),
    "deep objectives": ("<utility_space>" + "<objective>" * 70, "nests deeper than 64"),
    "no weight": (
        profile().replace('<weight index="2" value="0.25"/>', ""),
        "a.xml:9:3: the issue 'Minutes' has no weight",
    ),
    "no evaluator": (profile(evaluator=""), "a.xml:9:3: the issue 'Minutes' has no evaluator"),
    "wrong nesting": (
        "<utility_space><weight index='1' value='1'><issue/></weight></utility_space>",
        "a.xml:1:1: the profile",
    ),
    "unknown value": (profile().replace("2 eggs", "3 eggs"), "a.xml:6:4: '3 eggs' is not a value"),
    "null": (profile("null"), "a.xml:5:4: "),
    "large": (GOOD + " " * 9 * 2**20, "larger than 8 MiB"),
    "not text": (b"\xff\xfe<utility_space>", "a.xml:1:1: the file is not UTF-8"),
}


@pytest.mark.parametrize("case", BROKEN_XML)
def test_broken_xml(tmp_path: Path, case: str) -> None:
    text, message = BROKEN_XML[case]
    with pytest.raises(ScenarioError, match=message):
        import_folder(folder(tmp_path, d_xml=DOMAIN, a_xml=text))


BROKEN_JSON = {
    "truncated": (web()[:90], "a.json:1:.*this is not JSON"),
    "nan": (web().replace("0.2", "NaN"), "a.json:1:.*NaN"),
    "list": (web(issueWeights=[1, 2]), "a.json:1:.*issueWeights has to be a mapping"),
    "text": (web(issueWeights={"place": "much", "days": 1}), "a weight has to be a number, not 'much'"),
    "missing": (web(issueWeights={"place": 1}), "a.json:1:.*the issue 'days' is missing"),
    "unknown": (web(issueWeights={"place": 1, "days": 0, "x": 0}), "'x' is not an issue"),
    "bid": (web(reservationBid={"issuevalues": {"place": "moon", "days": 2}}), "'moon' is not a value"),
    "deep": ('{"LinearAdditiveUtilitySpace":' + "[" * 100_000, "nests deeper"),
}


@pytest.mark.parametrize("case", BROKEN_JSON)
def test_broken_json(tmp_path: Path, case: str) -> None:
    text, message = BROKEN_JSON[case]
    with pytest.raises(ScenarioError, match=message):
        import_folder(folder(tmp_path, d_json=json.dumps(WEB), a_json=text))


BROKEN_YAML = {
    "sine": (UFUN.replace("IdentityFun", "SinFun"), "a.yml:8:3: value functions of type 'SinFun' cannot"),
    "few": (UFUN.replace("[0.5, -0.2, 0.3, 1]", "[1]"), "a.yml:4:10: weights are 1, and the domain has 4"),
    "nan": (UFUN.replace("bias: -0.1", "bias: .nan"), "a.yml:2:7: "),
    "inf": (UFUN.replace("-.inf", ".inf"), "a.yml:3:17: "),
    "hole": (UFUN.replace("7: 0.25", "8: 1"), "a.yml:6:3: there is no score of '7'"),
    "anchor": (UFUN.replace("[0.5", "&a [0.5"), "a.yml:4:.*anchors"),
    "other": ("type: MappingUtilityFunction\nmapping: {}\n", "a.yml:1:1: utility functions of type"),
}


@pytest.mark.parametrize("case", BROKEN_YAML)
def test_broken_yaml(tmp_path: Path, case: str) -> None:
    text, message = BROKEN_YAML[case]
    with pytest.raises(ScenarioError, match=message):
        import_folder(folder(tmp_path, d_yml=NEGMAS, a_yml=text))


def test_folders_that_are_none(tmp_path: Path) -> None:
    for name, files, message in (
        ("empty", {}, "no domain and no profile"),
        ("alone", {"d_xml": DOMAIN}, "no profile"),
        ("mixed", {"d_xml": DOMAIN, "a_yml": UFUN}, "mixes files of GENIUS and NegMAS"),
        ("twice", {"d_xml": DOMAIN, "e_xml": DOMAIN, "a_xml": GOOD}, "more than one domain: d.xml, e.xml"),
        ("ufuns", {"a_yml": UFUN}, "no domain"),
    ):
        with pytest.raises(ScenarioError, match=message):
            import_folder(folder(tmp_path / name, **files))  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        import_folder(tmp_path / "nowhere")


def test_rounding_is_asked_for_and_told(tmp_path: Path) -> None:
    where = folder(tmp_path, d_xml=DOMAIN, a_xml=profile(weights=("0.37808251708013424", "0.25")))
    imported = import_folder(where, places=4)
    assert told(imported, "1 numbers are rounded to 4") or told(imported, "1 number is rounded to 4")
    assert imported.scenario.parties["a"].interests["main_dish"].weight == Decimal("37.81")


# -- the commands -----------------------------------------------------------------------------------------------------


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(folder(tmp_path / "in", d_xml=DOMAIN, a_xml=GOOD))
    target = str(tmp_path / "lunch.yaml")
    import_domain(where, target)
    assert "note: " in capsys.readouterr().err
    with pytest.raises(ScenarioError, match="already exists"):
        import_domain(where, target)
    import_domain(where, None)
    for to, output in (("negmas", "n"), ("genius", "g"), ("cpsat", "model.txt")):
        export_domain(target, to, str(tmp_path / output))
        with pytest.raises(ScenarioError, match="already exists"):
            export_domain(target, to, str(tmp_path / output))
    assert utilities(import_folder(tmp_path / "n").scenario, "a") == utilities(import_folder(where).scenario, "a")
    assert CliRunner().invoke(app, ["export", target, "--to", "excel", "-o", str(tmp_path / "x")]).exit_code == 2


def test_what_exactness_cannot_reach_is_rounded_again(tmp_path: Path) -> None:
    values = dict(zip("abcdefghijkl", (7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47), strict=True))
    rows = "".join(
        f'<weight index="{name}" value="0.0{most}"/><issue index="{name}" name="{name}" etype="discrete">'
        f'<item value="x" evaluation="{most}"/><item value="y" evaluation="3"/></issue>'
        for name, most in values.items()
    )
    where = folder(
        tmp_path, a_xml=f"<utility_space><objective>{rows.replace('0.0', '0.01')}</objective></utility_space>"
    )
    with pytest.raises(ScenarioError, match="has 17 digits"):
        import_folder(where)
    imported = import_folder(where, places=5)
    assert told(imported, "rounded to 5 decimal places again")
    assert not told(imported, "multiplied")
    assert imported.scenario.parties["a"].interests["a"].scores == {"x": 100, "y": Decimal("42.857")}


def test_a_label_keeps_what_is_seen() -> None:
    assert label("data\u200bbase\u200f\ufeff") == "database"
    assert label("two\u2028lines\x07") == "two lines"
    assert label("می\u200cخواهم") == "می\u200cخواهم"
    assert label("\u200b\ud800") == "(no name)"
