"""zopa as a library: its public names, loading by id, path or standard input, and lists that are lazy."""

from __future__ import annotations

import importlib
import inspect
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import zopa
from zopa.models.terms import TERM_TYPES
from zopa.scenarios.library import bundled, template

SMALL = """
format: zopa/1
title: Small
terms: {a: {type: quantity, min: 0, max: 9}, b: {type: yes_no}}
parties: {p: {red_lines: {high: {require: a >= 6}, b: {require: b}}}, q: {red_lines: {low: {require: a <= 4}}}}
"""
DEAL = SMALL.replace("a <= 4", "a <= 8")


# -- public names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", zopa.__all__)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(zopa, name)
    assert name in dir(zopa)
    if name == "__version__":
        assert value.count(".") == 2
        return
    assert inspect.isclass(value) or inspect.isfunction(value)
    doc = value.__dict__.get("__doc__") if inspect.isclass(value) else value.__doc__
    assert doc, f"zopa.{name} has no docstring"
    assert not doc.startswith(f"{name}("), f"zopa.{name} has only the docstring that dataclasses make"


def test_public_names_are_the_documented_ones() -> None:
    assert len(zopa.__all__) == len(set(zopa.__all__))
    assert {"load", "solve", "relaxations", "conflicts", "deals", "whatif", "Builder", "to_json"} <= set(zopa.__all__)
    namespace: dict[str, object] = {}
    exec("from zopa import *", namespace)  # noqa: S102 - what a reader would write
    assert set(zopa.__all__) <= set(namespace)


def test_dir_shows_the_public_names_alone() -> None:
    assert dir(zopa) == sorted(zopa.__all__)


@pytest.mark.parametrize("name", zopa.__all__)
def test_every_function_says_which_parameters_it_takes(name: str) -> None:
    value = getattr(zopa, name)
    if inspect.isfunction(value):
        kinds = {parameter.kind for parameter in inspect.signature(value).parameters.values()}
        assert inspect.Parameter.VAR_KEYWORD not in kinds


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'zopa' has no attribute 'sovle'"):
        getattr(zopa, "sovle")  # noqa: B009


def test_the_package_is_marked_as_typed() -> None:
    assert (Path(zopa.__file__).parent / "py.typed").is_file()


def loaded_by(code: str) -> set[str]:
    """Return the top-level modules that some code imports in a fresh interpreter."""
    script = f"{code}\nimport sys, json\nprint(json.dumps(sorted({{name.split('.')[0] for name in sys.modules}})))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_zopa_loads_neither_or_tools_nor_pydantic() -> None:
    assert not {"ortools", "pydantic", "numpy", "pandas", "typer", "rich", "yaml"} & loaded_by("import zopa")


def test_a_scenario_is_loaded_without_or_tools() -> None:
    loaded = loaded_by(
        "import zopa; zopa.load('ukraine-russia').meaning(); zopa.ScenarioError; zopa.Builder; zopa.dumps"
    )
    assert "pydantic" in loaded
    assert not {"ortools", "numpy", "pandas"} & loaded


def test_solving_loads_the_compiled_core_of_or_tools_alone() -> None:
    loaded = loaded_by("import zopa; zopa.solve(zopa.load('ukraine-russia'), top=1)")
    assert "ortools" in loaded
    assert not {"pandas", "typer"} & loaded


# -- loading ----------------------------------------------------------------------------------------------------------


def test_bundled_scenarios_load_by_their_ids() -> None:
    assert "ukraine-russia" in bundled()
    for name in bundled():
        scenario = zopa.load(name)
        assert scenario.origin is not None
        assert scenario.origin.name == name
        assert scenario.parties


def test_a_file_loads_by_its_path_as_text_or_path(tmp_path: Path) -> None:
    file = tmp_path / "harbour.talks.yaml"
    file.write_text(SMALL, "utf-8")
    for source in (file, str(file)):
        scenario = zopa.load(source)
        assert scenario == zopa.loads(SMALL)
        assert scenario.origin is not None
        assert scenario.origin.name == "harbour.talks"


def test_a_path_object_is_never_a_bundled_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(zopa.ScenarioError, match="no file"):
        zopa.load(Path("ukraine-russia"))


def test_standard_input_loads_by_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALL.encode())))
    scenario = zopa.load("-")
    assert scenario == zopa.loads(SMALL)
    assert scenario.origin is not None
    assert scenario.origin.name == "standard-input"


def test_what_is_not_there_is_told_with_a_suggestion() -> None:
    with pytest.raises(zopa.ScenarioError, match=r"did you mean 'ukraine-russia'\?"):
        zopa.load("ukraine-rusia")
    with pytest.raises(zopa.ScenarioError, match=r"cannot be read: Is a directory"):
        zopa.load("/")
    with pytest.raises(zopa.ScenarioError, match=r"cannot be read"):
        zopa.load("a\0b")


def test_the_template_is_a_scenario_with_every_kind_of_term() -> None:
    scenario = zopa.loads(template())
    assert zopa.solve(scenario).verdict == "no_deal"
    assert {term.type for term in scenario.terms.values()} >= set(TERM_TYPES) - {"choice"}


# -- lazy lists -------------------------------------------------------------------------------------------------------


class Questions:
    """Limits that count the questions, and may interrupt at one of them."""

    def __init__(self, interrupt_at: int | None = None) -> None:
        self.asked = 0
        self.interrupt_at = interrupt_at
        self.limits = zopa.Limits(on_question=self)

    def __call__(self) -> None:
        self.asked += 1
        if self.asked == self.interrupt_at:
            self.limits.interrupt()


