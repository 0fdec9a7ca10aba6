"""Files made to hurt the certificate checker: each is refused in bounded time and memory, and none crashes it.

The bounds are generous for slow machines; what was measured stands beside each.
"""

from __future__ import annotations

import json
import math
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.checker_cases import check, text
from support.small_lines import YES_NO, Document, Truth, certificate, conflict, document, false_claim, quantity

from zopa import checker, conclusions
from zopa.checker import Rejected, Unreadable

X, Y = ["term", "x"], ["term", "y"]
SMALL = document(
    {"x": quantity(10), "y": quantity(10), "f": YES_NO},
    {"p.a": ["<=", {"x": 1, "y": -1}, -1], "p.b": ["not", ["<=", X, Y]]},
)
FULL = bool(os.environ.get("ZOPA_HOSTILE"))
"""Whether the checker has all its 200 million steps; else 4 million, so that the tests take no minutes."""

TOO_MUCH = f"checking takes more than {'200,000,000' if FULL else '4,000,000'} steps"
SECONDS, MEGABYTES = 3600, 1000
"""What one check may take at most."""


# -- texts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"[" * 100_000, "recursion"),
        (b"[" * 100_000 + b"]" * 100_000, "recursion"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "recursion"),
        (b"9" * 1_000_000, "integer string conversion"),
        (b"-" + b"9" * 4301, "integer string conversion"),
        (b"\xff", "codec can't decode"),
        (b"", "Expecting value"),
        (b"{} {}", "Extra data"),
        (b"{'a': 1}", "Expecting property name"),
        (b'"\x00"', "Invalid control character"),
        (b'{"format":1}' + b" " * (8 * 2**20), "it has more than 8,388,608 bytes"),
    ],
    ids=range(11),
)
def test_texts_that_are_not_read(given: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        conclusions.check(text(SMALL), given)
    with pytest.raises(Unreadable, match="this cannot be read as zopa-lines/1: "):
        conclusions.check(given, text(WHOLE))


def test_texts_at_the_limits_are_read() -> None:
    for more in (b"9" * 4300, b'"' + b" " * (8 * 2**20 - 3000) + b'"'):
        given = text({**WHOLE, "more": 0}).replace(b'"more": 0', b'"more": ' + more)
        assert conclusions.check(text(SMALL), given).claims


@pytest.mark.parametrize("number", [b"1.5", b"1e999999999", b"1e2", b"NaN", b"-Infinity"])
def test_numbers_that_are_not_whole_are_refused_in_lines_and_certificates(number: bytes) -> None:
    lines = json.dumps({**SMALL, "weights": {"p.a": "HERE", "p.b": 1}}).encode().replace(b'"HERE"', number)
    with pytest.raises(Unreadable, match="as zopa-lines/1: invalid literal for int"):
        conclusions.check(lines, text(WHOLE))
    made = json.dumps({**WHOLE, "deals": [{"give_up": [], "deal": "HERE"}]}).encode().replace(b'"HERE"', number)
    with pytest.raises(Unreadable, match="as zopa-nodeal/1: invalid literal for int"):
        conclusions.check(text(SMALL), made)


def test_files_that_are_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(100_000_000)
    lines = tmp_path / "lines.json"
    lines.write_bytes(text(SMALL))
    for path, said in (
        (large, "it has more than 8,388,608 bytes"),
        (Path("/dev/zero"), "it has more than 8,388,608 bytes"),
        (tmp_path, "Is a directory"),
        (tmp_path / "none", "No such file"),
    ):
        assert checker.main([str(lines), str(path)]) == 2
        assert said in capsys.readouterr().err


# -- wrong types everywhere -------------------------------------------------------------------------------------------

WRONG: tuple[Any, ...] = (
    None, True, -1, 10**1001, 1.0, math.nan, math.inf, "", "\ud800", "\x1b[2J", "1/0", "0/1", "-0", [], {}, [[]],
    [None], {"": 0}, {"x": {}}, ["cut"], ["cut", [], {}, None, 1.5], ["lemma", [[[], 0, 0]]], ["sum", [[1, {}]]],
    ["not", ["not"]],
)  # fmt: skip

STEPS = [
    ["cut", "p.a", "x", [[9, 9]]],
    ["lemma", [["x", 8, 9], ["f", 0, 1]]],
    ["cut", "p.a", "y", [[0, 0], [1, 8]]],
    ["end", "p.b"],
    ["cut", 0, "x", [[8, 8]]],
    ["split", "x", 4],
    ["div", [[1, "p.a"], [1, "p.a"]], 2],
    ["sum", [[1, 0], [1, "p.b", 0]]],
    ["sum", [[1, "p.a"], [1, "p.b", 0]]],
]
"""Every kind of step, and they hold."""

WHOLE = certificate(
    SMALL,
    conflicts=[conflict(["p.a", "p.b"], STEPS)],
    deals=[
        {"give_up": ["p.a"], "deal": {"x": 1, "y": 0, "f": 0}},
        {"give_up": ["p.b"], "deal": {"x": 0, "y": 1, "f": 0}},
    ],
    complete={
        "deal": {"x": 1, "y": 0, "f": 0},
        "groups": [[{"give_up": ["p.a"], "changes": {"x": 2}}, {"give_up": ["p.b"], "changes": {"y": 3}}]],
    },
)


def replaced(value: Any) -> list[Any]:
    """Return copies of JSON data in which each place in turn holds something of a wrong type, or has a wrong key."""
    if isinstance(value, dict):
        items = list(value.items())
        made = [
            dict([*items[:at], (key, one), *items[at + 1 :]])
            for at, (key, of) in enumerate(items)
            for one in replaced(of)
        ]
        made += [dict([*items[:at], *items[at + 1 :]]) for at in range(len(items))]
        made += [{**value, "extra": 0}]
    elif isinstance(value, list):
        made = [[*value[:at], one, *value[at + 1 :]] for at, of in enumerate(value) for one in replaced(of)]
        made += [[*value[:at], *value[at + 1 :]] for at in range(len(value))]
    else:
        made = []
    return [*made, *WRONG]


def test_wrong_types_everywhere_are_refused() -> None:
    """Or do not matter: what the checker still claims is true."""
    truth, told, accepted = Truth(SMALL), check(SMALL, WHOLE).claims, 0
    assert len(told) == 4
    tried, refusals = replaced(WHOLE), []
    for made in tried:
        try:
            claims = check(SMALL, made).claims
        except (Rejected, Unreadable) as error:
            refusals.append(str(error))
        else:
            accepted += 1
            assert false_claim({**WHOLE, **made}, truth, claims) is None
    assert all(one.isprintable() and len(one) < 300 for one in refusals)
    assert 0 < accepted < len(tried) / 20


def test_wrong_types_in_lines_are_unreadable() -> None:
    lines = document(
        {
            "x": quantity(10),
            "s": {"type": "scale", "start": 0, "step": 1, "size": 2, "options": ["a", "b"]},
            "f": YES_NO,
        },
        {"p.a": ["or", ["<=", X, "1/2"], ["value", "d"], ["not", ["==", ["term", "f"], 1]]]},
        definitions={"d": ["==", ["if", ["term", "f"], ["+", {"x": 1}, 1], 0], ["term", "s"]]},
    )
    for made in replaced(lines):
        with pytest.raises((Unreadable, Rejected)) as refused:
            check(made, {"format": "zopa-nodeal/1"})
        said = str(refused.value)
        if refused.type is Rejected:  # the lines were changed to other lines that are right
            assert said == "certificate: malformed: KeyError('scenario')"
        else:
            assert said.isprintable()
            assert len(said) < 300


# -- much work --------------------------------------------------------------------------------------------------------


Refusal = Callable[[Document, Any], str]


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """Return a function that tells why two files are refused by two copied files, within limits for time and memory."""
    (tmp_path / "zopa").mkdir()
    shutil.copy(Path(conclusions.__file__), tmp_path / "zopa")
    alone = tmp_path / "zopa/checker.py"
    limit = "MAX_WORK = 200_000_000"
    program = Path(checker.__file__).read_text("utf-8")
    assert limit in program
    alone.write_text(program if FULL else program.replace(limit, limit.replace("200", "4")), "utf-8")

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))

    def refuse(lines: Document, made: Any) -> str:
        files = tmp_path / "lines.json", tmp_path / "certificate.json"
        files[0].write_bytes(text(lines))
        files[1].write_bytes(made if isinstance(made, bytes) else text(made))
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-E", "-s", "-S", "-m", "zopa.conclusions", *files],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            preexec_fn=bounded,
        )
        print(f"{time.monotonic() - began:.1f} s: {done.stderr[:100]}")  # pytest -rP shows it
        assert (done.returncode in (1, 2), done.stdout) == (True, ""), done.stderr[-500:]
        assert "Traceback" not in done.stderr
        assert len(done.stderr) < 400
        return done.stderr

    return refuse


