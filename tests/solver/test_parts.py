"""The split of a scenario into parts that share no term: everything in exactly one part, and nothing lost."""

from __future__ import annotations

import zopa
from zopa.models.meaning.meaning import Meaning
from zopa.solver.parts import Part, around, split

HEAD = """
format: zopa/1
title: Parts
terms:
  a: {type: yes_no}
  b: {type: yes_no}
  c: {type: quantity, min: 0, max: 9}
  d: {type: quantity, min: 0, max: 9}
  e: {type: yes_no}
"""


def meaning(rest: str) -> Meaning:
    return zopa.loads(HEAD + rest).meaning()


def shape(part: Part) -> tuple[list[str], list[str], list[str]]:
    return list(part.terms), [fact.id for fact in part.facts], [line.id for line in part.lines]


def shapes(rest: str) -> list[tuple[list[str], list[str], list[str]]]:
    return [shape(part) for part in split(meaning(rest))]


def test_terms_that_nothing_links_stand_alone() -> None:
    found = shapes("parties: {p: {red_lines: {x: {require: a}, y: {require: c >= 3}}}}")
    assert found == [
        (["a"], [], ["p.x"]),
        (["b"], [], []),
        (["c"], [], ["p.y"]),
        (["d"], [], []),
        (["e"], [], []),
    ]


def test_a_red_line_links_its_terms() -> None:
    found = shapes("parties: {p: {red_lines: {x: {require: a or b}, y: {require: b}}}}")
    assert found[0] == (["a", "b"], [], ["p.x", "p.y"])
    assert len(found) == 4


def test_a_fact_links_lines_of_different_parties() -> None:
    found = shapes(
        """
facts: {together: {require: a implies c >= 3}}
parties: {p: {red_lines: {x: {require: a}}}, q: {red_lines: {y: {require: c <= 2}}}}
"""
    )
    assert found[0] == (["a", "c"], ["together"], ["p.x", "q.y"])


def test_a_chain_links_its_ends() -> None:
    found = shapes(
        """
facts: {first: {require: a implies b}, second: {require: b implies c >= 1}, third: {require: c <= d}}
parties: {p: {red_lines: {x: {require: a}, y: {require: d == 0}}}}
"""
    )
    assert found == [(["a", "b", "c", "d"], ["first", "second", "third"], ["p.x", "p.y"]), (["e"], [], [])]


def test_definitions_are_followed_through() -> None:
    found = shapes(
        """
definitions: {inner: c + d, outer: inner >= 5}
parties: {p: {red_lines: {x: {require: outer or a}}}}
"""
    )
    assert found[0] == (["a", "c", "d"], [], ["p.x"])


def test_a_definition_that_no_line_uses_links_nothing() -> None:
    found = shapes("definitions: {unused: c + d}\nparties: {p: {red_lines: {x: {require: a}}}}")
    assert all(len(terms) == 1 for terms, _, _ in found)


def test_a_line_without_terms_is_a_part_of_its_own() -> None:
    found = shapes("facts: {plain: {require: 1 + 1 == 2}}\nparties: {p: {red_lines: {never: {require: false}}}}")
    assert ([], ["plain"], []) in found
    assert ([], [], ["p.never"]) in found


def test_a_fact_and_a_red_line_of_one_name_stay_apart() -> None:
    # A fact may be called like a party, but never like "party.line"; what could collide is "p" and "p".
    found = shapes("facts: {p: {require: a}}\nparties: {p: {red_lines: {p: {require: e}}}}")
    assert found[0] == (["a"], ["p"], [])
    assert found[-1] == (["e"], [], ["p.p"])


def test_parts_keep_the_order_of_the_scenario() -> None:
    found = shapes(
        """
facts: {late: {require: d >= 1 implies a}, early: {require: a implies d >= 2}}
parties: {q: {red_lines: {z: {require: d >= 1}}}, p: {red_lines: {b: {require: a}, a: {require: d <= 3}}}}
"""
    )
    assert found[0] == (["a", "d"], ["late", "early"], ["q.z", "p.b", "p.a"])


def test_the_founding_case_falls_into_parts_that_hold_everything_once() -> None:
    whole = zopa.load("ukraine-russia").meaning()
    parts = split(whole)
    assert sorted(term for part in parts for term in part.terms) == sorted(whole.terms)
    assert sorted(fact.id for part in parts for fact in part.facts) == sorted(fact.id for fact in whole.facts)
    assert sorted(line.id for part in parts for line in part.lines) == sorted(line.id for line in whole.red_lines)
    for part in parts:
        for line in (*part.facts, *part.lines):
            assert line.terms <= set(part.terms)


def test_around_gathers_all_parts_that_some_terms_touch() -> None:
    told = meaning(
        """
facts: {link: {require: a implies b}}
parties: {p: {red_lines: {x: {require: a}, y: {require: c >= 3}, z: {require: e}}}}
"""
    )
    assert shape(around(told, ["b", "c"])) == (["a", "b", "c"], ["link"], ["p.x", "p.y"])
    assert shape(around(told, ["d"])) == (["d"], [], [])
    assert shape(around(told, [])) == ([], [], [])
