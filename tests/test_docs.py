"""The documentation is true: every snippet runs, every link leads somewhere, the references leave nothing out.

What a page may hold, and what is done with it, in the order of the page and in a folder of the page's own:

* ``<!-- file: name -->`` before a ``yaml``, ``json`` or ``text`` block writes the block to a file; YAML and JSON have
  to load (``<!-- file: name, refused -->``: must not). ``<!-- fragment -->`` before a ``yaml`` block completes it with
  what a scenario needs besides, and loads that.
* ``console`` blocks run their ``$ zopa ...`` commands and hold the whole output, both streams, against the block. A
  line ``...`` stands for any number of lines. ``<!-- exit: 1 -->`` states the exit codes, one for each command.
* ``python`` blocks run in one namespace; those with ``>>>`` are doctests.
* ``sh`` blocks are commands for a machine without zopa. They are ``<!-- run: main job -->`` and ``<!-- run: tests -->``
  (run by CI as they stand) or ``<!-- by hand -->``, and have to be what a POSIX shell can read.
* a ``lark`` block is the grammar.
* ``<!-- picture: zopa ... -->`` is replaced by a picture where the site is built, which runs the command
  (``docs/extensions/pictures.py``).

Notebooks run cell by cell in one namespace, and are kept without output.

Anything else fails, so that nothing goes untested in silence. The keys of the JSON formats are compared in
``test_json_keys.py``.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import io
import json
import os
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from support.docs import ROOT, prose, run

import zopa
from zopa.models import fields, values
from zopa.models.expressions import parse, syntax
from zopa.models.io.source import tree
from zopa.models.parties import Fact, Measure, Party, RedLine, Source
from zopa.models.scenario import Scenario
from zopa.models.terms import MAX_OPTIONS, TERM_TYPES

BUILT = {"_build", "project"}
"""Folders of ``docs`` that the build of the site fills."""

PAGES = sorted(
    [
        *(page for page in (ROOT / "docs").rglob("*.md") if not BUILT & {*page.relative_to(ROOT / "docs").parts}),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    ]
)
NOTEBOOKS = sorted((ROOT / "docs/notebooks").glob("*.ipynb"))
BIN = Path(sys.executable).parent
DOCTEST = doctest.ELLIPSIS


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# -- pages ------------------------------------------------------------------------------------------------------------


@dataclass
class Snippet:
    """A fenced block, the line of its first line of text, and the comment directly before it."""

    page: Path
    line: int
    language: str
    text: str
    comment: str

    @property
    def place(self) -> str:
        return f"{name_of(self.page)}:{self.line}"

    def option(self, key: str) -> str | None:
        found = re.fullmatch(rf"{key}: *(.*)", self.comment)
        return found.group(1) if found else None


def snippets(page: Path) -> list[Snippet]:
    found: list[Snippet] = []
    fence: str | None = None
    comment, language, start = "", "", 0
    gathered: list[str] = []
    for number, line in enumerate(page.read_text("utf-8").splitlines(), start=1):
        if fence is None:
            if opened := re.match(r"(`{3,}|~{3,})(.*)", line):
                fence, language, start, gathered = opened.group(1), opened.group(2).strip(), number + 1, []
            elif line.strip():
                assert not line.lstrip().startswith(("```", "~~~")), f"{name_of(page)}:{number}: an indented block"
                mark = re.fullmatch(r"<!-- (.*) -->", line.strip())
                comment = mark.group(1) if mark else ""
        elif line == fence:
            found.append(Snippet(page, start, language, "".join(f"{text}\n" for text in gathered), comment))
            fence, comment = None, ""
        else:
            gathered.append(line)
    assert fence is None, f"{name_of(page)}:{start}: a block is not closed"
    return found


def cells(notebook: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(notebook.read_text("utf-8"))["cells"]
    return found


def text_of(page: Path) -> str:
    """Return a page without its blocks, a notebook without its code."""
    if page.suffix != ".ipynb":
        return prose(page)
    return "\n\n".join("".join(cell["source"]) for cell in cells(page) if cell["cell_type"] == "markdown")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading, with its subsections."""
    text = (ROOT / page).read_text("utf-8")
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert found, f"{page} has no section {heading!r}"
    rest = text[found.end() :]
    end = re.search(rf"^#{{1,{len(found.group(1))}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


# -- snippets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_snippet_holds(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    for name in ("NO_COLOR", "FORCE_COLOR", "TERMINAL_WIDTH"):
        monkeypatch.delenv(name, raising=False)
    namespace: dict[str, Any] = {"__name__": "page"}
    for snippet in snippets(page):
        match snippet.language:
            case "yaml" | "json" | "text":
                document(snippet)
            case "console":
                console(snippet)
            case "python":
                python(snippet, namespace)
            case "sh":
                shell(snippet)
            case "lark":
                assert snippet.text == grammar(), f"{snippet.place}: this is not the grammar"
            case other:
                pytest.fail(f"{snippet.place}: nothing is known of {other or 'unmarked'} blocks")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=name_of)