def proof(steps: list[Any]) -> Document:
    return certificate(SMALL, conflicts=[conflict(["p.a", "p.b"], steps)])


def many(what: str, size: int = 8 * 2**20 - 2000) -> bytes:
    """Return a certificate with as many of something as steps as fit."""
    made = json.dumps(proof([0]))
    steps = ",".join([what] * ((size - len(made)) // (len(what) + 1)))
    return made.replace('"steps": [0]', f'"steps": [{steps}]').encode()


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("[]", "conflicts[0].steps[0]: no step"),
        ("{}", "conflicts[0].steps[0]: no step"),
        ('["cut","p.a","x",[]]', "a branch has not ended"),
        ('["lemma",[]]', "a branch has not ended"),
        ('["lemma",[["x",0,4],["y",1,9]]]', "a branch has not ended"),
        ('["div",[[1,"p.a"]],1]', "a branch has not ended"),
        ('["div",[],1]', "a branch has not ended"),
        ('["cut","p.a","x",[[9,9]]]', "conflicts[0].steps[1]: the term has no position there"),
    ],
)
def test_millions_of_steps(what: str, said: str, refusal: Refusal) -> None:
    refused = refusal(SMALL, many(what))
    assert said in refused or TOO_MUCH in refused


def test_a_chain_of_splits_that_never_ends(refusal: Refusal) -> None:
    """300,000 branches wait."""
    size = 10**6
    wide = document({"x": quantity(size)}, {"p.a": ["<=", X, -1]})
    made = certificate(wide, conflicts=[conflict(["p.a"], [0])])
    splits = ",".join(f'["split","x",{at}]' for at in range(size - 2, 700_000, -1))
    refused = refusal(wide, json.dumps(made).replace("[0]", f"[{splits}]").encode())
    assert "a branch has not ended" in refused or TOO_MUCH in refused


