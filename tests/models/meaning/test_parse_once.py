"""No request parses a text twice: a scenario keeps the trees of its expressions, and changed copies share them."""

from collections import Counter
from decimal import Decimal

import pytest

import zopa
from zopa.models import edit, scenario
from zopa.models.reservations import with_reservations
from zopa.scenarios.library import template

REQUESTS = {
    "concessions": lambda talks: zopa.concessions(talks, top=10),
    "objections": lambda talks: zopa.objections(talks, {"dues": 35, "berths": 4}),
    "some parties": lambda talks: zopa.solve(talks, only_between=["port", "fleet"]),
    "assumptions": zopa.assumptions,
    "what if": lambda talks: zopa.whatif(talks, drop=["port.floor"], set_terms=["berths=9"], add=["fleet: dues <= 20"]),
    "a demand": lambda talks: edit.with_demand(talks, "port: dues >= 50").meaning(),
}


@pytest.fixture
def parsed(monkeypatch):
    texts = Counter()
    real = scenario.parse

    def counting(text):
        texts[text] += 1
        return real(text)

    monkeypatch.setattr(scenario, "parse", counting)
    return texts


@pytest.mark.parametrize("request_of", REQUESTS.values(), ids=REQUESTS)
def test_a_request_parses_no_text_twice(request_of, parsed):
    request_of(zopa.loads(template()))
    assert parsed
    assert set(parsed.values()) == {1}


def test_reservation_values_as_red_lines_parse_no_text_twice(parsed):
    talks = zopa.load("panama-1974")
    parties = {name: party.model_copy(update={"reservation": Decimal(30)}) for name, party in talks.parties.items()}
    with_reservations(talks.model_copy(update={"parties": parties})).meaning()
    assert parsed
    assert set(parsed.values()) == {1}


def test_a_line_keeps_the_tree_of_its_text():
    meaning = zopa.loads(template()).meaning()
    for line in (*meaning.facts, *meaning.red_lines):
        assert line.tree == scenario.parse(line.text)
