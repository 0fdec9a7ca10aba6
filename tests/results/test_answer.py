"""What every answer can do: show its report, write its document, and be seen in a debugger without a flood."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

import zopa
from zopa.models.fields import Document
from zopa.reports import render
from zopa.results.answer import Answer
from zopa.scenarios.library import bundled

LONGEST = 400
"""Characters of a repr: a few lines."""

QUESTIONS: dict[str, Callable[[zopa.Scenario], Any]] = {
    "solve": lambda scenario: zopa.solve(scenario, prefer=[next(iter(scenario.parties))], top=3),
    "concessions": lambda scenario: zopa.concessions(scenario, top=2),
    "smallest": lambda scenario: zopa.concessions(scenario, top=1, smallest=True),
    "burden": zopa.burden,
    "sensitivity": zopa.sensitivity,
    "assumptions": zopa.assumptions,
    "whatif": lambda scenario: zopa.whatif(scenario, drop=[next(scenario.red_lines())[0]]),
    "why": lambda scenario: zopa.why_give_up(scenario, next(scenario.red_lines())[0]),
    "objections": lambda scenario: zopa.objections(scenario, {}),
    "explain": zopa.explain,
    "prove": zopa.prove,
}


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Answers about the bundled scenarios: each question of one that asks it."""
    asked = {name: ask(zopa.load("ukraine-russia")) for name, ask in QUESTIONS.items()}
    valued = zopa.load("panama-1974")
    return {**asked, "bargain": zopa.bargain(valued, diverse=2, all_outcomes=True, elsewhere=True)}


def parts(value: object) -> Iterator[object]:
    """Yield a value with everything in it that the library defines."""
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for entry in value:
            yield from parts(entry)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, Document):
        yield value
        for _, entry in value:
            yield from parts(entry)


def test_every_answer_is_an_answer(answers: dict[str, Any]) -> None:
    assert {type(answer) for answer in answers.values()} == set(Answer.__subclasses__())


def test_print_shows_the_report(answers: dict[str, Any]) -> None:
    for answer in answers.values():
        report = render(answer)
        assert str(answer) == answer.report() == report
        assert report.count("\n") > 3
        wide = answer.report(width=120, colour=True, top=1)
        assert wide == render(answer, width=120, colour=True, top=1) != report
        assert "\x1b[" in wide


def test_a_report_can_be_narrowed_to_one_solution(answers: dict[str, Any]) -> None:
    report = answers["bargain"].report(solution="nash")
    assert "Nash: maximises" in report
    assert "Utilitarian: maximises" not in report


def test_the_document_is_what_json_prints(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        assert answer.to_json() == zopa.to_json(answer)
        assert json.loads(answer.to_json())["format"].startswith("zopa-"), name


def test_a_certificate_that_proves_nothing_has_no_document() -> None:
    nothing = zopa.Certificate(zopa.load("panama-1974"), "undecided", None, (), ("the verdict",))
    with pytest.raises(ValueError, match="nothing was proved"):
        nothing.to_json()
    assert "Not certified" in nothing.report()


def test_a_repr_fits_on_a_few_lines(answers: dict[str, Any]) -> None:
    scenarios = [zopa.load(name) for name in bundled()]
    seen = [one for value in (*answers.values(), *scenarios) for one in parts(value)]
    assert len(seen) > 1_000
    for one in seen:
        assert len(repr(one)) < LONGEST, repr(one)
        assert "\n" not in repr(one)


def test_a_repr_says_what_matters(answers: dict[str, Any]) -> None:
    analysis = answers["solve"]
    assert repr(analysis).startswith("Analysis('ukraine-russia', verdict='no_deal', ")
    assert "conflicts=13, " in repr(analysis)
    assert "relaxations_total=256" in repr(analysis)
    assert repr(analysis.conflicts[0]) == (
        "Conflict(red_lines=('ukraine.no_recognition', 'russia.recognition'), facts=(), "
        "is_minimal=True, confirmed=True)"
    )
    assert "deal=25" in repr(analysis.relaxations[0])


@pytest.mark.parametrize(
    "code",
    [
        "import zopa; a = zopa.solve(zopa.load('panama-1974')); print(a)",
        "import pickle, sys; print(pickle.loads(sys.stdin.buffer.read()))",
    ],
)
def test_an_answer_shows_itself_without_further_imports(code: str) -> None:
    answer = zopa.solve(zopa.load("panama-1974"))
    answer.scenario._meaning = None  # it holds functions, which nobody can pickle
    done = subprocess.run([sys.executable, "-c", code], input=pickle.dumps(answer), capture_output=True, check=True)
    assert done.stdout.decode() == f"{answer}\n"


def test_results_alone_load_no_renderer() -> None:
    modules = [
        "analysis",
        "assumptions",
        "best_deals",
        "certificate",
        "concessions",
        "explanation",
        "objections",
        "why",
    ]
    code = "".join(f"import zopa.results.{name}; " for name in modules)
    code += "import sys; print([name for name in ('rich', 'zopa.reports', 'ortools') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