def test_a_term_in_a_hundred_thousand_pieces(refusal: Refusal) -> None:
    """Each cut leaves one piece more, each look at the box goes over all of them."""
    wide = document({"x": quantity(10**6)}, {"p.a": ["==", {"x": 2}, 1]})
    holes = document({"x": quantity(10**6)}, {"p.a": ["<=", ["abs", ["+", X, -1]], -1]})
    ranges = [[at, at] for at in range(1, 300_000, 2)]
    for steps in ([["cut", "p.a", "x", [one]] for one in ranges], [["cut", "p.a", "x", ranges]]):
        for lines in (wide, holes):
            assert TOO_MUCH in refusal(lines, certificate(lines, conflicts=[conflict(["p.a"], steps)]))


def test_a_line_that_is_long_to_look_at(refusal: Refusal) -> None:
    long = document({"x": quantity(10), "f": YES_NO}, {"p.a": ["<=", ["+", *[X] * 100_000], -1]})
    cuts = [["cut", "p.a", "x", [[0, 9]]]]
    assert check(long, certificate(long, conflicts=[conflict(["p.a"], cuts)]))
    lemmas = [step for _ in range(3000) for step in (["lemma", [["f", 0, 0]]], ["end", "p.a"])]
    made = certificate(long, conflicts=[conflict(["p.a"], lemmas)])
    assert TOO_MUCH in refusal(long, made)