def test_every_notebook_runs_and_is_kept_without_output(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {"__name__": "notebook"}
    shown = []
    for cell in cells(notebook):
        if cell["cell_type"] != "code":
            continue
        assert (cell["outputs"], cell["execution_count"]) == ([], None)
        code = ast.parse("".join(cell["source"]), f"{name_of(notebook)}: {cell['id']}")
        last = ast.Expression(code.body.pop().value) if isinstance(code.body[-1], ast.Expr) else None
        exec(compile(code, cell["id"], "exec"), namespace)  # noqa: S102 - the notebook's own code
        if last is not None:
            shown.append(repr(eval(compile(last, cell["id"], "eval"), namespace)))
    assert shown
    assert capsys.readouterr().out


def document(snippet: Snippet) -> None:
    if snippet.comment == "fragment" and snippet.language == "yaml":
        text = snippet.text
        for key, least in (
            ("title", "title: A fragment\n"),
            ("terms", "terms: {unused: {type: yes_no}}\n"),
            ("parties", "parties: {nobody: {}}\n"),
        ):
            text += "" if re.search(rf"^{key}:", text, re.MULTILINE) else least
        loads(text, snippet)
        return
    file = snippet.option("file")
    assert file, f"{snippet.place}: is it a file or a fragment?"
    name, _, refused = file.partition(", ")
    Path(name).write_text(snippet.text, "utf-8")
    if refused:
        assert refused == "refused", f"{snippet.place}: {refused!r}?"
        with pytest.raises(zopa.ScenarioError):
            zopa.load(name)
    elif snippet.language != "text":
        loads(snippet.text, snippet, name)


def loads(text: str, snippet: Snippet, name: str | None = None) -> None:
    try:
        zopa.loads(text, file=name)
    except zopa.ScenarioError as error:
        pytest.fail(f"{snippet.place}: {error}", pytrace=False)


def python(snippet: Snippet, namespace: dict[str, Any]) -> None:
    if ">>>" not in snippet.text:
        code = compile("\n" * (snippet.line - 1) + snippet.text, str(snippet.page), "exec")
        exec(code, namespace)  # noqa: S102 - the page's own code
        return
    examples = doctest.DocTestParser().get_doctest(
        snippet.text, namespace, snippet.place, str(snippet.page), snippet.line - 1
    )
    assert examples.examples, f"{snippet.place}: no example is found"
    report = io.StringIO()
    outcome = doctest.DocTestRunner(optionflags=DOCTEST).run(examples, out=report.write, clear_globs=False)
    if outcome.failed:
        pytest.fail(report.getvalue(), pytrace=False)
    namespace.update(examples.globs)


def shell(snippet: Snippet) -> None:
    known = snippet.comment in ("run: main job", "run: tests", "by hand")
    assert known, f"{snippet.place}: is it run by CI or by hand?"
    checked = subprocess.run(["sh", "-n"], input=snippet.text, text=True, capture_output=True, check=False)
    assert checked.returncode == 0, f"{snippet.place}: {checked.stderr}"


# -- consoles ---------------------------------------------------------------------------------------------------------


def console(snippet: Snippet) -> None:
    commands = list(sessions(snippet))
    stated = snippet.option("exit")
    codes = [int(code) for code in stated.split(",")] if stated else [0] * len(commands)
    assert commands, f"{snippet.place}: no command is found"
    assert len(codes) == len(commands), f"{snippet.place}: {len(commands)} commands, {len(codes)} exit codes"
    for (command, expected), code in zip(commands, codes, strict=True):
        output, exit_code = run(command)
        place = f"{snippet.place}: $ {command}"
        if not matches(expected, output.splitlines()):
            pytest.fail(f"{place}\n{output}", pytrace=False)
        if exit_code != code:
            pytest.fail(f"{place}: exit code {exit_code}, not {code}\n{output}", pytrace=False)


def sessions(snippet: Snippet) -> Iterator[tuple[str, list[str]]]:
    """Yield every command of a block with the lines expected from it; ``> `` continues a command."""
    command: str | None = None
    expected: list[str] = []
    for line in snippet.text.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield command, expected
            command, expected = line[2:], []
        elif line.startswith("> ") and command is not None and command.endswith("\\"):
            command = command[:-1] + line[2:]
        else:
            assert command is not None, f"{snippet.place}: output before any command"
            expected.append(line.rstrip())
    if command is not None:
        yield command, expected


def matches(expected: list[str], output: list[str]) -> bool:
    """Compare line by line; ``...`` stands for any number of lines."""
    pattern = "".join(r"(?:[^\n]*\n)*" if line == "..." else re.escape(line) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in output)) is not None


