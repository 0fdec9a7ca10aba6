"""Figures of the best deals: what they hold against brute force, that no label covers another, bytes, refusals."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise, product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from support.best_deals import ANSWERS, CLASH, HARD, LEASE, run
from support.draws import steady
from support.reference_bargaining import Bargaining, ValuedSpec
from support.strategies_bargaining import LARGE, Large, large, read_valued, rivals, valued

import zopa
from zopa.models.values import parse_number
from zopa.questions import plot
from zopa.reports.figures import parallel_coordinates
from zopa.reports.figures.marks import marks
from zopa.reports.figures.parallel_coordinates import draw_parallel
from zopa.reports.figures.plane import draw_plane
from zopa.reports.figures.sheet import MOST_VECTORS, drawn
from zopa.reports.figures.ticks import Ruler
from zopa.solver.limits import Limits, Stopped
from zopa.solver.pareto import enumerate as enumeration

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"
SPLIT = """
title: A thousand to divide
terms: {x: {type: quantity, min: 0, max: 1000}}
parties:
  a: {interests: {x: {weight: 1000, worst: 0, best: 1000}}}
  b: {interests: {x: {weight: 1000, worst: 1000, best: 0}}}
"""
SAME = """
title: "Both want the same, for $5 and <a & b>"
terms: {x: {type: quantity, min: 0, max: 5}, y: {type: yes_no}}
parties:
  a:
    name: The Association of Municipal Employers of the Northern Provinces
    interests: {x: {weight: 10, worst: 0, best: 5}}
  b: {interests: {x: {weight: 10, worst: 0, best: 5}, y: {weight: 3, scores: {yes: 100, no: 0}}}}
"""
THREE = """
title: Three
terms: {x: {type: quantity, min: 0, max: 4}, y: {type: quantity, min: 0, max: 4}}
facts: {whole: {require: x + y <= 4}}
parties:
  a: {interests: {x: {weight: 10, worst: 0, best: 4}}, reservation: 1}
  b: {interests: {y: {weight: 10, worst: 0, best: 4}}}
  c: {interests: {x: {weight: 5, worst: 4, best: 0}, y: {weight: 6, worst: 4, best: 0}}}