def test_a_line_that_is_long_to_take_rows_from(refusal: Refusal) -> None:
    """Each row looks at all of its line."""
    long = document({"x": quantity(10), "f": YES_NO}, {"p.a": ["and", ["term", "f"], *[["<=", X, 5]] * 100_000]})
    for step in (["sum", [[1, "p.a", 0]] * 3000], ["sum", [[1, "p.a", 0, 0]] * 3000]):
        refused = refusal(long, certificate(long, conflicts=[conflict(["p.a"], [step])]))
        assert TOO_MUCH in refused or "the path leads nowhere" in refused


def test_conditions_that_double_with_every_definition(refusal: Refusal) -> None:
    """A definition is looked at once, and a path goes into one part: not 2^60 times."""
    for first, last, said in ((0, 60, ""), (0, 61, "the path leads nowhere"), (1, 60, "")):
        definitions: dict[str, Any] = {"d0": ["<=", X, -1]}
        for at in range(60):
            definitions[f"d{at + 1}"] = ["and", ["value", f"d{at}"], ["value", f"d{at}"]]
        lines = document({"x": quantity(10), "y": quantity(10)}, {"p.a": ["value", "d60"]}, definitions=definitions)
        made = certificate(lines, conflicts=[conflict(["p.a"], [["sum", [[1, "p.a", *[first] * last]]]])])
        if said:
            assert said in refusal(lines, made)
        else:
            assert check(lines, made).claims
    lines["definitions"] |= {name: ["or", *tree[1:]] for name, tree in definitions.items() if name != "d0"}
    lines["red_lines"]["p.a"] = ["or", ["value", "d60"], ["<=", X, 5]]
    made = certificate(lines, conflicts=[conflict(["p.a"], [["sum", [[1, "p.a", 0, *[0] * 60]]]])])
    assert "another part may hold" in refusal(lines, made)


def test_a_path_as_long_as_the_file(refusal: Refusal) -> None:
    for at in ("0", "-1", '""', "[]"):
        path = ",".join([at] * 2_000_000)
        assert "the path leads nowhere" in refusal(SMALL, many(f'["sum",[[1,"p.b",{path}]]]'))


def test_divs_that_branches_keep(refusal: Refusal) -> None:
    """Each branch that waits keeps the divs that there were: 19,000 branches, 180 million divs.

    1.7 GB, where the work did not count that.
    """
    size = 10**6
    wide = document({"x": quantity(size)}, {"p.a": ["<=", X, -1]})
    made = certificate(wide, conflicts=[conflict(["p.a"], [0])])
    steps = ",".join(f'["div",[[1,"p.a"]],1],["split","x",{size - 2 - at}]' for at in range(19_000))
    assert TOO_MUCH in refusal(wide, json.dumps(made).replace("[0]", f"[{steps}]").encode())


def test_long_rows_that_are_kept(refusal: Refusal) -> None:
    """Each div keeps a row of 3,000 factors until the branch ends."""
    terms = {f"t{at}": quantity(3) for at in range(3000)}
    lines = document(terms, {"p.a": ["<=", dict.fromkeys(terms, 1), 1]})
    made = certificate(lines, conflicts=[conflict(["p.a"], [["div", [[1, "p.a"]], 1]] * 200_000)])
    assert TOO_MUCH in refusal(lines, made)