# -- docstrings -------------------------------------------------------------------------------------------------------


def test_the_examples_in_docstrings_hold() -> None:
    tried = {}
    for module in pkgutil.walk_packages(zopa.__path__, "zopa."):
        loaded = importlib.import_module(module.name)
        tried[module.name] = doctest.testmod(loaded, optionflags=DOCTEST)
    tried["zopa"] = doctest.testmod(zopa, optionflags=DOCTEST)
    assert not [name for name, outcome in tried.items() if outcome.failed]
    assert tried["zopa"].attempted
    assert tried["zopa.models.builder"].attempted


# -- links ------------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    found: dict[str, int] = {}
    for heading in re.findall(r"^#+ +(.+)$", text_of(page), re.MULTILINE):
        plain = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
    return {slug if not at else f"{slug}-{at}" for slug, last in found.items() for at in range(last + 1)}


@pytest.mark.parametrize("page", [*PAGES, *NOTEBOOKS], ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        inside = file.is_relative_to(ROOT) and file.exists()
        if not inside or (anchor and (file.suffix != ".md" or anchor not in anchors(file))):
            broken.append(target)
    assert not broken


def test_every_page_of_the_documentation_can_be_reached_from_the_readme() -> None:
    reached, pending = set(), [ROOT / "README.md"]
    while pending:
        page = pending.pop()
        if page in reached or page.suffix not in (".md", ".ipynb") or not page.exists():
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)\s#]+)", text_of(page))
        pending += [(page.parent / link).resolve() for link in links if not link.startswith("https://")]
    assert [name_of(page) for page in (*PAGES, *NOTEBOOKS) if page not in reached] == []


# -- the readme -------------------------------------------------------------------------------------------------------


def test_the_readme_opens_with_two_commands_for_a_fresh_machine() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    first, second, *_ = snippets(ROOT / "README.md")
    assert (first.language, first.comment) == ("sh", "run: main job")
    assert (second.language, second.comment) == ("sh", "run: tests")
    assert first.text == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/zopa solve ukraine-russia\n"
    assert second.text == "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest\n"
    assert len(text.splitlines()) <= 120
    assert "## " not in text[: text.index(second.text)]


def test_the_citation_names_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert citation["version"] == project["version"] == zopa.__version__
    assert citation["license"] == project["license"]
    assert citation["authors"] == project["authors"]


# -- references -------------------------------------------------------------------------------------------------------


def grammar() -> str:
    return (ROOT / "zopa/models/expressions/grammar.lark").read_text("utf-8")


def test_the_reference_holds_the_grammar_and_every_word_of_the_language() -> None:
    page = ROOT / "docs/reference/expressions.md"
    assert [snippet.text for snippet in snippets(page) if snippet.language == "lark"] == [grammar()]
    text = prose(page)
    missing = [name for name in syntax.FUNCTIONS if f"| `{name}(" not in text]
    missing += [word for word in (*syntax.KEYWORDS, *syntax.TRUTHS) if f"`{word}`" not in text]
    assert not missing


def test_the_reference_tells_every_key_of_the_format_and_which_have_to_be_there() -> None:
    places: dict[str, Any] = {
        "Top level": Scenario,
        "Sources": Source,
        "Measures": Measure,
        "Facts": Fact,
        "Red lines": RedLine,
    }
    places |= {"Parties": Party, **{f"`{name}`": kind for name, kind in TERM_TYPES.items()}}
    wrong = []
    for heading, kind in places.items():
        rows = rows_of(section("docs/reference/format.md", heading))
        for name, field in kind.model_fields.items():
            if name == "type" or (name in ("label", "note") and heading.startswith("`")):
                continue  # told once, for all terms
            row = rows.pop(name, None)
            if row is None or (row[2] == "required") != field.is_required():
                wrong.append(f"{heading}: {name}")
        wrong += [f"{heading}: {name}, which there is none" for name in rows]
    shared = rows_of(section("docs/reference/format.md", "Terms").split("###")[0])
    assert [*wrong, *({"type", "label", "note"} ^ shared.keys())] == []