LISTS: list[Callable[..., Iterator[object]]] = [zopa.relaxations, zopa.conflicts, zopa.deals]
NAMES = ["relaxations", "conflicts", "deals"]


def scenario_for(listed: Callable[..., Iterator[object]]) -> zopa.Scenario:
    return zopa.loads(DEAL) if listed is zopa.deals else zopa.load("ukraine-russia")


@pytest.mark.parametrize("listed", LISTS, ids=NAMES)
def test_the_first_answer_costs_fewer_questions_than_all(listed: Callable[..., Iterator[object]]) -> None:
    scenario = scenario_for(listed)
    first, every = Questions(), Questions()
    made = listed(scenario, limits=first.limits)
    assert first.asked == 0
    one = next(made)
    found = list(listed(scenario, limits=every.limits))
    assert found[0] == one
    assert len(found) > 2
    assert 0 < first.asked < every.asked


@pytest.mark.parametrize("listed", LISTS, ids=NAMES)
def test_a_limit_raises_stopped_and_never_ends_the_list(listed: Callable[..., Iterator[object]]) -> None:
    with pytest.raises(zopa.Stopped) as caught:
        next(listed(scenario_for(listed), time_limit=0))
    assert caught.value.limit == "time_limit"


def key(entry: object) -> object:
    """Return what identifies an entry; an interrupt may leave the rest (a second opinion, a measure) unproved."""
    return getattr(entry, "give_up", getattr(entry, "red_lines", entry))


@pytest.mark.parametrize("listed", LISTS, ids=NAMES)
def test_what_came_before_an_interrupt_is_the_beginning_of_the_whole(listed: Callable[..., Iterator[object]]) -> None:
    scenario = scenario_for(listed)
    every = Questions()
    truth = list(map(key, listed(scenario, limits=every.limits)))
    lengths = []
    for at in range(1, every.asked + 1, max(1, every.asked // 20)):
        cut, found, limit = Questions(interrupt_at=at), [], None
        entries = listed(scenario, limits=cut.limits)
        try:
            while (entry := next(entries, None)) is not None:
                found.append(key(entry))
        except zopa.Stopped as stopped:
            limit = stopped.limit
        assert limit in (None, "interrupt")
        assert found == truth[: len(found)]
        assert limit is not None or found == truth
        lengths.append(len(found))
    assert lengths[0] == 0
    assert lengths == sorted(lengths)


def test_the_lazy_lists_are_those_of_solve() -> None:
    scenario = zopa.load("ukraine-russia")
    whole = zopa.solve(scenario, top=12)
    lazy = zopa.relaxations(scenario)
    assert whole.relaxations is not None
    costs = [next(lazy).cost for _ in range(12)]
    assert costs == [relaxation.cost for relaxation in whole.relaxations]
    assert {conflict.red_lines for conflict in zopa.conflicts(scenario)} == {
        conflict.red_lines for conflict in whole.conflicts or ()
    }


def test_where_a_deal_exists_nothing_is_given_up() -> None:
    scenario = zopa.loads(DEAL)
    only = list(zopa.relaxations(scenario))
    assert [(one.give_up, one.cost) for one in only] == [((), 0)]
    assert list(zopa.conflicts(scenario)) == []
    assert len(list(zopa.deals(scenario))) == 3  # a is 6, 7 or 8
    assert list(zopa.deals(zopa.loads(SMALL))) == []


def test_what_may_not_be_given_up_is_named_rightly() -> None:
    scenario = zopa.loads(SMALL)
    assert [one.give_up for one in zopa.relaxations(scenario, keep=["p"])] == [("q.low",)]
    assert [one.give_up for one in zopa.relaxations(scenario, only_from=["p"])] == [("p.high",)]
    assert list(zopa.relaxations(scenario, keep=["p.high", "q.low"])) == []
    with pytest.raises(zopa.UnknownNameError, match=r"did you mean 'p.high'\?"):
        zopa.relaxations(scenario, keep=["p.hihg"]).__next__()
    with pytest.raises(zopa.UnknownNameError, match="unknown party"):
        zopa.solve(scenario, only_from=["p.high"])


def test_progress_is_told_before_every_question() -> None:
    told: list[object] = []
    zopa.solve(zopa.loads(SMALL), on_progress=told.append)
    assert told
    counts = [(one.questions, one.conflicts, one.relaxations) for one in told]  # type: ignore[attr-defined]
    assert counts == sorted(counts)


def test_an_answer_s_modules_can_be_imported_in_any_order() -> None:
    for module in (
        "zopa.results.analysis",
        "zopa.solver.conflicts.exploration",
        "zopa.questions.whatif",
        "zopa.reports.terminal.analysis",
    ):
        assert importlib.import_module(module).__doc__


def test_a_scenario_is_shown_on_one_line() -> None:
    talks = zopa.load("ukraine-russia")
    lines = len(list(talks.red_lines()))
    shown = f"Scenario('ukraine-russia', terms={len(talks.terms)}, parties={len(talks.parties)}, red_lines={lines})"
    assert repr(talks) == str(talks) == shown
    unsaved = zopa.Builder("Harbour dues")
    unsaved.yes_no("open")
    unsaved.party("port")
    assert repr(unsaved.build()) == "Scenario('Harbour dues', terms=1, parties=1, red_lines=0)"