"""
STUCK = THREE.replace("facts: {", "facts: {stuck: {require: x == 2}, ").replace("reservation: 1}", "reservation: 5}")
FIGURES: dict[str, Callable[[], zopa.Bargain]] = {
    **{name: ANSWERS[name] for name in ("lease", "proposal", "bad-proposal", "reservation-values-clash", "panama")},
    "split": lambda: zopa.bargain(zopa.loads(SPLIT)),
    "same": lambda: zopa.bargain(zopa.loads(SAME)),
    "three": lambda: zopa.bargain(zopa.loads(THREE), proposal={"x": 0, "y": 0}),
    "beyond": lambda: zopa.bargain(zopa.loads(THREE), proposal={"x": 4, "y": 4}),
    "nothing-to-gain": lambda: zopa.bargain(zopa.loads(STUCK), proposal={"x": 0, "y": 4}),
    **{name: lambda name=name: zopa.bargain(read_valued(large(name))) for name in LARGE},  # type: ignore[misc]
    "eight": lambda: zopa.bargain(read_valued(rivals(Large(7, 8, 4, joined=False)))),
}


@pytest.fixture(scope="module")
def answers() -> dict[str, zopa.Bargain]:
    return {name: answer() for name, answer in FIGURES.items()}


def svg(answer: zopa.Bargain, folder: Path) -> ElementTree.Element:
    zopa.plot(answer, folder / "figure.svg")
    return ElementTree.fromstring((folder / "figure.svg").read_bytes())


def words_of(root: ElementTree.Element) -> list[str]:
    return [" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")]


def shapes(root: ElementTree.Element, name: str) -> int:
    groups = [group for group in root.iter(f"{SVG}g") if group.get("id") == name]
    return sum(1 for group in groups for _ in group.iter(f"{SVG}use"))


def sheet(answer: zopa.Bargain) -> Figure:
    """Return the figure itself, laid out."""
    kept: list[Figure] = []

    def draw(figure: Figure) -> None:
        if len(answer.parties) == 2:
            points = enumeration.all_points(answer.scenario.meaning(), answer.parties, Limits())
            draw_plane(figure, answer, points, "too many")
        else:
            draw_parallel(figure, answer)
        kept.append(figure)

    drawn(draw, "png")
    return kept[0]


def places(figure: Figure, name: str) -> list[tuple[float, float]]:
    (axes,) = figure.axes
    return [tuple(place) for one in axes.collections if one.get_gid() == name for place in one.get_offsets().tolist()]  # type: ignore[union-attr]


# -- what is drawn ----------------------------------------------------------------------------------------------------


def test_panama_has_every_deal_every_point_and_every_name(answers: dict[str, zopa.Bargain], tmp_path: Path) -> None:
    scenario = answers["panama"].scenario
    one, other = (scenario.parties[party].interests for party in answers["panama"].parties)
    options = [[(value, name) for value in one[name].scores or ()] for name in one]
    worth = {
        tuple(
            sum(own[name].weight * (own[name].scores or {})[value] / 100 for value, name in deal)
            for own in (one, other)
        )
        for deal in product(*options)
    }
    root = svg(answers["panama"], tmp_path)
    told = "\n".join(words_of(root))
    assert shapes(root, "deals") == len(worth)
    assert f"they make {len(worth)} different points" in told
    assert (shapes(root, "frontier"), shapes(root, "solutions"), shapes(root, "ideal point")) == (20, 2, 1)
    assert "There are exactly 20 such points. This is proved." in told
    assert "Utility to United States" in told
    assert "Utility to Panama" in told
    assert scenario.title in told
    assert scenario.origin is not None
    assert f"SHA-256 begins with {scenario.origin.sha256[:12]}." in told
    heading = re.sub(r"\s+", " ", told)
    assert "Nash, Kalai-Smorodinsky, egalitarian, utilitarian (one of 2 that tie) and relative utilitarian" in heading
    assert "United States 64 and Panama 68" in heading


def test_points_stand_where_their_utilities_say(answers: dict[str, zopa.Bargain]) -> None:
    for name in ("lease", "proposal", "panama", "two-parties-joined"):
        answer = answers[name]
        figure = sheet(answer)
        expected = [tuple(map(float, outcome.utilities.values())) for outcome in answer.frontier]
        assert places(figure, "frontier") == expected
        chosen = {
            tuple(map(float, one.utilities.values())) for found in answer.solutions.values() for one in found or ()
        }
        drawn_as_one = places(figure, "solutions") + places(figure, "tie with a solution")
        assert sorted(drawn_as_one) == sorted(chosen)


@steady(60)
@given(spec=valued(parties=(2,), reachable=True))
def test_the_cloud_is_every_deal_that_crosses_no_red_line(spec: ValuedSpec) -> None:
    truth = Bargaining(spec)
    scenario = read_valued(spec)
    found = enumeration.all_points(scenario.meaning(), truth.parties, Limits())
    assert found == sorted(map(truth.exact, truth.permitted))


def test_all_deals_or_none(monkeypatch: pytest.MonkeyPatch, answers: dict[str, zopa.Bargain], tmp_path: Path) -> None:
    lease = answers["lease"].scenario
    number = len(enumeration.all_points(lease.meaning(), answers["lease"].parties, Limits()) or ())
    for name, enough in (("MOST_IN_CLOUD", number), ("MOST_OF_A_GROUP", 59 * 2 * 2 * 13)):
        for limit, drawn_there in ((enough, True), (1, False)):
            with monkeypatch.context() as patch:
                patch.setattr(enumeration, name, limit)
                if name == "MOST_IN_CLOUD" or not drawn_there:
                    told = " ".join(words_of(svg(answers["lease"], tmp_path)))
                    assert (f"they make {number:,} different points" in told) is drawn_there
                    assert ("Other deals are not drawn: they are too many" in told) is not drawn_there
    with pytest.raises(Stopped):
        enumeration.all_points(lease.meaning(), answers["lease"].parties, Limits(0))
    zopa.plot(answers["lease"], tmp_path / "late.svg", time_limit=0)
    assert "going through them was cut off" in (tmp_path / "late.svg").read_text("utf-8")


def test_a_frontier_that_is_not_complete_says_so(tmp_path: Path) -> None:
    whole = zopa.bargain(zopa.loads(LEASE, "lease"))
    nothing = dict.fromkeys(whole.solutions)
    known = tuple(replace(one, is_best=None) for one in whole.frontier[:9])
    part = replace(whole, frontier=known, frontier_complete=False, solutions=nothing, ideal=dict.fromkeys(whole.ideal))
    told = " ".join(words_of(svg(part, tmp_path)))
    assert "9 deals were found that none of the others beats. There may be more, and better ones." in told
    assert "No solution is proved, so none is drawn." in told
    assert "best deals found" in told
    for claim in ("This is proved", "ideal point", "Nash"):
        assert claim not in told
    assert [mark.names for mark in marks(replace(part, ideal=whole.ideal))] == [
        ["ideal point, not known to be within reach"]
    ]
    some = replace(part, solutions=nothing | {"nash": whole.frontier[:1]})
    told = " ".join(words_of(svg(some, tmp_path)))
    assert "Not proved, and so not drawn: Kalai-Smorodinsky, egalitarian, utilitarian and relative utilitarian." in told


def test_where_reservation_values_clash_the_empty_corner_is_shown(tmp_path: Path) -> None:
    root = svg(ANSWERS["reservation-values-clash"](), tmp_path)
    told = " ".join(words_of(root))
    assert "No deal crosses no red line and reaches the reservation values. This is proved." in told
    assert "The owner accepts 95 or more" in told
    assert "The tenant accepts 60 or more" in told
    assert {group.get("id") for group in root.iter(f"{SVG}g")} >= {"least-0", "least-1"}
    assert shapes(root, "frontier") == 0


def test_of_many_lines_some_are_drawn_and_that_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = FIGURES["five-parties-joined"]()
    number = len(answer.frontier)
    assert number > parallel_coordinates.MOST_LINES
    told = " ".join(words_of(svg(answer, tmp_path)))
    assert f"{parallel_coordinates.MOST_LINES} of {number} are drawn, picked evenly" in told
    monkeypatch.setattr(parallel_coordinates, "MOST_LINES", number)
    told = " ".join(words_of(svg(answer, tmp_path)))
    assert "all are drawn" in told
    thin = [line for line in sheet(answer).axes[0].lines if line.get_linewidth() == 0.9]
    assert len(thin) == number


def test_heights_on_the_axes_of_many_parties_are_shares_of_the_possible_gain() -> None:
    answer = FIGURES["three"]()
    thin = [line.get_ydata() for line in sheet(answer).axes[0].lines if line.get_linewidth() == 0.9]
    for heights, outcome in zip(thin, answer.frontier, strict=True):
        for height, party in zip(heights, answer.parties, strict=True):  # type: ignore[arg-type]
            low, high = (Fraction(one[party] or 0) for one in (answer.reservation, answer.ideal))
            assert height == pytest.approx(float((Fraction(outcome.utilities[party]) - low) / (high - low)))


@pytest.mark.parametrize("name", ["three", "beyond", "nothing-to-gain"])
def test_the_words_about_ends_stand_at_the_heights_of_their_values(
    answers: dict[str, zopa.Bargain], tmp_path: Path, name: str
) -> None:
    answer = answers[name]
    (axes,) = sheet(answer).axes
    drawn_marks = [mark for mark in marks(answer) if mark.deal]
    heavy = [line for line in axes.lines if line.get_linewidth() == 2.4]
    (deal,) = (
        line
        for line, mark in zip(heavy, drawn_marks, strict=True)
        if any(name.startswith("the proposed deal") for name in mark.names)
    )
    proposed = [Fraction(value) for value in answer.proposal.outcome.utilities.values()]  # type: ignore[union-attr]
    one = axes.transData.transform((0, 1))[1] - axes.transData.transform((0, 0))[1]
    beyond = False
    for at, (party, worth) in enumerate(zip(answer.parties, proposed, strict=True)):
        low, high = (Fraction(one[party] or 0) for one in (answer.reservation, answer.ideal))
        height = float(deal.get_ydata()[at])  # type: ignore[index, arg-type]
        assert (height < 0, height > 1) == (worth < low, worth > high)
        if high > low:
            assert height == pytest.approx(float((worth - low) / (high - low)))
        beyond |= not low <= worth <= high
    ends = [axes.get_ylim()[0] < -0.1, axes.get_ylim()[1] > 1.1]
    for text in axes.texts:
        for start, tick, stretched in (("most ", 1, ends[1]), ("accepts ", 0, ends[0]), ("least ", 0, ends[0])):
            if text.get_text().startswith(start) and stretched:
                box, place = text.get_window_extent(), axes.transData.transform((0, tick))[1]
                assert min(abs(box.y0 - place), abs(box.y1 - place)) < 0.1 * one
    told = " ".join(words_of(svg(answer, tmp_path)))
    assert ("the proposed deal lies beyond" in told) is beyond
    assert ("to the most it can have; the height is" in told) is not beyond


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_no_words_cover_others_or_leave_the_sheet(answers: dict[str, zopa.Bargain], name: str) -> None:
    figure = sheet(answers[name])
    (axes,) = figure.axes
    texts: list[Any] = [*figure.texts, *axes.texts]
    if axes.axison:
        texts += [axes.xaxis.label, axes.yaxis.label, *axes.get_xticklabels(), *axes.get_yticklabels()]
    texts += [text for legend in figure.legends for text in legend.get_texts()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text()]
    for text, box in boxes:
        assert figure.bbox.x0 <= box.x0, text
        assert figure.bbox.y0 <= box.y0, text
        assert box.x1 <= figure.bbox.x1, text
        assert box.y1 <= figure.bbox.y1, text
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)


def test_ticks_say_their_place(answers: dict[str, zopa.Bargain]) -> None:
    for name in ("lease", "panama", "split", "two-parties-apart"):
        (axes,) = sheet(answers[name]).axes
        for axis in (axes.xaxis, axes.yaxis):
            told = [parse_number(label.get_text().replace(",", "")) for label in axis.get_ticklabels()]
            assert len(told) >= 2
            assert [float(number) for number in told if number is not None] == pytest.approx(list(axis.get_ticklocs()))


@steady(300)
@given(st.fractions(), st.fractions(min_value="1/1000000000", max_value=10**12), st.integers(2, 40))
def test_ticks_are_round_and_neither_few_nor_too_many(low: Fraction, length: Fraction, most: int) -> None:
    ruler = Ruler(low, low + length)
    ticks = ruler.ticks(most)
    assert len(ticks) <= most
    assert len(ticks) * 3 >= most - 4
    assert all(ruler.low <= tick <= ruler.high for tick in ticks)
    steps = {after - before for before, after in pairwise(ticks)}
    assert len(steps) <= 1
    for step in steps:
        digits = str(step.numerator * 10**30 // step.denominator).strip("0")
        assert digits in ("1", "2", "5")
        assert all((tick / step).denominator == 1 for tick in ticks)


def test_one_point_has_one_label_with_all_its_names(answers: dict[str, zopa.Bargain]) -> None:
    (mark,) = marks(answers["same"])
    assert mark.names == [
        "Nash",
        "Kalai-Smorodinsky",
        "egalitarian",
        "utilitarian",
        "relative utilitarian",
        "ideal point",
    ]
    split = {mark.utilities: mark.names for mark in marks(answers["split"])}
    assert split == {
        (500, 500): [
            "Nash",
            "Kalai-Smorodinsky",
            "egalitarian",
            "utilitarian (one of 1,001 that tie)",
            "relative utilitarian (one of 1,001 that tie)",
        ],
        (1000, 1000): ["ideal point, out of reach"],
    }
    told = {tuple(mark.names): mark for mark in marks(answers["bad-proposal"])}
    assert ("the proposed deal, which crosses O1 “rent >= 900”",) in told
    assert ("improves on the proposed deal",) in told


def test_words_are_written_as_they_are(answers: dict[str, zopa.Bargain], tmp_path: Path) -> None:
    told = words_of(svg(answers["same"], tmp_path))
    assert "Both want the same, for $5 and <a & b>" in told


# -- bytes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["panama-1974", "five"])
def test_the_same_answer_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    if name == "five":
        from support.reference_bargaining import valued_document

        name = str(tmp_path / "five.yaml")
        Path(name).write_text(valued_document(large("five-parties-joined")), "utf-8")
    found = zopa.bargain(zopa.load(name))
    for form in ("svg", "png"):
        zopa.plot(found, tmp_path / f"one.{form}")
        zopa.plot(found, tmp_path / f"two.{form}")
        (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.grid: True\nsvg.fonttype: path\n")
        code = f"import zopa; zopa.plot(zopa.bargain(zopa.load({name!r})), 'three.{form}')"
        environment = {**os.environ, "PYTHONHASHSEED": "7"}
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
        assert len({(tmp_path / f"{copy}.{form}").read_bytes() for copy in ("one", "two", "three")}) == 1


def test_the_figure_of_the_documentation_is_what_the_code_draws(tmp_path: Path) -> None:
    """Its words and points; other versions of matplotlib write other bytes."""
    shown = ElementTree.fromstring((ROOT / "docs" / "how-to" / "panama-1974.svg").read_bytes())
    made = svg(zopa.bargain(zopa.load("panama-1974")), tmp_path)
    assert words_of(shown) == words_of(made)
    for name in ("deals", "frontier", "solutions", "ideal point"):
        assert shapes(shown, name) == shapes(made, name) > 0
    assert (ROOT / "docs" / "how-to" / "panama-1974.svg").stat().st_size < 100_000


def test_an_svg_of_thousands_of_points_stays_small(answers: dict[str, zopa.Bargain], tmp_path: Path) -> None:
    zopa.plot(answers["lease"], tmp_path / "lease.svg")
    assert "13,200 different points" in (tmp_path / "lease.svg").read_text("utf-8")
    assert MOST_VECTORS < 13_200
    assert (tmp_path / "lease.svg").stat().st_size < 200_000


def test_a_png_has_the_dots_of_a_projector(answers: dict[str, zopa.Bargain], tmp_path: Path) -> None:
    zopa.plot(answers["panama"], tmp_path / "figure.PNG")
    data = (tmp_path / "figure.PNG").read_bytes()
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1920, 1080)


def test_letters_that_the_font_lacks_are_left_to_the_viewer_or_refused(tmp_path: Path) -> None:
    found = zopa.bargain(zopa.loads(SPLIT.replace("A thousand to divide", "分配一千")))
    assert "分配一千" in words_of(svg(found, tmp_path))
    with pytest.raises(zopa.ScenarioError, match=r"figure\.png: the PNG's font lacks letters .*an SVG is shown"):
        zopa.plot(found, tmp_path / "figure.png")
    assert not (tmp_path / "figure.png").exists()


def test_a_figure_is_written_whole_or_not_at_all(
    answers: dict[str, zopa.Bargain], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "figure.svg"
    file.write_text("older")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="No space left"):
            zopa.plot(answers["panama"], file)
    assert [one.read_text() for one in tmp_path.iterdir()] == ["older"]
    zopa.plot(answers["panama"], file)
    assert file.read_text("utf-8").startswith("<?xml")


# -- the command line, and what is refused ----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"lease": LEASE, "hard": HARD, "clash": CLASH, "three": THREE}
    texts["alone"] = LEASE[: LEASE.index("  tenant:\n    name")]
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_deals_draws_beside_its_report(folder: Path) -> None:
    lease, file = str(folder / "lease.yaml"), folder / "figure.svg"
    code, report, said = run("deals", lease, "--plot", str(file))
    assert (code, report) == run("deals", lease)[:2]
    assert f"wrote {file}" in said
    first = file.read_bytes()
    code, document, said = run("deals", lease, "--json", "--quiet", "--plot", str(file))
    assert (code, said) == (0, "")
    assert json.loads(document)["verdict"] == "deal"
    assert file.read_bytes() == first
    zopa.plot(zopa.bargain(zopa.load(lease)), folder / "library.svg")
    assert (folder / "library.svg").read_bytes() == first
    assert run("deals", str(folder / "hard.yaml"), "--plot", str(file))[0] == 1
    assert run("deals", str(folder / "three.yaml"), "--plot", str(file))[0] == 0


@pytest.mark.parametrize(
    ("name", "file", "options", "message", "expected"),
    [
        ("lease", "figure.pdf", [], "the name of a figure ends in .svg or .png", 2),
        ("lease", "figure", [], "the name of a figure ends in .svg or .png", 2),
        ("lease", "nowhere/figure.svg", [], "there is no folder", 2),
        ("alone", "figure.svg", [], "a figure needs two parties that value deals", 2),
        ("clash", "figure.svg", [], "there is no frontier to draw, since there is no deal", 1),
        ("lease", "figure.svg", ["--time-limit", "0"], "there is no frontier to draw, since no deal is known", 3),
    ],
)
def test_what_cannot_be_drawn_is_bad_input_beforehand_and_leaves_the_verdict_after_the_answer(
    folder: Path, name: str, file: str, options: list[str], message: str, expected: int
) -> None:
    code = f"import sys; sys.argv[1:] = {['deals', str(folder / f'{name}.yaml'), '--plot', file, *options]!r}\n"
    code += "from zopa.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, check=False)
    assert done.returncode == expected
    assert done.stderr.decode().startswith(f"{file}: {message}")
    assert bool(done.stdout) is (expected != 2)
    assert not (folder / file).exists()


def test_without_matplotlib_the_message_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: dict[str, zopa.Bargain]
) -> None:
    monkeypatch.setattr(plot, "find_spec", lambda _: None)
    with pytest.raises(zopa.ScenarioError, match="matplotlib, which is not installed; zopa's extra plot brings it"):
        zopa.plot(answers["panama"], folder / "figure.svg")
    code, report, said = run("deals", str(folder / "lease.yaml"), "--plot", str(folder / "figure.svg"))
    assert (code, report) == (1, "")  # typer's own runner; the script exits with 2, as above
    assert "matplotlib" in said


def test_without_interests_there_is_nothing_to_draw() -> None:
    code, _, said = run("deals", "ukraine-russia", "--plot", "figure.svg")
    assert code == 2
    assert "--plot needs interests" in said


def test_matplotlib_is_imported_for_figures_alone(folder: Path) -> None:
    lease = str(folder / "lease.yaml")
    for what in (
        "zopa.plot; zopa.to_json(zopa.bargain(zopa.load({lease!r})))",
        "import zopa.questions.plot, zopa.cli.app, zopa.cli.commands.deals",
        "from zopa.reports import render; render(zopa.bargain(zopa.load({lease!r})))",
    ):
        code = f"import sys, zopa; {what.format(lease=lease)}; sys.exit('matplotlib' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