def rows_of(text: str) -> dict[str, list[str]]:
    """Return the rows of the first table in a text by the name in their first cell."""
    table = re.search(r"^\|.*?(?=^[^|]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert table, text
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table.group().splitlines()[2:]]
    return {row[0].strip("`"): row for row in cells}


def test_the_reference_states_the_limits() -> None:
    text = section("docs/reference/format.md", "Limits")
    for limit in (
        f"{tree.MAX_BYTES // 2**20} MiB",
        f"{tree.MAX_DEPTH} levels",
        f"{parse.MAX_TOKENS:,} tokens",
        f"{parse.MAX_DEPTH} deep",
        f"{MAX_OPTIONS:,} options",
        "64 characters",
        "2^53",
        "2^62",
        "2^256",
    ):
        assert limit in text, limit
    assert values.MAX_SCALED == 2**53
    assert values.MAX_MAGNITUDE == 2**62
    assert values.MAX_IN_LINES == 2**256
    with pytest.raises(ValueError, match="longer than 64"):
        fields._identifier("a" * 65)


def test_the_reference_tells_every_command_and_option() -> None:
    from zopa.cli import exit_codes
    from zopa.cli.app import app

    group: Any = typer.main.get_command(app)
    wrong = []
    for name, command in group.commands.items():
        text = section("docs/reference/cli.md", f"`zopa {name}`")
        documented = set(re.findall(r"`(--?[a-z-]+)", text))
        options = {option for parameter in command.params for option in parameter.opts if option.startswith("-")}
        wrong += [f"{name}: {option}" for option in (options - {"-h", "--help"}) ^ documented]
    assert not wrong
    codes = rows_of(section("docs/reference/cli.md", "Exit codes"))
    assert set(codes) == {
        str(code) for code in (exit_codes.DEAL, exit_codes.NO_DEAL, exit_codes.BAD_INPUT, exit_codes.UNDECIDED)
    }


def test_the_reference_has_one_entry_for_every_public_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs/extensions")
    pages = importlib.import_module("public").groups()
    assert sorted(name for page in pages.values() for name in page.names) == sorted({*zopa.__all__} - {"__version__"})
    assert all(page.names for page in pages.values())
    mentioned = set(re.findall(r"`(?:zopa\.)?(\w+)", prose(ROOT / "docs/reference/python.md")))
    functions = {name for name in zopa.__all__ if inspect.isroutine(getattr(zopa, name))}
    assert functions - mentioned == set(), "the page of the library says nothing of them"


@pytest.mark.parametrize("name", sorted({*zopa.__all__} - {"__version__"}))
def test_every_public_name_and_parameter_is_documented(name: str) -> None:
    found = getattr(zopa, name)
    text = inspect.getdoc(found) or ""
    assert text
    assert not text.startswith(f"{name}("), "dataclasses make such a docstring where there is none"
    if not inspect.isroutine(found):
        return
    parameters = inspect.signature(found).parameters
    keywords = {key for key, parameter in parameters.items() if parameter.kind is parameter.KEYWORD_ONLY}
    assert parameters_in(text) <= {*parameters}
    assert keywords - documented(name) == set()


def documented(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """Return the parameters that a function's docstring documents, itself or by the function it refers to."""
    text = inspect.getdoc(getattr(zopa, name)) or ""
    named = re.findall(r":func:`~?(?:zopa\.)?(\w+)`", text)
    others = [other for other in named if other in zopa.__all__ and other not in seen]
    return parameters_in(text).union(*(documented(other, seen | {name}) for other in others))


def parameters_in(text: str) -> set[str]:
    """Return the names in a docstring's section of parameters."""
    found = re.search(r"^Parameters\n-+\n(.*?)(?=^\w+\n-+\n|\Z)", text, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^\S.*$", found.group(1), re.MULTILINE) if found else []
    return {name.strip(" *") for line in lines for name in line.partition(" : ")[0].split(",")}