def test_wide_boxes_that_wait(refusal: Refusal) -> None:
    """Each lemma keeps the box of 3,000 terms that it begins from."""
    terms = {f"t{at}": quantity(3) for at in range(3000)}
    lines = document(terms, {"p.a": 0})
    made = certificate(lines, conflicts=[conflict(["p.a"], [["lemma", []]] * 400_000)])
    made |= {field: {} for field in ("terms", "weights")}
    assert TOO_MUCH in refusal(lines, made)


def test_enormous_multipliers(refusal: Refusal) -> None:
    large = 10**4000 - 1
    fine = [["div", [[large, "p.a"]], 1]] + [["div", [[large, at]], 1] for at in range(1000)]
    assert "a number passes 2^4096" in refusal(SMALL, proof(fine))
    many_rows = [[10**1000, "p.a"]] * (7_000 if FULL else 3_000)
    assert "the rows can hold on the box" in refusal(SMALL, proof([["sum", many_rows]]))


def test_very_many_hitting_sets(refusal: Refusal) -> None:
    """40 disjoint pairs joined by one long conflict: 2^40 ways and more."""
    pairs = [(f"p.l{at}", f"q.l{at}") for at in range(40)]
    red_lines = {name: 0 for pair in pairs for name in pair}
    red_lines["r.all"] = 0
    lines = document({"x": quantity(2)}, red_lines)
    conflicts = [conflict(pair, [["end", pair[0]]]) for pair in pairs]
    conflicts += [conflict(["r.all", *(one for one, _ in pairs)], [["end", "r.all"]])]
    ways = [{"give_up": ["r.all", *(one for pair in pairs for one in pair)], "changes": {}}]
    complete = {"deal": {"x": 0}, "groups": [ways]}
    assert TOO_MUCH in refusal(lines, certificate(lines, conflicts=conflicts, complete=complete))


def test_hitting_sets_that_are_hard_to_find(refusal: Refusal) -> None:
    """Triples that overlap, none of whose partial ways is dropped early, and no way at all is listed right."""
    names = [f"p.l{at}" for at in range(400)]
    lines = document({"x": quantity(2)}, dict.fromkeys(names, 0))
    conflicts = [conflict(names[at : at + 3], [["end", names[at]]]) for at in range(398)]
    group = [{"give_up": names, "changes": {}}]
    made = certificate(lines, conflicts=conflicts, complete={"deal": {"x": 0}, "groups": [group]})
    assert TOO_MUCH in refusal(lines, made)


def test_very_many_choices_of_ways(refusal: Refusal) -> None:
    """One line has terms that 40 groups change: 2^40 choices to look at."""
    terms = {f"t{at}": YES_NO for at in range(40)}
    red_lines: dict[str, Any] = {}
    for at in range(40):
        red_lines |= {f"p.l{at}": ["term", f"t{at}"], f"q.l{at}": ["not", ["term", f"t{at}"]]}
    lines = document(terms, red_lines, facts={"all": ["<=", 0, dict.fromkeys(terms, 1)]})
    conflicts = [
        conflict([f"p.l{at}", f"q.l{at}"], [["cut", f"p.l{at}", f"t{at}", [[0, 0]]], ["end", f"q.l{at}"]])
        for at in range(40)
    ]
    groups = [
        [{"give_up": [f"p.l{at}"], "changes": {}}, {"give_up": [f"q.l{at}"], "changes": {f"t{at}": 1}}]
        for at in range(40)
    ]
    made = certificate(lines, conflicts=conflicts, complete={"deal": dict.fromkeys(terms, 0), "groups": groups})
    assert TOO_MUCH in refusal(lines, made)


def test_very_many_conflicts_and_deals(refusal: Refusal) -> None:
    """Whether each conflict is minimal is looked at in every deal."""
    names = [f"p.l{at}" for at in range(300)]
    lines = document({"x": quantity(2)}, dict.fromkeys(names, 0))
    conflicts = [conflict(names, [["end", names[0]]]) for _ in range(1000)]
    deals = [{"give_up": names, "deal": {"x": 0}}]
    assert check(lines, certificate(lines, conflicts=conflicts[:2], deals=deals)).claims
    lines["red_lines"] |= {f"q.l{at}": 1 for at in range(1000)}
    lines["weights"] = dict.fromkeys(lines["red_lines"], 1)
    deals = [{"give_up": [*names, f"q.l{at}"], "deal": {"x": 0}} for at in range(1000)]
    assert TOO_MUCH in refusal(lines, certificate(lines, conflicts=conflicts, deals=deals))


def test_very_many_groups_that_give_up_nothing(refusal: Refusal) -> None:
    """Each line is looked at under the ways of every group."""
    red_lines = {f"p.l{at}": 1 for at in range(2000)} | {"p.no": 0}
    lines = document({"x": quantity(2)}, red_lines)
    groups = [[{"give_up": [], "changes": {}}]] * 100_000 + [[{"give_up": ["p.no"], "changes": {}}]]
    made = certificate(lines, conflicts=[conflict(["p.no"], [["end", "p.no"]])])
    assert TOO_MUCH in refusal(lines, {**made, "complete": {"deal": {"x": 0}, "groups": groups}})


def test_a_refusal_is_the_same_every_time(refusal: Refusal) -> None:
    """Of several lines that a deal does not satisfy, it names the first, whatever order sets are in."""
    names = [f"p.l{at}" for at in range(50)]
    lines = document({"x": quantity(2)}, dict.fromkeys(names, 0))
    made = certificate(lines, deals=[{"give_up": [], "deal": {"x": 0}}])
    assert refusal(lines, made) == "rejected: deals[0]: the deal does not satisfy p.l0\n"
    made |= {"deals": [{"give_up": names, "deal": {"x": 0}}]}
    made |= {"complete": {"deal": {"x": 0}, "groups": [[{"give_up": [], "changes": {}}]]}}
    said = "with the changes of some of the ways, the deal does not satisfy p.l0"
    assert refusal(lines, made) == f"rejected: complete.groups: {said}\n"


@pytest.mark.parametrize("depth", [100, 300, 600, 900, 2000, 100_000])
def test_deep_expressions_are_refused(depth: int) -> None:
    """Neither the lines nor an entry of a certificate can be nested without end; what can be read is looked at."""
    deep = b'["not",' * depth + b'["<=",["term","x"],0]' + b"]" * depth

    def checked(lines: Document, given: Document) -> str:
        texts = [text(one).replace(b'"DEEP"', deep) for one in (lines, given)]
        try:
            return conclusions.check(texts[0], texts[1]).claims[0]
        except (Rejected, Unreadable) as error:
            return str(error)

    lines = document({"x": quantity(3)}, {"p.a": 0, "p.b": "DEEP"})
    said = checked(lines, certificate(lines, conflicts=[conflict(["p.a"], [["end", "p.a"]])]))
    assert said == "No deal satisfies p.a (steps: 1)." if depth == 100 else "recursion" in said or "steps: 1" in said
    more = checked({**SMALL, "more": "DEEP"}, {**WHOLE, "more": "DEEP"})  # what is not looked at
    assert "No deal satisfies p.a and p.b" in more or "recursion" in more
    for step, said in (
        (["DEEP"], "no step"),
        (["end", "DEEP"], "malformed: TypeError"),
        (["sum", [[1, "p.b", "DEEP"]]], "the path leads nowhere"),
        (["sum", [[1, "DEEP"]]], "malformed: TypeError"),
        (["split", "x", "DEEP"], "malformed: TypeError"),
    ):
        refused = checked(SMALL, proof([step]))
        assert refused.startswith(f"conflicts[0].steps[0]: {said}") or "recursion" in refused
    other = checked(SMALL, {**WHOLE, "red_lines": {"p.a": "DEEP"}})
    assert other == "certificate: its red_lines are not those of the lines" or "recursion" in other
